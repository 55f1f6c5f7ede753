//! Just enough HTTP/1.1 to keep a connection busy without getting in the way of what is measured.

use std::collections::BTreeMap;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::Failure;

/// A connection that stays open, with the cookies of its browser.
pub(crate) struct Connection {
    stream: TcpStream,
    host: String,
    read: Vec<u8>,
    /// Of requests: each comes from another address behind the proxy that this is.
    count: u32,
    pub(crate) cookies: BTreeMap<String, String>,
}

/// An answer.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) location: Option<String>,
    pub(crate) body: String,
}

/// How a request proves who makes it.
#[derive(Clone, Copy)]
pub(crate) enum Proof<'a> {
    None,
    /// Value of `Authorization`.
    Header(&'a str),
    /// The browser's cookies.
    Cookies,
}

impl Connection {
    pub(crate) async fn open(address: &str) -> Result<Self, Failure> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        Ok(Self {
            stream,
            host: address.to_owned(),
            read: Vec::new(),
            count: 0,
            cookies: BTreeMap::new(),
        })
    }

    pub(crate) async fn get(&mut self, path: &str, proof: Proof<'_>) -> Result<Answer, Failure> {
        self.call("GET", path, proof, "").await
    }

    pub(crate) async fn post(
        &mut self,
        path: &str,
        proof: Proof<'_>,
        form: &str,
    ) -> Result<Answer, Failure> {
        self.call("POST", path, proof, form).await
    }

    async fn call(
        &mut self,
        method: &str,
        path: &str,
        proof: Proof<'_>,
        form: &str,
    ) -> Result<Answer, Failure> {
        self.count += 1;
        let [_, a, b, c] = self.count.to_be_bytes();
        let mut request = format!(
            "{method} {path} HTTP/1.1\r\nhost: {}\r\nx-forwarded-for: 10.{a}.{b}.{c}\r\n",
            self.host
        );
        match proof {
            Proof::None => {}
            Proof::Header(value) => request.push_str(&format!("authorization: {value}\r\n")),
            Proof::Cookies => {
                let pairs: Vec<String> = self
                    .cookies
                    .iter()
                    .map(|(name, value)| format!("{name}={value}"))
                    .collect();
                request.push_str(&format!("cookie: {}\r\n", pairs.join("; ")));
            }
        }
        if method == "POST" {
            request.push_str("content-type: application/x-www-form-urlencoded\r\n");
            request.push_str(&format!("content-length: {}\r\n", form.len()));
        }
        request.push_str("\r\n");
        request.push_str(form);
        self.stream.write_all(request.as_bytes()).await?;
        self.answer().await
    }

    async fn answer(&mut self) -> Result<Answer, Failure> {
        let end = loop {
            if let Some(at) = find(&self.read, b"\r\n\r\n") {
                break at;
            }
            self.more().await?;
        };
        let head = String::from_utf8(self.read.drain(..end + 4).collect())?;
        let mut lines = head.split("\r\n");
        let status = lines.next().and_then(|line| line.split(' ').nth(1));
        let status: u16 = status.ok_or("no status")?.parse()?;
        let (mut length, mut chunked, mut location) = (0_usize, false, None);
        for (name, value) in lines.filter_map(|line| line.split_once(':')) {
            let value = value.trim();
            match name.to_ascii_lowercase().as_str() {
                "content-length" => length = value.parse()?,
                "transfer-encoding" => chunked = value.contains("chunked"),
                "location" => location = Some(value.to_owned()),
                "set-cookie" => self.keep(value),
                _ => {}
            }
        }
        let body = if chunked {
            self.chunks().await?
        } else {
            self.take(length).await?
        };
        Ok(Answer {
            status,
            location,
            body: String::from_utf8(body)?,
        })
    }

    fn keep(&mut self, cookie: &str) {
        let pair = cookie
            .split(';')
            .next()
            .and_then(|pair| pair.split_once('='));
        if let Some((name, value)) = pair {
            self.cookies.insert(name.to_owned(), value.to_owned());
        }
    }

    async fn more(&mut self) -> Result<(), Failure> {
        let count = self.stream.read_buf(&mut self.read).await?;
        if count == 0 {
            return Err("the server closed the connection".into());
        }
        Ok(())
    }

    async fn take(&mut self, length: usize) -> Result<Vec<u8>, Failure> {
        while self.read.len() < length {
            self.more().await?;
        }
        Ok(self.read.drain(..length).collect())
    }

    async fn chunks(&mut self) -> Result<Vec<u8>, Failure> {
        let mut body = Vec::new();
        loop {
            let end = loop {
                if let Some(at) = find(&self.read, b"\r\n") {
                    break at;
                }
                self.more().await?;
            };
            let line = String::from_utf8(self.take(end + 2).await?)?;
            let length = usize::from_str_radix(line.trim(), 16)?;
            body.extend(self.take(length).await?);
            self.take(2).await?;
            if length == 0 {
                return Ok(body);
            }
        }
    }
}

fn find(bytes: &[u8], what: &[u8]) -> Option<usize> {
    bytes.windows(what.len()).position(|at| at == what)
}

/// As a query or a form wants it.
pub(crate) fn encoded(text: &str) -> String {
    let one = |b: u8| match b {
        b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
            char::from(b).to_string()
        }
        other => format!("%{other:02X}"),
    };
    text.bytes().map(one).collect()
}
