//! Which counts of a table may be told: a small one points at persons.

/// From so many persons on a count is told.
pub const SMALLEST: u64 = 5;

/// A count as it is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Told {
    /// So many.
    Count(u64),
    /// Kept back: small itself, or another small one could be reckoned from it.
    Kept,
}

/// A count that stands alone.
pub fn one(count: u64) -> Told {
    if (1..SMALLEST).contains(&count) {
        Told::Kept
    } else {
        Told::Count(count)
    }
}

/// A count that is told beside a report, and again at every moment: to the full ten below; fewer are kept back.
pub fn rough(count: u64) -> Told {
    match count {
        0 => Told::Count(0),
        1..10 => Told::Kept,
        _ => Told::Count(count - count % 10),
    }
}

struct Cell {
    row: usize,
    column: usize,
    count: u64,
    kept: bool,
}

/// A row with its total, or a column with its total: what a reader can add up.
#[derive(Clone, Copy)]
enum Line {
    Row(usize),
    Column(usize),
}

impl Cell {
    fn on(&self, line: Line) -> bool {
        match line {
            Line::Row(row) => self.row == row,
            Line::Column(column) => self.column == column,
        }
    }
}

/// The table with a column of totals at its right and a row of totals at its foot. Counts of 1 to 4 are kept back, and
/// so many others that no line has a single gap, which its total would fill. Rows are of one length. Two gaps of one
/// line still tell their sum.
pub fn told(rows: &[Vec<u64>]) -> Vec<Vec<Told>> {
    let mut table: Vec<Vec<u64>> = rows.to_vec();
    let width = rows.iter().map(Vec::len).max().unwrap_or_default();
    let sum = |column: usize| rows.iter().filter_map(|row| row.get(column)).sum();
    table.push((0..width).map(sum).collect());
    for row in &mut table {
        row.push(row.iter().sum());
    }
    let mut cells: Vec<Cell> = Vec::new();
    for (row, counts) in table.iter().enumerate() {
        for (column, count) in counts.iter().enumerate() {
            cells.push(Cell {
                row,
                column,
                count: *count,
                kept: (1..SMALLEST).contains(count),
            });
        }
    }
    let lines = || {
        (0..table.len())
            .map(Line::Row)
            .chain((0..=width).map(Line::Column))
    };
    while let Some(line) = lines().find(|line| gaps(&cells, *line) == 1) {
        let open = cells.iter_mut().filter(|cell| cell.on(line) && !cell.kept);
        let Some(next) = open.min_by_key(|cell| (cell.count == 0, cell.count)) else {
            break;
        };
        next.kept = true;
    }
    cells
        .chunk_by(|one, other| one.row == other.row)
        .map(|row| row.iter().map(say).collect())
        .collect()
}

fn gaps(cells: &[Cell], line: Line) -> usize {
    cells
        .iter()
        .filter(|cell| cell.on(line) && cell.kept)
        .count()
}

fn say(cell: &Cell) -> Told {
    if cell.kept {
        Told::Kept
    } else {
        Told::Count(cell.count)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const K: Told = Told::Kept;

    fn c(count: u64) -> Told {
        Told::Count(count)
    }

    // law: R50-5
    #[test]
    fn a_small_count_takes_others_with_it() {
        for (rows, want) in [
            (
                vec![vec![7, 0]],
                vec![vec![c(7), c(0), c(7)], vec![c(7), c(0), c(7)]],
            ),
            // One small count in one row: it would follow from either total.
            (vec![vec![9, 3]], vec![vec![K, K, c(12)], vec![K, K, c(12)]]),
            (
                vec![vec![9, 3], vec![20, 30]],
                vec![
                    vec![K, K, c(12)],
                    vec![K, K, c(50)],
                    vec![c(29), c(33), c(62)],
                ],
            ),
            (vec![], vec![vec![c(0)]]),
        ] {
            assert_eq!(told(&rows), want, "{rows:?}");
        }
    }

    proptest! {
        #[test]
        fn no_line_has_a_single_gap_and_no_small_count_is_told(
            rows in (1..5_usize).prop_flat_map(|width| {
                prop::collection::vec(prop::collection::vec(prop_oneof![0..8_u64, 0..1000_u64], width), 0..6)
            })
        ) {
            let told = told(&rows);
            prop_assert_eq!(told.len(), rows.len() + 1);
            let width = told[0].len();
            for row in &told {
                prop_assert_ne!(row.iter().filter(|cell| **cell == K).count(), 1);
                prop_assert!(!row.iter().any(|cell| matches!(cell, Told::Count(1..SMALLEST))));
            }
            for column in 0..width {
                prop_assert_ne!(told.iter().filter(|row| row[column] == K).count(), 1);
            }
        }

        #[test]
        fn what_is_large_is_told_whole(rows in prop::collection::vec(prop::collection::vec(5..1000_u64, 3), 1..5)) {
            prop_assert!(told(&rows).iter().flatten().all(|cell| *cell != K));
        }
    }
}
