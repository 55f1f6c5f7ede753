//! Who may integrate what today: account level (DOC-0), pilots (R50-4), app version.

use domain::document::{AppVersion, DocumentKind};
use domain::pilot::{Eligibility, Pilot, eligibility};
use domain::province::ProvinceCode;
use domain::regime::Feature;
use domain::time::viet_nam_date;
use store::account::Stored;
use store::{Source, pilot};

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

fn judge(pilots: &[Pilot], kind: DocumentKind, stored: &Stored, cx: &Cx) -> Eligibility {
    let province = ProvinceCode::parse(&stored.province).ok();
    eligibility(pilots, kind, province, viet_nam_date(cx.now))
}

/// R50-4: every kind with the holder's eligibility; none to a holder of level 1 (DOC-0).
pub async fn offers(app: &App, cx: &Cx) -> Result<Vec<Offer>> {
    let mut source = app.db.read().await?;
    let stored = holder::account(&mut source, cx).await?;
    require_level(&stored, cx, Feature::Documents)?;
    let pilots = pilots(&mut source).await?;
    let offer = |kind| Offer {
        kind,
        eligibility: judge(&pilots, kind, &stored, cx),
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

/// R50-1, R50-4: the pilot that lets the holder in, or the refusal.
pub(super) async fn require_pilot(
    source: &mut impl Source,
    cx: &Cx,
    stored: &Stored,
    kind: DocumentKind,
) -> Result<()> {
    match judge(&pilots(source).await?, kind, stored, cx) {
        Eligibility::Allowed { .. } => Ok(()),
        Eligibility::NotYet(why) => Err(Error::Refused(why.code())),
    }
}
