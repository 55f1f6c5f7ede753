//! An authority is trusted no more.

use domain::actor::Purpose;
use domain::authority::{Operation, require};
use domain::event::Event;
use store::anchor;
use store::audit::NOBODY;

use super::grouped;
use crate::words::words;
use crate::{App, Cx, Error, Result, entry_with};

/// Which, and why.
#[derive(Debug, Clone, Copy)]
pub struct Withdraw<'a> {
    /// SHA-256 of its certificate, in hexadecimal digits.
    pub fingerprint: &'a str,
    /// Why.
    pub words: &'a str,
}

fn digest(text: &str) -> Option<Vec<u8>> {
    let digits: String = text.chars().filter(char::is_ascii_hexdigit).collect();
    let pairs = digits.as_bytes().chunks(2);
    let byte = |pair: &[u8]| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok();
    pairs.map(byte).collect()
}

/// Withdraws an authority from the next reading on, with its reason on record.
pub async fn withdraw(app: &App, cx: &Cx, command: &Withdraw<'_>) -> Result<()> {
    require(&cx.actor, Operation::ChangeAnchors)?;
    let cx = &cx.with_purpose(Purpose::Administration);
    let words = words(("words", "anchor-words"), command.words, 300)?;
    let digest = digest(command.fingerprint).ok_or(Error::NotFound)?;
    let mut tx = app.db.begin().await?;
    if !anchor::withdraw(&mut tx, &digest, &words, (cx.now, cx.staff()?)).await? {
        return Err(Error::NotFound);
    }
    let detail = serde_json::json!({ "anchor": grouped(&digest), "words": words });
    let entry = entry_with(app, cx, Event::AnchorWithdrawn, NOBODY, detail);
    Ok(tx.commit(entry).await?)
}
