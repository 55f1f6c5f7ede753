//! A counter with a card reader.

use app::ports::{Answer, Clock};
use axum::body::Body;
use axum::http::Request;
use domain::actor::Role;
use image::codecs::jpeg::JpegEncoder;
use image::{ExtendedColorType, ImageEncoder};
use jiff::{SignedDuration, Timestamp};
use serde_json::Value;
use testkit::adapters::card_reader::Simulated;
use testkit::adapters::counter_agent::{
    Desk, Key, Line, Refusal, Reply, Round, Talk, offer, round,
};
use testkit::adapters::entropy::SystemEntropy;
use testkit::adapters::scanner::Folder;
use testkit::cards::{Card, Country};
use testkit::people::Person;
use testkit::{Client, TestApp};
use tokio::sync::Mutex;

use crate::holds::staff;
use crate::register::known;

/// Readings of cards, not prints.
pub(crate) const CARD: store::card_job::Kind = store::card_job::Kind::Card;

/// A request: path, headers, body.
type Sent = (String, Vec<(&'static str, String)>, Vec<u8>);

/// The line of an agent into the router.
pub(crate) struct Wire {
    client: Mutex<Client>,
    /// The last request, as somebody on the line would record it.
    pub(crate) last: Mutex<Option<Sent>>,
}

impl Wire {
    pub(crate) fn new(test: &TestApp) -> Self {
        Self {
            client: Mutex::new(test.client()),
            last: Mutex::default(),
        }
    }

    pub(crate) async fn send(
        &self,
        path: &str,
        headers: &[(&'static str, String)],
        body: Vec<u8>,
    ) -> testkit::Answer {
        let mut request = Request::post(path).header("content-type", "application/json");
        for (name, value) in headers {
            request = request.header(*name, value);
        }
        let request = request.body(Body::from(body)).unwrap();
        self.client.lock().await.send(request).await
    }
}

impl Line for Wire {
    fn post<'a>(
        &'a self,
        path: &'a str,
        headers: &'a [(&'static str, String)],
        body: Vec<u8>,
    ) -> Answer<'a, Result<Reply, String>> {
        Box::pin(async move {
            *self.last.lock().await = Some((path.to_owned(), headers.to_vec(), body.clone()));
            let answer = self.send(path, headers, body).await;
            Ok(Reply {
                status: answer.status.as_u16(),
                body: answer.bytes,
            })
        })
    }
}

/// A clock that is off by so much.
struct Off<'a>(&'a TestApp, SignedDuration);

impl Clock for Off<'_> {
    fn now(&self) -> Timestamp {
        self.0.now() + self.1
    }
}

/// A computer with a card reader.
pub(crate) struct Computer {
    pub(crate) key: Key,
    pub(crate) wire: Wire,
    pub(crate) off: SignedDuration,
}

impl Computer {
    pub(crate) fn new(test: &TestApp) -> Self {
        Self {
            key: Key::passing().unwrap(),
            wire: Wire::new(test),
            off: SignedDuration::ZERO,
        }
    }

    /// Shows its code.
    pub(crate) async fn code(&self, test: &TestApp) -> Result<String, Refusal> {
        self.talk(test, async |talk| offer(talk, "QUAY-01").await)
            .await
    }

    pub(crate) async fn talk<T>(&self, test: &TestApp, act: impl AsyncFnOnce(&Talk<'_>) -> T) -> T {
        let clock = Off(test, self.off);
        act(&Talk {
            line: &self.wire,
            key: &self.key,
            clock: &clock,
            entropy: &SystemEntropy::new(),
        })
        .await
    }

    /// One round of its work, with this file on the reader.
    pub(crate) async fn round(&self, test: &TestApp, card: &Value) -> Result<Round, Refusal> {
        let reader = Simulated::read(card.to_string().as_bytes()).unwrap();
        let mut desk = Desk::<_, Folder>::new(Some(reader), None);
        self.talk(test, async |talk| round(talk, &mut desk, 0).await)
            .await
    }
}

/// An upright portrait.
/// A portrait as many chips have it.
pub(crate) const JPEG_2000: &[u8] =
    include_bytes!("../../../../biometrics/tests/data/chequers-240x320.jp2");

pub(crate) fn picture() -> Vec<u8> {
    let (width, height) = (300, 400);
    let grey = |x: u32, y: u32| {
        if (x / 20 + y / 20).is_multiple_of(2) {
            90
        } else {
            180
        }
    };
    let pixels: Vec<u8> = (0..height)
        .flat_map(|y| (0..width).map(move |x| grey(x, y)))
        .collect();
    let mut bytes = Vec::new();
    JpegEncoder::new_with_quality(&mut bytes, 80)
        .write_image(&pixels, width, height, ExtendedColorType::L8)
        .unwrap();
    bytes
}

/// Takes a file into the trust anchors.
pub(crate) async fn take_in(
    manager: &mut Client,
    file: &[u8],
    fingerprint: &str,
) -> testkit::Answer {
    let files = [("file", "x.cer", "application/octet-stream", file)];
    manager
        .post_files("/console/anchors", &[("fingerprint", fingerprint)], &files)
        .await
}

/// A paired computer at a unit, somebody who has opened level 2 there, and the card shown.
pub(crate) struct Counter {
    pub(crate) desk: Client,
    pub(crate) computer: Computer,
    pub(crate) agent: String,
    pub(crate) person: Person,
    pub(crate) case: String,
    pub(crate) card: Card,
}

/// The first identifier of this kind on a page.
pub(crate) fn identifier(page: &str, start: &str) -> String {
    let at = page.find(start).unwrap_or_else(|| panic!("no {start}"));
    page[at..].chars().take(start.len() + 32).collect()
}

/// Pairs a computer with the unit of this officer; gives its identifier.
pub(crate) async fn pair(test: &TestApp, desk: &mut Client, computer: &Computer) -> String {
    let code = computer.code(test).await.unwrap();
    desk.post("/counter/agents", &[("code", &code)])
        .await
        .goes_to("/counter/agents");
    identifier(&desk.get("/counter/agents").await.text(), "agt_")
}

impl Counter {
    pub(crate) async fn of(test: &TestApp, n: u32, country: &Country) -> Self {
        let person = known(test, n, |_| {}).await;
        let mut desk = staff(test, Role::Officer, "TD01").await;
        let computer = Computer::new(test);
        let agent = pair(test, &mut desk, &computer).await;
        let opened = desk
            .post("/counter/proofing", &[("number", person.number())])
            .await;
        Self {
            case: opened.location().to_owned(),
            card: country.card(&person, &picture()),
            desk,
            computer,
            agent,
            person,
        }
    }

    /// Asks for the card to be read.
    pub(crate) async fn ask(&mut self) -> testkit::Answer {
        let place = format!("{}/card", self.case);
        let form = [
            ("agent", self.agent.as_str()),
            ("zone", self.card.zone.as_str()),
        ];
        self.desk.post(&place, &form).await
    }

    /// Asks, reads this file, gives the officer's page.
    pub(crate) async fn read(&mut self, test: &TestApp, card: &Value) -> testkit::Answer {
        let place = format!("{}/card", self.case);
        self.ask().await.goes_to(&place);
        let done = self.computer.round(test, card).await.unwrap();
        assert_ne!(done, Round::Nothing);
        test.advance(SignedDuration::from_secs(1));
        self.desk.get(&place).await
    }
}

/// A country whose authority and list are trusted.
pub(crate) async fn trusted(test: &TestApp) -> Country {
    let country = Country::new("VN");
    let mut manager = staff(test, Role::Manager, "QL01").await;
    take_in(&mut manager, &country.csca, &country.fingerprint())
        .await
        .goes_to("/console/anchors");
    take_in(&mut manager, &country.list(false), "")
        .await
        .goes_to("/console/anchors");
    country
}
