//! Whose account staff name in a form: a person's number, or the code of an organisation.

use domain::fault::Fault;
use domain::organisation::{CodeError, OrganisationCode};
use domain::person::PersonNumber;
use jiff::Timestamp;
use store::organisation::{self, Anybody};
use store::{Tx, account};

use crate::Result;

/// Twelve digits are a person's, or a household business's (FMT-MST-1).
pub(crate) enum Named {
    Person(PersonNumber),
    Organisation(OrganisationCode),
}

impl Named {
    /// Reads the field `number` of a form.
    pub(crate) fn parse(text: &str) -> std::result::Result<Self, Fault> {
        match (PersonNumber::parse(text), OrganisationCode::parse(text)) {
            (Ok(number), _) => Ok(Self::Person(number)),
            (Err(_), Ok(code)) => Ok(Self::Organisation(code)),
            (Err(_), Err(error @ CodeError::WrongCheck)) => Err(Fault::new("number", error.code())),
            (Err(error), Err(_)) => Err(Fault::new("number", error.code())),
        }
    }

    /// The account, of a person first.
    pub(crate) async fn account(&self, tx: &mut Tx, now: Timestamp) -> Result<Option<Anybody>> {
        let code = match self {
            Self::Person(number) => {
                if let Some(found) = account::by_number(tx, number, now).await? {
                    return Ok(Some(Anybody::Person(Box::new(found))));
                }
                OrganisationCode::parse(number.as_str()).ok()
            }
            Self::Organisation(code) => Some(code.clone()),
        };
        let Some(code) = code else { return Ok(None) };
        let found = organisation::by_code(tx, &code, now).await?;
        Ok(found.map(|found| Anybody::Organisation(Box::new(found))))
    }
}
