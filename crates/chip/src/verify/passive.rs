//! Passive authentication (ICAO Doc 9303-11, 5.1): who vouches for the files, and whether they are what
//! was signed.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use super::{DigestFlaw, ExpiryFlaw, Failure, Policy, SignerFlaw};
use crate::anchor::{Authority, valid, within};
use crate::certificate::Certificate;
use crate::group::{Com, File, Flaw, Group, LDS, Lds, Mrz, sized};
use crate::signed::Message;
use crate::tlv;

pub(super) type Files = BTreeMap<Group, Vec<u8>>;

/// The groups with the keys by which a chip proves that it is no copy. One that is signed and was not
/// read is no gap in the reading but a reason to suspect: [`super::copy`] looks after that.
pub(super) const PROVING: [Group; 2] = [Group::DG14, Group::DG15];

pub(super) fn signed_object(file: &[u8]) -> Result<Message, Failure> {
    let flaw = |f| Failure::Structure(File::Sod, f);
    let sized = sized(File::Sod, file).map_err(flaw)?;
    let der = tlv::only(sized, 0x77).map_err(|e| flaw(Flaw::Coding(e)))?;
    Message::read(der, LDS).map_err(Failure::Message)
}

/// ICAO Doc 9303-12, 7.1.1: the signer signs documents and nothing else, in its authority's country.
pub(super) fn check_signer(message: &Message, authority: &Authority) -> Result<(), Failure> {
    let signer = &message.signer;
    if !signer.is_signer() || signer.purposes().is_some() {
        return Err(SignerFlaw::Usage.into());
    }
    if signer.country() != authority.certificate().country() {
        return Err(SignerFlaw::Country.into());
    }
    Ok(())
}

/// ICAO Doc 9303-12, 7.1.1: where the signer's certificate lists kinds of documents, the zone is of one
/// of them; a single letter is all the codes that begin with it.
pub(super) fn check_kind(signer: &Certificate, mrz: &Mrz) -> Result<(), Failure> {
    let fits = |kind: &String| match kind.len() {
        1 => mrz.code().starts_with(kind.as_str()),
        _ => mrz.code() == kind,
    };
    match signer.kinds() {
        Some(kinds) if !kinds.iter().any(fits) => Err(SignerFlaw::Kind.into()),
        Some(_) | None => Ok(()),
    }
}

/// Validity now; and each private key within its period when it signed.
pub(super) fn check_times(
    message: &Message,
    authority: &Authority,
    now: Timestamp,
) -> Result<(), Failure> {
    let signer = &message.signer;
    let (issued, ends) = signer.validity();
    if now < issued {
        return Err(ExpiryFlaw::NotYet.into());
    }
    if now > ends {
        return Err(ExpiryFlaw::Signer.into());
    }
    if !valid(now, authority.certificate()) {
        return Err(ExpiryFlaw::Authority.into());
    }
    let (from, to) = signer.key_period();
    // Without a time of signing, only the beginning of the period can be held against now.
    let signed_in_time = match message.signed_at {
        Some(at) => at <= now && within(at, (from, to)) && valid(at, signer),
        None => within(now, (from, None)),
    };
    if !signed_in_time || !authority.could_issue(issued) {
        return Err(ExpiryFlaw::KeyPeriod.into());
    }
    Ok(())
}

/// Every file that was read has to be what was signed; every file that is needed has to be there. A
/// group of EF.COM that nobody signed means that somebody changed the list.
pub(super) fn check_digests(
    groups: &Files,
    lds: &Lds,
    policy: &Policy,
    claimed: &Com,
) -> Result<BTreeSet<Group>, Failure> {
    let digest = lds.digest.clone().allowed().map_err(DigestFlaw::from)?;
    for group in claimed.groups() {
        if !lds.groups.contains_key(group) {
            return Err(DigestFlaw::NotSigned(*group).into());
        }
    }
    for (group, file) in groups {
        let signed = lds.groups.get(group).ok_or(DigestFlaw::NotSigned(*group))?;
        let id = File::Group(*group);
        let file = sized(id, file).map_err(|flaw| Failure::Structure(id, flaw))?;
        if &digest.of_bytes(file) != signed {
            return Err(DigestFlaw::Altered(*group).into());
        }
    }
    let always = [Group::DG1, Group::DG2];
    for needed in always.iter().chain(&policy.groups) {
        match (groups.contains_key(needed), lds.groups.contains_key(needed)) {
            (false, false) => return Err(DigestFlaw::Missing(*needed).into()),
            (false, true) if !PROVING.contains(needed) => {
                return Err(DigestFlaw::NotRead(*needed).into());
            }
            (true | false, true) | (true, false) => {}
        }
    }
    Ok(groups.keys().copied().collect())
}

/// The content of a group that was read, which has been found authentic.
pub(super) fn group<T>(
    groups: &Files,
    group: Group,
    read: impl FnOnce(&[u8]) -> Result<T, Flaw>,
) -> Result<Option<T>, Failure> {
    let file = groups.get(&group);
    file.map(|f| read(f).map_err(|flaw| Failure::Structure(File::Group(group), flaw)))
        .transpose()
}
