use jiff::ToSpan;
use proptest::prelude::*;

use super::*;

type MonthDay = (i8, i8);

/// First lunar day and Hung Kings day of the years nobody has published yet (law.md §11).
const LUNAR: [(i16, MonthDay, MonthDay); 9] = [
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

/// Eleven holidays, those on a weekend made up on the next working day, left to right (WD-4).
fn likely(year: i16, tet: MonthDay, kings: MonthDay) -> YearPlan {
    let first = date(year, tet.0, tet.1);
    let mut holidays = vec![date(year, 1, 1)];
    holidays.extend((-1..4).map(|n| first.saturating_add(n.days())));
    holidays.extend([
        date(year, kings.0, kings.1),
        date(year, 4, 30),
        date(year, 5, 1),
    ]);
    holidays.extend([date(year, 9, 1), date(year, 9, 2)]);
    holidays.sort();
    let mut off: BTreeSet<Date> = holidays
        .iter()
        .copied()
        .filter(|d| !is_weekend(*d))
        .collect();
    for lost in holidays.into_iter().filter(|d| is_weekend(*d)) {
        let mut day = next(lost);
        while is_weekend(day) || off.contains(&day) {
            day = next(day);
        }
        off.insert(day);
    }
    YearPlan::new(year, off, []).unwrap()
}

fn decade() -> Calendar {
    let published = published_plans().unwrap();
    let later = LUNAR.map(|(year, tet, kings)| likely(year, tet, kings));
    Calendar::new(published.into_iter().chain(later)).unwrap()
}

// law: WD-1, WD-3, WD-4, WD-5, WD-8
#[test]
fn worked_cases() {
    let calendar = Calendar::published().unwrap();
    for (what, received, n, due) in [
        ("plain week", date(2024, 3, 4), 2, date(2024, 3, 6)),
        ("before weekend", date(2024, 3, 8), 2, date(2024, 3, 12)),
        ("before Tet 2024", date(2024, 2, 7), 2, date(2024, 2, 16)),
        (
            "over Hung Kings 2025",
            date(2025, 4, 4),
            3,
            date(2025, 4, 10),
        ),
        ("on 29 Apr 2025", date(2025, 4, 29), 1, date(2025, 5, 5)),
        (
            "across a worked Saturday",
            date(2025, 4, 25),
            3,
            date(2025, 4, 29),
        ),
        (
            "over Hung Kings 2026",
            date(2026, 4, 24),
            2,
            date(2026, 4, 29),
        ),
    ] {
        assert_eq!(calendar.add_working_days(received, n), due, "{what}");
    }
}

// law: WD-7, D59-18.1
#[test]
fn calendar_days_roll_only_at_their_end() {
    let calendar = Calendar::published().unwrap();
    for (from, n, due) in [
        (date(2024, 3, 4), 7, date(2024, 3, 11)),
        (date(2024, 3, 9), 7, date(2024, 3, 18)), // Sat 16 -> Mon 18
        (date(2024, 2, 1), 7, date(2024, 2, 15)), // 8 Feb is Tet -> Thu 15
        (date(2025, 4, 19), 7, date(2025, 4, 26)), // a Saturday that is worked
        (date(2024, 3, 4), 0, date(2024, 3, 4)),
        (date(2024, 3, 9), 0, date(2024, 3, 11)),
    ] {
        assert_eq!(
            calendar.add_calendar_days_rolled(from, n),
            due,
            "{from} + {n}"
        );
    }
}

// law: WD-8
#[test]
fn due_is_the_end_of_the_day_in_viet_nam() {
    let due = Calendar::default().due_instant(date(2024, 3, 6));
    assert_eq!(time::viet_nam_date(due), date(2024, 3, 6));
    let later = due.checked_add(jiff::SignedDuration::from_secs(1)).unwrap();
    assert_eq!(time::viet_nam_date(later), date(2024, 3, 7));
}

// law: WD-3
#[test]
fn a_year_without_a_table_is_provisional() {
    let calendar = Calendar::published().unwrap();
    assert!(calendar.has_year(2026) && !calendar.has_year(2027));
    assert!(calendar.covers(date(2025, 12, 31), date(2026, 1, 5)));
    assert!(!calendar.covers(date(2026, 12, 31), date(2027, 1, 5)));
    assert!(
        !calendar.is_working_day(date(2027, 1, 1)),
        "fixed holidays hold in any year"
    );
    assert!(
        calendar.is_working_day(date(2027, 2, 8)),
        "Tet 2027 is not known yet"
    );
    assert_eq!(
        Calendar::default().add_working_days(Date::MAX, 9),
        Date::MAX
    );
}

#[test]
fn a_table_that_contradicts_itself_is_refused() {
    let sat = date(2024, 5, 4);
    let mon = date(2024, 5, 6);
    assert_eq!(
        YearPlan::new(2025, [mon], []),
        Err(CalendarError::OutsideYear(mon))
    );
    assert_eq!(
        YearPlan::new(2024, [], [mon]),
        Err(CalendarError::NotWeekend(mon))
    );
    assert_eq!(
        YearPlan::new(2024, [sat], [sat]),
        Err(CalendarError::OffAndWorked(sat))
    );
    let plan = YearPlan::new(2024, [mon], [sat]).unwrap();
    assert_eq!(
        Calendar::new([plan.clone(), plan]),
        Err(CalendarError::YearTwice(2024))
    );
}

fn any_day() -> impl Strategy<Value = Date> {
    (0..5100_i32).prop_map(|n| date(2022, 1, 1).saturating_add(n.days()))
}

proptest! {
    #[test]
    fn n_working_days_lie_after_receipt(day in any_day(), n in 1..=15_u16) {
        let calendar = decade();
        let due = calendar.add_working_days(day, n);
        prop_assert!(calendar.is_working_day(due) && due > day);
        let counted = day.series(1.day()).skip(1).take_while(|d| *d <= due);
        prop_assert_eq!(counted.filter(|d| calendar.is_working_day(*d)).count(), usize::from(n));
    }

    #[test]
    fn later_receipt_or_longer_term_is_never_due_earlier(day in any_day(), n in 0..15_u16) {
        let calendar = decade();
        let due = calendar.add_working_days(day, n);
        prop_assert!(calendar.add_working_days(next(day), n) >= due);
        prop_assert!(calendar.add_working_days(day, n + 1) > due || n == 0);
        let rolled = calendar.add_calendar_days_rolled(day, n);
        prop_assert!(calendar.add_calendar_days_rolled(next(day), n) >= rolled);
        prop_assert!(calendar.is_working_day(rolled));
    }
}
