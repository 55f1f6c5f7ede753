//! The verdict on a reading, whoever brought it.

use chip::anchor::Anchors;
use chip::{Card, Failure, Genuine, Printed, Reading, verify};
use domain::chip_reading::ChipVouching;
use domain::person::PersonNumber;
use jiff::Timestamp;
use store::{Tx, card_job};

use super::{Question, Refusal};
use crate::anchors::{policy, trusted};
use crate::{App, Cx, Error, Result};

/// What was found, and the proofs that it took: they count once, whatever was found.
pub(crate) struct Judged {
    /// The card, authentic, no copy, and of the person who was asked for.
    pub(crate) card: std::result::Result<Box<Card>, Refusal>,
    proofs: Vec<Vec<u8>>,
}

impl Judged {
    /// D59-24.4: notes the proofs as used, in the transaction that takes the verdict; `false` where one of them
    /// was used before.
    pub(crate) async fn use_up(&self, tx: &mut Tx, cx: &Cx) -> Result<bool> {
        let mut fresh = true;
        for proof in &self.proofs {
            fresh &= card_job::use_proof(tx, proof, cx.now).await?;
        }
        Ok(fresh)
    }
}

/// Off the async threads: certificates, signatures, curves.
async fn verdict(
    reading: Reading,
    printed: Printed,
    anchors: Anchors,
    now: Timestamp,
) -> Result<std::result::Result<Box<Card>, Failure>> {
    let run = move || verify(reading, &printed, &anchors, &policy(), now).map(Box::new);
    tokio::task::spawn_blocking(run)
        .await
        .map_err(|e| Error::Internal(e.to_string()))
}

/// D59-14.2.a2, D59-24.4: judges a reading against what was asked and the person it must be of.
pub(crate) async fn judge(
    app: &App,
    cx: &Cx,
    (question, number): (&Question, &PersonNumber),
    reading: Reading,
) -> Result<Judged> {
    let zone = question.zone()?;
    let proofs = reading.proofs();
    let proofs = proofs.iter().map(|proof| proof.bytes().to_vec()).collect();
    let mut source = app.db.read().await?;
    let anchors = trusted(&mut source).await?;
    drop(source);
    let found = if anchors.iter().next().is_none() {
        Err(Refusal::no_anchors())
    } else {
        let found = verdict(reading, Printed::Zone(zone), anchors, cx.now).await?;
        found.map_err(|failure| Refusal::of(&failure))
    };
    let card = found.and_then(|card| {
        let own = card.number() == Some(number);
        own.then_some(card).ok_or_else(Refusal::other_person)
    });
    Ok(Judged { card, proofs })
}

/// What shows that a chip is no copy, as evidence keeps it.
pub(crate) const fn genuine(genuine: Genuine) -> &'static str {
    match genuine {
        Genuine::Active => "active",
        Genuine::Chip => "chip",
        Genuine::Both => "both",
        Genuine::NotShown => "not-shown",
    }
}

/// What stands behind a card that somebody's own phone read, with the engine's name as the phone says it.
pub(crate) fn vouching(card: &Card, engine: String) -> ChipVouching {
    let vouching = card.vouching();
    ChipVouching {
        genuine: genuine(card.genuine()).to_owned(),
        authority: hex(&vouching.authority.fingerprint()),
        signer: hex(&vouching.signer.fingerprint()),
        list_issued: vouching.list_issued,
        engine,
    }
}

/// A fingerprint as evidence keeps it.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}
