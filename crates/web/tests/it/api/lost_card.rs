//! The phone is lost: card and face bring the account to another one, after a wait that the holder can stop.

use domain::evidence::Band;
use jiff::SignedDuration;
use serde_json::{Value, json};
use testkit::people::PASSWORD;
use testkit::{Answer, ChipPhone, Client, TestApp};

use super::self_proof::{Scene, frames};
use super::{Call, problem};
use crate::documents::scene::both;

both!(
    card_and_face_bring_the_account_to_another_phone_after_twelve_hours,
    the_holder_stops_what_he_did_not_ask_for,
    another_face_on_another_phone_is_told_as_what_it_is,
);

/// Another phone, as far as signing in leads without the old one.
struct Other {
    client: Client,
    journey: String,
}

impl Other {
    async fn new(scene: &Scene) -> Self {
        let mut other = Self {
            client: scene.test.client(),
            journey: String::new(),
        };
        other.sign_in(scene).await;
        other
    }

    async fn sign_in(&mut self, scene: &Scene) {
        scene.test.advance(SignedDuration::from_mins(2));
        let body = json!({ "number": scene.person.number(), "password": PASSWORD });
        let begun = Call::new(&mut self.client, None);
        let begun = begun.json("POST", "/sign-in", &body).await;
        let journey = begun.json()["journey"].as_str().unwrap().to_owned();
        self.journey = journey;
        let code = scene.test.code_for(scene.person.phone()).await;
        let told = self.post("/sign-in/code", &json!({ "code": code })).await;
        assert_eq!(told.json()["next"], "device", "{}", told.text());
    }

    async fn post(&mut self, path: &str, body: &Value) -> Answer {
        let call = Call::new(&mut self.client, None).header("journey", &self.journey);
        call.json("POST", path, body).await
    }

    /// Card and face; gives the last answer.
    async fn prove(&mut self, scene: &Scene) -> Answer {
        let zone = json!({ "zone": scene.card.zone });
        let asked = self.post("/sign-in/lost-phone", &zone).await;
        assert_eq!(asked.status.as_u16(), 200, "{}", asked.text());
        let asked = asked.json();
        let place = format!("/sign-in/lost-phone/{}", asked["id"].as_str().unwrap());
        let reading = ChipPhone::with(&scene.card).reading(&asked);
        let told = self.post(&format!("{place}/reading"), &reading).await;
        assert_eq!(told.json()["state"], "face", "{}", told.text());
        self.post(&format!("{place}/frames"), &frames()).await
    }
}

async fn told(scene: &Scene, words: &str) -> usize {
    scene.test.jobs().await;
    let all = scene.test.outbox.all();
    all.iter().filter(|m| m.text.contains(words)).count()
}

// law: UX-1, D59-24.3
async fn card_and_face_bring_the_account_to_another_phone_after_twelve_hours(test: TestApp) {
    let mut scene = Scene::new(test).await;
    let mut other = Other::new(&scene).await;
    let asked = other.prove(&scene).await;
    assert_eq!(asked.status.as_u16(), 200, "{}", asked.text());
    let asked = asked.json();
    let ready: jiff::Timestamp = asked["ready_at"].as_str().unwrap().parse().unwrap();
    assert_eq!(ready, scene.test.now() + SignedDuration::from_hours(12));
    assert_eq!(told(&scene, "Có yêu cầu dùng máy mới").await, 1);
    let kept = json!({ "kept": asked["kept"], "device_name": "Máy mới" });
    let early = other.post("/sign-in/lost-phone/finish", &kept).await;
    problem(&early, 409, "lost-phone-too-early");
    scene.test.advance(SignedDuration::from_hours(11));
    other.sign_in(&scene).await;
    let early = other.post("/sign-in/lost-phone/finish", &kept).await;
    problem(&early, 409, "lost-phone-too-early");
    scene.test.advance(SignedDuration::from_hours(1));
    let mut thief = Other::new(&scene).await;
    let elsewhere = json!({ "kept": "nothing of ours" });
    let elsewhere = thief.post("/sign-in/lost-phone/finish", &elsewhere).await;
    problem(&elsewhere, 409, "lost-phone-elsewhere");
    other.sign_in(&scene).await;
    let opened = other.post("/sign-in/lost-phone/finish", &kept).await;
    assert_eq!(opened.json()["next"], "open", "{}", opened.text());
    let session = opened.json()["session"].as_str().unwrap().to_owned();
    let call = Call::new(&mut other.client, Some(&session));
    let shown = call.get("/session").await.json();
    assert_eq!(shown["authentication_level"], 2, "{shown}");
    let zone = json!({ "zone": scene.card.zone });
    problem(
        &scene.post("/me/self-proof", &zone).await,
        401,
        "sign-in-needed",
    );
}

// law: UX-1
async fn the_holder_stops_what_he_did_not_ask_for(test: TestApp) {
    let mut scene = Scene::new(test).await;
    let mut other = Other::new(&scene).await;
    // A session's proof is none for this door, nor the other way round.
    let own = scene.ask().await;
    let place = format!("/sign-in/lost-phone/{}", own["id"].as_str().unwrap());
    let reading = ChipPhone::with(&scene.card).reading(&own);
    let strange = other.post(&format!("{place}/reading"), &reading).await;
    problem(&strange, 409, "self-proof-over");
    let asked = other.prove(&scene).await.json();
    let call = Call::new(&mut scene.client, Some(&scene.session));
    let stopped = call.raw("DELETE", "/me/lost-phone", "", axum::body::Body::empty());
    assert_eq!(stopped.await.status.as_u16(), 204);
    let call = Call::new(&mut scene.client, Some(&scene.session));
    let again = call.raw("DELETE", "/me/lost-phone", "", axum::body::Body::empty());
    problem(&again.await, 409, "lost-phone-over");
    scene.test.advance(SignedDuration::from_hours(13));
    other.sign_in(&scene).await;
    let kept = json!({ "kept": asked["kept"] });
    let late = other.post("/sign-in/lost-phone/finish", &kept).await;
    problem(&late, 409, "lost-phone-over");
    // Without number, password and code nobody gets so far.
    let call = Call::new(&mut other.client, None).header("journey", "made up");
    let zone = json!({ "zone": scene.card.zone });
    let nobody = call.json("POST", "/sign-in/lost-phone", &zone).await;
    problem(&nobody, 401, "journey-missing");
}

// law: UX-1, D59-24.3
async fn another_face_on_another_phone_is_told_as_what_it_is(test: TestApp) {
    let scene = Scene::new(test).await;
    let mut other = Other::new(&scene).await;
    scene.faces.says(&[Some(Band::NoMatch)]);
    problem(&other.prove(&scene).await, 409, "self-proof-other-face");
    assert!(told(&scene, "Một điện thoại không thuộc tài khoản (").await > 0);
    assert_eq!(told(&scene, "bằng điện thoại của tài khoản").await, 0);
}
