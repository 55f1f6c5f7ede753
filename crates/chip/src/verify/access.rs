//! Whether the way into the chip was the one that its issuer signed (ICAO Doc 9303-11, 4.2 and 9.2.11).

use super::passive::{Files, group};
use super::{DigestFlaw, Failure};
use crate::group::{CardAccess, File, Group, Lds, SecurityInfos};

/// EF.CardAccess is read before anything is authentic, so somebody between chip and reader can strike out
/// the strong ways: what it says of PACE has to be what DG14 says, option by option.
pub(super) fn check_access(
    access: Option<&[u8]>,
    groups: &Files,
    lds: &Lds,
) -> Result<(), Failure> {
    let Some(file) = access else { return Ok(()) };
    let offered = CardAccess::read(file).map_err(|f| Failure::Structure(File::Access, f))?;
    let signed = group(groups, Group::DG14, SecurityInfos::read)?;
    let withheld = signed.is_none() && lds.groups.contains_key(&Group::DG14);
    if withheld {
        // That is judged where the proof of the chip is.
        return Ok(());
    }
    let signed = signed.map(|s| s.access().clone()).unwrap_or_default();
    if signed == offered.options {
        return Ok(());
    }
    Err(if signed.is_empty() {
        DigestFlaw::AccessNotSigned.into()
    } else {
        DigestFlaw::AccessAltered.into()
    })
}
