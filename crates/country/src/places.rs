//! Where people live: the 63 provinces of the time when the numbers were given (FMT-ID-6), a few
//! real districts of each, and Binh Duong whole, because the pilot runs there.
//!
//! This is the administrative map before the mergers of 2025.

mod table;

pub(crate) use table::{BINH_DUONG, PROVINCES};

use crate::dice::Dice;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Region {
    North,
    Centre,
    South,
}

pub(crate) struct Province {
    pub(crate) code: &'static str,
    /// Thousands of people; Binh Duong counts double so that the demo has many of them.
    pub(crate) weight: u32,
    pub(crate) region: Region,
    /// How its old 9-digit numbers began.
    pub(crate) old_prefix: &'static str,
    /// The first is the seat of the province and has wards, the others have communes.
    pub(crate) districts: [&'static str; 3],
}

pub(crate) struct District {
    pub(crate) code: &'static str,
    pub(crate) name: &'static str,
    pub(crate) communes: &'static [&'static str],
}

/// District and commune as people write them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Address {
    pub(crate) province: &'static Province,
    pub(crate) district: String,
    pub(crate) commune: String,
    pub(crate) line: String,
}

impl std::fmt::Display for Address {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self {
            line,
            commune,
            district,
            province,
        } = self;
        write!(f, "{line}, {commune}, {district}, {}", province.titled())
    }
}

impl PartialEq for Province {
    fn eq(&self, other: &Self) -> bool {
        self.code == other.code
    }
}

impl Eq for Province {}

impl std::fmt::Debug for Province {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.code)
    }
}

const CITIES: [&str; 5] = ["001", "031", "048", "079", "092"];

impl Province {
    pub(crate) fn name(&self) -> &'static str {
        domain::province::by_code(self.code).map_or("", |province| province.name)
    }

    /// "tỉnh Bình Dương", "thành phố Hà Nội".
    pub(crate) fn titled(&self) -> String {
        let kind = if CITIES.contains(&self.code) {
            "thành phố"
        } else {
            "tỉnh"
        };
        format!("{kind} {}", self.name())
    }

    /// Name and communes of each district, with their codes.
    pub(crate) fn map(&self) -> Vec<(String, &'static str, Vec<String>)> {
        if self.code == "074" {
            let own = |name: &&str| String::from(*name);
            return BINH_DUONG
                .iter()
                .map(|d| (d.code.into(), d.name, d.communes.iter().map(own).collect()))
                .collect();
        }
        let places = self.districts.iter().zip(1_usize..);
        places
            .map(|(name, place)| (format!("{place:02}"), *name, self.communes(place)))
            .collect()
    }

    fn communes(&self, place: usize) -> Vec<String> {
        let pool = match self.region {
            Region::North => table::NORTHERN_COMMUNES,
            Region::Centre => table::CENTRAL_COMMUNES,
            Region::South => table::SOUTHERN_COMMUNES,
        };
        let kind = if place == 1 { "Phường" } else { "Xã" };
        let start = self.code.bytes().map(usize::from).sum::<usize>() * 5 + place * 7;
        let names = pool.iter().cycle().skip(start % pool.len());
        names.take(4).map(|name| format!("{kind} {name}")).collect()
    }
}

pub(crate) fn province(code: &str) -> Option<&'static Province> {
    PROVINCES.iter().find(|province| province.code == code)
}

/// Where somebody born in `home` lives now: mostly there, else where the work is.
pub(crate) fn residence(dice: &mut Dice, home: &'static Province) -> &'static Province {
    if dice.chance(840) {
        return home;
    }
    let work = dice.pick(&[
        "079", "079", "079", "074", "074", "075", "001", "001", "048", "031",
    ]);
    province(work).unwrap_or(home)
}

pub(crate) fn address(dice: &mut Dice, province: &'static Province) -> Address {
    let map = province.map();
    let place = dice.weighted([5, 3, 2, 2, 2, 3, 4, 4, 1].into_iter().take(map.len()));
    let (district, communes) = map
        .into_iter()
        .nth(place)
        .map_or_else(Default::default, |d| (d.1, d.2));
    let commune = communes
        .into_iter()
        .nth(dice.below(4) as usize)
        .unwrap_or_default();
    let line = if commune.starts_with("Xã") {
        let hamlet = if province.region == Region::South {
            "ấp"
        } else {
            "thôn"
        };
        format!("Tổ {}, {hamlet} {}", 1 + dice.below(14), 1 + dice.below(9))
    } else {
        format!(
            "Số {}, đường {}",
            1 + dice.below(380),
            dice.pick(table::STREETS)
        )
    };
    Address {
        province,
        district: district.into(),
        commune,
        line,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_are_63_provinces_and_the_91_communes_of_binh_duong() {
        let codes = domain::province::PROVINCES.map(|province| province.code);
        assert_eq!(codes, PROVINCES.each_ref().map(|province| province.code));
        assert_eq!(
            BINH_DUONG.iter().map(|d| d.communes.len()).sum::<usize>(),
            91
        );
    }

    #[test]
    fn no_district_names_a_commune_twice() {
        for (_, district, mut communes) in PROVINCES.iter().flat_map(Province::map) {
            let before = communes.len();
            communes.sort();
            communes.dedup();
            assert_eq!(communes.len(), before, "{district}");
        }
    }
}
