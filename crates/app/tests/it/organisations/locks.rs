//! Locks of organisations (D59-19.3): each ground, through each channel; then nothing works.

use app::holds::{
    Change, Seen, TellEvent, Told, Verdict, decide_unlock, review_unlock, tell_event,
};
use app::organisations::{activate, answer, ask_unlock, give, home, lock};
use app::{App, Cx};
use domain::account::Standing;
use domain::actor::{Actor, Purpose, Role};
use domain::hold::{Channel, Ground, Hold, LockReason};
use domain::ids::{HoldId, SubjectId};
use domain::organisation::Act;
use domain::regime::Regime;
use store::Audit;
use testkit::TestApp;
use testkit::organisations::tax_code;
use testkit::people::PASSCODE;

use super::acting::{empowered, typed};
use super::scene::{both, issued, later, open, refusal, somebody};

both!(
    every_ground_stops_everything,
    a_delegate_locks_and_the_representative_asks,
    a_dissolution_locks_until_it_is_corrected,
    a_lock_stands_before_possession,
    a_locked_representative_does_not_act,
);

/// Puts a hold there as whatever channel would.
async fn held(app: &App, organisation: SubjectId, (ground, channel): (Ground, Channel)) {
    let hold = Hold {
        id: app.id(HoldId::from_bytes),
        ground,
        holder: domain::account::SubjectKind::Organisation,
        reason: None,
        since: app.clock.now(),
        until: None,
        channel,
        source: "test".to_owned(),
        regime: Regime::Decree59,
    };
    let mut tx = app.db.begin().await.unwrap();
    store::hold::insert(&mut tx, organisation, &hold, store::hold::Took::default())
        .await
        .unwrap();
    tx.commit(Audit::Bookkeeping("test hold")).await.unwrap();
}

// law: D59-19.3.a, D59-19.3.b-c, D59-19.ui
async fn every_ground_stops_everything(test: TestApp) {
    let app = &test.app;
    for (n, ground, channels) in [
        (
            1,
            Ground::OwnRequest,
            vec![Channel::App, Channel::CallCentre, Channel::Counter],
        ),
        (2, Ground::Breach, vec![Channel::Breach]),
        (3, Ground::Dissolved, vec![Channel::Register]),
        (4, Ground::AuthorityRequest, vec![Channel::Case]),
    ] {
        for (at, channel) in (0_u32..).zip(channels) {
            let n = n * 100 + at * 10;
            let (_, giver, organisation) = open(&test, n).await;
            let (delegate, cx) = somebody(&test, n + 1).await;
            let command = typed(delegate.number(), "represent", "2024-12-31");
            empowered(app, (&giver, &cx), organisation, &command).await;
            let command = typed(delegate.number(), "documents", "2024-12-31");
            let offer = give(app, &giver, organisation, &command).await.unwrap();
            held(app, organisation, (ground, channel)).await;
            for who in [&giver, &cx] {
                let page = home(app, who, organisation).await.unwrap();
                assert_eq!(page.standing, Standing::Locked);
                let shown = page.lock.in_force.first().unwrap();
                assert_eq!((shown.hold.ground, shown.basis.clause), (ground, Some(3)));
                for act in [Act::Documents, Act::SignIn, Act::Delegate] {
                    let got =
                        refusal(app::organisations::acting(app, who, organisation, act).await);
                    assert_eq!(got, "organisation-locked", "{ground:?} {channel:?} {act:?}");
                }
            }
            let (third, _) = somebody(&test, n + 2).await;
            let command = typed(third.number(), "sign-in", "2024-12-31");
            assert_eq!(
                refusal(give(app, &giver, organisation, &command).await),
                "organisation-locked"
            );
            let accepted = answer(app, &cx, (organisation, offer), true).await;
            assert_eq!(refusal(accepted), "organisation-locked");
            let possession = activate(app, &giver, organisation, PASSCODE).await;
            assert_eq!(refusal(possession), "organisation-locked");
        }
    }
}

// law: D59-19.3.a, D59-19.5.a, D59-19.4.a
async fn a_delegate_locks_and_the_representative_asks(test: TestApp) {
    let app = &test.app;
    let (me, giver, organisation) = open(&test, 1).await;
    let (delegate, cx) = somebody(&test, 2).await;
    let command = typed(delegate.number(), "represent", "2024-12-31");
    empowered(app, (&giver, &cx), organisation, &command).await;
    let locked = lock(app, &cx, organisation, LockReason::Other).await;
    assert!(locked.unwrap().new);
    let again = lock(app, &giver, organisation, LockReason::Other).await;
    assert!(!again.unwrap().new);
    let asked = ask_unlock(app, &cx, organisation, PASSCODE).await;
    assert_eq!(refusal(asked), "power-too-small");
    let request = ask_unlock(app, &giver, organisation, PASSCODE)
        .await
        .unwrap();
    let twice = ask_unlock(app, &giver, organisation, PASSCODE).await;
    assert_eq!(twice.unwrap().id, request.id);
    let officer = test.staff(Role::Officer, "CA074").await;
    let review = review_unlock(app, &officer, organisation, request.id)
        .await
        .unwrap();
    assert_eq!(review.number, tax_code(1));
    let revision = review.revision();
    let seen = Seen {
        subject: organisation,
        id: request.id,
        revision: &revision,
    };
    decide_unlock(app, &officer, seen, Verdict::Grant)
        .await
        .unwrap();
    let page = home(app, &giver, organisation).await.unwrap();
    assert_eq!(page.standing, Standing::Open);
    test.jobs().await;
    let told = test.outbox.all();
    for words in ["bị khóa lúc", "được mở khóa lúc"] {
        assert!(
            told.iter().any(|m| m.to == me.phone()
                && m.text.contains(words)
                && m.text.contains("An Bình")),
            "{words}"
        );
    }
}

// law: D59-19.3.a, D59-10.2
async fn a_dissolution_locks_until_it_is_corrected(test: TestApp) {
    let app = &test.app;
    let (_, giver, organisation) = open(&test, 1).await;
    let code = tax_code(1);
    let register = app.acting(Actor::Register("business"), Purpose::RegisterUpdate);
    let tell = |event: &'static str, change| TellEvent {
        event,
        number: &code,
        change,
    };
    let told = tell_event(app, &register, &tell("1", Change::Dissolved))
        .await
        .unwrap();
    assert!(matches!(told, Told::Locked(ref one) if one.new), "{told:?}");
    let told = tell_event(app, &register, &tell("1", Change::Dissolved))
        .await
        .unwrap();
    assert_eq!(told, Told::Repeated);
    let page = home(app, &giver, organisation).await.unwrap();
    assert_eq!(page.standing, Standing::Locked);
    assert!(!page.lock.may_ask);
    let asked = ask_unlock(app, &giver, organisation, PASSCODE).await;
    assert_eq!(refusal(asked), "ground-not-in-force");
    let told = tell_event(app, &register, &tell("2", Change::DissolutionCorrected))
        .await
        .unwrap();
    assert!(matches!(told, Told::Ended(_)), "{told:?}");
    let page = home(app, &giver, organisation).await.unwrap();
    assert_eq!(page.standing, Standing::Open);
    let unknown = TellEvent {
        event: "3",
        number: &tax_code(77),
        change: Change::Dissolved,
    };
    let got = refusal(tell_event(app, &register, &unknown).await);
    assert_eq!(got, "person-unknown");
    let bad = TellEvent {
        event: "",
        number: "0100109107",
        change: Change::Dissolved,
    };
    let got = refusal(tell_event(app, &register, &bad).await);
    assert_eq!(got, "event-id tax-code");
    assert!(matches!(
        tell_event(app, &giver, &tell("4", Change::Dissolved)).await,
        Err(app::Error::Forbidden)
    ));
}

// law: D59-19.3.a, D59-18.1
async fn a_lock_stands_before_possession(test: TestApp) {
    let (_, cx, organisation) = issued(&test, 1).await;
    lock(&test.app, &cx, organisation, LockReason::SuspectedLeak)
        .await
        .unwrap();
    let got = refusal(activate(&test.app, &cx, organisation, PASSCODE).await);
    assert_eq!(got, "organisation-locked");
}

// law: D59-13.7
async fn a_locked_representative_does_not_act(test: TestApp) {
    let (_, cx, organisation) = open(&test, 1).await;
    let (delegate, other) = somebody(&test, 2).await;
    let command = typed(delegate.number(), "represent", "2024-12-31");
    empowered(&test.app, (&cx, &other), organisation, &command).await;
    app::holds::lock_own(&test.app, &cx, LockReason::Other)
        .await
        .unwrap();
    let cx: Cx = later(&test, &cx);
    for act in Act::ALL {
        let got = app::organisations::acting(&test.app, &cx, organisation, act).await;
        assert_eq!(refusal(got), "not found");
    }
    home(&test.app, &other, organisation).await.unwrap();
}
