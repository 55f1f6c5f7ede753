//! What is announced of certificates, and how they are registered.

use app::relying_parties::Mtls;
use oidc::certificate::Roots;
use serde_json::json;
use testkit::TestApp;
use testkit::certificates::params;
use testkit::people::Person;

use super::super::{BACK, Service, inside, refused};
use super::{HOST, MACHINE, NAMED, ORIGIN, call, taking, thumbprint};

#[tokio::test]
async fn only_what_is_served_is_announced() {
    let test = TestApp::new().await;
    let document = async |test: &TestApp| {
        let mut caller = test.client();
        caller.get("/.well-known/openid-configuration").await.json()
    };
    let told = document(&test).await;
    assert!(told.get("mtls_endpoint_aliases").is_none());
    assert!(
        told.get("tls_client_certificate_bound_access_tokens")
            .is_none()
    );
    let methods = told["token_endpoint_auth_methods_supported"].to_string();
    assert!(!methods.contains("tls_client_auth"), "{methods}");

    let (test, _) = taking(test);
    let told = document(&test).await;
    assert_eq!(told["tls_client_certificate_bound_access_tokens"], true);
    let aliases = told["mtls_endpoint_aliases"].as_object().unwrap();
    assert_eq!(aliases["token_endpoint"], format!("{ORIGIN}/oidc/token"));
    assert!(
        aliases
            .values()
            .all(|url| url.as_str().unwrap().starts_with(ORIGIN))
    );
    let methods = told["token_endpoint_auth_methods_supported"]
        .as_array()
        .unwrap();
    for method in ["tls_client_auth", "self_signed_tls_client_auth"] {
        assert!(methods.contains(&json!(method)), "{method}");
    }
    let test = test.configured(|config| {
        config.mtls = Some(Mtls {
            origin: config.public_url.clone(),
            roots: Roots::default(),
        });
    });
    let told = document(&test).await;
    assert!(
        told.get("mtls_endpoint_aliases").is_none(),
        "the same endpoints"
    );
    let methods = told["token_endpoint_auth_methods_supported"]
        .as_array()
        .unwrap();
    assert!(
        !methods.contains(&json!("tls_client_auth")),
        "nobody to vouch"
    );
    assert!(methods.contains(&json!("self_signed_tls_client_auth")));
}

#[tokio::test]
async fn the_desk_says_what_is_missing() {
    let person = Person::of(1);
    let (test, _) = taking(TestApp::new().await);
    person.register(&test.app).await;
    person.account(&test.app, domain::account::Level::Two).await;
    let mut browser = test.client();
    person.sign_in(&test, &mut browser).await;
    let page = browser.get("/developers/new").await;
    page.shows(200, "tls_client_auth");
    let usual = [
        ("name", "Dịch vụ thử"),
        ("purpose", "Xem kết quả học tập"),
        ("redirect_uris", BACK),
        ("class", "high"),
    ];
    for (more, words) in [
        (
            vec![("auth", "tls_client_auth")],
            "Nhập tên trong chứng thư số",
        ),
        (
            vec![("auth", "tls_client_auth"), ("certificate_name", "CN")],
            "Nhập tên trong chứng thư số",
        ),
        (
            vec![("auth", "self_signed_tls_client_auth")],
            "khóa ký được ES256",
        ),
    ] {
        let form = [&usual[..], &more].concat();
        let answer = browser.post("/developers/new", &form).await;
        answer.shows(422, words);
        answer.shows(422, "Dịch vụ thử");
    }
    let untaking = test.configured(|config| config.mtls = None);
    let mut browser = untaking.client();
    person.sign_in(&untaking, &mut browser).await;
    let page = browser.get("/developers/new").await.text();
    assert!(!page.contains("tls_client_auth") && !page.contains("certificate_name"));
    let form = [&usual[..], &NAMED].concat();
    let answer = browser.post("/developers/new", &form).await;
    answer.shows(422, "Hệ thống này không nhận chứng thư số như vậy");
}

/// Its keys may change in production, its name and the kind of its proof not.
#[tokio::test]
async fn what_proves_a_connected_service_stays() {
    let (test, known) = taking(TestApp::new().await);
    let mut service = Service::with(&test, 1, &NAMED).await;
    let mut browser = test.client();
    let person = Person::of(1);
    person.sign_in(&test, &mut browser).await;
    let home = format!("/developers/{}", service.id);
    browser
        .get(&home)
        .await
        .shows(200, "DNS:api.dichvu.example");
    let page = browser.get(&format!("{home}/edit")).await.text();
    let revision = page.split_once("name=\"revision\" value=\"").unwrap().1;
    let revision = revision.split('"').next().unwrap();
    let changed = [
        ("revision", revision),
        ("name", "Dịch vụ thử"),
        ("purpose", "Xem kết quả học tập"),
        ("redirect_uris", BACK),
        ("auth", "none"),
        ("certificate_name", "DNS:thief.example"),
    ];
    let answer = browser.post(&format!("{home}/edit"), &changed).await;
    assert_eq!(answer.status, 303, "{}", answer.words());
    let thief = known.issue(&params("thief.example"));
    let answer = call(&mut service, Some(&thief), "/oidc/token", &MACHINE).await;
    refused(&answer, 401, "invalid_client");
    let own = known.issue(&params(HOST));
    let answer = call(&mut service, Some(&own), "/oidc/token", &MACHINE).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    let token = inside(answer.json()["access_token"].as_str().unwrap());
    assert_eq!(token["cnf"]["x5t#S256"], thumbprint(&own));
}
