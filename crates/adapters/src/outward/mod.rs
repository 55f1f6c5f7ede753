//! Calls to services on addresses of their own choosing: `https` on the public network only, resolved
//! once, connected to exactly what was checked, no redirects, seconds, and hardly a byte of the answer.

mod guard;

use std::error::Error;
use std::future::Future;
use std::net::{IpAddr, SocketAddr};
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use app::ports::{Answer, Outward, Reply, Unreached};
use http_body_util::{BodyExt, Full, Limited};
use hyper::body::Bytes;
use hyper::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HeaderName};
use hyper::{Request, Uri};
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::client::legacy::connect::dns::Name;
use hyper_util::rt::TokioExecutor;
use tower::Service;

use crate::SetupError;

/// Most bytes read of an answer: as much as an error of RFC 8935 needs, and so that the service need not see its
/// line cut.
const ANSWER: usize = 4096;
/// From the first question for the address to the last byte of the answer.
const TIMEOUT: Duration = Duration::from_secs(5);

const CLOSED: &str = "the address is not one of the public network";

/// Which addresses may be called.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// Services on the public network, by https.
    Public,
    /// Also this very machine, by http too: for trials and demonstrations.
    DangerLoopback,
}

impl Reach {
    fn allows(self, ip: IpAddr) -> bool {
        guard::open(ip) || (self == Self::DangerLoopback && ip.to_canonical().is_loopback())
    }
}

/// A name led to an address that nobody may have us call.
#[derive(Debug, thiserror::Error)]
#[error("{CLOSED}")]
struct Closed;

/// Resolves a name, and gives its addresses only if all of them may be called: one that also has an inner
/// address is no public service's.
#[derive(Clone)]
struct Checked(Reach);

type Resolved = Result<std::vec::IntoIter<SocketAddr>, Box<dyn Error + Send + Sync>>;

impl Service<Name> for Checked {
    type Response = std::vec::IntoIter<SocketAddr>;
    type Error = Box<dyn Error + Send + Sync>;
    type Future = Pin<Box<dyn Future<Output = Resolved> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, name: Name) -> Self::Future {
        let reach = self.0;
        Box::pin(async move {
            let found: Vec<SocketAddr> =
                tokio::net::lookup_host((name.as_str(), 0)).await?.collect();
            if found.iter().all(|address| reach.allows(address.ip())) {
                Ok(found.into_iter())
            } else {
                Err(Closed.into())
            }
        })
    }
}

/// The way to services.
pub struct Services {
    client: Client<HttpsConnector<HttpConnector<Checked>>, Full<Bytes>>,
    reach: Reach,
    timeout: Duration,
}

impl Services {
    /// Prepares the client.
    pub fn new(reach: Reach) -> Result<Self, SetupError> {
        let mut http = HttpConnector::new_with_resolver(Checked(reach));
        http.enforce_http(false);
        http.set_connect_timeout(Some(TIMEOUT));
        let connector = HttpsConnectorBuilder::new()
            .with_native_roots()
            .map_err(|e| SetupError(format!("services: certificates of this system: {e}")))?
            .https_or_http()
            .enable_http1()
            .wrap_connector(http);
        // No connection is kept: each call asks for the address anew and is checked anew.
        let client = Client::builder(TokioExecutor::new())
            .pool_max_idle_per_host(0)
            .retry_canceled_requests(false)
            .build(connector);
        Ok(Self {
            client,
            reach,
            timeout: TIMEOUT,
        })
    }

    /// The same with less patience, for tests.
    #[must_use]
    pub fn within(self, timeout: Duration) -> Self {
        Self { timeout, ..self }
    }

    /// What can be said of an address before anything is asked. A literal address passes no resolver, so it
    /// is judged here.
    fn check(&self, url: &str) -> Result<Uri, Unreached> {
        let uri: Uri = url
            .parse()
            .map_err(|_| Unreached("the address is none".to_owned()))?;
        let host = uri.host().unwrap_or_default();
        let literal: Option<IpAddr> = host.trim_matches(['[', ']']).parse().ok();
        let inner = literal.filter(|ip| !self.reach.allows(*ip));
        let here = literal.is_some_and(|ip| ip.to_canonical().is_loopback());
        match uri.scheme_str() {
            _ if host.is_empty() => Err(Unreached("the address is none".to_owned())),
            _ if inner.is_some() => Err(Unreached(CLOSED.to_owned())),
            Some("https") => Ok(uri),
            Some("http") if self.reach == Reach::DangerLoopback && here => Ok(uri),
            _ => Err(Unreached("the address does not use https".to_owned())),
        }
    }

    async fn call(
        &self,
        url: &str,
        headers: &[(HeaderName, &str)],
        body: String,
    ) -> Result<Reply, Unreached> {
        let mut request = Request::post(self.check(url)?);
        for (name, value) in headers {
            request = request.header(name, *value);
        }
        let request = request.body(Full::from(body));
        let (status, body) = self.exchange(request, ANSWER).await?;
        Ok(Reply {
            status,
            body: body.unwrap_or_default(),
        })
    }

    /// Documents stand where web servers do; anything else would make us a scanner of ports.
    fn check_port(&self, uri: Uri) -> Result<Uri, Unreached> {
        match uri.port_u16() {
            None | Some(443 | 8443) => Ok(uri),
            Some(_) if self.reach == Reach::DangerLoopback => Ok(uri),
            Some(_) => Err(Unreached("the port is neither 443 nor 8443".to_owned())),
        }
    }

    async fn read(&self, url: &str, most: usize) -> Result<Vec<u8>, Unreached> {
        let request = Request::get(self.check_port(self.check(url)?)?)
            .header(ACCEPT, "application/jwk-set+json, application/json")
            .body(Full::default());
        match self.exchange(request, most).await? {
            (200, Some(body)) => Ok(body),
            (200, None) => Err(Unreached("the answer is too long or was cut".to_owned())),
            (status, _) => Err(Unreached(format!("the service answered {status}"))),
        }
    }

    /// One request and its answer: the status, and the body where all of it came within the limit.
    async fn exchange(
        &self,
        request: Result<Request<Full<Bytes>>, hyper::http::Error>,
        most: usize,
    ) -> Result<(u16, Option<Vec<u8>>), Unreached> {
        let request =
            request.map_err(|_| Unreached("the address makes no HTTP request".to_owned()))?;
        let exchange = async {
            let answer = self.client.request(request).await;
            let answer = answer.map_err(|error| Unreached(told(&error).to_owned()))?;
            let status = answer.status().as_u16();
            let body = Limited::new(answer.into_body(), most).collect().await;
            Ok((status, body.ok().map(|body| body.to_bytes().to_vec())))
        };
        match tokio::time::timeout(self.timeout, exchange).await {
            Ok(done) => done,
            Err(_) => Err(Unreached("no answer in time".to_owned())),
        }
    }
}

impl Outward for Services {
    fn post<'a>(
        &'a self,
        url: &'a str,
        form: &'a [(&'a str, &'a str)],
    ) -> Answer<'a, Result<u16, Unreached>> {
        let form = encoded(form);
        Box::pin(async move {
            let headers = [(CONTENT_TYPE, "application/x-www-form-urlencoded")];
            let reply = self.call(url, &headers, form).await?;
            Ok(reply.status)
        })
    }

    fn push<'a>(
        &'a self,
        url: &'a str,
        authorization: Option<&'a str>,
        (kind, body): (&'static str, &'a str),
    ) -> Answer<'a, Result<Reply, Unreached>> {
        Box::pin(async move {
            let mut headers = vec![(CONTENT_TYPE, kind), (ACCEPT, "application/json")];
            headers.extend(authorization.map(|value| (AUTHORIZATION, value)));
            self.call(url, &headers, body.to_owned()).await
        })
    }

    fn get<'a>(&'a self, url: &'a str, most: usize) -> Answer<'a, Result<Vec<u8>, Unreached>> {
        Box::pin(self.read(url, most))
    }
}

fn encoded(form: &[(&str, &str)]) -> String {
    let mut pairs = form_urlencoded::Serializer::new(String::new());
    pairs.extend_pairs(form).finish()
}

/// What went wrong, in words that stand on record: nothing of what a resolver or a server said.
fn told(error: &(dyn Error + 'static)) -> &'static str {
    let mut cause = Some(error);
    while let Some(error) = cause {
        if error.is::<Closed>() {
            return CLOSED;
        }
        cause = error.source();
    }
    "no connection"
}
