//! Templates of the portraits that level 2 was approved with (D59-3.1), sealed, an engine's each. Nodes hold them in
//! memory and read what changed behind the last that they know.

use domain::ids::{CaptureId, RegistrationId, SubjectId};
use domain::time::millis;
use jiff::Timestamp;
use zeroize::Zeroizing;

use crate::{Error, Keys, Result, Source, Tx};

const CORRUPT: Error = Error::Corrupt("face_template");

fn context(subject: SubjectId, registration: RegistrationId) -> String {
    format!("face/{subject}/{registration}")
}

/// A portrait that level 2 was approved with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Portrait {
    /// Whose registration, and capture.
    pub subject: SubjectId,
    /// Which registration.
    pub registration: RegistrationId,
    /// Whose account.
    pub account: SubjectId,
    /// The capture.
    pub portrait: CaptureId,
}

pub(crate) const NEXT: &str = "INSERT INTO face_sequence (id, last) VALUES (1, 1) \
     ON CONFLICT (id) DO UPDATE SET last = face_sequence.last + 1 RETURNING last";

/// The next number. Whoever takes one holds up all others until he commits, so that numbers come in the order of the
/// commits and no reader passes one over: take it last.
pub async fn next(tx: &mut Tx) -> Result<i64> {
    let (last,) = fetch_one!(tx, (i64,), NEXT)?;
    Ok(last)
}

pub(crate) const INSERT: &str = "INSERT INTO face_template (subject, registration, engine, account, portrait, place, seq, template, made_at) \
     VALUES ($1, $2, $3, $4, $5, $6, $6, $7, $8) ON CONFLICT (subject, registration, engine) DO NOTHING";

/// Keeps a template under a number of [`next`], or that the engine makes none of the portrait. What is there already
/// stays.
pub async fn insert(
    tx: &mut Tx,
    of: &Portrait,
    (engine, seq): (&str, i64),
    template: Option<&[u8]>,
    at: Timestamp,
) -> Result<()> {
    let context = context(of.subject, of.registration);
    let sealed = template.map(|plain| tx.keys().seal(&context, plain));
    execute!(
        tx,
        INSERT,
        of.subject.as_bytes().as_slice(),
        of.registration.as_bytes().as_slice(),
        engine,
        of.account.as_bytes().as_slice(),
        of.portrait.as_bytes().as_slice(),
        seq,
        sealed.transpose()?,
        millis(at)
    )?;
    Ok(())
}

row! {
    struct ChangeRow {
        seq: i64,
        place: i64,
        subject: Vec<u8>,
        registration: Vec<u8>,
        account: Vec<u8>,
        template: Option<Vec<u8>>,
    }
}

/// A template that came, or went.
pub struct Change {
    /// Its number.
    pub seq: i64,
    /// Its name in memory.
    pub place: i64,
    /// Whose account.
    pub account: SubjectId,
    /// The template; `None`: there is none, or none any more, or it does not open.
    pub template: Option<Zeroizing<Vec<u8>>>,
}

domain::redacted_debug!(Change);

impl ChangeRow {
    fn open(self, keys: &Keys) -> Result<Change> {
        let subject = SubjectId::try_from(self.subject.as_slice()).map_err(|_| CORRUPT)?;
        let registration = RegistrationId::try_from(self.registration.as_slice());
        let context = context(subject, registration.map_err(|_| CORRUPT)?);
        // One that does not open is as good as none: the others are searched all the same.
        let open = |sealed: Vec<u8>| {
            let opened = keys.open(&context, &sealed).map(Zeroizing::new);
            opened
                .inspect_err(|cause| tracing::error!(%cause, place = self.place, "a face template"))
                .ok()
        };
        let template = self.template.and_then(open);
        Ok(Change {
            seq: self.seq,
            place: self.place,
            account: SubjectId::try_from(self.account.as_slice()).map_err(|_| CORRUPT)?,
            template,
        })
    }
}

pub(crate) const AFTER: &str = "SELECT seq, place, subject, registration, account, template FROM face_template \
     WHERE engine = $1 AND seq > $2 ORDER BY seq LIMIT $3";

/// What changed of an engine's templates behind a number, in its order.
pub async fn after(
    source: &mut impl Source,
    (engine, seq): (&str, i64),
    limit: i64,
) -> Result<Vec<Change>> {
    let rows = fetch_all!(source, ChangeRow, AFTER, engine, seq, limit)?;
    let keys = source.keys();
    rows.into_iter().map(|row| row.open(&keys)).collect()
}

row! {
    struct PortraitRow {
        subject: Vec<u8>,
        registration: Vec<u8>,
        account: Vec<u8>,
        portrait: Vec<u8>,
    }
}

pub(crate) const AT: &str = "SELECT subject, registration, account, portrait FROM face_template \
     WHERE place = $1 AND template IS NOT NULL";

/// The portrait at a place, if it still has a template.
pub async fn at(source: &mut impl Source, place: i64) -> Result<Option<Portrait>> {
    let row = fetch_optional!(source, PortraitRow, AT, place)?;
    let read = |row: PortraitRow| {
        Ok(Portrait {
            subject: SubjectId::try_from(row.subject.as_slice()).map_err(|_| CORRUPT)?,
            registration: RegistrationId::try_from(row.registration.as_slice())
                .map_err(|_| CORRUPT)?,
            account: SubjectId::try_from(row.account.as_slice()).map_err(|_| CORRUPT)?,
            portrait: CaptureId::try_from(row.portrait.as_slice()).map_err(|_| CORRUPT)?,
        })
    };
    row.map(read).transpose()
}

pub(crate) const LACKING: &str = "SELECT r.subject, r.id FROM registration r \
     WHERE r.level = 2 AND r.state = 'approved' AND (r.subject > $1 OR (r.subject = $1 AND r.id > $2)) \
     AND NOT EXISTS (SELECT 1 FROM face_template t WHERE t.subject = r.subject AND t.registration = r.id AND t.engine = $3) \
     ORDER BY r.subject, r.id LIMIT $4";

/// Where a search for missing templates goes on.
pub type Cursor = (SubjectId, RegistrationId);

/// Approved registrations of level 2 behind a cursor that lack a template of an engine.
pub async fn lacking(
    source: &mut impl Source,
    engine: &str,
    (subject, registration): Cursor,
    limit: i64,
) -> Result<Vec<Cursor>> {
    let rows = fetch_all!(
        source,
        (Vec<u8>, Vec<u8>),
        LACKING,
        subject.as_bytes().as_slice(),
        registration.as_bytes().as_slice(),
        engine,
        limit
    )?;
    let read = |(subject, id): (Vec<u8>, Vec<u8>)| {
        Ok((
            SubjectId::try_from(subject.as_slice()).map_err(|_| CORRUPT)?,
            RegistrationId::try_from(id.as_slice()).map_err(|_| CORRUPT)?,
        ))
    };
    rows.into_iter().map(read).collect()
}

pub(crate) const OUTDATED: &str = "DELETE FROM face_template WHERE (subject, registration, engine) IN \
     (SELECT o.subject, o.registration, o.engine FROM face_template o \
     JOIN face_template n ON n.subject = o.subject AND n.registration = o.registration AND n.engine = $1 \
     WHERE o.engine <> $1 AND n.made_at < $2 LIMIT $3)";

/// Removes templates of other engines where this engine has had its own since before an instant.
pub async fn purge(tx: &mut Tx, engine: &str, before: Timestamp, limit: i64) -> Result<u64> {
    execute!(tx, OUTDATED, engine, millis(before), limit)
}

pub(crate) const FORGET: &str = "UPDATE face_template SET template = NULL WHERE subject = $1 AND portrait = $2 AND template IS NOT NULL";
pub(crate) const FORGET_ALL: &str = "UPDATE face_template SET template = NULL WHERE subject = $1 AND registration = $2 AND template IS NOT NULL";
pub(crate) const TELL: &str =
    "UPDATE face_template SET seq = $2 WHERE subject = $1 AND template IS NULL";

/// Forgets what was made of a portrait that is removed, on every node.
pub(crate) async fn forget(tx: &mut Tx, subject: SubjectId, portrait: CaptureId) -> Result<()> {
    let (of, which) = (
        subject.as_bytes().as_slice(),
        portrait.as_bytes().as_slice(),
    );
    let gone = execute!(tx, FORGET, of, which)?;
    tell(tx, subject, gone).await
}

/// The same for all portraits of a registration.
pub(crate) async fn forget_all(
    tx: &mut Tx,
    subject: SubjectId,
    registration: RegistrationId,
) -> Result<()> {
    let (of, which) = (
        subject.as_bytes().as_slice(),
        registration.as_bytes().as_slice(),
    );
    let gone = execute!(tx, FORGET_ALL, of, which)?;
    tell(tx, subject, gone).await
}

async fn tell(tx: &mut Tx, subject: SubjectId, gone: u64) -> Result<()> {
    if gone > 0 {
        let seq = next(tx).await?;
        execute!(tx, TELL, subject.as_bytes().as_slice(), seq)?;
    }
    Ok(())
}
