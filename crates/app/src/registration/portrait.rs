//! The portrait taken with the device (D59-14.1.b, D59-7.2.a).

use domain::ids::CaptureId;
use store::capture::{self, Capture, Taken};
use store::{Audit, registration};

use super::draft::{at_step, load};
use super::image;
use super::step::{Step, came_to, next_step};
use crate::token::Token;
use crate::{App, Cx, Error, Result};

/// Keeps a portrait, sealed; an earlier one is removed.
pub async fn set_portrait(app: &App, cx: &Cx, token: &Token, bytes: Vec<u8>) -> Result<Step> {
    let mut source = app.db.read().await?;
    at_step(&mut source, cx, token, Step::Portrait).await?;
    drop(source);
    let image = image::portrait(bytes).await?;
    let mut tx = app.db.begin().await?;
    let mut stored = at_step(&mut tx, cx, token, Step::Portrait).await?;
    if let Some(old) = stored.dossier.portrait.take() {
        capture::delete(&mut tx, stored.subject, old).await?;
    }
    let id = app.id(CaptureId::from_bytes);
    let new = Capture {
        id,
        registration: stored.id,
        kind: "portrait",
        finger: String::new(),
        image,
        taken: Taken::now(None, cx.now),
    };
    capture::insert(&mut tx, stored.subject, &new).await?;
    stored.dossier.portrait = Some(id);
    registration::save(&mut tx, &stored).await?;
    came_to(&mut tx, &stored).await?;
    tx.commit(Audit::Bookkeeping("registration portrait"))
        .await?;
    Ok(next_step(&stored))
}

/// The portrait of the applicant's own draft, to look at before handing it in.
pub async fn own_portrait(app: &App, cx: &Cx, token: &Token) -> Result<Vec<u8>> {
    let mut source = app.db.read().await?;
    let stored = load(&mut source, cx, token).await?;
    if !super::step::is_open(&stored) {
        return Err(Error::NotFound);
    }
    let id = stored.dossier.portrait.ok_or(Error::NotFound)?;
    capture::image(&mut source, stored.subject, id)
        .await?
        .ok_or(Error::NotFound)
}
