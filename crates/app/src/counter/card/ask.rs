//! The officer asks for a reading: by which agent, of which card.

use domain::account::SubjectKind;
use domain::actor::Purpose;
use domain::event::Event;
use domain::fault::{Fault, Faults};
use domain::ids::CardJobId;
use jiff::SignedDuration;
use store::card_job::{self, Kind};

use super::Asked;
use crate::chip_check::{Question, zone};
use crate::counter::{access, jobs};
use crate::{App, Cx, Error, Result, entry_with};

/// Longer than the slowest card takes, and time to put it on the reader.
const LIFE: SignedDuration = SignedDuration::from_mins(3);

/// What the officer gives.
#[derive(Debug, Clone, Copy)]
pub struct Ask<'a> {
    /// Identifier of the agent.
    pub agent: &'a str,
    /// The lines of the machine-readable zone, as printed.
    pub zone: &'a str,
    /// The access number; empty where the zone opens the chip.
    pub can: &'a str,
}

/// The access number; nothing where the printed lines open the chip.
pub(crate) fn can(text: &str) -> std::result::Result<Option<String>, Fault> {
    let digits: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    match digits.len() {
        0 => Ok(None),
        6 if digits.bytes().all(|b| b.is_ascii_digit()) => Ok(Some(digits)),
        _ => Err(Fault::new("can", "can-format")),
    }
}

/// D59-14.2.a2, D59-24.4: asks an agent of the officer's unit to read the card of the person before him,
/// with a challenge that nobody could foresee. What was asked before and not brought is over.
pub async fn ask(app: &App, cx: &Cx, reference: &str, ask: &Ask<'_>) -> Result<CardJobId> {
    let cx = &cx.with_purpose(Purpose::Proofing);
    let mut tx = app.db.begin().await?;
    let stored = access::open_proofing(&mut tx, cx, reference).await?;
    if stored.dossier.kind != SubjectKind::Citizen {
        return Err(Error::Refused("card-of-citizens"));
    }
    // D59-14.2.b: there is none yet.
    if stored.joint() {
        return Err(Error::Refused("card-to-come"));
    }
    let mut faults = Faults::default();
    let choose = Fault::new("agent", "agent-choose");
    let agent = jobs::chosen(&mut tx, &stored, ask.agent, (|a| a.reader, choose)).await?;
    let agent = faults.take(agent);
    let zone = faults.take(zone(ask.zone));
    let can = faults.take(can(ask.can));
    let (Some(agent), Some(zone), Some(can)) = (agent, zone, can) else {
        return Err(faults.into());
    };
    let number = stored.dossier.number.as_ref().ok_or(Error::NotFound)?;
    if zone.optional() != number.as_str() {
        return Err(Fault::new("zone", "zone-other-person").into());
    }
    let job = jobs::fresh((app, cx), &stored, agent, (Kind::Card, LIFE))?;
    let asked = Asked {
        can,
        question: Question::new(app, &zone),
    };
    card_job::drop_open(&mut tx, stored.subject, stored.id).await?;
    card_job::free_scanner(&mut tx, agent).await?;
    card_job::insert(&mut tx, &job, &asked).await?;
    let detail =
        serde_json::json!({ "registration": stored.id, "reading": job.id, "agent": agent });
    let entry = entry_with(app, cx, Event::CardReadingAsked, stored.subject, detail);
    tx.commit(entry).await?;
    Ok(job.id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_access_number_has_six_digits() {
        assert_eq!(can(" "), Ok(None));
        assert_eq!(can("000 015"), Ok(Some("000015".to_owned())));
        for bad in ["1", "12345a", "1234567", "١٢٣٤٥٦"] {
            assert!(can(bad).is_err(), "{bad}");
        }
    }
}
