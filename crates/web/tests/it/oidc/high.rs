//! A service by the rules of FAPI 2.0: keys instead of secrets, pushed requests, tokens bound to a key.

use axum::body::Body;
use axum::http::{Request, header};
use jiff::SignedDuration;
use oidc::jose::{Alg, LocalKey, Signer, base64url_encode};
use serde_json::{Value, json};
use testkit::{Answer, Client, TestApp};

use super::{BACK, CHALLENGE, Service, VERIFIER, encode, of_query, refused};
use crate::documents::scene::both;
use crate::holds::holder;

both!(a_clients_own_token_is_bound_to_its_key_and_on_record);

const ISSUER: &str = "http://localhost";
const ASSERTION: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

struct High {
    id: String,
    key: LocalKey,
    caller: Client,
    /// Identifiers are used once.
    count: u32,
}

fn new_key() -> LocalKey {
    LocalKey::generate(Alg::Es256).unwrap().0
}

fn signed(key: &LocalKey, head: &Value, claims: &Value) -> String {
    let text = format!(
        "{}.{}",
        base64url_encode(head.to_string()),
        base64url_encode(claims.to_string())
    );
    let signature = key.sign(text.as_bytes()).unwrap();
    format!("{text}.{}", base64url_encode(signature))
}

impl High {
    async fn new(test: &TestApp, n: u32) -> Self {
        let key = new_key();
        let jwks = json!({ "keys": [key.public().to_json()] }).to_string();
        let more = [
            ("auth", "private_key_jwt"),
            ("class", "high"),
            ("own_tokens", "yes"),
            ("devices", "yes"),
            ("jwks", &jwks),
        ];
        Self {
            id: Service::with(test, n, &more).await.id,
            key,
            caller: test.client(),
            count: 0,
        }
    }

    fn once(&mut self) -> String {
        self.count += 1;
        format!("{}-{}", self.id, self.count)
    }

    /// A proof of this key for a request (RFC 9449 4.2).
    fn proof(
        &mut self,
        test: &TestApp,
        key: &LocalKey,
        to: (&str, &str),
        token: Option<&str>,
    ) -> String {
        let mut jwk = key.public().to_json();
        jwk.as_object_mut().unwrap().remove("kid");
        let head = json!({ "typ": "dpop+jwt", "alg": "ES256", "jwk": jwk });
        let now = test.now().as_second();
        let url = format!("{ISSUER}{}", to.1);
        let mut claims = json!({ "jti": self.once(), "htm": to.0, "htu": url, "iat": now });
        if let Some(token) = token {
            let digest = oidc::dpop::ath(token);
            claims["ath"] = json!(digest);
        }
        signed(key, &head, &claims)
    }

    /// Calls an endpoint, proven by the client's key.
    async fn call(
        &mut self,
        test: &TestApp,
        path: &str,
        key: Option<&LocalKey>,
        pairs: &[(&str, &str)],
    ) -> Answer {
        let now = test.now().as_second();
        let claims = json!({ "iss": self.id, "sub": self.id, "aud": ISSUER, "jti": self.once(), "exp": now + 60 });
        let head = json!({ "alg": "ES256", "kid": self.key.kid() });
        let assertion = signed(&self.key, &head, &claims);
        let mut all = vec![
            ("client_assertion_type", ASSERTION),
            ("client_assertion", assertion.as_str()),
        ];
        all.extend(pairs);
        let mut request =
            Request::post(path).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        if let Some(key) = key {
            request = request.header("dpop", self.proof(test, key, ("POST", path), None));
        }
        let request = request.body(Body::from(encode(&all))).unwrap();
        self.caller.send(request).await
    }

    async fn push(
        &mut self,
        test: &TestApp,
        key: Option<&LocalKey>,
        more: &[(&str, &str)],
    ) -> Answer {
        let id = self.id.clone();
        let mut pairs = vec![
            ("client_id", id.as_str()),
            ("redirect_uri", BACK),
            ("response_type", "code"),
            ("scope", "openid"),
            ("code_challenge", CHALLENGE),
            ("code_challenge_method", "S256"),
        ];
        pairs.extend(more);
        self.call(test, "/oidc/par", key, &pairs).await
    }

    /// Where the person is sent.
    async fn address(&mut self, test: &TestApp, key: &LocalKey) -> String {
        let pushed = self.push(test, Some(key), &[]).await;
        assert_eq!(pushed.status, 201, "{}", pushed.text());
        let uri = pushed.json()["request_uri"].as_str().unwrap().to_owned();
        format!(
            "/oidc/authorize?{}",
            encode(&[("client_id", &self.id), ("request_uri", &uri)])
        )
    }

    async fn exchange(&mut self, test: &TestApp, key: Option<&LocalKey>, code: &str) -> Answer {
        let pairs = [
            ("grant_type", "authorization_code"),
            ("code", code),
            ("redirect_uri", BACK),
            ("code_verifier", VERIFIER),
        ];
        self.call(test, "/oidc/token", key, &pairs).await
    }

    async fn userinfo(&mut self, test: &TestApp, key: &LocalKey, token: &str) -> Answer {
        let proof = self.proof(test, key, ("GET", "/oidc/userinfo"), Some(token));
        let request = Request::get("/oidc/userinfo")
            .header(header::AUTHORIZATION, format!("DPoP {token}"))
            .header("dpop", proof);
        self.caller.send(request.body(Body::empty()).unwrap()).await
    }
}

async fn agree(browser: &mut Client) -> String {
    let back = super::decide(browser, "/oidc/continue", &[("decision", "allow")]).await;
    of_query(back.location(), "code").expect("a code")
}

// conformance: fapi2-security-profile-final-ensure-token-endpoint-fails-with-mismatched-dpop-proof-jkt
// conformance: fapi2-security-profile-final-ensure-holder-of-key-required
// conformance: fapi2-security-profile-final-attempt-reuse-authorization-code-after-one-second
#[tokio::test]
async fn code_and_tokens_serve_the_key_they_were_made_for() {
    let test = TestApp::new().await;
    let mut service = High::new(&test, 1).await;
    let (_, mut browser) = holder(&test, 2).await;
    let (key, stranger) = (new_key(), new_key());
    let address = service.address(&test, &key).await;
    browser.get(&address).await.goes_to("/oidc/continue");
    let code = agree(&mut browser).await;
    refused(
        &service.exchange(&test, Some(&stranger), &code).await,
        400,
        "invalid_grant",
    );
    refused(
        &service.exchange(&test, None, &code).await,
        400,
        "invalid_dpop_proof",
    );
    let tokens = service.exchange(&test, Some(&key), &code).await.json();
    assert_eq!(tokens["token_type"], "DPoP");
    let access = tokens["access_token"].as_str().unwrap();
    assert_eq!(service.userinfo(&test, &key, access).await.status, 200);
    // RFC 9449 7.1: the proof is good, the token is not its key's.
    let wrong = service.userinfo(&test, &stranger, access).await;
    refused(&wrong, 401, "invalid_token");
    test.advance(SignedDuration::from_secs(1));
    refused(
        &service.exchange(&test, Some(&key), &code).await,
        400,
        "invalid_grant",
    );
    let over = service.userinfo(&test, &key, access).await;
    refused(&over, 401, "invalid_token");
}

// conformance: fapi2-security-profile-final-ensure-mismatched-dpop-jkt-fails
// conformance: fapi2-security-profile-final-ensure-client-assertion-in-token-endpoint
// conformance: fapi2-security-profile-final-par-attempt-invalid-http-method
#[tokio::test]
async fn requests_that_prove_too_little_are_refused() {
    let test = TestApp::new().await;
    let mut service = High::new(&test, 1).await;
    let (key, stranger) = (new_key(), new_key());
    let other = stranger.public().thumbprint();
    let answer = service
        .push(&test, Some(&key), &[("dpop_jkt", &other)])
        .await;
    assert_eq!(answer.status, 400, "{}", answer.text());
    let body = format!(
        "grant_type=authorization_code&code=x&client_id={}",
        service.id
    );
    let request = Request::post("/oidc/token")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(Body::from(body));
    let bare = service.caller.send(request.unwrap()).await;
    refused(&bare, 401, "invalid_client");
    assert_eq!(service.caller.get("/oidc/par").await.status, 405);
}

// conformance: fapi2-security-profile-final-par-attempt-reuse-request_uri
// conformance: fapi2-security-profile-final-par-attempt-to-use-expired-request_uri
// conformance: fapi2-security-profile-final-par-attempt-to-use-request_uri-for-different-client
// conformance: fapi2-security-profile-final-par-ensure-reused-request-uri-prior-to-auth-completion-succeeds
#[tokio::test]
async fn a_pushed_request_is_one_clients_for_one_answer_and_a_minute_and_a_half() {
    let test = TestApp::new().await;
    let mut service = High::new(&test, 1).await;
    let other = High::new(&test, 3).await;
    let (_, mut browser) = holder(&test, 2).await;
    let key = new_key();
    let address = service.address(&test, &key).await;
    let foreign = address.replace(&service.id, &other.id);
    browser
        .get(&foreign)
        .await
        .shows(400, "invalid_request_uri");
    // A page that is loaded again goes on.
    for _ in 0..2 {
        browser.get(&address).await.goes_to("/oidc/continue");
    }
    // Who is slow to decide is not cut off, even when what is over was cleared away.
    test.advance(SignedDuration::from_mins(20));
    test.jobs().await;
    agree(&mut browser).await;
    browser
        .get(&address)
        .await
        .shows(400, "invalid_request_uri");
    let late = service.address(&test, &key).await;
    test.advance(SignedDuration::from_secs(91));
    browser.get(&late).await.shows(400, "invalid_request_uri");
}

// law: D59-31.2
async fn a_clients_own_token_is_bound_to_its_key_and_on_record(test: TestApp) {
    let mut service = High::new(&test, 1).await;
    let key = new_key();
    let pairs = [("grant_type", "client_credentials")];
    let bare = service.call(&test, "/oidc/token", None, &pairs).await;
    refused(&bare, 400, "invalid_dpop_proof");
    let body = service
        .call(&test, "/oidc/token", Some(&key), &pairs)
        .await
        .json();
    assert_eq!(body["token_type"], "DPoP");
    let token = body["access_token"].as_str().unwrap();
    let claims = super::inside(token);
    assert_eq!(claims["cnf"]["jkt"], key.public().thumbprint());
    // One entry: the refused request left none.
    let mut source = test.app.db.read().await.unwrap();
    let nobody = store::audit::NOBODY;
    let rows = store::audit::by_subject(&mut source, nobody, jiff::Timestamp::MAX, 100);
    let rows = rows.await.unwrap();
    let own: Vec<_> = rows
        .iter()
        .filter(|(row, _)| row.action == "party-own-token")
        .collect();
    let [(row, detail)] = own.as_slice() else {
        panic!("one entry");
    };
    assert_eq!(row.actor_id, service.id);
    assert_eq!(detail["jti"], claims["jti"]);
}

/// FAPI 2.0 5.3.2.1, RFC 9449 10.1: the key that asked for the device is the one that gets its tokens.
#[tokio::test]
async fn a_devices_tokens_are_bound_to_the_key_that_asked() {
    let test = TestApp::new().await;
    let mut service = High::new(&test, 1).await;
    let (_, mut browser) = holder(&test, 2).await;
    let (own, other) = (new_key(), new_key());
    let openid = [("scope", "openid")];
    let path = "/oidc/device_authorization";
    let asked = service.call(&test, path, Some(&own), &openid).await;
    assert_eq!(asked.status, 200, "{}", asked.text());
    let asked = asked.json();
    let typed = [("user_code", asked["user_code"].as_str().unwrap())];
    browser.post("/device", &typed).await;
    super::decide(&mut browser, "/oidc/continue", &[("decision", "allow")]).await;
    let grant = "urn:ietf:params:oauth:grant-type:device_code";
    let code = asked["device_code"].as_str().unwrap();
    let pairs = [("grant_type", grant), ("device_code", code)];
    let bare = service.call(&test, "/oidc/token", None, &pairs).await;
    refused(&bare, 400, "invalid_dpop_proof");
    let stolen = service
        .call(&test, "/oidc/token", Some(&other), &pairs)
        .await;
    refused(&stolen, 400, "invalid_grant");
    let fits = service.call(&test, "/oidc/token", Some(&own), &pairs).await;
    assert_eq!(fits.status, 200, "{}", fits.text());
    assert_eq!(fits.json()["token_type"], "DPoP");
}
