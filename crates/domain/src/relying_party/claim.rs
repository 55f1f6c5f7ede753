//! Which facts about a person may leave, by which word of `OpenID Connect`, and what each needs.

use crate::account::Level;

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
    /// E-mail address of the account.
    Email,
    /// Level of the account (D59-12), not of the sign-in.
    AccountLevel,
}

/// Claims in the order in which they are shown.
pub type Claims = Vec<Claim>;

impl Claim {
    /// All claims.
    pub const ALL: [Self; 7] = [
        Self::Name,
        Self::Birthdate,
        Self::Gender,
        Self::Number,
        Self::Phone,
        Self::Email,
        Self::AccountLevel,
    ];

    /// Name of the claim: those of OpenID Connect Core 5.1 where it has one; the number by the word of
    /// the European identity data set (personal administrative number), since the standard has none.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Birthdate => "birthdate",
            Self::Gender => "gender",
            Self::Number => "personal_administrative_number",
            Self::Phone => "phone_number",
            Self::Email => "email",
            Self::AccountLevel => "account_level",
        }
    }

    /// Reads a claim's name; `…_verified` goes with the claim it tells of.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.strip_suffix("_verified").unwrap_or(text);
        Self::ALL.into_iter().find(|claim| claim.as_str() == text)
    }

    /// D59-12, D69-9: level of the account without which the fact does not leave. Whoever is given the
    /// number takes its bearer for that person, and a bearer was proven at level 2 alone.
    pub const fn needs(self) -> Level {
        match self {
            Self::Number => Level::Two,
            Self::Name
            | Self::Birthdate
            | Self::Gender
            | Self::Phone
            | Self::Email
            | Self::AccountLevel => Level::One,
        }
    }
}

/// Scopes that stand for claims (OpenID Connect Core 5.4), and what each stands for.
pub const SCOPES: [(&str, &[Claim]); 4] = [
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
];

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
            assert!(SCOPES.iter().any(|(_, claims)| claims.contains(&claim)));
        }
        assert_eq!(Claim::parse("email_verified"), Some(Claim::Email));
        assert_eq!(Claim::parse("address"), None);
        assert_eq!(scope_claims("openid"), &[]);
    }

    #[test]
    fn what_names_a_person_for_good_needs_a_proven_holder() {
        assert_eq!(Claim::Number.needs(), Level::Two);
        assert_eq!(Claim::Email.needs(), Level::One);
    }
}
