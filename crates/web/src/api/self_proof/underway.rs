//! A proof that waits for what a request is about to bring: looked up before its body is read.

use app::self_proof::{Door, Step, awaits};
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use domain::ids::SelfProofId;

use crate::api::problem::Problem;
use crate::api::who::{Caller, Holder, Id, Journey};
use crate::state::Web;

/// Who comes by a door.
pub(super) trait Comes: std::ops::Deref<Target = Caller> {
    /// Which one.
    fn door(&self) -> Door<'_>;
}

impl Comes for Holder {
    fn door(&self) -> Door<'_> {
        Door::Session(&self.session)
    }
}

impl Comes for Journey {
    fn door(&self) -> Door<'_> {
        Door::LostPhone {
            token: &self.token,
            device: &self.device_name,
        }
    }
}

/// His proof waits for a reading.
pub struct Reads<W>(pub(super) W, pub(super) SelfProofId);

/// His proof waits for pictures.
pub struct Shows<W>(pub(super) W, pub(super) SelfProofId);

async fn underway<W>(parts: &mut Parts, web: &Web, step: Step) -> Result<(W, SelfProofId), Problem>
where
    W: Comes + FromRequestParts<Web, Rejection = Problem>,
{
    let who = W::from_request_parts(parts, web).await?;
    let Id(id) = Id::from_request_parts(parts, web).await?;
    let id = who.id(&id)?;
    let waits = awaits(&who.app, &who.cx, &who.door(), (id, step)).await;
    waits.map_err(|e| who.problem(e))?;
    Ok((who, id))
}

impl<W> FromRequestParts<Web> for Reads<W>
where
    W: Comes + FromRequestParts<Web, Rejection = Problem> + Send + Sync,
{
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Self, Problem> {
        let (who, id) = underway(parts, web, Step::Reading).await?;
        Ok(Self(who, id))
    }
}

impl<W> FromRequestParts<Web> for Shows<W>
where
    W: Comes + FromRequestParts<Web, Rejection = Problem> + Send + Sync,
{
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Self, Problem> {
        let (who, id) = underway(parts, web, Step::Frames).await?;
        Ok(Self(who, id))
    }
}
