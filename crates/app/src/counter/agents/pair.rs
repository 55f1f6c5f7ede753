//! An officer types the code that an agent shows: the agent works for his unit from then on.

use domain::actor::Purpose;
use domain::authority::{Operation, require};
use domain::event::Event;
use domain::fault::Fault;
use domain::ids::AgentId;
use domain::throttle::BackOff;
use store::agent::{self, Abilities, Agent};
use store::audit::NOBODY;
use store::throttle::Rule;
use store::{Audit, Entry};

use super::offer::KIND;
use crate::counter::access::unit;
use crate::throttle::{self, Counted};
use crate::{App, Cx, Result, entry_with};

/// More than any unit has counters.
const MOST: i64 = 100;

/// Pairs the agent that shows this code with the officer's unit; with another one it works no more.
pub async fn pair(app: &App, cx: &Cx, code: &str) -> Result<Agent> {
    require(&cx.actor, Operation::ProveLevelTwo)?;
    let cx = &cx.with_purpose(Purpose::Administration);
    let (unit, staff) = (unit(cx)?, cx.staff()?);
    let code: String = code
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .take(20)
        .map(|c| c.to_ascii_uppercase())
        .collect();
    if code.len() != 8 {
        return Err(Fault::new("code", "agent-code-format").into());
    }
    let caller = staff.to_string();
    let guesses = Counted {
        kind: "counter-agent-code",
        value: &caller,
        rule: Rule::Failures(BackOff::default()),
    };
    throttle::reserve(app, cx, &[guesses]).await?;
    let mut tx = app.db.begin().await?;
    let digest = app.db.keys().digest(KIND, &code);
    let offered = agent::offered(&mut tx, &digest, cx.now).await?;
    let offered = offered.ok_or_else(|| Fault::new("code", "agent-code"))?;
    let there = agent::of_unit(&mut tx, &unit, MOST).await?;
    if i64::try_from(there.len()).is_ok_and(|n| n >= MOST) {
        return Err(Fault::new("code", "agents-many").with("limit", MOST).into());
    }
    // Another officer may have typed it at the same time.
    if !agent::take_offer(&mut tx, &offered.key).await? {
        return Err(Fault::new("code", "agent-code").into());
    }
    let earlier = agent::by_key(&mut tx, &offered.key).await?;
    let new = Agent {
        id: app.id(AgentId::from_bytes),
        name: offered.name,
        unit,
        paired: cx.now,
        seen: cx.now,
        abilities: Abilities::UNTOLD,
    };
    agent::pair(&mut tx, &offered.key, &new, staff).await?;
    throttle::clear(&mut tx, app, "counter-agent-code", &caller).await?;
    let detail = serde_json::json!({ "agent": new.id, "name": new.name, "unit": new.unit });
    let ended = earlier.map(|earlier| {
        let detail =
            serde_json::json!({ "agent": earlier.id, "unit": earlier.unit, "by-unit": new.unit });
        entry_with(app, cx, Event::AgentUnpaired, NOBODY, detail)
    });
    let paired = entry_with(app, cx, Event::AgentPaired, NOBODY, detail);
    let entries: Vec<Entry> = ended.into_iter().chain([paired]).collect();
    tx.commit(Audit::from(entries)).await?;
    Ok(new)
}
