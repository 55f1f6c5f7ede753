//! Courses for staff, and the roles that need them (R50-7): who has not passed reads and prepares, and decides nothing.

use std::fmt;

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp, ToSpan};

use crate::actor::Role;
use crate::time::{start_of_day, viet_nam_date};

/// Stable name of a course, as its provider writes it too: 3 to 40 small letters, digits and hyphens.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CourseCode(String);

/// The text is no name of a course.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a course code")]
pub struct NotACode;

impl CourseCode {
    /// Reads the name.
    ///
    /// # Errors
    /// Where it is too short, too long, or has other characters.
    pub fn parse(text: &str) -> Result<Self, NotACode> {
        let text = text.trim();
        let fits = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
        if (3..=40).contains(&text.len()) && text.bytes().all(fits) {
            Ok(Self(text.to_owned()))
        } else {
            Err(NotACode)
        }
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for CourseCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A role needs a course from a day on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Need {
    /// Which role.
    pub role: Role,
    /// Which course.
    pub course: CourseCode,
    /// From this day on; those before it are for passing the course.
    pub from: Date,
}

/// R50-7: the roles that can need a course: those that decide about people. Who runs the programme, and who inspects it,
/// sets no gate before himself.
pub const fn needs_courses(role: Role) -> bool {
    matches!(role, Role::Officer | Role::Head | Role::CallCentre)
}

/// Somebody passed a course.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passed {
    /// Which course.
    pub course: CourseCode,
    /// When.
    pub at: Timestamp,
    /// The last day on which it counts; for good where there is none.
    pub last: Option<Date>,
}

impl Passed {
    /// A course that was passed at an instant and counts for so many months, to the same day of the month.
    pub fn of(course: CourseCode, at: Timestamp, months: Option<u8>) -> Self {
        let day = viet_nam_date(at);
        let last = months.map(|n| day.saturating_add(i32::from(n).months()));
        Self { course, at, last }
    }

    /// Whether it counts on a day.
    pub fn counts(&self, today: Date) -> bool {
        self.last.is_none_or(|last| today <= last)
    }
}

/// R50-7: the courses that a role needs on a day and that are not passed, or not any more.
pub fn missing<'a>(
    role: Role,
    needs: &'a [Need],
    passed: &[Passed],
    today: Date,
) -> Vec<&'a CourseCode> {
    let has = |course: &CourseCode| {
        passed
            .iter()
            .any(|p| p.course == *course && p.counts(today))
    };
    needs
        .iter()
        .filter(|need| need.role == role && need.from <= today && !has(&need.course))
        .map(|need| &need.course)
        .collect()
}

/// How far a provider's clock may run ahead.
const AHEAD: SignedDuration = SignedDuration::from_mins(5);

/// When a provider may have seen it pass: not before the course was there, and not in the future, but for a clock that
/// runs a little ahead.
pub fn passed_at(at: Timestamp, offered: Timestamp, now: Timestamp) -> Option<Timestamp> {
    let begun = start_of_day(viet_nam_date(offered)) <= at;
    let over = at.duration_since(now) <= AHEAD;
    (begun && over).then(|| at.min(now))
}

/// R50-7: the courses that will be missing within thirty days, or once every need is in force, and are not yet.
pub fn missing_soon<'a>(
    role: Role,
    needs: &'a [Need],
    passed: &[Passed],
    today: Date,
) -> Vec<&'a CourseCode> {
    let now = missing(role, needs, passed, today);
    let month = today.saturating_add(30.days());
    let days = needs.iter().map(|need| need.from).chain([month]);
    let mut soon: Vec<_> = days
        .filter(|day| *day > today)
        .flat_map(|day| missing(role, needs, passed, day))
        .filter(|course| !now.contains(course))
        .collect();
    soon.sort_unstable();
    soon.dedup();
    soon
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn code(text: &str) -> CourseCode {
        CourseCode::parse(text).unwrap()
    }

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    // law: R50-7
    #[test]
    fn a_course_has_a_plain_name() {
        for good in ["abc", "dinh-danh-1", " can-bo-2023 ", &"a".repeat(40)] {
            assert_eq!(code(good).as_str(), good.trim());
        }
        for bad in ["", "ab", "Dinh", "a b", "a/b", "đ-d", &"a".repeat(41)] {
            assert_eq!(CourseCode::parse(bad), Err(NotACode), "{bad}");
        }
    }

    // law: R50-7
    #[test]
    fn a_role_lacks_what_it_needs_and_has_not_passed() {
        let need = |role, course: &str, from: &str| Need {
            role,
            course: code(course),
            from: day(from),
        };
        let needs = [
            need(Role::Officer, "basics", "2024-01-01"),
            need(Role::Officer, "chips", "2024-06-01"),
            need(Role::Head, "cases", "2024-01-01"),
        ];
        let passed = |course: &str, when: &str, months| Passed::of(code(course), at(when), months);
        let basics = passed("basics", "2023-05-31T10:00:00Z", Some(12));
        for (role, has, today, lacks) in [
            (Role::Officer, vec![], "2023-12-31", vec![]),
            (Role::Officer, vec![], "2024-01-01", vec!["basics"]),
            (Role::Officer, vec![], "2024-06-01", vec!["basics", "chips"]),
            (Role::Officer, vec![basics.clone()], "2024-05-31", vec![]),
            (
                Role::Officer,
                vec![basics.clone()],
                "2024-06-01",
                vec!["basics", "chips"],
            ),
            (Role::Head, vec![basics], "2024-05-01", vec!["cases"]),
            (Role::Auditor, vec![], "2024-12-01", vec![]),
            (
                Role::Head,
                vec![passed("cases", "2020-01-01T00:00:00Z", None)],
                "2099-01-01",
                vec![],
            ),
        ] {
            let lacking = missing(role, &needs, &has, day(today));
            let lacking: Vec<_> = lacking.into_iter().map(CourseCode::as_str).collect();
            assert_eq!(lacking, lacks, "{role:?} {today}");
        }
    }

    // law: R50-7
    #[test]
    fn months_end_on_the_last_day_that_there_is() {
        let last = |when: &str, months| Passed::of(code("abc"), at(when), Some(months)).last;
        assert_eq!(last("2024-01-31T03:00:00Z", 1), Some(day("2024-02-29")));
        // Eleven at night in Greenwich is the next day in Viet Nam.
        assert_eq!(last("2024-01-30T23:00:00Z", 12), Some(day("2025-01-31")));
    }

    // law: R50-7
    #[test]
    fn nobody_passed_before_or_after() {
        let (offered, now) = (at("2024-03-01T08:00:00Z"), at("2024-03-05T08:00:00Z"));
        for (when, kept) in [
            ("2024-02-29T16:59:59Z", None),
            ("2024-02-29T17:00:00Z", Some("2024-02-29T17:00:00Z")),
            ("2024-03-05T08:00:00Z", Some("2024-03-05T08:00:00Z")),
            ("2024-03-05T08:05:00Z", Some("2024-03-05T08:00:00Z")),
            ("2024-03-05T08:05:01Z", None),
        ] {
            assert_eq!(passed_at(at(when), offered, now), kept.map(at), "{when}");
        }
    }

    // law: R50-7
    #[test]
    fn what_will_be_missing_is_told_a_month_before() {
        let need = |from: &str| Need {
            role: Role::Head,
            course: code("cases"),
            from: day(from),
        };
        let passed = [Passed::of(
            code("cases"),
            at("2023-03-10T03:00:00Z"),
            Some(12),
        )];
        for (from, today, soon) in [
            ("2024-01-01", "2024-02-08", false),
            ("2024-01-01", "2024-02-10", true),
            // Missing already.
            ("2024-01-01", "2024-03-11", false),
            // However far the day is from which it is needed.
            ("2025-01-01", "2024-01-01", true),
        ] {
            let needs = [need(from)];
            let found = missing_soon(Role::Head, &needs, &passed, day(today));
            assert_eq!(!found.is_empty(), soon, "{from} {today}");
        }
        assert!([Role::Manager, Role::Auditor].map(needs_courses) == [false, false]);
    }

    proptest! {
        // law: R50-7
        #[test]
        fn who_passed_everything_lacks_nothing(courses in prop::collection::vec("[a-z]{3,6}", 0..6), days in 0..4000_i64) {
            let today = day("2020-01-01").saturating_add(days.days());
            let needs: Vec<Need> = courses
                .iter()
                .map(|c| Need { role: Role::Officer, course: code(c), from: day("2021-01-01") })
                .collect();
            let passed: Vec<Passed> = courses
                .iter()
                .map(|c| Passed::of(code(c), at("2020-01-01T00:00:00Z"), None))
                .collect();
            prop_assert!(missing(Role::Officer, &needs, &passed, today).is_empty());
            let distinct = needs.iter().filter(|n| n.from <= today).count();
            prop_assert_eq!(missing(Role::Officer, &needs, &[], today).len(), distinct);
        }
    }
}
