//! Kinds of tokens: a client's own, readable ones, for which resource, answers that are signed.

use axum::body::Body;
use axum::http::{Request, header};
use jiff::SignedDuration;
use serde_json::{Value, json};
use testkit::{Answer, TestApp};

use super::{BACK, Service, Tokens, VERIFIER, decide, inside, of_query, read, refused};
use crate::holds::holder;

const API: &str = "https://api.dichvu.example/v1";
const ISSUER: &str = "http://localhost";
const ALL: [(&str, &str); 5] = [
    (
        "redirect_uris",
        "https://dichvu.example/tro-lai\nhttps://api.dichvu.example/tro-lai",
    ),
    ("own_tokens", "yes"),
    ("readable", "yes"),
    ("resources", API),
    ("scopes", "grades:read grades:write"),
];
const MACHINE: (&str, &str) = ("grant_type", "client_credentials");

fn head(token: &str) -> Value {
    inside(&format!(".{}", token.split('.').next().unwrap()))
}

fn text(answer: &Answer, name: &str) -> String {
    answer.json()[name].as_str().unwrap_or_default().to_owned()
}

async fn asked(service: &mut Service, token: &str) -> Value {
    service
        .call("/oidc/introspect", &[("token", token)])
        .await
        .json()
}

// law: D59-31.2
#[tokio::test]
async fn a_client_gets_a_token_for_itself() {
    let test = TestApp::new().await.configured(|c| c.one_device = false);
    let mut service = Service::with(&test, 1, &ALL).await;
    let now = test.now().as_second();
    let answer = service
        .call("/oidc/token", &[MACHINE, ("scope", "grades:read")])
        .await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    assert_eq!(answer.headers["cache-control"], "no-store");
    let body = answer.json();
    assert_eq!(
        (&body["token_type"], &body["expires_in"]),
        (&json!("Bearer"), &json!(300))
    );
    assert_eq!(body["scope"], "grades:read");
    assert!(body.get("refresh_token").is_none() && body.get("id_token").is_none());
    let token = text(&answer, "access_token");
    assert_eq!(head(&token)["typ"], "at+jwt");
    assert_eq!(head(&token)["alg"], "ES256");
    let claims = inside(&token);
    for (name, value) in [
        ("iss", json!(ISSUER)),
        ("aud", json!([ISSUER])),
        ("sub", json!(service.id)),
        ("client_id", json!(service.id)),
        ("iat", json!(now)),
        ("exp", json!(now + 300)),
        ("scope", json!("grades:read")),
    ] {
        assert_eq!(claims[name], value, "{name}");
    }
    assert_eq!(asked(&mut service, &token).await["active"], true);
    // It speaks for nobody.
    refused(&service.userinfo(&token).await, 401, "invalid_token");
    let revoked = service.call("/oidc/revoke", &[("token", &token)]).await;
    refused(&revoked, 400, "unsupported_token_type");
    // Another's is nothing to a client (RFC 7662 4).
    let mut other = Service::new(&test, 3).await;
    assert_eq!(asked(&mut other, &token).await, json!({"active": false}));
    let again = service.call("/oidc/token", &[MACHINE]).await;
    assert!(again.json().get("scope").is_none(), "nothing was asked");
    assert_ne!(inside(&text(&again, "access_token"))["jti"], claims["jti"]);
    // Counted with the act.
    let mut developer = test.client();
    testkit::people::Person::of(1)
        .sign_in(&test, &mut developer)
        .await;
    developer
        .get("/developers")
        .await
        .shows(200, "Lượt đổi mã: 2.");
    test.advance(SignedDuration::from_secs(300));
    assert_eq!(asked(&mut service, &token).await, json!({"active": false}));
}

#[tokio::test]
async fn a_client_gets_for_itself_only_what_it_registered() {
    let test = TestApp::new().await;
    let mut service = Service::with(&test, 1, &ALL).await;
    for (more, error) in [
        (("scope", "openid"), "invalid_scope"),
        (("scope", "profile"), "invalid_scope"),
        (("scope", "offline_access"), "invalid_scope"),
        (("scope", "grades:read grades:delete"), "invalid_scope"),
        (("resource", "https://api.other.example/"), "invalid_target"),
        (("resource", "/v1"), "invalid_target"),
    ] {
        let answer = service.call("/oidc/token", &[MACHINE, more]).await;
        refused(&answer, 400, error);
    }
    let answer = service
        .call("/oidc/token", &[MACHINE, ("resource", API)])
        .await;
    assert_eq!(inside(&text(&answer, "access_token"))["aud"], json!([API]));
    let wrong = service
        .call_as("Basic eDp5", "/oidc/token", &[MACHINE])
        .await;
    refused(&wrong, 401, "invalid_client");
    let mut usual = Service::new(&test, 3).await;
    let answer = usual.call("/oidc/token", &[MACHINE]).await;
    refused(&answer, 400, "unauthorized_client");
}

/// Another's resource, or one that has nothing to do with the application, is nobody's to name.
#[tokio::test]
async fn a_resource_belongs_to_one_application() {
    let test = TestApp::new().await.configured(|c| c.one_device = false);
    let (_, mut stranger) = holder(&test, 3).await;
    let form = |resources: &'static str, redirect: &'static str| {
        [
            ("name", "Kẻ lạ"),
            ("purpose", "Thử"),
            ("redirect_uris", redirect),
            ("auth", "client_secret_basic"),
            ("class", "web"),
            ("own_tokens", "yes"),
            ("resources", resources),
        ]
    };
    let made = stranger.post("/developers/new", &form(API, BACK)).await;
    made.shows(422, "trên cùng tên miền với một địa chỉ nhận kết quả");
    made.shows(422, API);
    let mut service = Service::with(&test, 1, &ALL).await;
    let at = "https://api.dichvu.example/x";
    for (resources, words) in [
        (API, "thuộc về ứng dụng khác"),
        // The same in other letters, and another on the host of a connected service.
        (
            "https://API.dichvu.example:443/v1",
            "thuộc về ứng dụng khác",
        ),
        ("https://api.dichvu.example/v2", "thuộc về ứng dụng khác"),
        ("urn:dichvu:v1", "nhiều nhất 20"),
    ] {
        let made = stranger.post("/developers/new", &form(resources, at)).await;
        made.shows(422, words);
    }
    let answer = service
        .call("/oidc/token", &[MACHINE, ("resource", API)])
        .await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    // What an application gives up is free.
    let own = "https://kela.example/api";
    let made = stranger
        .post("/developers/new", &form(own, "https://kela.example/"))
        .await;
    made.shows(200, "Đã tạo ứng dụng");
    let id = super::codes(&made.text())[1].clone();
    let (_, mut other) = holder(&test, 4).await;
    let again = form(own, "https://kela.example/");
    let taken = other.post("/developers/new", &again).await;
    taken.shows(422, "thuộc về ứng dụng khác");
    let mut change = form("", "https://kela.example/").to_vec();
    change.push(("revision", "1"));
    stranger
        .post(&format!("/developers/{id}/edit"), &change)
        .await
        .goes_to(&format!("/developers/{id}?done=1"));
    let free = other.post("/developers/new", &again).await;
    free.shows(200, "Đã tạo ứng dụng");
}

/// Each token is an entry of the audit log; nobody fills it by a trial.
#[tokio::test]
async fn a_trial_gets_sixty_tokens_of_its_own_in_a_minute() {
    use domain::relying_party::Phase;
    let test = TestApp::new().await;
    let mut service = Service::with(&test, 1, &ALL).await;
    for _ in 0..61 {
        let answer = service.call("/oidc/token", &[MACHINE]).await;
        assert_eq!(answer.status, 200, "{}", answer.text());
    }
    super::connect_as(&test, &service.id, Phase::Sandbox).await;
    for _ in 0..60 {
        let answer = service.call("/oidc/token", &[MACHINE]).await;
        assert_eq!(answer.status, 200, "{}", answer.text());
    }
    let answer = service.call("/oidc/token", &[MACHINE]).await;
    assert_ne!(answer.status, 200, "{}", answer.text());
    test.advance(SignedDuration::from_secs(61));
    let answer = service.call("/oidc/token", &[MACHINE]).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
}

async fn with(service: &mut Service, browser: &mut testkit::Client, resource: &str) -> Tokens {
    let address = service.asks("openid profile", &[("resource", resource)]);
    let mut back = browser.get(&address).await;
    if back.location() == "/oidc/continue" {
        back = decide(browser, "/oidc/continue", &[("decision", "allow")]).await;
    }
    let code = of_query(back.location(), "code").expect("a code");
    read(&service.exchange(&code).await)
}

// law: D59-19.3.a
#[tokio::test]
async fn a_readable_token_of_a_person_lives_a_minute_and_a_lock_ends_it_here_at_once() {
    let test = TestApp::new().await;
    let mut service = Service::with(&test, 1, &ALL).await;
    let (_, mut browser) = holder(&test, 2).await;
    let tokens = service.tokens(&mut browser, "openid profile").await;
    assert_eq!(head(&tokens.access)["typ"], "at+jwt");
    let claims = inside(&tokens.access);
    let now = test.now().as_second();
    for (name, value) in [
        ("sub", tokens.id["sub"].clone()),
        ("client_id", json!(service.id)),
        ("aud", json!([ISSUER])),
        ("exp", json!(now + 60)),
        ("scope", json!("openid profile")),
        ("acr", json!("urn:dinhdanh:acr:2")),
        ("auth_time", tokens.id["auth_time"].clone()),
    ] {
        assert_eq!(claims[name], value, "{name}");
    }
    assert_eq!(service.userinfo(&tokens.access).await.status, 200);
    assert!(service.active(&tokens.access).await);
    // Its handle, which others may write down, is no token (RFC 9068 2.2).
    let handle = claims["jti"].as_str().unwrap();
    refused(&service.userinfo(handle).await, 401, "invalid_token");
    assert!(!service.active(handle).await);
    // Nor is one whose words were changed.
    let forged = tokens.access.replacen('.', ".e30", 1);
    refused(&service.userinfo(&forged).await, 401, "invalid_token");
    browser.post("/lock", &[("reason", "lost-device")]).await;
    refused(
        &service.userinfo(&tokens.access).await,
        401,
        "invalid_token",
    );
    assert!(!service.active(&tokens.access).await);
}

#[tokio::test]
async fn a_readable_token_is_over_after_a_minute_and_can_be_given_back() {
    let test = TestApp::new().await;
    let mut service = Service::with(&test, 1, &ALL).await;
    let (_, mut browser) = holder(&test, 2).await;
    let tokens = service.tokens(&mut browser, "openid").await;
    service
        .call("/oidc/revoke", &[("token", &tokens.access)])
        .await;
    assert!(!service.active(&tokens.access).await);
    let next = read(&service.refresh(&tokens.refresh).await);
    assert!(service.active(&next.access).await);
    test.advance(SignedDuration::from_secs(60));
    assert!(!service.active(&next.access).await);
}

#[tokio::test]
async fn a_token_is_for_the_resource_that_was_asked_for() {
    let test = TestApp::new().await;
    let mut service = Service::with(&test, 1, &ALL).await;
    let (_, mut browser) = holder(&test, 2).await;
    let wrong = service.asks("openid", &[("resource", "https://api.other.example/")]);
    let back = browser.get(&wrong).await;
    assert_eq!(
        of_query(back.location(), "error").unwrap(),
        "invalid_target"
    );
    let tokens = with(&mut service, &mut browser, API).await;
    assert_eq!(inside(&tokens.access)["aud"], json!([API]));
    assert_eq!(
        asked(&mut service, &tokens.access).await["aud"],
        json!([API])
    );
    // Not for us, then.
    refused(
        &service.userinfo(&tokens.access).await,
        401,
        "invalid_token",
    );
    let more = |resource| {
        [
            ("grant_type", "refresh_token"),
            ("refresh_token", tokens.refresh.as_str()),
            ("resource", resource),
        ]
    };
    let answer = service.call("/oidc/token", &more(ISSUER)).await;
    refused(&answer, 400, "invalid_target");
    let answer = service.call("/oidc/token", &more(API)).await;
    assert_eq!(answer.status, 200, "none of that used it up");
    // A wrong resource does not use up a code either.
    let code = service.code(&mut browser, "openid profile email").await;
    let pairs = |resource| {
        [
            ("grant_type", "authorization_code"),
            ("code", code.as_str()),
            ("redirect_uri", BACK),
            ("code_verifier", VERIFIER),
            ("resource", resource),
        ]
    };
    let answer = service.call("/oidc/token", &pairs(API)).await;
    refused(&answer, 400, "invalid_target");
    let answer = service.call("/oidc/token", &pairs(ISSUER)).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
}

async fn introspected(service: &mut Service, accept: &str, token: &str) -> Answer {
    let request = Request::post("/oidc/introspect")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header(header::AUTHORIZATION, service.basic())
        .header(header::ACCEPT, accept)
        .body(Body::from(super::encode(&[("token", token)])));
    service.caller.send(request.unwrap()).await
}

#[tokio::test]
async fn an_introspection_answer_is_signed_for_its_asker_on_request() {
    let test = TestApp::new().await;
    let mut service = Service::with(&test, 1, &[("id_token_alg", "EdDSA")]).await;
    let (_, mut browser) = holder(&test, 2).await;
    let tokens = service.tokens(&mut browser, "openid").await;
    let kind = "application/token-introspection+jwt";
    for accept in [
        kind,
        "application/json;q=0.5, application/token-introspection+jwt",
    ] {
        let answer = introspected(&mut service, accept, &tokens.access).await;
        assert_eq!(answer.headers["content-type"], kind);
        let token = answer.text();
        assert_eq!(head(&token)["typ"], "token-introspection+jwt");
        assert_eq!(head(&token)["alg"], "EdDSA");
        let claims = inside(&token);
        assert_eq!(claims["aud"], service.id.as_str());
        assert_eq!(claims["iss"], ISSUER);
        assert_eq!(claims["token_introspection"]["active"], true);
        assert_eq!(claims["token_introspection"]["scope"], "openid");
        for absent in ["sub", "exp", "active"] {
            assert!(claims.get(absent).is_none(), "{absent} (RFC 9701 5)");
        }
    }
    let unknown = introspected(&mut service, kind, "nonsense").await;
    let claims = inside(&unknown.text());
    assert_eq!(claims["token_introspection"], json!({"active": false}));
    for accept in [
        "*/*",
        "application/json",
        "application/token-introspection+jwt;q=0",
    ] {
        let answer = introspected(&mut service, accept, &tokens.access).await;
        assert_eq!(answer.json()["active"], true, "{accept}");
    }
}

#[tokio::test]
async fn tokens_and_answers_are_signed_as_the_client_registered() {
    let test = TestApp::new().await;
    for (n, id_token, userinfo) in [
        (1, "ES256", "RS256"),
        (3, "EdDSA", "ES256"),
        (5, "RS256", "EdDSA"),
    ] {
        let algs = [("id_token_alg", id_token), ("userinfo_alg", userinfo)];
        let mut service = Service::with(&test, n, &algs).await;
        let (_, mut browser) = holder(&test, n + 1).await;
        let code = service.code(&mut browser, "openid profile").await;
        let answer = service.exchange(&code).await;
        let id = text(&answer, "id_token");
        assert_eq!(head(&id)["alg"], id_token);
        let told = service.userinfo(&text(&answer, "access_token")).await;
        assert_eq!(told.headers["content-type"], "application/jwt");
        let told = told.text();
        assert_eq!(head(&told)["alg"], userinfo);
        let claims = inside(&told);
        assert_eq!(claims["aud"], service.id.as_str());
        assert_eq!(claims["sub"], inside(&id)["sub"]);
        assert!(claims["name"].is_string());
    }
}

#[tokio::test]
async fn faults_in_the_kinds_of_tokens_are_named() {
    let test = TestApp::new().await;
    let (_, mut browser) = holder(&test, 1).await;
    let usual = [
        ("name", "Dịch vụ của tôi"),
        ("purpose", "Thử"),
        ("redirect_uris", BACK),
    ];
    for (more, words) in [
        (
            [("auth", "none"), ("own_tokens", "yes")],
            "chọn một cách chứng minh",
        ),
        (
            [("class", "high"), ("id_token_alg", "RS256")],
            "không cho dùng RS256",
        ),
        (
            [("class", "high"), ("userinfo_alg", "RS256")],
            "không cho dùng RS256",
        ),
        ([("class", "web"), ("resources", "/v1")], "nhiều nhất 20"),
        (
            [("class", "web"), ("resources", "https://a.example/#x")],
            "không có dấu #",
        ),
        (
            [("class", "web"), ("scopes", "grades openid")],
            "không trùng",
        ),
        ([("class", "web"), ("scopes", "điểm")], "ASCII"),
    ] {
        let mut form = usual.to_vec();
        form.extend(more);
        let answer = browser.post("/developers/new", &form).await;
        answer.shows(422, words);
        answer.shows(422, "Dịch vụ của tôi");
    }
}

// conformance: oidcc-refresh-token
#[tokio::test]
async fn fewer_scopes_are_asked_and_fewer_are_given() {
    let test = TestApp::new().await;
    let mut service = Service::new(&test, 1).await;
    let (_, mut browser) = holder(&test, 2).await;
    let mut tokens = service.tokens(&mut browser, "openid profile phone").await;
    for (scope, granted, phone) in [
        ("openid profile", "openid profile", false),
        ("phone openid", "openid phone", true),
    ] {
        let pairs = [
            ("grant_type", "refresh_token"),
            ("refresh_token", tokens.refresh.as_str()),
            ("scope", scope),
        ];
        let answer = service.call("/oidc/token", &pairs).await;
        assert_eq!(answer.json()["scope"], granted);
        tokens = read(&answer);
        let told = service.userinfo(&tokens.access).await.json();
        assert_eq!(told.get("phone_number").is_some(), phone, "{scope}");
        assert_eq!(told.get("name").is_none(), phone, "{scope}");
        assert_eq!(asked(&mut service, &tokens.access).await["scope"], granted);
    }
    let pairs = [
        ("grant_type", "refresh_token"),
        ("refresh_token", tokens.refresh.as_str()),
        ("scope", "phone"),
    ];
    let answer = service.call("/oidc/token", &pairs).await;
    assert!(answer.json().get("id_token").is_none());
    let access = text(&answer, "access_token");
    refused(&service.userinfo(&access).await, 403, "insufficient_scope");
}

#[tokio::test]
async fn a_session_that_nobody_uses_takes_its_tokens_along() {
    let test = TestApp::new().await;
    let mut service = Service::new(&test, 1).await;
    let (_, mut browser) = holder(&test, 2).await;
    let tokens = service.tokens(&mut browser, "openid").await;
    test.advance(SignedDuration::from_mins(15));
    browser.get("/home").await;
    test.advance(SignedDuration::from_mins(15));
    let tokens = read(&service.refresh(&tokens.refresh).await);
    test.advance(SignedDuration::from_mins(6));
    refused(
        &service.refresh(&tokens.refresh).await,
        400,
        "invalid_grant",
    );
}

// law: D59-5
#[tokio::test]
async fn what_lasts_ends_ninety_days_after_the_persons_word_however_often_it_is_used() {
    let test = TestApp::new().await;
    let mut service = Service::new(&test, 1).await;
    let (person, mut browser) = holder(&test, 2).await;
    service.tokens(&mut browser, "openid offline_access").await;
    test.advance(SignedDuration::from_hours(24 * 60));
    person.sign_in(&test, &mut browser).await;
    let back = browser
        .get(&service.asks("openid offline_access", &[]))
        .await;
    let code = of_query(back.location(), "code").unwrap();
    let tokens = read(&service.exchange(&code).await);
    test.advance(SignedDuration::from_hours(24 * 31));
    refused(
        &service.refresh(&tokens.refresh).await,
        400,
        "invalid_grant",
    );
    person.sign_in(&test, &mut browser).await;
    browser
        .get(&service.asks("openid offline_access", &[]))
        .await
        .goes_to("/oidc/continue");
    browser
        .get("/oidc/continue")
        .await
        .shows(200, "tối đa 90 ngày");
}
