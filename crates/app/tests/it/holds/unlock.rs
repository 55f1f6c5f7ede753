use app::Cx;
use app::holds::{
    Change, Refusal, Seen, TellEvent, Verdict, ask_unlock, decide_unlock, lock_own, review_unlock,
    revision, status, tell_event, unlock_queue,
};
use domain::actor::{Actor, AuthLevel, Role};
use domain::hold::{Channel, LockReason};
use jiff::SignedDuration;
use store::unlock::State;

use super::house::{House, NUMBER, PASSCODE, both, code};

both!(
    a_wrong_passcode_is_throttled,
    a_request_stands_once_and_opens_when_granted,
    a_refusal_has_reason_and_words,
    weak_proof_and_other_grounds_cannot_ask,
    a_newer_wish_to_stay_locked_closes_the_request,
    who_looked_at_other_holds_must_look_again,
    only_staff_who_may_unlock_decide,
);

/// A decision on the holds as they are now.
macro_rules! decide {
    ($house:expr, $cx:expr, $place:expr, $verdict:expr) => {{
        let revision = revision(&$house.holds().await);
        let seen = Seen {
            subject: $place.0,
            id: $place.1,
            revision: &revision,
        };
        decide_unlock(&$house.app, $cx, seen, $verdict).await
    }};
}

async fn locked(house: &House) -> Cx {
    let (_, cx) = house.holder(house.subject).await;
    let done = lock_own(&house.app, &cx, LockReason::LostDevice)
        .await
        .unwrap();
    house.resume(&done.status.unwrap()).await.unwrap().0
}

// law: D59-19.5.a, D59-6.2
async fn a_wrong_passcode_is_throttled(house: House) {
    let cx = locked(&house).await;
    for _ in 0..5 {
        assert_eq!(
            code(ask_unlock(&house.app, &cx, "111111").await),
            "passcode/passcode-wrong"
        );
    }
    assert_eq!(
        code(ask_unlock(&house.app, &cx, PASSCODE).await),
        "throttled"
    );
    assert!(status(&house.app, &cx).await.unwrap().request.is_none());
    house.wait(SignedDuration::from_mins(2));
    assert!(
        ask_unlock(&house.app, &house.later(&cx), PASSCODE)
            .await
            .is_ok()
    );
}

// law: D59-19.5.a, D59-19.5.b, D59-19.4.a, D59-19.ui
async fn a_request_stands_once_and_opens_when_granted(house: House) {
    let cx = locked(&house).await;
    let (a, b) = tokio::join!(
        ask_unlock(&house.app, &cx, PASSCODE),
        ask_unlock(&house.app, &cx, PASSCODE),
    );
    let (a, b) = (a.unwrap(), b.unwrap());
    assert_eq!(a.id, b.id);
    assert!(!status(&house.app, &cx).await.unwrap().may_ask);
    let operator = house.staff(Role::CallCentre).await;
    let queue = unlock_queue(&house.app, &operator).await.unwrap();
    let [waiting] = queue.as_slice() else {
        panic!("one request")
    };
    assert_eq!(
        (waiting.id, waiting.number.as_str()),
        (a.id, "074•••••1234")
    );
    let request = (house.subject, a.id);
    let (slipped_in, _) = house.holder(house.subject).await;
    decide!(house, &operator, request, Verdict::Grant).unwrap();
    assert!(house.holds().await.is_empty());
    assert!(
        house.resume(&slipped_in).await.is_none(),
        "a session from beside the lock woke up"
    );
    let mut source = house.app.db.read().await.unwrap();
    let all = store::hold::all(&mut source, house.subject).await.unwrap();
    assert_eq!(all[0].ended.unwrap().1, Channel::CallCentre);
    drop(source);
    let again = decide!(house, &operator, request, Verdict::Grant);
    assert_eq!(code(again), "unlock-decided");
    assert_eq!(
        house.told(),
        ["account-locked", "unlock-requested", "account-unlocked"]
    );
    assert_eq!(
        house.actions().await,
        ["account-locked", "hold-ended", "unlock-requested"]
    );
    let (open, _) = house.holder(house.subject).await;
    assert!(house.resume(&open).await.is_some());
}

// law: D59-19.4.c, D59-19.ui
async fn a_refusal_has_reason_and_words(house: House) {
    let cx = locked(&house).await;
    let request = ask_unlock(&house.app, &cx, PASSCODE).await.unwrap();
    let officer = house.staff(Role::Officer).await;
    let place = (house.subject, request.id);
    let long = "x".repeat(501);
    let refuse = |words| Verdict::Refuse {
        reason: Refusal::ProofUnclear,
        words,
    };
    for (words, want) in [
        ("  ", "words/words-empty"),
        (long.as_str(), "words/words-long"),
    ] {
        let done = decide!(house, &officer, place, refuse(words));
        assert_eq!(code(done), want);
    }
    let words = "Hãy mang thẻ căn cước đến công an phường.";
    decide!(house, &officer, place, refuse(words)).unwrap();
    assert_eq!(house.holds().await.len(), 1);
    let seen = status(&house.app, &cx).await.unwrap();
    let State::Refused {
        reason,
        words: kept,
        ..
    } = seen.request.unwrap().state
    else {
        panic!("not refused")
    };
    assert_eq!((reason.as_str(), kept.as_str()), ("proof-unclear", words));
    assert!(seen.may_ask, "another request is possible");
    assert_eq!(house.told().last().unwrap(), "unlock-refused");
    house.wait(SignedDuration::from_mins(1));
    let again = ask_unlock(&house.app, &house.later(&cx), PASSCODE)
        .await
        .unwrap();
    assert_ne!(again.id, request.id);
}

// law: D59-19.5.a, D59-24.2
async fn weak_proof_and_other_grounds_cannot_ask(house: House) {
    let (_, cx) = house.holder(house.subject).await;
    assert_eq!(
        code(ask_unlock(&house.app, &cx, PASSCODE).await),
        "ground-not-in-force"
    );
    let event = TellEvent {
        event: "CC-1",
        number: NUMBER,
        change: Change::CardWithdrawn,
    };
    tell_event(&house.app, &house.register(), &event)
        .await
        .unwrap();
    assert_eq!(
        code(ask_unlock(&house.app, &cx, PASSCODE).await),
        "ground-not-in-force"
    );
    assert!(!status(&house.app, &cx).await.unwrap().may_ask);
    lock_own(&house.app, &cx, LockReason::Other).await.unwrap();
    let Actor::Holder {
        subject, session, ..
    } = cx.actor
    else {
        panic!("holder")
    };
    let weak = Cx {
        actor: Actor::Holder {
            subject,
            session,
            level: AuthLevel::ONE,
        },
        ..cx
    };
    assert_eq!(
        code(ask_unlock(&house.app, &weak, PASSCODE).await),
        "proof-too-weak"
    );
    assert!(!status(&house.app, &weak).await.unwrap().may_ask);
}

// law: D59-19.1.a.i
async fn a_newer_wish_to_stay_locked_closes_the_request(house: House) {
    let cx = locked(&house).await;
    let request = ask_unlock(&house.app, &cx, PASSCODE).await.unwrap();
    house.wait(SignedDuration::from_mins(1));
    let again = lock_own(&house.app, &house.later(&cx), LockReason::SuspectedLeak)
        .await
        .unwrap();
    assert!(!again.locked.new);
    let operator = house.staff(Role::CallCentre).await;
    assert!(
        unlock_queue(&house.app, &operator)
            .await
            .unwrap()
            .is_empty()
    );
    let place = (house.subject, request.id);
    let done = decide!(house, &operator, place, Verdict::Grant);
    assert_eq!(code(done), "unlock-decided");
    assert_eq!(house.holds().await.len(), 1);
    assert_eq!(
        house.actions().await,
        ["account-locked", "unlock-requested", "unlock-settled"]
    );
    let seen = status(&house.app, &house.later(&cx)).await.unwrap();
    assert!(matches!(seen.request.unwrap().state, State::Settled { .. }));
    assert!(seen.may_ask);
}

// law: D59-19.4.a
async fn who_looked_at_other_holds_must_look_again(house: House) {
    let cx = locked(&house).await;
    let request = ask_unlock(&house.app, &cx, PASSCODE).await.unwrap();
    let officer = house.staff(Role::Officer).await;
    let before = review_unlock(&house.app, &officer, house.subject, request.id)
        .await
        .unwrap()
        .revision();
    let event = TellEvent {
        event: "CC-1",
        number: NUMBER,
        change: Change::CardWithdrawn,
    };
    tell_event(&house.app, &house.register(), &event)
        .await
        .unwrap();
    for verdict in [
        Verdict::Grant,
        Verdict::Refuse {
            reason: Refusal::ProofUnclear,
            words: "x",
        },
    ] {
        let seen = Seen {
            subject: house.subject,
            id: request.id,
            revision: &before,
        };
        let done = decide_unlock(&house.app, &officer, seen, verdict).await;
        assert!(matches!(done, Err(app::Error::Stale)), "{done:?}");
    }
    assert_eq!(house.holds().await.len(), 2);
    let place = (house.subject, request.id);
    decide!(house, &officer, place, Verdict::Grant).unwrap();
    assert_eq!(house.holds().await.len(), 1);
}

// law: D59-20.4, D59-4.4
async fn only_staff_who_may_unlock_decide(house: House) {
    let cx = locked(&house).await;
    let request = ask_unlock(&house.app, &cx, PASSCODE).await.unwrap();
    let place = (house.subject, request.id);
    for role in [Role::Manager, Role::Auditor] {
        let staff = house.staff(role).await;
        assert_eq!(code(unlock_queue(&house.app, &staff).await), "forbidden");
        let review = review_unlock(&house.app, &staff, place.0, place.1).await;
        assert_eq!(code(review), "forbidden");
        let done = decide!(house, &staff, place, Verdict::Grant);
        assert_eq!(code(done), "forbidden");
    }
    assert_eq!(code(unlock_queue(&house.app, &cx).await), "forbidden");
    assert_eq!(
        code(decide!(house, &cx, place, Verdict::Grant)),
        "forbidden"
    );
    let head = house.staff(Role::Head).await;
    let seen = review_unlock(&house.app, &head, place.0, place.1)
        .await
        .unwrap();
    assert_eq!(seen.holds.len(), 1);
    assert!(house.actions().await.contains(&"record-read".to_owned()));
}
