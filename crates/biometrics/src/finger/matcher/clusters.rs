//! Third stage, second half: paths that hold together become clusters, and the largest set of clusters that fit one
//! another is the score.

use super::pairs::Row;
use super::{Budget, Point, TooHard, apart, folded, mean_turn, single, uneven};

/// Most clusters.
const MOST: usize = 2000;
/// With fewer lines than this in the best cluster and those that fit it, sets are not searched.
const LEAST: u32 = 8;

/// Minutiae by number, up to 191.
#[derive(Debug, Clone, Copy, Default)]
struct Ends([u64; 3]);

impl Ends {
    fn add(&mut self, end: usize) {
        if let Some(word) = self.0.get_mut(end / 64) {
            *word |= 1 << (end % 64);
        }
    }

    fn meets(self, other: Self) -> bool {
        self.0.iter().zip(other.0).any(|(one, two)| one & two != 0)
    }
}

#[derive(Debug)]
struct Cluster {
    lines: u32,
    /// Its lines and those of each later one that fits it.
    reach: u32,
    /// Itself and the later ones that fit it.
    fits: Vec<usize>,
    turn: i32,
    /// The middle of its near minutiae in the probe and in the gallery.
    middles: [(i32, i32); 2],
    ends: [Ends; 2],
}

/// The clusters so far.
#[derive(Debug)]
pub(super) struct Clusters<'a> {
    rows: &'a [Row],
    prints: [&'a [Point]; 2],
    all: Vec<Cluster>,
    best: u32,
}

impl<'a> Clusters<'a> {
    pub(super) const fn new(rows: &'a [Row], probe: &'a [Point], gallery: &'a [Point]) -> Self {
        Self {
            rows,
            prints: [probe, gallery],
            all: Vec::new(),
            best: 0,
        }
    }

    pub(super) const fn is_full(&self) -> bool {
        self.all.len() >= MOST
    }

    /// Makes a cluster of a path, given as places of rows.
    pub(super) fn add(&mut self, path: &[usize], budget: &mut Budget) -> Result<(), TooHard> {
        // One more against all others: twenty nanoseconds each.
        budget.spend(2 * path.len() + 4 * self.all.len())?;
        let at = self.all.len();
        let new = self.cluster(path, at);
        self.best = self.best.max(new.lines);
        for earlier in &mut self.all {
            if fit(&new, earlier) {
                earlier.reach += new.lines;
                earlier.fits.push(at);
                self.best = self.best.max(earlier.reach);
            }
        }
        self.all.push(new);
        Ok(())
    }

    fn cluster(&self, path: &[usize], at: usize) -> Cluster {
        let rows = || path.iter().filter_map(|place| self.rows.get(*place));
        let mut sums = [(0, 0); 2];
        let mut ends = [Ends::default(); 2];
        for row in rows() {
            let sides = [(row.near.0, row.far.0), (row.near.1, row.far.1)];
            for (side, (near, far)) in sides.into_iter().enumerate() {
                let point = self.prints.get(side).and_then(|all| all.get(near - 1));
                if let (Some(sum), Some(point)) = (sums.get_mut(side), point) {
                    *sum = (sum.0 + point.x, sum.1 + point.y);
                }
                if let Some(ends) = ends.get_mut(side) {
                    ends.add(near);
                    ends.add(far);
                }
            }
        }
        let count = i32::try_from(path.len()).unwrap_or(i32::MAX).max(1);
        let lines = u32::try_from(path.len()).unwrap_or(u32::MAX);
        Cluster {
            lines,
            reach: lines,
            fits: vec![at],
            turn: mean_turn(rows().map(|row| row.turn)),
            middles: sums.map(|(x, y)| (x / count, y / count)),
            ends,
        }
    }

    /// The lines of the largest set of clusters each of which fits each other.
    pub(super) fn score(&self, budget: &mut Budget) -> Result<u32, TooHard> {
        if self.best < LEAST {
            return Ok(self.best);
        }
        let mut best = 0;
        for cluster in &self.all {
            if cluster.reach > best {
                best = best.max(self.largest(cluster, budget)?);
            }
        }
        Ok(best)
    }

    /// Goes down from a cluster: each level holds what fits all the first ones of the levels above it.
    fn largest(&self, cluster: &Cluster, budget: &mut Budget) -> Result<u32, TooHard> {
        let mut best = 0;
        let mut levels = vec![Level::new(cluster.fits.clone(), 0)];
        while let Some(level) = levels.last() {
            budget.spend(level.members.len())?;
            let rest = level.members.get(level.at..).unwrap_or_default();
            let first = level.above + self.lines(level.members.iter().take(1));
            if let [next, _, ..] = rest
                && let Some(fits) = self.fits(*next)
            {
                budget.spend(fits.len())?;
                levels.push(Level::new(common(rest, fits), first));
                continue;
            }
            best = best.max(if level.returned {
                first + self.lines(level.members.iter().rev().take(1))
            } else {
                level.above + self.lines(level.members.iter())
            });
            levels.pop();
            if let Some(level) = levels.last_mut() {
                level.at += 1;
                level.returned = true;
            }
        }
        Ok(best)
    }

    fn fits(&self, at: usize) -> Option<&[usize]> {
        self.all.get(at).map(|cluster| cluster.fits.as_slice())
    }

    fn lines<'b>(&self, members: impl Iterator<Item = &'b usize>) -> u32 {
        members
            .filter_map(|at| self.all.get(*at))
            .map(|cluster| cluster.lines)
            .sum()
    }
}

#[derive(Debug)]
struct Level {
    members: Vec<usize>,
    /// Lines of the first members of the levels above.
    above: u32,
    /// Where to go down next; the first member is where this level came from.
    at: usize,
    returned: bool,
}

impl Level {
    const fn new(members: Vec<usize>, above: u32) -> Self {
        Self {
            members,
            above,
            at: 1,
            returned: false,
        }
    }
}

/// What two ascending lists have in common.
fn common(one: &[usize], other: &[usize]) -> Vec<usize> {
    let mut other = other.iter().peekable();
    let mut both = Vec::new();
    for member in one {
        while other.next_if(|at| *at < member).is_some() {}
        if other.next_if_eq(&member).is_some() {
            both.push(*member);
        }
    }
    both
}

/// Whether two clusters may belong to one finger: turned alike, as far apart and in the same direction in both
/// prints, and without a common minutia.
fn fit(new: &Cluster, earlier: &Cluster) -> bool {
    let [probe, gallery] = [0, 1].map(|side| {
        let middle = |cluster: &Cluster| cluster.middles.get(side).copied().unwrap_or_default();
        let (to, from) = (middle(new), middle(earlier));
        (to.0 - from.0, to.1 - from.1)
    });
    let square = |(x, y): (i32, i32)| x * x + y * y;
    if apart(new.turn - earlier.turn) || uneven(square(probe), square(gallery)) {
        return false;
    }
    let turn = mean_turn([new.turn, earlier.turn].into_iter());
    if apart(turn - folded(direction(probe) - direction(gallery))) {
        return false;
    }
    let meets = new.ends.iter().zip(earlier.ends);
    !meets.into_iter().any(|(one, other)| one.meets(other))
}

/// Degrees of a direction, rounded as NIST does.
#[expect(clippy::cast_possible_truncation, reason = "degrees")]
fn direction((across, up): (i32, i32)) -> i32 {
    if across == 0 {
        return if up > 0 { 90 } else { -90 };
    }
    let slope = single(up) / single(across);
    let degrees = (180.0_f32 / std::f32::consts::PI) * slope.atan();
    let degrees = match (degrees < 0.0, across < 0) {
        (true, true) => degrees + 180.5,
        (true, false) => degrees - 0.5,
        (false, true) => degrees - 180.5,
        (false, false) => degrees + 0.5,
    };
    folded(degrees as i32)
}
