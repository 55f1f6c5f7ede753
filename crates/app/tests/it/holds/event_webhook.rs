use app::events::{Answer, Message, Received, receive};
use app::signed_message::sign;
use app::{Cx, Error};
use domain::actor::{Actor, Purpose};
use domain::event_batch::State;
use serde_json::{Value, json};

use super::house::{House, NUMBER, SECRET, both, code};

both!(
    few_events_are_carried_out_at_once,
    many_events_wait_for_two_officers,
    a_message_sent_again_is_answered_again,
    a_message_that_is_not_genuine,
    a_body_that_cannot_be_read,
);

fn public(house: &House) -> Cx {
    house.app.acting(Actor::Public, Purpose::OwnUse)
}

async fn send(house: &House, id: &str, body: &str) -> app::Result<Received> {
    let timestamp = house.now().as_second().to_string();
    let signature = sign(SECRET, id, &timestamp, body.as_bytes());
    let message = Message {
        register: "population",
        id,
        timestamp: &timestamp,
        signature: &signature,
        body: body.as_bytes(),
    };
    receive(&house.app, &public(house), &message).await
}

fn event(id: &str, subject: &str, change: &str, at: &str) -> Value {
    json!({ "id": id, "subject": subject, "change": change, "occurred_at": at })
}

fn answer(received: Received) -> Answer {
    match received {
        Received::Answer(answer) => answer,
        other => panic!("{other:?}"),
    }
}

fn results(answer: &Answer) -> Vec<(&str, &str, Option<&str>)> {
    let one = |r: &'_ app::events::ItemAnswer| (r.id.clone(), r.result.clone(), r.field.clone());
    let _ = one;
    answer
        .results
        .iter()
        .map(|r| (r.id.as_str(), r.result.as_str(), r.field.as_deref()))
        .collect()
}

// law: D59-10.1, D59-19.1.a.iv
async fn few_events_are_carried_out_at_once(house: House) {
    let (token, _) = house.holder(house.subject).await;
    let body = json!({ "events": [
        event("KT-2", NUMBER, "death-corrected", "2024-03-02"),
        event("KT-1", NUMBER, "death", "2024-03-01"),
        event("KT-3", "001090000001", "death", "2024-03-01"),
        event("KT-4", NUMBER, "reborn", "2024-03-01"),
        { "id": "KT-5", "subject": NUMBER, "change": "death", "occurred_at": "2024-03-01", "more": 1 },
    ] });
    let told = answer(send(&house, "msg-1", &body.to_string()).await.unwrap());
    assert!(told.carried_out);
    let want = [
        ("KT-2", "opens", None),
        ("KT-1", "locks", None),
        ("KT-3", "person-unknown", None),
        ("KT-4", "unreadable", Some("change")),
        ("KT-5", "unreadable", Some("")),
    ];
    assert_eq!(results(&told), want);
    assert!(house.resume(&token).await.is_none(), "every session ended");
    assert_eq!(
        house.state(told.batch.parse().unwrap()).await.0,
        State::Released
    );
    let record = house.record(house.subject).await;
    let locked = record
        .iter()
        .find(|(row, _)| row.action == "account-locked");
    let (row, body) = locked.unwrap();
    assert_eq!(
        (row.actor_id.as_str(), body["source"].as_str()),
        ("population", Some("population/KT-1"))
    );
}

// law: D59-10.1
async fn many_events_wait_for_two_officers(house: House) {
    let events: Vec<Value> = (0..4)
        .map(|n| event(&format!("KT-{n}"), NUMBER, "death", "2024-03-01"))
        .collect();
    let told = answer(
        send(&house, "msg-1", &json!({ "events": events }).to_string())
            .await
            .unwrap(),
    );
    assert!(!told.carried_out);
    assert!(told.results.iter().all(|r| r.result == "staged"));
    assert!(house.holds().await.is_empty());
    let id = told.batch.parse().unwrap();
    assert_eq!(house.state(id).await.0, State::Staged);
    let batch = store::event_batch::load(&mut house.app.db.read().await.unwrap(), id)
        .await
        .unwrap();
    assert_eq!(batch.unwrap().rehearsal.counts.lock, 1);
}

// law: D59-10.1
async fn a_message_sent_again_is_answered_again(house: House) {
    let body = json!({ "events": [event("KT-1", NUMBER, "death", "2024-03-01")] }).to_string();
    let first = answer(send(&house, "msg-1", &body).await.unwrap());
    let again = answer(send(&house, "msg-1", &body).await.unwrap());
    assert_eq!(first, again);
    let (a, b) = tokio::join!(send(&house, "msg-2", &body), send(&house, "msg-2", &body));
    let answers = [a.unwrap(), b.unwrap()];
    for told in answers {
        if let Received::Answer(told) = told {
            assert_eq!(results(&told), [("KT-1", "repeated", None)]);
        }
    }
    let other = json!({ "events": [] }).to_string();
    assert_eq!(
        send(&house, "msg-1", &other).await.unwrap(),
        Received::Other
    );
    assert_eq!(house.holds().await.len(), 1);
}

// law: D59-10.1
async fn a_message_that_is_not_genuine(house: House) {
    let body = json!({ "events": [event("KT-1", NUMBER, "death", "2024-03-01")] }).to_string();
    let now = house.now().as_second();
    for (register, at, secret) in [
        ("population", now - 301, SECRET.as_slice()),
        ("population", now + 301, SECRET.as_slice()),
        ("population", now, b"another secret".as_slice()),
        ("cards", now, SECRET.as_slice()),
        ("nothing", now, SECRET.as_slice()),
    ] {
        let timestamp = at.to_string();
        let signature = sign(secret, "msg-1", &timestamp, body.as_bytes());
        let message = Message {
            register,
            id: "msg-1",
            timestamp: &timestamp,
            signature: &signature,
            body: body.as_bytes(),
        };
        let told = receive(&house.app, &public(&house), &message).await;
        assert!(matches!(told, Err(Error::SignIn)), "{register} {at}");
    }
    assert!(house.holds().await.is_empty());
}

async fn a_body_that_cannot_be_read(house: House) {
    for body in ["", "[]", "{}", r#"{"events":[],"x":1}"#, r#"{"events":{}}"#] {
        assert_eq!(
            code(send(&house, "msg-1", body).await),
            "events/event-body",
            "{body}"
        );
    }
    let empty = answer(send(&house, "msg-1", r#"{"events":[]}"#).await.unwrap());
    assert!(
        empty.carried_out && empty.results.is_empty(),
        "what failed did not use the identifier up"
    );
}
