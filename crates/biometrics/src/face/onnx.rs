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
pub(super) const ID: &str = "faceplugin-512";
/// Version of what we do around the networks: whatever changes a template changes it.
pub(super) const VERSION: &str = "1";
/// Numbers of a template.
const NUMBERS: usize = 512;
/// Pixels a side of what the liveness network looks at, and how much more than the face that is.
const LIVENESS: u16 = 128;
const AROUND: f32 = 1.5;
const LIVENESS_SHAPE: [usize; 4] = [1, 3, 128, 128];

/// The engine. Make one, share it between threads.
#[derive(Debug)]
pub struct OnnxFaces {
    identity: Identity,
    models: Models,
}

impl OnnxFaces {
    /// An engine of these networks.
    pub fn new(models: Models) -> Self {
        let identity = Identity {
            id: ID.to_owned(),
            version: VERSION.to_owned(),
            digest: models.digest.clone(),
        };
        Self { identity, models }
    }

    fn landmarks(&self, picture: &Picture, square: &Area) -> Result<Landmarks, EngineError> {
        let input = landmark::input(picture, square);
        let output = first(&self.models.landmarks, &landmark::SHAPE, &input)?;
        Landmarks::read(&output, square).ok_or(EngineError::Failed)
    }
}

impl FaceEngine for OnnxFaces {
    fn identity(&self) -> &Identity {
        &self.identity
    }

    fn extract(&self, picture: &Picture) -> Result<Extraction, EngineError> {
        let letter = Letter::new(picture);
        let outputs = self.models.detector.run(&detect::SHAPE, &letter.input);
        let outputs = outputs.map_err(|_| EngineError::Failed)?;
        let [scores, boxes] = outputs.as_slice() else {
            return Err(EngineError::Failed);
        };
        let faces = letter.faces(scores, boxes);
        let face = faces.first().ok_or(EngineError::NoFace)?;
        let square = face.area.square(1.0);
        let landmarks = self.landmarks(picture, &square)?;
        let pixels = aligned(picture, &landmarks.five(), ALIGNED).ok_or(EngineError::NoFace)?;
        let numbers = first(&self.models.embedder, &align::SHAPE, &align::input(&pixels))?;
        if numbers.len() != NUMBERS {
            return Err(EngineError::Failed);
        }
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
        let output = first(&self.models.liveness, &LIVENESS_SHAPE, &input)?;
        let [alive, ..] = output.as_slice() else {
            return Err(EngineError::Failed);
        };
        let all: f32 = output.iter().map(|other| (other - alive).exp()).sum();
        Ok(Suspicion::of(1.0 / all))
    }

    fn similarity(
        &self,
        probe: &FaceTemplate,
        reference: &FaceTemplate,
    ) -> Result<f32, EngineError> {
        if probe.engine() != &self.identity {
            return Err(EngineError::OtherEngine);
        }
        Ok(probe.cosine(reference)?)
    }
}

fn first(model: &Model, shape: &[usize], input: &[f32]) -> Result<Vec<f32>, EngineError> {
    let outputs = model.run(shape, input).map_err(|_| EngineError::Failed)?;
    outputs.into_iter().next().ok_or(EngineError::Failed)
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
    fn an_engine_is_shared_between_threads() {
        fn shared<T: Send + Sync + 'static>() {}
        shared::<OnnxFaces>();
    }
}
