//! Another body whose registers are asked (docs/register-exchange.md): by mutual TLS, within time, as often as agreed, not
//! while it fails, and only with both signatures on record.
//!
//! I6: whatever is not a signed answer is silence.

mod cache;
mod line;

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use app::exchange::wire::{Answer, Body, Problem};
use app::exchange::{Book, Party, Sent};
use app::ports::{Silent, SourceState};
use domain::exchange::{Admission, Breaker, Outcome, Pace, Question};
use domain::registers::Register;
use jiff::SignedDuration;
use serde::de::DeserializeOwned;
use serde_json::Value;

use self::cache::Cache;
use self::line::{Line, Lost};
use crate::SetupError;

/// Who we are to a source, and who it must be: PEM.
#[derive(Clone)]
pub struct Identity {
    /// Our certificate and those between it and its authority.
    pub certificate: Vec<u8>,
    /// Its key.
    pub key: Vec<u8>,
    /// Authorities that may vouch for the source; no others may.
    pub authorities: Vec<u8>,
}

domain::redacted_debug!(Identity);

/// How patient and how busy we are.
#[derive(Debug, Clone)]
pub struct Limits {
    /// Until a connection stands.
    pub connect: Duration,
    /// From the question to the last byte of the answer.
    pub answer: Duration,
    /// How often a question is put where no answer comes, the first time included.
    pub attempts: u32,
    /// Between two attempts; up to as much again is added by chance.
    pub pause: Duration,
    /// Failures in a row after which nobody asks for a while.
    pub failures: u32,
    /// That while.
    pub rest: SignedDuration,
    /// Questions a minute.
    pub per_minute: u32,
    /// How long somebody over that waits before he is told that the source is busy.
    pub patience: SignedDuration,
    /// How long a record that was told is told again without a question; zero for never.
    pub found_for: SignedDuration,
    /// The same of "no such record".
    pub none_for: SignedDuration,
}

/// A source as it is configured.
#[derive(Debug, Clone)]
pub struct Settings {
    /// What it is called and signs with.
    pub party: Party,
    /// Its address, `https` with a host.
    pub url: String,
    /// Its registers.
    pub registers: Vec<Register>,
    /// For the handshake.
    pub identity: Identity,
    /// How patient and how busy we are.
    pub limits: Limits,
}

/// A source.
pub struct Source {
    book: Book,
    line: Line,
    party: Party,
    registers: Vec<Register>,
    limits: Limits,
    breaker: Mutex<Breaker>,
    pace: Mutex<Pace>,
    cache: Mutex<Cache>,
}

/// Why there is no answer.
struct Trouble {
    outcome: Outcome,
    why: &'static str,
    /// Whether the question may be put again at once.
    again: bool,
    /// What the breaker hears of it.
    health: Health,
    /// A statement of the other body that was believed, and the salt of its answer.
    said: Option<(String, String)>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Health {
    Answers,
    Fails,
    Unknown,
}

impl Trouble {
    const fn failed(why: &'static str, again: bool) -> Self {
        Self {
            outcome: Outcome::Failed,
            why,
            again,
            health: Health::Fails,
            said: None,
        }
    }
}

/// A record that was told, with what was signed.
struct Told<T> {
    record: Option<T>,
    raw: Value,
    statement: String,
    salt: String,
}

impl Source {
    /// Prepares a source; nothing is dialled yet.
    pub fn new(settings: Settings, book: Book) -> Result<Self, SetupError> {
        let limits = settings.limits;
        Ok(Self {
            line: Line::new(&settings.url, &settings.identity, &limits)?,
            book,
            party: settings.party,
            registers: settings.registers,
            breaker: Mutex::new(Breaker::new(limits.failures, limits.rest)),
            pace: Mutex::new(Pace::per_minute(limits.per_minute)),
            cache: Mutex::new(Cache::new(limits.found_for, limits.none_for)),
            limits,
        })
    }

    /// Whether it is asked about a register.
    pub fn runs(&self, register: Register) -> bool {
        self.registers.contains(&register)
    }

    /// How it is.
    pub fn state(&self) -> SourceState {
        let breaker = self.breaker.lock().unwrap_or_else(PoisonError::into_inner);
        SourceState {
            name: self.party.name.clone(),
            registers: self.registers.clone(),
            position: breaker.position(),
            failures: breaker.failures(),
        }
    }

    /// Whether a handshake succeeds; asks nothing.
    pub async fn reachable(&self) -> Result<(), String> {
        let answered = self.line.greet().await;
        answered.map_err(|lost| format!("{}: {}", self.party.name, lost.why()))
    }

    /// Asks. `fits` says whether a record is one of what was asked for.
    pub(super) async fn ask<T: DeserializeOwned>(
        &self,
        question: Question,
        body: Body,
        fits: impl Fn(&T) -> bool + Send,
    ) -> Result<Option<T>, Silent> {
        if let Some(kept) = self.kept(question, &body)
            && let Ok(record) = serde_json::from_value(kept)
        {
            return Ok(record);
        }
        let silent = |why: &str| Silent {
            register: question.register().as_str(),
            why: format!("{}: {why}", self.party.name),
        };
        let mut why = "not-asked";
        for attempt in 0..self.limits.attempts.max(1) {
            if attempt > 0 {
                tokio::time::sleep(self.pause()).await;
            }
            self.admitted().await.map_err(silent)?;
            match self.once(question, &body, &fits).await {
                Ok(told) => {
                    self.keep(question, &body, &told.raw);
                    return Ok(told.record);
                }
                Err(trouble) if trouble.again => why = trouble.why,
                Err(trouble) => return Err(silent(trouble.why)),
            }
        }
        Err(silent(why))
    }

    fn pause(&self) -> Duration {
        let pause = self.limits.pause;
        let most = u64::try_from(pause.as_millis()).unwrap_or(u64::MAX);
        pause + Duration::from_millis(self.book.below(most))
    }

    /// Waits for its turn, and asks the breaker last: whoever it lets go says how it went.
    async fn admitted(&self) -> Result<(), &'static str> {
        let wait = self.turn();
        if let Err(wait) = wait {
            let wait = Duration::try_from(wait)
                .ok()
                .filter(|_| wait <= self.limits.patience);
            tokio::time::sleep(wait.ok_or("busy")?).await;
            self.turn().map_err(|_| "busy")?;
        }
        let mut breaker = self.breaker.lock().unwrap_or_else(PoisonError::into_inner);
        match breaker.admit(self.book.now()) {
            Admission::Go => Ok(()),
            Admission::Wait { .. } => Err("resting"),
        }
    }

    fn turn(&self) -> Result<(), SignedDuration> {
        let mut pace = self.pace.lock().unwrap_or_else(PoisonError::into_inner);
        pace.take(self.book.now())
    }

    /// One question, on record before it goes and before its answer is used.
    async fn once<T: DeserializeOwned>(
        &self,
        question: Question,
        body: &Body,
        fits: &(impl Fn(&T) -> bool + Send),
    ) -> Result<Told<T>, Trouble> {
        let body = Body {
            salt: self.book.salt(),
            ..body.clone()
        };
        let bytes = serde_json::to_vec(&body).map_err(|_| OFF_RECORD)?;
        let sent = self
            .book
            .ask(&self.party, question, (&bytes, &body.salt))
            .await;
        let sent = sent.map_err(|error| {
            tracing::error!(%error, "a question to another body was not written down");
            OFF_RECORD
        })?;
        let answer = self.line.post(question, sent.statement(), bytes).await;
        let judged = answer
            .map_err(|lost| Trouble::failed(lost.why(), lost != Lost::TooLong))
            .and_then(|reply| self.judge(&sent, &reply, fits));
        self.hear(
            judged
                .as_ref()
                .map_or_else(|trouble| trouble.health, |_| Health::Answers),
        );
        let (end, said) = match &judged {
            Ok(told) if told.record.is_some() => (
                (Outcome::Found, ""),
                Some((told.statement.as_str(), told.salt.as_str())),
            ),
            Ok(told) => (
                (Outcome::None, ""),
                Some((told.statement.as_str(), told.salt.as_str())),
            ),
            Err(trouble) => {
                let said = trouble.said.as_ref();
                (
                    (trouble.outcome, trouble.why),
                    said.map(|(a, b)| (a.as_str(), b.as_str())),
                )
            }
        };
        let ended = self.book.ended(&self.party, sent, end, said).await;
        ended.map_err(|error| {
            tracing::error!(%error, "an answer of another body was not written down");
            OFF_RECORD
        })?;
        judged
    }

    fn hear(&self, health: Health) {
        let now = self.book.now();
        let mut breaker = self.breaker.lock().unwrap_or_else(PoisonError::into_inner);
        let before = breaker.position();
        match health {
            Health::Answers => breaker.answered(),
            Health::Fails => breaker.failed(now),
            Health::Unknown => {}
        }
        let after = breaker.position();
        if before.as_str() != after.as_str() {
            tracing::warn!(source = %self.party.name, breaker = after.as_str(), "a remote register");
        }
    }

    fn judge<T: DeserializeOwned>(
        &self,
        sent: &Sent,
        reply: &line::Reply,
        fits: &impl Fn(&T) -> bool,
    ) -> Result<Told<T>, Trouble> {
        let believed = || {
            let statement = reply.statement.as_deref().ok_or("statement-missing")?;
            let said = self
                .book
                .believe(&self.party, sent, (statement, &reply.body));
            said.map(|outcome| (outcome, statement.to_owned()))
                .map_err(|why| why.0)
        };
        match reply.status {
            200 => {
                let (outcome, statement) = believed().map_err(|why| Trouble::failed(why, false))?;
                told(outcome, statement, &reply.body, fits)
            }
            429 => Err(Trouble {
                health: Health::Unknown,
                ..Trouble::failed("busy-there", false)
            }),
            403 | 503 => Err(match believed() {
                Ok((outcome @ (Outcome::Silent | Outcome::Refused), statement)) => {
                    let problem = serde_json::from_slice::<Problem>(&reply.body);
                    let salt = problem.map(|problem| problem.salt).unwrap_or_default();
                    Trouble {
                        outcome,
                        why: if outcome == Outcome::Silent {
                            "silent-there"
                        } else {
                            "refused-there"
                        },
                        again: false,
                        health: Health::Answers,
                        said: Some((statement, salt)),
                    }
                }
                Ok(_) | Err(_) => Trouble::failed("not-now", reply.status == 503),
            }),
            500..=599 => Err(Trouble::failed("server-error", true)),
            _ => Err(Trouble::failed("not-understood", false)),
        }
    }

    /// What was told lately; null is "no such record".
    fn kept(&self, question: Question, body: &Body) -> Option<Value> {
        let cache = self.cache.lock().unwrap_or_else(PoisonError::into_inner);
        let (record, age) = cache.find(question, body, self.book.now())?;
        tracing::debug!(source = %self.party.name, age = age.as_secs(), "told again without asking");
        Some(record)
    }

    fn keep(&self, question: Question, body: &Body, record: &Value) {
        let mut cache = self.cache.lock().unwrap_or_else(PoisonError::into_inner);
        cache.keep(question, body, record, self.book.now());
    }
}

/// What was not written down is not sent and not used.
const OFF_RECORD: Trouble = Trouble {
    outcome: Outcome::Failed,
    why: "not-on-record",
    again: false,
    health: Health::Unknown,
    said: None,
};

fn told<T: DeserializeOwned>(
    outcome: Outcome,
    statement: String,
    body: &[u8],
    fits: &impl Fn(&T) -> bool,
) -> Result<Told<T>, Trouble> {
    let malformed = |why| Trouble::failed(why, false);
    let answer: Answer<Value> =
        serde_json::from_slice(body).map_err(|_| malformed("answer-malformed"))?;
    let raw = answer.record.unwrap_or_default();
    let record: Option<T> =
        serde_json::from_value(raw.clone()).map_err(|_| malformed("answer-malformed"))?;
    let stated = if record.is_some() {
        Outcome::Found
    } else {
        Outcome::None
    };
    if outcome != stated {
        return Err(malformed("answer-malformed"));
    }
    if record.as_ref().is_some_and(|record| !fits(record)) {
        return Err(malformed("record-of-another"));
    }
    Ok(Told {
        record,
        raw,
        statement,
        salt: answer.salt,
    })
}
