//! The log of questions and answers, and the hand that signs. What is not on record is not sent, and not used.

use std::sync::Arc;

use aws_lc_rs::digest::{SHA256, digest};
use domain::actor::{Actor, Purpose};
use domain::event::Event;
use domain::exchange::{Outcome, Question};
use domain::ids::{AuditId, SubjectId};
use domain::time::millis;
use jiff::Timestamp;
use oidc::jose::{Jwk, LocalKey, Signer, base64url_decode, base64url_encode, sign};
use serde_json::json;
use store::audit::NOBODY;
use store::register_exchange::{self, Direction, Exchange, Salts};
use store::{Db, Entry};

use super::statement::{
    ANSWERED, ASKED, Answered, Asked, Believed, Disbelief, all, read, sum, timely,
};
use crate::ports::{Clock, Entropy};

/// Another body.
#[derive(Debug, Clone)]
pub struct Party {
    /// What statements call it.
    pub name: String,
    /// Keys that it signs with; several while one replaces another.
    pub keys: Vec<Jwk>,
}

/// Our side of the exchange.
#[derive(Clone)]
pub struct Book {
    pub(super) db: Db,
    clock: Arc<dyn Clock>,
    entropy: Arc<dyn Entropy>,
    name: Arc<str>,
    key: Arc<LocalKey>,
}

/// A question that was signed and is on record.
#[derive(Debug, Clone)]
pub struct Sent {
    row: Exchange,
    digest: String,
}

/// Why an answer is not believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Doubt {
    /// What does not hold.
    pub why: Disbelief,
    /// Whether the other body signed it all the same.
    pub signed: bool,
}

/// An answer that was signed and is on record.
#[derive(Debug, Clone)]
pub struct Noted {
    /// The statement that goes with it.
    pub statement: String,
}

impl Sent {
    /// The statement that goes with it.
    pub fn statement(&self) -> &str {
        &self.row.asked
    }
}

impl Book {
    /// Of a body that signs with this key.
    pub fn new(
        db: Db,
        (clock, entropy): (Arc<dyn Clock>, Arc<dyn Entropy>),
        name: &str,
        key: LocalKey,
    ) -> Self {
        Self {
            db,
            clock,
            entropy,
            name: name.into(),
            key: Arc::new(key),
        }
    }

    /// The present instant.
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// A fresh salt.
    pub fn salt(&self) -> String {
        base64url_encode(self.random::<16>())
    }

    /// A number below another, for a pause that differs from that of others.
    pub fn below(&self, most: u64) -> u64 {
        u64::from_be_bytes(self.random()) % most.max(1)
    }

    fn random<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        self.entropy.fill(&mut bytes);
        bytes
    }

    /// Milliseconds first: entries of one time lie side by side (RFC 9562 6.11).
    fn audit_id(&self, now: Timestamp) -> AuditId {
        let mut bytes: [u8; 16] = self.random();
        let time = millis(now).to_be_bytes();
        for (byte, of_time) in bytes.iter_mut().zip(time.into_iter().skip(2)) {
            *byte = of_time;
        }
        AuditId::from_bytes(bytes)
    }

    /// Signs a question and puts it on record.
    pub async fn ask(
        &self,
        whom: &Party,
        question: Question,
        (body, salt): (&[u8], &str),
    ) -> crate::Result<Sent> {
        let now = self.now();
        let id: [u8; 16] = self.random();
        let digest = sum(body);
        let says = Asked {
            jti: base64url_encode(id),
            iss: self.name.to_string(),
            aud: whom.name.clone(),
            iat: now.as_second(),
            question: words(question),
            digest: digest.clone(),
        };
        let audit = self.audit_id(now);
        let row = Exchange {
            direction: Direction::Asked,
            body: whom.name.clone(),
            id,
            question,
            asked_at: now,
            answered_at: None,
            outcome: Outcome::Open,
            why: String::new(),
            asked: self.sign(ASKED, &says)?,
            answered: String::new(),
            salts: Salts(salt.to_owned(), String::new()),
            audit,
        };
        let mut tx = self.db.begin().await?;
        self.keep_own_key(&mut tx).await?;
        register_exchange::insert(&mut tx, &row).await?;
        let kept = entry((Event::RegisterAsked, NOBODY), (audit, now), detail(&row));
        tx.commit(kept).await?;
        Ok(Sent { row, digest })
    }

    /// Whether an answer is the other body's word on this question, and how it ended then.
    pub fn believe(
        &self,
        whom: &Party,
        sent: &Sent,
        (statement, body): (&str, &[u8]),
    ) -> Result<Outcome, Doubt> {
        let read = read::<Answered>(statement, ANSWERED, &whom.keys);
        let Believed { says, .. } = read.map_err(|why| Doubt { why, signed: false })?;
        let rules = [
            (
                says.jti == base64url_encode(sent.row.id),
                "answer-of-another",
            ),
            (says.iss == whom.name, "answer-by-another"),
            (says.aud == *self.name, "answer-for-another"),
            (says.question_digest == sent.digest, "answer-to-another"),
            (says.digest == sum(body), "answer-changed"),
        ];
        let outcome = timely(says.iat, self.now())
            .and_then(|_| all(&rules))
            .and_then(|()| Outcome::parse(&says.outcome).ok_or(Disbelief("statement-malformed")));
        outcome.map_err(|why| Doubt { why, signed: true })
    }

    /// Puts on record how a question ended; with what the other body signed, also where it is a lie: it is its word.
    pub async fn ended(
        &self,
        whom: &Party,
        sent: Sent,
        (outcome, why): (Outcome, &str),
        answer: Option<(&str, &str)>,
    ) -> crate::Result<()> {
        let now = self.now();
        let (statement, salt) = answer.unwrap_or_default();
        let audit = self.audit_id(now);
        let row = Exchange {
            answered_at: Some(now),
            outcome,
            why: why.to_owned(),
            answered: statement.to_owned(),
            salts: Salts(sent.row.salts.0.clone(), salt.to_owned()),
            audit,
            ..sent.row
        };
        let mut tx = self.db.begin().await?;
        for key in whom.keys.iter().filter(|_| answer.is_some()) {
            keep_key(&mut tx, &whom.name, key).await?;
        }
        register_exchange::end(&mut tx, &row).await?;
        let kept = entry((Event::RegisterTold, NOBODY), (audit, now), detail(&row));
        Ok(tx.commit(kept).await?)
    }

    /// Reads what an asker signed beside a question.
    pub(super) fn asked(
        &self,
        asker: &Party,
        question: Question,
        (statement, body): (&str, &[u8]),
    ) -> Result<Believed<Asked>, Disbelief> {
        let believed = read::<Asked>(statement, ASKED, &asker.keys)?;
        let says = &believed.says;
        timely(says.iat, self.now())?;
        all(&[
            (says.iss == asker.name, "question-by-another"),
            (says.aud == *self.name, "question-for-another"),
            (says.question == words(question), "question-of-another"),
            (says.digest == sum(body), "question-changed"),
            (message_id(&says.jti).is_some(), "statement-malformed"),
        ])?;
        Ok(believed)
    }

    /// Signs an answer and puts both on record, with whose data were told; `None` where this message was answered
    /// before.
    pub(super) async fn answer(
        &self,
        asker: &Party,
        (statement, asked): (&str, &Believed<Asked>),
        question: Question,
        answer: Given<'_>,
    ) -> crate::Result<Option<Noted>> {
        let now = self.now();
        let malformed = || crate::Error::Internal("a statement without a message".to_owned());
        let says = Answered {
            jti: asked.says.jti.clone(),
            iss: self.name.to_string(),
            aud: asker.name.clone(),
            iat: now.as_second(),
            question_digest: asked.says.digest.clone(),
            digest: sum(answer.body),
            outcome: answer.outcome.as_str().to_owned(),
        };
        let audit = self.audit_id(now);
        let row = Exchange {
            direction: Direction::Answered,
            body: asker.name.clone(),
            id: message_id(&asked.says.jti).ok_or_else(malformed)?,
            question,
            asked_at: Timestamp::from_second(asked.says.iat).map_err(|_| malformed())?,
            answered_at: Some(now),
            outcome: answer.outcome,
            why: String::new(),
            asked: statement.to_owned(),
            answered: self.sign(ANSWERED, &says)?,
            salts: answer.salts,
            audit,
        };
        let mut tx = self.db.begin().await?;
        self.keep_own_key(&mut tx).await?;
        let theirs = asker.keys.iter().find(|key| key.thumbprint() == asked.key);
        if let Some(key) = theirs {
            keep_key(&mut tx, &asker.name, key).await?;
        }
        if !register_exchange::insert(&mut tx, &row).await? {
            return Ok(None);
        }
        let mut entries = vec![entry(
            (Event::RegisterAnswered, NOBODY),
            (audit, now),
            detail(&row),
        )];
        for subject in answer.of {
            // I8: the holder sees who was told what is on record about him.
            let told = json!({
                "body": row.body,
                "question": words(question),
                "message": asked.says.jti,
                "account": subject.is_some(),
            });
            let whom = (Event::RecordTold, subject.unwrap_or(NOBODY));
            entries.push(entry(whom, (self.audit_id(now), now), told));
        }
        tx.commit(entries).await?;
        Ok(Some(Noted {
            statement: row.answered,
        }))
    }

    fn sign(&self, kind: &str, says: &impl serde::Serialize) -> crate::Result<String> {
        let signed = sign(&*self.key, Some(kind), says);
        signed.map_err(|error| crate::Error::Internal(error.to_string()))
    }

    async fn keep_own_key(&self, tx: &mut store::Tx) -> crate::Result<()> {
        keep_key(tx, &self.name, self.key.public()).await
    }
}

pub(super) fn entry(
    (event, subject): (Event, SubjectId),
    (id, at): (AuditId, Timestamp),
    detail: serde_json::Value,
) -> Entry {
    Entry {
        id,
        at,
        subject,
        actor: Actor::System,
        action: event.as_str(),
        purpose: Purpose::RegisterExchange,
        detail,
        request: String::new(),
    }
}

/// What is answered.
pub(super) struct Given<'a> {
    pub(super) outcome: Outcome,
    pub(super) body: &'a [u8],
    pub(super) salts: Salts,
    /// The accounts of those of whom it tells; `None` for each who has none.
    pub(super) of: Vec<Option<SubjectId>>,
}

async fn keep_key(tx: &mut store::Tx, body: &str, key: &Jwk) -> crate::Result<()> {
    let jwk = key.to_json().to_string();
    Ok(register_exchange::keep_key(tx, &key.thumbprint(), body, &jwk).await?)
}

/// The words of a question, as statements have them.
pub(super) fn words(question: Question) -> String {
    format!("{}/{}", question.register().as_str(), question.as_str())
}

/// The sixteen bytes of a message's identifier.
pub(super) fn message_id(jti: &str) -> Option<[u8; 16]> {
    base64url_decode(jti).ok()?.try_into().ok()
}

/// What an audit entry holds of a row: where it stands, and the digest of all that must not change.
pub(super) fn detail(row: &Exchange) -> serde_json::Value {
    json!({
        "direction": row.direction.as_str(),
        "body": row.body,
        "message": base64url_encode(row.id),
        "digest": row_digest(row),
    })
}

fn row_digest(row: &Exchange) -> String {
    let asked_at = millis(row.asked_at).to_string();
    let answered_at = row.answered_at.map(millis);
    let answered_at = answered_at.map(|at| at.to_string()).unwrap_or_default();
    let parts = [
        row.direction.as_str(),
        &row.body,
        &base64url_encode(row.id),
        &words(row.question),
        &asked_at,
        &answered_at,
        row.outcome.as_str(),
        &row.why,
        &row.asked,
        &row.answered,
        &row.salts.0,
        &row.salts.1,
    ];
    let mut record = Vec::new();
    for part in parts {
        record.extend(u32::try_from(part.len()).unwrap_or(u32::MAX).to_be_bytes());
        record.extend(part.as_bytes());
    }
    base64url_encode(digest(&SHA256, &record))
}
