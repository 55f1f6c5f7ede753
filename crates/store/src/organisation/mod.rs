//! Organisations' accounts (D59-9): a row of `account` like everybody's, its sealed profile of its own
//! shape.

pub mod consent;
pub mod delegation;
pub mod old_draft;
pub mod registration;
pub mod representing;

use domain::account::{Account, SubjectKind};
use domain::contact::{Email, Phone};
use domain::ids::SubjectId;
use domain::organisation::{OrganisationCode, OrganisationIdentity};
use jiff::Timestamp;

use crate::account::{self, Holder, Identifier, Row, Stored};
use crate::{Error, Result, Source, Tx};

/// An organisation's account as stored.
#[derive(Debug, Clone)]
pub struct StoredOrganisation {
    /// The rules' view with the holds in force.
    pub account: Account,
    /// Sealed identity, opened.
    pub identity: OrganisationIdentity,
    /// Province of its head office; may be empty.
    pub province: String,
    /// Language of messages.
    pub language: String,
    /// For compare-and-set.
    pub revision: i64,
    /// Where its representative is told; its own it has none.
    pub phone: Option<Phone>,
    /// The same by e-mail.
    pub email: Option<Email>,
}

impl Holder for StoredOrganisation {
    fn account(&self) -> &Account {
        &self.account
    }

    fn account_mut(&mut self) -> &mut Account {
        &mut self.account
    }

    fn phone(&self) -> Option<&Phone> {
        self.phone.as_ref()
    }

    fn email(&self) -> Option<&Email> {
        self.email.as_ref()
    }

    fn language(&self) -> &str {
        &self.language
    }

    fn organisation(&self) -> Option<&str> {
        Some(&self.identity.name)
    }
}

/// Anybody's account, where a rule is the same for all kinds of subject (D59-19.x).
#[derive(Debug, Clone)]
pub enum Anybody {
    /// A citizen or a foreigner.
    Person(Box<Stored>),
    /// An organisation.
    Organisation(Box<StoredOrganisation>),
}

impl Anybody {
    /// As a holder.
    pub fn holder(&self) -> &dyn Holder {
        match self {
            Self::Person(stored) => stored.as_ref(),
            Self::Organisation(stored) => stored.as_ref(),
        }
    }

    /// As a holder whose holds change.
    pub fn holder_mut(&mut self) -> &mut dyn Holder {
        match self {
            Self::Person(stored) => stored.as_mut(),
            Self::Organisation(stored) => stored.as_mut(),
        }
    }

    /// How staff name it: a person's number, its middle hidden; an organisation's public code.
    pub fn masked(&self) -> String {
        match self {
            Self::Person(stored) => stored.profile.identity.number.masked(),
            Self::Organisation(stored) => stored.identity.code.shown(),
        }
    }

    /// Its name.
    pub fn name(&self) -> &str {
        match self {
            Self::Person(stored) => stored.profile.identity.name.as_str(),
            Self::Organisation(stored) => &stored.identity.name,
        }
    }
}

async fn opened(source: &mut impl Source, row: Row, now: Timestamp) -> Result<StoredOrganisation> {
    let subject = row.account.subject;
    let identity = source
        .keys()
        .open_json(&account::context(subject), &row.profile)?;
    let told = match delegation::legal(source, subject).await? {
        Some(legal) => account::load(source, legal.person, now).await?,
        None => None,
    };
    let (phone, email, language) = match told {
        Some(person) => (person.profile.phone, person.profile.email, person.language),
        None => (None, None, row.language),
    };
    Ok(StoredOrganisation {
        account: row.account,
        identity,
        province: row.province,
        language,
        revision: row.revision,
        phone,
        email,
    })
}

/// The account of an organisation, with the holds in force at an instant; nothing where the subject is
/// a person.
pub async fn load(
    source: &mut impl Source,
    subject: SubjectId,
    now: Timestamp,
) -> Result<Option<StoredOrganisation>> {
    match account::load_row(source, subject, now).await? {
        Some(row) if row.account.kind == SubjectKind::Organisation => {
            Ok(Some(opened(source, row, now).await?))
        }
        Some(_) | None => Ok(None),
    }
}

/// I5: the same for a change, its row held until the transaction ends.
pub async fn load_to_change(
    tx: &mut Tx,
    subject: SubjectId,
    now: Timestamp,
) -> Result<Option<StoredOrganisation>> {
    account::hold_row(tx, subject).await?;
    load(tx, subject, now).await
}

/// Anybody's account.
pub async fn anybody(
    source: &mut impl Source,
    subject: SubjectId,
    now: Timestamp,
) -> Result<Option<Anybody>> {
    if let Some(person) = account::load(source, subject, now).await? {
        return Ok(Some(Anybody::Person(Box::new(person))));
    }
    let found = load(source, subject, now).await?;
    Ok(found.map(|found| Anybody::Organisation(Box::new(found))))
}

/// I5: anybody's account for a change, its row held until the transaction ends.
pub async fn anybody_to_change(
    tx: &mut Tx,
    subject: SubjectId,
    now: Timestamp,
) -> Result<Option<Anybody>> {
    account::hold_row(tx, subject).await?;
    anybody(tx, subject, now).await
}

/// The account of a code.
pub async fn by_code(
    source: &mut impl Source,
    code: &OrganisationCode,
    now: Timestamp,
) -> Result<Option<StoredOrganisation>> {
    match account::subject_of(source, Identifier::Organisation, code.as_str()).await? {
        Some(subject) => load(source, subject, now).await,
        None => Ok(None),
    }
}

/// Writes a new account.
pub async fn insert(tx: &mut Tx, stored: &StoredOrganisation) -> Result<()> {
    let profile = sealed(tx, stored)?;
    let place = (stored.province.as_str(), stored.language.as_str());
    account::insert_row(tx, &stored.account, place, profile).await
}

/// Writes a changed account; [`Error::Stale`] when somebody else was faster.
pub async fn save(tx: &mut Tx, stored: &StoredOrganisation) -> Result<()> {
    let profile = sealed(tx, stored)?;
    let place = (stored.province.as_str(), stored.language.as_str());
    if account::update_row(tx, &stored.account, place, (profile, stored.revision)).await? {
        Ok(())
    } else {
        Err(Error::Stale)
    }
}

fn sealed(tx: &Tx, stored: &StoredOrganisation) -> Result<Vec<u8>> {
    let context = account::context(stored.account.subject);
    tx.keys().seal_json(&context, &stored.identity)
}
