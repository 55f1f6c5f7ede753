//! How questions end: when whoever asked goes away, when a process dies, when the other body signs a lie, and when a body
//! takes another name.

use std::sync::Arc;
use std::time::Duration;

use app::activity::retention;
use app::exchange::{Party, verify};
use app::ports::Registers;
use axum::extract::{Request, State};
use axum::middleware::{self, Next};
use axum::response::Response;
use domain::exchange::{Outcome, Question};
use domain::registers::PortraitSource;
use jiff::SignedDuration;
use store::Audit;
use store::register_exchange::{Exchange, latest};
use store::registers::portrait;
use testkit::TestApp;
use testkit::people::Person;
use tokio::sync::Semaphore;

use super::{House, number, why, words};

async fn newest(test: &TestApp) -> Exchange {
    let mut source = test.app.db.read().await.unwrap();
    latest(&mut source, 1).await.unwrap().remove(0)
}

/// A door that says when somebody came, and opens when it is told to.
#[derive(Clone)]
struct Door {
    came: Arc<Semaphore>,
    open: Arc<Semaphore>,
}

async fn through(State(door): State<Door>, request: Request, next: Next) -> Response {
    door.came.add_permits(1);
    drop(door.open.acquire().await);
    next.run(request).await
}

#[tokio::test]
async fn a_question_is_followed_to_its_end_though_whoever_asked_is_gone() {
    let mut house = House::new("gone").await;
    let door = Door {
        came: Arc::new(Semaphore::new(0)),
        open: Arc::new(Semaphore::new(0)),
    };
    let guarded = middleware::from_fn_with_state(door.clone(), through);
    house.remote().timeout = SignedDuration::from_secs(20);
    house.open_with(|router| router.layer(guarded)).await;
    Person::of(1).register(&house.answering.app).await;
    let far = house.far();
    tokio::select! {
        said = why(&far) => panic!("{said}"),
        came = door.came.acquire() => drop(came),
    }
    let asked = newest(&house.asking).await;
    assert_eq!(asked.outcome, Outcome::Open);
    door.open.add_permits(100);
    let ended = async {
        while newest(&house.asking).await.outcome == Outcome::Open {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(20), ended)
        .await
        .unwrap();
    let row = newest(&house.asking).await;
    assert_eq!((row.id, row.outcome), (asked.id, Outcome::Found));
    assert_eq!(words(&house.asking).await, Vec::<&str>::new());
}

#[tokio::test]
async fn what_a_crash_left_open_is_closed_in_the_night() {
    let house = House::new("crash").await;
    let party = Party {
        name: "body-b".to_owned(),
        keys: Vec::new(),
    };
    let book = house.book();
    let sent = book.ask(&party, Question::Card, (b"{}", "salt")).await;
    let sent = sent.unwrap();
    let app = &house.asking.app;
    house.advance(SignedDuration::from_mins(59));
    retention::schedule(app, &app.system()).await.unwrap();
    house.asking.jobs().await;
    assert_eq!(newest(&house.asking).await.outcome, Outcome::Open);
    house.advance(SignedDuration::from_hours(24));
    house.asking.jobs().await;
    let row = newest(&house.asking).await;
    assert_eq!(
        (row.outcome, row.why.as_str()),
        (Outcome::Failed, "left-open")
    );
    assert_eq!(row.answered_at, Some(house.asking.now()));
    assert_eq!(words(&house.asking).await, Vec::<&str>::new());
    // Who comes back after all finds it ended, and his answer is not used.
    let late = book.ended(&party, sent, (Outcome::None, ""), None).await;
    assert!(matches!(late, Err(app::Error::Stale)), "{late:?}");
}

#[tokio::test]
async fn a_signed_lie_stays_on_record_as_what_was_signed() {
    let mut house = House::new("lie").await;
    house.open().await;
    house.remote().failures = 1;
    let there = &house.answering.app;
    Person::of(1).register(there).await;
    let one = number("074190000001");
    let mut tx = there.db.begin().await.unwrap();
    let text = one.as_str().to_owned();
    let sealed = portrait::Sealed::new(there.db.keys(), text, PortraitSource::Card, b"no picture");
    portrait::save(&mut tx, sealed.unwrap()).await.unwrap();
    tx.commit(Audit::Bookkeeping("test")).await.unwrap();
    let far = house.far();
    let told = far.portrait(&one, PortraitSource::Card).await;
    assert_eq!(told.err().unwrap().why, "body-b: record-of-another");
    let (ours, theirs) = (newest(&house.asking).await, newest(&house.answering).await);
    assert_eq!(
        (ours.outcome, theirs.outcome),
        (Outcome::Failed, Outcome::Found)
    );
    assert!(!ours.answered.is_empty());
    assert_eq!(
        (ours.answered, &ours.salts),
        (theirs.answered, &theirs.salts)
    );
    // Both logs are whole, and nothing of it counts as silence of the source.
    assert_eq!(words(&house.asking).await, Vec::<&str>::new());
    assert_eq!(words(&house.answering).await, Vec::<&str>::new());
    assert_eq!(verify(&house.asking.app).await.unwrap().unanswered, 0);
    assert_eq!(far.sources()[0].failures, 0);
    assert_eq!(why(&far).await, "answered: true");
}

#[tokio::test]
async fn bodies_that_take_other_names_keep_their_keys_and_their_past() {
    let mut house = House::new("names").await;
    house.open().await;
    Person::of(1).register(&house.answering.app).await;
    assert_eq!(why(&house.far()).await, "answered: true");
    let asker = house.theirs.registers.askers.remove("body-a").unwrap();
    house
        .theirs
        .registers
        .askers
        .insert("body-x".to_owned(), asker);
    "body-y".clone_into(&mut house.theirs.registers.name);
    "body-x".clone_into(&mut house.ours.registers.name);
    house.open().await;
    let remote = house.ours.registers.remote.remove("body-b").unwrap();
    house
        .ours
        .registers
        .remote
        .insert("body-y".to_owned(), remote);
    assert_eq!(why(&house.far()).await, "answered: true");
    for test in [&house.asking, &house.answering] {
        let verified = verify(&test.app).await.unwrap();
        assert_eq!((verified.rows, verified.findings), (2, Vec::new()));
    }
}
