//! WD-2, WD-4, WD-9: what the rules say of a year whose days nobody has fixed yet. A proposal for the
//! administrator's table, never counted with by itself (WD-3).

use std::collections::BTreeSet;

use jiff::ToSpan;
use jiff::civil::{Date, date};

use super::{is_weekend, next};
use crate::words::words;

words! {
    /// A holiday of the labour code, or a day in its place (`holidays-name-<word>`).
    Holiday {
        /// 1 January.
        NewYear = "new-year",
        /// The eve and the first four days of the lunar year.
        Tet = "tet",
        /// Tenth day of the third lunar month.
        HungKings = "hung-kings",
        /// 30 April.
        Reunion = "reunion",
        /// 1 May.
        Labour = "labour",
        /// 2 September and the day before or after.
        National = "national",
        /// WD-4: in place of a holiday on a weekend.
        Compensation = "compensation",
    }
}

/// First and last year of the lunar table, and of the administrator's.
pub const YEARS: std::ops::RangeInclusive<i16> = 2022..=2050;

/// A day of a year by month and day.
type MonthDay = (i8, i8);

/// First lunar day and Hung Kings day in Viet Nam, UTC+7 (WD-9). They were computed by the astronomical
/// rule; to 2035 they are those of law.md section 11. In 2030 Beijing is a day later.
#[rustfmt::skip]
const LUNAR: [(i16, MonthDay, MonthDay); 29] = [
    (2022, (2, 1), (4, 10)), (2023, (1, 22), (4, 29)),
    (2024, (2, 10), (4, 18)), (2025, (1, 29), (4, 7)),
    (2026, (2, 17), (4, 26)), (2027, (2, 6), (4, 16)),
    (2028, (1, 26), (4, 4)), (2029, (2, 13), (4, 23)),
    (2030, (2, 2), (4, 12)), (2031, (1, 23), (4, 1)),
    (2032, (2, 11), (4, 19)), (2033, (1, 31), (4, 9)),
    (2034, (2, 19), (4, 28)), (2035, (2, 8), (4, 17)),
    (2036, (1, 28), (4, 6)), (2037, (2, 15), (4, 24)),
    (2038, (2, 4), (4, 13)), (2039, (1, 24), (4, 3)),
    (2040, (2, 12), (4, 20)), (2041, (2, 1), (4, 10)),
    (2042, (1, 22), (4, 29)), (2043, (2, 10), (4, 19)),
    (2044, (1, 30), (4, 7)), (2045, (2, 17), (4, 26)),
    (2046, (2, 6), (4, 15)), (2047, (1, 26), (4, 4)),
    (2048, (2, 14), (4, 22)), (2049, (2, 2), (4, 11)),
    (2050, (1, 23), (4, 1)), 
];

/// First day of the lunar year and Hung Kings day of a year of the table.
pub fn lunar(year: i16) -> Option<(Date, Date)> {
    let found = LUNAR.iter().find(|(known, ..)| *known == year);
    found.map(|(_, tet, kings)| (date(year, tet.0, tet.1), date(year, kings.0, kings.1)))
}

/// The weekdays on which offices are closed if nothing but the rules decides, in order; none for a year
/// outside the table. Swapped Saturdays cannot be proposed (WD-5).
pub fn proposal(year: i16) -> Option<Vec<(Date, Holiday)>> {
    let (tet, kings) = lunar(year)?;
    let national = date(year, 9, 2);
    let before = date(year, 9, 1);
    let second = if is_weekend(before) {
        next(national)
    } else {
        before
    };
    let mut holidays = vec![(date(year, 1, 1), Holiday::NewYear)];
    holidays.extend((-1..4).map(|n| (tet.saturating_add(n.days()), Holiday::Tet)));
    holidays.extend([
        (kings, Holiday::HungKings),
        (date(year, 4, 30), Holiday::Reunion),
        (date(year, 5, 1), Holiday::Labour),
        (national, Holiday::National),
        (second, Holiday::National),
    ]);
    holidays.sort_by_key(|(day, _)| *day);
    let mut taken: BTreeSet<Date> = holidays.iter().map(|(day, _)| *day).collect();
    let mut days = Vec::new();
    for (holiday, name) in holidays {
        if !is_weekend(holiday) {
            days.push((holiday, name));
            continue;
        }
        // WD-4: several push on one after another.
        let mut day = next(holiday);
        while is_weekend(day) || taken.contains(&day) {
            day = next(day);
        }
        taken.insert(day);
        days.push((day, Holiday::Compensation));
    }
    days.sort_by_key(|(day, _)| *day);
    Some(days)
}
