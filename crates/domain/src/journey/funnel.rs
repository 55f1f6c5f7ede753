//! What a journey's counts say (R50-6): how many came as far as each step, how many ended where and how, how long it
//! took. A journey is counted once, when it is over, by the furthest step that it reached, so going back and forth
//! counts nothing and what was begun is always the sum of what ended.

use std::collections::BTreeMap;

use super::disclosure::{Told, parts, whole};
use super::{Door, Journey, Outcome, took};

/// So many journeys that are alike.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// By which door.
    pub door: Door,
    /// Tag of the language.
    pub language: String,
    /// The furthest step, by its word.
    pub step: String,
    /// How it ended.
    pub outcome: Outcome,
    /// Upper end of the time it took in seconds ([`took::BOUNDS`]); 0 where it was not done.
    pub seconds: u64,
    /// How many.
    pub count: u64,
}

/// Journeys of one door and language: done and not done.
type Ended = [u64; 2];

/// The sum of many lines of one journey.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figures {
    journey: Journey,
    /// Ended without being done, by the furthest step.
    left: Vec<u64>,
    /// Done, without and with the last step where that is optional.
    done: [u64; 2],
    refused: u64,
    given_up: u64,
    times: BTreeMap<u64, u64>,
    ways: BTreeMap<(&'static str, String), Ended>,
}

/// How many came to a step, as it is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Word of the step; none: done.
    pub step: Option<&'static str>,
    /// Came as far as here.
    pub reached: Told,
    /// Of a thousand that began.
    pub of_begun: Option<u64>,
    /// Of a thousand that reached the step before.
    pub of_before: Option<u64>,
    /// Ended here without being done; of "done" none.
    pub left: Option<Told>,
}

/// Journeys by door and language, as it is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Way {
    /// Word of the door.
    pub door: &'static str,
    /// Tag of the language.
    pub language: String,
    /// Begun and ended.
    pub begun: Told,
    /// Done.
    pub done: Told,
}

/// So many of so many, in thousandths, rounded.
fn share(part: Told, of: Told) -> Option<u64> {
    match (part, of) {
        (Told::Count(part), Told::Count(of)) if of > 0 => Some((part * 2000 + of) / (of * 2)),
        _ => None,
    }
}

impl Figures {
    /// Nothing yet.
    pub fn new(journey: Journey) -> Self {
        Self {
            journey,
            left: vec![0; journey.steps().len()],
            done: [0; 2],
            refused: 0,
            given_up: 0,
            times: BTreeMap::new(),
            ways: BTreeMap::new(),
        }
    }

    /// Counts a line in. A step that this program does not know counts as the first.
    pub fn add(&mut self, line: &Line) {
        let steps = self.journey.steps();
        let place = self.journey.place(&line.step).unwrap_or_default();
        let way = self.ways.entry((line.door.as_str(), line.language.clone()));
        let [done, not_done] = way.or_default();
        match line.outcome {
            Outcome::Done => {
                let optional = steps.get(place).is_some_and(|step| step.optional);
                let [without, with] = &mut self.done;
                *if optional { with } else { without } += line.count;
                *self.times.entry(line.seconds).or_default() += line.count;
                *done += line.count;
                return;
            }
            Outcome::Refused => self.refused += line.count,
            Outcome::GivenUp => self.given_up += line.count,
        }
        *not_done += line.count;
        if let Some(left) = self.left.get_mut(place) {
            *left += line.count;
        }
    }

    /// Those that ended, however: as many as began.
    pub fn begun(&self) -> u64 {
        self.left.iter().sum::<u64>() + self.done.iter().sum::<u64>()
    }

    /// Where they ended: a cell for each step, then those done.
    fn cells(&self) -> Vec<u64> {
        self.left.iter().chain(&self.done).copied().collect()
    }

    /// How many began.
    pub fn told_begun(&self) -> Told {
        whole(self.begun())
    }

    /// The sum of the cells at some places, where it follows from what is told.
    fn sum(&self, of: impl Fn(usize) -> bool) -> Told {
        let cells = self.cells();
        if self.told_begun() == Told::Kept {
            return Told::Kept;
        }
        let told = parts(&cells);
        let all_told = |inside: bool| {
            let mut those = told.iter().enumerate().filter(|(at, _)| of(*at) == inside);
            those.all(|(_, cell)| *cell != Told::Kept)
        };
        if all_told(true) || all_told(false) {
            let those = cells.iter().enumerate().filter(|(at, _)| of(*at));
            Told::Count(those.map(|(_, count)| count).sum())
        } else {
            Told::Kept
        }
    }

    /// How many were done.
    pub fn told_done(&self) -> Told {
        let steps = self.left.len();
        self.sum(|at| at >= steps)
    }

    /// Of a thousand that began, how many were done.
    pub fn completion(&self) -> Option<u64> {
        share(self.told_done(), self.told_begun())
    }

    /// The steps in their order, and those done at the end.
    pub fn funnel(&self) -> Vec<Row> {
        let begun = self.told_begun();
        let steps = self.journey.steps();
        let with_last = self.left.len() + 1;
        let mut before = begun;
        let mut rows = Vec::new();
        for (place, step) in steps.iter().enumerate() {
            let reached = if step.optional {
                self.sum(|at| at == place || at == with_last)
            } else {
                self.sum(|at| at >= place)
            };
            rows.push(Row {
                step: Some(step.word),
                reached,
                of_begun: share(reached, begun),
                of_before: share(reached, before).filter(|_| place > 0),
                left: Some(self.sum(|at| at == place)),
            });
            if !step.optional {
                before = reached;
            }
        }
        let done = self.told_done();
        rows.push(Row {
            step: None,
            reached: done,
            of_begun: share(done, begun),
            of_before: share(done, before),
            left: None,
        });
        rows
    }

    /// The step at which most ended without being done, where that many may be told.
    pub fn drop_off(&self) -> Option<(&'static str, u64)> {
        let most = self.left.iter().copied().max().filter(|most| *most > 0)?;
        let place = self.left.iter().position(|left| *left == most)?;
        let told = self.sum(|at| at == place) != Told::Kept;
        let step = self.journey.steps().get(place).filter(|_| told)?;
        Some((step.word, most))
    }

    /// Refused and given up.
    pub fn told_not_done(&self) -> [Told; 2] {
        if self.told_done() == Told::Kept {
            return [Told::Kept; 2];
        }
        match parts(&[self.refused, self.given_up]).as_slice() {
            [refused, given_up] => [*refused, *given_up],
            _ => [Told::Kept; 2],
        }
    }

    /// The time in seconds within which so many hundredths of those done were done: never too low ([`took`]).
    pub fn time(&self, hundredths: u64) -> Option<u64> {
        let Told::Count(done) = self.told_done() else {
            return None;
        };
        // Of fewer the rank is that of the slowest person alone.
        let told = done * (100 - hundredths.min(100)) >= 100;
        let times = self.times.iter().map(|(bound, count)| (*bound, *count));
        took::percentile(times, hundredths).filter(|_| told)
    }

    /// By door and language.
    pub fn ways(&self) -> Vec<Way> {
        if self.told_begun() == Told::Kept {
            return Vec::new();
        }
        let told = self.told_done() != Told::Kept;
        let column = |of: fn(&Ended) -> u64| {
            let counts: Vec<u64> = self.ways.values().map(of).collect();
            if told {
                parts(&counts)
            } else {
                vec![Told::Kept; counts.len()]
            }
        };
        let (done, not_done) = (column(|[done, _]| *done), column(|[_, left]| *left));
        let cells = done.into_iter().zip(not_done);
        let row = |((door, language), (done, not_done)): (&(&'static str, String), _)| Way {
            door,
            language: language.clone(),
            begun: match (done, not_done) {
                (Told::Count(done), Told::Count(not_done)) => Told::Count(done + not_done),
                _ => Told::Kept,
            },
            done,
        };
        self.ways.keys().zip(cells).map(row).collect()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const K: Told = Told::Kept;

    const fn c(count: u64) -> Told {
        Told::Count(count)
    }

    fn line(step: &str, outcome: Outcome, seconds: u64, count: u64) -> Line {
        Line {
            door: Door::Page,
            language: "vi".to_owned(),
            step: step.to_owned(),
            outcome,
            seconds,
            count,
        }
    }

    fn sum(journey: Journey, lines: &[Line]) -> Figures {
        let mut figures = Figures::new(journey);
        for line in lines {
            figures.add(line);
        }
        figures
    }

    fn reached(figures: &Figures) -> Vec<Told> {
        figures.funnel().iter().map(|row| row.reached).collect()
    }

    // law: R50-6
    #[test]
    fn a_funnel_narrows_step_by_step() {
        use Outcome::{Done, GivenUp, Refused};
        let figures = sum(
            Journey::Activation,
            &[
                line("code", GivenUp, 0, 30),
                line("password", GivenUp, 0, 10),
                line("questions", Refused, 0, 10),
                line("questions", Done, 60, 100),
                line("questions", Done, 300, 50),
            ],
        );
        assert_eq!(figures.begun(), 200);
        let want = [
            (Some("code"), 200, Some(1000), None, Some(c(30))),
            (Some("password"), 170, Some(850), Some(850), Some(c(10))),
            (Some("passcode"), 160, Some(800), Some(941), Some(c(0))),
            (Some("questions"), 160, Some(800), Some(1000), Some(c(10))),
            (None, 150, Some(750), Some(938), None),
        ];
        for (row, (step, reached, of_begun, of_before, left)) in figures.funnel().iter().zip(want) {
            let want = Row {
                step,
                reached: c(reached),
                of_begun,
                of_before,
                left,
            };
            assert_eq!(row, &want);
        }
        assert_eq!(figures.completion(), Some(750));
        assert_eq!(figures.drop_off(), Some(("code", 30)));
        assert_eq!(figures.told_not_done(), [c(10), c(40)]);
        assert_eq!((figures.time(50), figures.time(95)), (Some(60), Some(300)));
    }

    // law: R50-6
    #[test]
    fn whoever_needs_no_optional_step_is_not_lost_at_it() {
        use Outcome::{Done, GivenUp};
        let figures = sum(
            Journey::SignIn,
            &[
                line("code", GivenUp, 0, 10),
                line("device", GivenUp, 0, 20),
                line("code", Done, 20, 60),
                line("device", Done, 90, 10),
            ],
        );
        assert_eq!(reached(&figures), [c(100), c(30), c(70)]);
        let before: Vec<_> = figures.funnel().iter().map(|row| row.of_before).collect();
        assert_eq!(before, [None, Some(300), Some(700)]);
        assert_eq!(figures.drop_off(), Some(("device", 20)));
    }

    // law: R50-6
    #[test]
    fn small_counts_are_kept_back_with_what_tells_them() {
        use Outcome::{Done, GivenUp};
        let few = sum(Journey::Recovery, &[line("code", Done, 20, 4)]);
        assert_eq!(reached(&few), [K, K, K]);
        assert_eq!((few.time(50), few.completion()), (None, None));
        let some = sum(
            Journey::Recovery,
            &[
                line("code", GivenUp, 0, 3),
                line("password", GivenUp, 0, 9),
                line("password", Done, 20, 90),
            ],
        );
        assert_eq!(reached(&some), [c(102), K, c(90)]);
        assert_eq!(some.drop_off(), None, "its count is kept back");
        assert_eq!(some.told_not_done(), [c(0), c(12)]);
        let nothing = Figures::new(Journey::Document);
        assert_eq!(reached(&nothing), [c(0), c(0)]);
        assert_eq!((nothing.completion(), nothing.drop_off()), (None, None));
    }

    // law: R50-6
    #[test]
    fn doors_and_languages_stand_apart() {
        use Outcome::{Done, GivenUp};
        let api = Line {
            door: Door::Api,
            language: "en".to_owned(),
            ..line("asked", Done, 20, 6)
        };
        let mut lines = vec![
            line("asked", Done, 20, 50),
            line("asked", GivenUp, 0, 10),
            api.clone(),
        ];
        let told = |lines: &[Line]| -> Vec<(&str, String, Told, Told)> {
            let ways = sum(Journey::Document, lines).ways();
            let flat = |way: Way| (way.door, way.language, way.begun, way.done);
            ways.into_iter().map(flat).collect()
        };
        let (vi, en) = ("vi".to_owned(), "en".to_owned());
        let want = [
            ("api", en.clone(), c(6), c(6)),
            ("page", vi.clone(), c(60), c(50)),
        ];
        assert_eq!(told(&lines), want);
        lines.push(Line {
            count: 1,
            ..api.clone()
        });
        lines.push(Line {
            outcome: GivenUp,
            count: 2,
            ..api
        });
        let want = [("api", en, K, c(7)), ("page", vi, K, c(50))];
        assert_eq!(told(&lines), want);
    }

    fn outcome() -> impl Strategy<Value = Outcome> {
        prop::sample::select(Outcome::ALL)
    }

    proptest! {
        #[test]
        fn what_began_is_what_ended_and_no_step_has_more_than_the_one_before(
            journey in prop::sample::select(Journey::ALL),
            lines in prop::collection::vec((0..9_usize, outcome(), 0..40_u64), 0..30),
        ) {
            let steps = journey.steps();
            prop_assume!(!steps.is_empty());
            let lines: Vec<Line> = lines.into_iter()
                .map(|(at, outcome, count)| line(steps[at % steps.len()].word, outcome, 10, count))
                .collect();
            let figures = sum(journey, &lines);
            prop_assert_eq!(figures.begun(), lines.iter().map(|line| line.count).sum::<u64>());
            let mut before = figures.begun();
            for (row, step) in figures.funnel().iter().zip(steps) {
                if let Told::Count(reached) = row.reached {
                    prop_assert!(!(1..5).contains(&reached));
                    prop_assert!(reached <= before);
                    if !step.optional {
                        before = reached;
                    }
                }
                prop_assert!(row.of_begun.is_none_or(|share| share <= 1000));
            }
        }
    }
}
