//! Terms of use (D59-6.1): their versions, and which one is in force on a day.

use jiff::civil::Date;

/// The version that everybody accepted with the registration, in force until another one begins.
pub const BASE: &str = "2026-01";

/// Every version whose text this program carries (`terms-<version>-*` in the locales), oldest first.
pub const VERSIONS: [&str; 2] = [BASE, "2026-12"];

/// The version in force on a day, out of the announced ones.
pub fn in_force<'a>(announced: impl IntoIterator<Item = (&'a str, Date)>, today: Date) -> &'a str {
    announced
        .into_iter()
        .filter(|(_, from)| *from <= today)
        .max_by_key(|(_, from)| *from)
        .map_or(BASE, |(version, _)| version)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    // law: D59-6.1
    #[test]
    fn the_latest_version_that_has_begun_is_in_force() {
        let announced = [("c", date(2027, 3, 1)), ("b", date(2027, 1, 1))];
        for (today, want) in [
            (date(2026, 12, 31), BASE),
            (date(2027, 1, 1), "b"),
            (date(2027, 2, 28), "b"),
            (date(2027, 3, 1), "c"),
        ] {
            assert_eq!(in_force(announced, today), want, "{today}");
        }
    }
}
