//! The provinces as they are since 1 July 2025 (Resolution 202/2025/QH15): of 63 there became 34. Each of the 34 bears
//! the name of one of the 63, so it is told by that one's code; numbers go on with the codes of before.

use super::ProvinceCode;

/// Those that were joined, each with the one whose name the whole bears.
const JOINED: [(&str, &str); 29] = [
    ("002", "008"),
    ("006", "019"),
    ("015", "010"),
    ("017", "025"),
    ("024", "027"),
    ("026", "025"),
    ("030", "031"),
    ("034", "033"),
    ("035", "037"),
    ("036", "037"),
    ("044", "045"),
    ("049", "048"),
    ("052", "064"),
    ("054", "066"),
    ("058", "056"),
    ("060", "068"),
    ("062", "051"),
    ("067", "068"),
    ("070", "075"),
    ("074", "079"),
    ("077", "079"),
    ("080", "072"),
    ("082", "087"),
    ("083", "086"),
    ("084", "086"),
    ("091", "089"),
    ("093", "092"),
    ("094", "092"),
    ("095", "096"),
];

impl ProvinceCode {
    /// The province of today that it belongs to.
    #[must_use]
    pub fn today(self) -> Self {
        JOINED
            .binary_search_by(|(before, _)| (*before).cmp(self.as_str()))
            .ok()
            .and_then(|at| JOINED.get(at))
            .and_then(|(_, now)| Self::parse(now).ok())
            .unwrap_or(self)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::super::PROVINCES;
    use super::*;

    fn code(text: &str) -> ProvinceCode {
        ProvinceCode::parse(text).unwrap()
    }

    // law: R50-5
    #[test]
    fn of_sixty_three_there_became_thirty_four() {
        assert!(JOINED.windows(2).all(|pair| pair[0].0 < pair[1].0));
        let today: BTreeSet<ProvinceCode> =
            PROVINCES.iter().map(|p| code(p.code).today()).collect();
        assert_eq!(today.len(), 34);
        assert!(today.iter().all(|province| province.today() == *province));
        for (before, now) in JOINED {
            assert_eq!(code(before).today(), code(now), "{before}");
        }
    }

    // law: R50-5
    #[test]
    fn known_mergers() {
        for (before, now) in [
            ("Bình Dương", "Thành phố Hồ Chí Minh"),
            ("Bà Rịa - Vũng Tàu", "Thành phố Hồ Chí Minh"),
            ("Hòa Bình", "Phú Thọ"),
            ("Quảng Nam", "Đà Nẵng"),
            ("Kon Tum", "Quảng Ngãi"),
            ("Long An", "Tây Ninh"),
            ("Hà Nội", "Hà Nội"),
            ("Cao Bằng", "Cao Bằng"),
        ] {
            let found = PROVINCES.iter().find(|p| p.name == before).unwrap();
            assert_eq!(code(found.code).today().name(), now, "{before}");
        }
    }
}
