//! A police office and an immigration office of Binh Duong with opening hours, on a database of either engine.

use app::visits::{Book, SetHours, book, set_hours};
use app::{Cx, Error};
use domain::account::{Account, Level, Possession, SubjectKind};
use domain::actor::{Actor, AuthLevel, Role};
use domain::ids::{SessionId, SubjectId};
use domain::registers::{UnitKind, UnitLevel};
use store::Audit;
use store::account::{self, Profile};
use store::visit::Stored;
use testkit::TestApp;
use testkit::people::Person;
use testkit::units::{load, police};

pub(super) const UNIT: &str = "CA01";
pub(super) const BORDER: &str = "XC01";
/// Tuesday 5 March 2024, nine o'clock in Viet Nam.
pub(super) const NINE: &str = "2024-03-05T02:00:00Z";
/// Half an hour later.
pub(super) const LATER: &str = "2024-03-05T02:30:00Z";

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

pub(super) fn week(seats: &'static str, revision: i64) -> SetHours<'static> {
    let day = "08:00-11:00, 13:30-16:30";
    SetHours {
        week: [day, day, day, day, day, "", ""],
        minutes: "30",
        seats,
        ahead: "14",
        lead: "60",
        revision,
    }
}

/// Both offices; the police office has so many desks for appointments.
pub(super) async fn offices(test: &TestApp, seats: &'static str) -> Cx {
    let mut at = police(UNIT, "Công an phường An Bình", UnitLevel::Commune, None);
    at.province = Some("074".into());
    let mut border = at.clone();
    border.code = BORDER.into();
    border.kind = UnitKind::Immigration;
    load(&test.app, &[at, border]).await;
    for unit in [BORDER, UNIT] {
        let head = test.staff(Role::Head, unit).await;
        set_hours(&test.app, &head, &week(seats, 0)).await.unwrap();
        if unit == UNIT {
            return head;
        }
    }
    unreachable!("two offices")
}

/// A holder of level 1 with an open session.
pub(super) async fn holder(test: &TestApp, n: u32) -> (Person, Cx) {
    let person = Person::of(n);
    let subject = person.account(&test.app, Level::One).await;
    let cx = signed_in(test, subject);
    (person, cx)
}

/// A foreigner of level 1.
pub(super) async fn foreigner(test: &TestApp, n: u32) -> Cx {
    let person = Person::of(n);
    let subject = test.app.id(SubjectId::from_bytes);
    let account = Account {
        subject,
        kind: SubjectKind::Foreigner,
        level: Level::One,
        possession: Possession::Activated { at: test.now() },
        holds: Vec::new(),
    };
    let stored = account::Stored {
        account,
        profile: Profile {
            identity: person.record.identity,
            foreign: None,
            phone: Some(person.phone),
            email: None,
        },
        province: "074".into(),
        language: "en".into(),
        revision: 1,
    };
    let mut tx = test.app.db.begin().await.unwrap();
    account::insert(&mut tx, &stored).await.unwrap();
    tx.commit(Audit::Bookkeeping("test")).await.unwrap();
    signed_in(test, subject)
}

pub(super) fn signed_in(test: &TestApp, subject: SubjectId) -> Cx {
    test.cx(Actor::Holder {
        subject,
        session: test.app.id(SessionId::from_bytes),
        level: AuthLevel::from_stored(2).unwrap(),
    })
}

pub(super) async fn booked(test: &TestApp, cx: &Cx, slot: &str) -> Result<(), Error> {
    let command = Book {
        unit: UNIT,
        slot,
        reason: "level-two",
    };
    book(&test.app, &now(test, cx), &command).await
}

/// The same context at the present instant.
pub(super) fn now(test: &TestApp, cx: &Cx) -> Cx {
    Cx {
        now: test.now(),
        ..cx.clone()
    }
}

pub(super) async fn own(test: &TestApp, cx: &Cx) -> Stored {
    let own = app::visits::own(&test.app, &now(test, cx)).await.unwrap();
    own.into_iter().next().expect("a visit").visit
}

/// Code of a refusal or of the only fault.
pub(super) fn code<T: std::fmt::Debug>(result: Result<T, Error>) -> &'static str {
    match result.unwrap_err() {
        Error::Refused(code) => code,
        Error::Invalid(faults) => faults[0].code,
        Error::Stale => "stale",
        Error::NotFound => "not-found",
        Error::Forbidden => "forbidden",
        Error::SignIn => "sign-in",
        Error::Throttled { .. } => "throttled",
        other => panic!("{other}"),
    }
}

/// What was sent by SMS so far that says these words.
pub(super) async fn said(test: &TestApp, words: &str) -> usize {
    test.jobs().await;
    let all = test.outbox.all();
    all.iter().filter(|sent| sent.text.contains(words)).count()
}
