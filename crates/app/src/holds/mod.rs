//! Locking and unlocking (D59-19). Holds are plural and independent (I2); once one is acknowledged,
//! nothing works with the account any more (I5).

mod ask_unlock;
mod basis;
mod dates;
mod decide_unlock;
mod end;
mod expire;
mod lock_now;
mod lock_own;
mod papers;
mod place;
mod receipt;
mod register_event;
mod short;
mod status;

pub use ask_unlock::ask_unlock;
pub(crate) use ask_unlock::{open_request, strong};
pub use basis::basis;
pub(crate) use basis::regime;
pub(crate) use dates::{BEGINS, run as hold_begins, set_dates};
pub(crate) use decide_unlock::staff_channel;
pub use decide_unlock::{
    Pending, Refusal, Review, Seen, Verdict, decide_unlock, review_unlock, revision, unlock_queue,
};
pub use domain::register_event::Change;
pub use end::Ended;
pub(crate) use end::{clock, end, end_hold};
pub(crate) use expire::{EXPIRED, job as expired};
pub use lock_now::{Begin as LockNow, ByPassword, begin, by_code, by_password, resend};
pub use lock_own::{OwnLock, lock_own};
pub(crate) use papers::{FOLLOW, follow, follow_register};
pub use place::Locked;
pub(crate) use place::{NewHold, dead, place, tell as notice};
pub use receipt::{Receipt, Service, receipt};
pub use register_event::{TellEvent, Told, tell_event};
pub use short::{confirm as confirm_short, take_back};
pub(crate) use status::status_of;
pub use status::{InForce, Status, status};
