//! A share that was counted in a sample, and how far it can be trusted.

/// So many of so many.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Share {
    part: u32,
    of: u32,
}

/// Where the true share lies, in parts of one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Interval {
    /// At least.
    pub low: f64,
    /// At most.
    pub high: f64,
}

/// The 97.5 % point of the normal distribution: an interval of 95 %.
const Z: f64 = 1.959_963_984_540_054;

impl Share {
    /// From so many on a share says more than the counts do.
    pub const ENOUGH: u32 = 20;

    /// `part` of `of`; never more than all of them.
    pub fn new(part: u32, of: u32) -> Self {
        Self {
            part: part.min(of),
            of,
        }
    }

    /// In parts of one; nothing of nothing.
    pub fn value(self) -> Option<f64> {
        (self.of > 0).then(|| f64::from(self.part) / f64::from(self.of))
    }

    /// The interval of Wilson at 95 % (E. B. Wilson, Journal of the American Statistical Association 22, 1927): it
    /// stays within 0 and 1 and holds for shares near them, where the usual one fails.
    pub fn interval(self) -> Option<Interval> {
        let share = self.value()?;
        let n = f64::from(self.of);
        let (square, scale) = (Z * Z, 1.0 + Z * Z / n);
        let middle = (share + square / (2.0 * n)) / scale;
        let half = Z * (share * (1.0 - share) / n + square / (4.0 * n * n)).sqrt() / scale;
        Some(Interval {
            low: (middle - half).clamp(0.0, 1.0),
            high: (middle + half).clamp(0.0, 1.0),
        })
    }

    /// Whether there are enough to speak of a share.
    pub const fn is_enough(self) -> bool {
        self.of >= Self::ENOUGH
    }

    /// Whether it is above another share whatever the chance of the sample: its whole interval is, and there are
    /// enough of both.
    pub fn is_above(self, other: Self) -> bool {
        let (Some(own), Some(other_share)) = (self.interval(), other.value()) else {
            return false;
        };
        self.is_enough() && other.is_enough() && own.low > other_share
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Values of R 4 `prop.test(x, n, correct = FALSE)`.
    #[test]
    fn intervals_are_those_of_wilson() {
        for (part, of, low, high) in [
            (0, 10, 0.0, 0.2775),
            (1, 10, 0.0179, 0.4042),
            (5, 10, 0.2366, 0.7634),
            (10, 10, 0.7225, 1.0),
            (1, 100, 0.0018, 0.0545),
            (50, 100, 0.4038, 0.5962),
            (1, 1, 0.2065, 1.0),
        ] {
            let found = Share::new(part, of).interval().unwrap();
            assert!((found.low - low).abs() < 0.000_05, "{part}/{of}: {found:?}");
            assert!(
                (found.high - high).abs() < 0.000_05,
                "{part}/{of}: {found:?}"
            );
        }
        assert_eq!(Share::new(0, 0).interval(), None);
        assert_eq!(Share::new(0, 0).value(), None);
    }

    // law: D59-14.2.a2
    #[test]
    fn above_is_only_what_chance_does_not_explain() {
        let country = Share::new(100, 10_000);
        for (part, of, above) in [
            (0, 0, false),
            (19, 19, false),
            (20, 20, true),
            (1, 20, false),
            (2, 100, false),
            (6, 100, true),
            (0, 1000, false),
        ] {
            assert_eq!(Share::new(part, of).is_above(country), above, "{part}/{of}");
        }
        assert!(
            !Share::new(20, 20).is_above(Share::new(0, 19)),
            "the country has too few"
        );
        assert!(!Share::new(20, 20).is_above(Share::default()));
    }

    proptest! {
        #[test]
        fn a_share_lies_in_its_interval(of in 1..1_000_000u32, part in 0..1_000_000u32) {
            let share = Share::new(part, of);
            let (value, interval) = (share.value().unwrap(), share.interval().unwrap());
            prop_assert!(interval.low <= value + 1e-9 && value <= interval.high + 1e-9);
            prop_assert!((0.0..=1.0).contains(&interval.low) && (0.0..=1.0).contains(&interval.high));
        }

        #[test]
        fn nothing_is_above_itself(of in 0..1_000_000u32, part in 0..1_000_000u32) {
            let share = Share::new(part, of);
            prop_assert!(!share.is_above(share));
        }
    }
}
