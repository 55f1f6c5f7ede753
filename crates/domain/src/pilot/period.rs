//! The span that a pilot's report is of, and the day whose state it tells (R50-5).

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp, ToSpan};

use super::Pilot;
use crate::fault::{Fault, Faults};
use crate::time::{end_of_day, start_of_day, viet_nam_date};

/// Requests of `from` to `to`, as they stood when `on` was over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    /// First day of the requests.
    pub from: Date,
    /// Last day of the requests.
    pub to: Date,
    /// The day whose end is the state told; requests of later days do not count.
    pub on: Date,
}

/// What is typed, each empty for the usual.
#[derive(Debug, Clone, Copy, Default)]
pub struct Typed<'a> {
    /// First day.
    pub from: &'a str,
    /// Last day.
    pub to: &'a str,
    /// Day of the state.
    pub on: &'a str,
}

/// Instants are stored as whole milliseconds.
const MILLISECOND: SignedDuration = SignedDuration::from_millis(1);

/// A report is of at most so many days.
pub const LONGEST: i32 = 5 * 366;

/// Day, month, year as people write them, or ISO 8601.
fn day(field: &'static str, text: &str, usual: Date) -> Result<Date, Fault> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(usual);
    }
    Date::strptime("%d/%m/%Y", text)
        .or_else(|_| Date::strptime("%Y-%m-%d", text))
        .map_err(|_| Fault::new(field, "date-not-a-date"))
}

impl Period {
    /// Reads what is typed; the usual is the pilot's whole time as it stands today.
    ///
    /// # Errors
    /// A fault for each field that is no day, a last day before the first, a day of the state that lies ahead or
    /// before the first day, a span of more than [`LONGEST`] days.
    pub fn read(typed: &Typed<'_>, pilot: &Pilot, today: Date) -> Result<Self, Faults> {
        let mut faults = Faults::default();
        let from = faults.take(day("from", typed.from, pilot.from));
        let usual = pilot
            .to
            .unwrap_or(today)
            .min(today)
            .max(from.unwrap_or(pilot.from));
        let to = faults.take(day("to", typed.to, usual));
        let on = faults.take(day("on", typed.on, today));
        if let Some((from, to)) = from.zip(to) {
            let days = from.until(to).map_or(i32::MAX, |span| span.get_days());
            if to < from {
                faults.push(Fault::new("to", "report-to-before-from"));
            } else if days > LONGEST {
                faults.push(Fault::new("to", "report-too-long").with("days", LONGEST));
            }
        }
        if on.is_some_and(|on| on > today) {
            faults.push(Fault::new("on", "report-on-ahead"));
        }
        match (from, to, on) {
            (Some(from), Some(to), Some(on)) if faults.is_empty() => Ok(Self { from, to, on }),
            _ => Err(faults),
        }
    }

    /// The first instant of the requests.
    pub fn start(&self) -> Timestamp {
        start_of_day(self.from)
    }

    /// The first instant after the requests.
    pub fn end(&self) -> Timestamp {
        let days = [self.to, self.on];
        after(days.into_iter().min().unwrap_or(self.to))
    }

    /// The first instant that counts no more: the end of the day of the state, or what comes after now while that day
    /// runs.
    pub fn until(&self, now: Timestamp) -> Timestamp {
        after(self.on).min(now.saturating_add(MILLISECOND).unwrap_or(now))
    }

    /// The span of equal length just before, as it stood equally long after its last day; none before the calendar
    /// begins.
    pub fn before(&self) -> Option<Self> {
        let last = self.to.min(self.on).max(self.from);
        let days = self.from.until(last).ok()?.get_days().checked_add(1)?;
        let back = |day: Date| day.checked_sub(days.days()).ok();
        Some(Self {
            from: back(self.from)?,
            to: back(last)?,
            on: back(self.on)?,
        })
    }

    /// Whether figures may still change: the day of the state is not over.
    pub fn runs(&self, now: Timestamp) -> bool {
        viet_nam_date(now) <= self.on
    }

    /// Days of one step of the trend: a day up to a month, a week up to half a year, else four weeks.
    pub fn step(&self) -> i32 {
        match self.from.until(self.to).map_or(0, |span| span.get_days()) {
            ..=31 => 1,
            32..=182 => 7,
            _ => 28,
        }
    }
}

fn after(day: Date) -> Timestamp {
    day.tomorrow()
        .map_or_else(|_| end_of_day(day), start_of_day)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn pilot(to: Option<Date>) -> Pilot {
        Pilot {
            to,
            ..super::super::tests::pilot(1, &[])
        }
    }

    fn read(from: &str, to: &str, on: &str) -> Result<Period, Vec<(&'static str, &'static str)>> {
        let typed = Typed { from, to, on };
        let faults = |faults: Faults| {
            faults
                .into_vec()
                .iter()
                .map(|f| (f.field, f.code))
                .collect()
        };
        Period::read(&typed, &pilot(None), date(2023, 6, 1)).map_err(faults)
    }

    // law: R50-5
    #[test]
    fn a_report_is_of_the_whole_pilot_unless_told_otherwise() {
        let today = date(2023, 6, 1);
        for (to, want) in [
            (None, today),
            (Some(date(2023, 12, 31)), today),
            (Some(date(2023, 5, 1)), date(2023, 5, 1)),
        ] {
            let period = Period::read(&Typed::default(), &pilot(to), today).unwrap();
            assert_eq!(
                (period.from, period.to, period.on),
                (date(2023, 4, 8), want, today)
            );
        }
        let period = read("01/05/2023", "2023-05-31", "15/05/2023").unwrap();
        assert_eq!(
            (period.from, period.to, period.on),
            (date(2023, 5, 1), date(2023, 5, 31), date(2023, 5, 15))
        );
        assert_eq!(period.start().to_string(), "2023-04-30T17:00:00Z");
        assert_eq!(period.end().to_string(), "2023-05-15T17:00:00Z");
    }

    // law: R50-5
    #[test]
    fn the_state_of_a_day_that_runs_is_that_of_now() {
        let period = read("", "", "").unwrap();
        let now: Timestamp = "2023-06-01T05:00:00Z".parse().unwrap();
        assert_eq!(
            (period.until(now).to_string(), period.runs(now)),
            ("2023-06-01T05:00:00.001Z".to_owned(), true)
        );
        let next: Timestamp = "2023-06-01T17:00:00Z".parse().unwrap();
        assert_eq!((period.until(next), period.runs(next)), (next, false));
    }

    #[test]
    fn spans_that_cannot_be_are_named() {
        for (from, to, on, want) in [
            (
                "x",
                "31/02/2023",
                "y",
                &[
                    ("from", "date-not-a-date"),
                    ("to", "date-not-a-date"),
                    ("on", "date-not-a-date"),
                ][..],
            ),
            (
                "02/05/2023",
                "01/05/2023",
                "",
                &[("to", "report-to-before-from")],
            ),
            ("", "", "02/06/2023", &[("on", "report-on-ahead")]),
            ("01/01/2001", "", "", &[("to", "report-too-long")]),
        ] {
            assert_eq!(read(from, to, on).unwrap_err(), want, "{from} {to} {on}");
        }
    }

    // law: R50-5
    #[test]
    fn the_span_before_is_of_equal_length_and_equally_old() {
        for (from, to, on, want) in [
            (
                "01/05/2023",
                "10/05/2023",
                "20/05/2023",
                (date(2023, 4, 21), date(2023, 4, 30), date(2023, 5, 10)),
            ),
            // A day of the state within the span ends it there.
            (
                "01/05/2023",
                "31/05/2023",
                "05/05/2023",
                (date(2023, 4, 26), date(2023, 4, 30), date(2023, 4, 30)),
            ),
            (
                "01/05/2023",
                "01/05/2023",
                "01/05/2023",
                (date(2023, 4, 30), date(2023, 4, 30), date(2023, 4, 30)),
            ),
        ] {
            let period = read(from, to, on).unwrap();
            let before = period.before().unwrap();
            assert_eq!((before.from, before.to, before.on), want, "{from} {to}");
            assert_eq!(before.end(), period.start(), "no gap, no overlap");
        }
        let first = Period {
            from: Date::MIN,
            to: Date::MIN,
            on: Date::MIN,
        };
        assert_eq!(first.before(), None);
    }

    #[test]
    fn steps_grow_with_the_span() {
        for (to, step) in [
            ("08/04/2023", 1),
            ("09/05/2023", 1),
            ("10/05/2023", 7),
            ("07/10/2023", 7),
            ("08/10/2023", 28),
        ] {
            assert_eq!(read("08/04/2023", to, "").unwrap().step(), step, "{to}");
        }
    }
}
