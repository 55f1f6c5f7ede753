//! Identity packages: a provider of signature certificates is told, once and signed, who holds the key that it is to
//! certify, and for as long as the certificate may live it is told what happens to that person (R50-3).

use jiff::{SignedDuration, Timestamp, ToSpan};
use serde::{Deserialize, Serialize};

use crate::account::Account;
use crate::hold::Ground;
use crate::time::{start_of_day, viet_nam_date};

#[cfg(test)]
mod tests;

/// D59-24.3: what the sign-in must have proven: chip and face.
pub const LEVEL: u8 = 3;
/// How old the sign-in may be when the person is asked, in seconds.
pub const FRESH_TO_ASK: u64 = 600;
/// How old it may be when the package is fetched, in seconds: he reads and decides in between.
pub const FRESH_TO_FETCH: u64 = 900;
/// A provider acts on a package within this time, or asks for another.
pub const LIFE: SignedDuration = SignedDuration::from_mins(10);
/// So long a provider is told of a holder of whom it reported no certificate.
pub const UNREPORTED: SignedDuration = SignedDuration::from_hours(90 * 24);
/// So many years a certificate may live that is followed.
const LONGEST: i32 = 5;
/// RFC 5280 4.1.2.2: at most 20 octets.
const SERIAL: usize = 40;

/// A certificate that came of a package, as its provider reports it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Certificate {
    /// Its serial number in hexadecimal digits, small letters.
    pub serial: String,
    /// From when it is valid.
    pub not_before: Timestamp,
    /// Until when.
    pub not_after: Timestamp,
}

/// What is wrong with a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Wrong {
    /// No serial number.
    #[error("serial_number is not 1 to 40 hexadecimal digits")]
    Serial,
    /// No time.
    #[error("not_before or not_after is not a time of RFC 3339")]
    Time,
    /// It ends before it begins, or is over, or began before the package was there.
    #[error("not_before and not_after do not fit the package")]
    Order,
    /// Longer than anybody is followed.
    #[error("not_after is more than five years after the package")]
    Long,
}

impl Certificate {
    /// Reads a report on a package that was `issued` then.
    pub fn read(
        (serial, not_before, not_after): (&str, &str, &str),
        issued: Timestamp,
        now: Timestamp,
    ) -> Result<Self, Wrong> {
        let hexadecimal = serial.bytes().all(|byte| byte.is_ascii_hexdigit());
        if serial.is_empty() || serial.len() > SERIAL || !hexadecimal {
            return Err(Wrong::Serial);
        }
        let time = |text: &str| text.parse::<Timestamp>().map_err(|_| Wrong::Time);
        let (not_before, not_after) = (time(not_before)?, time(not_after)?);
        // Authorities date a certificate back a little, for clocks that are behind.
        let early = not_before < issued - SignedDuration::from_hours(24);
        if early || not_after <= not_before || not_after <= now {
            return Err(Wrong::Order);
        }
        if not_after > latest(issued) {
            return Err(Wrong::Long);
        }
        Ok(Self {
            serial: serial.to_ascii_lowercase(),
            not_before,
            not_after,
        })
    }
}

/// The last instant at which a certificate that came of a package may end.
fn latest(issued: Timestamp) -> Timestamp {
    let day = viet_nam_date(issued);
    let last = day.checked_add(LONGEST.years()).unwrap_or(day);
    let next = last.tomorrow().unwrap_or(last);
    start_of_day(next)
}

/// What a provider is told when it asks: the kind and since when, and no reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// All is as it was.
    Good,
    /// The account is locked.
    Suspended(Timestamp),
    /// Nobody will act by this account again: certificates end.
    Ended(Timestamp),
    /// The registers say something else than the package.
    DataChanged(Timestamp),
}

impl Standing {
    /// How a holder stands. `changed`: since when his data are not those of the package.
    pub fn of(account: &Account, changed: Option<Timestamp>, now: Timestamp) -> Self {
        let holds = || account.holds.iter().filter(|hold| hold.in_force(now));
        let since = |ended: bool| {
            let fits = holds().filter(|hold| !ended || hold.ground == Ground::Death);
            fits.map(|hold| hold.since).min()
        };
        match (since(true), since(false), changed) {
            (Some(since), _, _) => Self::Ended(since),
            (None, Some(since), _) => Self::Suspended(since),
            (None, None, Some(since)) => Self::DataChanged(since),
            (None, None, None) => Self::Good,
        }
    }

    /// Stable word (`identity_package_status`).
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Good => "good",
            Self::Suspended(_) => "suspended",
            Self::Ended(_) => "ended",
            Self::DataChanged(_) => "data-changed",
        }
    }

    /// Since when.
    pub const fn since(self) -> Option<Timestamp> {
        match self {
            Self::Good => None,
            Self::Suspended(at) | Self::Ended(at) | Self::DataChanged(at) => Some(at),
        }
    }
}
