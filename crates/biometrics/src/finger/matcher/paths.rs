//! Third stage, first half: from each row a path of rows that hang together, and from each doubt about a minutia's
//! partner another one.

use super::clusters::Clusters;
use super::pairs::Row;
use super::table::Table;
use super::{Budget, TooHard, apart, mean_turn};

/// Most minutiae in the queue of a path.
const QUEUE: usize = 4000;
/// Fewest rows of a path.
const LEAST: usize = 3;
/// Doubts of a path; one more may come with the last.
const DOUBTS: usize = 10;

/// A minutia of which it is not clear what it is in the other print.
#[derive(Debug)]
struct Doubt {
    of: Minutia,
    /// What it may be, and which of them it now is.
    others: Vec<usize>,
    chosen: usize,
    /// The probe's minutia of the pair that the choice made.
    forced: usize,
}

#[derive(Debug, Clone, Copy)]
enum Minutia {
    Probe(usize),
    Gallery(usize),
}

/// The search. Minutiae are numbered from 1, 0 is none.
#[derive(Debug)]
pub(super) struct Paths<'a> {
    rows: &'a [Row],
    clusters: Clusters<'a>,
    /// Places of rows in the order of their far minutiae.
    by_far: Vec<usize>,
    /// The number of the path that took a row, and of the one before that; -1 after a path that was too short.
    taken: Table<i32>,
    before: Table<i32>,
    number: i32,
    path: Vec<usize>,
    queue: Vec<usize>,
    /// Whether a minutia stands in the queue. NIST writes it by the minutia and reads it by the row.
    queued: Table<bool>,
    partner: Table<usize>,
    partner_back: Table<usize>,
    doubts: Vec<Doubt>,
    doubt_of: Table<usize>,
    doubt_back: Table<usize>,
}

impl<'a> Paths<'a> {
    /// `most`: minutiae of the larger print.
    pub(super) fn new(rows: &'a [Row], most: usize, clusters: Clusters<'a>) -> Self {
        let mut by_far: Vec<usize> = (0..rows.len()).collect();
        by_far.sort_by_key(|at| rows.get(*at).map(|row| row.far));
        let minutiae = || Table::new(most + 1);
        Self {
            rows,
            clusters,
            by_far,
            taken: Table::new(rows.len()),
            before: Table::new(rows.len()),
            number: 0,
            path: Vec::new(),
            queue: Vec::new(),
            queued: Table::new(rows.len().max(most) + 1),
            partner: minutiae(),
            partner_back: minutiae(),
            doubts: Vec::new(),
            doubt_of: minutiae(),
            doubt_back: minutiae(),
        }
    }

    /// Begins a path at each row that no path has taken; NIST leaves the last row out.
    pub(super) fn follow(mut self, budget: &mut Budget) -> Result<Clusters<'a>, TooHard> {
        let rows = self.rows;
        for (at, row) in rows.iter().enumerate() {
            if at + 1 < rows.len() && self.taken.at(at) == 0 && !self.clusters.is_full() {
                self.begin(at, *row, budget)?;
            }
        }
        Ok(self.clusters)
    }

    fn begin(&mut self, at: usize, row: Row, budget: &mut Budget) -> Result<(), TooHard> {
        let (probe, gallery) = row.near;
        self.queue = vec![probe];
        self.pair(probe, gallery);
        let mut forced = 0;
        loop {
            self.number += 1;
            self.queue.truncate(1);
            self.path.clear();
            self.grow(at, row, budget)?;
            self.prune();
            if self.path.len() < LEAST {
                self.forget();
            } else {
                self.clusters.add(&self.path, budget)?;
            }
            self.release(forced, budget)?;
            let more = self.choose(budget)?;
            if self.clusters.is_full() {
                return Ok(());
            }
            if !more {
                break;
            }
            forced = self.doubts.len();
        }
        self.unpair(probe);
        for doubt in self.doubts.drain(..) {
            match doubt.of {
                Minutia::Probe(end) => self.doubt_of.set(end, 0),
                Minutia::Gallery(end) => self.doubt_back.set(end, 0),
            }
        }
        Ok(())
    }

    fn pair(&mut self, probe: usize, gallery: usize) {
        self.partner.set(probe, gallery);
        self.partner_back.set(gallery, probe);
    }

    fn unpair(&mut self, probe: usize) {
        let gallery = self.partner.at(probe);
        if gallery != 0 {
            self.partner_back.set(gallery, 0);
            self.partner.set(probe, 0);
        }
    }

    /// Takes what begins where the path begins, then whatever hangs on each minutia of the queue.
    fn grow(&mut self, at: usize, first: Row, budget: &mut Budget) -> Result<(), TooHard> {
        let after = self.take_run(at, first.near, budget)?;
        let mut next = 1;
        while let Some(probe) = self.queue.get(next).copied() {
            budget.spend(1)?;
            let pair = (probe, self.partner.at(probe));
            self.take_far(after, pair, first.near, budget)?;
            let rest = self.rows.get(after..).unwrap_or_default();
            let from = after + rest.partition_point(|row| row.near < pair);
            self.take_run(from, pair, budget)?;
            next += 1;
        }
        Ok(())
    }

    /// Rows from a place on with these near minutiae. Gives the place after the last of them.
    fn take_run(
        &mut self,
        from: usize,
        near: (usize, usize),
        budget: &mut Budget,
    ) -> Result<usize, TooHard> {
        let mut at = from;
        while let Some(row) = self.rows.get(at).filter(|row| row.near == near) {
            self.take(at, row.far, budget)?;
            at += 1;
        }
        Ok(at)
    }

    /// Rows from a place on with these far minutiae, that do not come back to where the path began.
    fn take_far(
        &mut self,
        after: usize,
        far: (usize, usize),
        first: (usize, usize),
        budget: &mut Budget,
    ) -> Result<(), TooHard> {
        let rows = self.rows;
        let row = |at: &usize| rows.get(*at);
        let from = self
            .by_far
            .partition_point(|at| (row(at).map(|row| row.far), *at) < (Some(far), after));
        for place in from..self.by_far.len() {
            let found = self.by_far.get(place).copied();
            let Some((at, row)) = found.and_then(|at| Some((at, rows.get(at)?))) else {
                break;
            };
            if row.far != far {
                break;
            }
            budget.spend(1)?;
            if row.near.0 != first.0 && row.near.1 != first.1 {
                self.take(at, row.near, budget)?;
            }
        }
        Ok(())
    }

    /// Takes a row into the path where its other pair of minutiae allows, or notes the doubt.
    fn take(
        &mut self,
        at: usize,
        (probe, gallery): (usize, usize),
        budget: &mut Budget,
    ) -> Result<(), TooHard> {
        budget.spend(1)?;
        let (has, has_back) = (self.partner.at(probe), self.partner_back.at(gallery));
        if has == 0 && has_back == 0 {
            self.stamp(at);
            self.enqueue(probe)?;
            self.pair(probe, gallery);
        } else if has == gallery {
            if self.taken.at(at) != self.number {
                if !self.queued.at(at + 1) {
                    self.enqueue(probe)?;
                }
                self.stamp(at);
            }
        } else if self.doubts.len() < DOUBTS {
            if has != 0 {
                budget.spend(self.doubt(Minutia::Probe(probe), has, gallery))?;
            }
            if has_back != 0 {
                budget.spend(self.doubt(Minutia::Gallery(gallery), has_back, probe))?;
            }
        }
        Ok(())
    }

    fn stamp(&mut self, at: usize) {
        let taken = self.taken.at(at);
        if taken != self.number {
            self.path.push(at);
            self.before.set(at, taken);
            self.taken.set(at, self.number);
        }
    }

    fn enqueue(&mut self, probe: usize) -> Result<(), TooHard> {
        if self.queue.len() >= QUEUE {
            return Err(TooHard);
        }
        // NIST keeps the place, and its place for nowhere is a thousand.
        self.queued.set(probe, self.queue.len() != 1000);
        self.queue.push(probe);
        Ok(())
    }

    /// Notes that a minutia may be another one than now. Gives the steps that it took.
    fn doubt(&mut self, of: Minutia, now: usize, other: usize) -> usize {
        let (table, end) = match of {
            Minutia::Probe(end) => (&mut self.doubt_of, end),
            Minutia::Gallery(end) => (&mut self.doubt_back, end),
        };
        if table.at(end) == 0 {
            self.doubts.push(Doubt {
                of,
                others: vec![now],
                chosen: 0,
                forced: 0,
            });
            table.set(end, self.doubts.len());
        }
        let doubt = table.at(end).checked_sub(1);
        let Some(doubt) = doubt.and_then(|at| self.doubts.get_mut(at)) else {
            return 0;
        };
        if !doubt.others.contains(&other) {
            doubt.others.push(other);
        }
        doubt.others.len() / 4
    }

    /// Leaves out what is turned otherwise than the rest.
    fn prune(&mut self) {
        if self.path.len() < LEAST {
            return;
        }
        let rows = self.rows;
        let turn = |at: &usize| rows.get(*at).map_or(0, |row| row.turn);
        let mean = mean_turn(self.path.iter().map(turn));
        self.path.retain(|at| !apart(turn(at) - mean));
    }

    /// A path too short: what it took is as it was, or marked as tried.
    fn forget(&mut self) {
        for at in &self.path {
            let before = self.before.at(*at);
            self.taken.set(*at, if before == 0 { -1 } else { before });
        }
        self.number -= 1;
    }

    /// Undoes the pairs of the path and of the choices before it.
    fn release(&mut self, forced: usize, budget: &mut Budget) -> Result<(), TooHard> {
        budget.spend(self.queue.len())?;
        for place in (1..self.queue.len()).rev() {
            let probe = self.queue.get(place).copied().unwrap_or_default();
            if self.partner.at(probe) != 0 {
                self.unpair(probe);
                self.queued.set(probe, false);
            }
        }
        for at in (0..forced).rev() {
            let probe = self.doubts.get(at).map_or(0, |doubt| doubt.forced);
            self.unpair(probe);
        }
        Ok(())
    }

    /// The next combination of choices that does not contradict itself, if there is one.
    fn choose(&mut self, budget: &mut Budget) -> Result<bool, TooHard> {
        let mut at = self.doubts.len();
        while let Some(last) = at.checked_sub(1) {
            budget.spend(self.doubts.len())?;
            let Some(doubt) = self.doubts.get_mut(last) else {
                break;
            };
            if doubt.chosen + 1 < doubt.others.len() {
                doubt.chosen += 1;
                if self.settle() {
                    return Ok(true);
                }
                at = self.doubts.len();
            } else {
                doubt.chosen = 0;
                at = last;
            }
        }
        Ok(false)
    }

    /// Makes the chosen pairs, or none where two of them contradict one another.
    fn settle(&mut self) -> bool {
        for at in (0..self.doubts.len()).rev() {
            let Some(doubt) = self.doubts.get_mut(at) else {
                continue;
            };
            let other = doubt.others.get(doubt.chosen).copied().unwrap_or_default();
            let (probe, gallery) = match doubt.of {
                Minutia::Probe(end) => (end, other),
                Minutia::Gallery(end) => (other, end),
            };
            let (has, has_back) = (self.partner.at(probe), self.partner_back.at(gallery));
            if (has != 0 && has != gallery) || (has_back != 0 && has_back != probe) {
                let made = self.doubts.iter().skip(at + 1).map(|doubt| doubt.forced);
                for probe in made.collect::<Vec<_>>() {
                    self.unpair(probe);
                }
                return false;
            }
            doubt.forced = probe;
            self.pair(probe, gallery);
        }
        true
    }
}
