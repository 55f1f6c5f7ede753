//! Age bands of each regime (D59-11.1, D59-11.2, D69-7.1, D69-7.2).

use super::{AgeBand, Footing};
use crate::account::Level;

const fn band(
    from_age: i16,
    footing: Footing,
    highest: Option<Level>,
    rule: &'static str,
) -> AgeBand {
    AgeBand {
        from_age,
        footing,
        highest,
        rule,
    }
}

pub(super) const CITIZEN_59: [AgeBand; 2] = [
    band(0, Footing::UnderGuardian, None, "D59-11.1"),
    band(14, Footing::Own, Some(Level::Two), "D59-11.1"),
];
pub(super) const FOREIGNER_59: [AgeBand; 2] = [
    band(0, Footing::UnderGuardian, None, "D59-11.2"),
    band(14, Footing::Own, Some(Level::Two), "D59-11.2"),
];
pub(super) const CITIZEN_69: [AgeBand; 3] = [
    band(
        0,
        Footing::OwnWithRepresentative,
        Some(Level::One),
        "D69-7.1",
    ),
    band(
        6,
        Footing::OwnWithRepresentative,
        Some(Level::Two),
        "D69-7.1",
    ),
    band(14, Footing::Own, Some(Level::Two), "D69-7.1"),
];
pub(super) const FOREIGNER_69: [AgeBand; 3] = [
    band(
        0,
        Footing::OwnWithRepresentative,
        Some(Level::One),
        "D69-7.2",
    ),
    band(
        6,
        Footing::OwnWithRepresentative,
        Some(Level::Two),
        "D69-7.2",
    ),
    band(14, Footing::Own, Some(Level::Two), "D69-7.2"),
];
