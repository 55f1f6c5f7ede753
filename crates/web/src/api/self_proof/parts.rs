//! What both doors say and hear.

use std::collections::BTreeMap;
use std::fmt;

use app::chip_check::{Brought, Refusal};
use app::ports::{Shot, Wrong};
use app::self_proof::{Asked, MOST_FRAMES, Next, SelfProofError, Turns};
use axum::http::StatusCode;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::fault::Fault;
use serde::de::{IgnoredAny, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};
use utoipa::ToSchema;

use crate::api::large::busy;
use crate::api::problem::Problem;
use crate::api::who::Caller;
use crate::t;

/// A whole reading in base64: a portrait of 128 kB and files of some tens.
pub(in crate::api) const READING: usize = 1 << 20;
/// Forty pictures.
pub(super) const FRAMES: usize = crate::middleware::MAX_FILE_FORM;

/// The card that the phone is about to read.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Card {
    /// The three lines of the machine-readable zone, as the camera read them. They open the chip.
    #[schema(
        example = "IDVNM1880000157001188000015<<<\n8805142F3505148VNM<<<<<<<<<<<8\nNGUYEN<<THI<AN<<<<<<<<<<<<<<<<"
    )]
    pub(super) zone: String,
}

impl Card {
    pub(in crate::api) fn zone(&self) -> &str {
        &self.zone
    }
}

/// What the chip is asked.
#[derive(Serialize, ToSchema)]
pub struct Question {
    /// For the steps that follow.
    id: String,
    /// Eight bytes for the chip to sign, base64url.
    challenge: String,
    /// Data groups to read, besides those with the chip's keys (14 and 15).
    groups: Vec<u8>,
    /// When nobody waits for the reading any more.
    #[schema(format = DateTime)]
    expires: String,
}

impl From<Asked> for Question {
    fn from(asked: Asked) -> Self {
        Self {
            id: asked.id.to_string(),
            challenge: URL_SAFE_NO_PAD.encode(asked.challenge),
            groups: asked.groups,
            expires: asked.expires.to_string(),
        }
    }
}

/// What was read; files in base64url.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Reading {
    /// EF.COM.
    com: String,
    /// EF.SOD.
    sod: String,
    /// The groups' files by their numbers.
    groups: BTreeMap<String, String>,
    /// The chip's signature of the challenge, where it signs.
    #[serde(default)]
    signature: Option<String>,
    /// EF.CardAccess, where the chip was opened by PACE.
    #[serde(default)]
    access: Option<String>,
    /// Name and version of the engine that read.
    engine: String,
}

impl From<Reading> for Brought {
    fn from(read: Reading) -> Self {
        Self {
            com: read.com,
            sod: read.sod,
            groups: read.groups,
            signature: read.signature,
            access: read.access,
            engine: read.engine,
        }
    }
}

/// What the chip answered to the probe.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ProbeAnswer {
    /// Base64url.
    answer: String,
}

impl ProbeAnswer {
    /// What is no base64url is no answer of a chip.
    pub(in crate::api) fn bytes(&self) -> Vec<u8> {
        URL_SAFE_NO_PAD.decode(&self.answer).unwrap_or_default()
    }
}

/// What the phone does next.
#[derive(Serialize, ToSchema)]
pub struct Step {
    /// `prove`: the chip shows that it is no copy. `face`: the head turns.
    #[schema(example = "face")]
    state: &'static str,
    /// With `prove`: two commands for the chip, within its session; base64url.
    commands: Option<[String; 2]>,
    /// With `prove`: what follows them, as it is; its answer goes to `answer`.
    probe: Option<String>,
    /// With `face`: `left` or `right`, to the person's own side; straight on before, between and after.
    turns: Option<Vec<&'static str>>,
    /// With `face`: when nobody waits for the pictures any more.
    #[schema(format = DateTime)]
    expires: Option<String>,
}

impl From<Turns> for Step {
    fn from(asked: Turns) -> Self {
        Self {
            state: "face",
            commands: None,
            probe: None,
            turns: Some(asked.words().to_vec()),
            expires: Some(asked.expires.to_string()),
        }
    }
}

impl From<Next> for Step {
    fn from(next: Next) -> Self {
        match next {
            Next::Face(turns) => turns.into(),
            Next::Prove { commands, probe } => Self {
                state: "prove",
                commands: Some(commands.map(|c| URL_SAFE_NO_PAD.encode(c))),
                probe: Some(URL_SAFE_NO_PAD.encode(probe)),
                turns: None,
                expires: None,
            },
        }
    }
}

/// One picture.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Frame {
    /// Milliseconds since the turns were shown.
    at: u32,
    /// A JPEG, not mirrored; base64url.
    picture: String,
}

/// The head as it turned.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Frames {
    /// In their order, 1 to 40.
    #[serde(deserialize_with = "few")]
    frames: Vec<Frame>,
}

/// As many as show that there are too many; what follows is not kept.
fn few<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<Frame>, D::Error> {
    struct Few;
    impl<'de> Visitor<'de> for Few {
        type Value = Vec<Frame>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("frames")
        }

        fn visit_seq<A: SeqAccess<'de>>(self, mut all: A) -> Result<Vec<Frame>, A::Error> {
            let mut kept = Vec::new();
            while kept.len() <= MOST_FRAMES {
                match all.next_element()? {
                    Some(frame) => kept.push(frame),
                    None => return Ok(kept),
                }
            }
            while all.next_element::<IgnoredAny>()?.is_some() {}
            Ok(kept)
        }
    }
    from.deserialize_seq(Few)
}

impl Frames {
    pub(super) fn shots(self) -> app::Result<Vec<Shot>> {
        let unreadable = |_| app::Error::from(Fault::new("frames", "frame-coding"));
        let shot = |frame: Frame| {
            let picture = URL_SAFE_NO_PAD.decode(frame.picture);
            let picture = picture.map_err(unreadable)?;
            Ok(Shot {
                at: frame.at,
                picture,
            })
        };
        self.frames.into_iter().map(shot).collect()
    }
}

/// The one table from why a proof fails to a problem: with the step or the pictures, a code, and what to do next.
pub(super) fn problem(caller: &Caller, error: SelfProofError) -> Problem {
    match error {
        SelfProofError::Card(refusal) => card_refused(caller, &refusal),
        SelfProofError::Face(wrong) => face(caller, wrong),
        SelfProofError::NotProven(reason) => caller.problem(app::Error::Refused(reason.code())),
        SelfProofError::Busy => busy(&caller.context()),
        SelfProofError::App(error) => caller.problem(error),
    }
}

/// With the step, the flaw, and what to do.
pub(in crate::api) fn card_refused(caller: &Caller, refusal: &Refusal) -> Problem {
    let lang = caller.cx.lang;
    let Refusal {
        step, code, advice, ..
    } = refusal;
    let advice = t!(lang, &format!("self-proof-advice-{advice}"));
    let problem = Problem::new(&caller.context(), StatusCode::CONFLICT, "card-refused");
    problem.field(step, code, advice)
}

fn face(caller: &Caller, wrong: Wrong) -> Problem {
    let lang = caller.cx.lang;
    let remedy = t!(lang, &format!("self-proof-remedy-{}", wrong.remedy));
    let problem = Problem::new(&caller.context(), StatusCode::CONFLICT, "face-refused");
    problem.field("frames", wrong.code, remedy)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_more_pictures_are_kept_than_show_that_they_are_too_many() {
        let frames = |count: usize| {
            let one = serde_json::json!({ "at": 0, "picture": "_9j_" });
            let body = serde_json::json!({ "frames": vec![one; count] });
            serde_json::from_str::<Frames>(&body.to_string())
        };
        for (sent, kept) in [(0, 0), (40, 40), (41, 41), (42, 41), (5_000, 41)] {
            assert_eq!(frames(sent).unwrap().frames.len(), kept);
        }
        assert!(serde_json::from_str::<Frames>(r#"{"frames":[1]}"#).is_err());
    }
}
