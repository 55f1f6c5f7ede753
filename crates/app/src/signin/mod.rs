//! Signing in: number, password, one-time code; a new device by a code on the old one (APP-9).

mod begin;
mod confirm;
mod device;
mod not_me;
pub mod phone;
mod session;

pub use begin::{Begin, Pending, begin, resend};
pub(crate) use begin::{begin_journey, by_address, by_number, nobody, prove, resend_code};
pub(crate) use confirm::device_name;
pub use confirm::{Confirm, Outcome, confirm, confirm_app};
pub(crate) use device::remove as remove_device;
pub use device::{confirm_device, devices, pending_device_code, remove_own};
pub use not_me::{not_me, turn_away};
pub(crate) use session::{Coming, DeviceCookie, open, open_approved, open_coming, open_status};
pub use session::{DeviceSecret, Opened};

use store::Source;
use store::attempt::{self, Attempt};

use crate::token::Token;
use crate::{Cx, Error, Result};

/// The journey a token belongs to, at one of the stages allowed here.
pub(crate) async fn journey(
    source: &mut impl Source,
    cx: &Cx,
    token: &Token,
    kind: &str,
    stages: &[&str],
) -> Result<Attempt> {
    let found = attempt::find(source, token.subject, &token.digest(), cx.now).await?;
    match found {
        Some(a) if a.kind == kind && stages.contains(&a.stage.as_str()) => Ok(a),
        Some(_) | None => Err(Error::Refused("journey-over")),
    }
}

/// What throttling counts for an account: its number, whether or not the account exists.
pub(crate) const BY_NUMBER: &str = "sign-in-number";
/// What throttling counts for a caller.
pub(crate) const BY_ADDRESS: &str = "sign-in-address";
