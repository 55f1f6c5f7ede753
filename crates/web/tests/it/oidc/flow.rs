//! The code flow as it should go.

use domain::account::Level;
use serde_json::json;
use testkit::TestApp;
use testkit::people::Person;

use super::{BACK, Service, inside, of_query, read};
use crate::holds::holder;

// law: D59-13.2, D59-5
// conformance: oidcc-server, oidcc-userinfo-get, oidcc-scope-profile
#[tokio::test]
async fn somebody_signs_in_to_a_service_and_it_learns_what_he_agreed_to() {
    let test = TestApp::new().await;
    let mut service = Service::new(&test, 1).await;
    let person = Person::of(2);
    person.register(&test.app).await;
    person.account(&test.app, Level::Two).await;
    let mut browser = test.client();
    browser
        .get(&service.asks("openid profile identity", &[]))
        .await
        .goes_to("/oidc/continue");
    browser.get("/oidc/continue").await.goes_to("/sign-in");
    person
        .sign_in_to(&test, &mut browser, "/oidc/continue")
        .await;
    let page = browser.get("/oidc/continue").await;
    for words in [
        "Dịch vụ thử",
        "Xem kết quả học tập",
        person.number(),
        "dichvu.example",
        "Luôn gửi",
    ] {
        page.shows(200, words);
    }
    let policy = page.headers["content-security-policy"].to_str().unwrap();
    assert!(
        policy.contains("form-action 'self' https://dichvu.example;"),
        "{policy}"
    );
    let back = super::decide(&mut browser, "/oidc/continue", &[("decision", "allow")]).await;
    assert_eq!(back.status, 303, "{}", back.text());
    assert!(back.location().starts_with(BACK));
    assert_eq!(of_query(back.location(), "state").unwrap(), "s t&a=te");
    assert_eq!(
        of_query(back.location(), "iss").unwrap(),
        "http://localhost"
    );
    let code = of_query(back.location(), "code").unwrap();

    let answer = service.exchange(&code).await;
    assert_eq!(answer.headers["cache-control"], "no-store");
    let tokens = read(&answer);
    assert_eq!(tokens.id["iss"], "http://localhost");
    assert_eq!(tokens.id["aud"], service.id.as_str());
    assert_eq!(tokens.id["nonce"], "n-0S6_WzA2Mj");
    assert_eq!(tokens.id["acr"], "urn:dinhdanh:acr:2");
    assert!(
        tokens.id.get("name").is_none(),
        "by userinfo, as the standard says"
    );

    let told = service.userinfo(&tokens.access).await.json();
    assert_eq!(told["sub"], tokens.id["sub"]);
    assert_eq!(told["name"], person.record.identity.name.as_str());
    assert_eq!(told["personal_administrative_number"], person.number());
    assert_eq!(told["account_level"], 2);
    assert!(told.get("email").is_none(), "not asked");
    assert!(service.active(&tokens.access).await);

    // D59-4.4: the holder sees both the sign-in and the reading.
    browser
        .get("/activity")
        .await
        .shows(200, "Dịch vụ Dịch vụ thử");
    // Asked before: no second question, and another code at once.
    let again = browser
        .get(&service.asks("openid profile identity", &[]))
        .await;
    assert!(of_query(again.location(), "code").is_some());
}

#[tokio::test]
async fn two_services_know_one_person_by_two_names_and_tokens_tell_nothing() {
    let test = TestApp::new().await;
    let mut one = Service::new(&test, 1).await;
    let mut other = Service::new(&test, 2).await;
    let (_, mut browser) = holder(&test, 3).await;
    let first = one.tokens(&mut browser, "openid").await;
    let second = other.tokens(&mut browser, "openid").await;
    assert_ne!(first.id["sub"], second.id["sub"]);
    let begin = |token: &str| token[..20].to_owned();
    assert_ne!(begin(&first.access), begin(&second.access));
    assert_ne!(begin(&first.access), begin(&first.refresh));
    // A token of one is nothing to the other (RFC 7662 4).
    assert!(!other.active(&first.access).await);
    let again = one.tokens(&mut browser, "openid").await;
    assert_eq!(first.id["sub"], again.id["sub"]);
}

// conformance: oidcc-claims-essential
#[tokio::test]
async fn a_value_asked_by_name_goes_only_when_it_is_ticked() {
    let test = TestApp::new().await;
    let mut service = Service::new(&test, 1).await;
    let (_, mut browser) = holder(&test, 2).await;
    let claims =
        r#"{"userinfo":{"phone_number":null,"name":{"essential":true}},"id_token":{"email":null}}"#;
    for (ticked, has) in [(vec![], false), (vec![("claim", "phone_number")], true)] {
        let address = service.asks("openid", &[("claims", claims), ("prompt", "consent")]);
        browser.get(&address).await.goes_to("/oidc/continue");
        browser
            .get("/oidc/continue")
            .await
            .shows(200, "Chỉ gửi thêm nếu bạn chọn");
        let mut form = vec![("decision", "allow")];
        form.extend(ticked);
        let back = super::decide(&mut browser, "/oidc/continue", &form).await;
        let code = of_query(back.location(), "code").unwrap();
        let tokens = read(&service.exchange(&code).await);
        let told = service.userinfo(&tokens.access).await.json();
        assert_eq!(told.get("phone_number").is_some(), has);
        assert!(told.get("name").is_some());
        assert!(tokens.id.get("email").is_none());
    }
}

// conformance: oidcc-refresh-token
#[tokio::test]
async fn a_refresh_token_serves_once_and_a_second_use_ends_everything() {
    let test = TestApp::new().await;
    let mut service = Service::new(&test, 1).await;
    let (_, mut browser) = holder(&test, 2).await;
    let tokens = service.tokens(&mut browser, "openid").await;
    let next = read(&service.refresh(&tokens.refresh).await);
    assert_eq!(next.id["sub"], tokens.id["sub"]);
    assert_eq!(next.id["auth_time"], tokens.id["auth_time"]);
    assert!(service.active(&next.access).await);
    super::refused(
        &service.refresh(&tokens.refresh).await,
        400,
        "invalid_grant",
    );
    assert!(!service.active(&next.access).await, "RFC 9700 4.14.2");
    super::refused(&service.refresh(&next.refresh).await, 400, "invalid_grant");
}

// conformance: oidcc-codereuse, oidcc-codereuse-30seconds
// conformance: fapi2-security-profile-final-ensure-token-endpoint-fails-with-expired-auth-code
#[tokio::test]
async fn a_code_serves_once_for_a_minute_and_a_second_use_ends_everything() {
    let test = TestApp::new().await;
    let mut service = Service::new(&test, 1).await;
    let (_, mut browser) = holder(&test, 2).await;
    let code = service.code(&mut browser, "openid").await;
    let tokens = read(&service.exchange(&code).await);
    super::refused(&service.exchange(&code).await, 400, "invalid_grant");
    assert!(!service.active(&tokens.access).await, "RFC 6749 4.1.2");
    // Agreed before, so from now on it goes by itself.
    let code = service.code(&mut browser, "openid").await;
    let tokens = read(&service.exchange(&code).await);
    test.advance(jiff::SignedDuration::from_secs(31));
    super::refused(&service.exchange(&code).await, 400, "invalid_grant");
    assert!(!service.active(&tokens.access).await, "RFC 6749 4.1.2");
    let late = service.code(&mut browser, "openid").await;
    test.advance(jiff::SignedDuration::from_secs(61));
    super::refused(&service.exchange(&late).await, 400, "invalid_grant");
}

// conformance: form_post/oidcc-server, form_post/oidcc-codereuse-30seconds
#[tokio::test]
async fn the_answer_may_come_as_a_form() {
    let test = TestApp::new().await;
    let mut service = Service::new(&test, 1).await;
    let (_, mut browser) = holder(&test, 2).await;
    let address = service.asks("openid", &[("response_mode", "form_post")]);
    browser.get(&address).await.goes_to("/oidc/continue");
    let page = super::decide(&mut browser, "/oidc/continue", &[("decision", "allow")]).await;
    page.shows(200, &format!("action=\"{BACK}\""));
    page.shows(200, "name=\"code\"");
    page.shows(200, "value=\"s t&amp;a=te\"");
    assert_eq!(page.headers["cache-control"], "no-store");
    let text = page.text();
    let (_, rest) = text.split_once("name=\"code\" value=\"").unwrap();
    let code = rest.split('"').next().unwrap();
    let tokens = read(&service.exchange(code).await);
    test.advance(jiff::SignedDuration::from_secs(31));
    super::refused(&service.exchange(code).await, 400, "invalid_grant");
    assert!(!service.active(&tokens.access).await, "RFC 6749 4.1.2");
}

// conformance: oidcc-discovery-endpoint-verification
// conformance: oidcc-rp-initiated-logout-discovery-endpoint-verification
// conformance: fapi2-security-profile-final-discovery-end-point-verification
#[tokio::test]
async fn metadata_and_keys_are_there_for_everybody() {
    let test = TestApp::new().await;
    let mut anybody = test.client();
    let told = anybody
        .get("/.well-known/openid-configuration")
        .await
        .json();
    assert_eq!(told["issuer"], "http://localhost");
    assert_eq!(
        told["subject_types_supported"],
        serde_json::json!(["pairwise"])
    );
    for (name, value) in [
        (
            "end_session_endpoint",
            json!("http://localhost/oidc/logout"),
        ),
        (
            "pushed_authorization_request_endpoint",
            json!("http://localhost/oidc/par"),
        ),
        (
            "authorization_response_iss_parameter_supported",
            json!(true),
        ),
        ("code_challenge_methods_supported", json!(["S256"])),
        (
            "dpop_signing_alg_values_supported",
            json!(["ES256", "EdDSA", "PS256"]),
        ),
    ] {
        assert_eq!(told[name], value, "{name}");
    }
    let keys = anybody.get("/oidc/jwks").await.json();
    let keys = keys["keys"].as_array().unwrap();
    assert_eq!(keys.len(), 3);
    assert!(keys.iter().all(|key| key.get("d").is_none()));
    // The identity token names one of them.
    let mut service = Service::new(&test, 1).await;
    let (_, mut browser) = holder(&test, 2).await;
    let code = service.code(&mut browser, "openid").await;
    let body = service.exchange(&code).await.json();
    let text = body["id_token"].as_str().unwrap();
    let head = text.split('.').next().unwrap();
    let head = inside(&format!(".{head}"));
    assert!(keys.iter().any(|key| key["kid"] == head["kid"]));
    assert_eq!(head["alg"], "RS256");
}

#[tokio::test]
async fn a_page_leads_to_the_address_of_this_request_and_to_no_other_of_the_service() {
    let test = TestApp::new().await;
    let second = "https://app.dichvu.example/tro-lai";
    let both = format!("{BACK}\n{second}");
    let service = Service::with(&test, 1, &[("redirect_uris", &both)]).await;
    let (_, mut browser) = holder(&test, 2).await;
    browser
        .get(&service.asks("openid", &[("redirect_uri", second)]))
        .await
        .goes_to("/oidc/continue");
    let page = browser.get("/oidc/continue").await;
    let policy = page.headers["content-security-policy"].to_str().unwrap();
    assert!(
        policy.contains("form-action 'self' https://app.dichvu.example;"),
        "{policy}"
    );
    let back = super::decide(&mut browser, "/oidc/continue", &[("decision", "allow")]).await;
    assert!(back.location().starts_with(second), "{}", back.location());
}

// law: D59-31.2
#[tokio::test]
async fn a_developer_sees_what_his_service_used() {
    let test = TestApp::new().await.configured(|c| c.one_device = false);
    let mut service = Service::new(&test, 1).await;
    let (_, mut browser) = holder(&test, 2).await;
    let tokens = service.tokens(&mut browser, "openid profile").await;
    read(&service.refresh(&tokens.refresh).await);
    for _ in 0..2 {
        service.userinfo(&tokens.access).await;
    }
    let mut developer = test.client();
    Person::of(1).sign_in(&test, &mut developer).await;
    let used = "Lượt đăng nhập: 1. Lượt đổi mã: 2. Lượt đọc thông tin: 1.";
    developer.get("/developers").await.shows(200, used);
    test.advance(jiff::SignedDuration::from_hours(24 * 30));
    Person::of(1).sign_in(&test, &mut developer).await;
    let used = "Lượt đăng nhập: 0. Lượt đổi mã: 0. Lượt đọc thông tin: 0.";
    developer.get("/developers").await.shows(200, used);
}
