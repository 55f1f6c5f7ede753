//! Acts of clients share commits, and each is kept or refused for itself.

use std::sync::Arc;

use domain::event::Event;
use domain::ids::ClientId;
use domain::relying_party::{PartyKind, Phase};
use jiff::civil::date;
use store::audit::NOBODY;
use store::relying_party::client::{self, Client};
use store::relying_party::usage::{self, Use};
use store::{Audit, Line, audit};
use testkit::TestApp;
use tokio::task::JoinSet;

async fn registered(test: &TestApp, id: u8) -> ClientId {
    let client = Client {
        id: ClientId::from_bytes([id; 16]),
        kind: PartyKind::Private,
        phase: Phase::Production,
        name: "Dịch vụ".into(),
        purpose: "Xem điểm".into(),
        legal_basis: String::new(),
        secret: None,
        registration: "{}".into(),
        owner: None,
        created: test.now(),
        revision: 1,
        old_secret: None,
        suspension: None,
        signature_licence: None,
    };
    let mut tx = test.app.db.begin().await.unwrap();
    client::insert(&mut tx, &client).await.unwrap();
    tx.commit(Audit::Bookkeeping("test")).await.unwrap();
    client.id
}

fn line(test: &TestApp, client: ClientId, revision: i64) -> Line {
    let [chance] = test.app.random();
    Line {
        client,
        revision,
        of: Use::Exchange,
        day: date(2026, 3, 4),
        chance,
        entry: app::entry(&test.app, &test.app.system(), Event::PartyOwnToken, NOBODY),
    }
}

/// Entries on record, and uses counted of each client.
async fn kept<const N: usize>(test: &TestApp, clients: [ClientId; N]) -> (usize, [u64; N]) {
    let mut source = test.app.db.read().await.unwrap();
    let rows = audit::by_subject(&mut source, NOBODY, jiff::Timestamp::MAX, 5000);
    let entries = rows.await.unwrap().len();
    let mut uses = [0; N];
    for (uses, client) in uses.iter_mut().zip(clients) {
        let since = date(2026, 3, 1);
        *uses = usage::since(&mut source, client, since, Use::Exchange)
            .await
            .unwrap();
    }
    (entries, uses)
}

// law: D59-31.2
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_act_is_on_record_and_counted_once_whoever_it_shares_a_commit_with() {
    let test = Arc::new(TestApp::new().await);
    let clients = [registered(&test, 1).await, registered(&test, 2).await];
    let mut tasks = JoinSet::new();
    for n in 0..600_usize {
        let (test, client) = (test.clone(), clients[n % 2]);
        // Every third was judged by a registration that holds no longer.
        let revision = if n % 3 == 0 { 7 } else { 1 };
        tasks.spawn(async move {
            let stands = test
                .app
                .db
                .record(line(&test, client, revision))
                .await
                .unwrap();
            assert_eq!(stands, revision == 1);
        });
    }
    while let Some(done) = tasks.join_next().await {
        done.unwrap();
    }
    assert_eq!(kept(&test, clients).await, (400, [200, 200]));
}

#[tokio::test]
async fn an_act_of_a_client_that_is_gone_leaves_nothing() {
    let test = TestApp::new().await;
    let nobody = ClientId::from_bytes([9; 16]);
    assert!(!test.app.db.record(line(&test, nobody, 1)).await.unwrap());
    assert_eq!(kept(&test, [nobody]).await, (0, [0]));
}

#[tokio::test]
async fn a_batch_that_fails_acknowledges_nobody_and_holds_up_nobody_after_it() {
    let test = TestApp::new().await;
    let client = registered(&test, 1).await;
    let first = line(&test, client, 1);
    assert!(test.app.db.record(first.clone()).await.unwrap());
    // The same entry again breaks the log's key, so its batch fails.
    test.app.db.record(first).await.unwrap_err();
    assert!(test.app.db.record(line(&test, client, 1)).await.unwrap());
    assert_eq!(kept(&test, [client]).await, (2, [2]));
}

#[tokio::test]
async fn who_goes_away_takes_nobody_along() {
    let test = Arc::new(TestApp::new().await);
    let client = registered(&test, 1).await;
    let mut gone = JoinSet::new();
    gone.spawn({
        let test = test.clone();
        async move { test.app.db.record(line(&test, client, 1)).await }
    });
    tokio::task::yield_now().await;
    gone.abort_all();
    assert!(test.app.db.record(line(&test, client, 1)).await.unwrap());
    let (entries, [uses]) = kept(&test, [client]).await;
    assert!((1..=2).contains(&entries), "{entries}");
    assert_eq!(uses, u64::try_from(entries).unwrap());
}
