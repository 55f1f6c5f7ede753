//! Tables of good and bad lines, one for each register.

use std::borrow::Cow;

use jiff::civil::date;

use super::*;
use crate::document::SourceState;

type Parse<T> = fn(&Fields<'_>) -> Result<T, RowError>;

/// A line with some columns replaced.
pub(super) fn read<T>(
    register: Register,
    parse: Parse<T>,
    good: &str,
    changes: &[(&str, &str)],
) -> Result<T, RowError> {
    let columns = register.columns();
    let names: Vec<&str> = columns
        .required
        .iter()
        .chain(columns.optional)
        .copied()
        .collect();
    let header = Header::read(columns, &names.join(",")).unwrap();
    let mut values: Vec<Cow<'_, str>> = good.split(',').map(Cow::Borrowed).collect();
    values.resize(names.len(), Cow::Borrowed(""));
    for (column, value) in changes {
        let at = names.iter().position(|name| name == column).unwrap();
        values[at] = Cow::Borrowed(value);
    }
    parse(&header.fields(&values)?)
}

pub(super) fn refused<T>(
    register: Register,
    parse: Parse<T>,
    good: &str,
    table: &[(&'static str, &str, Reason)],
) {
    assert!(
        read(register, parse, good, &[]).is_ok(),
        "the good line is good"
    );
    for (column, value, reason) in table {
        let got = read(register, parse, good, &[(column, value)]).err();
        assert_eq!(
            got,
            Some(RowError {
                column,
                reason: *reason
            }),
            "{column} = {value:?}"
        );
    }
}

const PERSON: &str =
    "074190001234,280123456,Nguyễn Thị Ánh,1990-02-03,female,074,12 Lê Lợi,living,,,";

// law: FMT-ID-1, FMT-ID-2, FMT-ID-7
#[test]
fn population() {
    refused(
        Register::Population,
        population::parse_row,
        PERSON,
        &[
            ("number", "", Reason::Empty),
            ("number", "07419000123", Reason::Number),
            ("old_number", "28012345", Reason::OldNumber),
            ("name", "An 2", Reason::Name),
            ("birth_date", "1990-02-30", Reason::BirthDate),
            ("birth_date", "1890", Reason::BirthDate),
            ("sex", "F", Reason::Word),
            ("birth_province", "74", Reason::Province),
            ("address", "a\u{7}b", Reason::Control),
            ("status", "alive", Reason::Word),
            ("died_on", "2020-01-01", Reason::Living),
            ("guardian_number", "1", Reason::Number),
            ("guardian_number", "074190001234", Reason::OwnGuardian),
        ],
    );
    let long = "x".repeat(501);
    refused(
        Register::Population,
        population::parse_row,
        PERSON,
        &[("address", &long, Reason::TooLong)],
    );
    let dead = read(
        Register::Population,
        population::parse_row,
        PERSON,
        &[("status", "dead"), ("died_on", "2020-01-01")],
    );
    let dead = dead.unwrap();
    assert_eq!((dead.dead, dead.died_on), (true, Some(date(2020, 1, 1))));
    let early = read(
        Register::Population,
        population::parse_row,
        PERSON,
        &[("status", "dead"), ("died_on", "1989-01-01")],
    );
    assert_eq!(
        early.err(),
        Some(RowError {
            column: "died_on",
            reason: Reason::DateOrder
        })
    );
    let year = read(
        Register::Population,
        population::parse_row,
        PERSON,
        &[("birth_date", "1990"), ("old_number", "")],
    );
    let year = year.unwrap();
    assert_eq!(
        (year.identity.birth.to_iso(), year.old_number),
        ("1990".to_owned(), None)
    );
}

#[test]
fn cards() {
    let good = "074190001234,chip,2021-06-01,2030-02-03,valid,,";
    refused(
        Register::Cards,
        cards::parse_row,
        good,
        &[
            ("number", "x", Reason::Number),
            ("form", "paper", Reason::Word),
            ("issued_on", "01/06/2021", Reason::Date),
            ("issued_on", "", Reason::Empty),
            ("expires_on", "2020-01-01", Reason::DateOrder),
            ("status", "gone", Reason::Word),
            ("changed_on", "2021-05-31", Reason::DateOrder),
        ],
    );
    let for_life = read(
        Register::Cards,
        cards::parse_row,
        good,
        &[("expires_on", "")],
    )
    .unwrap();
    assert_eq!(for_life.expires_on, None);
}

const LICENCE: &str = "790123456789,pet,074190001234,Nguyễn Thị Ánh,1990-02-03,A1:2015-05-04:;B2:2020-05-04:2030-05-04,,valid,2020-05-04,Sở GTVT";

// law: FMT-GP-1, FMT-GP-3, FMT-GP-4, DOC-r5, QR-9
#[test]
fn licences() {
    let good = LICENCE;
    let parse = licences::parse_row;
    refused(
        Register::Licences,
        parse,
        good,
        &[
            ("number", "79012345", Reason::LicenceNumber),
            ("form", "plastic", Reason::Word),
            ("owner_number", "0741", Reason::OwnerNumber),
            ("owner_name", "", Reason::Empty),
            ("owner_birth_date", "x", Reason::BirthDate),
            ("classes", "", Reason::Empty),
            ("classes", "A1", Reason::ClassForm),
            ("classes", "A1:2015-05-04:2016-05-04:", Reason::ClassForm),
            ("classes", "C1:2015-05-04:", Reason::Class),
            ("classes", "A1:2015-5-4:", Reason::Date),
            ("classes", "B2:2015-05-04:2015-05-03", Reason::DateOrder),
            ("classes", "A1::;A1::", Reason::ClassTwice),
            ("points", "13", Reason::Points),
            ("points", "-1", Reason::Points),
            ("status", "lost", Reason::Word),
            ("issued_on", "", Reason::Empty),
            ("status_since", "2019-01-01", Reason::DateOrder),
        ],
    );
}

// law: FMT-GP-1, FMT-GP-3, FMT-GP-4, DOC-r5
#[test]
fn classes_belong_to_the_list_of_the_day_of_issue() {
    let good = LICENCE;
    let parse = licences::parse_row;
    let record = read(Register::Licences, parse, good, &[]).unwrap();
    let terms: Vec<_> = record
        .classes
        .iter()
        .map(|held| (held.class.token(), held.expires_on))
        .collect();
    assert_eq!(
        terms,
        [
            ("old:A1".to_owned(), None),
            ("old:B2".to_owned(), Some(date(2030, 5, 4)))
        ]
    );
    let paper = [
        ("form", "paper"),
        ("number", "AB 12345"),
        ("owner_number", "280123456"),
        ("owner_birth_date", ""),
    ];
    assert_eq!(
        read(Register::Licences, parse, good, &paper)
            .unwrap()
            .owner
            .birth,
        None
    );
    let new = [
        ("issued_on", "2025-02-01"),
        ("classes", "A1:2025-02-01:"),
        ("points", "12"),
    ];
    assert_eq!(
        read(Register::Licences, parse, good, &new).unwrap().classes[0]
            .class
            .token(),
        "new:A1"
    );
}

// law: QR-8
#[test]
fn a_held_licence_says_by_whom_and_since_when() {
    let good = "790123456789,pet,074190001234,Nguyễn Thị Ánh,1990-02-03,A1:2015-05-04:,,held,2020-05-04,Sở GTVT";
    let told = [
        ("status_since", "2024-01-05"),
        ("status_by", "CSGT Bình Dương"),
    ];
    for (changes, name, since) in [
        (&told[..], "CSGT Bình Dương", date(2024, 1, 5)),
        (&[], "Sở GTVT", date(2020, 5, 4)),
    ] {
        let record = read(Register::Licences, licences::parse_row, good, changes).unwrap();
        let SourceState::Held(by) = record.state else {
            panic!("held")
        };
        assert_eq!((by.name.as_str(), by.since), (name, since));
    }
}

// law: FMT-BH-1, FMT-BH-2
#[test]
fn health() {
    let good = "DN4790123456789,074190001234,Nguyễn Thị Ánh,1990-02-03,2024-01-01,2024-12-31,BV Chợ Rẫy,valid";
    refused(
        Register::Health,
        health::parse_row,
        good,
        &[
            ("code", "DN479", Reason::HealthCode),
            ("owner_number", "1", Reason::OwnerNumber),
            ("birth_date", "02/03/1990", Reason::BirthDate),
            ("valid_from", "", Reason::Empty),
            ("valid_to", "2023-12-31", Reason::DateOrder),
            ("status", "in-force", Reason::Word),
        ],
    );
    let ended = read(
        Register::Health,
        health::parse_row,
        good,
        &[("status", "ended"), ("code", "0123456789")],
    )
    .unwrap();
    assert!(matches!(ended.state, SourceState::Revoked(_)));
}

// law: FMT-HC-1
#[test]
fn passports() {
    let good = "C1234567,074190001234,Nguyễn Thị Ánh,1990-02-03,2020-01-01,2030-01-01,valid";
    refused(
        Register::Passports,
        passports::parse_row,
        good,
        &[
            ("number", "1234567", Reason::PassportNumber),
            ("expires_on", "", Reason::Empty),
            ("expires_on", "2019-01-01", Reason::DateOrder),
            ("status", "revoked", Reason::Word),
        ],
    );
    for word in ["lost", "cancelled"] {
        let record = read(
            Register::Passports,
            passports::parse_row,
            good,
            &[("status", word)],
        )
        .unwrap();
        assert!(matches!(record.state, SourceState::Revoked(_)), "{word}");
    }
}

// law: FMT-MST-1, D59-10.2
#[test]
fn businesses() {
    let good = "0100109106,main,Công ty An Bình,2015-06-01,12 Lê Lợi,074190001234,active,,,,,";
    refused(
        Register::Business,
        business::parse_row,
        good,
        &[
            ("code", "0100109107", Reason::TaxCode),
            ("code", "TC0100109106", Reason::TaxCode),
            ("code", "", Reason::Empty),
            ("code_kind", "dependent", Reason::Word),
            ("name", "", Reason::Empty),
            ("founded_on", "1/6/2015", Reason::Date),
            ("address", "", Reason::Empty),
            ("representative_number", "1", Reason::Number),
            ("status", "closed", Reason::Word),
            ("status_since", "2014-01-01", Reason::DateOrder),
            ("province", "7", Reason::Province),
            ("other_representatives", "074190001234;7", Reason::Number),
        ],
    );
    let several = [("other_representatives", "074190001235; 074190001236")];
    let record = read(Register::Business, business::parse_row, good, &several);
    assert_eq!(record.unwrap().others.len(), 2);
    let record = read(
        Register::Business,
        business::parse_row,
        good,
        &[("status", "dissolved"), ("status_since", "2024-01-02")],
    )
    .unwrap();
    assert_eq!(
        record.status,
        crate::organisation::BusinessStatus::Dissolved
    );
    assert_eq!(record.status_since, Some(date(2024, 1, 2)));
}

#[test]
fn units() {
    let good =
        "CA-074,Công an tỉnh Bình Dương,police,province,BCA,074,Thủ Dầu Một,0274,2022-01-01,";
    refused(
        Register::Units,
        units::parse_row,
        good,
        &[
            ("code", "", Reason::Empty),
            ("name", "", Reason::Empty),
            ("kind", "army", Reason::Word),
            ("level", "village", Reason::Word),
            ("province", "74", Reason::Province),
            ("valid_from", "", Reason::Empty),
            ("valid_to", "2021-12-31", Reason::DateOrder),
        ],
    );
    let unit = read(
        Register::Units,
        units::parse_row,
        good,
        &[("valid_to", "2024-12-31"), ("province", "")],
    )
    .unwrap();
    assert_eq!(unit.province, None);
    assert!(unit.stands_on(date(2024, 12, 31)) && !unit.stands_on(date(2025, 1, 1)));
}

// law: WD-3, WD-5
#[test]
fn holidays_make_a_calendar() {
    let good = "2024-05-04,working,Làm bù";
    refused(
        Register::Holidays,
        holidays::parse_row,
        good,
        &[
            ("day", "2024-05-06", Reason::NotWeekend),
            ("kind", "half", Reason::Word),
            ("day", "", Reason::Empty),
        ],
    );
    let read = |line| read(Register::Holidays, holidays::parse_row, line, &[]).unwrap();
    let days = [
        read(good),
        read("2024-04-29,off,Nghỉ"),
        read("2025-01-01,off,Tết"),
    ];
    let calendar = holidays::calendar(&days).unwrap();
    assert!(calendar.is_working_day(date(2024, 5, 4)));
    assert!(!calendar.is_working_day(date(2024, 4, 29)));
    assert!(calendar.has_year(2025) && !calendar.has_year(2022));
    assert!(holidays::calendar(&[]).unwrap().has_year(2022));
}

#[test]
fn words_and_codes_are_stable_and_apart() {
    for register in Register::ALL {
        assert_eq!(Register::parse(register.as_str()), Some(register));
    }
    let mut codes: Vec<_> = Reason::ALL.iter().map(|reason| reason.code()).collect();
    codes.sort_unstable();
    codes.dedup();
    assert_eq!(codes.len(), Reason::ALL.len());
    assert_eq!(Register::parse("army"), None);
}
