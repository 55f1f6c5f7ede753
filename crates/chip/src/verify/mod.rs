//! The verification of a card: passive authentication, the policy around it, and the proof that the
//! chip is no copy.

mod access;
mod advice;
mod card;
mod code;
mod copy;
mod failure;
mod passive;
mod policy;
mod reading;

pub use advice::Advice;
pub use card::{Card, Genuine, Vouching};
pub use code::CODES;
pub use failure::{
    CloneFlaw, DigestFlaw, DocumentFlaw, ExpiryFlaw, Failure, MrzMismatch, ReadFailure, SignerFlaw,
    Step,
};
pub use policy::{CloneCheck, Kind, Policy, State};
pub use reading::{Compared, Printed, Reading};

use jiff::Timestamp;

use crate::anchor::Anchors;
use crate::group::{Com, File, Group, Item, Mrz, National, Portrait, read_lds};
use passive::group;

/// D59-12.2, D59-14.2.a2, D59-24.4: verifies a card whole, or says which step failed. The order is
/// that of trust: nobody's signature counts before its key does, no file before its digest does. Takes
/// the reading: its proofs are for this verdict.
pub fn verify(
    reading: Reading,
    printed: &Printed,
    anchors: &Anchors,
    policy: &Policy,
    now: Timestamp,
) -> Result<Card, Failure> {
    let groups = &reading.groups;
    let claimed = Com::read(&reading.com).map_err(|f| Failure::Structure(File::Com, f))?;
    let message = passive::signed_object(&reading.sod)?;
    let signer = &message.signer;
    let lds = read_lds(&message.content).map_err(|f| Failure::Structure(File::Sod, f))?;
    let authority = anchors.issuer(signer).ok_or(Failure::Anchor)?;
    passive::check_signer(&message, authority)?;
    passive::check_times(&message, authority, now)?;
    let list_issued = anchors.standing(signer, authority, (now, policy.grace))?;
    message.verify()?;
    let verified = passive::check_digests(groups, &lds, policy, &claimed)?;
    access::check_access(reading.access.as_deref(), groups, &lds)?;

    let mrz = group(groups, Group::DG1, Mrz::read)?;
    let mrz = mrz.ok_or(DigestFlaw::Missing(Group::DG1))?;
    let portrait = group(groups, Group::DG2, Portrait::read)?;
    let portrait = portrait.ok_or(DigestFlaw::Missing(Group::DG2))?;
    let national = group(groups, Group::DG13, National::read)?;
    passive::check_kind(signer, &mrz)?;
    policy::check_document(&mrz, signer, policy)?;
    check_zone(&mrz, printed, national.as_ref(), policy)?;
    if mrz.expired(now, &policy.zone) {
        return Err(ExpiryFlaw::Card.into());
    }
    let proofs = (reading.active, reading.chip);
    Ok(Card {
        genuine: copy::check_copy(groups, &lds, proofs, policy)?,
        number: policy::citizen_number(&mrz),
        mrz,
        portrait,
        national,
        verified,
        compared: printed.compared(),
        vouching: Vouching {
            authority: authority.certificate().clone(),
            signer: message.signer,
            list_issued,
        },
        at: now,
    })
}

/// The chip is the one in this card, and its parts are of one person.
fn check_zone(
    mrz: &Mrz,
    printed: &Printed,
    national: Option<&National>,
    policy: &Policy,
) -> Result<(), Failure> {
    if printed.compared() < policy.compared {
        return Err(MrzMismatch::NotCompared.into());
    }
    if !printed.agrees(mrz) {
        return Err(MrzMismatch::Printed.into());
    }
    match national.and_then(|n| n.text(Item::Number)) {
        Some(number) if number == mrz.optional() => Ok(()),
        Some(_) => Err(MrzMismatch::Number.into()),
        None if policy.groups.contains(&Group::DG13) => Err(MrzMismatch::Layout.into()),
        None => Ok(()),
    }
}
