//! Names as people of Viet Nam bear them, by sex, generation and people. All are NFC.

mod table;

use domain::person::Sex;

use crate::dice::Dice;
use crate::places::Region;

/// What parents hand on: how the family is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Family {
    pub(crate) surname: &'static str,
    people: People,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum People {
    Kinh,
    Tay,
    Thai,
    Hmong,
    Muong,
    Khmer,
    Ede,
    Kho,
}

use People::{Ede, Hmong, Khmer, Kho, Kinh, Muong, Tay, Thai};

/// Shares of 1000 in the provinces where they live.
#[rustfmt::skip]
const PEOPLES: &[(&str, u32, People)] = &[
    ("002", 350, Hmong), ("002", 250, Tay), ("004", 800, Tay), ("006", 600, Tay),
    ("008", 300, Tay), ("010", 250, Hmong), ("011", 400, Thai), ("011", 340, Hmong),
    ("012", 320, Thai), ("012", 220, Hmong), ("014", 520, Thai), ("014", 150, Hmong),
    ("015", 150, Thai), ("015", 100, Hmong), ("017", 600, Muong), ("019", 150, Tay),
    ("020", 750, Tay), ("025", 130, Muong), ("038", 80, Muong), ("040", 70, Thai),
    ("066", 300, Ede), ("067", 100, Ede), ("068", 200, Kho), ("084", 300, Khmer),
    ("091", 100, Khmer), ("094", 300, Khmer), ("095", 70, Khmer), ("096", 20, Khmer),
];

pub(crate) fn family(dice: &mut Dice, province: &str, region: Region) -> Family {
    let people = people(dice, province);
    let surname = match people {
        Kinh => kinh_surname(dice, region),
        Tay => dice.pick(table::TAY_SURNAMES),
        Thai => dice.pick(table::THAI_SURNAMES),
        Hmong => dice.pick(table::HMONG_SURNAMES),
        Muong => dice.pick(table::MUONG_SURNAMES),
        Khmer => dice.pick(table::KHMER_SURNAMES),
        Ede => dice.pick(table::EDE_SURNAMES),
        Kho => "",
    };
    Family { surname, people }
}

pub(crate) fn full_name(dice: &mut Dice, family: Family, sex: Sex, born: i16) -> String {
    let surname = family.surname;
    match (family.people, sex) {
        (Kinh | Tay | Muong, _) => {
            let (middle, given) = (middle(dice, sex, born), given(dice, sex, born));
            // Nobody is called Ngọc Ngọc.
            let given = if middle.ends_with(given) { "An" } else { given };
            format!("{surname} {middle} {given}")
        }
        (Thai, Sex::Male) => format!("{surname} Văn {}", dice.pick(table::THAI_MALE)),
        (Thai, Sex::Female) => format!("{surname} Thị {}", dice.pick(table::THAI_FEMALE)),
        (Hmong, Sex::Male) => format!("{surname} A {}", dice.pick(table::HMONG_MALE)),
        (Hmong, Sex::Female) => format!("{surname} Thị {}", dice.pick(table::HMONG_FEMALE)),
        (Khmer, Sex::Male) => format!("{surname} {}", dice.pick(table::KHMER_MALE)),
        (Khmer, Sex::Female) => format!("{surname} Thị {}", dice.pick(table::KHMER_FEMALE)),
        (Ede, Sex::Male) => format!("Y {} {surname}", dice.pick(table::EDE_MALE)),
        (Ede, Sex::Female) => format!("H' {} {surname}", dice.pick(table::EDE_FEMALE)),
        (Kho, Sex::Male) => format!("K' {}", dice.pick(table::KHO_MALE)),
        (Kho, Sex::Female) => format!("Ka {}", dice.pick(table::KHO_FEMALE)),
    }
}

/// The other way to write the same name, if it has one: the tone on the other vowel, i for y.
/// Registers that disagree in just this are common.
pub(crate) fn other_spelling(name: &str) -> Option<String> {
    #[rustfmt::skip]
    const PAIRS: &[(&str, &str)] = &[
        ("Hòa", "Hoà"), ("Thúy", "Thuý"), ("Thủy", "Thuỷ"), ("Thùy", "Thuỳ"), ("Lý", "Lí"),
        ("Mỹ", "Mĩ"), ("Quý", "Quí"), ("Sỹ", "Sĩ"), ("Kỷ", "Kỉ"),
    ];
    let pair = PAIRS.iter().find(|pair| name.contains(pair.0))?;
    Some(name.replace(pair.0, pair.1))
}

fn people(dice: &mut Dice, province: &str) -> People {
    let mut throw = dice.below(1000);
    for &(_, share, people) in PEOPLES.iter().filter(|row| row.0 == province) {
        if throw < share {
            return people;
        }
        throw -= share;
    }
    Kinh
}

/// Hoàng and Vũ are written Huỳnh and Võ in the south.
fn kinh_surname(dice: &mut Dice, region: Region) -> &'static str {
    let place = dice.weighted(table::SURNAMES.iter().map(|row| row.1));
    let surname = table::SURNAMES.get(place).map_or("Nguyễn", |row| row.0);
    let southern = match region {
        Region::North => dice.chance(20),
        Region::Centre => dice.chance(600),
        Region::South => dice.chance(850),
    };
    match surname {
        "Hoàng" if southern => "Huỳnh",
        "Vũ" if southern => "Võ",
        other => other,
    }
}

fn middle(dice: &mut Dice, sex: Sex, born: i16) -> String {
    if sex == Sex::Male {
        return match born {
            ..1965 => dice.pick(table::MALE_MIDDLE_OLD),
            1965..2003 => dice.pick(table::MALE_MIDDLE),
            _ => dice.pick(table::MALE_MIDDLE_NEW),
        }
        .into();
    }
    let (thi, list) = match born {
        ..1965 => (880, table::FEMALE_MIDDLE),
        1965..1985 => (720, table::FEMALE_MIDDLE),
        1985..2003 => (480, table::FEMALE_MIDDLE),
        _ => (160, table::FEMALE_MIDDLE_NEW),
    };
    let (with_thi, second) = (dice.chance(thi), dice.pick(list));
    match (with_thi, dice.chance(350)) {
        (true, true) => format!("Thị {second}"),
        (true, false) => "Thị".into(),
        (false, _) => second.into(),
    }
}

fn given(dice: &mut Dice, sex: Sex, born: i16) -> &'static str {
    match (sex, born) {
        (Sex::Male, ..1965) => dice.pick(table::MALE_GIVEN_OLD),
        (Sex::Male, 1965..2003) => dice.pick(table::MALE_GIVEN),
        (Sex::Male, _) => dice.pick(table::MALE_GIVEN_NEW),
        (Sex::Female, ..1965) => dice.pick(table::FEMALE_GIVEN_OLD),
        (Sex::Female, 1965..2003) => dice.pick(table::FEMALE_GIVEN),
        (Sex::Female, _) => dice.pick(table::FEMALE_GIVEN_NEW),
    }
}
