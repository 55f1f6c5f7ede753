use app::holds::{Change, TellEvent, Told, lock_own, tell_event};
use domain::actor::{Actor, Purpose, Role};
use domain::hold::{Ground, LockReason};

use super::house::{House, NUMBER, both, code};

both!(
    a_death_locks_and_tells_nobody,
    holds_are_independent,
    an_event_is_carried_out_once,
    an_event_that_fits_nothing_is_refused,
);

async fn tell(house: &House, event: &str, change: Change) -> app::Result<Told> {
    let command = TellEvent {
        event,
        number: NUMBER,
        change,
    };
    tell_event(&house.app, &house.register(), &command).await
}

// law: D59-19.1.a.iv, D59-19.1.a.v, LCC-34
async fn a_death_locks_and_tells_nobody(house: House) {
    let (token, _) = house.holder(house.subject).await;
    tell(&house, "KT-1", Change::Death).await.unwrap();
    assert!(house.resume(&token).await.is_none());
    assert_eq!(house.holds().await[0].source, "population/KT-1");
    assert!(house.told().is_empty());
    tell(&house, "CC-1", Change::CardWithdrawn).await.unwrap();
    assert!(
        house.told().is_empty(),
        "nobody is there to be told of the card either"
    );
}

// law: D59-19.1.a.iii, D59-19.4.a, D59-10.1, D59-10.x
async fn holds_are_independent(house: House) {
    let (_, cx) = house.holder(house.subject).await;
    lock_own(&house.app, &cx, LockReason::LostCard)
        .await
        .unwrap();
    tell(&house, "KT-1", Change::Death).await.unwrap();
    tell(&house, "CC-1", Change::CardWithdrawn).await.unwrap();
    let Told::Ended(ended) = tell(&house, "KT-2", Change::DeathCorrected).await.unwrap() else {
        panic!("not ended")
    };
    assert_eq!(ended.hold.ground, Ground::Death);
    // Both began in the same instant.
    let mut left = ended.left;
    left.sort_by_key(|ground| *ground != Ground::OwnRequest);
    assert_eq!(left, [Ground::OwnRequest, Ground::CardWithdrawn]);
    assert_eq!(house.told(), ["account-locked", "hold-ended"]);
    tell(&house, "CC-2", Change::CardRestored).await.unwrap();
    let left: Vec<Ground> = house.holds().await.iter().map(|h| h.ground).collect();
    assert_eq!(left, [Ground::OwnRequest]);
}

// law: D59-10.1, D59-19.4.a
async fn an_event_is_carried_out_once(house: House) {
    tell(&house, "CC-1", Change::CardWithdrawn).await.unwrap();
    assert_eq!(
        tell(&house, "CC-1", Change::CardWithdrawn).await.unwrap(),
        Told::Repeated
    );
    tell(&house, "CC-2", Change::CardRestored).await.unwrap();
    assert_eq!(
        tell(&house, "CC-2", Change::CardRestored).await.unwrap(),
        Told::Repeated
    );
    assert_eq!(
        tell(&house, "CC-1", Change::CardWithdrawn).await.unwrap(),
        Told::Repeated
    );
    assert!(
        house.holds().await.is_empty(),
        "a late repetition locks nobody again"
    );
    assert_eq!(house.told(), ["account-locked", "account-unlocked"]);
    let (a, b) = tokio::join!(
        tell(&house, "KT-9", Change::Death),
        tell(&house, "KT-9", Change::Death),
    );
    let repeated = [a.unwrap(), b.unwrap()]
        .iter()
        .filter(|t| **t == Told::Repeated)
        .count();
    assert_eq!((repeated, house.holds().await.len()), (1, 1));
}

// law: D59-10.1, D59-4.4
async fn an_event_that_fits_nothing_is_refused(house: House) {
    assert_eq!(
        code(tell(&house, "KT-1", Change::DeathCorrected).await),
        "ground-not-in-force"
    );
    tell(&house, "KT-0", Change::Death).await.unwrap();
    assert!(
        tell(&house, "KT-1", Change::DeathCorrected).await.is_ok(),
        "it was not noted before"
    );
    let stranger = TellEvent {
        event: "KT-2",
        number: "001090000001",
        change: Change::Death,
    };
    assert_eq!(
        code(tell_event(&house.app, &house.register(), &stranger).await),
        "person-unknown"
    );
    for (event, number, want) in [
        ("", NUMBER, "event/event-id"),
        ("a b", NUMBER, "event/event-id"),
        ("KT-3", "074", "number/number-length"),
    ] {
        let command = TellEvent {
            event,
            number,
            change: Change::Death,
        };
        assert_eq!(
            code(tell_event(&house.app, &house.register(), &command).await),
            want
        );
    }
    let command = TellEvent {
        event: "KT-4",
        number: NUMBER,
        change: Change::Death,
    };
    for role in [Role::Officer, Role::Head, Role::CallCentre, Role::Auditor] {
        let staff = house.staff(role).await;
        assert_eq!(
            code(tell_event(&house.app, &staff, &command).await),
            "forbidden"
        );
    }
    let public = house.app.acting(Actor::Public, Purpose::OwnUse);
    assert_eq!(
        code(tell_event(&house.app, &public, &command).await),
        "forbidden"
    );
    let manager = house.staff(Role::Manager).await;
    assert!(tell_event(&house.app, &manager, &command).await.is_ok());
}
