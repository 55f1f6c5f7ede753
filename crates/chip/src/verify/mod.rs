//! The verification of a card: passive authentication (ICAO Doc 9303-11, 5.1), the policy around it,
//! and the proof that the chip is no copy.

mod card;
mod failure;

pub use card::{Card, Genuine, Vouching};
pub use failure::{
    Advice, CloneFlaw, DigestFlaw, ExpiryFlaw, Failure, MrzMismatch, ReadFailure, SignerFlaw, Step,
};

use std::collections::{BTreeMap, BTreeSet};

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use crate::active::{self, Answer};
use crate::agreement::Agreed;
use crate::anchor::{Anchors, Authority, valid, within};
use crate::certificate::Certificate;
use crate::group::{
    Com, File, Flaw, Group, Item, LDS, Lds, Mrz, National, Portrait, SecurityInfos,
    read_active_key, read_lds,
};
use crate::redact::redacted;
use crate::signed::Message;
use crate::tlv;

/// A state whose cards are accepted, as a zone names it and as a certificate names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct State {
    /// Three letters of ICAO Doc 9303-3, 5: `VNM`.
    pub zone: String,
    /// Two letters of ISO 3166-1: `VN`.
    pub country: String,
}

/// Whether a card has to prove that it is no copy. Passive authentication alone accepts any chip onto
/// which somebody wrote the files of a real one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CloneCheck {
    /// By active or by chip authentication.
    Required,
    /// Not needed; an answer that is there still has to be right.
    Optional,
}

/// What is demanded of a card.
#[derive(Debug, Clone)]
pub struct Policy {
    /// States whose cards are accepted.
    pub states: Vec<State>,
    /// Groups that have to be there besides DG1 and DG2.
    pub groups: BTreeSet<Group>,
    /// Whether it has to prove that it is no copy.
    pub clone_check: CloneCheck,
    /// How long a revocation list is relied on after the next one was due.
    pub grace: SignedDuration,
    /// Time zone in which a card's last day ends.
    pub zone: TimeZone,
}

impl Policy {
    /// D59-14.2.a1, D59-14.2.a2: what level 2 demands of a citizen card: of Viet Nam, with its
    /// details, no copy; a list may be late by three days.
    pub fn citizen_card() -> Self {
        Self {
            states: vec![State {
                zone: "VNM".to_owned(),
                country: "VN".to_owned(),
            }],
            groups: BTreeSet::from([Group::DG13]),
            clone_check: CloneCheck::Required,
            grace: SignedDuration::from_hours(72),
            zone: TimeZone::fixed(jiff::tz::offset(7)),
        }
    }
}

/// What a reader brought from a card. Nothing of it is believed.
#[derive(Clone, Default)]
pub struct Reading {
    /// EF.COM.
    pub com: Vec<u8>,
    /// EF.SOD.
    pub sod: Vec<u8>,
    /// The groups' files.
    pub groups: BTreeMap<Group, Vec<u8>>,
    /// The answer to our challenge, where the card has active authentication.
    pub active: Option<Answer>,
    /// The proof of chip authentication, where the card has it.
    pub chip: Option<Agreed>,
}

redacted!(Reading: active, chip);

/// What is printed on the card, seen by an officer or a camera.
#[derive(Clone, PartialEq, Eq)]
pub enum Printed {
    /// The whole zone.
    Zone(Mrz),
    /// Number, birth and expiry with their check digits, as they opened the chip.
    Seed(String),
}

impl std::fmt::Debug for Printed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Zone(_) => "Zone(..)",
            Self::Seed(_) => "Seed(..)",
        })
    }
}

/// D59-12.2, D59-14.2.a2, D59-24.4: verifies a card whole, or says which step failed. The order is
/// that of trust: nobody's signature counts before its key does, no file before its digest does.
pub fn verify(
    reading: &Reading,
    printed: &Printed,
    anchors: &Anchors,
    policy: &Policy,
    now: Timestamp,
) -> Result<Card, Failure> {
    let claimed = Com::read(&reading.com).map_err(|f| Failure::Structure(File::Com, f))?;
    let message = signed_object(&reading.sod)?;
    let lds = read_lds(&message.content).map_err(|f| Failure::Structure(File::Sod, f))?;
    let authority = anchors.issuer(&message.signer).ok_or(Failure::Anchor)?;
    check_signer(&message, authority)?;
    check_times(&message, authority, now)?;
    let list_issued = anchors.standing(&message.signer, authority, (now, policy.grace))?;
    message.verify()?;
    let verified = check_digests(reading, &lds, policy, &claimed)?;

    let dg1 = group(reading, Group::DG1, Mrz::read)?;
    let mrz = dg1.ok_or(DigestFlaw::Missing(Group::DG1))?;
    let portrait = group(reading, Group::DG2, Portrait::read)?;
    let portrait = portrait.ok_or(DigestFlaw::Missing(Group::DG2))?;
    let national = group(reading, Group::DG13, National::read)?;
    check_kind(&message.signer, &mrz)?;
    check_state(&mrz, &message.signer, policy)?;
    check_zone(&mrz, printed, national.as_ref(), policy)?;
    if mrz.expired(now, &policy.zone) {
        return Err(ExpiryFlaw::Card.into());
    }
    Ok(Card {
        genuine: check_copy(reading, policy)?,
        mrz,
        portrait,
        national,
        verified,
        vouching: Vouching {
            authority: authority.certificate().clone(),
            signer: message.signer,
            list_issued,
        },
        at: now,
    })
}

fn signed_object(file: &[u8]) -> Result<Message, Failure> {
    let flaw = |f| Failure::Structure(File::Sod, f);
    let sized = crate::group::sized(file).map_err(flaw)?;
    let der = tlv::only(sized, 0x77).map_err(|e| flaw(Flaw::Coding(e)))?;
    Message::read(der, LDS).map_err(Failure::Message)
}

/// ICAO Doc 9303-12, 7.1.1: the signer signs documents and nothing else, in its authority's country.
fn check_signer(message: &Message, authority: &Authority) -> Result<(), Failure> {
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
fn check_kind(signer: &Certificate, mrz: &Mrz) -> Result<(), Failure> {
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
fn check_times(message: &Message, authority: &Authority, now: Timestamp) -> Result<(), Failure> {
    let signer = &message.signer;
    if !valid(now, signer) {
        return Err(ExpiryFlaw::Signer.into());
    }
    if !valid(now, authority.certificate()) {
        return Err(ExpiryFlaw::Authority.into());
    }
    let (issued, _) = signer.validity();
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
fn check_digests(
    reading: &Reading,
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
    for (group, file) in &reading.groups {
        let signed = lds.groups.get(group).ok_or(DigestFlaw::NotSigned(*group))?;
        if &digest.of_bytes(file) != signed {
            return Err(DigestFlaw::Altered(*group).into());
        }
    }
    let always = [Group::DG1, Group::DG2];
    for needed in always.iter().chain(&policy.groups) {
        if !reading.groups.contains_key(needed) {
            return Err(DigestFlaw::Missing(*needed).into());
        }
    }
    Ok(reading.groups.keys().copied().collect())
}

fn group<T>(
    reading: &Reading,
    group: Group,
    read: impl FnOnce(&[u8]) -> Result<T, Flaw>,
) -> Result<Option<T>, Failure> {
    let file = reading.groups.get(&group);
    file.map(|f| read(f).map_err(|flaw| Failure::Structure(File::Group(group), flaw)))
        .transpose()
}

/// Country of authority and signer = state of the zone, and one that is accepted.
fn check_state(mrz: &Mrz, signer: &Certificate, policy: &Policy) -> Result<(), Failure> {
    let mut states = policy.states.iter();
    let state = states.find(|s| s.zone == mrz.issuer());
    if state.is_some_and(|s| s.country == signer.country()) {
        Ok(())
    } else {
        Err(SignerFlaw::State.into())
    }
}

/// The chip is the one in this card, and its parts are of one person.
fn check_zone(
    mrz: &Mrz,
    printed: &Printed,
    national: Option<&National>,
    policy: &Policy,
) -> Result<(), Failure> {
    let same = match printed {
        Printed::Zone(zone) => zone.text() == mrz.text(),
        Printed::Seed(seed) => *seed == mrz.access_seed(),
    };
    if !same {
        return Err(MrzMismatch::Printed.into());
    }
    match national.and_then(|n| n.text(Item::Number)) {
        Some(number) if number == mrz.optional() => Ok(()),
        Some(_) => Err(MrzMismatch::Number.into()),
        None if policy.groups.contains(&Group::DG13) => Err(MrzMismatch::Layout.into()),
        None => Ok(()),
    }
}

/// D59-24.4: active authentication (ICAO Doc 9303-11, 6.1) and chip authentication (6.2), with keys
/// that have just been found authentic.
fn check_copy(reading: &Reading, policy: &Policy) -> Result<Genuine, Failure> {
    let active_key = group(reading, Group::DG15, read_active_key)?;
    let agreements = group(reading, Group::DG14, SecurityInfos::read)?;
    let active = match (&reading.active, &active_key) {
        (Some(answer), Some(key)) => {
            let named = agreements.as_ref().and_then(SecurityInfos::active);
            active::verify(key, named, answer).map_err(CloneFlaw::from)?;
            true
        }
        (Some(_), None) => return Err(CloneFlaw::NoKey.into()),
        (None, _) => false,
    };
    let chip = match (&reading.chip, &agreements) {
        (Some(agreed), Some(infos)) if agreed.is_of(infos) => true,
        (Some(_), _) => return Err(CloneFlaw::OtherKey.into()),
        (None, _) => false,
    };
    let has_key = active_key.is_some() || agreements.is_some_and(|a| !a.agreements().is_empty());
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
