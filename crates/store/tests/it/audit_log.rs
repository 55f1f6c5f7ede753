//! The audit log proves itself, and shows every kind of tampering.

use app::audit_log::{Finding, sequence, verify};
use domain::event::Event;
use store::audit::NOBODY;
use store::{Audit, Conn};
use testkit::TestApp;

async fn filled(entries: usize) -> TestApp {
    let test = TestApp::new().await;
    for n in 0..entries {
        let cx = test.app.system();
        let tx = test.app.db.begin().await.unwrap();
        tx.commit(app::entry(&test.app, &cx, Event::PilotChanged, NOBODY))
            .await
            .unwrap();
        if n % 7 == 0 {
            sequence(&test.app).await.unwrap();
        }
    }
    sequence(&test.app).await.unwrap();
    test
}

async fn tamper(test: &TestApp, sql: &'static str) {
    let mut tx = test.app.db.begin().await.unwrap();
    let touched = match tx.conn() {
        Conn::Lite(c) => c.execute(sql, &[]).unwrap(),
        Conn::Pg(c) => sqlx::query(sql).execute(c).await.unwrap().rows_affected(),
    };
    assert_eq!(touched, 1);
    tx.commit(Audit::Bookkeeping("tampering")).await.unwrap();
}

// law: D59-4.5
#[tokio::test]
async fn an_untouched_log_verifies() {
    let test = filled(50).await;
    let result = verify(&test.app).await.unwrap();
    assert_eq!((result.entries, result.findings), (50, vec![]));
    assert!(result.checkpoints >= 8);
    assert_eq!(sequence(&test.app).await.unwrap(), 0);
}

// law: D59-4.5
#[tokio::test]
async fn many_entries_get_their_places_in_one_call() {
    let test = TestApp::new().await;
    let cx = test.app.system();
    let entry = || app::entry(&test.app, &cx, Event::PilotChanged, NOBODY);
    let tx = test.app.db.begin().await.unwrap();
    let entries: Vec<_> = (0..401).map(|_| entry()).collect();
    tx.commit(entries).await.unwrap();
    assert_eq!(sequence(&test.app).await.unwrap(), 401);
    let result = verify(&test.app).await.unwrap();
    assert_eq!((result.entries, result.findings), (401, vec![]));
    assert_eq!(result.checkpoints, 3);
}

// law: D59-4.5
#[tokio::test]
async fn a_changed_entry_shows() {
    let test = filled(20).await;
    tamper(
        &test,
        "UPDATE audit SET action = 'signed-in' WHERE seq = 11",
    )
    .await;
    assert_eq!(
        verify(&test.app).await.unwrap().findings,
        [Finding::Changed { seq: 11 }]
    );
}

// law: D59-4.5
#[tokio::test]
async fn a_changed_entry_with_a_fitting_leaf_shows_against_the_checkpoints() {
    let test = filled(20).await;
    tamper(
        &test,
        "UPDATE audit SET leaf = (SELECT leaf FROM audit WHERE seq = 3) WHERE seq = 12",
    )
    .await;
    let findings = verify(&test.app).await.unwrap().findings;
    assert!(
        findings
            .iter()
            .any(|f| matches!(f, Finding::Contradicts { .. })),
        "{findings:?}"
    );
}

// law: D59-4.5
#[tokio::test]
async fn a_removed_entry_and_a_cut_tail_show() {
    let test = filled(20).await;
    tamper(&test, "DELETE FROM audit WHERE seq = 19").await;
    assert_eq!(
        verify(&test.app).await.unwrap().findings,
        [Finding::Missing { seq: 19 }]
    );
    tamper(&test, "DELETE FROM audit WHERE seq = 5").await;
    assert_eq!(
        verify(&test.app).await.unwrap().findings,
        [Finding::Missing { seq: 5 }]
    );
}

// law: D59-4.5
#[tokio::test]
async fn a_forged_checkpoint_shows() {
    let test = filled(3).await;
    tamper(
        &test,
        "UPDATE log_checkpoint SET note = replace(note, 'audit', 'other') WHERE size = 3",
    )
    .await;
    assert_eq!(
        verify(&test.app).await.unwrap().findings,
        [Finding::Unsigned { size: 3 }]
    );
}
