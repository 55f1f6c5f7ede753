//! A source that fails, breaks off, hangs, floods or lies: each is silence, never an answer.

use std::sync::{Arc, Mutex};

use app::exchange::STATEMENT;
use app::ports::Registers;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, StatusCode};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use jiff::SignedDuration;
use testkit::people::Person;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use super::{House, number, why};
use crate::http::exchange_acceptor;

/// What happens to the next answers.
#[derive(Clone, Copy, PartialEq)]
enum Mischief {
    None,
    Fails,
    /// 400, as to a question that it does not understand.
    Refuses,
    Hangs,
    Floods,
    Changes,
    Unsigned,
    /// The answer, signed and whole, to the question before.
    Repeats,
}

/// An answer and its statement.
type Kept = Option<(HeaderValue, Vec<u8>)>;

#[derive(Clone)]
struct Between(Arc<Mutex<(Mischief, Kept)>>);

impl Between {
    fn new() -> Self {
        Self(Arc::new(Mutex::new((Mischief::None, None))))
    }

    fn does(&self, mischief: Mischief) {
        self.0.lock().unwrap().0 = mischief;
    }
}

async fn meddle(State(between): State<Between>, request: Request, next: Next) -> Response {
    let (mischief, earlier) = between.0.lock().unwrap().clone();
    match mischief {
        Mischief::Fails => return StatusCode::INTERNAL_SERVER_ERROR.into_response(),
        Mischief::Refuses => return StatusCode::BAD_REQUEST.into_response(),
        Mischief::Hangs => std::future::pending::<()>().await,
        Mischief::None
        | Mischief::Floods
        | Mischief::Changes
        | Mischief::Unsigned
        | Mischief::Repeats => {}
    }
    let (mut parts, body) = next.run(request).await.into_parts();
    let mut body = axum::body::to_bytes(body, 1 << 20).await.unwrap().to_vec();
    match mischief {
        Mischief::Floods => body.resize(65 << 10, b' '),
        // A space more: still the same JSON.
        Mischief::Changes => body.push(b' '),
        Mischief::Unsigned => drop(parts.headers.remove(STATEMENT)),
        Mischief::Repeats => {
            let (statement, old) = earlier.unwrap();
            parts.headers.insert(STATEMENT, statement);
            body = old;
        }
        Mischief::None | Mischief::Fails | Mischief::Refuses | Mischief::Hangs => {
            let statement = parts.headers.get(STATEMENT).cloned();
            let mut kept = between.0.lock().unwrap();
            kept.1 = statement.map(|statement| (statement, body.clone()));
        }
    }
    parts.headers.remove("content-length");
    Response::from_parts(parts, Body::from(body))
}

async fn house(name: &str) -> (House, Between) {
    let mut house = House::new(name).await;
    let between = Between::new();
    let meddling = middleware::from_fn_with_state(between.clone(), meddle);
    house.remote().timeout = SignedDuration::from_secs(20);
    house.remote().attempts = 1;
    house.open_with(|router| router.layer(meddling)).await;
    Person::of(1).register(&house.answering.app).await;
    (house, between)
}

#[tokio::test]
async fn what_is_not_a_signed_answer_to_this_question_is_silence() {
    let (mut house, between) = house("mischief").await;
    house.remote().failures = 100;
    let far = house.far();
    for (mischief, expected) in [
        (Mischief::None, "answered: true"),
        (Mischief::Fails, "body-b: server-error"),
        (Mischief::Floods, "body-b: answer-too-long"),
        (Mischief::Changes, "body-b: answer-changed"),
        (Mischief::Unsigned, "body-b: statement-missing"),
        (Mischief::Repeats, "body-b: answer-of-another"),
        (Mischief::None, "answered: true"),
    ] {
        between.does(mischief);
        assert_eq!(why(&far).await, expected);
    }
    between.does(Mischief::Fails);
    let silent = far.card(&number("074190000001")).await.err().unwrap();
    assert_eq!(silent.again, None, "it was asked, and did not answer");
    house.remote().timeout = SignedDuration::from_millis(50);
    between.does(Mischief::Hangs);
    assert_eq!(why(&house.far()).await, "body-b: no-answer-in-time");
    // All of it is on record; what was not believed is no answer there either.
    let verified = app::exchange::verify(&house.asking.app).await.unwrap();
    assert_eq!(verified.findings, []);
    // What was signed stays: the answer that was changed on its way, and the one to another question.
    assert_eq!((verified.rows, verified.unanswered), (9, 5));
}

#[tokio::test]
async fn an_answer_with_a_key_that_is_not_the_bodys_is_not_believed() {
    let (mut house, _) = house("key").await;
    let other = house.folder.join("other.key");
    let old = std::mem::replace(&mut house.ours.registers.signing_key_file, other);
    let wrong = super::current_public(&house.ours).unwrap();
    house.ours.registers.signing_key_file = old;
    let right = std::mem::replace(&mut house.remote().keys, vec![wrong.clone()]);
    assert_eq!(why(&house.far()).await, "body-b: statement-key");
    // Several hold while one replaces another.
    house.remote().keys = vec![wrong, right[0].clone()];
    assert_eq!(why(&house.far()).await, "answered: true");
}

#[tokio::test]
async fn a_clock_that_is_far_off_is_not_believed() {
    let (house, _) = house("clock").await;
    house.asking.advance(SignedDuration::from_secs(301));
    assert_eq!(why(&house.far()).await, "body-b: not-understood");
    house.answering.advance(SignedDuration::from_secs(301));
    assert_eq!(why(&house.far()).await, "answered: true");
}

#[tokio::test]
async fn an_answer_that_breaks_off_is_asked_for_again() {
    let mut house = House::new("cut").await;
    let acceptor = exchange_acceptor(&house.theirs.registers).unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    house.remote().url = format!("https://{}", listener.local_addr().unwrap());
    let far = house.far();
    let serve = async {
        for _ in 0..2 {
            let (stream, _) = listener.accept().await.unwrap();
            let mut stream = acceptor.accept(stream).await.unwrap();
            let mut seen = Vec::new();
            while !seen.ends_with(b"}") {
                stream.read_buf(&mut seen).await.unwrap();
            }
            let cut = b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"record\":";
            stream.write_all(cut).await.unwrap();
            stream.shutdown().await.unwrap();
        }
    };
    let (said, ()) = tokio::join!(why(&far), serve);
    assert_eq!(said, "body-b: answer-cut");
    let verified = app::exchange::verify(&house.asking.app).await.unwrap();
    assert_eq!((verified.rows, verified.unanswered), (2, 2), "two attempts");
}

#[tokio::test]
async fn the_breaker_spares_a_source_that_fails_and_tries_again() {
    let (mut house, between) = house("breaker").await;
    house.remote().failures = 2;
    let far = house.far();
    // Answers that nobody likes are answers.
    for mischief in [Mischief::Refuses, Mischief::Floods] {
        between.does(mischief);
        for _ in 0..3 {
            why(&far).await;
        }
        assert_eq!(far.sources()[0].failures, 0);
    }
    between.does(Mischief::Fails);
    assert_eq!(why(&far).await, "body-b: server-error");
    assert_eq!(far.sources()[0].position.as_str(), "closed");
    assert_eq!(why(&far).await, "body-b: server-error");
    assert_eq!(far.sources()[0].position.as_str(), "open");
    between.does(Mischief::None);
    let resting = far.card(&number("074190000001")).await.err().unwrap();
    assert_eq!(resting.why, "body-b: resting");
    // I6: it fails, and is as silent now as when it was asked.
    assert_eq!(resting.again, None);
    house.advance(SignedDuration::from_secs(30));
    assert_eq!(why(&far).await, "answered: true");
    assert_eq!(far.sources()[0].position.as_str(), "closed");
    assert_eq!(far.sources()[0].failures, 0);
    let rows = app::exchange::verify(&house.asking.app).await.unwrap().rows;
    assert_eq!(rows, 9, "a question that did not leave is on no record");
}

#[tokio::test]
async fn a_record_is_told_again_for_as_long_as_is_configured() {
    let (mut house, between) = house("cache").await;
    house.remote().found_for = SignedDuration::from_secs(60);
    let far = house.far();
    assert_eq!(why(&far).await, "answered: true");
    between.does(Mischief::Fails);
    house.advance(SignedDuration::from_secs(59));
    assert_eq!(why(&far).await, "answered: true");
    house.advance(SignedDuration::from_secs(1));
    assert_eq!(why(&far).await, "body-b: server-error");
}
