//! The catalogue of document kinds (DOC-list; pilots open a kind by date) and the lowest app version each needs.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A kind of document that can be integrated. A new kind is a row here, its own file beside this
/// one, a source and a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DocumentKind {
    /// Giấy phép lái xe (DOC-GPLX).
    DrivingLicence,
    /// Thẻ bảo hiểm y tế (DOC-BHYT).
    HealthCard,
    /// Hộ chiếu (DOC-HC).
    Passport,
}

impl DocumentKind {
    /// Every kind, in the order shown.
    pub const ALL: [Self; 3] = [Self::DrivingLicence, Self::HealthCard, Self::Passport];

    /// Stable word for addresses, storage and messages (`document-<word>`).
    pub const fn slug(self) -> &'static str {
        match self {
            Self::DrivingLicence => "driving-licence",
            Self::HealthCard => "health-card",
            Self::Passport => "passport",
        }
    }

    /// Reads the stable word.
    pub fn parse(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.slug() == slug)
    }

    /// The lowest app version told for the kind.
    pub const fn min_app_version(self) -> AppVersion {
        match self {
            Self::DrivingLicence | Self::HealthCard => AppVersion::new(2, 0, 4),
            Self::Passport => AppVersion::new(2, 2, 2),
        }
    }

    /// Stable word of the register that alone can verify it (I6).
    pub const fn register(self) -> &'static str {
        match self {
            Self::DrivingLicence => "driving-licences",
            Self::HealthCard => "health-insurance",
            Self::Passport => "immigration",
        }
    }

    /// The fields the holder enters, in their order.
    pub const fn fields(self) -> &'static [&'static str] {
        match self {
            Self::DrivingLicence => &["licence-number", "licence-class"],
            Self::HealthCard => &["health-code"],
            Self::Passport => &["passport-number", "passport-expiry"],
        }
    }
}

/// A version of the app: three numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AppVersion {
    major: u16,
    minor: u16,
    patch: u16,
}

/// The text is not three numbers with dots between.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a version")]
pub struct VersionError;

impl VersionError {
    /// Stable code for messages.
    pub const fn code(self) -> &'static str {
        "app-version-format"
    }
}

impl AppVersion {
    /// From its parts.
    pub const fn new(major: u16, minor: u16, patch: u16) -> Self {
        Self {
            major,
            minor,
            patch,
        }
    }

    /// Does this version offer the kind?
    pub fn offers(self, kind: DocumentKind) -> bool {
        self >= kind.min_app_version()
    }
}

impl FromStr for AppVersion {
    type Err = VersionError;

    fn from_str(text: &str) -> Result<Self, VersionError> {
        let mut parts = text.trim().split('.').map(|part| {
            let digits = !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
            part.parse().ok().filter(|_| digits).ok_or(VersionError)
        });
        let mut part = || parts.next().unwrap_or(Err(VersionError));
        let version = Self::new(part()?, part()?, part()?);
        if parts.next().is_some() {
            Err(VersionError)
        } else {
            Ok(version)
        }
    }
}

impl fmt::Display for AppVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.major, self.minor, self.patch)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // law: DOC-GPLX, DOC-BHYT, DOC-HC, DOC-0, DOC-list
    #[test]
    fn the_catalogue() {
        for (kind, slug, version) in [
            (DocumentKind::DrivingLicence, "driving-licence", "2.0.4"),
            (DocumentKind::HealthCard, "health-card", "2.0.4"),
            (DocumentKind::Passport, "passport", "2.2.2"),
        ] {
            assert_eq!(kind.slug(), slug);
            assert_eq!(DocumentKind::parse(slug), Some(kind));
            assert_eq!(kind.min_app_version().to_string(), version);
        }
        assert_eq!(DocumentKind::parse("id-card"), None);
    }

    // law: DOC-GPLX, DOC-HC
    #[test]
    fn versions_are_compared_by_number() {
        let version = |text: &str| text.parse::<AppVersion>();
        assert!(version("2.0.10").unwrap() > version("2.0.4").unwrap());
        for (text, licence, passport) in [
            ("2.0.3", false, false),
            ("2.0.4", true, false),
            ("2.2.2", true, true),
            ("2.10.0", true, true),
        ] {
            let app = version(text).unwrap();
            assert_eq!(app.offers(DocumentKind::DrivingLicence), licence, "{text}");
            assert_eq!(app.offers(DocumentKind::Passport), passport, "{text}");
        }
        for bad in [
            "",
            "2",
            "2.0",
            "2.0.4.1",
            "2.0.x",
            "2.0.+4",
            "2..4",
            "99999.0.0",
        ] {
            assert_eq!(version(bad), Err(VersionError), "{bad:?}");
        }
    }
}
