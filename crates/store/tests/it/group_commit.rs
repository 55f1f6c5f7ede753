//! Writers share a commit and never each other's fate.

use std::sync::Arc;

use domain::event::Event;
use store::audit::NOBODY;
use store::{Audit, audit};
use testkit::TestApp;
use tokio::task::JoinSet;

async fn write(test: Arc<TestApp>, keep: bool) -> bool {
    let cx = test.app.system();
    let tx = test.app.db.begin().await.unwrap();
    let entry = app::entry(&test.app, &cx, Event::PilotChanged, NOBODY);
    if keep {
        tx.commit(entry).await.unwrap();
    } else {
        // Writes, then goes away without a commit.
        let mut tx = tx;
        store::throttle::clear(&mut tx, b"nothing").await.unwrap();
        drop((tx, entry));
    }
    keep
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_acknowledged_is_there_and_what_was_dropped_is_not() {
    let test = Arc::new(TestApp::new().await);
    let mut tasks = JoinSet::new();
    for n in 0..200 {
        tasks.spawn(write(test.clone(), n % 3 != 0));
    }
    let mut acknowledged = 0;
    while let Some(kept) = tasks.join_next().await {
        acknowledged += usize::from(kept.unwrap());
    }
    let mut source = test.app.db.read().await.unwrap();
    let rows = audit::by_subject(&mut source, NOBODY, jiff::Timestamp::MAX, 1000)
        .await
        .unwrap();
    assert_eq!(rows.len(), acknowledged);
}

#[tokio::test]
async fn a_dropped_write_leaves_no_trace_and_blocks_nobody() {
    let test = TestApp::new().await;
    let mut tx = test.app.db.begin().await.unwrap();
    let digest = b"digest of somebody's number".as_slice();
    let rule = store::throttle::Rule::Failures(domain::throttle::BackOff::default());
    for _ in 0..9 {
        store::throttle::reserve(&mut tx, digest, &rule, test.now())
            .await
            .unwrap();
    }
    assert!(
        store::throttle::blocked_until(&mut tx, digest)
            .await
            .unwrap()
            .is_some()
    );
    drop(tx);
    let tx = test.app.db.begin().await.unwrap();
    tx.commit(Audit::Bookkeeping("another")).await.unwrap();
    let mut source = test.app.db.read().await.unwrap();
    assert_eq!(
        store::throttle::blocked_until(&mut source, digest)
            .await
            .unwrap(),
        None
    );
}

/// Lets the other task go on some times.
async fn turns(count: u32) {
    for _ in 0..count {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn a_writer_that_goes_away_anywhere_stops_nobody() {
    let test = Arc::new(TestApp::new().await);
    let mut kept = 0;
    for patience in 0..120 {
        tokio::select! {
            biased;
            done = write(test.clone(), true) => kept += usize::from(done),
            () = turns(patience) => {}
        }
        // Whoever comes next is served.
        assert!(write(test.clone(), true).await);
        kept += 1;
    }
    let mut source = test.app.db.read().await.unwrap();
    let rows = audit::by_subject(&mut source, NOBODY, jiff::Timestamp::MAX, 1000)
        .await
        .unwrap();
    assert!(
        rows.len() >= kept,
        "{} rows for {kept} acknowledged writes",
        rows.len()
    );
}

/// Another process writes; who waits for it and goes away must not keep the lock that he got too late.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_gives_up_waiting_for_another_process_leaves_no_lock() {
    let test = TestApp::new().await;
    let other = test.beside().await;
    let held = other.begin().await.unwrap();
    tokio::select! {
        biased;
        // PostgreSQL has no lock to wait for.
        begun = test.app.db.begin() => drop(begun),
        () = turns(3) => {}
    }
    drop(held);
    for _ in 0..400 {
        let tx = other.begin().await.unwrap();
        tx.commit(Audit::Bookkeeping("another process"))
            .await
            .unwrap();
    }
}
