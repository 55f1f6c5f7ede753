//! Every operation of the description: its proof, its body.

use axum::body::Body;
use serde_json::{Value, json};
use testkit::TestApp;

use super::{Call, ask, problem, sign_in};
use crate::documents::scene::{LICENCE, Scene, both};

both!(every_operation_asks_for_its_proof, bodies_are_read_strictly,);

async fn every_operation_asks_for_its_proof(test: TestApp) {
    let client = &mut test.client();
    let all = operations();
    assert!(all.len() >= 45, "{}", all.len());
    for (method, path, proof, _) in all {
        let answer = Call::new(client, None)
            .json(&method, &path, &json!({}))
            .await;
        match proof.as_deref() {
            Some("session" | "client") => problem(&answer, 401, "sign-in-needed"),
            Some(_) => problem(&answer, 401, "journey-missing"),
            None => assert_ne!(
                answer.status.as_u16(),
                404,
                "{method} {path} is described and not routed"
            ),
        }
        if proof.as_deref() == Some("session") {
            for bad in ["x", "AAAA", &"A".repeat(64)] {
                let answer = Call::new(client, Some(bad))
                    .json(&method, &path, &json!({}))
                    .await;
                problem(&answer, 401, "sign-in-needed");
            }
        }
    }
    // A cookie of the pages proves nothing here.
    let scene = Scene::new(test).await;
    let mut browser = scene.test.client();
    scene.person.sign_in(&scene.test, &mut browser).await;
    problem(
        &Call::new(&mut browser, None).get("/me").await,
        401,
        "sign-in-needed",
    );
    problem(
        &Call::new(&mut browser, None).get("/nowhere").await,
        404,
        "not-found",
    );
    problem(
        &Call::new(&mut browser, None)
            .raw("PATCH", "/me", "", Body::empty())
            .await,
        405,
        "method-not-allowed",
    );
}

async fn bodies_are_read_strictly(test: TestApp) {
    let scene = Scene::new(test).await;
    let client = &mut scene.test.client();
    let session = sign_in(&scene.test, client, &scene.person).await;
    let journey = app::registration::start(
        &scene.test.app,
        &scene.test.cx(domain::actor::Actor::Public),
    )
    .await
    .unwrap()
    .to_text();
    for (method, path, _, body) in operations() {
        // A signed message is read only after its signature.
        let signed = path.starts_with("/register-events/") || path.starts_with("/training/");
        let raw = ["/portrait", "/file"].iter().any(|end| path.ends_with(end));
        if !body || signed || raw {
            continue;
        }
        let mut send = async |kind: &str, body: Body| {
            let call = Call::new(client, Some(&session))
                .header("journey", &journey)
                .header("app-version", "2.3.0");
            call.raw(&method, &path, kind, body).await
        };
        // Readings of chips and pictures are taken from those who are waited for: see `proof_guard`.
        if path.ends_with("/reading") || path.ends_with("/frames") {
            let huge = vec![b' '; 13 << 20];
            let answer = send("", huge.into()).await;
            if path.starts_with("/registration/") {
                problem(&answer, 409, "registration-chip-over");
            } else {
                problem(&answer, 404, "not-found");
            }
            continue;
        }
        problem(&send("text/plain", "{}".into()).await, 415, "content-type");
        problem(&send("", "{}".into()).await, 415, "content-type");
        for bad in ["", "{", "{\"a\":}", "nonsense", "{\"a\":\"\u{1}\"}", "[1,2"] {
            problem(
                &send("application/json", bad.into()).await,
                400,
                "malformed-json",
            );
        }
        problem(
            &send("application/json", vec![b'{', 0xff, b'}'].into()).await,
            400,
            "malformed-json",
        );
        for bad in ["null", "[]", "7", "{\"surprise\":1}"] {
            problem(
                &send("application/json; charset=utf-8", bad.into()).await,
                422,
                "invalid",
            );
        }
        problem(
            &send("application/json", "{\"surprise\":\"a\\u0000b\"}".into()).await,
            422,
            "invalid",
        );
        let huge = format!("{{\"a\":\"{}\"}}", "x".repeat(64 << 10));
        problem(
            &send("application/json", huge.into()).await,
            413,
            "too-large",
        );
    }
    let body = json!({ "kind": "driving-licence", "fields": { "licence-number": LICENCE, "colour": "red" }, "confirmed": true });
    problem(&ask(client, &session, &body).await, 422, "invalid");
    let body = json!({ "kind": "fishing", "fields": {}, "confirmed": true });
    let answer = ask(client, &session, &body).await;
    problem(&answer, 422, "invalid");
    assert_eq!(
        (
            answer.json()["errors"][0]["field"].as_str(),
            answer.json()["errors"][0]["code"].as_str()
        ),
        (Some("kind"), Some("document-kind-unknown"))
    );
    let portrait = Call::new(client, None)
        .header("journey", &journey)
        .raw("PUT", "/registration/portrait", "image/gif", "GIF89a")
        .await;
    problem(&portrait, 415, "content-type");
    problem(
        &Call::new(client, Some(&session))
            .get("/me/activity?before=yesterday")
            .await,
        422,
        "invalid",
    );
    assert_eq!(
        Call::new(client, Some(&session))
            .get("/me/activity?before=2024-03-04T02%3A00%3A00Z")
            .await
            .status
            .as_u16(),
        200
    );
}

/// Method, path, needed proof, has a body: of every operation in the description.
fn operations() -> Vec<(String, String, Option<String>, bool)> {
    let text = web::api::openapi().to_json().unwrap();
    let document: Value = serde_json::from_str(&text).unwrap();
    let mut all = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let proof = operation["security"][0]
                .as_object()
                .and_then(|s| s.keys().next().cloned());
            let path = path.replace("{id}", "int_00000000000000000000000000000000");
            all.push((
                method.to_uppercase(),
                path,
                proof,
                operation.get("requestBody").is_some(),
            ));
        }
    }
    all
}

/// docs/openapi.json is the description that the program serves: `cargo run -- openapi > docs/openapi.json`.
#[test]
fn the_committed_description_is_current() {
    let path = "../../docs/openapi.json";
    let committed = std::fs::read_to_string(path).unwrap_or_default();
    let current = web::api::openapi().to_pretty_json().unwrap();
    assert!(
        committed.trim_end() == current,
        "docs/openapi.json is not what the handlers say"
    );
}
