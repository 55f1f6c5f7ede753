use app::activity::{By, mark_read, notices, own, retention, unread};
use app::assistance::{Open, Wish, open};
use app::holds::lock_own;
use domain::actor::{Actor, Purpose, Role};
use domain::event::Event;
use domain::hold::LockReason;
use jiff::{SignedDuration, Timestamp};
use store::relying_party::replay;
use store::throttle::{self, Rule};
use store::{Audit, audit};

use super::house::{House, NUMBER, both, code};

both!(
    the_holder_sees_who_looked_and_why,
    pages_tear_no_act_apart_and_lose_none,
    notices_are_counted_until_seen,
    what_is_over_goes_in_batches,
    use_is_forgotten_after_five_years_and_the_tree_stands,
);

// law: D59-4.4
async fn the_holder_sees_who_looked_and_why(house: House) {
    let staff = house.staff(Role::CallCentre).await;
    open(
        &house.app,
        &staff,
        &Open {
            number: NUMBER,
            wish: Wish::Lock,
        },
    )
    .await
    .unwrap();
    let (_, cx) = house.holder(house.subject).await;
    let page = own(&house.app, &cx, None).await.unwrap();
    let [item] = page.items.as_slice() else {
        panic!("{:?}", page.items)
    };
    assert_eq!(
        (item.action.as_str(), item.purpose.as_str()),
        ("assistance-opened", "assistance")
    );
    let by = By::Staff {
        role: "call-centre".into(),
        unit: "074-01".into(),
    };
    assert_eq!(item.by, by);
    assert!(
        !format!("{item:?}").contains("Trực"),
        "names of staff are not shown"
    );
    house.wait(SignedDuration::from_secs(1));
    let cx = house.later(&cx);
    lock_own(&house.app, &cx, LockReason::Other).await.unwrap();
    let page = own(&house.app, &cx, None).await.unwrap();
    assert_eq!(page.items[0].by, By::Holder);
    assert_eq!(page.items[0].details[0].value, "own-request");
    assert_eq!(code(own(&house.app, &staff, None).await), "sign-in");
}

// law: D59-4.4
async fn pages_tear_no_act_apart_and_lose_none(house: House) {
    let cx = house.app.system();
    let tx = house.app.db.begin().await.unwrap();
    let entries: Vec<_> = (0..70_i64)
        .map(|n| {
            let mut entry = app::entry(&house.app, &cx, Event::RecordRead, house.subject);
            entry.at = house.now() - SignedDuration::from_secs(n / 4);
            entry
        })
        .collect();
    tx.commit(entries).await.unwrap();
    let (_, cx) = house.holder(house.subject).await;
    let (mut before, mut seen, mut pages) = (None, 0, 0);
    loop {
        let page = own(&house.app, &cx, before).await.unwrap();
        seen += page.items.len();
        pages += 1;
        match page.next {
            Some(next) => before = Some(next),
            None => break,
        }
    }
    assert_eq!((seen, pages), (70, 3));
}

// law: D59-14.1.c
async fn notices_are_counted_until_seen(house: House) {
    let (_, cx) = house.holder(house.subject).await;
    lock_own(&house.app, &cx, LockReason::Other).await.unwrap();
    assert_eq!(unread(&house.app, &cx).await.unwrap(), 1);
    let list = notices(&house.app, &cx).await.unwrap();
    assert_eq!(
        (list[0].kind.as_str(), list[0].read),
        ("account-locked", false)
    );
    mark_read(&house.app, &cx).await.unwrap();
    assert_eq!(unread(&house.app, &cx).await.unwrap(), 0);
}

// law: D59-21.2
async fn what_is_over_goes_in_batches(house: House) {
    let start = house.now();
    let hour = SignedDuration::from_hours(1);
    let (_, cx) = house.holder(house.subject).await;
    lock_own(&house.app, &cx, LockReason::Other).await.unwrap();
    app::jobs::run_all_due(&house.app).await.unwrap();
    let mut tx = house.app.db.begin().await.unwrap();
    for n in 0..1005_u32 {
        let id = domain::ids::StaffId::from_bytes([9; 16]);
        store::staff::insert_session(&mut tx, &n.to_be_bytes(), id, start, start + hour)
            .await
            .unwrap();
    }
    let rule = Rule::Failures(domain::throttle::BackOff::default());
    throttle::reserve(&mut tx, b"old", &rule, start)
        .await
        .unwrap();
    let proof = replay::first_use(&mut tx, b"proof", start + hour).await;
    assert!(proof.unwrap());
    tx.commit(Audit::Bookkeeping("test")).await.unwrap();
    retention::schedule(&house.app, &house.app.system())
        .await
        .unwrap();
    house.wait(SignedDuration::from_hours(24 * (365 * 5 + 3)));
    let mut tx = house.app.db.begin().await.unwrap();
    throttle::reserve(&mut tx, b"new", &rule, house.now())
        .await
        .unwrap();
    tx.commit(Audit::Bookkeeping("test")).await.unwrap();
    app::jobs::run_all_due(&house.app).await.unwrap();
    let mut tx = house.app.db.begin().await.unwrap();
    let end = house.now() + hour * 100;
    let left = [
        store::staff::purge_sessions(&mut tx, end, 10)
            .await
            .unwrap(),
        store::message::purge(&mut tx, end, 10).await.unwrap(),
        throttle::purge(&mut tx, end, end, 10).await.unwrap(),
        replay::purge(&mut tx, end).await.unwrap(),
    ];
    assert_eq!(left, [0, 0, 1, 0]);
}

// law: D59-21.1, D59-21.2
async fn use_is_forgotten_after_five_years_and_the_tree_stands(house: House) {
    let (old, _) = house.holder(house.subject).await;
    let holder = house.app.acting(Actor::Public, Purpose::OwnUse);
    let tx = house.app.db.begin().await.unwrap();
    let used = app::entry(&house.app, &holder, Event::SignedIn, house.subject);
    let fact = app::entry(&house.app, &holder, Event::AccountActivated, house.subject);
    tx.commit(vec![used, fact]).await.unwrap();
    retention::schedule(&house.app, &house.app.system())
        .await
        .unwrap();
    house.wait(SignedDuration::from_hours(24 * 365 * 5));
    app::jobs::run_all_due(&house.app).await.unwrap();
    assert_eq!(
        house.actions().await.len(),
        2,
        "not a day too early: five years have leap days"
    );
    assert!(house.resume(&old).await.is_none());
    house.wait(SignedDuration::from_hours(24 * 3));
    app::jobs::run_all_due(&house.app).await.unwrap();
    assert_eq!(house.actions().await, ["account-activated"]);
    app::audit_log::sequence(&house.app).await.unwrap();
    let verified = app::audit_log::verify(&house.app).await.unwrap();
    assert!(verified.findings.is_empty(), "{:?}", verified.findings);
    assert_eq!(verified.expired, 1);
    let tx = house.app.db.begin().await.unwrap();
    let again = app::entry(&house.app, &holder, Event::SignedOut, house.subject);
    tx.commit(again).await.unwrap();
    let mut tx = house.app.db.begin().await.unwrap();
    let dropped = audit::expire(&mut tx, "signed-out", Timestamp::MAX)
        .await
        .unwrap();
    assert_eq!(dropped, 1);
    tx.commit(Audit::Bookkeeping("test")).await.unwrap();
    let mut source = house.app.db.read().await.unwrap();
    let account = store::account::load(&mut source, house.subject, house.now())
        .await
        .unwrap();
    assert!(account.is_some(), "account data stay for ever");
}
