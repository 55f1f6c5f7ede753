//! The engine of `biometrics` behind the port: what comes out is evidence, or a template to be sealed.

use biometrics::face::{
    EngineError, Extraction, FaceEngine, Faces, Fit, Gate, Judgement, Picture, Rate, Remedy,
    TakeError, Thresholds, Unfit, Verdict,
};
use domain::evidence::{Band, MachineEngine, MatchOutcome, Whose};

use crate::face_index::Templates;
use crate::ports::{self, FaceIndex, Look, NoTemplate, Template, Wrong};

/// A suspicion raises a flag for the officer and nothing else.
const SUSPICION: Wrong = Wrong {
    code: "face-suspicion",
    remedy: "look-closer",
};

impl ports::Faces for Faces {
    fn engine(&self) -> MachineEngine {
        stated(self.thresholds())
    }

    fn look(&self, live: &[u8]) -> Look {
        match examined(self.engine(), live) {
            Ok(look) => look,
            Err(TakeError::Engine(EngineError::NoFace)) => Look::NoFace,
            Err(other) => {
                note(&other);
                Look::One(vec![wrong(other.code(), other.remedy())])
            }
        }
    }

    fn compare(&self, live: &[u8], references: &[Vec<u8>]) -> Vec<MatchOutcome> {
        let live = match self.take(&Gate::VERIFICATION, live) {
            Ok(taken) => taken.fit,
            Err(error) => {
                note(&error);
                let none = not_compared(Whose::Live, error.code());
                return vec![none; references.len()];
            }
        };
        let one = |reference: &Vec<u8>| beside(self, &live, reference);
        references.iter().map(one).collect()
    }

    fn template(&self, portrait: &[u8]) -> Result<Template, NoTemplate> {
        match Faces::look(self, portrait) {
            Ok(face) => Ok(face.template.to_bytes()),
            Err(error) => {
                note(&error);
                let broken = matches!(error, TakeError::Engine(EngineError::Failed(_)));
                Err(NoTemplate {
                    code: error.code(),
                    lasting: !broken,
                })
            }
        }
    }

    fn index(&self) -> Box<dyn FaceIndex> {
        Box::new(Templates::new(self.engine().identity().clone()))
    }

    fn living(&self) -> Option<&dyn ports::Living> {
        self.unattended().map(|_| self as &dyn ports::Living)
    }
}

/// What stands on every result that these thresholds judge.
pub(crate) fn stated(thresholds: &Thresholds) -> MachineEngine {
    let engine = thresholds.engine();
    let (false_matches, measured) = match thresholds.rate() {
        Rate::Extrapolated { aimed } => (aimed, false),
        Rate::Measured(counted) => (in_a_million(counted.at_most()), true),
    };
    MachineEngine {
        name: engine.id().to_owned(),
        version: engine.version().to_owned(),
        digest: engine.digest().to_owned(),
        thresholds: thresholds.version().to_owned(),
        match_from: thousandths(thresholds.match_from()),
        false_matches,
        measured,
    }
}

/// D59-14.2.a2: what goes on record must be as good as what is compared with for years.
fn examined(engine: &dyn FaceEngine, live: &[u8]) -> Result<Look, TakeError> {
    let picture = Picture::read(live)?;
    let face = engine.extract(&picture)?;
    let faults = Gate::ENROLMENT.faults(&face.quality);
    let several = |fault: &Unfit| matches!(fault, Unfit::SeveralFaces { .. });
    if faults.iter().any(several) {
        return Ok(Look::SeveralFaces);
    }
    let mut found: Vec<Wrong> = faults.iter().map(|f| wrong(f.code(), f.remedy())).collect();
    // A bad picture looks odd for reasons of its own.
    if found.is_empty() {
        match engine.suspicion(&picture, &face) {
            Ok(None) => {}
            Ok(Some(_)) => found.push(SUSPICION),
            // No answer is no flag.
            Err(error) => note(&error.into()),
        }
    }
    Ok(Look::One(found))
}

/// What broke in the engine is for who runs it; the officer has a code and a remedy.
pub(crate) fn note(error: &TakeError) {
    if let TakeError::Engine(cause @ EngineError::Failed(_)) = error {
        tracing::error!(%cause, "the face engine");
    }
}

/// A portrait on record is as good as it is; it passes no gate.
fn beside(faces: &Faces, live: &Fit, reference: &[u8]) -> MatchOutcome {
    let judged = Faces::look(faces, reference)
        .and_then(|Extraction { template, .. }| Ok(faces.compare(live, &template)?));
    match judged {
        Ok(judged) => compared(&judged),
        Err(error) => {
            note(&error);
            not_compared(Whose::Reference, error.code())
        }
    }
}

pub(crate) fn compared(judged: &Judgement) -> MatchOutcome {
    let band = match judged.verdict {
        Verdict::Match => Band::Match,
        Verdict::Unclear => Band::Unclear,
        Verdict::NoMatch => Band::NoMatch,
    };
    MatchOutcome::Compared {
        score: thousandths(judged.score.value()),
        band,
    }
}

pub(crate) fn not_compared(whose: Whose, why: &str) -> MatchOutcome {
    MatchOutcome::NotCompared {
        whose,
        why: why.to_owned(),
    }
}

pub(crate) fn wrong(code: &'static str, remedy: Remedy) -> Wrong {
    Wrong {
        code,
        remedy: remedy.code(),
    }
}

/// A share as false matches in a million, rounded up: never better than it is.
pub(crate) fn in_a_million(share: f64) -> u32 {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a share is between none and all"
    )]
    let whole = (share * 1e6).ceil() as u32;
    whole
}

/// Closer than any two scores that differ: 0.43 is 430, not 429.
const CLOSE: f64 = 1e-3;

/// As the evidence keeps it, so that it compares and reads the same everywhere.
pub(crate) fn thousandths(score: f32) -> i32 {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "a cast to a whole number stays within its bounds"
    )]
    let whole = (f64::from(score) * 1000.0 + CLOSE).floor() as i32;
    whole
}
