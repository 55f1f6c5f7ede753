//! What the business register changed reaches an organisation's account (D59-10.2).

use app::holds::{Change, TellEvent, tell_event};
use app::organisations::{begin, home};
use domain::account::Standing;
use domain::actor::{Actor, Purpose};
use domain::hold::{Channel, Ground};
use domain::ids::SubjectId;
use domain::organisation::BusinessStatus;
use jiff::SignedDuration;
use store::audit;
use testkit::TestApp;
use testkit::organisations::{company, register, tax_code};

use super::scene::{both, later, open, refusal};

both!(
    a_new_name_and_address_are_taken_over,
    a_dissolved_record_locks_until_it_operates_again,
    an_event_goes_before_an_older_record,
    a_told_dissolution_does_not_end_by_the_record,
);

/// The newest details on record for an action.
async fn detail(test: &TestApp, subject: SubjectId, action: &str) -> Vec<String> {
    let mut source = test.app.db.read().await.unwrap();
    let until = test.app.clock.now() + SignedDuration::from_secs(1);
    let rows = audit::by_subject(&mut source, subject, until, 50).await;
    let rows = rows.unwrap().into_iter();
    rows.filter(|(row, _)| row.action == action)
        .map(|(row, _)| format!("{row:?}"))
        .collect()
}

// law: D59-10.2
async fn a_new_name_and_address_are_taken_over(test: TestApp) {
    let (me, cx, organisation) = open(&test, 1).await;
    let mut record = company(1, &me);
    "Công ty TNHH Hưng Thịnh".clone_into(&mut record.name);
    "Hưng Thịnh".clone_into(&mut record.short_name);
    "".clone_into(&mut record.foreign_name);
    "5 Yersin, Đà Nẵng".clone_into(&mut record.address);
    "048".clone_into(&mut record.province);
    register(&test.app, &record).await;
    for _ in 0..2 {
        let page = home(&test.app, &cx, organisation).await.unwrap();
        let stored = page.organisation;
        let name = stored.identity.representative_name.clone();
        assert_eq!(stored.identity, record.clone().identity(name));
        assert_eq!(stored.province, "048");
        assert_eq!(page.standing, Standing::Open);
        // Once however often it is asked.
        assert_eq!(detail(&test, organisation, "register-event").await.len(), 1);
    }
}

// law: D59-10.2, D59-19.3.a, D59-19.4.a
async fn a_dissolved_record_locks_until_it_operates_again(test: TestApp) {
    for (n, status) in [(1, BusinessStatus::Dissolved), (2, BusinessStatus::Ceased)] {
        let (me, cx, organisation) = open(&test, n).await;
        let mut record = company(n, &me);
        record.status = status;
        record.status_since = Some("2024-03-01".parse().unwrap());
        register(&test.app, &record).await;
        for _ in 0..2 {
            let page = home(&test.app, &cx, organisation).await.unwrap();
            assert_eq!(page.standing, Standing::Locked);
            let [one] = page.lock.in_force.as_slice() else {
                panic!("{:?}", page.lock.in_force);
            };
            let hold = &one.hold;
            assert_eq!(
                (hold.ground, hold.channel),
                (Ground::Dissolved, Channel::Register)
            );
            assert_eq!(hold.source, "business/file");
        }
        assert_eq!(detail(&test, organisation, "account-locked").await.len(), 1);
        record.status = BusinessStatus::Active;
        record.status_since = None;
        register(&test.app, &record).await;
        let page = home(&test.app, &cx, organisation).await.unwrap();
        assert_eq!(page.standing, Standing::Open);
        assert_eq!(detail(&test, organisation, "hold-ended").await.len(), 1);
        let again = begin(&test.app, &cx, &tax_code(n), false).await;
        assert_eq!(refusal(again), "organisation-registered");
    }
}

// law: D59-10.2, D59-19.4.a
async fn an_event_goes_before_an_older_record(test: TestApp) {
    let (me, cx, organisation) = open(&test, 1).await;
    let mut record = company(1, &me);
    record.status = BusinessStatus::Dissolved;
    record.status_since = Some("2024-03-01".parse().unwrap());
    register(&test.app, &record).await;
    home(&test.app, &cx, organisation).await.unwrap();
    let told = TellEvent {
        event: "1",
        number: &tax_code(1),
        change: Change::DissolutionCorrected,
    };
    let teller = test
        .app
        .acting(Actor::Register("business"), Purpose::RegisterUpdate);
    tell_event(&test.app, &teller, &told).await.unwrap();
    let page = home(&test.app, &cx, organisation).await.unwrap();
    assert_eq!(page.standing, Standing::Open);
    test.advance(SignedDuration::from_hours(72));
    let cx = later(&test, &cx);
    let today = domain::time::viet_nam_date(cx.now);
    record.status_since = Some(today);
    register(&test.app, &record).await;
    let page = home(&test.app, &cx, organisation).await.unwrap();
    assert_eq!(page.standing, Standing::Locked);
}

// law: D59-10.2
async fn a_told_dissolution_does_not_end_by_the_record(test: TestApp) {
    let (_, cx, organisation) = open(&test, 1).await;
    let told = TellEvent {
        event: "1",
        number: &tax_code(1),
        change: Change::Dissolved,
    };
    let teller = test
        .app
        .acting(Actor::Register("business"), Purpose::RegisterUpdate);
    tell_event(&test.app, &teller, &told).await.unwrap();
    for _ in 0..2 {
        let page = home(&test.app, &cx, organisation).await.unwrap();
        assert_eq!(page.standing, Standing::Locked);
    }
}
