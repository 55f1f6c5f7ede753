//! Opening a document: passcode, record, what the source says since.

use domain::document::{Authority, Facts, Points, Shown, SourceState};
use domain::registers::Register;
use jiff::SignedDuration;
use jiff::civil::date;
use testkit::TestApp;
use testkit::people::PASSCODE;

use super::scene::{LICENCE, Scene, both, faults, stranger};

both!(
    the_passcode_is_asked_each_time,
    a_document_follows_its_source,
    a_term_ends_by_the_calendar
);

async fn verified(test: TestApp) -> (Scene, domain::ids::DocumentId) {
    let scene = Scene::new(test).await;
    scene.put_licence(&scene.licence()).await;
    scene.ask_licence(LICENCE, "B2").await.unwrap();
    scene.test.jobs().await;
    let id = scene.wallet().await.documents[0].id;
    (scene, id)
}

impl Scene {
    async fn show(
        &self,
        id: domain::ids::DocumentId,
        passcode: &str,
    ) -> app::Result<app::documents::Full> {
        app::documents::show(&self.test.app, &self.cx(), id, passcode).await
    }
}

// law: QR-6, APP-2
async fn the_passcode_is_asked_each_time(test: TestApp) {
    let (scene, id) = verified(test).await;
    assert_eq!(
        faults(scene.show(id, "").await),
        [("passcode", "passcode-not-six-digits")]
    );
    for _ in 0..5 {
        assert_eq!(
            faults(scene.show(id, "000001").await),
            [("passcode", "passcode-wrong")]
        );
    }
    let Err(app::Error::Throttled { until }) = scene.show(id, PASSCODE).await else {
        panic!("not throttled")
    };
    assert_eq!(scene.acts("document-shown").await, 0);
    scene
        .test
        .advance(until.duration_since(scene.test.now()) + SignedDuration::from_secs(1));
    assert!(scene.show(id, PASSCODE).await.is_ok());
    assert_eq!(scene.acts("document-shown").await, 1);
}

// law: QR-8, QR-9
async fn a_document_follows_its_source(test: TestApp) {
    let (scene, id) = verified(test).await;
    scene.test.advance(SignedDuration::from_hours(1));
    let mut record = scene.licence();
    record.points = Points::new(9).ok();
    let by = Authority {
        name: "Phòng Cảnh sát giao thông".into(),
        since: date(2024, 3, 4),
    };
    record.state = SourceState::Held(by.clone());
    scene.put_licence(&record).await;

    // Silent: as it was confirmed last.
    scene.open(Register::Licences, false).await;
    assert_eq!(
        scene.show(id, PASSCODE).await.unwrap().shown,
        Shown::Current
    );
    scene.open(Register::Licences, true).await;
    let full = scene.show(id, PASSCODE).await.unwrap();
    assert_eq!(full.shown, Shown::Held);
    let Facts::DrivingLicence(facts) = &full.document.facts else {
        panic!("another kind")
    };
    assert_eq!(facts.points.map(Points::get), Some(9));
    assert_eq!(scene.wallet().await.documents[0].authority, Some(by));
    assert_eq!(scene.notices().await[0], "document-changed");

    // Given to somebody else at its source: nothing of him is shown.
    record.owner = stranger();
    record.state = SourceState::InForce;
    record.points = Points::new(3).ok();
    scene.put_licence(&record).await;
    scene.test.advance(SignedDuration::from_hours(1));
    let full = scene.show(id, PASSCODE).await.unwrap();
    let Facts::DrivingLicence(facts) = &full.document.facts else {
        panic!("another kind")
    };
    assert_eq!(
        (full.shown, facts.points.map(Points::get)),
        (Shown::Held, Some(9))
    );
}

// law: FMT-GP-6
async fn a_term_ends_by_the_calendar(test: TestApp) {
    let scene = Scene::new(test).await;
    scene.put_health().await;
    scene
        .ask(
            domain::document::DocumentKind::HealthCard,
            &[("health-code", "0123456789")],
        )
        .await
        .unwrap();
    scene.test.jobs().await;
    assert_eq!(scene.wallet().await.documents[0].shown, Shown::Current);
    scene.test.advance(SignedDuration::from_hours(24 * 303));
    assert_eq!(scene.wallet().await.documents[0].shown, Shown::Expired);
}
