//! Turns of the head, drawn at random and judged by the engine: what a holder's own proof and the counter share.

use std::sync::Arc;
use std::time::Duration;

use biometrics::face::{Challenge, Side, TURNS};
use domain::evidence::MachineEngine;
use jiff::Timestamp;
use tokio::sync::{Semaphore, SemaphorePermit};

use crate::App;
use crate::ports::{Compared, Faces, Living, Shot, Wrong};

/// So long pictures wait in memory for their turn. The challenge waits longer: they may come again.
pub(crate) const WAIT: Duration = Duration::from_secs(15);

/// A machine that broke down says nothing about a person.
pub(crate) const FAILED: Wrong = Wrong {
    code: "face-engine-failed",
    remedy: "call-support",
};

/// Turns of the head, as the person sees them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Turns {
    /// In order.
    pub turns: [Side; TURNS],
    /// When nobody waits for the pictures any more.
    pub expires: Timestamp,
}

impl Turns {
    /// Those that a random byte draws.
    pub(crate) fn drawn(random: u8, expires: Timestamp) -> Self {
        Self {
            turns: Challenge::draw(random).turns(),
            expires,
        }
    }

    /// In order: `left` or `right`.
    pub fn words(&self) -> [&'static str; TURNS] {
        self.turns.map(Side::as_str)
    }
}

/// The engine for living faces, where there is one.
pub(crate) fn engine(app: &App) -> Option<(Arc<dyn Faces>, MachineEngine)> {
    let faces = app.faces.clone()?;
    let engine = faces.living().map(Living::engine)?;
    Some((faces, engine))
}

/// A turn with the engine; nothing where others take longer than `most`.
pub(crate) async fn turn(
    at_once: &'static Semaphore,
    most: Duration,
) -> Option<SemaphorePermit<'static>> {
    let turn = tokio::time::timeout(most, at_once.acquire()).await;
    turn.ok().and_then(Result::ok)
}

/// Judges the pictures off the async threads, and compares the face of the first one with each portrait on record.
pub(crate) async fn judged(
    faces: Arc<dyn Faces>,
    (drawn, turn): (u8, SemaphorePermit<'static>),
    shots: Vec<Shot>,
    references: Vec<Vec<u8>>,
) -> Result<Compared, Wrong> {
    let work = move || {
        let living = faces.living().ok_or(FAILED)?;
        let found = living.judge(Challenge::draw(drawn), &shots, &references);
        // Held by the work itself, which goes on where nobody waits for it any more.
        drop(turn);
        found
    };
    tokio::task::spawn_blocking(work)
        .await
        .unwrap_or_else(|cause| {
            tracing::error!(error = %cause, "the face engine broke down");
            Err(FAILED)
        })
}
