//! A machine beside the officer, the second officer's blind look, re-checks: through the pages.

use app::ports::{Look, Wrong};
use axum::body::Body;
use axum::http::Request;
use domain::account::Level;
use domain::actor::Role;
use domain::evidence::Band;
use testkit::people::Person;
use testkit::{Answer, Client, TestApp};

use crate::counter::{complete, decide, level, open};
use crate::holds::staff;
use crate::register::{known, png};

const LOOKS: &str = "/counter/second-looks";

/// A dossier, complete and compared as the same person.
async fn compared(test: &TestApp, desk: &mut Client, person: &Person) -> String {
    let case = open(desk, person).await;
    complete(test, desk, &case, person).await;
    same(desk, &case).await;
    case
}

async fn same(desk: &mut Client, case: &str) {
    desk.post(&format!("{case}/compare"), &[("verdict", "same")])
        .await
        .goes_to(case);
}

async fn approve(desk: &mut Client, case: &str) -> Answer {
    decide(
        desk,
        &format!("{case}/decide"),
        &format!("{case}/approve"),
        &[],
    )
    .await
}

/// The address of the one that waits.
async fn waiting(desk: &mut Client) -> String {
    let page = desk.get(LOOKS).await.text();
    let at = page
        .find("/counter/second-looks/lok_")
        .expect("one that waits");
    page[at..].split('"').next().unwrap().to_owned()
}

/// Readings on record about somebody.
async fn readings(test: &TestApp, case: &str) -> usize {
    let reference = case.rsplit('/').next().unwrap();
    let mut source = test.app.db.read().await.unwrap();
    let stored = store::registration::named(&mut source, reference)
        .await
        .unwrap()
        .unwrap();
    let end = jiff::Timestamp::MAX;
    let rows = store::audit::by_subject(&mut source, stored.subject, end, 200)
        .await
        .unwrap();
    let read = rows.iter().filter(|(row, _)| row.action == "record-read");
    read.filter(|(row, _)| row.purpose == "proofing").count()
}

// law: D59-12.2, D59-14.2.a2, D59-4.4
#[tokio::test]
async fn what_the_machine_doubts_a_second_officer_sees_blindly() {
    let (test, faces) = TestApp::new().await.with_faces();
    faces.says(&[Some(Band::Match), Some(Band::NoMatch)]);
    let an = known(&test, 31, |_| {}).await;
    let mut first = staff(&test, Role::Officer, "TD01").await;
    let case = open(&mut first, &an).await;
    complete(&test, &mut first, &case, &an).await;
    let page = first.get(&format!("{case}/compare")).await;
    for words in [
        "Máy so ảnh",
        "612",
        "10.000 người lạ",
        "Không khớp",
        "scripted",
        "test-1",
    ] {
        page.shows(200, words);
    }
    for which in ["live", "register", "card"] {
        page.shows(200, &format!("{case}/image/{which}"));
    }
    same(&mut first, &case).await;
    first
        .get(&case)
        .await
        .shows(200, "Chờ một cán bộ khác của đơn vị xem ảnh");
    let decision = first.get(&format!("{case}/decide")).await;
    decision.shows(200, "máy không thấy cùng một khuôn mặt");
    assert!(!decision.text().contains(&format!("{case}/approve")));
    approve(&mut first, &case)
        .await
        .shows(409, "Cần một cán bộ khác xem ảnh");
    first
        .get(LOOKS)
        .await
        .shows(200, "Không có ảnh nào chờ bạn");

    let mut second = staff(&test, Role::Head, "TD01").await;
    let look = waiting(&mut second).await;
    let before = readings(&test, &case).await;
    let page = second.get(&look).await;
    page.shows(200, "Người vừa chụp và người trong ảnh lưu trữ");
    let reference = case.rsplit('/').next().unwrap();
    let name = an.record.identity.name.as_str();
    for hidden in [
        reference,
        name,
        an.number(),
        "612",
        "104",
        "Máy so ảnh",
        "Không khớp",
        "checked",
    ] {
        assert!(!page.text().contains(hidden), "{hidden}");
    }
    for which in ["live", "register", "card"] {
        let address = format!("{look}/image/{which}");
        page.shows(200, &address);
        let image = second.get(&address).await;
        assert_eq!(image.status.as_u16(), 200, "{which}");
        assert_eq!(image.headers["cache-control"], "no-store");
    }
    assert_eq!(readings(&test, &case).await, before + 3, "each on record");
    let print = format!("{look}/image/finger-right-index");
    second.get(&print).await.shows(404, "");
    second
        .post(&look, &[("note", "Giống <b>")])
        .await
        .shows(422, "Giống &lt;b&gt;");
    second
        .post(&look, &[("verdict", "same"), ("note", "Nốt ruồi")])
        .await
        .goes_to(LOOKS);
    second.get(&look).await.shows(404, "");
    second
        .post(&look, &[("verdict", "different")])
        .await
        .shows(404, "");

    let page = first.get(&format!("{case}/decide")).await;
    page.shows(200, "Cán bộ thứ hai cũng thấy là cùng một người");
    assert!(!page.text().contains("Nốt ruồi"));
    approve(&mut first, &case).await.goes_to(&case);
    assert_eq!(level(&test, &an).await, Some(Level::Two));
}

// law: D59-14.2.a2
#[tokio::test]
async fn what_the_second_officer_does_not_see_is_not_approved() {
    let (test, faces) = TestApp::new().await.with_faces();
    faces.says(&[None]);
    let an = known(&test, 32, |_| {}).await;
    let mut first = staff(&test, Role::Officer, "TD01").await;
    let case = compared(&test, &mut first, &an).await;
    first
        .get(&format!("{case}/decide"))
        .await
        .shows(200, "Khuôn mặt quá tối");
    let mut second = staff(&test, Role::Head, "TD01").await;
    let look = waiting(&mut second).await;
    second
        .post(&look, &[("verdict", "unsure")])
        .await
        .goes_to(LOOKS);
    first
        .get(&case)
        .await
        .shows(200, "Cán bộ thứ hai không thấy là cùng một người");
    approve(&mut first, &case)
        .await
        .shows(409, "Cán bộ thứ hai không thấy là cùng một người");
    // The same portrait is not compared anew; with another somebody looks anew, and a third one ends that too.
    first
        .post(&format!("{case}/compare"), &[("verdict", "same")])
        .await
        .shows(409, "Hãy chụp ảnh lại, hoặc từ chối hồ sơ");
    let face = png(320, 400);
    let photo = [("portrait", "p.png", "image/png", face.as_slice())];
    let portrait = format!("{case}/portrait");
    let taken = first.post_files(&portrait, &[], &photo).await;
    taken.goes_to(&case);
    same(&mut first, &case).await;
    let again = waiting(&mut second).await;
    assert_ne!(again, look);
    let taken = first.post_files(&portrait, &[], &photo).await;
    taken.goes_to(&case);
    second.get(&again).await.shows(404, "");
    second
        .get(LOOKS)
        .await
        .shows(200, "Không có ảnh nào chờ bạn");
    decide(
        &mut first,
        &format!("{case}/decide"),
        &format!("{case}/refuse"),
        &[("reason", "portrait-differs")],
    )
    .await
    .goes_to(&case);
    assert_eq!(level(&test, &an).await, None);
}

// law: D59-14.2.a2, D59-20.4, D59-4.4
#[tokio::test]
async fn a_look_is_nobodys_who_has_no_part_in_it() {
    let (test, faces) = TestApp::new().await.with_faces();
    faces.says(&[Some(Band::Unclear)]);
    let an = known(&test, 33, |_| {}).await;
    let mut first = staff(&test, Role::Officer, "TD01").await;
    let case = compared(&test, &mut first, &an).await;
    let mut second = staff(&test, Role::Head, "TD01").await;
    let look = waiting(&mut second).await;
    let pages = [look.clone(), format!("{look}/image/live")];
    let mut elsewhere = staff(&test, Role::Officer, "TD02").await;
    for desk in [&mut first, &mut elsewhere] {
        for page in &pages {
            desk.get(page).await.shows(404, "");
        }
        desk.post(&look, &[("verdict", "same")])
            .await
            .shows(404, "");
    }
    for role in [Role::CallCentre, Role::Manager, Role::Auditor] {
        let mut other = staff(&test, role, "TD09").await;
        for page in pages.iter().map(String::as_str).chain([LOOKS]) {
            other.get(page).await.shows(403, "");
        }
        other
            .post(&look, &[("verdict", "same")])
            .await
            .shows(403, "");
    }
    for page in pages.iter().map(String::as_str).chain([LOOKS]) {
        test.client().get(page).await.goes_to("/counter/sign-in");
    }
    for strange in ["lok_00", "x", "lok_00000000000000000000000000000000"] {
        let page = format!("{LOOKS}/{strange}");
        second.get(&page).await.shows(404, "");
    }
    let foreign = Request::post(&look)
        .header("content-type", "application/x-www-form-urlencoded")
        .header("origin", "https://evil.example")
        .body(Body::from(format!(
            "csrf={}&verdict=same",
            second.cookie("dd-csrf").unwrap()
        )));
    second.send(foreign.unwrap()).await.shows(403, "");
    second.get(&look).await.shows(200, "");
    // Decided, it is over.
    decide(
        &mut first,
        &format!("{case}/decide"),
        &format!("{case}/refuse"),
        &[("reason", "portrait-differs")],
    )
    .await
    .goes_to(&case);
    for page in &pages {
        second.get(page).await.shows(404, "");
    }
}

// law: D59-14.2.a2
#[tokio::test]
async fn what_is_wrong_with_a_portrait_is_told_at_once() {
    let (test, faces) = TestApp::new().await.with_faces();
    let an = known(&test, 34, |_| {}).await;
    let mut desk = staff(&test, Role::Officer, "TD01").await;
    let case = open(&mut desk, &an).await;
    let place = format!("{case}/portrait");
    let face = png(320, 400);
    let photo = [("portrait", "p.png", "image/png", face.as_slice())];
    for (look, words) in [
        (Look::NoFace, "Không thấy khuôn mặt trong ảnh"),
        (Look::SeveralFaces, "Có nhiều khuôn mặt trong ảnh"),
    ] {
        faces.finds(look);
        let answer = desk.post_files(&place, &[], &photo).await;
        answer.shows(422, words);
    }
    let wrong = |code, remedy| Wrong { code, remedy };
    faces.finds(Look::One(vec![
        wrong("face-dark", "more-light"),
        wrong("face-turned", "look-straight"),
        wrong("their-own", "their-own"),
    ]));
    desk.post_files(&place, &[], &photo).await.goes_to(&place);
    let page = desk.get(&place).await;
    for words in [
        "Khuôn mặt quá tối. Thêm ánh sáng",
        "Mặt quay sang một bên. Mời công dân nhìn thẳng",
        "Báo bộ phận kỹ thuật",
        "Giữ ảnh này và làm tiếp",
    ] {
        page.shows(200, words);
    }
    desk.set_cookie("dd-lang", "en");
    desk.get(&place).await.shows(200, "The face is too dark");
    let image = desk.get(&format!("{case}/image/live")).await;
    assert_eq!(image.status.as_u16(), 200, "kept all the same");
}

// law: D59-14.2.a2
#[tokio::test]
async fn without_an_engine_the_officer_stands_alone_and_knows_it() {
    let test = TestApp::new().await;
    let an = known(&test, 35, |_| {}).await;
    let mut desk = staff(&test, Role::Officer, "TD01").await;
    let case = open(&mut desk, &an).await;
    complete(&test, &mut desk, &case, &an).await;
    desk.get(&format!("{case}/compare"))
        .await
        .shows(200, "không có máy so ảnh");
    same(&mut desk, &case).await;
    approve(&mut desk, &case).await.goes_to(&case);
    assert_eq!(level(&test, &an).await, Some(Level::Two));
}

// law: D59-14.2.a2
#[tokio::test]
async fn a_re_check_that_does_not_agree_is_put_before_who_inspects() {
    let (test, _) = TestApp::new().await.with_faces();
    let test = test.configured(|c| c.recheck_per_mille = 1000);
    let an = known(&test, 36, |_| {}).await;
    let mut first = staff(&test, Role::Officer, "TD01").await;
    let case = compared(&test, &mut first, &an).await;
    approve(&mut first, &case).await.goes_to(&case);
    let mut auditor = staff(&test, Role::Auditor, "TD09").await;
    let page = auditor.get("/console/rechecks").await;
    page.shows(200, "Không có lần nào không thống nhất");
    page.shows(200, "1 / 1");
    let mut second = staff(&test, Role::Head, "TD01").await;
    let look = waiting(&mut second).await;
    let image = second.get(&format!("{look}/image/live")).await;
    assert_eq!(image.status.as_u16(), 200);
    second
        .post(&look, &[("verdict", "different")])
        .await
        .goes_to(LOOKS);
    let mut manager = staff(&test, Role::Manager, "TD08").await;
    for desk in [&mut auditor, &mut manager] {
        let page = desk.get("/console/rechecks").await;
        for words in [case.rsplit('/').next().unwrap(), "TD01", "Là người khác"] {
            page.shows(200, words);
        }
        page.shows(200, "1 (1) / 1 (1)");
        assert!(!page.text().contains(an.number()));
        desk.set_cookie("dd-lang", "en");
        desk.get("/console/rechecks")
            .await
            .shows(200, "Did not agree");
    }
    first.get("/console/rechecks").await.shows(403, "");
    let nobody = test.client().get("/console/rechecks").await;
    nobody.goes_to("/counter/sign-in");
    assert_eq!(
        level(&test, &an).await,
        Some(Level::Two),
        "nobody is locked"
    );
}

// law: D59-14.2.a2
#[tokio::test]
async fn who_inspects_sees_drift_by_month() {
    let (test, _) = TestApp::new().await.with_faces();
    let test = test.configured(|c| c.recheck_per_mille = 1000);
    let an = known(&test, 37, |_| {}).await;
    let mut auditor = staff(&test, Role::Auditor, "TD09").await;
    let page = auditor.get("/console/drift").await;
    page.shows(200, "Không có phê duyệt nào trong các tháng này");
    let mut first = staff(&test, Role::Officer, "TD01").await;
    let case = compared(&test, &mut first, &an).await;
    approve(&mut first, &case).await.goes_to(&case);
    let mut second = staff(&test, Role::Head, "TD01").await;
    let look = waiting(&mut second).await;
    second
        .post(&look, &[("verdict", "different")])
        .await
        .goes_to(LOOKS);

    auditor
        .get("/console/rechecks")
        .await
        .shows(200, "href=\"/console/drift\"");
    for (lang, words) in [
        (
            "vi",
            [
                "Theo đơn vị",
                "Đã kiểm tra lại",
                "Tỷ lệ kiểm tra lại thấy sai theo tháng: Cả nước",
            ],
        ),
        (
            "en",
            [
                "By unit",
                "Re-checked",
                "Share of re-checks that found it wrong, by month: The whole country",
            ],
        ),
    ] {
        auditor.set_cookie("dd-lang", lang);
        let page = auditor.get("/console/drift").await;
        for words in words {
            page.shows(200, words);
        }
        page.shows(200, "<svg role=\"img\"");
        for hidden in [
            an.number(),
            an.record.identity.name.as_str(),
            "100,0 %",
            "100.0 %",
        ] {
            assert!(!page.text().contains(hidden), "{hidden}");
        }
    }
    let page = auditor.get("/console/drift?unit=TD01").await;
    page.shows(200, "By officer");
    page.shows(200, "name=\"unit\" type=\"text\" value=\"TD01\"");
    let text = page.text();
    let at = text.find("officer=stf_").expect("a link to the officer");
    let officer: String = text[at..]
        .chars()
        .take_while(|c| *c != '"' && *c != '&')
        .collect();
    let page = auditor
        .get(&format!("/console/drift?unit=TD01&{officer}"))
        .await;
    page.shows(200, "The whole unit");
    assert!(!page.text().contains("By officer"));
    auditor
        .get("/console/drift?unit=%3Cb%3E")
        .await
        .shows(200, "Unit &lt;b&gt;");
    for (wrong, words) in [
        ("from=2031-01", "Choose a month of the last 36"),
        ("from=nonsense", "Choose a month of the last 36"),
        (
            "unit=0123456789012345678901234567890123456789x",
            "at most 40 characters",
        ),
    ] {
        for path in ["/console/drift", "/console/drift.csv"] {
            let page = auditor.get(&format!("{path}?{wrong}")).await;
            page.shows(422, words);
            page.shows(422, "action=\"/console/drift\" method=\"get\"");
        }
    }
    auditor.get("/console/drift?page=0").await.shows(404, "");
    auditor
        .get("/console/drift?unit=TD01&officer=x")
        .await
        .shows(404, "");

    let file = auditor.get("/console/drift.csv?unit=TD01").await;
    assert_eq!(file.headers["content-type"], "text/csv; charset=utf-8");
    let text = file.text();
    let line = text.lines().nth(1).unwrap();
    assert!(
        line.contains(",TD01,stf_") && line.ends_with(",1,1,1,,,1,0,0,0"),
        "{line}"
    );
    assert_eq!(text.lines().count(), 2);
    for page in ["/console/drift", "/console/drift.csv"] {
        for desk in [&mut first, &mut second] {
            // Nor is anything told of what he asked.
            for asked in ["", "?from=nonsense", "?page=0"] {
                desk.get(&format!("{page}{asked}")).await.shows(403, "");
            }
        }
        test.client().get(page).await.goes_to("/counter/sign-in");
    }
    let mut manager = staff(&test, Role::Manager, "TD08").await;
    manager.get("/console/drift").await.shows(200, "TD01");
}
