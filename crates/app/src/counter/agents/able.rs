//! What an agent's computer has, as it says.

use store::Audit;
use store::agent::{self, Abilities, Agent};

use crate::{App, Result};

/// Most words of one agent.
const MOST: usize = 16;

/// By the words of an agent; of one that says nothing, those of before.
pub fn abilities(words: Option<&[String]>) -> Abilities {
    words.map_or(Abilities::UNTOLD, |words| {
        let has = |word: &str| words.iter().take(MOST).any(|w| w == word);
        Abilities {
            reader: has("reader"),
            scanner: has("scanner"),
        }
    })
}

/// Notes what it has now, where that changed: officers are offered it from now on.
pub async fn able(app: &App, agent: &Agent, abilities: Abilities) -> Result<()> {
    if agent.abilities == abilities {
        return Ok(());
    }
    let mut tx = app.db.begin().await?;
    agent::able(&mut tx, agent.id, abilities).await?;
    tx.commit(Audit::Bookkeeping("counter agent")).await?;
    Ok(())
}
