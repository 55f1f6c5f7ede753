//! The engine at hand: open networks (docs/biometrics.md says how good they are and what is not known of them). An
//! installation for a whole country brings a certified matcher of its own behind [`FaceEngine`].

use super::align::{self, ALIGNED, aligned, planes};
use super::detect::{self, Letter};
use super::geometry::{Area, Similarity};
use super::landmark::{self, Landmarks};
use super::models::Models;
use super::picture::{Beyond, Picture};
use super::quality::Seen;
use super::runtime::Model;
use super::{EngineError, Extraction, FaceEngine, FaceTemplate, Identity, Place, Suspicion};

/// The engine's name.
const ID: &str = "faceplugin-512";
/// Version of what we do around the networks: whatever changes a template changes it.
pub(super) const VERSION: &str = "1";
/// Digest of the engine that the starting values were measured with.
const MEASURED: &str = "b058f09772b4ffd0aa089faae6960521cce76c6f165620f70337d95c9361068a";
/// Numbers of a template.
const NUMBERS: usize = 512;
/// Pixels a side of what the liveness network looks at, and how much more than the face that is.
const LIVENESS: u16 = 128;
const AROUND: f32 = 1.5;
const LIVENESS_SHAPE: [usize; 4] = [1, 3, 128, 128];
/// What it tells apart: alive, and two kinds of pictures.
const LIVENESS_KINDS: usize = 3;

/// The engine that the starting values were measured with.
pub(super) fn measured() -> Identity {
    identity(MEASURED)
}

fn identity(digest: &str) -> Identity {
    Identity {
        id: ID.to_owned(),
        version: VERSION.to_owned(),
        digest: digest.to_owned(),
    }
}

/// The engine. Make one, share it between threads.
#[derive(Debug)]
pub struct OnnxFaces {
    identity: Identity,
    models: Models,
}

impl OnnxFaces {
    /// An engine of these networks.
    pub fn new(models: Models) -> Self {
        Self {
            identity: identity(&models.digest),
            models,
        }
    }

    fn landmarks(&self, picture: &Picture, square: &Area) -> Result<Landmarks, EngineError> {
        let input = landmark::input(picture, square);
        let [output] = run(
            &self.models.landmarks,
            &landmark::SHAPE,
            &input,
            [2 * landmark::POINTS],
        )?;
        Ok(Landmarks::read(&output, square))
    }
}

impl FaceEngine for OnnxFaces {
    fn identity(&self) -> &Identity {
        &self.identity
    }

    fn extract(&self, picture: &Picture) -> Result<Extraction, EngineError> {
        let letter = Letter::new(picture);
        let [scores, boxes] = run(
            &self.models.detector,
            &detect::SHAPE,
            &letter.input,
            [2 * detect::PLACES, 4 * detect::PLACES],
        )?;
        let faces = letter.faces(&scores, &boxes);
        let face = faces.first().ok_or(EngineError::NoFace)?;
        let square = face.area.square(1.0);
        let landmarks = self.landmarks(picture, &square)?;
        let pixels = aligned(picture, &landmarks.five(), ALIGNED).ok_or(EngineError::NoFace)?;
        let input = align::input(&pixels);
        let [numbers] = run(&self.models.embedder, &align::SHAPE, &input, [NUMBERS])?;
        let seen = Seen {
            picture,
            landmarks: &landmarks,
            face,
            faces: &faces,
        };
        Ok(Extraction {
            template: FaceTemplate::new(self.identity.clone(), numbers)?,
            quality: seen.quality(),
            place: place(&square),
        })
    }

    fn suspicion(
        &self,
        picture: &Picture,
        face: &Extraction,
    ) -> Result<Option<Suspicion>, EngineError> {
        let map = Similarity::to_area(&area(face.place).square(AROUND), LIVENESS);
        let pixels = picture.square(&map, LIVENESS, Beyond::Edge);
        // This network takes blue first, as it was read by OpenCV, and bytes as they are.
        let input = planes(&pixels, |[r, g, b]| [b, g, r]);
        let liveness = &self.models.liveness;
        let [output] = run(liveness, &LIVENESS_SHAPE, &input, [LIVENESS_KINDS])?;
        let alive = output.first().copied().unwrap_or_default();
        let all: f32 = output.iter().map(|other| (other - alive).exp()).sum();
        Ok(Suspicion::of(1.0 / all))
    }

    fn similarity(
        &self,
        probe: &FaceTemplate,
        reference: &FaceTemplate,
    ) -> Result<f32, EngineError> {
        Ok(probe.cosine(reference)?)
    }
}

/// The outputs of a network: as many and as long as these lengths, numbers all.
fn run<const N: usize>(
    model: &Model,
    shape: &[usize],
    input: &[f32],
    lengths: [usize; N],
) -> Result<[Vec<f32>; N], EngineError> {
    let outputs = model.run(shape, input);
    sound(
        outputs.map_err(|cause| EngineError::Failed(cause.to_string()))?,
        lengths,
    )
}

fn sound<const N: usize>(
    outputs: Vec<Vec<f32>>,
    lengths: [usize; N],
) -> Result<[Vec<f32>; N], EngineError> {
    let failed = |what: &str| EngineError::Failed(format!("a network's output {what}"));
    let outputs: [Vec<f32>; N] = outputs
        .try_into()
        .map_err(|_| failed("is not of its kind"))?;
    for (output, length) in outputs.iter().zip(lengths) {
        if output.len() != length {
            return Err(failed("is not of its length"));
        }
        if !output.iter().all(|number| number.is_finite()) {
            return Err(failed("holds what is no number"));
        }
    }
    Ok(outputs)
}

fn place(square: &Area) -> Place {
    let whole = |value: f32| super::geometry::rounded(value, i16::MIN, i16::MAX);
    Place {
        left: whole(square.left).into(),
        top: whole(square.top).into(),
        side: u32::try_from(whole(square.height())).unwrap_or_default(),
    }
}

fn area(place: Place) -> Area {
    let bounded = |value: i32| f32::from(i16::try_from(value).unwrap_or(i16::MAX));
    let side = f32::from(u16::try_from(place.side).unwrap_or(u16::MAX));
    let (left, top) = (bounded(place.left), bounded(place.top));
    Area {
        left,
        top,
        right: left + side,
        bottom: top + side,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_an_area_in_whole_pixels() {
        let square = Area {
            left: -3.4,
            top: 10.2,
            right: 96.6,
            bottom: 110.2,
        };
        let place = place(&square);
        assert_eq!((place.left, place.top, place.side), (-3, 10, 100));
        assert!(area(place).overlap(&square) > 0.98);
    }

    #[test]
    fn an_output_of_another_length_or_of_no_numbers_is_refused() {
        let told = |outputs: &[&[f32]]| {
            let outputs = outputs.iter().map(|output| output.to_vec()).collect();
            sound(outputs, [2, 4]).map_err(|error| error.code())
        };
        let (two, four) = (&[0.1, 0.9][..], &[0.0, 0.0, 1.0, 1.0][..]);
        assert_eq!(told(&[two, four]), Ok([two.to_vec(), four.to_vec()]));
        for outputs in [
            &[][..],
            &[two],
            &[two, four, two],
            &[two, &four[..3]],
            &[four, four],
            &[&[0.1, f32::NAN], four],
            &[two, &[0.0, 0.0, f32::INFINITY, 1.0]],
        ] {
            assert_eq!(told(outputs), Err("face-engine-failed"), "{outputs:?}");
        }
    }

    #[test]
    fn an_engine_is_shared_between_threads() {
        fn shared<T: Send + Sync + 'static>() {}
        shared::<OnnxFaces>();
    }
}
