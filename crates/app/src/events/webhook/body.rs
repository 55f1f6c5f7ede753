//! The body of a message: `{"events": [{"id", "subject", "change", "occurred_at", "sequence"?}]}`.

use domain::register_event::{Change, Moment, Teller, event_id};
use domain::registers::Reason;
use domain::registers::events::{EventRecord, instant};
use serde::Deserialize;
use serde_json::Value;

use super::super::MOST;
use super::super::parse::{Bad, Good, Parsed};
use super::super::subject::identify;
use super::{ItemAnswer, malformed, unreadable};
use crate::Result;
use crate::registers::Complaint;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Body {
    events: Vec<Value>,
}

const MEMBERS: [&str; 5] = ["id", "subject", "change", "occurred_at", "sequence"];

/// Events in order, and an answer for each item that cannot be read.
pub(super) fn read(body: &[u8], teller: Teller) -> Result<(Parsed, Vec<ItemAnswer>)> {
    let body: Body = serde_json::from_slice(body).map_err(|_| malformed())?;
    if body.events.len() > MOST {
        return Err(malformed());
    }
    let mut parsed = Parsed::default();
    let mut answers = Vec::new();
    for (place, value) in (1_u64..).zip(&body.events) {
        match event(value, teller) {
            Ok((record, lookup)) => parsed.good.push(Good {
                line: place,
                record,
                lookup,
            }),
            Err((column, reason)) => {
                let id = text(value, "id").unwrap_or_default();
                let id = event_id(id).unwrap_or_default();
                answers.push(unreadable(place, id, column, reason));
                parsed.bad.push(Bad {
                    complaint: Complaint {
                        line: place,
                        column,
                        reason,
                    },
                    raw: value.to_string().bytes().take(1024).collect(),
                });
            }
        }
    }
    parsed.sort();
    Ok((parsed, answers))
}

type Wrong = (&'static str, Reason);

fn text<'a>(value: &'a Value, member: &str) -> Option<&'a str> {
    value.get(member).and_then(Value::as_str)
}

fn event(
    value: &Value,
    teller: Teller,
) -> std::result::Result<(EventRecord, (store::account::Identifier, String)), Wrong> {
    let members = value.as_object().ok_or(("", Reason::FieldCount))?;
    if members.keys().any(|name| !MEMBERS.contains(&name.as_str())) {
        return Err(("", Reason::FieldCount));
    }
    let filled = |member: &'static str| text(value, member).ok_or((member, Reason::Empty));
    let event = event_id(filled("id")?).ok_or(("id", Reason::EventId))?;
    let subject = filled("subject")?;
    let lookup = identify(teller, subject).map_err(|reason| ("subject", reason))?;
    let change = Change::of(teller, filled("change")?).ok_or(("change", Reason::Change))?;
    let at = instant(filled("occurred_at")?).ok_or(("occurred_at", Reason::Moment))?;
    let sequence = match members.get("sequence") {
        None => 0,
        Some(number) => number
            .as_i64()
            .filter(|n| (0..=1 << 53).contains(n))
            .ok_or(("sequence", Reason::Sequence))?,
    };
    let record = EventRecord {
        event: event.to_owned(),
        subject: subject.to_owned(),
        change,
        moment: Moment { at, sequence },
    };
    Ok((record, lookup))
}
