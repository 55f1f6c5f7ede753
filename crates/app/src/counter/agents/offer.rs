//! An agent that nobody knows yet gets a code to show, and learns whether somebody typed it.

use domain::fault::Fault;
use domain::throttle::Throttle;
use jiff::{SignedDuration, Timestamp};
use store::agent::{self, Agent};
use store::throttle::Rule;
use store::{Audit, agent as table};

use super::Identified;
use crate::throttle::{self, Counted};
use crate::{App, Cx, Result};

/// How long a code is good for.
const LIFE: SignedDuration = SignedDuration::from_mins(10);
/// So many from one address in an hour.
const OFFERS: Throttle = Throttle::new(60, SignedDuration::from_hours(1));
const LONGEST: usize = 60;
/// Letters and digits that nobody mistakes for one another.
const ALPHABET: &[u8; 32] = b"23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
/// Namespace of the codes' digests.
pub(super) const KIND: &str = "counter-agent-code";

/// What an agent says of itself.
#[derive(Debug, Clone, Copy)]
pub struct Offer<'a> {
    /// Name of the computer, for the officers.
    pub name: &'a str,
}

/// A code to be shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offered {
    /// `XXXX-XXXX`.
    pub code: String,
    /// Until when.
    pub expires: Timestamp,
}

fn fresh(app: &App) -> String {
    let random: [u8; 8] = app.random();
    let letter = |b: &u8| char::from(ALPHABET.get(usize::from(b & 31)).copied().unwrap_or(b'2'));
    random.iter().map(letter).collect()
}

/// The name as officers see it: letters, digits and what host names have.
fn name(text: &str) -> std::result::Result<String, Fault> {
    let kept = |c: &char| c.is_alphanumeric() || " -_.".contains(*c);
    let name: String = text.chars().filter(kept).collect();
    let name = name.trim();
    match name.chars().count() {
        0 => Err(Fault::new("name", "agent-name")),
        1..=LONGEST => Ok(name.to_owned()),
        _ => Err(Fault::new("name", "words-long").with("limit", LONGEST)),
    }
}

/// Makes a code for a key; an earlier one of the same key is void.
pub async fn offer(app: &App, cx: &Cx, who: &Identified, offer: &Offer<'_>) -> Result<Offered> {
    let name = name(offer.name)?;
    let address = throttle::address(cx);
    let counted = Counted {
        kind: "counter-agent-offer",
        value: &address,
        rule: Rule::Rate(OFFERS),
    };
    throttle::reserve(app, cx, &[counted]).await?;
    let code = fresh(app);
    let new = table::Offer {
        key: who.key.clone(),
        name,
        expires: cx.now.checked_add(LIFE).unwrap_or(cx.now),
    };
    let digest = app.db.keys().digest(KIND, &code);
    let mut tx = app.db.begin().await?;
    agent::offer(&mut tx, &new, &digest).await?;
    tx.commit(Audit::Bookkeeping("counter agent")).await?;
    let (first, second) = code.split_at(4);
    Ok(Offered {
        code: format!("{first}-{second}"),
        expires: new.expires,
    })
}

/// Whether a key has been let in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Pairing {
    /// Not yet.
    Waiting,
    /// By this unit.
    Paired(Agent),
}

/// Tells an agent whether somebody typed its code.
pub async fn pairing(app: &App, who: &Identified) -> Result<Pairing> {
    let mut source = app.db.read().await?;
    let found = agent::by_key(&mut source, &who.key).await?;
    Ok(found.map_or(Pairing::Waiting, Pairing::Paired))
}
