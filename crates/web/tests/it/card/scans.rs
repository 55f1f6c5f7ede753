//! Prints from the folder of a scanner, from the officer's button to the dossier.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use domain::actor::Role;
use domain::finger::Finger;
use jiff::SignedDuration;
use serde_json::json;
use testkit::adapters::card_reader::Slot;
use testkit::adapters::counter_agent::{Desk, Refusal, Round, Talk, round};
use testkit::adapters::scanner::{Folder, NoPicture, Scanner};
use testkit::people::Person;
use testkit::{Answer, Client, TestApp, prints};
use tokio::sync::Notify;

use super::kit::{Computer, pair};
use crate::counter::open;
use crate::holds::staff;
use crate::register::{known, png};

/// A scanner whose capture program writes these files once a picture is asked for.
struct Pressed<'a> {
    folder: Folder,
    place: PathBuf,
    writes: Vec<(&'a str, &'a [u8])>,
    /// Told when a picture is asked for.
    begun: Arc<Notify>,
    /// At most: nobody sits by for a minute.
    patience: Duration,
}

/// A desk with such a scanner and no card reader.
type Pressing<'a> = Desk<Slot, Pressed<'a>>;

fn pressing<'a>(writes: &[(&'a str, &'a [u8])]) -> Pressing<'a> {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let n = NEXT.fetch_add(1, Ordering::Relaxed);
    let name = format!("dinhdanh-pressed-{}-{n}", std::process::id());
    let place = std::env::temp_dir().join(name);
    fs::create_dir(&place).unwrap();
    fs::set_permissions(&place, fs::Permissions::from_mode(0o700)).unwrap();
    let pressed = Pressed {
        folder: Folder::new(place.clone()).unwrap(),
        place,
        writes: writes.to_vec(),
        begun: Arc::default(),
        patience: Duration::from_secs(2),
    };
    Desk::new(None, Some(pressed))
}

/// How many files lie in its folder.
fn lie_there(desk: &Pressing<'_>) -> usize {
    let place = &desk.scanner.as_ref().unwrap().place;
    fs::read_dir(place).unwrap().count()
}

impl Scanner for Pressed<'_> {
    async fn picture(&mut self, patience: Duration) -> Result<Vec<u8>, NoPicture> {
        let press = async {
            for (name, bytes) in &self.writes {
                fs::write(self.place.join(name), bytes).unwrap();
            }
            self.begun.notify_one();
        };
        let patience = patience.min(self.patience);
        tokio::join!(self.folder.picture(patience), press).0
    }

    fn handed_in(&mut self) {
        self.folder.handed_in();
    }
}

impl Drop for Pressed<'_> {
    fn drop(&mut self) {
        fs::remove_dir_all(&self.place).ok();
    }
}

/// An officer, his computer with a scanner, and somebody who has opened level 2 there.
struct Quay {
    desk: Client,
    computer: Computer,
    agent: String,
    person: Person,
    case: String,
    fingers: String,
}

impl Quay {
    async fn of(test: &TestApp, n: u32) -> Self {
        let person = known(test, n, |_| {}).await;
        let mut desk = staff(test, Role::Officer, "TD01").await;
        let computer = Computer::new(test);
        let agent = pair(test, &mut desk, &computer).await;
        let case = open(&mut desk, &person).await;
        let quay = Self {
            fingers: format!("{case}/fingers"),
            desk,
            computer,
            agent,
            person,
            case,
        };
        let asked = quay.round(test, &mut pressing(&[])).await;
        assert_eq!(asked, Ok(Round::Nothing));
        quay
    }

    async fn round(&self, test: &TestApp, desk: &mut Pressing<'_>) -> Result<Round, Refusal> {
        let act = async |talk: &Talk<'_>| round(talk, desk, 0).await;
        self.computer.talk(test, act).await
    }

    async fn ask(&mut self, finger: &str) -> Answer {
        let form = [("agent", self.agent.as_str()), ("scanned", finger)];
        self.desk
            .post(&format!("{}/scan", self.fingers), &form)
            .await
    }

    /// Asked, scanned, handed in; what the agent heard.
    async fn scan(&mut self, test: &TestApp, finger: &str, files: &[(&str, &[u8])]) -> String {
        let place = self.fingers.clone();
        test.advance(SignedDuration::from_secs(1));
        self.ask(finger).await.goes_to(&place);
        match self.round(test, &mut pressing(files)).await {
            Ok(Round::Done(word)) => word,
            other => panic!("{other:?}"),
        }
    }
}

// law: D59-14.2.a2
#[tokio::test]
async fn a_print_comes_from_the_folder_of_the_scanner() {
    let test = TestApp::new().await.with_fingers();
    let mut quay = Quay::of(&test, 71).await;
    let page = quay.desk.get(&quay.fingers).await;
    page.shows(200, "Lấy bằng máy quét: Ngón trỏ phải");
    page.shows(200, "QUAY-01");
    quay.desk
        .get("/counter/agents")
        .await
        .shows(200, "Máy quét vân tay");
    let place = quay.fingers.clone();
    quay.ask("right-index").await.goes_to(&place);
    let page = quay.desk.get(&place).await;
    page.shows(200, "Đang chờ máy quét: Ngón trỏ phải");
    let source = format!("data-src=\"{place}/scan\"");
    assert!(page.text().contains(&source), "{}", page.text());
    assert!(
        !page.text().contains("type=\"file\""),
        "it waits, and asks for nothing else"
    );
    let good = prints::one(quay.person.number(), Finger::RightIndex, 1);
    let mut desk = pressing(&[("finger.png", &good)]);
    let done = quay.round(&test, &mut desk).await;
    assert_eq!(done, Ok(Round::Done("kept".to_owned())));
    assert_eq!(lie_there(&desk), 0, "handed in, and kept here no longer");
    let page = quay.desk.get(&place).await;
    page.shows(200, "Đã nhận vân tay từ máy quét: Ngón trỏ phải");
    page.shows(200, "Lấy bằng máy quét: Ngón trỏ trái");
    let image = format!("{}/image/finger-right-index", quay.case);
    let image = quay.desk.get(&image).await;
    assert!(image.bytes.starts_with(b"\x89PNG"));
    // The same finger under another name, packed as scanners do it; in the reader's language.
    let word = quay.scan(&test, "left-index", &[("x.png", &good)]).await;
    assert_eq!(word, "fingers-one");
    quay.desk
        .get(&place)
        .await
        .shows(200, "Đây là cùng một ngón với ngón trỏ phải");
    quay.desk.set_cookie("dd-lang", "en");
    let page = quay.desk.get(&place).await;
    page.shows(200, "The scanner's picture is no good: Left index finger.");
    page.shows(200, "Take with the scanner: Left index finger");
    let left = prints::one(quay.person.number(), Finger::LeftIndex, 1);
    let word = quay.scan(&test, "left-index", &[("x.png", &left)]).await;
    assert_eq!(word, "kept");
}

// law: D59-14.2.a2
#[tokio::test]
async fn each_failure_says_what_to_do() {
    let test = TestApp::new().await.with_fingers();
    let mut quay = Quay::of(&test, 72).await;
    let place = quay.fingers.clone();
    let (blank, huge) = (png(320, 400), vec![0; 2_100_000]);
    let good = prints::one(quay.person.number(), Finger::RightIndex, 1);
    for (files, word, words) in [
        (&[][..], "scan-nothing", "không có ảnh nào trong một phút"),
        (
            &[("a.bmp", &b"BM bitmap"[..])],
            "scan-not-image",
            "không phải ảnh PNG, JPEG hoặc WSQ",
        ),
        (&[("a.txt", b"left")], "scan-not-image", "rồi bấm lại"),
        (&[("a.png", &huge)], "scan-too-large", "lớn hơn 2 MB"),
        (
            &[("a.png", &good), ("b.png", &good)],
            "scan-several",
            "nhiều ảnh đến cùng lúc",
        ),
        (&[("a.png", &good[..900])], "finger-damaged", "bị hỏng"),
        (&[("a.png", &blank)], "finger-no-finger", "lấy lại vân tay"),
    ] {
        let said = quay.scan(&test, "right-index", files).await;
        assert_eq!(said, word);
        let page = quay.desk.get(&place).await;
        page.shows(200, words);
        page.shows(200, "Lấy bằng máy quét: Ngón trỏ phải");
    }
    quay.desk
        .get(&place)
        .await
        .shows(200, "Ngón trỏ phải: 1 lần lấy không đạt");
    // Nobody asked the agent in time.
    test.advance(SignedDuration::from_secs(1));
    quay.ask("right-index").await.goes_to(&place);
    test.advance(SignedDuration::from_secs(70));
    quay.desk
        .get(&place)
        .await
        .shows(200, "Máy quét không trả lời kịp");
    let asked = quay.round(&test, &mut pressing(&[])).await;
    assert_eq!(asked, Ok(Round::Nothing));
    for (agent, finger, words) in [
        ("", "right-index", "Chọn máy có máy quét"),
        (quay.agent.clone().as_str(), "tail", "Chọn ngón tay"),
    ] {
        let form = [("agent", agent), ("scanned", finger)];
        let answer = quay.desk.post(&format!("{place}/scan"), &form).await;
        answer.shows(422, words);
    }
}

// law: D59-14.2.a2
#[tokio::test]
async fn a_picture_from_before_the_question_is_not_handed_in() {
    let test = TestApp::new().await;
    let mut quay = Quay::of(&test, 73).await;
    let place = quay.fingers.clone();
    quay.ask("right-index").await.goes_to(&place);
    let mut desk = pressing(&[]);
    desk.still = Duration::ZERO;
    let scanner = desk.scanner.as_mut().unwrap();
    scanner.patience = Duration::from_secs(50);
    let (begun, folder) = (scanner.begun.clone(), scanner.place.clone());
    // While the agent waits for one finger the officer asks for another: it begins anew.
    let form = [("agent", quay.agent.as_str()), ("scanned", "left-index")];
    let (computer, officer) = (&quay.computer, &mut quay.desk);
    let (first, ()) = tokio::join!(
        computer.talk(&test, async |talk| round(talk, &mut desk, 0).await),
        async {
            begun.notified().await;
            let asked = officer.post(&format!("{place}/scan"), &form).await;
            asked.goes_to(&place);
        }
    );
    assert_eq!(first, Ok(Round::Nothing));
    let good = prints::one(quay.person.number(), Finger::RightIndex, 1);
    fs::write(folder.join("right.png"), &good).unwrap();
    desk.scanner.as_mut().unwrap().patience = Duration::from_secs(1);
    let done = quay.round(&test, &mut desk).await;
    assert_eq!(done, Ok(Round::Done("scan-nothing".to_owned())));
    assert_eq!(lie_there(&desk), 1, "nobody took it");
}

// law: D59-4.4
#[tokio::test]
async fn the_waiting_page_asks_for_nothing_of_the_person() {
    let test = TestApp::new().await;
    let mut quay = Quay::of(&test, 74).await;
    let state = format!("{}/scan", quay.fingers);
    quay.ask("right-index").await;
    let reference = quay.case.rsplit('/').next().unwrap().to_owned();
    let entries = async || {
        let mut source = test.app.db.read().await.unwrap();
        let stored = store::registration::named(&mut source, &reference).await;
        let subject = stored.unwrap().unwrap().subject;
        let end = jiff::Timestamp::MAX;
        let rows = store::audit::by_subject(&mut source, subject, end, 200).await;
        rows.unwrap().len()
    };
    let before = entries().await;
    let part = quay.desk.get(&state).await;
    part.shows(200, "Đang chờ máy quét");
    assert!(!part.text().contains("<html") && !part.text().contains("data-over"));
    assert_eq!(entries().await, before);
    test.advance(SignedDuration::from_secs(61));
    let part = quay.desk.get(&state).await;
    assert!(part.text().contains("data-over"));
    let page = quay.desk.get(&quay.fingers).await.text();
    assert!(page.contains("id=\"scan\"") && !page.contains("live-fragment"));
}

// law: D59-20.4, D59-4.4
#[tokio::test]
async fn another_units_scanner_is_not_there() {
    let test = TestApp::new().await;
    let mut quay = Quay::of(&test, 75).await;
    let place = format!("{}/scan", quay.fingers);
    let mut elsewhere = staff(&test, Role::Officer, "TD02").await;
    let theirs = Computer::new(&test);
    let agent = pair(&test, &mut elsewhere, &theirs).await;
    let form = [("agent", agent.as_str()), ("scanned", "right-index")];
    elsewhere.get(&place).await.shows(404, "");
    elsewhere.post(&place, &form).await.shows(404, "");
    quay.desk.post(&place, &form).await.shows(404, "");
    for role in [Role::CallCentre, Role::Manager] {
        let mut other = staff(&test, role, "TD08").await;
        other.get(&place).await.shows(403, "");
        other.post(&place, &form).await.shows(403, "");
    }
    test.client().get(&place).await.goes_to("/counter/sign-in");
    // Their agent neither gets the work nor may answer for it.
    let fingers = quay.fingers.clone();
    quay.ask("right-index").await.goes_to(&fingers);
    let asked = json!({ "wait": 0, "abilities": ["scanner"] });
    let nothing = theirs.talk(&test, async |t| t.say("/jobs/next", &asked).await);
    assert_eq!(nothing.await, Ok(None));
    let good = prints::one(quay.person.number(), Finger::RightIndex, 1);
    let done = quay.round(&test, &mut pressing(&[("a.png", &good)])).await;
    assert_eq!(done, Ok(Round::Done("kept".to_owned())));
    let (path, headers, body) = quay.computer.wire.last.lock().await.clone().unwrap();
    assert!(path.ends_with("/print"), "{path}");
    let sent = serde_json::from_slice(&body).unwrap();
    let job = path.trim_start_matches("/counter-agent/v1").to_owned();
    let refused = |status, code: &str| {
        let code = code.to_owned();
        Err(Refusal::Refused { status, code })
    };
    for (computer, want) in [
        (&theirs, refused(404, "not-found")),
        (&quay.computer, refused(409, "card-job-over")),
    ] {
        let answer = computer.talk(&test, async |talk| talk.say(&job, &sent).await);
        assert_eq!(answer.await, want);
    }
    // Whoever recorded it on the line cannot send it again.
    let again = quay.computer.wire.send(&path, &headers, body).await;
    assert_eq!(again.status.as_u16(), 401);
    assert_eq!(again.json()["code"], "agent-replayed");
    let large = json!({ "image": "A".repeat(3 << 20) });
    let answer = quay
        .computer
        .talk(&test, async |talk| talk.say(&job, &large).await);
    assert_eq!(answer.await, refused(413, "too-large"));
}
