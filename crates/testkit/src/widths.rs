//! An engine of `biometrics` that knows a person by the width of his picture, behind the real port: what is searched in
//! tests is searched by the real index.

use biometrics::Light;
use biometrics::face::{
    EngineError, Extraction, FaceEngine, FaceTemplate, Faces, Identity, Picture, Place, Pose,
    Quality, Rate, Rules, Suspicion, Thresholds,
};

/// Nobody is on a picture of this width.
pub const NOBODY: u32 = 333;

/// Pictures of one width are the same; those of one ten of pixels (330 to 339) are of one person, 0.8 alike; others are
/// of strangers.
struct Widths(Identity);

const GOOD: Quality = Quality {
    faces: 1,
    sure: 99,
    eyes: 120,
    pose: Pose {
        yaw: 0,
        pitch: 0,
        roll: 0,
    },
    sharpness: 80,
    light: Light {
        mean: 130,
        contrast: 45,
    },
    inside: 100,
    eyes_shown: 70,
    mouth_shown: 80,
    eyes_share: 33,
};

/// People, and pictures, that are told apart.
const EACH: usize = 1000;

impl FaceEngine for Widths {
    fn identity(&self) -> &Identity {
        &self.0
    }

    fn extract(&self, picture: &Picture) -> Result<Extraction, EngineError> {
        let width = picture.width();
        if width == NOBODY {
            return Err(EngineError::NoFace);
        }
        let width = usize::try_from(width).unwrap_or_default();
        let mut numbers = vec![0.0; 2 * EACH];
        for (place, number) in [(width / 10 % EACH, 0.8_f32), (EACH + width % EACH, 0.2)] {
            numbers.splice(place..=place, [number.sqrt()]);
        }
        Ok(Extraction {
            template: FaceTemplate::new(self.0.clone(), numbers)?,
            quality: GOOD,
            place: Place {
                left: 0,
                top: 0,
                side: 100,
            },
        })
    }

    fn suspicion(&self, _: &Picture, _: &Extraction) -> Result<Option<Suspicion>, EngineError> {
        Ok(None)
    }

    fn similarity(
        &self,
        probe: &FaceTemplate,
        reference: &FaceTemplate,
    ) -> Result<f32, EngineError> {
        Ok(probe.cosine(reference)?)
    }
}

/// The engine in a version; templates of another version are another engine's.
pub fn widths(version: &str) -> Faces {
    let identity = Identity::new("widths", version, &"ab".repeat(32)).expect("an identity");
    let rate = Rate::Extrapolated { aimed: 100 };
    let thresholds =
        Thresholds::new("test-1", identity.clone(), rate, 0.36, 0.43).expect("thresholds");
    let rules = Rules {
        engine: identity.clone(),
        ..Rules::start()
    };
    Faces::new(Box::new(Widths(identity)), thresholds, rules).expect("an engine")
}
