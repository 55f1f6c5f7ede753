//! What an engine finds wrong with a portrait that was just taken (D59-14.1.app, D59-14.2.a2): it is told at once, and
//! keeps nobody away. Where no engine is at hand nothing is found.

use domain::fault::Fault;
use store::registration::Finding;
use tokio::sync::Semaphore;

use crate::ports::{Look, Wrong};
use crate::registration::image;
use crate::{App, Result};

/// An engine that breaks down on a picture says nothing about a person.
const BROKEN: Wrong = Wrong {
    code: "face-engine-failed",
    remedy: "call-support",
};
const NOBODY: Wrong = Wrong {
    code: "face-no-face",
    remedy: "look-straight",
};
const SEVERAL: Wrong = Wrong {
    code: "face-several",
    remedy: "alone",
};

/// What the engine sees; nothing where there is none.
async fn look(app: &App, at_once: &'static Semaphore, picture: &[u8]) -> Option<Look> {
    let faces = app.faces.clone()?;
    let picture = picture.to_vec();
    let looked = image::run_in(at_once, move || faces.look(&picture)).await;
    Some(looked.unwrap_or_else(|cause| {
        tracing::error!(error = %cause, "the face engine broke down");
        Look::One(vec![BROKEN])
    }))
}

/// For an officer: a picture of nobody or of several people is not kept.
pub(crate) async fn examine(
    app: &App,
    at_once: &'static Semaphore,
    picture: &[u8],
) -> Result<Vec<Finding>> {
    match look(app, at_once, picture).await {
        None => Ok(Vec::new()),
        Some(Look::NoFace) => Err(Fault::new("portrait", NOBODY.code).into()),
        Some(Look::SeveralFaces) => Err(Fault::new("portrait", SEVERAL.code).into()),
        Some(Look::One(wrong)) => Ok(findings(wrong)),
    }
}

/// For an applicant, who has no officer beside him: everything is a finding. Nobody waits for the engine; while it is
/// busy nothing is found.
pub(crate) async fn glance(app: &App, at_once: &'static Semaphore, picture: &[u8]) -> Vec<Finding> {
    if at_once.available_permits() == 0 {
        return Vec::new();
    }
    match look(app, at_once, picture).await {
        None => Vec::new(),
        Some(Look::NoFace) => findings(vec![NOBODY]),
        Some(Look::SeveralFaces) => findings(vec![SEVERAL]),
        Some(Look::One(wrong)) => findings(wrong),
    }
}

fn findings(wrong: Vec<Wrong>) -> Vec<Finding> {
    let finding = |wrong: Wrong| Finding {
        code: wrong.code.to_owned(),
        remedy: wrong.remedy.to_owned(),
    };
    wrong.into_iter().map(finding).collect()
}
