//! D69-12: what changes while a request waits: the registrant is locked, the register says something else,
//! the registrant takes it back.

use app::cases::File;
use app::holds::lock_own;
use app::organisations::staff::{Verdict, decide};
use app::organisations::{
    Begun, asked, begin_empowered, consent, mandate, mine, registration, submit, take_back,
};
use domain::actor::Role;
use domain::hold::LockReason;
use domain::organisation::{BusinessRecord, BusinessStatus};
use store::organisation::registration::State;
use testkit::TestApp;
use testkit::organisations::register;

use super::consenting::{PDF, actions, place, three, under_decree_69};
use super::scene::{both, drafted, refusal, somebody, state};

both!(
    the_last_consent_waits_for_a_locked_registrant,
    an_approval_follows_the_register_of_today,
    the_registrant_takes_a_request_back,
);

// law: D69-12, D59-16.a
async fn the_last_consent_waits_for_a_locked_registrant(test: TestApp) {
    under_decree_69(&test);
    let ([a, b, c], record) = three(&test).await;
    let app = &test.app;
    let id = drafted(app, &a, record.code.as_str()).await;
    submit(app, &a, id).await.unwrap();
    let one = place(&a, id);
    consent(app, &b, one, true).await.unwrap();
    lock_own(app, &a, LockReason::LostDevice).await.unwrap();
    let got = refusal(consent(app, &c, one, true).await);
    assert_eq!(got, "consent-registrant");
    assert_eq!(state(app, &a, id).await, State::Asking);
    assert!(asked(app, &c, one).await.is_ok(), "he is asked still");
    consent(app, &c, one, false).await.unwrap();
    assert!(matches!(state(app, &a, id).await, State::Refused { .. }));
}

// law: D69-12, D59-16.b
async fn an_approval_follows_the_register_of_today(test: TestApp) {
    under_decree_69(&test);
    let ([a, b, c], record) = three(&test).await;
    let app = &test.app;
    let (_, me) = somebody(&test, 4).await;
    let Begun::Draft(id) = begin_empowered(app, &me, record.code.as_str())
        .await
        .unwrap()
    else {
        panic!("no draft");
    };
    let paper = [File {
        name: "uy-quyen.pdf",
        bytes: PDF,
    }];
    mandate(app, &me, id, "2025-06-30", &paper).await.unwrap();
    submit(app, &me, id).await.unwrap();
    let one = place(&me, id);
    for cx in [&a, &b, &c] {
        consent(app, cx, one, true).await.unwrap();
    }
    let officer = test.staff(Role::Officer, "TD01").await;
    let revision = registration(app, &me, id).await.unwrap().stored.revision;
    let dissolved = BusinessRecord {
        status: BusinessStatus::Dissolved,
        ..record.clone()
    };
    let another = BusinessRecord {
        representative: record.others[0].clone(),
        others: vec![record.others[1].clone()],
        ..record.clone()
    };
    for (now, why) in [
        (dissolved, "organisation-now-dissolved"),
        (another, "organisation-now-another"),
    ] {
        register(app, &now).await;
        let got = decide(app, &officer, one, revision, Verdict::Approve).await;
        assert_eq!(refusal(got), why);
    }
    let moved = BusinessRecord {
        address: "12 Lê Lợi, Nam Định".into(),
        ..record
    };
    register(app, &moved).await;
    decide(app, &officer, one, revision, Verdict::Approve)
        .await
        .unwrap();
    let found = registration(app, &me, id).await.unwrap().stored;
    assert!(matches!(found.state, State::Approved { .. }));
    assert_eq!(found.dossier.address, moved.address);
    assert_eq!(found.dossier.papers, ["uy-quyen.pdf"]);
}

// law: D69-12
async fn the_registrant_takes_a_request_back(test: TestApp) {
    under_decree_69(&test);
    let ([a, b, c], record) = three(&test).await;
    let app = &test.app;
    let draft = drafted(app, &a, record.code.as_str()).await;
    take_back(app, &a, draft).await.unwrap();
    assert_eq!(
        refusal(registration(app, &a, draft).await),
        "not found",
        "a draft goes"
    );
    let id = drafted(app, &a, record.code.as_str()).await;
    submit(app, &a, id).await.unwrap();
    let one = place(&a, id);
    consent(app, &b, one, true).await.unwrap();
    assert_eq!(refusal(take_back(app, &b, id).await), "not found");
    take_back(app, &a, id).await.unwrap();
    match state(app, &a, id).await {
        State::Refused { reason, .. } => assert_eq!(reason, "withdrawn"),
        other => panic!("{other:?}"),
    }
    assert_eq!(refusal(consent(app, &c, one, true).await), "consent-over");
    assert!(mine(app, &c).await.unwrap().asked.is_empty());
    for cx in [&a, &b, &c] {
        let done = actions(app, cx).await;
        assert!(done.iter().any(|one| one == "organisation-withdrawn"));
    }
    let again = refusal(take_back(app, &a, id).await);
    assert_eq!(again, "organisation-withdraw-late");
    assert_ne!(drafted(app, &a, record.code.as_str()).await, id);
}
