//! What is demanded of a card.

use std::collections::BTreeSet;

use domain::person::PersonNumber;
use domain::regime::PersonKind;
use jiff::SignedDuration;
use jiff::tz::TimeZone;

use super::{Compared, DocumentFlaw, Failure, SignerFlaw};
use crate::certificate::Certificate;
use crate::group::{Format, Group, Mrz};

/// A state, as a zone names it and as a certificate names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct State {
    /// Three letters of ICAO Doc 9303-3, 5: `VNM`.
    pub zone: String,
    /// Two letters of ISO 3166-1: `VN`.
    pub country: String,
}

/// A kind of document that is accepted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kind {
    /// Card or passport.
    pub format: Format,
    /// The state that issues it.
    pub state: State,
    /// The codes with which its zone begins, without fillers. A card's begins with A, C or I (ICAO Doc
    /// 9303-5, 4.2.2), a passport's with P (9303-4, 4.2.2); what follows is the state's choice.
    pub codes: BTreeSet<String>,
    /// The holder's nationality, three letters; any where there is none.
    pub nationality: Option<String>,
    /// Whether the zone has to give a citizen's number.
    pub numbered: bool,
}

/// Whether a card has to prove that it is no copy. Passive authentication alone accepts any chip onto
/// which somebody wrote the files of a real one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CloneCheck {
    /// By active or by chip authentication.
    Required,
    /// Not needed; an answer that is there still has to be right, and a key that the card has still has
    /// to be read.
    Optional,
}

/// What is demanded of a card.
#[derive(Debug, Clone)]
pub struct Policy {
    /// The kinds of documents that are accepted.
    pub kinds: Vec<Kind>,
    /// Groups that have to be there besides DG1 and DG2.
    pub groups: BTreeSet<Group>,
    /// What of the print has to be compared with the chip, at least.
    pub compared: Compared,
    /// Whether it has to prove that it is no copy.
    pub clone_check: CloneCheck,
    /// How long a revocation list is relied on after the next one was due.
    pub grace: SignedDuration,
    /// Time zone in which a card's last day ends.
    pub zone: TimeZone,
}

impl Policy {
    /// D59-14.2.a1, D59-14.2.a2: what level 2 demands of a citizen card: a card of Viet Nam for a
    /// citizen with his number, with its details, no copy; a list may be late by three days. Of the
    /// print the seed is enough: document number, birth and expiry are those of one card alone. A card
    /// that its access number has opened still needs the seed or the zone.
    pub fn citizen_card() -> Self {
        Self {
            kinds: vec![Kind {
                format: Format::Td1,
                state: State {
                    zone: "VNM".to_owned(),
                    country: "VN".to_owned(),
                },
                codes: BTreeSet::from(["I".to_owned(), "ID".to_owned()]),
                nationality: Some("VNM".to_owned()),
                numbered: true,
            }],
            groups: BTreeSet::from([Group::DG13]),
            compared: Compared::Seed,
            clone_check: CloneCheck::Required,
            grace: SignedDuration::from_hours(72),
            zone: TimeZone::fixed(jiff::tz::offset(7)),
        }
    }
}

/// The citizen's number of a zone: twelve digits of which the first is not a foreigner's 9 (D59-3.4).
pub(super) fn citizen_number(mrz: &Mrz) -> Option<PersonNumber> {
    let number = PersonNumber::parse(mrz.optional()).ok()?;
    (number.kind() == PersonKind::Citizen).then_some(number)
}

/// Whether a document has what a kind has.
type Fits = fn(&Kind, &Mrz) -> bool;

/// Whether the document is of an accepted kind; the flaw is that of the first thing that no kind has.
pub(super) fn check_document(
    mrz: &Mrz,
    signer: &Certificate,
    policy: &Policy,
) -> Result<(), Failure> {
    check_state(mrz, signer, policy)?;
    let mut left: Vec<&Kind> = policy.kinds.iter().collect();
    let fits: [(DocumentFlaw, Fits); 5] = [
        (DocumentFlaw::State, |k, m| k.state.zone == m.issuer()),
        (DocumentFlaw::Format, |k, m| k.format == m.format()),
        (DocumentFlaw::Code, |k, m| k.codes.contains(m.code())),
        (DocumentFlaw::Nationality, |k, m| {
            let demanded = k.nationality.as_deref();
            demanded.is_none_or(|n| n == m.nationality())
        }),
        (DocumentFlaw::Number, |k, m| {
            !k.numbered || citizen_number(m).is_some()
        }),
    ];
    for (flaw, fits) in fits {
        left.retain(|kind| fits(kind, mrz));
        if left.is_empty() {
            return Err(flaw.into());
        }
    }
    Ok(())
}

/// Country of authority and signer = state of the zone. Where one of both is that of an accepted state
/// and the other is not, the signer has signed for a state that is not its own.
fn check_state(mrz: &Mrz, signer: &Certificate, policy: &Policy) -> Result<(), Failure> {
    let states = || policy.kinds.iter().map(|k| &k.state);
    let of_zone = |s: &State| s.zone == mrz.issuer();
    let of_signer = |s: &State| s.country == signer.country();
    let own = states().any(|s| of_zone(s) && of_signer(s));
    if !own && states().any(|s| of_zone(s) || of_signer(s)) {
        return Err(SignerFlaw::State.into());
    }
    Ok(())
}
