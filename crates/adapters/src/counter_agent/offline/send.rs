//! When the line is back: passes are filled up, packets go out.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::ids::PassId;
use domain::packet::STOCK;
use jiff::Timestamp;
use serde::Deserialize;
use serde_json::json;

use super::{Folder, FolderError, Pass};
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
    let has = folder.passes(talk.clock.now())?;
    if has.len() > STOCK / 2 && !anyway {
        return Ok(has.len());
    }
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
    Ok(issued.good.len() + fresh)
}

/// No sending again makes this right.
fn final_word(code: &str) -> bool {
    code.starts_with("packet-") || code == "too-large"
}

/// Sends the oldest packet. It is gone from here only once the server has said that it has it.
pub async fn send(talk: &Talk<'_>, folder: &Folder) -> Result<Option<Sent>, Refusal> {
    let Some(packet) = folder.packets()?.into_iter().next() else {
        return Ok(None);
    };
    let body = json!({ "packet": URL_SAFE_NO_PAD.encode(folder.bytes(&packet)?) });
    match talk.say("/packets", &body).await {
        Ok(Some(answer)) if answer.get("state").is_some_and(|s| s == "received") => {
            folder.sent(&packet)?;
            Ok(Some(Sent::Received))
        }
        Ok(_) => Err(Refusal::NoAnswer(
            "the answer is not of such a server".to_owned(),
        )),
        Err(Refusal::Refused { code, .. }) if final_word(&code) => {
            folder.refuse(&packet, &code)?;
            Ok(Some(Sent::Refused(code)))
        }
        Err(refusal) => Err(refusal),
    }
}
