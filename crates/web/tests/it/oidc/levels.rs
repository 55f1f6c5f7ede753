//! Levels of the account and of the sign-in, age of the sign-in, and what a service may not do without.

use domain::account::Level;
use jiff::SignedDuration;
use testkit::TestApp;
use testkit::people::Person;

use super::{Service, of_query, read};
use crate::holds::holder;

async fn error_of(
    service: &Service,
    browser: &mut testkit::Client,
    more: &[(&str, &str)],
) -> String {
    let answer = browser.get(&service.asks("openid", more)).await;
    of_query(answer.location(), "error").unwrap_or_else(|| answer.location().to_owned())
}

// law: D59-12, D69-9
#[tokio::test]
async fn a_level_one_account_is_told_what_is_missing_and_so_is_the_service() {
    let test = TestApp::new().await;
    let service = Service::new(&test, 1).await;
    let person = Person::of(2);
    person.register(&test.app).await;
    person.account(&test.app, Level::One).await;
    let mut browser = test.client();
    person.sign_in(&test, &mut browser).await;
    browser.get(&service.asks("openid identity", &[])).await;
    browser
        .get("/oidc/continue")
        .await
        .shows(200, "Cần tài khoản mức độ 2");
    let forced = super::decide(&mut browser, "/oidc/continue", &[("decision", "allow")]).await;
    assert_eq!(forced.status, 409, "{}", forced.text());
    let back = super::decide(&mut browser, "/oidc/back", &[("why", "not-enough")]).await;
    assert_eq!(
        of_query(back.location(), "error").unwrap(),
        "unmet_authentication_requirements"
    );
}

// law: D59-24.2, D59-24.x
// conformance: oidcc-ensure-request-with-acr-values-succeeds
#[tokio::test]
async fn an_authentication_level_that_is_not_there_is_refused_and_a_wish_is_not() {
    let test = TestApp::new().await;
    let mut service = Service::new(&test, 1).await;
    let (_, mut browser) = holder(&test, 2).await;
    let must = r#"{"id_token":{"acr":{"essential":true,"values":["urn:dinhdanh:acr:3"]}}}"#;
    browser
        .get(&service.asks("openid", &[("claims", must)]))
        .await;
    browser
        .get("/oidc/continue")
        .await
        .shows(200, "Cần đăng nhập chắc chắn hơn");
    for decision in ["allow", "again"] {
        let forced = super::decide(&mut browser, "/oidc/continue", &[("decision", decision)]).await;
        assert_eq!(forced.status, 409, "{}", forced.text());
    }
    browser
        .get(&service.asks("openid", &[("acr_values", "urn:dinhdanh:acr:3")]))
        .await;
    let back = super::decide(&mut browser, "/oidc/continue", &[("decision", "allow")]).await;
    let code = of_query(back.location(), "code").unwrap();
    let tokens = read(&service.exchange(&code).await);
    assert_eq!(tokens.id["acr"], "urn:dinhdanh:acr:2");
}

// conformance: oidcc-max-age-1, oidcc-max-age-10000, oidcc-prompt-login
#[tokio::test]
async fn a_service_may_want_a_fresh_sign_in() {
    let test = TestApp::new().await;
    let mut service = Service::new(&test, 1).await;
    let (person, mut browser) = holder(&test, 2).await;
    let first = service.tokens(&mut browser, "openid").await;
    test.advance(SignedDuration::from_secs(100));
    for more in [("max_age", "10"), ("prompt", "login")] {
        browser.get(&service.asks("openid", &[more])).await;
        browser.get("/oidc/continue").await.goes_to("/sign-in");
        let stale = super::decide(&mut browser, "/oidc/continue", &[("decision", "again")]).await;
        stale.goes_to("/oidc/continue");
        test.advance(SignedDuration::from_secs(1));
        person
            .sign_in_to(&test, &mut browser, "/oidc/continue")
            .await;
        let back = super::decide(&mut browser, "/oidc/continue", &[("decision", "again")]).await;
        let code = of_query(back.location(), "code").expect("a code");
        let again = read(&service.exchange(&code).await);
        assert!(again.id["auth_time"].as_i64() > first.id["auth_time"].as_i64());
        test.advance(SignedDuration::from_secs(100));
    }
    let old_enough = error_of(
        &service,
        &mut browser,
        &[("prompt", "none"), ("max_age", "10000")],
    )
    .await;
    assert!(old_enough.contains("code="), "{old_enough}");
    let stale = error_of(
        &service,
        &mut browser,
        &[("prompt", "none"), ("max_age", "10")],
    )
    .await;
    assert_eq!(stale, "login_required");
}

// conformance: oidcc-prompt-none-logged-in, oidcc-prompt-none-not-logged-in
#[tokio::test]
async fn without_a_word_to_the_person_only_what_was_agreed_goes() {
    let test = TestApp::new().await;
    let mut service = Service::new(&test, 1).await;
    let (_, mut browser) = holder(&test, 2).await;
    let silent = [("prompt", "none")];
    assert_eq!(
        error_of(&service, &mut browser, &silent).await,
        "consent_required"
    );
    service.tokens(&mut browser, "openid").await;
    assert!(
        error_of(&service, &mut browser, &silent)
            .await
            .contains("code=")
    );
    let more = [("prompt", "none"), ("scope", "openid profile")];
    assert_eq!(
        error_of(&service, &mut browser, &more).await,
        "consent_required"
    );
    let nobody = &mut test.client();
    assert_eq!(error_of(&service, nobody, &silent).await, "login_required");
}

#[tokio::test]
async fn whoever_declines_goes_back_with_nothing() {
    let test = TestApp::new().await;
    let service = Service::new(&test, 1).await;
    let (_, mut browser) = holder(&test, 2).await;
    browser.get(&service.asks("openid profile", &[])).await;
    let back = super::decide(&mut browser, "/oidc/continue", &[("decision", "deny")]).await;
    assert_eq!(of_query(back.location(), "error").unwrap(), "access_denied");
    assert_eq!(of_query(back.location(), "state").unwrap(), "s t&a=te");
    super::decide(&mut browser, "/oidc/continue", &[("decision", "allow")])
        .await
        .shows(410, "không còn hiệu lực");
}

// law: D69-19
#[tokio::test]
async fn an_old_consent_does_not_cover_what_is_new() {
    let test = TestApp::new().await;
    let mut service = Service::new(&test, 1).await;
    let (_, mut browser) = holder(&test, 2).await;
    service.tokens(&mut browser, "openid").await;
    let more = "openid profile offline_access";
    browser.get(&service.asks(more, &[])).await;
    let forced = super::decide(&mut browser, "/oidc/continue", &[("decision", "again")]).await;
    forced.shows(410, "không còn hiệu lực");
}
