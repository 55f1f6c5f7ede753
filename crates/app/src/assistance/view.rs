//! A call or visit as its operator may see it: never whether the number is known, never an answer.

use domain::account::Standing;
use domain::authority::{Operation, require};
use domain::hold::{Channel, Ground};
use domain::ids::SubjectId;
use jiff::Timestamp;
use store::account::{self, Stored};
use store::assistance::Assistance;
use store::session::{self, Device};
use store::{Source, phone_change};

use super::on_phone::next_question;
use super::{AskedOnPhone, CallRef, LIFE, MAX_WRONG, Proof, Question, own, proof, reference};
use crate::{App, Cx, Result};

/// How a question stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Asked {
    /// Which.
    pub question: Question,
    /// Whether it was answered rightly.
    pub right: bool,
}

/// What staff see of a call.
#[derive(Debug, Clone)]
pub struct CaseView {
    /// For addresses.
    pub case: CallRef,
    /// What the caller is told.
    pub reference: String,
    /// Call centre or counter.
    pub channel: Channel,
    /// The number, its middle hidden.
    pub number: String,
    /// The registered contact, mostly hidden.
    pub contact: String,
    /// Word of the wish.
    pub wish: String,
    /// The questions picked.
    pub asked: Vec<Asked>,
    /// Wrong answers so far.
    pub wrong: i64,
    /// The code was read back.
    pub code_confirmed: bool,
    /// The holder was asked on his own phone, and how far that is.
    pub on_phone: Option<AskedOnPhone>,
    /// From when on he can be asked there again, where that is not now.
    pub next_on_phone: Option<Timestamp>,
    /// The chip card was seen.
    pub document_seen: bool,
    /// The person seems to act under pressure.
    pub pressured: bool,
    /// When it was opened.
    pub opened: Timestamp,
    /// What the checks allow.
    pub proof: Proof,
    /// Closed, too old, or failed: nothing more can be done.
    pub over: Option<Over>,
    /// The account, from weak proof on.
    pub account: Option<AccountView>,
    /// UX-11: the code to say, and until when; none before one was asked for.
    pub spoken: Option<(String, Timestamp)>,
}

/// Why nothing more can be done in a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Over {
    /// It was ended.
    Closed,
    /// It took too long.
    TooLong,
    /// Two answers were wrong.
    Failed,
}

/// What a proven caller's account allows.
#[derive(Debug, Clone)]
pub struct AccountView {
    /// Whether the holder's own ground is in force.
    pub own_lock: bool,
    /// Until when, where it is a short lock that a lock from here would confirm.
    pub short_until: Option<Timestamp>,
    /// Other grounds in force.
    pub others: Vec<Ground>,
    /// D59-18.2: whether the activation lapsed.
    pub lapsed: bool,
    /// Devices; none before strong proof.
    pub devices: Vec<Device>,
    /// APP-12: how a change of the telephone number stands.
    pub phone: PhoneView,
    /// UX-1: an open request for another phone: its name, and when it changes by itself.
    pub lost_phone: Option<(String, Timestamp)>,
}

/// How a change of the telephone number stands in a call (APP-12).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PhoneView {
    /// It can be asked for.
    Free,
    /// A code went to the new number, mostly hidden here.
    CodeSent(String),
    /// One was received and waits.
    Waits {
        /// The new number, mostly hidden.
        phone: String,
        /// Until when it is decided.
        due: Timestamp,
    },
}

/// A call or visit for its own operator.
pub async fn view(app: &App, cx: &Cx, case: CallRef) -> Result<CaseView> {
    require(&cx.actor, Operation::Assist)?;
    let mut source = app.db.read().await?;
    let found = own(&mut source, cx, case).await?;
    let proof = proof(&found);
    let account = if proof >= Proof::Weak {
        let stored = account::load(&mut source, found.subject, cx.now).await?;
        let devices = match proof {
            Proof::Strong => session::devices(&mut source, found.subject).await?,
            Proof::Weak | Proof::None => Vec::new(),
        };
        let phone = phone(&mut source, &found).await?;
        let lost = lost_phone(&mut source, cx, found.subject).await?;
        stored.map(|s| AccountView {
            lost_phone: lost,
            ..seen(&s, cx, devices, phone)
        })
    } else {
        None
    };
    let spoken = super::spoken(&mut source, app, cx, &found).await?;
    let next = next_question(&mut source, app, cx, &found).await?;
    let mut view = drawn(cx, found, proof, account);
    view.spoken = spoken;
    view.next_on_phone = next;
    Ok(view)
}

async fn phone(source: &mut impl Source, case: &Assistance) -> Result<PhoneView> {
    let latest = phone_change::latest(source, case.subject).await?;
    if let Some(open) = latest.filter(|l| l.change.open()) {
        return Ok(PhoneView::Waits {
            phone: open.body.phone.masked(),
            due: open.change.due,
        });
    }
    let sent = case.shown.new_phone.as_ref();
    Ok(sent.map_or(PhoneView::Free, |p| PhoneView::CodeSent(p.masked())))
}

fn seen(stored: &Stored, cx: &Cx, devices: Vec<Device>, phone: PhoneView) -> AccountView {
    let grounds = stored.account.holds.iter().map(|h| h.ground);
    let (own, others): (Vec<Ground>, Vec<Ground>) = grounds.partition(|g| *g == Ground::OwnRequest);
    let standing = stored.account.standing(cx.now);
    AccountView {
        own_lock: !own.is_empty(),
        short_until: stored
            .account
            .holds
            .iter()
            .find_map(|h| h.until.filter(|_| h.short())),
        others,
        lapsed: matches!(standing, Standing::ActivationLapsed { .. }),
        devices,
        phone,
        lost_phone: None,
    }
}

async fn lost_phone(
    source: &mut impl Source,
    cx: &Cx,
    subject: SubjectId,
) -> Result<Option<(String, Timestamp)>> {
    let open = store::lost_phone::open(source, subject).await?;
    Ok(open.and_then(|stored| {
        let next = stored.request.at(cx.now).next()?;
        Some((stored.body.device, next))
    }))
}

fn over(cx: &Cx, case: &Assistance) -> Option<Over> {
    if case.closed.is_some() {
        Some(Over::Closed)
    } else if case.wrong >= MAX_WRONG {
        Some(Over::Failed)
    } else if cx.now.duration_since(case.opened) > LIFE {
        Some(Over::TooLong)
    } else {
        None
    }
}

fn drawn(cx: &Cx, case: Assistance, proof: Proof, account: Option<AccountView>) -> CaseView {
    let asked = case.questions.iter().filter_map(|word| {
        let question = Question::parse(word)?;
        Some(Asked {
            question,
            right: case.right.contains(word),
        })
    });
    let on_phone = AskedOnPhone::of(cx, &case);
    CaseView {
        reference: reference("HT", case.id.as_bytes()),
        case: CallRef {
            subject: case.subject,
            id: case.id,
        },
        channel: case.channel,
        asked: asked.collect(),
        over: over(cx, &case),
        number: case.shown.number,
        contact: case.shown.contact,
        wish: case.shown.wish,
        wrong: case.wrong,
        code_confirmed: case.code_confirmed,
        on_phone,
        next_on_phone: None,
        document_seen: case.document_seen,
        pressured: case.pressured,
        opened: case.opened,
        proof,
        account,
        spoken: None,
    }
}
