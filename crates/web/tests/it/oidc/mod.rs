//! `OpenID Connect` from outside: a service of the tests' own registers, sends people, and asks.

mod backchannel;
mod calling;
mod checked;
mod desk;
mod device;
mod end;
mod ended_ways;
mod flow;
mod guard;
mod high;
mod inspector;
mod kinds;
mod levels;
mod mtls;
mod packages;
mod papers;
mod ping;
mod raised;
mod remembered;
pub(crate) mod step_up;
mod stream;
mod wrong;

pub(crate) use step_up::session_at;

use axum::body::Body;
use axum::http::{Request, header};
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use domain::account::Level;
use serde_json::Value;
use testkit::TestApp;
use testkit::people::Person;
use testkit::{Answer, Client};

/// RFC 7636, appendix B.
pub(crate) const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
pub(crate) const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
pub(crate) const BACK: &str = "https://dichvu.example/tro-lai";

/// A service.
pub(crate) struct Service {
    pub(crate) id: String,
    secret: String,
    /// What it calls our endpoints with.
    caller: Client,
}

/// Tokens as the token endpoint gives them.
pub(crate) struct Tokens {
    pub(crate) access: String,
    pub(crate) refresh: String,
    pub(crate) id: Value,
}

pub(crate) fn encode(pairs: &[(&str, &str)]) -> String {
    let escape = |text: &str| -> String {
        text.bytes()
            .map(|b| match b {
                b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                    char::from(b).to_string()
                }
                other => format!("%{other:02X}"),
            })
            .collect()
    };
    let pairs: Vec<String> = pairs
        .iter()
        .map(|(n, v)| format!("{}={}", escape(n), escape(v)))
        .collect();
    pairs.join("&")
}

/// A value of the query of an address.
pub(crate) fn of_query(address: &str, name: &str) -> Option<String> {
    let (_, query) = address.split_once('?')?;
    let value = query
        .split('&')
        .find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='))?;
    let mut bytes = Vec::new();
    let mut rest = value.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'%' => {
                let hex = [rest.next().unwrap(), rest.next().unwrap()];
                u8::from_str_radix(std::str::from_utf8(&hex).unwrap(), 16).unwrap()
            }
            b'+' => b' ',
            other => other,
        });
    }
    Some(String::from_utf8(bytes).unwrap())
}

/// The middle of a signed token. Its signature is checked by the clients that others wrote (e2e).
pub(crate) fn inside(token: &str) -> Value {
    let middle = token.split('.').nth(1).unwrap();
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(middle).unwrap()).unwrap()
}

/// A row of a page's list, by its words: what stands in `code`.
fn codes(page: &str) -> Vec<String> {
    page.split("<code>")
        .skip(1)
        .filter_map(|rest| rest.split("</code>").next())
        .map(str::to_owned)
        .collect()
}

/// As the platform does once a party's papers are checked (D59-22.1): people other than its maker may
/// sign in.
async fn connect(test: &TestApp, id: &str) {
    connect_as(test, id, domain::relying_party::Phase::Production).await;
}

async fn connect_as(test: &TestApp, id: &str, phase: domain::relying_party::Phase) {
    use store::relying_party::client;
    let mut tx = test.app.db.begin().await.unwrap();
    let found = client::find(&mut tx, id.parse().unwrap()).await.unwrap();
    let mut found = found.unwrap();
    found.phase = phase;
    client::save(&mut tx, &found).await.unwrap();
    tx.commit(store::Audit::Bookkeeping("test")).await.unwrap();
}

impl Service {
    /// Registered by a holder who develops it, on the page.
    pub(crate) async fn new(test: &TestApp, n: u32) -> Self {
        Self::with(test, n, &[]).await
    }

    pub(crate) async fn with(test: &TestApp, n: u32, more: &[(&str, &str)]) -> Self {
        let developer = Person::of(n);
        developer.register(&test.app).await;
        developer.account(&test.app, Level::Two).await;
        let mut browser = test.client();
        developer.sign_in(test, &mut browser).await;
        let mut form = vec![
            ("name", "Dịch vụ thử"),
            ("purpose", "Xem kết quả học tập"),
            (
                "post_logout_redirect_uris",
                "https://dichvu.example/tam-biet",
            ),
        ];
        let claims = [
            "name",
            "birthdate",
            "gender",
            "personal_administrative_number",
            "phone_number",
            "email",
            "account_level",
        ];
        form.extend(claims.map(|claim| ("claims", claim)));
        for (name, value) in [
            ("redirect_uris", BACK),
            ("auth", "client_secret_basic"),
            ("class", "web"),
        ] {
            if !more.iter().any(|(own, _)| *own == name) {
                form.push((name, value));
            }
        }
        form.extend(more);
        let made = browser.post("/developers/new", &form).await;
        made.shows(200, "Đã tạo ứng dụng");
        let found = codes(&made.text());
        connect(test, &found[1]).await;
        Self {
            id: found[1].clone(),
            secret: found.get(2).cloned().unwrap_or_default(),
            caller: test.client(),
        }
    }

    /// The address that it sends people to.
    pub(crate) fn asks(&self, scope: &str, more: &[(&str, &str)]) -> String {
        let usual = [
            ("client_id", self.id.as_str()),
            ("redirect_uri", BACK),
            ("response_type", "code"),
            ("scope", scope),
            ("state", "s t&a=te"),
            ("nonce", "n-0S6_WzA2Mj"),
            ("code_challenge", CHALLENGE),
            ("code_challenge_method", "S256"),
        ];
        let mut pairs: Vec<(&str, &str)> = usual
            .into_iter()
            .filter(|(name, _)| !more.iter().any(|(own, _)| own == name))
            .collect();
        pairs.extend(more.iter().filter(|(_, value)| *value != "-"));
        format!("/oidc/authorize?{}", encode(&pairs))
    }

    /// Calls an endpoint, proven by its secret.
    pub(crate) async fn call(&mut self, path: &str, pairs: &[(&str, &str)]) -> Answer {
        self.call_as(&self.basic(), path, pairs).await
    }

    pub(crate) fn basic(&self) -> String {
        let basic = STANDARD.encode(format!("{}:{}", self.id, self.secret));
        format!("Basic {basic}")
    }

    pub(crate) async fn call_as(
        &mut self,
        authorization: &str,
        path: &str,
        pairs: &[(&str, &str)],
    ) -> Answer {
        let request = Request::post(path)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header(header::AUTHORIZATION, authorization)
            .body(Body::from(encode(pairs)));
        self.caller.send(request.unwrap()).await
    }

    /// Calls the management of its stream, or anything that takes JSON.
    pub(crate) async fn json(&mut self, method: &str, path: &str, body: &str) -> Answer {
        let basic = STANDARD.encode(format!("{}:{}", self.id, self.secret));
        self.json_as(Some(&format!("Basic {basic}")), method, path, body)
            .await
    }

    pub(crate) async fn json_as(
        &mut self,
        authorization: Option<&str>,
        method: &str,
        path: &str,
        body: &str,
    ) -> Answer {
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::CONTENT_TYPE, "application/json");
        if let Some(value) = authorization {
            request = request.header(header::AUTHORIZATION, value);
        }
        let request = request.body(Body::from(body.to_owned()));
        self.caller.send(request.unwrap()).await
    }

    pub(crate) async fn exchange(&mut self, code: &str) -> Answer {
        self.call(
            "/oidc/token",
            &[
                ("grant_type", "authorization_code"),
                ("code", code),
                ("redirect_uri", BACK),
                ("code_verifier", VERIFIER),
            ],
        )
        .await
    }

    pub(crate) async fn refresh(&mut self, token: &str) -> Answer {
        self.call(
            "/oidc/token",
            &[("grant_type", "refresh_token"), ("refresh_token", token)],
        )
        .await
    }

    pub(crate) async fn userinfo(&mut self, token: &str) -> Answer {
        let request = Request::get("/oidc/userinfo")
            .header(header::AUTHORIZATION, format!("Bearer {token}"))
            .body(Body::empty());
        self.caller.send(request.unwrap()).await
    }

    pub(crate) async fn active(&mut self, token: &str) -> bool {
        let answer = self.call("/oidc/introspect", &[("token", token)]).await;
        assert_eq!(answer.status, 200, "{}", answer.text());
        answer.json()["active"] == true
    }

    /// The person agrees, now or earlier; gives the code.
    pub(crate) async fn code(&self, browser: &mut Client, scope: &str) -> String {
        let mut back = browser.get(&self.asks(scope, &[])).await;
        if back.location() == "/oidc/continue" {
            browser
                .get("/oidc/continue")
                .await
                .shows(200, "Dịch vụ thử");
            back = decide(browser, "/oidc/continue", &[("decision", "allow")]).await;
        }
        assert_eq!(back.status, 303, "{}", back.text());
        of_query(back.location(), "code").expect("a code")
    }

    /// The whole way.
    pub(crate) async fn tokens(&mut self, browser: &mut Client, scope: &str) -> Tokens {
        let code = self.code(browser, scope).await;
        read(&self.exchange(&code).await)
    }
}

pub(crate) fn read(answer: &Answer) -> Tokens {
    assert_eq!(answer.status, 200, "{}", answer.text());
    let body = answer.json();
    let text = |name: &str| body[name].as_str().unwrap_or_default().to_owned();
    Tokens {
        access: text("access_token"),
        refresh: text("refresh_token"),
        id: inside(&text("id_token")),
    }
}

/// The error that an endpoint names.
#[track_caller]
pub(crate) fn refused(answer: &Answer, status: u16, error: &str) {
    assert_eq!(answer.status, status, "{}", answer.text());
    assert_eq!(answer.json()["error"], error, "{}", answer.text());
}

/// A decision on the page at hand, whatever it shows.
pub(crate) async fn decide(browser: &mut Client, path: &str, form: &[(&str, &str)]) -> Answer {
    let page = browser.get("/oidc/continue").await.text();
    let mark = page
        .split_once("name=\"request\" value=\"")
        .and_then(|(_, rest)| rest.split('"').next());
    let mut form = form.to_vec();
    form.push(("request", mark.unwrap_or_default()));
    browser.post(path, &form).await
}
