//! Which facts about a person may leave, by which word of `OpenID Connect`, and what each needs.

use crate::account::Level;
use crate::document::DocumentKind;

/// A fact about the holder that a relying party can be given (D59-5: the fewest that serve).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Claim {
    /// Full name as the register writes it.
    Name,
    /// Date of birth; a year alone where the register knows no more.
    Birthdate,
    /// Sex.
    Gender,
    /// Personal identification number.
    Number,
    /// Telephone number of the account.
    Phone,
    /// That the number was confirmed by a code (APP-2).
    PhoneVerified,
    /// E-mail address of the account.
    Email,
    /// That the address was confirmed by a code (APP-2).
    EmailVerified,
    /// Level of the account (D59-12), not of the sign-in.
    AccountLevel,
    /// Driving licences in the wallet (DOC-GPLX).
    DrivingLicence,
    /// Health insurance cards in the wallet (DOC-BHYT).
    HealthCard,
    /// Passports in the wallet (DOC-HC).
    Passport,
    /// The organisation that the holder acts for at this service (D59-13.7).
    Organisation,
}

/// Claims in the order in which they are shown.
pub type Claims = Vec<Claim>;

impl Claim {
    /// All claims.
    pub const ALL: [Self; 13] = [
        Self::Name,
        Self::Birthdate,
        Self::Gender,
        Self::Number,
        Self::Phone,
        Self::PhoneVerified,
        Self::Email,
        Self::EmailVerified,
        Self::AccountLevel,
        Self::DrivingLicence,
        Self::HealthCard,
        Self::Passport,
        Self::Organisation,
    ];
    /// Those that a register confirmed, so that the check can be told with them (OpenID Identity Assurance).
    pub const CHECKED: [Self; 4] = [Self::Name, Self::Birthdate, Self::Gender, Self::Number];

    /// Name of the claim: those of OpenID Connect Core 5.1 where it has one; the number by the word of
    /// the European identity data set (personal administrative number), since the standard has none.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Birthdate => "birthdate",
            Self::Gender => "gender",
            Self::Number => "personal_administrative_number",
            Self::Phone => "phone_number",
            Self::PhoneVerified => "phone_number_verified",
            Self::Email => "email",
            Self::EmailVerified => "email_verified",
            Self::AccountLevel => "account_level",
            Self::DrivingLicence => "driving_licence",
            Self::HealthCard => "health_card",
            Self::Passport => "passport",
            Self::Organisation => "organisation",
        }
    }

    /// Reads a claim's name.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|claim| claim.as_str() == text)
    }

    /// The claim that a service registers to ask for this one: `…_verified` goes with what it tells of.
    #[must_use]
    pub const fn registered_as(self) -> Self {
        match self {
            Self::PhoneVerified => Self::Phone,
            Self::EmailVerified => Self::Email,
            Self::Name
            | Self::Birthdate
            | Self::Gender
            | Self::Number
            | Self::Phone
            | Self::Email
            | Self::AccountLevel
            | Self::DrivingLicence
            | Self::HealthCard
            | Self::Passport
            | Self::Organisation => self,
        }
    }

    /// The kind of document that it tells of.
    pub const fn document(self) -> Option<DocumentKind> {
        match self {
            Self::DrivingLicence => Some(DocumentKind::DrivingLicence),
            Self::HealthCard => Some(DocumentKind::HealthCard),
            Self::Passport => Some(DocumentKind::Passport),
            Self::Name
            | Self::Birthdate
            | Self::Gender
            | Self::Number
            | Self::Phone
            | Self::PhoneVerified
            | Self::Email
            | Self::EmailVerified
            | Self::AccountLevel
            | Self::Organisation => None,
        }
    }

    /// D59-12, D59-13, D69-9: level of the account without which the fact does not leave. Whoever is given
    /// the number takes its bearer for that person, and a bearer was proven at level 2 alone; so it is with
    /// documents, and with acting for an organisation.
    pub const fn needs(self) -> Level {
        match self {
            Self::Number
            | Self::DrivingLicence
            | Self::HealthCard
            | Self::Passport
            | Self::Organisation => Level::Two,
            Self::Name
            | Self::Birthdate
            | Self::Gender
            | Self::Phone
            | Self::PhoneVerified
            | Self::Email
            | Self::EmailVerified
            | Self::AccountLevel => Level::One,
        }
    }
}

/// Scopes that stand for claims (OpenID Connect Core 5.4), and what each stands for.
pub const SCOPES: [(&str, &[Claim]); 8] = [
    (
        "profile",
        &[
            Claim::Name,
            Claim::Birthdate,
            Claim::Gender,
            Claim::AccountLevel,
        ],
    ),
    (
        "identity",
        &[Claim::Name, Claim::Number, Claim::AccountLevel],
    ),
    ("phone", &[Claim::Phone]),
    ("email", &[Claim::Email]),
    ("driving_licence", &[Claim::DrivingLicence]),
    ("health_card", &[Claim::HealthCard]),
    ("passport", &[Claim::Passport]),
    ("organisation", &[Claim::Organisation]),
];

/// R50-3: the scope by which a provider of signature certificates asks for a signed identity package. It is of
/// none of the facts by themselves: those of [`Claim::CHECKED`] that the provider registered go into the package.
pub const PACKAGE_SCOPE: &str = "identity_package";

/// The claims that a scope stands for; none for scopes that stand for something else.
pub fn scope_claims(scope: &str) -> &'static [Claim] {
    SCOPES
        .iter()
        .find(|(name, _)| *name == scope)
        .map_or(&[], |(_, claims)| claims)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_claim_reads_back_and_some_scope_gives_it() {
        for claim in Claim::ALL {
            assert_eq!(Claim::parse(claim.as_str()), Some(claim));
            let registered = claim.registered_as();
            assert!(
                SCOPES
                    .iter()
                    .any(|(_, claims)| claims.contains(&registered))
            );
        }
        assert_eq!(Claim::EmailVerified.registered_as(), Claim::Email);
        assert_eq!(Claim::parse("address"), None);
        assert_eq!(scope_claims("openid"), &[]);
    }

    // law: D59-12, D59-13.5
    #[test]
    fn what_names_a_person_for_good_needs_a_proven_holder() {
        for claim in Claim::ALL {
            let proven = matches!(claim, Claim::Number | Claim::Organisation);
            let two = proven || claim.document().is_some();
            let want = if two { Level::Two } else { Level::One };
            assert_eq!(claim.needs(), want, "{claim:?}");
        }
        for kind in DocumentKind::ALL {
            let telling = Claim::ALL
                .into_iter()
                .filter(|c| c.document() == Some(kind));
            assert_eq!(telling.count(), 1, "{kind:?}");
        }
    }
}
