//! Means of authentication (D59-3.10): what a holder uses to show who he is, each of one factor class.

use crate::actor::Factor;

/// A means that a decree names. A new one is a row here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Means {
    /// The password of the account.
    Password,
    /// The six digits used inside the app (APP-2).
    Passcode,
    /// An answer to a security question (APP-3).
    SecurityAnswer,
    /// A code sent to the confirmed contact (APP-7).
    OneTimeCode,
    /// The code that a device bound to the account shows (APP-9).
    BoundDevice,
    /// The citizen-id card, seen at a counter.
    IdCard,
    /// The face, compared by an officer.
    Portrait,
    /// Fingerprints.
    Fingerprint,
    /// The voice (D69-3).
    Voice,
    /// The iris (D69-3).
    Iris,
}

impl Means {
    /// Every means.
    pub const ALL: [Self; 10] = [
        Self::Password,
        Self::Passcode,
        Self::SecurityAnswer,
        Self::OneTimeCode,
        Self::BoundDevice,
        Self::IdCard,
        Self::Portrait,
        Self::Fingerprint,
        Self::Voice,
        Self::Iris,
    ];

    /// Whether the platform takes it; what a decree allows need not be asked of anybody.
    pub const fn taken(self) -> bool {
        !matches!(self, Self::Voice | Self::Iris)
    }

    /// Stable word (`decrees-mean-<word>`).
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Password => "password",
            Self::Passcode => "passcode",
            Self::SecurityAnswer => "security-answer",
            Self::OneTimeCode => "one-time-code",
            Self::BoundDevice => "bound-device",
            Self::IdCard => "id-card",
            Self::Portrait => "portrait",
            Self::Fingerprint => "fingerprint",
            Self::Voice => "voice",
            Self::Iris => "iris",
        }
    }

    /// D59-3.9, D59-3.10: the class it belongs to; two means of one class are still one factor.
    pub const fn factor(self) -> Factor {
        match self {
            Self::Password | Self::Passcode | Self::SecurityAnswer => Factor::Knowledge,
            Self::OneTimeCode | Self::BoundDevice | Self::IdCard => Factor::Possession,
            Self::Portrait | Self::Fingerprint | Self::Voice | Self::Iris => Factor::Inherence,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::actor::AuthLevel;

    // law: D59-3.10, D59-24.2
    #[test]
    fn each_means_is_of_one_class_and_two_of_a_class_are_one_factor() {
        use Means::{
            BoundDevice, Fingerprint, IdCard, Iris, OneTimeCode, Passcode, Password, Portrait,
            SecurityAnswer, Voice,
        };
        let classes = [
            (Factor::Knowledge, &[Password, Passcode, SecurityAnswer][..]),
            (Factor::Possession, &[OneTimeCode, BoundDevice, IdCard][..]),
            (Factor::Inherence, &[Portrait, Fingerprint, Voice, Iris][..]),
        ];
        let listed: usize = classes.iter().map(|(_, means)| means.len()).sum();
        assert_eq!(listed, Means::ALL.len());
        for (class, means) in classes {
            for one in means {
                assert_eq!(one.factor(), class, "{one:?}");
                for other in means {
                    let level = AuthLevel::of(&[one.factor(), other.factor()]);
                    assert!(
                        level.is_none_or(|l| l == AuthLevel::ONE),
                        "{one:?} {other:?}"
                    );
                }
            }
        }
        let sign_in = [Password.factor(), OneTimeCode.factor()];
        assert_eq!(AuthLevel::of(&sign_in), Some(AuthLevel::TWO));
    }
}
