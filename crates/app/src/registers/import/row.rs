//! From a line's fields to the cells of its row.

use domain::finger::Finger;
use domain::registers::{
    Fields, PortraitSource, Register, RowError, business, cards, fingers, foreigners, health,
    holidays, licences, passports, population, units,
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

/// A fingerprint that a line names.
pub(super) struct Print {
    pub(super) key: String,
    pub(super) source: PortraitSource,
    pub(super) finger: Finger,
    pub(super) path: String,
}

/// The pictures that a line names.
#[derive(Default)]
pub(super) struct Pictures {
    pub(super) portrait: Option<Portrait>,
    pub(super) prints: Vec<Print>,
}

impl Pictures {
    fn portrait(key: &str, source: PortraitSource, path: &str) -> Self {
        let portrait = (!path.is_empty()).then(|| Portrait {
            key: key.to_owned(),
            source,
            path: path.to_owned(),
        });
        Self {
            portrait,
            prints: Vec::new(),
        }
    }

    fn with(mut self, key: &str, source: PortraitSource, prints: Vec<(Finger, &str)>) -> Self {
        let print = |(finger, path): (Finger, &str)| Print {
            key: key.to_owned(),
            source,
            finger,
            path: path.to_owned(),
        };
        self.prints = prints.into_iter().map(print).collect();
        self
    }
}

pub(super) fn take(
    register: Register,
    fields: &Fields<'_>,
    cells: &mut Vec<Cell>,
) -> Result<Pictures, RowError> {
    match register {
        Register::Population => {
            let record = population::parse_row(fields)?;
            person::cells(&record, cells);
            let path = fields.text(population::PORTRAIT);
            let (key, source) = (record.identity.number.as_str(), PortraitSource::Population);
            return Ok(Pictures::portrait(key, source, path));
        }
        Register::Cards => {
            let record = cards::parse_row(fields)?;
            let prints = fingers::parse(fields, cards::FINGERS)?;
            card::cells(&record, cells);
            let (key, source) = (record.number.as_str(), PortraitSource::Card);
            let pictures = Pictures::portrait(key, source, fields.text(cards::PORTRAIT));
            return Ok(pictures.with(key, source, prints));
        }
        Register::Foreigners => {
            let record = foreigners::parse_row(fields)?;
            let prints = fingers::parse(fields, foreigners::FINGERS)?;
            foreigner::cells(&record, cells);
            let (key, source) = (record.file.as_str(), PortraitSource::Immigration);
            let pictures = Pictures::portrait(key, source, fields.text(foreigners::PORTRAIT));
            return Ok(pictures.with(key, source, prints));
        }
        Register::Licences => licence::cells(&licences::parse_row(fields)?, cells),
        Register::Health => health_table::cells(&health::parse_row(fields)?, cells),
        Register::Passports => passport::cells(&passports::parse_row(fields)?, cells),
        Register::Business => business_table::cells(&business::parse_row(fields)?, cells),
        Register::Units => unit::cells(&units::parse_row(fields)?, cells),
        Register::Holidays => holiday::cells(&holidays::parse_row(fields)?, cells),
    }
    Ok(Pictures::default())
}
