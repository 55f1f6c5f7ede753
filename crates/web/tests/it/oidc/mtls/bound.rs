//! Tokens that are bound to the certificate of a connection (RFC 8705 3, 4).

use axum::body::Body;
use axum::http::{Request, header};
use serde_json::{Value, json};
use testkit::certificates::{Certificate, params};
use testkit::{Answer, TestApp};

use super::super::{BACK, CHALLENGE, Service, VERIFIER, decide, encode, of_query, read, refused};
use super::{HOST, NAMED, call, send, taking, thumbprint};
use crate::documents::scene::both;
use crate::holds::holder;

both!(
    tokens_serve_the_certificate_they_were_made_for,
    a_refresh_token_outlives_the_certificate,
);

async fn userinfo(service: &mut Service, shown: Option<&Certificate>, token: &str) -> Answer {
    let request = Request::get("/oidc/userinfo")
        .header(header::AUTHORIZATION, format!("Bearer {token}"))
        .body(Body::empty());
    send(&mut service.caller, shown, request.unwrap()).await
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
    let back = decide(&mut browser, "/oidc/continue", &allow).await;
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
}

/// RFC 8705 7.1: it goes by the client's proof, so a renewed certificate goes on with it.
async fn a_refresh_token_outlives_the_certificate(test: TestApp) {
    let (test, known) = taking(test);
    let high = [&NAMED[..], &[("class", "high")]].concat();
    let mut service = Service::with(&test, 1, &high).await;
    let own = known.issue(&params(HOST));
    let renewed = known.issue(&params(HOST));
    let (body, _) = signed_in(&test, &mut service, &own).await;
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
