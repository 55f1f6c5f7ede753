//! Days on which state offices are closed or open against the rule of the week (law.md section 11).
//!
//! 2022 to 2026 are the table of law.md, date for date. **Years after 2026 are provisional**: the
//! Prime Minister fixes Tet and the second National Day each year (WD-3), so they are only a guess
//! by rule: Tet = the eve and the first four lunar days, National Day = 2 September and the day
//! before (after, when the day before is a weekend), and a holiday on a weekend moves to the next
//! working day (WD-4). Swapped Saturdays cannot be guessed.

use std::collections::BTreeSet;

use jiff::civil::{Date, Weekday};

use crate::time::{plus_days, ymd};

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Holiday {
    pub(crate) date: Date,
    pub(crate) open: bool,
    pub(crate) name: &'static str,
    pub(crate) provisional: bool,
}

const NEW_YEAR: &str = "Tết Dương lịch";
const TET: &str = "Tết Nguyên đán";
const HUNG_KINGS: &str = "Giỗ Tổ Hùng Vương";
const REUNION: &str = "Ngày Chiến thắng";
const LABOUR: &str = "Ngày Quốc tế lao động";
const APRIL_BLOCK: &str = "Ngày Chiến thắng và Ngày Quốc tế lao động";
const NATIONAL: &str = "Quốc khánh";
const SWAP: &str = "Làm bù";

/// First and last day of each closure: (year, (month, day), (month, day), name).
type Block = (i16, MonthDay, MonthDay, &'static str);

type MonthDay = (i8, i8);

const CLOSED: &[Block] = &[
    (2022, (1, 3), (1, 3), NEW_YEAR),
    (2022, (1, 31), (2, 4), TET),
    (2022, (4, 11), (4, 11), HUNG_KINGS),
    (2022, (5, 2), (5, 3), APRIL_BLOCK),
    (2022, (9, 1), (9, 2), NATIONAL),
    (2023, (1, 2), (1, 2), NEW_YEAR),
    (2023, (1, 20), (1, 26), TET),
    (2023, (4, 29), (4, 29), HUNG_KINGS),
    (2023, (5, 1), (5, 3), APRIL_BLOCK),
    (2023, (9, 1), (9, 1), NATIONAL),
    (2023, (9, 4), (9, 4), NATIONAL),
    (2024, (1, 1), (1, 1), NEW_YEAR),
    (2024, (2, 8), (2, 14), TET),
    (2024, (4, 18), (4, 18), HUNG_KINGS),
    (2024, (4, 29), (5, 1), APRIL_BLOCK),
    (2024, (9, 2), (9, 3), NATIONAL),
    (2025, (1, 1), (1, 1), NEW_YEAR),
    (2025, (1, 27), (1, 31), TET),
    (2025, (4, 7), (4, 7), HUNG_KINGS),
    (2025, (4, 30), (5, 2), APRIL_BLOCK),
    (2025, (9, 1), (9, 2), NATIONAL),
    (2026, (1, 1), (1, 1), NEW_YEAR),
    (2026, (2, 16), (2, 20), TET),
    (2026, (4, 27), (4, 27), HUNG_KINGS),
    (2026, (4, 30), (5, 1), APRIL_BLOCK),
    (2026, (8, 31), (9, 2), NATIONAL),
];

const WORKED: &[(i16, i8, i8)] = &[(2024, 5, 4), (2025, 4, 26), (2026, 8, 22)];

/// First lunar day and Hung Kings day, from law.md section 11.
const LUNAR: &[(i16, MonthDay, MonthDay)] = &[
    (2027, (2, 6), (4, 16)),
    (2028, (1, 26), (4, 4)),
    (2029, (2, 13), (4, 23)),
    (2030, (2, 2), (4, 12)),
    (2031, (1, 23), (4, 1)),
    (2032, (2, 11), (4, 19)),
    (2033, (1, 31), (4, 9)),
    (2034, (2, 19), (4, 28)),
    (2035, (2, 8), (4, 17)),
];

/// All of 2022 to 2035 in the order of the calendar.
pub(crate) fn all() -> Vec<Holiday> {
    let mut days = Vec::new();
    for &(year, first, last, name) in CLOSED {
        let (mut date, last) = (ymd(year, first.0, first.1), ymd(year, last.0, last.1));
        while date <= last {
            days.push(Holiday {
                date,
                open: false,
                name,
                provisional: false,
            });
            date = plus_days(date, 1);
        }
    }
    for &(year, month, day) in WORKED {
        let date = ymd(year, month, day);
        days.push(Holiday {
            date,
            open: true,
            name: SWAP,
            provisional: false,
        });
    }
    for &(year, tet, kings) in LUNAR {
        days.extend(guess(year, tet, kings));
    }
    days.sort_unstable();
    days
}

/// The weekdays on which offices would be closed if nothing but the rules decided.
fn guess(year: i16, tet: MonthDay, kings: MonthDay) -> Vec<Holiday> {
    let national = ymd(year, 9, 2);
    let before = plus_days(national, -1);
    let second = if weekend(before) {
        plus_days(national, 1)
    } else {
        before
    };
    let mut named = vec![(ymd(year, 1, 1), NEW_YEAR)];
    named.extend((-1..4).map(|day| (plus_days(ymd(year, tet.0, tet.1), day), TET)));
    named.push((ymd(year, kings.0, kings.1), HUNG_KINGS));
    named.push((ymd(year, 4, 30), REUNION));
    named.push((ymd(year, 5, 1), LABOUR));
    named.extend([(national, NATIONAL), (second, NATIONAL)]);
    named.sort_unstable();

    let mut taken: BTreeSet<Date> = named.iter().map(|day| day.0).collect();
    let mut days = Vec::new();
    for (mut date, name) in named {
        if weekend(date) {
            while weekend(date) || taken.contains(&date) {
                date = plus_days(date, 1);
            }
            taken.insert(date);
        }
        days.push(Holiday {
            date,
            open: false,
            name,
            provisional: true,
        });
    }
    days
}

fn weekend(date: Date) -> bool {
    matches!(date.weekday(), Weekday::Saturday | Weekday::Sunday)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn closed_in(year: i16) -> Vec<String> {
        let days = all()
            .into_iter()
            .filter(|day| day.date.year() == year && !day.open);
        days.map(|day| day.date.to_string().split_off(5)).collect()
    }

    #[test]
    fn wd_2_to_5_closures_of_2024_to_2026_are_those_of_the_law_table() {
        assert_eq!(
            closed_in(2024),
            "01-01 02-08 02-09 02-10 02-11 02-12 02-13 02-14 04-18 04-29 04-30 05-01 09-02 09-03"
                .split(' ')
                .collect::<Vec<_>>()
        );
        assert_eq!(
            closed_in(2025),
            "01-01 01-27 01-28 01-29 01-30 01-31 04-07 04-30 05-01 05-02 09-01 09-02"
                .split(' ')
                .collect::<Vec<_>>()
        );
        assert_eq!(
            closed_in(2026),
            "01-01 02-16 02-17 02-18 02-19 02-20 04-27 04-30 05-01 08-31 09-01 09-02"
                .split(' ')
                .collect::<Vec<_>>()
        );
        let worked: Vec<_> = all().into_iter().filter(|day| day.open).collect();
        let worked: Vec<_> = worked.iter().map(|day| day.date.to_string()).collect();
        assert_eq!(worked, ["2024-05-04", "2025-04-26", "2026-08-22"]);
    }

    #[test]
    fn the_guess_gives_the_closures_of_2022_that_the_law_table_knows() {
        let mut guessed: Vec<_> = guess(2022, (2, 1), (4, 10))
            .iter()
            .map(|day| day.date)
            .collect();
        guessed.sort_unstable();
        let known = all().into_iter().filter(|day| day.date.year() == 2022);
        assert_eq!(guessed, known.map(|day| day.date).collect::<Vec<_>>());
    }

    #[test]
    fn wd_4_every_later_year_has_its_eleven_days_on_weekdays_and_is_marked() {
        for year in 2027..=2035 {
            let days: Vec<_> = all()
                .into_iter()
                .filter(|day| day.date.year() == year)
                .collect();
            assert_eq!(days.len(), 11, "{year}");
            assert!(
                days.iter().all(|day| day.provisional && !weekend(day.date)),
                "{year}"
            );
        }
        assert!(
            all()
                .iter()
                .all(|day| day.provisional == (day.date.year() > 2026))
        );
    }
}
