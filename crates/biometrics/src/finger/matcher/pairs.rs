//! Second stage: lines of one print that may be lines of the other.

use super::web::Line;
use super::{Budget, TooHard, apart, folded, uneven};

/// Most rows: NIST's table.
const MOST: usize = 19_999;

/// A line of the probe and one of the gallery that agree in length and angles; minutiae are numbered from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Row {
    /// How far one print must be turned to lie on the other.
    pub(super) turn: i32,
    /// The line's minutiae in the probe and those that they would be in the gallery.
    pub(super) near: (usize, usize),
    pub(super) far: (usize, usize),
}

/// Rows in the order of the near minutiae: probe's, gallery's; then of the probe's far one.
pub(super) fn compatible(
    probe: &[Line],
    gallery: &[Line],
    budget: &mut Budget,
) -> Result<Vec<Row>, TooHard> {
    let mut rows = Vec::new();
    let mut start = 0;
    // NIST leaves the last line out.
    'all: for line in probe.iter().take(probe.len().saturating_sub(1)) {
        for (at, other) in gallery.iter().enumerate().skip(start) {
            budget.spend(1)?;
            if uneven(other.length, line.length) {
                if other.length > line.length {
                    break;
                }
                start = at + 1;
            } else if alike(line, other) {
                rows.push(row(line, other));
                if rows.len() == MOST {
                    break 'all;
                }
            }
        }
    }
    rows.sort_by_key(|row| (row.near, row.far.0));
    Ok(rows)
}

const fn alike(line: &Line, other: &Line) -> bool {
    !apart(line.angles.0 - other.angles.0) && !apart(line.angles.1 - other.angles.1)
}

const fn row(line: &Line, other: &Line) -> Row {
    let (a, b) = if line.swapped == other.swapped {
        other.ends
    } else {
        (other.ends.1, other.ends.0)
    };
    Row {
        turn: folded(line.turn - other.turn),
        near: (line.ends.0, a),
        far: (line.ends.1, b),
    }
}
