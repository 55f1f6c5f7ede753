//! A body's request through the pages: received, examined, refused in writing, approved.

use domain::account::Level;
use domain::actor::Role;
use domain::registers::UnitLevel;
use testkit::TestApp;
use testkit::people::Person;
use testkit::units::{load, police};

use crate::holds::staff;

pub(crate) async fn units(test: &TestApp) {
    let records = [
        police("C06", "Cục C06", UnitLevel::Ministry, None),
        police(
            "TD01",
            "Công an Thủ Dầu Một",
            UnitLevel::District,
            Some("C06"),
        ),
    ];
    load(&test.app, &records).await;
}

const PDF: &[u8] = b"%PDF-1.7\n%%EOF\n";

pub(crate) fn fields(number: &str) -> Vec<(&'static str, String)> {
    [
        ("wish", "lock"),
        ("lock", ""),
        ("number", number),
        ("requester", "prosecuting-body"),
        ("name", "Cơ quan điều tra tỉnh"),
        ("letter", "12/CSĐT"),
        ("letter-date", "01/03/2024"),
        ("email", "vanthu@csdt.example.vn"),
        ("basis", "Điều 105 Bộ luật Tố tụng hình sự"),
    ]
    .map(|(k, v)| (k, v.to_owned()))
    .to_vec()
}

pub(crate) fn refs<'a>(fields: &'a [(&'static str, String)]) -> Vec<(&'a str, &'a str)> {
    fields.iter().map(|(k, v)| (*k, v.as_str())).collect()
}

/// The hidden revision of the page's forms.
fn revision(page: &str) -> String {
    let (_, rest) = page.split_once("name=\"revision\" value=\"").unwrap();
    rest.split('"').next().unwrap().to_owned()
}

// law: D59-19.1.b, D59-19.1.c1, D59-19.1.c2, D59-19.1.c3
#[tokio::test]
async fn a_request_is_refused_in_writing_and_the_next_one_locks() {
    let test = TestApp::new().await;
    units(&test).await;
    let an = Person::of(31);
    an.register(&test.app).await;
    an.account(&test.app, Level::Two).await;
    let mut officer = staff(&test, Role::Officer, "TD01").await;
    officer
        .get("/counter/cases")
        .await
        .shows(200, "Không có yêu cầu nào");
    let typed = fields(an.number());
    let bad = officer
        .post_files(
            "/counter/cases/new",
            &refs(&typed),
            &[("papers", "a.pdf", "application/pdf", b"GIF89a")],
        )
        .await;
    bad.shows(422, "Tệp không phải PDF");
    bad.shows(422, "Điều 105 Bộ luật Tố tụng hình sự");
    let received = officer
        .post_files(
            "/counter/cases/new",
            &refs(&typed),
            &[("papers", "cv.pdf", "application/pdf", PDF)],
        )
        .await;
    let case = received.location().to_owned();
    let page = officer.get(&case).await;
    page.shows(200, "cv.pdf");
    page.shows(200, "Chỉ thủ trưởng đơn vị được quyết định yêu cầu này.");
    let paper = officer.get(&format!("{case}/papers/0")).await;
    assert_eq!(paper.bytes, PDF);
    assert!(
        paper.headers["content-disposition"]
            .to_str()
            .unwrap()
            .starts_with("attachment")
    );
    let list = officer.get("/counter/cases?q=csđt").await;
    list.shows(200, "Cơ quan điều tra tỉnh");
    assert!(!list.text().contains(an.number()), "no number in a list");
    officer
        .post(&format!("{case}/take"), &[])
        .await
        .goes_to(&case);
    let verdict = [("revision", "2"), ("verdict", "approve")];
    assert_eq!(
        officer
            .post(&format!("{case}/decide"), &verdict)
            .await
            .status
            .as_u16(),
        403
    );

    let mut head = staff(&test, Role::Head, "TD01").await;
    let seen = revision(&head.get(&case).await.text());
    let decide = format!("{case}/decide");
    head.post(&decide, &[("revision", &seen)])
        .await
        .shows(422, "Chọn chấp thuận hoặc từ chối");
    let stale = [("revision", "1"), ("verdict", "approve")];
    assert_eq!(head.post(&decide, &stale).await.status.as_u16(), 409);
    let mut refusal = vec![
        ("revision", seen.as_str()),
        ("verdict", "refuse"),
        ("refusal", "papers-insufficient"),
        ("words", ""),
    ];
    head.post(&decide, &refusal)
        .await
        .shows(422, "Viết nội dung văn bản trả lời");
    refusal[3].1 = "Đề nghị bổ sung quyết định khởi tố.";
    head.post(&decide, &refusal).await.goes_to(&case);
    head.get(&case)
        .await
        .shows(200, "Đề nghị bổ sung quyết định khởi tố.");
    for lang in ["vi", "en"] {
        let letter = head.get(&format!("{case}/letter?in={lang}")).await;
        assert_eq!(letter.headers["content-type"], "application/pdf");
        assert!(letter.bytes.starts_with(b"%PDF-1.7"), "{lang}");
    }

    let mut citizen = test.client();
    an.sign_in(&test, &mut citizen).await;
    let again = officer
        .post_files("/counter/cases/new", &refs(&typed), &[])
        .await;
    let case = again.location().to_owned();
    let seen = revision(&head.get(&case).await.text());
    let approve = [("revision", seen.as_str()), ("verdict", "approve")];
    head.post(&format!("{case}/decide"), &approve)
        .await
        .goes_to(&case);
    citizen.get("/wallet").await.goes_to("/sign-in");
    head.get("/counter/cases?tab=decided")
        .await
        .shows(200, "Đã chấp thuận");
}

// law: D59-20.4
#[tokio::test]
async fn another_units_case_does_not_exist_until_it_is_moved() {
    let test = TestApp::new().await;
    units(&test).await;
    let an = Person::of(32);
    an.register(&test.app).await;
    an.account(&test.app, Level::Two).await;
    let mut officer = staff(&test, Role::Officer, "TD01").await;
    let mut typed = fields(an.number());
    typed.push(("central", "yes".to_owned()));
    let received = officer
        .post_files("/counter/cases/new", &refs(&typed), &[])
        .await;
    let case = received.location().to_owned();
    let mut ministry = staff(&test, Role::Head, "C06").await;
    assert_eq!(ministry.get(&case).await.status.as_u16(), 404);
    let mut operator = staff(&test, Role::CallCentre, "TD01").await;
    assert_eq!(operator.get(&case).await.status.as_u16(), 403);
    let to = [
        ("revision", "1"),
        ("to", "C06"),
        ("transfer-words", "Cơ quan trung ương"),
    ];
    let empty = [("revision", "1"), ("to", ""), ("transfer-words", "")];
    officer
        .post(&format!("{case}/transfer"), &empty)
        .await
        .shows(422, "Chọn một đơn vị khác");
    officer
        .post(&format!("{case}/transfer"), &to)
        .await
        .goes_to("/counter/cases");
    assert_eq!(officer.get(&case).await.status.as_u16(), 404);
    ministry.get(&case).await.shows(200, "Cơ quan trung ương");
}
