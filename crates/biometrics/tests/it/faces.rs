//! Real faces, which `cargo xtask models` fetches, the engine on them, and an engine that says what it is told.

use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use biometrics::Light;
use biometrics::face::{
    EngineError, Extraction, FaceEngine, FaceTemplate, Faces, Fit, Gate, Identity, Picture, Place,
    Pose, Quality, Rate, Rules, Suspicion, Thresholds,
};
use image::{RgbImage, imageops};

use crate::samples::jpeg;

/// The engine at hand with its starting values, opened once.
pub static FACES: LazyLock<Faces> = LazyLock::new(|| {
    let lanes = NonZeroUsize::new(2).unwrap();
    Faces::open(&models(), lanes, Thresholds::attended(), Rules::start())
        .unwrap_or_else(|why| panic!("{why}; run cargo xtask models"))
});

/// The engine alone.
pub fn engine() -> &'static dyn FaceEngine {
    FACES.engine()
}

fn from_env(name: &str) -> Option<PathBuf> {
    std::env::var_os(name).map(PathBuf::from)
}

fn root(name: &str) -> PathBuf {
    Path::new("../..").join(name)
}

/// Where the networks are.
pub fn models() -> PathBuf {
    let beside_tools = || from_env("DINHDANH_TEST_TOOLS").map(|tools| tools.join("models"));
    from_env("DINHDANH_TEST_MODELS")
        .or_else(beside_tools)
        .unwrap_or_else(|| root("models"))
}

/// A file of the folder of faces.
pub fn sample(name: &str) -> Vec<u8> {
    let tools = from_env("DINHDANH_TEST_TOOLS").unwrap_or_else(|| root(".tools"));
    let file = tools.join("faces").join(name);
    std::fs::read(&file)
        .unwrap_or_else(|cause| panic!("{}: {cause}; run cargo xtask models", file.display()))
}

/// One person of a sample: file, middle of the face, half a side of what is cut out.
#[derive(Debug, Clone, Copy)]
pub struct Person(pub &'static str, pub u32, pub u32, pub u32);

/// The same woman twice, and women who are others.
pub const RED: Person = Person("sample3.jpg", 1190, 361, 300);
pub const RED_AGAIN: Person = Person("sample1.jpg", 1572, 326, 220);
pub const DARK: Person = Person("sample5.jpg", 470, 1020, 240);
pub const BLONDE: Person = Person("sample3.jpg", 690, 520, 210);
pub const SMILING: Person = Person("sample3.jpg", 1570, 410, 230);
pub const TURNED: Person = Person("sample5.jpg", 655, 550, 160);
pub const OTHERS: [Person; 3] = [DARK, BLONDE, TURNED];

impl Person {
    /// The picture of this person alone.
    pub fn pixels(self) -> RgbImage {
        let Self(name, x, y, half) = self;
        let whole = image::load_from_memory(&sample(name)).unwrap().to_rgb8();
        let (left, top) = (x.saturating_sub(half), y.saturating_sub(half));
        imageops::crop_imm(&whole, left, top, half * 2, half * 2).to_image()
    }

    /// As a file.
    pub fn file(self) -> Vec<u8> {
        jpeg(&self.pixels())
    }

    pub fn extracted(self) -> Extraction {
        extracted(&self.file())
    }
}

pub fn extracted(file: &[u8]) -> Extraction {
    FACES.look(file).unwrap()
}

/// The likeness of two files.
pub fn likeness(one: &[u8], other: &[u8]) -> f32 {
    let (one, other) = (extracted(one), extracted(other));
    engine().similarity(&one.template, &other.template).unwrap()
}

/// An engine for the rules around engines: templates are as it is told, their likeness is their cosine; what it thinks
/// of a picture is that it is odd, or nothing where it is broken.
pub struct Scripted {
    pub broken: bool,
    identity: Identity,
}

pub fn scripted() -> Scripted {
    Scripted {
        broken: false,
        identity: Identity::new("scripted", "1", &"5".repeat(64)).unwrap(),
    }
}

/// Thresholds of the scripted engine: unclear from 0.3, match from 0.4.
pub fn scripted_thresholds() -> Thresholds {
    let (rate, engine) = (Rate::Extrapolated { aimed: 100 }, scripted().identity);
    Thresholds::new("v1", engine, rate, 0.3, 0.4).unwrap()
}

pub fn scripted_rules() -> Rules {
    Rules {
        engine: scripted().identity,
        ..Rules::start()
    }
}

pub fn holding(engine: Scripted) -> Faces {
    Faces::new(Box::new(engine), scripted_thresholds(), scripted_rules()).unwrap()
}

/// A template of the scripted engine: people whose angles are near look alike.
pub fn made(degrees: f32) -> FaceTemplate {
    let (sine, cosine) = degrees.to_radians().sin_cos();
    FaceTemplate::new(scripted().identity, vec![cosine, sine]).unwrap()
}

/// A template past a gate.
pub fn passed(template: FaceTemplate) -> Fit {
    let face = Extraction {
        template,
        ..found(GOOD)
    };
    Gate::VERIFICATION.check(face).unwrap()
}

/// A gate for pictures that were not taken at a counter.
pub const LENIENT: Gate = Gate {
    eyes: 50,
    yaw: 90,
    pitch: 90,
    roll: 90,
    ..Gate::VERIFICATION
};

/// A picture with nothing wrong with it.
pub const GOOD: Quality = Quality {
    faces: 1,
    sure: 99,
    eyes: 120,
    pose: Pose {
        yaw: 0,
        pitch: 0,
        roll: 0,
    },
    sharpness: 40,
    light: Light {
        mean: 130,
        contrast: 45,
    },
    inside: 100,
    eyes_shown: 80,
    mouth_shown: 80,
    eyes_share: 33,
};

pub fn found(quality: Quality) -> Extraction {
    Extraction {
        template: made(0.0),
        quality,
        place: Place {
            left: 10,
            top: 10,
            side: 200,
        },
    }
}

impl FaceEngine for Scripted {
    fn identity(&self) -> &Identity {
        &self.identity
    }

    fn extract(&self, _: &Picture) -> Result<Extraction, EngineError> {
        Ok(found(GOOD))
    }

    fn suspicion(&self, _: &Picture, _: &Extraction) -> Result<Option<Suspicion>, EngineError> {
        if self.broken {
            return Err(EngineError::Failed("broken".to_owned()));
        }
        Ok(Suspicion::of(0.1))
    }

    fn similarity(
        &self,
        probe: &FaceTemplate,
        reference: &FaceTemplate,
    ) -> Result<f32, EngineError> {
        Ok(probe.cosine(reference)?)
    }
}
