//! The wallet's list: documents with their state, requests that wait, refusals that still matter.

use domain::account::Level;
use domain::document::{Authority, DocumentKind, IntegrationRequest, Shown, State};
use domain::ids::{DocumentId, IntegrationId};
use domain::time::viet_nam_date;
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use store::integration::Stored;
use store::{document, integration};

use super::Claim;
use crate::holder::opens;
use crate::{App, Cx, Error, Result, holder};
use domain::regime::Feature;

/// What the wallet page shows.
#[derive(Debug, Clone)]
pub struct Wallet {
    /// Level of the account.
    pub level: Level,
    /// Name of the holder.
    pub holder: String,
    /// Whether documents may be added (DOC-0).
    pub may_add: bool,
    /// Documents, newest first.
    pub documents: Vec<Card>,
    /// DOC-GPLX-s: requests that wait, newest first.
    pub pending: Vec<Integration>,
    /// Refused requests of the last months that no later request replaced.
    pub refused: Vec<Integration>,
}

/// A document as the list shows it: without passcode, so without its numbers (QR-6).
#[derive(Debug, Clone)]
pub struct Card {
    /// Identifier.
    pub id: DocumentId,
    /// Kind.
    pub kind: DocumentKind,
    /// The number's last three characters.
    pub number_end: String,
    /// How it is shown today.
    pub shown: Shown,
    /// Who holds or withdrew it (QR-8).
    pub authority: Option<Authority>,
    /// Last day.
    pub expires_on: Option<Date>,
    /// When the source last confirmed it.
    pub verified_at: Timestamp,
}

/// A request as its holder sees it.
#[derive(Debug, Clone)]
pub struct Integration {
    /// Identifier.
    pub id: IntegrationId,
    /// Kind.
    pub kind: DocumentKind,
    /// Reference to quote.
    pub reference: String,
    /// Where it stands.
    pub state: IntegrationRequest,
    /// DOC-r4: until when we mean to have an answer.
    pub target: Timestamp,
    /// Past the target and still pending.
    pub late: bool,
    /// What was entered.
    pub claim: Claim,
}

const REFUSALS_KEPT: SignedDuration = SignedDuration::from_hours(24 * 90);
const REFUSALS_SHOWN: usize = 5;

fn card_of(stored: &document::Stored, today: Date) -> Card {
    let facts = &stored.document.facts;
    let number = facts.number();
    let authority = match &stored.document.state {
        State::Held(by) | State::Revoked(by) => Some(by.clone()),
        State::Current | State::Removed { .. } => None,
    };
    Card {
        id: stored.id,
        kind: facts.kind(),
        number_end: number
            .get(number.len().saturating_sub(3)..)
            .unwrap_or_default()
            .to_owned(),
        shown: stored.document.shown(today),
        authority,
        expires_on: facts.expires_on(),
        verified_at: stored.document.verified_at,
    }
}

fn view(stored: Stored, now: Timestamp) -> Result<Integration> {
    let claim = serde_json::from_value(stored.claim.into_inner())
        .map_err(|_| Error::Internal("a claim does not read back".to_owned()))?;
    Ok(Integration {
        id: stored.id,
        kind: stored.kind,
        reference: stored.reference,
        late: stored.state.is_pending() && now >= stored.target,
        state: stored.state,
        target: stored.target,
        claim,
    })
}

/// Requests are newest first: a refusal is old news once the same document was asked for again.
fn sort(all: Vec<Stored>, now: Timestamp) -> Result<(Vec<Integration>, Vec<Integration>)> {
    let (mut pending, mut refused) = (Vec::new(), Vec::new());
    let mut asked_later: Vec<(DocumentKind, Vec<u8>)> = Vec::new();
    for stored in all {
        let known = (stored.kind, stored.number.clone());
        let replaced = asked_later.contains(&known);
        asked_later.push(known);
        match stored.state {
            IntegrationRequest::PendingVerification { .. } => pending.push(view(stored, now)?),
            IntegrationRequest::Refused { at, .. }
                if !replaced
                    && now.duration_since(at) < REFUSALS_KEPT
                    && refused.len() < REFUSALS_SHOWN =>
            {
                refused.push(view(stored, now)?);
            }
            IntegrationRequest::Refused { .. }
            | IntegrationRequest::Verified { .. }
            | IntegrationRequest::Withdrawn { .. } => {}
        }
    }
    Ok((pending, refused))
}

/// The holder's wallet.
pub async fn wallet(app: &App, cx: &Cx) -> Result<Wallet> {
    let mut source = app.db.read().await?;
    let stored = holder::account(&mut source, cx).await?;
    let subject = stored.account.subject;
    let today = viet_nam_date(cx.now);
    let documents = document::by_subject(&mut source, subject).await?;
    let requests = integration::by_subject(&mut source, subject).await?;
    let (pending, refused) = sort(requests, cx.now)?;
    Ok(Wallet {
        level: stored.account.level,
        holder: stored.profile.identity.name.as_str().to_owned(),
        may_add: opens(stored.account.level, cx, Feature::Documents),
        documents: documents.iter().map(|d| card_of(d, today)).collect(),
        pending,
        refused,
    })
}

/// One request of the holder.
pub async fn integration(app: &App, cx: &Cx, id: IntegrationId) -> Result<Integration> {
    let subject = cx.holder()?;
    let mut source = app.db.read().await?;
    let stored = integration::load(&mut source, subject, id)
        .await?
        .ok_or(Error::NotFound)?;
    view(stored, cx.now)
}

/// One document of the holder, as the list shows it.
pub async fn card(app: &App, cx: &Cx, id: DocumentId) -> Result<Card> {
    let subject = cx.holder()?;
    let mut source = app.db.read().await?;
    let stored = document::load(&mut source, subject, id)
        .await?
        .ok_or(Error::NotFound)?;
    Ok(card_of(&stored, viet_nam_date(cx.now)))
}
