//! Real handshakes on a real listener, with the whole application behind it.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use app::relying_parties::Mtls;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::account::Level;
use domain::ids::ClientId;
use domain::relying_party::{PartyKind, Phase};
use jiff::SignedDuration;
use oidc::certificate::Chain;
use serde_json::{Value, json};
use store::relying_party::client::{self, Client};
use testkit::certificates::{Authority, Certificate, params, pem};
use testkit::people::Person;
use testkit::rcgen::date_time_ymd;
use testkit::{Answer, TestApp};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::client::ResolvesClientCert;
use tokio_rustls::rustls::crypto::aws_lc_rs;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName};
use tokio_rustls::rustls::sign::CertifiedKey;
use tokio_rustls::rustls::{ClientConfig, RootCertStore, SignatureScheme};

use crate::config::Settings;
use crate::failure::Failure;
use crate::http::{back_channel, bind_mtls, serve, tls};

const HOST: &str = "api.dichvu.example";
const BACK: &str = "https://dichvu.example/back";
/// RFC 7636, appendix B.
const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
const OWN: [(&str, &str); 1] = [("grant_type", "client_credentials")];

/// A listener with its authorities: that of its own certificate, and that of services.
struct House {
    test: TestApp,
    address: SocketAddr,
    ours: Authority,
    known: Authority,
    wish: watch::Sender<bool>,
    served: JoinHandle<Result<(), Failure>>,
    folder: PathBuf,
}

impl Drop for House {
    fn drop(&mut self) {
        std::fs::remove_dir_all(&self.folder).ok();
    }
}

impl House {
    async fn new(name: &str) -> Self {
        let folder =
            std::env::temp_dir().join(format!("dinhdanh-tls-{}-{name}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let write = |name: &str, text: String| {
            let path = folder.join(name);
            std::fs::write(&path, text).unwrap();
            path
        };
        let (ours, known) = (Authority::new("Ours"), Authority::new("Known"));
        let own = ours.issue(&params("127.0.0.1"));
        let mut settings = Settings::default();
        settings.mtls.listen = "127.0.0.1:0".to_owned();
        settings.mtls.certificate_file = write("own.pem", pem("CERTIFICATE", &own.der));
        settings.mtls.key_file = write("own.key", own.key_pem());
        settings.mtls.ca_file = write("ca.pem", pem("CERTIFICATE", &known.der));
        let bound = bind_mtls(&settings).await.unwrap().unwrap();
        let address = bound.address;
        let roots = tls::roots(&settings).unwrap();
        let test = TestApp::new().await.configured(|config| {
            config.mtls = Some(Mtls {
                origin: format!("https://{address}"),
                roots,
            });
        });
        let (wish, stop) = watch::channel(false);
        let router = back_channel(test.app.clone(), &settings);
        #[expect(clippy::disallowed_methods, reason = "the listener of the test")]
        let served = tokio::spawn(serve(bound, router, Duration::from_secs(5), stop));
        Self {
            test,
            address,
            ours,
            known,
            wish,
            served,
            folder,
        }
    }

    /// A service known by the subject of its certificate.
    async fn service(&self) -> String {
        let id = ClientId::from_bytes([21; 16]);
        let registration = json!({
            "id": "",
            "class": "web",
            "auth": "tls_client_auth",
            "certificate_name": { "tls_client_auth_subject_dn": format!("CN={HOST}") },
            "certificate_bound": true,
            "redirect_uris": [BACK],
            "scopes": ["openid"],
            "grant_types": ["authorization_code", "client_credentials"],
            "id_token_alg": "ES256",
            "sector": id.to_string(),
        });
        let new = Client {
            id,
            kind: PartyKind::Private,
            phase: Phase::Production,
            name: "Dịch vụ".into(),
            purpose: "Thử".into(),
            legal_basis: "test".into(),
            secret: None,
            registration: registration.to_string(),
            owner: None,
            created: self.test.now(),
            revision: 1,
            old_secret: None,
            suspension: None,
            signature_licence: None,
        };
        let mut tx = self.test.app.db.begin().await.unwrap();
        client::insert(&mut tx, &new).await.unwrap();
        tx.commit(store::Audit::Bookkeeping("test")).await.unwrap();
        id.to_string()
    }

    /// Status and body, or why there was no handshake.
    async fn ask(
        &self,
        shown: Option<&Certificate>,
        request: &str,
    ) -> std::io::Result<(u16, Value)> {
        let mut roots = RootCertStore::empty();
        let ours = CertificateDer::from(self.ours.der.as_slice());
        roots.add(ours).unwrap();
        let provider = Arc::new(aws_lc_rs::default_provider());
        let config = ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_root_certificates(roots);
        let config = match shown {
            Some(shown) => config.with_client_cert_resolver(Arc::new(Shows::new(shown))),
            None => config.with_no_client_auth(),
        };
        let stream = TcpStream::connect(self.address).await?;
        let name = ServerName::from(self.address.ip());
        let connector = TlsConnector::from(Arc::new(config));
        let mut stream = connector.connect(name, stream).await?;
        stream.write_all(request.as_bytes()).await?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await?;
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        Ok((status, serde_json::from_str(body).unwrap_or_default()))
    }

    async fn post(
        &self,
        shown: Option<&Certificate>,
        client: &str,
        pairs: &[(&str, &str)],
    ) -> (u16, Value) {
        let pairs = [&[("client_id", client)], pairs].concat();
        let body: Vec<String> = pairs
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        let (body, host) = (body.join("&"), self.address);
        let request = format!(
            "POST /oidc/token HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\nContent-Length: {}\r\n\
             Content-Type: application/x-www-form-urlencoded\r\n\r\n{body}",
            body.len()
        );
        self.ask(shown, &request).await.unwrap()
    }

    async fn userinfo(&self, shown: Option<&Certificate>, token: &str) -> u16 {
        let host = self.address;
        let request = format!(
            "GET /oidc/userinfo HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\nAuthorization: Bearer {token}\r\n\r\n"
        );
        self.ask(shown, &request).await.unwrap().0
    }

    /// The person's part, in a browser of his own.
    async fn code(&self, client: &str) -> String {
        let person = Person::of(2);
        person.register(&self.test.app).await;
        person.account(&self.test.app, Level::Two).await;
        let mut browser = self.test.client();
        person.sign_in(&self.test, &mut browser).await;
        let asked = format!(
            "/oidc/authorize?client_id={client}&redirect_uri=https%3A%2F%2Fdichvu.example%2Fback&response_type=code\
             &scope=openid&code_challenge={CHALLENGE}&code_challenge_method=S256"
        );
        browser.get(&asked).await.goes_to("/oidc/continue");
        let page = browser.get("/oidc/continue").await.text();
        let mark = between(&page, "name=\"request\" value=\"", "\"");
        let allow = [("decision", "allow"), ("request", mark)];
        let back: Answer = browser.post("/oidc/continue", &allow).await;
        between(&format!("{}&", back.location()), "code=", "&").to_owned()
    }
}

fn between<'a>(text: &'a str, before: &str, after: &str) -> &'a str {
    let rest = text
        .split_once(before)
        .unwrap_or_else(|| panic!("no {before} in {text}"))
        .1;
    rest.split_once(after).unwrap().0
}

/// Shows a certificate, whether the key is its own or not.
#[derive(Debug)]
struct Shows(Arc<CertifiedKey>);

impl Shows {
    fn new(shown: &Certificate) -> Self {
        let key = PrivateKeyDer::try_from(shown.key.serialize_der()).unwrap();
        let key = aws_lc_rs::sign::any_supported_type(&key).unwrap();
        let own = CertificateDer::from(shown.der.clone());
        Self(Arc::new(CertifiedKey::new(vec![own], key)))
    }
}

impl ResolvesClientCert for Shows {
    fn resolve(&self, _: &[&[u8]], _: &[SignatureScheme]) -> Option<Arc<CertifiedKey>> {
        Some(self.0.clone())
    }

    fn has_certs(&self) -> bool {
        true
    }
}

#[tokio::test]
async fn a_service_is_known_by_the_certificate_that_it_shows() {
    let house = House::new("known").await;
    let id = house.service().await;
    let mut brief = params(HOST);
    brief.not_after = date_time_ymd(2024, 4, 1);
    let own = house.known.issue(&brief);
    let (status, body) = house.post(Some(&own), &id, &OWN).await;
    assert_eq!(status, 200, "{body}");
    let token = body["access_token"].as_str().unwrap();
    let claims = URL_SAFE_NO_PAD
        .decode(token.split('.').nth(1).unwrap())
        .unwrap();
    let claims: Value = serde_json::from_slice(&claims).unwrap();
    let thumbprint = Chain::new([own.der.clone()]).unwrap().thumbprint();
    assert_eq!(claims["cnf"], json!({ "x5t#S256": thumbprint }));

    let unknown = Authority::new("Known").issue(&params(HOST));
    let other_name = house.known.issue(&params("shop.dichvu.example"));
    let alone = Certificate::alone(HOST);
    for stranger in [None, Some(&unknown), Some(&other_name), Some(&alone)] {
        let (status, body) = house.post(stranger, &id, &OWN).await;
        assert_eq!((status, &body["error"]), (401, &json!("invalid_client")));
    }
    house.test.advance(SignedDuration::from_hours(24 * 28));
    let (status, body) = house.post(Some(&own), &id, &OWN).await;
    assert_eq!((status, &body["error"]), (401, &json!("invalid_client")));
}

#[tokio::test]
async fn a_stolen_token_is_nothing_on_another_connection() {
    let house = House::new("stolen").await;
    let id = house.service().await;
    let own = house.known.issue(&params(HOST));
    let code = house.code(&id).await;
    let pairs = [
        ("grant_type", "authorization_code"),
        ("code", code.as_str()),
        ("redirect_uri", BACK),
        ("code_verifier", VERIFIER),
    ];
    let (status, body) = house.post(Some(&own), &id, &pairs).await;
    assert_eq!(status, 200, "{body}");
    let token = body["access_token"].as_str().unwrap();
    assert_eq!(house.userinfo(Some(&own), token).await, 200);
    let other = house.known.issue(&params(HOST));
    assert_eq!(house.userinfo(Some(&other), token).await, 401);
    assert_eq!(house.userinfo(None, token).await, 401);
    // Nor at the public door, where nobody shows a certificate.
    let mut public = house.test.client();
    let request = axum::http::Request::get("/oidc/userinfo");
    let request = request.header("authorization", format!("Bearer {token}"));
    let request = request.body(axum::body::Body::empty()).unwrap();
    assert_eq!(public.send(request).await.status, 401);
}

#[tokio::test]
async fn who_does_not_hold_the_key_has_no_connection() {
    let house = House::new("key").await;
    let id = house.service().await;
    let own = house.known.issue(&params(HOST));
    let thief = Certificate {
        der: own.der.clone(),
        key: Certificate::alone(HOST).key,
    };
    let asked = house
        .ask(Some(&thief), "GET /oidc/jwks HTTP/1.1\r\n\r\n")
        .await;
    assert!(asked.is_err(), "{asked:?}");
    // Others are served meanwhile.
    assert_eq!(house.post(Some(&own), &id, &OWN).await.0, 200);
    // Without a handshake nobody is answered.
    let mut plain = TcpStream::connect(house.address).await.unwrap();
    plain
        .write_all(b"GET /oidc/jwks HTTP/1.1\r\n\r\n")
        .await
        .unwrap();
    let mut answer = Vec::new();
    plain.read_to_end(&mut answer).await.ok();
    assert!(!answer.starts_with(b"HTTP"), "{answer:?}");
    // No page is here.
    let page = format!(
        "GET / HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n",
        house.address
    );
    assert_eq!(house.ask(None, &page).await.unwrap().0, 404);
}

#[tokio::test]
async fn the_listener_stops_when_it_is_asked_to() {
    let mut house = House::new("stop").await;
    house.wish.send(true).unwrap();
    (&mut house.served).await.unwrap().unwrap();
    assert!(TcpStream::connect(house.address).await.is_err());
}

#[tokio::test]
async fn files_that_cannot_be_used_are_named() {
    let house = House::new("files").await;
    let mut settings = Settings::default();
    let refused = |settings: &Settings| tls::acceptor(settings).err().unwrap().to_string();
    settings.mtls.listen = "127.0.0.1:0".to_owned();
    settings.mtls.certificate_file = house.folder.join("nothing.pem");
    settings.mtls.key_file = house.folder.join("own.key");
    assert!(refused(&settings).contains("nothing.pem"));
    settings.mtls.certificate_file = house.folder.join("own.key");
    assert!(refused(&settings).contains("has no certificate"));
    settings.mtls.certificate_file = house.folder.join("ca.pem");
    assert!(
        refused(&settings).contains("mtls.key_file"),
        "another's key"
    );
    settings.mtls.ca_file = house.folder.join("own.key");
    assert!(tls::roots(&settings).is_err());
    assert!(tls::acceptor(&Settings::default()).unwrap().is_none());
}
