//! A foreigner behind his passport: the register's file and the number that the platform makes for him.

use domain::person::{PersonNumber, TravelPaper};
use domain::registers::ForeignerRecord;
use store::registration::{self, Stored};
use store::{Audit, Tx, foreigner};

use crate::ports::Silent;
use crate::{App, Cx, Error, Result};

/// So often a random number may be somebody's already before something is wrong with the randomness.
const TRIES: usize = 16;

/// D59-3.4: the number of a person of the immigration register; made when it is first needed, the same
/// through every passport.
pub(crate) async fn number(
    tx: &mut Tx,
    app: &App,
    cx: &Cx,
    record: &ForeignerRecord,
) -> Result<PersonNumber> {
    for _ in 0..TRIES {
        if let Some(number) = foreigner::number_of(tx, &record.file).await? {
            return Ok(number);
        }
        let number = PersonNumber::foreigner(u64::from_le_bytes(app.random()));
        foreigner::assign(tx, &number, &record.file, cx.now).await?;
    }
    Err(Error::Internal("no free number for a foreigner".into()))
}

/// Finds the person of a paper and his number.
pub(crate) async fn find(
    app: &App,
    cx: &Cx,
    paper: &TravelPaper,
) -> Result<Option<(PersonNumber, ForeignerRecord)>> {
    let record = app.registers.foreigner(paper).await;
    let Some(record) = record.map_err(Error::from)? else {
        return Ok(None);
    };
    let mut tx = app.db.begin().await?;
    let number = number(&mut tx, app, cx, &record).await?;
    tx.commit(Audit::Bookkeeping("foreigner's number")).await?;
    Ok(Some((number, record)))
}

/// Gives a foreigner's registration the number behind his paper, where the register knows it.
pub(crate) async fn identify(
    app: &App,
    cx: &Cx,
    stored: Stored,
) -> Result<std::result::Result<Stored, Silent>> {
    let paper = match &stored.dossier.paper {
        Some(paper) if stored.dossier.number.is_none() => paper.clone(),
        Some(_) | None => return Ok(Ok(stored)),
    };
    let record = match app.registers.foreigner(&paper).await {
        Ok(Some(record)) => record,
        Ok(None) => return Ok(Ok(stored)),
        Err(silent) => return Ok(Err(silent)),
    };
    let mut stored = stored;
    let mut tx = app.db.begin().await?;
    stored.dossier.number = Some(number(&mut tx, app, cx, &record).await?);
    registration::save(&mut tx, &stored).await?;
    tx.commit(Audit::Bookkeeping("foreigner's number")).await?;
    stored.revision += 1;
    Ok(Ok(stored))
}
