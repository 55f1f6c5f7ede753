//! A holder of level 2 with rows in the registers.

use app::documents::{self, Integration, Request, Requested, Wallet};
use app::registers::{Switch, switch};
use app::{Cx, Error};
use domain::account::Level;
use domain::actor::{Actor, AuthLevel};
use domain::document::{
    AppVersion, DocumentKind, HealthCode, HealthRecord, HeldClass, LicenceClass, LicenceForm,
    LicenceNumber, LicenceRecord, Owner, OwnerNumber, PassportNumber, PassportRecord, SourceState,
};
use domain::ids::{SessionId, SubjectId};
use domain::person::{BirthDate, FullName};
use domain::registers::Register;
use jiff::civil::date;
use store::Audit;
use store::registers::{Cell, Loader, health, licence, passport, state, table};
use testkit::TestApp;
use testkit::people::Person;

/// Runs each test on both engines.
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
pub(crate) use both;

pub(crate) const LICENCE: &str = "790123456789";

pub(crate) struct Scene {
    pub(crate) test: TestApp,
    pub(crate) person: Person,
    pub(crate) subject: SubjectId,
}

/// Writes rows of a register, which answers from then on.
pub(crate) async fn load(test: &TestApp, register: Register, cells: Vec<Cell>) {
    let mut tx = test.app.db.begin().await.unwrap();
    if !cells.is_empty() {
        let mut loader = Loader::new(table(register));
        loader.rows(&mut tx, cells).await.unwrap();
        loader.finish(&mut tx).await.unwrap();
    }
    state::loaded(&mut tx, register, test.now()).await.unwrap();
    tx.commit(Audit::Bookkeeping("test register"))
        .await
        .unwrap();
}

impl Scene {
    pub(crate) async fn new(test: TestApp) -> Self {
        Self::of(test, 1, Level::Two).await
    }

    pub(crate) async fn of(test: TestApp, n: u32, level: Level) -> Self {
        let person = Person::of(n);
        person.register(&test.app).await;
        let subject = person.account(&test.app, level).await;
        for register in [Register::Licences, Register::Health, Register::Passports] {
            load(&test, register, Vec::new()).await;
        }
        Self {
            test,
            person,
            subject,
        }
    }

    /// Another holder of the same country.
    pub(crate) async fn other(&self) -> (Person, Cx) {
        let person = Person::of(99);
        person.register(&self.test.app).await;
        let subject = person.account(&self.test.app, Level::Two).await;
        (person, holder(&self.test, subject))
    }

    pub(crate) fn cx(&self) -> Cx {
        holder(&self.test, self.subject)
    }

    pub(crate) fn owner(&self) -> Owner {
        let identity = &self.person.record.identity;
        Owner {
            number: OwnerNumber::Citizen(identity.number.clone()),
            name: identity.name.clone(),
            birth: Some(identity.birth),
        }
    }

    pub(crate) fn licence(&self) -> LicenceRecord {
        let held = |token, expires_on| HeldClass {
            class: LicenceClass::from_token(token).unwrap(),
            expires_on,
        };
        LicenceRecord {
            number: LicenceNumber::parse(LICENCE).unwrap(),
            form: LicenceForm::Pet,
            owner: self.owner(),
            classes: vec![
                held("old:A1", None),
                held("old:B2", Some(date(2030, 1, 31))),
                held("old:C", Some(date(2023, 1, 31))),
            ],
            points: None,
            state: SourceState::InForce,
            issued_on: date(2018, 5, 4),
            issued_by: "Sở Giao thông vận tải Bình Dương".into(),
        }
    }

    pub(crate) async fn put_licence(&self, record: &LicenceRecord) {
        let mut cells = Vec::new();
        licence::cells(record, &mut cells);
        load(&self.test, Register::Licences, cells).await;
    }

    pub(crate) async fn put_health(&self) {
        let record = HealthRecord {
            code: HealthCode::parse("DN4740123456789").unwrap(),
            owner: self.owner(),
            valid_from: date(2024, 1, 1),
            valid_to: Some(date(2024, 12, 31)),
            facility: "Bệnh viện Đa khoa Bình Dương".into(),
            state: SourceState::InForce,
        };
        let mut cells = Vec::new();
        health::cells(&record, &mut cells);
        load(&self.test, Register::Health, cells).await;
    }

    pub(crate) async fn put_passport(&self) {
        let record = PassportRecord {
            number: PassportNumber::parse("C1234567").unwrap(),
            owner: self.owner(),
            issued_on: date(2021, 6, 1),
            expires_on: date(2031, 6, 1),
            issued_by: "Cục Quản lý xuất nhập cảnh".into(),
            state: SourceState::InForce,
        };
        let mut cells = Vec::new();
        passport::cells(&record, &mut cells);
        load(&self.test, Register::Passports, cells).await;
    }

    /// Closes or opens a register, as a manager does.
    pub(crate) async fn open(&self, register: Register, open: bool) {
        let command = Switch {
            register,
            open,
            note: "bảo trì".into(),
        };
        switch(&self.test.app, &self.test.cx(Actor::Operator), command)
            .await
            .unwrap();
    }

    pub(crate) async fn ask(
        &self,
        kind: DocumentKind,
        fields: &[(&str, &str)],
    ) -> app::Result<Requested> {
        self.ask_with(kind, fields, true, None).await
    }

    pub(crate) async fn ask_with(
        &self,
        kind: DocumentKind,
        fields: &[(&str, &str)],
        confirmed: bool,
        client: Option<AppVersion>,
    ) -> app::Result<Requested> {
        let fields: Vec<(String, String)> = fields
            .iter()
            .map(|(k, v)| ((*k).into(), (*v).into()))
            .collect();
        let command = Request {
            kind,
            fields: &fields,
            confirmed,
            client,
        };
        documents::request(&self.test.app, &self.cx(), &command).await
    }

    pub(crate) async fn ask_licence(&self, number: &str, class: &str) -> app::Result<Requested> {
        self.ask(
            DocumentKind::DrivingLicence,
            &[("licence-number", number), ("licence-class", class)],
        )
        .await
    }

    pub(crate) async fn wallet(&self) -> Wallet {
        documents::wallet(&self.test.app, &self.cx()).await.unwrap()
    }

    pub(crate) async fn state_of(&self, requested: &Requested) -> Integration {
        documents::integration(&self.test.app, &self.cx(), requested.request.id)
            .await
            .unwrap()
    }

    /// How often an act stands in the audit log about the holder.
    pub(crate) async fn acts(&self, word: &str) -> usize {
        let mut source = self.test.app.db.read().await.unwrap();
        let rows = store::audit::by_subject(&mut source, self.subject, jiff::Timestamp::MAX, 1000)
            .await
            .unwrap();
        rows.iter().filter(|(row, _)| row.action == word).count()
    }

    /// The kinds of notices the holder has, newest first.
    pub(crate) async fn notices(&self) -> Vec<String> {
        let mut source = self.test.app.db.read().await.unwrap();
        let notices = store::message::notices(&mut source, self.subject, 100)
            .await
            .unwrap();
        notices.into_iter().map(|notice| notice.kind).collect()
    }
}

pub(crate) fn holder(test: &TestApp, subject: SubjectId) -> Cx {
    test.cx(Actor::Holder {
        subject,
        session: SessionId::from_bytes([9; 16]),
        level: AuthLevel::TWO,
    })
}

pub(crate) fn stranger() -> Owner {
    Owner {
        number: OwnerNumber::parse("001088000001").unwrap(),
        name: FullName::parse("Trần Văn Bình").unwrap(),
        birth: Some(BirthDate::parse("1988-01-01").unwrap()),
    }
}

pub(crate) fn refused<T: std::fmt::Debug>(result: app::Result<T>) -> &'static str {
    match result {
        Err(Error::Refused(code)) => code,
        other => panic!("not refused: {other:?}"),
    }
}

/// Field and code of each fault.
pub(crate) fn faults<T: std::fmt::Debug>(
    result: app::Result<T>,
) -> Vec<(&'static str, &'static str)> {
    match result {
        Err(Error::Invalid(faults)) => faults.iter().map(|f| (f.field, f.code)).collect(),
        other => panic!("no faults: {other:?}"),
    }
}
