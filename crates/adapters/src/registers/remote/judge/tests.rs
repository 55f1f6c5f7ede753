use app::exchange::Disbelief;

use super::*;

fn reply(status: u16, statement: Option<&str>, body: &str) -> Reply {
    Reply {
        status,
        statement: statement.map(str::to_owned),
        retry_after: None,
        body: body.as_bytes().to_vec(),
    }
}

/// A statement is its outcome's word; `forged` is nobody's, `lie` is the body's own and says something else.
fn believe(statement: &str) -> Result<Outcome, Doubt> {
    let doubt = |why, signed| Doubt {
        why: Disbelief(why),
        signed,
    };
    match statement {
        "forged" => Err(doubt("statement-signature", false)),
        "lie" => Err(doubt("answer-changed", true)),
        word => Ok(Outcome::parse(word).unwrap()),
    }
}

const SEVEN: &str = r#"{"salt": "s", "record": 7}"#;
const EIGHT: &str = r#"{"salt": "s", "record": 8}"#;
const NONE: &str = r#"{"salt": "s", "record": null}"#;
const WORD: &str = r#"{"salt": "s", "record": "x"}"#;
const PROBLEM: &str = r#"{"salt": "s", "type": "about:blank", "title": "t", "status": 503}"#;

/// What came, why it is no record, what the breaker hears, whether the other body's word is kept.
type Row = (
    u16,
    Option<&'static str>,
    &'static str,
    &'static str,
    Health,
    bool,
);

use Health::{Answers, Fails};

const TABLE: [Row; 19] = [
    (200, Some("found"), SEVEN, "", Answers, true),
    (200, Some("none"), NONE, "", Answers, true),
    // Odd, and signed: no failure of the source, and its word stays.
    (
        200,
        Some("found"),
        EIGHT,
        "record-of-another",
        Answers,
        true,
    ),
    (200, Some("found"), WORD, "answer-malformed", Answers, true),
    (200, Some("found"), "{", "answer-malformed", Answers, true),
    (200, Some("none"), SEVEN, "answer-malformed", Answers, true),
    (200, Some("silent"), NONE, "answer-malformed", Answers, true),
    (503, Some("found"), SEVEN, "answer-malformed", Answers, true),
    // Not to be believed.
    (200, None, SEVEN, "statement-missing", Fails, false),
    (
        200,
        Some("forged"),
        SEVEN,
        "statement-signature",
        Fails,
        false,
    ),
    (200, Some("lie"), SEVEN, "answer-changed", Fails, true),
    // Silence and refusal, signed.
    (503, Some("silent"), PROBLEM, "silent-there", Answers, true),
    (
        403,
        Some("refused"),
        PROBLEM,
        "refused-there",
        Answers,
        true,
    ),
    // Nobody signed.
    (503, None, "", "not-now", Fails, false),
    (500, Some("found"), SEVEN, "server-error", Fails, false),
    (403, None, "", "not-now", Answers, false),
    (400, None, "", "not-understood", Answers, false),
    (409, None, "", "not-understood", Answers, false),
    (429, None, "", "busy-there", Answers, false),
];

#[test]
fn one_odd_record_is_no_failure_of_its_source_and_a_signed_lie_is_kept() {
    for (status, statement, body, why, health, kept) in TABLE {
        let reply = reply(status, statement, body);
        let fits = |record: &u8| *record == 7;
        let place = format!("{status} {statement:?} {body}");
        let (said, heard, word) = match judge(&reply, believe, fits) {
            Ok(told) => (Some(told.said), Answers, ""),
            Err(trouble) => (trouble.said, trouble.health, trouble.why),
        };
        assert_eq!((word, heard), (why, health), "{place}");
        assert_eq!(said.is_some(), kept, "{place}");
        if let Some(said) = said {
            assert_eq!(Some(said.statement.as_str()), statement);
            let salt = if body == "{" { "" } else { "s" };
            assert_eq!(said.salt, salt, "{place}");
        }
    }
}

#[test]
fn lost_lines_are_failures_and_an_answer_that_is_too_long_is_not() {
    for lost in [Lost::Connection, Lost::Late, Lost::Cut] {
        let trouble = Trouble::lost(lost);
        assert!(trouble.once_more && trouble.health == Fails, "{lost:?}");
    }
    let trouble = Trouble::lost(Lost::TooLong);
    assert!(!trouble.once_more && trouble.health == Answers);
}

#[test]
fn who_asks_too_often_is_told_when_to_ask_again() {
    for (told, expected) in [(None, 1), (Some(6), 6), (Some(-5), 1), (Some(86_400), 60)] {
        let mut reply = reply(429, None, "");
        reply.retry_after = told;
        let trouble = judge(&reply, believe, |_: &u8| true).err().unwrap();
        assert_eq!(trouble.again.map(|again| again.as_secs()), Some(expected));
    }
}

#[test]
fn a_salt_is_short() {
    let body = format!(r#"{{"salt": "{}", "record": 7}}"#, "s".repeat(SALT + 1));
    let reply = reply(200, Some("found"), &body);
    let trouble = judge(&reply, believe, |_: &u8| true).err().unwrap();
    assert_eq!(trouble.why, "answer-malformed");
    assert_eq!(trouble.said.unwrap().salt, "");
}
