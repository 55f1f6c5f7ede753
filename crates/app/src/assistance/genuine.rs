//! UX-11: is the caller genuine? The operator says a code of his open call; whoever enters it learns the
//! unit and since when the call is open, and nothing about anybody. The holder also sees in his app
//! whether a call is going on.

use domain::actor::Purpose;
use domain::authority::{Operation, require};
use domain::event::Event;
use domain::fault::Fault;
use domain::ids::{ReportId, SubjectId};
use domain::throttle::Throttle;
use jiff::{SignedDuration, Timestamp};
use store::assistance::{self, Assistance};
use store::audit::NOBODY;
use store::spoken as table;
use store::throttle::Rule;
use store::{Source, staff, unit};

use super::{ALPHABET, CallRef, LIFE, going_on, reference};
use crate::throttle::{self, Counted};
use crate::{App, Cx, Result, entry_with};

/// What a citizen reports, as kept.
pub type Reported = table::Report;

const LETTERS: usize = 8;
const VALID: SignedDuration = SignedDuration::from_mins(10);
const ASKED_AN_HOUR: Throttle = Throttle::new(30, SignedDuration::from_hours(1));
const REPORTS_AN_HOUR: Throttle = Throttle::new(5, SignedDuration::from_hours(1));

/// A genuine call, as anybody may know it who was told its code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Genuine {
    /// Name of the officer's unit.
    pub unit: String,
    /// Since when the call is open.
    pub opened: Timestamp,
    /// `HT-XXXXX-XXXXX`; for the holder himself only.
    pub reference: Option<String>,
}

/// What the form of a report holds.
#[derive(Debug)]
pub struct Report<'a> {
    /// The number that called; may be empty.
    pub caller: &'a str,
    /// What happened; may be empty.
    pub words: &'a str,
}

/// Forty bits out of call, time and key: the code can be shown again without being stored.
fn code(app: &App, case: CallRef, made: Timestamp) -> String {
    let text = format!("{case}/{}", made.as_millisecond());
    let bytes = app.db.keys().digest("spoken-code", &text);
    let letter = |byte: &u8| {
        ALPHABET
            .get(usize::from(byte & 31))
            .copied()
            .unwrap_or(b'0')
    };
    bytes
        .iter()
        .take(LETTERS)
        .map(|b| char::from(letter(b)))
        .collect()
}

fn digest(app: &App, code: &str) -> Vec<u8> {
    app.db.keys().digest("spoken-code-said", code)
}

/// Makes a code for an open call; the one before it still counts until it runs out.
pub async fn make_spoken(app: &App, cx: &Cx, case: CallRef) -> Result<()> {
    require(&cx.actor, Operation::Assist)?;
    let cx = &cx.with_purpose(Purpose::Assistance);
    let mut tx = app.db.begin().await?;
    let open = going_on(&mut tx, cx, case).await?;
    let new = table::Spoken {
        subject: open.subject,
        call: open.id,
        made: cx.now,
        expires: cx.now + VALID,
    };
    let digest = digest(app, &code(app, case, cx.now));
    table::insert(&mut tx, &digest, &new).await?;
    let subject = if open.genuine { open.subject } else { NOBODY };
    let detail = serde_json::json!({ "assistance": open.id });
    Ok(tx
        .commit(entry_with(app, cx, Event::CallCodeMade, subject, detail))
        .await?)
}

/// The code of a call that counts now, and until when.
pub async fn spoken(
    source: &mut impl Source,
    app: &App,
    cx: &Cx,
    case: &Assistance,
) -> Result<Option<(String, Timestamp)>> {
    let latest = table::latest(source, case.subject, case.id).await?;
    let valid = latest.filter(|s| s.expires > cx.now && case.closed.is_none());
    let place = CallRef {
        subject: case.subject,
        id: case.id,
    };
    Ok(valid.map(|s| (code(app, place, s.made), s.expires)))
}

/// Reads a code as people type it: small letters, spaces, dashes, O for 0, I and L for 1.
fn typed(text: &str) -> std::result::Result<String, Fault> {
    let code: String = text
        .chars()
        .filter(|c| !c.is_whitespace() && *c != '-')
        .map(|c| match c.to_ascii_uppercase() {
            'O' => '0',
            'I' | 'L' => '1',
            other => other,
        })
        .collect();
    let known = |c: char| u8::try_from(c).is_ok_and(|b| ALPHABET.contains(&b));
    if code.chars().count() == LETTERS && code.chars().all(known) {
        Ok(code)
    } else {
        Err(Fault::new("code", "spoken-code-format").with("count", LETTERS))
    }
}

pub(super) async fn unit_name(source: &mut impl Source, case: &Assistance) -> Result<String> {
    let staff = staff::by_id(source, case.staff).await?;
    let code = staff.map(|s| s.unit).unwrap_or_default();
    let known = unit::by_code(source, &code).await?;
    Ok(known.map_or(code, |unit| unit.name))
}

fn runs(cx: &Cx, case: &Assistance) -> bool {
    case.closed.is_none() && cx.now.duration_since(case.opened) <= LIFE
}

/// UX-11: whether a code belongs to a call of ours that is going on. A wrong code, one that ran out, and
/// one of a call that is over get one answer; each question is on record.
pub async fn ask_genuine(app: &App, cx: &Cx, text: &str) -> Result<Option<Genuine>> {
    let code = typed(text)?;
    let address = throttle::address(cx);
    let limit = Counted {
        kind: "genuine-address",
        value: &address,
        rule: Rule::Rate(ASKED_AN_HOUR),
    };
    throttle::reserve(app, cx, &[limit]).await?;
    let mut tx = app.db.begin().await?;
    let found = table::find(&mut tx, &digest(app, &code)).await?;
    let (subject, id) = found.map_or_else(
        || (NOBODY, domain::ids::CallId::from_bytes([0; 16])),
        |s| (s.subject, s.call),
    );
    // Looked for in every case, so that the time tells nothing.
    let case = assistance::load(&mut tx, subject, id).await?;
    let valid = found.is_some_and(|s| s.expires > cx.now);
    let case = case.filter(|case| valid && runs(cx, case));
    let genuine = match &case {
        Some(case) => Some(Genuine {
            unit: unit_name(&mut tx, case).await?,
            opened: case.opened,
            reference: None,
        }),
        None => None,
    };
    let about = case.as_ref().filter(|c| c.genuine).map(|c| c.subject);
    let detail =
        serde_json::json!({ "right": genuine.is_some(), "assistance": case.map(|c| c.id) });
    let entry = entry_with(app, cx, Event::CallAsked, about.unwrap_or(NOBODY), detail);
    tx.commit(entry).await?;
    Ok(genuine)
}

/// UX-11: the signed-in holder's call or visit that is going on now; none means that nobody of ours calls.
pub async fn running(app: &App, cx: &Cx) -> Result<Option<Genuine>> {
    let subject: SubjectId = cx.holder()?;
    let mut source = app.db.read().await?;
    let open = assistance::open_of(&mut source, subject, cx.now - LIFE).await?;
    match open.into_iter().next() {
        Some(case) => Ok(Some(Genuine {
            unit: unit_name(&mut source, &case).await?,
            opened: case.opened,
            reference: Some(reference("HT", case.id.as_bytes())),
        })),
        None => Ok(None),
    }
}

/// UX-11: takes a report of a caller who was not ours.
pub async fn report(app: &App, cx: &Cx, report: &Report<'_>) -> Result<()> {
    let address = throttle::address(cx);
    let plain = |field, text: &str, most: usize| {
        let words: String = text
            .chars()
            .filter(|c| !c.is_control() || *c == '\n')
            .collect();
        let words = words.trim().to_owned();
        if words.chars().count() > most {
            Err(Fault::new(field, "report-long").with("limit", most))
        } else {
            Ok(words)
        }
    };
    let kept = Reported {
        caller: plain("caller", report.caller, 40)?,
        words: plain("words", report.words, 500)?,
    };
    let limit = Counted {
        kind: "impostor-report",
        value: &address,
        rule: Rule::Rate(REPORTS_AN_HOUR),
    };
    throttle::reserve(app, cx, &[limit]).await?;
    let id = app.id(ReportId::from_bytes);
    let mut tx = app.db.begin().await?;
    table::report(&mut tx, id, cx.now, &kept).await?;
    let detail = serde_json::json!({ "report": id });
    let entry = entry_with(app, cx, Event::ImpostorReported, NOBODY, detail);
    Ok(tx.commit(entry).await?)
}

/// UX-11: what was reported, for those who watch the platform.
pub async fn reports(app: &App, cx: &Cx) -> Result<Vec<(Timestamp, Reported)>> {
    require(&cx.actor, Operation::ReadOverview)?;
    let mut tx = app.db.begin().await?;
    let found = table::reports(&mut tx).await?;
    let detail = serde_json::json!({ "reports": found.len() });
    tx.commit(entry_with(app, cx, Event::RecordRead, NOBODY, detail))
        .await?;
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    // law: UX-11
    #[test]
    fn a_code_reads_as_people_type_it() {
        for (text, want) in [
            ("ABCD2345", Some("ABCD2345")),
            ("abcd 2345", Some("ABCD2345")),
            ("ab-cd-23-45", Some("ABCD2345")),
            ("OILo1000", Some("01101000")),
            ("ABCD234", None),
            ("ABCD23456", None),
            ("ABCDU345", None),
            ("", None),
            ("ÀBCD2345", None),
        ] {
            assert_eq!(typed(text).ok().as_deref(), want, "{text}");
        }
    }
}
