//! Services that the holder signed in to: what each of them got before the lock, tried on every process after it;
//! and a receiver of security events.

use std::net::SocketAddr;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use domain::ids::{ClientId, SubjectId};
use domain::relying_party::{PartyKind, Phase};
use serde_json::{Value, json};
use store::Audit;
use store::relying_party::client::{self, Client};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio::sync::Mutex;
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};
use tokio::time::timeout;

use super::Site;
use crate::site::browser::{Answer, Browser, encode};

/// Longest wait for a telling; only a failing test waits so long.
const PATIENCE: Duration = Duration::from_mins(1);
const SECRET: &str = "service-secret";
const BACK: &str = "https://dichvu.example/back";
/// RFC 7636, appendix B.
const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
const FORM: &str = "application/x-www-form-urlencoded";
const JSON: &str = "application/json";

/// How a service is told.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Told {
    Nothing,
    Push,
    Poll,
}

/// What a service is like: its name, how it proves itself, whether it asks for what outlives the session, how it is
/// told, whether it is its maker's trial.
pub(super) type Kind = (&'static str, &'static str, bool, Told, bool);

pub(super) const KINDS: [Kind; 10] = [
    ("basic", "client_secret_basic", false, Told::Nothing, false),
    ("lasting", "client_secret_basic", true, Told::Nothing, false),
    ("post", "client_secret_post", false, Told::Nothing, false),
    (
        "post lasting",
        "client_secret_post",
        true,
        Told::Nothing,
        false,
    ),
    ("trial", "client_secret_basic", false, Told::Nothing, true),
    (
        "trial lasting",
        "client_secret_basic",
        true,
        Told::Push,
        true,
    ),
    ("pushed", "client_secret_basic", false, Told::Push, false),
    (
        "pushed lasting",
        "client_secret_basic",
        true,
        Told::Push,
        false,
    ),
    ("fetching", "client_secret_basic", false, Told::Poll, false),
    (
        "fetching lasting",
        "client_secret_basic",
        true,
        Told::Poll,
        false,
    ),
];

/// Takes what is pushed to it.
pub(super) struct Receiver {
    address: SocketAddr,
    events: Mutex<UnboundedReceiver<String>>,
}

impl Receiver {
    #[expect(clippy::disallowed_methods, reason = "a server of the test's own")]
    pub(super) async fn listen() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let (send, events) = unbounded_channel();
        tokio::spawn(async move {
            loop {
                let (mut stream, _) = listener.accept().await.expect("a caller");
                let mut bytes = Vec::new();
                let token = loop {
                    stream.read_buf(&mut bytes).await.expect("bytes");
                    if let Some(token) = body(&bytes) {
                        break token;
                    }
                };
                let taken =
                    b"HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
                stream.write_all(taken).await.expect("answered");
                send.send(token).ok();
            }
        });
        Self {
            address,
            events: Mutex::new(events),
        }
    }

    /// Each of so many services was told that the account is disabled and that its sessions are over.
    pub(super) async fn hears(&self, services: usize) {
        let mut events = self.events.lock().await;
        let mut kinds = Vec::new();
        for _ in 0..services * 2 {
            let token = timeout(PATIENCE, events.recv())
                .await
                .expect("told in time");
            kinds.push(kind(&token.expect("a token")));
        }
        kinds.sort();
        let expected = [
            vec!["account-disabled"; services],
            vec!["session-revoked"; services],
        ];
        assert_eq!(kinds, expected.concat());
    }
}

/// The body of a request that has come whole.
fn body(bytes: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(bytes);
    let (head, body) = text.split_once("\r\n\r\n")?;
    let length = head.to_ascii_lowercase();
    let length = length
        .lines()
        .find_map(|line| line.strip_prefix("content-length: "));
    let length: usize = length?.parse().expect("a length");
    (body.len() == length).then(|| body.to_owned())
}

/// Last word of the type of a token's event.
fn kind(token: &str) -> String {
    let middle = token.split('.').nth(1).expect("claims");
    let claims: Value =
        serde_json::from_slice(&URL_SAFE_NO_PAD.decode(middle).expect("base64url")).expect("JSON");
    let events = claims["events"].as_object().expect("events");
    let uri = events.keys().next().expect("an event");
    uri.rsplit('/').next().expect("a word").to_owned()
}

/// A service, and what it got.
pub(super) struct Service {
    kind: Kind,
    id: ClientId,
    stream: String,
    access: String,
    refresh: String,
    code: String,
}

impl Service {
    /// Registered; with its stream, where it wants one.
    pub(super) async fn of(site: &Site, kind: Kind, to: &Receiver, owner: SubjectId) -> Self {
        let (name, auth, lasting, told, trial) = kind;
        let id = site.app.id(ClientId::from_bytes);
        let scopes = if lasting {
            vec!["openid", "offline_access"]
        } else {
            vec!["openid"]
        };
        let registration = json!({
            "id": "", "class": "web", "auth": auth, "redirect_uris": [BACK], "scopes": scopes,
            "claims": [], "grant_types": ["authorization_code", "refresh_token"],
            "id_token_alg": "ES256", "sector": id.to_string(),
        });
        let client = Client {
            id,
            kind: PartyKind::Private,
            phase: if trial {
                Phase::Sandbox
            } else {
                Phase::Production
            },
            name: name.to_owned(),
            purpose: "Thử".to_owned(),
            legal_basis: "test".to_owned(),
            secret: Some(site.app.db.keys().digest("client-secret", SECRET)),
            registration: registration.to_string(),
            owner: trial.then_some(owner),
            created: site.app.clock.now(),
            revision: 1,
            old_secret: None,
            suspension: None,
        };
        let mut tx = site.app.db.begin().await.expect("begin");
        client::insert(&mut tx, &client).await.expect("a client");
        tx.commit(Audit::Bookkeeping("test client"))
            .await
            .expect("commit");
        let mut service = Self {
            kind,
            id,
            stream: String::new(),
            access: String::new(),
            refresh: String::new(),
            code: String::new(),
        };
        let body = match told {
            Told::Nothing => return service,
            Told::Poll => json!({}),
            Told::Push => json!({"delivery": {"method": "urn:ietf:rfc:8935",
                "endpoint_url": format!("http://{}/events", to.address)}}),
        };
        let first = site.addresses()[0];
        let made = service.json(first, "/ssf/streams", &body).await;
        assert_eq!(made.status, 201, "{name}: {}", text(&made));
        service.stream = parsed(&made)["stream_id"]
            .as_str()
            .expect("a stream")
            .to_owned();
        service
    }

    pub(super) fn pushed(&self) -> bool {
        self.kind.3 == Told::Push
    }

    pub(super) fn fetched(&self) -> bool {
        self.kind.3 == Told::Poll
    }

    /// `Basic`, also where the service registered the other place for its secret: for what takes JSON.
    fn basic(&self) -> String {
        format!("Basic {}", STANDARD.encode(format!("{}:{SECRET}", self.id)))
    }

    async fn json(&self, to: SocketAddr, path: &str, body: &Value) -> Answer {
        let what = (JSON, &*body.to_string());
        let mut caller = Browser::of(9_000);
        let done = caller
            .call_as(Some(&self.basic()), to, ("POST", path), what)
            .await;
        done.expect("an answer")
    }

    /// Proven in the way that it registered.
    async fn call(&self, to: SocketAddr, path: &str, fields: &[(&str, &str)]) -> Answer {
        let id = self.id.to_string();
        let mut fields = fields.to_vec();
        let post = self.kind.1 == "client_secret_post";
        if post {
            fields.extend([("client_id", id.as_str()), ("client_secret", SECRET)]);
        }
        let pairs: Vec<String> = fields
            .iter()
            .map(|(name, value)| format!("{name}={}", encode(value)))
            .collect();
        let basic = self.basic();
        let shown = (!post).then_some(basic.as_str());
        let mut caller = Browser::of(9_000);
        let what = (FORM, &*pairs.join("&"));
        let done = caller.call_as(shown, to, ("POST", path), what).await;
        done.expect("an answer")
    }

    fn asks(&self) -> String {
        let scope = if self.kind.2 {
            "openid%20offline_access"
        } else {
            "openid"
        };
        format!(
            "/oidc/authorize?client_id={}&redirect_uri={}&response_type=code&scope={scope}&state=s&nonce=n\
             &code_challenge={CHALLENGE}&code_challenge_method=S256",
            self.id,
            encode(BACK)
        )
    }

    /// The holder agrees on one process, or agreed before; gives the code.
    async fn decided(&self, browser: &mut Browser, to: SocketAddr) -> String {
        let mut back = browser.get(to, &self.asks()).await.expect("an answer");
        if back.location == "/oidc/continue" {
            back = self.agrees(browser, to).await;
        }
        let code = back.location.split_once("code=").map(|(_, rest)| rest);
        let code = code.and_then(|rest| rest.split('&').next());
        code.unwrap_or_else(|| panic!("{}: {} {}", self.kind.0, back.location, text(&back)))
            .to_owned()
    }

    async fn agrees(&self, browser: &mut Browser, to: SocketAddr) -> Answer {
        let page = text(&browser.get(to, "/oidc/continue").await.expect("a page"));
        let mark = page.split_once("name=\"request\" value=\"");
        let mark = mark.and_then(|(_, rest)| rest.split('"').next());
        let form = [("decision", "allow"), ("request", mark.unwrap_or_default())];
        browser
            .post(to, "/oidc/continue", &form)
            .await
            .expect("an answer")
    }

    async fn exchange(&self, to: SocketAddr, code: &str) -> Answer {
        let fields = [
            ("grant_type", "authorization_code"),
            ("code", code),
            ("redirect_uri", BACK),
            ("code_verifier", VERIFIER),
        ];
        self.call(to, "/oidc/token", &fields).await
    }

    /// Tokens by a code, and a second code that is not used yet.
    pub(super) async fn signed_in(mut self, site: &Site, session: &str) -> Self {
        let [first, .., last] = [site.addresses(), site.addresses()].concat()[..] else {
            unreachable!("at least one process twice")
        };
        let mut browser = Browser::of(9_001).cookie("dd-session", session.to_owned());
        let code = self.decided(&mut browser, first).await;
        let got = self.exchange(last, &code).await;
        assert_eq!(got.status, 200, "{}: {}", self.kind.0, text(&got));
        let got = parsed(&got);
        let word = |name: &str| got[name].as_str().unwrap_or_default().to_owned();
        (self.access, self.refresh) = (word("access_token"), word("refresh_token"));
        self.code = self.decided(&mut browser, last).await;
        self
    }

    async fn active(&self, to: SocketAddr, token: &str) -> bool {
        let told = self.call(to, "/oidc/introspect", &[("token", token)]).await;
        assert_eq!(told.status, 200, "{}: {}", self.kind.0, text(&told));
        parsed(&told)["active"] == true
    }

    async fn userinfo(&self, to: SocketAddr) -> u16 {
        let mut caller = Browser::of(9_000);
        let bearer = format!("Bearer {}", self.access);
        let done = caller
            .call_as(Some(&bearer), to, ("GET", "/oidc/userinfo"), (FORM, ""))
            .await;
        done.expect("an answer").status
    }

    /// Before the lock, on every process.
    pub(super) async fn works(&self, site: &Site) {
        for to in site.addresses() {
            assert!(self.active(to, &self.access).await, "{}", self.kind.0);
            assert_eq!(self.userinfo(to).await, 200, "{}", self.kind.0);
        }
    }

    /// After it, on every process, the one that did not lock first.
    pub(super) async fn is_shut(&self, site: &Site, session: &str) {
        let name = self.kind.0;
        for to in site.addresses().into_iter().rev() {
            assert!(
                !self.active(to, &self.access).await,
                "{name}: introspection"
            );
            assert_eq!(self.userinfo(to).await, 401, "{name}: userinfo");
            if !self.refresh.is_empty() {
                assert!(
                    !self.active(to, &self.refresh).await,
                    "{name}: introspection"
                );
                let fields = [
                    ("grant_type", "refresh_token"),
                    ("refresh_token", &*self.refresh),
                ];
                refused(name, &self.call(to, "/oidc/token", &fields).await);
            }
            refused(name, &self.exchange(to, &self.code).await);
            let mut browser = Browser::of(9_001).cookie("dd-session", session.to_owned());
            browser.get(to, &self.asks()).await.expect("an answer");
            let asked = browser.get(to, "/oidc/continue").await.expect("an answer");
            assert_eq!(
                (asked.status, asked.location.as_str()),
                (303, "/sign-in"),
                "{name}"
            );
        }
    }

    /// It learns of the lock on another process than the one that locked.
    pub(super) async fn fetches(&self, site: &Site) {
        let last = site.addresses().pop().expect("a process");
        let path = format!("/ssf/poll?stream_id={}", self.stream);
        let got = parsed(&self.json(last, &path, &json!({})).await);
        let sets = got["sets"].as_object().expect("sets");
        let mut kinds: Vec<String> = sets
            .values()
            .map(|token| kind(token.as_str().expect("a token")))
            .collect();
        kinds.sort();
        assert_eq!(
            kinds,
            ["account-disabled", "session-revoked"],
            "{}",
            self.kind.0
        );
    }
}

fn text(answer: &Answer) -> String {
    String::from_utf8_lossy(&answer.body).into_owned()
}

fn parsed(answer: &Answer) -> Value {
    serde_json::from_slice(&answer.body).unwrap_or_else(|e| panic!("{e}: {}", text(answer)))
}

#[track_caller]
fn refused(name: &str, answer: &Answer) {
    assert_eq!(answer.status, 400, "{name}: {}", text(answer));
    assert_eq!(parsed(answer)["error"], "invalid_grant", "{name}");
}
