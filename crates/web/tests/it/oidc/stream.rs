//! Shared Signals Framework from outside: a receiver manages its stream, is sent events and fetches them.

use axum::http::header;
use jiff::SignedDuration;
use serde_json::{Value, json};
use testkit::{Answer, TestApp};

use super::{Service, inside};
use crate::holds::holder;

const STREAMS: &str = "/ssf/streams";
const TO: &str = "https://dichvu.example/su-kien";
const REVOKED: &str = "https://schemas.openid.net/secevent/caep/event-type/session-revoked";
const VERIFICATION: &str = "https://schemas.openid.net/secevent/ssf/event-type/verification";

fn push(header: Option<&str>) -> Value {
    let mut delivery = json!({"method": "urn:ietf:rfc:8935", "endpoint_url": TO});
    if let Some(header) = header {
        delivery["authorization_header"] = json!(header);
    }
    json!({ "delivery": delivery, "events_requested": [REVOKED, "urn:example:unknown"] })
}

#[track_caller]
fn is(answer: &Answer, status: u16) -> Value {
    assert_eq!(answer.status, status, "{}", answer.text());
    assert_eq!(answer.headers[header::CACHE_CONTROL], "no-store");
    if answer.text().is_empty() {
        Value::Null
    } else {
        answer.json()
    }
}

async fn made(service: &mut Service, body: &Value) -> (String, Value) {
    let answer = service.json("POST", STREAMS, &body.to_string()).await;
    let told = is(&answer, 201);
    (told["stream_id"].as_str().unwrap().to_owned(), told)
}

fn one(id: &str) -> String {
    format!("{STREAMS}?stream_id={id}")
}

/// Of the latest push: where, with which header, head and claims.
fn sent(test: &TestApp) -> (Option<String>, Value, Value) {
    use base64::Engine as _;
    let mut calls = test.services.take();
    assert_eq!(calls.len(), 1, "{calls:?}");
    let call = calls.remove(0);
    assert_eq!(call.url, TO);
    let head = call.event.split('.').next().unwrap();
    let head = super::URL_SAFE_NO_PAD.decode(head).unwrap();
    (
        call.authorization,
        serde_json::from_slice(&head).unwrap(),
        inside(&call.event),
    )
}

// conformance: openid-ssf-transmitter-metadata
#[tokio::test]
async fn the_transmitter_tells_of_itself() {
    let test = TestApp::new().await;
    let mut client = test.client();
    let told = client.get("/.well-known/ssf-configuration").await.json();
    assert_eq!(told["spec_version"], "1_0");
    assert_eq!(told["issuer"], "http://localhost");
    assert_eq!(told["jwks_uri"], "http://localhost/oidc/jwks");
    let mut service = Service::new(&test, 1).await;
    for name in [
        "configuration_endpoint",
        "status_endpoint",
        "verification_endpoint",
        "add_subject_endpoint",
        "remove_subject_endpoint",
    ] {
        let url = told[name].as_str().unwrap();
        let path = url.strip_prefix("http://localhost").unwrap();
        let answer = service.json_as(None, "POST", path, "{}").await;
        assert_eq!(answer.status, 401, "{name} is there, and not for everybody");
    }
    let none = service.json("GET", STREAMS, "").await;
    assert_eq!(is(&none, 200), json!([]), "8.1.1.2: an empty list");
}

// conformance: openid-ssf-stream-control-happy-path, openid-ssf-stream-control-error-create-stream-with-duplicate-config
#[tokio::test]
async fn a_stream_is_made_read_changed_replaced_and_removed() {
    let test = TestApp::new().await;
    let mut service = Service::new(&test, 1).await;
    let (id, told) = made(&mut service, &push(Some("Bearer secret"))).await;
    assert_eq!(told["iss"], "http://localhost");
    assert_eq!(told["aud"], service.id.as_str());
    assert_eq!(told["events_delivered"], json!([REVOKED]));
    assert!(!told.to_string().contains("secret"));
    let twice = service.json("POST", STREAMS, &push(None).to_string()).await;
    is(&twice, 409);
    assert_eq!(is(&service.json("GET", &one(&id), "").await, 200), told);
    assert_eq!(
        is(&service.json("GET", STREAMS, "").await, 200),
        json!([told])
    );

    let status = format!("/ssf/status?stream_id={id}");
    let enabled = json!({"stream_id": id, "status": "enabled"});
    assert_eq!(is(&service.json("GET", &status, "").await, 200), enabled);
    let paused = json!({"stream_id": id, "status": "paused", "reason": "bảo trì"});
    let set = service
        .json("POST", "/ssf/status", &paused.to_string())
        .await;
    assert_eq!(is(&set, 200), paused);
    assert_eq!(is(&service.json("GET", &status, "").await, 200), paused);

    let change = json!({"stream_id": id, "description": "của chúng tôi"});
    let new = is(
        &service.json("PATCH", STREAMS, &change.to_string()).await,
        200,
    );
    assert_eq!(new["description"], "của chúng tôi");
    assert_eq!(new["delivery"], told["delivery"]);
    let mut whole = json!({"stream_id": id, "delivery": {"method": "urn:ietf:rfc:8936"}});
    whole["events_delivered"] = new["events_delivered"].clone();
    let new = is(&service.json("PUT", STREAMS, &whole.to_string()).await, 200);
    assert!(new.get("description").is_none());
    assert_eq!(
        new["delivery"]["endpoint_url"],
        format!("http://localhost/ssf/poll?stream_id={id}")
    );

    is(&service.json("DELETE", &one(&id), "").await, 204);
    is(&service.json("GET", &one(&id), "").await, 404);
    is(&service.json("DELETE", &one(&id), "").await, 404);
    made(&mut service, &json!({})).await;
}

// conformance: openid-ssf-stream-control-error-create-stream-with-broken-input, openid-ssf-stream-control-error-update-stream-with-invalid-body, openid-ssf-stream-control-error-replace-stream-with-invalid-body
#[tokio::test]
async fn a_wrong_body_is_refused_with_words() {
    let test = TestApp::new().await;
    let mut service = Service::new(&test, 1).await;
    for body in [
        "",
        "{",
        "[]",
        r#"{"delivery":{"method":"urn:ietf:rfc:8935"}}"#,
    ] {
        let told = is(&service.json("POST", STREAMS, body).await, 400);
        assert_eq!(told["err"], "invalid_request");
        assert!(told["description"].as_str().unwrap().len() > 10);
    }
    let (id, _) = made(&mut service, &push(None)).await;
    let wrong_issuer = json!({"stream_id": id, "iss": "https://other.example"}).to_string();
    let nowhere = json!({"stream_id": id}).to_string();
    for (method, path, body) in [
        ("PATCH", STREAMS, "{"),
        ("PATCH", STREAMS, "{}"),
        ("PATCH", STREAMS, wrong_issuer.as_str()),
        ("PUT", STREAMS, "{"),
        ("PUT", STREAMS, wrong_issuer.as_str()),
        ("PUT", STREAMS, nowhere.as_str()),
        ("POST", "/ssf/status", nowhere.as_str()),
        ("POST", "/ssf/verify", "{}"),
        ("POST", "/ssf/subjects/add", nowhere.as_str()),
        ("POST", "/ssf/subjects/remove", nowhere.as_str()),
    ] {
        let told = is(&service.json(method, path, body).await, 400);
        assert_eq!(told["err"], "invalid_request", "{method} {path}");
    }
    let large = "x".repeat(100_000);
    assert_eq!(service.json("POST", STREAMS, &large).await.status, 413);
}

// conformance: openid-ssf-stream-control-error-create-stream-with-invalid-token, openid-ssf-stream-control-error-read-stream-with-invalid-token, openid-ssf-stream-control-error-update-stream-with-invalid-token, openid-ssf-stream-control-error-replace-stream-with-invalid-token, openid-ssf-stream-control-error-delete-stream-with-invalid-token
#[tokio::test]
async fn nobody_manages_without_proof() {
    let test = TestApp::new().await;
    let mut service = Service::new(&test, 1).await;
    let (id, told) = made(&mut service, &json!({})).await;
    let body = json!({"stream_id": id, "status": "disabled", "delivery": {"method": "urn:ietf:rfc:8936"},
        "subject": {"format": "opaque", "id": "x"}});
    let stream = one(&id);
    let status = format!("/ssf/status?stream_id={id}");
    let poll = format!("/ssf/poll?stream_id={id}");
    for (method, path) in [
        ("POST", STREAMS),
        ("GET", STREAMS),
        ("GET", stream.as_str()),
        ("PATCH", STREAMS),
        ("PUT", STREAMS),
        ("DELETE", stream.as_str()),
        ("GET", status.as_str()),
        ("POST", "/ssf/status"),
        ("POST", "/ssf/subjects/add"),
        ("POST", "/ssf/subjects/remove"),
        ("POST", "/ssf/verify"),
        ("POST", poll.as_str()),
    ] {
        for shown in [
            None,
            Some("Bearer x.y.z"),
            Some("Bearer"),
            Some("Basic eDp5"),
        ] {
            let answer = service
                .json_as(shown, method, path, &body.to_string())
                .await;
            let told = is(&answer, 401);
            assert_eq!(told["err"], "authentication_failed", "{method} {path}");
            assert!(answer.headers.contains_key(header::WWW_AUTHENTICATE));
        }
    }
    assert_eq!(is(&service.json("GET", &stream, "").await, 200), told);
}

// conformance: openid-ssf-stream-control-error-read-unknown-stream, openid-ssf-stream-control-error-update-unknown-stream, openid-ssf-stream-control-error-replace-unknown-stream, openid-ssf-stream-control-error-delete-unknown-stream
#[tokio::test]
async fn another_services_stream_does_not_exist() {
    let test = TestApp::new().await;
    let mut own = Service::new(&test, 1).await;
    let mut other = Service::new(&test, 2).await;
    let (id, told) = made(&mut own, &json!({})).await;
    made(&mut other, &json!({})).await;
    for name in [
        id.as_str(),
        "stm_x",
        "",
        "stm_00000000000000000000000000000000",
    ] {
        let body = json!({"stream_id": name, "status": "disabled", "delivery": {"method": "urn:ietf:rfc:8936"},
            "subject": {"format": "opaque", "id": "x"}});
        for (method, path) in [
            ("GET", one(name)),
            ("PATCH", STREAMS.to_owned()),
            ("PUT", STREAMS.to_owned()),
            ("DELETE", one(name)),
            ("GET", format!("/ssf/status?stream_id={name}")),
            ("POST", "/ssf/status".to_owned()),
            ("POST", "/ssf/subjects/add".to_owned()),
            ("POST", "/ssf/subjects/remove".to_owned()),
            ("POST", "/ssf/verify".to_owned()),
            ("POST", format!("/ssf/poll?stream_id={name}")),
        ] {
            let body = if path.contains("poll") {
                "{}".to_owned()
            } else {
                body.to_string()
            };
            is(&other.json(method, &path, &body).await, 404);
        }
    }
    assert_eq!(is(&own.json("GET", &one(&id), "").await, 200), told);
}

// conformance: openid-ssf-transmitter-stream-verification-push, openid-ssf-transmitter-stream-verification-error-push-no-auth
#[tokio::test]
async fn a_verification_event_is_pushed_with_its_state() {
    let test = TestApp::new().await;
    for (n, header) in [(1, Some("Bearer of-the-receiver")), (2, None)] {
        let mut service = Service::new(&test, n).await;
        let (id, _) = made(&mut service, &push(header)).await;
        let asked = json!({"stream_id": id, "state": "VGhpcyBpcw=="}).to_string();
        is(&service.json("POST", "/ssf/verify", &asked).await, 204);
        is(&service.json("POST", "/ssf/verify", &asked).await, 429);
        test.jobs().await;
        let (shown, head, claims) = sent(&test);
        assert_eq!(shown.as_deref(), header);
        assert_eq!(head["typ"], "secevent+jwt");
        assert_eq!(head["alg"], "RS256");
        assert_eq!(claims["iss"], "http://localhost");
        assert_eq!(claims["aud"], service.id.as_str());
        assert_eq!(claims["sub_id"], json!({"format": "opaque", "id": id}));
        assert_eq!(
            claims["events"],
            json!({VERIFICATION: {"state": "VGhpcyBpcw=="}})
        );
        assert!(claims.get("sub").is_none() && claims.get("exp").is_none());
        test.advance(SignedDuration::from_secs(10));
        is(&service.json("POST", "/ssf/verify", &asked).await, 204);
        test.jobs().await;
        test.services.take();
    }
}

// conformance: openid-ssf-transmitter-stream-verification-poll-only, openid-ssf-transmitter-stream-verification-poll-and-ack, openid-ssf-transmitter-stream-verification-ack-only
#[tokio::test]
async fn a_verification_event_is_fetched_and_acknowledged() {
    let test = TestApp::new().await;
    let mut service = Service::new(&test, 1).await;
    let (id, told) = made(&mut service, &json!({})).await;
    let url = told["delivery"]["endpoint_url"].as_str().unwrap();
    let poll = url.strip_prefix("http://localhost").unwrap().to_owned();
    let ask = |state: &str| json!({"stream_id": id, "state": state}).to_string();
    is(&service.json("POST", "/ssf/verify", &ask("1")).await, 204);
    let now = json!({"returnImmediately": true}).to_string();
    let first = is(&service.json("POST", &poll, &now).await, 200);
    let (jti, token) = first["sets"].as_object().unwrap().iter().next().unwrap();
    assert_eq!(
        inside(token.as_str().unwrap())["events"],
        json!({VERIFICATION: {"state": "1"}})
    );
    test.advance(SignedDuration::from_secs(10));
    is(&service.json("POST", "/ssf/verify", &ask("2")).await, 204);
    let both = json!({"ack": [jti], "returnImmediately": true}).to_string();
    let second = is(&service.json("POST", &poll, &both).await, 200);
    let sets = second["sets"].as_object().unwrap();
    assert_eq!(sets.len(), 1, "the first is gone");
    let (jti, token) = sets.iter().next().unwrap();
    assert_eq!(
        inside(token.as_str().unwrap())["events"],
        json!({VERIFICATION: {"state": "2"}})
    );
    let only = json!({"ack": [jti], "maxEvents": 0}).to_string();
    let nothing = json!({"sets": {}, "moreAvailable": false});
    assert_eq!(is(&service.json("POST", &poll, &only).await, 200), nothing);
    assert_eq!(is(&service.json("POST", &poll, &now).await, 200), nothing);
    is(&service.json("POST", &poll, "[]").await, 400);
    assert!(test.services.take().is_empty(), "nothing is pushed");
}

// law: D59-19.x, UX-12
// conformance: openid-ssf-transmitter-stream-caep-interop
#[tokio::test]
async fn a_lock_reaches_the_stream_and_the_receipt_says_when() {
    let test = TestApp::new().await.configured(|c| c.one_device = false);
    let mut service = Service::new(&test, 1).await;
    let (id, _) = made(&mut service, &push(None)).await;
    let (_, mut browser) = holder(&test, 2).await;
    let tokens = service.tokens(&mut browser, "openid").await;
    test.jobs().await;
    test.services.take();
    test.services.answers(202);
    let locked = browser.post("/lock", &[("reason", "lost-device")]).await;
    let receipt = locked.location().to_owned();
    browser.get(&receipt).await.shows(200, "chưa liên lạc được");
    test.jobs().await;
    let (_, _, claims) = sent(&test);
    let person = json!({"format": "iss_sub", "iss": "http://localhost", "sub": tokens.id["sub"]});
    assert_eq!(claims["sub_id"], person, "as its identity token names him");
    let words = claims["events"][REVOKED]["reason_admin"]["en"]
        .as_str()
        .unwrap();
    assert_eq!(words, "The session ended at the identity provider");
    assert!(claims["txn"].is_string());
    browser
        .get(&receipt)
        .await
        .shows(200, "Dịch vụ thử: đã đăng xuất bạn lúc");
    let note = browser.get(&format!("{receipt}/signed")).await.text();
    assert!(note.contains("\"by\":\"session-revoked\""), "{note}");

    // Those who look after the service see whether it arrives.
    let mut developer = test.client();
    testkit::people::Person::of(1)
        .sign_in(&test, &mut developer)
        .await;
    let page = developer.get("/developers").await;
    page.shows(200, "Chúng tôi gửi đến địa chỉ của dịch vụ");
    page.shows(200, "0 đang chờ, 1 đã nhận, 0 không đến nơi");
    test.services.answers(400);
    test.services.says(r#"{"err":"invalid_state"}"#);
    let asked = json!({ "stream_id": id }).to_string();
    is(&service.json("POST", "/ssf/verify", &asked).await, 204);
    test.jobs().await;
    developer
        .get("/developers")
        .await
        .shows(200, "the service answered 400: invalid_state");
}

// conformance: openid-ssf-stream-subject-control
#[tokio::test]
async fn whether_somebody_is_known_is_not_told() {
    let test = TestApp::new().await;
    let mut service = Service::new(&test, 1).await;
    let (id, _) = made(&mut service, &push(None)).await;
    let (_, mut browser) = holder(&test, 2).await;
    let tokens = service.tokens(&mut browser, "openid").await;
    let known = json!({"format": "iss_sub", "iss": "http://localhost", "sub": tokens.id["sub"]});
    let unknown = json!({"format": "iss_sub", "iss": "http://localhost", "sub": "nobody"});
    let mail = json!({"format": "email", "email": "an@example.vn"});
    for subject in [&known, &unknown, &mail] {
        let body = json!({"stream_id": id, "subject": subject, "verified": true}).to_string();
        is(&service.json("POST", "/ssf/subjects/add", &body).await, 200);
        is(
            &service.json("POST", "/ssf/subjects/remove", &body).await,
            204,
        );
    }
    test.services.take();
    browser.post("/lock", &[("reason", "lost-device")]).await;
    test.jobs().await;
    assert_eq!(test.services.take(), [], "he was taken off");
}
