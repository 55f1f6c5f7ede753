//! What a person looks like. The face comes from the person alone, hair colour and wrinkles from
//! age, clothing from a stream of its own, so that the card shows the same face otherwise dressed.

use domain::person::Sex;

use super::canvas::Rgb;
use crate::dice::{Dice, Topic};
use crate::people::Person;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Hair {
    Parted,
    Crew,
    Forward,
    Brushed,
    Receding,
    Bald,
    LongCentre,
    LongSide,
    LongFringe,
    Bob,
    Tied,
    Bun,
    Curly,
    Bowl,
    Pigtails,
    Wisps,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Dress {
    Shirt,
    Tee,
    Blazer,
    AoDai,
    Blouse,
    Pupil,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Frame {
    Round,
    Square,
}

/// Sizes are pixels; `half` means from the middle line outwards.
#[expect(
    clippy::struct_excessive_bools,
    reason = "a table of traits, not states"
)]
pub(super) struct Look {
    pub(super) background: Rgb,
    pub(super) skin: Rgb,
    pub(super) hair: Rgb,
    pub(super) brow: Rgb,
    pub(super) lip: Rgb,
    pub(super) cloth: Rgb,
    pub(super) accent: Rgb,
    pub(super) style: Hair,
    pub(super) dress: Dress,
    pub(super) frame: Option<Frame>,
    pub(super) parted_left: bool,
    /// How much lower the head sits than where it is drawn.
    pub(super) drop: f32,
    pub(super) half_face: f32,
    pub(super) half_jaw: f32,
    pub(super) chin: f32,
    pub(super) half_neck: f32,
    pub(super) half_shoulders: f32,
    pub(super) eye_line: f32,
    pub(super) eye_gap: f32,
    pub(super) half_eye: f32,
    pub(super) eye_open: f32,
    pub(super) eye_tilt: f32,
    pub(super) brow_width: f32,
    pub(super) brow_lift: f32,
    pub(super) brow_tilt: f32,
    pub(super) half_nose: f32,
    pub(super) nose: f32,
    pub(super) half_mouth: f32,
    pub(super) mouth: f32,
    pub(super) smile: f32,
    pub(super) lip_full: f32,
    /// From 0 to 1.
    pub(super) wrinkles: f32,
    pub(super) blush: f32,
    pub(super) moustache: bool,
    pub(super) mole: Option<(f32, f32)>,
    pub(super) earrings: bool,
    pub(super) woman: bool,
}

const SKIN: &[Rgb] = &[
    Rgb(247, 220, 196),
    Rgb(243, 211, 182),
    Rgb(238, 202, 170),
    Rgb(232, 192, 158),
    Rgb(224, 181, 145),
    Rgb(214, 168, 131),
    Rgb(200, 152, 116),
];

const HAIR: &[Rgb] = &[
    Rgb(32, 26, 28),
    Rgb(38, 30, 30),
    Rgb(28, 26, 32),
    Rgb(48, 36, 32),
    Rgb(60, 42, 34),
];

const BACKGROUND: &[Rgb] = &[
    Rgb(205, 221, 235),
    Rgb(214, 226, 232),
    Rgb(222, 226, 230),
    Rgb(200, 222, 226),
    Rgb(226, 228, 222),
    Rgb(211, 216, 232),
];

const CLOTH: &[Rgb] = &[
    Rgb(52, 78, 112),
    Rgb(92, 118, 142),
    Rgb(70, 104, 96),
    Rgb(132, 82, 84),
    Rgb(168, 128, 96),
    Rgb(96, 90, 122),
    Rgb(188, 196, 206),
    Rgb(86, 96, 106),
    Rgb(178, 108, 104),
    Rgb(116, 146, 132),
    Rgb(214, 190, 160),
    Rgb(64, 68, 82),
];

const SUITS: &[Rgb] = &[
    Rgb(44, 52, 70),
    Rgb(54, 56, 62),
    Rgb(70, 62, 58),
    Rgb(38, 62, 84),
];
const TIES: &[Rgb] = &[
    Rgb(140, 46, 52),
    Rgb(48, 84, 132),
    Rgb(70, 96, 84),
    Rgb(104, 78, 112),
];

impl Look {
    pub(super) fn new(seed: u64, person: &Person, age: i16, card: bool) -> Self {
        let topic = if card { Topic::CardDress } else { Topic::Dress };
        let mut face = Dice::new(seed, person.index, Topic::Face);
        let mut dress = Dice::new(seed, person.index, topic);
        let shown = if card && age > 18 { age - 4 } else { age };
        let mut look = Self::features(&mut face, person.sex == Sex::Female, age);
        let grey = grey(&mut face, shown);
        let dark = face.pick(HAIR);
        look.hair = dark.toward(Rgb(206, 206, 208), grey);
        look.brow = dark.toward(Rgb(168, 166, 166), grey * 0.8);
        look.style = style(&mut face, look.woman, age);
        look.parted_left = face.chance(500);
        look.frame = frame(&mut face, age);
        look.background = dress.pick(BACKGROUND);
        look.dress = clothing(&mut dress, look.woman, age);
        look.cloth = match look.dress {
            Dress::Blazer => dress.pick(SUITS),
            Dress::Pupil => Rgb(240, 242, 245),
            Dress::Shirt if dress.chance(420) => Rgb(236, 240, 244),
            Dress::Shirt | Dress::Tee | Dress::AoDai | Dress::Blouse => dress.pick(CLOTH),
        };
        look.accent = dress.pick(TIES);
        look
    }

    fn features(dice: &mut Dice, woman: bool, age: i16) -> Self {
        let young = (1.0 - f32::from(age.clamp(2, 16) - 2) / 14.0).max(0.0);
        let slim = if woman { 1.0 } else { 0.0 };
        let half_face = dice.between(36.5, 42.0) - slim * 1.2 + young;
        let eye_line = dice.between(103.0, 107.0) + young * 4.0;
        let nose = eye_line + dice.between(19.0, 23.5) - young * 6.0;
        let mouth = nose + dice.between(12.5, 15.5) - young * 2.5;
        let chin = mouth + dice.between(16.0, 20.5) - young * 4.0;
        Self {
            background: SKIN_TONE,
            skin: dice.pick(SKIN),
            hair: SKIN_TONE,
            brow: SKIN_TONE,
            lip: if woman {
                Rgb(190, 88, 90)
            } else {
                Rgb(176, 102, 92)
            },
            cloth: SKIN_TONE,
            accent: SKIN_TONE,
            style: Hair::Crew,
            dress: Dress::Tee,
            frame: None,
            parted_left: false,
            drop: 167.0 - chin + young * 4.0,
            half_face,
            half_jaw: half_face * (dice.between(0.70, 0.84) - slim * 0.05 + young * 0.08),
            chin,
            half_neck: dice.between(18.0, 21.0) - slim * 4.0 - young * 5.5,
            half_shoulders: dice.between(72.0, 80.0) - slim * 10.0 - young * 18.0,
            eye_line,
            eye_gap: dice.between(16.2, 18.4),
            half_eye: dice.between(7.2, 8.8) + slim * 0.4,
            eye_open: dice.between(3.2, 4.4) + slim * 0.4 + young * 1.3,
            eye_tilt: dice.between(-0.4, 1.6),
            brow_width: dice.between(2.3, 3.7) - slim * 0.9 - young * 0.9,
            brow_lift: dice.between(9.5, 12.0),
            brow_tilt: dice.between(-2.2, 0.6),
            half_nose: dice.between(5.6, 8.2) - slim * 0.8 - young * 2.2,
            nose,
            half_mouth: dice.between(10.5, 14.0) - slim * 0.6 - young * 3.0,
            mouth,
            smile: dice.between(1.8, 4.4),
            lip_full: dice.between(2.3, 3.7) + slim * 0.5,
            wrinkles: (f32::from(age.clamp(42, 90)) - 42.0) / 48.0,
            blush: dice.between(0.05, 0.12) + slim * 0.04 + young * 0.06,
            moustache: !woman && age >= 28 && dice.chance(90),
            mole: dice
                .chance(110)
                .then(|| (dice.between(-22.0, 22.0), dice.between(2.0, 10.0))),
            earrings: woman && age >= 16 && dice.chance(360),
            woman,
        }
    }
}

/// Stands in the fields that `Look::new` sets next.
const SKIN_TONE: Rgb = Rgb(238, 202, 170);

fn grey(dice: &mut Dice, age: i16) -> f32 {
    let begins = dice.between(40.0, 58.0);
    let dyed = dice.chance(300) && age < 72;
    let share = (f32::from(age) - begins) / 26.0;
    share.clamp(0.0, if dyed { 0.12 } else { 0.92 })
}

fn style(dice: &mut Dice, woman: bool, age: i16) -> Hair {
    use Hair::{
        Bald, Bob, Bowl, Brushed, Bun, Crew, Curly, Forward, LongCentre, LongFringe, LongSide,
        Parted, Pigtails, Receding, Tied, Wisps,
    };
    match (woman, age) {
        (_, ..2) => Wisps,
        (true, 2..12) => dice.pick(&[Pigtails, Bob, LongFringe, Tied, Bowl]),
        (true, 12..45) => dice.pick(&[
            LongCentre, LongCentre, LongSide, LongSide, LongFringe, Bob, Tied, Tied, Bun,
        ]),
        (true, 45..65) => dice.pick(&[Bob, Tied, Bun, Curly, LongSide, Curly, Tied]),
        (true, _) => dice.pick(&[Bun, Bun, Curly, Curly, Bob, Tied]),
        (false, 2..12) => dice.pick(&[Bowl, Crew, Forward, Crew, Parted]),
        (false, 12..40) => dice.pick(&[
            Parted, Parted, Crew, Forward, Forward, Brushed, Brushed, Crew,
        ]),
        (false, 40..60) => dice.pick(&[Parted, Parted, Crew, Brushed, Receding, Crew]),
        (false, _) => dice.pick(&[Parted, Crew, Receding, Receding, Bald, Brushed]),
    }
}

fn frame(dice: &mut Dice, age: i16) -> Option<Frame> {
    let share = match age {
        ..7 => 15,
        7..20 => 170,
        20..45 => 200,
        45..65 => 250,
        _ => 330,
    };
    dice.chance(share)
        .then(|| dice.pick(&[Frame::Round, Frame::Square]))
}

fn clothing(dice: &mut Dice, woman: bool, age: i16) -> Dress {
    use Dress::{AoDai, Blazer, Blouse, Pupil, Shirt, Tee};
    match (woman, age) {
        (_, ..6) => Tee,
        (_, 6..15) => dice.pick(&[Pupil, Pupil, Tee, Shirt]),
        (true, 15..60) => dice.pick(&[Blouse, Blouse, Shirt, Shirt, AoDai, Blazer, Tee]),
        (true, _) => dice.pick(&[Blouse, AoDai, AoDai, Shirt, Tee]),
        (false, 15..60) => dice.pick(&[Shirt, Shirt, Shirt, Tee, Blazer, Blazer]),
        (false, _) => dice.pick(&[Shirt, Shirt, Shirt, Blazer, Tee]),
    }
}
