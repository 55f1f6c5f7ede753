//! How each register names its subjects: the one place to add a register's own kind of identifier.

use domain::organisation::OrganisationCode;
use domain::person::PersonNumber;
use domain::regime::PersonKind;
use domain::register_event::Teller;
use domain::registers::Reason;
use store::account::Identifier;

use crate::ports::Told;
use crate::{App, Result};

/// The identifier by which the subject of an event is found.
pub(crate) fn identify(
    teller: Teller,
    told: &str,
) -> std::result::Result<(Identifier, String), Reason> {
    match teller {
        Teller::Population | Teller::Cards | Teller::Foreigners => {
            let number = PersonNumber::parse(told).map_err(|_| Reason::Number)?;
            // A register tells of its own people only: nobody ends what another has told.
            let own = match teller {
                Teller::Foreigners => PersonKind::Foreigner,
                Teller::Population | Teller::Cards | Teller::Business => PersonKind::Citizen,
            };
            if number.kind() != own {
                return Err(Reason::NotCitizen);
            }
            Ok((Identifier::Number, number.as_str().to_owned()))
        }
        Teller::Business => {
            let code = OrganisationCode::parse(told).map_err(|_| Reason::TaxCode)?;
            Ok((Identifier::Organisation, code.as_str().to_owned()))
        }
    }
}

/// Whether the register knows a subject who has no account. A silent register says nothing against it
/// (I6); one that is not asked now is asked later.
pub(super) async fn listed(app: &App, teller: Teller, told: &str) -> Result<bool> {
    match teller {
        Teller::Population | Teller::Cards | Teller::Foreigners => {
            match PersonNumber::parse(told) {
                Ok(number) => known(app.registers.person(&number).await),
                Err(_) => Ok(false),
            }
        }
        Teller::Business => match OrganisationCode::parse(told) {
            Ok(code) => known(app.registers.business(&code).await),
            Err(_) => Ok(false),
        },
    }
}

fn known<T>(told: Told<T>) -> Result<bool> {
    match told {
        Ok(record) => Ok(record.is_some()),
        Err(silent) if silent.again.is_some() => Err(silent.into()),
        Err(_) => Ok(true),
    }
}

/// The year of birth that the register's own identifier tells, where it tells one (FMT-ID-1).
pub(super) fn birth_year(teller: Teller, told: &str) -> Option<i16> {
    match teller {
        Teller::Population | Teller::Cards | Teller::Foreigners => {
            let number = PersonNumber::parse(told).ok();
            number
                .filter(|n| n.kind() == PersonKind::Citizen)
                .map(|n| n.birth_year())
        }
        Teller::Business => None,
    }
}

/// How it is shown: mostly hidden.
pub(super) fn masked(teller: Teller, told: &str) -> String {
    match teller {
        Teller::Population | Teller::Cards | Teller::Foreigners => {
            PersonNumber::parse(told).map_or_else(|_| "•••".to_owned(), |n| n.masked())
        }
        Teller::Business => {
            OrganisationCode::parse(told).map_or_else(|_| "•••".to_owned(), |c| c.shown())
        }
    }
}
