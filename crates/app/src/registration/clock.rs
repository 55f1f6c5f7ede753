//! How much office time is left until a term ends.

use domain::calendar::Calendar;
use domain::time::{start_of_day, viet_nam_date, viet_nam_date_time};
use jiff::Timestamp;
use jiff::civil::{Date, Time, time};

/// Office hours of a working day, in two parts; eight hours together.
const PARTS: [(Time, Time); 2] = [
    (time(8, 0, 0, 0), time(12, 0, 0, 0)),
    (time(13, 0, 0, 0), time(17, 0, 0, 0)),
];
/// Under this much the clock is amber.
const SOON: i64 = 8 * 60;

/// What is left of a term.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Left {
    /// Minutes of office time left; zero when the term is over.
    pub minutes: i64,
    /// How it is shown.
    pub urgency: Urgency,
}

/// How urgent a term is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Urgency {
    /// A working day or more is left.
    Calm,
    /// Less than eight working hours are left.
    Soon,
    /// The term is over.
    Over,
}

impl Left {
    /// Whole hours left.
    pub const fn hours(self) -> i64 {
        self.minutes / 60
    }
}

/// Office time between now and the end of a term (WD-1 to WD-5).
pub fn left(calendar: &Calendar, now: Timestamp, due: Timestamp) -> Left {
    if now > due {
        return Left {
            minutes: 0,
            urgency: Urgency::Over,
        };
    }
    let (first, last) = (viet_nam_date(now), viet_nam_date(due));
    let mut minutes = 0;
    let mut day = first;
    while day <= last && day < Date::MAX && minutes < 90 * SOON {
        if calendar.is_working_day(day) {
            let from = if day == first {
                viet_nam_date_time(now).time()
            } else {
                Time::MIN
            };
            let to = if day == last {
                viet_nam_date_time(due).time()
            } else {
                Time::MAX
            };
            minutes += PARTS
                .iter()
                .map(|part| overlap(*part, from, to))
                .sum::<i64>();
        }
        day = day.tomorrow().unwrap_or(Date::MAX);
    }
    Left {
        minutes,
        urgency: if minutes < SOON {
            Urgency::Soon
        } else {
            Urgency::Calm
        },
    }
}

/// When offices open next (WD-1 to WD-5).
pub(crate) fn next_morning(calendar: &Calendar, now: Timestamp) -> Timestamp {
    let (opening, _) = PARTS[0];
    let morning = |day: Date| start_of_day(day) + opening.duration_since(Time::MIN);
    let today = viet_nam_date(now);
    let first = morning(calendar.add_working_days(today, 0));
    if now < first {
        first
    } else {
        morning(calendar.add_working_days(today, 1))
    }
}

fn overlap(part: (Time, Time), from: Time, to: Time) -> i64 {
    let minute = |t: Time| i64::from(t.hour()) * 60 + i64::from(t.minute());
    (minute(part.1.min(to)) - minute(part.0.max(from))).max(0)
}

#[cfg(test)]
mod tests {
    use domain::time::end_of_day;
    use jiff::civil::date;

    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    // law: D59-17.s, WD-1, WD-5
    #[test]
    fn only_office_time_counts() {
        let calendar = Calendar::published().unwrap();
        for (now, due, hours, urgency) in [
            (
                "2024-03-04T08:00+07:00",
                date(2024, 3, 6),
                24,
                Urgency::Calm,
            ),
            ("2024-03-06T08:00+07:00", date(2024, 3, 6), 8, Urgency::Calm),
            ("2024-03-06T09:00+07:00", date(2024, 3, 6), 7, Urgency::Soon),
            ("2024-03-06T12:30+07:00", date(2024, 3, 6), 4, Urgency::Soon),
            ("2024-03-06T20:00+07:00", date(2024, 3, 6), 0, Urgency::Soon),
            ("2024-03-07T00:00+07:00", date(2024, 3, 6), 0, Urgency::Over),
            // Tet 2024: Wednesday noon to the Friday of the next week.
            (
                "2024-02-07T13:00+07:00",
                date(2024, 2, 16),
                20,
                Urgency::Calm,
            ),
            // A Saturday that is worked.
            (
                "2025-04-25T17:00+07:00",
                date(2025, 4, 29),
                24,
                Urgency::Calm,
            ),
        ] {
            let left = left(&calendar, at(now), end_of_day(due));
            assert_eq!(
                (left.hours(), left.urgency),
                (hours, urgency),
                "{now} {due}"
            );
        }
    }

    // law: WD-1, WD-5
    #[test]
    fn offices_open_on_working_mornings() {
        let calendar = Calendar::published().unwrap();
        for (now, want) in [
            ("2024-03-06T07:59:59+07:00", "2024-03-06T08:00+07:00"),
            ("2024-03-06T08:00+07:00", "2024-03-07T08:00+07:00"),
            ("2024-03-08T12:00+07:00", "2024-03-11T08:00+07:00"),
            ("2024-03-09T07:00+07:00", "2024-03-11T08:00+07:00"),
            // Tet 2024.
            ("2024-02-07T09:00+07:00", "2024-02-15T08:00+07:00"),
        ] {
            assert_eq!(next_morning(&calendar, at(now)), at(want), "{now}");
        }
    }
}
