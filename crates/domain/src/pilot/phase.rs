//! Where a pilot stands (R50-1): a draft opens and closes nothing, what has ended stays ended.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::Pilot;
use crate::document::DocumentKind;
use crate::fault::Fault;

/// Where a pilot stands. Its days stand beside it: one that runs is open from its first to its last day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Phase {
    /// Seen by staff only; as if it were not there.
    Draft,
    /// Open on its days.
    Running,
    /// Closed for a while.
    Paused,
    /// Closed for good.
    Ended,
}

impl Phase {
    /// All, in the order of a pilot's life.
    pub const ALL: [Self; 4] = [Self::Draft, Self::Running, Self::Paused, Self::Ended];

    /// Stable word, as stored (`pilots-phase-<word>`).
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Running => "running",
            Self::Paused => "paused",
            Self::Ended => "ended",
        }
    }

    /// Reads the stored word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.as_str() == word)
    }

    /// What may follow. A draft cannot end: it would close the kind without ever having opened it.
    pub const fn next(self) -> &'static [Self] {
        match self {
            Self::Draft => &[Self::Running],
            Self::Running => &[Self::Paused, Self::Ended],
            Self::Paused => &[Self::Running, Self::Ended],
            Self::Ended => &[],
        }
    }

    /// Whoever closes says why: people will ask.
    pub const fn needs_reason(self) -> bool {
        matches!(self, Self::Paused | Self::Ended)
    }
}

impl Pilot {
    /// R50-1: the same pilot in its next phase. One that ends has its last day then at the latest.
    ///
    /// # Errors
    /// `pilot-phase-not-next` where the phase cannot follow; `pilot-already-over` where it would run behind its last day,
    /// which closes its kind and opens it to nobody.
    pub fn moved(mut self, to: Phase, today: Date) -> Result<Self, Fault> {
        if !self.phase.next().contains(&to) {
            return Err(Fault::new("phase", "pilot-phase-not-next"));
        }
        if to == Phase::Running && self.to.is_some_and(|last| last < today) {
            return Err(Fault::new("phase", "pilot-already-over"));
        }
        if to == Phase::Ended {
            self.to = Some(self.to.map_or(today, |last| last.min(today)));
        }
        self.phase = to;
        Ok(self)
    }
}

impl Pilot {
    /// Another kind only as a draft: else one kind would open and another close without a step in the history.
    pub fn may_be(&self, kind: DocumentKind) -> bool {
        self.phase == Phase::Draft || self.kind == kind
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::super::tests::pilot;
    use super::*;

    // law: R50-1
    #[test]
    fn a_phase_follows_another_or_not() {
        use Phase::{Draft, Ended, Paused, Running};
        let may = [
            (Draft, Running),
            (Running, Paused),
            (Running, Ended),
            (Paused, Running),
            (Paused, Ended),
        ];
        for from in Phase::ALL {
            assert_eq!(Phase::parse(from.as_str()), Some(from));
            for to in Phase::ALL {
                let one = Pilot {
                    phase: from,
                    ..pilot(1, &["074"])
                };
                let moved = one.moved(to, date(2023, 5, 1));
                assert_eq!(moved.is_ok(), may.contains(&(from, to)), "{from:?} {to:?}");
            }
        }
        assert_eq!(Phase::parse("over"), None);
    }

    // law: R50-1
    #[test]
    fn what_opens_a_kind_opens_it_to_somebody_and_stays_of_that_kind() {
        let of = |phase| Pilot {
            phase,
            ..pilot(1, &["074"])
        };
        let kind = DocumentKind::Passport;
        for (phase, may) in [
            (Phase::Draft, true),
            (Phase::Running, false),
            (Phase::Paused, false),
        ] {
            assert_eq!(of(phase).may_be(kind), may, "{phase:?}");
            assert!(of(phase).may_be(DocumentKind::DrivingLicence));
        }
        for (day, runs) in [(date(2023, 12, 31), true), (date(2024, 1, 1), false)] {
            let started = of(Phase::Draft).moved(Phase::Running, day);
            assert_eq!(started.is_ok(), runs, "{day}");
        }
    }

    // law: R50-1
    #[test]
    fn what_ends_has_a_last_day() {
        for (today, want) in [
            (date(2023, 5, 1), date(2023, 5, 1)),
            (date(2024, 5, 1), date(2023, 12, 31)),
        ] {
            let ended = pilot(1, &["074"]).moved(Phase::Ended, today).unwrap();
            assert_eq!((ended.phase, ended.to), (Phase::Ended, Some(want)));
        }
    }
}
