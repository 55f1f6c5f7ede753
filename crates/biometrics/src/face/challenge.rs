//! Proof that a living person follows what is asked now: turns of the head, drawn at random, over a few frames of
//! one face. It stops a photograph and a film made before. It does not stop a mask, a live deep fake or pictures fed
//! in past the camera: an officer looks on, or the app attests where its pictures come from.

use super::{EngineError, Extraction, FaceEngine, FaceTemplate};

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

/// One frame: when it was taken, where the face looked, whose face it is.
#[derive(Debug, Clone, PartialEq)]
pub struct Frame {
    /// Milliseconds since the challenge was shown.
    pub at: u32,
    /// Degrees; above nought to the person's own left. Frames must not be mirrored.
    pub yaw: i16,
    /// Faces of people near the camera.
    pub faces: u8,
    /// The face.
    pub template: FaceTemplate,
}

impl Frame {
    /// What an engine found in a frame.
    pub fn new(at: u32, face: Extraction) -> Self {
        Self {
            at,
            yaw: face.quality.pose.yaw,
            faces: face.quality.faces,
            template: face.template,
        }
    }
}

/// What counts as a turn, as straight, as the same face. Configuration.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rules {
    /// A turn is at least so many degrees.
    pub turned: u16,
    /// Straight on is at most so many.
    pub straight: u16,
    /// Milliseconds from the first to the last frame, at most.
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
    pub const START: Self = Self {
        turned: 20,
        straight: 10,
        longest: 20_000,
        gap: 1_500,
        same_from: 0.36,
        next_from: 0.50,
    };
}

/// Why a sequence is no answer to the challenge. The person may try again, with another challenge.
#[derive(Debug, Clone, Copy, PartialEq, thiserror::Error)]
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
    /// Too long between two frames, or in all.
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
    /// The engine gives no answer.
    #[error(transparent)]
    Engine(#[from] EngineError),
}

impl ChallengeError {
    /// Stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Frames { .. } => "challenge-frames",
            Self::Order { .. } => "challenge-order",
            Self::Late { .. } => "challenge-late",
            Self::NotStraight { .. } => "challenge-not-straight",
            Self::SeveralFaces { .. } => "challenge-several-faces",
            Self::OtherFace { .. } => "challenge-other-face",
            Self::WrongWay { .. } => "challenge-wrong-way",
            Self::Unfinished { .. } => "challenge-unfinished",
            Self::Engine(error) => error.code(),
        }
    }
}

/// A challenge that was met. Only [`Challenge::judge`] makes one.
#[derive(Debug, Clone, PartialEq)]
pub struct Met {
    face: FaceTemplate,
    least: f32,
}

impl Met {
    /// The face of the first frame: the one to compare, or else another person may have turned his head.
    pub const fn face(&self) -> &FaceTemplate {
        &self.face
    }

    /// How alike the least alike frame was.
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
    /// its place with a look straight on after it, none the wrong way.
    pub fn judge(
        &self,
        engine: &dyn FaceEngine,
        rules: &Rules,
        frames: &[Frame],
    ) -> Result<Met, ChallengeError> {
        if frames.is_empty() || frames.len() > MOST_FRAMES {
            return Err(ChallengeError::Frames {
                frames: frames.len(),
            });
        }
        in_time(rules, frames)?;
        let least = one_face(engine, rules, frames)?;
        self.turned(rules, frames)?;
        let first = frames.first().ok_or(ChallengeError::Frames { frames: 0 })?;
        Ok(Met {
            face: first.template.clone(),
            least,
        })
    }

    fn turned(self, rules: &Rules, frames: &[Frame]) -> Result<(), ChallengeError> {
        let mut frames = (1_usize..).zip(frames);
        match frames.next() {
            Some((_, first)) if first.yaw.unsigned_abs() <= rules.straight => {}
            Some((_, first)) => return Err(ChallengeError::NotStraight { degrees: first.yaw }),
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
            let seen = rules.seen(frame.yaw);
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

impl Rules {
    fn seen(&self, yaw: i16) -> Seen {
        match yaw.unsigned_abs() {
            degrees if degrees <= self.straight => Seen::Straight,
            degrees if degrees < self.turned => Seen::Between,
            _ if yaw > 0 => Seen::Turned(Side::Left),
            _ => Seen::Turned(Side::Right),
        }
    }
}

fn in_time(rules: &Rules, frames: &[Frame]) -> Result<(), ChallengeError> {
    let mut frames = (1_usize..).zip(frames);
    let Some((_, first)) = frames.next() else {
        return Ok(());
    };
    let mut before = first.at;
    for (number, frame) in frames {
        if frame.at <= before {
            return Err(ChallengeError::Order { frame: number });
        }
        if frame.at - before > rules.gap || frame.at - first.at > rules.longest {
            return Err(ChallengeError::Late { frame: number });
        }
        before = frame.at;
    }
    Ok(())
}

/// The least likeness to the first frame.
fn one_face(
    engine: &dyn FaceEngine,
    rules: &Rules,
    frames: &[Frame],
) -> Result<f32, ChallengeError> {
    let mut least = 1.0_f32;
    let mut before: Option<&Frame> = None;
    let first = frames.first();
    for (number, frame) in (1_usize..).zip(frames) {
        if frame.faces != 1 {
            return Err(ChallengeError::SeveralFaces { frame: number });
        }
        for (other, from) in [(first, rules.same_from), (before, rules.next_from)] {
            let Some(other) = other else { continue };
            let score = engine.similarity(&frame.template, &other.template)?;
            // Written so that what is no number is another face.
            let alike = score >= from;
            if !alike {
                return Err(ChallengeError::OtherFace {
                    frame: number,
                    score,
                });
            }
            least = least.min(score);
        }
        before = Some(frame);
    }
    Ok(least)
}
