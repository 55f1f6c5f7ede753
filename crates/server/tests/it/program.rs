//! Starting the program and asking it things.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

use serde_json::Value;

pub struct Folder(pub PathBuf);

impl Folder {
    pub fn new(name: &str) -> Self {
        let path =
            std::env::temp_dir().join(format!("dinhdanh-server-{}-{name}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    pub fn file(&self, name: &str, text: &str) -> PathBuf {
        let path = self.0.join(name);
        std::fs::write(&path, text).unwrap();
        path
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        std::fs::remove_dir_all(&self.0).ok();
    }
}

fn program(args: &[&str], folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_dinhdanh"));
    command.args(args).current_dir(folder).stdin(Stdio::null());
    command
}

pub fn run(args: &[&str], folder: &Path) -> Output {
    program(args, folder).output().unwrap()
}

/// A demonstration that runs until dropped.
pub struct Demo {
    child: Child,
    pub told: Value,
}

impl Demo {
    pub fn start(folder: &Path, more: &[&str]) -> Self {
        let free = [
            "demo",
            "--data-dir",
            "data",
            "--listen",
            "127.0.0.1:0",
            "--management-listen",
            "127.0.0.1:0",
        ];
        let args = [&free[..], &["--output", "json"], more].concat();
        let mut child = program(&args, folder)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        if line.is_empty() {
            let mut said = String::new();
            child
                .stderr
                .take()
                .unwrap()
                .read_to_string(&mut said)
                .unwrap();
            panic!("the demonstration did not start: {said}");
        }
        Self {
            child,
            told: serde_json::from_str(&line).unwrap(),
        }
    }

    /// Status and body.
    pub fn ask(&self, door: &str, method: &str, path: &str, body: &str) -> (u16, String) {
        let host = self.told[door]
            .as_str()
            .unwrap()
            .strip_prefix("http://")
            .unwrap();
        let mut stream = TcpStream::connect(host).unwrap();
        let length = body.len();
        write!(
            stream,
            "{method} {path} HTTP/1.0\r\nHost: {host}\r\nContent-Length: {length}\r\n\r\n{body}"
        )
        .unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        (
            head.split(' ').nth(1).unwrap().parse().unwrap(),
            body.to_owned(),
        )
    }

    /// Status and JSON of the management listener.
    pub fn manage(&self, method: &str, path: &str, body: &str) -> (u16, Value) {
        let (status, body) = self.ask("management_url", method, path, body);
        (status, serde_json::from_str(&body).unwrap())
    }

    /// Asks it to stop as a service manager does; the exit code and the log.
    pub fn stop(mut self) -> (Option<i32>, String) {
        let pid = self.child.id().to_string();
        assert!(
            Command::new("kill")
                .args(["-TERM", &pid])
                .status()
                .unwrap()
                .success()
        );
        let mut log = String::new();
        self.child
            .stderr
            .take()
            .unwrap()
            .read_to_string(&mut log)
            .unwrap();
        (self.child.wait().unwrap().code(), log)
    }
}

impl Drop for Demo {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}
