//! Real prints, which `cargo xtask prints` fetches, and made ones.

use std::path::{Path, PathBuf};

use biometrics::finger::{
    EngineError, Extraction, FingerEngine, Fit, Gate, Identity, Nbis, Position, Quality, Scan,
    Template,
};

/// A file of the folder of prints.
pub fn print(name: &str) -> Vec<u8> {
    let tools = std::env::var_os("DINHDANH_TEST_TOOLS").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../.tools"),
        PathBuf::from,
    );
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

/// An engine for the rules around engines: the likeness of two templates stands in their first minutiae, as
/// `x` where their `y` are equal, else nothing.
pub struct Scripted {
    identity: Identity,
}

pub fn scripted() -> Scripted {
    Scripted {
        identity: Identity {
            id: "nbis-rs".to_owned(),
            version: "scripted".to_owned(),
            digest: "0".repeat(64),
        },
    }
}

impl FingerEngine for Scripted {
    fn identity(&self) -> &Identity {
        &self.identity
    }

    fn extract(&self, _: &Scan, _: Position) -> Result<Extraction, EngineError> {
        Err(EngineError::Failed)
    }

    fn similarity(&self, probe: &Template, reference: &Template) -> Result<u32, EngineError> {
        let (a, b) = (probe.minutiae(), reference.minutiae());
        match (a.first(), b.first()) {
            (Some(a), Some(b)) if a.y == b.y => Ok(u32::from(a.x.min(b.x))),
            (Some(_), Some(_)) => Ok(0),
            _ => Err(EngineError::TooFew),
        }
    }
}

/// A template for the scripted engine: prints of the same `person` are as alike as the smaller `likeness`.
pub fn made(position: Position, person: u16, likeness: u16) -> Template {
    let mut record = b"FMR\0 20\0".to_vec();
    let minutiae = u8::from(likeness < 1000);
    record.extend((30 + 6 * u32::from(minutiae)).to_be_bytes());
    for word in [0_u16, 1000, 1000, 197, 197] {
        record.extend(word.to_be_bytes());
    }
    record.extend([1, 0, position.code(), 0, 50, minutiae]);
    if minutiae == 1 {
        record.extend(likeness.to_be_bytes());
        record.extend(person.to_be_bytes());
        record.extend([0, 50]);
    }
    record.extend([0, 0]);
    Template::from_record(&record, scripted().identity().clone(), position).unwrap()
}

/// The same, past a gate that lets all through.
pub fn fit(position: Position, person: u16, likeness: u16) -> Fit {
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
    let template = made(position, person, likeness);
    gate.check(Extraction { template, quality }).unwrap()
}
