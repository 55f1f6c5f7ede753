//! Does a paper at its source belong to this holder, and is it what he entered (DOC-r1..r3)?
//!
//! A verdict needs an answer of the source. A source that is silent or down gives none (I6):
//! `record` of `None` means that it answered and knows no such paper.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::document::health::{HealthClaim, HealthFacts, HealthRecord};
use crate::document::kind::DocumentKind;
use crate::document::licence::{LicenceClaim, LicenceFacts, LicenceForm, LicenceRecord};
use crate::document::passport::{PassportClaim, PassportFacts, PassportRecord};
use crate::document::record::{Owner, OwnerNumber, SourceState};
use crate::person::{BirthDate, FullName, OldNumber, PersonNumber};

/// The holder as the population register holds him.
#[derive(Debug, Clone)]
pub struct HolderFacts {
    /// Personal number.
    pub number: PersonNumber,
    /// The nine-digit number that the population register links to him.
    pub old_number: Option<OldNumber>,
    /// Full name.
    pub name: FullName,
    /// Date of birth.
    pub birth: BirthDate,
}

/// What the wallet shows of a verified document.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Facts {
    /// Driving licence.
    DrivingLicence(LicenceFacts),
    /// Health card.
    HealthCard(HealthFacts),
    /// Passport.
    Passport(PassportFacts),
}

/// Proof that a source knows the paper and that it is this holder's. Only the checks of this file
/// make one.
#[derive(Debug, Clone)]
pub struct Matched(Facts);

/// What a check led to.
#[derive(Debug, Clone)]
pub enum Verdict {
    /// The paper is genuine, current and the holder's.
    Verified(Matched),
    /// It is not, and why.
    Refused(Reason),
}

/// DOC-r2: why an integration is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reason {
    /// The source knows no such number.
    NotFound,
    /// The source knows no such number, and its shape is that of old paper licences (FMT-GP-1).
    PaperNotFound,
    /// The paper is another person's.
    OwnerMismatch,
    /// The licence does not carry the class entered.
    ClassMismatch,
    /// The passport ends on another day than the one entered.
    ExpiryMismatch,
    /// Issued on a nine-digit number that nobody linked to the holder (DOC-r3).
    OldIdNumber,
    /// A paper licence without a full date of birth (DOC-r3).
    PaperCardNoBirthDate,
    /// Its term is over.
    Expired,
    /// Held electronically (QR-8).
    Held,
    /// Withdrawn (QR-8).
    Revoked,
}

/// What helps after a refusal (I7); the text is `next-<code>`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NextStep {
    /// Compare what was entered with the paper and ask again.
    CheckEntry,
    /// Ask the authority that issued the paper to update its data. Exchange is not compulsory.
    UpdateAtIssuer,
    /// Have the old number linked to the personal number, at any commune police.
    LinkOldNumber,
    /// Renew the paper.
    Renew,
    /// Settle it with the authority that holds or withdrew the paper.
    SettleWithAuthority,
}

impl Reason {
    /// Every reason.
    pub const ALL: [Self; 10] = [
        Self::NotFound,
        Self::PaperNotFound,
        Self::OwnerMismatch,
        Self::ClassMismatch,
        Self::ExpiryMismatch,
        Self::OldIdNumber,
        Self::PaperCardNoBirthDate,
        Self::Expired,
        Self::Held,
        Self::Revoked,
    ];

    /// Stable code for storage, statistics and messages.
    pub const fn code(self) -> &'static str {
        match self {
            Self::NotFound => "not-found",
            Self::PaperNotFound => "paper-not-found",
            Self::OwnerMismatch => "owner-mismatch",
            Self::ClassMismatch => "class-mismatch",
            Self::ExpiryMismatch => "expiry-mismatch",
            Self::OldIdNumber => "old-id-number",
            Self::PaperCardNoBirthDate => "paper-card-no-birth-date",
            Self::Expired => "expired",
            Self::Held => "held",
            Self::Revoked => "revoked",
        }
    }

    /// Reads the stable code.
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.code() == code)
    }

    /// What helps.
    pub const fn next_step(self) -> NextStep {
        match self {
            Self::NotFound | Self::OwnerMismatch | Self::ClassMismatch | Self::ExpiryMismatch => {
                NextStep::CheckEntry
            }
            Self::PaperNotFound | Self::PaperCardNoBirthDate => NextStep::UpdateAtIssuer,
            Self::OldIdNumber => NextStep::LinkOldNumber,
            Self::Expired => NextStep::Renew,
            Self::Held | Self::Revoked => NextStep::SettleWithAuthority,
        }
    }

    /// The rule a refusal rests on (I7).
    pub const fn basis(self) -> &'static str {
        match self {
            Self::Held | Self::Revoked => "QR-8",
            Self::NotFound
            | Self::PaperNotFound
            | Self::OwnerMismatch
            | Self::ClassMismatch
            | Self::ExpiryMismatch
            | Self::OldIdNumber
            | Self::PaperCardNoBirthDate
            | Self::Expired => "D59-3.7",
        }
    }
}

impl NextStep {
    /// UX-4: whether asking again is pointless until an authority has mended something.
    pub const fn mended_elsewhere(self) -> bool {
        match self {
            Self::CheckEntry => false,
            Self::UpdateAtIssuer
            | Self::LinkOldNumber
            | Self::Renew
            | Self::SettleWithAuthority => true,
        }
    }

    /// Stable code for messages.
    pub const fn code(self) -> &'static str {
        match self {
            Self::CheckEntry => "check-entry",
            Self::UpdateAtIssuer => "update-at-issuer",
            Self::LinkOldNumber => "link-old-number",
            Self::Renew => "renew",
            Self::SettleWithAuthority => "settle-with-authority",
        }
    }
}

impl Facts {
    /// Of which kind.
    pub const fn kind(&self) -> DocumentKind {
        match self {
            Self::DrivingLicence(_) => DocumentKind::DrivingLicence,
            Self::HealthCard(_) => DocumentKind::HealthCard,
            Self::Passport(_) => DocumentKind::Passport,
        }
    }

    /// The number printed on the paper, by which its source is asked again.
    pub fn number(&self) -> &str {
        match self {
            Self::DrivingLicence(facts) => facts.number.as_str(),
            Self::HealthCard(facts) => facts.code.insurance_number(),
            Self::Passport(facts) => facts.number.as_str(),
        }
    }

    /// The last day on which the paper is good; none without limit.
    pub fn expires_on(&self) -> Option<Date> {
        match self {
            Self::DrivingLicence(facts) => facts.expires_on(),
            Self::HealthCard(facts) => facts.valid_to,
            Self::Passport(facts) => Some(facts.expires_on),
        }
    }
}

impl Matched {
    /// What to show.
    pub const fn facts(&self) -> &Facts {
        &self.0
    }

    /// What to show, to keep.
    pub fn into_facts(self) -> Facts {
        self.0
    }
}

/// DOC-GPLX: a driving licence.
pub fn check_licence(
    holder: &HolderFacts,
    claim: &LicenceClaim,
    record: Option<&LicenceRecord>,
    today: Date,
) -> Verdict {
    let Some(record) = record.filter(|record| record.number == claim.number) else {
        return Verdict::Refused(match claim.number.form() {
            LicenceForm::Pet => Reason::NotFound,
            LicenceForm::Paper => Reason::PaperNotFound,
        });
    };
    let claimed = || {
        record
            .classes
            .iter()
            .filter(|held| claim.class.names(held.class))
    };
    let in_force = || claimed().any(|held| held.expires_on.is_none_or(|last| today <= last));
    let refusal = wrong_owner(holder, &record.owner, record.form == LicenceForm::Paper)
        .or_else(|| claimed().next().is_none().then_some(Reason::ClassMismatch))
        .or_else(|| not_standing(&record.state))
        .or_else(|| (!in_force()).then_some(Reason::Expired));
    verdict(refusal, || Facts::DrivingLicence(record.into()))
}

/// DOC-BHYT: a health card, compared on the last ten digits.
pub fn check_health(
    holder: &HolderFacts,
    claim: &HealthClaim,
    record: Option<&HealthRecord>,
    today: Date,
) -> Verdict {
    let Some(record) = record.filter(|record| record.code.same_insured(&claim.code)) else {
        return Verdict::Refused(Reason::NotFound);
    };
    let over = record.valid_to.is_some_and(|last| today > last);
    let refusal = wrong_owner(holder, &record.owner, false)
        .or_else(|| not_standing(&record.state))
        .or_else(|| over.then_some(Reason::Expired));
    verdict(refusal, || Facts::HealthCard(record.into()))
}

/// DOC-HC: a passport, by number and last day.
pub fn check_passport(
    holder: &HolderFacts,
    claim: &PassportClaim,
    record: Option<&PassportRecord>,
    today: Date,
) -> Verdict {
    let Some(record) = record.filter(|record| record.number == claim.number) else {
        return Verdict::Refused(Reason::NotFound);
    };
    let other_day = claim.expires_on != record.expires_on;
    let refusal = wrong_owner(holder, &record.owner, false)
        .or_else(|| other_day.then_some(Reason::ExpiryMismatch))
        .or_else(|| not_standing(&record.state))
        .or_else(|| (today > record.expires_on).then_some(Reason::Expired));
    verdict(refusal, || Facts::Passport(record.into()))
}

fn verdict(refusal: Option<Reason>, facts: impl FnOnce() -> Facts) -> Verdict {
    refusal.map_or_else(|| Verdict::Verified(Matched(facts())), Verdict::Refused)
}

const fn not_standing(state: &SourceState) -> Option<Reason> {
    match state {
        SourceState::InForce => None,
        SourceState::Held(_) => Some(Reason::Held),
        SourceState::Revoked(_) => Some(Reason::Revoked),
    }
}

/// How a source's date of birth stands to the holder's.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Birth {
    /// As precise as the holder's, and the same.
    Agrees,
    /// Missing or less precise; what there is does not contradict.
    Incomplete,
    /// Another date.
    Contradicts,
}

/// DOC-r3: who owns the paper. An old number counts when the population register links it to the
/// holder and name and date of birth agree as well.
fn wrong_owner(holder: &HolderFacts, owner: &Owner, paper: bool) -> Option<Reason> {
    let birth = compare_birth(holder.birth, owner.birth);
    if birth == Birth::Contradicts || !owner.name.matches(&holder.name) {
        return Some(Reason::OwnerMismatch);
    }
    let incomplete = birth == Birth::Incomplete;
    match &owner.number {
        OwnerNumber::Citizen(number) if *number != holder.number => Some(Reason::OwnerMismatch),
        OwnerNumber::Old(number) if holder.old_number.as_ref() != Some(number) => {
            Some(Reason::OldIdNumber)
        }
        OwnerNumber::Citizen(_) | OwnerNumber::Old(_) if paper && incomplete => {
            Some(Reason::PaperCardNoBirthDate)
        }
        OwnerNumber::Old(_) if incomplete => Some(Reason::OldIdNumber),
        OwnerNumber::Citizen(_) | OwnerNumber::Old(_) => None,
    }
}

fn compare_birth(holder: BirthDate, source: Option<BirthDate>) -> Birth {
    let Some(source) = source else {
        return Birth::Incomplete;
    };
    let (mine, theirs) = (holder.to_iso(), source.to_iso());
    if theirs.starts_with(&mine) {
        Birth::Agrees
    } else if mine.starts_with(&theirs) {
        Birth::Incomplete
    } else {
        Birth::Contradicts
    }
}

#[cfg(test)]
pub(crate) mod tests;
