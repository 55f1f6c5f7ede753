//! Services that show certificates (RFC 8705): who they are by them, and tokens that are bound to them.

mod bound;
mod desk;

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
use serde_json::json;
use testkit::certificates::{Authority, Certificate, params};
use testkit::rcgen::date_time_ymd;
use testkit::{Answer, Client, TestApp};
use web::Handshake;

use super::{Service, encode, inside, refused};

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

/// RFC 9440 4: who is no trusted proxy says nothing by the header, and no proxy where it is not switched on.
#[tokio::test]
async fn the_header_of_a_trusted_proxy_is_believed_and_no_other() {
    let (test, known) = taking(TestApp::new().await);
    let service = Service::with(&test, 1, &NAMED).await;
    let own = known.issue(&params(HOST));
    let value = format!(":{}:", STANDARD.encode(&own.der));
    let pairs = [&[("client_id", service.id.as_str())], &MACHINE[..]].concat();
    let (proxy, other) = ("10.0.0.1:4000", "10.0.0.2:4000");
    let (here, public) = ("mtls.localhost", "localhost");
    let ask = async |believed: bool,
                     (peer, host): (&str, &str),
                     headers: &[&str],
                     shown: Option<Handshake>| {
        let settings = web::Settings {
            version: "9.9.9".into(),
            trusted_proxies: vec!["10.0.0.1".parse().unwrap()],
            client_cert: believed,
        };
        let mut request = form("/oidc/token", &pairs);
        request
            .headers_mut()
            .insert(header::HOST, host.parse().unwrap());
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
    assert_eq!(ask(true, (proxy, here), &[&value], None).await, 200);
    let other_case = (proxy, "MTLS.localhost:443");
    assert_eq!(ask(true, other_case, &[&value], None).await, 200);
    // A proxy that is trusted for the public name alone hands on what anybody sent.
    assert_eq!(ask(true, (proxy, public), &[&value], None).await, 401);
    assert_eq!(ask(true, (other, here), &[&value], None).await, 401);
    assert_eq!(ask(false, (proxy, here), &[&value], None).await, 401);
    assert_eq!(ask(true, (proxy, here), &[], None).await, 401);
    let twice = [value.as_str(), value.as_str()];
    assert_eq!(ask(true, (proxy, here), &twice, None).await, 401);
    assert_eq!(ask(true, (proxy, here), &["nonsense"], None).await, 401);
    // Where the handshake is ours, the header is nothing.
    assert_eq!(
        ask(true, (proxy, here), &[&value], Some(Handshake(None))).await,
        401
    );
}
