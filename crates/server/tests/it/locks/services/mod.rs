//! Services that the holder signed in to: what each of them got before the lock, tried on every process after it.

mod caller;
mod kinds;
mod receiver;

use std::net::SocketAddr;

use domain::ids::SubjectId;
use domain::relying_party::{PartyKind, Phase};
use serde_json::{Value, json};
use store::Audit;
use store::relying_party::client::{self, Client};
use testkit::people::PASSCODE;

use super::Site;
use crate::site::browser::{Answer, Browser, encode};
use caller::{Caller, SECRET};
pub(super) use kinds::{KINDS, Kind};
use kinds::{Token, Told, Way};
pub(super) use receiver::{Receiver, instant};

const BACK: &str = "https://dichvu.example/back";
/// RFC 7636, appendix B.
const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

/// The person in both of his sessions, the one by password and the one by passkey.
pub(super) struct Holder {
    pub(super) number: String,
    pub(super) session: String,
    pub(super) passkey: String,
}

impl Holder {
    fn browser(&self, kind: Kind) -> Browser {
        let session = match kind.way {
            Way::Passkey => &self.passkey,
            Way::Browser | Way::Device | Way::Call => &self.session,
        };
        Browser::of(9_001).cookie("dd-session", session.clone())
    }
}

/// A service, and what it got.
pub(super) struct Service {
    pub(super) kind: Kind,
    caller: Caller,
    stream: String,
    access: String,
    refresh: String,
    /// What the person agreed to and the service has not redeemed yet: a code, or what it asked on its own with.
    open: String,
}

impl Service {
    /// Registered; with its stream, where it wants one.
    pub(super) async fn of(site: &Site, kind: Kind, to: &Receiver, owner: SubjectId) -> Self {
        let caller = Caller::of(site, kind);
        let mut tx = site.app.db.begin().await.expect("begin");
        let client = registered(site, kind, &caller, owner);
        client::insert(&mut tx, &client).await.expect("a client");
        tx.commit(Audit::Bookkeeping("test client"))
            .await
            .expect("commit");
        let mut service = Self {
            kind,
            caller,
            stream: String::new(),
            access: String::new(),
            refresh: String::new(),
            open: String::new(),
        };
        let body = match kind.told {
            Told::Nothing => return service,
            Told::Poll => json!({}),
            Told::Push => json!({"delivery": {"method": "urn:ietf:rfc:8935",
                "endpoint_url": format!("http://{}/events", to.address)}}),
        };
        let first = site.addresses()[0];
        let made = service.caller.json(first, "/ssf/streams", &body).await;
        assert_eq!(made.status, 201, "{}: {}", kind.name, text(&made));
        service.stream = word(&parsed(&made), "stream_id");
        service
    }

    /// Tokens, and something agreed to that is not redeemed yet.
    pub(super) async fn signed_in(mut self, site: &Site, holder: &Holder) -> Self {
        let [first, .., last] = [site.addresses(), site.addresses()].concat()[..] else {
            unreachable!("at least one process twice")
        };
        let agreed = self.agreed(site, holder, first).await;
        let got = self.redeem(site, last, &agreed).await;
        assert_eq!(got.status, 200, "{}: {}", self.kind.name, text(&got));
        let got = parsed(&got);
        (self.access, self.refresh) = (word(&got, "access_token"), word(&got, "refresh_token"));
        assert_eq!(self.access.contains('.'), self.kind.token == Token::Jwt);
        self.open = self.agreed(site, holder, last).await;
        self
    }

    /// The holder agrees on one process, or agreed before; gives what the service redeems.
    async fn agreed(&self, site: &Site, holder: &Holder, to: SocketAddr) -> String {
        let mut browser = holder.browser(self.kind);
        match self.kind.way {
            Way::Browser | Way::Passkey => {
                let mut back = browser.get(to, &self.asks()).await.expect("an answer");
                if back.location == "/oidc/continue" {
                    back = self.decides(&mut browser, to, &[]).await;
                }
                let code = back.location.split_once("code=").map(|(_, rest)| rest);
                let code = code.and_then(|rest| rest.split('&').next());
                code.unwrap_or_else(|| panic!("{}: {}", self.kind.name, text(&back)))
                    .to_owned()
            }
            Way::Device => {
                let asked = self.asks_apart(site, to, "/oidc/device_authorization", &[]);
                let asked = asked.await;
                let typed = [("user_code", &*word(&asked, "user_code"))];
                browser.post(to, "/device", &typed).await.expect("typed");
                self.decides(&mut browser, to, &[]).await;
                word(&asked, "device_code")
            }
            Way::Call => {
                let hint = [("login_hint", holder.number.as_str())];
                let asked = self.asks_apart(site, to, "/oidc/bc-authorize", &hint).await;
                let list = browser.get(to, "/approve").await.expect("a page");
                let taken = [("request", &*mark(&list))];
                browser.post(to, "/approve", &taken).await.expect("taken");
                self.decides(&mut browser, to, &[("passcode", PASSCODE)])
                    .await;
                word(&asked, "auth_req_id")
            }
        }
    }

    /// Where it sends the person.
    fn asks(&self) -> String {
        format!(
            "/oidc/authorize?client_id={}&redirect_uri={}&response_type=code&scope={}&state=s&nonce=n\
             &code_challenge={CHALLENGE}&code_challenge_method=S256",
            self.caller.id,
            encode(BACK),
            encode(self.kind.scope())
        )
    }

    async fn asks_apart(
        &self,
        site: &Site,
        to: SocketAddr,
        path: &str,
        more: &[(&str, &str)],
    ) -> Value {
        let fields = [&[("scope", self.kind.scope())], more].concat();
        let asked = self.caller.form(site, to, path, &fields).await;
        assert_eq!(asked.status, 200, "{}: {}", self.kind.name, text(&asked));
        parsed(&asked)
    }

    async fn decides(
        &self,
        browser: &mut Browser,
        to: SocketAddr,
        more: &[(&str, &str)],
    ) -> Answer {
        let page = browser.get(to, "/oidc/continue").await.expect("a page");
        let request = mark(&page);
        let form = [&[("decision", "allow"), ("request", &*request)], more].concat();
        let done = browser.post(to, "/oidc/continue", &form).await;
        let done = done.expect("an answer");
        assert!(done.status < 400, "{}: {}", self.kind.name, text(&done));
        done
    }

    async fn redeem(&self, site: &Site, to: SocketAddr, agreed: &str) -> Answer {
        let grant = [("grant_type", self.kind.grant())];
        let more = match self.kind.way {
            Way::Browser | Way::Passkey => vec![
                ("code", agreed),
                ("redirect_uri", BACK),
                ("code_verifier", VERIFIER),
            ],
            Way::Device => vec![("device_code", agreed)],
            Way::Call => vec![("auth_req_id", agreed)],
        };
        let fields = [&grant, &*more].concat();
        self.caller.form(site, to, "/oidc/token", &fields).await
    }

    async fn active(&self, site: &Site, to: SocketAddr, token: &str) -> bool {
        let fields = [("token", token)];
        let told = self
            .caller
            .form(site, to, "/oidc/introspect", &fields)
            .await;
        assert_eq!(told.status, 200, "{}: {}", self.kind.name, text(&told));
        parsed(&told)["active"] == true
    }

    /// Asks for new tokens by the one that it keeps for that.
    async fn renews(&self, site: &Site, to: SocketAddr) -> Answer {
        let fields = [
            ("grant_type", "refresh_token"),
            ("refresh_token", &*self.refresh),
        ];
        self.caller.form(site, to, "/oidc/token", &fields).await
    }

    /// Before the lock, on every process. Each renewal gives the tokens that the lock finds.
    pub(super) async fn works(&mut self, site: &Site) {
        let name = self.kind.name;
        assert!(!self.kind.lasting || !self.refresh.is_empty(), "{name}");
        for to in site.addresses() {
            assert!(self.active(site, to, &self.access).await, "{name}");
            if !self.refresh.is_empty() {
                assert!(self.active(site, to, &self.refresh).await, "{name}");
                let got = self.renews(site, to).await;
                assert_eq!(got.status, 200, "{name}: {}", text(&got));
                let got = parsed(&got);
                let (access, refresh) = (word(&got, "access_token"), word(&got, "refresh_token"));
                assert_ne!(refresh, self.refresh, "{name}: good once");
                (self.access, self.refresh) = (access, refresh);
                assert!(self.active(site, to, &self.refresh).await, "{name}");
            }
            let told = self.caller.userinfo(site, to, &self.access).await;
            assert_eq!(told, 200, "{name}");
        }
    }

    /// After it, on every process, the one that did not lock first.
    pub(super) async fn is_shut(&self, site: &Site, holder: &Holder) {
        let name = self.kind.name;
        for to in site.addresses().into_iter().rev() {
            for token in [&self.access, &self.refresh] {
                let active = !token.is_empty() && self.active(site, to, token).await;
                assert!(!active, "{name}: introspection");
            }
            let told = self.caller.userinfo(site, to, &self.access).await;
            assert_eq!(told, 401, "{name}: userinfo");
            if !self.refresh.is_empty() {
                refused(name, &self.renews(site, to).await);
            }
            refused(name, &self.redeem(site, to, &self.open).await);
            let mut browser = holder.browser(self.kind);
            browser.get(to, &self.asks()).await.expect("an answer");
            for page in ["/oidc/continue", "/approve"] {
                let asked = browser.get(to, page).await.expect("an answer");
                let led = (asked.status, asked.location.as_str());
                assert_eq!(led, (303, "/sign-in"), "{name}: {page}");
            }
        }
    }

    /// It learns of the lock on another process than the one that locked.
    pub(super) async fn fetches(&self, site: &Site) {
        let last = site.addresses().pop().expect("a process");
        let path = format!("/ssf/poll?stream_id={}", self.stream);
        let got = parsed(&self.caller.json(last, &path, &json!({})).await);
        let sets = got["sets"].as_object().expect("sets");
        let mut kinds: Vec<String> = sets
            .values()
            .map(|token| receiver::kind(token.as_str().expect("a token")))
            .collect();
        kinds.sort();
        let expected = ["account-disabled", "session-revoked"];
        assert_eq!(kinds, expected, "{}", self.kind.name);
    }
}

fn registered(site: &Site, kind: Kind, caller: &Caller, owner: SubjectId) -> Client {
    let (id, trial) = (caller.id, kind.trial);
    let registration = json!({
        "id": "", "class": "web", "auth": kind.auth, "redirect_uris": [BACK],
        "scopes": ["openid", "offline_access"], "claims": [],
        "grant_types": ["authorization_code", "refresh_token",
            "urn:ietf:params:oauth:grant-type:device_code", "urn:openid:params:grant-type:ciba"],
        "id_token_alg": "ES256", "sector": id.to_string(),
        "dpop_bound": kind.token == Token::Bound, "access_token_jwt": kind.token == Token::Jwt,
    });
    Client {
        id,
        kind: PartyKind::Private,
        phase: if trial {
            Phase::Sandbox
        } else {
            Phase::Production
        },
        name: kind.name.to_owned(),
        purpose: "Thử".to_owned(),
        legal_basis: "test".to_owned(),
        secret: Some(site.app.db.keys().digest("client-secret", SECRET)),
        registration: registration.to_string(),
        owner: trial.then_some(owner),
        created: site.app.clock.now(),
        revision: 1,
        old_secret: None,
        suspension: None,
        signature_licence: None,
    }
}

/// Which request the first form of a page is for.
fn mark(page: &Answer) -> String {
    let page = text(page);
    let mark = page.split_once("name=\"request\" value=\"");
    let mark = mark.and_then(|(_, rest)| rest.split('"').next());
    mark.unwrap_or_default().to_owned()
}

fn text(answer: &Answer) -> String {
    String::from_utf8_lossy(&answer.body).into_owned()
}

fn parsed(answer: &Answer) -> Value {
    serde_json::from_slice(&answer.body).unwrap_or_else(|e| panic!("{e}: {}", text(answer)))
}

fn word(of: &Value, name: &str) -> String {
    of[name].as_str().unwrap_or_default().to_owned()
}

#[track_caller]
fn refused(name: &str, answer: &Answer) {
    assert_eq!(answer.status, 400, "{name}: {}", text(answer));
    assert_eq!(parsed(answer)["error"], "invalid_grant", "{name}");
}
