//! Drawn fingerprints, of nobody real: ridges that flow round a core, with minutiae where chance put them, so that
//! a matcher finds a finger again and tells it from others. A touch of the plate is that finger shifted, turned a
//! little, stretched and with noise.

use std::f32::consts::TAU;

use domain::finger::Finger;
use image::codecs::png::PngEncoder;
use image::{ExtendedColorType, ImageEncoder};

use crate::CountryError;
use crate::dice::{Dice, Topic};

/// Pixels across, at 500 an inch.
const WIDTH: u16 = 320;
/// Pixels down.
const HEIGHT: u16 = 400;
/// Half of the finger's width and height on the plate.
const REACH: (f32, f32) = (150.0, 190.0);
/// Minutiae that are tried for; those too near to others are left out.
const THROWS: u32 = 60;
/// Fewest pixels between two minutiae.
const APART: f32 = 28.0;

/// A print of somebody's finger as a grey PNG. `owner` is a number that names the person, and `touch` tells the
/// touches of one finger apart: 0 is the clean one that a register keeps.
pub fn print(owner: &str, finger: Finger, touch: u8) -> Result<Vec<u8>, CountryError> {
    let seed = mixed(owner);
    let ridges = Ridges::of(seed, finger);
    let press = Press::of(seed, finger, touch);
    let mut grey = Vec::with_capacity(usize::from(WIDTH) * usize::from(HEIGHT));
    for y in 0..HEIGHT {
        for x in 0..WIDTH {
            grey.push(press.pixel(&ridges, (x, y)));
        }
    }
    let mut bytes = Vec::new();
    PngEncoder::new(&mut bytes)
        .write_image(&grey, WIDTH.into(), HEIGHT.into(), ExtendedColorType::L8)
        .map_err(|error| CountryError::Draw(error.to_string()))?;
    Ok(bytes)
}

/// A number out of a name (FNV-1a).
fn mixed(name: &str) -> u64 {
    name.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

/// A finger: where its core lies, how its ridges flow, and its minutiae. Each minutia is a place round which the
/// phase of the ridges gains or loses a whole turn, so that one ridge more begins there.
struct Ridges {
    core: (f32, f32),
    /// Sine and cosine of how far the flow leans to a side.
    lean: (f32, f32),
    bend: f32,
    pitch: f32,
    waves: (f32, f32),
    minutiae: Vec<(f32, f32, bool)>,
}

impl Ridges {
    fn of(seed: u64, finger: Finger) -> Self {
        let mut dice = Dice::new(seed, finger.code().into(), Topic::Ridges);
        let mut ridges = Self {
            core: (dice.between(130.0, 190.0), dice.between(155.0, 215.0)),
            lean: dice.between(-0.9, 0.9).sin_cos(),
            bend: dice.between(0.45, 0.95),
            pitch: dice.between(8.5, 9.5),
            waves: (dice.between(26.0, 36.0), dice.between(20.0, 30.0)),
            minutiae: Vec::new(),
        };
        for _ in 0..THROWS {
            let (x, y) = (dice.between(30.0, 290.0), dice.between(35.0, 365.0));
            let more = dice.chance(500);
            let near = |other: &(f32, f32, bool)| (other.0 - x).hypot(other.1 - y) < APART;
            let at_the_core = (ridges.core.0 - x).hypot(ridges.core.1 - y) < APART;
            if rim(x, y) > 0.25 && !at_the_core && !ridges.minutiae.iter().any(near) {
                ridges.minutiae.push((x, y, more));
            }
        }
        ridges
    }

    /// From -1 in a valley to 1 on a ridge.
    fn height(&self, x: f32, y: f32) -> f32 {
        let (dx, dy) = (x - self.core.0, y - self.core.1);
        let (sine, cosine) = self.lean;
        let (across, along) = (dx * cosine - dy * sine, dx * sine + dy * cosine);
        let around = across.hypot(along * self.bend)
            + 5.0 * (y / self.waves.0).sin()
            + 4.0 * (x / self.waves.1).cos();
        let flow = around * TAU / self.pitch;
        // Turns are added up as products of complex numbers of length one.
        let (mut re, mut im) = (flow.cos(), flow.sin());
        for (mx, my, more) in &self.minutiae {
            let (a, b) = (x - mx, y - my);
            let long = (a * a + b * b).sqrt().max(0.5);
            let (a, b) = (a / long, if *more { b } else { -b } / long);
            (re, im) = (re * a - im * b, re * b + im * a);
        }
        re
    }
}

/// How far inside the finger a place lies: 1 in its middle, 0 at its rim.
fn rim(x: f32, y: f32) -> f32 {
    let (rx, ry) = ((x - 160.0) / REACH.0, (y - 200.0) / REACH.1);
    (1.0 - (rx * rx + ry * ry)).max(0.0)
}

/// How the finger lies on the plate.
struct Press {
    shift: (f32, f32),
    turn: (f32, f32),
    stretch: f32,
    noise: f32,
    seed: u64,
}

impl Press {
    fn of(seed: u64, finger: Finger, touch: u8) -> Self {
        let which = u32::from(touch) * 16 + u32::from(finger.code());
        let mut dice = Dice::new(seed, which, Topic::Touch);
        let mut between = |most: f32| {
            if touch == 0 {
                0.0
            } else {
                dice.between(-most, most)
            }
        };
        let angle = between(0.1);
        Self {
            shift: (between(12.0), between(12.0)),
            turn: (angle.cos(), angle.sin()),
            stretch: between(1.5),
            noise: if touch == 0 { 0.0 } else { 30.0 },
            seed: seed ^ u64::from(which),
        }
    }

    /// Dark ridges on light ground, fading towards the rim of the finger.
    fn pixel(&self, ridges: &Ridges, (column, row): (u16, u16)) -> u8 {
        let (x, y) = (f32::from(column) - 160.0, f32::from(row) - 200.0);
        let (x, y) = (
            x * self.turn.0 - y * self.turn.1 + self.shift.0,
            x * self.turn.1 + y * self.turn.0 + self.shift.1,
        );
        let x = x + self.stretch * (y / 60.0).sin() + 160.0;
        let y = y + self.stretch * (x / 50.0).cos() + 200.0;
        let inside = rim(x, y).min(0.3) / 0.3;
        let ridge = f32::midpoint(ridges.height(x, y), 1.0);
        let value = 235.0 - ridge * 190.0 * inside + self.grain(column, row) * inside;
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "clamped to a byte"
        )]
        let byte = value.clamp(0.0, 255.0) as u8;
        byte
    }

    /// Noise of a pixel.
    fn grain(&self, column: u16, row: u16) -> f32 {
        if self.noise == 0.0 {
            return 0.0;
        }
        let place = u64::from(column) << 16 | u64::from(row);
        let hash = (place ^ self.seed).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let hash = (hash ^ (hash >> 29)).wrapping_mul(0xbf58_476d_1ce4_e5b9) >> 48;
        let part = f32::from(u16::try_from(hash).unwrap_or(0)) / 65_535.0;
        (part - 0.5) * 2.0 * self.noise
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fingers_and_touches_differ_and_come_again() {
        let draw = |owner, finger, touch| print(owner, finger, touch).unwrap();
        let one = draw("074190001234", Finger::RightIndex, 0);
        let read = image::load_from_memory(&one).unwrap();
        assert_eq!((read.width(), read.height()), (320, 400));
        assert_eq!(one, draw("074190001234", Finger::RightIndex, 0));
        for other in [
            draw("074190001234", Finger::LeftIndex, 0),
            draw("074190001234", Finger::RightIndex, 1),
            draw("074190001235", Finger::RightIndex, 0),
        ] {
            assert_ne!(one, other);
        }
    }
}
