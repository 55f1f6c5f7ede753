//! Passes for a time without a line, and the packets that were taken in it.

use app::counter::packets;
use axum::Json;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::ids::PassId;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Heard, Problem, header};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PassesBody {
    /// The passes that the agent has.
    holds: Vec<PassId>,
}

pub(super) async fn passes(heard: Heard) -> Result<Json<Value>, Problem> {
    let agent = heard.agent().await?;
    let body: PassesBody = heard.json()?;
    let (app, cx) = (&heard.caller.app, &heard.caller.cx);
    let issued = packets::issue(app, cx, &agent, &body.holds).await;
    let issued = issued.map_err(|e| heard.problem(e))?;
    let passes = issued.passes.iter().map(|pass| {
        json!({
            "id": pass.id,
            "challenge": URL_SAFE_NO_PAD.encode(pass.challenge),
            "expires": pass.time.expires,
            "consent": pass.consent,
        })
    });
    Ok(Json(json!({
        "key": issued.key,
        "server": URL_SAFE_NO_PAD.encode(&issued.public),
        "groups": issued.groups,
        "good": issued.good,
        "passes": passes.collect::<Vec<_>>(),
    })))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PacketBody {
    /// The packet, base64url.
    packet: String,
}

/// The packet; of something else nothing.
pub(super) fn packed(body: &PacketBody) -> Vec<u8> {
    URL_SAFE_NO_PAD.decode(&body.packet).unwrap_or_default()
}

pub(super) async fn packet(heard: Heard) -> Result<Json<Value>, Problem> {
    let agent = heard.agent().await?;
    let body: PacketBody = heard.json()?;
    let key = URL_SAFE_NO_PAD.decode(header(&heard.headers, "agent-key"));
    let key = key.unwrap_or_default();
    let (app, cx) = (&heard.caller.app, &heard.caller.cx);
    let kept = packets::receive(app, cx, (&agent, &key), &packed(&body)).await;
    let id = kept.map_err(|e| heard.problem(e))?;
    Ok(Json(json!({ "state": "received", "packet": id })))
}
