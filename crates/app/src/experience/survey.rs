//! The one question at the end of a journey (R50-6): asked for a day, answered once. What the form carries is a mark made
//! from the random identifier of what the journey was about by a key of ours, so it leads to nobody; only the mark is
//! remembered, without the answer, until the day is over.

use std::fmt::Display;

use aws_lc_rs::constant_time::verify_slices_are_equal;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::fault::Fault;
use domain::journey::Journey;
use domain::journey::survey::{Answer, asked_until};
use domain::throttle::Throttle;
use domain::time::millis;
use jiff::{SignedDuration, Timestamp};
use store::journey::survey;
use store::throttle::Rule;
use store::{Audit, Db};

use crate::throttle::{self, Counted};
use crate::{App, Cx, Error, Result};

/// A question that may be asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// Of which journey.
    pub journey: Journey,
    mark: [u8; 16],
    until: Timestamp,
}

/// Answers from one address: a house or an office behind one, not a machine.
const AN_HOUR: Throttle = Throttle::new(60, SignedDuration::from_hours(1));

fn keyed<const N: usize>(db: &Db, kind: &str, value: &str) -> [u8; N] {
    let digest = db.keys().digest(kind, value);
    digest.first_chunk().copied().unwrap_or([0; N])
}

impl Question {
    fn new(db: &Db, journey: Journey, of: &str, ended: Timestamp) -> Option<Self> {
        let until = asked_until(ended);
        journey.asks().then(|| Self {
            journey,
            mark: keyed(db, "survey-mark", &format!("{}/{of}", journey.as_str())),
            until,
        })
    }

    fn sign(&self, db: &Db) -> [u8; 16] {
        let mark = URL_SAFE_NO_PAD.encode(self.mark);
        let journey = self.journey.as_str();
        let until = millis(self.until);
        keyed(db, "survey-sign", &format!("{journey}/{until}/{mark}"))
    }

    /// As a form or an address carries it.
    pub fn to_text(&self, app: &App) -> String {
        let bytes = [self.mark, self.sign(&app.db)].concat();
        let (journey, until) = (self.journey.as_str(), millis(self.until));
        format!("{journey}.{until}.{}", URL_SAFE_NO_PAD.encode(bytes))
    }

    /// Reads what we signed; whether its time is over is another question.
    pub fn parse(app: &App, text: &str) -> Option<Self> {
        let mut parts = text.splitn(3, '.');
        let (journey, until, bytes) = (parts.next()?, parts.next()?, parts.next()?);
        let bytes = URL_SAFE_NO_PAD.decode(bytes).ok()?;
        let (mark, sign) = bytes.split_first_chunk::<16>()?;
        let until: i64 = until.parse().ok()?;
        let question = Self {
            journey: Journey::parse(journey)?,
            mark: *mark,
            until: Timestamp::from_millisecond(until).ok()?,
        };
        verify_slices_are_equal(&question.sign(&app.db), sign).ok()?;
        Some(question)
    }

    /// Whether it may still be asked: its day is not over and nobody answered it.
    pub async fn open(&self, app: &App, cx: &Cx) -> Result<bool> {
        if cx.now >= self.until {
            return Ok(false);
        }
        let mut source = app.db.read().await?;
        Ok(!survey::answered(&mut source, &self.mark).await?)
    }
}

/// The question after a journey that ended at an instant, while it may be asked. `of` is the random identifier of what the
/// journey was about: looked at twice it is the same question.
pub async fn question(
    app: &App,
    cx: &Cx,
    (journey, of): (Journey, &(dyn Display + Sync)),
    ended: Timestamp,
) -> Result<Option<Question>> {
    let question = Question::new(&app.db, journey, &of.to_string(), ended);
    match question {
        Some(question) if question.open(app, cx).await? => Ok(Some(question)),
        Some(_) | None => Ok(None),
    }
}

/// Counts an answer, once a question. A question that is over or answered is thanked for all the same: nobody has done
/// anything wrong.
pub async fn answer(app: &App, cx: &Cx, question: &str, word: &str) -> Result<()> {
    let question = Question::parse(app, question).ok_or(Error::NotFound)?;
    let answer = Answer::parse(word).ok_or_else(|| Fault::new("answer", "survey-choose"))?;
    let address = throttle::address(cx);
    let limits = [Counted {
        kind: "survey-address",
        value: &address,
        rule: Rule::Rate(AN_HOUR),
    }];
    throttle::reserve(app, cx, &limits).await?;
    if cx.now >= question.until {
        return Ok(());
    }
    let mut tx = app.db.begin().await?;
    if !survey::use_up(&mut tx, &question.mark, question.until).await? {
        return Ok(());
    }
    let [chance] = app.random();
    let what = (question.journey, answer);
    survey::count(&mut tx, what, (cx.lang.as_str(), cx.now), chance).await?;
    Ok(tx.commit(Audit::Bookkeeping("survey answered")).await?)
}
