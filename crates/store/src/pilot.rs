//! Pilots (R50-1): a small table, read whole.

use std::collections::BTreeSet;

use domain::document::DocumentKind;
use domain::ids::PilotId;
use domain::pilot::Pilot;
use domain::province::ProvinceCode;

use crate::{Error, Result, Source, Tx};

/// A pilot as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    /// The rules' view.
    pub pilot: Pilot,
    /// Name for the console.
    pub name: String,
    /// For compare-and-set.
    pub revision: i64,
}

row! {
    struct PilotRow {
        id: Vec<u8>,
        kind: String,
        name: String,
        provinces: String,
        from_day: String,
        to_day: Option<String>,
        running: bool,
        revision: i64,
    }
}

impl TryFrom<PilotRow> for Stored {
    type Error = Error;

    fn try_from(row: PilotRow) -> Result<Self> {
        let corrupt = || Error::Corrupt("pilot");
        let codes = row.provinces.split(',').filter(|code| !code.is_empty());
        let provinces: std::result::Result<BTreeSet<_>, _> =
            codes.map(ProvinceCode::parse).collect();
        Ok(Self {
            pilot: Pilot {
                id: PilotId::try_from(row.id.as_slice()).map_err(|_| corrupt())?,
                kind: DocumentKind::parse(&row.kind).ok_or_else(corrupt)?,
                provinces: provinces.map_err(|_| corrupt())?,
                from: row.from_day.parse().map_err(|_| corrupt())?,
                to: row
                    .to_day
                    .map(|day| day.parse())
                    .transpose()
                    .map_err(|_| corrupt())?,
                running: row.running,
            },
            name: row.name,
            revision: row.revision,
        })
    }
}

pub(crate) const ALL: &str = "SELECT id, kind, name, provinces, from_day, to_day, running, revision FROM pilot ORDER BY from_day, id";

/// Every pilot.
pub async fn all(source: &mut impl Source) -> Result<Vec<Stored>> {
    fetch_all!(source, PilotRow, ALL)?
        .into_iter()
        .map(Stored::try_from)
        .collect()
}

pub(crate) const LOAD: &str = "SELECT id, kind, name, provinces, from_day, to_day, running, revision FROM pilot WHERE id = $1";

/// One pilot.
pub async fn load(source: &mut impl Source, id: PilotId) -> Result<Option<Stored>> {
    fetch_optional!(source, PilotRow, LOAD, id.as_bytes().as_slice())?
        .map(Stored::try_from)
        .transpose()
}

fn codes(pilot: &Pilot) -> String {
    pilot
        .provinces
        .iter()
        .map(|code| code.as_str())
        .collect::<Vec<_>>()
        .join(",")
}

pub(crate) const INSERT: &str = "INSERT INTO pilot (id, kind, name, provinces, from_day, to_day, running, revision) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, 1)";

/// Writes a new pilot.
pub async fn insert(tx: &mut Tx, stored: &Stored) -> Result<()> {
    let pilot = &stored.pilot;
    execute!(
        tx,
        INSERT,
        pilot.id.as_bytes().as_slice(),
        pilot.kind.slug(),
        stored.name.as_str(),
        codes(pilot),
        pilot.from.to_string(),
        pilot.to.map(|day| day.to_string()),
        pilot.running
    )?;
    Ok(())
}

pub(crate) const SAVE: &str = "UPDATE pilot SET kind = $2, name = $3, provinces = $4, from_day = $5, to_day = $6, running = $7, \
     revision = revision + 1 WHERE id = $1 AND revision = $8";

/// Writes a changed pilot; [`Error::Stale`] when somebody else was faster.
pub async fn save(tx: &mut Tx, stored: &Stored) -> Result<()> {
    let pilot = &stored.pilot;
    let changed = execute!(
        tx,
        SAVE,
        pilot.id.as_bytes().as_slice(),
        pilot.kind.slug(),
        stored.name.as_str(),
        codes(pilot),
        pilot.from.to_string(),
        pilot.to.map(|day| day.to_string()),
        pilot.running,
        stored.revision
    )?;
    if changed == 1 {
        Ok(())
    } else {
        Err(Error::Stale)
    }
}
