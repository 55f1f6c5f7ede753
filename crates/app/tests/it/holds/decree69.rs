//! Locking and unlocking by Decree 69, in force from 1 July 2024.

use app::Cx;
use app::holds::{
    Change, Refusal, Seen, TellEvent, Verdict, ask_unlock, basis, decide_unlock, lock_own,
    revision, status, tell_event,
};
use domain::actor::Role;
use domain::hold::{Channel, LockReason};
use domain::regime::Regime;
use jiff::SignedDuration;
use store::unlock::State;

use super::house::{House, NUMBER, PASSCODE, both, code};

both!(
    the_holder_locks_at_once_and_opens_at_once,
    what_an_officer_refused_stays_with_officers,
    a_suspected_leak_is_for_officers,
    a_ground_that_is_gone_opens_by_itself,
);

/// Locked by its holder on Monday 8 July 2024.
async fn locked(house: &House, reason: LockReason) -> Cx {
    house.wait(SignedDuration::from_hours(24 * 124));
    let (session, cx) = house.holder(house.subject).await;
    let done = lock_own(&house.app, &cx, reason).await.unwrap();
    assert!(done.locked.new && house.resume(&session).await.is_none());
    house.resume(&done.status.unwrap()).await.unwrap().0
}

// law: D69-29, D69-30, D69-15.1
async fn the_holder_locks_at_once_and_opens_at_once(house: House) {
    let cx = locked(&house, LockReason::LostDevice).await;
    let hold = house.holds().await.remove(0);
    assert_eq!(hold.regime, Regime::Decree69);
    assert_eq!(basis(&hold).rule, "D69-15.1");
    assert!(status(&house.app, &cx).await.unwrap().at_once);
    // The check is what he knows and has; a wrong passcode opens nothing.
    let wrong = ask_unlock(&house.app, &cx, "111111").await;
    assert_eq!(code(wrong), "passcode/passcode-wrong");
    assert_eq!(house.holds().await.len(), 1);
    let made = ask_unlock(&house.app, &cx, PASSCODE).await.unwrap();
    assert!(matches!(made.state, State::Settled { .. }), "{made:?}");
    assert!(house.holds().await.is_empty());
    let mut source = house.app.db.read().await.unwrap();
    let all = store::hold::all(&mut source, house.subject).await.unwrap();
    assert_eq!(all[0].ended.unwrap().1, Channel::App);
    assert_eq!(house.told(), ["account-locked", "account-unlocked"]);
    assert_eq!(
        house.actions().await,
        ["account-locked", "hold-ended", "unlock-requested"]
    );
}

// law: D69-30, D59-19.4.c
async fn what_an_officer_refused_stays_with_officers(house: House) {
    // Asked by Decree 59, refused; the later decree does not undo that.
    let (_, cx) = house.holder(house.subject).await;
    let done = lock_own(&house.app, &cx, LockReason::LostDevice)
        .await
        .unwrap();
    let (cx, _) = house.resume(&done.status.unwrap()).await.unwrap();
    assert!(!status(&house.app, &cx).await.unwrap().at_once);
    let made = ask_unlock(&house.app, &cx, PASSCODE).await.unwrap();
    assert_eq!(made.state, State::Open);
    let officer = house.staff(Role::Officer).await;
    let revision = revision(&house.holds().await);
    let seen = Seen {
        subject: house.subject,
        id: made.id,
        revision: &revision,
    };
    let refuse = Verdict::Refuse {
        reason: Refusal::MisuseSuspected,
        words: "Mời bà đến quầy",
    };
    decide_unlock(&house.app, &officer, seen, refuse)
        .await
        .unwrap();
    house.wait(SignedDuration::from_hours(24 * 124));
    let (_, cx) = house.holder(house.subject).await;
    let seen = status(&house.app, &cx).await.unwrap();
    assert!(seen.may_ask && !seen.at_once);
    let made = ask_unlock(&house.app, &cx, PASSCODE).await.unwrap();
    assert_eq!(made.state, State::Open);
    assert_eq!(house.holds().await.len(), 1);
}

// law: D69-30
async fn a_suspected_leak_is_for_officers(house: House) {
    let cx = locked(&house, LockReason::SuspectedLeak).await;
    let seen = status(&house.app, &cx).await.unwrap();
    assert!(seen.may_ask && !seen.at_once);
    let made = ask_unlock(&house.app, &cx, PASSCODE).await.unwrap();
    assert_eq!(made.state, State::Open);
    assert_eq!(house.holds().await.len(), 1);
}

// law: D69-30
async fn a_ground_that_is_gone_opens_by_itself(house: House) {
    let cx = locked(&house, LockReason::LostCard).await;
    let tell = |event, change| TellEvent {
        event,
        number: NUMBER,
        change,
    };
    for (day, event, change, left) in [
        (0, "KT-1", Change::Death, 2),
        (1, "KT-2", Change::DeathCorrected, 1),
    ] {
        house.wait(SignedDuration::from_hours(24 * day));
        let event = tell(event, change);
        tell_event(&house.app, &house.register(), &event)
            .await
            .unwrap();
        assert_eq!(house.holds().await.len(), left);
    }
    // Other grounds stand beside the holder's own: only that one is his to end.
    house.wait(SignedDuration::from_hours(24));
    let again = tell("KT-3", Change::Death);
    tell_event(&house.app, &house.register(), &again)
        .await
        .unwrap();
    ask_unlock(&house.app, &house.later(&cx), PASSCODE)
        .await
        .unwrap();
    let left: Vec<_> = house.holds().await.iter().map(|h| h.ground).collect();
    assert_eq!(left, [domain::hold::Ground::Death]);
}
