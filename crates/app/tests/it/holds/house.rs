//! An application with one holder, registers that know him, and a clock that moves.

use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use app::ports::{
    Answer, Clock, Entropy, Gateway, GatewayError, Outgoing, Print, Registers, Silent, Texts, Told,
};
use app::secret::Hasher;
use app::token::Token;
use app::{App, Config, Cx, Error, Lang, Parts};
use domain::account::{Account, Level, Possession, SubjectKind};
use domain::actor::{Actor, AuthLevel, Purpose, Role};
use domain::contact::Phone;
use domain::document::{
    HealthCode, HealthRecord, LicenceNumber, LicenceRecord, PassportNumber, PassportRecord,
};
use domain::ids::{SessionId, StaffId, SubjectId};
use domain::person::{BirthDate, FullName, Identity, OldNumber, PersonNumber, Sex, TravelPaper};
use domain::registers::{
    CardForm, CardRecord, CardStatus, ForeignerRecord, PersonRecord, PortraitSource,
};
use domain::secret::PasswordPolicy;
use jiff::civil::date;
use jiff::{SignedDuration, Timestamp};
use store::account::{Identifier, Profile, Stored};
use store::audit::{self, Row};
use store::credential::{self, Kind};
use store::session::{self, New, Scope};
use store::staff::{self, Staff};
use store::{Audit, Db, MasterKey, Settings};
use testkit::pg::PgHandle;

/// A test runs on both engines.
macro_rules! both {
    ($($name:ident),+ $(,)?) => {
        mod sqlite {
            $(#[tokio::test] async fn $name() { super::$name(super::super::house::House::sqlite().await).await; })+
        }
        mod postgres {
            $(#[tokio::test] async fn $name() { super::$name(super::super::house::House::postgres().await).await; })+
        }
    };
}
pub(crate) use both;

pub(crate) const NUMBER: &str = "074190001234";
pub(crate) const NAME: &str = "Đặng Thị Ánh";
pub(crate) const BORN: &str = "03/02/1990";
pub(crate) const ISSUED: &str = "06/05/2021";
pub(crate) const EXPIRES: &str = "03/02/2030";
pub(crate) const OLD: &str = "280123456";
pub(crate) const PASSCODE: &str = "294017";
pub(crate) const PASSWORD: &str = "con ngựa pin kẹp giấy";

/// Kind, values and reader of each message that was put into words.
type Said = Arc<Mutex<Vec<(String, Vec<(String, String)>)>>>;

pub(crate) struct House {
    pub(crate) app: App,
    pub(crate) subject: SubjectId,
    clock: Arc<Moving>,
    said: Said,
    pub(crate) services: Arc<testkit::Services>,
    file: Option<std::path::PathBuf>,
    _server: Option<PgHandle>,
}

impl Drop for House {
    fn drop(&mut self) {
        for end in ["", "-wal", "-shm"] {
            if let Some(file) = &self.file {
                std::fs::remove_file(format!("{}{end}", file.display())).ok();
            }
        }
    }
}

impl House {
    pub(crate) async fn sqlite() -> Self {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        let next = NEXT.fetch_add(1, Ordering::Relaxed);
        let name = format!("dinhdanh-holds-{}-{next}.sqlite", std::process::id());
        let file = std::env::temp_dir().join(name);
        Self::over(&Settings::Lite { file: file.clone() }, Some(file), None).await
    }

    pub(crate) async fn postgres() -> Self {
        let server = testkit::pg::fresh_database().await.unwrap();
        let settings = Settings::Postgres {
            url: server.url.clone(),
            connections: 4,
        };
        Self::over(&settings, None, Some(server)).await
    }

    async fn over(
        settings: &Settings,
        file: Option<std::path::PathBuf>,
        server: Option<PgHandle>,
    ) -> Self {
        let counter = Counter::default();
        let mut fill = |bytes: &mut [u8]| counter.fill(bytes);
        let db = Db::open(settings, &MasterKey::from_bytes([7; 32]), &mut fill)
            .await
            .unwrap();
        let clock = Arc::new(Moving(AtomicI64::new(1_709_701_200)));
        let said = Said::default();
        let services = Arc::new(testkit::Services::default());
        let app = App::new(Parts {
            db,
            clock: clock.clone(),
            entropy: Arc::new(counter),
            registers: Arc::new(Known),
            faces: None,
            fingers: None,
            gateway: Arc::new(Known),
            outward: services.clone(),
            texts: Arc::new(Words(said.clone())),
            hasher: Hasher::new(64, 1, 1, [1; 16]).unwrap(),
            config: config(),
            signing: app::relying_parties::Rings::default(),
            remembered: app::relying_parties::Remembered::default(),
            inspector: app::relying_parties::Inspector::default(),
            wake: Arc::default(),
        });
        let subject = SubjectId::from_bytes([1; 16]);
        let house = Self {
            app,
            subject,
            clock,
            said,
            services,
            file,
            _server: server,
        };
        house.settle(NUMBER, subject, "0912345678").await;
        house
    }

    /// Gives a person an activated account.
    pub(crate) async fn settle(&self, number: &str, subject: SubjectId, phone: &str) {
        let at = self.now();
        let phone = Phone::parse(phone).unwrap();
        let stored = Stored {
            account: Account {
                subject,
                kind: SubjectKind::Citizen,
                level: Level::Two,
                possession: Possession::Activated { at },
                holds: vec![],
            },
            profile: Profile {
                identity: identity(number),
                foreign: None,
                phone: Some(phone.clone()),
                email: None,
            },
            province: "074".into(),
            language: "vi".into(),
            revision: 1,
        };
        let passcode = self.app.hasher.hash(PASSCODE, [3; 16]).await.unwrap();
        let password = self.app.hasher.hash(PASSWORD, [4; 16]).await.unwrap();
        let mut tx = self.app.db.begin().await.unwrap();
        store::account::insert(&mut tx, &stored).await.unwrap();
        store::account::claim(&mut tx, Identifier::Number, number, subject)
            .await
            .unwrap();
        store::account::claim(&mut tx, Identifier::Phone, phone.as_str(), subject)
            .await
            .unwrap();
        credential::set(&mut tx, subject, Kind::Passcode, &passcode, "", at)
            .await
            .unwrap();
        credential::set(&mut tx, subject, Kind::Password, &password, "", at)
            .await
            .unwrap();
        tx.commit(Audit::Bookkeeping("test")).await.unwrap();
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.app.clock.now()
    }

    pub(crate) fn wait(&self, time: SignedDuration) {
        self.clock.0.fetch_add(time.as_secs(), Ordering::Relaxed);
    }

    /// Opens a session and gives its token with the holder's context.
    pub(crate) async fn holder(&self, subject: SubjectId) -> (Token, Cx) {
        let token = Token::fresh(&self.app, subject);
        let id = self.app.id(SessionId::from_bytes);
        let new = New {
            subject,
            digest: token.digest(),
            id,
            device: None,
            level: AuthLevel::TWO,
            means: Vec::new(),
            scope: Scope::Open,
            approved_by: None,
            raised: None,
            at: self.now(),
            expires: self.now() + SignedDuration::from_hours(12),
        };
        let mut tx = self.app.db.begin().await.unwrap();
        session::insert(&mut tx, &new).await.unwrap();
        tx.commit(Audit::Bookkeeping("test")).await.unwrap();
        let actor = Actor::Holder {
            subject,
            session: id,
            level: AuthLevel::TWO,
        };
        (token, self.app.acting(actor, Purpose::OwnUse))
    }

    /// The context of whoever a token lets in now.
    pub(crate) async fn resume(&self, token: &Token) -> Option<(Cx, bool)> {
        let cx = self.app.system();
        let found = app::holder::resume(&self.app, &cx, token).await.unwrap()?;
        Some((
            self.app.acting(found.actor(), Purpose::OwnUse),
            found.status_only,
        ))
    }

    /// A member of staff at work.
    pub(crate) async fn staff(&self, role: Role) -> Cx {
        self.staff_at(role, "074-01").await
    }

    /// A member of staff at work in a unit.
    pub(crate) async fn staff_at(&self, role: Role, unit: &str) -> Cx {
        let id = self.app.id(StaffId::from_bytes);
        let row = Staff {
            id,
            login: id.to_string(),
            name: "Phạm Văn Trực".into(),
            role,
            unit: unit.into(),
            email: "truc@example.vn".into(),
            password: String::new(),
            disabled: false,
        };
        let mut tx = self.app.db.begin().await.unwrap();
        assert!(staff::insert(&mut tx, &row).await.unwrap());
        tx.commit(Audit::Bookkeeping("test")).await.unwrap();
        self.app.acting(
            Actor::Staff {
                id,
                role,
                unit: row.unit,
            },
            Purpose::Assistance,
        )
    }

    pub(crate) fn register(&self) -> Cx {
        self.app
            .acting(Actor::Register("population"), Purpose::RegisterUpdate)
    }

    /// The same actor, now.
    pub(crate) fn later(&self, cx: &Cx) -> Cx {
        Cx {
            now: self.now(),
            ..cx.clone()
        }
    }

    /// Kinds of the messages worded so far.
    pub(crate) fn told(&self) -> Vec<String> {
        self.said
            .lock()
            .unwrap()
            .iter()
            .map(|(kind, _)| kind.clone())
            .collect()
    }

    /// The last one-time code that was sent.
    pub(crate) fn code(&self) -> String {
        let said = self.said.lock().unwrap();
        let (_, args) = said
            .iter()
            .rev()
            .find(|(kind, _)| kind == "code" || kind == "code-spoken")
            .unwrap();
        args.iter()
            .find(|(name, _)| name == "code")
            .unwrap()
            .1
            .clone()
    }

    /// What is on record about somebody.
    pub(crate) async fn record(&self, subject: SubjectId) -> Vec<(Row, serde_json::Value)> {
        let mut source = self.app.db.read().await.unwrap();
        let mut rows = audit::by_subject(&mut source, subject, Timestamp::MAX, 500)
            .await
            .unwrap();
        rows.reverse();
        rows
    }

    /// What was done, in alphabetical order: acts of one instant have no order of their own.
    pub(crate) async fn actions(&self) -> Vec<String> {
        let record = self.record(self.subject).await;
        let mut actions: Vec<String> = record.into_iter().map(|(row, _)| row.action).collect();
        actions.sort();
        actions
    }

    pub(crate) async fn holds(&self) -> Vec<domain::hold::Hold> {
        let mut source = self.app.db.read().await.unwrap();
        store::hold::in_force(&mut source, self.subject, self.now())
            .await
            .unwrap()
    }
}

/// The code of a refusal, or of its first fault.
pub(crate) fn code<T: std::fmt::Debug>(result: Result<T, Error>) -> String {
    match result.unwrap_err() {
        Error::Refused(code) | Error::Absent(code) => code.to_owned(),
        Error::Invalid(faults) => format!("{}/{}", faults[0].field, faults[0].code),
        Error::Throttled { .. } => "throttled".to_owned(),
        Error::SignIn => "sign-in".to_owned(),
        Error::Forbidden => "forbidden".to_owned(),
        Error::NotFound => "not-found".to_owned(),
        Error::Stale => "stale".to_owned(),
        Error::Silent(_) => "silent".to_owned(),
        Error::Busy { .. } => "busy".to_owned(),
        Error::Internal(why) => panic!("{why}"),
    }
}

fn identity(number: &str) -> Identity {
    Identity {
        number: PersonNumber::parse(number).unwrap(),
        name: FullName::parse(NAME).unwrap(),
        birth: BirthDate::Day(date(1990, 2, 3)),
        sex: Sex::Female,
    }
}

fn config() -> Config {
    Config {
        public_url: "https://id.example".into(),
        app_name: "Định Danh".into(),
        password_policy: PasswordPolicy::default(),
        one_device: true,
        session_idle: SignedDuration::from_mins(30),
        session_life: SignedDuration::from_hours(12),
        call_centre: "1900".into(),
        integration_target: SignedDuration::from_hours(24),
        register_events: register_events(),
        mtls: None,
        short_lock: SignedDuration::from_hours(24),
        recheck_per_mille: 0,
        alike_from: 550,
        counter_challenge: app::CounterChallenge::Offered,
        cleaning: app::cleaning::batches::Settings::default(),
        demo: false,
    }
}

/// The secret of the population register.
pub(crate) const SECRET: &[u8; 24] = b"mot hai ba bon nam sau 7";

fn register_events() -> app::events::Settings {
    use base64::Engine as _;
    let mut settings = app::events::Settings {
        at_once: 3,
        ..app::events::Settings::default()
    };
    let text = base64::engine::general_purpose::STANDARD.encode(SECRET);
    assert!(
        settings
            .secrets
            .add(domain::register_event::Teller::Population, &text)
    );
    settings
}

/// A clock that starts at noon of 6 March 2024 in Viet Nam.
struct Moving(AtomicI64);

impl Clock for Moving {
    fn now(&self) -> Timestamp {
        Timestamp::from_second(self.0.load(Ordering::Relaxed)).unwrap()
    }
}

/// Bytes that never come twice.
#[derive(Default)]
struct Counter(AtomicU64);

impl Entropy for Counter {
    fn fill(&self, bytes: &mut [u8]) {
        for part in bytes.chunks_mut(8) {
            let n = self
                .0
                .fetch_add(1, Ordering::Relaxed)
                .wrapping_mul(0x9e37_79b9_7f4a_7c15);
            part.copy_from_slice(&n.to_le_bytes()[..part.len()]);
        }
    }
}

struct Words(Said);

impl Texts for Words {
    fn message(&self, _: Lang, kind: &str, args: &[(&str, String)]) -> (String, String) {
        let args = args
            .iter()
            .map(|(k, v)| ((*k).to_owned(), v.clone()))
            .collect();
        self.0.lock().unwrap().push((kind.to_owned(), args));
        (kind.to_owned(), kind.to_owned())
    }
}

/// Registers that know everybody whose number begins with 074, and a gateway that takes all.
struct Known;

fn answer<'a, T: Send + 'a>(value: Option<T>) -> Answer<'a, Told<T>> {
    Box::pin(std::future::ready(Ok(value)))
}

impl Registers for Known {
    fn person<'a>(&'a self, number: &'a PersonNumber) -> Answer<'a, Told<PersonRecord>> {
        answer((number.province_code() == "074").then(|| PersonRecord {
            identity: identity(number.as_str()),
            old_number: OldNumber::parse(OLD).ok(),
            province: "074".into(),
            address: "Thủ Dầu Một".into(),
            died_on: None,
            dead: false,
            guardian: None,
            ward: false,
            foreign: None,
        }))
    }
    fn search<'a>(
        &'a self,
        _: &'a FullName,
        _: i16,
    ) -> Answer<'a, Result<Vec<PersonRecord>, Silent>> {
        Box::pin(std::future::ready(Ok(Vec::new())))
    }
    fn card<'a>(&'a self, number: &'a PersonNumber) -> Answer<'a, Told<CardRecord>> {
        answer((number.province_code() == "074").then(|| CardRecord {
            number: number.clone(),
            form: CardForm::Chip,
            issued_on: date(2021, 5, 6),
            expires_on: Some(date(2030, 2, 3)),
            status: CardStatus::Valid,
            changed_on: None,
        }))
    }
    fn portrait<'a>(&'a self, _: &'a PersonNumber, _: PortraitSource) -> Answer<'a, Told<Vec<u8>>> {
        answer(None)
    }
    fn prints<'a>(&'a self, _: &'a PersonNumber) -> Answer<'a, Result<Vec<Print>, Silent>> {
        Box::pin(std::future::ready(Ok(Vec::new())))
    }
    fn licence<'a>(&'a self, _: &'a LicenceNumber) -> Answer<'a, Told<LicenceRecord>> {
        answer(None)
    }
    fn health<'a>(&'a self, _: &'a HealthCode) -> Answer<'a, Told<HealthRecord>> {
        answer(None)
    }
    fn foreigner<'a>(&'a self, _: &'a TravelPaper) -> Answer<'a, Told<ForeignerRecord>> {
        answer(None)
    }
    fn passport<'a>(&'a self, _: &'a PassportNumber) -> Answer<'a, Told<PassportRecord>> {
        answer(None)
    }

    fn business<'a>(
        &'a self,
        _: &'a domain::organisation::OrganisationCode,
    ) -> Answer<'a, Told<domain::organisation::BusinessRecord>> {
        answer(None)
    }
}

impl Gateway for Known {
    fn send<'a>(&'a self, _: &'a Outgoing) -> Answer<'a, Result<String, GatewayError>> {
        Box::pin(std::future::ready(Ok("taken".to_owned())))
    }
}
