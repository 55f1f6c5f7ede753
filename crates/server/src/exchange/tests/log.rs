//! The log of both sides: what is in it, who is told, and what a change in it shows.

use app::exchange::{STATEMENT, verify};
use app::ports::Registers;
use axum::extract::Request;
use axum::middleware::{self, Next};
use axum::response::Response;
use domain::account::Level;
use domain::event::Event;
use domain::exchange::Outcome;
use domain::ids::AuditId;
use jiff::SignedDuration;
use store::audit::of_action;
use store::register_exchange::{Direction, Exchange, Salts, latest};
use testkit::people::Person;

use super::{House, number, why, words};

#[tokio::test]
async fn both_sides_keep_both_statements_and_the_holder_sees_who_was_told() {
    let mut house = House::new("both").await;
    house.open().await;
    let person = Person::of(1);
    person.register(&house.answering.app).await;
    let subject = person.account(&house.answering.app, Level::Two).await;
    let far = house.far();
    assert!(
        far.person(&number(person.number()))
            .await
            .unwrap()
            .is_some()
    );
    assert!(far.card(&number("074190000009")).await.unwrap().is_none());
    let mut ours = house.asking.app.db.read().await.unwrap();
    let mut theirs = house.answering.app.db.read().await.unwrap();
    let mut ours = latest(&mut ours, 10).await.unwrap();
    let mut there = latest(&mut theirs, 10).await.unwrap();
    ours.sort_by_key(|row| row.id);
    there.sort_by_key(|row| row.id);
    assert_eq!((ours.len(), there.len()), (2, 2));
    for (one, other) in ours.iter().zip(&there) {
        assert_eq!(
            (one.direction, other.direction),
            (Direction::Asked, Direction::Answered)
        );
        assert_eq!(
            (one.body.as_str(), other.body.as_str()),
            ("body-b", "body-a")
        );
        assert_eq!((&one.asked, &one.answered), (&other.asked, &other.answered));
        assert_eq!((one.id, one.outcome), (other.id, other.outcome));
        assert!(one.salts == other.salts && one.salts.0 != one.salts.1);
        for text in [&one.asked, &one.answered] {
            let payload = text.split('.').nth(1).unwrap();
            let said = oidc::jose::base64url_decode(payload).unwrap();
            let said = String::from_utf8(said).unwrap();
            assert!(!said.contains("0741900000"), "{said}");
        }
    }
    let mut outcomes: Vec<_> = ours.iter().map(|row| row.outcome.as_str()).collect();
    outcomes.sort_unstable();
    assert_eq!(outcomes, ["found", "none"]);
    let told = store::audit::by_subject(&mut theirs, subject, jiff::Timestamp::MAX, 10);
    let told = told.await.unwrap();
    let told: Vec<_> = told
        .iter()
        .map(|(row, detail)| (row.action.as_str(), &detail["body"]))
        .collect();
    assert_eq!(told, [("record-told", &serde_json::json!("body-a"))]);
}

#[tokio::test]
async fn a_row_that_is_changed_moved_or_taken_away_shows() {
    let mut house = House::new("changed").await;
    house.open().await;
    Person::of(1).register(&house.answering.app).await;
    let far = house.far();
    assert_eq!(why(&far).await, "answered: true");
    assert_eq!(words(&house.asking).await, Vec::<&str>::new());
    assert_eq!(words(&house.answering).await, Vec::<&str>::new());

    let mut source = house.answering.app.db.read().await.unwrap();
    let row = latest(&mut source, 1).await.unwrap().remove(0);
    drop(source);
    // A copy under another body's name: nobody's audit entry says it.
    let mut copy = row.clone();
    copy.body = "body-c".to_owned();
    let mut tx = house.answering.app.db.begin().await.unwrap();
    assert!(
        store::register_exchange::insert(&mut tx, &copy)
            .await
            .unwrap()
    );
    tx.commit(store::Audit::Bookkeeping("test")).await.unwrap();
    assert_eq!(words(&house.answering).await, ["row-changed"]);

    // Taken away: the audit log remembers.
    let mut tx = house.answering.app.db.begin().await.unwrap();
    let later = row.asked_at + SignedDuration::from_secs(1);
    let gone = store::register_exchange::purge(&mut tx, later, 10)
        .await
        .unwrap();
    tx.commit(store::Audit::Bookkeeping("test")).await.unwrap();
    assert_eq!(gone, 2);
    assert_eq!(words(&house.answering).await, ["row-missing"]);

    // An answer that never came, taken for one.
    let mut tx = house.asking.app.db.begin().await.unwrap();
    let mut made = copy;
    made.direction = Direction::Asked;
    made.outcome = Outcome::Found;
    made.answered = String::new();
    assert!(
        store::register_exchange::insert(&mut tx, &made)
            .await
            .unwrap()
    );
    tx.commit(store::Audit::Bookkeeping("test")).await.unwrap();
    assert_eq!(words(&house.asking).await, ["not-in-audit-log"]);
}

/// Puts other rows in the place of the asker's only one.
async fn replaced(house: &House, row: &Exchange) {
    let mut tx = house.asking.app.db.begin().await.unwrap();
    let later = row.asked_at + SignedDuration::from_secs(9);
    let gone = store::register_exchange::purge(&mut tx, later, 10).await;
    assert_eq!(gone.unwrap(), 1);
    let added = store::register_exchange::insert(&mut tx, row).await;
    assert!(added.unwrap());
    tx.commit(store::Audit::Bookkeeping("test")).await.unwrap();
}

#[tokio::test]
async fn a_row_that_is_put_back_or_of_another_time_shows() {
    let mut house = House::new("back").await;
    house.open().await;
    Person::of(1).register(&house.answering.app).await;
    assert_eq!(why(&house.far()).await, "answered: true");
    let mut source = house.asking.app.db.read().await.unwrap();
    let row = latest(&mut source, 1).await.unwrap().remove(0);
    let start = AuditId::from_bytes([0; 16]);
    let asked = of_action(&mut source, Event::RegisterAsked.as_str(), start, 10).await;
    let (asked, _) = asked.unwrap().remove(0);
    drop(source);
    // As if no answer had ever come: the row and the entry of the question fit each other.
    let back = Exchange {
        answered_at: None,
        outcome: Outcome::Open,
        answered: String::new(),
        salts: Salts(row.salts.0.clone(), String::new()),
        audit: asked,
        ..row.clone()
    };
    replaced(&house, &back).await;
    assert_eq!(words(&house.asking).await, ["row-put-back"]);
    let moved = SignedDuration::from_millis(1);
    for other in [
        Exchange {
            asked_at: row.asked_at + moved,
            ..row.clone()
        },
        Exchange {
            answered_at: row.answered_at.map(|at| at + moved),
            ..row.clone()
        },
        Exchange {
            answered_at: None,
            ..row.clone()
        },
    ] {
        replaced(&house, &other).await;
        assert_eq!(words(&house.asking).await, ["row-changed"]);
    }
    replaced(&house, &row).await;
    assert_eq!(words(&house.asking).await, Vec::<&str>::new());
}

/// Sends each question twice, and gives the second answer.
async fn twice(request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    let body = axum::body::to_bytes(body, 4096).await.unwrap();
    let again = Request::from_parts(parts.clone(), body.clone().into());
    let first = next
        .clone()
        .run(Request::from_parts(parts, body.into()))
        .await;
    assert!(first.headers().contains_key(STATEMENT));
    next.run(again).await
}

#[tokio::test]
async fn a_question_that_is_sent_again_has_no_second_answer() {
    let mut house = House::new("twice").await;
    house
        .open_with(|router| router.layer(middleware::from_fn(twice)))
        .await;
    Person::of(1).register(&house.answering.app).await;
    assert_eq!(why(&house.far()).await, "body-b: not-understood");
    let verified = verify(&house.answering.app).await.unwrap();
    assert_eq!((verified.rows, verified.findings), (1, Vec::new()));
}
