//! Passkeys and the authenticator app's code for a native app.

use serde_json::{Value, json};
use testkit::people::{PASSCODE, PASSWORD};
use testkit::{Authenticator, Client, TestApp, app_code};

use super::{Call, problem, sign_in};
use crate::documents::scene::{Scene, both};

both!(a_passkey_is_made_signs_in_and_is_removed);

const NEW: &str = "sáo sậu sang sông sớm";

/// What the authenticator made or signed, as a member of a body.
fn written(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

async fn add(client: &mut Client, session: &str, device: &mut Authenticator) {
    let body = json!({ "name": "Điện thoại", "passcode": PASSCODE });
    let asked = Call::new(client, Some(session))
        .json("POST", "/me/passkeys", &body)
        .await;
    assert_eq!(asked.status.as_u16(), 200, "{}", asked.text());
    let made = written(&device.create(&asked.json()["options"]));
    let body = json!({ "journey": asked.json()["journey"], "credential": made });
    let kept = Call::new(client, Some(session))
        .json("POST", "/me/passkeys/made", &body)
        .await;
    assert_eq!(kept.status.as_u16(), 204, "{}", kept.text());
    let twice = Call::new(client, Some(session))
        .json("POST", "/me/passkeys/made", &body)
        .await;
    problem(&twice, 409, "journey-over");
}

async fn challenge(client: &mut Client) -> (String, Value) {
    let asked = Call::new(client, None)
        .raw("POST", "/sign-in/passkey/challenge", "", "")
        .await;
    assert_eq!(asked.status.as_u16(), 200, "{}", asked.text());
    let journey = asked.json()["journey"].as_str().unwrap().to_owned();
    (journey, asked.json()["options"].clone())
}

// law: D59-24.2
async fn a_passkey_is_made_signs_in_and_is_removed(test: TestApp) {
    let scene = Scene::new(test).await;
    let client = &mut scene.test.client();
    let session = sign_in(&scene.test, client, &scene.person).await;
    let wrong = json!({ "name": "Điện thoại", "passcode": "000000" });
    let refused = Call::new(client, Some(&session))
        .json("POST", "/me/passkeys", &wrong)
        .await;
    problem(&refused, 422, "invalid");
    let mut device = Authenticator::default();
    add(client, &session, &mut device).await;
    let list = Call::new(client, Some(&session)).get("/me/passkeys").await;
    assert_eq!(list.json()[0]["name"], "Điện thoại");
    let id = list.json()[0]["id"].as_str().unwrap().to_owned();

    let (journey, options) = challenge(client).await;
    let shown = written(&device.get(&options));
    let body = json!({ "credential": shown, "device_name": "Điện thoại thử" });
    let opened = Call::new(client, None)
        .header("journey", &journey)
        .json("POST", "/sign-in/passkey", &body)
        .await;
    assert_eq!(opened.json()["next"], "open", "{}", opened.text());
    let session = opened.json()["session"].as_str().unwrap().to_owned();
    let told = Call::new(client, Some(&session)).get("/session").await;
    assert_eq!(told.json()["authentication_level"], 2);
    let again = Call::new(client, None)
        .header("journey", &journey)
        .json("POST", "/sign-in/passkey", &body)
        .await;
    problem(&again, 409, "journey-over");

    let remove = format!("/me/passkeys/{id}/remove");
    for (passcode, path, status) in [
        ("000000", remove.as_str(), 422),
        (
            PASSCODE,
            "/me/passkeys/pky_00000000000000000000000000000000/remove",
            404,
        ),
        (PASSCODE, remove.as_str(), 204),
    ] {
        let body = json!({ "passcode": passcode });
        let answer = Call::new(client, Some(&session))
            .json("POST", path, &body)
            .await;
        assert_eq!(answer.status.as_u16(), status, "{}", answer.text());
    }
    let (journey, options) = challenge(client).await;
    let body = json!({ "credential": written(&device.get(&options)) });
    let gone = Call::new(client, None)
        .header("journey", &journey)
        .json("POST", "/sign-in/passkey", &body)
        .await;
    problem(&gone, 422, "invalid");
    assert_eq!(gone.json()["errors"][0]["field"], "credential");
}

#[tokio::test]
async fn the_apps_code_is_a_second_step() {
    let scene = Scene::new(TestApp::new().await).await;
    let test = &scene.test;
    let mut browser = test.client();
    scene.person.sign_in(test, &mut browser).await;
    let key = crate::authenticator::added(test, &mut browser).await;
    test.advance(jiff::SignedDuration::from_secs(60));
    let client = &mut test.client();
    let body = json!({ "number": scene.person.number(), "password": PASSWORD });
    let begun = Call::new(client, None)
        .json("POST", "/sign-in", &body)
        .await;
    let journey = begun.json()["journey"].as_str().unwrap().to_owned();
    for (code, next) in [
        ("000000".to_owned(), None),
        (app_code(&key, test.now()), Some("device")),
    ] {
        let answer = Call::new(client, None)
            .header("journey", &journey)
            .json("POST", "/sign-in/app-code", &json!({ "code": code }))
            .await;
        match next {
            // The browser's device has to let this one in (APP-9).
            Some(next) => assert_eq!(answer.json()["next"], next, "{}", answer.text()),
            None => problem(&answer, 422, "invalid"),
        }
    }
}

// law: D59-4.3
#[tokio::test]
async fn nobody_makes_or_removes_anothers_passkey() {
    let scene = Scene::new(TestApp::new().await).await;
    let test = &scene.test;
    let (binh, _) = scene.other().await;
    let (client, stranger) = (&mut test.client(), &mut test.client());
    let own = sign_in(test, client, &scene.person).await;
    let foreign = sign_in(test, stranger, &binh).await;
    let body = json!({ "name": "Điện thoại", "passcode": PASSCODE });
    let asked = Call::new(client, Some(&own))
        .json("POST", "/me/passkeys", &body)
        .await;
    let journey = asked.json()["journey"].clone();
    let mut device = Authenticator::default();
    let made = written(&device.create(&asked.json()["options"]));
    let body = json!({ "journey": journey, "credential": made });
    let taken = Call::new(stranger, Some(&foreign))
        .json("POST", "/me/passkeys/made", &body)
        .await;
    problem(&taken, 409, "journey-over");
    let broken = json!({ "journey": journey, "credential": {} });
    let refused = Call::new(client, Some(&own))
        .json("POST", "/me/passkeys/made", &broken)
        .await;
    problem(&refused, 422, "invalid");
    assert_eq!(refused.json()["errors"][0]["field"], "credential");
    let kept = Call::new(client, Some(&own))
        .json("POST", "/me/passkeys/made", &body)
        .await;
    assert_eq!(kept.status.as_u16(), 204, "{}", kept.text());

    let list = Call::new(client, Some(&own)).get("/me/passkeys").await;
    let id = list.json()[0]["id"].as_str().unwrap().to_owned();
    let place = format!("/me/passkeys/{id}/remove");
    let body = json!({ "passcode": PASSCODE });
    let refused = Call::new(stranger, Some(&foreign))
        .json("POST", &place, &body)
        .await;
    problem(&refused, 404, "not-found");
    let list = Call::new(client, Some(&own)).get("/me/passkeys").await;
    assert_eq!(list.json()[0]["id"], id.as_str(), "it stands");
    let list = Call::new(stranger, Some(&foreign))
        .get("/me/passkeys")
        .await;
    assert_eq!(list.json(), json!([]));
}

/// A body that says whether something is kept, or nothing of it.
fn saying(mut body: Value, member: &str, keep: Option<bool>) -> Value {
    if let Some(keep) = keep {
        body[member] = keep.into();
    }
    body
}

// law: APP-8
#[tokio::test]
async fn passkeys_of_the_old_phone_end_unless_they_are_kept() {
    for keep in [None, Some(false), Some(true)] {
        let scene = Scene::new(TestApp::new().await).await;
        let test = &scene.test;
        let client = &mut test.client();
        let old = sign_in(test, client, &scene.person).await;
        add(client, &old, &mut Authenticator::default()).await;
        test.advance(jiff::SignedDuration::from_mins(2));
        let phone = &mut test.client();
        let body = json!({ "number": scene.person.number(), "password": PASSWORD });
        let begun = Call::new(phone, None).json("POST", "/sign-in", &body).await;
        let journey = begun.json()["journey"].as_str().unwrap().to_owned();
        let code = test.code_for(scene.person.phone()).await;
        let answer = Call::new(phone, None)
            .header("journey", &journey)
            .json("POST", "/sign-in/code", &json!({ "code": code }))
            .await;
        assert_eq!(answer.json()["next"], "device", "{}", answer.text());
        let shown = Call::new(client, Some(&old)).get("/me/device-code").await;
        let body = json!({ "code": shown.json()["code"] });
        let opened = Call::new(phone, None)
            .header("journey", &journey)
            .json(
                "POST",
                "/sign-in/device",
                &saying(body, "keep_passkeys", keep),
            )
            .await;
        assert_eq!(opened.json()["next"], "open", "{}", opened.text());
        let session = opened.json()["session"].as_str().unwrap().to_owned();
        let list = Call::new(phone, Some(&session)).get("/me/passkeys").await;
        let stays = list.json().as_array().is_some_and(|list| !list.is_empty());
        assert_eq!(stays, keep == Some(true), "{keep:?}: {}", list.text());
    }
}

// law: APP-4
#[tokio::test]
async fn other_ways_in_end_with_the_password_unless_they_are_kept() {
    for keep in [None, Some(false), Some(true)] {
        let scene = Scene::new(TestApp::new().await).await;
        let client = &mut scene.test.client();
        let session = sign_in(&scene.test, client, &scene.person).await;
        let mut device = Authenticator::default();
        add(client, &session, &mut device).await;
        let body = json!({ "old_password": PASSWORD, "password": NEW, "passcode": PASSCODE });
        let changed = Call::new(client, Some(&session))
            .json("POST", "/me/password", &saying(body, "keep_others", keep))
            .await;
        assert_eq!(changed.status.as_u16(), 204, "{}", changed.text());
        let (journey, options) = challenge(client).await;
        let body = json!({ "credential": written(&device.get(&options)) });
        let answer = Call::new(client, None)
            .header("journey", &journey)
            .json("POST", "/sign-in/passkey", &body)
            .await;
        if keep == Some(true) {
            assert_eq!(answer.json()["next"], "open", "{}", answer.text());
        } else {
            problem(&answer, 422, "invalid");
        }
    }
}
