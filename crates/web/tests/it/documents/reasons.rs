//! What the sources answer, end to end.

use domain::document::matching::Reason;
use domain::document::{
    Authority, DocumentKind, Facts, IntegrationRequest, LicenceForm, LicenceNumber, LicenceRecord,
    OwnerNumber, Shown, SourceState,
};
use jiff::civil::date;
use testkit::TestApp;

use super::scene::{LICENCE, Scene, both, stranger};

both!(
    a_licence_that_agrees_is_verified_and_shown,
    each_reason_of_the_licence_register,
    a_linked_old_number_is_the_holders,
    a_health_card_is_compared_on_the_last_ten,
    a_passport_needs_its_last_day,
);

// law: DOC-0, DOC-GPLX, DOC-GPLX-s, DOC-r1, DOC-r5, D59-3.7
async fn a_licence_that_agrees_is_verified_and_shown(test: TestApp) {
    let scene = Scene::new(test).await;
    scene.put_licence(&scene.licence()).await;
    let asked = scene.ask_licence("7901 2345 6789", "b2").await.unwrap();
    assert!(asked.new);
    let pattern: Vec<usize> = asked.request.reference.split('-').map(str::len).collect();
    assert_eq!(
        (pattern.as_slice(), &asked.request.reference[..3]),
        ([2, 5, 5].as_slice(), "TH-")
    );
    let wallet = scene.wallet().await;
    assert_eq!((wallet.pending.len(), wallet.documents.len()), (1, 0));

    scene.test.jobs().await;
    let wallet = scene.wallet().await;
    assert_eq!(
        (
            wallet.pending.len(),
            wallet.documents.len(),
            wallet.refused.len()
        ),
        (0, 1, 0)
    );
    assert_eq!(wallet.documents[0].shown, Shown::Current);
    let full = app::documents::show(
        &scene.test.app,
        &scene.cx(),
        wallet.documents[0].id,
        testkit::people::PASSCODE,
    )
    .await
    .unwrap();
    let Facts::DrivingLicence(facts) = &full.document.facts else {
        panic!("another kind")
    };
    assert_eq!((facts.number.as_str(), facts.classes.len()), (LICENCE, 3));
    assert_eq!(
        scene.notices().await,
        ["document-verified", "integration-received"]
    );
    assert_eq!(
        (
            scene.acts("integration-requested").await,
            scene.acts("document-verified").await
        ),
        (1, 1)
    );
    assert!(
        scene
            .test
            .outbox
            .all()
            .iter()
            .any(|message| message.to == scene.person.phone())
    );

    // Another run of the same job, or of all jobs, changes nothing.
    scene.test.jobs().await;
    assert_eq!(
        (
            scene.wallet().await.documents.len(),
            scene.acts("document-verified").await
        ),
        (1, 1)
    );
}

type Case = (Reason, &'static str, &'static str, fn(&mut LicenceRecord));

// law: DOC-r2, DOC-r3, FMT-GP-1, QR-8
async fn each_reason_of_the_licence_register(test: TestApp) {
    let cases: [Case; 9] = [
        (Reason::NotFound, "111111111111", "B2", |_| {}),
        (Reason::PaperNotFound, "AB 12345", "B2", |_| {}),
        (Reason::OwnerMismatch, LICENCE, "B2", |r| {
            r.owner = stranger()
        }),
        (Reason::ClassMismatch, LICENCE, "D", |_| {}),
        (Reason::OldIdNumber, LICENCE, "B2", |r| {
            r.owner.number = OwnerNumber::parse("999999999").unwrap()
        }),
        (Reason::PaperCardNoBirthDate, "BD123456", "B2", |r| {
            r.number = LicenceNumber::parse("BD123456").unwrap();
            r.form = LicenceForm::Paper;
            r.owner.birth = None;
        }),
        (Reason::Expired, LICENCE, "C", |_| {}),
        (Reason::Held, LICENCE, "B2", |r| {
            r.state = SourceState::Held(Authority {
                name: "CSGT".into(),
                since: date(2024, 2, 1),
            })
        }),
        (Reason::Revoked, LICENCE, "B2", |r| {
            r.state = SourceState::Revoked(Authority {
                name: "CSGT".into(),
                since: date(2024, 2, 1),
            })
        }),
    ];
    let scene = Scene::new(test).await;
    for (reason, number, class, change) in cases {
        let mut record = scene.licence();
        change(&mut record);
        scene.put_licence(&record).await;
        let asked = scene.ask_licence(number, class).await.unwrap();
        scene.test.jobs().await;
        let state = scene.state_of(&asked).await.state;
        assert!(
            matches!(state, IntegrationRequest::Refused { reason: told, .. } if told == reason),
            "{reason:?}: {state:?}"
        );
        assert_eq!(scene.wallet().await.documents.len(), 0, "{reason:?}");
    }
    assert_eq!(scene.acts("document-refused").await, cases.len());
    let told = scene
        .notices()
        .await
        .iter()
        .filter(|kind| *kind == "document-refused")
        .count();
    assert_eq!(told, cases.len());
    // The same paper asked for again replaces its refusal in the list.
    let refused = scene.wallet().await.refused;
    assert_eq!(refused.len(), 4, "one for each number");
}

// law: DOC-r3, FMT-ID-7
async fn a_linked_old_number_is_the_holders(test: TestApp) {
    let scene = Scene::new(test).await;
    let mut record = scene.licence();
    record.owner.number = OwnerNumber::Old(scene.person.record.old_number.clone().unwrap());
    scene.put_licence(&record).await;
    let asked = scene.ask_licence(LICENCE, "A1").await.unwrap();
    scene.test.jobs().await;
    assert!(matches!(
        scene.state_of(&asked).await.state,
        IntegrationRequest::Verified { .. }
    ));
}

// law: DOC-BHYT, FMT-BH-2
async fn a_health_card_is_compared_on_the_last_ten(test: TestApp) {
    let scene = Scene::new(test).await;
    scene.put_health().await;
    let asked = scene
        .ask(DocumentKind::HealthCard, &[("health-code", "0123456789")])
        .await
        .unwrap();
    scene.test.jobs().await;
    assert!(matches!(
        scene.state_of(&asked).await.state,
        IntegrationRequest::Verified { .. }
    ));
    // The same card by its long code is the same document.
    let again = scene
        .ask(
            DocumentKind::HealthCard,
            &[("health-code", "DN4740123456789")],
        )
        .await;
    assert_eq!(super::scene::refused(again), "document-already-held");
}

// law: DOC-HC, DOC-r2
async fn a_passport_needs_its_last_day(test: TestApp) {
    let scene = Scene::new(test).await;
    scene.put_passport().await;
    let fields = |day| [("passport-number", "c1234567"), ("passport-expiry", day)];
    let wrong = scene
        .ask(DocumentKind::Passport, &fields("2030-01-01"))
        .await
        .unwrap();
    scene.test.jobs().await;
    let state = scene.state_of(&wrong).await.state;
    assert!(
        matches!(
            state,
            IntegrationRequest::Refused {
                reason: Reason::ExpiryMismatch,
                ..
            }
        ),
        "{state:?}"
    );
    let right = scene
        .ask(DocumentKind::Passport, &fields("01/06/2031"))
        .await
        .unwrap();
    scene.test.jobs().await;
    assert!(matches!(
        scene.state_of(&right).await.state,
        IntegrationRequest::Verified { .. }
    ));
}
