//! The number.

use domain::fault::Fault;
use domain::person::PersonNumber;
use store::Audit;
use store::registration;

use super::draft::at_step;
use super::step::{Step, next_step};
use crate::token::Token;
use crate::{App, Cx, Result};

/// D59-14.1.b: the personal identification number. Whether it has an account is not told here.
pub async fn set_number(app: &App, cx: &Cx, token: &Token, number: &str) -> Result<Step> {
    let number = PersonNumber::parse(number).map_err(|e| Fault::new("number", e.code()))?;
    let mut tx = app.db.begin().await?;
    let mut stored = at_step(&mut tx, cx, token, Step::Number).await?;
    stored.dossier.number = Some(number);
    registration::save(&mut tx, &stored).await?;
    tx.commit(Audit::Bookkeeping("registration number")).await?;
    Ok(next_step(&stored))
}
