//! Real prints, which `cargo xtask prints` fetches, and made ones.

use std::path::PathBuf;

use biometrics::finger::{
    Band, EngineError, Enrolment, Extraction, FingerEngine, Fingers, Fit, Gate, Identity, Kind,
    Measured, Minutia, Nbis, Position, Quality, Reference, Scan, Template, Thresholds,
};

/// A file of the folder of prints.
pub fn print(name: &str) -> Vec<u8> {
    let tools = std::env::var_os("DINHDANH_TEST_TOOLS")
        .map_or_else(|| PathBuf::from("../../.tools"), PathBuf::from);
    let file = tools.join("prints").join(name);
    std::fs::read(&file)
        .unwrap_or_else(|cause| panic!("{}: {cause}; run cargo xtask prints", file.display()))
}

/// The template of a real print.
pub fn extracted(name: &str) -> Extraction {
    let scan = Scan::read(&print(name), 500).unwrap();
    Nbis::default()
        .extract(&scan, Position::RightIndex)
        .unwrap()
}

pub fn template(name: &str) -> Template {
    extracted(name).template
}

/// An engine for the rules around engines: the likeness of two templates stands in their first minutiae, as the
/// smaller `x` where their `y` have a bit in common, else nothing. It takes templates of anybody.
pub struct Scripted {
    identity: Identity,
}

pub fn scripted() -> Scripted {
    Scripted {
        identity: Identity::new("scripted", "1", &"0".repeat(64)).unwrap(),
    }
}

impl FingerEngine for Scripted {
    fn identity(&self) -> &Identity {
        &self.identity
    }

    fn extract(&self, _: &Scan, _: Position) -> Result<Extraction, EngineError> {
        Err(EngineError::Failed(String::new()))
    }

    fn similarity(&self, probe: &Template, reference: &Template) -> Result<u32, EngineError> {
        let (a, b) = (probe.minutiae(), reference.minutiae());
        match (a.first(), b.first()) {
            (Some(a), Some(b)) if a.y & b.y != 0 => Ok(u32::from(a.x.min(b.x))),
            (Some(_), Some(_)) => Ok(0),
            _ => Err(EngineError::TooFew),
        }
    }
}

/// A band out of a thousand comparisons.
pub fn band(unclear_from: u32, match_from: u32) -> Band {
    Band::new(unclear_from, match_from, Measured::new(0, 1000).unwrap()).unwrap()
}

/// The scripted engine's thresholds: unclear from 20 and 30, match from 40 and 50, 20 of each of two fingers.
pub fn thresholds() -> Thresholds {
    let engine = scripted().identity;
    Thresholds::new("test-1", engine, band(20, 40), band(30, 50), 20).unwrap()
}

/// The scripted engine as a server holds it.
pub fn served() -> Fingers {
    judged_by(thresholds())
}

pub fn judged_by(thresholds: Thresholds) -> Fingers {
    Fingers::new(Box::new(scripted()), thresholds).unwrap()
}

/// A finger as it is enrolled: three impressions of a person, none of which is like one of another person.
pub fn finger(position: Position, person: u16, likenesses: [u16; 3]) -> Reference {
    let mut enrolment = Enrolment::new(position);
    for likeness in likenesses {
        let print = fit(position, person, likeness);
        served().enrol(&mut enrolment, print).unwrap();
    }
    enrolment.finish().unwrap()
}

/// A likeness at which the scripted engine finds too little to compare.
pub const NOTHING: u16 = 1000;

/// A template for the scripted engine: prints of the same `person` (a bit) are as alike as the smaller `likeness`.
pub fn made(position: Position, person: u16, likeness: u16) -> Template {
    made_by(scripted().identity(), position, person, likeness)
}

pub fn made_by(engine: &Identity, position: Position, person: u16, likeness: u16) -> Template {
    let minutia = minutia(likeness, person, 0);
    let minutiae = (likeness < NOTHING).then_some(minutia);
    Template::new(
        engine,
        position,
        (1000, 1000),
        50,
        minutiae.into_iter().collect(),
    )
    .unwrap()
}

pub fn minutia(x: u16, y: u16, angle: u8) -> Minutia {
    Minutia {
        x,
        y,
        angle,
        quality: 50,
        kind: Kind::Other,
    }
}

/// The same, past a gate that lets all through.
pub fn fit(position: Position, person: u16, likeness: u16) -> Fit {
    passed(made(position, person, likeness))
}

/// A template past a gate that lets all through.
pub fn passed(template: Template) -> Fit {
    let gate = Gate {
        minutiae: 0,
        mean: 0,
        area: 0,
    };
    let quality = Quality {
        minutiae: 0,
        mean: 0,
        area: 0,
    };
    gate.check(Extraction { template, quality }).unwrap()
}
