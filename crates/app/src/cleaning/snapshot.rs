//! Reading the register once, by pages, into the index.

use aws_lc_rs::digest::{Context, SHA256};
use domain::person::{BirthDate, Sex};
use domain::registers::Register;
use store::Snapshot as Reader;
use store::cleaning::{Resident, digests, level_two, page};
use store::registers::state;
use tokio::sync::mpsc;

use super::index::{Builder, Index, Told};
use crate::{App, Error, Result};

/// Rows of a page.
const PAGE: i64 = 20_000;
/// Pages that are read before those in front are taken in.
const AHEAD: usize = 2;

/// The register as it stood.
pub(super) struct Snapshot {
    pub(super) index: Index,
    /// SHA-256 of the register's rows: a run goes on only over the same people.
    pub(super) digest: String,
}

/// Reads it; a register that was never loaded, or is closed, says so.
pub(super) async fn take(app: &App) -> Result<Snapshot> {
    let mut reader = app.db.scan().await?;
    let state = state::find(&mut reader, Register::Population).await?;
    if state.loaded.is_none() {
        return Err(Error::Refused("register-not-loaded"));
    }
    if !state.answers() {
        return Err(Error::Silent(Register::Population.as_str()));
    }
    let accounts = accounts(&mut reader).await?;
    let digests = digests(&reader);
    // One core reads while another takes in.
    let (send, mut read) = mpsc::channel(AHEAD);
    let built = tokio::task::spawn_blocking(move || -> Result<Snapshot> {
        let mut builder = Builder::default();
        let mut hash = Context::new(&SHA256);
        loop {
            // Whoever reads gave up, or says by an empty page that this was all.
            let people: Vec<Resident> = read.blocking_recv().ok_or(Error::Stale)?;
            if people.is_empty() {
                break;
            }
            for person in &people {
                let named = accounts.binary_search(&short(&digests(&person.number)));
                add(&mut builder, &mut hash, person, named.is_ok())?;
            }
        }
        if builder.people() == 0 {
            return Err(Error::Refused("register-not-loaded"));
        }
        Ok(Snapshot {
            index: builder.build(),
            digest: super::journal::hex(hash.finish().as_ref()),
        })
    });
    let mut last = String::new();
    loop {
        let people = page(&mut reader, &last, PAGE).await?;
        let end = people.last().map(|end| end.number.clone());
        // Nobody takes in any more: what was built says why.
        if send.send(people).await.is_err() {
            break;
        }
        let Some(end) = end else { break };
        last = end;
    }
    drop(send);
    built.await.map_err(|e| Error::Internal(e.to_string()))?
}

/// The first eight bytes of a keyed digest, enough to count by.
fn short(digest: &[u8]) -> u64 {
    digest
        .iter()
        .take(8)
        .fold(0, |all, byte| (all << 8) | u64::from(*byte))
}

/// Who has an account of level 2, in order.
async fn accounts(reader: &mut Reader) -> Result<Vec<u64>> {
    let mut found = Vec::new();
    let mut last = Vec::new();
    loop {
        let some = level_two(reader, &last, PAGE).await?;
        found.extend(some.iter().map(|digest| short(digest)));
        match some.into_iter().next_back() {
            Some(end) => last = end,
            None => return Ok(found),
        }
    }
}

fn add(
    builder: &mut Builder,
    hash: &mut Context,
    person: &Resident,
    level_two: bool,
) -> Result<()> {
    let corrupt = || Error::Internal("a row of the population register cannot be read".into());
    for part in [
        &person.number,
        &person.old_number,
        &person.name,
        &person.birth,
        &person.sex,
        &person.status,
    ] {
        hash.update(part.as_bytes());
        hash.update(b"\0");
    }
    let old = (!person.old_number.is_empty()).then_some(&person.old_number);
    let told = Told {
        number: person.number.parse().map_err(|_| corrupt())?,
        old: old
            .map(|old| old.parse())
            .transpose()
            .map_err(|_| corrupt())?,
        name: &person.name,
        birth: BirthDate::parse(&person.birth).map_err(|_| corrupt())?,
        sex: Sex::parse(&person.sex).ok_or_else(corrupt)?,
        dead: person.status == "dead",
        level_two,
    };
    if builder.add(&told) {
        Ok(())
    } else {
        Err(Error::Internal("more people than an index holds".into()))
    }
}
