//! What a representative may do for his organisation by phone (D59-19.5.b).

use app::Cx;
use app::assistance::{CallRef, lock_organisation, reopen_organisation, unlock_organisation};
use app::organisations::{home, lock};
use domain::account::{Level, Standing};
use domain::actor::Role;
use domain::hold::{Channel, LockReason};
use domain::ids::{CallId, SubjectId};
use jiff::SignedDuration;
use store::assistance::{Assistance, Shown};
use store::{Audit, account};
use testkit::TestApp;
use testkit::organisations::tax_code;

use super::scene::{both, issued, later, open, refusal};

both!(
    who_may_not_act_himself_only_locks,
    of_level_one_he_only_locks,
    nor_does_he_reopen_the_activation,
);

/// A call in which the caller proved everything.
pub(super) async fn proven(test: &TestApp, desk: &Cx, subject: SubjectId) -> CallRef {
    let app = &test.app;
    let mut call = Assistance {
        subject,
        id: app.id(CallId::from_bytes),
        staff: desk.staff().unwrap(),
        channel: Channel::CallCentre,
        genuine: true,
        shown: Shown {
            number: String::new(),
            contact: String::new(),
            wish: String::new(),
            new_phone: None,
            new_phone_code: None,
            on_phone: None,
        },
        questions: vec!["name".to_owned()],
        right: Vec::new(),
        wrong: 0,
        code_confirmed: false,
        document_seen: false,
        pressured: false,
        opened: app.clock.now(),
        closed: None,
        revision: 1,
    };
    let mut tx = app.db.begin().await.unwrap();
    store::assistance::insert(&mut tx, &call).await.unwrap();
    call.right = call.questions.clone();
    call.code_confirmed = true;
    store::assistance::save(&mut tx, &call).await.unwrap();
    tx.commit(Audit::Bookkeeping("test call")).await.unwrap();
    CallRef {
        subject,
        id: call.id,
    }
}

async fn of_level(test: &TestApp, subject: SubjectId, level: Level) {
    let mut tx = test.app.db.begin().await.unwrap();
    let now = test.app.clock.now();
    let mut stored = account::load_to_change(&mut tx, subject, now)
        .await
        .unwrap()
        .unwrap();
    stored.account.level = level;
    account::save(&mut tx, &stored).await.unwrap();
    tx.commit(Audit::Bookkeeping("test level")).await.unwrap();
}

// law: D59-19.5.b, D59-19.4.a, D59-19.3.a
async fn who_may_not_act_himself_only_locks(test: TestApp) {
    let app = &test.app;
    let (_, cx, organisation) = open(&test, 1).await;
    let (code, me) = (tax_code(1), cx.holder().unwrap());
    let desk = test.staff(Role::CallCentre, "TD01").await;
    let call = proven(&test, &desk, me).await;
    lock(app, &cx, organisation, LockReason::Other)
        .await
        .unwrap();
    unlock_organisation(app, &desk, call, &code).await.unwrap();
    let page = home(app, &cx, organisation).await.unwrap();
    assert_eq!(page.standing, Standing::Open);
    app::holds::lock_own(app, &cx, LockReason::Other)
        .await
        .unwrap();
    let asked = (code.as_str(), LockReason::Other);
    let locked = lock_organisation(app, &desk, call, asked).await;
    assert!(locked.unwrap().new);
    let got = refusal(unlock_organisation(app, &desk, call, &code).await);
    assert_eq!(got, "representative-not-entitled");
}

// law: D59-19.5.b, D59-19.4.a
async fn of_level_one_he_only_locks(test: TestApp) {
    let app = &test.app;
    let (_, cx, _) = open(&test, 1).await;
    let (code, me) = (tax_code(1), cx.holder().unwrap());
    of_level(&test, me, Level::One).await;
    let desk = test.staff(Role::CallCentre, "TD01").await;
    let call = proven(&test, &desk, me).await;
    let asked = (code.as_str(), LockReason::Other);
    let locked = lock_organisation(app, &desk, call, asked).await;
    assert!(locked.unwrap().new);
    let got = refusal(unlock_organisation(app, &desk, call, &code).await);
    assert_eq!(got, "representative-not-entitled");
    of_level(&test, me, Level::Two).await;
    unlock_organisation(app, &desk, call, &code).await.unwrap();
}

// law: D59-18.2
async fn nor_does_he_reopen_the_activation(test: TestApp) {
    let app = &test.app;
    let (_, cx, _) = issued(&test, 1).await;
    let (code, me) = (tax_code(1), cx.holder().unwrap());
    let desk = test.staff(Role::CallCentre, "TD01").await;
    test.advance(SignedDuration::from_hours(24 * 9));
    let desk = later(&test, &desk);
    let call = proven(&test, &desk, me).await;
    of_level(&test, me, Level::One).await;
    let got = refusal(reopen_organisation(app, &desk, call, &code).await);
    assert_eq!(got, "representative-not-entitled");
    of_level(&test, me, Level::Two).await;
    reopen_organisation(app, &desk, call, &code).await.unwrap();
}
