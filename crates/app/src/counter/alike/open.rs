//! The warnings of a registration before an officer who had no part in it: of each other person a portrait, initials
//! and a number mostly hidden, and nothing else.

use domain::actor::Purpose;
use domain::authority::{Operation, require};
use domain::event::Event;
use domain::evidence::AlikeState;
use domain::ids::AlikeId;
use store::face_warning;
use store::registration::Stored;
use store::{Entry, Source, account, capture};

use crate::counter::access;
use crate::{App, Cx, Error, Result, entry_with};

/// Another person, as far as he is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Other {
    /// The warning.
    pub id: AlikeId,
    /// Initials; empty where the account is gone.
    pub name: String,
    /// The number with its middle hidden.
    pub number: String,
    /// Whether there is a portrait to show.
    pub portrait: bool,
}

/// What waits to be settled of a registration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opened {
    /// `DK-XXXXX-XXXXX`.
    pub reference: String,
    /// Each person that the machine warns of, the most alike first.
    pub others: Vec<Other>,
}

/// D59-20.4: the open warnings of a registration at the officer's unit. Who took its pictures or compared them settles
/// none of them, and who had a part in the other enrolment not the one about it; for other units it does not exist.
pub(super) async fn behind(
    source: &mut impl Source,
    cx: &Cx,
    reference: &str,
) -> Result<(Stored, Vec<face_warning::Stored>)> {
    require(&cx.actor, Operation::SettleAlike)?;
    let stored = access::open_proofing(source, cx, reference).await?;
    let warnings = face_warning::of_registration(source, stored.subject, stored.id).await?;
    let open: Vec<_> = warnings
        .into_iter()
        .filter(|warning| warning.state == AlikeState::Open)
        .collect();
    if open.is_empty() {
        return Err(Error::NotFound);
    }
    let officer = cx.staff()?;
    let own = open.iter().any(|warning| warning.officer == officer);
    if own || face_warning::has_part(source, (stored.subject, stored.id), officer).await? {
        return Err(Error::Refused("alike-own"));
    }
    let mut others = Vec::new();
    for warning in open {
        let of = (warning.other.subject, warning.other.registration);
        if !face_warning::has_part(source, of, officer).await? {
            others.push(warning);
        }
    }
    if others.is_empty() {
        return Err(Error::Refused("alike-own"));
    }
    Ok((stored, others))
}

/// One of them.
pub(super) async fn one(
    source: &mut impl Source,
    cx: &Cx,
    (reference, warning): (&str, &str),
) -> Result<(Stored, face_warning::Stored)> {
    let (stored, open) = behind(source, cx, reference).await?;
    let id: AlikeId = warning.parse().map_err(|_| Error::NotFound)?;
    let found = open.into_iter().find(|warning| warning.id == id);
    Ok((stored, found.ok_or(Error::NotFound)?))
}

/// Opens the warnings; that something of another person was shown is on record with him (D59-4.4, I8).
pub async fn open(app: &App, cx: &Cx, reference: &str) -> Result<Opened> {
    let mut source = app.db.read().await?;
    let (stored, warnings) = behind(&mut source, cx, reference).await?;
    let (mut others, mut entries) = (Vec::new(), Vec::new());
    for warning in warnings {
        others.push(other(&mut source, cx, &warning).await?);
        entries.push(shown(app, cx, &warning, "alike"));
    }
    drop(source);
    let tx = app.db.begin().await?;
    tx.commit(entries).await?;
    Ok(Opened {
        reference: stored.reference,
        others,
    })
}

/// Whether there is more to settle for the officer in a registration.
pub async fn more(app: &App, cx: &Cx, reference: &str) -> Result<bool> {
    let mut source = app.db.read().await?;
    match behind(&mut source, cx, reference).await {
        Ok(_) => Ok(true),
        Err(Error::NotFound | Error::Refused(_)) => Ok(false),
        Err(error) => Err(error),
    }
}

async fn other(source: &mut impl Source, cx: &Cx, warning: &face_warning::Stored) -> Result<Other> {
    let of = &warning.other;
    let known = account::load(source, of.account, cx.now).await?;
    let identity = known.map(|known| known.profile.identity);
    let image = capture::image(source, of.subject, of.portrait).await?;
    let told = |told: Option<String>| told.unwrap_or_default();
    Ok(Other {
        id: warning.id,
        name: told(identity.as_ref().map(|i| i.name.initials())),
        number: told(identity.as_ref().map(|i| i.number.masked())),
        portrait: image.is_some(),
    })
}

/// A reading of another person's record, on that person's page.
pub(super) fn shown(app: &App, cx: &Cx, warning: &face_warning::Stored, what: &str) -> Entry {
    let cx = cx.with_purpose(Purpose::DuplicateCheck);
    let detail = serde_json::json!({ "warning": warning.id, "what": what });
    entry_with(app, &cx, Event::RecordRead, warning.other.account, detail)
}
