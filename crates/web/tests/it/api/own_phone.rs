//! Who has just shown card and face changes his number by himself.

use jiff::SignedDuration;
use serde_json::json;
use testkit::TestApp;
use testkit::people::PASSCODE;

use super::problem;
use super::self_proof::Scene;
use crate::documents::scene::both;
use crate::holds::holder;

both!(
    card_and_face_change_the_number_at_once,
    a_number_of_somebody_else_is_told_to_its_holder_alone,
);

const NEW: &str = "+84987654321";

async fn phone(scene: &Scene) -> String {
    let number = &scene.person.record.identity.number;
    let mut source = scene.test.app.db.read().await.unwrap();
    let stored = store::account::by_number(&mut source, number, scene.test.now()).await;
    stored
        .unwrap()
        .unwrap()
        .profile
        .phone
        .unwrap()
        .as_str()
        .to_owned()
}

// law: APP-12, UX-10, D59-24.3
async fn card_and_face_change_the_number_at_once(test: TestApp) {
    let mut scene = Scene::new(test).await;
    let new = json!({ "phone": NEW, "passcode": PASSCODE });
    problem(
        &scene.post("/me/phone", &new).await,
        409,
        "phone-change-card",
    );
    assert_eq!(scene.prove().await.json()["authentication_level"], 3);
    let own = scene.person.phone().to_owned();
    for (text, code) in [
        ("", "phone-empty"),
        ("x", "phone-not-digits"),
        (&own, "phone-same"),
    ] {
        let told = scene
            .post("/me/phone", &json!({ "phone": text, "passcode": PASSCODE }))
            .await;
        problem(&told, 422, "invalid");
        let error = &told.json()["errors"][0];
        assert_eq!(
            (&error["field"], &error["code"]),
            (&json!("phone"), &json!(code))
        );
    }
    let guessed = json!({ "phone": NEW, "passcode": "111222" });
    let told = scene.post("/me/phone", &guessed).await;
    problem(&told, 422, "invalid");
    assert_eq!(told.json()["errors"][0]["code"], "passcode-wrong");
    let bare = scene
        .post("/me/phone/code", &json!({ "code": "123456" }))
        .await;
    problem(&bare, 422, "invalid");
    assert_eq!(scene.post("/me/phone", &new).await.status.as_u16(), 204);
    let wrong = scene
        .post("/me/phone/code", &json!({ "code": "000000" }))
        .await;
    problem(&wrong, 422, "invalid");
    let code = json!({ "code": scene.test.code_for(NEW).await });
    // Fifteen minutes after card and face they count no more.
    scene.test.advance(SignedDuration::from_mins(15));
    problem(
        &scene.post("/me/phone/code", &code).await,
        409,
        "phone-change-card",
    );
    assert_eq!(phone(&scene).await, scene.person.phone());
    scene.prove().await;
    assert_eq!(scene.post("/me/phone", &new).await.status.as_u16(), 204);
    let code = json!({ "code": scene.test.code_for(NEW).await });
    let bound = scene.post("/me/phone/code", &code).await;
    assert_eq!(bound.status.as_u16(), 200, "{}", bound.text());
    assert!(bound.json()["activate_until"].is_string());
    assert_eq!(phone(&scene).await, NEW);
    // Everywhere signed out; both numbers are told.
    problem(&scene.post("/me/phone", &new).await, 401, "sign-in-needed");
    scene.test.jobs().await;
    let told = scene.test.outbox.all();
    for (to, words) in [
        (NEW, "kích hoạt lại"),
        (scene.person.phone(), "không còn dùng số này"),
    ] {
        assert!(
            told.iter().any(|m| m.to == to && m.text.contains(words)),
            "{to}"
        );
    }
    let [entry] = &scene.on_record("phone-changed").await[..] else {
        panic!("one entry");
    };
    assert!(entry.to_string().contains("card-and-face") && !entry.to_string().contains(NEW));
}

// law: APP-11, APP-12, UX-10
async fn a_number_of_somebody_else_is_told_to_its_holder_alone(test: TestApp) {
    let mut scene = Scene::new(test).await;
    let (other, _) = holder(&scene.test, 3).await;
    scene.prove().await;
    let taken = json!({ "phone": other.phone(), "passcode": PASSCODE });
    let sent = scene.post("/me/phone", &taken).await;
    assert_eq!(sent.status.as_u16(), 204, "{}", sent.text());
    let code = json!({ "code": scene.test.code_for(other.phone()).await });
    let told = scene.post("/me/phone/code", &code).await;
    problem(&told, 422, "invalid");
    assert_eq!(told.json()["errors"][0]["code"], "phone-taken");
    assert_eq!(phone(&scene).await, scene.person.phone());
}
