//! The holder's secrets: choosing, checking, changing them.

mod change;
mod choose;
mod passcode;

pub use change::{ChangePassword, change_password};
pub use choose::{answers, passcode as new_passcode, password};
pub use passcode::{ForgottenPasscode, forgotten, send_code, verify as verify_passcode};
