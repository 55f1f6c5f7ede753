//! Passes for a time without a line.

use chip::group::Group;
use domain::ids::PassId;
use domain::packet::{FRESH, OUT, PassTime, STOCK, after};
use store::Audit;
use store::agent::Agent;
use store::packet::pass::{self, Pass};

use crate::chip_check::GROUPS;
use crate::registration::CONSENT_VERSION;
use crate::{App, Cx, Error, Result};

/// What an agent gets.
#[derive(Debug, Clone)]
pub struct Issued {
    /// Number of the key that packets are sealed to.
    pub key: u32,
    /// Its public half: an uncompressed point of P-256.
    pub public: Vec<u8>,
    /// Those of the agent's passes that still count; it may forget the others.
    pub good: Vec<PassId>,
    /// Fresh passes, where it needs some.
    pub passes: Vec<Pass>,
    /// The groups to be read besides those with the chip's keys.
    pub groups: Vec<u8>,
}

/// D59-24.4: fills up the stock of an agent that holds these passes; each has a challenge that nobody could foresee.
pub async fn issue(app: &App, cx: &Cx, agent: &Agent, holds: &[PassId]) -> Result<Issued> {
    let mut tx = app.db.begin().await?;
    let who = (agent.id, agent.unit.as_str());
    let out = pass::out(&mut tx, who, cx.now).await?;
    let held = out.iter().filter(|(id, _)| holds.contains(id));
    // Those that end soon still count, and are no stock.
    let lasting = after(cx.now, FRESH);
    let stock = held.clone().filter(|(_, ends)| *ends >= lasting).count();
    let good: Vec<PassId> = held.map(|(id, _)| *id).collect();
    let room = OUT.saturating_sub(out.len());
    let wanted = STOCK.saturating_sub(stock).min(room);
    let mut passes = Vec::with_capacity(wanted);
    for _ in 0..wanted {
        let pass = Pass {
            id: app.id(PassId::from_bytes),
            agent: agent.id,
            unit: agent.unit.clone(),
            consent: CONSENT_VERSION.to_owned(),
            time: PassTime::from(cx.now),
            challenge: app.random(),
        };
        pass::insert(&mut tx, &pass).await?;
        passes.push(pass);
    }
    tx.commit(Audit::Bookkeeping("passes of a counter agent"))
        .await?;
    let key = app.db.keys().new_packet_key();
    let (key, public) = key.ok_or_else(|| Error::Internal("no key for packets".to_owned()))?;
    Ok(Issued {
        key,
        public: public.public().to_vec(),
        good,
        passes,
        groups: GROUPS.map(Group::number).to_vec(),
    })
}
