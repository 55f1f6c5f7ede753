//! What the holder may know of a confirmed breach, and his written objection (D59-19.ui, I7).

use domain::actor::Purpose;
use domain::breach::{Rule, State};
use domain::event::Event;
use domain::ids::BreachId;
use jiff::Timestamp;
use store::breach::{self, Stored};

use crate::words::words;
use crate::{App, Cx, Error, Result, entry_with, holder};

/// A breach as its holder sees it: never who recorded it, nor the evidence.
#[derive(Debug, Clone)]
pub struct Own {
    /// Identifier.
    pub id: BreachId,
    /// How it is referred to.
    pub reference: String,
    /// Which rule.
    pub rule: Rule,
    /// Version of the terms.
    pub terms: String,
    /// When it was confirmed.
    pub confirmed: Timestamp,
    /// What the decision says; may be empty.
    pub decision: String,
    /// What the latest decision not to end it says; may be empty.
    pub stays: String,
    /// The objection that nobody has answered.
    pub objected: Option<Timestamp>,
}

fn shown(stored: Stored) -> Option<Own> {
    let open = matches!(stored.breach.state, State::Confirmed | State::EndProposed);
    let confirmed = stored.breach.decided.filter(|_| open)?.at;
    Some(Own {
        id: stored.id,
        reference: stored.reference,
        rule: stored.breach.rule,
        terms: stored.terms,
        confirmed,
        decision: stored.body.decision,
        stays: stored.body.end,
        objected: stored.breach.objected,
    })
}

/// D59-19.ui: the breaches that hold the signed-in holder's account.
pub async fn own(app: &App, cx: &Cx) -> Result<Vec<Own>> {
    let subject = cx.holder()?;
    let mut source = app.db.read().await?;
    let all = breach::of_subject(&mut source, subject).await?;
    Ok(all.into_iter().filter_map(shown).collect())
}

/// I7: a written objection; the breach is looked at again.
pub async fn object(app: &App, cx: &Cx, id: BreachId, text: &str) -> Result<()> {
    let cx = &cx.with_purpose(Purpose::OwnUse);
    let words = words(("words", "objection-words"), text, 2000)?;
    let mut tx = app.db.begin().await?;
    let account = holder::account_to_change(&mut tx, cx).await?;
    let subject = account.account.subject;
    let found = breach::load(&mut tx, subject, id).await?;
    let mut stored = found.ok_or(Error::NotFound)?;
    if stored.breach.decided.is_none() {
        return Err(Error::NotFound);
    }
    stored.breach.object(cx.now)?;
    stored.body.objection = words;
    breach::save(&mut tx, &stored).await?;
    let detail = serde_json::json!({ "breach": id, "ground": "breach" });
    Ok(tx
        .commit(entry_with(app, cx, Event::BreachObjected, subject, detail))
        .await?)
}
