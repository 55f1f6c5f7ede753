//! When the line is back: passes are filled up, packets go out.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::ids::PassId;
use domain::packet::{FRESH, STOCK, after};
use jiff::Timestamp;
use serde::Deserialize;
use serde_json::json;

use super::{Folder, FolderError, Packet, Pass};
use crate::counter_agent::work::parse;
use crate::counter_agent::{Refusal, Talk};

/// What became of a packet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sent {
    /// The server has it.
    Received,
    /// The server does not want it, by a stable code: it lies among the refused.
    Refused(String),
}

impl From<FolderError> for Refusal {
    fn from(error: FolderError) -> Self {
        Self::Folder(error.to_string())
    }
}

#[derive(Deserialize)]
struct Issued {
    key: u32,
    server: String,
    groups: Vec<u8>,
    good: Vec<PassId>,
    passes: Vec<Fresh>,
}

#[derive(Deserialize)]
struct Fresh {
    id: PassId,
    challenge: String,
    expires: Timestamp,
    consent: String,
}

/// Fills the stock up where half of it is gone, or where one must know which passes count; gives how many there are.
pub async fn refill(talk: &Talk<'_>, folder: &Folder, anyway: bool) -> Result<usize, Refusal> {
    let has = folder.all_passes()?;
    let lasting = after(talk.clock.now(), FRESH);
    let stock = has.iter().filter(|pass| pass.expires >= lasting).count();
    if stock > STOCK / 2 && !anyway {
        return Ok(has.len());
    }
    // Also what is over by the clock of this computer: which passes are over the server says.
    let holds: Vec<PassId> = has.iter().map(|pass| pass.id).collect();
    let answer = talk.say("/passes", &json!({ "holds": holds })).await?;
    let issued: Issued = parse(answer)?;
    for id in holds.iter().filter(|id| !issued.good.contains(id)) {
        folder.forget(*id)?;
    }
    let fresh = issued.passes.len();
    for pass in issued.passes {
        folder.put(&Pass {
            id: pass.id,
            challenge: pass.challenge,
            groups: issued.groups.clone(),
            expires: pass.expires,
            consent: pass.consent,
            key: issued.key,
            server: issued.server.clone(),
        })?;
    }
    folder.settle_passes()?;
    Ok(issued.good.len() + fresh)
}

/// No sending again makes this right.
fn final_word(code: &str) -> bool {
    code.starts_with("packet-") || code == "too-large"
}

/// Nothing else is heard now either, whichever packet it is about.
fn of_the_line(refusal: &Refusal) -> bool {
    match refusal {
        Refusal::Clock { .. } | Refusal::NotPaired | Refusal::NoAnswer(_) => true,
        Refusal::Refused { status, .. } => matches!(status, 401 | 429 | 502..=504),
        Refusal::Folder(_) => false,
    }
}

/// Sends one packet, the oldest that goes. It is gone from here only once the server has said that it has it. One that
/// cannot be sent stays and keeps no other one back; it is named where no other one is left.
pub async fn send(talk: &Talk<'_>, folder: &Folder) -> Result<Option<Sent>, Refusal> {
    let mut stuck = None;
    for packet in folder.packets()? {
        match send_one(talk, folder, &packet).await {
            Ok(sent) => return Ok(Some(sent)),
            Err(refusal) if of_the_line(&refusal) => return Err(refusal),
            Err(refusal) => {
                let named = format!("packet {packet}: {refusal}");
                stuck.get_or_insert(Refusal::Folder(named));
            }
        }
    }
    stuck.map_or(Ok(None), Err)
}

async fn send_one(talk: &Talk<'_>, folder: &Folder, packet: &Packet) -> Result<Sent, Refusal> {
    let body = json!({ "packet": URL_SAFE_NO_PAD.encode(folder.bytes(packet)?) });
    match talk.say("/packets", &body).await {
        Ok(Some(answer)) if answer.get("state").is_some_and(|s| s == "received") => {
            folder.sent(packet)?;
            Ok(Sent::Received)
        }
        Ok(_) => Err(Refusal::NoAnswer(
            "the answer is not of such a server".to_owned(),
        )),
        Err(Refusal::Refused { code, .. }) if final_word(&code) => {
            folder.refuse(packet, &code)?;
            Ok(Sent::Refused(code))
        }
        Err(refusal) => Err(refusal),
    }
}
