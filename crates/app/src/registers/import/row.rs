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

/// The fingerprints that a line names: there are no others of the person.
pub(super) struct Prints {
    pub(super) key: String,
    pub(super) source: PortraitSource,
    /// Each with the path of its picture.
    pub(super) fingers: Vec<(Finger, String)>,
}

/// The pictures that a line names.
#[derive(Default)]
pub(super) struct Pictures {
    pub(super) portrait: Option<Portrait>,
    /// Nothing where the file does not tell.
    pub(super) prints: Option<Prints>,
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
            prints: None,
        }
    }

    fn with(self, key: &str, source: PortraitSource, prints: Option<Vec<(Finger, &str)>>) -> Self {
        let owned = |(finger, path): (Finger, &str)| (finger, path.to_owned());
        let prints = prints.map(|fingers| Prints {
            key: key.to_owned(),
            source,
            fingers: fingers.into_iter().map(owned).collect(),
        });
        Self { prints, ..self }
    }
}

/// What a file with that column says of the prints.
fn prints<'a>(
    fields: &'a Fields<'_>,
    column: usize,
) -> Result<Option<Vec<(Finger, &'a str)>>, RowError> {
    let told = fingers::parse(fields, column)?;
    Ok(fields.has(column).then_some(told))
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
            let prints = prints(fields, cards::FINGERS)?;
            card::cells(&record, cells);
            let (key, source) = (record.number.as_str(), PortraitSource::Card);
            let pictures = Pictures::portrait(key, source, fields.text(cards::PORTRAIT));
            return Ok(pictures.with(key, source, prints));
        }
        Register::Foreigners => {
            let record = foreigners::parse_row(fields)?;
            let prints = prints(fields, foreigners::FINGERS)?;
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
