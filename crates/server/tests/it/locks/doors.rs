//! What a citizen's account opens, tried on every process: the session, signing in, activation, a document
//! asked for, a document shown.

use std::net::SocketAddr;

use domain::account::Level;
use testkit::people::{PASSCODE, PASSWORD, Person};

use super::Site;
use crate::site::browser::{Answer, Browser};
use crate::site::home::{health_code, insure};
use crate::site::server::letters;

/// Addresses of browsers start here, apart from those of the crowd.
const FROM: u32 = 5000;
const ADD: &str = "/wallet/integrate/health-card/submit";

/// A holder with a document in the wallet and another one to ask for.
pub(super) struct Doors {
    n: u32,
    number: String,
    phone: String,
    document: String,
}

fn card(n: u32) -> [(&'static str, String); 2] {
    [
        ("health-code", health_code(n)),
        ("confirmed", "yes".to_owned()),
    ]
}

/// The newest code sent to a phone.
async fn code_for(site: &Site, phone: &str) -> String {
    loop {
        let all = letters(site.servers[0].management, 60).await;
        for letter in all.expect("the post office answers") {
            let text = letter["text"].as_str().unwrap_or_default();
            let mut runs = text.split(|c: char| !c.is_ascii_digit());
            if letter["to"] == phone
                && text.contains("Ma xac thuc")
                && let Some(code) = runs.find(|run| run.len() == 6)
            {
                return code.to_owned();
            }
        }
    }
}

impl Doors {
    /// Opens each of them once on every process.
    pub(super) async fn of(site: &Site, n: u32, person: &Person, session: &str) -> Self {
        let later = n + 1_000_000;
        for n in [n, later] {
            insure(&site.app, n, person).await;
        }
        let mut browser = Browser::of(FROM + n).cookie("dd-session", session.to_owned());
        let first = site.servers[0].address;
        let [code, confirmed] = card(n);
        let form = [
            (code.0, code.1.as_str()),
            (confirmed.0, confirmed.1.as_str()),
        ];
        let asked = browser.post(first, ADD, &form).await.expect("an answer");
        assert!(asked.location.starts_with("/wallet/requests/"), "asked");
        let document = loop {
            let page = browser.get(first, "/wallet").await.expect("an answer");
            let page = String::from_utf8_lossy(&page.body).into_owned();
            if let Some((_, rest)) = page.split_once("/wallet/documents/doc_") {
                let id = rest.split('"').next().unwrap_or_default();
                break format!("/wallet/documents/doc_{id}");
            }
        };
        for to in site.addresses() {
            let form = [("passcode", PASSCODE)];
            let shown = browser.post(to, &document, &form).await;
            assert_eq!(shown.expect("an answer").status, 200, "shown before");
        }
        Self {
            n: later,
            number: person.number().to_owned(),
            phone: person.phone().to_owned(),
            document,
        }
    }

    /// With the old session, and with the one that a new sign-in gives for the status page.
    pub(super) async fn are_shut(&self, site: &Site, way: &str, session: &str) {
        let mut browser = Browser::of(FROM).cookie("dd-session", session.to_owned());
        for to in site.addresses() {
            self.tried(&mut browser, to, way).await;
        }
        // Begun on one process, ended on another.
        let [first, .., last] = [site.addresses(), site.addresses()].concat()[..] else {
            unreachable!("at least one process twice")
        };
        let mut browser = Browser::of(FROM + self.n);
        let form = [("number", self.number.as_str()), ("password", PASSWORD)];
        let begun = browser.post(first, "/sign-in", &form).await;
        assert_eq!(begun.expect("an answer").location, "/sign-in/code", "{way}");
        let code = code_for(site, &self.phone).await;
        let form = [("code", code.as_str())];
        let done = browser.post(last, "/sign-in/code", &form).await;
        let done = done.expect("an answer");
        assert_eq!(done.location, "/locked", "{way}: signing in");
        for to in site.addresses() {
            self.tried(&mut browser, to, way).await;
        }
    }

    async fn tried(&self, browser: &mut Browser, to: SocketAddr, way: &str) {
        let [code, confirmed] = card(self.n);
        let new_card = [
            (code.0, code.1.as_str()),
            (confirmed.0, confirmed.1.as_str()),
        ];
        let passcode = [("passcode", PASSCODE)];
        for (method, path, form) in [
            ("GET", "/personal", &[][..]),
            ("GET", "/wallet", &[]),
            ("POST", ADD, &new_card),
            ("POST", &self.document, &passcode),
            ("POST", "/personal/password", &[]),
        ] {
            let answer = match method {
                "GET" => browser.get(to, path).await,
                _ => browser.post(to, path, form).await,
            };
            let answer = answer.expect("an answer");
            assert_eq!(answer.status, 303, "{way}: {method} {path}");
            let out = ["/sign-in", "/locked"].contains(&answer.location.as_str());
            assert!(out, "{way}: {method} {path} leads to {}", answer.location);
        }
    }
}

/// Somebody whose account waits for its activation, which is under way.
pub(super) struct Waiting {
    pub(super) person: Person,
    browser: Browser,
}

impl Waiting {
    pub(super) async fn of(site: &Site, n: u32) -> Self {
        let person = Person::of(n);
        person.register(&site.app).await;
        person.account_with(&site.app, Level::Two, false).await;
        let mut browser = Browser::of(FROM + n);
        let to = site.servers[0].address;
        let begun = begin(&mut browser, to, &person).await;
        assert_eq!(begun.location, "/activate/code");
        Self { person, browser }
    }

    /// The code that was sent before the lock opens nothing, on whatever process.
    pub(super) async fn stays_so(mut self, site: &Site, way: &str) {
        let code = code_for(site, self.person.phone()).await;
        for to in site.addresses() {
            let form = [("code", code.as_str())];
            let answer = self.browser.post(to, "/activate/code", &form).await;
            let place = answer.expect("an answer").location;
            assert_ne!(place, "/activate/password", "{way}: activation");
            let form = [("password", PASSWORD)];
            let answer = self.browser.post(to, "/activate/password", &form).await;
            let place = answer.expect("an answer").location;
            assert_ne!(place, "/activate/passcode", "{way}: activation");
        }
    }
}

async fn begin(browser: &mut Browser, to: SocketAddr, person: &Person) -> Answer {
    let form = [("number", person.number()), ("contact", person.phone())];
    let begun = browser.post(to, "/activate", &form).await;
    begun.expect("an answer")
}
