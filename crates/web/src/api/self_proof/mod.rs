//! Chip and living face by the holder's own phone (D59-24.3), signed in or for an account whose phone is lost
//! (docs/self-proof.md).

mod lost;
mod own;
mod parts;
mod underway;

pub(super) use lost::{
    __path_answer_lost, __path_ask_lost, __path_finish, __path_frames_lost, __path_reading_lost,
    __path_stop, answer_lost, ask_lost, finish, frames_lost, reading_lost, stop,
};
pub(super) use own::{
    __path_answer, __path_ask, __path_frames, __path_reading, answer, ask, frames, reading,
};
pub(super) use parts::{Card, ProbeAnswer, READING, Reading, card_refused};
