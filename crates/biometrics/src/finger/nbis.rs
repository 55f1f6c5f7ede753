//! The engine at hand: NIST's MINDTCT as a Rust port, and BOZORTH3 with a bound on its work. A baseline, measured
//! in docs/biometrics.md; an installation for a whole country brings a matcher of its own behind [`FingerEngine`].

use std::panic::{AssertUnwindSafe, catch_unwind};

use fprint_mindtct::{GrayImage, detect_minutiae};
use zeroize::Zeroizing;

use super::matcher::{self, Point, TooHard};
use super::scan::DENSITY;
use super::template::{Kind, Minutia};
use super::{
    EngineError, Extraction, FingerEngine, Identity, Position, Quality, Scan, Template, foreground,
};

/// Version of the crates, and of what we do around them (how many minutiae are kept, how they are rounded, where
/// the matcher gives up).
const VERSION: &str = "0.1.0+2";
/// SHA-256 over the checksums in `Cargo.lock` of the detector and of the library whose scores the matcher is held
/// to, one a line, and the version.
const DIGEST: &str = "ce15302ed03e6593fef755353308df3abb4d8e18be3faf6ddd96109c0d00a456";
/// Most minutiae of a template, the best there are: what NIST's matcher takes by default. Its table holds 200; an
/// attended print has 40 to 100.
const MOST_MINUTIAE: usize = 150;
/// Less ridge area than a fingertip's corner.
const NO_FINGER: u16 = 15;
/// A thumb rolled from nail to nail and then some. The detector's time grows with the ridges.
const MANY_FINGERS: u16 = 1300;
/// Most steps of one comparison, a third of a second at worst (docs/biometrics.md): four times what the hardest of
/// 51,200 comparisons of real prints took, two thousand times their median.
const MOST_STEPS: u64 = 60_000_000;

/// The engine. Cheap to make; keeps nothing.
#[derive(Debug, Clone)]
pub struct Nbis {
    identity: Identity,
}

impl Default for Nbis {
    fn default() -> Self {
        Self {
            identity: Identity {
                id: "nbis-rs".to_owned(),
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
        .map_err(|cause| EngineError::Failed(cause.to_string()))?;
        let found = guarded(|| detect_minutiae(image))?;
        let mut minutiae: Vec<Minutia> = found
            .iter()
            .filter_map(|minutia| to_record_units(minutia, scan))
            .collect();
        let count = u16::try_from(minutiae.len()).unwrap_or(u16::MAX);
        // The mean is of those that are kept.
        keep_best(&mut minutiae);
        let mean = mean(&minutiae).ok_or(EngineError::NoFinger)?;
        let size = (scan.width(), scan.height());
        let template = Template::new(&self.identity, position, size, mean, minutiae);
        Ok(Extraction {
            template: template.map_err(|cause| EngineError::Failed(cause.to_string()))?,
            quality: Quality {
                minutiae: count,
                mean,
                area,
            },
        })
    }

    fn similarity(&self, probe: &Template, reference: &Template) -> Result<u32, EngineError> {
        probe.check_made_by(&self.identity)?;
        reference.check_made_by(&self.identity)?;
        let (probe, reference) = (to_matcher(probe), to_matcher(reference));
        if probe.len().min(reference.len()) < matcher::FEWEST {
            return Err(EngineError::TooFew);
        }
        match matcher::score(&probe, &reference, MOST_STEPS) {
            Ok((score, _)) => Ok(score),
            Err(TooHard) => Err(EngineError::TooHard),
        }
    }
}

/// The detector is other people's index arithmetic over bytes of outsiders: should it break, one print fails, not
/// the program.
fn guarded<T>(work: impl FnOnce() -> T) -> Result<T, EngineError> {
    catch_unwind(AssertUnwindSafe(work)).map_err(|panic| {
        let text = panic.downcast_ref::<&str>().copied();
        let text = text.or_else(|| panic.downcast_ref::<String>().map(String::as_str));
        EngineError::Failed(format!("a panic: {}", text.unwrap_or_default()))
    })
}

/// The best there are.
fn keep_best(minutiae: &mut Vec<Minutia>) {
    minutiae.sort_by_key(|minutia| std::cmp::Reverse(minutia.quality));
    minutiae.truncate(MOST_MINUTIAE);
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

fn to_matcher(template: &Template) -> Vec<Point> {
    let height = i32::from(template.size().1);
    let degrees = |angle: u8| ((i32::from(angle) * 360 + 128) / 256 + 180) % 360;
    let point = |m: &Minutia| Point {
        x: i32::from(m.x),
        y: height - i32::from(m.y),
        angle: degrees(m.angle),
    };
    let mut minutiae = Zeroizing::new(template.minutiae().to_vec());
    if minutiae.len() > MOST_MINUTIAE {
        keep_best(&mut minutiae);
    }
    minutiae.iter().map(point).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_breakdown_inside_is_an_answer() {
        let broken = guarded(|| -> u8 { panic!("as an index out of bounds would") });
        let cause = "a panic: as an index out of bounds would".to_owned();
        assert_eq!(broken, Err(EngineError::Failed(cause)));
        assert_eq!(guarded(|| 7), Ok(7));
    }
}
