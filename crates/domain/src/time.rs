//! Viet Nam time: UTC+7, no summer time (WD-8).

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::{Offset, TimeZone};

/// The zone every legal day is counted in.
pub const VIET_NAM: Offset = Offset::constant(7);

/// The calendar day in Viet Nam at an instant.
pub fn viet_nam_date(at: Timestamp) -> Date {
    viet_nam_date_time(at).date()
}

/// The civil date and time in Viet Nam at an instant.
pub fn viet_nam_date_time(at: Timestamp) -> DateTime {
    VIET_NAM.to_datetime(at)
}

/// Midnight at the beginning of a Vietnamese day.
pub fn start_of_day(day: Date) -> Timestamp {
    TimeZone::fixed(VIET_NAM)
        .to_timestamp(day.at(0, 0, 0, 0))
        .unwrap_or(Timestamp::MIN)
}

/// The last millisecond of a Vietnamese day: a term that ends on a day ends then (WD-8).
pub fn end_of_day(day: Date) -> Timestamp {
    TimeZone::fixed(VIET_NAM)
        .to_timestamp(day.at(23, 59, 59, 999_000_000))
        .unwrap_or(Timestamp::MAX)
}

/// Milliseconds since the epoch, as stored.
pub fn millis(at: Timestamp) -> i64 {
    at.as_millisecond()
}

/// An instant from stored milliseconds; out of range becomes the nearest representable instant.
pub fn from_millis(ms: i64) -> Timestamp {
    Timestamp::from_millisecond(ms).unwrap_or(if ms < 0 {
        Timestamp::MIN
    } else {
        Timestamp::MAX
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    // law: WD-8
    #[test]
    fn a_viet_nam_day_ends_at_seventeen_hours_utc() {
        let day = jiff::civil::date(2024, 3, 6);
        assert_eq!(end_of_day(day).to_string(), "2024-03-06T16:59:59.999Z");
        assert_eq!(viet_nam_date(end_of_day(day)), day);
        assert_eq!(
            viet_nam_date(from_millis(millis(end_of_day(day)) + 1)),
            jiff::civil::date(2024, 3, 7)
        );
        assert_eq!(viet_nam_date(start_of_day(day)), day);
    }
}
