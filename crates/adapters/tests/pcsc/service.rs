//! The service, its virtual reader, and a card on it.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};

use super::applet::{Applet, Card};

const SERVICE: &str = "/usr/sbin/pcscd";
const DRIVER: &str = "/usr/lib/pcsc/drivers/serial/libifdvpcd.so";
/// Where it listens.
const SOCKET: &str = "/run/pcscd/pcscd.comm";
/// What has to be there; `cargo xtask setup` installs it.
const MISSING: &str = "run cargo xtask setup";

/// Runs a test of this file again where `/run` is its own.
pub fn again(test: &str) {
    for needed in [SERVICE, DRIVER] {
        assert!(Path::new(needed).exists(), "no {needed}; {MISSING}");
    }
    let own = "mount -t tmpfs tmpfs /run && mkdir /run/pcscd && exec \"$0\" \"$@\"";
    let inner = Command::new("unshare")
        .args(["--map-root-user", "--mount", "--", "sh", "-c", own])
        .arg(std::env::current_exe().expect("this program"))
        .args(["--ignored", "--exact", &format!("readings::{test}")])
        .output()
        .expect("unshare");
    let told = String::from_utf8_lossy(&inner.stdout).into_owned();
    let more = String::from_utf8_lossy(&inner.stderr);
    assert!(
        inner.status.success() && told.contains("1 passed"),
        "{told}\n{more}"
    );
}

/// A running service with one virtual reader.
pub struct Service {
    child: Child,
    settings: PathBuf,
    port: u16,
}

impl Drop for Service {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
        std::fs::remove_file(&self.settings).ok();
    }
}

impl Service {
    /// Starts it, and waits until it says that it is ready and answers.
    pub fn start() -> Self {
        let free = TcpListener::bind("127.0.0.1:0").expect("a port");
        let port = free.local_addr().expect("a port").port();
        drop(free);
        let settings = std::env::temp_dir().join(format!("dinhdanh-reader-{port}.conf"));
        let text = format!(
            "FRIENDLYNAME \"Virtual\"\nDEVICENAME /dev/null:{port:#X}\nLIBPATH {DRIVER}\nCHANNELID {port:#X}\n"
        );
        std::fs::write(&settings, text).expect("settings");
        let mut child = Command::new(SERVICE)
            .args(["--foreground", "--info", "--config"])
            .arg(&settings)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("pcscd");
        let reports = BufReader::new(child.stdout.take().expect("its reports"));
        let mut seen = Vec::new();
        let mut lines = reports.lines();
        while let Some(Ok(line)) = lines.next() {
            if line.contains("daemon ready") {
                // What it still says goes nowhere, and may not stop it.
                std::thread::spawn(move || lines.count());
                // It says so a moment before it listens.
                while UnixStream::connect(SOCKET).is_err() {
                    let ended = child.try_wait().expect("pcscd");
                    assert!(ended.is_none(), "pcscd ended: {ended:?}");
                    std::thread::yield_now();
                }
                return Self {
                    child,
                    settings,
                    port,
                };
            }
            seen.push(line);
        }
        panic!("pcscd never was ready:\n{}", seen.join("\n"));
    }

    /// Puts a card on the reader; it stays until the service ends.
    pub fn put(&self, card: Card) -> Arc<Mutex<Applet>> {
        let applet = Arc::new(Mutex::new(Applet::new(card)));
        let wire = TcpStream::connect(("127.0.0.1", self.port)).expect("the virtual reader");
        let chip = Arc::clone(&applet);
        std::thread::spawn(move || play(wire, &chip));
        applet
    }
}

/// The protocol of the virtual reader: two bytes of length, then a command or one byte of control.
fn play(mut wire: TcpStream, chip: &Mutex<Applet>) -> Option<()> {
    loop {
        let mut length = [0; 2];
        wire.read_exact(&mut length).ok()?;
        let mut asked = vec![0; usize::from(u16::from_be_bytes(length))];
        wire.read_exact(&mut asked).ok()?;
        let mut chip = chip.lock().ok()?;
        let answer = match asked[..] {
            // Power off, power on, reset: there is nothing to say.
            [0..=2] => {
                chip.reset();
                continue;
            }
            [4] => chip.atr(),
            _ => chip.answer(&asked),
        };
        let length = u16::try_from(answer.len()).ok()?.to_be_bytes();
        wire.write_all(&[&length, &answer[..]].concat()).ok()?;
    }
}
