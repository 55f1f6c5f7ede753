//! What an app does from the first step to the last.

use axum::body::Body;
use domain::journey::{Journey, Outcome};
use serde_json::{Value, json};
use testkit::TestApp;
use testkit::people::{PASSCODE, Person};

use super::{Call, ask, licence, problem, sign_in};
use crate::documents::scene::{LICENCE, Scene, both};
use crate::experience::counted;

both!(
    an_app_lives_through_the_story,
    registration_goes_step_by_step,
    an_unknown_number_looks_like_a_wrong_password,
);

// law: DOC-0, DOC-GPLX, DOC-GPLX-s, QR-6, APP-8, R50-6
async fn an_app_lives_through_the_story(test: TestApp) {
    let scene = Scene::new(test).await;
    scene.put_licence(&scene.licence()).await;
    let client = &mut scene.test.client();
    let session = sign_in(&scene.test, client, &scene.person).await;
    let s = Some(session.as_str());
    // R50-6
    assert_eq!(
        counted(&scene.test, Journey::SignIn).await,
        [("api", "code".into(), Outcome::Done, 1)]
    );
    let me = Call::new(client, s).get("/me").await;
    assert_eq!(
        (me.status.as_u16(), me.json()["level"].as_u64()),
        (200, Some(2)),
        "{}",
        me.text()
    );
    assert!(!me.text().contains(scene.person.number()));
    assert_eq!(me.headers["cache-control"], "no-store");
    let devices = Call::new(client, s).get("/me/devices").await.json();
    assert_eq!(
        (devices[0]["name"].as_str(), devices[0]["here"].as_bool()),
        (Some("Điện thoại thử"), Some(true))
    );
    let kinds = Call::new(client, s).get("/wallet/eligibility").await.json();
    assert_eq!(
        (kinds[0]["kind"].as_str(), kinds[0]["allowed"].as_bool()),
        (Some("driving-licence"), Some(true))
    );
    assert_eq!(kinds[0]["min_app_version"], "2.0.4");

    let made = ask(client, &session, &licence()).await;
    assert_eq!(made.status.as_u16(), 201, "{}", made.text());
    let id = made.json()["id"].as_str().unwrap().to_owned();
    assert_eq!(made.location(), format!("/api/v1/integrations/{id}"));
    assert_eq!(made.json()["state"], "pending-verification");
    let again = ask(client, &session, &licence()).await;
    assert_eq!(
        (again.status.as_u16(), again.json()["id"].as_str()),
        (200, Some(id.as_str()))
    );
    scene.test.jobs().await;
    assert_eq!(
        Call::new(client, s)
            .get(&format!("/integrations/{id}"))
            .await
            .json()["state"],
        "verified"
    );
    let late = Call::new(client, s)
        .json("POST", &format!("/integrations/{id}/withdraw"), &json!({}))
        .await;
    problem(&late, 409, "request-not-pending");

    let wallet = Call::new(client, s).get("/wallet").await;
    assert!(!wallet.text().contains(LICENCE));
    let document = wallet.json()["documents"][0]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let show = format!("/documents/{document}/show");
    let wrong = Call::new(client, s)
        .json("POST", &show, &json!({ "passcode": "111222" }))
        .await;
    problem(&wrong, 422, "invalid");
    assert_eq!(wrong.json()["errors"][0]["code"], "passcode-wrong");
    let full = Call::new(client, s)
        .json("POST", &show, &json!({ "passcode": PASSCODE }))
        .await
        .json();
    assert_eq!(
        (
            full["number"].as_str(),
            full["classes"][1]["class"].as_str()
        ),
        (Some(LICENCE), Some("B2"))
    );

    let acts = Call::new(client, s).get("/me/activity").await.json();
    assert!(
        acts["items"]
            .as_array()
            .unwrap()
            .iter()
            .any(|act| act["action"] == "document-shown"),
        "{acts}"
    );
    let notices = Call::new(client, s).get("/me/notices").await.json();
    let told = |notice: &Value| {
        notice["text"]
            .as_str()
            .unwrap()
            .starts_with("Giấy phép lái xe đã được xác minh")
    };
    assert!(notices.as_array().unwrap().iter().any(told), "{notices}");
    assert_eq!(
        Call::new(client, s)
            .raw("POST", "/me/notices/read", "", Body::empty())
            .await
            .status
            .as_u16(),
        204
    );
    assert_eq!(
        Call::new(client, s)
            .raw(
                "DELETE",
                &format!("/documents/{document}"),
                "",
                Body::empty()
            )
            .await
            .status
            .as_u16(),
        204
    );
    assert_eq!(
        Call::new(client, s)
            .raw("DELETE", "/session", "", Body::empty())
            .await
            .status
            .as_u16(),
        204
    );
    problem(
        &Call::new(client, s).get("/me").await,
        401,
        "sign-in-needed",
    );
}

// law: D59-14.1.a
async fn registration_goes_step_by_step(test: TestApp) {
    let person = Person::of(5);
    person.register(&test.app).await;
    let client = &mut test.client();
    let started = Call::new(client, None)
        .raw("POST", "/registration", "", Body::empty())
        .await;
    assert_eq!(started.status.as_u16(), 201, "{}", started.text());
    let journey = started.json()["journey"].as_str().unwrap().to_owned();
    let mut step = async |path: &str, body: Value| {
        Call::new(client, None)
            .header("journey", &journey)
            .json("POST", &format!("/registration/{path}"), &body)
            .await
    };
    let early = step("submit", json!({})).await;
    assert!(early.status.is_client_error(), "{}", early.text());
    let number = step("number", json!({ "number": person.number() })).await;
    assert_eq!(
        (number.status.as_u16(), number.json()["next"].as_str()),
        (200, Some("contact")),
        "{}",
        number.text()
    );
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
    let portrait = Call::new(client, None)
        .header("journey", &journey)
        .raw("PUT", "/registration/portrait", "image/png", "no image")
        .await;
    problem(&portrait, 422, "invalid");
}

// law: APP-5
async fn an_unknown_number_looks_like_a_wrong_password(test: TestApp) {
    let scene = Scene::new(test).await;
    let client = &mut scene.test.client();
    let mut answers = Vec::new();
    for (number, password) in [
        (scene.person.number(), "wrong wrong wrong"),
        ("001199000001", "wrong wrong wrong"),
    ] {
        let answer = Call::new(client, None)
            .json(
                "POST",
                "/sign-in",
                &json!({ "number": number, "password": password }),
            )
            .await;
        problem(&answer, 422, "invalid");
        let mut body = answer.json();
        body["request"] = Value::Null;
        answers.push(body);
    }
    assert_eq!(answers[0], answers[1]);
    let body = json!({ "number": scene.person.number(), "contact": scene.person.phone(), "name": "Nguyễn Thị Ngọc Ánh", "birth": "1990-03-27", "card_issued": "2021-06-15" });
    let begun = Call::new(client, None)
        .json("POST", "/recovery", &body)
        .await;
    assert_eq!(begun.status.as_u16(), 200, "{}", begun.text());
}
