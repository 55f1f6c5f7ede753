//! The end of a request: into production, or refused with a reason, its legal basis and what to do next
//! (D59-22.1, D69-18, I7).

use domain::actor::Purpose;
use domain::event::Event;
use domain::fault::{Fault, Faults};
use domain::ids::ReviewId;
use domain::relying_party::{Phase, Refusal, Review, ReviewKind};
use oidc::client::Class;
use store::audit::NOBODY;
use store::relying_party::client::{self, Client};
use store::relying_party::review;

use super::super::client::read;
use super::change::put;
use super::review::to_judge;
use super::{back_to_trial, licence, registration, shown, tell};
use crate::training::may_decide;
use crate::words::words;
use crate::{App, Cx, Error, Result, entry_with};

/// An approval.
#[derive(Debug, Clone, Copy)]
pub struct Approve<'a> {
    /// `high` unless there is a reason for `web`.
    pub class: &'a str,
    /// That reason.
    pub because: &'a str,
    /// R50-3: number of the licence of a provider of signature certificates, which lets it ask for identity
    /// packages; empty for all others.
    pub licence: &'a str,
}

/// A refusal.
#[derive(Debug, Clone, Copy)]
pub struct Refuse<'a> {
    /// A word of [`Refusal`].
    pub reason: &'a str,
    /// In words that the developer reads.
    pub words: &'a str,
}

/// D59-22.1, D69-18: approves a request whose checklist is whole.
pub async fn approve(
    app: &App,
    cx: &Cx,
    place: (ReviewId, i64),
    asked: &Approve<'_>,
) -> Result<()> {
    may_decide(app, cx).await?;
    let mut tx = app.db.begin().await?;
    let (mut stored, mut client) = to_judge(&mut tx, cx, place).await?;
    let by = cx.staff()?;
    let licence = licence::read(asked.licence)?;
    let because = match stored.review.kind {
        ReviewKind::Production => connect(&mut client, &stored.review, asked)?,
        ReviewKind::Change => {
            take_over(&mut client, &stored.review)?;
            String::new()
        }
    };
    if let Some(licence) = licence {
        licence::put(&mut client, licence)?;
    }
    stored.review = stored
        .review
        .approve(by, cx.now, because)
        .map_err(|wrong| Error::Refused(wrong.code()))?;
    review::save(&mut tx, &stored).await?;
    client::save(&mut tx, &client).await?;
    let args = [("name", client.name.clone())];
    tell::party(&mut tx, app, cx, (&client, "party-approved"), &args).await?;
    let cx = &cx.with_purpose(Purpose::Administration);
    let detail = serde_json::json!({
        "review": stored.review.id,
        "client": client.id,
        "kind": stored.review.kind.as_str(),
        "party": client.name,
        "licence": client.signature_licence,
    });
    let subject = client.owner.unwrap_or(NOBODY);
    let entry = entry_with(app, cx, Event::PartyReviewApproved, subject, detail);
    Ok(tx.commit(entry).await?)
}

/// FAPI 2.0 for whoever serves people, unless somebody says why not. Gives that reason.
fn connect(client: &mut Client, review: &Review, asked: &Approve<'_>) -> Result<String> {
    let mut faults = Faults::default();
    let (class, because) = match asked.class {
        "high" => (Class::High, Some(String::new())),
        "web" => {
            let because = words(("because", "party-because-missing"), asked.because, 500);
            (Class::Web, faults.take(because))
        }
        _ => return Err(Fault::new("class", "party-class").into()),
    };
    let rules = read(client.clone())?.rules;
    let rules = if rules.class == class {
        rules
    } else {
        registration::in_class(rules, class)
    };
    if !registration::judge(&rules).is_empty() {
        faults.push(Fault::new("class", "party-class-needs-key"));
    }
    let (Some(because), true) = (because, faults.is_empty()) else {
        return Err(faults.into());
    };
    let present = shown(client, &rules);
    put(client, rules, &present)?;
    if let Some(kind) = review.dossier.party() {
        client.kind = kind;
    }
    client.legal_basis.clone_from(&review.dossier.legal_basis);
    client.phase = match client.phase {
        Phase::Review => Phase::Production,
        Phase::Sandbox | Phase::Production | Phase::Suspended => {
            return Err(Error::Refused("party-review-state"));
        }
    };
    Ok(because)
}

/// D59-22.2: what was asked for takes the place of what ran until now; nothing of that was changed since,
/// for [`super::change`] refuses it while the request waits. Keys that stand in the registration stay as they
/// are by now.
fn take_over(client: &mut Client, review: &Review) -> Result<()> {
    let rules = read(client.clone())?.rules;
    let next = review.proposal.as_ref();
    let next = next.ok_or_else(|| Error::Internal("a change without its version".into()))?;
    put(client, rules, next)
}

/// I7: refuses a request; a change leaves the running version as it was.
pub async fn refuse(app: &App, cx: &Cx, place: (ReviewId, i64), asked: &Refuse<'_>) -> Result<()> {
    may_decide(app, cx).await?;
    let mut tx = app.db.begin().await?;
    let (mut stored, mut client) = to_judge(&mut tx, cx, place).await?;
    let mut faults = Faults::default();
    let reason = Refusal::parse(asked.reason);
    let reason = faults.take(reason.ok_or_else(|| Fault::new("reason", "party-reason-missing")));
    let told = faults.take(words(("words", "party-words-missing"), asked.words, 1000));
    let (Some(reason), Some(told)) = (reason, told) else {
        return Err(faults.into());
    };
    stored.review = stored
        .review
        .refuse(cx.staff()?, cx.now, (reason, told))
        .map_err(|wrong| Error::Refused(wrong.code()))?;
    review::save(&mut tx, &stored).await?;
    if back_to_trial(&mut client) {
        client::save(&mut tx, &client).await?;
    }
    let args = [("name", client.name.clone())];
    tell::party(&mut tx, app, cx, (&client, "party-refused"), &args).await?;
    let cx = &cx.with_purpose(Purpose::Administration);
    let detail = serde_json::json!({
        "review": stored.review.id, "client": client.id, "reason": reason.as_str(),
    });
    let subject = client.owner.unwrap_or(NOBODY);
    let entry = entry_with(app, cx, Event::PartyReviewRefused, subject, detail);
    Ok(tx.commit(entry).await?)
}
