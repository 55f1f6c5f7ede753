//! What a counter takes while its line is down: from the agent's own code to the officer's pages.

use std::future::IntoFuture;
use std::path::PathBuf;

use domain::actor::Role;
use domain::packet::{ARRIVAL, KEPT, PASS_LIFE, REMEMBERED};
use domain::registers::CardForm;
use jiff::SignedDuration;
use serde_json::{Value, json};
use testkit::adapters::card_reader::Simulated;
use testkit::adapters::counter_agent::offline::{
    Folder, Sent, TakeError, Taking, refill, send, take,
};
use testkit::adapters::counter_agent::{Https, Refusal, Round, Talk};
use testkit::adapters::entropy::SystemEntropy;
use testkit::cards::{Card, Country};
use testkit::people::Person;
use testkit::{Client, TestApp};

use super::kit::{Computer, identifier, pair, picture, trusted};
use crate::counter::open;
use crate::holds::staff;
use crate::register::known;

const PLACE: &str = "/counter/packets";

/// A computer with its folder, paired, with passes.
struct Quay {
    desk: Client,
    computer: Computer,
    folder: Folder,
    place: PathBuf,
}

impl Drop for Quay {
    fn drop(&mut self) {
        std::fs::remove_dir_all(&self.place).ok();
    }
}

impl Quay {
    async fn of(test: &TestApp, name: &str) -> Self {
        let mut desk = staff(test, Role::Officer, "TD01").await;
        let computer = Computer::new(test);
        pair(test, &mut desk, &computer).await;
        let place = std::env::temp_dir().join(format!("dinhdanh-{name}-{}", std::process::id()));
        std::fs::remove_dir_all(&place).ok();
        let folder = Folder::open(&place).unwrap();
        let this = Self {
            desk,
            computer,
            folder,
            place,
        };
        assert_eq!(this.refill(test).await, Ok(20));
        this
    }

    async fn refill(&self, test: &TestApp) -> Result<usize, Refusal> {
        let act = async |talk: &Talk<'_>| refill(talk, &self.folder, true).await;
        self.computer.talk(test, act).await
    }

    async fn send(&self, test: &TestApp) -> Result<Option<Sent>, Refusal> {
        let act = async |talk: &Talk<'_>| send(talk, &self.folder).await;
        self.computer.talk(test, act).await
    }

    /// Takes somebody, without a line.
    async fn take(&self, test: &TestApp, card: &Value, taking: Taking) {
        let mut reader = Simulated::read(card.to_string().as_bytes()).unwrap();
        let with = (&self.computer.key, &*test.clock as &dyn app::ports::Clock);
        take(&self.folder, with, &mut reader, taking).await.unwrap();
    }

    /// The first packet on the unit's page.
    async fn waiting(&mut self) -> String {
        let page = self.desk.get(PLACE).await;
        page.shows(200, "Hồ sơ tiếp nhận khi mất mạng");
        format!("{PLACE}/{}", identifier(&page.text(), "pkt_"))
    }
}

/// What is given with a card.
fn given(card: &Card) -> Taking {
    Taking {
        zone: card.zone.clone(),
        portrait: Some(picture()),
        phone: "0912 345 678".to_owned(),
        agreed: true,
        consent: app::registration::CONSENT_VERSION.to_owned(),
        login: "officer.td01".to_owned(),
        ..Taking::default()
    }
}

async fn person(test: &TestApp, n: u32, country: &Country) -> (Person, Card) {
    let person = known(test, n, |_| {}).await;
    let card = country.card(&person, &picture());
    (person, card)
}

/// Signs in once more, somebody whose session is over.
async fn back(test: &TestApp, login: &str) -> Client {
    let mut browser = test.client();
    let begin = [("login", login), ("password", testkit::STAFF_PASSWORD)];
    let begun = browser.post("/counter/sign-in", &begin).await;
    begun.goes_to("/counter/sign-in/code");
    let code = test.code_for(&format!("{login}@congan.example")).await;
    let done = browser
        .post("/counter/sign-in/code", &[("code", &code)])
        .await;
    assert_eq!(done.status.as_u16(), 303, "{}", done.words());
    browser
}

fn refused(code: &str) -> Sent {
    Sent::Refused(code.to_owned())
}

// law: D59-14.2.a2, D59-24.4
#[tokio::test]
async fn a_counter_goes_on_while_its_line_is_down() {
    let test = TestApp::new().await;
    let country = trusted(&test).await;
    let mut desk = staff(&test, Role::Officer, "TD01").await;
    let computer = Computer::new(&test);
    pair(&test, &mut desk, &computer).await;
    let place = std::env::temp_dir().join(format!("dinhdanh-line-{}", std::process::id()));
    std::fs::remove_dir_all(&place).ok();
    let folder = Folder::open(&place).unwrap();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let up = format!("http://{address}");
    // A port that nobody listens on.
    let closed = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let down = format!("http://{}", closed.local_addr().unwrap());
    drop(closed);
    let settings = web::Settings {
        version: "9.9.9".into(),
        trusted_proxies: Vec::new(),
        client_cert: false,
    };
    let router = web::router(test.app.clone(), settings);
    let served = axum::serve(listener, router).into_future();
    let story = async {
        let (up, down) = (Https::new(&up).unwrap(), Https::new(&down).unwrap());
        let entropy = SystemEntropy::new();
        let talk = |line| Talk {
            line,
            key: &computer.key,
            clock: &*test.clock,
            entropy: &entropy,
        };
        let (on, off) = (talk(&up), talk(&down));
        assert_eq!(refill(&on, &folder, false).await, Ok(20));
        for n in [81, 82] {
            let (_, card) = person(&test, n, &country).await;
            let mut reader = Simulated::read(card.json().to_string().as_bytes()).unwrap();
            let with = (&computer.key, &*test.clock as &dyn app::ports::Clock);
            take(&folder, with, &mut reader, given(&card))
                .await
                .unwrap();
            test.advance(SignedDuration::from_mins(5));
            assert!(matches!(
                send(&off, &folder).await,
                Err(Refusal::NoAnswer(_))
            ));
        }
        assert_eq!(folder.packets().unwrap().len(), 2);
        assert_eq!(folder.passes(test.now()).unwrap().len(), 18);
        assert_eq!(send(&on, &folder).await, Ok(Some(Sent::Received)));
        assert_eq!(folder.packets().unwrap().len(), 1, "one after the other");
        assert_eq!(send(&on, &folder).await, Ok(Some(Sent::Received)));
        assert_eq!(send(&on, &folder).await, Ok(None));
        assert_eq!(folder.packets().unwrap(), []);
        assert_eq!(refill(&on, &folder, true).await, Ok(20));
    };
    tokio::select! {
        () = story => {}
        _ = served => panic!("the server ended"),
    }
    std::fs::remove_dir_all(&place).unwrap();
    let page = desk.get(PLACE).await.text();
    assert_eq!(page.matches("/counter/packets/pkt_").count(), 2);
    assert_eq!(page.matches("Thẻ thật").count(), 2);
}

// law: D59-14.2.a2, D59-17.s, D59-4.4, D59-3.3
#[tokio::test]
async fn an_officer_takes_a_packet_into_a_registration() {
    let test = TestApp::new().await;
    let country = trusted(&test).await;
    let mut desk = Quay::of(&test, "taken-in").await;
    desk.desk
        .get(PLACE)
        .await
        .shows(200, "Không có hồ sơ nào chờ");
    let (who, card) = person(&test, 83, &country).await;
    desk.take(&test, &card.json(), given(&card)).await;
    let sealed = std::fs::read_dir(desk.place.join("packets")).unwrap();
    let sealed = std::fs::read(sealed.last().unwrap().unwrap().path()).unwrap();
    for plain in [who.number().as_bytes(), b"0912345678", b"\xff\xd8\xff"] {
        assert!(!sealed.windows(plain.len()).any(|part| part == plain));
    }
    test.advance(SignedDuration::from_hours(5));
    assert_eq!(desk.send(&test).await, Ok(Some(Sent::Received)));
    desk.desk = back(&test, "officer.td01").await;
    let packet = desk.waiting().await;
    let list = desk.desk.get(PLACE).await;
    list.shows(200, "officer.td01");
    assert!(!list.text().contains(who.number()), "nothing of the person");
    let page = desk.desk.get(&packet).await;
    page.shows(200, "•••••");
    assert!(!page.text().contains(who.number()), "most of it is hidden");
    page.shows(200, "0912345678");
    page.shows(200, "Thẻ thật");
    let reject = format!("{packet}/reject");
    desk.desk
        .post(&reject, &[("reason", "because")])
        .await
        .shows(422, "Chọn lý do");
    let take_in = format!("{packet}/take-in");
    desk.desk.post(&take_in, &[]).await.goes_to(&packet);
    let page = desk.desk.get(&packet).await;
    page.shows(200, "Đã nhận vào hồ sơ đăng ký");
    page.shows(200, "0912345678");
    assert!(!page.text().contains("Để lại"), "{}", page.words());
    let case = format!(
        "/counter/proofing/{}",
        &page.text()[page.text().find("DK-").unwrap()..][..14]
    );
    let proofing = desk.desk.get(&case).await;
    proofing.shows(200, "Tiếp nhận khi mất mạng lúc 04/03/2024");
    proofing.shows(200, "Ảnh trên chip");
    let mut source = test.app.db.read().await.unwrap();
    let reference = case.rsplit('/').next().unwrap();
    let stored = store::registration::named(&mut source, reference).await;
    let stored = stored.unwrap().unwrap();
    drop(source);
    let dossier = &stored.dossier;
    assert_eq!(dossier.name.as_ref(), Some(&who.record.identity.name));
    assert!(dossier.portrait.is_some() && dossier.chip_reading.is_some());
    let consent = dossier.consent.as_ref().unwrap();
    assert_eq!(Some(consent.at()), dossier.taken_offline);
    assert!(
        dossier.phone.is_none() && dossier.pending.is_none(),
        "nothing confirms a contact"
    );
    assert_eq!(stored.state, domain::registration::State::Draft);
    // It is over: neither once more nor otherwise.
    desk.desk
        .post(&take_in, &[])
        .await
        .shows(409, "không còn chờ");
    desk.desk
        .post(&reject, &[("reason", "repeated")])
        .await
        .shows(409, "không còn chờ");
    desk.desk
        .get(PLACE)
        .await
        .shows(200, "Không có hồ sơ nào chờ");
}

// law: D59-24.4
#[tokio::test]
async fn what_does_not_pass_its_gate_is_left_out_by_name() {
    let test = TestApp::new().await;
    let country = trusted(&test).await;
    let mut desk = Quay::of(&test, "left-out").await;
    // A copy of a card: it cannot answer a challenge of ours.
    let (_, card) = person(&test, 84, &country).await;
    let taking = Taking {
        login: "somebody".to_owned(),
        ..given(&card)
    };
    desk.take(&test, &card.copied().json(), taking).await;
    assert_eq!(desk.send(&test).await, Ok(Some(Sent::Received)));
    let packet = desk.waiting().await;
    desk.desk.get(PLACE).await.shows(200, "Không chấp nhận");
    desk.desk
        .get(&packet)
        .await
        .shows(200, "lần đọc cũ gửi lại");
    desk.desk
        .post(&format!("{packet}/take-in"), &[])
        .await
        .goes_to(&packet);
    let page = desk.desk.get(&packet).await;
    page.shows(200, "lần đọc cũ gửi lại");
    page.shows(200, "không có thẻ được chấp nhận");
    page.shows(200, "công dân đồng ý lại");
    let case = page.text();
    let case = format!(
        "/counter/proofing/{}",
        &case[case.find("DK-").unwrap()..][..14]
    );
    // As at the counter: a card that looks forged marks the dossier.
    desk.desk.get(&case).await.shows(200, "dấu hiệu giả");
    // Without a card, everything else goes in.
    let (_, card) = person(&test, 85, &country).await;
    let taking = Taking {
        without_card: true,
        ..given(&card)
    };
    desk.take(&test, &card.json(), taking).await;
    assert_eq!(desk.send(&test).await, Ok(Some(Sent::Received)));
    let packet = desk.waiting().await;
    desk.desk
        .get(&packet)
        .await
        .shows(200, "Không đọc được thẻ");
    let reject = format!("{packet}/reject");
    desk.desk
        .post(&reject, &[("reason", "unusable")])
        .await
        .goes_to(&packet);
    let page = desk.desk.get(&packet).await;
    page.shows(200, "đã bị từ chối");
    assert!(!page.text().contains("0912345678"), "nothing is kept");
}

// law: D59-20.4, D59-4.4
#[tokio::test]
async fn another_units_packets_are_not_there() {
    let test = TestApp::new().await;
    let country = trusted(&test).await;
    let mut desk = Quay::of(&test, "not-there").await;
    let (_, card) = person(&test, 86, &country).await;
    desk.take(&test, &card.json(), given(&card)).await;
    assert_eq!(desk.send(&test).await, Ok(Some(Sent::Received)));
    let packet = desk.waiting().await;
    let acts = [format!("{packet}/take-in"), format!("{packet}/reject")];
    let mut elsewhere = staff(&test, Role::Officer, "TD02").await;
    assert!(!elsewhere.get(PLACE).await.text().contains("pkt_"));
    elsewhere.get(&packet).await.shows(404, "");
    for act in &acts {
        elsewhere
            .post(act, &[("reason", "unusable")])
            .await
            .shows(404, "");
    }
    for role in [Role::CallCentre, Role::Manager, Role::Auditor] {
        let mut other = staff(&test, role, "TD09").await;
        other.get(PLACE).await.shows(403, "");
        other.get(&packet).await.shows(403, "");
        for act in &acts {
            other
                .post(act, &[("reason", "unusable")])
                .await
                .shows(403, "");
        }
    }
    test.client().get(&packet).await.goes_to("/counter/sign-in");
    assert_eq!(desk.waiting().await, packet);
}

// law: D59-24.4
#[tokio::test]
async fn what_the_server_refuses_is_named_and_kept() {
    let test = TestApp::new().await;
    let country = trusted(&test).await;
    let mut desk = Quay::of(&test, "refused").await;
    let (_, card) = person(&test, 87, &country).await;
    let json = card.json();
    // Lost answer: the same packet comes again, and there is one.
    desk.take(&test, &json, given(&card)).await;
    let kept = desk.folder.packets().unwrap();
    let kept = desk.folder.bytes(&kept[0]).unwrap();
    assert_eq!(desk.send(&test).await, Ok(Some(Sent::Received)));
    let first = desk.waiting().await;
    let (_, _, sent) = desk.computer.wire.last.lock().await.clone().unwrap();
    let sent: Value = serde_json::from_slice(&sent).unwrap();
    let again = async |talk: &Talk<'_>, body: &Value| talk.say("/packets", body).await;
    let answer = desk
        .computer
        .talk(&test, async |talk| again(talk, &sent).await)
        .await;
    let id = answer.unwrap().unwrap()["packet"]
        .as_str()
        .unwrap()
        .to_owned();
    assert!(first.ends_with(&id));
    let page = desk.desk.get(PLACE).await.text();
    assert_eq!(page.matches("/counter/packets/pkt_").count(), 1);
    // Altered anywhere: no byte of it counts unless all do.
    for (at, code) in [
        (0, "packet-format"),
        (20, "packet-signature"),
        (400, "packet-signature"),
        (kept.len() - 1, "packet-signature"),
    ] {
        let mut other = kept.clone();
        other[at] ^= 1;
        let body = json!({ "packet": base64(&other) });
        let answer = desk
            .computer
            .talk(&test, async |talk| again(talk, &body).await)
            .await;
        let status = 409;
        let code = code.to_owned();
        assert_eq!(answer, Err(Refusal::Refused { status, code }), "{at}");
    }
    let long = json!({ "packet": "A".repeat(5 << 20) });
    let answer = desk
        .computer
        .talk(&test, async |talk| again(talk, &long).await)
        .await;
    let code = "too-large".to_owned();
    assert_eq!(answer, Err(Refusal::Refused { status: 413, code }));
    // The clock of the computer went wrong while the line was down.
    test.advance(SignedDuration::from_hours(3));
    desk.take(&test, &json, given(&card)).await;
    test.advance(SignedDuration::from_hours(-1));
    assert_eq!(
        desk.send(&test).await,
        Ok(Some(refused("packet-clock-ahead")))
    );
    test.advance(SignedDuration::from_hours(-9));
    desk.take(&test, &json, given(&card)).await;
    test.advance(SignedDuration::from_hours(10));
    assert_eq!(
        desk.send(&test).await,
        Ok(Some(refused("packet-clock-behind")))
    );
    // It came too late; a pass that is over is none.
    desk.take(&test, &json, given(&card)).await;
    test.advance(PASS_LIFE + ARRIVAL);
    assert_eq!(desk.send(&test).await, Ok(Some(refused("packet-late"))));
    assert_eq!(desk.folder.passes(test.now()).unwrap(), []);
    assert_eq!(desk.refill(&test).await, Ok(20));
    // Let in no more, it keeps what it took; let in anew, its old passes count no more.
    desk.desk = back(&test, "officer.td01").await;
    desk.take(&test, &json, given(&card)).await;
    let agent = identifier(&desk.desk.get("/counter/agents").await.text(), "agt_");
    desk.desk
        .post("/counter/agents/remove", &[("agent", &agent)])
        .await
        .goes_to("/counter/agents");
    assert_eq!(desk.send(&test).await, Err(Refusal::NotPaired));
    assert_eq!(desk.refill(&test).await, Err(Refusal::NotPaired));
    assert_eq!(desk.folder.packets().unwrap().len(), 1);
    pair(&test, &mut desk.desk, &desk.computer).await;
    assert_eq!(
        desk.send(&test).await,
        Ok(Some(refused("packet-pass-unknown")))
    );
    assert_eq!(desk.refill(&test).await, Ok(20), "all of them fresh");
    let reasons: Vec<_> = desk
        .folder
        .refused()
        .unwrap()
        .into_iter()
        .map(|(_, r)| r)
        .collect();
    assert_eq!(reasons.len(), 4);
    assert!(reasons.contains(&"packet-late".to_owned()));
    // The agent still reads cards.
    assert_eq!(desk.computer.round(&test, &json).await, Ok(Round::Nothing));
}

fn base64(bytes: &[u8]) -> String {
    use base64::Engine;
    base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(bytes)
}

#[tokio::test]
async fn nobody_gets_passes_without_end() {
    let test = TestApp::new().await;
    let desk = Quay::of(&test, "passes").await;
    let ask = async |talk: &Talk<'_>| talk.say("/passes", &json!({ "holds": [] })).await;
    for want in [20, 20, 0] {
        let answer = desk.computer.talk(&test, ask).await.unwrap().unwrap();
        assert_eq!(answer["passes"].as_array().unwrap().len(), want);
    }
    let stranger = Computer::new(&test);
    assert_eq!(stranger.talk(&test, ask).await, Err(Refusal::NotPaired));
}

#[tokio::test]
async fn what_nobody_takes_in_in_time_is_gone_and_that_is_on_record() {
    let test = TestApp::new().await;
    let country = trusted(&test).await;
    let mut desk = Quay::of(&test, "dropped").await;
    let (_, card) = person(&test, 88, &country).await;
    desk.take(&test, &card.json(), given(&card)).await;
    assert_eq!(desk.send(&test).await, Ok(Some(Sent::Received)));
    let packet = desk.waiting().await;
    app::activity::retention::schedule(&test.app, &test.app.system())
        .await
        .unwrap();
    test.advance(KEPT + SignedDuration::from_hours(1));
    let mut later = staff(&test, Role::Head, "TD01").await;
    later
        .get(&packet)
        .await
        .shows(200, "Không ai nhận hồ sơ này đúng hạn");
    app::jobs::run_all_due(&test.app).await.unwrap();
    let page = later.get(&packet).await;
    page.shows(200, "Không ai nhận hồ sơ này đúng hạn");
    assert!(!page.text().contains("0912345678"));
    later
        .post(&format!("{packet}/take-in"), &[])
        .await
        .shows(409, "");
    let mut source = test.app.db.read().await.unwrap();
    let nobody = store::audit::NOBODY;
    let rows = store::audit::by_subject(&mut source, nobody, jiff::Timestamp::MAX, 200).await;
    let rows = rows.unwrap();
    for action in ["packet-received", "packet-dropped"] {
        assert_eq!(
            rows.iter()
                .filter(|(r, _)| r.action.as_str() == action)
                .count(),
            1,
            "{action}"
        );
    }
    drop(source);
    test.advance(REMEMBERED + SignedDuration::from_hours(25));
    app::jobs::run_all_due(&test.app).await.unwrap();
    let mut later = back(&test, "head.td01").await;
    later.get(&packet).await.shows(404, "");
}

// law: D59-14.2.a2
#[tokio::test]
async fn who_took_a_picture_and_who_took_it_in_are_both_on_record() {
    let test = TestApp::new().await;
    let country = trusted(&test).await;
    let desk = Quay::of(&test, "both-named").await;
    let (_, card) = person(&test, 91, &country).await;
    let taken = test.now();
    desk.take(&test, &card.json(), given(&card)).await;
    test.advance(SignedDuration::from_hours(5));
    assert_eq!(desk.send(&test).await, Ok(Some(Sent::Received)));
    let mut head = staff(&test, Role::Head, "TD01").await;
    let page = head.get(PLACE).await;
    let packet = format!("{PLACE}/{}", identifier(&page.text(), "pkt_"));
    head.post(&format!("{packet}/take-in"), &[])
        .await
        .goes_to(&packet);
    let text = head.get(&packet).await.text();
    let reference = &text[text.find("DK-").unwrap()..][..14];
    let mut source = test.app.db.read().await.unwrap();
    let stored = store::registration::named(&mut source, reference).await;
    let stored = stored.unwrap().unwrap();
    let member = async |source: &mut store::Snapshot, login: &str| {
        let found = store::staff::by_login(source, login).await.unwrap();
        found.unwrap().id
    };
    let officer = member(&mut source, "officer.td01").await;
    let head = member(&mut source, "head.td01").await;
    let rows = store::audit::by_subject(&mut source, stored.subject, jiff::Timestamp::MAX, 200)
        .await
        .unwrap();
    let (row, body) = rows
        .iter()
        .find(|(row, body)| row.action == "capture-taken" && body["what"] == "portrait")
        .unwrap();
    assert_eq!(row.actor_id, head.to_string());
    assert_eq!(body["by"], officer.to_string());
    assert_eq!(body["taken"], taken.to_string());
    let id = stored.dossier.chip_reading.unwrap();
    let reading: Option<domain::chip_reading::ChipReading> =
        store::evidence::body(&mut source, stored.subject, id)
            .await
            .unwrap();
    let reading = reading.unwrap();
    assert_eq!((reading.officer, reading.taken_by), (head, Some(officer)));
    // Both had a part in it: neither settles what a machine warns of, nor looks at it blindly.
    let of = (stored.subject, stored.id);
    for (who, part) in [
        (officer, true),
        (head, true),
        (domain::ids::StaffId::from_bytes([9; 16]), false),
    ] {
        let has = store::face_warning::has_part(&mut source, of, who)
            .await
            .unwrap();
        assert_eq!(has, part, "{who}");
    }
}

// law: D59-14.2.b
#[tokio::test]
async fn a_joint_dossier_takes_no_card_out_of_a_packet() {
    let test = TestApp::new().await;
    let country = trusted(&test).await;
    let mut desk = Quay::of(&test, "joint").await;
    let paper = |p: &mut Person| p.card.as_mut().unwrap().form = CardForm::Barcode;
    let person = known(&test, 92, paper).await;
    let card = country.card(&person, &picture());
    let case = open(&mut desk.desk, &person).await;
    let day = domain::time::viet_nam_date(test.now());
    let [of_month, month, year] = [
        day.day().to_string(),
        day.month().to_string(),
        day.year().to_string(),
    ];
    let applied = [
        ("card-reference", "CC-2024-000124"),
        ("card-applied-day", &of_month),
        ("card-applied-month", &month),
        ("card-applied-year", &year),
        ("card-kind", "from-old-paper"),
    ];
    desk.desk
        .post(&format!("{case}/card-application"), &applied)
        .await
        .goes_to(&case);
    desk.take(&test, &card.json(), given(&card)).await;
    assert_eq!(desk.send(&test).await, Ok(Some(Sent::Received)));
    let packet = desk.waiting().await;
    desk.desk
        .post(&format!("{packet}/take-in"), &[])
        .await
        .goes_to(&packet);
    let page = desk.desk.get(&packet).await;
    page.shows(200, case.rsplit('/').next().unwrap());
    page.shows(200, "không nhận thẻ nào trước thẻ đó");
    let page = desk.desk.get(&case).await;
    page.shows(200, "Tiếp nhận khi mất mạng");
    assert!(
        !page.text().contains("Ảnh trên chip"),
        "the chip gave nothing"
    );
}

#[tokio::test]
async fn one_packet_that_cannot_be_sent_keeps_no_other_back() {
    let test = TestApp::new().await;
    let country = trusted(&test).await;
    let mut desk = Quay::of(&test, "stuck").await;
    for n in [93, 94] {
        let (_, card) = person(&test, n, &country).await;
        desk.take(&test, &card.json(), given(&card)).await;
        test.advance(SignedDuration::from_mins(5));
    }
    let first = desk.folder.packets().unwrap()[0].to_string();
    let files = std::fs::read_dir(desk.place.join("packets")).unwrap();
    let mut files: Vec<_> = files.map(|file| file.unwrap().path()).collect();
    files.sort();
    // Its file cannot be read any more.
    let bad = files
        .iter()
        .find(|file| file.to_str().unwrap().contains(&first))
        .unwrap_or(&files[0]);
    std::fs::remove_file(bad).unwrap();
    std::fs::create_dir(bad).unwrap();
    assert_eq!(desk.send(&test).await, Ok(Some(Sent::Received)));
    match desk.send(&test).await {
        Err(Refusal::Folder(named)) => assert!(named.contains(&first), "{named}"),
        other => panic!("{other:?}"),
    }
    desk.waiting().await;
}

#[tokio::test]
async fn a_strangers_large_body_is_not_read() {
    let test = TestApp::new().await;
    let stranger = Computer::new(&test);
    let long = json!({ "packet": "A".repeat(5 << 20) });
    for path in [
        "/packets",
        "/jobs/crd_00000000000000000000000000000000/print",
    ] {
        let say = async |talk: &Talk<'_>| talk.say(path, &long).await;
        // Too large as it is, it would be told so if anybody had read it.
        assert_eq!(
            stranger.talk(&test, say).await,
            Err(Refusal::NotPaired),
            "{path}"
        );
    }
}

#[tokio::test]
async fn who_agreed_to_another_text_is_taken_once_more() {
    let test = TestApp::new().await;
    let country = trusted(&test).await;
    let desk = Quay::of(&test, "other-text").await;
    let (_, card) = person(&test, 95, &country).await;
    let taking = Taking {
        consent: "1999-01".to_owned(),
        ..given(&card)
    };
    let mut reader = Simulated::read(card.json().to_string().as_bytes()).unwrap();
    let with = (&desk.computer.key, &*test.clock as &dyn app::ports::Clock);
    let refused = take(&desk.folder, with, &mut reader, taking).await;
    assert!(matches!(refused, Err(TakeError::Text)), "{refused:?}");
    assert_eq!(desk.folder.packets().unwrap(), []);
    assert_eq!(
        desk.folder.passes(test.now()).unwrap().len(),
        20,
        "no pass is lost"
    );
}
