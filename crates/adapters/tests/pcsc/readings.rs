//! Readings through the service.

use std::sync::Mutex;

use adapters::card_reader::{Absent, CardReader, Pcsc};
use adapters::clock::SystemClock;
use adapters::counter_agent::{Desk, Key, Line, Reply, Round, Talk, round};
use adapters::entropy::SystemEntropy;
use adapters::scanner::Folder;
use app::ports::Answer;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chip::agreement::begin;
use chip::group::{File, Group};
use chip::reader::{Access, Asked, ChipReader, agree, read};
use chip::{Failure, ReadFailure};
use serde_json::{Value, json};

use super::applet::{Card, Long};
use super::cards::{CAN, bytes, json as stored, modern, plain};
use super::service::{Service, again};

fn asked() -> Asked {
    let groups = [1, 2, 13].into_iter().filter_map(Group::new).collect();
    let challenge = bytes(&stored("good-pace")["challenge"]);
    Asked {
        groups,
        challenge: challenge.try_into().expect("eight bytes"),
    }
}

fn can(number: &str) -> Access {
    Access::Can(number.to_owned())
}

// law: D59-14.2.a2, D59-24.4
#[test]
fn a_card_is_read_whole_by_pace_and_shows_that_it_is_no_copy() {
    again("inner_pace");
}

#[tokio::test]
#[ignore = "started by the test above"]
async fn inner_pace() {
    let service = Service::start();
    let chip = service.put(modern());
    let mut card = Pcsc::default().card().await.expect("the card");
    let brought = read(&mut card, &can(CAN), &asked()).expect("read");
    let json = stored("good-pace");
    assert_eq!(brought.sod, bytes(&json["sod"]));
    assert_eq!(brought.access, Some(bytes(&json["access"])));
    for (group, file) in &brought.groups {
        let number = group.number().to_string();
        assert_eq!(*file, bytes(&json["groups"][number]), "{group}");
    }
    assert_eq!(brought.signature, Some(bytes(&json["answer"])));
    assert!(brought.engine.contains("PACE CAN AES-256"));
    let signed = chip.lock().expect("the chip").challenge.clone();
    assert_eq!(signed, Some(bytes(&json["challenge"])));
    let begun = begin(&brought.groups[&Group::DG14], &[0x77; 80]).expect("begun");
    let answer = agree(&mut card, &begun).expect("an answer");
    begun.finish(&answer).expect("agreed");
}

#[test]
fn a_wrong_number_is_tried_once_and_the_next_reading_begins_anew() {
    again("inner_wrong");
}

#[tokio::test]
#[ignore = "started by the test above"]
async fn inner_wrong() {
    let service = Service::start();
    let chip = service.put(Card {
        tries: Some(3),
        ..modern()
    });
    let mut reader = Pcsc::default();
    let left = || chip.lock().expect("the chip").card.tries;
    let mut card = reader.card().await.expect("the card");
    let wrong = ReadFailure::WrongNumber(Some(2));
    let failed = read(&mut card, &can("999999"), &asked());
    assert_eq!(failed.map(|_| ()), Err(Failure::Access(wrong)));
    assert_eq!(left(), Some(2));
    drop(card);
    let mut card = reader.card().await.expect("the card");
    read(&mut card, &can(CAN), &asked()).expect("read");
    assert_eq!(left(), Some(2));
}

#[test]
fn an_older_card_with_a_long_file_is_read_by_short_commands() {
    again("inner_older");
}

#[tokio::test]
#[ignore = "started by the test above"]
async fn inner_older() {
    let service = Service::start();
    let mut card = plain("good");
    card.long = Long::Whole;
    let body: Vec<u8> = (0..40_000_u32).map(|n| n.to_le_bytes()[0]).collect();
    let file = [&[0x75, 0x83, 0x00, 0x9C, 0x40], &body[..]].concat();
    card.files.insert(2, file.clone());
    let seed = Access::Seed(card.seed.clone());
    service.put(card);
    let mut card = Pcsc::default().card().await.expect("the card");
    card.open(&seed).expect("opened");
    assert!(card.engine().ends_with(" BAC"));
    assert!(card.file(File::Group(Group::DG2)).expect("read") == file);
}

#[test]
fn a_computer_without_a_service_has_no_reader() {
    again("inner_none");
}

#[tokio::test]
#[ignore = "started by the test above"]
async fn inner_none() {
    let absent = Pcsc::default().card().await.map(|_| ());
    assert_eq!(absent, Err(Absent::Reader));
}

/// A server that has one reading to give and keeps what it is told.
struct Server {
    work: Value,
    told: Mutex<Vec<(String, Value)>>,
}

impl Line for Server {
    fn post<'a>(
        &'a self,
        path: &'a str,
        _: &'a [(&'static str, String)],
        body: Vec<u8>,
    ) -> Answer<'a, Result<Reply, String>> {
        let body: Value = serde_json::from_slice(&body).expect("JSON");
        let answer = if path.ends_with("/jobs/next") {
            self.work.clone()
        } else {
            json!({ "state": "done", "outcome": { "result": "accepted" } })
        };
        self.told
            .lock()
            .expect("the list")
            .push((path.to_owned(), body));
        Box::pin(async move {
            Ok(Reply {
                status: 200,
                body: answer.to_string().into_bytes(),
            })
        })
    }
}

/// What the agent brings of this card, where the officer gave this number.
async fn brought(card: Card, number: Option<&str>) -> (String, Value) {
    let service = Service::start();
    let challenge = asked().challenge;
    let server = Server {
        work: json!({
            "id": "1",
            "seed": card.seed,
            "can": number,
            "challenge": URL_SAFE_NO_PAD.encode(challenge),
            "groups": [1, 2, 13],
        }),
        told: Mutex::default(),
    };
    service.put(card);
    let (key, entropy) = (Key::passing().expect("a key"), SystemEntropy::new());
    let talk = Talk {
        line: &server,
        key: &key,
        clock: &SystemClock,
        entropy: &entropy,
    };
    let mut desk = Desk::<_, Folder>::new(Some(Pcsc::default()), None);
    let done = round(&talk, &mut desk, 0).await;
    assert_eq!(done, Ok(Round::Done("accepted".to_owned())));
    let told = server.told.lock().expect("the list").pop();
    told.expect("something")
}

/// The agent brings this card, opened so.
async fn brings(card: Card, number: Option<&str>, opened: &str) {
    let (path, body) = brought(card, number).await;
    assert_eq!(path, "/counter-agent/v1/jobs/1/reading", "{body}");
    let engine = body["engine"].as_str().expect("an engine");
    assert!(engine.ends_with(opened), "{engine}");
    assert_eq!(body["access"].is_string(), opened != "BAC");
    assert!(body["signature"].is_string());
}

// law: D59-14.2.a2
#[test]
fn the_agent_takes_the_number_that_the_officer_gave() {
    again("inner_number");
}

#[tokio::test]
#[ignore = "started by the test above"]
async fn inner_number() {
    brings(modern(), Some(CAN), "PACE CAN AES-256 brainpoolP384r1").await;
}

#[test]
fn the_agent_takes_the_lines_where_there_is_no_number() {
    again("inner_lines");
}

#[tokio::test]
#[ignore = "started by the test above"]
async fn inner_lines() {
    brings(modern(), None, "PACE zone AES-256 brainpoolP384r1").await;
}

#[test]
fn the_agent_takes_the_older_way_where_there_is_no_pace() {
    again("inner_old");
}

#[tokio::test]
#[ignore = "started by the test above"]
async fn inner_old() {
    brings(plain("good"), Some(CAN), "BAC").await;
}

#[test]
fn the_agent_tells_a_wrong_number_and_tries_nothing_else() {
    again("inner_told");
}

#[tokio::test]
#[ignore = "started by the test above"]
async fn inner_told() {
    let (path, body) = brought(modern(), Some("999999")).await;
    assert_eq!(path, "/counter-agent/v1/jobs/1/failure");
    assert_eq!(body["code"], "read-number");
}
