//! The portrait taken with the device (D59-14.1.b, D59-7.2.a); it may be taken again (D59-14.1.app).

use domain::ids::CaptureId;
use domain::throttle::Throttle;
use jiff::SignedDuration;
use store::capture::{self, Capture, Taken};
use store::registration::{Dossier, Finding};
use store::throttle::Rule;
use store::{Audit, registration};
use tokio::sync::Semaphore;

use super::draft::{at_step, load};
use super::image;
use super::step::{Step, came_to, next_step};
use crate::portrait_findings::glance;
use crate::throttle::{self, Counted};
use crate::token::Token;
use crate::{App, Cx, Error, Result};

/// Applicants have an engine's time of their own: no officer waits for them.
static AT_ONCE: Semaphore = Semaphore::const_new(1);
/// Looking at a picture costs more than typing does.
const A_DRAFT: Throttle = Throttle::new(20, SignedDuration::from_hours(1));
const AN_ADDRESS: Throttle = Throttle::new(200, SignedDuration::from_hours(1));

/// Where the registration goes on, and what would make the portrait better.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PortraitKept {
    /// The next step.
    pub next: Step,
    /// What the applicant can do about it ([`to_cure`]).
    pub cures: Vec<Finding>,
}

/// What an engine found wrong with the portrait that its subject can cure. A suspicion is for officers alone, and what
/// broke in the engine is nobody's fault.
pub fn to_cure(dossier: &Dossier) -> Vec<Finding> {
    let own = |f: &&Finding| !matches!(f.remedy.as_str(), "look-closer" | "call-support");
    dossier
        .portrait_findings
        .iter()
        .filter(own)
        .cloned()
        .collect()
}

/// Keeps a portrait, sealed; an earlier one is removed. What is wrong with it is told, and keeps nobody away.
pub async fn set_portrait(
    app: &App,
    cx: &Cx,
    token: &Token,
    bytes: Vec<u8>,
) -> Result<PortraitKept> {
    let mut source = app.db.read().await?;
    at_step(&mut source, cx, token, Step::Portrait).await?;
    drop(source);
    let value = token.subject.to_string();
    let address = throttle::address(cx);
    let limits = [
        ("registration-portrait", &value, A_DRAFT),
        ("registration-portraits", &address, AN_ADDRESS),
    ];
    let limits = limits.map(|(kind, value, most)| Counted {
        kind,
        value,
        rule: Rule::Rate(most),
    });
    throttle::reserve(app, cx, &limits).await?;
    let image = image::portrait(bytes).await?;
    let findings = glance(app, &AT_ONCE, &image).await;
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
    stored.dossier.portrait_findings = findings;
    registration::save(&mut tx, &stored).await?;
    came_to(&mut tx, &stored).await?;
    tx.commit(Audit::Bookkeeping("registration portrait"))
        .await?;
    Ok(PortraitKept {
        next: next_step(&stored),
        cures: to_cure(&stored.dossier),
    })
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
