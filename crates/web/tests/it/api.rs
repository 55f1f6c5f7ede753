//! The JSON API: proofs, problems, the story of a native app.

use axum::body::Body;
use axum::http::{Request, header};
use domain::account::Level;
use serde_json::{Value, json};
use testkit::people::{PASSCODE, PASSWORD, Person};
use testkit::{Answer, Client, TestApp};

use crate::documents::scene::{LICENCE, Scene, both};

both!(
    an_app_lives_through_the_story,
    every_operation_asks_for_its_proof,
    bodies_are_read_strictly,
    versions_are_enforced,
    the_same_key_is_carried_out_once,
    others_see_nothing,
    a_locked_account_shows_its_status_only,
    problems_speak_the_callers_language,
    registration_goes_step_by_step,
    an_unknown_number_looks_like_a_wrong_password,
);

/// A request by parts.
struct Call<'a> {
    client: &'a mut Client,
    token: Option<&'a str>,
    headers: Vec<(&'static str, String)>,
}

impl<'a> Call<'a> {
    fn new(client: &'a mut Client, token: Option<&'a str>) -> Self {
        Self { client, token, headers: Vec::new() }
    }

    fn header(mut self, name: &'static str, value: &str) -> Self {
        self.headers.push((name, value.to_owned()));
        self
    }

    async fn raw(self, method: &str, path: &str, kind: &str, body: impl Into<Body>) -> Answer {
        let mut request = Request::builder().method(method).uri(format!("/api/v1{path}"));
        if !kind.is_empty() {
            request = request.header(header::CONTENT_TYPE, kind);
        }
        if let Some(token) = self.token {
            request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
        }
        for (name, value) in self.headers {
            request = request.header(name, value);
        }
        self.client.send(request.body(body.into()).unwrap()).await
    }

    async fn json(self, method: &str, path: &str, body: &Value) -> Answer {
        self.raw(method, path, "application/json", body.to_string()).await
    }

    async fn get(self, path: &str) -> Answer {
        self.raw("GET", path, "", Body::empty()).await
    }
}

/// Expects a problem document.
#[track_caller]
fn problem(answer: &Answer, status: u16, code: &str) {
    let kind = answer.headers.get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok());
    assert_eq!((answer.status.as_u16(), kind), (status, Some("application/problem+json")), "{}", answer.text());
    let body = answer.json();
    assert_eq!((body["status"].as_u64(), body["code"].as_str()), (Some(status.into()), Some(code)), "{body}");
    assert_eq!(body["type"], format!("urn:dinhdanh:problem:{code}"));
    for member in ["title", "detail", "request"] {
        let text = body[member].as_str().unwrap_or_default();
        let key = text.starts_with("error-") || text.starts_with("status-") || text.starts_with("refused-");
        assert!(!text.is_empty() && !key, "{member}: {body}");
    }
}

/// Signs in through the API; gives the session.
async fn sign_in(test: &TestApp, client: &mut Client, person: &Person) -> String {
    let body = json!({ "number": person.number(), "password": PASSWORD });
    let begun = Call::new(client, None).json("POST", "/sign-in", &body).await;
    assert_eq!(begun.status.as_u16(), 200, "{}", begun.text());
    let journey = begun.json()["journey"].as_str().unwrap().to_owned();
    let code = test.code_for(person.phone()).await;
    let body = json!({ "code": code, "device_name": "Điện thoại thử" });
    let opened = Call::new(client, None).header("journey", &journey).json("POST", "/sign-in/code", &body).await;
    assert_eq!(opened.json()["next"], "open", "{}", opened.text());
    opened.json()["session"].as_str().unwrap().to_owned()
}

fn licence() -> Value {
    json!({ "kind": "driving-licence", "fields": { "licence-number": LICENCE, "licence-class": "B2" }, "confirmed": true })
}

async fn ask(client: &mut Client, session: &str, body: &Value) -> Answer {
    Call::new(client, Some(session)).header("app-version", "2.3.0").json("POST", "/integrations", body).await
}

// law: DOC-0, DOC-GPLX, DOC-GPLX-s, QR-6, APP-8
async fn an_app_lives_through_the_story(test: TestApp) {
    let scene = Scene::new(test).await;
    scene.put_licence(&scene.licence()).await;
    let client = &mut scene.test.client();
    let session = sign_in(&scene.test, client, &scene.person).await;
    let s = Some(session.as_str());
    let me = Call::new(client, s).get("/me").await;
    assert_eq!((me.status.as_u16(), me.json()["level"].as_u64()), (200, Some(2)), "{}", me.text());
    assert!(!me.text().contains(scene.person.number()));
    assert_eq!(me.headers["cache-control"], "no-store");
    let devices = Call::new(client, s).get("/me/devices").await.json();
    assert_eq!((devices[0]["name"].as_str(), devices[0]["here"].as_bool()), (Some("Điện thoại thử"), Some(true)));
    let kinds = Call::new(client, s).get("/wallet/eligibility").await.json();
    assert_eq!((kinds[0]["kind"].as_str(), kinds[0]["allowed"].as_bool()), (Some("driving-licence"), Some(true)));
    assert_eq!(kinds[0]["min_app_version"], "2.0.4");

    let made = ask(client, &session, &licence()).await;
    assert_eq!(made.status.as_u16(), 201, "{}", made.text());
    let id = made.json()["id"].as_str().unwrap().to_owned();
    assert_eq!(made.location(), format!("/api/v1/integrations/{id}"));
    assert_eq!(made.json()["state"], "pending-verification");
    let again = ask(client, &session, &licence()).await;
    assert_eq!((again.status.as_u16(), again.json()["id"].as_str()), (200, Some(id.as_str())));
    scene.test.jobs().await;
    assert_eq!(Call::new(client, s).get(&format!("/integrations/{id}")).await.json()["state"], "verified");
    let late = Call::new(client, s).json("POST", &format!("/integrations/{id}/withdraw"), &json!({})).await;
    problem(&late, 409, "request-not-pending");

    let wallet = Call::new(client, s).get("/wallet").await;
    assert!(!wallet.text().contains(LICENCE));
    let document = wallet.json()["documents"][0]["id"].as_str().unwrap().to_owned();
    let show = format!("/documents/{document}/show");
    let wrong = Call::new(client, s).json("POST", &show, &json!({ "passcode": "111222" })).await;
    problem(&wrong, 422, "invalid");
    assert_eq!(wrong.json()["errors"][0]["code"], "passcode-wrong");
    let full = Call::new(client, s).json("POST", &show, &json!({ "passcode": PASSCODE })).await.json();
    assert_eq!((full["number"].as_str(), full["classes"][1]["class"].as_str()), (Some(LICENCE), Some("B2")));

    let acts = Call::new(client, s).get("/me/activity").await.json();
    assert!(acts["items"].as_array().unwrap().iter().any(|act| act["action"] == "document-shown"), "{acts}");
    let notices = Call::new(client, s).get("/me/notices").await.json();
    let told = |notice: &Value| notice["text"].as_str().unwrap().starts_with("Giấy phép lái xe đã được xác minh");
    assert!(notices.as_array().unwrap().iter().any(told), "{notices}");
    assert_eq!(Call::new(client, s).raw("POST", "/me/notices/read", "", Body::empty()).await.status.as_u16(), 204);
    assert_eq!(Call::new(client, s).raw("DELETE", &format!("/documents/{document}"), "", Body::empty()).await.status.as_u16(), 204);
    assert_eq!(Call::new(client, s).raw("DELETE", "/session", "", Body::empty()).await.status.as_u16(), 204);
    problem(&Call::new(client, s).get("/me").await, 401, "sign-in-needed");
}

/// Method, path, needed proof, has a body: of every operation in the description.
fn operations() -> Vec<(String, String, Option<String>, bool)> {
    let text = web::api::openapi().to_json().unwrap();
    let document: Value = serde_json::from_str(&text).unwrap();
    let mut all = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let proof = operation["security"][0].as_object().and_then(|s| s.keys().next().cloned());
            let path = path.replace("{id}", "int_00000000000000000000000000000000");
            all.push((method.to_uppercase(), path, proof, operation.get("requestBody").is_some()));
        }
    }
    all
}

async fn every_operation_asks_for_its_proof(test: TestApp) {
    let client = &mut test.client();
    let all = operations();
    assert!(all.len() >= 45, "{}", all.len());
    for (method, path, proof, _) in all {
        let answer = Call::new(client, None).json(&method, &path, &json!({})).await;
        match proof.as_deref() {
            Some("session") => problem(&answer, 401, "sign-in-needed"),
            Some(_) => problem(&answer, 401, "journey-missing"),
            None => assert_ne!(answer.status.as_u16(), 404, "{method} {path} is described and not routed"),
        }
        if proof.as_deref() == Some("session") {
            for bad in ["x", "AAAA", &"A".repeat(64)] {
                let answer = Call::new(client, Some(bad)).json(&method, &path, &json!({})).await;
                problem(&answer, 401, "sign-in-needed");
            }
        }
    }
    // A cookie of the pages proves nothing here.
    let scene = Scene::new(test).await;
    let mut browser = scene.test.client();
    scene.person.sign_in(&scene.test, &mut browser).await;
    problem(&Call::new(&mut browser, None).get("/me").await, 401, "sign-in-needed");
    problem(&Call::new(&mut browser, None).get("/nowhere").await, 404, "not-found");
    problem(&Call::new(&mut browser, None).raw("PATCH", "/me", "", Body::empty()).await, 405, "method-not-allowed");
}

async fn bodies_are_read_strictly(test: TestApp) {
    let scene = Scene::new(test).await;
    let client = &mut scene.test.client();
    let session = sign_in(&scene.test, client, &scene.person).await;
    let journey = app::registration::start(&scene.test.app, &scene.test.cx(domain::actor::Actor::Public)).await.unwrap().to_text();
    for (method, path, _, body) in operations() {
        if !body || path.ends_with("/portrait") {
            continue;
        }
        let mut send = async |kind: &str, body: Body| {
            let call = Call::new(client, Some(&session)).header("journey", &journey).header("app-version", "2.3.0");
            call.raw(&method, &path, kind, body).await
        };
        problem(&send("text/plain", "{}".into()).await, 415, "content-type");
        problem(&send("", "{}".into()).await, 415, "content-type");
        for bad in ["", "{", "{\"a\":}", "nonsense", "{\"a\":\"\u{1}\"}", "[1,2"] {
            problem(&send("application/json", bad.into()).await, 400, "malformed-json");
        }
        problem(&send("application/json", vec![b'{', 0xff, b'}'].into()).await, 400, "malformed-json");
        for bad in ["null", "[]", "7", "{\"surprise\":1}"] {
            problem(&send("application/json; charset=utf-8", bad.into()).await, 422, "invalid");
        }
        problem(&send("application/json", "{\"surprise\":\"a\\u0000b\"}".into()).await, 422, "invalid");
        let huge = format!("{{\"a\":\"{}\"}}", "x".repeat(70_000));
        problem(&send("application/json", huge.into()).await, 413, "too-large");
    }
    let body = json!({ "kind": "driving-licence", "fields": { "licence-number": LICENCE, "colour": "red" }, "confirmed": true });
    problem(&ask(client, &session, &body).await, 422, "invalid");
    let body = json!({ "kind": "fishing", "fields": {}, "confirmed": true });
    let answer = ask(client, &session, &body).await;
    problem(&answer, 422, "invalid");
    assert_eq!((answer.json()["errors"][0]["field"].as_str(), answer.json()["errors"][0]["code"].as_str()), (Some("kind"), Some("document-kind-unknown")));
    let portrait = Call::new(client, None).header("journey", &journey).raw("PUT", "/registration/portrait", "image/gif", "GIF89a").await;
    problem(&portrait, 415, "content-type");
    problem(&Call::new(client, Some(&session)).get("/me/activity?before=yesterday").await, 422, "invalid");
    assert_eq!(Call::new(client, Some(&session)).get("/me/activity?before=2024-03-04T02%3A00%3A00Z").await.status.as_u16(), 200);
}

// law: DOC-GPLX, DOC-HC
async fn versions_are_enforced(test: TestApp) {
    let scene = Scene::new(test).await;
    let client = &mut scene.test.client();
    let session = sign_in(&scene.test, client, &scene.person).await;
    let missing = Call::new(client, Some(&session)).json("POST", "/integrations", &licence()).await;
    problem(&missing, 400, "app-version-missing");
    for (version, status, code) in [("two", 400, "app-version-format"), ("2.0.3", 409, "app-too-old")] {
        let answer = Call::new(client, Some(&session)).header("app-version", version).json("POST", "/integrations", &licence()).await;
        problem(&answer, status, code);
    }
    let good = Call::new(client, Some(&session)).header("app-version", "2.0.4").json("POST", "/integrations", &licence()).await;
    assert_eq!(good.status.as_u16(), 201, "{}", good.text());
}

async fn the_same_key_is_carried_out_once(test: TestApp) {
    let scene = Scene::new(test).await;
    let client = &mut scene.test.client();
    let session = sign_in(&scene.test, client, &scene.person).await;
    let mut send = async |key: &str, body: Value| {
        let call = Call::new(client, Some(&session)).header("app-version", "2.3.0").header("idempotency-key", key);
        call.json("POST", "/integrations", &body).await
    };
    let first = send("k-1", licence()).await;
    let second = send("k-1", licence()).await;
    assert_eq!((first.status.as_u16(), second.status.as_u16()), (201, 201), "the same answer, not a new one");
    assert_eq!((first.text(), first.location()), (second.text(), second.location()));
    assert_eq!(second.headers["idempotency-replayed"], "true");
    let other = json!({ "kind": "health-card", "fields": { "health-code": "0123456789" }, "confirmed": true });
    problem(&send("k-1", other.clone()).await, 422, "idempotency-other");
    problem(&send(&"x".repeat(129), other.clone()).await, 400, "idempotency-key");
    assert_eq!(send("k-2", licence()).await.status.as_u16(), 200);
    assert_eq!(send("k-3", other).await.status.as_u16(), 201);
    assert_eq!(scene.acts("integration-requested").await, 2);
    // Once the session has ended an old key answers nothing.
    let signed_out = Call::new(client, Some(&session)).raw("DELETE", "/session", "", Body::empty()).await;
    assert_eq!(signed_out.status.as_u16(), 204);
    let call = Call::new(client, Some(&session)).header("app-version", "2.3.0").header("idempotency-key", "k-1");
    problem(&call.json("POST", "/integrations", &licence()).await, 401, "sign-in-needed");
}

async fn others_see_nothing(test: TestApp) {
    let scene = Scene::new(test).await;
    scene.put_licence(&scene.licence()).await;
    let asked = scene.ask_licence(LICENCE, "B2").await.unwrap();
    scene.test.jobs().await;
    let document = scene.wallet().await.documents[0].id;
    let (other, _) = scene.other().await;
    let client = &mut scene.test.client();
    let session = sign_in(&scene.test, client, &other).await;
    let s = Some(session.as_str());
    let id = asked.request.id;
    problem(&Call::new(client, s).get(&format!("/integrations/{id}")).await, 404, "not-found");
    problem(&Call::new(client, s).json("POST", &format!("/integrations/{id}/withdraw"), &json!({})).await, 404, "not-found");
    let passcode = json!({ "passcode": PASSCODE });
    problem(&Call::new(client, s).json("POST", &format!("/documents/{document}/show"), &passcode).await, 404, "not-found");
    problem(&Call::new(client, s).raw("DELETE", &format!("/documents/{document}"), "", Body::empty()).await, 404, "not-found");
    for path in ["/integrations/x", "/integrations/%FF", "/integrations/doc_00000000000000000000000000000000"] {
        problem(&Call::new(client, s).get(path).await, 404, "not-found");
    }
    assert_eq!(scene.wallet().await.documents.len(), 1);
}

// law: D59-19.1.a.i, D59-19.5.a
async fn a_locked_account_shows_its_status_only(test: TestApp) {
    let scene = Scene::new(test).await;
    let client = &mut scene.test.client();
    let session = sign_in(&scene.test, client, &scene.person).await;
    let s = Some(session.as_str());
    let bad = Call::new(client, s).json("POST", "/lock", &json!({ "reason": "bored" })).await;
    problem(&bad, 422, "invalid");
    let locked = Call::new(client, s).json("POST", "/lock", &json!({ "reason": "lost-device" })).await.json();
    let status = locked["status_session"].as_str().unwrap().to_owned();
    problem(&Call::new(client, s).get("/wallet").await, 401, "sign-in-needed");
    problem(&Call::new(client, Some(&status)).get("/wallet").await, 403, "account-locked");
    problem(&ask(client, &status, &licence()).await, 403, "account-locked");
    let told = Call::new(client, Some(&status)).get("/lock").await.json();
    assert_eq!((told["locked"].as_bool(), told["holds"][0]["basis"].as_str()), (Some(true), Some("D59-19.1.a.i")));
    assert_eq!(Call::new(client, Some(&status)).get("/session").await.json()["scope"], "status");
    let asked = Call::new(client, Some(&status)).json("POST", "/lock/unlock-requests", &json!({ "passcode": PASSCODE })).await;
    assert_eq!(asked.status.as_u16(), 201, "{}", asked.text());
}

async fn problems_speak_the_callers_language(test: TestApp) {
    let scene = Scene::of(test, 1, Level::One).await;
    let client = &mut scene.test.client();
    let session = sign_in(&scene.test, client, &scene.person).await;
    for (language, words) in [("en-GB,vi;q=0.5", "An account of level 2 is needed"), ("vi", "Cần tài khoản mức 2"), ("fr", "Cần tài khoản mức 2")] {
        let call = Call::new(client, Some(&session)).header("accept-language", language).header("app-version", "2.3.0");
        let answer = call.json("POST", "/integrations", &licence()).await;
        problem(&answer, 409, "level-two-needed");
        assert!(answer.json()["detail"].as_str().unwrap().starts_with(words), "{}", answer.text());
    }
    let mut page = scene.test.client();
    page.get("/developers/api").await.shows(200, "/integrations");
    let description = page.get("/api/v1/openapi.json").await.json();
    assert!(description["openapi"].as_str().unwrap().starts_with("3.1"));
}

// law: D59-14.1
async fn registration_goes_step_by_step(test: TestApp) {
    let person = Person::of(5);
    person.register(&test.app).await;
    let client = &mut test.client();
    let started = Call::new(client, None).raw("POST", "/registration", "", Body::empty()).await;
    assert_eq!(started.status.as_u16(), 201, "{}", started.text());
    let journey = started.json()["journey"].as_str().unwrap().to_owned();
    let mut step = async |path: &str, body: Value| {
        Call::new(client, None).header("journey", &journey).json("POST", &format!("/registration/{path}"), &body).await
    };
    let early = step("submit", json!({})).await;
    assert!(early.status.is_client_error(), "{}", early.text());
    let number = step("number", json!({ "number": person.number() })).await;
    assert_eq!((number.status.as_u16(), number.json()["next"].as_str()), (200, Some("contact")), "{}", number.text());
    let bad = step("contact", json!({ "by": "phone", "phone": "12" })).await;
    problem(&bad, 422, "invalid");
    assert_eq!(bad.json()["errors"][0]["field"], "phone");
    let contact = step("contact", json!({ "by": "phone", "phone": person.phone() })).await;
    assert_eq!(contact.json()["next"], "code", "{}", contact.text());
    let code = test.code_for(person.phone()).await;
    let confirmed = step("code", json!({ "code": code })).await;
    assert_eq!(confirmed.json()["next"], "details", "{}", confirmed.text());
    let details = json!({ "name": "Nguyễn Thị Ngọc Ánh", "birth": "1990-03-27", "sex": "female", "card_issued": "2021-06-15" });
    let details = step("details", details).await;
    assert_eq!(details.json()["next"], "portrait", "{}", details.text());
    let client = &mut test.client();
    let portrait = Call::new(client, None).header("journey", &journey).raw("PUT", "/registration/portrait", "image/png", "no image").await;
    problem(&portrait, 422, "invalid");
}

// law: APP-5
async fn an_unknown_number_looks_like_a_wrong_password(test: TestApp) {
    let scene = Scene::new(test).await;
    let client = &mut scene.test.client();
    let mut answers = Vec::new();
    for (number, password) in [(scene.person.number(), "wrong wrong wrong"), ("001199000001", "wrong wrong wrong")] {
        let answer = Call::new(client, None).json("POST", "/sign-in", &json!({ "number": number, "password": password })).await;
        problem(&answer, 422, "invalid");
        let mut body = answer.json();
        body["request"] = Value::Null;
        answers.push(body);
    }
    assert_eq!(answers[0], answers[1]);
    let body = json!({ "number": scene.person.number(), "contact": scene.person.phone(), "name": "Nguyễn Thị Ngọc Ánh", "birth": "1990-03-27", "card_issued": "2021-06-15" });
    let begun = Call::new(client, None).json("POST", "/recovery", &body).await;
    assert_eq!(begun.status.as_u16(), 200, "{}", begun.text());
}

/// docs/openapi.json is the description that the program serves: `cargo run -- openapi > docs/openapi.json`.
#[test]
fn the_committed_description_is_current() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/openapi.json");
    let committed = std::fs::read_to_string(path).unwrap_or_default();
    let current = web::api::openapi().to_pretty_json().unwrap();
    assert!(committed.trim_end() == current, "docs/openapi.json is not what the handlers say");
}
