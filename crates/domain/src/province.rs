//! The 63 provinces as birth registration knew them: digits 1-3 of a personal number.

mod merged;

use std::fmt;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A province by its code. Mergers do not touch numbers issued before, so the table only ever
/// grows (FMT-ID-6).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Province {
    /// Three digits, leading zeros kept.
    pub code: &'static str,
    /// Name with its Vietnamese marks.
    pub name: &'static str,
}

/// The code of a province that stands in [`PROVINCES`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ProvinceCode(&'static str);

/// Three digits that stand for no province: a country code for births registered abroad, or
/// nothing we know. Warn, never refuse (FMT-ID-2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("no province has this code")]
pub struct UnknownProvince;

/// Looks a province up by its code.
pub fn by_code(code: &str) -> Option<&'static Province> {
    PROVINCES
        .binary_search_by(|province| province.code.cmp(code))
        .ok()
        .and_then(|at| PROVINCES.get(at))
}

impl ProvinceCode {
    /// Accepts the code of one of the 63 provinces.
    pub fn parse(code: &str) -> Result<Self, UnknownProvince> {
        by_code(code)
            .map(|province| Self(province.code))
            .ok_or(UnknownProvince)
    }

    /// Three digits.
    pub const fn as_str(self) -> &'static str {
        self.0
    }

    /// Name with its Vietnamese marks.
    pub fn name(self) -> &'static str {
        by_code(self.0).map_or("", |province| province.name)
    }
}

impl UnknownProvince {
    /// Stable code for messages.
    pub const fn code(&self) -> &'static str {
        "province-unknown"
    }
}

impl fmt::Display for ProvinceCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl Serialize for ProvinceCode {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.0)
    }
}

impl<'de> Deserialize<'de> for ProvinceCode {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let code = String::deserialize(deserializer)?;
        Self::parse(&code).map_err(D::Error::custom)
    }
}

const fn p(code: &'static str, name: &'static str) -> Province {
    Province { code, name }
}

/// All provinces in order of their codes.
pub const PROVINCES: [Province; 63] = [
    p("001", "Hà Nội"),
    p("002", "Hà Giang"),
    p("004", "Cao Bằng"),
    p("006", "Bắc Kạn"),
    p("008", "Tuyên Quang"),
    p("010", "Lào Cai"),
    p("011", "Điện Biên"),
    p("012", "Lai Châu"),
    p("014", "Sơn La"),
    p("015", "Yên Bái"),
    p("017", "Hòa Bình"),
    p("019", "Thái Nguyên"),
    p("020", "Lạng Sơn"),
    p("022", "Quảng Ninh"),
    p("024", "Bắc Giang"),
    p("025", "Phú Thọ"),
    p("026", "Vĩnh Phúc"),
    p("027", "Bắc Ninh"),
    p("030", "Hải Dương"),
    p("031", "Hải Phòng"),
    p("033", "Hưng Yên"),
    p("034", "Thái Bình"),
    p("035", "Hà Nam"),
    p("036", "Nam Định"),
    p("037", "Ninh Bình"),
    p("038", "Thanh Hóa"),
    p("040", "Nghệ An"),
    p("042", "Hà Tĩnh"),
    p("044", "Quảng Bình"),
    p("045", "Quảng Trị"),
    p("046", "Thừa Thiên Huế"),
    p("048", "Đà Nẵng"),
    p("049", "Quảng Nam"),
    p("051", "Quảng Ngãi"),
    p("052", "Bình Định"),
    p("054", "Phú Yên"),
    p("056", "Khánh Hòa"),
    p("058", "Ninh Thuận"),
    p("060", "Bình Thuận"),
    p("062", "Kon Tum"),
    p("064", "Gia Lai"),
    p("066", "Đắk Lắk"),
    p("067", "Đắk Nông"),
    p("068", "Lâm Đồng"),
    p("070", "Bình Phước"),
    p("072", "Tây Ninh"),
    p("074", "Bình Dương"),
    p("075", "Đồng Nai"),
    p("077", "Bà Rịa - Vũng Tàu"),
    p("079", "Thành phố Hồ Chí Minh"),
    p("080", "Long An"),
    p("082", "Tiền Giang"),
    p("083", "Bến Tre"),
    p("084", "Trà Vinh"),
    p("086", "Vĩnh Long"),
    p("087", "Đồng Tháp"),
    p("089", "An Giang"),
    p("091", "Kiên Giang"),
    p("092", "Cần Thơ"),
    p("093", "Hậu Giang"),
    p("094", "Sóc Trăng"),
    p("095", "Bạc Liêu"),
    p("096", "Cà Mau"),
];

#[cfg(test)]
mod tests {
    use unicode_normalization::is_nfc;

    use super::*;

    // law: FMT-ID-2
    #[test]
    fn codes_are_three_digits_in_order_and_names_are_composed() {
        assert!(PROVINCES.windows(2).all(|pair| pair[0].code < pair[1].code));
        for province in PROVINCES {
            assert_eq!(province.code.len(), 3);
            assert!(province.code.bytes().all(|b| b.is_ascii_digit()));
            assert!(is_nfc(province.name), "{} is not in NFC", province.name);
            assert_eq!(by_code(province.code), Some(&province));
        }
    }

    // law: FMT-ID-2, R50-4
    #[test]
    fn known_codes() {
        for (code, name) in [
            ("001", "Hà Nội"),
            ("074", "Bình Dương"),
            ("079", "Thành phố Hồ Chí Minh"),
            ("096", "Cà Mau"),
        ] {
            assert_eq!(ProvinceCode::parse(code).map(ProvinceCode::name), Ok(name));
        }
    }

    // law: FMT-ID-2
    #[test]
    fn another_three_digits_are_no_province() {
        for code in ["000", "003", "097", "100", "840", "", "74", "0074", "abc"] {
            assert_eq!(ProvinceCode::parse(code), Err(UnknownProvince), "{code}");
        }
        assert_eq!(UnknownProvince.code(), "province-unknown");
    }
}
