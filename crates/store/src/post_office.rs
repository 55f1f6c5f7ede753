//! Demo only: what the gateways would have received, once per key. Sealed like everything else.

use domain::time::{from_millis, millis};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{Result, Source, Tx};

/// A letter in the post office.
#[derive(Clone)]
pub struct Letter {
    /// Idempotency key of the message.
    pub key: String,
    /// When the gateway took it.
    pub at: Timestamp,
    /// `sms` or `email`.
    pub channel: String,
    /// Phone or e-mail address.
    pub to: String,
    /// Subject line of an e-mail.
    pub subject: String,
    /// Text.
    pub text: String,
}

domain::redacted_debug!(Letter);

#[derive(Serialize, Deserialize)]
struct Body {
    subject: String,
    text: String,
}

row! {
    struct LetterRow {
        key: String,
        at: i64,
        channel: String,
        recipient: Vec<u8>,
        body: Vec<u8>,
    }
}

fn context(key: &str) -> String {
    format!("post_office/{key}")
}

pub(crate) const INSERT: &str = "INSERT INTO post_office (key, at, channel, recipient, body) \
     VALUES ($1, $2, $3, $4, $5) ON CONFLICT (key) DO NOTHING";

/// Takes a letter; says whether it was new.
pub async fn put(tx: &mut Tx, letter: &Letter) -> Result<bool> {
    let keys = tx.keys();
    let context = context(&letter.key);
    let recipient = keys.seal(&context, letter.to.as_bytes())?;
    let body = Body {
        subject: letter.subject.clone(),
        text: letter.text.clone(),
    };
    let body = keys.seal_json(&context, &body)?;
    let rows = execute!(
        tx,
        INSERT,
        letter.key.as_str(),
        millis(letter.at),
        letter.channel.as_str(),
        recipient,
        body
    )?;
    Ok(rows == 1)
}

pub(crate) const LIST: &str =
    "SELECT key, at, channel, recipient, body FROM post_office ORDER BY at DESC, key DESC LIMIT $1";

/// The newest letters first.
pub async fn list(source: &mut impl Source, limit: i64) -> Result<Vec<Letter>> {
    let rows = fetch_all!(source, LetterRow, LIST, limit)?;
    let keys = source.keys();
    rows.into_iter()
        .map(|row| {
            let context = context(&row.key);
            let to = keys.open(&context, &row.recipient)?;
            let body: Body = keys.open_json(&context, &row.body)?;
            Ok(Letter {
                at: from_millis(row.at),
                channel: row.channel,
                to: String::from_utf8(to).map_err(|_| crate::Error::Corrupt("post_office"))?,
                subject: body.subject,
                text: body.text,
                key: row.key,
            })
        })
        .collect()
}
