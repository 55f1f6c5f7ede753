//! Chip and living face through the API: from the question to authentication level 3.

use std::sync::Arc;

use app::ports::Wrong;
use domain::account::Level;
use domain::evidence::Band;
use domain::registers::CardStatus;
use jiff::SignedDuration;
use serde_json::{Value, json};
use testkit::cards::{Card, Country};
use testkit::people::Person;
use testkit::{Answer, ChipPhone, Client, ScriptedFaces, TestApp};

use super::{Call, problem, sign_in};
use crate::card::kit::{JPEG_2000, picture, trusted};
use crate::documents::scene::both;
use crate::register::known;

both!(
    chip_and_face_raise_a_session_for_a_while,
    a_chip_that_does_not_sign_agrees_on_a_session,
    every_refusal_of_a_card_says_what_to_do,
    a_card_that_the_register_does_not_know_as_valid_raises_nothing,
    a_face_that_is_not_the_holders_raises_nothing,
    a_proof_is_for_one_session_one_answer_and_five_a_day,
    without_an_engine_or_level_two_nothing_begins,
);

/// Somebody of level 2 in the app of his phone, with a card whose country is trusted.
pub(crate) struct Scene {
    pub(crate) test: TestApp,
    pub(crate) faces: Arc<ScriptedFaces>,
    pub(crate) client: Client,
    pub(crate) session: String,
    pub(crate) person: Person,
    pub(crate) country: Country,
    pub(crate) card: Card,
}

impl Scene {
    pub(crate) async fn new(test: TestApp) -> Self {
        Self::of(test, |_| {}).await
    }

    async fn of(test: TestApp, change: impl FnOnce(&mut Person)) -> Self {
        let (test, faces) = test.with_faces();
        let country = trusted(&test).await;
        let person = known(&test, 71, change).await;
        person.account(&test.app, Level::Two).await;
        let mut client = test.client();
        let session = sign_in(&test, &mut client, &person).await;
        Self {
            card: country.card(&person, &picture()),
            test,
            faces,
            client,
            session,
            person,
            country,
        }
    }

    pub(crate) async fn post(&mut self, path: &str, body: &Value) -> Answer {
        let call = Call::new(&mut self.client, Some(&self.session));
        call.json("POST", path, body).await
    }

    async fn level(&mut self) -> (u64, Value) {
        let call = Call::new(&mut self.client, Some(&self.session));
        let session = call.get("/session").await.json();
        let level = session["authentication_level"].as_u64().unwrap();
        (level, session["raised_until"].clone())
    }

    pub(crate) async fn ask(&mut self) -> Value {
        let zone = json!({ "zone": self.card.zone });
        let asked = self.post("/me/self-proof", &zone).await;
        assert_eq!(asked.status.as_u16(), 200, "{}", asked.text());
        asked.json()
    }

    /// Asks, and brings what this chip gives.
    async fn read(&mut self, phone: &mut ChipPhone) -> (String, Answer) {
        let asked = self.ask().await;
        let place = format!("/me/self-proof/{}", asked["id"].as_str().unwrap());
        let reading = phone.reading(&asked);
        let answer = self.post(&format!("{place}/reading"), &reading).await;
        (place, answer)
    }

    /// Asks, reads the holder's card, shows a face.
    pub(crate) async fn prove(&mut self) -> Answer {
        let (place, read) = self.read(&mut ChipPhone::with(&self.card.clone())).await;
        assert_eq!(read.json()["state"], "face", "{}", read.text());
        self.post(&format!("{place}/frames"), &frames()).await
    }

    /// What is on record of the holder under this word.
    pub(crate) async fn on_record(&self, word: &str) -> Vec<Value> {
        let number = &self.person.record.identity.number;
        let mut source = self.test.app.db.read().await.unwrap();
        let now = self.test.now();
        let stored = store::account::by_number(&mut source, number, now).await;
        let subject = stored.unwrap().unwrap().account.subject;
        let rows = store::audit::by_subject(&mut source, subject, jiff::Timestamp::MAX, 1000).await;
        let rows = rows.unwrap().into_iter();
        rows.filter(|(row, _)| row.action == word)
            .map(|(_, detail)| json!(detail))
            .collect()
    }
}

/// Pictures whose content the scripted engine does not look at.
pub(crate) fn frames() -> Value {
    json!({ "frames": [{ "at": 0, "picture": "_9j_" }, { "at": 500, "picture": "_9j_" }] })
}

// law: D59-24.3, D59-24.4, D59-24.x
async fn chip_and_face_raise_a_session_for_a_while(test: TestApp) {
    let mut scene = Scene::new(test).await;
    assert_eq!(scene.level().await, (2, Value::Null));
    let asked = scene.ask().await;
    assert_eq!(asked["groups"], json!([1, 2, 13]));
    let place = format!("/me/self-proof/{}", asked["id"].as_str().unwrap());
    let reading = ChipPhone::with(&scene.card).reading(&asked);
    let told = scene
        .post(&format!("{place}/reading"), &reading)
        .await
        .json();
    assert_eq!(told["state"], "face", "{told}");
    assert_eq!(scene.level().await.0, 2, "a chip alone raises nothing");
    let shown = scene.post(&format!("{place}/frames"), &frames()).await;
    assert_eq!(shown.json()["authentication_level"], 3, "{}", shown.text());
    let (level, until) = scene.level().await;
    assert_eq!((level, &until), (3, &shown.json()["until"]));
    let judged = scene.faces.asked();
    assert_eq!(told["turns"], json!(judged[0]), "judged is what was told");
    let [evidence] = &scene.on_record("self-proof-passed").await[..] else {
        panic!("one entry");
    };
    let text = evidence.to_string();
    assert!(
        text.contains("test-unattended-1") && text.contains("active"),
        "{text}"
    );
    assert!(text.contains(&scene.country.fingerprint()), "{text}");
    assert!(text.len() < 2_000, "no picture and no template: {text}");
    scene.test.advance(SignedDuration::from_mins(14));
    assert_eq!(scene.level().await.0, 3);
    scene.test.advance(SignedDuration::from_mins(1));
    assert_eq!(scene.level().await, (2, Value::Null));
}

// law: D59-24.3
async fn a_chip_that_does_not_sign_agrees_on_a_session(test: TestApp) {
    let mut scene = Scene::new(test).await;
    let card = scene.country.agreeing(&scene.person, JPEG_2000);
    let mut phone = ChipPhone::with(&card);
    let (place, read) = scene.read(&mut phone).await;
    let step = read.json();
    assert_eq!(step["state"], "prove", "{step}");
    let answer = phone.answer(&step);
    problem(
        &scene.post(&format!("{place}/frames"), &frames()).await,
        409,
        "self-proof-over",
    );
    let told = scene.post(&format!("{place}/answer"), &answer).await;
    assert_eq!(told.json()["state"], "face", "{}", told.text());
    let shown = scene.post(&format!("{place}/frames"), &frames()).await;
    assert_eq!(shown.json()["authentication_level"], 3, "{}", shown.text());
    // An answer out of the air.
    let mut phone = ChipPhone::with(&card);
    let (place, _) = scene.read(&mut phone).await;
    let wrong = json!({ "answer": "AAAA" });
    let told = scene.post(&format!("{place}/answer"), &wrong).await;
    problem(&told, 409, "card-refused");
    assert_eq!(
        told.json()["errors"][0]["field"],
        "clone",
        "{}",
        told.text()
    );
}

// law: D59-24.3, D59-24.4
async fn every_refusal_of_a_card_says_what_to_do(test: TestApp) {
    let mut scene = Scene::new(test).await;
    let own = scene.card.clone();
    let stranger = Country::new("VN").card(&scene.person, &picture());
    let mut recorded = own.json();
    recorded["active-key"] = json!(null);
    recorded["answer"] = json!("11".repeat(64));
    let cut = scene.country.card(&scene.person, &JPEG_2000[..90]);
    for (file, step, code) in [
        (stranger.json(), "anchor", "anchor"),
        (own.altered().json(), "digest", "digest"),
        (own.copied().json(), "clone", "clone"),
        (recorded, "clone", "clone"),
        (cut.json(), "holder", "portrait-unreadable"),
    ] {
        let (place, read) = scene.read(&mut ChipPhone::of(&own, &file)).await;
        problem(&read, 409, "card-refused");
        let error = &read.json()["errors"][0];
        assert_eq!(error["field"], step, "{error}");
        let told = error["code"].as_str().unwrap();
        assert!(told.starts_with(code), "{error}");
        let advice = error["detail"].as_str().unwrap();
        assert!(
            !advice.is_empty() && !advice.starts_with("self-proof"),
            "{error}"
        );
        // It is over.
        let again = scene.post(&format!("{place}/frames"), &frames()).await;
        problem(&again, 409, "self-proof-over");
    }
    assert_eq!(scene.level().await.0, 2);
    assert_eq!(scene.on_record("self-proof-failed").await.len(), 5);
}

// law: D59-24.3, D59-19.1.a.iii, D59-3.3
async fn a_card_that_the_register_does_not_know_as_valid_raises_nothing(test: TestApp) {
    let mut scene = Scene::of(test, |person| {
        person.card.as_mut().unwrap().status = CardStatus::Lost;
    })
    .await;
    let (_, read) = scene.read(&mut ChipPhone::with(&scene.card.clone())).await;
    problem(&read, 409, "self-proof-card-invalid");
    let mut renamed = scene.person.clone();
    renamed.record.identity.name = domain::person::FullName::parse("Nguyễn Thị Ngọc Anh").unwrap();
    let card = scene.country.card(&renamed, &picture());
    let (_, read) = scene.read(&mut ChipPhone::with(&card)).await;
    problem(&read, 409, "self-proof-differs");
    let other = Person::of(72);
    let card = scene.country.card(&other, &picture());
    let zone = json!({ "zone": card.zone });
    let asked = scene.post("/me/self-proof", &zone).await;
    problem(&asked, 422, "invalid");
    assert_eq!(asked.json()["errors"][0]["code"], "zone-other-person");
    // The zone of one card, the chip of another.
    let asked = scene.ask().await;
    let place = format!("/me/self-proof/{}/reading", asked["id"].as_str().unwrap());
    let reading = ChipPhone::with(&card).reading(&asked);
    problem(&scene.post(&place, &reading).await, 409, "card-refused");
    assert_eq!(scene.level().await.0, 2);
}

// law: D59-24.3
async fn a_face_that_is_not_the_holders_raises_nothing(test: TestApp) {
    let mut scene = Scene::new(test).await;
    for (says, code) in [
        (vec![Some(Band::Unclear)], "self-proof-unclear"),
        (vec![Some(Band::Match), None], "self-proof-unclear"),
        (
            vec![Some(Band::Match), Some(Band::NoMatch)],
            "self-proof-other-face",
        ),
    ] {
        scene.faces.says(&says);
        problem(&scene.prove().await, 409, code);
    }
    scene.faces.says(&[Some(Band::Match)]);
    scene.faces.refuses(Some(Wrong {
        code: "challenge-wrong-way",
        remedy: "turn-as-asked",
    }));
    let wrong = scene.prove().await;
    problem(&wrong, 409, "face-refused");
    let error = &wrong.json()["errors"][0];
    assert_eq!(error["code"], "challenge-wrong-way");
    assert!(
        error["detail"].as_str().unwrap().contains("Quay đầu"),
        "{error}"
    );
    assert_eq!(scene.level().await.0, 2);
    assert_eq!(scene.on_record("self-proof-failed").await.len(), 4);
    scene.test.jobs().await;
    let told = scene.test.outbox.all();
    let about = told
        .iter()
        .filter(|m| m.text.contains("khuôn mặt không phải của bạn"));
    let to: Vec<_> = about.map(|message| message.to.as_str()).collect();
    assert!(to.contains(&scene.person.phone()), "{to:?}");
}

// law: D59-24.3
async fn a_proof_is_for_one_session_one_answer_and_five_a_day(test: TestApp) {
    let mut scene = Scene::new(test).await;
    let asked = scene.ask().await;
    let place = format!("/me/self-proof/{}", asked["id"].as_str().unwrap());
    let reading = ChipPhone::with(&scene.card).reading(&asked);
    let other = known(&scene.test, 73, |_| {}).await;
    other.account(&scene.test.app, Level::Two).await;
    let stranger = sign_in(&scene.test, &mut scene.client, &other).await;
    let call = Call::new(&mut scene.client, Some(&stranger));
    let stolen = call
        .json("POST", &format!("{place}/reading"), &reading)
        .await;
    problem(&stolen, 409, "self-proof-over");
    let read = scene.post(&format!("{place}/reading"), &reading).await;
    assert_eq!(read.json()["state"], "face", "{}", read.text());
    let again = scene.post(&format!("{place}/reading"), &reading).await;
    problem(&again, 409, "self-proof-over");
    // The same reading is no answer to another challenge.
    let asked = scene.ask().await;
    let place = format!("/me/self-proof/{}", asked["id"].as_str().unwrap());
    let replayed = scene.post(&format!("{place}/reading"), &reading).await;
    problem(&replayed, 409, "card-refused");
    assert_eq!(replayed.json()["errors"][0]["field"], "clone");
    problem(
        &scene.post(&format!("{place}/frames"), &frames()).await,
        409,
        "self-proof-over",
    );
    // Turns are answered within two minutes, once.
    let (place, _) = scene.read(&mut ChipPhone::with(&scene.card.clone())).await;
    scene.test.advance(SignedDuration::from_mins(2));
    problem(
        &scene.post(&format!("{place}/frames"), &frames()).await,
        409,
        "self-proof-over",
    );
    let (place, _) = scene.read(&mut ChipPhone::with(&scene.card.clone())).await;
    let shown = scene.post(&format!("{place}/frames"), &frames()).await;
    assert_eq!(shown.status.as_u16(), 200, "{}", shown.text());
    problem(
        &scene.post(&format!("{place}/frames"), &frames()).await,
        409,
        "self-proof-over",
    );
    // The chip within five.
    let asked = scene.ask().await;
    scene.test.advance(SignedDuration::from_mins(5));
    let place = format!("/me/self-proof/{}/reading", asked["id"].as_str().unwrap());
    let reading = ChipPhone::with(&scene.card).reading(&asked);
    problem(&scene.post(&place, &reading).await, 409, "self-proof-over");
    let zone = json!({ "zone": scene.card.zone });
    problem(&scene.post("/me/self-proof", &zone).await, 429, "throttled");
}

// law: D59-24.3, D59-24.4, D59-12.2
async fn without_an_engine_or_level_two_nothing_begins(test: TestApp) {
    let person = known(&test, 74, |_| {}).await;
    person.account(&test.app, Level::One).await;
    let mut client = test.client();
    let session = sign_in(&test, &mut client, &person).await;
    let card = Country::new("VN").card(&person, &picture());
    let zone = json!({ "zone": card.zone });
    let ask = async |client: &mut Client| {
        let call = Call::new(client, Some(&session));
        call.json("POST", "/me/self-proof", &zone).await
    };
    problem(&ask(&mut client).await, 503, "face-engine-absent");
    let (test, _) = test.with_faces();
    problem(&ask(&mut test.client()).await, 409, "self-proof-level-two");
}
