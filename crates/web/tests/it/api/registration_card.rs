//! Registering with what the card says: its chip, or the code printed on it.

use app::ports::{Look, Wrong};
use axum::body::Body;
use domain::actor::{Actor, Purpose};
use domain::registration::DetailsFrom;
use jiff::SignedDuration;
use serde_json::{Value, json};
use store::registration::Stored;
use testkit::cards::{Card, Country};
use testkit::people::Person;
use testkit::{Answer, ChipPhone, Client, TestApp};

use super::{Call, problem};
use crate::card::kit::{picture, trusted};
use crate::documents::scene::both;
use crate::register::{known, png};

both!(
    a_chip_gives_number_and_details,
    a_chip_that_agrees_on_a_session_is_asked_twice,
    a_card_that_is_not_accepted_leaves_the_draft_as_it_was,
    a_reading_is_one_applicants_and_counts_once,
    the_code_on_the_card_gives_number_and_details,
    what_is_no_code_of_a_card_says_so,
    a_portrait_says_what_would_make_it_better,
);

/// Somebody registering with his phone and card.
struct Scene {
    test: TestApp,
    client: Client,
    journey: String,
    person: Person,
    country: Country,
    card: Card,
}

impl Scene {
    async fn new(test: TestApp) -> Self {
        let country = trusted(&test).await;
        let person = known(&test, 81, |_| {}).await;
        let mut scene = Self {
            client: test.client(),
            card: country.card(&person, &picture()),
            journey: String::new(),
            test,
            person,
            country,
        };
        scene.journey = scene.begin().await;
        scene
    }

    async fn begin(&mut self) -> String {
        let call = Call::new(&mut self.client, None);
        let started = call.raw("POST", "/registration", "", Body::empty()).await;
        started.json()["journey"].as_str().unwrap().to_owned()
    }

    async fn post(&mut self, path: &str, body: &Value) -> Answer {
        let call = Call::new(&mut self.client, None).header("journey", &self.journey);
        call.json("POST", &format!("/registration/{path}"), body)
            .await
    }

    async fn put_portrait(&mut self) -> Answer {
        let call = Call::new(&mut self.client, None).header("journey", &self.journey);
        let picture = png(320, 400);
        call.raw("PUT", "/registration/portrait", "image/png", picture)
            .await
    }

    /// What the chip is asked about this card.
    async fn ask(&mut self, card: &Card) -> Value {
        let asked = self.post("chip", &json!({ "zone": card.zone })).await;
        assert_eq!(asked.status.as_u16(), 200, "{}", asked.text());
        asked.json()
    }

    /// Asks about his own card, and brings what this chip gives.
    async fn read(&mut self, phone: &mut ChipPhone) -> Answer {
        let asked = self.ask(&self.card.clone()).await;
        self.post("chip/reading", &phone.reading(&asked)).await
    }

    async fn stored(&self) -> Stored {
        let token = app::token::Token::parse(&self.journey).unwrap();
        let cx = self.test.app.acting(Actor::Public, Purpose::Registration);
        app::registration::draft(&self.test.app, &cx, &token)
            .await
            .unwrap()
            .stored
    }

    async fn confirm_contact(&mut self) -> Answer {
        let phone = self.person.phone().to_owned();
        self.post("contact", &json!({ "by": "phone", "phone": phone }))
            .await;
        let code = self.test.code_for(&phone).await;
        self.post("code", &json!({ "code": code })).await
    }
}

// law: D59-14.1.app, D59-14.1.b
async fn a_chip_gives_number_and_details(test: TestApp) {
    let mut scene = Scene::new(test).await;
    let read = scene.read(&mut ChipPhone::with(&scene.card.clone())).await;
    assert_eq!(read.json()["next"], "contact", "{}", read.text());
    let dossier = scene.stored().await.dossier;
    let known = scene.person.record.identity.clone();
    assert!(dossier.number.as_ref() == Some(&known.number));
    assert!(dossier.name.as_ref().unwrap().matches(&known.name));
    assert_eq!(
        (dossier.birth, dossier.sex),
        (Some(known.birth), Some(known.sex))
    );
    assert_eq!(
        dossier.card_issued,
        Some(scene.person.card.as_ref().unwrap().issued_on)
    );
    assert_eq!(dossier.details_from, DetailsFrom::Chip);
    let stands = dossier.chip_shown.unwrap();
    assert_eq!(
        (stands.genuine.as_str(), &stands.authority),
        ("active", &scene.country.fingerprint())
    );
    // Nothing of it is asked again.
    let confirmed = scene.confirm_contact().await;
    assert_eq!(confirmed.json()["next"], "portrait", "{}", confirmed.text());
    assert_eq!(scene.put_portrait().await.json()["next"], "consent");
    scene.post("consent", &json!({ "agreed": true })).await;
    let sent = scene.post("submit", &json!({})).await;
    assert_eq!(sent.status.as_u16(), 200, "{}", sent.text());
    scene.test.jobs().await;
    let mut source = scene.test.app.db.read().await.unwrap();
    let account = store::account::by_number(&mut source, &known.number, scene.test.now()).await;
    let subject = account.unwrap().unwrap().account.subject;
    let rows = store::audit::by_subject(&mut source, subject, jiff::Timestamp::MAX, 100).await;
    let approved = rows
        .unwrap()
        .into_iter()
        .find(|(row, _)| row.action == "registration-approved");
    let evidence = approved.unwrap().1["evidence"]
        .as_str()
        .unwrap()
        .parse()
        .unwrap();
    let found = store::evidence::body::<Value>(&mut source, subject, evidence).await;
    let found = found.unwrap().unwrap().to_string();
    assert!(
        found.contains("\"details\":\"chip\"") && found.contains(&scene.country.fingerprint()),
        "{found}"
    );
}

// law: D59-14.1.app
async fn a_chip_that_agrees_on_a_session_is_asked_twice(test: TestApp) {
    let mut scene = Scene::new(test).await;
    let card = scene.country.agreeing(&scene.person, &picture());
    let mut phone = ChipPhone::with(&card);
    let step = scene.read(&mut phone).await.json();
    assert_eq!(step["next"], "chip", "{step}");
    assert!(scene.stored().await.dossier.number.is_none());
    let answer = phone.answer(&step);
    let told = scene.post("chip/answer", &answer).await;
    assert_eq!(told.json()["next"], "contact", "{}", told.text());
    assert_eq!(
        scene.stored().await.dossier.chip_shown.unwrap().genuine,
        "chip"
    );
    problem(
        &scene.post("chip/answer", &answer).await,
        409,
        "registration-chip-over",
    );
    // An answer out of the air.
    let mut phone = ChipPhone::with(&card);
    scene.read(&mut phone).await;
    let told = scene
        .post("chip/answer", &json!({ "answer": "AAAA" }))
        .await;
    problem(&told, 409, "card-refused");
    assert_eq!(
        told.json()["errors"][0]["field"],
        "clone",
        "{}",
        told.text()
    );
}

// law: D59-14.1.app, D59-24.4
async fn a_card_that_is_not_accepted_leaves_the_draft_as_it_was(test: TestApp) {
    let mut scene = Scene::new(test).await;
    let own = scene.card.clone();
    let stranger = Country::new("VN").card(&scene.person, &picture());
    let other = Person::of(82);
    let other = scene.country.card(&other, &picture());
    for (file, step) in [
        (stranger.json(), "anchor"),
        (own.altered().json(), "digest"),
        (own.copied().json(), "clone"),
    ] {
        let read = scene.read(&mut ChipPhone::of(&own, &file)).await;
        problem(&read, 409, "card-refused");
        let error = &read.json()["errors"][0];
        assert_eq!(error["field"], step, "{error}");
        let advice = error["detail"].as_str().unwrap();
        assert!(
            !advice.is_empty() && !advice.starts_with("self-proof"),
            "{error}"
        );
        // It is over.
        let again = scene
            .post("chip/reading", &ChipPhone::with(&own).reading(&unasked()))
            .await;
        problem(&again, 409, "registration-chip-over");
    }
    // The zone of one card, the chip of another.
    let asked = scene.ask(&own).await;
    let read = scene
        .post("chip/reading", &ChipPhone::with(&other).reading(&asked))
        .await;
    problem(&read, 409, "card-refused");
    for (zone, code) in [("", "zone-needed"), ("IDVNM", "zone-length")] {
        let asked = scene.post("chip", &json!({ "zone": zone })).await;
        problem(&asked, 422, "invalid");
        assert_eq!(asked.json()["errors"][0]["code"], code);
    }
    let dossier = scene.stored().await.dossier;
    assert!(dossier.number.is_none() && dossier.name.is_none() && dossier.chip_shown.is_none());
}

/// A question that nobody asked.
fn unasked() -> Value {
    json!({ "challenge": "AAAAAAAAAAA", "groups": [1, 2, 13] })
}

// law: D59-14.1.app, D59-24.4
async fn a_reading_is_one_applicants_and_counts_once(test: TestApp) {
    let mut scene = Scene::new(test).await;
    let card = scene.card.clone();
    let asked = scene.ask(&card).await;
    let reading = ChipPhone::with(&card).reading(&asked);
    // Another applicant has asked nothing.
    let own = std::mem::take(&mut scene.journey);
    scene.journey = scene.begin().await;
    problem(
        &scene.post("chip/reading", &reading).await,
        409,
        "registration-chip-over",
    );
    // And has a challenge of his own, once he asked.
    scene.ask(&card).await;
    problem(
        &scene.post("chip/reading", &reading).await,
        409,
        "card-refused",
    );
    scene.journey = own;
    let read = scene.post("chip/reading", &reading).await;
    assert_eq!(read.json()["next"], "contact", "{}", read.text());
    problem(
        &scene.post("chip/reading", &reading).await,
        409,
        "registration-chip-over",
    );
    // Nobody waits for longer than five minutes.
    let asked = scene.ask(&card).await;
    scene.test.advance(SignedDuration::from_mins(5));
    let late = ChipPhone::with(&card).reading(&asked);
    problem(
        &scene.post("chip/reading", &late).await,
        409,
        "registration-chip-over",
    );
    // Details changed by hand were typed; another number forgets the chip.
    let details = json!({ "name": "Nguyễn Văn Khác", "birth": "1990-03-27", "sex": "female", "card_issued": "2021-06-15" });
    scene.confirm_contact().await;
    scene.post("details", &details).await;
    let dossier = scene.stored().await.dossier;
    assert_eq!(dossier.details_from, DetailsFrom::Typed);
    assert!(
        dossier.chip_shown.is_some(),
        "the number is still the chip's"
    );
    let other = json!({ "number": Person::of(83).number() });
    scene.post("number", &other).await;
    assert!(scene.stored().await.dossier.chip_shown.is_none());
    for _ in 0..8 {
        scene.ask(&card).await;
    }
    let zone = json!({ "zone": card.zone });
    problem(&scene.post("chip", &zone).await, 429, "throttled");
}

/// The text of the code on a person's card.
fn code_of(person: &Person) -> String {
    let identity = &person.record.identity;
    let day = |day: jiff::civil::Date| day.strftime("%d%m%Y").to_string();
    let sex = match identity.sex {
        domain::person::Sex::Male => "Nam",
        domain::person::Sex::Female => "Nữ",
    };
    let issued = person.card.as_ref().unwrap().issued_on;
    let fields = [
        identity.number.as_str().to_owned(),
        String::new(),
        identity.name.as_str().to_owned(),
        day(identity.birth.day().unwrap()),
        sex.to_owned(),
        "Bình Dương".to_owned(),
        day(issued),
    ];
    fields.join("|")
}

// law: D59-14.1.app, FMT-ID-8
async fn the_code_on_the_card_gives_number_and_details(test: TestApp) {
    let mut scene = Scene::new(test).await;
    let code = json!({ "code": code_of(&scene.person) });
    let read = scene.post("card-code", &code).await;
    assert_eq!(read.json()["next"], "contact", "{}", read.text());
    let dossier = scene.stored().await.dossier;
    assert_eq!(dossier.details_from, DetailsFrom::CardCode);
    assert!(
        dossier
            .name
            .unwrap()
            .matches(&scene.person.record.identity.name)
    );
    let confirmed = scene.confirm_contact().await;
    assert_eq!(confirmed.json()["next"], "portrait", "{}", confirmed.text());
}

// law: D59-14.1.app, FMT-ID-8
async fn what_is_no_code_of_a_card_says_so(test: TestApp) {
    let mut scene = Scene::new(test).await;
    let good = code_of(&scene.person);
    let (number, _) = good.split_once('|').unwrap();
    for (text, code) in [
        (String::new(), "card-code-empty"),
        ("https://example.vn".to_owned(), "card-code-other"),
        (good.replace("Nữ", "?"), "card-code-damaged"),
        (good.replace("2021", "2991"), "card-code-damaged"),
        (
            good.replace(number, "9").replacen('9', "907419900123", 1),
            "number-of-foreigner",
        ),
    ] {
        let told = scene.post("card-code", &json!({ "code": text })).await;
        problem(&told, 422, "invalid");
        let error = &told.json()["errors"][0];
        assert_eq!(
            (error["field"].as_str(), error["code"].as_str()),
            (Some("code"), Some(code)),
            "{text}"
        );
    }
    assert!(scene.stored().await.dossier.number.is_none());
}

// law: D59-14.1.app
async fn a_portrait_says_what_would_make_it_better(test: TestApp) {
    let (test, faces) = test.with_faces();
    let mut scene = Scene::new(test).await;
    let code = json!({ "code": code_of(&scene.person) });
    scene.post("card-code", &code).await;
    scene.confirm_contact().await;
    for (look, code) in [
        (Look::NoFace, "face-no-face"),
        (Look::SeveralFaces, "face-several"),
    ] {
        faces.finds(look);
        let kept = scene.put_portrait().await.json();
        assert_eq!(
            (&kept["next"], &kept["cures"][0]["code"]),
            (&json!("consent"), &json!(code))
        );
    }
    let wrong = |code, remedy| Wrong { code, remedy };
    faces.finds(Look::One(vec![
        wrong("face-dark", "more-light"),
        wrong("face-suspicion", "look-closer"),
    ]));
    let kept = scene.put_portrait().await.json();
    assert_eq!(kept["next"], "consent");
    let cures = kept["cures"].as_array().unwrap();
    assert_eq!(cures.len(), 1, "a suspicion is for officers: {kept}");
    assert_eq!(cures[0]["code"], "face-dark");
    assert!(
        !cures[0]["detail"]
            .as_str()
            .unwrap()
            .starts_with("self-proof"),
        "{kept}"
    );
    let first = scene.stored().await.dossier;
    assert_eq!(first.portrait_findings.len(), 2);
    // Taken again.
    faces.finds(Look::One(Vec::new()));
    let kept = scene.put_portrait().await.json();
    assert_eq!(kept["cures"], json!([]));
    let second = scene.stored().await.dossier;
    assert!(second.portrait != first.portrait && second.portrait_findings.is_empty());
}
