//! Two installations that ask each other over real sockets with real certificates.

mod contract;
mod ends;
mod log;
mod mischief;
mod strangers;
mod told;

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use adapters::registers::{Embedded, Routed, Source};
use app::exchange::{Book, verify};
use app::ports::{Registers, Silent};
use axum::Router;
use domain::person::PersonNumber;
use domain::registers::CardRecord;
use jiff::SignedDuration;
use oidc::certificate::Chain;
use testkit::TestApp;
use testkit::certificates::{Authority, Certificate, params, pem};
use tokio::sync::watch;
use tokio::task::JoinHandle;

use super::key::current_public;
use super::{Ground, book, listener, sources};
use crate::config::{AskingBody, RemoteRegister, Settings};
use crate::failure::Failure;
use crate::http::serve;

/// The registers that the one body runs.
const ALL: [&str; 6] = [
    "population",
    "cards",
    "licences",
    "health",
    "passports",
    "business",
];

/// A listener that runs, and the wish that ends it.
type Served = (watch::Sender<bool>, JoinHandle<Result<(), Failure>>);

/// A body that asks, one that answers, and the authorities of both.
struct House {
    asking: TestApp,
    answering: TestApp,
    known: Authority,
    ours: Settings,
    theirs: Settings,
    folder: PathBuf,
    served: Vec<Served>,
}

impl Drop for House {
    fn drop(&mut self) {
        std::fs::remove_dir_all(&self.folder).ok();
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02X}:")).collect()
}

impl House {
    /// Two installations that know each other; the first asks the second about all its registers.
    async fn new(name: &str) -> Self {
        let folder =
            std::env::temp_dir().join(format!("dinhdanh-exchange-{}-{name}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let write = |name: &str, text: String| {
            let path = folder.join(name);
            std::fs::write(&path, text).unwrap();
            path
        };
        let known = Authority::new("Known");
        let server = known.issue(&params("127.0.0.1"));
        let client = known.issue(&params("a.example"));
        let ca = write("ca.pem", pem("CERTIFICATE", &known.der));

        let mut theirs = Settings::default();
        let section = &mut theirs.registers;
        section.name = "body-b".to_owned();
        section.signing_key_file = folder.join("b.key");
        section.listen = "127.0.0.1:0".to_owned();
        section.certificate_file = write("server.pem", pem("CERTIFICATE", &server.der));
        section.key_file = write("server.key", server.key_pem());
        section.ca_file = ca.clone();

        let mut ours = Settings::default();
        ours.registers.name = "body-a".to_owned();
        ours.registers.signing_key_file = folder.join("a.key");
        let remote = RemoteRegister {
            registers: ALL.map(str::to_owned).to_vec(),
            keys: vec![current_public(&theirs).unwrap()],
            certificate_file: write("client.pem", pem("CERTIFICATE", &client.der)),
            key_file: write("client.key", client.key_pem()),
            ca_file: ca,
            pause: SignedDuration::ZERO,
            ..RemoteRegister::default()
        };
        ours.registers.remote.insert("body-b".to_owned(), remote);
        let asker = AskingBody {
            certificates: vec![fingerprint(&client)],
            keys: vec![current_public(&ours).unwrap()],
            registers: ALL.map(str::to_owned).to_vec(),
            ..AskingBody::default()
        };
        theirs.registers.askers.insert("body-a".to_owned(), asker);
        Self {
            asking: TestApp::new().await,
            answering: TestApp::new().await,
            known,
            ours,
            theirs,
            folder,
            served: Vec::new(),
        }
    }

    /// Has the second one listen.
    async fn open(&mut self) {
        self.open_with(|router| router).await;
    }

    /// The same behind something that changes questions or answers.
    async fn open_with(&mut self, change: impl FnOnce(Router) -> Router) {
        let listens = listener(&self.theirs, &self.answering.app).await.unwrap();
        let (bound, router) = listens.unwrap();
        self.remote().url = format!("https://{}", bound.address);
        let (wish, stop) = watch::channel(false);
        let serving = serve(bound, change(router), Duration::from_secs(5), stop);
        #[expect(clippy::disallowed_methods, reason = "the listener of the test")]
        self.served.push((wish, tokio::spawn(serving)));
    }

    fn remote(&mut self) -> &mut RemoteRegister {
        self.ours.registers.remote.get_mut("body-b").unwrap()
    }

    fn asker(&mut self) -> &mut AskingBody {
        self.theirs.registers.askers.get_mut("body-a").unwrap()
    }

    /// Puts another certificate into the asker's hand.
    fn shows(&mut self, shown: &Certificate) {
        let folder = self.folder.clone();
        std::fs::write(folder.join("client.pem"), pem("CERTIFICATE", &shown.der)).unwrap();
        std::fs::write(folder.join("client.key"), shown.key_pem()).unwrap();
    }

    fn ground(&self) -> Ground<'_> {
        Ground {
            db: &self.asking.app.db,
            clock: self.asking.clock.clone(),
            entropy: self.asking.app.entropy.clone(),
        }
    }

    fn sources(&self) -> Vec<Source> {
        sources(&self.ours, &self.ground()).unwrap()
    }

    /// The asker's book.
    fn book(&self) -> Book {
        book(&self.ours, &self.ground()).unwrap()
    }

    /// The registers as the asker sees them.
    fn far(&self) -> Routed {
        let here = Arc::new(Embedded::new(self.asking.app.db.clone()));
        Routed::new(here, self.sources())
    }

    /// The registers as they are.
    fn near(&self) -> Embedded {
        Embedded::new(self.answering.app.db.clone())
    }

    fn advance(&self, by: SignedDuration) {
        self.asking.advance(by);
        self.answering.advance(by);
    }
}

fn fingerprint(certificate: &Certificate) -> String {
    let thumbprint = Chain::new([certificate.der.clone()]).unwrap().thumbprint();
    let bytes = oidc::jose::base64url_decode(&thumbprint).unwrap();
    hex(&bytes).trim_end_matches(':').to_owned()
}

fn number(text: &str) -> PersonNumber {
    PersonNumber::parse(text).unwrap()
}

/// What is wrong with a log, as words.
async fn words(test: &TestApp) -> Vec<&'static str> {
    let verified = verify(&test.app).await.unwrap();
    let findings = verified.findings.iter();
    findings.map(|finding| finding.what).collect()
}

/// Why a card could not be asked for.
async fn why(registers: &impl Registers) -> String {
    let told: Result<Option<CardRecord>, Silent> = registers.card(&number("074190000001")).await;
    match told {
        Ok(record) => format!("answered: {}", record.is_some()),
        Err(silent) => silent.why,
    }
}
