//! Whether the chip is the one that was issued: active authentication (ICAO Doc 9303-11, 6.1) and chip
//! authentication (6.2), with keys that have just been found authentic.

use super::passive::{Files, PROVING, group};
use super::{CloneCheck, CloneFlaw, Failure, Genuine, Policy};
use crate::active::{self, Answer};
use crate::agreement::Agreed;
use crate::group::{Group, Lds, SecurityInfos, read_active_key};

/// D59-24.4: takes the proofs, so that none counts twice.
pub(super) fn check_copy(
    groups: &Files,
    lds: &Lds,
    (active, chip): (Option<Answer>, Option<Agreed>),
    policy: &Policy,
) -> Result<Genuine, Failure> {
    // A copy has the files and not the keys: it leaves out the file that would tell.
    let withheld = |g: &Group| lds.groups.contains_key(g) && !groups.contains_key(g);
    if let Some(group) = PROVING.into_iter().find(withheld) {
        return Err(CloneFlaw::Withheld(group).into());
    }
    let active_key = group(groups, Group::DG15, read_active_key)?;
    let infos = group(groups, Group::DG14, SecurityInfos::read)?;
    let infos = infos.as_ref();
    let active = match (active, &active_key) {
        (Some(answer), Some(key)) => {
            let named = infos.and_then(SecurityInfos::active);
            active::verify(key, named, &answer).map_err(CloneFlaw::from)?;
            true
        }
        (Some(_), None) => return Err(CloneFlaw::NoKey.into()),
        (None, _) => false,
    };
    let chip = match (chip, infos) {
        (Some(agreed), Some(infos)) if agreed.is_of(infos) => true,
        (Some(_), _) => return Err(CloneFlaw::OtherKey.into()),
        (None, _) => false,
    };
    let has_key = active_key.is_some() || infos.is_some_and(|i| !i.agreements().is_empty());
    match (active, chip) {
        (true, true) => Ok(Genuine::Both),
        (true, false) => Ok(Genuine::Active),
        (false, true) => Ok(Genuine::Chip),
        (false, false) => match policy.clone_check {
            CloneCheck::Optional => Ok(Genuine::NotShown),
            CloneCheck::Required if has_key => Err(CloneFlaw::NotAnswered.into()),
            CloneCheck::Required => Err(CloneFlaw::NoKey.into()),
        },
    }
}
