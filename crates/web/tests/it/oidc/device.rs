//! A device without a browser (RFC 8628): it shows a code, the person types it elsewhere and decides.

use jiff::SignedDuration;
use serde_json::Value;
use testkit::people::Person;
use testkit::{Answer, Client, TestApp};

use super::{Service, decide, read, refused};
use crate::documents::scene::both;
use crate::holds::holder;

both!(
    a_device_gets_its_tokens_after_the_person_agreed,
    a_lock_between_agreement_and_token_leaves_nothing
);

const GRANT: &str = "urn:ietf:params:oauth:grant-type:device_code";
const ASK: &str = "/oidc/device_authorization";

/// The answer to a device.
struct Shown {
    device_code: String,
    user_code: String,
}

async fn service(test: &TestApp, n: u32) -> Service {
    Service::with(test, n, &[("devices", "yes")]).await
}

async fn asks(service: &mut Service, scope: &str) -> (Shown, Value) {
    let answer = service.call(ASK, &[("scope", scope)]).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    assert_eq!(answer.headers["cache-control"], "no-store");
    let body = answer.json();
    let text = |name: &str| body[name].as_str().unwrap().to_owned();
    let shown = Shown {
        device_code: text("device_code"),
        user_code: text("user_code"),
    };
    (shown, body)
}

async fn polls(service: &mut Service, device_code: &str) -> Answer {
    let pairs = [("grant_type", GRANT), ("device_code", device_code)];
    service.call("/oidc/token", &pairs).await
}

async fn types(browser: &mut Client, code: &str) -> Answer {
    browser.post("/device", &[("user_code", code)]).await
}

async fn agrees(browser: &mut Client, code: &str) {
    types(browser, code).await.goes_to("/oidc/continue");
    let done = decide(browser, "/oidc/continue", &[("decision", "allow")]).await;
    done.shows(200, "Bạn đã đồng ý");
}

// law: D59-13.2, D59-5
async fn a_device_gets_its_tokens_after_the_person_agreed(test: TestApp) {
    let mut service = service(&test, 1).await;
    let (shown, body) = asks(&mut service, "openid profile offline_access").await;
    assert_eq!(body["verification_uri"], "http://localhost/device");
    assert_eq!(body["expires_in"], 600);
    assert_eq!(body["interval"], 5);
    let complete = body["verification_uri_complete"].as_str().unwrap();
    let address = complete.strip_prefix("http://localhost").unwrap();
    assert_eq!(address, format!("/device?user_code={}", shown.user_code));
    refused(
        &polls(&mut service, &shown.device_code).await,
        400,
        "authorization_pending",
    );

    let person = Person::of(2);
    person.register(&test.app).await;
    person.account(&test.app, domain::account::Level::Two).await;
    let mut browser = test.client();
    let page = browser.get(address).await;
    page.shows(200, &shown.user_code);
    page.shows(200, "Không ai được gửi cho bạn mã");
    // An address alone does nothing, and a code may be typed before signing in.
    let typed = shown.user_code.replace('-', " ").to_lowercase();
    types(&mut browser, &typed).await.goes_to("/oidc/continue");
    browser.get("/oidc/continue").await.goes_to("/sign-in");
    person
        .sign_in_to(&test, &mut browser, "/oidc/continue")
        .await;
    let page = browser.get("/oidc/continue").await;
    let name = person.record.identity.name.as_str();
    for words in ["Dịch vụ thử", "Không ai được gửi cho bạn mã", name] {
        page.shows(200, words);
    }
    let done = decide(&mut browser, "/oidc/continue", &[("decision", "allow")]).await;
    done.shows(200, "Bạn đã đồng ý");

    let tokens = read(&polls(&mut service, &shown.device_code).await);
    assert_eq!(tokens.id["aud"], service.id.as_str());
    let told = service.userinfo(&tokens.access).await.json();
    assert_eq!(told["name"], name);
    assert_eq!(told["sub"], tokens.id["sub"]);
    let again = read(&service.refresh(&tokens.refresh).await);
    assert!(service.active(&again.access).await);
    browser
        .get("/activity")
        .await
        .shows(200, "Dịch vụ Dịch vụ thử");
    // Asked for a second time it was stolen once: all of it ends.
    refused(
        &polls(&mut service, &shown.device_code).await,
        400,
        "invalid_grant",
    );
    assert!(!service.active(&again.access).await);
}

// law: D59-19.1.a.i
async fn a_lock_between_agreement_and_token_leaves_nothing(test: TestApp) {
    let mut service = service(&test, 1).await;
    let (_, mut browser) = holder(&test, 2).await;
    let (shown, _) = asks(&mut service, "openid").await;
    agrees(&mut browser, &shown.user_code).await;
    browser.post("/lock", &[("reason", "lost-device")]).await;
    let answer = polls(&mut service, &shown.device_code).await;
    refused(&answer, 400, "invalid_grant");
}

#[tokio::test]
async fn signing_out_before_the_device_asked_leaves_nothing() {
    let test = TestApp::new().await;
    let mut service = service(&test, 1).await;
    let (_, mut browser) = holder(&test, 2).await;
    let (shown, _) = asks(&mut service, "openid").await;
    agrees(&mut browser, &shown.user_code).await;
    browser.post("/sign-out", &[]).await;
    let answer = polls(&mut service, &shown.device_code).await;
    refused(&answer, 400, "invalid_grant");
}

/// RFC 8628 3.5, in the order of one request's life.
#[tokio::test]
async fn each_question_of_a_device_has_the_answer_of_the_standard() {
    let test = TestApp::new().await;
    let mut service = service(&test, 1).await;
    let (shown, _) = asks(&mut service, "openid").await;
    for (wait, error) in [
        (0, "authorization_pending"),
        (4, "slow_down"),
        // Ten seconds now, counted from the last question.
        (9, "slow_down"),
        (15, "authorization_pending"),
        (14, "slow_down"),
        (600, "expired_token"),
    ] {
        test.advance(SignedDuration::from_secs(wait));
        refused(&polls(&mut service, &shown.device_code).await, 400, error);
    }
}

#[tokio::test]
async fn what_is_not_this_clients_or_not_asked_well_is_refused() {
    let test = TestApp::new().await;
    let mut one = service(&test, 1).await;
    let mut other = service(&test, 2).await;
    let mut plain = Service::new(&test, 3).await;
    let (shown, _) = asks(&mut one, "openid").await;
    refused(
        &polls(&mut other, &shown.device_code).await,
        400,
        "invalid_grant",
    );
    refused(&polls(&mut one, "nothing").await, 400, "invalid_grant");
    let without = [("grant_type", GRANT)];
    refused(
        &one.call("/oidc/token", &without).await,
        400,
        "invalid_request",
    );
    refused(
        &polls(&mut plain, &shown.device_code).await,
        400,
        "unauthorized_client",
    );
    let openid = [("scope", "openid")];
    refused(&plain.call(ASK, &openid).await, 400, "unauthorized_client");
    refused(
        &one.call(ASK, &[("scope", "profile")]).await,
        400,
        "invalid_scope",
    );
    let object = [("scope", "openid"), ("request", "a.b.c")];
    refused(&one.call(ASK, &object).await, 400, "request_not_supported");
    let wrong = one.call_as("Basic eDp5", ASK, &openid).await;
    refused(&wrong, 401, "invalid_client");
    let told = test
        .client()
        .get("/.well-known/openid-configuration")
        .await
        .json();
    assert_eq!(
        told["device_authorization_endpoint"],
        format!("http://localhost{ASK}")
    );
    assert!(
        told["grant_types_supported"]
            .as_array()
            .unwrap()
            .contains(&GRANT.into())
    );
}

#[tokio::test]
async fn who_declines_is_believed_and_one_decision_counts() {
    let test = TestApp::new().await;
    let mut service = service(&test, 1).await;
    let (_, mut first) = holder(&test, 2).await;
    let (_, mut second) = holder(&test, 3).await;
    let (shown, _) = asks(&mut service, "openid").await;
    for browser in [&mut first, &mut second] {
        types(browser, &shown.user_code)
            .await
            .goes_to("/oidc/continue");
    }
    let no = decide(&mut first, "/oidc/continue", &[("decision", "deny")]).await;
    no.shows(200, "Không gửi gì cả");
    let late = decide(&mut second, "/oidc/continue", &[("decision", "allow")]).await;
    late.shows(410, "không còn hiệu lực");
    refused(
        &polls(&mut service, &shown.device_code).await,
        400,
        "access_denied",
    );
    let over = types(&mut second, &shown.user_code).await;
    over.shows(422, "Không có thiết bị nào đang chờ");
}

/// RFC 8628 5.4: who was sent a code must not be waved through by what he agreed to once.
#[tokio::test]
async fn a_device_asks_each_time() {
    let test = TestApp::new().await;
    let mut service = service(&test, 1).await;
    let (_, mut browser) = holder(&test, 2).await;
    for _ in 0..2 {
        let (shown, _) = asks(&mut service, "openid").await;
        types(&mut browser, &shown.user_code)
            .await
            .goes_to("/oidc/continue");
        let page = browser.get("/oidc/continue").await;
        page.shows(200, "Không ai được gửi cho bạn mã");
        let quietly = decide(&mut browser, "/oidc/continue", &[("decision", "again")]).await;
        assert_eq!(quietly.status, 410, "{}", quietly.words());
        refused(
            &polls(&mut service, &shown.device_code).await,
            400,
            "authorization_pending",
        );
        agrees(&mut browser, &shown.user_code).await;
        read(&polls(&mut service, &shown.device_code).await);
    }
}

/// RFC 8628 5.1.
#[tokio::test]
async fn guessing_codes_comes_to_an_end() {
    let test = TestApp::new().await;
    let mut service = service(&test, 1).await;
    let (shown, _) = asks(&mut service, "openid").await;
    let mut browser = test.client();
    let typo = types(&mut browser, "ABC <b>").await;
    typo.shows(422, "Mã gồm 8 chữ cái");
    typo.shows(422, "ABC &lt;b&gt;");
    for _ in 0..60 {
        let wrong = types(&mut browser, "BBBB-BBBB").await;
        wrong.shows(422, "Không có thiết bị nào đang chờ");
    }
    let right = types(&mut browser, &shown.user_code).await;
    assert_eq!(right.status, 429, "{}", right.words());
    test.advance(SignedDuration::from_mins(10));
    let (shown, _) = asks(&mut service, "openid").await;
    types(&mut browser, &shown.user_code)
        .await
        .goes_to("/oidc/continue");
}
