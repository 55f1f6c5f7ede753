//! From a line's fields to the cells of its row.

use domain::registers::{
    Fields, PortraitSource, Register, RowError, business, cards, foreigners, health, holidays,
    licences, passports, population, units,
};
use store::registers::{
    Cell, business as business_table, card, foreigner, health as health_table, licence, passport,
    person,
};
use store::{holiday, unit};

/// A portrait that a line names.
pub(super) struct Portrait {
    pub(super) key: String,
    pub(super) source: PortraitSource,
    pub(super) path: String,
}

fn portrait(key: &str, source: PortraitSource, path: &str) -> Option<Portrait> {
    (!path.is_empty()).then(|| Portrait {
        key: key.to_owned(),
        source,
        path: path.to_owned(),
    })
}

pub(super) fn take(
    register: Register,
    fields: &Fields<'_>,
    cells: &mut Vec<Cell>,
) -> Result<Option<Portrait>, RowError> {
    match register {
        Register::Population => {
            let record = population::parse_row(fields)?;
            person::cells(&record, cells);
            let path = fields.text(population::PORTRAIT);
            return Ok(portrait(
                record.identity.number.as_str(),
                PortraitSource::Population,
                path,
            ));
        }
        Register::Cards => {
            let record = cards::parse_row(fields)?;
            card::cells(&record, cells);
            return Ok(portrait(
                record.number.as_str(),
                PortraitSource::Card,
                fields.text(cards::PORTRAIT),
            ));
        }
        Register::Foreigners => {
            let record = foreigners::parse_row(fields)?;
            foreigner::cells(&record, cells);
            return Ok(portrait(
                &record.file,
                PortraitSource::Immigration,
                fields.text(foreigners::PORTRAIT),
            ));
        }
        Register::Licences => licence::cells(&licences::parse_row(fields)?, cells),
        Register::Health => health_table::cells(&health::parse_row(fields)?, cells),
        Register::Passports => passport::cells(&passports::parse_row(fields)?, cells),
        Register::Business => business_table::cells(&business::parse_row(fields)?, cells),
        Register::Units => unit::cells(&units::parse_row(fields)?, cells),
        Register::Holidays => holiday::cells(&holidays::parse_row(fields)?, cells),
    }
    Ok(None)
}
