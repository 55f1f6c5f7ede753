//! The applicant's agreement (D59-14.2.a2; D59-6.1: terms accepted with version and time).

use domain::evidence::Consent;
use domain::fault::Fault;
use store::{Audit, registration};

use super::draft::at_step;
use super::step::{Step, came_to, next_step};
use crate::token::Token;
use crate::{App, Cx, Result};

/// Version of the text that is agreed to (`register-consent-*` in the locales).
pub const CONSENT_VERSION: &str = "2026-01";
/// Purpose under which the agreement is kept.
pub(crate) const PURPOSE: &str = "registration";

/// Records the agreement in the draft.
pub async fn agree(app: &App, cx: &Cx, token: &Token, agreed: bool) -> Result<Step> {
    let consent = Consent::record(agreed, CONSENT_VERSION, cx.now, None)
        .map_err(|_| Fault::new("agree", "consent-needed"))?;
    let mut tx = app.db.begin().await?;
    let mut stored = at_step(&mut tx, cx, token, Step::Consent).await?;
    stored.dossier.consent = Some(consent);
    registration::save(&mut tx, &stored).await?;
    came_to(&mut tx, &stored).await?;
    tx.commit(Audit::Bookkeeping("registration consent"))
        .await?;
    Ok(next_step(&stored))
}
