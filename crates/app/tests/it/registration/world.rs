//! An application whose clock, registers and post box the test holds in its hand.

use std::collections::HashMap;
use std::path::PathBuf;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, AtomicI64, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use app::counter::Seen;
use app::ports::{
    Answer, Clock, Entropy, Faces, Fingers, Gateway, GatewayError, Outgoing, Print, Registers,
    Silent, Texts, Told,
};
use app::registration::{self, ContactEntered, Details};
use app::secret::Hasher;
use app::token::Token;
use app::{App, Config, Cx, Lang, Parts};
use domain::actor::{Actor, Purpose, Role};
use domain::document::{
    HealthCode, HealthRecord, LicenceNumber, LicenceRecord, PassportNumber, PassportRecord,
};
use domain::ids::StaffId;
use domain::person::{BirthDate, FullName, Identity, PersonNumber, Sex, TravelPaper};
use domain::registers::{
    CardForm, CardRecord, CardStatus, ForeignerRecord, PersonRecord, PortraitSource,
};
use domain::secret::PasswordPolicy;
use image::codecs::png::PngEncoder;
use image::{ExtendedColorType, ImageEncoder};
use jiff::civil::date;
use jiff::{SignedDuration, Timestamp};
use store::{Db, MasterKey, Settings};
use testkit::pg::PgHandle;

/// A test runs on both engines: `both!(name, …)` calls `name(World)` for each.
macro_rules! both {
    ($($name:ident),+ $(,)?) => {
        mod sqlite {
            $(#[tokio::test] async fn $name() { super::$name($crate::registration::world::World::sqlite().await).await; })+
        }
        mod postgres {
            $(#[tokio::test] async fn $name() { super::$name($crate::registration::world::World::postgres().await).await; })+
        }
    };
}
pub(crate) use both;

/// The number of the person that every test knows.
pub(crate) const ANH: &str = "074190001234";

pub(crate) struct World {
    pub(crate) app: App,
    pub(crate) clock: Arc<Hand>,
    pub(crate) registers: Arc<Book>,
    pub(crate) post: Arc<Post>,
    folder: PathBuf,
    _server: Option<PgHandle>,
}

impl Drop for World {
    fn drop(&mut self) {
        std::fs::remove_dir_all(&self.folder).ok();
    }
}

/// A clock that moves when told.
pub(crate) struct Hand(AtomicI64);

impl Hand {
    pub(crate) fn set(&self, text: &str) {
        self.0.store(
            text.parse::<Timestamp>().unwrap().as_second(),
            Ordering::SeqCst,
        );
    }

    pub(crate) fn forward(&self, by: SignedDuration) {
        self.0.fetch_add(by.as_secs(), Ordering::SeqCst);
    }
}

impl Clock for Hand {
    fn now(&self) -> Timestamp {
        Timestamp::from_second(self.0.load(Ordering::SeqCst)).unwrap()
    }
}

/// Registers as a table.
#[derive(Default)]
pub(crate) struct Book {
    people: Mutex<HashMap<String, (PersonRecord, Option<CardRecord>)>>,
    prints: Mutex<HashMap<String, Vec<Print>>>,
    pub(crate) prints_silent: AtomicBool,
    pub(crate) silent: AtomicBool,
    pub(crate) faceless: AtomicBool,
    meanwhile: Mutex<Option<(usize, Meanwhile)>>,
}

/// What others do while a register is asked.
type Meanwhile = Pin<Box<dyn Future<Output = ()> + Send>>;

impl Book {
    pub(crate) fn put(&self, number: &str, name: &str, birth: &str) {
        let number = PersonNumber::parse(number).unwrap();
        let person = PersonRecord {
            identity: Identity {
                number: number.clone(),
                name: FullName::parse(name).unwrap(),
                birth: BirthDate::parse(birth).unwrap(),
                sex: Sex::Female,
            },
            old_number: None,
            province: "074".into(),
            address: "Thủ Dầu Một".into(),
            died_on: None,
            dead: false,
            guardian: None,
            ward: false,
            foreign: None,
        };
        let card = CardRecord {
            number: number.clone(),
            form: CardForm::Chip,
            issued_on: date(2021, 5, 6),
            expires_on: None,
            status: CardStatus::Valid,
            changed_on: None,
        };
        self.people
            .lock()
            .unwrap()
            .insert(number.as_str().to_owned(), (person, Some(card)));
    }

    pub(crate) fn change(
        &self,
        number: &str,
        change: impl FnOnce(&mut (PersonRecord, Option<CardRecord>)),
    ) {
        change(self.people.lock().unwrap().get_mut(number).unwrap());
    }

    /// Lets others do something the next time but so many that a person is asked for.
    pub(crate) fn meanwhile(&self, after: usize, what: impl Future<Output = ()> + Send + 'static) {
        *self.meanwhile.lock().unwrap() = Some((after, Box::pin(what)));
    }

    fn others(&self) -> Option<Meanwhile> {
        let mut waiting = self.meanwhile.lock().unwrap();
        match waiting.take() {
            Some((0, what)) => Some(what),
            Some((more, what)) => {
                *waiting = Some((more - 1, what));
                None
            }
            None => None,
        }
    }

    /// What is on record of somebody's fingers.
    pub(crate) fn keep_prints(&self, number: &str, prints: Vec<Print>) {
        let mut known = self.prints.lock().unwrap();
        known.insert(number.to_owned(), prints);
    }

    fn tell<'a, T: Send + 'a>(&self, told: Option<T>) -> Answer<'a, Told<T>> {
        let silent = self.silent.load(Ordering::SeqCst);
        let answer = if silent {
            Err(Silent {
                register: "population",
                why: "test".into(),
                again: None,
            })
        } else {
            Ok(told)
        };
        Box::pin(std::future::ready(answer))
    }
}

impl Registers for Book {
    fn person<'a>(&'a self, number: &'a PersonNumber) -> Answer<'a, Told<PersonRecord>> {
        let others = self.others();
        let found = self
            .people
            .lock()
            .unwrap()
            .get(number.as_str())
            .map(|(p, _)| p.clone());
        let answer = self.tell(found);
        Box::pin(async move {
            if let Some(others) = others {
                others.await;
            }
            answer.await
        })
    }
    fn search<'a>(
        &'a self,
        name: &'a FullName,
        birth_year: i16,
    ) -> Answer<'a, Result<Vec<PersonRecord>, Silent>> {
        let people = self.people.lock().unwrap();
        let found: Vec<PersonRecord> = people
            .values()
            .map(|(person, _)| person.clone())
            .filter(|p| p.identity.name == *name && p.identity.birth.year() == birth_year)
            .collect();
        let told = self.tell(Some(found));
        Box::pin(async move { told.await.map(Option::unwrap_or_default) })
    }
    fn card<'a>(&'a self, number: &'a PersonNumber) -> Answer<'a, Told<CardRecord>> {
        let found = self
            .people
            .lock()
            .unwrap()
            .get(number.as_str())
            .and_then(|(_, c)| c.clone());
        self.tell(found)
    }
    fn portrait<'a>(
        &'a self,
        number: &'a PersonNumber,
        _: PortraitSource,
    ) -> Answer<'a, Told<Vec<u8>>> {
        let known = self.people.lock().unwrap().contains_key(number.as_str());
        let shown = known && !self.faceless.load(Ordering::SeqCst);
        self.tell(shown.then(|| b"\xff\xd8register".to_vec()))
    }
    fn prints<'a>(&'a self, number: &'a PersonNumber) -> Answer<'a, Result<Vec<Print>, Silent>> {
        let prints = self.prints.lock().unwrap();
        let found = prints.get(number.as_str()).cloned();
        let silent = self.prints_silent.load(Ordering::SeqCst);
        let told = found.filter(|_| !silent).unwrap_or_default();
        let silent = silent.then(|| Silent {
            register: "cards",
            why: "test".into(),
            again: None,
        });
        Box::pin(std::future::ready(silent.map_or(Ok(told), Err)))
    }
    fn licence<'a>(&'a self, _: &'a LicenceNumber) -> Answer<'a, Told<LicenceRecord>> {
        self.tell(None)
    }
    fn health<'a>(&'a self, _: &'a HealthCode) -> Answer<'a, Told<HealthRecord>> {
        self.tell(None)
    }
    fn foreigner<'a>(&'a self, _: &'a TravelPaper) -> Answer<'a, Told<ForeignerRecord>> {
        self.tell(None)
    }
    fn passport<'a>(&'a self, _: &'a PassportNumber) -> Answer<'a, Told<PassportRecord>> {
        self.tell(None)
    }

    fn business<'a>(
        &'a self,
        _: &'a domain::organisation::OrganisationCode,
    ) -> Answer<'a, Told<domain::organisation::BusinessRecord>> {
        self.tell(None)
    }
}

/// What a gateway was given.
#[derive(Default)]
pub(crate) struct Post(Mutex<Vec<Outgoing>>);

impl Gateway for Post {
    fn send<'a>(&'a self, message: &'a Outgoing) -> Answer<'a, Result<String, GatewayError>> {
        let mut sent = self.0.lock().unwrap();
        if !sent.iter().any(|m| m.key == message.key) {
            sent.push(message.clone());
        }
        Box::pin(std::future::ready(Ok("taken".to_owned())))
    }
}

/// `kind name=value …`, so that tests can read them.
struct Plain;

impl Texts for Plain {
    fn message(&self, _: Lang, kind: &str, args: &[(&str, String)]) -> (String, String) {
        let args: Vec<String> = args.iter().map(|(k, v)| format!("{k}={v}")).collect();
        (kind.to_owned(), format!("{kind}|{}", args.join("|")))
    }
}

/// Bytes that never come twice.
#[derive(Default)]
struct Counter(AtomicU64);

impl Entropy for Counter {
    fn fill(&self, bytes: &mut [u8]) {
        for part in bytes.chunks_mut(8) {
            let next = self
                .0
                .fetch_add(1, Ordering::Relaxed)
                .wrapping_mul(0x9e37_79b9_7f4a_7c15);
            part.copy_from_slice(&next.to_le_bytes()[..part.len()]);
        }
    }
}

impl World {
    pub(crate) async fn sqlite() -> Self {
        let folder = folder();
        let file = folder.join("data.sqlite");
        Self::over(&Settings::Lite { file }, folder, None).await
    }

    pub(crate) async fn postgres() -> Self {
        let server = testkit::pg::fresh_database().await.unwrap();
        let settings = Settings::Postgres {
            url: server.url.clone(),
            connections: 4,
        };
        Self::over(&settings, folder(), Some(server)).await
    }

    async fn over(settings: &Settings, folder: PathBuf, server: Option<PgHandle>) -> Self {
        let counter = Counter::default();
        let db = Db::open(settings, &MasterKey::from_bytes([7; 32]), &mut |bytes| {
            counter.fill(bytes)
        })
        .await
        .unwrap();
        let clock = Arc::new(Hand(AtomicI64::new(0)));
        clock.set("2024-03-06T09:00:00+07:00");
        let (registers, post) = (Arc::new(Book::default()), Arc::new(Post::default()));
        registers.put(ANH, "Nguyễn Thị Ánh", "1990-02-03");
        let app = App::new(Parts {
            db,
            clock: clock.clone(),
            entropy: Arc::new(counter),
            registers: registers.clone(),
            faces: None,
            fingers: None,
            gateway: post.clone(),
            outward: Arc::new(testkit::Services::default()),
            texts: Arc::new(Plain),
            hasher: Hasher::new(64, 1, 1, [1; 16]).unwrap(),
            config: config(),
            signing: app::relying_parties::Rings::default(),
            remembered: app::relying_parties::Remembered::default(),
            inspector: app::relying_parties::Inspector::default(),
            wake: Arc::default(),
        });
        Self {
            app,
            clock,
            registers,
            post,
            folder,
            _server: server,
        }
    }

    /// Goes on with an engine that compares faces, and with re-checks of so many of a thousand approvals.
    pub(crate) fn engine(&mut self, recheck_per_mille: u16) -> Arc<testkit::ScriptedFaces> {
        let faces = Arc::new(testkit::ScriptedFaces::default());
        let config = Config {
            recheck_per_mille,
            ..self.app.config.clone()
        };
        self.app = self.again(Some(faces.clone()), self.app.fingers.clone(), config);
        faces
    }

    /// Goes on with turns of the head asked for, offered, or not.
    pub(crate) fn turns(&mut self, counter_challenge: app::CounterChallenge) {
        let config = Config {
            counter_challenge,
            ..self.app.config.clone()
        };
        self.app = self.again(self.app.faces.clone(), self.app.fingers.clone(), config);
    }

    /// Goes on with the engine that compares fingers, the real one.
    pub(crate) fn finger_engine(&mut self) {
        let fingers = Arc::new(biometrics::finger::Fingers::default());
        let config = self.app.config.clone();
        self.app = self.again(self.app.faces.clone(), Some(fingers), config);
    }

    /// Another process over the same database, with its own memory.
    pub(crate) fn node(&self, faces: Arc<dyn Faces>) -> App {
        let config = self.app.config.clone();
        self.again(Some(faces), self.app.fingers.clone(), config)
    }

    fn again(
        &self,
        faces: Option<Arc<dyn Faces>>,
        fingers: Option<Arc<dyn Fingers>>,
        config: Config,
    ) -> App {
        let app = &self.app;
        App::new(Parts {
            db: app.db.clone(),
            clock: app.clock.clone(),
            entropy: app.entropy.clone(),
            registers: app.registers.clone(),
            faces,
            fingers,
            gateway: app.gateway.clone(),
            outward: app.outward.clone(),
            texts: app.texts.clone(),
            hasher: Hasher::new(64, 1, 1, [1; 16]).unwrap(),
            config,
            signing: app::relying_parties::Rings::default(),
            remembered: app::relying_parties::Remembered::default(),
            inspector: app::relying_parties::Inspector::default(),
            wake: app.wake.clone(),
        })
    }

    /// Somebody who has not signed in.
    pub(crate) fn public(&self) -> Cx {
        self.app.acting(Actor::Public, Purpose::OwnUse)
    }

    /// A member of staff of a unit.
    pub(crate) fn staff(&self, who: u8, role: Role, unit: &str) -> Cx {
        let id = StaffId::from_bytes([who; 16]);
        self.app.acting(
            Actor::Staff {
                id,
                role,
                unit: unit.to_owned(),
            },
            Purpose::Administration,
        )
    }

    pub(crate) fn officer(&self) -> Cx {
        self.staff(1, Role::Officer, "H01")
    }

    /// Delivers what is due; gives the texts that went out so far.
    pub(crate) async fn mail(&self) -> Vec<String> {
        app::jobs::run_all_due(&self.app).await.unwrap();
        self.post
            .0
            .lock()
            .unwrap()
            .iter()
            .map(|m| m.text.clone())
            .collect()
    }

    /// The texts of one kind.
    pub(crate) async fn mail_of(&self, kind: &str) -> Vec<String> {
        self.mail()
            .await
            .into_iter()
            .filter(|t| t.starts_with(&format!("{kind}|")))
            .collect()
    }

    /// The latest code that went out.
    pub(crate) async fn code(&self) -> String {
        let mail = self.mail().await;
        let is_code =
            |text: &&String| text.starts_with("code|") || text.starts_with("code-spoken|");
        value(mail.iter().rfind(is_code).unwrap(), "code")
    }

    /// A draft with every question answered but the agreement.
    pub(crate) async fn draft(&self, number: &str, phone: &str) -> Token {
        let cx = self.public();
        let token = registration::start(&self.app, &cx).await.unwrap();
        registration::set_number(&self.app, &cx, &token, number)
            .await
            .unwrap();
        let entered = ContactEntered {
            by: "phone",
            phone,
            email: "",
        };
        registration::set_contact(&self.app, &cx, &token, &entered)
            .await
            .unwrap();
        let code = self.code().await;
        registration::confirm_contact(&self.app, &self.public(), &token, &code)
            .await
            .unwrap();
        registration::set_details(&self.app, &cx, &token, &anh())
            .await
            .unwrap();
        registration::set_portrait(&self.app, &cx, &token, portrait())
            .await
            .unwrap();
        token
    }

    /// The same, handed in.
    pub(crate) async fn handed_in(
        &self,
        number: &str,
        phone: &str,
        details: &Details<'_>,
    ) -> (Token, String) {
        let token = self.draft(number, phone).await;
        let cx = self.public();
        registration::set_details(&self.app, &cx, &token, details)
            .await
            .unwrap();
        registration::agree(&self.app, &cx, &token, true)
            .await
            .unwrap();
        let submitted = registration::submit(&self.app, &cx, &token).await.unwrap();
        (token, submitted.reference)
    }

    pub(crate) async fn account(&self, number: &str) -> Option<store::account::Stored> {
        let mut source = self.app.db.read().await.unwrap();
        store::account::by_number(
            &mut source,
            &PersonNumber::parse(number).unwrap(),
            self.app.clock.now(),
        )
        .await
        .unwrap()
    }

    pub(crate) async fn stored(&self, reference: &str) -> store::registration::Stored {
        let mut source = self.app.db.read().await.unwrap();
        store::registration::named(&mut source, reference)
            .await
            .unwrap()
            .unwrap()
    }

    /// The registration as its page shows it now.
    pub(crate) async fn seen<'a>(&self, reference: &'a str) -> Seen<'a> {
        Seen {
            reference,
            revision: self.stored(reference).await.revision,
        }
    }

    /// Actions on record about a subject, newest first.
    pub(crate) async fn record(&self, subject: domain::ids::SubjectId) -> Vec<String> {
        let mut source = self.app.db.read().await.unwrap();
        let rows = store::audit::by_subject(&mut source, subject, Timestamp::MAX, 100)
            .await
            .unwrap();
        rows.into_iter().map(|(row, _)| row.action).collect()
    }
}

fn folder() -> PathBuf {
    static NEXT: AtomicU64 = AtomicU64::new(0);
    let next = NEXT.fetch_add(1, Ordering::Relaxed);
    let path = std::env::temp_dir().join(format!("dinhdanh-reg-{}-{next}", std::process::id()));
    std::fs::remove_dir_all(&path).ok();
    std::fs::create_dir_all(&path).unwrap();
    path
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
        register_events: app::events::Settings::default(),
        mtls: None,
        short_lock: SignedDuration::from_hours(24),
        recheck_per_mille: 0,
        alike_from: 550,
        counter_challenge: app::CounterChallenge::Offered,
        cleaning: app::cleaning::batches::Settings::default(),
        demo: false,
    }
}

pub(crate) fn value(text: &str, name: &str) -> String {
    let found = text
        .split('|')
        .find_map(|part| part.strip_prefix(&format!("{name}=")));
    found
        .unwrap_or_else(|| panic!("no {name} in {text}"))
        .to_owned()
}

pub(crate) const fn anh() -> Details<'static> {
    Details {
        name: "Nguyễn Thị Ánh",
        birth: "1990-02-03",
        sex: "female",
        card_issued: "2021-05-06",
    }
}

pub(crate) fn portrait() -> Vec<u8> {
    png(
        320,
        400,
        |x, y| if (x / 40 + y / 40) % 2 == 0 { 90 } else { 170 },
    )
}

pub(crate) fn print() -> Vec<u8> {
    png(220, 260, |x, y| if (x + y) % 9 < 4 { 60 } else { 210 })
}

pub(crate) fn png(width: u32, height: u32, grey: impl Fn(u32, u32) -> u8) -> Vec<u8> {
    let pixels: Vec<u8> = (0..height)
        .flat_map(|y| (0..width).map(move |x| (x, y)))
        .map(|(x, y)| grey(x, y))
        .collect();
    let mut bytes = Vec::new();
    PngEncoder::new(&mut bytes)
        .write_image(&pixels, width, height, ExtendedColorType::L8)
        .unwrap();
    bytes
}
