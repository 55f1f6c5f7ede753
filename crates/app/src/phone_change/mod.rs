//! APP-12: the telephone number an account is bound to changes as a case with a due date. A call or visit
//! with strong proof receives it and the person reads back a code sent to the new number; every contact
//! of before is told at once; somebody else carries it out; then the account is activated again.

mod decide;
mod own;
mod queue;
mod receive;

pub use decide::{Verdict, decide};
pub(crate) use own::overtaken;
pub use own::{latest, withdraw};
pub use queue::{Review, Waiting, queue, review};
pub use receive::{receive, send_code};

use domain::phone_change::ChangeError;
use store::{Source, registration};

use crate::in_address::in_address;
use crate::{Error, Result};

in_address! {
    /// A change in an address: `sub_….phc_…`.
    PhoneChangeRef(PhoneChangeId),
    /// Whose account.
}

impl From<ChangeError> for Error {
    fn from(error: ChangeError) -> Self {
        Self::Refused(error.code())
    }
}

/// A level-2 registration that goes on sets the contact at its counter; two ways at once would let the
/// older one win.
async fn no_proofing(source: &mut impl Source, stored: &store::account::Stored) -> Result<()> {
    let number = &stored.profile.identity.number;
    match registration::open_level_two(source, number).await? {
        Some(_) => Err(Error::Refused("phone-change-proofing")),
        None => Ok(()),
    }
}
