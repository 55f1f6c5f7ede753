//! Fingerprints through the pages, with the real engine on drawn prints: examined when they are taken, compared with
//! those of the registers.

use domain::actor::Role;
use domain::finger::Finger;
use domain::registers::PortraitSource;
use testkit::people::Person;
use testkit::{Answer, Client, TestApp, prints};

use crate::counter::{complete_with_prints, decide, open};
use crate::holds::staff;
use crate::register::{DETAILS, known, png};

const STRANGER: &str = "074190005678";

async fn send(desk: &mut Client, case: &str, finger: &str, (name, print): (&str, &[u8])) -> Answer {
    let scan = [("image", name, "application/octet-stream", print)];
    desk.post_files(&format!("{case}/fingers"), &[("finger", finger)], &scan)
        .await
}

/// A dossier of this person, complete with his own fingers.
async fn dossier(test: &TestApp, desk: &mut Client, person: &Person) -> String {
    let case = open(desk, person).await;
    let taken = prints::of(person.number(), 1);
    let taken: Vec<_> = taken
        .iter()
        .map(|(finger, print)| (finger.as_str(), print.as_slice()))
        .collect();
    let who = (&person.phone, &DETAILS[..]);
    complete_with_prints(test, desk, &case, who, &taken).await;
    case
}

// law: D59-12.2, D59-14.2.a2
#[tokio::test]
async fn an_officer_sees_what_the_machine_says_of_each_finger() {
    let (test, _) = TestApp::new().await.with_fingers().with_faces();
    let an = known(&test, 31, |_| {}).await;
    let on_record = prints::of(an.number(), 0);
    prints::register(&test, an.number(), PortraitSource::Card, &on_record).await;
    let mut desk = staff(&test, Role::Officer, "TD01").await;
    let case = dossier(&test, &mut desk, &an).await;
    for (lang, words) in [
        (
            "vi",
            [
                "Máy so ảnh",
                "Máy so vân tay",
                "Ngón trỏ phải",
                "Ngón trỏ trái",
                "267 người lạ",
            ],
        ),
        (
            "en",
            [
                "Comparison by machine",
                "Fingerprints compared by machine",
                "Right index finger",
                "Left index finger",
                "one stranger in 267",
            ],
        ),
    ] {
        desk.set_cookie("dd-lang", lang);
        let page = desk.get(&format!("{case}/compare")).await;
        for word in words.into_iter().chain(["nbis-rs", "start-2"]) {
            page.shows(200, word);
        }
    }
    desk.set_cookie("dd-lang", "vi");
    desk.post(&format!("{case}/compare"), &[("verdict", "same")])
        .await
        .goes_to(&case);
    let decision = desk.get(&format!("{case}/decide")).await;
    decision.shows(200, "Máy so vân tay");
    let approve = format!("{case}/approve");
    decide(&mut desk, &format!("{case}/decide"), &approve, &[])
        .await
        .goes_to(&case);
}

// law: D59-12.2, D59-14.2.a2
#[tokio::test]
async fn other_fingers_on_record_are_named_and_need_another_officer() {
    let test = TestApp::new().await.with_fingers();
    let an = known(&test, 31, |_| {}).await;
    let mut desk = staff(&test, Role::Officer, "TD01").await;
    let case = dossier(&test, &mut desk, &an).await;
    let page = desk.get(&format!("{case}/compare")).await;
    page.shows(200, "Cơ sở dữ liệu không có vân tay của người này");
    page.shows(200, "Máy chủ này không có máy so ảnh chân dung");
    let others = prints::of(STRANGER, 0);
    prints::register(&test, an.number(), PortraitSource::Card, &others).await;
    desk.get(&format!("{case}/compare"))
        .await
        .shows(200, "Máy không thấy cùng ngón tay");
    desk.post(&format!("{case}/compare"), &[("verdict", "same")])
        .await
        .goes_to(&case);
    let decision = desk.get(&format!("{case}/decide")).await;
    decision.shows(200, "vì máy không thấy cùng ngón tay");
    let approve = format!("{case}/approve");
    assert!(!decision.text().contains(&approve));
    decide(&mut desk, &format!("{case}/decide"), &approve, &[])
        .await
        .shows(409, "Cần một cán bộ khác xem ảnh");
}

// law: D59-14.2.a2
#[tokio::test]
async fn a_bad_print_is_refused_with_its_cure() {
    let test = TestApp::new().await.with_fingers();
    let an = known(&test, 31, |_| {}).await;
    let mut desk = staff(&test, Role::Officer, "TD01").await;
    let case = open(&mut desk, &an).await;
    let good = prints::one(an.number(), Finger::RightIndex, 1);
    let blank = png(320, 400);
    for (print, words) in [
        (&b"no image"[..], "không phải ảnh WSQ, JPEG hoặc PNG"),
        (&good[..good.len() / 2], "Tệp ảnh bị hỏng"),
        (&png(150, 400), "mỗi cạnh ít nhất 200 điểm ảnh"),
        (WSQ.split_at(2000).0, "Tệp bị cụt"),
        (&blank, "lấy lại vân tay"),
    ] {
        let told = send(&mut desk, &case, "right-index", ("f.bin", print)).await;
        told.shows(422, words);
    }
    let page = desk.get(&format!("{case}/fingers")).await;
    page.shows(200, "Ngón trỏ phải: 1 lần lấy không đạt");
    page.shows(200, "Ngón này còn 2 lần lấy");
    for _ in 0..2 {
        send(&mut desk, &case, "right-index", ("f.png", &blank))
            .await
            .shows(422, "lấy lại vân tay");
    }
    send(&mut desk, &case, "right-index", ("f.png", &good))
        .await
        .shows(422, "Ba lần lấy ngón này đều không đạt");
    let page = desk.get(&format!("{case}/fingers")).await;
    page.shows(200, "Lấy tiếp: Ngón cái phải");
    // WSQ as scanners write it, then the same finger under another name.
    let taken = format!("{case}/fingers");
    send(&mut desk, &case, "left-thumb", ("f.wsq", WSQ))
        .await
        .goes_to(&taken);
    let shown = desk.get(&format!("{case}/image/finger-left-thumb")).await;
    assert!(shown.bytes.starts_with(b"\x89PNG"));
    send(&mut desk, &case, "left-index", ("f.wsq", WSQ))
        .await
        .shows(422, "Đây là cùng một ngón với ngón cái trái");
}

/// A drawn finger, packed by NIST's encoder.
const WSQ: &[u8] = include_bytes!("../../../app/tests/data/drawn-right-index.wsq");

// law: D59-14.2.a2
#[tokio::test]
async fn without_an_engine_prints_are_kept_unseen() {
    let test = TestApp::new().await;
    let an = known(&test, 31, |_| {}).await;
    let mut desk = staff(&test, Role::Officer, "TD01").await;
    let case = open(&mut desk, &an).await;
    for (finger, print) in [("right-index", WSQ), ("left-index", &png(220, 260))] {
        send(&mut desk, &case, finger, ("f", print))
            .await
            .goes_to(&format!("{case}/fingers"));
    }
    let case = dossier(&test, &mut desk, &an).await;
    desk.get(&format!("{case}/compare"))
        .await
        .shows(200, "Máy chủ này không so vân tay");
}
