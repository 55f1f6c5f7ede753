//! Text messages by an HTTP gateway in the form of Kannel's `sendsms`.

use std::time::Duration;

use app::ports::{Answer, Gateway, GatewayError, Outgoing};
use http_body_util::{BodyExt, Collected, Full, Limited};
use hyper::body::Bytes;
use hyper::header::{CONTENT_TYPE, HeaderName, HeaderValue};
use hyper::{Method, Request, StatusCode, Uri};
use hyper_rustls::HttpsConnectorBuilder;
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;

use crate::SetupError;

/// Most bytes read of a gateway's answer.
const ANSWER: usize = 4096;

/// How the gateway wants to be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// POST, `X-Kannel-…` headers, the text as body: nothing personal in an address or an access log.
    Kannel,
    /// POST, parameters as a form.
    Form,
    /// GET, parameters in the address; for gateways that know nothing else.
    Query,
}

/// Where the gateway is and who we are to it.
#[derive(Clone)]
pub struct Settings {
    /// Address, such as `http://127.0.0.1:13013/cgi-bin/sendsms`.
    pub url: String,
    /// How it wants to be told.
    pub style: Style,
    /// User name.
    pub username: String,
    /// Password.
    pub password: String,
    /// Sender shown to the recipient; empty for the gateway's own.
    pub from: String,
    /// Longest wait for the answer.
    pub timeout: Duration,
}

domain::redacted_debug!(Settings);

/// An SMS gateway.
pub struct SmsGateway {
    client: Client<hyper_rustls::HttpsConnector<HttpConnector>, Full<Bytes>>,
    settings: Settings,
    uri: Uri,
}

impl SmsGateway {
    /// Prepares the client; dials at the first message.
    pub fn new(settings: Settings) -> Result<Self, SetupError> {
        let uri: Uri = settings
            .url
            .parse()
            .map_err(|_| SetupError("sms: `url` is no address".to_owned()))?;
        if !matches!(uri.scheme_str(), Some("http" | "https")) || uri.host().is_none() {
            return Err(SetupError(
                "sms: `url` must begin with http:// or https:// and name a host".to_owned(),
            ));
        }
        for value in [&settings.username, &settings.password, &settings.from] {
            HeaderValue::from_str(value).map_err(|_| {
                SetupError("sms: user name, password and sender may hold no line breaks".to_owned())
            })?;
        }
        let connector = HttpsConnectorBuilder::new()
            .with_native_roots()
            .map_err(|e| SetupError(format!("sms: certificates of this system: {e}")))?
            .https_or_http()
            .enable_http1()
            .build();
        let client = Client::builder(TokioExecutor::new())
            .pool_max_idle_per_host(2)
            .build(connector);
        Ok(Self {
            client,
            settings,
            uri,
        })
    }

    /// Whether something listens at the address; sends no message.
    pub async fn reachable(&self) -> Result<(), String> {
        let host = self.uri.host().unwrap_or_default().trim_matches(['[', ']']);
        let port = self
            .uri
            .port_u16()
            .unwrap_or(if self.uri.scheme_str() == Some("https") {
                443
            } else {
                80
            });
        match tokio::time::timeout(
            self.settings.timeout,
            tokio::net::TcpStream::connect((host, port)),
        )
        .await
        {
            Ok(Ok(_)) => Ok(()),
            Ok(Err(error)) => Err(format!(
                "no connection with the SMS gateway: {}",
                error.kind()
            )),
            Err(_) => Err("the SMS gateway does not answer in time".to_owned()),
        }
    }

    fn parameters(&self, message: &Outgoing) -> String {
        let mut pairs = form_urlencoded::Serializer::new(String::new());
        pairs
            .append_pair("username", &self.settings.username)
            .append_pair("password", &self.settings.password)
            .append_pair("to", &message.to)
            .append_pair("text", &message.text)
            .append_pair("coding", "2")
            .append_pair("charset", "utf-8");
        if !self.settings.from.is_empty() {
            pairs.append_pair("from", &self.settings.from);
        }
        pairs.finish()
    }

    fn request(&self, message: &Outgoing) -> Result<Request<Full<Bytes>>, hyper::http::Error> {
        let key = HeaderName::from_static("idempotency-key");
        let plain = Request::builder().header(key, &message.key);
        match self.settings.style {
            Style::Kannel => plain
                .method(Method::POST)
                .uri(self.uri.clone())
                .header("X-Kannel-Username", &self.settings.username)
                .header("X-Kannel-Password", &self.settings.password)
                .header("X-Kannel-From", &self.settings.from)
                .header("X-Kannel-To", &message.to)
                .header("X-Kannel-Coding", "2")
                .header(CONTENT_TYPE, "text/plain; charset=UTF-8")
                .body(Full::from(message.text.clone())),
            Style::Form => plain
                .method(Method::POST)
                .uri(self.uri.clone())
                .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
                .body(Full::from(self.parameters(message))),
            Style::Query => {
                let joint = if self.uri.query().is_some() { '&' } else { '?' };
                plain
                    .method(Method::GET)
                    .uri(format!("{}{joint}{}", self.uri, self.parameters(message)))
                    .body(Full::default())
            }
        }
    }

    async fn deliver(&self, message: &Outgoing) -> Result<String, GatewayError> {
        let request = self
            .request(message)
            .map_err(|_| GatewayError::Never("the message makes no HTTP request".to_owned()))?;
        let exchange = async {
            let answer = self
                .client
                .request(request)
                .await
                .map_err(|_| "no connection with the SMS gateway")?;
            let status = answer.status();
            let body = Limited::new(answer.into_body(), ANSWER).collect().await;
            Ok::<_, &'static str>((status, body.map(Collected::to_bytes).unwrap_or_default()))
        };
        match tokio::time::timeout(self.settings.timeout, exchange).await {
            Ok(Ok((status, body))) => verdict(status, &body),
            Ok(Err(why)) => Err(GatewayError::Later(why.to_owned())),
            Err(_) => Err(GatewayError::Later(
                "the SMS gateway does not answer in time".to_owned(),
            )),
        }
    }
}

impl Gateway for SmsGateway {
    fn send<'a>(&'a self, message: &'a Outgoing) -> Answer<'a, Result<String, GatewayError>> {
        Box::pin(self.deliver(message))
    }
}

/// Refusals of our own login (401, 403) concern every message, so they wait for the operator. Of the
/// gateway's words only the start of an acceptance is kept: a refusal may repeat the number.
fn verdict(status: StatusCode, body: &[u8]) -> Result<String, GatewayError> {
    if status.is_success() {
        let said: String = String::from_utf8_lossy(body)
            .chars()
            .filter(|c| !c.is_control())
            .take(80)
            .collect();
        return Ok(format!("http {} {said}", status.as_u16())
            .trim_end()
            .to_owned());
    }
    let told = format!("the SMS gateway answered {}", status.as_u16());
    match status.as_u16() {
        401 | 403 | 404 | 405 | 408 | 425 | 429 => Err(GatewayError::Later(told)),
        400..=499 => Err(GatewayError::Never(told)),
        _ => Err(GatewayError::Later(told)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_told_apart() {
        let of = |status: u16| {
            verdict(
                StatusCode::from_u16(status).unwrap(),
                b"0: Accepted for delivery\r\n",
            )
        };
        assert_eq!(of(202).unwrap(), "http 202 0: Accepted for delivery");
        for status in [301, 401, 403, 408, 429, 500, 502, 503] {
            assert!(
                matches!(of(status), Err(GatewayError::Later(_))),
                "{status}"
            );
        }
        for status in [400, 410, 422] {
            assert!(
                matches!(of(status), Err(GatewayError::Never(_))),
                "{status}"
            );
        }
    }

    #[test]
    fn a_bad_address_is_named_at_start() {
        let settings = |url: &str, from: &str| Settings {
            url: url.to_owned(),
            style: Style::Kannel,
            username: String::new(),
            password: String::new(),
            from: from.to_owned(),
            timeout: Duration::from_secs(1),
        };
        for url in ["", "gateway", "ftp://gateway/", "http://"] {
            assert!(SmsGateway::new(settings(url, "")).is_err(), "{url}");
        }
        assert!(SmsGateway::new(settings("http://gateway/", "a\r\nX: y")).is_err());
        assert!(SmsGateway::new(settings("https://gateway/send", "DinhDanh")).is_ok());
    }
}
