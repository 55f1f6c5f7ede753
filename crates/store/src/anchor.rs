//! Authorities of cards that are trusted, and their revocation lists (D59-14.2.a2).

use domain::ids::StaffId;
use domain::time::{from_millis, millis};
use jiff::Timestamp;

use crate::{Error, Result, Source, Tx};

/// An authority to be taken in.
#[derive(Debug, Clone)]
pub struct New<'a> {
    /// SHA-256 of the certificate.
    pub digest: &'a [u8],
    /// Country, two letters.
    pub country: &'a str,
    /// The subject's name.
    pub subject: &'a str,
    /// First and last instant of its validity.
    pub validity: (Timestamp, Timestamp),
    /// The certificate in DER.
    pub certificate: &'a [u8],
}

/// A revocation list to be taken in.
#[derive(Debug, Clone)]
pub struct NewList<'a> {
    /// SHA-256 of its authority's certificate.
    pub anchor: &'a [u8],
    /// SHA-256 of the list.
    pub digest: &'a [u8],
    /// The list in DER.
    pub list: &'a [u8],
    /// When it was issued, and when the next one is due.
    pub times: (Timestamp, Timestamp),
    /// How many certificates it revokes.
    pub revoked: usize,
}

/// When an authority was withdrawn, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Withdrawn {
    /// When.
    pub at: Timestamp,
    /// Why.
    pub words: String,
}

/// The revocation list of an authority.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct List {
    /// The list in DER.
    pub list: Vec<u8>,
    /// When it was issued.
    pub issued: Timestamp,
    /// When the next one is due.
    pub next: Timestamp,
    /// How many certificates it revokes.
    pub revoked: i64,
}

/// An authority as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    /// SHA-256 of the certificate.
    pub digest: Vec<u8>,
    /// Country, two letters.
    pub country: String,
    /// The subject's name.
    pub subject: String,
    /// First and last instant of its validity.
    pub validity: (Timestamp, Timestamp),
    /// The certificate in DER.
    pub certificate: Vec<u8>,
    /// When it was taken in.
    pub added: Timestamp,
    /// Whether it is trusted no more.
    pub withdrawn: Option<Withdrawn>,
    /// Its revocation list.
    pub list: Option<List>,
}

row! {
    struct AnchorRow {
        digest: Vec<u8>,
        country: String,
        subject: String,
        valid_from: i64,
        valid_to: i64,
        certificate: Vec<u8>,
        added_at: i64,
        withdrawn_at: Option<i64>,
        withdrawn_words: Option<String>,
        list: Option<Vec<u8>>,
        issued_at: Option<i64>,
        next_at: Option<i64>,
        revoked: Option<i64>,
    }
}

impl From<AnchorRow> for Stored {
    fn from(row: AnchorRow) -> Self {
        let list = match (row.list, row.issued_at, row.next_at, row.revoked) {
            (Some(list), Some(issued), Some(next), Some(revoked)) => Some(List {
                list,
                issued: from_millis(issued),
                next: from_millis(next),
                revoked,
            }),
            _ => None,
        };
        let withdrawn = row.withdrawn_at.zip(row.withdrawn_words);
        Self {
            digest: row.digest,
            country: row.country,
            subject: row.subject,
            validity: (from_millis(row.valid_from), from_millis(row.valid_to)),
            certificate: row.certificate,
            added: from_millis(row.added_at),
            withdrawn: withdrawn.map(|(at, words)| Withdrawn {
                at: from_millis(at),
                words,
            }),
            list,
        }
    }
}

pub(crate) const ALL: &str = "SELECT a.digest, a.country, a.subject, a.valid_from, a.valid_to, a.certificate, a.added_at, a.withdrawn_at, \
     a.withdrawn_words, l.list, l.issued_at, l.next_at, l.revoked FROM chip_anchor a \
     LEFT JOIN chip_list l ON l.anchor = a.digest ORDER BY a.country, a.valid_from, a.digest";

/// Every authority, those that were withdrawn too.
pub async fn all(source: &mut impl Source) -> Result<Vec<Stored>> {
    let rows = fetch_all!(source, AnchorRow, ALL)?;
    Ok(rows.into_iter().map(Stored::from).collect())
}

pub(crate) const INSERT: &str = "INSERT INTO chip_anchor (digest, country, subject, valid_from, valid_to, certificate, added_at, added_by) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (digest) DO NOTHING";

/// Takes an authority in; `false` when it is there already, trusted or withdrawn.
pub async fn insert(tx: &mut Tx, new: &New<'_>, at: Timestamp, by: StaffId) -> Result<bool> {
    put(tx, INSERT, new, (at, by)).await
}

pub(crate) const INSERT_AGAIN: &str = "INSERT INTO chip_anchor (digest, country, subject, valid_from, valid_to, certificate, added_at, added_by) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (digest) DO UPDATE SET added_at = excluded.added_at, \
     added_by = excluded.added_by, withdrawn_at = NULL, withdrawn_by = NULL, withdrawn_words = NULL \
     WHERE chip_anchor.withdrawn_at IS NOT NULL";

/// Takes an authority in, one that was withdrawn again; `false` when it is trusted already.
pub async fn insert_again(tx: &mut Tx, new: &New<'_>, at: Timestamp, by: StaffId) -> Result<bool> {
    put(tx, INSERT_AGAIN, new, (at, by)).await
}

async fn put(
    tx: &mut Tx,
    statement: &'static str,
    new: &New<'_>,
    (at, by): (Timestamp, StaffId),
) -> Result<bool> {
    let rows = execute!(
        tx,
        statement,
        new.digest,
        new.country,
        new.subject,
        millis(new.validity.0),
        millis(new.validity.1),
        new.certificate,
        millis(at),
        by.as_bytes().as_slice()
    )?;
    Ok(rows == 1)
}

pub(crate) const PUT_LIST: &str = "INSERT INTO chip_list (anchor, digest, list, issued_at, next_at, revoked, added_at, added_by) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (anchor) DO UPDATE SET digest = excluded.digest, list = excluded.list, \
     issued_at = excluded.issued_at, next_at = excluded.next_at, revoked = excluded.revoked, added_at = excluded.added_at, \
     added_by = excluded.added_by WHERE chip_list.issued_at <= excluded.issued_at AND chip_list.digest <> excluded.digest";

/// Takes a revocation list in; `false` when a newer one or this very one is there.
pub async fn put_list(tx: &mut Tx, new: &NewList<'_>, at: Timestamp, by: StaffId) -> Result<bool> {
    let revoked = i64::try_from(new.revoked).map_err(|_| Error::Corrupt("chip_list"))?;
    let rows = execute!(
        tx,
        PUT_LIST,
        new.anchor,
        new.digest,
        new.list,
        millis(new.times.0),
        millis(new.times.1),
        revoked,
        millis(at),
        by.as_bytes().as_slice()
    )?;
    Ok(rows == 1)
}

pub(crate) const WITHDRAW: &str = "UPDATE chip_anchor SET withdrawn_at = $2, withdrawn_by = $3, withdrawn_words = $4 \
     WHERE digest = $1 AND withdrawn_at IS NULL";

/// Trusts an authority no more; `false` when it is not trusted.
pub async fn withdraw(
    tx: &mut Tx,
    digest: &[u8],
    words: &str,
    (at, by): (Timestamp, StaffId),
) -> Result<bool> {
    let rows = execute!(
        tx,
        WITHDRAW,
        digest,
        millis(at),
        by.as_bytes().as_slice(),
        words
    )?;
    Ok(rows == 1)
}
