//! Stepping up: a service asks for a stronger sign-in than the one at hand, and reads what was used.

use domain::actor::AuthLevel;
use domain::ids::{SessionId, SubjectId};
use domain::means::Means;
use jiff::SignedDuration;
use store::session::{self, New, Scope};
use testkit::people::Person;
use testkit::{Answer, Authenticator, Client, TestApp};

use super::{Service, decide, of_query, read, refused};
use crate::holds::holder;
use crate::passkeys;

/// A session that only a password opened, as none of our own pages does.
pub(crate) async fn weak(test: &TestApp, subject: SubjectId) -> Client {
    session_at(test, subject, AuthLevel::ONE).await
}

/// A browser with a session of this level, beside whatever others there are.
pub(crate) async fn session_at(test: &TestApp, subject: SubjectId, level: AuthLevel) -> Client {
    let app = &test.app;
    let token = app::token::Token::fresh(app, subject);
    let new = New {
        subject,
        digest: token.digest(),
        id: app.id(SessionId::from_bytes),
        device: None,
        level,
        means: vec![Means::Password],
        scope: Scope::Open,
        at: test.now(),
        expires: test.now() + SignedDuration::from_hours(1),
        approved_by: None,
        raised: None,
    };
    let mut tx = app.db.begin().await.unwrap();
    session::insert(&mut tx, &new).await.unwrap();
    tx.commit(store::Audit::Bookkeeping("test")).await.unwrap();
    let mut browser = test.client();
    browser.set_cookie("dd-session", &token.to_text());
    browser
}

const MUST: &str = r#"{"id_token":{"acr":{"essential":true,"values":["urn:dinhdanh:acr:2"]}}}"#;

// law: D59-24.2, D59-24.x, D69-20
#[tokio::test]
async fn a_weak_sign_in_is_stepped_up_in_a_session_of_its_own() {
    let test = TestApp::new().await;
    let mut service = Service::new(&test, 1).await;
    let person = Person::of(2);
    person.register(&test.app).await;
    let subject = person.account(&test.app, domain::account::Level::Two).await;
    for more in [("claims", MUST), ("acr_values", "urn:dinhdanh:acr:2")] {
        let mut browser = weak(&test, subject).await;
        let before = browser.cookie("dd-session").unwrap().to_owned();
        test.advance(SignedDuration::from_secs(1));
        browser.get(&service.asks("openid", &[more])).await;
        browser.get("/oidc/continue").await.goes_to("/sign-in");
        let forced = decide(&mut browser, "/oidc/continue", &[("decision", "allow")]).await;
        assert_eq!(of_query(forced.location(), "code"), None, "{more:?}");
        let silent = [more, ("prompt", "none")];
        let answer = browser.clone().get(&service.asks("openid", &silent)).await;
        assert_eq!(
            of_query(answer.location(), "error").as_deref(),
            Some("login_required")
        );
        test.advance(SignedDuration::from_secs(100));
        let (mut device, mut bound) = (Authenticator::default(), test.client());
        if more.0 == "claims" {
            person
                .sign_in_to(&test, &mut browser, "/oidc/continue")
                .await;
        } else {
            // By a passkey, made elsewhere.
            bound.set_cookie("dd-session", &before);
            passkeys::add(&mut bound, "Máy", &mut device).await;
            let done = passkeys::sign_in(&mut browser, &mut device).await;
            done.goes_to("/oidc/continue");
        }
        assert_ne!(browser.cookie("dd-session"), Some(before.as_str()));
        let mut old = test.client();
        old.set_cookie("dd-session", &before);
        old.get("/personal/devices").await.goes_to("/sign-in");
        // The second time it was agreed before.
        let decision = if more.0 == "claims" { "allow" } else { "again" };
        let form = [("decision", decision)];
        let back = decide(&mut browser, "/oidc/continue", &form).await;
        let code = of_query(back.location(), "code").expect("a code");
        let tokens = read(&service.exchange(&code).await);
        assert_eq!(tokens.id["acr"], "urn:dinhdanh:acr:2");
        assert_eq!(tokens.id["auth_time"], test.now().as_second());
        let amr = match more.0 {
            "claims" => serde_json::json!(["pwd", "otp", "mfa"]),
            _ => serde_json::json!(["swk", "user", "mfa"]),
        };
        assert_eq!(tokens.id["amr"], amr);
    }
}

// law: D59-24.x
#[tokio::test]
async fn a_strong_enough_sign_in_is_not_asked_again() {
    let test = TestApp::new().await;
    let service = Service::new(&test, 1).await;
    let (_, mut browser) = holder(&test, 2).await;
    for more in [("claims", MUST), ("acr_values", "urn:dinhdanh:acr:2")] {
        browser.get(&service.asks("openid", &[more])).await;
        browser
            .get("/oidc/continue")
            .await
            .shows(200, "Dịch vụ thử");
    }
}

// law: D59-24.x
#[tokio::test]
async fn a_service_that_registered_the_least_that_it_wants_gets_no_less() {
    let test = TestApp::new().await;
    let least = [("least_level", "2"), ("default_max_age", "300")];
    let mut service = Service::with(&test, 1, &least).await;
    let person = Person::of(2);
    person.register(&test.app).await;
    let subject = person.account(&test.app, domain::account::Level::Two).await;
    let mut browser = weak(&test, subject).await;
    test.advance(SignedDuration::from_secs(1));
    browser.get(&service.asks("openid", &[])).await;
    browser.get("/oidc/continue").await.goes_to("/sign-in");
    // What goes through the browser asks for no less, however it says it.
    for less in [
        ("acr_values", "urn:dinhdanh:acr:1"),
        ("acr_values", "x"),
        (
            "claims",
            r#"{"id_token":{"acr":{"essential":true,"value":"urn:dinhdanh:acr:1"}}}"#,
        ),
    ] {
        browser.get(&service.asks("openid", &[less])).await;
        browser.get("/oidc/continue").await.goes_to("/sign-in");
        let forced = decide(&mut browser, "/oidc/continue", &[("decision", "allow")]).await;
        assert_eq!(of_query(forced.location(), "code"), None, "{less:?}");
    }
    let (_, mut long_ago) = holder(&test, 4).await;
    test.advance(SignedDuration::from_secs(301));
    let any_age = ("max_age", "999999999");
    long_ago.get(&service.asks("openid", &[any_age])).await;
    long_ago.get("/oidc/continue").await.goes_to("/sign-in");
    let (_, mut strong) = holder(&test, 3).await;
    let tokens = service.tokens(&mut strong, "openid offline_access").await;
    assert_eq!(service.userinfo(&tokens.access).await.status, 200);
    test.advance(SignedDuration::from_secs(301));
    let later = read(&service.refresh(&tokens.refresh).await);
    let told = service.userinfo(&later.access).await;
    refused(&told, 401, "insufficient_user_authentication");
    assert_eq!(challenges(&told).count(), 2);
    assert!(challenges(&told).all(|text| text.contains("max_age=\"300\"")));
    assert!(!challenges(&told).any(|text| text.contains("acr_values")));
}

fn challenges(answer: &Answer) -> impl Iterator<Item = &str> {
    let all = answer.headers.get_all("www-authenticate").iter();
    all.map(|value| value.to_str().unwrap())
}

#[tokio::test]
async fn the_least_of_a_sign_in_is_read_back_and_what_cannot_be_is_named() {
    let test = TestApp::new().await;
    let (_, mut browser) = holder(&test, 1).await;
    let form = |level, age| {
        [
            ("name", "Dịch vụ thử"),
            ("purpose", "Xem"),
            ("redirect_uris", super::BACK),
            ("auth", "client_secret_basic"),
            ("least_level", level),
            ("default_max_age", age),
        ]
    };
    for (level, age, words) in [
        ("2", "59", "Nhập số giây từ 60 đến 2592000"),
        ("3", "", "Chọn một mức độ xác thực"),
    ] {
        let page = browser.post("/developers/new", &form(level, age)).await;
        page.shows(422, words);
        assert!(page.text().contains(&format!("value=\"{age}\"")) || age.is_empty());
    }
    let made = browser.post("/developers/new", &form("2", "600")).await;
    let id = super::codes(&made.text())[1].clone();
    let page = browser.get(&format!("/developers/{id}/edit")).await.text();
    for kept in ["value=\"2\" checked", "value=\"600\""] {
        assert!(page.contains(kept), "{kept}");
    }
}
