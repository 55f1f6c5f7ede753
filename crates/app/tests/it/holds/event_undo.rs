use app::events::{keep, undo};
use app::holds::{Change, TellEvent, lock_own, tell_event};
use domain::actor::{Actor, Purpose, Role};
use domain::event_batch::State;
use domain::hold::LockReason;
use domain::ids::BatchId;

use super::house::{House, NUMBER, both, code};

both!(
    undo_restores_what_was,
    undo_leaves_no_trace_of_any_sequence,
    what_the_register_told_later_stands,
    two_officers_take_back_and_nobody_twice,
    who_asked_to_take_back_may_think_better_of_it,
    corrected_events_may_be_sent_again,
);

async fn take_back(house: &House, id: BatchId) {
    let operator = house.app.acting(Actor::Operator, Purpose::Administration);
    undo(&house.app, &operator, id).await.unwrap();
    app::jobs::run_all_due(&house.app).await.unwrap();
    assert_eq!(house.state(id).await.0, State::Undone);
}

// law: D59-10.1, D59-19.4.a
async fn undo_restores_what_was(house: House) {
    let (_, cx) = house.holder(house.subject).await;
    lock_own(&house.app, &cx, LockReason::LostCard)
        .await
        .unwrap();
    let first = house
        .carried_out(&format!("KT-1,{NUMBER},death,2024-03-01\n"))
        .await;
    let second = house
        .carried_out(&format!(
            "KT-2,{NUMBER},death-corrected,2024-03-02\nKT-3,{NUMBER},death,2024-03-03\nKT-4,{NUMBER},death-corrected,2024-03-04\n"
        ))
        .await;
    assert_eq!(house.grounds_of(house.subject).await, ["own-request"]);
    take_back(&house, second).await;
    assert_eq!(
        house.grounds_of(house.subject).await,
        ["death", "own-request"]
    );
    let death = house
        .holds()
        .await
        .into_iter()
        .find(|h| h.ground.as_str() == "death");
    assert_eq!(
        death.unwrap().source,
        "population/KT-1",
        "ground and source are the old ones"
    );
    take_back(&house, first).await;
    assert_eq!(house.grounds_of(house.subject).await, ["own-request"]);
}

// law: D59-10.1
async fn what_the_register_told_later_stands(house: House) {
    let first = house
        .carried_out(&format!("KT-1,{NUMBER},death,2024-03-01\n"))
        .await;
    house
        .carried_out(&format!("KT-2,{NUMBER},death,2024-03-02\n"))
        .await;
    take_back(&house, first).await;
    assert_eq!(
        house.grounds_of(house.subject).await,
        ["death"],
        "told again since"
    );
}

// law: D59-10.1
async fn two_officers_take_back_and_nobody_twice(house: House) {
    let id = house
        .carried_out(&format!("KT-1,{NUMBER},death,2024-03-01\n"))
        .await;
    let (a, b) = (
        house.staff(Role::Manager).await,
        house.staff(Role::Manager).await,
    );
    assert_eq!(undo(&house.app, &a, id).await.unwrap(), State::UndoAsked);
    assert_eq!(house.grounds_of(house.subject).await, ["death"]);
    assert_eq!(code(undo(&house.app, &a, id).await), "batch-same-officer");
    assert_eq!(undo(&house.app, &b, id).await.unwrap(), State::Undoing);
    assert_eq!(code(undo(&house.app, &b, id).await), "batch-running");
    app::jobs::run_all_due(&house.app).await.unwrap();
    assert!(house.grounds_of(house.subject).await.is_empty());
    assert_eq!(code(undo(&house.app, &b, id).await), "batch-undone");
    assert_eq!(
        code(undo(&house.app, &a, BatchId::from_bytes([9; 16])).await),
        "not-found"
    );
    assert_eq!(house.told(), ["account-unlocked"]);
}

// law: D59-10.1
async fn who_asked_to_take_back_may_think_better_of_it(house: House) {
    let id = house
        .carried_out(&format!("KT-1,{NUMBER},death,2024-03-01\n"))
        .await;
    let (a, b) = (
        house.staff(Role::Manager).await,
        house.staff(Role::Manager).await,
    );
    assert_eq!(code(keep(&house.app, &a, id).await), "batch-released");
    undo(&house.app, &a, id).await.unwrap();
    assert_eq!(code(keep(&house.app, &b, id).await), "batch-others-request");
    let officer = house.staff(Role::Officer).await;
    assert_eq!(code(keep(&house.app, &officer, id).await), "forbidden");
    keep(&house.app, &a, id).await.unwrap();
    assert_eq!(house.state(id).await.0, State::Released);
    assert_eq!(code(keep(&house.app, &a, id).await), "batch-released");
    let record = house.record(store::audit::NOBODY).await;
    let withdrawn = |row: &store::audit::Row| row.action == "events-undo-withdrawn";
    assert!(record.iter().any(|(row, _)| withdrawn(row)));
    // The next request is a first step again, of whomever.
    assert_eq!(undo(&house.app, &b, id).await.unwrap(), State::UndoAsked);
    assert_eq!(undo(&house.app, &a, id).await.unwrap(), State::Undoing);
    assert_eq!(code(keep(&house.app, &b, id).await), "batch-running");
}

// law: D59-10.1
async fn corrected_events_may_be_sent_again(house: House) {
    let id = house
        .carried_out(&format!("KT-1,{NUMBER},death,2024-03-03\n"))
        .await;
    let tell = |event: &'static str, change| {
        let command = TellEvent {
            event,
            number: NUMBER,
            change,
        };
        let cx = house.register();
        let app = &house.app;
        async move { tell_event(app, &cx, &command).await }
    };
    assert_eq!(
        code(tell("KT-1", Change::DeathCorrected).await),
        "event-other-content"
    );
    take_back(&house, id).await;
    let again = house
        .carried_out(&format!("KT-1,{NUMBER},death,2024-03-02\n"))
        .await;
    assert_eq!(
        house.grounds_of(house.subject).await,
        ["death"],
        "the memory is set back"
    );
    take_back(&house, again).await;
    assert!(house.grounds_of(house.subject).await.is_empty());
}

/// Every sequence of up to four changes, one instant apart, over an account with and without a death:
/// the grounds after taking it back are the grounds before.
// law: D59-10.1, D59-19.4.a
async fn undo_leaves_no_trace_of_any_sequence(house: House) {
    let words = ["death", "death-corrected"];
    let mut day = 1;
    for before in [false, true] {
        if before {
            house
                .carried_out(&format!("B,{NUMBER},death,2024-01-01\n"))
                .await;
        }
        let was = house.grounds_of(house.subject).await;
        for pattern in 0..8_usize {
            let lines: String = (0..3)
                .map(|bit| {
                    day += 1;
                    let word = words[(pattern >> bit) & 1];
                    format!(
                        "S{day},{NUMBER},{word},2024-02-01T{:02}:{:02}:00Z\n",
                        day / 60,
                        day % 60
                    )
                })
                .collect();
            let id = house.carried_out(&lines).await;
            take_back(&house, id).await;
            assert_eq!(
                house.grounds_of(house.subject).await,
                was,
                "{before} {pattern:03b}"
            );
        }
    }
}
