//! Waiting: silent registers, locks, withdrawals, doubles.

use domain::document::IntegrationRequest;
use domain::hold::LockReason;
use domain::registers::Register;
use jiff::SignedDuration;
use testkit::TestApp;

use super::scene::{LICENCE, Scene, both, refused};

both!(
    a_silent_register_never_refuses,
    a_silent_register_is_asked_for_ever,
    late_is_told_before_anybody_asks,
    withdrawn_before_the_check_nothing_happens,
    the_same_document_twice_is_one_request,
    two_submissions_at_once_are_one_request,
    nothing_succeeds_while_locked,
);

// law: DOC-r1, DOC-r4
async fn a_silent_register_never_refuses(test: TestApp) {
    let scene = Scene::new(test).await;
    scene.put_licence(&scene.licence()).await;
    scene.open(Register::Licences, false).await;
    let asked = scene.ask_licence(LICENCE, "B2").await.unwrap();
    scene.test.jobs().await;
    let waiting = scene.state_of(&asked).await;
    assert!(
        matches!(
            waiting.state,
            IntegrationRequest::PendingVerification { tries: 1, .. }
        ),
        "{:?}",
        waiting.state
    );
    assert_eq!(scene.notices().await, ["integration-received"]);

    // Open again: asked at once, not when the pause is over.
    scene.open(Register::Licences, true).await;
    scene.test.jobs().await;
    assert!(matches!(
        scene.state_of(&asked).await.state,
        IntegrationRequest::Verified { .. }
    ));
}

// law: DOC-r1
async fn a_silent_register_is_asked_for_ever(test: TestApp) {
    let scene = Scene::new(test).await;
    scene.put_licence(&scene.licence()).await;
    scene.open(Register::Licences, false).await;
    let asked = scene.ask_licence(LICENCE, "B2").await.unwrap();
    for _ in 0..40 {
        scene.test.advance(SignedDuration::from_mins(20));
        scene.test.jobs().await;
    }
    let IntegrationRequest::PendingVerification {
        tries, last_silent, ..
    } = scene.state_of(&asked).await.state
    else {
        panic!("decided by silence")
    };
    assert_eq!((tries, last_silent), (40, Some(scene.test.now())));
    let mut source = scene.test.app.db.read().await.unwrap();
    let (_, _, dead, _) = store::job::counts(&mut source, scene.test.now())
        .await
        .unwrap();
    assert_eq!(dead, 0);
    drop(source);
    scene.open(Register::Licences, true).await;
    scene.test.jobs().await;
    assert!(matches!(
        scene.state_of(&asked).await.state,
        IntegrationRequest::Verified { .. }
    ));
}

// law: DOC-r4
async fn late_is_told_before_anybody_asks(test: TestApp) {
    let scene = Scene::new(test).await;
    scene.open_licences_closed().await;
    let asked = scene.ask_licence(LICENCE, "B2").await.unwrap();
    scene.test.advance(SignedDuration::from_hours(71));
    scene.test.jobs().await;
    assert_eq!(
        (
            scene.state_of(&asked).await.late,
            scene.notices().await.len()
        ),
        (false, 1)
    );
    scene.test.advance(SignedDuration::from_hours(1));
    scene.test.jobs().await;
    assert!(scene.state_of(&asked).await.late);
    assert_eq!(
        scene.notices().await,
        ["integration-late", "integration-received"]
    );
    assert_eq!(scene.acts("integration-late").await, 1);
    let mut source = scene.test.app.db.read().await.unwrap();
    let waiting = store::integration::waiting(&mut source, scene.test.now())
        .await
        .unwrap();
    assert_eq!(
        waiting
            .iter()
            .map(|w| (w.kind.as_str(), w.pending, w.late))
            .collect::<Vec<_>>(),
        [("driving-licence", 1, 1)]
    );
    drop(source);
    scene.test.advance(SignedDuration::from_hours(100));
    scene.test.jobs().await;
    assert_eq!(scene.notices().await.len(), 2, "told once");
}

impl Scene {
    async fn open_licences_closed(&self) {
        self.put_licence(&self.licence()).await;
        self.open(Register::Licences, false).await;
    }
}

// law: DOC-r1
async fn withdrawn_before_the_check_nothing_happens(test: TestApp) {
    let scene = Scene::new(test).await;
    scene.put_licence(&scene.licence()).await;
    let asked = scene.ask_licence(LICENCE, "B2").await.unwrap();
    let withdraw =
        || async { app::documents::withdraw(&scene.test.app, &scene.cx(), asked.request.id).await };
    withdraw().await.unwrap();
    withdraw().await.unwrap();
    assert_eq!(scene.acts("integration-withdrawn").await, 1);
    scene.test.jobs().await;
    scene.test.advance(SignedDuration::from_hours(100));
    scene.test.jobs().await;
    assert!(matches!(
        scene.state_of(&asked).await.state,
        IntegrationRequest::Withdrawn { .. }
    ));
    assert_eq!(scene.wallet().await.documents.len(), 0);
    assert_eq!(scene.notices().await, ["integration-received"]);

    // Asked again it is a new request, and once verified it can no longer be withdrawn.
    let again = scene.ask_licence(LICENCE, "B2").await.unwrap();
    assert!(again.new && again.request.id != asked.request.id);
    scene.test.jobs().await;
    assert_eq!(
        refused(app::documents::withdraw(&scene.test.app, &scene.cx(), again.request.id).await),
        "request-not-pending"
    );
}

// law: DOC-0, UX-4
async fn the_same_document_twice_is_one_request(test: TestApp) {
    let scene = Scene::new(test).await;
    scene.put_licence(&scene.licence()).await;
    let first = scene.ask_licence(LICENCE, "B2").await.unwrap();
    let second = scene.ask_licence("790123-456789", "A1").await.unwrap();
    assert_eq!((second.new, second.request.id), (false, first.request.id));
    assert_eq!(
        (
            scene.wallet().await.pending.len(),
            scene.acts("integration-requested").await
        ),
        (1, 1)
    );
    scene.test.jobs().await;
    assert_eq!(
        refused(scene.ask_licence(LICENCE, "B2").await),
        "document-already-held"
    );
    let id = scene.wallet().await.documents[0].id;
    app::documents::remove(&scene.test.app, &scene.cx(), id)
        .await
        .unwrap();
    assert_eq!(scene.wallet().await.documents.len(), 0);
    assert_eq!(scene.acts("document-removed").await, 1);
    assert!(scene.ask_licence(LICENCE, "B2").await.unwrap().new);
    scene.test.jobs().await;
    assert_eq!(scene.wallet().await.documents.len(), 1);
}

async fn two_submissions_at_once_are_one_request(test: TestApp) {
    let scene = Scene::new(test).await;
    scene.put_licence(&scene.licence()).await;
    let (one, two) = tokio::join!(
        scene.ask_licence(LICENCE, "B2"),
        scene.ask_licence(LICENCE, "B2")
    );
    let (one, two) = (one.unwrap(), two.unwrap());
    assert_eq!(one.request.id, two.request.id);
    assert!(one.new != two.new);
    assert_eq!(
        (
            scene.wallet().await.pending.len(),
            scene.acts("integration-requested").await
        ),
        (1, 1)
    );
}

// law: D59-19.4.a, DOC-r1
async fn nothing_succeeds_while_locked(test: TestApp) {
    let scene = Scene::new(test).await;
    scene.put_licence(&scene.licence()).await;
    let asked = scene.ask_licence(LICENCE, "B2").await.unwrap();
    app::holds::lock_own(&scene.test.app, &scene.cx(), LockReason::LostDevice)
        .await
        .unwrap();
    scene.test.jobs().await;
    scene.test.advance(SignedDuration::from_hours(5));
    scene.test.jobs().await;
    assert!(scene.state_of(&asked).await.state.is_pending());
    assert!(matches!(
        scene.ask_licence("111111111111", "B2").await,
        Err(app::Error::SignIn)
    ));

    let mut tx = scene.test.app.db.begin().await.unwrap();
    let holds = store::hold::in_force(&mut tx, scene.subject, scene.test.now())
        .await
        .unwrap();
    store::hold::end(
        &mut tx,
        scene.subject,
        holds[0].id,
        scene.test.now(),
        domain::hold::Channel::Counter,
        "test",
    )
    .await
    .unwrap();
    tx.commit(store::Audit::Bookkeeping("unlocked"))
        .await
        .unwrap();
    scene.test.advance(SignedDuration::from_hours(1));
    scene.test.jobs().await;
    assert!(matches!(
        scene.state_of(&asked).await.state,
        IntegrationRequest::Verified { .. }
    ));
}
