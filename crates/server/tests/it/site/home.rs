//! Data on disk, the people in them, and what can be asked while the program is down.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;

use adapters::clock::DemoClock;
use adapters::entropy::SystemEntropy;
use adapters::registers::Embedded;
use app::ports::Entropy as _;
use app::secret::Hasher;
use app::token::Token;
use app::{App, Parts};
use domain::account::Level;
use domain::actor::AuthLevel;
use domain::document::{HealthCode, HealthRecord, Owner, OwnerNumber, SourceState};
use domain::ids::{SessionId, SubjectId};
use domain::means::Means;
use domain::registers::Register;
use jiff::SignedDuration;
use store::registers::{Loader, health, table};
use store::session::{self, Scope};
use store::{Audit, Db, MasterKey, Settings};
use testkit::people::Person;
use testkit::pg::cluster::Cluster;
use testkit::{Outbox, TestApp};

/// People of each kind in a round.
const EACH: u32 = 10;

/// Where one demonstration lives.
pub(crate) struct Home {
    folder: PathBuf,
    postgres: Option<(String, Cluster)>,
}

/// Those who act in one round.
pub(crate) struct People {
    /// In the registers, without an account.
    pub(crate) registering: Vec<(u32, Person)>,
    /// Signed in, with a health card to integrate.
    pub(crate) integrating: Vec<(u32, Person, Token)>,
    /// Signed in, about to lock.
    pub(crate) locking: Vec<(u32, Person, Token)>,
    /// A photo that the portrait check takes.
    pub(crate) portrait: Vec<u8>,
}

impl Drop for Home {
    fn drop(&mut self) {
        // A failing test leaves its data to be looked at.
        if !std::thread::panicking() {
            std::fs::remove_dir_all(&self.folder).ok();
        }
    }
}

fn folder() -> PathBuf {
    let folder = std::env::temp_dir().join(format!("dinhdanh-crash-{}", std::process::id()));
    std::fs::remove_dir_all(&folder).ok();
    std::fs::create_dir_all(&folder).expect("a folder");
    folder
}

impl Home {
    pub(crate) fn sqlite() -> Self {
        Self {
            folder: folder(),
            postgres: None,
        }
    }

    /// A server of its own, for it will be killed; and its commits count, unlike those of other tests.
    pub(crate) async fn postgres() -> Self {
        let cluster = Cluster::start().expect("a PostgreSQL server");
        let url = cluster.url();
        let pool = sqlx::PgPool::connect(&url).await.expect("a connection");
        for sql in [
            "CREATE DATABASE crash TEMPLATE template0",
            "ALTER DATABASE crash SET synchronous_commit = on",
        ] {
            sqlx::query(sql).execute(&pool).await.expect("prepared");
        }
        pool.close().await;
        let url = url.replacen("/postgres?", "/crash?", 1);
        Self {
            folder: folder(),
            postgres: Some((url, cluster)),
        }
    }

    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    pub(crate) fn database_url(&self) -> Option<&str> {
        self.postgres.as_ref().map(|(url, _)| url.as_str())
    }

    pub(crate) fn cluster(&self) -> Option<&Path> {
        self.postgres.as_ref().map(|(_, cluster)| cluster.home())
    }

    /// Where the program writes its log.
    pub(crate) fn log(&self) -> Stdio {
        let file = std::fs::OpenOptions::new()
            .append(true)
            .create(true)
            .open(self.folder.join("log"));
        file.expect("a log").into()
    }

    /// The end of that log.
    pub(crate) fn last_words(&self) -> String {
        let log = std::fs::read_to_string(self.folder.join("log")).unwrap_or_default();
        let lines: Vec<&str> = log.lines().collect();
        lines[lines.len().saturating_sub(20)..].join("\n")
    }

    fn url(&self) -> String {
        self.database_url().map_or_else(
            || format!("sqlite:{}/demo.sqlite", self.folder.display()),
            str::to_owned,
        )
    }

    /// `dinhdanh audit verify`, as an operator runs it.
    pub(crate) fn audit_is_whole(&self) {
        let url = format!("database.url={}", self.url());
        let key = format!(
            "database.master_key_file={}/master.key",
            self.folder.display()
        );
        let out = Command::new(env!("CARGO_BIN_EXE_dinhdanh"))
            .args([
                "audit", "verify", "--output", "json", "--set", &url, "--set", &key,
            ])
            .current_dir(&self.folder)
            .output()
            .expect("it runs");
        let said = String::from_utf8_lossy(&out.stdout);
        assert!(
            out.status.success(),
            "{said}{}",
            String::from_utf8_lossy(&out.stderr)
        );
        assert!(said.contains("\"whole\":true"), "{said}");
    }

    /// The application over the same data, beside the program or instead of it.
    pub(crate) async fn app(&self) -> App {
        let entropy = SystemEntropy::new();
        let mut random = |bytes: &mut [u8]| entropy.fill(bytes);
        let master =
            MasterKey::load_or_make(&self.folder.join("master.key"), &mut random).expect("the key");
        let settings = match self.database_url() {
            Some(url) => Settings::Postgres {
                url: url.to_owned(),
                connections: 4,
            },
            None => Settings::Lite {
                file: self.folder.join("demo.sqlite"),
            },
        };
        let db = Db::open(&settings, &master, &mut random)
            .await
            .expect("the database opens");
        let ahead: SignedDuration = std::fs::read_to_string(self.folder.join("clock"))
            .expect("a clock")
            .trim()
            .parse()
            .expect("a duration");
        App::new(Parts {
            registers: Arc::new(Embedded::new(db.clone())),
            db,
            clock: Arc::new(DemoClock::ahead_by(ahead).expect("a time")),
            entropy: Arc::new(SystemEntropy::new()),
            faces: None,
            fingers: None,
            gateway: Arc::new(Outbox::default()),
            outward: Arc::new(testkit::Services::default()),
            texts: Arc::new(web::texts::Locales),
            hasher: Hasher::new(8, 1, 2, [1; 16]).expect("weak parameters for tests"),
            config: TestApp::lite().await.app.config.clone(),
            signing: app::relying_parties::Rings::default(),
            remembered: app::relying_parties::Remembered::default(),
            inspector: app::relying_parties::Inspector::default(),
            wake: Arc::new(tokio::sync::Notify::new()),
        })
    }

    /// Fresh people for a round; made while the program is down.
    pub(crate) async fn people(&self, round: u64) -> People {
        let app = self.app().await;
        let first = 500_000 + u32::try_from(round).expect("a small number") * 3 * EACH;
        let mut people = People {
            registering: Vec::new(),
            integrating: Vec::new(),
            locking: Vec::new(),
            portrait: self.portrait(),
        };
        for n in first..first + 3 * EACH {
            let person = Person::of(n);
            person.register(&app).await;
            match n % 3 {
                0 => people.registering.push((n, person)),
                1 => {
                    insure(&app, n, &person).await;
                    let token = signed_in(&app, &person).await;
                    people.integrating.push((n, person, token));
                }
                _ => {
                    let token = signed_in(&app, &person).await;
                    people.locking.push((n, person, token));
                }
            }
        }
        app.db.close().await;
        people
    }

    fn portrait(&self) -> Vec<u8> {
        let mut open = vec![self.folder.join("country")];
        while let Some(folder) = open.pop() {
            for entry in std::fs::read_dir(&folder).expect("a folder") {
                let path = entry.expect("an entry").path();
                match path.extension().and_then(|e| e.to_str()) {
                    Some("jpg" | "jpeg") => {
                        let drawn = std::fs::read(path).expect("a portrait");
                        return country::pictures::live_portrait(&drawn).expect("a photo of it");
                    }
                    _ if path.is_dir() => open.push(path),
                    _ => {}
                }
            }
        }
        panic!("the demonstration has portraits")
    }

    /// Identifier and state of every message that was ever queued.
    pub(crate) async fn messages(&self) -> Vec<(String, String)> {
        const SQL: &str = "SELECT id, state FROM message";
        let rows: Vec<(Vec<u8>, String)> = match self.database_url() {
            Some(url) => {
                let pool = sqlx::PgPool::connect(url).await.expect("a connection");
                sqlx::query_as(SQL)
                    .fetch_all(&pool)
                    .await
                    .expect("messages")
            }
            None => {
                let file = format!("sqlite:{}/demo.sqlite", self.folder.display());
                let pool = sqlx::SqlitePool::connect(&file)
                    .await
                    .expect("a connection");
                sqlx::query_as(SQL)
                    .fetch_all(&pool)
                    .await
                    .expect("messages")
            }
        };
        let text = |id: Vec<u8>| {
            domain::ids::MessageId::try_from(id.as_slice())
                .expect("an identifier")
                .to_string()
        };
        rows.into_iter()
            .map(|(id, state)| (text(id), state))
            .collect()
    }
}

/// Puts the person's health card into its register.
pub(crate) async fn insure(app: &App, n: u32, person: &Person) {
    let identity = &person.record.identity;
    let record = HealthRecord {
        code: HealthCode::parse(&health_code(n)).expect("a code"),
        owner: Owner {
            number: OwnerNumber::Citizen(identity.number.clone()),
            name: identity.name.clone(),
            birth: Some(identity.birth),
        },
        valid_from: jiff::civil::date(2024, 1, 1),
        valid_to: None,
        facility: "Bệnh viện Đa khoa Bình Dương".into(),
        state: SourceState::InForce,
    };
    let mut cells = Vec::new();
    health::cells(&record, &mut cells);
    let mut tx = app.db.begin().await.expect("begin");
    let mut loader = Loader::new(table(Register::Health));
    loader.rows(&mut tx, cells).await.expect("rows");
    loader.finish(&mut tx).await.expect("finish");
    tx.commit(Audit::Bookkeeping("test register"))
        .await
        .expect("commit");
}

/// The code on a person's health card.
pub(crate) fn health_code(n: u32) -> String {
    format!("DN474{n:010}")
}

/// Signed in by password and code.
pub(crate) async fn signed_in(app: &App, person: &Person) -> Token {
    let subject = person.account(app, Level::Two).await;
    session_of(app, subject, Vec::new()).await
}

/// A session that these means opened.
pub(crate) async fn session_of(app: &App, subject: SubjectId, means: Vec<Means>) -> Token {
    let token = Token::fresh(app, subject);
    let now = app.clock.now();
    let session = session::New {
        subject,
        digest: token.digest(),
        id: app.id(SessionId::from_bytes),
        device: None,
        level: AuthLevel::TWO,
        means,
        scope: Scope::Open,
        approved_by: None,
        raised: None,
        at: now,
        expires: now + SignedDuration::from_hours(12),
    };
    let mut tx = app.db.begin().await.expect("begin");
    session::insert(&mut tx, &session).await.expect("a session");
    tx.commit(Audit::Bookkeeping("test session"))
        .await
        .expect("commit");
    token
}
