//! Level 2 at the counter (D59-14.2.a1 to a3, b): a registration that an officer fills in with the
//! citizen before him, compares, and decides.

mod approve;
mod card_application;
mod card_now;
mod compare;
mod consent;
mod contact;
mod decide;
mod details;
mod documents;
mod fingers;
mod forward;
mod open;
mod portrait;
mod taking;
mod task;
mod together;
mod turns;
mod view;

pub use approve::approve;
pub use card_application::{CardApplied, set_card_application};
pub use compare::{Comparison, compare, machine};
pub use consent::consent;
pub(crate) use consent::record_consent;
pub use contact::{confirm_contact, resend_code, set_contact};
pub use decide::{receive_again, refuse, send_back};
pub(crate) use details::keep_details;
pub use details::set_details;
pub use documents::{add_document, remove_document};
pub(crate) use fingers::{Looked, Print, count_try, keep_finger, look, may_try, take_finger};
pub use fingers::{
    NextFinger, finger_exception, next_finger, remove_finger, set_finger, tries_of_today,
};
pub use forward::forward;
pub(crate) use open::open_with;
pub use open::{Opening, open};
pub(crate) use portrait::keep_portrait;
pub use portrait::set_portrait;
pub(crate) use taking::Taking;
pub use task::{Task, next_task, tasks};
pub use view::{Proofing, Second, begun, view};

pub use turns::{
    Answered, TURNS_A_DAY, Turned, Turns, answer_turns, draw_turns, show_turns, turned,
    turns_exception,
};

pub(crate) use card_now::CardNow;
pub(crate) use together::{KIND, run, wake};
pub(crate) use turns::KIND as TURNS_KIND;

use domain::account::SubjectKind;
use domain::event::Event;
use domain::ids::CaptureId;
use domain::regime::ClockKind;
use domain::registration::{CardWait, State};
use store::capture::Taken;
use store::registration::{self, Stored};
use store::{Audit, Entry, Tx, capture, evidence, second_look};

use crate::registration::receive::receive;
use crate::{App, Cx, Error, Result, entry_with, visits};

/// Saves an edit, with what the card register said just before. D59-17.s: the edit that completes a draft starts its
/// clock. D59-14.2.b: what was decided and waits for its card is not edited.
pub(crate) async fn keep(
    mut tx: Tx,
    app: &App,
    cx: &Cx,
    (mut stored, now): (Stored, CardNow),
    mut entries: Vec<Entry>,
) -> Result<Stored> {
    if stored.awaits_card().is_some() {
        return Err(Error::Refused(CardWait::NotIssued.code()));
    }
    if stored.state == State::Draft {
        now.apply(&mut stored);
    }
    if stored.state == State::Draft && task::complete(&stored) {
        entries.extend(received(&mut tx, app, cx, &mut stored).await?);
    }
    if stored.dossier.comparison.is_none() {
        second_look::drop_waiting(&mut tx, stored.subject, stored.id).await?;
    }
    registration::save(&mut tx, &stored).await?;
    stored.revision += 1;
    if entries.is_empty() {
        tx.commit(Audit::Bookkeeping("proofing edited")).await?;
    } else {
        tx.commit(entries).await?;
    }
    Ok(stored)
}

/// D59-17.s: a complete dossier is received, and the visit that was for it is over.
async fn received(tx: &mut Tx, app: &App, cx: &Cx, stored: &mut Stored) -> Result<Vec<Entry>> {
    let clock = clock(stored);
    let mut entries = vec![receive(tx, app, cx, stored, clock).await?];
    entries.extend(visits::served(tx, app, cx, stored).await?);
    Ok(entries)
}

/// D59-17.1.b, D59-17.1.c: three working days with a chip card, seven without. D59-17.2.b, D59-17.2.c:
/// three where the entry/exit database has the foreigner's portrait and fingerprints, seven where not.
pub(crate) fn clock(stored: &Stored) -> ClockKind {
    let dossier = &stored.dossier;
    match dossier.kind {
        SubjectKind::Foreigner if dossier.biometrics => ClockKind::Level2ForeignerKnown,
        SubjectKind::Foreigner => ClockKind::Level2ForeignerNew,
        SubjectKind::Citizen | SubjectKind::Organisation if stored.joint() => {
            ClockKind::CitizenWithoutChip
        }
        SubjectKind::Citizen | SubjectKind::Organisation => ClockKind::Level2Citizen,
    }
}

/// A picture that was taken again, or back. One that an officer may have compared stays: evidence, warnings and who had
/// a part in them point to it, whatever ended the comparison since.
async fn replaced(tx: &mut Tx, stored: &Stored, old: CaptureId) -> Result<()> {
    if !evidence::compared(tx, stored.subject, stored.id).await? {
        capture::delete(tx, stored.subject, old).await?;
    }
    Ok(())
}

/// A capture on record; of one that an officer takes in, also who took it and when.
fn taken(app: &App, cx: &Cx, stored: &Stored, (what, taken): (&str, Option<&Taken>)) -> Entry {
    let mut detail = serde_json::json!({ "registration": stored.id, "what": what });
    if let Some(taken) = taken.filter(|taken| taken.taken_in.is_some())
        && let Some(detail) = detail.as_object_mut()
    {
        detail.insert("by".to_owned(), serde_json::json!(taken.by));
        detail.insert("taken".to_owned(), serde_json::json!(taken.at));
    }
    entry_with(app, cx, Event::CaptureTaken, stored.subject, detail)
}
