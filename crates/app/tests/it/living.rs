//! The engine of `biometrics` where nobody looks on: the real challenge and thresholds, over an engine that reads
//! from the width of a picture how the head on it is turned.

use app::ports::{Compared, Faces as Port, Shot};
use biometrics::Light;
use biometrics::face::{
    Challenge, EngineError, Extraction, FaceEngine, FaceTemplate, Faces, Identity, Picture, Place,
    Pose, Quality, Rate, Rules, Side, Suspicion, Thresholds,
};
use domain::evidence::{Band, MatchOutcome, Whose};

use crate::registration::world::png;

struct Heads(Identity);

/// So wide is a picture of somebody who looks straight on.
const STRAIGHT: u32 = 500;
/// Alike enough where an officer looks on, and not where nobody does.
const ALIKE: u32 = 700;
const OTHER: u32 = 701;
const NOBODY: u32 = 702;
const DARK: u32 = 703;
const ODD: u32 = 704;

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

impl FaceEngine for Heads {
    fn identity(&self) -> &Identity {
        &self.0
    }

    fn extract(&self, picture: &Picture) -> Result<Extraction, EngineError> {
        let mut quality = GOOD;
        let mut cosine = 1.0_f32;
        match picture.width() {
            NOBODY => return Err(EngineError::NoFace),
            ALIKE => cosine = 0.45,
            OTHER => cosine = 0.1,
            DARK => quality.light.mean = 12,
            ODD => {}
            width => {
                quality.pose.yaw = i16::try_from(i64::from(width) - i64::from(STRAIGHT)).unwrap();
            }
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

fn attended() -> Faces {
    let identity = Identity::new("heads", "1", &"cd".repeat(32)).unwrap();
    let rate = Rate::Extrapolated { aimed: 100 };
    let thresholds = Thresholds::new("test-1", identity.clone(), rate, 0.36, 0.43).unwrap();
    let rules = Rules {
        engine: identity.clone(),
        ..Rules::start()
    };
    Faces::new(Box::new(Heads(identity)), thresholds, rules).unwrap()
}

fn faces() -> Faces {
    let identity = Identity::new("heads", "1", &"cd".repeat(32)).unwrap();
    let rate = Rate::Extrapolated { aimed: 10 };
    let thresholds = Thresholds::new("test-unattended-1", identity, rate, 0.36, 0.50);
    attended().with_unattended(thresholds.unwrap()).unwrap()
}

fn picture(width: u32) -> Vec<u8> {
    png(width, 400, |x, y| {
        if (x / 40 + y / 40) % 2 == 0 { 90 } else { 170 }
    })
}

/// A head that turns by so many degrees, half a second between the pictures.
fn head(turned: &[i32]) -> Vec<Shot> {
    let width = |degrees: &i32| STRAIGHT.checked_add_signed(*degrees).unwrap();
    let widths: Vec<u32> = turned.iter().map(width).collect();
    shots(&widths)
}

fn shots(widths: &[u32]) -> Vec<Shot> {
    let shot = |(number, width): (u32, &u32)| Shot {
        at: number * 500,
        picture: picture(*width),
    };
    (0..).zip(widths).map(shot).collect()
}

/// Straight on, and each turn that this challenge asks for.
fn answer(challenge: Challenge) -> Vec<i32> {
    let turn = |side: Side| match side {
        Side::Left => [25, 0],
        Side::Right => [-25, 0],
    };
    let turns = challenge.turns().into_iter().flat_map(turn);
    [0].into_iter().chain(turns).collect()
}

fn judged(
    turned: &[Shot],
    references: &[Vec<u8>],
) -> Result<Compared, (&'static str, &'static str)> {
    let faces = faces();
    let living = Port::living(&faces).expect("thresholds for where nobody looks on");
    let judged = living.judge(Challenge::draw(0b010), turned, references);
    judged.map_err(|wrong| (wrong.code, wrong.remedy))
}

// law: D59-24.3
#[test]
fn a_head_that_turns_as_asked_is_compared_by_higher_thresholds() {
    let on_record = [STRAIGHT, ALIKE, OTHER, NOBODY].map(picture);
    for drawn in [0b000, 0b010, 0b111] {
        let challenge = Challenge::draw(drawn);
        let faces = faces();
        let living = Port::living(&faces).unwrap();
        let found = living.judge(challenge, &head(&answer(challenge)), &on_record);
        let compared = |score, band| MatchOutcome::Compared { score, band };
        let none = MatchOutcome::NotCompared {
            whose: Whose::Reference,
            why: "face-no-face".to_owned(),
        };
        let outcomes = vec![
            compared(1000, Band::Match),
            compared(450, Band::Unclear),
            compared(100, Band::NoMatch),
            none,
        ];
        let flagged = false;
        assert_eq!(found, Ok(Compared { outcomes, flagged }), "{drawn}");
        let engine = living.engine();
        let stated = (
            engine.thresholds.as_str(),
            engine.match_from,
            engine.one_in(),
        );
        assert_eq!(stated, ("test-unattended-1", 500, 100_000));
    }
    // The same likeness is enough where an officer looks on.
    let beside = Port::compare(&faces(), &picture(STRAIGHT), &[picture(ALIKE)]);
    assert!(
        matches!(
            beside[0],
            MatchOutcome::Compared {
                band: Band::Match,
                ..
            }
        ),
        "{beside:?}"
    );
    assert!(Port::living(&attended()).is_none(), "no thresholds for it");
}

// law: D59-24.3
#[test]
fn whatever_is_no_answer_has_a_code_and_a_remedy() {
    let right = answer(Challenge::draw(0b010));
    let mirrored: Vec<i32> = right.iter().map(|degrees| -degrees).collect();
    let still = [0; 7];
    let as_asked = ("challenge-wrong-way", "turn-as-asked");
    assert_eq!(judged(&head(&mirrored), &[]), Err(as_asked));
    let unfinished = ("challenge-unfinished", "turn-as-asked");
    assert_eq!(judged(&head(&still), &[]), Err(unfinished));
    assert_eq!(judged(&[], &[]), Err(("challenge-frames", "call-support")));
    let many = head(&[0; 41]);
    assert_eq!(
        judged(&many, &[]),
        Err(("challenge-frames", "call-support"))
    );
    let mut changed = head(&right);
    changed[0] = shots(&[DARK]).remove(0);
    assert_eq!(judged(&changed, &[]), Err(("face-dark", "more-light")));
    let mut changed = head(&right);
    changed[3].picture = picture(NOBODY);
    assert!(matches!(judged(&changed, &[]), Err(("face-no-face", _))));
    let mut changed = head(&right);
    changed[3].picture = picture(OTHER);
    assert!(matches!(
        judged(&changed, &[]),
        Err(("challenge-other-face", "alone"))
    ));
    let mut changed = head(&right);
    changed[3].picture = b"no picture".to_vec();
    assert!(matches!(
        judged(&changed, &[]),
        Err(("portrait-not-an-image", _))
    ));
    let mut changed = head(&right);
    changed[2].at = 10_000;
    let late = judged(&changed, &[]).unwrap_err();
    assert_eq!(late, ("challenge-late", "turn-as-asked"));
}

#[test]
fn an_odd_picture_is_flagged_and_decides_nothing() {
    let mut shots = head(&answer(Challenge::draw(0b010)));
    shots[0].picture = picture(ODD);
    let found = judged(&shots, &[picture(STRAIGHT)]).unwrap();
    assert!(found.flagged);
    assert!(matches!(
        found.outcomes[0],
        MatchOutcome::Compared {
            band: Band::Match,
            ..
        }
    ));
}

// law: D59-24.3
#[test]
fn no_picture_is_decoded_for_times_that_are_no_answer_nor_one_that_is_too_large() {
    let unreadable = |times: &[u32]| -> Vec<Shot> {
        let shot = |at: &u32| Shot {
            at: *at,
            picture: b"no picture".to_vec(),
        };
        times.iter().map(shot).collect()
    };
    for (times, code) in [
        (&[0, 500, 500][..], "challenge-order"),
        (&[0, 2_000][..], "challenge-late"),
        (&[20_001][..], "challenge-late"),
    ] {
        let found = judged(&unreadable(times), &[]);
        assert_eq!(found.map_err(|(code, _)| code), Err(code), "{times:?}");
    }
    let mut large = head(&answer(Challenge::draw(0b010)));
    large[0].picture = png(1_921, 400, |_, _| 90);
    let found = judged(&large, &[]).map_err(|(code, _)| code);
    assert_eq!(found, Err("portrait-dimensions"));
    // What is on record may be larger.
    let right = head(&answer(Challenge::draw(0b010)));
    assert!(judged(&right, &[png(1_921, 400, |_, _| 90)]).is_ok());
}
