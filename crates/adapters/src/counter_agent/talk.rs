//! Signed requests, and what the server says where it does not do what was asked.

use app::counter::agents::{Signed, signed_text};
use app::ports::{Clock, Entropy};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::Value;

use super::{Key, Line};

/// Where agents call.
const PLACE: &str = "/counter-agent/v1";

/// Why a request was not carried out.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// This computer's clock is wrong.
    #[error("the clock of this computer is wrong: the server's shows {server}")]
    Clock {
        /// What the server's shows.
        server: String,
    },
    /// No unit has let this computer in, or not any more.
    #[error("no unit has let this computer in")]
    NotPaired,
    /// The server does not want it, by a stable code.
    #[error("the server refuses: {code}")]
    Refused {
        /// HTTP status.
        status: u16,
        /// Stable code.
        code: String,
    },
    /// What is kept on this computer cannot be read or written.
    #[error("{0}")]
    Folder(String),
    /// There was no answer.
    #[error("{0}")]
    NoAnswer(String),
}

/// What an agent needs to speak.
pub struct Talk<'a> {
    /// The line.
    pub line: &'a dyn Line,
    /// Its key.
    pub key: &'a Key,
    /// Its clock.
    pub clock: &'a dyn Clock,
    /// Randomness.
    pub entropy: &'a dyn Entropy,
}

impl Talk<'_> {
    /// Posts JSON; nothing where the server has nothing to say.
    pub async fn say(&self, place: &str, body: &Value) -> Result<Option<Value>, Refusal> {
        let no_answer = |why: &str| Refusal::NoAnswer(why.to_owned());
        let (path, body) = (format!("{PLACE}{place}"), body.to_string());
        let mut nonce = [0; 16];
        self.entropy.fill(&mut nonce);
        let (key, nonce) = (self.key.public(), URL_SAFE_NO_PAD.encode(nonce));
        let time = self.clock.now().as_millisecond().to_string();
        let text = signed_text(&Signed {
            method: "POST",
            path: &path,
            key: &key,
            time: &time,
            nonce: &nonce,
            signature: "",
            body: body.as_bytes(),
        });
        let signature = self.key.sign(&text);
        let headers = [
            ("agent-key", key),
            ("agent-time", time),
            ("agent-nonce", nonce),
            (
                "agent-signature",
                signature.ok_or_else(|| no_answer("no signature"))?,
            ),
        ];
        let reply = self.line.post(&path, &headers, body.into_bytes()).await;
        let reply = reply.map_err(Refusal::NoAnswer)?;
        if reply.status == 204 {
            return Ok(None);
        }
        let json = serde_json::from_slice::<Value>(&reply.body);
        match (reply.status, json) {
            (200, Ok(json)) => Ok(Some(json)),
            (200, Err(_)) => Err(no_answer("the answer is not of such a server")),
            (status, Ok(json)) => Err(refusal(status, &json)),
            // Of something on the way.
            (status, Err(_)) => Err(Refusal::Refused {
                status,
                code: format!("http-{status}"),
            }),
        }
    }
}

fn refusal(status: u16, json: &Value) -> Refusal {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let code = json.get("code").map(text).unwrap_or_default();
    match code.as_str() {
        "agent-clock" => Refusal::Clock {
            server: json
                .pointer("/errors/0/detail")
                .map(text)
                .unwrap_or_default(),
        },
        "agent-unknown" => Refusal::NotPaired,
        _ => Refusal::Refused { status, code },
    }
}
