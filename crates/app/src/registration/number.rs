//! Who asks: a citizen by his number, a foreigner by his passport.

use domain::account::SubjectKind;
use domain::fault::{Fault, Faults};
use domain::person::{Nationality, PersonNumber, TravelNumber, TravelPaper};
use domain::regime::PersonKind;
use domain::registration::DetailsFrom;
use store::registration::{self, Stored};
use store::{Audit, attempt};

use super::card::CHIP_KIND;
use super::draft::at_step;
use super::step::{Step, came_to, journey, next_step};
use crate::token::Token;
use crate::{App, Cx, Result};

/// D59-14.1.b: the personal identification number. Whether it has an account is not told here.
pub async fn set_number(app: &App, cx: &Cx, token: &Token, number: &str) -> Result<Step> {
    let number = PersonNumber::parse(number).map_err(|e| Fault::new("number", e.code()))?;
    citizens(&number, "number")?;
    set(app, cx, token, |stored| {
        stored.dossier.become_citizen(number);
    })
    .await
}

/// The number of a citizen; a foreigner registers with his passport.
pub(super) fn citizens(
    number: &PersonNumber,
    field: &'static str,
) -> std::result::Result<(), Fault> {
    match number.kind() {
        PersonKind::Foreigner => Err(Fault::new(field, "number-of-foreigner")),
        PersonKind::Citizen => Ok(()),
    }
}

/// A passport or travel document as typed: nationality and number; all faults at once.
pub(crate) fn read_paper(nationality: &str, number: &str) -> Result<TravelPaper> {
    let mut faults = Faults::default();
    let nationality = Nationality::parse(nationality);
    let nationality = faults.take(nationality.map_err(|e| Fault::new("nationality", e.code())));
    let number = TravelNumber::parse(number);
    let number = faults.take(number.map_err(|e| Fault::new("passport", e.code())));
    match (nationality, number) {
        (Some(nationality), Some(number)) => Ok(TravelPaper {
            nationality,
            number,
        }),
        _ => Err(faults.into()),
    }
}

/// D59-15.1: a foreigner's passport or travel document. Whether the register knows it is not told here.
pub async fn set_passport(app: &App, cx: &Cx, token: &Token, paper: (&str, &str)) -> Result<Step> {
    let paper = read_paper(paper.0, paper.1)?;
    set(app, cx, token, |stored| {
        stored.dossier.kind = SubjectKind::Foreigner;
        stored.dossier.number = None;
        stored.dossier.paper = Some(paper);
    })
    .await
}

async fn set(
    app: &App,
    cx: &Cx,
    token: &Token,
    change: impl FnOnce(&mut Stored) + Send,
) -> Result<Step> {
    let mut tx = app.db.begin().await?;
    let mut stored = at_step(&mut tx, cx, token, Step::Number).await?;
    let before = stored.dossier.number.clone();
    change(&mut stored);
    if stored.dossier.number != before {
        stored.dossier.details_from = DetailsFrom::Typed;
        stored.dossier.chip_shown = None;
    }
    registration::save(&mut tx, &stored).await?;
    attempt::delete_kind(&mut tx, stored.subject, CHIP_KIND).await?;
    store::journey::turn(&mut tx, &stored.id, journey(&stored)).await?;
    came_to(&mut tx, &stored).await?;
    tx.commit(Audit::Bookkeeping("registration number")).await?;
    Ok(next_step(&stored))
}
