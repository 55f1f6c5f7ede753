//! The program as a process.

use std::net::{Ipv4Addr, SocketAddr};
use std::process::Stdio;
use std::time::Duration;

use serde_json::Value;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};
use tokio::time::{interval, timeout};

use super::browser::Browser;
use super::home::Home;

/// Longest wait for anything; only a failing test waits so long.
const PATIENCE: Duration = Duration::from_mins(1);
/// Between two looks at another process.
const LOOK: Duration = Duration::from_millis(20);
/// Asked for by nobody else.
const OPERATOR: u32 = 0;

/// A running `dinhdanh demo`.
pub(crate) struct Server {
    child: Child,
    pub(crate) address: SocketAddr,
    pub(crate) management: SocketAddr,
}

/// Where a second process listens, at the port of the first: apart from every browser's address.
const BESIDE: Ipv4Addr = Ipv4Addr::new(127, 200, 0, 1);

fn port(told: &Value, key: &str) -> u16 {
    let url = told[key].as_str().expect("a URL");
    let (_, port) = url.rsplit_once(':').expect("a port");
    port.parse().expect("a number")
}

impl Server {
    /// Starts it; it has said where it listens.
    pub(crate) async fn start(home: &Home) -> Self {
        Self::at(home, SocketAddr::from((Ipv4Addr::LOCALHOST, 0))).await
    }

    /// Another process under the same public address, as behind one balancer: what one signs the other knows.
    pub(crate) async fn beside(&self, home: &Home) -> Self {
        Self::at(home, SocketAddr::from((BESIDE, self.address.port()))).await
    }

    async fn at(home: &Home, listen: SocketAddr) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_dinhdanh"));
        command.args(["demo", "--population", "60", "--output", "json"]);
        command.args(["--listen", &listen.to_string(), "--host", "localhost"]);
        command.args(["--management-listen", "127.0.0.1:0"]);
        command.arg("--data-dir").arg(home.folder());
        if let Some(url) = home.database_url() {
            command.args(["--database-url", url]);
        }
        let mut child = command
            .stdout(Stdio::piped())
            .stderr(home.log())
            .kill_on_drop(true)
            .spawn()
            .expect("the program starts");
        let mut lines = BufReader::new(child.stdout.take().expect("its output")).lines();
        let line = timeout(PATIENCE, lines.next_line())
            .await
            .expect("in time")
            .expect("readable");
        let told: Value = serde_json::from_str(
            &line.unwrap_or_else(|| panic!("it ended: {}", home.last_words())),
        )
        .expect("JSON");
        let server = Self {
            child,
            address: SocketAddr::new(listen.ip(), port(&told, "url")),
            management: SocketAddr::from((Ipv4Addr::LOCALHOST, port(&told, "management_url"))),
        };
        server.until_ready().await;
        server
    }

    /// SIGKILL, at once.
    pub(crate) async fn kill(mut self) {
        self.child.kill().await.expect("killed");
    }

    /// Waits until it says that it is ready.
    pub(crate) async fn until_ready(&self) {
        let ready = async {
            let mut looks = interval(LOOK);
            loop {
                looks.tick().await;
                if let Ok(answer) = Browser::of(OPERATOR)
                    .get(self.management, "/health/ready")
                    .await
                    && answer.status == 200
                {
                    return;
                }
            }
        };
        timeout(PATIENCE, ready)
            .await
            .expect("the server is ready in time");
    }

    /// Lets two minutes pass, so that leases of a killed worker end, and waits until all that is due is done.
    pub(crate) async fn settle(&self, home: &Home) {
        let moved = Browser::of(OPERATOR)
            .put_text(self.management, "/demo/clock", "PT2M")
            .await
            .expect("an answer");
        assert_eq!(moved.status, 200);
        let app = home.app().await;
        let idle = async {
            let mut looks = interval(LOOK);
            loop {
                looks.tick().await;
                let mut source = app.db.read().await.expect("a read");
                let (due, _, dead, _) = store::job::counts(&mut source, app.clock.now())
                    .await
                    .expect("counts");
                assert_eq!(dead, 0, "no job is given up");
                if due == 0 {
                    return;
                }
            }
        };
        let ended = timeout(PATIENCE, idle).await;
        assert!(ended.is_ok(), "jobs stay due: {}", home.last_words());
        app.db.close().await;
    }

    /// Every letter in the demonstration's post office.
    pub(crate) async fn letters(&self, limit: u16) -> Vec<Value> {
        letters(self.management, limit)
            .await
            .expect("the post office answers")
    }
}

/// The newest letters, from anywhere.
pub(crate) async fn letters(management: SocketAddr, limit: u16) -> std::io::Result<Vec<Value>> {
    let answer = Browser::of(OPERATOR)
        .get(management, &format!("/demo/post-office?limit={limit}"))
        .await?;
    let mut told: Value = serde_json::from_slice(&answer.body).map_err(std::io::Error::other)?;
    match told["letters"].take() {
        Value::Array(letters) => Ok(letters),
        other @ (Value::Null
        | Value::Bool(_)
        | Value::Number(_)
        | Value::String(_)
        | Value::Object(_)) => Err(std::io::Error::other(format!("no letters: {other}"))),
    }
}
