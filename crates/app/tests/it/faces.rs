//! The engine of `biometrics` behind the port: what the counter is told of pictures.

use app::ports::{Faces as Port, Look, Wrong};
use biometrics::Light;
use biometrics::face::{
    EngineError, Extraction, FaceEngine, FaceTemplate, Faces, Identity, Picture, Place, Pose,
    Quality, Rate, Rules, Suspicion, Thresholds,
};
use domain::evidence::{Band, MatchOutcome, Whose};

use crate::registration::world::png;

/// Reads what it is to say from the width of the picture.
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

const ONE: u32 = 320;
const NOBODY: u32 = 321;
const SEVERAL: u32 = 322;
const DARK: u32 = 323;
const ODD: u32 = 324;
const UNCLEAR: u32 = 325;
const OTHER: u32 = 326;
const BROKEN: u32 = 327;

impl FaceEngine for Widths {
    fn identity(&self) -> &Identity {
        &self.0
    }

    fn extract(&self, picture: &Picture) -> Result<Extraction, EngineError> {
        let mut quality = GOOD;
        let mut cosine = 1.0_f32;
        match picture.width() {
            NOBODY => return Err(EngineError::NoFace),
            BROKEN => return Err(EngineError::Failed("out of memory".into())),
            SEVERAL => quality.faces = 2,
            DARK => quality.light.mean = 12,
            UNCLEAR => cosine = 0.4,
            OTHER => cosine = 0.1,
            _ => {}
        }
        let numbers = vec![cosine, (1.0 - cosine * cosine).sqrt()];
        Ok(Extraction {
            template: FaceTemplate::new(self.0.clone(), numbers)?,
            quality,
            place: Place {
                left: 0,
                top: 0,
                side: 100,
            },
        })
    }

    fn suspicion(
        &self,
        picture: &Picture,
        _: &Extraction,
    ) -> Result<Option<Suspicion>, EngineError> {
        Ok((picture.width() == ODD)
            .then(|| Suspicion::of(0.1))
            .flatten())
    }

    fn similarity(
        &self,
        probe: &FaceTemplate,
        reference: &FaceTemplate,
    ) -> Result<f32, EngineError> {
        Ok(probe.cosine(reference)?)
    }
}

fn faces() -> Faces {
    let identity = Identity::new("widths", "3", &"ab".repeat(32)).unwrap();
    let rate = Rate::Extrapolated { aimed: 100 };
    let thresholds = Thresholds::new("test-1", identity.clone(), rate, 0.36, 0.43).unwrap();
    let rules = Rules {
        engine: identity.clone(),
        ..Rules::start()
    };
    Faces::new(Box::new(Widths(identity)), thresholds, rules).unwrap()
}

fn picture(width: u32) -> Vec<u8> {
    png(width, 400, |x, y| {
        if (x / 40 + y / 40) % 2 == 0 { 90 } else { 170 }
    })
}

// law: D59-14.2.a2
#[test]
fn a_portrait_is_of_one_person_and_what_is_wrong_has_a_cure() {
    let faces = faces();
    for (width, want) in [
        (ONE, Some(&[][..])),
        (NOBODY, None),
        (SEVERAL, None),
        (DARK, Some(&[("face-dark", "more-light")][..])),
        (ODD, Some(&[("face-suspicion", "look-closer")][..])),
        (BROKEN, Some(&[("face-engine-failed", "call-support")][..])),
    ] {
        match Port::look(&faces, &picture(width)) {
            Look::NoFace => assert_eq!(width, NOBODY),
            Look::SeveralFaces => assert_eq!(width, SEVERAL),
            Look::One(wrong) => {
                let told: Vec<_> = wrong.iter().map(|w| (w.code, w.remedy)).collect();
                assert_eq!(Some(told.as_slice()), want, "{width}");
            }
        }
    }
    let look = Port::look(&faces, b"no picture");
    assert_eq!(
        look,
        Look::One(vec![Wrong {
            code: "portrait-not-an-image",
            remedy: "send-photograph",
        }])
    );
}

fn not_compared(whose: Whose, why: &str) -> MatchOutcome {
    MatchOutcome::NotCompared {
        whose,
        why: why.to_owned(),
    }
}

// law: D59-12.2, D59-14.2.a2
#[test]
fn each_portrait_on_record_has_a_result_of_its_own() {
    let faces = faces();
    let on_record = [ONE, UNCLEAR, OTHER, DARK, NOBODY].map(picture);
    let compared = |score, band| MatchOutcome::Compared { score, band };
    let told = Port::compare(&faces, &picture(ONE), &on_record);
    assert_eq!(
        told,
        [
            compared(1000, Band::Match),
            compared(400, Band::Unclear),
            compared(100, Band::NoMatch),
            // A portrait on record is as good as it is.
            compared(1000, Band::Match),
            not_compared(Whose::Reference, "face-no-face"),
        ]
    );
    for (width, why) in [(DARK, "face-dark"), (SEVERAL, "face-several")] {
        let told = Port::compare(&faces, &picture(width), &on_record);
        assert_eq!(told, vec![not_compared(Whose::Live, why); 5]);
    }
    let engine = Port::engine(&faces);
    assert_eq!(
        (engine.name.as_str(), engine.version.as_str()),
        ("widths", "3")
    );
    assert_eq!((engine.match_from, engine.one_in()), (430, 10_000));
    assert_eq!(
        (engine.thresholds.as_str(), engine.measured),
        ("test-1", false)
    );
}
