//! The code printed on the card (FMT-ID-8), as a phone read it. The picture of the card stays on the phone.

use domain::fault::Fault;
use domain::person::CardCode;
use domain::registration::DetailsFrom;
use domain::time::viet_nam_date;
use store::Audit;
use store::registration;

use super::super::details::{born, given};
use super::super::draft::at_step;
use super::super::number::citizens;
use super::super::step::{Step, came_to, journey, next_step};
use crate::token::Token;
use crate::{App, Cx, Result};

const FIELD: &str = "code";

/// D59-14.1.app: number and details from the text of the code; faults name the field `code`.
pub async fn set_code(app: &App, cx: &Cx, token: &Token, text: &str) -> Result<Step> {
    if text.trim().is_empty() {
        return Err(Fault::new(FIELD, "card-code-empty").into());
    }
    let read = CardCode::parse(text).map_err(|e| Fault::new(FIELD, e.code()))?;
    citizens(&read.number, FIELD)?;
    let today = viet_nam_date(cx.now);
    let damaged = |_| Fault::new(FIELD, "card-code-damaged");
    born(read.birth, today).map_err(damaged)?;
    given(read.issued, today).map_err(damaged)?;
    let mut tx = app.db.begin().await?;
    let mut stored = at_step(&mut tx, cx, token, Step::Number).await?;
    let dossier = &mut stored.dossier;
    dossier.become_citizen(read.number);
    dossier.name = Some(read.name);
    dossier.birth = Some(read.birth);
    dossier.sex = Some(read.sex);
    dossier.card_issued = Some(read.issued);
    dossier.details_from = DetailsFrom::CardCode;
    dossier.chip_shown = None;
    registration::save(&mut tx, &stored).await?;
    store::journey::turn(&mut tx, &stored.id, journey(&stored)).await?;
    came_to(&mut tx, &stored).await?;
    tx.commit(Audit::Bookkeeping("registration card code"))
        .await?;
    Ok(next_step(&stored))
}
