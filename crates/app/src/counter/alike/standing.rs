//! How the warnings of a registration stand.

use domain::evidence::{AlikeState, Distinct};
use store::registration::Stored;
use store::{Source, face_warning};

use crate::{Error, Result};

/// How many of a registration's warnings are in which state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Standing {
    /// Wait for another officer.
    pub open: usize,
    /// Settled as another person.
    pub another: usize,
    /// Settled as the same person.
    pub same: usize,
}

impl Standing {
    /// Whether nothing speaks against an approval.
    pub const fn clear(self) -> bool {
        self.open == 0 && self.same == 0
    }
}

/// Counts the warnings of a registration.
pub(crate) async fn standing(source: &mut impl Source, stored: &Stored) -> Result<Standing> {
    let mut standing = Standing::default();
    for state in states(source, stored).await? {
        match state {
            AlikeState::Open => standing.open += 1,
            AlikeState::Another => standing.another += 1,
            AlikeState::Same => standing.same += 1,
            AlikeState::Dropped => {}
        }
    }
    Ok(standing)
}

async fn states(source: &mut impl Source, stored: &Stored) -> Result<Vec<AlikeState>> {
    let warnings = face_warning::of_registration(source, stored.subject, stored.id).await?;
    Ok(warnings.into_iter().map(|warning| warning.state).collect())
}

/// D59-3.1, D59-3.2: the proof that nothing speaks against an approval, or the named reason.
pub(crate) async fn distinct(source: &mut impl Source, stored: &Stored) -> Result<Distinct> {
    let states = states(source, stored).await?;
    Distinct::of(states).map_err(|why| Error::Refused(why.code()))
}

/// Whether an officer found that the person has an account already: only then is that a reason to refuse.
pub(crate) async fn duplicate(source: &mut impl Source, stored: &Stored) -> Result<bool> {
    Ok(standing(source, stored).await?.same > 0)
}
