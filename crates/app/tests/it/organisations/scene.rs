//! A representative, his company, and what every test does with them.

use app::organisations::{Begun, activate, begin, submit};
use app::{App, Cx, Error};
use domain::account::Level;
use domain::ids::{RegistrationId, SubjectId};
use domain::organisation::BusinessRecord;
use store::organisation::registration::{self, State};
use testkit::TestApp;
use testkit::organisations::{company, register, signed_in};
use testkit::people::{PASSCODE, Person};

/// A test runs on both engines.
macro_rules! both {
    ($($name:ident),+ $(,)?) => {
        mod sqlite {
            $(#[tokio::test] async fn $name() { super::$name(testkit::TestApp::lite().await).await; })+
        }
        mod postgres {
            $(#[tokio::test] async fn $name() { super::$name(testkit::TestApp::pg().await).await; })+
        }
    };
}
pub(super) use both;

/// Somebody with an account of level 2 who has signed in.
pub(super) async fn somebody(test: &TestApp, n: u32) -> (Person, Cx) {
    let person = Person::of(n);
    person.register(&test.app).await;
    let subject = person.account(&test.app, Level::Two).await;
    let cx = signed_in(&test.app, subject).await;
    (person, cx)
}

/// A representative with his company in the register.
pub(super) async fn company_of(test: &TestApp, n: u32) -> (Person, Cx, BusinessRecord) {
    let (person, cx) = somebody(test, n).await;
    let record = company(n, &person);
    register(&test.app, &record).await;
    (person, cx, record)
}

/// The draft that a code leads to.
pub(super) async fn drafted(app: &App, cx: &Cx, code: &str) -> RegistrationId {
    match begin(app, cx, code, false).await.unwrap() {
        Begun::Draft(id) => id,
        Begun::Represents(_) => panic!("an account was taken over"),
    }
}

/// Where a request stands.
pub(super) async fn state(app: &App, cx: &Cx, id: RegistrationId) -> State {
    let mut source = app.db.read().await.unwrap();
    let found = registration::load(&mut source, cx.holder().unwrap(), id).await;
    found.unwrap().unwrap().state
}

/// The present instant for somebody who signed in before.
pub(super) fn later(test: &TestApp, cx: &Cx) -> Cx {
    Cx {
        now: test.app.clock.now(),
        ..cx.clone()
    }
}

/// An account that was issued, and not yet activated.
pub(super) async fn issued(test: &TestApp, n: u32) -> (Person, Cx, SubjectId) {
    let (person, cx, record) = company_of(test, n).await;
    let id = drafted(&test.app, &cx, record.code.as_str()).await;
    submit(&test.app, &cx, id).await.unwrap();
    match state(&test.app, &cx, id).await {
        State::Approved { organisation, .. } => (person, cx, organisation),
        other => panic!("{other:?}"),
    }
}

/// An organisation whose account is open.
pub(super) async fn open(test: &TestApp, n: u32) -> (Person, Cx, SubjectId) {
    let (person, cx, organisation) = issued(test, n).await;
    activate(&test.app, &cx, organisation, PASSCODE)
        .await
        .unwrap();
    (person, cx, organisation)
}

/// The code that an attempt was refused with.
#[track_caller]
pub(super) fn refusal<T: std::fmt::Debug>(result: Result<T, Error>) -> String {
    match result {
        Err(Error::Refused(code)) => code.to_owned(),
        Err(Error::Invalid(faults)) => {
            let codes: Vec<&str> = faults.iter().map(|fault| fault.code).collect();
            codes.join(" ")
        }
        Err(Error::NotFound) => "not found".to_owned(),
        Err(Error::SignIn) => "sign in".to_owned(),
        Err(Error::Silent(_)) => "silent".to_owned(),
        other => panic!("{other:?}"),
    }
}
