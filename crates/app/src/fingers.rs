//! The engine of `biometrics` for prints behind the port: what comes out is evidence, never a template.

use biometrics::finger::{
    CompareError, EngineError, Fingers, Fit, Gate, Judgement, TakeError, Template, Verdict,
};
use domain::evidence::{Band, FingerMatch, MachineEngine, MatchOutcome, Whose};
use domain::finger::{ASKED, Finger};

use crate::faces::{in_a_million, not_compared};
use crate::ports::{self, Examined, FingersCompared, Print, Wrong};

/// Pixels an inch of files that tell none: scanners of level 2 have so many.
const STATED: u16 = 500;
/// Fingers of one comparison: what the thresholds were measured for.
const MOST: usize = ASKED as usize;
/// Comparisons without an error that prove one false match in a thousand (docs/biometrics.md).
const ENOUGH: u32 = 3000;

/// The register has prints of the person, of other fingers.
const NOT_ON_RECORD: &str = "finger-not-on-record";

impl ports::Fingers for Fingers {
    fn engine(&self) -> MachineEngine {
        stamp(self, MOST)
    }

    fn examine(&self, print: &[u8], finger: Finger, others: &[Print]) -> Examined {
        let fit = match self.take(&Gate::START, finger, print, STATED) {
            Ok(fit) => fit,
            Err(TakeError::Engine(cause @ EngineError::Failed(_))) => {
                note(&cause);
                return Examined::Unknown;
            }
            Err(error) => return bad(&error),
        };
        let same = others
            .iter()
            .filter(|(other, _)| *other != finger)
            .find(|other| is_same(self, &fit, other));
        same.map_or(Examined::Good, |(other, _)| Examined::SameAs(*other))
    }

    fn compare(&self, live: &[Print], references: &[Print]) -> FingersCompared {
        if references.is_empty() {
            let none = MatchOutcome::NoReference;
            let rows = live.iter().map(|(finger, _)| row(*finger, none.clone()));
            return told(self, none.clone(), rows.collect());
        }
        let mut pairs = Pairs::default();
        for finger in Finger::OFFERED {
            if let Some(probe) = of(live, finger) {
                pairs.add(self, finger, (probe, of(references, finger)));
            }
        }
        pairs.judged(self)
    }
}

/// The fingers that can be compared, and what became of the others.
#[derive(Default)]
struct Pairs {
    probes: Vec<Fit>,
    on_record: Vec<Template>,
    rest: Vec<FingerMatch>,
}

impl Pairs {
    fn add(&mut self, fingers: &Fingers, finger: Finger, pair: (&[u8], Option<&[u8]>)) {
        if self.probes.len() == MOST {
            return;
        }
        let (probe, Some(reference)) = pair else {
            self.rest.push(row(finger, MatchOutcome::NoReference));
            return;
        };
        let probe = fingers.take(&Gate::START, finger, probe, STATED);
        let reference = fingers.look(finger, reference, STATED);
        let (whose, error) = match (probe, reference) {
            (Ok(probe), Ok(reference)) => {
                self.probes.push(probe);
                self.on_record.push(reference);
                return;
            }
            (Err(error), _) => (Whose::Live, error),
            (Ok(_), Err(error)) => (Whose::Reference, error),
        };
        if let TakeError::Engine(cause) = &error {
            note(cause);
        }
        self.rest
            .push(row(finger, not_compared(whose, error.code())));
    }

    fn judged(self, fingers: &Fingers) -> FingersCompared {
        let Self {
            probes,
            on_record,
            mut rest,
        } = self;
        if probes.is_empty() {
            let tried = rest.iter().find(|row| made_an_attempt(&row.outcome));
            let outcome = tried.map_or_else(
                || not_compared(Whose::Reference, NOT_ON_RECORD),
                |row| row.outcome.clone(),
            );
            return told(fingers, outcome, rest);
        }
        let probes: Vec<&Fit> = probes.iter().collect();
        let judged = fingers
            .of_pictures(on_record)
            .map_err(|error| error.code())
            .and_then(|on_record| {
                let judged = fingers.compare(&probes, &on_record);
                judged.map_err(|error| no_score(&error))
            });
        match judged {
            Ok(judged) => with(fingers, &judged, rest),
            Err(why) => {
                let outcome = not_compared(Whose::Live, why);
                let failed = |probe: &&Fit| row(probe.template().position(), outcome.clone());
                rest.splice(0..0, probes.iter().map(failed));
                told(fingers, outcome, rest)
            }
        }
    }
}

const fn made_an_attempt(outcome: &MatchOutcome) -> bool {
    match outcome {
        MatchOutcome::Compared { .. } | MatchOutcome::NotCompared { .. } => true,
        MatchOutcome::NoReference => false,
    }
}

fn of(prints: &[Print], wanted: Finger) -> Option<&[u8]> {
    let found = prints.iter().find(|(finger, _)| *finger == wanted);
    found.map(|(_, bytes)| bytes.as_slice())
}

/// A print that was kept before the engine was there may be worth nothing to it: it says nothing then.
fn is_same(fingers: &Fingers, print: &Fit, (finger, kept): &Print) -> bool {
    let Ok(kept) = fingers.take(&Gate::START, *finger, kept, STATED) else {
        return false;
    };
    fingers.same_finger(print, &kept).unwrap_or_else(|cause| {
        note(&cause);
        false
    })
}

fn bad(error: &TakeError) -> Examined {
    Examined::Bad {
        wrong: Wrong {
            code: error.code(),
            remedy: error.remedy().code(),
        },
        is_a_try: error.is_a_try(),
    }
}

fn no_score(error: &CompareError) -> &'static str {
    if let CompareError::Engine(cause) = error {
        note(cause);
    }
    error.code()
}

/// What broke in the engine is for who runs it; the officer has a code and a remedy.
fn note(cause: &EngineError) {
    if let EngineError::Failed(_) = cause {
        tracing::error!(%cause, "the finger engine");
    }
}

const fn row(finger: Finger, outcome: MatchOutcome) -> FingerMatch {
    FingerMatch { finger, outcome }
}

fn told(fingers: &Fingers, outcome: MatchOutcome, rows: Vec<FingerMatch>) -> FingersCompared {
    FingersCompared {
        outcome,
        fingers: rows,
        engine: stamp(fingers, MOST),
    }
}

fn with(fingers: &Fingers, judged: &Judgement, rest: Vec<FingerMatch>) -> FingersCompared {
    let parts = judged.score.parts();
    let one = |part: &biometrics::finger::Part| {
        let verdict = fingers.thresholds().alone(*part);
        row(part.finger, compared(part.value, verdict))
    };
    FingersCompared {
        outcome: compared(judged.score.value(), judged.verdict),
        fingers: parts.iter().map(one).chain(rest).collect(),
        engine: stamp(fingers, parts.len()),
    }
}

fn compared(score: u32, verdict: Verdict) -> MatchOutcome {
    let band = match verdict {
        Verdict::Match => Band::Match,
        Verdict::Unclear => Band::Unclear,
        Verdict::NoMatch => Band::NoMatch,
    };
    MatchOutcome::Compared {
        score: whole(score),
        band,
    }
}

/// The engine with what holds for so many fingers.
fn stamp(fingers: &Fingers, count: usize) -> MachineEngine {
    let thresholds = fingers.thresholds();
    let engine = thresholds.engine();
    let measured = thresholds.measured(count);
    MachineEngine {
        name: engine.id().to_owned(),
        version: engine.version().to_owned(),
        digest: engine.digest().to_owned(),
        thresholds: thresholds.version().to_owned(),
        match_from: whole(thresholds.match_from(count)),
        false_matches: in_a_million(measured.at_most()),
        measured: measured.comparisons() >= ENOUGH,
    }
}

fn whole(score: u32) -> i32 {
    i32::try_from(score).unwrap_or(i32::MAX)
}
