use jiff::ToSpan;
use proptest::prelude::*;

use super::*;

/// The rules alone, as a plan.
fn likely(year: i16) -> YearPlan {
    let days = proposal(year).unwrap();
    YearPlan::new(year, days.into_iter().map(|(day, _)| day), []).unwrap()
}

fn decade() -> Calendar {
    let published = published_plans().unwrap();
    let later = (2027..=2035).map(likely);
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

// law: WD-9
#[test]
fn lunar_days_are_vietnamese() {
    for (year, tet, kings) in [
        (2022, (2, 1), (4, 10)),
        (2023, (1, 22), (4, 29)),
        (2024, (2, 10), (4, 18)),
        (2025, (1, 29), (4, 7)),
        (2026, (2, 17), (4, 26)),
        (2027, (2, 6), (4, 16)),
        (2028, (1, 26), (4, 4)),
        (2029, (2, 13), (4, 23)),
        (2030, (2, 2), (4, 12)),
        (2031, (1, 23), (4, 1)),
        (2032, (2, 11), (4, 19)),
        (2033, (1, 31), (4, 9)),
        (2034, (2, 19), (4, 28)),
        (2035, (2, 8), (4, 17)),
    ] {
        let want = (date(year, tet.0, tet.1), date(year, kings.0, kings.1));
        assert_eq!(lunar(year), Some(want));
    }
    assert_eq!((lunar(2021), lunar(2051)), (None, None));
    // Months of 29 or 30 days, twelve or thirteen a year; the third month begins two months after Tet.
    for year in YEARS {
        let (tet, kings) = lunar(year).unwrap();
        assert!((68..=69).contains(&(kings - tet).get_days()) || (kings - tet).get_days() >= 97);
        if let Some((after, _)) = lunar(year + 1) {
            assert!(matches!((after - tet).get_days(), 353..=355 | 383..=385));
        }
    }
}

// law: WD-2, WD-4
#[test]
fn the_rules_propose_eleven_weekdays_and_chain_what_a_weekend_took() {
    for year in YEARS {
        let days = proposal(year).unwrap();
        assert_eq!(days.len(), 11, "{year}");
        let different: BTreeSet<Date> = days.iter().map(|(day, _)| *day).collect();
        assert_eq!(different.len(), 11, "{year}");
        assert!(different.iter().all(|day| !is_weekend(*day)), "{year}");
    }
    // Hung Kings on Sat 29 Apr 2023, 30 Apr on a Sunday, 1 May: two days are pushed behind it.
    let chain: Vec<Date> = proposal(2023)
        .unwrap()
        .into_iter()
        .map(|(day, _)| day)
        .filter(|day| matches!((day.month(), day.day()), (4, 28..) | (5, _)))
        .collect();
    assert_eq!(chain, [1, 2, 3].map(|day| date(2023, 5, day)));
    let published = published_plans().unwrap().remove(0);
    assert_eq!(likely(2022), published);
    assert_eq!(proposal(2051), None);
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

    // law: WD-8
    #[test]
    fn n_and_m_working_days_are_counted_one_after_another(day in any_day(), n in 1..=10_u16, m in 0..=10_u16) {
        let calendar = decade();
        let both = calendar.add_working_days(day, n + m);
        prop_assert_eq!(calendar.add_working_days(calendar.add_working_days(day, n), m), both);
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

// law: WD-6
#[test]
fn saturdays_that_some_counters_work_do_not_move_the_clock() {
    let calendar = Calendar::published().unwrap();
    let friday = date(2024, 3, 8);
    assert_eq!(calendar.add_working_days(friday, 1), date(2024, 3, 11));
    assert!(!calendar.is_working_day(date(2024, 3, 9)));
}
