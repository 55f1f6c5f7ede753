//! A business register of another body that is being spared: nobody acts on what it might have said.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};

use app::Error;
use app::assistance::{lock_organisation, unlock_organisation};
use app::organisations::{acting, answer, ask_unlock, delegations, enter, lock, to_lock, withdraw};
use app::ports::{Answer, Print, Registers, Silent, SourceState, Told};
use domain::actor::Role;
use domain::document::{
    HealthCode, HealthRecord, LicenceNumber, LicenceRecord, PassportNumber, PassportRecord,
};
use domain::exchange::Position;
use domain::hold::LockReason;
use domain::ids::SubjectId;
use domain::organisation::{Act, BusinessRecord, OrganisationCode, Power};
use domain::person::{FullName, PersonNumber, TravelPaper};
use domain::registers::{CardRecord, ForeignerRecord, PersonRecord, PortraitSource, Register};
use jiff::{SignedDuration, Timestamp};
use serde_json::Value;
use store::audit::by_subject;
use testkit::TestApp;
use testkit::organisations::tax_code;
use testkit::people::PASSCODE;

use super::acting::{empowered, typed};
use super::calls::proven;
use super::scene::{both, later, open, refusal, somebody};

both!(
    a_register_that_is_spared_is_no_silence,
    a_lock_waits_for_no_register,
    a_lock_waits_for_no_throttle,
    taking_power_away_waits_for_no_register,
    a_stranger_has_no_register_asked,
    a_holder_has_it_asked_so_often_a_minute,
);

/// The registers here, the business register among them as if another body ran it.
struct Away {
    here: Arc<dyn Registers>,
    asked: AtomicU32,
    quiet: Mutex<Option<Silent>>,
}

impl Away {
    /// In the place of a test's registers.
    fn of(test: TestApp) -> (TestApp, Arc<Self>) {
        let away = Arc::new(Self {
            here: test.app.registers.clone(),
            asked: AtomicU32::new(0),
            quiet: Mutex::new(None),
        });
        let registers = away.clone();
        (test.with(|parts| parts.registers = registers), away)
    }

    fn falls_silent(&self, again: Option<Timestamp>) {
        *self.quiet.lock().unwrap() = Some(Silent {
            register: "business",
            why: "test".into(),
            again,
        });
    }

    fn asked(&self) -> u32 {
        self.asked.load(Ordering::SeqCst)
    }
}

macro_rules! as_here {
    ($($name:ident: $asked:ty => $told:ty),* $(,)?) => {$(
        fn $name<'a>(&'a self, asked: &'a $asked) -> Answer<'a, $told> {
            self.here.$name(asked)
        }
    )*};
}

impl Registers for Away {
    as_here! {
        person: PersonNumber => Told<PersonRecord>,
        card: PersonNumber => Told<CardRecord>,
        prints: PersonNumber => Result<Vec<Print>, Silent>,
        licence: LicenceNumber => Told<LicenceRecord>,
        foreigner: TravelPaper => Told<ForeignerRecord>,
        health: HealthCode => Told<HealthRecord>,
        passport: PassportNumber => Told<PassportRecord>,
    }

    fn search<'a>(
        &'a self,
        name: &'a FullName,
        year: i16,
    ) -> Answer<'a, Result<Vec<PersonRecord>, Silent>> {
        self.here.search(name, year)
    }

    fn portrait<'a>(
        &'a self,
        number: &'a PersonNumber,
        source: PortraitSource,
    ) -> Answer<'a, Told<Vec<u8>>> {
        self.here.portrait(number, source)
    }

    fn business<'a>(&'a self, code: &'a OrganisationCode) -> Answer<'a, Told<BusinessRecord>> {
        self.asked.fetch_add(1, Ordering::SeqCst);
        match self.quiet.lock().unwrap().clone() {
            None => self.here.business(code),
            Some(silent) => Box::pin(std::future::ready(Err(silent))),
        }
    }

    fn sources(&self) -> Vec<SourceState> {
        vec![SourceState {
            name: "body-b".into(),
            registers: vec![Register::Business],
            position: Position::Closed,
            failures: 0,
        }]
    }
}

/// How many locks of organisations stand on somebody's record, and the detail of the newest.
async fn locked_entry(test: &TestApp, subject: SubjectId) -> (usize, Value) {
    let mut source = test.app.db.read().await.unwrap();
    let rows = by_subject(&mut source, subject, Timestamp::MAX, 50).await;
    let mut rows = rows.unwrap();
    rows.retain(|(row, _)| row.action == "organisation-locked");
    (rows.len(), rows.remove(0).1)
}

// law: D59-10.2, D59-13.7
async fn a_register_that_is_spared_is_no_silence(test: TestApp) {
    let (_, cx, organisation) = open(&test, 1).await;
    let (test, away) = Away::of(test);
    let app = &test.app;
    // I6: a register that is down changes nothing.
    away.falls_silent(None);
    acting(app, &cx, organisation, Act::Enter).await.unwrap();
    // One that is not asked may have ended the power long ago.
    let again = test.now() + SignedDuration::from_secs(30);
    away.falls_silent(Some(again));
    let spared = [
        acting(app, &cx, organisation, Act::Enter).await.err(),
        enter(app, &cx, organisation).await.err(),
        ask_unlock(app, &cx, organisation, PASSCODE).await.err(),
    ];
    for refused in spared {
        let expected = matches!(
            refused,
            Some(Error::Busy { register: "business", until }) if until == again
        );
        assert!(expected, "{refused:?}");
    }
}

// law: D59-19.3.a, D59-19.5.b
async fn a_lock_waits_for_no_register(test: TestApp) {
    let (_, cx, organisation) = open(&test, 1).await;
    let (test, away) = Away::of(test);
    let app = &test.app;
    let desk = test.staff(Role::CallCentre, "TD01").await;
    let call = proven(&test, &desk, cx.holder().unwrap()).await;
    let code = tax_code(1);
    away.falls_silent(Some(test.now() + SignedDuration::from_secs(30)));
    let asked = (code.as_str(), LockReason::Other);
    let locked = lock_organisation(app, &desk, call, asked).await.unwrap();
    assert!(locked.new);
    let unlocked = unlock_organisation(app, &desk, call, &code).await;
    assert!(matches!(unlocked, Err(Error::Busy { .. })), "{unlocked:?}");
    let again = lock(app, &cx, organisation, LockReason::Other).await;
    assert!(again.is_ok(), "{again:?}");
    let (_, own) = locked_entry(&test, cx.holder().unwrap()).await;
    assert_eq!(own["register"], "not-asked");
}

// law: D59-19.3.a
async fn a_lock_waits_for_no_throttle(test: TestApp) {
    let (_, cx, organisation) = open(&test, 1).await;
    let (test, away) = Away::of(test);
    let app = &test.app;
    for _ in 0..30 {
        acting(app, &cx, organisation, Act::Enter).await.unwrap();
    }
    let refused = acting(app, &cx, organisation, Act::Enter).await;
    assert!(
        matches!(refused, Err(Error::Throttled { .. })),
        "{refused:?}"
    );
    let locked = lock(app, &cx, organisation, LockReason::Other).await;
    assert!(locked.unwrap().new);
    assert_eq!(away.asked(), 30);
    let (number, own) = locked_entry(&test, cx.holder().unwrap()).await;
    assert_eq!((number, &own["register"]), (1, &"not-asked".into()));
}

// law: D59-13.7
async fn taking_power_away_waits_for_no_register(test: TestApp) {
    let (_, giver, organisation) = open(&test, 1).await;
    let (delegate, other) = somebody(&test, 2).await;
    let (second, third) = somebody(&test, 3).await;
    for (person, cx) in [(&delegate, &other), (&second, &third)] {
        let command = typed(person.number(), "represent", "2024-12-31");
        empowered(&test.app, (&giver, cx), organisation, &command).await;
    }
    let (test, away) = Away::of(test);
    let app = &test.app;
    away.falls_silent(Some(test.now() + SignedDuration::from_secs(30)));
    let lines = delegations(app, &giver, organisation).await.unwrap();
    let mut given = lines
        .iter()
        .filter(|one| one.delegation.power != Power::Legal);
    let of = |cx: &app::Cx| {
        let me = cx.holder().unwrap();
        let own = lines.iter().find(|one| one.delegation.person == me);
        own.unwrap().delegation.id
    };
    assert_eq!(given.by_ref().count(), 2);
    withdraw(app, &giver, organisation, of(&other))
        .await
        .unwrap();
    let kept = answer(app, &third, (organisation, of(&third)), true).await;
    assert!(matches!(kept, Err(Error::Busy { .. })), "{kept:?}");
    answer(app, &third, (organisation, of(&third)), false)
        .await
        .unwrap();
    for gone in [&other, &third] {
        let own = to_lock(app, gone, organisation).await;
        assert_eq!(refusal(own), "not found");
    }
}

async fn a_stranger_has_no_register_asked(test: TestApp) {
    let (_, cx, organisation) = open(&test, 1).await;
    let (_, stranger) = somebody(&test, 2).await;
    let (test, away) = Away::of(test);
    let app = &test.app;
    let own = acting(app, &stranger, organisation, Act::Enter).await;
    let entered = enter(app, &stranger, organisation).await;
    let locked = lock(app, &stranger, organisation, LockReason::Other).await;
    assert_eq!(refusal(own), "not found");
    assert_eq!(refusal(entered), "not found");
    assert_eq!(refusal(locked), "not found");
    assert_eq!(away.asked(), 0);
    acting(app, &cx, organisation, Act::Enter).await.unwrap();
    assert_eq!(away.asked(), 1);
}

async fn a_holder_has_it_asked_so_often_a_minute(test: TestApp) {
    let (_, giver, organisation) = open(&test, 1).await;
    let (delegate, other) = somebody(&test, 2).await;
    let command = typed(delegate.number(), "represent", "2024-12-31");
    empowered(&test.app, (&giver, &other), organisation, &command).await;
    let (test, away) = Away::of(test);
    let app = &test.app;
    for _ in 0..30 {
        acting(app, &giver, organisation, Act::Enter).await.unwrap();
    }
    let refused = acting(app, &giver, organisation, Act::Enter).await;
    assert!(
        matches!(refused, Err(Error::Throttled { .. })),
        "{refused:?}"
    );
    assert_eq!(away.asked(), 30);
    // Nobody pays for another.
    acting(app, &other, organisation, Act::Enter).await.unwrap();
    test.advance(SignedDuration::from_mins(1));
    let giver = later(&test, &giver);
    acting(app, &giver, organisation, Act::Enter).await.unwrap();
}
