//! What happens to the person is told while the certificate lives, and no longer.

use app::holds::{Change, TellEvent, tell_event};
use domain::actor::{Actor, Purpose};
use domain::person::FullName;
use jiff::SignedDuration;
use testkit::people::Person;

use super::*;
use crate::documents::scene::both;
use crate::oidc::{inside, refused};

both!(
    a_provider_hears_of_a_lock_after_the_consent_was_taken_back,
    a_provider_asks_and_is_told_the_kind_and_no_reason,
    another_name_in_the_register_is_told_without_a_value,
    a_number_that_the_register_knows_no_more_is_told,
    another_providers_package_is_not_there,
);

const FROM: &str = "2024-01-01T00:00:00Z";

/// A stream that is polled; gives where.
async fn stream(world: &mut World) -> String {
    let made = world.service.json("POST", "/ssf/streams", "{}").await;
    let id = made.json()["stream_id"].as_str().unwrap().to_owned();
    format!("/ssf/poll?stream_id={id}")
}

/// The events that wait, with their types' words.
async fn heard(world: &mut World, place: &str) -> Vec<(String, Value)> {
    world.scene.test.jobs().await;
    let told = world.service.json("POST", place, "{}").await.json();
    let sets = told["sets"].as_object().unwrap().values();
    sets.map(|set| {
        let claims = inside(set.as_str().unwrap());
        let (uri, facts) = claims["events"].as_object().unwrap().iter().next().unwrap();
        let word = uri.rsplit('/').next().unwrap().to_owned();
        (word, facts.clone())
    })
    .collect()
}

// law: R50-3, D59-19.x, D59-5
async fn a_provider_hears_of_a_lock_after_the_consent_was_taken_back(test: TestApp) {
    let mut world = Box::pin(World::new(test)).await;
    let place = stream(&mut world).await;
    let reference = world.package().await;
    let client = [("client", world.service.id.as_str())];
    let taken = world
        .browser
        .post("/personal/services/withdraw", &client)
        .await;
    taken.goes_to("/personal/services?done=1");
    let page = world.browser.get("/personal/services").await;
    page.shows(200, &reference);
    heard(&mut world, &place).await;
    let lock = json!({ "reason": "lost-device" });
    assert!(world.scene.post("/lock", &lock).await.status.is_success());
    let words = heard(&mut world, &place).await;
    let told = words.iter().filter(|(word, _)| word == "account-disabled");
    assert_eq!(told.count(), 1, "{words:?}");
}

// law: R50-3, D59-19.1.a.iv, D59-5
async fn a_provider_asks_and_is_told_the_kind_and_no_reason(test: TestApp) {
    let mut world = Box::pin(World::new(test)).await;
    let reference = world.package().await;
    assert_eq!(
        world.status(&reference).await,
        json!({ "identity_package_status": "good" })
    );
    let now = world.scene.test.now();
    let (from, until) = (
        now.to_string(),
        (now + SignedDuration::from_hours(24 * 300)).to_string(),
    );
    let whole = [
        ("serial_number", "0A1B"),
        ("not_before", &*from),
        ("not_after", &*until),
    ];
    for fields in [&whole[..2], &[("ended", "yes")], &[]] {
        refused(
            &world.report(&reference, fields).await,
            400,
            "invalid_request",
        );
    }
    let early = [whole[0], ("not_before", FROM), whole[2]];
    let early = world.report(&reference, &early).await;
    assert_eq!(early.status, 400, "{}", early.text());
    for _ in 0..2 {
        assert_eq!(world.report(&reference, &whole).await.status, 200);
    }
    let page = world.browser.get("/personal/services").await;
    page.shows(200, "0a1b");
    let lock = json!({ "reason": "lost-device" });
    assert!(world.scene.post("/lock", &lock).await.status.is_success());
    let at = world.scene.test.now().as_second();
    let told = json!({ "identity_package_status": "suspended", "since": at });
    assert_eq!(world.status(&reference).await, told);
    world.scene.test.advance(SignedDuration::from_hours(1));
    let register = Actor::Register("population");
    let cx = world
        .scene
        .test
        .app
        .acting(register, Purpose::RegisterUpdate);
    let death = TellEvent {
        event: "death-1",
        number: world.scene.person.record.identity.number.as_str(),
        change: Change::Death,
    };
    tell_event(&world.scene.test.app, &cx, &death)
        .await
        .unwrap();
    // Each other answer is on record, not each question.
    for _ in 0..2 {
        let told = world.status(&reference).await;
        assert_eq!(told["identity_package_status"], "ended", "{told}");
    }
    assert_eq!(world.scene.on_record("package-asked").await.len(), 3);
    // The certificate is over: nothing is told any more. An answer that was lost is asked for again.
    for _ in 0..2 {
        let ended = world.report(&reference, &[("ended", "true")]).await;
        assert_eq!(ended.status, 200, "{}", ended.text());
    }
    assert_eq!(world.scene.on_record("package-reported").await.len(), 3);
    let place = "/oidc/identity-package/status";
    let over = world
        .service
        .call(place, &[("reference", &reference)])
        .await;
    refused(&over, 404, "not_found");
    // It was another certificate: this one lives.
    assert_eq!(world.report(&reference, &whole).await.status, 200);
    let told = world.status(&reference).await;
    assert_eq!(told["identity_package_status"], "ended", "{told}");
}

// law: R50-3, D59-5, D59-10.1
async fn another_name_in_the_register_is_told_without_a_value(test: TestApp) {
    let mut world = Box::pin(World::new(test)).await;
    let place = stream(&mut world).await;
    let reference = world.package().await;
    let mut renamed = world.scene.person.clone();
    renamed.record.identity.name = FullName::parse("Trần Thị Đổi Tên").unwrap();
    // From the first moment no further package tells the old name.
    let second = world.token().await;
    let der = request(&second.challenge);
    renamed.register(&world.scene.test.app).await;
    let old = world.hands_in(&second.access, &der).await;
    refused(&old, 400, "access_denied");
    assert!(old.text().contains("the register says something else"));
    answering(&world.scene.test, false).await;
    let silent = world.hands_in(&second.access, &der).await;
    refused(&silent, 503, "temporarily_unavailable");
    answering(&world.scene.test, true).await;
    assert_eq!(world.scene.on_record("package-issued").await.len(), 1);
    world.scene.person.register(&world.scene.test.app).await;
    world.scene.test.advance(SignedDuration::from_hours(25));
    heard(&mut world, &place).await;
    assert_eq!(
        world.status(&reference).await["identity_package_status"],
        "good"
    );
    renamed.register(&world.scene.test.app).await;
    world.scene.test.advance(SignedDuration::from_hours(25));
    let words = heard(&mut world, &place).await;
    let told: Vec<_> = words
        .iter()
        .filter(|(word, _)| word == "token-claims-change")
        .collect();
    assert_eq!(told.len(), 1, "{words:?}");
    let claims = json!({ "identity_package_status": "data-changed" });
    assert_eq!(told[0].1["claims"], claims);
    assert_eq!(
        world.status(&reference).await["identity_package_status"],
        "data-changed"
    );
    assert_eq!(world.scene.on_record("package-outdated").await.len(), 1);
    world.scene.test.advance(SignedDuration::from_hours(25));
    world.scene.test.jobs().await;
    assert_eq!(world.scene.on_record("package-outdated").await.len(), 1);
}

/// Whether the register of people answers.
async fn answering(test: &TestApp, does: bool) {
    use domain::registers::Register;
    use store::registers::state;
    let mut tx = test.app.db.begin().await.unwrap();
    let switched = state::switch(&mut tx, Register::Population, does, "test").await;
    assert!(switched.unwrap());
    tx.commit(store::Audit::Bookkeeping("test")).await.unwrap();
}

// law: R50-3, D59-10.1
async fn a_number_that_the_register_knows_no_more_is_told(test: TestApp) {
    let mut world = Box::pin(World::new(test)).await;
    let reference = world.package().await;
    let second = world.token().await;
    let test = &world.scene.test;
    let number = &world.scene.person.record.identity.number;
    let mut tx = test.app.db.begin().await.unwrap();
    let stored = store::account::by_number(&mut tx, number, test.now()).await;
    let mut stored = stored.unwrap().unwrap();
    stored.profile.identity.number = Person::of(9).record.identity.number;
    store::account::save(&mut tx, &stored).await.unwrap();
    tx.commit(store::Audit::Bookkeeping("test")).await.unwrap();
    let der = request(&second.challenge);
    let none = world.hands_in(&second.access, &der).await;
    refused(&none, 400, "access_denied");
    world.scene.test.advance(SignedDuration::from_hours(25));
    world.scene.test.jobs().await;
    assert_eq!(
        world.status(&reference).await["identity_package_status"],
        "data-changed"
    );
}

// law: R50-3
async fn another_providers_package_is_not_there(test: TestApp) {
    let mut world = Box::pin(World::new(test)).await;
    let reference = world.package().await;
    let mut other = Service::new(&world.scene.test, 5).await;
    license(&world.scene.test, &other).await;
    for place in [
        "/oidc/identity-package/status",
        "/oidc/identity-package/certificate",
    ] {
        for named in [reference.as_str(), "pkg_0", "x"] {
            let fields = [("reference", named), ("ended", "true")];
            refused(&other.call(place, &fields).await, 404, "not_found");
        }
        refused(&other.call(place, &[]).await, 400, "invalid_request");
        let fields = [("reference", reference.as_str()), ("ended", "true")];
        let unproven = world.service.call_as("Basic eDp5", place, &fields).await;
        refused(&unproven, 401, "invalid_client");
    }
    assert_eq!(
        world.status(&reference).await["identity_package_status"],
        "good"
    );
    // Ninety days without a certificate: nobody is followed for nothing.
    world
        .scene
        .test
        .advance(SignedDuration::from_hours(24 * 90));
    let fields = [("reference", reference.as_str())];
    let over = world
        .service
        .call("/oidc/identity-package/status", &fields)
        .await;
    refused(&over, 404, "not_found");
    // A late report finds it still.
    let late = world.report(&reference, &[("ended", "true")]).await;
    assert_eq!(late.status, 200, "{}", late.text());
}
