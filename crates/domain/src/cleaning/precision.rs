//! How often a verdict is right, estimated from a random sample that somebody looked at.

/// The share of right verdicts with its 95 % interval, each from 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Precision {
    /// The share of the sample.
    pub share: f64,
    /// Where the share of the file lies, 19 times out of 20.
    pub from: f64,
    /// Its upper end.
    pub to: f64,
}

impl Precision {
    /// Of so many right and so many wrong; `None` where nothing could be told.
    pub fn of(right: u32, wrong: u32) -> Option<Self> {
        let seen = right.checked_add(wrong).filter(|seen| *seen > 0)?;
        let (from, to) = wilson(right, seen);
        Some(Self {
            share: f64::from(right) / f64::from(seen),
            from,
            to,
        })
    }
}

/// Two-sided 95 % of the normal distribution.
const Z: f64 = 1.959_963_984_540_054;

/// Wilson's score interval (E. B. Wilson, Journal of the American Statistical Association 22, 1927): it stays within 0
/// and 1 and holds for small samples and for shares near the ends.
fn wilson(right: u32, seen: u32) -> (f64, f64) {
    let (n, p) = (f64::from(seen), f64::from(right) / f64::from(seen));
    let square = Z * Z;
    let middle = p + square / (2.0 * n);
    let half = Z * (p * (1.0 - p) / n + square / (4.0 * n * n)).sqrt();
    let whole = 1.0 + square / n;
    let end = |value: f64| (value / whole).clamp(0.0, 1.0);
    (end(middle - half), end(middle + half))
}

#[cfg(test)]
mod tests {
    use super::*;

    // law: R50-2
    #[test]
    fn the_interval_is_wilsons() {
        for (right, wrong, from, to) in [
            (50, 0, 0.928_65, 1.0),
            (0, 10, 0.0, 0.277_53),
            (8, 2, 0.490_16, 0.943_32),
            (45, 5, 0.786_40, 0.956_52),
        ] {
            let found = Precision::of(right, wrong).unwrap();
            let near = |a: f64, b: f64| (a - b).abs() < 0.000_1;
            assert!(near(found.from, from) && near(found.to, to), "{found:?}");
            assert!(found.from <= found.share && found.share <= found.to);
        }
        assert_eq!(Precision::of(0, 0), None);
    }
}
