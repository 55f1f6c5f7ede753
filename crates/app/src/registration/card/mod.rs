//! What the card itself says, in place of typing (D59-14.1.app): its chip where the phone reads chips, else the code
//! printed on it. Whatever is missing afterwards is asked for; whatever came is checked against the registers as if it
//! had been typed.

mod chip;
mod code;

pub(crate) use chip::KIND as CHIP_KIND;
pub use chip::{Asked, ChipError, Next, ask, awaits, bring, prove};
pub use code::set_code;
