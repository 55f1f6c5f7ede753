//! The line to the server: HTTPS, outward only.

use std::time::Duration;

use app::ports::Answer;
use http_body_util::{BodyExt, Full, Limited};
use hyper::body::Bytes;
use hyper::header::{CONTENT_TYPE, HeaderName, HeaderValue};
use hyper::{Request, Uri};
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;

use crate::SetupError;

/// Most bytes of an answer.
const ANSWER: usize = 64 * 1024;
/// Longer than the server keeps a request for work.
const TIMEOUT: Duration = Duration::from_secs(40);

/// What the server answered.
#[derive(Debug, Clone)]
pub struct Reply {
    /// HTTP status.
    pub status: u16,
    /// The body.
    pub body: Vec<u8>,
}

/// A way to the server; the error says in words why there was none.
pub trait Line: Send + Sync {
    /// Posts JSON with these headers to a path.
    fn post<'a>(
        &'a self,
        path: &'a str,
        headers: &'a [(&'static str, String)],
        body: Vec<u8>,
    ) -> Answer<'a, Result<Reply, String>>;
}

/// The real one.
pub struct Https {
    client: Client<HttpsConnector<HttpConnector>, Full<Bytes>>,
    server: String,
}

impl Https {
    /// To a server; by http to this very machine only, for trials.
    pub fn new(server: &str) -> Result<Self, SetupError> {
        let wrong = |why: &str| SetupError(format!("--server {server}: {why}"));
        let uri: Uri = server.parse().map_err(|_| wrong("no address"))?;
        let here = ["localhost", "127.0.0.1", "[::1]"].contains(&uri.host().unwrap_or_default());
        match uri.scheme_str() {
            Some("https") => {}
            Some("http") if here => {}
            _ => return Err(wrong("begin it with https://")),
        }
        if !uri.path().trim_matches('/').is_empty() {
            return Err(wrong("leave the path out"));
        }
        let connector = HttpsConnectorBuilder::new()
            .with_native_roots()
            .map_err(|e| SetupError(format!("certificates of this system: {e}")))?
            .https_or_http()
            .enable_http1()
            .build();
        Ok(Self {
            client: Client::builder(TokioExecutor::new()).build(connector),
            server: server.trim_end_matches('/').to_owned(),
        })
    }

    async fn exchange(
        &self,
        path: &str,
        headers: &[(&'static str, String)],
        body: Vec<u8>,
    ) -> Result<Reply, String> {
        let mut request = Request::post(format!("{}{path}", self.server))
            .header(CONTENT_TYPE, "application/json")
            .body(Full::from(body))
            .map_err(|e| e.to_string())?;
        for (name, value) in headers {
            let value = HeaderValue::from_str(value).map_err(|e| e.to_string())?;
            request
                .headers_mut()
                .insert(HeaderName::from_static(name), value);
        }
        let answer = self.client.request(request).await;
        let answer = answer.map_err(|e| format!("the server cannot be reached: {e}"))?;
        let status = answer.status().as_u16();
        let body = Limited::new(answer.into_body(), ANSWER).collect().await;
        let body = body.map_err(|_| "the answer is too long or was cut".to_owned())?;
        Ok(Reply {
            status,
            body: body.to_bytes().to_vec(),
        })
    }
}

impl Line for Https {
    fn post<'a>(
        &'a self,
        path: &'a str,
        headers: &'a [(&'static str, String)],
        body: Vec<u8>,
    ) -> Answer<'a, Result<Reply, String>> {
        Box::pin(async move {
            let exchange = self.exchange(path, headers, body);
            match tokio::time::timeout(TIMEOUT, exchange).await {
                Ok(done) => done,
                Err(_) => Err("no answer in time".to_owned()),
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_server_is_called_by_https() {
        for good in ["https://dinhdanh.example", "http://localhost:8480/"] {
            assert!(Https::new(good).is_ok(), "{good}");
        }
        for bad in [
            "",
            "dinhdanh.example",
            "http://dinhdanh.example",
            "https://dinhdanh.example/counter",
            "ftp://localhost",
        ] {
            assert!(Https::new(bad).is_err(), "{bad}");
        }
    }
}
