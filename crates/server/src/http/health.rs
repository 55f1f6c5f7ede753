//! Whether the service works: for machines that restart or route.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use app::App;
use domain::registers::Register;
use serde::Serialize;
use store::registers::state;
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use crate::worker::Heartbeat;

const PATIENCE: Duration = Duration::from_secs(2);
const HEARTBEAT: Duration = Duration::from_mins(2);
/// Without these nobody can be registered and no term can be counted.
const NEEDED: [Register; 4] = [
    Register::Units,
    Register::Holidays,
    Register::Population,
    Register::Cards,
];

/// What is looked at.
#[derive(Clone)]
pub(crate) struct Health {
    pub(crate) app: App,
    /// None where another process does the waiting work.
    pub(crate) worker: Option<Arc<Heartbeat>>,
}

/// A check and what it found.
#[derive(Debug, Serialize)]
pub(crate) struct Check {
    pub(crate) name: &'static str,
    pub(crate) ok: bool,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(crate) detail: String,
}

impl Health {
    /// All checks.
    pub(crate) async fn checks(&self) -> Vec<Check> {
        vec![self.database().await, self.registers().await, self.worker()]
    }

    async fn database(&self) -> Check {
        check(
            "database",
            match tokio::time::timeout(PATIENCE, self.app.db.ping()).await {
                Ok(Ok(())) => String::new(),
                Ok(Err(_)) => "does not answer".to_owned(),
                Err(_) => "does not answer in time".to_owned(),
            },
        )
    }

    async fn registers(&self) -> Check {
        let missing = async {
            let mut source = self.app.db.read().await?;
            let mut missing = Vec::new();
            let here = |register: &Register| !self.app.registers.away(*register);
            for register in NEEDED.into_iter().filter(here) {
                if state::find(&mut source, register).await?.loaded.is_none() {
                    missing.push(register.as_str());
                }
            }
            Ok::<_, store::Error>(missing)
        };
        check(
            "registers",
            match tokio::time::timeout(PATIENCE, missing).await {
                Ok(Ok(missing)) if missing.is_empty() => String::new(),
                Ok(Ok(missing)) => format!("not loaded: {}", missing.join(", ")),
                Ok(Err(_)) | Err(_) => "the database does not answer".to_owned(),
            },
        )
    }

    fn worker(&self) -> Check {
        check(
            "worker",
            match &self.worker {
                Some(heartbeat) if heartbeat.age() > HEARTBEAT => {
                    format!("silent for {} s", heartbeat.age().as_secs())
                }
                Some(_) | None => String::new(),
            },
        )
    }
}

fn check(name: &'static str, detail: String) -> Check {
    Check {
        name,
        ok: detail.is_empty(),
        detail,
    }
}

/// Asks a running service; for containers without a tool of their own.
pub(crate) async fn request(address: SocketAddr, path: &str) -> std::io::Result<(bool, String)> {
    let exchange = async {
        let mut stream = tokio::net::TcpStream::connect(address).await?;
        stream
            .write_all(format!("GET {path} HTTP/1.0\r\nHost: {address}\r\n\r\n").as_bytes())
            .await?;
        let mut answer = String::new();
        stream.take(64 * 1024).read_to_string(&mut answer).await?;
        let (head, body) = answer.split_once("\r\n\r\n").unwrap_or((&answer, ""));
        let fine = head.split(' ').nth(1) == Some("200");
        Ok((fine, body.to_owned()))
    };
    tokio::time::timeout(PATIENCE * 2, exchange)
        .await
        .map_err(|_| std::io::ErrorKind::TimedOut)?
}
