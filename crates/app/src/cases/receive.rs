//! Receiving a request: who asks, by which letter, under which law; the clock starts (D59-19.1.c1).

use domain::account::Account;
use domain::actor::Purpose;
use domain::authority::{Operation, require};
use domain::calendar::Calendar;
use domain::case::{Case, Requester, State, Wish};
use domain::contact::Email;
use domain::event::Event;
use domain::fault::{Fault, Faults};
use domain::hold::{Ground, Hold};
use domain::ids::{CaseId, HoldId, JobId, SubjectId};
use domain::regime::Regime;
use domain::registers::UnitLevel;
use domain::time::viet_nam_date;
use jiff::Timestamp;
use jiff::civil::Date;
use store::audit::NOBODY;
use store::case::{self, Body, Stored};
use store::job::Job;
use store::{Entry, Tx, holiday, unit};

use super::{CaseRef, WATCH};
use crate::counter::access::unit as own_unit;
use crate::counter::find;
use crate::named::Named;
use crate::notify::{self, Contact, Recipient};
use crate::papers::{self, File};
use crate::registration::receive::regime;
use crate::words::words;
use crate::{App, Cx, Error, Result, assistance, entry, entry_with, jobs};

/// A request as the officer enters it.
#[derive(Debug)]
pub struct Request<'a> {
    /// Whose account: personal identification number, or the code of an organisation.
    pub number: &'a str,
    /// `lock` or `unlock`.
    pub wish: &'a str,
    /// D59-19.4.b: reference of the request whose lock an unlock asks to end; may be empty where there
    /// is one only.
    pub lock: &'a str,
    /// Kind of the body.
    pub requester: &'a str,
    /// D59-20.1: a central body of department level or higher.
    pub central: bool,
    /// Name of the body.
    pub name: &'a str,
    /// Number of its letter.
    pub letter: &'a str,
    /// Date of its letter, dd/mm/yyyy.
    pub letter_date: &'a str,
    /// Where it is answered.
    pub email: &'a str,
    /// The law it relies on.
    pub basis: &'a str,
    /// Its papers, PDF.
    pub files: &'a [File<'a>],
}

/// The request was received.
#[derive(Debug, Clone)]
pub struct Received {
    /// How it is named in addresses.
    pub place: CaseRef,
    /// How people refer to it.
    pub reference: String,
    /// Until when it must be decided.
    pub due: Timestamp,
    /// The table of holidays has no plan for a year the term touches: weekends are counted, holidays
    /// may be missing.
    pub calendar_incomplete: bool,
}

struct Checked {
    number: Named,
    wish: Wish,
    requester: Requester,
    body: Body,
}

fn day(text: &str, today: Date) -> std::result::Result<Date, Fault> {
    let field = "letter-date";
    let day = Date::strptime("%d/%m/%Y", text.trim()).or_else(|_| text.trim().parse());
    match day {
        Ok(day) if day > today => Err(Fault::new(field, "date-future")),
        Ok(day) if day >= today.saturating_sub(jiff::Span::new().years(5)) => Ok(day),
        Ok(_) => Err(Fault::new(field, "date-old")),
        Err(_) => Err(Fault::new(field, "date-format")),
    }
}

fn check(request: &Request<'_>, regime: Regime, today: Date) -> Result<Checked> {
    let mut faults = Faults::default();
    let number = faults.take(Named::parse(request.number));
    let wish = Wish::parse(request.wish).ok_or_else(|| Fault::new("wish", "case-wish"));
    let wish = faults.take(wish);
    let requester = Requester::parse(request.requester);
    let requester = requester.ok_or_else(|| Fault::new("requester", "case-requester"));
    let requester = faults.take(requester.and_then(|requester| {
        // D69-15.2r: service users are no longer named.
        if requester.may_ask(regime) {
            Ok(requester)
        } else {
            Err(Fault::new("requester", "case-requester-not-named"))
        }
    }));
    let name = faults.take(words(("name", "case-name-missing"), request.name, 200));
    let letter = faults.take(words(("letter", "case-letter-missing"), request.letter, 60));
    let letter_date = faults.take(day(request.letter_date, today));
    let email = Email::parse(request.email).map_err(|e| Fault::new("email", e.code()));
    let email = faults.take(email);
    let basis = faults.take(words(("basis", "case-basis-missing"), request.basis, 1000));
    let papers = faults.take(papers::names(request.files));
    let (Some(number), Some(wish), Some(requester), Some(name), Some(letter)) =
        (number, wish, requester, name, letter)
    else {
        return Err(faults.into());
    };
    let (Some(letter_date), Some(email), Some(basis), Some(papers)) =
        (letter_date, email, basis, papers)
    else {
        return Err(faults.into());
    };
    Ok(Checked {
        number,
        wish,
        requester,
        body: Body {
            name,
            letter,
            letter_date,
            email: email.as_str().to_owned(),
            basis,
            words: String::new(),
            papers,
        },
    })
}

/// D59-19.4.b: which hold an unlock asks to end: the one that the named request placed, or the only one.
fn asked_hold(
    wish: Wish,
    named: &str,
    account: &Account,
) -> std::result::Result<Option<HoldId>, Fault> {
    if wish == Wish::Lock {
        return Ok(None);
    }
    let named = named.trim().to_uppercase();
    let holds: Vec<&Hold> = account
        .holds
        .iter()
        .filter(|h| h.ground == Ground::AuthorityRequest)
        .collect();
    let wanted = holds.iter().find(|h| h.source == named);
    match (holds.as_slice(), wanted) {
        ([], _) => Err(Fault::new("wish", "case-nothing-to-unlock")),
        (_, Some(hold)) => Ok(Some(hold.id)),
        ([only], None) if named.is_empty() => Ok(Some(only.id)),
        (_, None) if named.is_empty() => Err(Fault::new("lock", "case-which-lock")),
        (_, None) => Err(Fault::new("lock", "case-no-such-lock")),
    }
}

/// I8: looking for an account counts as a search, and what it told is on record.
async fn holder_of(
    app: &App,
    cx: &Cx,
    checked: &Checked,
    lock: &str,
) -> Result<(SubjectId, Option<HoldId>)> {
    find::count(app, cx).await?;
    let mut tx = app.db.begin().await?;
    let Some(holder) = checked.number.account(&mut tx, cx.now).await? else {
        tx.commit(entry(app, cx, Event::RecordRead, NOBODY)).await?;
        return Err(Fault::new("number", "case-no-account").into());
    };
    let account = holder.holder().account();
    match asked_hold(checked.wish, lock, account) {
        Ok(hold) => Ok((account.subject, hold)),
        Err(fault) => {
            tx.commit(entry(app, cx, Event::RecordRead, account.subject))
                .await?;
            Err(fault.into())
        }
    }
}

/// D59-19.1.b, D59-19.4.b: a request is received; its clock starts, the body gets a receipt.
pub async fn receive(app: &App, cx: &Cx, request: &Request<'_>) -> Result<Received> {
    require(&cx.actor, Operation::HandleCase)?;
    let cx = &cx.with_purpose(Purpose::Case);
    let (regime, today) = (regime(cx)?, viet_nam_date(cx.now));
    let checked = check(request, regime, today)?;
    let (subject, hold) = holder_of(app, cx, &checked, request.lock).await?;
    let id = app.id(CaseId::from_bytes);
    let mut papers = Vec::new();
    for file in request.files {
        papers.push(case::seal_paper(app.db.keys(), subject, id, file.bytes)?);
    }
    let mut tx = app.db.begin().await?;
    let calendar = holiday::calendar(&mut tx).await?;
    let term = regime.term(checked.wish.clock());
    let last = term.limit.due(&calendar, today);
    let stored = Stored {
        subject,
        case: Case {
            id,
            wish: checked.wish,
            requester: checked.requester,
            central: request.central,
            unit: own_unit(cx)?,
            received: cx.now,
            due: calendar.due_instant(last),
            regime,
            state: State::Received,
        },
        reference: assistance::reference("YC", id.as_bytes()),
        escalated_to: None,
        forward_by: forward_by(&mut tx, cx, regime, &calendar).await?,
        hold,
        handler: None,
        decided_by: None,
        body: checked.body,
        revision: 1,
    };
    case::insert(&mut tx, &stored).await?;
    for (place, paper) in (0..).zip(papers) {
        case::add_paper(&mut tx, subject, id, place, paper).await?;
    }
    watch(&mut tx, app, &stored, near(&calendar, today, last)).await?;
    tell(&mut tx, app, cx, &stored).await?;
    tx.commit(event(app, cx, &stored, term.basis.rule)).await?;
    Ok(Received {
        place: CaseRef { subject, id },
        reference: stored.reference,
        due: stored.case.due,
        calendar_incomplete: !calendar.covers(today, last),
    })
}

fn event(app: &App, cx: &Cx, stored: &Stored, rule: &str) -> Entry {
    let case = &stored.case;
    let detail = serde_json::json!({
        "case": case.id,
        "wish": case.wish.as_str(),
        "requester": case.requester.as_str(),
        "rule": rule,
        "due": case.due.as_millisecond(),
    });
    entry_with(app, cx, Event::CaseReceived, stored.subject, detail)
}

/// D69-15.2r: until when a unit that is not the competent one forwards a request.
async fn forward_by(
    tx: &mut Tx,
    cx: &Cx,
    regime: Regime,
    calendar: &Calendar,
) -> Result<Option<Timestamp>> {
    let own = unit::by_code(tx, &own_unit(cx)?).await?;
    let central = own.is_some_and(|unit| unit.level == UnitLevel::Ministry);
    let step = regime.case_steps().forward.filter(|_| !central);
    let received = viet_nam_date(cx.now);
    Ok(step.map(|step| calendar.due_instant(step.due(calendar, received))))
}

/// The unit above hears of it when the last working day begins.
pub(super) fn near(calendar: &Calendar, received: Date, last: Date) -> Timestamp {
    let mut before = last.yesterday().unwrap_or(last);
    while before > received && !calendar.is_working_day(before) {
        before = before.yesterday().unwrap_or(received);
    }
    calendar.due_instant(before)
}

/// D59-19.1.c1, D69-15.2r: the jobs that watch the clocks: to forward, before the deadline, at it.
async fn watch(tx: &mut Tx, app: &App, stored: &Stored, near: Timestamp) -> Result<()> {
    let clocks = [Some(near), stored.forward_by, Some(stored.case.due)];
    for due in clocks.into_iter().flatten() {
        let job = Job::new(
            (app.id(JobId::from_bytes), stored.subject),
            WATCH,
            due + jiff::SignedDuration::from_millis(1),
            serde_json::json!({ "case": stored.case.id }),
        );
        jobs::enqueue(tx, app, &job).await?;
    }
    Ok(())
}

/// D59-19.1.c2: the body gets its reference. The holder learns the outcome, not the request.
async fn tell(tx: &mut Tx, app: &App, cx: &Cx, stored: &Stored) -> Result<()> {
    let args = [
        ("reference", stored.reference.clone()),
        ("time", crate::holds::clock(stored.case.due)),
    ];
    to_requester(tx, app, cx, stored, "case-received", &args).await
}

/// A message to the body that asks. It names the case, never the person.
pub(super) async fn to_requester(
    tx: &mut Tx,
    app: &App,
    cx: &Cx,
    stored: &Stored,
    kind: &str,
    args: &[(&str, String)],
) -> Result<()> {
    let email = Email::parse(&stored.body.email)
        .map_err(|_| Error::Internal("a case's address does not read back".to_owned()))?;
    let contact = Contact::Email(email);
    let to = Recipient {
        subject: stored.subject,
        contact: &contact,
        lang: crate::Lang::default(),
    };
    notify::send(tx, app, cx, &to, kind, args).await
}
