//! Organisations that somebody may sign in to services for (D59-13.7).

use domain::ids::SubjectId;
use domain::organisation::{Act, Power};
use domain::time::{from_millis, millis};
use jiff::Timestamp;

use crate::{Error, Result, Source};

row! {
    struct Row {
        subject: Vec<u8>,
        power: String,
        until: Option<i64>,
    }
}

/// An organisation with the widest power over it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Representing {
    /// Which.
    pub organisation: SubjectId,
    /// By which power.
    pub power: Power,
    /// Until when; the legal representative's has no end.
    pub until: Option<Timestamp>,
}

/// The power in force, a delegate's only while its giver is the legal representative; both accounts
/// activated and without a hold (I5), the person's of level 2.
pub(crate) const REPRESENTING: &str = "SELECT d.subject, d.power, d.until \
     FROM delegation d JOIN account a ON a.subject = d.person JOIN account o ON o.subject = d.subject \
     WHERE d.person = $1 AND d.accepted_at <= $2 AND d.ended_at IS NULL AND (d.until IS NULL OR d.until > $2) \
     AND a.activated_at IS NOT NULL AND a.level = 2 AND o.activated_at IS NOT NULL \
     AND NOT EXISTS (SELECT 1 FROM hold h WHERE (h.subject = o.subject OR h.subject = a.subject) AND h.ended_at IS NULL AND (h.since <= $2 OR h.channel <> 'date') AND (h.until IS NULL OR h.until > $2)) \
     AND (d.power = 'legal' OR EXISTS (SELECT 1 FROM delegation g WHERE g.subject = d.subject AND g.person = d.giver AND g.power = 'legal' AND g.ended_at IS NULL)) \
     ORDER BY CASE d.power WHEN 'legal' THEN 0 WHEN 'represent' THEN 1 ELSE 2 END, d.accepted_at, d.id LIMIT 200";

/// I5: what somebody may sign in to services for at an instant, each organisation once.
pub async fn representing(
    source: &mut impl Source,
    person: SubjectId,
    now: Timestamp,
) -> Result<Vec<Representing>> {
    let corrupt = || Error::Corrupt("delegation");
    let person = person.as_bytes().as_slice();
    let mut all: Vec<Representing> = Vec::new();
    for row in fetch_all!(source, Row, REPRESENTING, person, millis(now))? {
        let power = Power::parse(&row.power).ok_or_else(corrupt)?;
        let organisation = SubjectId::try_from(row.subject.as_slice()).map_err(|_| corrupt())?;
        if power.covers(Act::SignIn) && all.iter().all(|own| own.organisation != organisation) {
            all.push(Representing {
                organisation,
                power,
                until: row.until.map(from_millis),
            });
        }
    }
    Ok(all)
}
