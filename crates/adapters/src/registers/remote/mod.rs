//! Another body whose registers are asked (docs/register-exchange.md): by mutual TLS, within time, as often as agreed, not
//! while it fails, and only with both signatures on record.
//!
//! I6: whatever is not a signed answer is silence.

mod cache;
mod judge;
mod line;

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use app::exchange::wire::Body;
use app::exchange::{Book, Party};
use app::ports::{Silent, SourceState};
use domain::exchange::{Admission, Breaker, Pace, Question};
use domain::registers::Register;
use jiff::{SignedDuration, Timestamp};
use serde::de::DeserializeOwned;
use serde_json::Value;
use tracing::Instrument;

use self::cache::Cache;
use self::judge::{Health, OFF_RECORD, Said, Told, Trouble, judge};
use self::line::Line;
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
    shared: Arc<Shared>,
}

struct Shared {
    book: Book,
    line: Line,
    party: Party,
    registers: Vec<Register>,
    limits: Limits,
    breaker: Mutex<Breaker>,
    pace: Mutex<Pace>,
    cache: Mutex<Cache>,
}

/// Why a question was not put, and when it may be where that is our own haste. None while a source rests that failed: it
/// is as silent then as when it failed (I6), and not silent and busy by turns.
type Unasked = (&'static str, Option<Timestamp>);

impl Source {
    /// Prepares a source; nothing is dialled yet.
    pub fn new(settings: Settings, book: Book) -> Result<Self, SetupError> {
        let limits = settings.limits;
        let shared = Shared {
            line: Line::new(&settings.url, &settings.identity, &limits)?,
            book,
            party: settings.party,
            registers: settings.registers,
            breaker: Mutex::new(Breaker::new(limits.failures, limits.rest)),
            pace: Mutex::new(Pace::per_minute(limits.per_minute)),
            cache: Mutex::new(Cache::new(limits.found_for, limits.none_for)),
            limits,
        };
        Ok(Self {
            shared: Arc::new(shared),
        })
    }

    /// Whether it is asked about a register.
    pub fn runs(&self, register: Register) -> bool {
        self.shared.registers.contains(&register)
    }

    /// How it is.
    pub fn state(&self) -> SourceState {
        let breaker = &self.shared.breaker;
        let breaker = breaker.lock().unwrap_or_else(PoisonError::into_inner);
        SourceState {
            name: self.shared.party.name.clone(),
            registers: self.shared.registers.clone(),
            position: breaker.position(),
            failures: breaker.failures(),
        }
    }

    /// Whether a handshake succeeds; asks nothing.
    pub async fn reachable(&self) -> Result<(), String> {
        let answered = self.shared.line.greet().await;
        answered.map_err(|lost| format!("{}: {}", self.shared.party.name, lost.why()))
    }

    /// Asks. `fits` says whether a record is one of what was asked for.
    pub(super) async fn ask<T: DeserializeOwned + Send + 'static>(
        &self,
        question: Question,
        body: Body,
        fits: impl Fn(&T) -> bool + Send + Sync + 'static,
    ) -> Result<Option<T>, Silent> {
        let shared = &self.shared;
        if let Some(kept) = shared.kept(question, &body)
            && let Ok(record) = serde_json::from_value(kept)
        {
            return Ok(record);
        }
        let silent = |why: &str, again| Silent {
            register: question.register().as_str(),
            why: format!("{}: {why}", shared.party.name),
            again,
        };
        let fits = Arc::new(fits);
        let mut last: Option<Trouble> = None;
        for _ in 0..shared.limits.attempts.max(1) {
            if last.is_some() {
                tokio::time::sleep(shared.pause()).await;
            }
            match (shared.admitted().await, &last) {
                (Ok(()), _) => {}
                // It was asked, and did not answer.
                (Err(_), Some(trouble)) => return Err(silent(trouble.why, None)),
                (Err((why, until)), None) => return Err(silent(why, until)),
            }
            match followed(shared, question, &body, &fits).await {
                Ok(told) => {
                    shared.keep(question, &body, &told.raw);
                    return Ok(told.record);
                }
                Err(trouble) if trouble.once_more => last = Some(trouble),
                Err(trouble) => {
                    let again = trouble.again.map(|after| shared.book.now() + after);
                    return Err(silent(trouble.why, again));
                }
            }
        }
        Err(silent(
            last.map_or("not-asked", |trouble| trouble.why),
            None,
        ))
    }
}

/// One question, in a task of its own: whoever asked may go away, and what was sent is followed to its end all the same.
async fn followed<T: DeserializeOwned + Send + 'static>(
    shared: &Arc<Shared>,
    question: Question,
    body: &Body,
    fits: &Arc<impl Fn(&T) -> bool + Send + Sync + 'static>,
) -> Result<Told<T>, Trouble> {
    let (shared, body, fits) = (shared.clone(), body.clone(), fits.clone());
    let asking = async move { shared.once(question, &body, &*fits).await };
    #[expect(
        clippy::disallowed_methods,
        reason = "lives as long as one question, whose time is limited"
    )]
    let asked = tokio::spawn(asking.in_current_span());
    asked.await.unwrap_or(Err(OFF_RECORD))
}

impl Shared {
    fn pause(&self) -> Duration {
        let pause = self.limits.pause;
        let most = u64::try_from(pause.as_millis()).unwrap_or(u64::MAX);
        pause + Duration::from_millis(self.book.below(most))
    }

    /// Waits for its turn, and asks the breaker last: whoever it lets go says how it went.
    async fn admitted(&self) -> Result<(), Unasked> {
        let wait = self.turn();
        if let Err(wait) = wait {
            let busy = |wait| ("busy", Some(self.book.now() + wait));
            let patient = Duration::try_from(wait)
                .ok()
                .filter(|_| wait <= self.limits.patience);
            tokio::time::sleep(patient.ok_or_else(|| busy(wait))?).await;
            self.turn().map_err(busy)?;
        }
        let mut breaker = self.breaker.lock().unwrap_or_else(PoisonError::into_inner);
        match breaker.admit(self.book.now()) {
            Admission::Go => Ok(()),
            Admission::Wait { .. } => Err(("resting", None)),
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
        let asked = (bytes.as_slice(), body.salt.as_str());
        let sent = self.book.ask(&self.party, question, asked).await;
        let sent = sent.map_err(|error| {
            tracing::error!(%error, "a question to another body was not written down");
            OFF_RECORD
        })?;
        let answer = self.line.post(question, sent.statement(), bytes).await;
        let judged = match answer {
            Ok(reply) => {
                let believe = |statement: &str| {
                    let said = (statement, reply.body.as_slice());
                    self.book.believe(&self.party, &sent, said)
                };
                judge(&reply, believe, fits)
            }
            Err(lost) => Err(Trouble::lost(lost)),
        };
        let heard = judged.as_ref().err().map(|trouble| trouble.health);
        self.hear(heard.unwrap_or(Health::Answers));
        let (end, said) = match &judged {
            Ok(told) => (told.outcome(), Some(&told.said)),
            Err(trouble) => ((trouble.outcome, trouble.why), trouble.said.as_ref()),
        };
        let said = said.map(|Said { statement, salt }| (statement.as_str(), salt.as_str()));
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
