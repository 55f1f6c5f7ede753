//! Helping a caller (D59-19.5.b) or a visitor (D59-19.5.c, UX-8): checks picked by the system, then only
//! what the checks allow. Staff see right or wrong, never an answer; nothing tells an unknown number
//! from a known one.

mod act;
mod check;
mod done;
mod genuine;
mod on_phone;
mod open;
mod organisation;
mod person;
mod proof;
mod question;
mod reference;
mod view;

pub use act::{devices, lock, remove_device, reopen_activation, unlock};
pub(crate) use act::{proven, term as activation_term};
pub use check::{answer, check_code, document_seen, pressured, send_code};
pub use done::{Act, Done, close, done};
pub use genuine::{
    Genuine, Report, Reported, ask_genuine, make_spoken, report, reports, running, spoken,
};
pub use on_phone::{
    AskedOnPhone, CallQuestion, Caller, answer_on_phone, ask_on_phone, asked_on_phone,
};
pub use open::{Open, Wish, open};
pub use organisation::{lock_organisation, reopen_organisation, unlock_organisation};
pub use proof::{MAX_WRONG, Proof, proof};
pub use question::Question;
pub(crate) use reference::ALPHABET;
pub use reference::{CallRef, reference};
pub use view::{AccountView, Asked, CaseView, Over, PhoneView, view};

use jiff::SignedDuration;
use store::Source;
use store::assistance::{self, Assistance};

use crate::{Cx, Error, Result};

/// A call or visit that takes longer must be opened and checked anew.
const LIFE: SignedDuration = SignedDuration::from_mins(60);

/// Only who opened it comes in.
async fn own(source: &mut impl Source, cx: &Cx, case: CallRef) -> Result<Assistance> {
    let staff = cx.staff()?;
    let found = assistance::load(source, case.subject, case.id).await?;
    found.filter(|a| a.staff == staff).ok_or(Error::NotFound)
}

/// One that is still going on and may still do something.
async fn going_on(source: &mut impl Source, cx: &Cx, case: CallRef) -> Result<Assistance> {
    let found = own(source, cx, case).await?;
    if found.closed.is_some() || cx.now.duration_since(found.opened) > LIFE {
        return Err(Error::Refused("call-over"));
    }
    if found.wrong >= MAX_WRONG {
        return Err(Error::Refused("caller-failed"));
    }
    Ok(found)
}
