//! Who may ask: level, version, pilot, own things only.

use domain::account::Level;
use domain::document::{AppVersion, DocumentKind};
use testkit::TestApp;

use super::scene::{LICENCE, Scene, both, faults, refused};

both!(
    level_one_is_refused,
    old_apps_are_refused,
    bad_entries_name_their_fields,
    others_see_nothing,
    guessing_is_stopped
);

const FIELDS: [(&str, &str); 2] = [("licence-number", LICENCE), ("licence-class", "B2")];

// law: DOC-0, QR-1, D59-13.5
async fn level_one_is_refused(test: TestApp) {
    let scene = Scene::of(test, 1, Level::One).await;
    assert_eq!(
        refused(scene.ask_licence(LICENCE, "B2").await),
        "level-two-needed"
    );
    assert_eq!(
        refused(app::documents::offers(&scene.test.app, &scene.cx()).await),
        "level-two-needed"
    );
    assert!(!scene.wallet().await.may_add);
}

// law: DOC-GPLX, DOC-HC
async fn old_apps_are_refused(test: TestApp) {
    let scene = Scene::new(test).await;
    let ask = |version: &str| {
        scene.ask_with(
            DocumentKind::DrivingLicence,
            &FIELDS,
            true,
            version.parse::<AppVersion>().ok(),
        )
    };
    assert_eq!(refused(ask("2.0.3").await), "app-too-old");
    assert!(ask("2.0.4").await.unwrap().new);
    let passport = [
        ("passport-number", "C1234567"),
        ("passport-expiry", "2031-06-01"),
    ];
    let old = scene
        .ask_with(
            DocumentKind::Passport,
            &passport,
            true,
            Some(AppVersion::new(2, 2, 1)),
        )
        .await;
    assert_eq!(refused(old), "app-too-old");
}

// law: D59-3.7, DOC-0
async fn bad_entries_name_their_fields(test: TestApp) {
    let scene = Scene::new(test).await;
    let bad = scene
        .ask_with(
            DocumentKind::DrivingLicence,
            &[("licence-number", "12"), ("licence-class", "Z9")],
            false,
            None,
        )
        .await;
    let want = [
        ("licence-number", "licence-number-too-short"),
        ("licence-class", "licence-class-unknown"),
        ("confirmed", "confirmation-needed"),
    ];
    assert_eq!(faults(bad), want);
    let unticked = scene
        .ask_with(DocumentKind::DrivingLicence, &FIELDS, false, None)
        .await;
    assert_eq!(faults(unticked), [("confirmed", "confirmation-needed")]);
    assert_eq!(scene.wallet().await.pending.len(), 0);
    scene.ask_licence(LICENCE, "B2").await.unwrap();
    let mut source = scene.test.app.db.read().await.unwrap();
    let given = store::consent::given(&mut source, scene.subject, "integration-driving-licence")
        .await
        .unwrap();
    assert_eq!(given, ["1"]);
}

async fn others_see_nothing(test: TestApp) {
    let scene = Scene::new(test).await;
    scene.put_licence(&scene.licence()).await;
    let asked = scene.ask_licence(LICENCE, "B2").await.unwrap();
    let (_, other) = scene.other().await;
    let app = &scene.test.app;
    let not_found = |error: app::Error| matches!(error, app::Error::NotFound);
    assert!(not_found(
        app::documents::integration(app, &other, asked.request.id)
            .await
            .unwrap_err()
    ));
    assert!(not_found(
        app::documents::withdraw(app, &other, asked.request.id)
            .await
            .unwrap_err()
    ));
    scene.test.jobs().await;
    let id = scene.wallet().await.documents[0].id;
    assert!(not_found(
        app::documents::card(app, &other, id).await.unwrap_err()
    ));
    assert!(not_found(
        app::documents::remove(app, &other, id).await.unwrap_err()
    ));
    assert!(not_found(
        app::documents::show(app, &other, id, testkit::people::PASSCODE)
            .await
            .unwrap_err()
    ));
    let public = scene.test.cx(domain::actor::Actor::Public);
    assert!(matches!(
        app::documents::wallet(app, &public).await,
        Err(app::Error::SignIn)
    ));
    assert_eq!(scene.wallet().await.documents.len(), 1);
}

async fn guessing_is_stopped(test: TestApp) {
    let scene = Scene::new(test).await;
    for n in 0..20 {
        scene
            .ask_licence(&format!("7900000000{n:02}"), "B2")
            .await
            .unwrap();
    }
    assert!(matches!(
        scene.ask_licence("790000000099", "B2").await,
        Err(app::Error::Throttled { .. })
    ));
    scene.test.advance(jiff::SignedDuration::from_hours(25));
    assert!(scene.ask_licence("790000000099", "B2").await.unwrap().new);
}
