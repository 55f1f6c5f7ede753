//! Just enough HTTP to sign in and to look.

use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::Path;

const CSRF: &str = "5959595959595959595959595959595959595959595959595959595959595959";

/// A browser with cookies.
pub(crate) struct Browser {
    to: String,
    cookies: BTreeMap<String, String>,
}

/// An answer.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) location: String,
    pub(crate) body: Vec<u8>,
    /// Head and body, as they came over the wire.
    pub(crate) bytes: usize,
}

impl Browser {
    /// For `http://host:port`.
    pub(crate) fn new(url: &str) -> Self {
        let to = url
            .trim_start_matches("http://")
            .trim_end_matches('/')
            .to_owned();
        Self {
            to,
            cookies: BTreeMap::from([("dd-csrf".to_owned(), CSRF.to_owned())]),
        }
    }

    /// With the cookies of an earlier run: a new device would need the old one's code (APP-9).
    pub(crate) fn again(url: &str, file: &Path) -> Self {
        let mut browser = Self::new(url);
        let kept = std::fs::read_to_string(file).unwrap_or_default();
        let pairs = kept.split("; ").filter_map(|pair| pair.split_once('='));
        browser
            .cookies
            .extend(pairs.map(|(name, value)| (name.to_owned(), value.to_owned())));
        browser
    }

    /// Keeps the cookies for the next run.
    pub(crate) fn keep(&self, file: &Path) -> Result<(), String> {
        std::fs::write(file, self.cookies()).map_err(|cause| format!("{}: {cause}", file.display()))
    }

    /// The `Cookie` header.
    pub(crate) fn cookies(&self) -> String {
        let pairs: Vec<String> = self
            .cookies
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        pairs.join("; ")
    }

    pub(crate) fn get(&mut self, path: &str) -> Result<Answer, String> {
        self.call("GET", path, "")
    }

    pub(crate) fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Result<Answer, String> {
        let mut body = format!("csrf={CSRF}");
        for (name, value) in fields {
            body.push_str(&format!("&{name}={}", value.replace(' ', "+")));
        }
        self.call("POST", path, &body)
    }

    /// Sends JSON to the API, within a journey where there is one.
    pub(crate) fn post_json(
        &mut self,
        path: &str,
        journey: &str,
        body: &str,
    ) -> Result<Answer, String> {
        let journey = if journey.is_empty() {
            String::new()
        } else {
            format!("Journey: {journey}\r\n")
        };
        self.send(
            "POST",
            path,
            &format!("Content-Type: application/json\r\n{journey}"),
            body,
        )
    }

    fn call(&mut self, method: &str, path: &str, body: &str) -> Result<Answer, String> {
        self.send(
            method,
            path,
            "Content-Type: application/x-www-form-urlencoded\r\n",
            body,
        )
    }

    fn send(&mut self, method: &str, path: &str, more: &str, body: &str) -> Result<Answer, String> {
        let head = format!(
            "{method} {path} HTTP/1.1\r\nHost: {to}\r\nOrigin: http://{to}\r\nCookie: {}\r\nAccept-Encoding: gzip, br\r\n\
             {more}Content-Length: {}\r\nConnection: close\r\n\r\n{body}",
            self.cookies(),
            body.len(),
            to = self.to,
        );
        let mut bytes = Vec::new();
        TcpStream::connect(&self.to)
            .and_then(|mut stream| {
                stream.write_all(head.as_bytes())?;
                stream.read_to_end(&mut bytes)
            })
            .map_err(|cause| format!("{method} http://{}{path}: {cause}", self.to))?;
        self.read(&bytes)
            .ok_or_else(|| format!("{method} {path}: no answer"))
    }

    fn read(&mut self, bytes: &[u8]) -> Option<Answer> {
        let end = bytes.windows(4).position(|four| four == b"\r\n\r\n")?;
        let head = String::from_utf8_lossy(bytes.get(..end)?).into_owned();
        let mut lines = head.split("\r\n");
        let status = lines.next()?.split(' ').nth(1)?.parse().ok()?;
        let mut location = String::new();
        for (name, value) in lines.filter_map(|line| line.split_once(": ")) {
            if name.eq_ignore_ascii_case("location") {
                value.clone_into(&mut location);
            } else if name.eq_ignore_ascii_case("set-cookie")
                && let Some((name, value)) =
                    value.split(';').next().unwrap_or_default().split_once('=')
            {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        Some(Answer {
            status,
            location,
            body: bytes.get(end + 4..)?.to_vec(),
            bytes: bytes.len(),
        })
    }
}
