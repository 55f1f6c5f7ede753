//! The request inspector, and keys by address, whose troubles show there.

use jiff::SignedDuration;
use oidc::jose::{Alg, LocalKey, Signer, base64url_encode};
use serde_json::json;
use testkit::{Answer, Client, TestApp};

use super::desk::{fresh, maker};
use super::{Service, encode, refused};
use crate::holds::holder;

const KEYS: &str = "https://dichvu.example/jwks.json";
const ASSERTION: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

fn key() -> LocalKey {
    LocalKey::generate(Alg::Es256).unwrap().0
}

fn set(keys: &[&LocalKey]) -> String {
    let named = keys.iter().map(|key| {
        let mut jwk = key.public().to_json();
        jwk["kid"] = json!(key.kid());
        jwk
    });
    json!({ "keys": named.collect::<Vec<_>>() }).to_string()
}

/// A service that names an address for its keys.
struct ByKey {
    id: String,
    caller: Client,
    count: u32,
}

impl ByKey {
    async fn new(test: &TestApp) -> Self {
        let more = [("auth", "private_key_jwt"), ("jwks_uri", KEYS)];
        Self {
            id: Service::with(test, 1, &more).await.id,
            caller: test.client(),
            count: 0,
        }
    }

    /// Asks about a token, signed by a key.
    async fn ask(&mut self, test: &TestApp, key: &LocalKey) -> Answer {
        self.count += 1;
        let jti = format!("{}", self.count);
        let exp = test.now().as_second() + 60;
        let claims = json!({ "iss": self.id, "sub": self.id, "aud": "http://localhost", "jti": jti, "exp": exp });
        let head = json!({ "alg": "ES256", "kid": key.kid() });
        let text = format!(
            "{}.{}",
            base64url_encode(head.to_string()),
            base64url_encode(claims.to_string())
        );
        let signature = base64url_encode(key.sign(text.as_bytes()).unwrap());
        let assertion = format!("{text}.{signature}");
        let pairs = [
            ("client_assertion_type", ASSERTION),
            ("client_assertion", assertion.as_str()),
            ("token", "x"),
        ];
        let request = axum::http::Request::post("/oidc/introspect")
            .header("content-type", "application/x-www-form-urlencoded")
            .body(axum::body::Body::from(encode(&pairs)));
        self.caller.send(request.unwrap()).await
    }
}

#[tokio::test]
async fn keys_are_read_from_their_address_when_old_or_new_and_no_oftener() {
    let test = fresh().await;
    let (first, second) = (key(), key());
    test.services.shows(KEYS, Ok(&set(&[&first])));
    let mut service = ByKey::new(&test).await;
    assert_eq!(test.services.read().len(), 1, "at registration");
    for _ in 0..3 {
        assert_eq!(service.ask(&test, &first).await.status, 200);
    }
    assert_eq!(test.services.read().len(), 0, "kept");
    // A key that nobody knows: asked for once a minute, whoever asks.
    for _ in 0..3 {
        refused(&service.ask(&test, &second).await, 401, "invalid_client");
    }
    assert_eq!(test.services.read().len(), 0, "read within the minute");
    test.advance(SignedDuration::from_secs(61));
    test.services.shows(KEYS, Ok(&set(&[&second])));
    assert_eq!(service.ask(&test, &second).await.status, 200);
    refused(&service.ask(&test, &first).await, 401, "invalid_client");
    assert_eq!(test.services.read().len(), 1, "once for both");
    // While the address is silent the keys last a day, not for ever.
    test.services.shows(KEYS, Err("no answer in time"));
    test.advance(SignedDuration::from_hours(23));
    assert_eq!(service.ask(&test, &second).await.status, 200);
    test.advance(SignedDuration::from_hours(1));
    refused(&service.ask(&test, &second).await, 401, "invalid_client");
}

#[tokio::test]
async fn an_address_without_keys_is_the_clients_error_and_said_to_its_developer() {
    let test = fresh().await;
    let own = key();
    test.services.shows(KEYS, Ok(&set(&[&own])));
    let mut service = ByKey::new(&test).await;
    let private = set(&[&own]).replace("\"kty\"", "\"d\":\"AAAA\",\"kty\"");
    let huge = " ".repeat(65 * 1024);
    let closed = "the address is not one of the public network";
    test.advance(SignedDuration::from_hours(25));
    for (shown, code) in [
        (Err("no answer in time"), "keys-unreached"),
        (Err(closed), "keys-unreached"),
        (Ok(huge.as_str()), "keys-unreached"),
        (Ok("<html>"), "keys-unusable"),
        (Ok("{\"keys\":[]}"), "keys-unusable"),
        (Ok(private.as_str()), "keys-private"),
    ] {
        test.services.shows(KEYS, shown);
        test.advance(SignedDuration::from_mins(2));
        refused(&service.ask(&test, &own).await, 401, "invalid_client");
        let mut browser = maker(&test, 1).await;
        let page = browser
            .get(&format!("/developers/{}/requests", service.id))
            .await;
        page.shows(200, code);
        page.shows(200, "jwks_uri");
        if let Err(why) = shown {
            page.shows(200, why);
        }
    }
    // The form says it before anything is kept.
    let (_, mut browser) = holder(&test, 3).await;
    let form = [
        ("name", "A"),
        ("purpose", "B"),
        ("redirect_uris", super::BACK),
        ("auth", "private_key_jwt"),
        ("class", "web"),
        ("jwks_uri", KEYS),
    ];
    let bad = browser.post("/developers/new", &form).await;
    bad.shows(422, "JWK Set có phần bí mật");
    let both: Vec<_> = form.into_iter().chain([("jwks", "{}")]).collect();
    browser
        .post("/developers/new", &both)
        .await
        .shows(422, "không nhập cả hai");
}

#[tokio::test]
async fn a_developer_sees_names_of_what_failed_and_what_to_do() {
    let test = fresh().await;
    let mut service = Service::new(&test, 1).await;
    let (_, mut person) = holder(&test, 2).await;
    let tokens = service.tokens(&mut person, "openid profile").await;
    service.userinfo(&tokens.access).await;
    let page = format!("/developers/{}/requests", service.id);
    let mut browser = maker(&test, 1).await;
    // In production what goes well is not written down.
    browser.get(&page).await.shows(200, "Chưa có lần gọi nào");
    let odd = [
        ("grant_type", "refresh_token"),
        ("refresh_token", "geheim-77"),
        ("0123456789", "x"),
    ];
    refused(
        &service.call("/oidc/token", &odd).await,
        400,
        "invalid_grant",
    );
    let wrong = service.asks("openid", &[("response_type", "token")]);
    person.get(&wrong).await;
    let list = browser.get(&page).await;
    for words in [
        "grant_type refresh_token +1",
        "invalid_grant",
        "Bắt đầu lại từ đầu",
        "unsupported_response_type",
        "Chỉ dùng response_type=code",
    ] {
        list.shows(200, words);
    }
    let text = list.text();
    for hidden in [
        "geheim-77",
        "0123456789",
        tokens.access.as_str(),
        service.secret.as_str(),
    ] {
        assert!(!text.contains(hidden), "{hidden}");
    }
    assert!(text.len() < 8000, "{}", text.len());
    // A week later nothing of it is left.
    let system = test.app.system();
    app::activity::retention::schedule(&test.app, &system)
        .await
        .unwrap();
    test.advance(SignedDuration::from_hours(8 * 24));
    test.jobs().await;
    let mut browser = maker(&test, 1).await;
    browser.get(&page).await.shows(200, "Chưa có lần gọi nào");
}

/// Rows of a client, whatever the page shows of them.
async fn kept(test: &TestApp, id: &str) -> i64 {
    let mut source = test.app.db.read().await.unwrap();
    let id = id.parse().unwrap();
    store::relying_party::exchange::count(&mut source, id)
        .await
        .unwrap()
}

#[tokio::test]
async fn strangers_who_know_its_name_do_not_wash_away_what_a_developer_sees() {
    let test = fresh().await;
    let mut service = Service::new(&test, 1).await;
    let odd = [("grant_type", "refresh_token"), ("refresh_token", "x")];
    refused(
        &service.call("/oidc/token", &odd).await,
        400,
        "invalid_grant",
    );
    let mut stranger = test.client();
    for _ in 0..20 {
        for _ in 0..5 {
            let wrong = service.asks("openid", &[("response_type", "token")]);
            stranger.get(&wrong).await;
            let call = service.call_as("Basic eDp5", "/oidc/token", &odd).await;
            refused(&call, 401, "invalid_client");
        }
        test.advance(SignedDuration::from_mins(1));
    }
    assert_eq!(kept(&test, &service.id).await, 11);
    let mut browser = maker(&test, 1).await;
    let page = format!("/developers/{}/requests?page=1", service.id);
    browser.get(&page).await.shows(200, "invalid_grant");
}

#[tokio::test]
async fn a_failure_with_a_token_in_a_jwt_shows_too() {
    let test = fresh().await;
    let more = [("readable", "yes"), ("own_tokens", "yes")];
    let mut service = Service::with(&test, 1, &more).await;
    let (_, mut person) = holder(&test, 2).await;
    let tokens = service.tokens(&mut person, "openid").await;
    test.advance(SignedDuration::from_secs(61));
    refused(
        &service.userinfo(&tokens.access).await,
        401,
        "invalid_token",
    );
    assert_eq!(kept(&test, &service.id).await, 1);
    let own = [("grant_type", "client_credentials")];
    let own = service.call("/oidc/token", &own).await.json();
    let own = own["access_token"].as_str().unwrap();
    refused(&service.userinfo(own).await, 401, "invalid_token");
    assert_eq!(kept(&test, &service.id).await, 2);
    let forged = own.replacen('.', ".e30", 1);
    refused(&service.userinfo(&forged).await, 401, "invalid_token");
    assert_eq!(kept(&test, &service.id).await, 2);
}

#[tokio::test]
async fn a_trial_sees_what_went_well_and_at_most_fifty_of_all() {
    let test = fresh().await;
    let mut service = Service::new(&test, 1).await;
    super::connect_as(&test, &service.id, domain::relying_party::Phase::Sandbox).await;
    let page = format!("/developers/{}/requests", service.id);
    for _ in 0..3 {
        for _ in 0..40 {
            assert!(!service.active("x").await);
        }
        test.advance(SignedDuration::from_mins(1));
    }
    let mut browser = maker(&test, 1).await;
    browser.get(&page).await.shows(200, "Hỏi token");
    assert_eq!(kept(&test, &service.id).await, 50);
    browser
        .get(&format!("{page}?page=4"))
        .await
        .shows(200, "Hỏi token");
    browser
        .get(&format!("{page}?page=5"))
        .await
        .shows(200, "Chưa có lần gọi nào");
}
