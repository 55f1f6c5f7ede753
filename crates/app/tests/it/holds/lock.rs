use app::holds::{lock_own, receipt, status};
use app::signin::{self, Begin, Confirm, Outcome};
use domain::actor::Role;
use domain::hold::{Channel, Ground, LockReason, WayOut};
use domain::ids::{HoldId, SubjectId};
use jiff::SignedDuration;

use super::house::{House, NUMBER, PASSWORD, both, code};

both!(
    every_session_dies_at_once,
    twice_is_calm,
    a_race_gives_one_hold,
    a_request_that_began_before_the_lock_finds_it,
    a_receipt_tells_everything_to_its_holder_only,
    a_locked_holder_signs_in_to_the_status_page_only,
    codes_from_before_the_lock_are_worthless,
);

// law: D59-19.1.a.i, D59-19.5.a, D59-19.1.a.v
async fn every_session_dies_at_once(house: House) {
    let (one, cx) = house.holder(house.subject).await;
    let (two, _) = house.holder(house.subject).await;
    let done = lock_own(&house.app, &cx, LockReason::LostDevice)
        .await
        .unwrap();
    assert!(done.locked.new);
    assert_eq!(done.locked.took.sessions, 2);
    assert!(house.resume(&one).await.is_none());
    assert!(house.resume(&two).await.is_none());
    let (_, status_only) = house.resume(&done.status.unwrap()).await.unwrap();
    assert!(status_only);
    let hold = &house.holds().await[0];
    assert_eq!(
        (hold.ground, hold.channel),
        (Ground::OwnRequest, Channel::App)
    );
    assert_eq!(
        (hold.reason, hold.since),
        (Some(LockReason::LostDevice), house.now())
    );
    assert!(hold.source.starts_with("ses_"));
    assert_eq!(house.actions().await, ["account-locked"]);
    assert_eq!(house.told(), ["account-locked"]);
}

// law: D59-19.1.a.i
async fn twice_is_calm(house: House) {
    let (_, cx) = house.holder(house.subject).await;
    let first = lock_own(&house.app, &cx, LockReason::LostCard)
        .await
        .unwrap();
    let again = lock_own(&house.app, &cx, LockReason::Other).await.unwrap();
    assert!(!again.locked.new);
    assert!(again.status.is_none());
    assert_eq!(again.locked.hold, first.locked.hold);
    assert_eq!(house.told().len(), 1);
    assert_eq!(house.actions().await.len(), 1);
}

// law: D59-19.1.a.i
async fn a_race_gives_one_hold(house: House) {
    let (_, one) = house.holder(house.subject).await;
    let (_, two) = house.holder(house.subject).await;
    let (a, b) = tokio::join!(
        lock_own(&house.app, &one, LockReason::LostDevice),
        lock_own(&house.app, &two, LockReason::SuspectedLeak),
    );
    let (a, b) = (a.unwrap().locked, b.unwrap().locked);
    assert_eq!(a.hold.id, b.hold.id);
    assert_eq!([a.new, b.new].iter().filter(|new| **new).count(), 1);
    assert_eq!(house.holds().await.len(), 1);
    assert_eq!(house.told(), ["account-locked"]);
}

// law: D59-hold
async fn a_request_that_began_before_the_lock_finds_it(house: House) {
    let (token, slow) = house.holder(house.subject).await;
    let (_, quick) = house.holder(house.subject).await;
    house.wait(SignedDuration::from_secs(2));
    let quick = house.later(&quick);
    lock_own(&house.app, &quick, LockReason::LostDevice)
        .await
        .unwrap();
    // Its clock, or that of its server, says that there is no lock yet.
    let any = domain::ids::DependantId::from_bytes([1; 16]);
    let done = app::dependants::remove(&house.app, &slow, any).await;
    assert!(matches!(done, Err(app::Error::SignIn)), "{done:?}");
    let resumed = app::holder::resume(&house.app, &slow, &token)
        .await
        .unwrap();
    assert!(resumed.is_none());
}

// law: D59-19.1.a.v, D59-19.1.c2
async fn a_receipt_tells_everything_to_its_holder_only(house: House) {
    let (_, cx) = house.holder(house.subject).await;
    let done = lock_own(&house.app, &cx, LockReason::LostDevice)
        .await
        .unwrap();
    app::jobs::run_all_due(&house.app).await.unwrap();
    let id = done.locked.hold.id;
    let paper = receipt(&house.app, &cx, id).await.unwrap();
    assert_eq!(paper.kept.took.sessions, 1);
    assert_eq!(
        (paper.basis.rule, paper.basis.regime.label()),
        ("D59-19.1.a.i", "59/2022/NĐ-CP")
    );
    assert!(paper.reference.starts_with("KH-"));
    let [sms] = paper.messages.as_slice() else {
        panic!("{:?}", paper.messages)
    };
    assert_eq!(
        (sms.channel.as_str(), sms.state.as_str(), sms.proof.as_str()),
        ("sms", "sent", "taken")
    );
    let note = paper.signed(&house.app).unwrap();
    let signed = signed_note::Note::from_bytes(note.as_bytes()).unwrap();
    let text = String::from_utf8(signed.text().to_vec()).unwrap();
    assert!(text.starts_with("dinhdanh.vn/receipt\n{"), "{text}");
    assert!(!text.contains(NUMBER), "no number: {text}");
    let keys = house.app.db.keys();
    let by = |key: String| {
        let key = signed_note::StandardVerifier::new(&key).unwrap();
        signed.verify(&signed_note::VerifierList::new(vec![Box::new(key)]))
    };
    assert!(by(app::audit_log::receipt_key(keys).unwrap()).is_ok());
    let log = app::audit_log::verifier_key(keys).unwrap();
    assert!(by(log).is_err(), "a receipt is no checkpoint");
    let other = SubjectId::from_bytes([2; 16]);
    house.settle("074190005678", other, "0987654321").await;
    let (_, stranger) = house.holder(other).await;
    assert_eq!(code(receipt(&house.app, &stranger, id).await), "not-found");
    let none = HoldId::from_bytes([9; 16]);
    assert_eq!(code(receipt(&house.app, &cx, none).await), "not-found");
    let officer = house.staff(Role::Officer).await;
    assert_eq!(code(receipt(&house.app, &officer, id).await), "sign-in");
}

// law: D59-19.ui
async fn a_locked_holder_signs_in_to_the_status_page_only(house: House) {
    let (_, cx) = house.holder(house.subject).await;
    lock_own(&house.app, &cx, LockReason::Other).await.unwrap();
    house.wait(SignedDuration::from_mins(2));
    let cx = house
        .app
        .acting(domain::actor::Actor::Public, domain::actor::Purpose::OwnUse);
    let begin = Begin {
        number: NUMBER,
        password: PASSWORD,
    };
    let pending = signin::begin(&house.app, &cx, &begin).await.unwrap();
    let digits = house.code();
    let confirm = Confirm {
        token: &pending.token,
        code: &digits,
        device: None,
        device_name: "Firefox",
    };
    let Outcome::Opened(opened) = signin::confirm(&house.app, &cx, &confirm).await.unwrap() else {
        panic!("no session")
    };
    assert!(opened.status_only);
    let (cx, status_only) = house.resume(&opened.session).await.unwrap();
    assert!(status_only);
    let seen = status(&house.app, &cx).await.unwrap();
    let [held] = seen.in_force.as_slice() else {
        panic!("one hold")
    };
    assert_eq!(held.hold.ground, Ground::OwnRequest);
    assert_eq!(held.way_out, WayOut::HolderAsks);
    assert_eq!(held.basis.rule, "D59-19.1.a.i");
    assert!(seen.may_ask);
    let device = domain::ids::DeviceId::from_bytes([5; 16]);
    assert_eq!(
        code(signin::remove_own(&house.app, &cx, device).await),
        "sign-in"
    );
    assert_eq!(
        code(app::credentials::send_code(&house.app, &cx).await),
        "sign-in"
    );
}

// law: D59-19.1.a.i, APP-7
async fn codes_from_before_the_lock_are_worthless(house: House) {
    let public = house
        .app
        .acting(domain::actor::Actor::Public, domain::actor::Purpose::OwnUse);
    let begin = Begin {
        number: NUMBER,
        password: PASSWORD,
    };
    let pending = signin::begin(&house.app, &public, &begin).await.unwrap();
    let digits = house.code();
    let (_, cx) = house.holder(house.subject).await;
    lock_own(&house.app, &cx, LockReason::LostDevice)
        .await
        .unwrap();
    let confirm = Confirm {
        token: &pending.token,
        code: &digits,
        device: None,
        device_name: "Firefox",
    };
    assert_eq!(
        code(signin::confirm(&house.app, &public, &confirm).await),
        "journey-over"
    );
}
