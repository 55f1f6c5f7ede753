//! A lock that was acknowledged holds everywhere (I5): whatever the ground and the channel, on every
//! server process over one database, while 64 clients keep asking with the holder's own session. No
//! request that began after the acknowledgement succeeds.
//!
//! On PostgreSQL two processes share the database; SQLite has one.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use app::holds::{Change, TellEvent, tell_event};
use app::{App, Cx};
use domain::actor::{Actor, Purpose, Role};
use domain::hold::Ground;
use domain::ids::StaffId;
use testkit::people::{PASSWORD, Person};
use tokio::task::JoinSet;

use crate::site::browser::Browser;
use crate::site::home::{Home, signed_in};
use crate::site::server::Server;
use crate::site::wants_postgres;

const CLIENTS: u32 = 64;
/// Answers the clients have had before the lock: they are in full run.
const WARM: u64 = 128;
/// Refusals each client wants to see, each a new request.
const SURE: u32 = 3;

/// What is tried with the session: a page of one's own, the wallet, a document asked for, a document
/// shown, a secret changed.
const TRIES: [(&str, &str); 5] = [
    ("GET", "/personal"),
    ("GET", "/wallet"),
    ("POST", "/wallet/integrate/health-card/submit"),
    (
        "POST",
        "/wallet/documents/doc_00000000000000000000000000000000",
    ),
    ("POST", "/personal/password"),
];

struct Site {
    app: App,
    servers: Vec<Server>,
}

impl Site {
    fn addresses(&self) -> Vec<SocketAddr> {
        self.servers.iter().map(|s| s.address).collect()
    }

    fn staff(&self, role: Role, n: u8) -> Cx {
        let id = StaffId::from_bytes([n; 16]);
        let unit = "C06".to_owned();
        self.app
            .acting(Actor::Staff { id, role, unit }, Purpose::Case)
    }
}

/// The clients at work. What began before what is told by one count of all beginnings, not by a clock.
struct Crowd {
    workers: JoinSet<()>,
    successes: Arc<AtomicU64>,
    /// Requests and acknowledgements that began.
    begun: Arc<AtomicU64>,
    /// Place in that count of the latest request that succeeded.
    latest: Arc<AtomicU64>,
}

impl Crowd {
    /// Every client asks again and again, each of one process, until it was refused three times in a row.
    fn start(addresses: &[SocketAddr], session: &str) -> Self {
        let [successes, begun, latest] = [(); 3].map(|()| Arc::new(AtomicU64::new(0)));
        let mut workers = JoinSet::new();
        for (n, to) in (0..CLIENTS).zip(addresses.iter().cycle().copied()) {
            let mut browser = Browser::of(1000 + n).cookie("dd-session", session.to_owned());
            let (successes, begun, latest) = (successes.clone(), begun.clone(), latest.clone());
            workers.spawn(async move {
                let mut refused = 0;
                while refused < SURE {
                    let began = begun.fetch_add(1, Ordering::SeqCst);
                    let answer = browser.get(to, "/personal").await.expect("an answer");
                    if answer.status == 200 {
                        refused = 0;
                        latest.fetch_max(began, Ordering::SeqCst);
                        successes.fetch_add(1, Ordering::SeqCst);
                    } else {
                        assert_eq!(answer.status, 303, "neither served nor sent away");
                        refused += 1;
                    }
                }
            });
        }
        Self {
            workers,
            successes,
            begun,
            latest,
        }
    }

    async fn warm(&self) {
        while self.successes.load(Ordering::SeqCst) < WARM {
            tokio::task::yield_now().await;
        }
    }

    /// From here on nothing that begins may succeed.
    fn acknowledged(&self) -> u64 {
        self.begun.fetch_add(1, Ordering::SeqCst)
    }

    /// All were sent away; none that asked after the acknowledgement had success.
    async fn all_refused(mut self, acknowledged: u64, what: &str) {
        while let Some(done) = self.workers.join_next().await {
            done.expect("a client ran to its end");
        }
        let latest = self.latest.load(Ordering::SeqCst);
        assert!(
            latest < acknowledged,
            "{what}: request {latest} began after the acknowledgement ({acknowledged}) and succeeded"
        );
    }
}

/// Ways to lock, as the law has them.
const WAYS: [&str; 6] = [
    "own-request by app",
    "own-request signed out",
    "death by register",
    "card-withdrawn by register",
    "authority-request by case",
    "breach by two officers",
];

async fn lock(site: &Site, way: &str, person: &Person, session: &str) {
    let app = &site.app;
    let register = |name| app.acting(Actor::Register(name), Purpose::RegisterUpdate);
    let event = |change| TellEvent {
        event: person.number(),
        number: person.number(),
        change,
    };
    match way {
        "own-request by app" => {
            let mut own = Browser::of(1).cookie("dd-session", session.to_owned());
            let to = site.servers[0].address;
            let done = own.post(to, "/lock", &[("reason", "other")]).await;
            let done = done.expect("an answer");
            assert!(
                done.location.starts_with("/locked/receipt/"),
                "{}",
                done.location
            );
        }
        "own-request signed out" => {
            let mut stranger = Browser::of(2);
            let to = site.servers[0].address;
            let form = [
                ("way", "password"),
                ("number", person.number()),
                ("password", PASSWORD),
            ];
            let done = stranger.post(to, "/lock-now", &form).await;
            assert_eq!(done.expect("an answer").location, "/lock-now/done");
        }
        "death by register" => {
            let told = tell_event(app, &register("population"), &event(Change::Death)).await;
            told.expect("told");
        }
        "card-withdrawn by register" => {
            let change = Change::CardWithdrawn;
            let told = tell_event(app, &register("cards"), &event(change)).await;
            told.expect("told");
        }
        "authority-request by case" => by_case(site, person).await,
        _ => by_breach(site, person).await,
    }
}

const PDF: &[u8] = b"%PDF-1.7\n%%EOF\n";

async fn by_case(site: &Site, person: &Person) {
    use app::cases::{File, Request, Verdict, decide, open, receive};
    let files = [File {
        name: "a.pdf",
        bytes: PDF,
    }];
    let request = Request {
        number: person.number(),
        wish: "lock",
        lock: "",
        requester: "prosecuting-body",
        central: false,
        name: "CSDT",
        letter: "12/CSDT",
        letter_date: "01/03/2024",
        email: "vanthu@csdt.example.vn",
        basis: "BLTTHS 105",
        files: &files,
    };
    let (app, head) = (&site.app, site.staff(Role::Head, 7));
    let received = receive(app, &head, &request).await.expect("received");
    let seen = open(app, &head, received.place).await.expect("open");
    let revision = seen.stored.revision;
    decide(app, &head, received.place, revision, Verdict::Approve)
        .await
        .expect("approved");
}

async fn by_breach(site: &Site, person: &Person) {
    use app::breaches::{Decide, Record, decide, record};
    use app::cases::File;
    let files = [File {
        name: "a.pdf",
        bytes: PDF,
    }];
    let command = Record {
        number: person.number(),
        rule: "sharing",
        words: "cho thue",
        reference: "",
        files: &files,
    };
    let (app, officer) = (&site.app, site.staff(Role::Officer, 8));
    let place = record(app, &officer, &command).await.expect("recorded");
    let confirm = Decide {
        place,
        revision: 1,
        words: "du chung cu",
    };
    decide(app, &site.staff(Role::Head, 9), &confirm, true)
        .await
        .expect("confirmed");
}

/// Every door on every process, after the lock.
async fn every_door_is_shut(site: &Site, way: &str, session: &str) {
    for to in site.addresses() {
        let mut browser = Browser::of(3).cookie("dd-session", session.to_owned());
        for (method, path) in TRIES {
            let answer = match method {
                "GET" => browser.get(to, path).await,
                _ => browser.post(to, path, &[("passcode", "270915")]).await,
            };
            let answer = answer.expect("an answer");
            assert_eq!(answer.status, 303, "{way}: {method} {path}");
            assert!(
                ["/sign-in", "/locked"].contains(&answer.location.as_str()),
                "{way}: {method} {path} leads to {}",
                answer.location
            );
        }
    }
}

async fn site() -> (Home, Site) {
    let home = if wants_postgres() {
        Home::postgres().await
    } else {
        Home::sqlite()
    };
    let mut servers = vec![Server::start(&home).await];
    if wants_postgres() {
        servers.push(Server::start(&home).await);
    }
    let app = home.app().await;
    (home, Site { app, servers })
}

// law: D59-19.1.a.i, D59-19.1.a.ii, D59-19.1.a.iii, D59-19.1.a.iv, D59-19.1.b, D59-hold
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_request_after_the_acknowledgement_succeeds_on_any_process() {
    let (_home, site) = site().await;
    for (n, way) in (810_000..).zip(WAYS) {
        let person = Person::of(n);
        person.register(&site.app).await;
        let session = signed_in(&site.app, &person).await.to_text();
        let crowd = Crowd::start(&site.addresses(), &session);
        crowd.warm().await;
        lock(&site, way, &person, &session).await;
        let acknowledged = crowd.acknowledged();
        crowd.all_refused(acknowledged, way).await;
        every_door_is_shut(&site, way, &session).await;
    }
    site.app.db.close().await;
}

// law: D59-19.2.a
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_date_bites_on_every_process_at_its_instant() {
    let (_home, site) = site().await;
    let person = Person::of(820_000);
    person.register(&site.app).await;
    let token = signed_in(&site.app, &person).await;
    let crowd = Crowd::start(&site.addresses(), &token.to_text());
    crowd.warm().await;
    // As written when the register told the date, months before: nobody does anything when it comes.
    let now = site.app.clock.now();
    let hold = domain::hold::Hold {
        id: site.app.id(domain::ids::HoldId::from_bytes),
        ground: Ground::StayExpired,
        holder: domain::account::SubjectKind::Foreigner,
        reason: None,
        since: now + jiff::SignedDuration::from_millis(300),
        until: None,
        channel: domain::hold::Channel::Date,
        source: "test".into(),
        regime: domain::regime::Regime::Decree69,
    };
    let mut tx = site.app.db.begin().await.expect("begin");
    let written =
        store::hold::insert(&mut tx, token.subject, &hold, store::hold::Took::default()).await;
    assert!(written.expect("written"));
    tx.commit(store::Audit::Bookkeeping("test date"))
        .await
        .expect("commit");
    while site.app.clock.now() < hold.since {
        tokio::task::yield_now().await;
    }
    let bites = crowd.acknowledged();
    crowd.all_refused(bites, "a date").await;
    site.app.db.close().await;
}
