//! HTTP/1.1 over a plain socket: an answer counts only when every byte of it came.

use std::collections::BTreeMap;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpSocket;

/// The form token is ours to choose: it only has to stand in cookie and form.
const CSRF: &str = "5959595959595959595959595959595959595959595959595959595959595959";
const BOUNDARY: &str = "----crash-test";

/// One person's browser, at an address of its own: limits count by address.
#[derive(Clone)]
pub(crate) struct Browser {
    from: Ipv4Addr,
    cookies: BTreeMap<String, String>,
}

/// An answer, whole.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) location: String,
    pub(crate) body: Vec<u8>,
}

impl Browser {
    /// Of the n-th person.
    pub(crate) fn of(n: u32) -> Self {
        let [_, b, c, d] = (n + 2).to_be_bytes();
        let cookies = BTreeMap::from([("dd-csrf".to_owned(), CSRF.to_owned())]);
        Self {
            from: Ipv4Addr::new(127, b, c, d),
            cookies,
        }
    }

    /// With a cookie.
    pub(crate) fn cookie(mut self, name: &str, value: String) -> Self {
        self.cookies.insert(name.to_owned(), value);
        self
    }

    /// Opens a page.
    pub(crate) async fn get(&mut self, to: SocketAddr, path: &str) -> io::Result<Answer> {
        self.call(to, "GET", path, ("text/plain", b"")).await
    }

    /// Sends a form.
    pub(crate) async fn post(
        &mut self,
        to: SocketAddr,
        path: &str,
        fields: &[(&str, &str)],
    ) -> io::Result<Answer> {
        let mut body = format!("csrf={CSRF}");
        for (name, value) in fields {
            body.push_str(&format!("&{name}={}", encode(value)));
        }
        self.call(
            to,
            "POST",
            path,
            ("application/x-www-form-urlencoded", body.as_bytes()),
        )
        .await
    }

    /// Sends a form with one file.
    pub(crate) async fn post_image(
        &mut self,
        to: SocketAddr,
        path: &str,
        field: &str,
        jpeg: &[u8],
    ) -> io::Result<Answer> {
        let mut body = format!(
            "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\n{CSRF}\r\n--{BOUNDARY}\r\n"
        );
        body.push_str(&format!("Content-Disposition: form-data; name=\"{field}\"; filename=\"p.jpg\"\r\nContent-Type: image/jpeg\r\n\r\n"));
        let mut body = body.into_bytes();
        body.extend_from_slice(jpeg);
        body.extend_from_slice(format!("\r\n--{BOUNDARY}--\r\n").as_bytes());
        self.call(
            to,
            "POST",
            path,
            (&format!("multipart/form-data; boundary={BOUNDARY}"), &body),
        )
        .await
    }

    /// Sends text as it is.
    pub(crate) async fn put_text(
        &mut self,
        to: SocketAddr,
        path: &str,
        text: &str,
    ) -> io::Result<Answer> {
        self.call(to, "POST", path, ("text/plain", text.as_bytes()))
            .await
    }

    /// Calls an endpoint, with more headers.
    pub(crate) async fn call_with(
        &mut self,
        headers: &[(&str, String)],
        to: SocketAddr,
        (method, path): (&str, &str),
        (kind, body): (&str, &str),
    ) -> io::Result<Answer> {
        let more = headers
            .iter()
            .map(|(name, value)| format!("\r\n{name}: {value}"));
        let kind = format!("{kind}{}", more.collect::<String>());
        self.call(to, method, path, (&kind, body.as_bytes())).await
    }

    async fn call(
        &mut self,
        to: SocketAddr,
        method: &str,
        path: &str,
        body: (&str, &[u8]),
    ) -> io::Result<Answer> {
        let (kind, body) = body;
        let cookies: Vec<String> = self
            .cookies
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        // The name that every process is known by.
        let host = format!("localhost:{}", to.port());
        let head = format!(
            "{method} {path} HTTP/1.1\r\nHost: {host}\r\nOrigin: http://{host}\r\nCookie: {}\r\nContent-Type: {kind}\r\n\
             Content-Length: {}\r\nUser-Agent: Mozilla/5.0 (Linux; Android 14) Chrome/130.0\r\nConnection: close\r\n\r\n",
            cookies.join("; "),
            body.len()
        );
        let socket = TcpSocket::new_v4()?;
        socket.bind(SocketAddr::from((self.from, 0)))?;
        let mut stream = socket.connect(to).await?;
        stream.write_all(head.as_bytes()).await?;
        stream.write_all(body).await?;
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).await?;
        self.read(&bytes)
    }

    fn read(&mut self, bytes: &[u8]) -> io::Result<Answer> {
        let cut = || io::Error::from(io::ErrorKind::UnexpectedEof);
        let end = bytes
            .windows(4)
            .position(|four| four == b"\r\n\r\n")
            .ok_or_else(cut)?;
        let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
        let body = bytes[end + 4..].to_vec();
        let mut lines = head.split("\r\n");
        let status = lines
            .next()
            .and_then(|line| line.split(' ').nth(1))
            .and_then(|code| code.parse().ok())
            .ok_or_else(cut)?;
        let mut answer = Answer {
            status,
            location: String::new(),
            body,
        };
        for (name, value) in lines.filter_map(|line| line.split_once(": ")) {
            match name.to_ascii_lowercase().as_str() {
                "location" => value.clone_into(&mut answer.location),
                "set-cookie" => self.take(value),
                "content-length" if value.parse() != Ok(answer.body.len()) => return Err(cut()),
                _ => {}
            }
        }
        Ok(answer)
    }

    fn take(&mut self, line: &str) {
        let pair = line.split(';').next().unwrap_or_default();
        if let Some((name, value)) = pair.split_once('=') {
            if value.is_empty() {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
    }
}

/// As in a form.
pub(crate) fn encode(text: &str) -> String {
    text.bytes()
        .map(|b| {
            if b.is_ascii_alphanumeric() {
                char::from(b).to_string()
            } else {
                format!("%{b:02X}")
            }
        })
        .collect()
}
