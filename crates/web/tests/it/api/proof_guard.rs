//! What a proof by chip and face takes from whom, what counts of it, and who is told.

use domain::actor::Actor;
use domain::evidence::Band;
use jiff::{SignedDuration, Timestamp};
use serde_json::json;
use testkit::{ChipPhone, TestApp};

use super::self_proof::{Scene, frames};
use super::{Call, problem};
use crate::documents::scene::both;

both!(
    large_bodies_are_taken_from_those_who_are_waited_for,
    a_reading_that_was_sent_twice_counts_once,
    the_holder_is_told_of_each_raise_and_of_faces_that_fail_again,
    what_was_raised_ends_with_the_session,
);

async fn large_bodies_are_taken_from_those_who_are_waited_for(test: TestApp) {
    let mut scene = Scene::new(test).await;
    // Larger than anything may be: whoever reads it first says so.
    let huge = format!("{{\"frames\":\"{}\"}}", "x".repeat(13 << 20));
    let nobody = format!("slf_{}", "0".repeat(32));
    let cx = scene.test.cx(Actor::Public);
    let journey = app::registration::start(&scene.test.app, &cx).await;
    let journey = journey.unwrap().to_text();
    for step in ["reading", "frames"] {
        let path = format!("/sign-in/lost-phone/{nobody}/{step}");
        let call = Call::new(&mut scene.client, None).header("journey", &journey);
        let answer = call.raw("POST", &path, "application/json", huge.clone());
        problem(&answer.await, 409, "self-proof-over");
        let path = format!("/me/self-proof/{nobody}/{step}");
        let call = Call::new(&mut scene.client, Some(&scene.session));
        let answer = call.raw("POST", &path, "application/json", huge.clone());
        problem(&answer.await, 409, "self-proof-over");
    }
    let asked = scene.ask().await;
    let place = format!("/me/self-proof/{}", asked["id"].as_str().unwrap());
    let mut send = async |path: &str, kind: &str, body: String| {
        let call = Call::new(&mut scene.client, Some(&scene.session));
        call.raw("POST", path, kind, body).await
    };
    // A face is not waited for yet.
    let early = send(&format!("{place}/frames"), "application/json", huge.clone()).await;
    problem(&early, 409, "self-proof-over");
    let path = format!("{place}/reading");
    for (kind, body, status, code) in [
        ("text/plain", "{}".to_owned(), 415, "content-type"),
        ("application/json", huge, 413, "too-large"),
        (
            "application/json",
            "{\"com\":".to_owned(),
            400,
            "malformed-json",
        ),
        ("application/json", "[]".to_owned(), 422, "invalid"),
        (
            "application/json",
            "{\"surprise\":1}".to_owned(),
            422,
            "invalid",
        ),
        (
            "application/json",
            "{\"com\":\"\\u0000\"}".to_owned(),
            422,
            "invalid",
        ),
    ] {
        problem(&send(&path, kind, body).await, status, code);
    }
    let reading = ChipPhone::with(&scene.card).reading(&asked);
    let told = scene.post(&path, &reading).await;
    assert_eq!(told.json()["state"], "face", "{}", told.text());
}

// law: D59-24.3, D59-24.4
async fn a_reading_that_was_sent_twice_counts_once(test: TestApp) {
    let mut scene = Scene::new(test).await;
    let asked = scene.ask().await;
    let place = format!("/me/self-proof/{}", asked["id"].as_str().unwrap());
    let path = format!("{place}/reading");
    let reading = ChipPhone::with(&scene.card).reading(&asked);
    let (mut one, mut two) = (scene.test.client(), scene.test.client());
    let session = scene.session.clone();
    let (one, two) = tokio::join!(
        Call::new(&mut one, Some(&session)).json("POST", &path, &reading),
        Call::new(&mut two, Some(&session)).json("POST", &path, &reading),
    );
    let (taken, late) = if one.status == 200 {
        (one, two)
    } else {
        (two, one)
    };
    assert_eq!(taken.json()["state"], "face", "{}", taken.text());
    problem(&late, 409, "self-proof-over");
    assert_eq!(scene.on_record("self-proof-failed").await.len(), 0);
    let shown = scene.post(&format!("{place}/frames"), &frames()).await;
    assert_eq!(shown.json()["authentication_level"], 3, "{}", shown.text());
}

async fn told(scene: &Scene, words: &str) -> usize {
    scene.test.jobs().await;
    let all = scene.test.outbox.all();
    all.iter().filter(|m| m.text.contains(words)).count()
}

// law: D59-24.3
async fn the_holder_is_told_of_each_raise_and_of_faces_that_fail_again(test: TestApp) {
    let mut scene = Scene::new(test).await;
    let (raised, again) = ("Thẻ và khuôn mặt vừa được đưa ra", "hơn một lần thử");
    assert_eq!(scene.prove().await.status, 200);
    let each = told(&scene, raised).await;
    assert!(each > 0, "by every contact");
    assert_eq!(scene.prove().await.status, 200);
    assert_eq!(told(&scene, raised).await, 2 * each);
    scene.faces.says(&[Some(Band::Unclear)]);
    problem(&scene.prove().await, 409, "self-proof-unclear");
    assert_eq!(told(&scene, again).await, 0, "that happens to anybody");
    problem(&scene.prove().await, 409, "self-proof-unclear");
    assert_eq!(told(&scene, again).await, each);
    let call = Call::new(&mut scene.client, Some(&scene.session));
    let notices = call.get("/me/notices").await.text();
    for words in ["Bạn đã chứng minh bằng thẻ", "hơn một lần trong ngày"] {
        assert!(notices.contains(words), "{notices}");
    }
}

// law: D59-24.3
async fn what_was_raised_ends_with_the_session(test: TestApp) {
    let life = SignedDuration::from_mins(10);
    let test = test.configured(|config| config.session_life = life);
    let mut scene = Scene::new(test).await;
    let end = scene.test.now() + life;
    let shown = scene.prove().await.json();
    let until: Timestamp = shown["until"].as_str().unwrap().parse().unwrap();
    assert!(until <= end, "{shown}");
    let call = Call::new(&mut scene.client, Some(&scene.session));
    let session = call.get("/session").await.json();
    assert_eq!(session["raised_until"], shown["until"]);
    assert_eq!(session["authentication_level"], json!(3));
}
