//! The whole application over a fresh database.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use adapters::registers::Embedded;
use app::secret::Hasher;
use app::{App, Config, Cx, Lang, Parts};
use domain::actor::{Actor, Purpose, Role};
use domain::ids::StaffId;
use domain::secret::PasswordPolicy;
use jiff::{SignedDuration, Timestamp};
use store::{Db, MasterKey, Settings};

use crate::client::Client;
use crate::faces::ScriptedFaces;
use crate::parts::{Outbox, Services, TestClock, TestEntropy};
use crate::pg::{self, PgHandle};

/// An application under test.
pub struct TestApp {
    /// The application.
    pub app: App,
    /// Its clock; stands at 2024-03-04 09:00 in Viet Nam, a plain Monday.
    pub clock: Arc<TestClock>,
    /// What its gateways took.
    pub outbox: Arc<Outbox>,
    /// What services were told.
    pub services: Arc<Services>,
    home: Home,
}

/// What must live as long as the database.
enum Home {
    Folder(PathBuf),
    Server(Box<PgHandle>),
}

impl Drop for Home {
    fn drop(&mut self) {
        if let Self::Folder(path) = self {
            std::fs::remove_dir_all(path).ok();
        }
    }
}

fn folder() -> PathBuf {
    static NEXT: AtomicU64 = AtomicU64::new(0);
    let name = format!(
        "dinhdanh-test-{}-{}",
        std::process::id(),
        NEXT.fetch_add(1, Ordering::SeqCst)
    );
    let path = std::env::temp_dir().join(name);
    std::fs::create_dir_all(&path).expect("a temporary folder");
    path
}

#[expect(
    clippy::disallowed_methods,
    reason = "the test command chooses the engine"
)]
fn wants_postgres() -> bool {
    std::env::var("DINHDANH_TEST_DB").is_ok_and(|v| v == "postgres")
}

/// Name of the template, which changes with the migrations.
fn schema_version() -> String {
    let text: String = store::migrate::MIGRATIONS
        .iter()
        .map(|(name, sql)| format!("{name}{sql}"))
        .collect();
    let hash = text.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |h, b| {
        (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3)
    });
    format!("v{hash:016x}")
}

const MASTER: [u8; 32] = [7; 32];

async fn open(settings: &Settings, seed: u64) -> Db {
    let entropy = TestEntropy::seeded(seed);
    let mut fill = |bytes: &mut [u8]| app::ports::Entropy::fill(&entropy, bytes);
    Db::open(settings, &MasterKey::from_bytes(MASTER), &mut fill)
        .await
        .expect("the database opens")
}

impl TestApp {
    /// On the engine that the test command names (`DINHDANH_TEST_DB`): SQLite unless it says postgres.
    pub async fn new() -> Self {
        if wants_postgres() {
            Self::pg().await
        } else {
            Self::lite().await
        }
    }

    /// On SQLite, in a folder of its own.
    pub async fn lite() -> Self {
        let path = folder();
        let settings = Settings::Lite {
            file: path.join("dinhdanh.db"),
        };
        Self::over(open(&settings, 1).await, Home::Folder(path))
    }

    /// On PostgreSQL, in a database of its own.
    pub async fn pg() -> Self {
        let migrate = |url: String| async move {
            let db = open(
                &Settings::Postgres {
                    url,
                    connections: 1,
                },
                1,
            )
            .await;
            db.close().await;
            Ok::<(), store::Error>(())
        };
        let handle = pg::migrated_database(&schema_version(), migrate)
            .await
            .expect("a PostgreSQL database");
        let settings = Settings::Postgres {
            url: handle.url.clone(),
            connections: 8,
        };
        Self::over(open(&settings, 1).await, Home::Server(Box::new(handle)))
    }

    /// Another handle on the same database, as another process has one.
    pub async fn beside(&self) -> Db {
        let settings = match &self.home {
            Home::Folder(path) => Settings::Lite {
                file: path.join("dinhdanh.db"),
            },
            Home::Server(handle) => Settings::Postgres {
                url: handle.url.clone(),
                connections: 2,
            },
        };
        open(&settings, 1).await
    }

    fn over(db: Db, home: Home) -> Self {
        let clock = Arc::new(TestClock::at(
            "2024-03-04T02:00:00Z".parse().expect("an instant"),
        ));
        let outbox = Arc::new(Outbox::default());
        let services = Arc::new(Services::default());
        let parts = Parts {
            registers: Arc::new(Embedded::new(db.clone())),
            db,
            clock: clock.clone(),
            entropy: Arc::new(TestEntropy::seeded(2)),
            faces: None,
            fingers: None,
            gateway: outbox.clone(),
            outward: services.clone(),
            texts: Arc::new(web::texts::Locales),
            hasher: Hasher::new(8, 1, 2, [1; 16]).expect("weak parameters for tests"),
            config: config(),
            signing: app::relying_parties::Rings::default(),
            remembered: app::relying_parties::Remembered::default(),
            inspector: app::relying_parties::Inspector::default(),
            wake: Arc::new(tokio::sync::Notify::new()),
        };
        Self {
            app: App::new(parts),
            clock,
            outbox,
            services,
            home,
        }
    }

    /// The same application with other configuration.
    #[must_use]
    pub fn configured(self, change: impl FnOnce(&mut Config)) -> Self {
        self.with(|parts| change(&mut parts.config))
    }

    /// The same application with an engine that compares faces, in the test's hand.
    #[must_use]
    pub fn with_faces(self) -> (Self, Arc<ScriptedFaces>) {
        let faces = Arc::new(ScriptedFaces::default());
        let test = self.with(|parts| parts.faces = Some(faces.clone()));
        (test, faces)
    }

    /// The same application with the engine that compares fingerprints, the real one.
    #[must_use]
    pub fn with_fingers(self) -> Self {
        let fingers = Arc::new(biometrics::finger::Fingers::default());
        self.with(|parts| parts.fingers = Some(fingers))
    }

    /// The same application with other parts.
    #[must_use]
    pub fn with(self, change: impl FnOnce(&mut Parts)) -> Self {
        let mut parts = Parts {
            faces: self.app.faces.clone(),
            fingers: self.app.fingers.clone(),
            db: self.app.db.clone(),
            clock: self.app.clock.clone(),
            entropy: self.app.entropy.clone(),
            registers: self.app.registers.clone(),
            gateway: self.app.gateway.clone(),
            outward: self.app.outward.clone(),
            texts: self.app.texts.clone(),
            hasher: Hasher::new(8, 1, 2, [1; 16]).expect("weak parameters for tests"),
            config: self.app.config.clone(),
            signing: app::relying_parties::Rings::default(),
            remembered: app::relying_parties::Remembered::default(),
            inspector: app::relying_parties::Inspector::default(),
            wake: self.app.wake.clone(),
        };
        change(&mut parts);
        Self {
            app: App::new(parts),
            ..self
        }
    }

    /// Moves the clock.
    pub fn advance(&self, by: SignedDuration) {
        self.clock.advance(by);
    }

    /// The present instant.
    pub fn now(&self) -> Timestamp {
        self.app.clock.now()
    }

    /// Runs every job that is due; gives how many.
    pub async fn jobs(&self) -> usize {
        app::jobs::run_all_due(&self.app).await.expect("jobs run")
    }

    /// Runs due jobs, then gives the latest code sent to an address.
    pub async fn code_for(&self, to: &str) -> String {
        self.jobs().await;
        self.outbox.code_for(to)
    }

    /// A context for an actor.
    pub fn cx(&self, actor: Actor) -> Cx {
        Cx {
            lang: Lang::Vi,
            ..self.app.acting(actor, Purpose::OwnUse)
        }
    }

    /// A member of staff, fresh, with the context to act.
    pub async fn staff(&self, role: Role, unit: &str) -> Cx {
        let operator = self.cx(Actor::Operator);
        let login = format!("{}.{}", role.as_str(), unit.to_lowercase());
        let command = app::staff::Add {
            login: &login,
            name: "Cán bộ thử",
            role,
            unit,
            email: &format!("{login}@congan.example"),
            password: STAFF_PASSWORD,
        };
        let id: StaffId = app::staff::add(&self.app, &operator, &command)
            .await
            .expect("staff is added");
        self.cx(Actor::Staff {
            id,
            role,
            unit: unit.to_owned(),
        })
    }

    /// A browser without cookies.
    pub fn client(&self) -> Client {
        let settings = web::Settings {
            version: "9.9.9".into(),
            trusted_proxies: Vec::new(),
            client_cert: false,
        };
        Client::new(web::router(self.app.clone(), settings))
    }
}

/// Password of every member of staff made by [`TestApp::staff`].
pub const STAFF_PASSWORD: &str = "ca truc dem rat dai";

fn config() -> Config {
    Config {
        public_url: "http://localhost".into(),
        app_name: "Định Danh".into(),
        password_policy: PasswordPolicy::default(),
        one_device: true,
        session_idle: SignedDuration::from_mins(30),
        session_life: SignedDuration::from_hours(12),
        call_centre: "1900 0368".into(),
        integration_target: SignedDuration::from_hours(72),
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
