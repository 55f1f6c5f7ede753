//! The engine at hand: Rust ports of NIST's MINDTCT and BOZORTH3. A baseline, measured in docs/biometrics.md; an
//! installation for a whole country brings a matcher of its own behind [`FingerEngine`].

use std::panic::{AssertUnwindSafe, catch_unwind};

use fprint_bozorth3::{MIN_COMPUTABLE_BOZORTH_MINUTIAE, match_score};
use fprint_mindtct::{GrayImage, detect_minutiae};

use super::template::{Kind, MOST_MINUTIAE, Minutia, Template};
use super::{
    DENSITY, EngineError, Extraction, FingerEngine, Identity, Position, Quality, Scan, foreground,
};

pub(super) const ID: &str = "nbis-rs";
/// Version of the crates, and of what we do around them (how many minutiae are kept, how they are rounded).
const VERSION: &str = "0.1.0+1";
/// SHA-256 over the two crates' checksums of `Cargo.lock`, one a line, and the version.
const DIGEST: &str = "ae1d7d23c6259fd17fea2435b4048ab7d303d19746d8a92d80036ea9ae15659a";
/// Less ridge area than a fingertip's corner.
const NO_FINGER: u16 = 15;
/// A thumb rolled from nail to nail and then some. The detector's time grows with the ridges.
const MANY_FINGERS: u16 = 1300;
/// What the matcher says when its work queue overflows: no score at all.
const OVERFLOW: u32 = 4000;

/// The engine. Cheap to make; keeps nothing.
#[derive(Debug, Clone)]
pub struct Nbis {
    identity: Identity,
}

impl Default for Nbis {
    fn default() -> Self {
        Self {
            identity: Identity {
                id: ID.to_owned(),
                version: VERSION.to_owned(),
                digest: DIGEST.to_owned(),
            },
        }
    }
}

impl FingerEngine for Nbis {
    fn identity(&self) -> &Identity {
        &self.identity
    }

    fn extract(&self, scan: &Scan, position: Position) -> Result<Extraction, EngineError> {
        let area = foreground::area(scan);
        if area < NO_FINGER {
            return Err(EngineError::NoFinger);
        }
        if area > MANY_FINGERS {
            return Err(EngineError::ManyFingers);
        }
        let image = GrayImage::new(
            scan.pixels(),
            usize::from(scan.width()),
            usize::from(scan.height()),
            DENSITY,
        )
        .map_err(|_| EngineError::Failed)?;
        let found = guarded(|| detect_minutiae(image))?;
        let mut minutiae: Vec<Minutia> = found
            .iter()
            .filter_map(|minutia| to_record_units(minutia, scan))
            .collect();
        let count = u16::try_from(minutiae.len()).unwrap_or(u16::MAX);
        // The matcher takes no more than these, and the first ones if there are more: ours are the best.
        minutiae.sort_by_key(|minutia| std::cmp::Reverse(minutia.quality));
        minutiae.truncate(MOST_MINUTIAE);
        let mean = mean(&minutiae).ok_or(EngineError::NoFinger)?;
        Ok(Extraction {
            template: Template {
                identity: self.identity.clone(),
                position,
                size: (scan.width(), scan.height()),
                quality: mean,
                minutiae,
            },
            quality: Quality {
                minutiae: count,
                mean,
                area,
            },
        })
    }

    fn similarity(&self, probe: &Template, reference: &Template) -> Result<u32, EngineError> {
        if probe.identity() != &self.identity || reference.identity() != &self.identity {
            return Err(EngineError::OtherEngine);
        }
        let (probe, reference) = (to_matcher(probe), to_matcher(reference));
        if probe.len().min(reference.len()) < MIN_COMPUTABLE_BOZORTH_MINUTIAE {
            return Err(EngineError::TooFew);
        }
        match guarded(|| match_score(&probe, &reference))? {
            OVERFLOW.. => Err(EngineError::Failed),
            score => Ok(score),
        }
    }
}

/// These are other people's index arithmetic over bytes of outsiders: should it break, one print fails, not the
/// program.
fn guarded<T>(work: impl FnOnce() -> T) -> Result<T, EngineError> {
    catch_unwind(AssertUnwindSafe(work)).map_err(|_| EngineError::Failed)
}

fn mean(minutiae: &[Minutia]) -> Option<u8> {
    let sum: usize = minutiae.iter().map(|m| usize::from(m.quality)).sum();
    u8::try_from(sum.checked_div(minutiae.len())?).ok()
}

/// NIST's minutiae have their origin below left and point along the ridge; those of the record have it above left
/// and point against it.
fn to_record_units(minutia: &fprint_mindtct::Minutia, scan: &Scan) -> Option<Minutia> {
    let x = u16::try_from(minutia.x).ok()?;
    let y = u16::try_from(i32::from(scan.height()) - minutia.y).ok()?;
    let turned = (minutia.theta + 180).rem_euclid(360);
    // 360 degrees are 256 steps, rounded to the nearest.
    let angle = u8::try_from(((turned * 256 + 180) / 360) % 256).ok()?;
    let quality = u8::try_from(minutia.quality.clamp(1, 100)).ok()?;
    (x < scan.width() && y < scan.height()).then_some(Minutia {
        x,
        y,
        angle,
        quality,
        kind: Kind::Other,
    })
}

fn to_matcher(template: &Template) -> Vec<fprint_bozorth3::Minutia> {
    let height = i32::from(template.size().1);
    let degrees = |angle: u8| ((i32::from(angle) * 360 + 128) / 256 + 180) % 360;
    template
        .minutiae()
        .iter()
        .map(|m| {
            fprint_bozorth3::Minutia::from_xyt(
                i32::from(m.x),
                height - i32::from(m.y),
                degrees(m.angle),
            )
        })
        .collect()
}
