//! Documents the citizen asks to have added (D59-14.2.a1, D59-3.7). The source registers check them
//! after the activation (I6), not the officer.

use domain::actor::Purpose;
use domain::document::{DocumentKind, HealthClaim, LicenceClaim, PassportClaim};
use domain::fault::Fault;
use store::registration::{Stored, Wanted};

use super::{CardNow, keep};
use crate::counter::access;
use crate::{App, Cx, Error, Result};

const MOST: usize = 12;

/// Reads the fields of a kind; the claim itself is only checked for its form here.
fn read(kind: DocumentKind, value: impl Fn(&str) -> String) -> Result<Wanted> {
    let checked = match kind {
        DocumentKind::DrivingLicence => {
            LicenceClaim::parse(&value("licence-number"), &value("licence-class")).map(|_| ())
        }
        DocumentKind::HealthCard => HealthClaim::parse(&value("health-code")).map(|_| ()),
        DocumentKind::Passport => {
            PassportClaim::parse(&value("passport-number"), &value("passport-expiry")).map(|_| ())
        }
    };
    checked.map_err(Error::Invalid)?;
    let fields = kind
        .fields()
        .iter()
        .map(|f| ((*f).to_owned(), value(f).trim().to_owned()))
        .collect();
    Ok(Wanted {
        kind: kind.slug().to_owned(),
        fields,
    })
}

/// Adds one; the same twice is one.
pub async fn add_document(
    app: &App,
    cx: &Cx,
    reference: &str,
    kind: &str,
    value: impl Fn(&str) -> String,
) -> Result<Stored> {
    let cx = cx.with_purpose(Purpose::Proofing);
    let mut tx = app.db.begin().await?;
    let mut stored = access::open_proofing(&mut tx, &cx, reference).await?;
    let kind = DocumentKind::parse(kind).ok_or_else(|| Fault::new("kind", "kind-choose"))?;
    let wanted = read(kind, value)?;
    if stored.dossier.documents.contains(&wanted) {
        return Ok(stored);
    }
    if stored.dossier.documents.len() >= MOST {
        return Err(Fault::new("kind", "documents-too-many")
            .with("max", MOST)
            .into());
    }
    stored.dossier.documents.push(wanted);
    keep(tx, app, &cx, (stored, CardNow::NotAsked), Vec::new()).await
}

/// Takes one off the list again.
pub async fn remove_document(app: &App, cx: &Cx, reference: &str, index: usize) -> Result<Stored> {
    let cx = cx.with_purpose(Purpose::Proofing);
    let mut tx = app.db.begin().await?;
    let mut stored = access::open_proofing(&mut tx, &cx, reference).await?;
    if index >= stored.dossier.documents.len() {
        return Err(Error::NotFound);
    }
    stored.dossier.documents.remove(index);
    keep(tx, app, &cx, (stored, CardNow::NotAsked), Vec::new()).await
}
