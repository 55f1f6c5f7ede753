//! The line to a source: mutual TLS with its own authorities, one question, one answer of bounded size.

use std::error::Error;
use std::sync::Arc;
use std::time::Duration;

use app::exchange::{PATH, STATEMENT};
use domain::exchange::Question;
use http_body_util::{BodyExt, Full, LengthLimitError, Limited};
use hyper::body::Bytes;
use hyper::header::{ACCEPT, CONTENT_TYPE, RETRY_AFTER};
use hyper::{Request, Uri};
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use tokio_rustls::rustls::crypto::aws_lc_rs;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio_rustls::rustls::{ClientConfig, RootCertStore};

use super::{Identity, Limits};
use crate::SetupError;

/// Idle connections kept.
const IDLE: usize = 8;

/// Why nothing came back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Lost {
    /// No connection, or no handshake.
    Connection,
    /// Not in time.
    Late,
    /// The answer broke off.
    Cut,
    /// More than an answer of its kind has.
    TooLong,
}

impl Lost {
    /// A word for the log; nothing of what the other side said.
    pub(super) const fn why(self) -> &'static str {
        match self {
            Self::Connection => "no-connection",
            Self::Late => "no-answer-in-time",
            Self::Cut => "answer-cut",
            Self::TooLong => "answer-too-long",
        }
    }
}

/// What came back.
pub(super) struct Reply {
    pub(super) status: u16,
    pub(super) statement: Option<String>,
    /// Seconds after which to ask again, where it says so.
    pub(super) retry_after: Option<i64>,
    pub(super) body: Vec<u8>,
}

/// A line.
pub(super) struct Line {
    client: Client<HttpsConnector<HttpConnector>, Full<Bytes>>,
    base: String,
    timeout: Duration,
}

/// Most bytes of an answer.
const fn most(question: Question) -> usize {
    match question {
        Question::Person
        | Question::Card
        | Question::Licence
        | Question::Health
        | Question::Passport
        | Question::Business => 64 << 10,
        Question::Search => 512 << 10,
        // One picture of 1 MiB, base64.
        Question::PopulationPortrait | Question::CardPortrait => 1536 << 10,
        // Ten.
        Question::Prints => 15 << 20,
    }
}

impl Line {
    pub(super) fn new(url: &str, identity: &Identity, limits: &Limits) -> Result<Self, SetupError> {
        let base = url.trim_end_matches('/').to_owned();
        let address: Option<Uri> = base.parse().ok();
        let plain = |uri: &Uri| {
            uri.scheme_str() == Some("https") && uri.host().is_some() && uri.query().is_none()
        };
        if !address.as_ref().is_some_and(plain) {
            return Err(SetupError(
                "`url` must begin with https:// and name a host".to_owned(),
            ));
        }
        let mut http = HttpConnector::new();
        http.enforce_http(false);
        http.set_nodelay(true);
        http.set_connect_timeout(Some(limits.connect));
        let connector = HttpsConnectorBuilder::new()
            .with_tls_config(tls(identity)?)
            .https_only()
            .enable_http1()
            .wrap_connector(http);
        let client = Client::builder(TokioExecutor::new())
            .pool_max_idle_per_host(IDLE)
            .retry_canceled_requests(false)
            .build(connector);
        Ok(Self {
            client,
            base,
            timeout: limits.answer,
        })
    }

    /// Puts a question.
    pub(super) async fn post(
        &self,
        question: Question,
        statement: &str,
        body: Vec<u8>,
    ) -> Result<Reply, Lost> {
        let (register, word) = (question.register().as_str(), question.as_str());
        let request = Request::post(format!("{}{PATH}/{register}/{word}", self.base))
            .header(CONTENT_TYPE, "application/json")
            .header(ACCEPT, "application/json, application/problem+json")
            .header(STATEMENT, statement)
            .body(Full::from(body));
        let request = request.map_err(|_| Lost::Connection)?;
        self.exchange(request, most(question)).await
    }

    /// Whether anything answers after a handshake.
    pub(super) async fn greet(&self) -> Result<(), Lost> {
        let request = Request::get(format!("{}{PATH}", self.base)).body(Full::default());
        let request = request.map_err(|_| Lost::Connection)?;
        self.exchange(request, most(Question::Person))
            .await
            .map(drop)
    }

    async fn exchange(&self, request: Request<Full<Bytes>>, most: usize) -> Result<Reply, Lost> {
        let exchange = async {
            let answer = self.client.request(request).await;
            let answer = answer.map_err(|_| Lost::Connection)?;
            let status = answer.status().as_u16();
            let statement = answer.headers().get(STATEMENT);
            let statement = statement
                .and_then(|text| text.to_str().ok())
                .map(str::to_owned);
            let retry_after = answer.headers().get(RETRY_AFTER);
            let retry_after = retry_after
                .and_then(|text| text.to_str().ok())
                .and_then(|text| text.parse().ok());
            let body = Limited::new(answer.into_body(), most).collect().await;
            let body = body.map_err(|error| cut(&*error))?.to_bytes().to_vec();
            Ok(Reply {
                status,
                statement,
                retry_after,
                body,
            })
        };
        let answered = tokio::time::timeout(self.timeout, exchange).await;
        answered.unwrap_or(Err(Lost::Late))
    }
}

fn cut(error: &(dyn Error + Send + Sync + 'static)) -> Lost {
    if error.is::<LengthLimitError>() {
        Lost::TooLong
    } else {
        Lost::Cut
    }
}

fn tls(identity: &Identity) -> Result<ClientConfig, SetupError> {
    let mut roots = RootCertStore::empty();
    for authority in certificates(&identity.authorities, "ca_file")? {
        roots
            .add(authority)
            .map_err(|e| SetupError(format!("ca_file: {e}")))?;
    }
    let own = certificates(&identity.certificate, "certificate_file")?;
    let key = PrivateKeyDer::from_pem_slice(&identity.key)
        .map_err(|_| SetupError("key_file holds no private key".to_owned()))?;
    ClientConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(|e| SetupError(e.to_string()))?
        .with_root_certificates(roots)
        .with_client_auth_cert(own, key)
        .map_err(|e| SetupError(format!("certificate_file and key_file: {e}")))
}

fn certificates(pem: &[u8], key: &str) -> Result<Vec<CertificateDer<'static>>, SetupError> {
    let all: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(pem).collect();
    match all {
        Ok(all) if !all.is_empty() => Ok(all),
        Ok(_) | Err(_) => Err(SetupError(format!("{key} holds no certificate"))),
    }
}
