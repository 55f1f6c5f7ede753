//! People at work, all at once; every change is noted when its answer has come whole.

use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use app::token::Token;
use testkit::people::Person;
use tokio::sync::watch;
use tokio::task::JoinSet;

use super::ledger::{Change, Kind};
use crate::site::browser::{Answer, Browser};
use crate::site::home::{People, health_code};
use crate::site::server::{Server, letters};

/// Browsers of each kind at work at the same time.
const AT_ONCE: usize = 3;

/// The load on one server.
pub(super) struct Load {
    workers: JoinSet<()>,
    noted: Arc<Noted>,
    count: watch::Receiver<u64>,
}

struct Noted {
    changes: Mutex<Vec<Change>>,
    refused: Mutex<Vec<String>>,
    count: watch::Sender<u64>,
}

impl Noted {
    fn add(&self, change: Change) {
        self.changes.lock().expect("lock").push(change);
        self.count.send_modify(|count| *count += 1);
    }

    /// A broken connection is the kill we make; an answer that refuses is worth knowing.
    fn outcome(&self, outcome: &io::Result<()>) {
        if let Err(error) = outcome
            && error.kind() == io::ErrorKind::Other
        {
            self.refused.lock().expect("lock").push(error.to_string());
        }
    }
}

#[derive(Clone)]
struct Site {
    to: SocketAddr,
    management: SocketAddr,
    noted: Arc<Noted>,
    portrait: Arc<Vec<u8>>,
}

/// Starts it.
pub(super) fn start(server: &Server, people: People) -> Load {
    let (sender, count) = watch::channel(0);
    let noted = Arc::new(Noted {
        changes: Mutex::default(),
        refused: Mutex::default(),
        count: sender,
    });
    let site = Site {
        to: server.address,
        management: server.management,
        noted: noted.clone(),
        portrait: Arc::new(people.portrait),
    };
    let mut workers = JoinSet::new();
    for share in shares(people.registering) {
        let site = site.clone();
        workers.spawn(async move {
            for (n, person) in share {
                site.noted.outcome(&site.register(n, &person).await);
            }
        });
    }
    for share in shares(people.integrating) {
        let site = site.clone();
        workers.spawn(async move {
            for (n, person, token) in share {
                site.noted
                    .outcome(&site.integrate(n, &person, &token).await);
            }
        });
    }
    for share in shares(people.locking) {
        let site = site.clone();
        workers.spawn(async move {
            for (n, person, token) in share {
                site.noted.outcome(&site.lock(n, &person, &token).await);
            }
        });
    }
    Load {
        workers,
        noted,
        count,
    }
}

fn shares<T>(people: Vec<T>) -> Vec<Vec<T>> {
    let mut shares: Vec<Vec<T>> = (0..AT_ONCE).map(|_| Vec::new()).collect();
    for (at, person) in people.into_iter().enumerate() {
        shares[at % AT_ONCE].push(person);
    }
    shares
}

impl Load {
    /// Waits for so many acknowledged changes, or for the end of all work.
    pub(super) async fn acknowledged(&mut self, count: u64) {
        let mut seen = self.count.clone();
        let all_done = async {
            while let Some(ended) = self.workers.join_next().await {
                ended.expect("no worker panics");
            }
        };
        tokio::select! {
            reached = seen.wait_for(|noted| *noted >= count) => { reached.expect("the sender lives"); }
            () = all_done => {}
        }
    }

    /// Everything that was acknowledged, and every answer that was no acknowledgement.
    pub(super) async fn finish(mut self) -> (Vec<Change>, Vec<String>) {
        while let Some(ended) = self.workers.join_next().await {
            ended.expect("no worker panics");
        }
        let take = |list: &Mutex<Vec<_>>| std::mem::take(&mut *list.lock().expect("lock"));
        (
            std::mem::take(&mut *self.noted.changes.lock().expect("lock")),
            take(&self.noted.refused),
        )
    }
}

/// A redirect acknowledges; after anything else the person gives up.
fn acknowledged(answer: &Answer) -> io::Result<&str> {
    match answer.status {
        303 => Ok(&answer.location),
        status => {
            let page = String::from_utf8_lossy(&answer.body);
            let title = page
                .split("<title>")
                .nth(1)
                .and_then(|rest| rest.split('<').next())
                .unwrap_or_default();
            Err(io::Error::other(format!("{status}: {title}")))
        }
    }
}

impl Site {
    fn note(&self, kind: Kind, person: &Person, browser: &Browser, place: &str) {
        let (browser, phone, place) =
            (browser.clone(), person.phone().to_owned(), place.to_owned());
        self.noted.add(Change {
            kind,
            browser,
            phone,
            place,
        });
    }

    async fn register(&self, n: u32, person: &Person) -> io::Result<()> {
        let mut browser = Browser::of(n);
        let name = person.record.identity.name.as_str();
        let start = browser.post(self.to, "/register", &[]).await?;
        self.note(Kind::Registration, person, &browser, acknowledged(&start)?);
        let steps: [(&str, Vec<(&str, &str)>); 2] = [
            ("/register/number", vec![("number", person.number())]),
            ("/register/contact", vec![("contact", person.phone())]),
        ];
        for (path, fields) in &steps {
            let answer = browser.post(self.to, path, fields).await?;
            self.note(Kind::Registration, person, &browser, acknowledged(&answer)?);
        }
        let code = self.code_for(person.phone()).await?;
        let card = [
            ("name", name),
            ("birth-day", "27"),
            ("birth-month", "3"),
            ("birth-year", "1990"),
            ("sex", "female"),
            ("card-issued-day", "15"),
            ("card-issued-month", "6"),
            ("card-issued-year", "2021"),
        ];
        for (path, fields) in [
            ("/register/code", [("code", code.as_str())].as_slice()),
            ("/register/details", &card),
        ] {
            let answer = browser.post(self.to, path, fields).await?;
            self.note(Kind::Registration, person, &browser, acknowledged(&answer)?);
        }
        let answer = browser
            .post_image(self.to, "/register/portrait", "portrait", &self.portrait)
            .await?;
        self.note(Kind::Registration, person, &browser, acknowledged(&answer)?);
        for (path, fields) in [
            ("/register/consent", [("agree", "yes")].as_slice()),
            ("/register/check", &[]),
        ] {
            let answer = browser.post(self.to, path, fields).await?;
            self.note(Kind::Registration, person, &browser, acknowledged(&answer)?);
        }
        Ok(())
    }

    async fn integrate(&self, n: u32, person: &Person, token: &Token) -> io::Result<()> {
        let mut browser = Browser::of(n).cookie("dd-session", token.to_text());
        let code = health_code(n);
        let fields = [("health-code", code.as_str()), ("confirmed", "yes")];
        let answer = browser
            .post(self.to, "/wallet/integrate/health-card/submit", &fields)
            .await?;
        self.note(Kind::Integration, person, &browser, acknowledged(&answer)?);
        Ok(())
    }

    async fn lock(&self, n: u32, person: &Person, token: &Token) -> io::Result<()> {
        let mut browser = Browser::of(n).cookie("dd-session", token.to_text());
        let answer = browser.post(self.to, "/lock", &[]).await?;
        self.note(Kind::Lock, person, &browser, acknowledged(&answer)?);
        Ok(())
    }

    /// Reads the six digits out of the post office; the server's end ends the wait.
    async fn code_for(&self, phone: &str) -> io::Result<String> {
        loop {
            for letter in letters(self.management, 60).await? {
                let digits = letter["text"]
                    .as_str()
                    .unwrap_or_default()
                    .split(|c: char| !c.is_ascii_digit());
                if letter["to"] == phone
                    && let Some(code) = digits.into_iter().find(|run| run.len() == 6)
                {
                    return Ok(code.to_owned());
                }
            }
        }
    }
}
