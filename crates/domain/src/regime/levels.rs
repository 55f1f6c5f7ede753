//! What the level of an account opens, and what a decree asks of contacts and means: dated data (I10).

use super::Regime;
use crate::account::Level;
use crate::means::Means;

/// Something an account opens from some level on (`decrees-feature-<word>`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Feature {
    /// The holder's own data, notices, activity and lock.
    Identity,
    /// The wallet: integrating documents and showing them (DOC-0, QR-1).
    Documents,
    /// Children and wards under the account (D59-11.1).
    Dependants,
    /// Acting for an organisation (D59-16.a).
    Organisations,
}

impl Feature {
    /// Every feature, in the order shown.
    pub const ALL: [Self; 4] = [
        Self::Identity,
        Self::Documents,
        Self::Dependants,
        Self::Organisations,
    ];

    /// Stable word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Identity => "identity",
            Self::Documents => "documents",
            Self::Dependants => "dependants",
            Self::Organisations => "organisations",
        }
    }
}

impl Regime {
    /// D69-9, D59-12.2, D59-13.4, D59-13.5: the lowest level that opens a feature. Level 1 proves who one
    /// is; all else takes level 2. Every gate reads this table.
    pub const fn opens(self, feature: Feature) -> Level {
        match (self, feature) {
            (Self::Decree59 | Self::Decree69, Feature::Identity) => Level::One,
            (
                Self::Decree59 | Self::Decree69,
                Feature::Documents | Feature::Dependants | Feature::Organisations,
            ) => Level::Two,
        }
    }

    /// D69-10.1, D69-11: whether a person registers with a telephone number, the e-mail address being
    /// optional; Decree 59 takes either (D59-14.1.b).
    pub const fn phone_compulsory(self) -> bool {
        match self {
            Self::Decree59 => false,
            Self::Decree69 => true,
        }
    }

    /// D59-3.10, D69-3: whether the decree names a means of authentication.
    pub const fn names(self, means: Means) -> bool {
        match (self, means) {
            (Self::Decree59, Means::Voice | Means::Iris) => false,
            (Self::Decree59 | Self::Decree69, _) => true,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // law: D69-9, D59-13.4, D59-13.5, DOC-0, QR-1
    #[test]
    fn level_one_proves_who_one_is_and_level_two_opens_all() {
        for regime in Regime::ALL {
            for feature in Feature::ALL {
                let needs = regime.opens(feature);
                let basic = feature == Feature::Identity;
                assert_eq!(needs == Level::One, basic, "{feature:?}");
                assert!(needs <= Level::Two, "level 2 opens everything");
            }
        }
    }

    // law: D69-10.1, D69-11, D59-14.1.b
    #[test]
    fn the_phone_is_compulsory_since_decree_69() {
        assert!(!Regime::Decree59.phone_compulsory());
        assert!(Regime::Decree69.phone_compulsory());
    }

    // law: D69-3, D59-3.10
    #[test]
    fn decree_69_adds_voice_and_iris() {
        let added: Vec<Means> = Means::ALL
            .into_iter()
            .filter(|m| Regime::Decree69.names(*m) && !Regime::Decree59.names(*m))
            .collect();
        assert_eq!(added, [Means::Voice, Means::Iris]);
        assert!(added.iter().all(|m| !m.taken()), "no way to take them yet");
    }
}
