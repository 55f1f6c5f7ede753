//! Means of authentication (D59-3.10): what a holder uses to show who he is, each of one factor class.

use serde::{Deserialize, Serialize};

use crate::actor::{AuthLevel, Factor};

/// A means that a decree names. A new one is a row here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
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
    /// A code of the holder's own authenticator app (RFC 6238): what he holds is the app's secret.
    AuthenticatorApp,
    /// The private key of a passkey (`WebAuthn`): what he holds is the device that signs with it.
    Passkey,
    /// What unlocked that key on the device. It is a PIN, a face or a finger, and the device does not say which
    /// (`WebAuthn` Level 3, 6.1: the flag UV alone). D59-24.3 asks for biometrics that were compared; those that
    /// the platform never sees cannot count, so what is certain counts: the secret that every device takes
    /// instead, which is knowledge. A passkey is therefore two different factors without biometrics: level 2.
    DeviceUnlock,
    /// The citizen-id card: seen at a counter, or its chip read by the holder's phone.
    IdCard,
    /// The face: compared by an officer, or, alive and turned as asked, by machine with chip and registers.
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
    pub const ALL: [Self; 13] = [
        Self::Password,
        Self::Passcode,
        Self::SecurityAnswer,
        Self::OneTimeCode,
        Self::BoundDevice,
        Self::AuthenticatorApp,
        Self::Passkey,
        Self::DeviceUnlock,
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
            Self::AuthenticatorApp => "authenticator-app",
            Self::Passkey => "passkey",
            Self::DeviceUnlock => "device-unlock",
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
            Self::Password | Self::Passcode | Self::SecurityAnswer | Self::DeviceUnlock => {
                Factor::Knowledge
            }
            Self::OneTimeCode
            | Self::BoundDevice
            | Self::AuthenticatorApp
            | Self::Passkey
            | Self::IdCard => Factor::Possession,
            Self::Portrait | Self::Fingerprint | Self::Voice | Self::Iris => Factor::Inherence,
        }
    }

    /// Reads the stored word.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|means| means.as_str() == text)
    }

    /// RFC 8176 2: how a relying party reads it in `amr`. A passkey may be synchronised between devices, so
    /// its key counts as software-secured.
    pub const fn amr(self) -> &'static str {
        match self {
            Self::Password => "pwd",
            Self::Passcode => "pin",
            Self::SecurityAnswer => "kba",
            Self::OneTimeCode | Self::BoundDevice | Self::AuthenticatorApp => "otp",
            Self::Passkey => "swk",
            Self::DeviceUnlock => "user",
            Self::IdCard => "sc",
            Self::Portrait => "face",
            Self::Fingerprint => "fpt",
            Self::Voice => "vbm",
            Self::Iris => "iris",
        }
    }
}

/// D59-24.1 to D59-24.4: the level that means used together reach; none reaches nothing.
pub fn level(used: &[Means]) -> Option<AuthLevel> {
    let factors: Vec<Factor> = used.iter().map(|means| means.factor()).collect();
    AuthLevel::of(&factors)
}

/// RFC 8176: the means of a sign-in as values of `amr`, `mfa` last where two factors were shown.
pub fn amr(used: &[Means]) -> Vec<String> {
    let mut words: Vec<&str> = Vec::new();
    for means in used {
        if !words.contains(&means.amr()) {
            words.push(means.amr());
        }
    }
    if level(used).is_some_and(|reached| reached >= AuthLevel::TWO) {
        words.push("mfa");
    }
    words.into_iter().map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    // law: D59-3.10, D59-24.2
    #[test]
    fn each_means_is_of_one_class_and_two_of_a_class_are_one_factor() {
        use Means::{
            AuthenticatorApp, BoundDevice, DeviceUnlock, Fingerprint, IdCard, Iris, OneTimeCode,
            Passcode, Passkey, Password, Portrait, SecurityAnswer, Voice,
        };
        let classes = [
            (
                Factor::Knowledge,
                &[Password, Passcode, SecurityAnswer, DeviceUnlock][..],
            ),
            (
                Factor::Possession,
                &[OneTimeCode, BoundDevice, AuthenticatorApp, Passkey, IdCard][..],
            ),
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
        for two in [
            [Password, OneTimeCode],
            [Password, AuthenticatorApp],
            [Passkey, DeviceUnlock],
        ] {
            assert_eq!(level(&two), Some(AuthLevel::TWO), "{two:?}");
        }
        assert_eq!(level(&[Passkey]), Some(AuthLevel::ONE));
    }

    #[test]
    fn what_was_used_is_told_by_its_registered_word() {
        use Means::{BoundDevice, DeviceUnlock, OneTimeCode, Passkey, Password};
        for (used, want) in [
            (&[Password, OneTimeCode][..], "pwd otp mfa"),
            (&[Passkey, DeviceUnlock][..], "swk user mfa"),
            (&[Password][..], "pwd"),
            (&[OneTimeCode, BoundDevice][..], "otp"),
            (&[][..], ""),
        ] {
            assert_eq!(amr(used).join(" "), want, "{used:?}");
        }
        for means in Means::ALL {
            assert_eq!(Means::parse(means.as_str()), Some(means));
        }
        assert_eq!(Means::parse("smile"), None);
    }
}
