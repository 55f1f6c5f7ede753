//! Who may integrate what today: account level (DOC-0), pilots (R50-4), app version.

use domain::document::{AppVersion, DocumentKind};
use domain::ids::PilotId;
use domain::pilot::{Eligibility, Holder, Pilot, Places, eligibility};
use domain::province::ProvinceCode;
use domain::regime::Feature;
use domain::time::viet_nam_date;
use jiff::civil::Date;
use store::account::Stored;
use store::{Source, Tx, pilot};

use crate::holder::require_level;
use crate::{App, Cx, Error, Result, holder};

/// A kind, and whether the holder may ask for it now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// The kind.
    pub kind: DocumentKind,
    /// Open to him, or why not yet, where and when.
    pub eligibility: Eligibility,
}

async fn pilots(source: &mut impl Source) -> Result<Vec<Pilot>> {
    Ok(pilot::all(source)
        .await?
        .into_iter()
        .map(|stored| stored.pilot)
        .collect())
}

fn facts(stored: &Stored) -> Holder {
    Holder {
        province: ProvinceCode::parse(&stored.province).ok(),
        kind: stored.account.kind,
        birth: stored.profile.identity.birth,
    }
}

/// Which of these would let him in if a place is free, with the places they have; none: any number.
fn letting_in<'a>(
    pilots: &'a [Pilot],
    stored: &Stored,
    today: Date,
) -> impl Iterator<Item = (PilotId, Option<u64>)> + use<'a> {
    let holder = facts(stored);
    pilots
        .iter()
        .filter(move |pilot| pilot.open_to(&holder, today))
        .map(|pilot| (pilot.id, pilot.quota))
}

/// Where he has a place, and where none is left for him.
async fn places(
    source: &mut impl Source,
    pilots: &[Pilot],
    stored: &Stored,
    today: Date,
) -> Result<Places> {
    let mut places = Places::default();
    for (id, quota) in letting_in(pilots, stored, today) {
        let Some(quota) = quota else { continue };
        if pilot::placed(source, id, stored.account.subject).await? {
            places.own.insert(id);
        } else if pilot::taken(source, id).await? >= quota {
            places.full.insert(id);
        }
    }
    Ok(places)
}

/// R50-4: every kind with the holder's eligibility; none to a holder of level 1 (DOC-0).
pub async fn offers(app: &App, cx: &Cx) -> Result<Vec<Offer>> {
    let mut source = app.db.read().await?;
    let stored = holder::account(&mut source, cx).await?;
    require_level(&stored, cx, Feature::Documents)?;
    let today = viet_nam_date(cx.now);
    let pilots = pilots(&mut source).await?;
    let places = places(&mut source, &pilots, &stored, today).await?;
    let who = facts(&stored);
    let offer = |kind| Offer {
        kind,
        eligibility: eligibility(&pilots, &places, kind, &who, today),
    };
    Ok(DocumentKind::ALL.into_iter().map(offer).collect())
}

/// The lowest app version told for a kind; the server's own pages are always new enough.
pub(super) fn require_version(kind: DocumentKind, client: Option<AppVersion>) -> Result<()> {
    if client.is_none_or(|version| version.offers(kind)) {
        Ok(())
    } else {
        Err(Error::Refused("app-too-old"))
    }
}

/// R50-1, R50-4: the pilot that lets the holder in, none where the kind is open to all, or the refusal.
pub(super) async fn require_pilot(
    source: &mut impl Source,
    cx: &Cx,
    stored: &Stored,
    kind: DocumentKind,
) -> Result<Option<PilotId>> {
    let today = viet_nam_date(cx.now);
    let mut pilots = pilots(source).await?;
    pilots.retain(|pilot| pilot.kind == kind);
    let places = places(source, &pilots, stored, today).await?;
    match eligibility(&pilots, &places, kind, &facts(stored), today) {
        Eligibility::Allowed { pilot } => Ok(pilot),
        Eligibility::NotYet(why) => Err(Error::Refused(why.code())),
    }
}

/// The same for a change: whoever asks for a place at the same time waits until this one has or leaves it, and whoever
/// pauses or ends a pilot, or limits it, comes before or behind. Held in the order of the list, so that two requests of
/// a kind never wait for each other.
pub(super) async fn take_place(
    tx: &mut Tx,
    cx: &Cx,
    stored: &Stored,
    kind: DocumentKind,
) -> Result<Option<PilotId>> {
    let mut all = pilots(tx).await?;
    all.retain(|pilot| pilot.kind == kind);
    for (id, quota) in letting_in(&all, stored, viet_nam_date(cx.now)) {
        match quota {
            Some(_) => pilot::hold(tx, id).await?,
            None => pilot::hold_open(tx, id).await?,
        }
    }
    require_pilot(tx, cx, stored, kind).await
}
