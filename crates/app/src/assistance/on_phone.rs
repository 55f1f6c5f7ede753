//! D59-19.5.b: is the caller the holder? He is asked on his own phone: the operator says a number, the phone
//! shows three, and he picks it with his passcode. It stands beside the code to the registered contact.

use domain::event::Event;
use domain::hold::Channel;
use domain::ids::{CallId, SubjectId};
use domain::number_matching::Matching;
use domain::throttle::Throttle;
use jiff::{SignedDuration, Timestamp};
use store::assistance::{self, Assistance, OnPhone, Said};
use store::throttle::{self as counters, Rule};
use store::{Source, Tx};

use super::check::{begin, holder, record};
use super::genuine::unit_name;
use super::{CallRef, LIFE, MAX_WRONG, Wish, going_on, reference};
use crate::holder::{self as signed_in, Resumed};
use crate::signin::phone::{Answer, fits, picked};
use crate::throttle::{self, Counted};
use crate::{App, Cx, Error, Result, entry_with, notify};

/// As long as somebody needs who looks for his phone while he is talking.
const WAITS: SignedDuration = SignedDuration::from_mins(5);
/// So often one person may be asked without an answer, by whichever call.
const ASKS: Throttle = Throttle::new(3, SignedDuration::from_mins(10));
/// What those questions are counted as.
const ASKED: &str = "call-on-phone";
/// So long after a no nobody is asked again, by whichever call.
const AFTER_NO: Throttle = Throttle::new(1, SignedDuration::from_hours(6));
const OVER: Error = Error::Refused("call-phone-over");
/// The operator asked anew after the page was shown.
const ASKED_ANEW: Error = Error::Refused("call-phone-anew");

/// How far the question is, as the operator sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AskedOnPhone {
    /// Nobody answered yet.
    Waiting {
        /// The number to say.
        number: u8,
        /// Until when.
        until: Timestamp,
    },
    /// It is he.
    Yes,
    /// It is not he, or he picked another number.
    No,
    /// Nobody answered in time.
    Silence,
}

impl AskedOnPhone {
    pub(super) fn of(cx: &Cx, case: &Assistance) -> Option<Self> {
        let asked = case.shown.on_phone.as_ref()?;
        let until = asked.asked + WAITS;
        Some(match asked.answer {
            Said::Yes => Self::Yes,
            Said::No => Self::No,
            Said::Nothing if cx.now < until => Self::Waiting {
                number: asked.matching.number,
                until,
            },
            Said::Nothing => Self::Silence,
        })
    }
}

fn no_digest(app: &App, subject: SubjectId) -> Vec<u8> {
    let whom = subject.to_string();
    app.db.keys().digest("call-on-phone-no", &whom)
}

/// Asks the holder. For a number nobody has, and for somebody who said no lately, nobody is asked and
/// everything looks as if nobody answered.
pub async fn ask_on_phone(app: &App, cx: &Cx, case: CallRef) -> Result<()> {
    let cx = &begin(cx)?;
    let mut tx = app.db.begin().await?;
    let mut case = going_on(&mut tx, cx, case).await?;
    if case.channel != Channel::CallCentre {
        return Err(Error::Refused("not-on-a-call"));
    }
    if !Wish::parse(&case.shown.wish).is_some_and(Wish::on_phone) {
        return Err(Error::Refused("call-phone-wish"));
    }
    match case.said() {
        Said::Nothing => {}
        Said::Yes => return Ok(()),
        Said::No => return Err(Error::Refused("call-phone-denied")),
    }
    let whom = case.subject.to_string();
    let limit = Counted {
        kind: ASKED,
        value: &whom,
        rule: Rule::Rate(ASKS),
    };
    throttle::reserve_in(&mut tx, app, cx, &limit).await?;
    let no = counters::blocked_until(&mut tx, &no_digest(app, case.subject)).await?;
    let silent = no.is_some_and(|until| until > cx.now);
    let earlier = case.shown.on_phone.as_ref();
    let turn = earlier.map_or(0, |asked| asked.turn.saturating_add(1));
    case.shown.on_phone = Some(OnPhone {
        matching: Matching::draw(app.random()),
        turn,
        asked: cx.now,
        answer: Said::Nothing,
        silent,
    });
    assistance::save(&mut tx, &case).await?;
    if !silent && let Some(stored) = holder(&mut tx, cx, &case).await? {
        notify::tell(&mut tx, app, cx, &stored, "call-asks", &[]).await?;
    }
    let word = if silent { "withheld" } else { "asked" };
    let what = serde_json::json!({ "phone": word });
    Ok(tx.commit(record(app, cx, &case, &what)).await?)
}

/// From when on the holder can be asked again, where that is not now.
pub(super) async fn next_question(
    source: &mut impl Source,
    app: &App,
    cx: &Cx,
    case: &Assistance,
) -> Result<Option<Timestamp>> {
    let whom = case.subject.to_string();
    let digest = app.db.keys().digest(ASKED, &whom);
    let until = counters::blocked_until(source, &digest).await?;
    Ok(until.filter(|until| *until > cx.now))
}

/// Which question an answer is to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CallQuestion {
    /// Of which call.
    pub call: CallId,
    /// Which of its questions.
    pub turn: u32,
}

/// Who asks, as the phone shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caller {
    /// Which question: the answer names it.
    pub asks: CallQuestion,
    /// Name of the operator's unit.
    pub unit: String,
    /// `HT-XXXXX-XXXXX`.
    pub reference: String,
    /// Word of what the caller wants.
    pub wish: String,
    /// When it was asked.
    pub at: Timestamp,
    /// Three numbers to pick from.
    pub choices: [u8; 3],
}

/// The questions that wait for the holder now, the newest first: a later call hides none.
async fn waiting(source: &mut impl Source, cx: &Cx) -> Result<Vec<(Assistance, OnPhone)>> {
    let subject = cx.holder()?;
    let open = assistance::open_of(source, subject, cx.now - LIFE).await?;
    let able = open
        .into_iter()
        .filter(|case| case.genuine && case.wrong < MAX_WRONG);
    let mut all: Vec<_> = able
        .filter_map(|case| {
            let asked = case.shown.on_phone.clone()?;
            let reaches = asked.answer == Said::Nothing && !asked.silent;
            (reaches && cx.now < asked.asked + WAITS).then_some((case, asked))
        })
        .collect();
    all.sort_by_key(|(_, asked)| std::cmp::Reverse(asked.asked));
    Ok(all)
}

/// The question of one call that waits now.
async fn of_call(source: &mut impl Source, cx: &Cx, call: CallId) -> Result<(Assistance, OnPhone)> {
    let all = waiting(source, cx).await?;
    all.into_iter()
        .find(|(case, _)| case.id == call)
        .ok_or(OVER)
}

/// The very question that was shown: its numbers are not those of a later one.
async fn question(
    source: &mut impl Source,
    cx: &Cx,
    asks: CallQuestion,
) -> Result<(Assistance, OnPhone)> {
    let (case, asked) = of_call(source, cx, asks.call).await?;
    if asked.turn == asks.turn {
        Ok((case, asked))
    } else {
        Err(ASKED_ANEW)
    }
}

/// Who asks the signed-in holder, the newest first: whoever rings during his call hides it not.
pub async fn asked_on_phone(app: &App, cx: &Cx) -> Result<Vec<Caller>> {
    let mut source = app.db.read().await?;
    let mut callers = Vec::new();
    for (case, asked) in waiting(&mut source, cx).await? {
        callers.push(Caller {
            asks: CallQuestion {
                call: case.id,
                turn: asked.turn,
            },
            unit: unit_name(&mut source, &case).await?,
            reference: reference("HT", case.id.as_bytes()),
            wish: case.shown.wish,
            at: asked.asked,
            choices: asked.matching.choices,
        });
    }
    Ok(callers)
}

/// The holder answers the question of a call: yes only on a device that is bound to his account, no from
/// wherever he is signed in, and with a locked account too. A wrong number ends it: who hears the right one
/// does not pick another. An answer to a question that was asked anew counts for nothing.
pub async fn answer_on_phone(
    app: &App,
    cx: &Cx,
    session: &Resumed,
    asks: Option<CallQuestion>,
    answer: Answer<'_>,
) -> Result<()> {
    let asks = asks.ok_or(OVER)?;
    let Answer::Allow { number, passcode } = answer else {
        return decide(app, cx, session, asks, None).await;
    };
    if session.device.is_none() {
        return Err(Error::Refused("call-asks-needs-device"));
    }
    let mut source = app.db.read().await?;
    question(&mut source, cx, asks).await?;
    drop(source);
    let typed = (number, passcode);
    let number = picked(app, cx, session, typed, "call-asks-number-empty").await?;
    decide(app, cx, session, asks, Some(number)).await
}

/// I5: what was locked or ended meanwhile confirms nothing; a no needs the session alone, and is about the
/// caller, whichever numbers he says by now. The question is read, compared and used up in one transaction.
async fn decide(
    app: &App,
    cx: &Cx,
    session: &Resumed,
    asks: CallQuestion,
    number: Option<u8>,
) -> Result<()> {
    let mut tx = app.db.begin().await?;
    match number {
        Some(_) => signed_in::open_and_alive(&mut tx, cx, session).await?,
        None => signed_in::alive(&mut tx, cx, session).await?,
    };
    let (mut case, asked) = match number {
        Some(_) => question(&mut tx, cx, asks).await?,
        None => of_call(&mut tx, cx, asks.call).await?,
    };
    let right = match number {
        Some(number) => Some(fits(&mut tx, app, cx, &asked.matching, number).await?),
        None => None,
    };
    let (answer, event, word) = match right {
        Some(true) => (Said::Yes, Event::CallerConfirmed, "confirmed"),
        Some(false) => (Said::No, Event::CallerMistaken, "wrong-number"),
        None => (Said::No, Event::CallerDenied, "declined"),
    };
    case.shown.on_phone = Some(OnPhone { answer, ..asked });
    assistance::save(&mut tx, &case).await?;
    if answer == Said::No {
        remember_no(&mut tx, app, cx, case.subject).await?;
    }
    if right == Some(true) {
        // He is there: what an impostor asked before him does not keep him from being asked.
        throttle::clear(&mut tx, app, ASKED, &case.subject.to_string()).await?;
    }
    let detail = serde_json::json!({ "assistance": case.id, "check": { "phone": word } });
    tx.commit(entry_with(app, cx, event, case.subject, detail))
        .await?;
    match right {
        Some(false) => Err(Error::Refused("call-wrong-number")),
        Some(true) | None => Ok(()),
    }
}

/// A no outlives its call: whoever calls next does not try the holder again. He reads how to lock.
async fn remember_no(tx: &mut Tx, app: &App, cx: &Cx, subject: SubjectId) -> Result<()> {
    let rule = Rule::Rate(AFTER_NO);
    counters::reserve(tx, &no_digest(app, subject), &rule, cx.now).await?;
    notify::notice(tx, app, cx, subject, "call-denied", &[]).await
}
