//! Proof that a living person follows what is asked now: turns of the head, drawn at random, over a few frames of
//! one face. It stops a photograph and a film made before. It does not stop a mask, a live deep fake or pictures fed
//! in past the camera, nor somebody who has clips of a person turning either way and plays those that are asked for: an
//! officer looks on, or the app attests where its pictures come from.

use super::engine::likeness;
use super::{EngineError, Extraction, FaceEngine, Fit, Gate, Identity, Remedy, Unfit, onnx};

/// Which way to turn, as the person sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Side {
    /// To the person's own left.
    Left,
    /// To the person's own right.
    Right,
}

impl Side {
    /// Stable word for the table of texts.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Left => "left",
            Self::Right => "right",
        }
    }
}

/// Turns of one challenge: guessed right once in eight times.
pub const TURNS: usize = 3;
/// Most frames that are looked at; each costs an extraction.
pub const MOST_FRAMES: usize = 40;

/// The turns that are asked for. The person looks straight on first, between them, and in the end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Challenge([Side; TURNS]);

/// One frame: when it was taken, and the face on it. Frames must not be mirrored.
#[derive(Debug, Clone, PartialEq)]
pub struct Frame {
    /// Milliseconds since the challenge was shown.
    pub at: u32,
    /// What the engine found.
    pub face: Extraction,
}

/// What counts as a turn, as straight, as the same face, measured with one engine. Configuration.
#[derive(Debug, Clone, PartialEq)]
pub struct Rules {
    /// The engine. [`super::Faces`] takes no other's.
    pub engine: Identity,
    /// A turn is at least so many degrees.
    pub turned: u16,
    /// Straight on is at most so many.
    pub straight: u16,
    /// Milliseconds from the showing of the challenge to the last frame, at most.
    pub longest: u32,
    /// Milliseconds from one frame to the next, at most: in a gap somebody else may step in.
    pub gap: u32,
    /// How alike every frame must be to the first one, where the person looks straight on.
    pub same_from: f32,
    /// How alike each frame must be to the one before it.
    pub next_from: f32,
}

impl Rules {
    /// To begin with, for [`super::OnnxFaces`].
    pub fn start() -> Self {
        Self {
            engine: onnx::measured(),
            turned: 20,
            straight: 10,
            longest: 20_000,
            gap: 1_500,
            same_from: 0.36,
            next_from: 0.50,
        }
    }
}

/// Why a sequence is no answer to the challenge. The person may try again, with another challenge.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum ChallengeError {
    /// None, or more than forty.
    #[error("{frames} frames, not 1 to {MOST_FRAMES}")]
    Frames {
        /// How many.
        frames: usize,
    },
    /// A frame is not later than the one before it.
    #[error("frame {frame} is out of order")]
    Order {
        /// Which one, from 1.
        frame: usize,
    },
    /// Too long between two frames, or since the challenge was shown.
    #[error("frame {frame} came too late")]
    Late {
        /// Which one, from 1.
        frame: usize,
    },
    /// The first frame does not look straight on.
    #[error("the first frame is turned by {degrees} degrees")]
    NotStraight {
        /// Above nought: to the person's own left.
        degrees: i16,
    },
    /// Another person stood near.
    #[error("frame {frame} shows several faces")]
    SeveralFaces {
        /// Which one, from 1.
        frame: usize,
    },
    /// Another face, or none that can be told.
    #[error("frame {frame} shows another face: {score}")]
    OtherFace {
        /// Which one, from 1.
        frame: usize,
        /// How alike it is.
        score: f32,
    },
    /// The head turned the other way: who shakes his head to and fro answers every challenge.
    #[error("frame {frame} turns the wrong way")]
    WrongWay {
        /// Which one, from 1.
        frame: usize,
    },
    /// Not all turns were made.
    #[error("{turns} of {TURNS} turns were made")]
    Unfinished {
        /// How many were.
        turns: usize,
    },
    /// The first frame, whose face is to be compared, is not good enough for that.
    #[error(transparent)]
    Unfit(#[from] Unfit),
    /// The engine gives no answer.
    #[error(transparent)]
    Engine(#[from] EngineError),
}

impl ChallengeError {
    /// Stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Frames { .. } => "challenge-frames",
            Self::Order { .. } => "challenge-order",
            Self::Late { .. } => "challenge-late",
            Self::NotStraight { .. } => "challenge-not-straight",
            Self::SeveralFaces { .. } => "challenge-several-faces",
            Self::OtherFace { .. } => "challenge-other-face",
            Self::WrongWay { .. } => "challenge-wrong-way",
            Self::Unfinished { .. } => "challenge-unfinished",
            Self::Unfit(error) => error.code(),
            Self::Engine(error) => error.code(),
        }
    }

    /// What the officer, or the citizen, does next.
    pub const fn remedy(&self) -> Remedy {
        match self {
            Self::Frames { .. } | Self::Order { .. } => Remedy::CallSupport,
            Self::Late { .. } | Self::WrongWay { .. } | Self::Unfinished { .. } => {
                Remedy::TurnAsAsked
            }
            Self::NotStraight { .. } => Remedy::LookStraight,
            Self::SeveralFaces { .. } | Self::OtherFace { .. } => Remedy::Alone,
            Self::Unfit(error) => error.remedy(),
            Self::Engine(error) => error.remedy(),
        }
    }
}

/// A challenge that was met. Only [`super::Faces::judge`] makes one.
#[derive(Debug, Clone, PartialEq)]
pub struct Met {
    face: Fit,
    least: f32,
}

impl Met {
    /// The face of the first frame: the one to compare, or else another person may have turned his head.
    pub const fn face(&self) -> &Fit {
        &self.face
    }

    /// The least of all scores: of each frame with the first one, and with the one before it.
    pub const fn least(&self) -> f32 {
        self.least
    }
}

/// What the head does next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Awaited {
    Turn(Side),
    Straight,
}

impl Challenge {
    /// Draws a challenge from a random byte: one bit a turn.
    pub fn draw(random: u8) -> Self {
        let side = |bit: u8| {
            if random >> bit & 1 == 0 {
                Side::Left
            } else {
                Side::Right
            }
        };
        Self([side(0), side(1), side(2)])
    }

    /// The turns, in order.
    pub const fn turns(&self) -> [Side; TURNS] {
        self.0
    }

    /// Whether the frames are an answer: in order and in time, of one face, straight on first, each turn made in
    /// its place with a look straight on after it, none the wrong way; the first one past the gate.
    pub(super) fn judge(
        self,
        engine: &dyn FaceEngine,
        rules: &Rules,
        gate: &Gate,
        frames: Vec<Frame>,
    ) -> Result<Met, ChallengeError> {
        let times: Vec<u32> = frames.iter().map(|frame| frame.at).collect();
        rules.in_time(&times)?;
        let least = one_face(engine, rules, &frames)?;
        self.turned(rules, &frames)?;
        let first = frames.into_iter().next();
        let first = first.ok_or(ChallengeError::Frames { frames: 0 })?;
        Ok(Met {
            face: gate.check(first.face)?,
            least,
        })
    }

    fn turned(self, rules: &Rules, frames: &[Frame]) -> Result<(), ChallengeError> {
        let mut frames = (1_usize..).zip(frames);
        match frames.next() {
            Some((_, first)) if rules.seen(first.yaw()) == Seen::Straight => {}
            Some((_, first)) => {
                return Err(ChallengeError::NotStraight {
                    degrees: first.yaw(),
                });
            }
            None => return Err(ChallengeError::Frames { frames: 0 }),
        }
        let awaited = self.0.map(|side| [Awaited::Turn(side), Awaited::Straight]);
        let mut awaited = awaited.into_iter().flatten().peekable();
        // The turn that was made last: its side is no wrong way until the head is back.
        let mut made = None;
        for (number, frame) in frames {
            let Some(next) = awaited.peek() else {
                break;
            };
            let seen = rules.seen(frame.yaw());
            match *next {
                Awaited::Straight if seen == Seen::Straight => made = None,
                Awaited::Turn(side) if seen == Seen::Turned(side) => made = Some(side),
                Awaited::Straight | Awaited::Turn(_) => match seen {
                    Seen::Turned(side) if made != Some(side) => {
                        return Err(ChallengeError::WrongWay { frame: number });
                    }
                    Seen::Turned(_) | Seen::Straight | Seen::Between => continue,
                },
            }
            awaited.next();
        }
        match awaited.count() {
            0 => Ok(()),
            left => Err(ChallengeError::Unfinished {
                turns: (2 * TURNS - left) / 2,
            }),
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Seen {
    Turned(Side),
    Straight,
    Between,
}

impl Frame {
    const fn yaw(&self) -> i16 {
        self.face.quality.pose.yaw
    }
}

impl Rules {
    fn seen(&self, yaw: i16) -> Seen {
        match yaw.unsigned_abs() {
            degrees if degrees <= self.straight => Seen::Straight,
            degrees if degrees < self.turned => Seen::Between,
            _ if yaw > 0 => Seen::Turned(Side::Left),
            _ => Seen::Turned(Side::Right),
        }
    }

    /// Whether there are 1 to 40 frames, in order and in time.
    pub(super) fn in_time(&self, times: &[u32]) -> Result<(), ChallengeError> {
        if times.is_empty() || times.len() > MOST_FRAMES {
            return Err(ChallengeError::Frames {
                frames: times.len(),
            });
        }
        let mut before = None;
        for (number, at) in (1_usize..).zip(times.iter().copied()) {
            if before.is_some_and(|before| at <= before) {
                return Err(ChallengeError::Order { frame: number });
            }
            if at - before.unwrap_or(at) > self.gap || at > self.longest {
                return Err(ChallengeError::Late { frame: number });
            }
            before = Some(at);
        }
        Ok(())
    }
}

/// The least score of a frame with the first one and with the one before it.
fn one_face(
    engine: &dyn FaceEngine,
    rules: &Rules,
    frames: &[Frame],
) -> Result<f32, ChallengeError> {
    let alone = |frame: &Frame| frame.face.quality.faces == 1;
    if let Some(at) = frames.iter().position(|frame| !alone(frame)) {
        return Err(ChallengeError::SeveralFaces { frame: at + 1 });
    }
    let score =
        |frame: &Frame, other: &Frame| likeness(engine, &frame.face.template, &other.face.template);
    let mut least = f32::INFINITY;
    let pairs = frames
        .first()
        .into_iter()
        .cycle()
        .zip(frames.array_windows());
    for (number, (first, [before, frame])) in (2_usize..).zip(pairs) {
        for (other, from) in [(first, rules.same_from), (before, rules.next_from)] {
            let score = score(frame, other)?;
            // Written so that a bound that is no number lets nobody through.
            let alike = score >= from;
            if !alike {
                return Err(ChallengeError::OtherFace {
                    frame: number,
                    score,
                });
            }
            least = least.min(score);
        }
    }
    Ok(least)
}
