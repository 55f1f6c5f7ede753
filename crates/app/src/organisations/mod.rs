//! Organisations: their accounts, asked for by the legal representative (D59-16), and acting for them
//! (D59-13.7). Acting is checked at every request, in the query that reads the session (I5).

mod acting;
mod activate;
mod answer;
mod begin;
mod change;
mod consent;
mod decide;
mod details;
mod enter;
mod give;
mod home;
mod issue;
mod list;
mod lock;
mod mandate;
mod on_paper;
mod record;
mod replace;
pub mod staff;
mod status;
mod submit;
mod take_back;
mod withdraw;

pub use acting::{ActingFor, acting};
pub use activate::activate;
pub use answer::answer;
pub use begin::{Begun, begin};
pub(crate) use change::{Followed, follow_register, follow_to_lessen};
pub use consent::{Asked, asked, consent};
pub(crate) use decide::run as check;
pub use details::{Details, state};
pub use enter::enter;
pub use give::{Give, give};
pub use home::{Home, activity, home, to_lock};
pub use list::{Entry, Mine, Offer, mine};
pub use lock::{ask_unlock, lock};
pub use mandate::{begin_empowered, mandate};
pub use on_paper::{OnPaper, on_paper};
pub use replace::{Replace, replace};
pub use staff::RequestRef;
pub use status::{Registration, registration};
pub use submit::submit;
pub use take_back::{WITHDRAWN, take_back};
pub use withdraw::{Line, delegations, withdraw};

/// Kind of the job that decides a request whose data stand in the register.
pub const CHECK: &str = "organisation-check";
