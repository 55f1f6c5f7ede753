use jiff::civil::date;
use proptest::prelude::*;

use super::{
    Absence, Coded, Difference, Fault, Field, Held, Name, People, Reason, Set, Stated, StatedBirth,
    StatedNumber, Subscriber, Telephone, Verdict, judge, resolve,
};
use crate::person::{BirthDate, Sex};

/// A register of three: two with one birthday, and one who has died.
struct Few(Vec<(Name, u64, Option<u32>, BirthDate, Sex, bool)>);

impl Few {
    fn new() -> Self {
        let person = |name: &str, number, old, birth: &str, sex, dead| {
            let birth = BirthDate::parse(birth).unwrap();
            (Name::parse(name).unwrap(), number, old, birth, sex, dead)
        };
        Self(vec![
            person(
                "Nguyễn Thị Thúy Ánh",
                79_190_001_234,
                Some(23_456_789),
                "1990-02-03",
                Sex::Female,
                false,
            ),
            person(
                "Hoàng Văn Đức",
                1_085_000_077,
                None,
                "1985-11-30",
                Sex::Male,
                false,
            ),
            person(
                "H' Hen Niê",
                66_185_000_500,
                Some(240_111_222),
                "1985",
                Sex::Female,
                false,
            ),
            person(
                "Lê Văn Tám",
                74_050_999_011,
                None,
                "1950-05-06",
                Sex::Male,
                true,
            ),
            person(
                "Trần Minh Anh",
                1_095_000_001,
                Some(111),
                "1995-01-02",
                Sex::Male,
                false,
            ),
            person(
                "Trần Minh Anh",
                1_095_000_444,
                Some(111),
                "1995-01-02",
                Sex::Male,
                false,
            ),
        ])
    }

    fn held(&self, place: usize, old: Option<u32>) -> Held<'_> {
        let (name, number, _, birth, sex, dead) = &self.0[place];
        Held {
            place,
            number: *number,
            old,
            words: name.words().collect(),
            birth: *birth,
            sex: *sex,
            dead: *dead,
        }
    }

    fn all(&self, fits: impl Fn(usize) -> bool, old: Option<u32>) -> Vec<Held<'_>> {
        let places = (0..self.0.len()).filter(|place| fits(*place));
        places.map(|place| self.held(place, old)).collect()
    }
}

impl People for Few {
    fn by_number(&self, number: u64) -> Option<Held<'_>> {
        self.all(|at| self.0[at].1 == number, None).pop()
    }

    fn by_old(&self, old: u32) -> Vec<Held<'_>> {
        self.all(|at| self.0[at].2 == Some(old), Some(old))
    }

    fn by_name(&self, name: &Name, birth: BirthDate) -> Vec<Held<'_>> {
        let fits = |at: usize| self.0[at].0.folded() == name.folded() && self.0[at].3 == birth;
        self.all(fits, None)
    }
}

fn read(number: &str, name: &str, birth: &str, sex: &str) -> Result<Subscriber, Fault> {
    Subscriber::read(&Stated {
        phone: "0912345678",
        number,
        name,
        birth,
        sex,
    })
}

fn row(number: &str, name: &str, birth: &str, sex: &str) -> Subscriber {
    read(number, name, birth, sex).unwrap()
}

fn likely<const N: usize>(differences: [Difference; N]) -> Verdict {
    Verdict::Likely(Set::from(differences))
}

fn conflict<const N: usize>(fields: [Field; N]) -> Verdict {
    Verdict::Conflict(Set::from(fields))
}

/// What is said of a row: number, name, date of birth, sex.
fn said(number: &str, name: &str, birth: &str, sex: &str) -> Verdict {
    match read(number, name, birth, sex) {
        Ok(row) => resolve(&row, &Few::new()).0,
        Err(fault) => Verdict::Malformed(fault),
    }
}

const NUMBER: &str = "079190001234";
const ANH: &str = "Nguyễn Thị Thúy Ánh";

// law: R50-2
#[test]
#[rustfmt::skip]
fn a_name_is_judged_by_its_words() {
    use Difference::{MarksMissing, MiddleLeftOut, NameSlip, TonePlace, WordOrder};
    for (name, want) in [
        (ANH, Verdict::Exact),
        ("NGUYỄN THỊ THÚY ÁNH", Verdict::Exact),
        ("Nguye\u{302}\u{303}n Thi\u{323} Thúy A\u{301}nh", Verdict::Exact),
        ("Nguyễn-Thị  Thúy Ánh.", Verdict::Exact),
        ("NGUYEN THI THUY ANH", likely([MarksMissing])),
        ("Nguyên Thị Thúy Ánh", likely([MarksMissing])),
        ("Nguyễn Thị Thuý Ánh", likely([TonePlace])),
        ("Ánh Nguyễn Thị Thúy", likely([WordOrder])),
        ("Nguyễn Ánh", likely([MiddleLeftOut])),
        ("nguyen thuy anh", likely([MarksMissing, MiddleLeftOut])),
        ("Nguyễn Thị Thùy Ánh", likely([NameSlip])),
        ("Nguyễn Thị Thúy Ánhh", likely([NameSlip])),
        ("Nguyễn Thị Thúy Án", likely([NameSlip])),
        ("NGUYEN TIH THUY ANH", likely([NameSlip, MarksMissing])),
        ("Nguyễn Văn Thúy Ánh", conflict([Field::Name])),
        ("Nguyễn Thị Thùy Ảnh", conflict([Field::Name])),
        ("Thị Thúy", conflict([Field::Name])),
        ("Ánh", conflict([Field::Name])),
        ("Nguyễn Thúy Thị Kim Ánh", conflict([Field::Name])),
        ("Hoàng Văn Đức", conflict([Field::Name])),
    ] {
        assert_eq!(said(NUMBER, name, "03/02/1990", "nữ"), want, "{name}");
    }
    assert_eq!(said("066185000500", "H’Hen Niê", "1985", "nu"), Verdict::Exact);
}

// law: R50-2
#[test]
#[rustfmt::skip]
fn a_date_and_a_number_are_judged_by_their_digits() {
    use Difference::{
        BirthMissing, BirthPart, BirthSlip, DayMonth, NumberMissing, NumberSlip, OldNumber,
        SpreadsheetDate, SpreadsheetNumber,
    };
    let not_a_date = Fault { field: Field::Birth, reason: Reason::NotADate };
    for (number, birth, want) in [
        (NUMBER, "3/2/1990", Verdict::Exact),
        (NUMBER, "1990-02-03", Verdict::Exact),
        (NUMBER, "1990", likely([BirthPart])),
        (NUMBER, "02/1990", likely([BirthPart])),
        (NUMBER, "", likely([BirthMissing])),
        (NUMBER, "02/03/1990", likely([DayMonth])),
        (NUMBER, "03/02/1991", likely([BirthSlip])),
        (NUMBER, "03/02/1929", conflict([Field::Birth])),
        (NUMBER, "30/02/1990 ", Verdict::Malformed(not_a_date)),
        (NUMBER, "32907", likely([SpreadsheetDate])),
        (NUMBER, "32908", likely([SpreadsheetDate, BirthSlip])),
        (NUMBER, "04/05/1992", conflict([Field::Birth])),
        (NUMBER, "03/1990", conflict([Field::Birth])),
        ("023456789", "03/02/1990", likely([OldNumber])),
        ("23456789", "03/02/1990", likely([OldNumber, SpreadsheetNumber])),
        ("79190001234", "03/02/1990", likely([SpreadsheetNumber])),
        ("79190001234.0", "03/02/1990", likely([SpreadsheetNumber])),
        ("079190001235", "03/02/1990", likely([NumberSlip])),
        ("079190002134", "03/02/1990", likely([NumberSlip])),
        ("", "03/02/1990", likely([NumberMissing])),
        ("123456789", "03/02/1990", likely([NumberMissing])),
        // What has no number of its own has its whole date of birth.
        ("079190001235", "", Verdict::NotFound(Absence::Unknown)),
        ("079190001235", "1990", Verdict::NotFound(Absence::Unknown)),
        ("", "1990", Verdict::NotFound(Absence::Nobody)),
        ("", "", Verdict::NotFound(Absence::Nobody)),
    ] {
        assert_eq!(said(number, ANH, birth, ""), want, "{number} {birth}");
    }
    assert_eq!(said("066185000500", "H Hen Niê", "01/01/1985", ""), likely([BirthPart]));
    let lost = likely([SpreadsheetNumber]);
    assert_eq!(said("1085000077", "Hoàng Văn Đức", "30/11/1985", "Nam"), lost);
}

// law: R50-2
#[test]
#[rustfmt::skip]
fn what_does_not_agree_is_named_and_asks_for_nothing_else() {
    use Difference::{MarksMissing, NumberMissing, WordOrder};
    let turned = likely([NumberMissing, MarksMissing, WordOrder]);
    let duc = "Hoàng Văn Đức";
    for (number, name, birth, sex, want) in [
        // One slip in one field, not one in each.
        (NUMBER, "Nguyễn Thị Thùy Ánh", "03/02/1991", "", conflict([Field::Name, Field::Birth])),
        ("079190001235", "Nguyễn Thị Thùy Ánh", "03/02/1990", "", Verdict::NotFound(Absence::Unknown)),
        ("", "Anh Nguyen Thi Thuy", "03/02/1990", "", turned),
        (NUMBER, duc, "30/11/1985", "", conflict([Field::Name, Field::Birth])),
        (NUMBER, ANH, "03/02/1990", "Nam", conflict([Field::Sex])),
        ("", ANH, "03/02/1990", "Nam", Verdict::NotFound(Absence::Nobody)),
        ("023456789", duc, "03/02/1990", "", conflict([Field::Name])),
        ("074050999011", "Lê Văn Tám", "06/05/1950", "Nam", Verdict::Deceased),
        ("074050999011", "LE VAN TAM", "1950", "", Verdict::Deceased),
        // A number, or a name, alone does not ask for a death.
        ("074050999011", ANH, "06/05/1950", "", conflict([Field::Name])),
        ("", "Lê Văn Tám", "06/05/1950", "", Verdict::NotFound(Absence::Nobody)),
        ("079190009999", "Lê Văn Tám", "01/01/1970", "", Verdict::NotFound(Absence::Unknown)),
        ("", "Trần Minh Anh", "02/01/1995", "", Verdict::NotFound(Absence::Several)),
        ("000000111", "Trần Minh Anh", "02/01/1995", "", Verdict::NotFound(Absence::Several)),
    ] {
        assert_eq!(said(number, name, birth, sex), want, "{number} {name} {birth} {sex}");
    }
}

// law: R50-2
#[test]
fn only_whom_the_row_means_is_named() {
    let people = Few::new();
    let place = |row: &Subscriber| resolve(row, &people).1.map(|held| held.place);
    let anh = "Nguyễn Thị Thúy Ánh";
    assert_eq!(place(&row("079190001234", anh, "03/02/1990", "")), Some(0));
    assert_eq!(place(&row("079190001234", anh, "05/06/1992", "")), None);
    assert_eq!(
        place(&row("074050999011", "Lê Văn Tám", "06/05/1950", "")),
        None
    );
    assert_eq!(place(&row("", "Trần Minh Anh", "02/01/1995", "")), None);
}

// law: FMT-TEL-1, R50-2
#[test]
fn telephone_numbers_have_one_form() {
    use Reason::{Empty, Length, NotDigits, NotMobile, Scientific};
    for (text, want) in [
        ("0912345678", Ok("0912345678")),
        ("(+84) 912.345.678", Ok("0912345678")),
        ("84912345678", Ok("0912345678")),
        ("0084912345678", Ok("0912345678")),
        ("912345678", Ok("0912345678")),
        ("841234567", Ok("0841234567")),
        ("'0912345678", Ok("0912345678")),
        ("912345678.0", Ok("0912345678")),
        ("01621234567", Ok("0321234567")),
        ("01201234567", Ok("0701234567")),
        ("+841231234567", Ok("0831234567")),
        ("1991234567", Ok("0591234567")),
        ("01881234567", Ok("0581234567")),
        ("01301234567", Err(NotMobile)),
        ("02438251234", Err(NotMobile)),
        ("0212345678", Err(NotMobile)),
        ("+420912345678", Err(NotMobile)),
        ("091234567", Err(Length)),
        ("09123456789", Err(NotMobile)),
        ("12345", Err(Length)),
        ("1234567890123456", Err(Length)),
        ("9,12E+08", Err(Scientific)),
        ("09123x5678", Err(NotDigits)),
        ("-", Err(NotDigits)),
        ("", Err(Empty)),
    ] {
        let got = Telephone::parse(text).map(Telephone::national);
        assert_eq!(got, want.map(str::to_owned), "{text:?}");
    }
}

// law: FMT-ID-1, FMT-ID-7, R50-2
#[test]
fn numbers_that_a_spreadsheet_damaged_are_mended_or_named() {
    let twelve = |number, mended| Ok(Some(StatedNumber::Twelve { number, mended }));
    for (text, want) in [
        ("079 190 001 234", twelve(79_190_001_234, false)),
        ("79190001234", twelve(79_190_001_234, true)),
        ("1085000077", twelve(1_085_000_077, true)),
        ("079190001234,0", twelve(79_190_001_234, true)),
        ("'001085000077", twelve(1_085_000_077, false)),
        ("", Ok(None)),
        // No province has the code 003 or 097.
        ("3085000077", Err(Reason::Length)),
        ("97190001234", Err(Reason::Length)),
        ("7,9E+10", Err(Reason::Scientific)),
        ("7.919E+10", Err(Reason::Scientific)),
        ("B1234567", Err(Reason::NotDigits)),
        ("E1234567", Err(Reason::NotDigits)),
        ("1234567", Err(Reason::Length)),
    ] {
        let got = StatedNumber::parse(text);
        assert!(got == want, "{text:?}");
    }
}

// law: R50-2
#[test]
fn dates_are_read_as_files_have_them() {
    let day = |y, m, d| Ok((BirthDate::Day(date(y, m, d)), false));
    for (text, want) in [
        ("03/02/1990", day(1990, 2, 3)),
        ("3-2-1990", day(1990, 2, 3)),
        ("1990-02-03", day(1990, 2, 3)),
        ("1990-02-03 00:00:00", day(1990, 2, 3)),
        ("1990-02-03T00:00:00", day(1990, 2, 3)),
        ("1990/2/3", day(1990, 2, 3)),
        ("1990", Ok((BirthDate::Year(1990), false))),
        ("02/1990", Ok((BirthDate::Month(1990, 2), false))),
        ("32907", Ok((BirthDate::Day(date(1990, 2, 3)), true))),
        ("61000", Ok((BirthDate::Day(date(2067, 1, 3)), true))),
        ("13/13/1990", Err(Reason::NotADate)),
        ("29/02/2023", Err(Reason::NotADate)),
        ("3/2/90", Err(Reason::NotADate)),
        ("03021990", Err(Reason::NotADate)),
        ("1/2/3/1990", Err(Reason::NotADate)),
        ("không", Err(Reason::NotADate)),
        ("01/01/1899", Err(Reason::Range)),
    ] {
        let got = StatedBirth::parse(text).map(|read| read.map(|b| (b.date, b.serial)));
        assert!(got == want.map(Some), "{text:?}");
    }
}

// law: R50-2
#[test]
fn the_first_wrong_field_is_named() {
    let good = Stated {
        phone: "0912345678",
        number: "079190001234",
        name: "An",
        birth: "1990",
        sex: "nam",
    };
    let too_long = "a".repeat(121);
    for (stated, field, reason) in [
        (Stated { phone: "", ..good }, Field::Phone, Reason::Empty),
        (
            Stated {
                number: "12",
                ..good
            },
            Field::Number,
            Reason::Length,
        ),
        (Stated { name: " ", ..good }, Field::Name, Reason::Empty),
        (Stated { name: "--", ..good }, Field::Name, Reason::NotAName),
        (
            Stated {
                name: "An 2",
                ..good
            },
            Field::Name,
            Reason::NotAName,
        ),
        (
            Stated {
                name: &too_long,
                ..good
            },
            Field::Name,
            Reason::TooLong,
        ),
        (
            Stated { birth: "x", ..good },
            Field::Birth,
            Reason::NotADate,
        ),
        (Stated { sex: "?", ..good }, Field::Sex, Reason::Word),
        (
            Stated {
                number: "x",
                name: "",
                ..good
            },
            Field::Number,
            Reason::NotDigits,
        ),
    ] {
        assert_eq!(
            Subscriber::read(&stated).unwrap_err(),
            Fault { field, reason }
        );
    }
    assert!(Subscriber::read(&good).is_ok());
}

#[test]
fn codes_are_told_apart_and_fit_a_set() {
    fn fit<T: Coded>() {
        let mut codes: Vec<_> = T::ALL.iter().map(|m| m.code()).collect();
        codes.sort_unstable();
        codes.dedup();
        assert!(codes.len() == T::ALL.len() && codes.len() <= 16);
        for (at, member) in T::ALL.iter().enumerate() {
            assert_eq!(usize::from(member.place()), at);
        }
    }
    fit::<Difference>();
    fit::<Field>();
    fit::<Absence>();
    fit::<Reason>();
    let verdict = likely([Difference::WordOrder, Difference::MarksMissing]);
    assert_eq!(
        (verdict.code(), verdict.why().as_str()),
        ("likely", "marks-missing word-order")
    );
}

proptest! {
    // law: R50-2
    #[test]
    fn whoever_is_stated_as_held_is_exact_and_shouting_or_order_never_conflict(
        words in proptest::collection::vec("[a-zđàảãáạăâêôơưừếộỹ]{2,7}", 1..6),
        turn in 0_usize..6,
    ) {
        let name = words.join(" ");
        let held = Name::parse(&name).unwrap();
        let person = Held {
            place: 0,
            number: 79_190_001_234,
            old: None,
            words: held.words().collect(),
            birth: BirthDate::parse("1990-02-03").unwrap(),
            sex: Sex::Female,
            dead: false,
        };
        let said = |name: &str| judge(&row("079190001234", name, "03/02/1990", ""), &person);
        prop_assert_eq!(said(&name.to_uppercase()), Verdict::Exact);
        let mut turned = words.clone();
        turned.rotate_left(turn % words.len());
        let plain = crate::person::fold(&turned.join(" "));
        for stated in [turned.join(" "), plain] {
            let verdict = said(&stated);
            prop_assert!(matches!(verdict, Verdict::Exact | Verdict::Likely(_)), "{:?}", verdict);
        }
    }

    #[test]
    fn nothing_that_is_read_fails_badly(text in "\\PC{0,40}") {
        let _ = (Telephone::parse(&text), StatedNumber::parse(&text), StatedBirth::parse(&text), Name::parse(&text));
    }
}
