//! Readings, from the officer's question to the dossier.

use std::future::IntoFuture;

use domain::chip_reading::ChipReading;
use domain::person::FullName;
use jiff::SignedDuration;
use serde_json::json;
use testkit::TestApp;
use testkit::adapters::card_reader::Simulated;
use testkit::adapters::counter_agent::{Desk, Https, Refusal, Round, Talk, round};
use testkit::adapters::entropy::SystemEntropy;
use testkit::adapters::scanner::Folder;
use testkit::cards::Country;

use super::kit::{CARD, Computer, Counter, JPEG_2000, pair, picture, trusted};
use crate::holds::staff;
use crate::register::known;

async fn kept(test: &TestApp, case: &str) -> Option<ChipReading> {
    let reference = case.rsplit('/').next().unwrap();
    let mut source = test.app.db.read().await.unwrap();
    let stored = store::registration::named(&mut source, reference)
        .await
        .unwrap()
        .unwrap();
    let id = stored.dossier.chip_reading?;
    store::evidence::body(&mut source, stored.subject, id)
        .await
        .unwrap()
}

// law: D59-14.2.a2, D59-24.4, D59-12.2, D59-3.3
#[tokio::test]
async fn a_card_is_read_judged_and_kept() {
    let test = TestApp::new().await;
    let country = trusted(&test).await;
    let mut counter = Counter::of(&test, 61, &country).await;
    let place = format!("{}/card", counter.case);
    counter
        .desk
        .get(&counter.case)
        .await
        .shows(200, "Đọc thẻ chip");
    counter.desk.get(&place).await.shows(200, "QUAY-01");
    let json = counter.card.json();
    assert_eq!(
        counter.computer.round(&test, &json).await,
        Ok(Round::Nothing)
    );
    counter.ask().await.goes_to(&place);
    counter
        .desk
        .get(&place)
        .await
        .shows(200, "Đang chờ đầu đọc");
    let done = counter.computer.round(&test, &json).await;
    assert_eq!(done, Ok(Round::Done("accepted".to_owned())));
    let page = counter.desk.get(&place).await;
    page.shows(200, "Thẻ thật, không phải bản sao");
    page.shows(200, "Chip đã ký thử thách");
    assert!(!page.text().contains("Không đạt"), "{}", page.words());
    let reading = kept(&test, &counter.case).await.expect("the evidence");
    assert_eq!(reading.holder.number.as_str(), counter.person.number());
    assert_eq!(reading.differences, Some(vec![]));
    assert_eq!((reading.genuine.as_str(), reading.shown), ("active", true));
    assert_eq!(reading.authority, country.fingerprint());
    let image = format!("{}/image/chip", counter.case);
    let image = counter.desk.get(&image).await;
    assert_eq!(image.status.as_u16(), 200);
    assert_eq!(image.headers["content-type"], "image/jpeg");
    counter
        .desk
        .get(&counter.case)
        .await
        .shows(200, "Ảnh trên chip");
    // Nothing more is to be brought.
    assert_eq!(
        counter.computer.round(&test, &json).await,
        Ok(Round::Nothing)
    );
}

// law: D59-14.2.a2
#[tokio::test]
async fn a_portrait_in_jpeg_2000_is_shown_as_a_jpeg() {
    let test = TestApp::new().await;
    let country = trusted(&test).await;
    let mut counter = Counter::of(&test, 66, &country).await;
    for (picture, shown) in [
        (JPEG_2000.to_vec(), true),
        (JPEG_2000[..90].to_vec(), false),
    ] {
        let card = country.card(&counter.person, &picture).json();
        counter.read(&test, &card).await.shows(200, "Thẻ thật");
        let reading = kept(&test, &counter.case).await.expect("the evidence");
        assert_eq!(reading.shown, shown);
        let image = format!("{}/image/chip", counter.case);
        let image = counter.desk.get(&image).await;
        assert_eq!(image.status.as_u16(), if shown { 200 } else { 404 });
        assert_eq!(image.bytes.starts_with(&[0xFF, 0xD8]), shown);
    }
}

// law: D59-24.4
#[tokio::test]
async fn a_chip_that_does_not_sign_agrees_on_a_session() {
    let test = TestApp::new().await;
    let country = trusted(&test).await;
    let mut counter = Counter::of(&test, 60, &country).await;
    let card = country.agreeing(&counter.person, &picture()).json();
    let mut copied = card.clone();
    copied["agreement-key"] = country
        .agreeing(&counter.person, &picture())
        .json()
        .get("agreement-key")
        .cloned()
        .unwrap();
    let page = counter.read(&test, &copied).await;
    page.shows(200, "Chip không mở được phiên chứng minh");
    let mut mute = card.clone();
    mute["agreement-key"] = json!(null);
    let page = counter.read(&test, &mute).await;
    page.shows(200, "thay vì chứng minh");
    assert_eq!(kept(&test, &counter.case).await, None);
    let page = counter.read(&test, &card).await;
    page.shows(200, "chỉ khóa của nó mở được");
    let reading = kept(&test, &counter.case).await.expect("the evidence");
    assert_eq!(reading.genuine, "chip");
}

// law: D59-3.3
#[tokio::test]
async fn fields_in_which_chip_and_register_differ_are_shown() {
    let test = TestApp::new().await;
    let country = trusted(&test).await;
    let mut counter = Counter::of(&test, 62, &country).await;
    let mut other = counter.person.clone();
    other.record.identity.name = FullName::parse("Nguyễn Thị Ngọc Anh").unwrap();
    let card = country.card(&other, &picture());
    let page = counter.read(&test, &card.json()).await;
    page.shows(200, "Chip khác cơ sở dữ liệu");
    page.shows(200, "Ngọc <mark>A</mark>nh");
    let reading = kept(&test, &counter.case).await.expect("the evidence");
    assert_eq!(
        reading.differences,
        Some(vec![domain::person::Difference::Name])
    );
}

// law: D59-24.4, D59-14.2.a2
#[tokio::test]
async fn each_failure_says_its_step_and_what_to_do() {
    let test = TestApp::new().await;
    let country = trusted(&test).await;
    let mut counter = Counter::of(&test, 63, &country).await;
    let person = counter.person.clone();
    let stranger = Country::new("VN").card(&person, &picture());
    let mut pulled = counter.card.json();
    pulled["pulled-after"] = json!(3);
    let mut recorded = counter.card.json();
    recorded["active-key"] = json!(null);
    recorded["answer"] = json!("11".repeat(64));
    let mut mute = counter.card.json();
    mute["active-key"] = json!(null);
    let mut other = person.clone();
    if let Some(card) = &mut other.card {
        card.expires_on = Some("2030-03-28".parse().unwrap());
    }
    for (card, flaw, advice) in [
        (stranger.json(), "Không cơ quan nào được tin", "giả"),
        (counter.card.altered().json(), "DG2 không đúng", "giả"),
        (counter.card.copied().json(), "lần đọc cũ gửi lại", "giả"),
        (recorded, "lần đọc cũ gửi lại", "giả"),
        (mute, "thay vì chứng minh", "giả"),
        (pulled, "Mất liên lạc với thẻ", "đọc lại"),
        (
            country.card(&other, &picture()).json(),
            "Chip không nhận thông tin in",
            "đọc lại",
        ),
    ] {
        let page = counter.read(&test, &card).await;
        page.shows(200, flaw);
        page.shows(200, advice);
        page.shows(200, "Không đạt");
    }
    assert_eq!(kept(&test, &counter.case).await, None);
    // The mark of the last that looked forged stays until a card is accepted.
    let mark = "dấu hiệu giả";
    counter.desk.get(&counter.case).await.shows(200, mark);
    let card = counter.card.json();
    counter.read(&test, &card).await.shows(200, "Thẻ thật");
    let page = counter.desk.get(&counter.case).await;
    page.shows(200, "Ảnh trên chip");
    assert!(!page.text().contains(mark), "{}", page.words());
}

#[tokio::test]
async fn without_anchors_lists_or_time_nothing_is_accepted() {
    let test = TestApp::new().await;
    let country = Country::new("VN");
    let mut counter = Counter::of(&test, 64, &country).await;
    let json = counter.card.json();
    let page = counter.read(&test, &json).await;
    page.shows(200, "Chưa tin cơ quan chứng thực nào");
    page.shows(200, "báo trung tâm");
    let mut manager = staff(&test, domain::actor::Role::Manager, "QL01").await;
    super::kit::take_in(&mut manager, &country.csca, &country.fingerprint()).await;
    let page = counter.read(&test, &json).await;
    page.shows(200, "Chưa có danh sách thu hồi");
    super::kit::take_in(&mut manager, &country.list(true), "").await;
    let page = counter.read(&test, &json).await;
    page.shows(200, "người ký đã bị thu hồi");
    // Nobody brings anything in time; what comes after that is not taken.
    let place = format!("{}/card", counter.case);
    counter.ask().await.goes_to(&place);
    test.advance(SignedDuration::from_mins(4));
    counter
        .desk
        .get(&place)
        .await
        .shows(200, "không trả lời kịp");
    assert_eq!(
        counter.computer.round(&test, &json).await,
        Ok(Round::Nothing)
    );
}

// law: D59-4.4
#[tokio::test]
async fn the_waiting_page_asks_for_nothing_of_the_person() {
    let test = TestApp::new().await;
    let country = trusted(&test).await;
    let mut counter = Counter::of(&test, 59, &country).await;
    let place = format!("{}/card", counter.case);
    let state = format!("{place}/state");
    counter.ask().await.goes_to(&place);
    let page = counter.desk.get(&place).await.text();
    assert!(page.contains(&format!("data-src=\"{state}\"")), "{page}");
    let reference = counter.case.rsplit('/').next().unwrap().to_owned();
    let entries = async || {
        let mut source = test.app.db.read().await.unwrap();
        let stored = store::registration::named(&mut source, &reference).await;
        let subject = stored.unwrap().unwrap().subject;
        let end = jiff::Timestamp::MAX;
        let rows = store::audit::by_subject(&mut source, subject, end, 200).await;
        rows.unwrap().len()
    };
    let before = entries().await;
    let part = counter.desk.get(&state).await;
    part.shows(200, "Đang chờ đầu đọc");
    assert!(!part.text().contains("<html") && !part.text().contains("data-over"));
    let json = counter.card.json();
    assert_eq!(entries().await, before);
    counter.computer.round(&test, &json).await.unwrap();
    let part = counter.desk.get(&state).await;
    assert!(part.text().contains("data-over"));
    let page = counter.desk.get(&place).await.text();
    assert!(page.contains("id=\"card\"") && !page.contains("live-fragment"));
    let mut elsewhere = staff(&test, domain::actor::Role::Officer, "TD02").await;
    elsewhere.get(&state).await.shows(404, "");
}

#[tokio::test]
async fn a_lost_answer_does_not_lose_the_reading() {
    let test = TestApp::new().await;
    let country = trusted(&test).await;
    let mut counter = Counter::of(&test, 58, &country).await;
    let place = format!("{}/card", counter.case);
    counter.ask().await.goes_to(&place);
    let ask = async |talk: &Talk<'_>| talk.say("/jobs/next", &json!({ "wait": 0 })).await;
    let lost = counter.computer.talk(&test, ask).await.unwrap();
    let again = counter.computer.talk(&test, ask).await.unwrap();
    assert!(lost.is_some());
    assert_eq!(lost, again);
    let json = counter.card.json();
    let done = counter.computer.round(&test, &json).await;
    assert_eq!(done, Ok(Round::Done("accepted".to_owned())));
}

#[tokio::test]
async fn what_nobody_brought_in_time_is_forgotten() {
    let test = TestApp::new().await;
    let country = trusted(&test).await;
    let mut counter = Counter::of(&test, 57, &country).await;
    let place = format!("{}/card", counter.case);
    counter.ask().await.goes_to(&place);
    let reference = counter.case.rsplit('/').next().unwrap().to_owned();
    let job = async || {
        let mut source = test.app.db.read().await.unwrap();
        let stored = store::registration::named(&mut source, &reference).await;
        let stored = stored.unwrap().unwrap();
        let job = store::card_job::latest(&mut source, stored.subject, stored.id, CARD).await;
        let job = job.unwrap().unwrap();
        let part = store::card_job::Part::Asked;
        let asked = store::card_job::part::<serde_json::Value>(&mut source, &job, part).await;
        (job.state, asked.unwrap().is_some())
    };
    assert_eq!(job().await, (store::card_job::State::Waiting, true));
    app::activity::retention::schedule(&test.app, &test.app.system())
        .await
        .unwrap();
    test.advance(SignedDuration::from_hours(48));
    app::jobs::run_all_due(&test.app).await.unwrap();
    assert_eq!(job().await, (store::card_job::State::Done, false));
}

#[tokio::test]
async fn what_is_typed_is_checked_before_anybody_reads() {
    let test = TestApp::new().await;
    let country = trusted(&test).await;
    let mut counter = Counter::of(&test, 65, &country).await;
    let bo = known(&test, 66, |_| {}).await;
    let strange = country.card(&bo, &picture()).zone;
    let place = format!("{}/card", counter.case);
    let (agent, zone) = (counter.agent.clone(), counter.card.zone.clone());
    for (agent, zone, can, words) in [
        ("", zone.as_str(), "", "Chọn máy có đầu đọc"),
        (agent.as_str(), "", "", "Quét hoặc gõ ba dòng"),
        (agent.as_str(), &zone[..80], "", "đã gõ 80"),
        (agent.as_str(), &strange, "", "thẻ người khác"),
        (agent.as_str(), &zone, "12", "sáu chữ số"),
    ] {
        let form = [("agent", agent), ("zone", zone), ("can", can)];
        counter.desk.post(&place, &form).await.shows(422, words);
    }
    // The access number opens the chip, the zone is still compared.
    for (can, word) in [("123456", "accepted"), ("654321", "read-number")] {
        let form = [
            ("agent", agent.as_str()),
            ("zone", zone.as_str()),
            ("can", can),
        ];
        counter.desk.post(&place, &form).await.goes_to(&place);
        let done = counter.computer.round(&test, &counter.card.json()).await;
        assert_eq!(done, Ok(Round::Done(word.to_owned())));
    }
}

#[tokio::test]
async fn the_agent_works_over_a_real_line() {
    let test = TestApp::new().await;
    let country = trusted(&test).await;
    let mut counter = Counter::of(&test, 68, &country).await;
    let place = format!("{}/card", counter.case);
    counter.ask().await.goes_to(&place);
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let server = format!("http://{}", listener.local_addr().unwrap());
    let settings = web::Settings {
        version: "9.9.9".into(),
        trusted_proxies: Vec::new(),
        client_cert: false,
    };
    let router = web::router(test.app.clone(), settings);
    let served = axum::serve(listener, router).into_future();
    let line = Https::new(&server).unwrap();
    let json = counter.card.json().to_string();
    let reader = Simulated::read(json.as_bytes()).unwrap();
    let mut desk = Desk::<_, Folder>::new(Some(reader), None);
    let talk = Talk {
        line: &line,
        key: &counter.computer.key,
        clock: &*test.clock,
        entropy: &SystemEntropy::new(),
    };
    let done = tokio::select! {
        done = round(&talk, &mut desk, 1) => done,
        _ = served => panic!("the server ended"),
    };
    assert_eq!(done, Ok(Round::Done("accepted".to_owned())));
}

// law: D59-20.4, D59-4.4
#[tokio::test]
async fn another_units_readings_are_not_there() {
    let test = TestApp::new().await;
    let country = trusted(&test).await;
    let mut counter = Counter::of(&test, 67, &country).await;
    let place = format!("{}/card", counter.case);
    let mut elsewhere = staff(&test, domain::actor::Role::Officer, "TD02").await;
    let theirs = Computer::new(&test);
    let agent = pair(&test, &mut elsewhere, &theirs).await;
    elsewhere.get(&place).await.shows(404, "");
    let zone = counter.card.zone.clone();
    let form = [("agent", agent.as_str()), ("zone", zone.as_str())];
    elsewhere.post(&place, &form).await.shows(404, "");
    counter.desk.post(&place, &form).await.shows(404, "");
    for role in [
        domain::actor::Role::CallCentre,
        domain::actor::Role::Manager,
    ] {
        let mut other = staff(&test, role, "TD08").await;
        other.get(&place).await.shows(403, "");
        other.post(&place, &form).await.shows(403, "");
    }
    test.client().get(&place).await.goes_to("/counter/sign-in");
    // Their agent neither gets the work nor may answer for it.
    counter.ask().await.goes_to(&place);
    let json = counter.card.json();
    assert_eq!(theirs.round(&test, &json).await, Ok(Round::Nothing));
    let done = counter.computer.round(&test, &json).await;
    assert_eq!(done, Ok(Round::Done("accepted".to_owned())));
    let (path, _, body) = counter.computer.wire.last.lock().await.clone().unwrap();
    assert!(path.ends_with("/reading"), "{path}");
    let sent = serde_json::from_slice(&body).unwrap();
    let place = path.trim_start_matches("/counter-agent/v1").to_owned();
    let again = |who: &'static str, refusal: Refusal| (who, refusal);
    for (computer, (who, want)) in [
        (
            &theirs,
            again(
                "another unit's",
                Refusal::Refused {
                    status: 404,
                    code: "not-found".into(),
                },
            ),
        ),
        (
            &counter.computer,
            again(
                "its own, a second time",
                Refusal::Refused {
                    status: 409,
                    code: "card-job-over".into(),
                },
            ),
        ),
    ] {
        let answer = computer
            .talk(&test, async |talk| talk.say(&place, &sent).await)
            .await;
        assert_eq!(answer, Err(want), "{who}");
    }
}
