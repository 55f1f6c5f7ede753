//! D59-19.5.b: is the caller the holder? He is asked on his own phone: the operator says a number, the phone
//! shows three, and he picks it with his passcode. It stands beside the code to the registered contact.

use domain::account::Standing;
use domain::hold::Channel;
use domain::number_matching::Matching;
use domain::throttle::Throttle;
use jiff::{SignedDuration, Timestamp};
use store::Source;
use store::assistance::{self, Assistance, OnPhone, Said};
use store::throttle::Rule;

use super::check::{begin, holder, record};
use super::genuine::unit_name;
use super::{CallRef, LIFE, MAX_WRONG, going_on, reference};
use crate::holder::{self as signed_in, Resumed};
use crate::signin::phone::{Answer, fits};
use crate::throttle::{self, Counted};
use crate::{App, Cx, Error, Result, notify};

/// As long as somebody needs who looks for his phone while he is talking.
const WAITS: SignedDuration = SignedDuration::from_mins(5);
/// So often one person may be asked, by whichever call.
const ASKS: Throttle = Throttle::new(3, SignedDuration::from_mins(10));
const OVER: Error = Error::Refused("call-phone-over");

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

/// Asks the holder. For a number nobody has, nobody is asked and everything looks the same.
pub async fn ask_on_phone(app: &App, cx: &Cx, case: CallRef) -> Result<()> {
    let cx = &begin(cx)?;
    let mut tx = app.db.begin().await?;
    let mut case = going_on(&mut tx, cx, case).await?;
    if case.channel != Channel::CallCentre {
        return Err(Error::Refused("not-on-a-call"));
    }
    match case.said() {
        Said::Nothing => {}
        Said::Yes => return Ok(()),
        Said::No => return Err(Error::Refused("call-phone-denied")),
    }
    let whom = case.subject.to_string();
    let limit = Counted {
        kind: "call-on-phone",
        value: &whom,
        rule: Rule::Rate(ASKS),
    };
    throttle::reserve_in(&mut tx, app, cx, &limit).await?;
    case.shown.on_phone = Some(OnPhone {
        matching: Matching::draw(app.random()),
        asked: cx.now,
        answer: Said::Nothing,
    });
    assistance::save(&mut tx, &case).await?;
    if let Some(stored) = holder(&mut tx, cx, &case).await? {
        notify::tell(&mut tx, app, cx, &stored, "call-asks", &[]).await?;
    }
    let what = serde_json::json!({ "phone": "asked" });
    Ok(tx.commit(record(app, cx, &case, &what)).await?)
}

/// Who asks, as the phone shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caller {
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

/// The question that waits for the holder now.
async fn waiting(source: &mut impl Source, cx: &Cx) -> Result<Option<(Assistance, OnPhone)>> {
    let subject = cx.holder()?;
    let case = assistance::open_of(source, subject, cx.now - LIFE).await?;
    let case = case.filter(|case| case.genuine && case.wrong < MAX_WRONG);
    Ok(case.and_then(|case| {
        let asked = case.shown.on_phone.clone()?;
        let waits = asked.answer == Said::Nothing && cx.now < asked.asked + WAITS;
        waits.then_some((case, asked))
    }))
}

/// Who asks the signed-in holder; none: nobody of ours does.
pub async fn asked_on_phone(app: &App, cx: &Cx) -> Result<Option<Caller>> {
    let mut source = app.db.read().await?;
    let Some((case, asked)) = waiting(&mut source, cx).await? else {
        return Ok(None);
    };
    Ok(Some(Caller {
        unit: unit_name(&mut source, &case).await?,
        reference: reference("HT", case.id.as_bytes()),
        wish: case.shown.wish,
        at: asked.asked,
        choices: asked.matching.choices,
    }))
}

/// The holder answers, on a device that is bound to his account. A wrong number ends it: who hears the right
/// one does not pick another.
pub async fn answer_on_phone(
    app: &App,
    cx: &Cx,
    session: &Resumed,
    answer: Answer<'_>,
) -> Result<()> {
    if session.device.is_none() {
        return Err(Error::Refused("approval-needs-device"));
    }
    let mut source = app.db.read().await?;
    let (case, asked) = waiting(&mut source, cx).await?.ok_or(OVER)?;
    drop(source);
    let Answer::Allow { number, passcode } = answer else {
        return decide(app, cx, (session, &case), (Said::No, "declined")).await;
    };
    let picked = (number, passcode);
    if !fits(app, cx, session, &asked.matching, picked).await? {
        decide(app, cx, (session, &case), (Said::No, "wrong-number")).await?;
        return Err(Error::Refused("call-wrong-number"));
    }
    decide(app, cx, (session, &case), (Said::Yes, "confirmed")).await
}

/// I5: what was locked or ended meanwhile confirms nothing. The question must be the one that was shown.
async fn decide(
    app: &App,
    cx: &Cx,
    (session, shown): (&Resumed, &Assistance),
    (said, word): (Said, &str),
) -> Result<()> {
    let mut tx = app.db.begin().await?;
    let stored = signed_in::account_to_change(&mut tx, cx).await?;
    signed_in::require_open(&stored, cx)?;
    if stored.account.standing(cx.now) != Standing::Open
        || !store::session::lives(&mut tx, session.subject, session.session, cx.now).await?
    {
        return Err(Error::SignIn);
    }
    let (mut case, asked) = waiting(&mut tx, cx).await?.ok_or(OVER)?;
    if case.id != shown.id || Some(&asked) != shown.shown.on_phone.as_ref() {
        return Err(OVER);
    }
    case.shown.on_phone = Some(OnPhone {
        answer: said,
        ..asked
    });
    assistance::save(&mut tx, &case).await?;
    let what = serde_json::json!({ "phone": word });
    Ok(tx.commit(record(app, cx, &case, &what)).await?)
}
