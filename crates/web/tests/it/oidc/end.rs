//! Everything that ends a token: a lock at the next request (I5), signing out, withdrawing, revoking.

use base64::Engine as _;
use jiff::SignedDuration;
use testkit::TestApp;

use super::{Service, of_query, refused};
use crate::holds::holder;

// law: D59-19.x, D59-5
#[tokio::test]
async fn a_lock_shuts_every_door_at_the_next_request() {
    let test = TestApp::new().await;
    let mut service = Service::new(&test, 1).await;
    let (person, mut browser) = holder(&test, 2).await;
    let tokens = service
        .tokens(&mut browser, "openid profile offline_access")
        .await;
    let back = browser
        .get(&service.asks("openid profile offline_access", &[]))
        .await;
    let code = of_query(back.location(), "code").unwrap();
    assert!(service.active(&tokens.access).await);
    browser.post("/lock", &[("reason", "lost-device")]).await;
    assert!(!service.active(&tokens.access).await);
    assert!(!service.active(&tokens.refresh).await);
    refused(
        &service.userinfo(&tokens.access).await,
        401,
        "invalid_token",
    );
    refused(
        &service.refresh(&tokens.refresh).await,
        400,
        "invalid_grant",
    );
    refused(&service.exchange(&code).await, 400, "invalid_grant");
    // A new sign-in leads to the status page, and nowhere else.
    let mut other = test.client();
    other.get(&service.asks("openid", &[])).await;
    other.get("/oidc/continue").await.goes_to("/sign-in");
    person.sign_in_to(&test, &mut other, "/locked").await;
    other.get("/oidc/continue").await.goes_to("/sign-in");
    let silent = other
        .get(&service.asks("openid", &[("prompt", "none")]))
        .await;
    assert_eq!(
        of_query(silent.location(), "error").unwrap(),
        "login_required"
    );
}

#[tokio::test]
async fn signing_out_ends_what_was_for_the_session_and_spares_what_should_last() {
    let test = TestApp::new().await;
    let mut service = Service::new(&test, 1).await;
    let (_, mut browser) = holder(&test, 2).await;
    let lasting = service.tokens(&mut browser, "openid offline_access").await;
    let mut other = Service::new(&test, 3).await;
    let short = other.tokens(&mut browser, "openid").await;
    browser
        .post("/sign-out", &[])
        .await
        .goes_to("/sign-in?out=1");
    assert!(!other.active(&short.access).await);
    refused(&other.refresh(&short.refresh).await, 400, "invalid_grant");
    assert!(service.active(&lasting.access).await);
    assert_eq!(service.refresh(&lasting.refresh).await.status, 200);
}

// law: D59-19.x
#[tokio::test]
async fn what_was_let_in_before_a_lock_is_not_let_in_again_after_it() {
    let test = TestApp::new().await;
    let mut service = Service::new(&test, 1).await;
    let (person, mut browser) = holder(&test, 2).await;
    let tokens = service.tokens(&mut browser, "openid offline_access").await;
    let form = [
        ("number", person.number()),
        ("way", "password"),
        ("password", testkit::people::PASSWORD),
    ];
    let locked = test.client().post("/lock-now", &form).await;
    assert_eq!(locked.status, 303, "{}", locked.text());
    assert!(!service.active(&tokens.access).await);
    // The short lock is over by itself after a day (UX-12).
    test.advance(jiff::SignedDuration::from_hours(25));
    refused(
        &service.refresh(&tokens.refresh).await,
        400,
        "invalid_grant",
    );
    person.sign_in(&test, &mut browser).await;
    let back = browser
        .get(&service.asks("openid offline_access", &[]))
        .await;
    let code = of_query(back.location(), "code").unwrap();
    assert_eq!(service.exchange(&code).await.status, 200);
}

// law: D69-19
#[tokio::test]
async fn a_consent_taken_back_ends_its_tokens_and_is_asked_again() {
    let test = TestApp::new().await;
    let mut service = Service::new(&test, 1).await;
    let (_, mut browser) = holder(&test, 2).await;
    let tokens = service
        .tokens(&mut browser, "openid profile offline_access")
        .await;
    browser
        .get("/personal/services")
        .await
        .shows(200, "Xem kết quả học tập");
    browser
        .post("/personal/services/withdraw", &[("client", &service.id)])
        .await
        .goes_to("/personal/services?done=1");
    assert!(!service.active(&tokens.access).await);
    refused(
        &service.refresh(&tokens.refresh).await,
        400,
        "invalid_grant",
    );
    browser.get(&service.asks("openid profile", &[])).await;
    browser
        .get("/oidc/continue")
        .await
        .shows(200, "Thông tin sẽ được gửi");
    browser
        .post("/personal/services/withdraw", &[("client", &service.id)])
        .await
        .shows(404, "");
}

#[tokio::test]
async fn a_service_gives_tokens_back() {
    let test = TestApp::new().await;
    let mut service = Service::new(&test, 1).await;
    let mut other = Service::new(&test, 3).await;
    let (_, mut browser) = holder(&test, 2).await;
    let tokens = service.tokens(&mut browser, "openid").await;
    let revoke = |token: &str| [("token", token.to_owned())];
    let pairs = revoke(&tokens.access);
    let pairs = [(pairs[0].0, pairs[0].1.as_str())];
    // Another's is not touched, and not told of (RFC 7009 2.1).
    assert_eq!(other.call("/oidc/revoke", &pairs).await.status, 200);
    assert!(service.active(&tokens.access).await);
    assert_eq!(service.call("/oidc/revoke", &pairs).await.status, 200);
    assert!(!service.active(&tokens.access).await);
    let next = super::read(&service.refresh(&tokens.refresh).await);
    let pairs = [("token", next.refresh.as_str())];
    assert_eq!(service.call("/oidc/revoke", &pairs).await.status, 200);
    assert!(
        !service.active(&next.access).await,
        "the grant ends with it"
    );
    assert_eq!(
        service
            .call("/oidc/revoke", &[("token", "nonsense")])
            .await
            .status,
        200
    );
}

// conformance: oidcc-rp-initiated-logout
// conformance: oidcc-rp-initiated-logout-bad-post-logout-redirect-uri
// conformance: oidcc-rp-initiated-logout-bad-id-token-hint
// conformance: oidcc-rp-initiated-logout-no-params
#[tokio::test]
async fn a_service_ends_the_session_here_too() {
    let test = TestApp::new().await;
    let mut service = Service::new(&test, 1).await;
    let (_, mut browser) = holder(&test, 2).await;
    let code = service.code(&mut browser, "openid").await;
    let body = service.exchange(&code).await.json();
    let hint = body["id_token"].as_str().unwrap().to_owned();
    let bye = "https://dichvu.example/tam-biet";
    let with = |pairs: &[(&str, &str)]| format!("/oidc/logout?{}", super::encode(pairs));
    // An address that is not registered, or a hint that was changed: nothing happens.
    let foreign = with(&[
        ("id_token_hint", &hint),
        ("post_logout_redirect_uri", "https://boese.example/"),
    ]);
    browser
        .get(&foreign)
        .await
        .shows(400, "Dịch vụ gửi yêu cầu sai");
    let (head, signature) = hint.rsplit_once('.').unwrap();
    let reversed: String = signature.chars().rev().collect();
    let changed = format!("{head}.{reversed}");
    let bad = with(&[
        ("id_token_hint", &changed),
        ("post_logout_redirect_uri", bye),
    ]);
    browser.get(&bad).await.shows(400, "");
    // Without a hint the person is asked.
    browser.get("/oidc/logout").await.shows(200, "Đăng xuất?");
    assert_eq!(browser.get("/personal").await.status, 200);
    let good = with(&[
        ("id_token_hint", &hint),
        ("post_logout_redirect_uri", bye),
        ("state", "x y"),
    ]);
    browser
        .get(&good)
        .await
        .goes_to(&format!("{bye}?state=x+y"));
    let silent = browser
        .get(&service.asks("openid", &[("prompt", "none")]))
        .await;
    assert_eq!(
        of_query(silent.location(), "error").unwrap(),
        "login_required"
    );
}

/// RP-Initiated Logout 2: neither the age of the token nor that of its key is a fault, for half a year.
#[tokio::test]
async fn a_token_is_a_hint_after_its_key_left_the_published_set() {
    let test = TestApp::new().await;
    let mut service = Service::new(&test, 1).await;
    let (_, mut browser) = holder(&test, 2).await;
    let code = service.code(&mut browser, "openid").await;
    let body = service.exchange(&code).await.json();
    let hint = body["id_token"].as_str().unwrap();
    let head = hint.split('.').next().unwrap();
    let head = super::URL_SAFE_NO_PAD.decode(head).unwrap();
    let head: serde_json::Value = serde_json::from_slice(&head).unwrap();
    let bye = "https://dichvu.example/tam-biet";
    let pairs = [("id_token_hint", hint), ("post_logout_redirect_uri", bye)];
    let place = format!("/oidc/logout?{}", super::encode(&pairs));
    test.advance(SignedDuration::from_hours(24 * 100));
    let (app, system) = (&test.app, test.app.system());
    app::activity::retention::schedule(app, &system)
        .await
        .unwrap();
    test.jobs().await;
    let shown = test.client().get("/oidc/jwks").await.json();
    let mut shown = shown["keys"].as_array().unwrap().iter();
    assert!(!shown.any(|key| key["kid"] == head["kid"]), "{head}");
    test.client().get(&place).await.goes_to(bye);
    test.advance(SignedDuration::from_hours(24 * 180));
    test.client().get(&place).await.shows(400, "");
}

#[tokio::test]
async fn the_question_before_signing_out_may_lead_on_to_the_service() {
    let test = TestApp::new().await;
    let mut service = Service::new(&test, 1).await;
    let (_, mut browser) = holder(&test, 2).await;
    let (_, mut other) = holder(&test, 3).await;
    let code = service.code(&mut other, "openid").await;
    let body = service.exchange(&code).await.json();
    let bye = "https://dichvu.example/tam-biet";
    let pairs = [
        ("id_token_hint", body["id_token"].as_str().unwrap()),
        ("post_logout_redirect_uri", bye),
    ];
    let request = super::encode(&pairs);
    let page = browser.get(&format!("/oidc/logout?{request}")).await;
    page.shows(200, "Đăng xuất?");
    let policy = page.headers["content-security-policy"].to_str().unwrap();
    assert!(
        policy.contains("form-action 'self' https://dichvu.example;"),
        "{policy}"
    );
    browser
        .post("/oidc/logout/confirm", &[("request", &request)])
        .await
        .goes_to(bye);
}
