//! Who is in the cast. The place in the table is the place in the country.

use domain::document::Reason;
use domain::person::Sex::{Female, Male};

use super::Born::{Aged, On, Year};
use super::{CardSpec, Expected, Health, LicenceSpec, Owner, Spec, Try};

pub(crate) const CAST_LEN: u32 = 28;

pub(crate) fn spec(index: u32) -> Option<&'static Spec> {
    CAST.get(index as usize)
}

/// An adult of Binh Duong with a chip card and a health card, and nothing else.
const PLAIN: Spec = Spec {
    role: "",
    name: "",
    mailbox: "",
    sex: Male,
    born: On(1990, 1, 1),
    home: "074",
    card: CardSpec::Chip,
    licences: &[],
    tries: None,
    health: Health::Short,
    passport: false,
    dead: false,
    old_linked: true,
    number_differs: false,
    guardian: None,
    notes: &[],
};

/// A plastic card with an unlimited motorcycle class and a current car class.
const GOOD: LicenceSpec = LicenceSpec {
    owner: Owner::Number,
    years_ago: 3,
    classes: &[("B2", "B"), ("A1", "A1")],
    held: false,
};

#[rustfmt::skip]
static CAST: [Spec; CAST_LEN as usize] = [
    Spec {
        role: "licence_many", name: "Nguyễn Văn Bình", mailbox: "binh.nguyen", born: On(1988, 5, 17),
        licences: &[LicenceSpec { classes: &[("B2", "B"), ("A1", "A1"), ("C", "C")], ..GOOD }],
        tries: Some((Try::Own(0), Expected::Verified)), health: Health::Long, passport: true,
        notes: &["several_classes", "guardian_of_child"], ..PLAIN
    },
    Spec {
        role: "licence_old_number", name: "Trần Thị Hoa", mailbox: "hoa.tran", sex: Female,
        born: On(1985, 11, 2),
        licences: &[LicenceSpec { owner: Owner::OldNumber, years_ago: 9, classes: &[("B2", "B")], ..GOOD }],
        tries: Some((Try::Own(0), Expected::Refused(Reason::OldIdNumber))), old_linked: false,
        notes: &["licence_on_nine_digits", "old_number_not_linked"], ..PLAIN
    },
    Spec {
        role: "licence_paper", name: "Lê Văn Tám", mailbox: "tam.le", born: On(1970, 3, 8),
        licences: &[LicenceSpec {
            owner: Owner::OldNumberNoBirth, years_ago: 18, classes: &[("A1", "A1")], ..GOOD
        }],
        tries: Some((Try::Own(0), Expected::Refused(Reason::PaperCardNoBirthDate))),
        notes: &["paper_licence_without_birth_date"], ..PLAIN
    },
    Spec {
        role: "licence_expired", name: "Phạm Quốc Hùng", mailbox: "hung.pham", born: On(1979, 9, 21),
        licences: &[LicenceSpec { years_ago: 6, classes: &[("C", "C")], ..GOOD }],
        tries: Some((Try::Own(0), Expected::Refused(Reason::Expired))), notes: &["licence_expired"], ..PLAIN
    },
    Spec {
        role: "licence_of_another", name: "Võ Thị Lan", mailbox: "lan.vo", sex: Female,
        born: On(1992, 12, 30), tries: Some((Try::Others(0), Expected::Refused(Reason::OwnerMismatch))),
        notes: &["tries_licence_of_licence_many"], ..PLAIN
    },
    Spec {
        role: "class_mismatch", name: "Huỳnh Minh Tuấn", mailbox: "tuan.huynh", born: On(1995, 6, 14),
        licences: &[LicenceSpec { classes: &[("A1", "A1")], ..GOOD }],
        tries: Some((Try::Class("B2", "B"), Expected::Refused(Reason::ClassMismatch))),
        notes: &["motorcycle_licence_only"], ..PLAIN
    },
    Spec {
        role: "no_licence", name: "Đỗ Thị Mai", mailbox: "mai.do", sex: Female, born: On(1999, 2, 3),
        tries: Some((Try::Unknown, Expected::Refused(Reason::NotFound))), notes: &["no_licence"], ..PLAIN
    },
    Spec {
        role: "other_province", name: "Lý Gia Hân", mailbox: "han.ly", sex: Female,
        born: On(1993, 8, 25), home: "079", licences: &[GOOD],
        tries: Some((Try::Own(0), Expected::OutsidePilot)), passport: true,
        notes: &["pilot_refuses"], ..PLAIN
    },
    Spec {
        role: "child", name: "Nguyễn Bảo An", mailbox: "an.nguyen", born: Aged(13, 100),
        card: CardSpec::None, guardian: Some(0), notes: &["under_14", "guardian_is_licence_many"],
        ..PLAIN
    },
    Spec {
        role: "barcode_card", name: "Phan Văn Đạt", mailbox: "dat.phan", born: On(1957, 4, 19),
        card: CardSpec::Barcode, notes: &["no_chip_card", "card_without_end"], ..PLAIN
    },
    Spec {
        role: "no_card", name: "Bùi Thị Ngát", mailbox: "ngat.bui", sex: Female,
        born: On(2001, 10, 9), card: CardSpec::None, notes: &["no_card_at_all"], ..PLAIN
    },
    Spec {
        role: "dead", name: "Ngô Văn Lâm", mailbox: "lam.ngo", born: On(1950, 1, 28), dead: true,
        health: Health::None, notes: &["died_lately", "card_withdrawn"], ..PLAIN
    },
    Spec {
        role: "withdrawn_card", name: "Dương Thị Kiều", mailbox: "kieu.duong", sex: Female,
        born: On(1990, 7, 7), card: CardSpec::Withdrawn, notes: &["card_withdrawn"], ..PLAIN
    },
    Spec {
        role: "all_marks", name: "Đặng Nguyễn Quỵnh Ngọc Ánh", mailbox: "anh.dang", sex: Female,
        born: On(1997, 3, 26), licences: &[GOOD], tries: Some((Try::Own(0), Expected::Verified)),
        notes: &["many_marks"], ..PLAIN
    },
    Spec {
        role: "long_name",
        name: "Công Tằng Tôn Nữ Nguyễn Phước Hoàng Thị Phương Thảo Quỳnh Anh Bích Ngọc",
        mailbox: "ngoc.congtangtonnu", sex: Female, born: On(1991, 9, 1), licences: &[GOOD],
        tries: Some((Try::Own(1), Expected::Verified)), notes: &["very_long_name"], ..PLAIN
    },
    Spec {
        role: "year_only", name: "Lâm Văn Út", mailbox: "ut.lam", born: Year(1955),
        notes: &["birth_year_only"], ..PLAIN
    },
    Spec {
        role: "elderly", name: "Nguyễn Thị Tư", mailbox: "tu.nguyen", sex: Female,
        born: Aged(95, 40), health: Health::Long, notes: &["age_95", "card_without_end"], ..PLAIN
    },
    Spec {
        role: "number_differs", name: "Trương Mỹ Duyên", mailbox: "duyen.truong", sex: Female,
        born: On(1989, 2, 11), number_differs: true,
        notes: &["number_tells_other_sex_and_year"], ..PLAIN
    },
    Spec {
        role: "level_2_ready", name: "Nguyễn Thị Ngọc Ánh", mailbox: "ngocanh.nguyen", sex: Female,
        born: On(1996, 8, 19), licences: &[GOOD], tries: Some((Try::Own(0), Expected::Verified)),
        health: Health::Long, passport: true,
        notes: &["licence_health_card_and_passport"], ..PLAIN
    },
    Spec {
        role: "two_licences", name: "Hồ Thanh Phong", mailbox: "phong.ho", born: On(1983, 12, 5),
        licences: &[
            LicenceSpec { years_ago: 8, classes: &[("A1", "A1")], ..GOOD },
            LicenceSpec { years_ago: 2, classes: &[("B2", "B")], ..GOOD },
        ],
        tries: Some((Try::Own(0), Expected::Verified)),
        notes: &["motorcycle_without_end_and_car_with_term"], ..PLAIN
    },
    Spec {
        role: "licence_held", name: "Đinh Công Trứ", mailbox: "tru.dinh", born: On(1986, 6, 6),
        licences: &[LicenceSpec { held: true, ..GOOD }],
        tries: Some((Try::Own(0), Expected::Refused(Reason::Held))), notes: &["licence_held_by_police"],
        ..PLAIN
    },
    Spec {
        role: "lost_card", name: "Mai Thị Thu Hường", mailbox: "huong.mai", sex: Female,
        born: On(1994, 4, 4), card: CardSpec::Lost, notes: &["card_reported_lost"], ..PLAIN
    },
    Spec {
        role: "apostrophe_name", name: "H' Linh Niê", mailbox: "linh.nie", sex: Female,
        born: On(1998, 11, 20), home: "066", notes: &["name_with_apostrophe"], ..PLAIN
    },
    Spec {
        role: "short_name", name: "Y Ý", mailbox: "y.y", born: On(1987, 1, 15), home: "066",
        notes: &["very_short_name"], ..PLAIN
    },
    Spec {
        role: "just_14", name: "Vũ Hoàng Khôi", mailbox: "khoi.vu", born: Aged(14, 30),
        guardian: None, notes: &["new_adult_for_accounts"], ..PLAIN
    },
    Spec {
        role: "born_2004", name: "Cao Khánh Vy", mailbox: "vy.cao", sex: Female,
        born: On(2004, 2, 29), licences: &[LicenceSpec { years_ago: 1, classes: &[("A1", "A1")], ..GOOD }],
        tries: Some((Try::Own(0), Expected::Verified)), notes: &["born_on_29_february"], ..PLAIN
    },
    Spec {
        role: "licence_old_linked", name: "Phan Thị Thúy Hằng", mailbox: "hang.phan", sex: Female,
        born: On(1984, 10, 13),
        licences: &[LicenceSpec { owner: Owner::OldNumber, years_ago: 9, classes: &[("B2", "B")], ..GOOD }],
        tries: Some((Try::Own(0), Expected::Verified)),
        notes: &["licence_on_nine_digits", "old_number_linked"], ..PLAIN
    },
    Spec {
        role: "paper_unknown", name: "Tô Văn Nghĩa", mailbox: "nghia.to", born: On(1968, 8, 8),
        tries: Some((Try::UnknownPaper, Expected::Refused(Reason::PaperNotFound))),
        notes: &["paper_licence_in_no_register"], ..PLAIN
    },
];
