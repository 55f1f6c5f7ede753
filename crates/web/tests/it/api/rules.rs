//! Versions, repeated requests, other holders, locked accounts, languages.

use axum::body::Body;
use domain::account::Level;
use serde_json::{Value, json};
use testkit::TestApp;
use testkit::people::PASSCODE;

use super::{Call, ask, licence, problem, sign_in};
use crate::documents::scene::{LICENCE, Scene, both};

both!(
    versions_are_enforced,
    the_same_key_is_carried_out_once,
    others_see_nothing,
    a_locked_account_shows_its_status_only,
    problems_speak_the_callers_language,
);

// law: DOC-GPLX, DOC-HC
async fn versions_are_enforced(test: TestApp) {
    let scene = Scene::new(test).await;
    let client = &mut scene.test.client();
    let session = sign_in(&scene.test, client, &scene.person).await;
    let missing = Call::new(client, Some(&session))
        .json("POST", "/integrations", &licence())
        .await;
    problem(&missing, 400, "app-version-missing");
    for (version, status, code) in [
        ("two", 400, "app-version-format"),
        ("2.0.3", 409, "app-too-old"),
    ] {
        let answer = Call::new(client, Some(&session))
            .header("app-version", version)
            .json("POST", "/integrations", &licence())
            .await;
        problem(&answer, status, code);
    }
    let good = Call::new(client, Some(&session))
        .header("app-version", "2.0.4")
        .json("POST", "/integrations", &licence())
        .await;
    assert_eq!(good.status.as_u16(), 201, "{}", good.text());
}

async fn the_same_key_is_carried_out_once(test: TestApp) {
    let scene = Scene::new(test).await;
    let client = &mut scene.test.client();
    let session = sign_in(&scene.test, client, &scene.person).await;
    let mut send = async |key: &str, body: Value| {
        let call = Call::new(client, Some(&session))
            .header("app-version", "2.3.0")
            .header("idempotency-key", key);
        call.json("POST", "/integrations", &body).await
    };
    let first = send("k-1", licence()).await;
    let second = send("k-1", licence()).await;
    assert_eq!(
        (first.status.as_u16(), second.status.as_u16()),
        (201, 201),
        "the same answer, not a new one"
    );
    assert_eq!(
        (first.text(), first.location()),
        (second.text(), second.location())
    );
    assert_eq!(second.headers["idempotency-replayed"], "true");
    let other = json!({ "kind": "health-card", "fields": { "health-code": "0123456789" }, "confirmed": true });
    problem(&send("k-1", other.clone()).await, 422, "idempotency-other");
    problem(
        &send(&"x".repeat(129), other.clone()).await,
        400,
        "idempotency-key",
    );
    assert_eq!(send("k-2", licence()).await.status.as_u16(), 200);
    assert_eq!(send("k-3", other).await.status.as_u16(), 201);
    assert_eq!(scene.acts("integration-requested").await, 2);
    // Once the session has ended an old key answers nothing.
    let signed_out = Call::new(client, Some(&session))
        .raw("DELETE", "/session", "", Body::empty())
        .await;
    assert_eq!(signed_out.status.as_u16(), 204);
    let call = Call::new(client, Some(&session))
        .header("app-version", "2.3.0")
        .header("idempotency-key", "k-1");
    problem(
        &call.json("POST", "/integrations", &licence()).await,
        401,
        "sign-in-needed",
    );
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
    problem(
        &Call::new(client, s)
            .get(&format!("/integrations/{id}"))
            .await,
        404,
        "not-found",
    );
    problem(
        &Call::new(client, s)
            .json("POST", &format!("/integrations/{id}/withdraw"), &json!({}))
            .await,
        404,
        "not-found",
    );
    let passcode = json!({ "passcode": PASSCODE });
    problem(
        &Call::new(client, s)
            .json("POST", &format!("/documents/{document}/show"), &passcode)
            .await,
        404,
        "not-found",
    );
    problem(
        &Call::new(client, s)
            .raw(
                "DELETE",
                &format!("/documents/{document}"),
                "",
                Body::empty(),
            )
            .await,
        404,
        "not-found",
    );
    for path in [
        "/integrations/x",
        "/integrations/%FF",
        "/integrations/doc_00000000000000000000000000000000",
    ] {
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
    let bad = Call::new(client, s)
        .json("POST", "/lock", &json!({ "reason": "bored" }))
        .await;
    problem(&bad, 422, "invalid");
    let locked = Call::new(client, s)
        .json("POST", "/lock", &json!({ "reason": "lost-device" }))
        .await
        .json();
    let status = locked["status_session"].as_str().unwrap().to_owned();
    let path = format!("/lock/receipts/{}", locked["hold"].as_str().unwrap());
    let receipt = Call::new(client, Some(&status)).get(&path).await.json();
    assert_eq!(receipt["facts"]["ground"], "own-request");
    assert!(
        receipt["note"]
            .as_str()
            .unwrap()
            .contains("dinhdanh.vn/receipt")
    );
    let none = "/lock/receipts/hld_00000000000000000000000000000000";
    problem(
        &Call::new(client, Some(&status)).get(none).await,
        404,
        "not-found",
    );
    problem(
        &Call::new(client, s).get("/wallet").await,
        401,
        "sign-in-needed",
    );
    problem(
        &Call::new(client, Some(&status)).get("/wallet").await,
        403,
        "account-locked",
    );
    problem(
        &ask(client, &status, &licence()).await,
        403,
        "account-locked",
    );
    let told = Call::new(client, Some(&status)).get("/lock").await.json();
    assert_eq!(
        (told["locked"].as_bool(), told["holds"][0]["basis"].as_str()),
        (Some(true), Some("D59-19.1.a.i"))
    );
    assert_eq!(
        Call::new(client, Some(&status))
            .get("/session")
            .await
            .json()["scope"],
        "status"
    );
    let asked = Call::new(client, Some(&status))
        .json(
            "POST",
            "/lock/unlock-requests",
            &json!({ "passcode": PASSCODE }),
        )
        .await;
    assert_eq!(asked.status.as_u16(), 201, "{}", asked.text());
}

async fn problems_speak_the_callers_language(test: TestApp) {
    let scene = Scene::of(test, 1, Level::One).await;
    let client = &mut scene.test.client();
    let session = sign_in(&scene.test, client, &scene.person).await;
    for (language, words) in [
        ("en-GB,vi;q=0.5", "An account of level 2 is needed"),
        ("vi", "Cần tài khoản mức 2"),
        ("fr", "Cần tài khoản mức 2"),
    ] {
        let call = Call::new(client, Some(&session))
            .header("accept-language", language)
            .header("app-version", "2.3.0");
        let answer = call.json("POST", "/integrations", &licence()).await;
        problem(&answer, 409, "level-two-needed");
        assert!(
            answer.json()["detail"].as_str().unwrap().starts_with(words),
            "{}",
            answer.text()
        );
    }
    let mut page = scene.test.client();
    page.get("/developers/api")
        .await
        .shows(200, "/integrations");
    let description = page.get("/api/v1/openapi.json").await.json();
    assert!(description["openapi"].as_str().unwrap().starts_with("3.1"));
}
