//! APP-12: the telephone number an account is bound to changes as a case with a due date. A call or visit
//! with strong proof receives it and the person reads back a code sent to the new number; every contact
//! of before is told at once; somebody else carries it out; then the account is activated again. Who shows card and
//! face in the app does without call and officer.

mod by_card;
mod decide;
mod own;
mod queue;
mod receive;

pub use by_card::{bind_own, send_own_code};
pub use decide::{Verdict, decide};
pub(crate) use own::overtaken;
pub use own::{latest, withdraw};
pub use queue::{Review, Waiting, queue, review};
pub use receive::{receive, send_code};

use domain::contact::Phone;
use domain::fault::Fault;
use domain::phone_change::ChangeError;
use store::account::{self, Identifier};
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

/// APP-11: the number must be another one than now, and nobody else's.
async fn free(
    source: &mut impl Source,
    stored: &store::account::Stored,
    phone: &Phone,
) -> Result<()> {
    if stored.profile.phone.as_ref() == Some(phone) {
        return Err(Fault::new("phone", "phone-same").into());
    }
    let owner = account::subject_of(source, Identifier::Phone, phone.as_str()).await?;
    match owner {
        Some(owner) if owner != stored.account.subject => {
            Err(Fault::new("phone", "phone-taken").into())
        }
        Some(_) | None => Ok(()),
    }
}
