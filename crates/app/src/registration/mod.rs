//! Registration of level 1 in the app (D59-14.1): a draft behind a cookie, filled in step by step,
//! handed in, decided where the registers agree, otherwise by an officer.

pub mod card;
pub(crate) mod check;
pub mod clock;
mod consent;
mod contact;
mod details;
mod draft;
pub(crate) mod foreigner;
pub(crate) mod image;
pub(crate) mod issue;
pub(crate) mod late;
mod number;
mod portrait;
pub(crate) mod receive;
mod regain;
mod start;
mod status;
mod step;
mod submit;
pub(crate) mod tell;
pub(crate) mod text;

pub(crate) use consent::PURPOSE as CONSENT_PURPOSE;
pub use consent::{CONSENT_VERSION, agree};
pub(crate) use contact::require_phone;
pub use contact::{ContactEntered, confirm_contact, resend_code, set_contact};
pub(crate) use contact::{confirm_pending, read_contact, resend_pending, send_to_pending};
pub(crate) use details::read as read_details;
pub use details::{Details, iso_date, set_details};
pub use draft::{Draft, draft};
pub(crate) use number::read_paper;
pub use number::{set_number, set_passport};
pub use portrait::{PortraitKept, own_portrait, set_portrait, to_cure};
pub use regain::{confirm_regain, regain};
pub use start::start;
pub(crate) use start::{forget, fresh};
pub use status::{Status, WaitsFor, status_by_reference};
pub use step::{Step, journey, may_visit, next_step};
pub use submit::{Submitted, submit};
