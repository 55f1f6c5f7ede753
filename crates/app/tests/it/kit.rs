//! An application over a database of its own, with a folder for files.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use app::ports::{
    Answer, Clock, Entropy, Gateway, GatewayError, Outgoing, Print, Registers, Silent, Texts, Told,
};
use app::secret::Hasher;
use app::{App, Config, Cx, Lang, Parts};
use domain::actor::{Actor, Purpose};
use domain::document::{
    HealthCode, HealthRecord, LicenceNumber, LicenceRecord, PassportNumber, PassportRecord,
};
use domain::person::{FullName, PersonNumber, TravelPaper};
use domain::registers::{CardRecord, ForeignerRecord, PersonRecord, PortraitSource};
use domain::secret::PasswordPolicy;
use jiff::{SignedDuration, Timestamp};
use store::{Db, MasterKey, Settings};
use testkit::pg::PgHandle;

/// A test runs on both engines: `both!(name, …)` calls `name(Kit)` for each.
macro_rules! both {
    ($($name:ident),+ $(,)?) => {
        mod sqlite {
            $(#[tokio::test] async fn $name() { super::$name($crate::kit::Kit::sqlite().await).await; })+
        }
        mod postgres {
            $(#[tokio::test] async fn $name() { super::$name($crate::kit::Kit::postgres().await).await; })+
        }
    };
}
pub(crate) use both;

pub(crate) struct Kit {
    pub(crate) app: App,
    pub(crate) folder: Folder,
    server: Option<PgHandle>,
}

/// A folder that goes with the test.
pub(crate) struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        let next = NEXT.fetch_add(1, Ordering::Relaxed);
        let path = std::env::temp_dir().join(format!("dinhdanh-it-{}-{next}", std::process::id()));
        std::fs::remove_dir_all(&path).ok();
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    pub(crate) fn path(&self) -> &Path {
        &self.0
    }

    pub(crate) fn write(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.0.join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, bytes).unwrap();
        path
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        std::fs::remove_dir_all(&self.0).ok();
    }
}

impl Kit {
    pub(crate) async fn sqlite() -> Self {
        let folder = Folder::new();
        let file = folder.path().join("data.sqlite");
        Self::over(&Settings::Lite { file }, folder, None).await
    }

    pub(crate) async fn postgres() -> Self {
        let server = testkit::pg::fresh_database().await.unwrap();
        let settings = Settings::Postgres {
            url: server.url.clone(),
            connections: 4,
        };
        Self::over(&settings, Folder::new(), Some(server)).await
    }

    async fn over(settings: &Settings, folder: Folder, server: Option<PgHandle>) -> Self {
        let counter = Counter::default();
        let db = Db::open(settings, &MasterKey::from_bytes([7; 32]), &mut |bytes| {
            counter.fill(bytes)
        })
        .await
        .unwrap();
        let app = App::new(Parts {
            db,
            clock: Arc::new(Still),
            entropy: Arc::new(counter),
            registers: Arc::new(Nothing),
            faces: None,
            fingers: None,
            gateway: Arc::new(Nothing),
            outward: Arc::new(testkit::Services::default()),
            texts: Arc::new(Nothing),
            hasher: Hasher::new(64, 1, 1, [1; 16]).unwrap(),
            config: config(),
            signing: app::relying_parties::Rings::default(),
            remembered: app::relying_parties::Remembered::default(),
            inspector: app::relying_parties::Inspector::default(),
            wake: Arc::default(),
        });
        let kit = Self {
            app,
            folder,
            server,
        };
        assert_eq!(
            kit.url().is_some(),
            kit.app.db.pg().is_some(),
            "the engine asked for"
        );
        kit
    }

    /// Address of the server, where there is one.
    pub(crate) fn url(&self) -> Option<&str> {
        self.server.as_ref().map(|server| server.url.as_str())
    }

    pub(crate) fn operator(&self) -> Cx {
        self.app.acting(Actor::Operator, Purpose::Administration)
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

/// A clock that stands at noon of 6 March 2024 in Viet Nam.
struct Still;

impl Clock for Still {
    fn now(&self) -> Timestamp {
        Timestamp::from_second(1_709_701_200).unwrap()
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

/// Ports that nothing here may use.
struct Nothing;

fn silent<'a, T: Send + 'a>() -> Answer<'a, Told<T>> {
    Box::pin(std::future::ready(Err(Silent {
        register: "none",
        why: "test".into(),
        again: None,
    })))
}

impl Registers for Nothing {
    fn person<'a>(&'a self, _: &'a PersonNumber) -> Answer<'a, Told<PersonRecord>> {
        silent()
    }
    fn search<'a>(
        &'a self,
        _: &'a FullName,
        _: i16,
    ) -> Answer<'a, Result<Vec<PersonRecord>, Silent>> {
        Box::pin(async { silent::<()>().await.map(|_| Vec::new()) })
    }
    fn card<'a>(&'a self, _: &'a PersonNumber) -> Answer<'a, Told<CardRecord>> {
        silent()
    }
    fn portrait<'a>(&'a self, _: &'a PersonNumber, _: PortraitSource) -> Answer<'a, Told<Vec<u8>>> {
        silent()
    }
    fn prints<'a>(&'a self, _: &'a PersonNumber) -> Answer<'a, Result<Vec<Print>, Silent>> {
        Box::pin(async { silent::<()>().await.map(|_| Vec::new()) })
    }
    fn licence<'a>(&'a self, _: &'a LicenceNumber) -> Answer<'a, Told<LicenceRecord>> {
        silent()
    }
    fn health<'a>(&'a self, _: &'a HealthCode) -> Answer<'a, Told<HealthRecord>> {
        silent()
    }
    fn foreigner<'a>(&'a self, _: &'a TravelPaper) -> Answer<'a, Told<ForeignerRecord>> {
        silent()
    }
    fn passport<'a>(&'a self, _: &'a PassportNumber) -> Answer<'a, Told<PassportRecord>> {
        silent()
    }

    fn business<'a>(
        &'a self,
        _: &'a domain::organisation::OrganisationCode,
    ) -> Answer<'a, Told<domain::organisation::BusinessRecord>> {
        silent()
    }
}

impl Gateway for Nothing {
    fn send<'a>(&'a self, _: &'a Outgoing) -> Answer<'a, Result<String, GatewayError>> {
        Box::pin(std::future::ready(Err(GatewayError::Later("test".into()))))
    }
}

impl Texts for Nothing {
    fn message(&self, _: Lang, kind: &str, _: &[(&str, String)]) -> (String, String) {
        (kind.to_owned(), kind.to_owned())
    }
}
