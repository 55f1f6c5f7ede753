//! Whose signatures on cards are trusted (D59-14.2.a2): the country-signing authorities that a manager has
//! taken in, each with its revocation list.

mod file;
mod list;
mod take_in;
mod withdraw;

pub use list::{Known, list};
pub use take_in::{TakeIn, Taken, take_in};
pub use withdraw::{Withdraw, withdraw};

use chip::anchor::{Anchors, Authority};
use chip::{Kind, Policy};
use jiff::SignedDuration;
use store::{Source, anchor};

use crate::{Error, Result};

/// What is demanded of a card; which states' authorities are taken in follows from it.
pub(crate) fn policy() -> Policy {
    Policy::citizen_card()
}

fn grace() -> SignedDuration {
    policy().grace
}

/// Whether cards of this country are accepted.
fn accepted(country: &str) -> bool {
    let ours = |kind: &Kind| kind.state.country == country;
    policy().kinds.iter().any(ours)
}

/// A stored authority with its list. What was taken in was sound: else the database is not.
fn authority(stored: &anchor::Stored) -> Result<Authority> {
    let unsound = |e: &dyn std::fmt::Display| Error::Internal(format!("trust anchor: {e}"));
    let mut authority = Authority::take_in(&stored.certificate).map_err(|e| unsound(&e))?;
    if let Some(list) = &stored.list {
        authority
            .take_in_list(&list.list)
            .map_err(|e| unsound(&e))?;
    }
    Ok(authority)
}

/// The authorities that are trusted now.
pub(crate) async fn trusted(source: &mut impl Source) -> Result<Anchors> {
    let stored = anchor::all(source).await?;
    let current = stored.iter().filter(|a| a.withdrawn.is_none());
    Ok(Anchors::new(current.map(authority).collect::<Result<_>>()?))
}

/// Hexadecimal digits in groups of four.
pub(crate) fn grouped(digest: &[u8]) -> String {
    let pair = |two: &[u8]| two.iter().map(|b| format!("{b:02X}")).collect::<String>();
    digest.chunks(2).map(pair).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fingerprints_can_be_read_out() {
        assert_eq!(grouped(&[0x0A, 0xBC, 0xDE, 0xF0, 0x12]), "0ABC DEF0 12");
        assert!(accepted("VN") && !accepted("XX"));
    }
}
