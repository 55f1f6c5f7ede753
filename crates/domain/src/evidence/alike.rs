//! One subject, one account (D59-3.1, D59-3.2): the live portrait of a proofing is looked for among those that level 2
//! was approved with. A machine warns, an officer who had no part in it settles each warning, and what he settles
//! decides whether an account may be issued.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::MachineEngine;
use crate::ids::{AlikeId, CaptureId, EvidenceId, StaffId, SubjectId};
use crate::words::words;

/// Most people that one search warns of: an officer has to look at each.
pub const MOST_ALIKE: usize = 10;

/// Somebody else whose portrait looks like the one that was looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Resemblance {
    /// Whose account.
    pub account: SubjectId,
    /// Which of his templates, by its place in the gallery.
    pub place: i64,
    /// How alike, in thousandths of the engine's scale.
    pub score: i32,
}

/// D59-3.1: of everything near enough the other people, each once by his most alike portrait, the most alike first,
/// [`MOST_ALIKE`] at most. `own`: the subject itself, under each identifier it has.
pub fn nearest_others(
    near: impl IntoIterator<Item = Resemblance>,
    own: &[SubjectId],
) -> Vec<Resemblance> {
    let mut best: BTreeMap<SubjectId, Resemblance> = BTreeMap::new();
    for one in near {
        if own.contains(&one.account) {
            continue;
        }
        let kept = best.entry(one.account).or_insert(one);
        if (one.score, -one.place) > (kept.score, -kept.place) {
            *kept = one;
        }
    }
    let mut others: Vec<Resemblance> = best.into_values().collect();
    others.sort_by_key(|one| (-one.score, one.place));
    others.truncate(MOST_ALIKE);
    others
}

/// What came of a search.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SearchOutcome {
    /// It was made.
    Searched {
        /// By which engine.
        engine: MachineEngine,
        /// From which score on people are warned of, in thousandths.
        from: u16,
        /// How many templates were searched.
        among: u64,
        /// Who looks alike, the most alike first.
        hits: Vec<Resemblance>,
    },
    /// It could not be made: never "nobody".
    NotSearched {
        /// Stable code of the reason, such as `face-no-face`.
        why: String,
    },
}

/// A search for somebody enrolled twice, with everything that stands behind it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FaceSearch {
    /// Identifier of this evidence.
    pub id: EvidenceId,
    /// For whose work: the officer, named.
    pub officer: StaffId,
    /// When.
    pub at: Timestamp,
    /// The live portrait that was looked for.
    pub portrait: CaptureId,
    /// What came of it.
    pub outcome: SearchOutcome,
}

impl FaceSearch {
    /// Who looks alike.
    pub fn hits(&self) -> &[Resemblance] {
        match &self.outcome {
            SearchOutcome::Searched { hits, .. } => hits,
            SearchOutcome::NotSearched { .. } => &[],
        }
    }
}

words! {
    /// How far a warning is.
    AlikeState {
        /// Nobody has settled it.
        Open = "open",
        /// Another person who looks alike.
        Another = "another",
        /// The same person, enrolled twice.
        Same = "same",
        /// Fell away unsettled: the registration was refused.
        Dropped = "dropped",
    }
}

words! {
    /// Why two portraits of different people look alike.
    AlikeReason {
        /// Twins.
        Twins = "twins",
        /// Relatives.
        Relatives = "relatives",
        /// Two people who look alike and are not related as far as is known.
        Likeness = "likeness",
        /// The pictures mislead: masks, glasses, light, a mixed-up picture.
        Pictures = "pictures",
    }
}

/// What an officer sees in a warning.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Settled {
    /// Another person, and why the machine warned.
    Another(AlikeReason),
    /// The same person: enrolled twice.
    Same,
}

impl Settled {
    /// The state that the warning is in from then on.
    pub const fn state(self) -> AlikeState {
        match self {
            Self::Another(_) => AlikeState::Another,
            Self::Same => AlikeState::Same,
        }
    }

    /// Why the machine warned of another person.
    pub const fn reason(self) -> Option<AlikeReason> {
        match self {
            Self::Another(reason) => Some(reason),
            Self::Same => None,
        }
    }
}

/// How a warning was settled, as evidence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settlement {
    /// Identifier of this evidence.
    pub id: EvidenceId,
    /// Which warning.
    pub warning: AlikeId,
    /// The search that gave it.
    pub search: EvidenceId,
    /// The officer, named.
    pub officer: StaffId,
    /// When.
    pub at: Timestamp,
    /// `another` or `same`.
    pub settled: String,
    /// Word of the reason, for another person.
    pub reason: Option<String>,
    /// What he wants to say about it.
    pub note: Option<String>,
}

/// Proof that no warning speaks against issuing an account. Only [`Distinct::of`] makes one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Distinct(());

/// Why an account may not be issued.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotDistinct {
    /// A warning waits for an officer.
    #[error("a warning waits to be settled")]
    Open,
    /// An officer found that the subject has an account already.
    #[error("the subject has an account already")]
    Duplicate,
}

impl NotDistinct {
    /// Stable code for messages.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Open => "alike-open",
            Self::Duplicate => "duplicate",
        }
    }
}

impl Distinct {
    /// D59-3.1, D59-3.2: of all warnings of a registration, whichever of its portraits gave them. None may be open,
    /// and one that was settled as the same person is not undone by another picture.
    pub fn of(warnings: impl IntoIterator<Item = AlikeState>) -> Result<Self, NotDistinct> {
        let mut open = false;
        for state in warnings {
            match state {
                AlikeState::Same => return Err(NotDistinct::Duplicate),
                AlikeState::Open => open = true,
                AlikeState::Another | AlikeState::Dropped => {}
            }
        }
        if open {
            Err(NotDistinct::Open)
        } else {
            Ok(Self(()))
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn subject(n: u8) -> SubjectId {
        SubjectId::from_bytes([n; 16])
    }

    fn near(account: u8, place: i64, score: i32) -> Resemblance {
        Resemblance {
            account: subject(account),
            place,
            score,
        }
    }

    // law: D59-3.1, D59-3.2
    #[test]
    fn an_account_is_issued_when_every_warning_is_another_person() {
        use AlikeState::{Another, Dropped, Open, Same};
        for (warnings, want) in [
            (&[][..], None),
            (&[Another, Dropped], None),
            (&[Another, Open], Some(NotDistinct::Open)),
            (&[Same], Some(NotDistinct::Duplicate)),
            (&[Open, Same, Another], Some(NotDistinct::Duplicate)),
        ] {
            let told = Distinct::of(warnings.iter().copied());
            assert_eq!(told.err(), want, "{warnings:?}");
        }
    }

    #[test]
    fn people_are_told_once_by_their_most_alike_portrait() {
        let all = [
            near(1, 4, 560),
            near(2, 5, 700),
            near(1, 6, 610),
            near(3, 7, 610),
        ];
        let told = nearest_others(all, &[subject(9)]);
        assert_eq!(told, [near(2, 5, 700), near(1, 6, 610), near(3, 7, 610)]);
        let many = (0..40).map(|n| near(n, i64::from(n), 600 + i32::from(n)));
        let told = nearest_others(many, &[subject(39)]);
        assert_eq!(told.len(), MOST_ALIKE);
        assert_eq!((told[0], told[9]), (near(38, 38, 638), near(29, 29, 629)));
    }

    #[test]
    fn what_was_settled_has_a_state() {
        let twins = Settled::Another(AlikeReason::Twins);
        assert_eq!(twins.state(), AlikeState::Another);
        assert_eq!(twins.reason(), Some(AlikeReason::Twins));
        assert_eq!(Settled::Same.state(), AlikeState::Same);
        assert_eq!(Settled::Same.reason(), None);
    }

    proptest! {
        // law: D59-3.1
        #[test]
        fn a_search_never_tells_the_subject_itself(
            all in proptest::collection::vec((0..20_u8, 0..1000_i64, 300..1000_i32), 0..200),
            own in proptest::collection::vec(0..20_u8, 1..3),
        ) {
            let own: Vec<SubjectId> = own.into_iter().map(subject).collect();
            let all: Vec<Resemblance> = all.into_iter().map(|(a, p, s)| near(a, p, s)).collect();
            let told = nearest_others(all.iter().copied(), &own);
            prop_assert!(told.iter().all(|one| !own.contains(&one.account)));
            prop_assert!(told.len() <= MOST_ALIKE);
            prop_assert!(told.is_sorted_by_key(|one| -one.score));
            let others: std::collections::BTreeSet<_> =
                all.iter().map(|one| one.account).filter(|a| !own.contains(a)).collect();
            prop_assert_eq!(told.len(), others.len().min(MOST_ALIKE));
            for one in &told {
                let best = all.iter().filter(|o| o.account == one.account).map(|o| o.score).max();
                prop_assert_eq!(Some(one.score), best);
            }
        }
    }
}
