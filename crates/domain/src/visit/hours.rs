//! Opening hours of a unit and the times that can be booked, derived from them and the calendar of working days.

use std::collections::BTreeSet;

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};

use crate::calendar::Calendar;
use crate::time::{start_of_day, viet_nam_date};

/// From when to when on one weekday, in minutes from midnight.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Window {
    from: u16,
    to: u16,
}

/// When a unit receives people by appointment. Saturday and Sunday count only where the calendar has them worked
/// in exchange (WD-5).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpeningHours {
    /// Monday to Sunday, each in order and apart.
    week: [Vec<Window>; 7],
    minutes: u16,
    seats: u16,
    ahead: u16,
    lead: u16,
}

/// Days on which a unit is closed besides.
pub type Closure = BTreeSet<Date>;

/// A time that can be booked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Slot {
    /// Its beginning.
    pub from: Timestamp,
    /// Its length in minutes.
    pub minutes: u16,
}

impl Slot {
    /// Its end, which it does not contain.
    pub fn end(&self) -> Timestamp {
        self.from + SignedDuration::from_mins(i64::from(self.minutes))
    }
}

/// Why opening hours cannot be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum HoursError {
    /// Not `07:30-11:30, 13:30-17:00`.
    #[error("no times of a day")]
    Format,
    /// It ends before it begins.
    #[error("ends before it begins")]
    Backwards,
    /// Two of one day overlap.
    #[error("overlap")]
    Overlap,
    /// Minutes a visit.
    #[error("minutes out of range")]
    Minutes,
    /// Desks for appointments.
    #[error("desks out of range")]
    Seats,
    /// Days ahead.
    #[error("days out of range")]
    Ahead,
    /// Lead time.
    #[error("lead time out of range")]
    Lead,
}

impl HoursError {
    /// Stable code for messages.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Format => "hours-format",
            Self::Backwards => "hours-backwards",
            Self::Overlap => "hours-overlap",
            Self::Minutes => "hours-minutes",
            Self::Seats => "hours-seats",
            Self::Ahead => "hours-ahead",
            Self::Lead => "hours-lead",
        }
    }
}

/// Why a time cannot be booked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SlotError {
    /// It is over, or begins sooner than the lead time.
    #[error("past or too soon")]
    Past,
    /// Further ahead than the unit books.
    #[error("too far ahead")]
    Far,
    /// A holiday, a weekend, or a day on which the unit is closed.
    #[error("closed day")]
    Closed,
    /// No visit begins then.
    #[error("no such time")]
    None,
}

impl SlotError {
    /// Stable code for messages.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Past => "visit-slot-past",
            Self::Far => "visit-slot-far",
            Self::Closed => "visit-day-closed",
            Self::None => "visit-slot-none",
        }
    }
}

fn minute_of_day(text: &str) -> Result<u16, HoursError> {
    let (hour, minute) = text.trim().split_once(':').ok_or(HoursError::Format)?;
    let number = |text: &str, below: u16| {
        let short = (1..=2).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
        let value = text.parse::<u16>().ok().filter(|n| short && *n < below);
        value.ok_or(HoursError::Format)
    };
    Ok(number(hour, 24)? * 60 + number(minute, 60)?)
}

fn windows(text: &str) -> Result<Vec<Window>, HoursError> {
    let mut found = Vec::new();
    for part in text.split(',').filter(|part| !part.trim().is_empty()) {
        let (from, to) = part.split_once(['-', '–']).ok_or(HoursError::Format)?;
        let (from, to) = (minute_of_day(from)?, minute_of_day(to)?);
        if from >= to {
            return Err(HoursError::Backwards);
        }
        found.push(Window { from, to });
    }
    found.sort();
    let overlap = found
        .iter()
        .zip(found.iter().skip(1))
        .any(|(one, next)| next.from < one.to);
    if overlap {
        return Err(HoursError::Overlap);
    }
    Ok(found)
}

fn within(
    value: u16,
    range: std::ops::RangeInclusive<u16>,
    error: HoursError,
) -> Result<u16, HoursError> {
    range.contains(&value).then_some(value).ok_or(error)
}

impl OpeningHours {
    /// Days ahead where nothing else is said.
    pub const AHEAD: u16 = 14;

    /// Reads the times of one weekday: `07:30-11:30, 13:30-17:00`; empty means closed.
    pub fn check_day(text: &str) -> Result<(), HoursError> {
        windows(text).map(|_| ())
    }

    /// Monday to Sunday as [`Self::check_day`] reads them; minutes a visit (5 to 120), desks for appointments
    /// (1 to 20), days ahead (1 to 60), minutes of lead time (0 to 2880).
    pub fn new(
        week: [&str; 7],
        [minutes, seats, ahead, lead]: [u16; 4],
    ) -> Result<Self, HoursError> {
        let [mon, tue, wed, thu, fri, sat, sun] = week.map(windows);
        Ok(Self {
            week: [mon?, tue?, wed?, thu?, fri?, sat?, sun?],
            minutes: within(minutes, 5..=120, HoursError::Minutes)?,
            seats: within(seats, 1..=20, HoursError::Seats)?,
            ahead: within(ahead, 1..=60, HoursError::Ahead)?,
            lead: within(lead, 0..=2880, HoursError::Lead)?,
        })
    }

    /// Monday to Sunday as text.
    pub fn week(&self) -> [String; 7] {
        let clock = |minute: u16| format!("{:02}:{:02}", minute / 60, minute % 60);
        self.week.each_ref().map(|day| {
            let parts = day
                .iter()
                .map(|w| format!("{}-{}", clock(w.from), clock(w.to)));
            parts.collect::<Vec<_>>().join(", ")
        })
    }

    /// Minutes a visit.
    pub const fn minutes(&self) -> u16 {
        self.minutes
    }

    /// Desks for appointments: so many can book one time.
    pub const fn seats(&self) -> u16 {
        self.seats
    }

    /// So many days ahead can be booked.
    pub const fn ahead(&self) -> u16 {
        self.ahead
    }

    /// So many minutes before its beginning a time can still be booked.
    pub const fn lead(&self) -> u16 {
        self.lead
    }

    /// The times of a day, in order, apart; none on a day off (WD-1 to WD-5) or a closed one.
    pub fn slots(&self, day: Date, calendar: &Calendar, closed: &Closure) -> Vec<Slot> {
        if !calendar.is_working_day(day) || closed.contains(&day) {
            return Vec::new();
        }
        let weekday = usize::try_from(day.weekday().to_monday_zero_offset()).unwrap_or(7);
        let windows = self.week.get(weekday).map_or(&[][..], Vec::as_slice);
        let midnight = start_of_day(day);
        let step = usize::from(self.minutes.max(1));
        windows
            .iter()
            .flat_map(|w| (w.from..w.to).step_by(step).map(|from| (from, w.to)))
            .filter(|(from, to)| from.saturating_add(self.minutes) <= *to)
            .map(|(from, _)| Slot {
                from: midnight + SignedDuration::from_mins(i64::from(from)),
                minutes: self.minutes,
            })
            .collect()
    }

    /// From when on times can be booked.
    fn earliest(&self, now: Timestamp) -> Timestamp {
        now + SignedDuration::from_mins(i64::from(self.lead))
    }

    fn last_day(&self, now: Timestamp) -> Date {
        let today = viet_nam_date(now);
        today.saturating_add(jiff::Span::new().days(i64::from(self.ahead)))
    }

    /// The days that can be booked now with their times.
    pub fn bookable(
        &self,
        now: Timestamp,
        calendar: &Calendar,
        closed: &Closure,
    ) -> Vec<(Date, Vec<Slot>)> {
        let (mut day, last) = (viet_nam_date(now), self.last_day(now));
        let mut days = Vec::new();
        while day <= last {
            let mut slots = self.slots(day, calendar, closed);
            slots.retain(|slot| slot.from >= self.earliest(now));
            if !slots.is_empty() {
                days.push((day, slots));
            }
            let Ok(next) = day.tomorrow() else { break };
            day = next;
        }
        days
    }

    /// Whether a time can be booked now, seats aside.
    pub fn bookable_at(
        &self,
        from: Timestamp,
        now: Timestamp,
        calendar: &Calendar,
        closed: &Closure,
    ) -> Result<Slot, SlotError> {
        let day = viet_nam_date(from);
        if from < self.earliest(now) {
            return Err(SlotError::Past);
        }
        if day > self.last_day(now) {
            return Err(SlotError::Far);
        }
        if !calendar.is_working_day(day) || closed.contains(&day) {
            return Err(SlotError::Closed);
        }
        let slots = self.slots(day, calendar, closed);
        let found = slots.into_iter().find(|slot| slot.from == from);
        found.ok_or(SlotError::None)
    }
}

/// When a booking is recalled: at nine on the working day before it.
pub fn reminder(slot: Timestamp, calendar: &Calendar) -> Timestamp {
    let mut day = viet_nam_date(slot);
    while let Ok(before) = day.yesterday() {
        day = before;
        if calendar.is_working_day(day) {
            break;
        }
    }
    start_of_day(day) + SignedDuration::from_hours(9)
}
