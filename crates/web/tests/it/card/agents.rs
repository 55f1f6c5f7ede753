//! Letting a computer in, and everything by which it is kept out.

use domain::actor::Role;
use jiff::SignedDuration;
use testkit::TestApp;
use testkit::adapters::counter_agent::{Pairing, Refusal, offer, paired};

use super::kit::{Computer, pair};
use crate::holds::staff;

const PLACE: &str = "/counter/agents";

#[tokio::test]
async fn an_officer_lets_a_computer_in_by_the_code_that_it_shows() {
    let test = TestApp::new().await;
    let mut desk = staff(&test, Role::Officer, "TD01").await;
    let computer = Computer::new(&test);
    desk.get(PLACE).await.shows(200, "Chưa ghép máy nào");
    let asked = computer.talk(&test, async |talk| paired(talk).await).await;
    assert_eq!(asked, Ok(Pairing::Waiting));
    let card = serde_json::json!({ "com": "", "sod": "", "groups": {}, "zone": ZONE });
    assert_eq!(computer.round(&test, &card).await, Err(Refusal::NotPaired));
    desk.post(PLACE, &[("code", "AB")])
        .await
        .shows(422, "tám chữ và số");
    desk.post(PLACE, &[("code", "AAAA-AAAA")])
        .await
        .shows(422, "Không có mã này");
    let old = computer.code(&test).await.unwrap();
    let code = computer.code(&test).await.unwrap();
    desk.post(PLACE, &[("code", &old)])
        .await
        .shows(422, "Không có mã này");
    let typed = code.to_lowercase().replace('-', " ");
    desk.post(PLACE, &[("code", &typed)]).await.goes_to(PLACE);
    desk.get(PLACE).await.shows(200, "QUAY-01");
    desk.post(PLACE, &[("code", &code)])
        .await
        .shows(422, "Không có mã này");
    let asked = computer.talk(&test, async |talk| paired(talk).await).await;
    let unit = "TD01".to_owned();
    assert_eq!(asked, Ok(Pairing::Paired { unit }));
    let late = Computer::new(&test);
    let code = late.code(&test).await.unwrap();
    test.advance(SignedDuration::from_mins(11));
    desk.post(PLACE, &[("code", &code)])
        .await
        .shows(422, "Không có mã này");
    desk.get(PLACE).await.shows(200, "Không liên lạc");
}

const ZONE: &str =
    "IDVNM1880000157001188000015<<<8805142F3505148VNM<<<<<<<<<<<8NGUYEN<<THI<AN<<<<<<<<<<<<<<<<";

// law: D59-20.4
#[tokio::test]
async fn another_units_computer_is_not_there() {
    let test = TestApp::new().await;
    let mut desk = staff(&test, Role::Officer, "TD01").await;
    let mut elsewhere = staff(&test, Role::Officer, "TD02").await;
    let computer = Computer::new(&test);
    let agent = pair(&test, &mut desk, &computer).await;
    let form = [("agent", agent.as_str())];
    assert!(!elsewhere.get(PLACE).await.text().contains("agt_"));
    elsewhere
        .post("/counter/agents/remove", &form)
        .await
        .shows(404, "");
    for role in [Role::CallCentre, Role::Manager, Role::Auditor] {
        let mut other = staff(&test, role, "TD09").await;
        other.get(PLACE).await.shows(403, "");
        other
            .post(PLACE, &[("code", "AAAAAAAA")])
            .await
            .shows(403, "");
        other
            .post("/counter/agents/remove", &form)
            .await
            .shows(403, "");
    }
    desk.post("/counter/agents/remove", &form)
        .await
        .goes_to(PLACE);
    desk.post("/counter/agents/remove", &form)
        .await
        .shows(404, "");
    let card = serde_json::json!({ "com": "", "sod": "", "groups": {}, "zone": ZONE });
    assert_eq!(computer.round(&test, &card).await, Err(Refusal::NotPaired));
}

#[tokio::test]
async fn a_wrong_clock_a_replay_and_a_foreign_signature_are_named() {
    let test = TestApp::new().await;
    let mut computer = Computer::new(&test);
    for minutes in [-3, 3] {
        computer.off = SignedDuration::from_mins(minutes);
        let server = "2024-03-04T02:00:00Z".to_owned();
        assert_eq!(computer.code(&test).await, Err(Refusal::Clock { server }));
    }
    computer.off = SignedDuration::from_secs(-90);
    computer.code(&test).await.unwrap();
    let recorded = computer.wire.last.lock().await.clone();
    let (path, headers, body) = recorded.unwrap();
    let problem = async |headers: &[(&'static str, String)], path: &str, body: Vec<u8>| {
        let answer = computer.wire.send(path, headers, body).await;
        assert_eq!(answer.status.as_u16(), 401, "{}", answer.text());
        answer.json()["code"].as_str().unwrap().to_owned()
    };
    let replayed = problem(&headers, &path, body.clone()).await;
    assert_eq!(replayed, "agent-replayed");
    let other = br#"{"name":"OTHER"}"#.to_vec();
    assert_eq!(problem(&headers, &path, other).await, "agent-signature");
    let place = "/counter-agent/v1/pairing/state";
    let moved = problem(&headers, place, body.clone()).await;
    assert_eq!(moved, "agent-signature");
    for at in 0..headers.len() {
        let mut changed = headers.clone();
        changed[at].1 = "x".to_owned();
        let code = problem(&changed, &path, body.clone()).await;
        assert_eq!(code, "agent-signature", "{at}");
    }
    assert_eq!(problem(&[], &path, body).await, "agent-signature");
}

// law: D59-20.4
#[tokio::test]
async fn one_code_lets_a_computer_into_one_unit() {
    let test = TestApp::new().await;
    let mut desk = staff(&test, Role::Officer, "TD01").await;
    let mut elsewhere = staff(&test, Role::Officer, "TD02").await;
    let computer = Computer::new(&test);
    let code = computer.code(&test).await.unwrap();
    let form = [("code", code.as_str())];
    let (one, other) = tokio::join!(desk.post(PLACE, &form), elsewhere.post(PLACE, &form));
    let mut answers = [one.status.as_u16(), other.status.as_u16()];
    answers.sort_unstable();
    assert_eq!(answers, [303, 422]);
    // Moved to another unit, it is not at the first one any more.
    let code = computer.code(&test).await.unwrap();
    let form = [("code", code.as_str())];
    desk.post(PLACE, &form).await.goes_to(PLACE);
    let code = computer.code(&test).await.unwrap();
    let form = [("code", code.as_str())];
    elsewhere.post(PLACE, &form).await.goes_to(PLACE);
    assert!(!desk.get(PLACE).await.text().contains("agt_"));
    assert!(elsewhere.get(PLACE).await.text().contains("agt_"));
    let asked = computer.talk(&test, async |talk| paired(talk).await).await;
    let unit = "TD02".to_owned();
    assert_eq!(asked, Ok(Pairing::Paired { unit }));
}

#[tokio::test]
async fn long_bodies_and_strange_names_are_not_taken() {
    let test = TestApp::new().await;
    let mut desk = staff(&test, Role::Officer, "TD01").await;
    let computer = Computer::new(&test);
    let long = "x".repeat(2000);
    let answer = computer
        .talk(&test, async |talk| offer(talk, &long).await)
        .await;
    let code = "too-large".to_owned();
    assert_eq!(answer, Err(Refusal::Refused { status: 413, code }));
    let name = "Quầy 1\u{202E}<b>_a.b-c";
    let code = computer
        .talk(&test, async |talk| offer(talk, name).await)
        .await
        .unwrap();
    desk.post(PLACE, &[("code", &code)]).await.goes_to(PLACE);
    desk.get(PLACE).await.shows(200, "Quầy 1b_a.b-c");
}

#[tokio::test]
async fn codes_cannot_be_guessed_for_long() {
    let test = TestApp::new().await;
    let mut desk = staff(&test, Role::Officer, "TD01").await;
    let mut last = 0;
    for _ in 0..8 {
        let answer = desk.post(PLACE, &[("code", "AAAAAAAA")]).await;
        last = answer.status.as_u16();
    }
    assert_eq!(last, 429);
}
