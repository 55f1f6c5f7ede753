//! A receiver of security events: takes what is pushed to it, and notes when.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Mutex;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::time::timeout;

/// Longest wait for a telling; only a failing test waits so long.
const PATIENCE: Duration = Duration::from_mins(1);

/// An event token, and when the whole of it was here.
type Heard = (String, Instant);

/// The machine's clock, for a figure that is told and not judged.
#[expect(
    clippy::disallowed_methods,
    reason = "processes are measured from outside"
)]
pub(in crate::locks) fn instant() -> Instant {
    Instant::now()
}

pub(in crate::locks) struct Receiver {
    pub(super) address: SocketAddr,
    events: Mutex<UnboundedReceiver<Heard>>,
}

impl Receiver {
    #[expect(clippy::disallowed_methods, reason = "a server of the test's own")]
    pub(in crate::locks) async fn listen() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let (send, events) = unbounded_channel();
        tokio::spawn(async move {
            loop {
                let (stream, _) = listener.accept().await.expect("a caller");
                // Side by side, or one that is told late would make the next one late.
                tokio::spawn(take(stream, send.clone()));
            }
        });
        Self {
            address,
            events: Mutex::new(events),
        }
    }

    /// Each of so many services was told that the account is disabled and that its sessions are over; gives how long
    /// after the acknowledgement the last of it came.
    pub(in crate::locks) async fn hears(&self, services: usize, acknowledged: Instant) -> Duration {
        let mut events = self.events.lock().await;
        let mut kinds = Vec::new();
        let mut longest = Duration::ZERO;
        for _ in 0..services * 2 {
            let heard = timeout(PATIENCE, events.recv())
                .await
                .expect("told in time");
            let (token, at) = heard.expect("a token");
            kinds.push(kind(&token));
            longest = longest.max(at.saturating_duration_since(acknowledged));
        }
        kinds.sort();
        let expected = [
            vec!["account-disabled"; services],
            vec!["session-revoked"; services],
        ];
        assert_eq!(kinds, expected.concat());
        longest
    }
}

async fn take(mut stream: TcpStream, send: UnboundedSender<Heard>) {
    let mut bytes = Vec::new();
    let token = loop {
        stream.read_buf(&mut bytes).await.expect("bytes");
        if let Some(token) = body(&bytes) {
            break token;
        }
    };
    let at = instant();
    let taken = b"HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
    stream.write_all(taken).await.expect("answered");
    send.send((token, at)).ok();
}

/// The body of a request that has come whole.
fn body(bytes: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(bytes);
    let (head, body) = text.split_once("\r\n\r\n")?;
    let length = head.to_ascii_lowercase();
    let length = length
        .lines()
        .find_map(|line| line.strip_prefix("content-length: "));
    let length: usize = length?.parse().expect("a length");
    (body.len() == length).then(|| body.to_owned())
}

/// Last word of the type of a token's event.
pub(super) fn kind(token: &str) -> String {
    let middle = token.split('.').nth(1).expect("claims");
    let claims: Value =
        serde_json::from_slice(&URL_SAFE_NO_PAD.decode(middle).expect("base64url")).expect("JSON");
    let events = claims["events"].as_object().expect("events");
    let uri = events.keys().next().expect("an event");
    uri.rsplit('/').next().expect("a word").to_owned()
}
