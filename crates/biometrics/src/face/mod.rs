//! Faces (D59-14.2.a2, D59-24.4): a picture in, a template or a score out; one person compared with the portrait on
//! record or on the chip.
//!
//! [`Faces`] is all that a server holds. The way of a face: [`Faces::take`] ([`Picture`], [`FaceEngine::extract`],
//! [`Gate`]) → [`Fit`] → [`Faces::compare`] → [`Judgement`]. [`Challenge`] asks a person at a counter to turn the head,
//! [`Faces::judge`] gives the [`Fit`] of who did; [`Suspicion`] is a flag and never an approval. [`OnnxFaces`] is the
//! engine at hand, on networks that `cargo xtask models` fetches; another one whose templates are directions takes its
//! place behind [`FaceEngine`].

mod align;
mod challenge;
mod detect;
mod engine;
mod faces;
mod gate;
mod geometry;
mod index;
mod landmark;
mod models;
mod onnx;
mod picture;
mod pose;
mod quality;
mod runtime;
mod suspicion;
mod take;
mod template;
mod verdict;

pub use challenge::{Challenge, ChallengeError, Frame, MOST_FRAMES, Met, Rules, Side, TURNS};
pub use engine::{EngineError, Extraction, FaceEngine, Place};
pub use faces::{Faces, OpenError, Unattended};
pub use gate::{Fit, Gate, Part, Remedy, Unfit};
pub use index::{Hit, Index};
pub use models::{Models, ModelsError};
pub use onnx::OnnxFaces;
pub use picture::Picture;
pub use pose::Pose;
pub use quality::Quality;
pub use runtime::RuntimeError;
pub use suspicion::Suspicion;
pub use take::{TakeError, Taken};
pub use template::{FaceTemplate, TemplateError};
pub use verdict::{Judgement, Score, Thresholds, ThresholdsError};

pub use crate::identity::{Identity, IdentityError};
pub use crate::rate::{Measured, MeasuredError, Rate};
pub use crate::verdict::Verdict;
