//! A visit's state as columns, and back.

use domain::ids::{SubjectId, VisitId};
use domain::time::{from_millis, millis};
use domain::visit::{Canceller, Desk, Reason, State, Ticket};

use super::{CORRUPT, Stored, context};
use crate::registers::day;
use crate::{Keys, Result};

row! {
    pub(super) struct VisitRow {
        unit: String,
        id: Vec<u8>,
        reference: String,
        day: String,
        state: String,
        reason: String,
        slot: Option<i64>,
        number: Option<i64>,
        arrived_at: Option<i64>,
        desk: Option<String>,
        called_at: Option<i64>,
        calls: Option<i64>,
        registration: Option<String>,
        over_at: Option<i64>,
        cancelled_by: Option<String>,
        subject: Option<Vec<u8>>,
        body: Option<Vec<u8>>,
        made_at: i64,
        revision: i64,
    }
}

impl VisitRow {
    fn ticket(&self) -> Option<Ticket> {
        Some(Ticket {
            number: u32::try_from(self.number?).ok()?,
            at: from_millis(self.arrived_at?),
            slot: self.slot.map(from_millis),
        })
    }

    fn state(&self) -> Option<State> {
        let slot = self.slot.map(from_millis);
        let over = self.over_at.map(from_millis);
        Some(match self.state.as_str() {
            "booked" => State::Booked { slot: slot? },
            "arrived" => State::Arrived(self.ticket()?),
            "called" => State::Called {
                ticket: self.ticket()?,
                desk: Desk::parse(self.desk.as_deref()?)?,
                at: from_millis(self.called_at?),
                times: u32::try_from(self.calls?).ok()?,
                registration: self.registration.clone(),
            },
            "served" => State::Served {
                ticket: self.ticket()?,
                at: over?,
                registration: self.registration.clone(),
            },
            "left" => State::Left {
                ticket: self.ticket()?,
                at: over?,
            },
            "cancelled" => State::Cancelled {
                slot: slot?,
                by: Canceller::parse(self.cancelled_by.as_deref()?)?,
                at: over?,
            },
            "missed" => State::Missed {
                slot: slot?,
                at: over?,
            },
            _ => return None,
        })
    }

    pub(super) fn into_stored(self, keys: &Keys) -> Result<Stored> {
        let id = VisitId::try_from(self.id.as_slice()).map_err(|_| CORRUPT)?;
        let body = self.body.as_deref();
        let subject = self.subject.as_deref().map(SubjectId::try_from);
        Ok(Stored {
            id,
            day: day(&self.day, "visit")?,
            reason: Reason::parse(&self.reason).ok_or(CORRUPT)?,
            state: self.state().ok_or(CORRUPT)?,
            subject: subject.transpose().map_err(|_| CORRUPT)?,
            body: body
                .map(|body| keys.open_json(&context(id), body))
                .transpose()?,
            made: from_millis(self.made_at),
            revision: self.revision,
            unit: self.unit,
            reference: self.reference,
        })
    }
}

/// The columns that a state fills.
#[derive(Default)]
pub(super) struct Columns<'a> {
    pub(super) slot: Option<i64>,
    pub(super) number: Option<i64>,
    pub(super) arrived_at: Option<i64>,
    pub(super) desk: Option<&'a str>,
    pub(super) called_at: Option<i64>,
    pub(super) calls: Option<i64>,
    pub(super) registration: Option<&'a str>,
    pub(super) over_at: Option<i64>,
    pub(super) cancelled_by: Option<&'static str>,
}

impl<'a> Columns<'a> {
    pub(super) fn of(state: &'a State) -> Self {
        let mut columns = Self {
            slot: state.slot().map(millis),
            number: state.ticket().map(|ticket| i64::from(ticket.number)),
            arrived_at: state.ticket().map(|ticket| millis(ticket.at)),
            ..Self::default()
        };
        match state {
            State::Booked { .. } | State::Arrived(_) => {}
            State::Called {
                desk,
                at,
                times,
                registration,
                ..
            } => {
                columns.desk = Some(desk.as_str());
                columns.called_at = Some(millis(*at));
                columns.calls = Some(i64::from(*times));
                columns.registration = registration.as_deref();
            }
            State::Served {
                at, registration, ..
            } => {
                columns.over_at = Some(millis(*at));
                columns.registration = registration.as_deref();
            }
            State::Left { at, .. } | State::Missed { at, .. } => {
                columns.over_at = Some(millis(*at));
            }
            State::Cancelled { by, at, .. } => {
                columns.over_at = Some(millis(*at));
                columns.cancelled_by = Some(by.as_str());
            }
        }
        columns
    }
}
