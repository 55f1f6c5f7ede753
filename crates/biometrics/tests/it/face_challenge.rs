//! Turns of the head: what is an answer and what is not.

use biometrics::face::{
    Challenge, ChallengeError, Extraction, Frame, Gate, MOST_FRAMES, Met, Pose, Quality, Remedy,
    Side, TURNS, Unfit,
};
use proptest::prelude::*;

use crate::faces::{GOOD, found, holding, made, scripted};

/// The first bit that is drawn is the first turn; this is left, left, right.
const DRAWN: u8 = 0b100;

fn frames(yaws: &[i16]) -> Vec<Frame> {
    (0..)
        .zip(yaws)
        .map(|(at, yaw)| Frame {
            at: at * 500,
            face: turned(*yaw),
        })
        .collect()
}

fn turned(yaw: i16) -> Extraction {
    let pose = Pose { yaw, ..GOOD.pose };
    found(Quality { pose, ..GOOD })
}

fn answered(asked: u8, frames: &[Frame]) -> Result<Met, ChallengeError> {
    let challenge = Challenge::draw(asked);
    holding(scripted()).judge(challenge, &Gate::VERIFICATION, frames.to_vec())
}

fn judged(frames: &[Frame]) -> Result<f32, ChallengeError> {
    answered(DRAWN, frames).map(|met| met.least())
}

const ANSWER: [i16; 10] = [2, 12, 25, 12, -3, 15, 31, 4, -28, 0];

#[test]
fn a_challenge_is_drawn_from_random_bits() {
    let drawn = Challenge::draw(DRAWN).turns();
    assert_eq!(drawn, [Side::Left, Side::Left, Side::Right]);
    let mut all: Vec<_> = (0..=u8::MAX)
        .map(|random| Challenge::draw(random).turns().map(Side::as_str).concat())
        .collect();
    all.sort();
    all.dedup();
    assert_eq!(all.len(), 1 << TURNS);
}

#[test]
fn the_turns_that_were_asked_for_are_an_answer() {
    let frames = frames(&ANSWER);
    let met = answered(DRAWN, &frames).unwrap();
    assert_eq!(met.face().template(), &made(0.0));
    assert!((met.least() - 1.0).abs() < 1e-6);
}

#[test]
fn the_first_face_passes_the_gate() {
    let mut frames = frames(&ANSWER);
    frames[0].face.quality.eyes = 50;
    let told = judged(&frames).unwrap_err();
    let small = Unfit::TooSmall {
        pixels: 50,
        least: 90,
    };
    assert_eq!(told, ChallengeError::Unfit(small));
    assert_eq!(told.remedy(), Remedy::ComeCloser);
}

#[test]
fn other_turns_are_none() {
    for (yaws, want) in [
        (&[25, 0][..], ChallengeError::NotStraight { degrees: 25 }),
        (&[0, 0, 0], ChallengeError::Unfinished { turns: 0 }),
        (
            &[0, 19, 0, 19, 0, -19, 0],
            ChallengeError::Unfinished { turns: 0 },
        ),
        (&[0, 30], ChallengeError::Unfinished { turns: 0 }),
        (&[0, 30, 0], ChallengeError::Unfinished { turns: 1 }),
        // One long turn is not two.
        (&[0, 30, 30, 30, -30], ChallengeError::WrongWay { frame: 5 }),
        (
            &[0, 30, 0, 30, 0, -30],
            ChallengeError::Unfinished { turns: 2 },
        ),
        (&[0, -30], ChallengeError::WrongWay { frame: 2 }),
        (&[0, 30, 0, -30], ChallengeError::WrongWay { frame: 4 }),
        // To and fro until something fits.
        (
            &[0, 30, 0, 30, 0, 30],
            ChallengeError::WrongWay { frame: 6 },
        ),
    ] {
        assert_eq!(judged(&frames(yaws)), Err(want), "{yaws:?}");
    }
}

#[test]
fn frames_come_in_order_and_in_time() {
    let change = |at: usize, time: u32| {
        let mut frames = frames(&ANSWER);
        frames[at].at = time;
        judged(&frames)
    };
    assert_eq!(change(3, 1000), Err(ChallengeError::Order { frame: 4 }));
    assert_eq!(change(3, 900), Err(ChallengeError::Order { frame: 4 }));
    assert_eq!(change(9, 5501), Err(ChallengeError::Late { frame: 10 }));
    assert!(change(9, 5500).is_ok());
    let slow = |from: u32| {
        let mut slow = frames(&[0; 20]);
        for (at, frame) in (0..).zip(&mut slow) {
            frame.at = from + at * 1500;
        }
        judged(&slow)
    };
    assert_eq!(slow(0), Err(ChallengeError::Late { frame: 15 }));
    // Time runs from the showing of the challenge.
    assert_eq!(slow(17_000), Err(ChallengeError::Late { frame: 4 }));
    assert_eq!(slow(20_001), Err(ChallengeError::Late { frame: 1 }));
}

#[test]
fn every_frame_shows_the_same_face_alone() {
    let change = |at: usize, change: fn(&mut Frame)| {
        let mut frames = frames(&ANSWER);
        change(&mut frames[at]);
        judged(&frames)
    };
    assert_eq!(
        change(4, |frame| frame.face.quality.faces = 2),
        Err(ChallengeError::SeveralFaces { frame: 5 })
    );
    let Err(ChallengeError::OtherFace { frame, score }) =
        change(4, |frame| frame.face.template = made(80.0))
    else {
        panic!("another face passed");
    };
    assert_eq!(frame, 5);
    assert!((score - 80.0_f32.to_radians().cos()).abs() < 1e-3);
    let least = change(4, |frame| frame.face.template = made(30.0)).unwrap();
    assert!((least - 30.0_f32.to_radians().cos()).abs() < 1e-3);
}

#[test]
fn a_face_that_becomes_another_step_by_step_is_noticed() {
    let mut frames = frames(&ANSWER);
    for (at, frame) in (0_u16..).zip(&mut frames) {
        frame.face.template = made(f32::from(at) * 20.0);
    }
    let told = judged(&frames);
    let Err(ChallengeError::OtherFace { frame, .. }) = told else {
        panic!("{told:?}");
    };
    assert_eq!(frame, 5, "cosine of 80 degrees to the first");
}

#[test]
fn too_few_and_too_many_frames_are_refused() {
    assert_eq!(judged(&[]), Err(ChallengeError::Frames { frames: 0 }));
    let many = frames(&[0; MOST_FRAMES + 1]);
    assert_eq!(
        judged(&many),
        Err(ChallengeError::Frames {
            frames: MOST_FRAMES + 1
        })
    );
}

proptest! {
    #[test]
    fn whoever_answers_one_challenge_answers_no_other(
        asked in 0_u8..8, made in 0_u8..8, way in prop::collection::vec((20_i16..60, -10_i16..=10), TURNS),
    ) {
        let mut yaws = vec![0];
        for (side, (degrees, back)) in Challenge::draw(made).turns().iter().zip(way) {
            yaws.push(if *side == Side::Left { degrees } else { -degrees });
            yaws.push(back);
        }
        let told = answered(asked, &frames(&yaws));
        prop_assert_eq!(told.is_ok(), asked == made);
    }

    #[test]
    fn any_frames_get_an_answer(
        yaws in prop::collection::vec(any::<i16>(), 0..50), times in prop::collection::vec(any::<u32>(), 50),
        asked in any::<u8>(),
    ) {
        let mut frames = frames(&yaws);
        for (frame, at) in frames.iter_mut().zip(times) {
            frame.at = at;
        }
        answered(asked, &frames).ok();
    }
}
