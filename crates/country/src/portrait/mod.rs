//! Register portraits: flat illustrations drawn from the seed, one per person, of nobody real.

mod canvas;
mod dress;
mod face;
mod hair;
mod look;

use jpeg_encoder::{ColorType, Encoder, SamplingFactor};

use crate::people::Person;
use crate::world::World;
use crate::{CountryError, time};

use canvas::Canvas;
use look::Look;

pub(crate) const WIDTH: u16 = 180;
pub(crate) const HEIGHT: u16 = 240;

/// High enough that the flat areas stay clean.
const QUALITY: u8 = 74;

/// The register's portrait, or the one on the card: the same face some years younger, dressed
/// otherwise.
pub(crate) fn jpeg(world: &World, person: &Person, card: bool) -> Result<Vec<u8>, CountryError> {
    let age = time::age_on(person.born, person.died_on.unwrap_or(world.today));
    let canvas = draw(&Look::new(world.seed, person, age, card))?;
    let mut bytes = Vec::with_capacity(6_000);
    let mut encoder = Encoder::new(&mut bytes, QUALITY);
    encoder.set_sampling_factor(SamplingFactor::R_4_2_0);
    encoder
        .encode(canvas.pixels(), WIDTH, HEIGHT, ColorType::Rgba)
        .map_err(|error| CountryError::Draw(error.to_string()))?;
    Ok(bytes)
}

/// From the back to the front.
fn draw(look: &Look) -> Result<Canvas, CountryError> {
    let mut canvas =
        Canvas::new(look.background).ok_or_else(|| CountryError::Draw("no canvas".into()))?;
    canvas.lower_by(look.drop);
    hair::behind(&mut canvas, look);
    canvas.lower_by(0.0);
    dress::body(&mut canvas, look);
    face::neck(&mut canvas, look);
    dress::collar(&mut canvas, look);
    canvas.lower_by(look.drop);
    face::head(&mut canvas, look);
    face::features(&mut canvas, look);
    hair::front(&mut canvas, look);
    face::glasses(&mut canvas, look);
    Ok(canvas)
}
