//! Locking and unlocking (D59-19). Holds are plural and independent (I2); once one is acknowledged,
//! nothing works with the account any more (I5).

mod ask_unlock;
mod basis;
mod decide_unlock;
mod dissolution;
mod end;
mod lock_own;
mod place;
mod receipt;
mod register_event;
mod status;

pub use ask_unlock::ask_unlock;
pub(crate) use ask_unlock::{open_request, strong};
pub use basis::basis;
pub(crate) use decide_unlock::staff_channel;
pub use decide_unlock::{
    Pending, Refusal, Review, Seen, Verdict, decide_unlock, review_unlock, revision, unlock_queue,
};
pub use dissolution::{TellDissolution, dissolved};
pub use end::Ended;
pub(crate) use end::{clock, end, end_hold};
pub use lock_own::{OwnLock, lock_own};
pub use place::Locked;
pub(crate) use place::{NewHold, dead, place};
pub use receipt::{Receipt, receipt};
pub use register_event::{Change, TellEvent, Told, tell_event};
pub(crate) use status::status_of;
pub use status::{InForce, Status, status};
