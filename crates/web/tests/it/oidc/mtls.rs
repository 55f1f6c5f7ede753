//! Services that show certificates (RFC 8705): who they are by them, and tokens that are bound to them.

use std::net::SocketAddr;
use std::sync::Arc;

use app::relying_parties::Mtls;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{Request, header};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use jiff::SignedDuration;
use oidc::certificate::{Chain, Roots};
use oidc::jose::Jwk;
use serde_json::{Value, json};
use testkit::certificates::{Authority, Certificate, params};
use testkit::rcgen::date_time_ymd;
use testkit::{Answer, Client, TestApp};
use web::Handshake;

use super::{BACK, CHALLENGE, Service, VERIFIER, encode, inside, of_query, read, refused};
use crate::documents::scene::both;
use crate::holds::holder;

both!(tokens_serve_the_certificate_they_were_made_for);

const ORIGIN: &str = "https://mtls.localhost";
const MACHINE: [(&str, &str); 1] = [("grant_type", "client_credentials")];
const HOST: &str = "api.dichvu.example";

/// An installation that takes certificates of one authority.
fn taking(test: TestApp) -> (TestApp, Authority) {
    let known = Authority::new("Known");
    let roots = Roots::new([known.der.as_slice()]).unwrap();
    let mtls = Mtls {
        origin: ORIGIN.into(),
        roots,
    };
    let test = test.configured(|config| {
        config.mtls = Some(mtls);
        config.one_device = false;
    });
    (test, known)
}

fn chain(certificate: &Certificate) -> Chain {
    Chain::new([certificate.der.clone()]).unwrap()
}

fn thumbprint(certificate: &Certificate) -> String {
    chain(certificate).thumbprint()
}

/// As our own listener hands it on.
async fn send(caller: &mut Client, shown: Option<&Certificate>, request: Request<Body>) -> Answer {
    let mut request = request;
    let shown = shown.map(|certificate| Arc::new(chain(certificate)));
    request.extensions_mut().insert(Handshake(shown));
    caller.send(request).await
}

fn form(path: &str, pairs: &[(&str, &str)]) -> Request<Body> {
    Request::post(path)
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(Body::from(encode(pairs)))
        .unwrap()
}

/// Calls an endpoint; the connection proves who it is.
async fn call(
    service: &mut Service,
    shown: Option<&Certificate>,
    path: &str,
    pairs: &[(&str, &str)],
) -> Answer {
    let id = service.id.clone();
    let all = [&[("client_id", id.as_str())], pairs].concat();
    send(&mut service.caller, shown, form(path, &all)).await
}

async fn userinfo(service: &mut Service, shown: Option<&Certificate>, token: &str) -> Answer {
    let request = Request::get("/oidc/userinfo")
        .header(header::AUTHORIZATION, format!("Bearer {token}"))
        .body(Body::empty());
    send(&mut service.caller, shown, request.unwrap()).await
}

/// By the name in its certificate; by the rules of FAPI 2.0.
const NAMED: [(&str, &str); 4] = [
    ("auth", "tls_client_auth"),
    ("certificate_name", "DNS:api.dichvu.example"),
    ("certificate_bound", "yes"),
    ("own_tokens", "yes"),
];

#[tokio::test]
async fn a_name_that_a_known_authority_vouches_for_proves_a_service() {
    let (test, known) = taking(TestApp::new().await);
    let mut service = Service::with(&test, 1, &NAMED).await;
    let mut brief = params(HOST);
    brief.not_after = date_time_ymd(2024, 4, 1);
    let own = known.issue(&brief);
    let answer = call(&mut service, Some(&own), "/oidc/token", &MACHINE).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    assert_eq!(answer.json()["token_type"], "Bearer");
    let token = inside(answer.json()["access_token"].as_str().unwrap());
    assert_eq!(token["cnf"], json!({ "x5t#S256": thumbprint(&own) }));

    let other_name = known.issue(&params("shop.dichvu.example"));
    let unknown = Authority::new("Known").issue(&params(HOST));
    let alone = Certificate::alone(HOST);
    for stranger in [Some(&other_name), Some(&unknown), Some(&alone), None] {
        let answer = call(&mut service, stranger, "/oidc/token", &MACHINE).await;
        refused(&answer, 401, "invalid_client");
    }
    // A secret does not stand in for what was registered, and a certificate proves nobody else.
    let guessed = [&MACHINE[..], &[("client_secret", "x")]].concat();
    let answer = call(&mut service, Some(&own), "/oidc/token", &guessed).await;
    refused(&answer, 401, "invalid_client");
    let mut by_secret = Service::with(&test, 3, &[("own_tokens", "yes")]).await;
    let answer = call(&mut by_secret, Some(&own), "/oidc/token", &MACHINE).await;
    refused(&answer, 401, "invalid_client");

    test.advance(SignedDuration::from_hours(24 * 28));
    let over = call(&mut service, Some(&own), "/oidc/token", &MACHINE).await;
    refused(&over, 401, "invalid_client");
}

/// RFC 8705 2.2.
#[tokio::test]
async fn a_registered_key_proves_a_service_whoever_signed_its_certificate() {
    let (test, known) = taking(TestApp::new().await);
    let own = Certificate::alone("whatever");
    let jwk = Jwk::from_p256_point(own.key.public_key_raw()).unwrap();
    let jwks = json!({ "keys": [jwk.to_json()] }).to_string();
    let registered = [
        ("auth", "self_signed_tls_client_auth"),
        ("jwks", &jwks),
        ("own_tokens", "yes"),
    ];
    let mut service = Service::with(&test, 1, &registered).await;
    let body = call(&mut service, Some(&own), "/oidc/token", &MACHINE)
        .await
        .json();
    let token = inside(body["access_token"].as_str().unwrap());
    assert!(token.get("cnf").is_none(), "it did not ask for it");
    let vouched = known.issue(&params(HOST));
    for stranger in [Some(&vouched), Some(&Certificate::alone("whatever")), None] {
        let answer = call(&mut service, stranger, "/oidc/token", &MACHINE).await;
        refused(&answer, 401, "invalid_client");
    }
}

/// RFC 8705 2.2.2: keys by address are read again when the certificate's is not among them.
#[tokio::test]
async fn a_service_changes_its_certificate_by_its_key_set() {
    let (test, _) = taking(TestApp::new().await);
    let uri = "https://dichvu.example/keys";
    let set = |certificate: &Certificate| {
        let jwk = Jwk::from_p256_point(certificate.key.public_key_raw()).unwrap();
        json!({ "keys": [jwk.to_json()] }).to_string()
    };
    let (old, new) = (Certificate::alone("old"), Certificate::alone("new"));
    test.services.shows(uri, Ok(&set(&old)));
    let registered = [
        ("auth", "self_signed_tls_client_auth"),
        ("jwks_uri", uri),
        ("own_tokens", "yes"),
    ];
    let mut service = Service::with(&test, 1, &registered).await;
    let answer = call(&mut service, Some(&old), "/oidc/token", &MACHINE).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    test.services.shows(uri, Ok(&set(&new)));
    test.advance(SignedDuration::from_mins(2));
    let answer = call(&mut service, Some(&new), "/oidc/token", &MACHINE).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    let answer = call(&mut service, Some(&old), "/oidc/token", &MACHINE).await;
    refused(&answer, 401, "invalid_client");
}

/// The whole way of FAPI 2.0, with certificates in place of assertions and proofs.
async fn signed_in(test: &TestApp, service: &mut Service, own: &Certificate) -> (Value, String) {
    let pushed = [
        ("redirect_uri", BACK),
        ("response_type", "code"),
        ("scope", "openid offline_access"),
        ("code_challenge", CHALLENGE),
        ("code_challenge_method", "S256"),
    ];
    let answer = call(service, Some(own), "/oidc/par", &pushed).await;
    assert_eq!(answer.status, 201, "{}", answer.text());
    let uri = answer.json()["request_uri"].as_str().unwrap().to_owned();
    let asked = encode(&[("client_id", &service.id), ("request_uri", &uri)]);
    let (_, mut browser) = holder(test, 2).await;
    let asked = format!("/oidc/authorize?{asked}");
    browser.get(&asked).await.goes_to("/oidc/continue");
    let allow = [("decision", "allow")];
    let back = super::decide(&mut browser, "/oidc/continue", &allow).await;
    let code = of_query(back.location(), "code").expect("a code");
    let pairs = [
        ("grant_type", "authorization_code"),
        ("code", code.as_str()),
        ("redirect_uri", BACK),
        ("code_verifier", VERIFIER),
    ];
    let bare = call(service, None, "/oidc/token", &pairs).await;
    refused(&bare, 401, "invalid_client");
    let answer = call(service, Some(own), "/oidc/token", &pairs).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    let body = answer.json();
    let access = body["access_token"].as_str().unwrap().to_owned();
    (body, access)
}

// conformance: fapi2-security-profile-final-happy-flow
// conformance: fapi2-security-profile-final-ensure-holder-of-key-required
async fn tokens_serve_the_certificate_they_were_made_for(test: TestApp) {
    let (test, known) = taking(test);
    let high = [&NAMED[..], &[("class", "high")]].concat();
    let mut service = Service::with(&test, 1, &high).await;
    let own = known.issue(&params(HOST));
    let (body, access) = signed_in(&test, &mut service, &own).await;
    assert_eq!(body["token_type"], "Bearer");
    assert_eq!(
        userinfo(&mut service, Some(&own), &access).await.status,
        200
    );

    // Stolen: another certificate of the same name is another certificate.
    let renewed = known.issue(&params(HOST));
    for thief in [Some(&renewed), Some(&Certificate::alone(HOST)), None] {
        let answer = userinfo(&mut service, thief, &access).await;
        refused(&answer, 401, "invalid_token");
        let challenge = answer.headers[header::WWW_AUTHENTICATE.as_str()]
            .to_str()
            .unwrap();
        assert!(challenge.contains("invalid_token"), "{challenge}");
    }
    let dpop =
        Request::get("/oidc/userinfo").header(header::AUTHORIZATION, format!("DPoP {access}"));
    let dpop = dpop.body(Body::empty()).unwrap();
    refused(
        &send(&mut service.caller, Some(&own), dpop).await,
        401,
        "invalid_token",
    );

    let asked = [("token", access.as_str())];
    let told = call(&mut service, Some(&renewed), "/oidc/introspect", &asked).await;
    assert_eq!(told.json()["cnf"], json!({ "x5t#S256": thumbprint(&own) }));
    assert_eq!(told.json()["token_type"], "Bearer");

    // RFC 8705 7.1: the refresh token goes by the client's proof, so a renewed certificate goes on with it.
    let refresh = body["refresh_token"].as_str().unwrap();
    let pairs = [("grant_type", "refresh_token"), ("refresh_token", refresh)];
    refused(
        &call(&mut service, None, "/oidc/token", &pairs).await,
        401,
        "invalid_client",
    );
    let next = call(&mut service, Some(&renewed), "/oidc/token", &pairs).await;
    let next = read(&next).access;
    assert_eq!(
        userinfo(&mut service, Some(&renewed), &next).await.status,
        200
    );
    refused(
        &userinfo(&mut service, Some(&own), &next).await,
        401,
        "invalid_token",
    );

    let given_back = call(
        &mut service,
        Some(&own),
        "/oidc/revoke",
        &[("token", &next)],
    )
    .await;
    assert_eq!(given_back.status, 200, "{}", given_back.text());
    refused(
        &userinfo(&mut service, Some(&renewed), &next).await,
        401,
        "invalid_token",
    );
}

/// RFC 8705 4: a public client's refresh token serves the certificate that it was made for.
#[tokio::test]
async fn a_public_clients_refresh_token_is_bound_too() {
    let (test, _) = taking(TestApp::new().await);
    let public = [("auth", "none"), ("certificate_bound", "yes")];
    let mut service = Service::with(&test, 1, &public).await;
    let own = Certificate::alone("device");
    let (_, mut browser) = holder(&test, 2).await;
    let code = service.code(&mut browser, "openid offline_access").await;
    let pairs = [
        ("grant_type", "authorization_code"),
        ("code", code.as_str()),
        ("redirect_uri", BACK),
        ("code_verifier", VERIFIER),
    ];
    let bare = call(&mut service, None, "/oidc/token", &pairs).await;
    refused(&bare, 400, "invalid_request");
    let tokens = read(&call(&mut service, Some(&own), "/oidc/token", &pairs).await);
    let pairs = [
        ("grant_type", "refresh_token"),
        ("refresh_token", tokens.refresh.as_str()),
    ];
    let thief = Certificate::alone("device");
    let stolen = call(&mut service, Some(&thief), "/oidc/token", &pairs).await;
    refused(&stolen, 400, "invalid_grant");
    let next = call(&mut service, Some(&own), "/oidc/token", &pairs).await;
    assert_eq!(next.status, 200, "{}", next.text());
}

/// RFC 9440 4: who is no trusted proxy says nothing by the header, and no proxy where it is not switched on.
#[tokio::test]
async fn the_header_of_a_trusted_proxy_is_believed_and_no_other() {
    let (test, known) = taking(TestApp::new().await);
    let service = Service::with(&test, 1, &NAMED).await;
    let own = known.issue(&params(HOST));
    let value = format!(":{}:", STANDARD.encode(&own.der));
    let pairs = [&[("client_id", service.id.as_str())], &MACHINE[..]].concat();
    let (proxy, other) = ("10.0.0.1:4000", "10.0.0.2:4000");
    let ask = async |believed: bool, peer: &str, headers: &[&str], shown: Option<Handshake>| {
        let settings = web::Settings {
            version: "9.9.9".into(),
            trusted_proxies: vec!["10.0.0.1".parse().unwrap()],
            client_cert: believed,
        };
        let mut request = form("/oidc/token", &pairs);
        for value in headers {
            request
                .headers_mut()
                .append("client-cert", value.parse().unwrap());
        }
        let peer: SocketAddr = peer.parse().unwrap();
        request.extensions_mut().insert(ConnectInfo(peer));
        if let Some(shown) = shown {
            request.extensions_mut().insert(shown);
        }
        let router = web::router(test.app.clone(), settings);
        Client::new(router).send(request).await.status.as_u16()
    };
    assert_eq!(ask(true, proxy, &[&value], None).await, 200);
    assert_eq!(ask(true, other, &[&value], None).await, 401);
    assert_eq!(ask(false, proxy, &[&value], None).await, 401);
    assert_eq!(ask(true, proxy, &[], None).await, 401);
    assert_eq!(ask(true, proxy, &[&value, &value], None).await, 401);
    assert_eq!(ask(true, proxy, &["nonsense"], None).await, 401);
    // Where the handshake is ours, the header is nothing.
    assert_eq!(
        ask(true, proxy, &[&value], Some(Handshake(None))).await,
        401
    );
}

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
    let person = testkit::people::Person::of(1);
    let (test, _) = taking(TestApp::new().await);
    person.register(&test.app).await;
    person.account(&test.app, domain::account::Level::Two).await;
    let mut browser = test.client();
    person.sign_in(&test, &mut browser).await;
    let page = browser.get("/developers/new").await;
    page.shows(200, "tls_client_auth");
    assert!(page.bytes.len() < 16_000, "{}", page.bytes.len());
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
    let person = testkit::people::Person::of(1);
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
