//! Starting servers as child processes that end with the test.

use std::path::{Path, PathBuf};
use std::process::Stdio;

use tokio::io::{AsyncBufReadExt, AsyncRead, BufReader, Lines};
use tokio::process::{Child, Command};

pub type Output = Lines<BufReader<Box<dyn AsyncRead + Send + Unpin>>>;

const MISSING: &str = "run cargo xtask setup";

/// A program that must be there.
pub fn program(paths: &[PathBuf]) -> PathBuf {
    let found = paths.iter().find(|path| path.exists());
    found
        .unwrap_or_else(|| panic!("{}: not installed; {MISSING}", paths[0].display()))
        .clone()
}

/// Python with the tools of the tests, where `cargo xtask setup` puts them.
pub fn python() -> PathBuf {
    let tools = std::env::var_os("DINHDANH_TEST_TOOLS")
        .map_or_else(|| PathBuf::from("../../.tools"), PathBuf::from);
    program(&[tools.join("venv/bin/python")])
}

/// A program of Debian's packages.
pub fn debian(name: &str) -> PathBuf {
    program(
        &["/usr/sbin", "/usr/bin", "/usr/lib/kannel/test"]
            .map(|folder| Path::new(folder).join(name)),
    )
}

pub struct Server {
    _child: Child,
    lines: Output,
}

impl Server {
    /// Starts a program whose reports come on standard output or error.
    pub fn start(program: &Path, args: &[&str], reports_on_stdout: bool) -> Self {
        let mut child = Command::new(program)
            .args(args)
            .stdin(Stdio::null())
            .stdout(if reports_on_stdout {
                Stdio::piped()
            } else {
                Stdio::null()
            })
            .stderr(if reports_on_stdout {
                Stdio::inherit()
            } else {
                Stdio::piped()
            })
            .kill_on_drop(true)
            .spawn()
            .unwrap_or_else(|error| panic!("{}: {error}", program.display()));
        let reports: Box<dyn AsyncRead + Send + Unpin> = if reports_on_stdout {
            Box::new(child.stdout.take().unwrap())
        } else {
            Box::new(child.stderr.take().unwrap())
        };
        Self {
            _child: child,
            lines: BufReader::new(reports).lines(),
        }
    }

    /// Reads its reports up to the one that holds the text.
    pub async fn until(&mut self, text: &str) -> String {
        let mut seen = Vec::new();
        while let Some(line) = self.lines.next_line().await.unwrap() {
            if line.contains(text) {
                return line;
            }
            seen.push(line);
        }
        panic!("never reported {text:?}; reported:\n{}", seen.join("\n"));
    }
}

/// Ports that were free a moment ago.
pub fn free_ports<const N: usize>() -> [u16; N] {
    let listeners = [(); N].map(|()| std::net::TcpListener::bind("127.0.0.1:0").unwrap());
    listeners.map(|listener| listener.local_addr().unwrap().port())
}
