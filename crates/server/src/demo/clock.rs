//! The movable clock, kept over a restart: data of tomorrow must not meet a clock of today.

use std::path::Path;

use adapters::clock::DemoClock;
use app::ports::Clock as _;
use domain::time::VIET_NAM;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Span, Timestamp};

use crate::failure::{Failure, at};

const FILE: &str = "clock";

/// At the given instant, else where the last run left it, else at the real time.
pub(crate) fn open(folder: &Path, start: Option<Timestamp>) -> Result<DemoClock, Failure> {
    let file = folder.join(FILE);
    let clock = match start {
        Some(start) => DemoClock::starting_at(start),
        None => DemoClock::ahead_by(match std::fs::read_to_string(&file) {
            Ok(text) => text
                .trim()
                .parse()
                .map_err(|_| Failure::new(format!("{}: no duration in it", file.display())))?,
            Err(_) => SignedDuration::ZERO,
        }),
    };
    let clock = clock.map_err(|e| Failure::new(format!("--start-at: {e}")))?;
    keep(folder, &clock)?;
    Ok(clock)
}

fn keep(folder: &Path, clock: &DemoClock) -> Result<(), Failure> {
    let file = folder.join(FILE);
    std::fs::write(&file, format!("{}\n", clock.ahead())).map_err(at(file.display()))
}

/// Moves the hands by a calendar duration such as `P3D`, `PT2H` or `P1M`, counted in Viet Nam.
pub(crate) fn advance(folder: &Path, clock: &DemoClock, by: &str) -> Result<Timestamp, Failure> {
    let by: Span = by
        .trim()
        .parse()
        .map_err(|_| Failure::new("write an ISO 8601 duration, such as P3D"))?;
    let now = clock.now();
    let there = now
        .to_zoned(TimeZone::fixed(VIET_NAM))
        .checked_add(by)
        .map_err(|_| Failure::new("no calendar reaches that far"))?;
    let now = clock
        .advance(there.timestamp().duration_since(now))
        .map_err(|e| Failure::new(e.to_string()))?;
    keep(folder, clock)?;
    Ok(now)
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Folder(std::path::PathBuf);

    impl Drop for Folder {
        fn drop(&mut self) {
            std::fs::remove_dir_all(&self.0).ok();
        }
    }

    #[test]
    fn the_clock_goes_on_where_it_was_left() {
        let folder =
            Folder(std::env::temp_dir().join(format!("dinhdanh-clock-{}", std::process::id())));
        std::fs::create_dir_all(&folder.0).unwrap();
        let start: Timestamp = "2025-01-31T02:00:00Z".parse().unwrap();
        let clock = open(&folder.0, Some(start)).unwrap();
        let days = |at: Timestamp| domain::time::viet_nam_date(at).to_string();
        assert_eq!(
            days(advance(&folder.0, &clock, "P1M").unwrap()),
            "2025-02-28"
        );
        assert_eq!(
            days(advance(&folder.0, &clock, " P3D\n").unwrap()),
            "2025-03-03"
        );
        assert_eq!(
            days(advance(&folder.0, &clock, "-P1D").unwrap()),
            "2025-03-02"
        );
        for bad in ["", "3 bananas", "P", "P9999Y", "2025-01-01"] {
            assert!(advance(&folder.0, &clock, bad).is_err(), "{bad}");
        }
        assert_eq!(days(open(&folder.0, None).unwrap().now()), "2025-03-02");
    }
}
