//! A foreigner's passport or travel document and stay (D59-8.1, D59-12.1f).

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::redacted_debug;
use crate::words::words;

/// Nationality: the three letters of the passport's data page (ICAO 9303-3 section 5, ISO 3166-1).
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Nationality(String);

/// Number of a passport or travel document: up to nine letters and digits (ICAO 9303-4).
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct TravelNumber(String);

redacted_debug!(TravelNumber, TravelPaper);

/// What singles a paper out: numbers repeat between countries.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct TravelPaper {
    /// The holder's nationality.
    pub nationality: Nationality,
    /// The paper's number.
    pub number: TravelNumber,
}

words! {
    /// Kind of travel paper.
    TravelForm {
        /// Ordinary passport.
        Ordinary = "ordinary",
        /// Official or service passport.
        Official = "official",
        /// Diplomatic passport.
        Diplomatic = "diplomatic",
        /// Travel document of a refugee or stateless person, emergency document.
        TravelDocument = "travel-document",
    }
}

words! {
    /// On what a foreigner stays.
    StayKind {
        /// Entry only: visa or exemption.
        Entry = "entry",
        /// Temporary residence card.
        Temporary = "temporary",
        /// Permanent residence card.
        Permanent = "permanent",
    }
}

/// What an account knows of a foreigner beyond the identity that all people have.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Foreign {
    /// Nationality and number of the paper.
    pub paper: TravelPaper,
    /// Kind of paper, as its stable word.
    pub form: TravelForm,
    /// Day of issue.
    pub issued_on: Date,
    /// Last day of validity of the paper.
    pub expires_on: Date,
    /// Place or authority of issue.
    pub issued_by: String,
    /// On what the person stays.
    pub stay: StayKind,
    /// Last day of the permitted stay; none for permanent residents.
    pub stay_until: Option<Date>,
    /// D59-17.2.b: portrait and fingerprints are in the entry/exit database.
    pub biometrics: bool,
}

redacted_debug!(Foreign);

/// Why a text is not a nationality or number of a paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TravelError {
    /// Nothing was entered.
    #[error("empty")]
    Empty,
    /// No country's code.
    #[error("no country's code")]
    NoCountry,
    /// Viet Nam: a citizen registers with his personal number.
    #[error("a citizen of Viet Nam")]
    Citizen,
    /// Not up to nine letters and digits.
    #[error("not the number of a paper")]
    BadNumber,
}

impl TravelError {
    /// Stable code for messages.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Empty => "travel-empty",
            Self::NoCountry => "travel-no-country",
            Self::Citizen => "travel-citizen",
            Self::BadNumber => "travel-number",
        }
    }
}

/// ISO 3166-1 alpha-3, and what ICAO 9303-3 section 5 adds.
const COUNTRIES: &str = "ABW AFG AGO AIA ALA ALB AND ARE ARG ARM ASM ATA ATF ATG AUS AUT AZE BDI BEL \
BEN BES BFA BGD BGR BHR BHS BIH BLM BLR BLZ BMU BOL BRA BRB BRN BTN BVT BWA CAF CAN CCK CHE CHL CHN CIV \
CMR COD COG COK COL COM CPV CRI CUB CUW CXR CYM CYP CZE DEU DJI DMA DNK DOM DZA ECU EGY ERI ESH ESP EST \
ETH FIN FJI FLK FRA FRO FSM GAB GBR GEO GGY GHA GIB GIN GLP GMB GNB GNQ GRC GRD GRL GTM GUF GUM GUY HKG \
HMD HND HRV HTI HUN IDN IMN IND IOT IRL IRN IRQ ISL ISR ITA JAM JEY JOR JPN KAZ KEN KGZ KHM KIR KNA KOR \
KWT LAO LBN LBR LBY LCA LIE LKA LSO LTU LUX LVA MAC MAF MAR MCO MDA MDG MDV MEX MHL MKD MLI MLT MMR MNE \
MNG MNP MOZ MRT MSR MTQ MUS MWI MYS MYT NAM NCL NER NFK NGA NIC NIU NLD NOR NPL NRU NZL OMN PAK PAN PCN \
PER PHL PLW PNG POL PRI PRK PRT PRY PSE PYF QAT REU ROU RUS RWA SAU SDN SEN SGP SGS SHN SJM SLB SLE SLV \
SMR SOM SPM SRB SSD STP SUR SVK SVN SWE SWZ SXM SYC SYR TCA TCD TGO THA TJK TKL TKM TLS TON TTO TUN TUR \
TUV TWN TZA UGA UKR UMI URY USA UZB VAT VCT VEN VGB VIR VUT WLF WSM YEM ZAF ZMB ZWE \
D GBD GBN GBO GBP GBS RKS EUE UNO UNA UNK XOM XXA XXB XXC XXX";

impl Nationality {
    /// Reads the code as typed; small letters are taken for capitals.
    pub fn parse(text: &str) -> Result<Self, TravelError> {
        let code = text.trim().to_ascii_uppercase();
        match code.as_str() {
            "" => Err(TravelError::Empty),
            "VNM" => Err(TravelError::Citizen),
            _ if COUNTRIES.split_ascii_whitespace().any(|c| c == code) => Ok(Self(code)),
            _ => Err(TravelError::NoCountry),
        }
    }

    /// The letters.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TravelNumber {
    /// Reads a number as typed; spaces and hyphens are left out, small letters taken for capitals.
    pub fn parse(text: &str) -> Result<Self, TravelError> {
        let bare: String = text
            .chars()
            .filter(|c| !c.is_whitespace() && *c != '-')
            .map(|c| c.to_ascii_uppercase())
            .collect();
        match bare.len() {
            0 => Err(TravelError::Empty),
            1..=9 if bare.bytes().all(|b| b.is_ascii_alphanumeric()) => Ok(Self(bare)),
            _ => Err(TravelError::BadNumber),
        }
    }

    /// The letters and digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

macro_rules! text_form {
    ($($name:ident),+) => {$(
        impl TryFrom<String> for $name {
            type Error = TravelError;

            fn try_from(text: String) -> Result<Self, TravelError> {
                Self::parse(&text)
            }
        }

        impl From<$name> for String {
            fn from(value: $name) -> Self {
                value.0
            }
        }
    )+};
}

text_form!(Nationality, TravelNumber);

macro_rules! word_form {
    ($($name:ident),+) => {$(
        impl Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
                s.serialize_str(self.as_str())
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                let text = String::deserialize(d)?;
                Self::parse(&text).ok_or_else(|| serde::de::Error::custom("unknown word"))
            }
        }
    )+};
}

word_form!(TravelForm, StayKind);

impl Foreign {
    /// Whether the stay is permitted on a day.
    pub fn stays(&self, today: Date) -> bool {
        self.stay_until.is_none_or(|last| today <= last)
    }

    /// D69-7.2: whether the person holds a residence card.
    pub fn resident(&self) -> bool {
        self.stay != StayKind::Entry
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // law: D59-8.1, D59-15.1
    #[test]
    fn papers_are_read_as_people_type_them() {
        assert_eq!(Nationality::parse(" kor ").unwrap().as_str(), "KOR");
        for (text, want) in [
            ("", TravelError::Empty),
            ("VNM", TravelError::Citizen),
            ("ZZZ", TravelError::NoCountry),
            ("KR", TravelError::NoCountry),
        ] {
            assert_eq!(Nationality::parse(text), Err(want), "{text}");
        }
        assert_eq!(
            TravelNumber::parse("m 123-45678").unwrap().as_str(),
            "M12345678"
        );
        for (text, want) in [
            (" ", TravelError::Empty),
            ("M123456789", TravelError::BadNumber),
            ("M1234567é", TravelError::BadNumber),
            ("M1<", TravelError::BadNumber),
        ] {
            assert_eq!(TravelNumber::parse(text).err(), Some(want), "{text}");
        }
    }

    // law: D59-19.2.a
    #[test]
    fn a_stay_holds_through_its_last_day() {
        let day = |text: &str| text.parse::<Date>().unwrap();
        let mut foreign = Foreign {
            paper: TravelPaper {
                nationality: Nationality::parse("KOR").unwrap(),
                number: TravelNumber::parse("M12345678").unwrap(),
            },
            form: TravelForm::Ordinary,
            issued_on: day("2020-01-01"),
            expires_on: day("2024-03-10"),
            issued_by: String::new(),
            stay: StayKind::Temporary,
            stay_until: Some(day("2024-03-05")),
            biometrics: true,
        };
        assert!(foreign.stays(day("2024-03-05")));
        assert!(!foreign.stays(day("2024-03-06")));
        foreign.stay_until = None;
        assert!(foreign.stays(day("2099-01-01")));
    }
}
