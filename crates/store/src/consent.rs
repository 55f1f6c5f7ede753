//! What a holder agreed to, and when.

use domain::evidence::Consent;
use domain::ids::SubjectId;
use domain::time::millis;

use crate::{Result, Source, Tx};

pub(crate) const INSERT: &str = "INSERT INTO consent (subject, purpose, version, at, witness) VALUES ($1, $2, $3, $4, $5) \
     ON CONFLICT (subject, purpose, version, at) DO NOTHING";

/// Keeps an agreement.
pub async fn insert(
    tx: &mut Tx,
    subject: SubjectId,
    purpose: &str,
    consent: &Consent,
) -> Result<()> {
    execute!(
        tx,
        INSERT,
        subject.as_bytes().as_slice(),
        purpose,
        consent.version(),
        millis(consent.at()),
        consent.witness().map(|w| w.as_bytes().to_vec())
    )?;
    Ok(())
}

pub(crate) const GIVEN: &str =
    "SELECT DISTINCT version FROM consent WHERE subject = $1 AND purpose = $2 ORDER BY version";

/// Every version agreed to.
pub async fn given(
    source: &mut impl Source,
    subject: SubjectId,
    purpose: &str,
) -> Result<Vec<String>> {
    let rows = fetch_all!(
        source,
        (String,),
        GIVEN,
        subject.as_bytes().as_slice(),
        purpose
    )?;
    Ok(rows.into_iter().map(|(version,)| version).collect())
}
