//! The holder's secrets: choosing, checking, changing them.

mod change;
mod choose;
mod ended;
mod passcode;

pub use change::{ChangePassword, change_password};
pub use choose::{answers, passcode as new_passcode, password};
pub(crate) use ended::end_others;
pub use passcode::{ForgottenPasscode, forgotten, send_code, verify as verify_passcode};

/// What becomes of ways to sign in that were made before, when a new one takes over (APP-4, APP-8).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OldWays {
    /// They end: whoever had the old password or gets the old phone has no way in.
    End,
    /// They stay, as the holder asked for.
    Keep,
}

impl OldWays {
    /// They end unless the holder said that they stay.
    pub const fn kept(keep: bool) -> Self {
        if keep { Self::Keep } else { Self::End }
    }
}
