//! Accounts with the holds in force, and the identifiers that lead to them (I1).

use domain::account::{Account, Level, Possession, SubjectKind};
use domain::contact::{Email, Phone};
use domain::ids::SubjectId;
use domain::person::{Foreign, Identity, PersonNumber};
use domain::time::{from_millis, millis};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{Error, Result, Source, Tx};

/// What an account knows of its holder; sealed at rest.
#[derive(Clone, Serialize, Deserialize)]
pub struct Profile {
    /// D59-7.1.
    pub identity: Identity,
    /// D59-8.1: paper and stay of a foreigner.
    #[serde(default)]
    pub foreign: Option<Foreign>,
    /// Confirmed phone.
    pub phone: Option<Phone>,
    /// Confirmed e-mail address.
    pub email: Option<Email>,
}

domain::redacted_debug!(Profile);

/// An account as stored: the rules' view, the profile, and what is only kept.
#[derive(Debug, Clone)]
pub struct Stored {
    /// The rules' view with the holds in force.
    pub account: Account,
    /// Sealed personal data, opened.
    pub profile: Profile,
    /// Province of birth registration, for pilots (R50-4).
    pub province: String,
    /// Language of messages.
    pub language: String,
    /// For compare-and-set.
    pub revision: i64,
}

/// Whoever has an account that is locked, unlocked and told of it: the same for all kinds of subject
/// (D59-19.x).
pub trait Holder: Send + Sync {
    /// The rules' view with the holds in force.
    fn account(&self) -> &Account;
    /// The same, for a change.
    fn account_mut(&mut self) -> &mut Account;
    /// Where messages go.
    fn phone(&self) -> Option<&Phone>;
    /// Where messages go.
    fn email(&self) -> Option<&Email>;
    /// Language of messages.
    fn language(&self) -> &str;
    /// Name of the organisation, where it is one: its messages name it.
    fn organisation(&self) -> Option<&str> {
        None
    }
}

impl Holder for Stored {
    fn account(&self) -> &Account {
        &self.account
    }

    fn account_mut(&mut self) -> &mut Account {
        &mut self.account
    }

    fn phone(&self) -> Option<&Phone> {
        self.profile.phone.as_ref()
    }

    fn email(&self) -> Option<&Email> {
        self.profile.email.as_ref()
    }

    fn language(&self) -> &str {
        &self.language
    }
}

/// Kinds of identifier, each a namespace of digests.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Identifier {
    /// Personal identification number.
    Number,
    /// Phone.
    Phone,
    /// E-mail address.
    Email,
    /// Code of an organisation (D59-3.5).
    Organisation,
    /// Credential id of a passkey (`WebAuthn` 7.1: registered for one account at most).
    Passkey,
}

impl Identifier {
    /// Word in rows and namespace of the digest.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Number => "number",
            Self::Phone => "phone",
            Self::Email => "email",
            Self::Organisation => "organisation",
            Self::Passkey => "passkey",
        }
    }
}

row! {
    struct AccountRow {
        subject: Vec<u8>,
        level: i64,
        notified_at: i64,
        activate_by: i64,
        activated_at: Option<i64>,
        province: String,
        language: String,
        profile: Vec<u8>,
        revision: i64,
        kind: String,
    }
}

pub(crate) fn context(subject: SubjectId) -> String {
    format!("account/{subject}")
}

/// An account's row, its profile still sealed.
pub(crate) struct Row {
    pub(crate) account: Account,
    pub(crate) profile: Vec<u8>,
    pub(crate) province: String,
    pub(crate) language: String,
    pub(crate) revision: i64,
}

impl AccountRow {
    fn into_row(self) -> Result<Row> {
        let subject =
            SubjectId::try_from(self.subject.as_slice()).map_err(|_| Error::Corrupt("account"))?;
        let possession = match self.activated_at {
            Some(at) => Possession::Activated {
                at: from_millis(at),
            },
            None => Possession::Issued {
                notified_at: from_millis(self.notified_at),
                activate_by: from_millis(self.activate_by),
            },
        };
        Ok(Row {
            account: Account {
                subject,
                kind: SubjectKind::parse(&self.kind).ok_or(Error::Corrupt("account"))?,
                level: Level::from_stored(self.level).ok_or(Error::Corrupt("account"))?,
                possession,
                holds: Vec::new(),
            },
            profile: self.profile,
            province: self.province,
            language: self.language,
            revision: self.revision,
        })
    }
}

pub(crate) const BY_SUBJECT: &str = "SELECT subject, level, notified_at, activate_by, activated_at, province, language, profile, revision, kind \
     FROM account WHERE subject = $1";

/// The row of a subject, with the holds in force at an instant.
pub(crate) async fn load_row(
    source: &mut impl Source,
    subject: SubjectId,
    now: Timestamp,
) -> Result<Option<Row>> {
    let row = fetch_optional!(
        source,
        AccountRow,
        BY_SUBJECT,
        subject.as_bytes().as_slice()
    )?;
    let Some(row) = row else { return Ok(None) };
    let mut row = row.into_row()?;
    row.account.holds = crate::hold::in_force(source, subject, now).await?;
    Ok(Some(row))
}

/// The account of a person, with the holds in force at an instant; nothing where the subject is an
/// organisation (`organisation::load`).
pub async fn load(
    source: &mut impl Source,
    subject: SubjectId,
    now: Timestamp,
) -> Result<Option<Stored>> {
    let row = load_row(source, subject, now).await?;
    row.filter(|row| row.account.kind != SubjectKind::Organisation)
        .map(|row| {
            Ok(Stored {
                profile: source.keys().open_json(&context(subject), &row.profile)?,
                account: row.account,
                province: row.province,
                language: row.language,
                revision: row.revision,
            })
        })
        .transpose()
}

pub(crate) const SUBJECT_OF: &str = "SELECT subject FROM identifier WHERE digest = $1";

pub(crate) const HOLD_ROW: &str = "SELECT revision FROM account WHERE subject = $1 FOR UPDATE";

/// I5: the account for a change, its row held until the transaction ends: a lock that was acknowledged
/// is seen, and one that comes waits. SQLite has one writer and nothing to hold.
pub async fn load_to_change(
    tx: &mut Tx,
    subject: SubjectId,
    now: Timestamp,
) -> Result<Option<Stored>> {
    hold_row(tx, subject).await?;
    load(tx, subject, now).await
}

/// Holds the row of an account until the transaction ends: changes side by side wait for each other.
pub async fn hold_row(tx: &mut Tx, subject: SubjectId) -> Result<()> {
    if let crate::Conn::Pg(c) = tx.conn() {
        sqlx::query(HOLD_ROW)
            .bind(subject.as_bytes().as_slice())
            .execute(c)
            .await?;
    }
    Ok(())
}

/// D59-3.1, D59-3.2: whose identifier this is; one subject at most.
pub async fn subject_of(
    source: &mut impl Source,
    kind: Identifier,
    value: &str,
) -> Result<Option<SubjectId>> {
    let digest = source.keys().digest(kind.as_str(), value);
    let row = fetch_optional!(source, (Vec<u8>,), SUBJECT_OF, digest)?;
    row.map(|(subject,)| {
        SubjectId::try_from(subject.as_slice()).map_err(|_| Error::Corrupt("identifier"))
    })
    .transpose()
}

/// The account of a number.
pub async fn by_number(
    source: &mut impl Source,
    number: &PersonNumber,
    now: Timestamp,
) -> Result<Option<Stored>> {
    match subject_of(source, Identifier::Number, number.as_str()).await? {
        Some(subject) => load(source, subject, now).await,
        None => Ok(None),
    }
}

pub(crate) const CLAIM: &str = "INSERT INTO identifier (digest, subject, kind) VALUES ($1, $2, $3) ON CONFLICT (digest) DO NOTHING";

/// I1: takes an identifier for a subject; `false` when it belongs to somebody else.
pub async fn claim(tx: &mut Tx, kind: Identifier, value: &str, subject: SubjectId) -> Result<bool> {
    let digest = tx.keys().digest(kind.as_str(), value);
    let added = execute!(
        tx,
        CLAIM,
        digest,
        subject.as_bytes().as_slice(),
        kind.as_str()
    )?;
    Ok(added == 1 || subject_of(tx, kind, value).await? == Some(subject))
}

pub(crate) const RELEASE: &str = "DELETE FROM identifier WHERE digest = $1 AND subject = $2";

/// Gives an identifier back.
pub async fn release(tx: &mut Tx, kind: Identifier, value: &str, subject: SubjectId) -> Result<()> {
    let digest = tx.keys().digest(kind.as_str(), value);
    execute!(tx, RELEASE, digest, subject.as_bytes().as_slice())?;
    Ok(())
}

pub(crate) const INSERT: &str = "INSERT INTO account (subject, level, notified_at, activate_by, activated_at, province, language, profile, revision, kind) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 1, $9)";
pub(crate) const UPDATE: &str = "UPDATE account SET level = $2, notified_at = $3, activate_by = $4, activated_at = $5, province = $6, \
     language = $7, profile = $8, revision = revision + 1 WHERE subject = $1 AND revision = $9";

fn possession(account: &Account) -> (i64, i64, Option<i64>) {
    match account.possession {
        Possession::Issued {
            notified_at,
            activate_by,
        } => (millis(notified_at), millis(activate_by), None),
        Possession::Activated { at } => (millis(at), millis(at), Some(millis(at))),
    }
}

/// Writes a new row: province and language, sealed profile.
pub(crate) async fn insert_row(
    tx: &mut Tx,
    account: &Account,
    (province, language): (&str, &str),
    profile: Vec<u8>,
) -> Result<()> {
    let (notified, by, activated) = possession(account);
    execute!(
        tx,
        INSERT,
        account.subject.as_bytes().as_slice(),
        i64::from(account.level.get()),
        notified,
        by,
        activated,
        province,
        language,
        profile,
        account.kind.as_str()
    )?;
    Ok(())
}

/// Writes a changed row; `false` when somebody else was faster.
pub(crate) async fn update_row(
    tx: &mut Tx,
    account: &Account,
    (province, language): (&str, &str),
    (profile, revision): (Vec<u8>, i64),
) -> Result<bool> {
    let (notified, by, activated) = possession(account);
    let changed = execute!(
        tx,
        UPDATE,
        account.subject.as_bytes().as_slice(),
        i64::from(account.level.get()),
        notified,
        by,
        activated,
        province,
        language,
        profile,
        revision
    )?;
    Ok(changed == 1)
}

/// Writes a new account.
pub async fn insert(tx: &mut Tx, stored: &Stored) -> Result<()> {
    let subject = stored.account.subject;
    let profile = tx.keys().seal_json(&context(subject), &stored.profile)?;
    let place = (stored.province.as_str(), stored.language.as_str());
    insert_row(tx, &stored.account, place, profile).await
}

/// Writes a changed account; [`Error::Stale`] when somebody else was faster. Holds are written by
/// `hold`.
pub async fn save(tx: &mut Tx, stored: &Stored) -> Result<()> {
    let subject = stored.account.subject;
    let profile = tx.keys().seal_json(&context(subject), &stored.profile)?;
    let place = (stored.province.as_str(), stored.language.as_str());
    if update_row(tx, &stored.account, place, (profile, stored.revision)).await? {
        Ok(())
    } else {
        Err(Error::Stale)
    }
}

/// Whether an instant lies before the end of activation; used by reminders.
pub fn activate_by(stored: &Stored) -> Option<Timestamp> {
    match stored.account.possession {
        Possession::Issued { activate_by, .. } => Some(activate_by),
        Possession::Activated { .. } => None,
    }
}
