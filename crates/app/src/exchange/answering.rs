//! Answering another body: who asks, whether it may, what the register says, and both on record before a word goes out.

use std::sync::{Arc, Mutex, PoisonError};

use domain::exchange::{Outcome, Pace, Question};
use domain::registers::Register;
use jiff::SignedDuration;
use serde::Serialize;
use serde_json::Value;
use store::register_exchange::Salts;

use super::book::{Book, Given, Party};
use super::question::{Held, Unheld, look};
use super::statement::{Asked, Believed};
use super::whose::accounts;
use super::wire::{self, Body, Problem};
use crate::ports::Registers;

/// A body that may ask.
pub struct Asker {
    party: Party,
    certificates: Vec<String>,
    registers: Vec<Register>,
    pace: Mutex<Pace>,
}

impl Asker {
    /// Known by the SHA-256 of its certificates (base64url), for some registers, so many questions a minute.
    pub fn new(
        party: Party,
        certificates: Vec<String>,
        registers: Vec<Register>,
        per_minute: u32,
    ) -> Self {
        Self {
            party,
            certificates,
            registers,
            pace: Mutex::new(Pace::per_minute(per_minute)),
        }
    }
}

/// Our side that answers.
pub struct Answering {
    book: Book,
    /// Those that we run ourselves: a question is never handed on.
    registers: Arc<dyn Registers>,
    askers: Vec<Asker>,
    /// Those that other bodies run: an old copy that was loaded here answers nobody.
    away: Vec<Register>,
}

/// An answer as it goes out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    /// HTTP's status.
    pub status: u16,
    /// When to ask again, at 429 and 503.
    pub retry_after: Option<i64>,
    /// Our statement; none where nobody could be believed to have asked.
    pub statement: Option<String>,
    /// The body: JSON.
    pub body: Vec<u8>,
}

fn problem(status: u16, title: &str, salt: &str) -> Vec<u8> {
    json(&Problem {
        salt: salt.to_owned(),
        kind: "about:blank".to_owned(),
        title: title.to_owned(),
        status,
    })
}

fn json(value: &impl Serialize) -> Vec<u8> {
    serde_json::to_vec(value).unwrap_or_default()
}

fn unsigned(status: u16, title: &str) -> Reply {
    Reply {
        status,
        retry_after: (status == 503).then_some(30),
        statement: None,
        body: problem(status, title, ""),
    }
}

impl Answering {
    /// For these bodies, of the registers here but those that are away.
    pub fn new(
        book: Book,
        (registers, away): (Arc<dyn Registers>, Vec<Register>),
        askers: Vec<Asker>,
    ) -> Self {
        Self {
            book,
            registers,
            askers,
            away,
        }
    }

    /// Answers a question that came with a certificate of this SHA-256 (base64url).
    pub async fn answer(
        &self,
        certificate: Option<&str>,
        (register, question): (&str, &str),
        statement: Option<&str>,
        body: &[u8],
    ) -> Reply {
        let known = |asker: &&Asker| {
            asker
                .certificates
                .iter()
                .any(|own| Some(own.as_str()) == certificate)
        };
        let Some(asker) = self.askers.iter().find(known) else {
            return unsigned(403, "unknown-body");
        };
        if let Err(wait) = self.pace(asker) {
            return Reply {
                retry_after: Some(wait.as_secs().saturating_add(1)),
                ..unsigned(429, "too-many-questions")
            };
        }
        let Some(question) = Question::parse(register, question) else {
            return unsigned(404, "no-such-question");
        };
        let Some(statement) = statement else {
            return unsigned(400, "statement-missing");
        };
        let asked = match self.book.asked(&asker.party, question, (statement, body)) {
            Ok(asked) => asked,
            Err(why) => return unsigned(400, why.0),
        };
        let Ok(body) = serde_json::from_slice::<Body>(body) else {
            return unsigned(400, "question-malformed");
        };
        self.on_record(asker, (statement, &asked), (question, &body))
            .await
            .unwrap_or_else(|error| {
                // Nothing is told that could not be written down.
                tracing::error!(%error, "a question of another body was not answered");
                unsigned(503, "not-now")
            })
    }

    fn pace(&self, asker: &Asker) -> Result<(), SignedDuration> {
        let now = self.book.now();
        let mut pace = asker.pace.lock().unwrap_or_else(PoisonError::into_inner);
        pace.take(now)
    }

    async fn on_record(
        &self,
        asker: &Asker,
        asked: (&str, &Believed<Asked>),
        (question, body): (Question, &Body),
    ) -> crate::Result<Reply> {
        let salt = self.book.salt();
        let mut of = Vec::new();
        let register = question.register();
        let may = asker.registers.contains(&register) && !self.away.contains(&register);
        let (outcome, status, answer) = if may {
            match look(&*self.registers, question, body).await {
                Ok(Held { record, of: whose }) => {
                    of = whose;
                    let outcome = if record.is_null() {
                        Outcome::None
                    } else {
                        Outcome::Found
                    };
                    let answer = wire::Answer::<Value> {
                        salt: salt.clone(),
                        record: Some(record),
                    };
                    (outcome, 200, json(&answer))
                }
                Err(Unheld::Malformed) => return Ok(unsigned(400, "question-malformed")),
                Err(Unheld::Silent) => {
                    let words = problem(503, "register-silent", &salt);
                    (Outcome::Silent, 503, words)
                }
            }
        } else {
            let words = problem(403, "register-not-allowed", &salt);
            (Outcome::Refused, 403, words)
        };
        let of = if of.is_empty() {
            Vec::new()
        } else {
            accounts(&mut self.book.db.read().await?, &of).await?
        };
        let given = Given {
            outcome,
            body: &answer,
            salts: Salts(body.salt.clone(), salt),
            of,
        };
        let noted = self
            .book
            .answer(&asker.party, asked, question, given)
            .await?;
        let Some(noted) = noted else {
            return Ok(unsigned(409, "question-repeated"));
        };
        Ok(Reply {
            status,
            retry_after: (status == 503).then_some(30),
            statement: Some(noted.statement),
            body: answer,
        })
    }
}
