//! The counter through the pages: queue, level 2, who may not.

use domain::account::Level;
use domain::actor::Role;
use domain::contact::Phone;
use domain::person::FullName;
use testkit::people::Person;
use testkit::{Client, TestApp};

use crate::holds::staff;
use crate::register::{DETAILS, known, png, register};

pub(crate) fn differing() -> Vec<(&'static str, &'static str)> {
    DETAILS
        .into_iter()
        .map(|(k, v)| {
            if k == "name" {
                (k, "Nguyễn Thị Ngọc Anh")
            } else {
                (k, v)
            }
        })
        .collect()
}

pub(crate) async fn level(test: &TestApp, person: &Person) -> Option<Level> {
    let mut source = test.app.db.read().await.unwrap();
    let found = store::account::by_number(&mut source, &person.record.identity.number, test.now())
        .await
        .unwrap();
    found.map(|a| a.account.level)
}

// law: D59-17.1.a, D59-3.3, D59-4.4
#[tokio::test]
async fn an_officer_decides_what_the_registers_could_not() {
    let test = TestApp::new().await;
    let an = known(&test, 21, |_| {}).await;
    let mut citizen = test.client();
    let reference = register(&test, &mut citizen, &an, &differing()).await;
    citizen
        .get("/register/status")
        .await
        .shows(200, "05/03/2024 23:59");
    let mut desk = staff(&test, Role::Officer, "TD01").await;
    let list = desk.get("/counter/queue").await;
    list.shows(200, &reference);
    list.shows(200, "Thông tin khai khác cơ sở dữ liệu");
    assert!(!list.text().contains(an.number()), "no number in a list");
    desk.get("/counter/queue/rows?tab=overdue")
        .await
        .shows(200, "Không có hồ sơ nào chờ");
    let one = format!("/counter/queue/{reference}");
    let page = desk.get(&one).await;
    page.shows(200, "Ngọc <mark>A</mark>nh");
    page.shows(200, "Ngọc <mark>Á</mark>nh");
    for which in ["live", "register", "card"] {
        let image = desk.get(&format!("{one}/image/{which}")).await;
        assert_eq!(image.status.as_u16(), 200, "{which}");
        assert_eq!(image.headers["cache-control"], "no-store");
    }
    desk.post(&format!("{one}/approve"), &[])
        .await
        .shows(409, "Hãy xem lại rồi thử lần nữa");
    decide(
        &mut desk,
        &one,
        &format!("{one}/refuse"),
        &[("reason", "x")],
    )
    .await
    .shows(422, "Chọn lý do từ chối");
    decide(
        &mut desk,
        &one,
        &format!("{one}/send-back"),
        &[("missing", " ")],
    )
    .await
    .shows(422, "Ghi rõ còn thiếu gì");
    decide(&mut desk, &one, &format!("{one}/approve"), &[])
        .await
        .goes_to("/counter/queue");
    assert_eq!(level(&test, &an).await, Some(Level::One));
    citizen
        .get("/register/status")
        .await
        .shows(200, "Đã được cấp tài khoản");
    // Somebody was faster: calm words.
    desk.post(&format!("{one}/approve"), &[])
        .await
        .shows(409, "đã được giải quyết");
    desk.get(&one).await.shows(409, "đã được giải quyết");
    assert_ne!(
        desk.get(&format!("{one}/image/live")).await.status.as_u16(),
        200
    );
}

// law: D59-17.s
#[tokio::test]
async fn what_is_sent_back_comes_back() {
    let test = TestApp::new().await;
    let an = known(&test, 22, |_| {}).await;
    let mut citizen = test.client();
    let reference = register(&test, &mut citizen, &an, &differing()).await;
    let mut desk = staff(&test, Role::Officer, "TD01").await;
    let form = [("missing", "Ghi tên đúng như trên thẻ <b>")];
    let one = format!("/counter/queue/{reference}");
    decide(&mut desk, &one, &format!("{one}/send-back"), &form)
        .await
        .goes_to("/counter/queue");
    let page = citizen.get("/register/status").await;
    page.shows(200, "Ghi tên đúng như trên thẻ &lt;b&gt;");
    citizen
        .get("/register/details")
        .await
        .shows(200, "Nguyễn Thị Ngọc Anh");
    citizen
        .post("/register/details", &DETAILS)
        .await
        .goes_to("/register/check");
    citizen
        .post("/register/check", &[])
        .await
        .goes_to("/register/status");
    citizen
        .get("/register/status")
        .await
        .shows(200, "Đã được cấp tài khoản");
}

/// The revision that a page's form carries.
pub(crate) async fn revision(desk: &mut Client, page: &str) -> String {
    let text = desk.get(page).await.text();
    let (_, rest) = text.split_once("name=\"revision\" value=\"").unwrap();
    rest.split('"').next().unwrap().to_owned()
}

/// A decision, with the revision that the page shows now.
pub(crate) async fn decide(
    desk: &mut Client,
    page: &str,
    to: &str,
    fields: &[(&str, &str)],
) -> testkit::Answer {
    let revision = revision(desk, page).await;
    let mut all = vec![("revision", revision.as_str())];
    all.extend(fields);
    desk.post(to, &all).await
}

pub(crate) async fn open(desk: &mut Client, person: &Person) -> String {
    let answer = desk
        .post("/counter/proofing", &[("number", person.number())])
        .await;
    assert!(
        answer.location().starts_with("/counter/proofing/DK-"),
        "{}",
        answer.words()
    );
    answer.location().to_owned()
}

pub(crate) async fn complete(test: &TestApp, desk: &mut Client, case: &str, person: &Person) {
    complete_with(test, desk, case, (&person.phone, &DETAILS)).await;
}

/// The whole dossier: details, contact, portrait, fingers, agreement.
pub(crate) async fn complete_with(
    test: &TestApp,
    desk: &mut Client,
    case: &str,
    who: (&Phone, &[(&str, &str)]),
) {
    let stripes = png(220, 260);
    let prints = ["right-index", "left-index"].map(|finger| (finger, stripes.as_slice()));
    complete_with_prints(test, desk, case, who, &prints).await;
}

/// The same with prints of one's own.
pub(crate) async fn complete_with_prints(
    test: &TestApp,
    desk: &mut Client,
    case: &str,
    (phone, details): (&Phone, &[(&str, &str)]),
    prints: &[(&str, &[u8])],
) {
    desk.post(&format!("{case}/details"), details)
        .await
        .goes_to(case);
    let contact = phone.national();
    desk.post(&format!("{case}/contact"), &[("contact", &contact)])
        .await
        .goes_to(&format!("{case}/contact"));
    let code = test.code_for(phone.as_str()).await;
    desk.post(&format!("{case}/code"), &[("code", &code)])
        .await
        .goes_to(case);
    let face = png(320, 400);
    let photo = [("portrait", "p.png", "image/png", face.as_slice())];
    desk.post_files(&format!("{case}/portrait"), &[], &photo)
        .await
        .goes_to(case);
    for (finger, print) in prints {
        let scan = [("image", "f.png", "image/png", *print)];
        desk.post_files(&format!("{case}/fingers"), &[("finger", finger)], &scan)
            .await
            .goes_to(&format!("{case}/fingers"));
    }
    desk.post(&format!("{case}/consent"), &[("agree", "yes")])
        .await
        .goes_to(case);
}

// law: D59-14.2.a1, D59-14.2.a2, D59-14.2.a3, D59-12.2, UX-8
#[tokio::test]
async fn the_story_of_level_two() {
    let test = TestApp::new().await;
    let an = known(&test, 31, |_| {}).await;
    let mut desk = staff(&test, Role::Officer, "TD01").await;
    let find = [("number", an.number()), ("purpose", "proofing")];
    let found = desk.post("/counter/find", &find).await;
    found.shows(200, "Nguyễn Thị Ngọc Ánh");
    found.shows(200, "Mở hồ sơ mức độ 2");
    let case = open(&mut desk, &an).await;
    assert_eq!(open(&mut desk, &an).await, case, "goes on after a reload");
    desk.get("/counter")
        .await
        .shows(200, case.rsplit('/').next().unwrap());
    desk.get(&case).await.shows(200, "Chưa đến lượt");
    desk.get(&format!("{case}/compare")).await.goes_to(&case);
    desk.post(&format!("{case}/approve"), &[])
        .await
        .shows(409, "Hồ sơ chưa đủ");
    let wrong = [
        ("kind", "driving-licence"),
        ("licence-number", "1"),
        ("licence-class", "Z"),
    ];
    desk.post(&format!("{case}/documents"), &wrong)
        .await
        .shows(422, "error-summary");
    let licence = [
        ("kind", "driving-licence"),
        ("licence-number", "740001234567"),
        ("licence-class", "A1"),
    ];
    desk.post(&format!("{case}/documents"), &licence)
        .await
        .goes_to(&format!("{case}/documents"));
    desk.get(&format!("{case}/documents"))
        .await
        .shows(200, "740001234567");
    complete(&test, &mut desk, &case, &an).await;
    desk.get("/counter/queue")
        .await
        .shows(200, "Chờ quyết định");
    let page = format!("{case}/decide");
    let approve = format!("{case}/approve");
    decide(&mut desk, &page, &approve, &[])
        .await
        .shows(409, "Chưa có kết quả so sánh");
    desk.post(&format!("{case}/compare"), &[])
        .await
        .shows(422, "Chọn kết quả so sánh");
    desk.get(&format!("{case}/image/finger-right-index")).await;
    desk.post(&format!("{case}/compare"), &[("verdict", "unsure")])
        .await
        .goes_to(&case);
    desk.post(&approve, &[("revision", "1")])
        .await
        .shows(409, "Hãy xem lại rồi thử lần nữa");
    decide(&mut desk, &page, &approve, &[])
        .await
        .shows(409, "không phải là cùng một người");
    assert_eq!(level(&test, &an).await, None);
    desk.post(&format!("{case}/compare"), &[("verdict", "same")])
        .await
        .goes_to(&case);
    desk.get(&format!("{case}/decide"))
        .await
        .shows(200, "Phê duyệt mức độ 2");
    decide(&mut desk, &page, &approve, &[]).await.goes_to(&case);
    desk.get(&case).await.shows(200, "đã được phê duyệt");
    assert_eq!(level(&test, &an).await, Some(Level::Two));
    desk.post(&format!("{case}/approve"), &[])
        .await
        .shows(409, "đã được giải quyết");
    assert_ne!(
        desk.get(&format!("{case}/image/live"))
            .await
            .status
            .as_u16(),
        200
    );
    test.jobs().await;
    assert_eq!(
        test.outbox
            .all()
            .iter()
            .filter(|m| m.text.contains("mức độ 2"))
            .count(),
        1
    );
}

// law: D59-4.4, D59-20.4, D59-32..38
#[tokio::test]
async fn who_has_no_business_there_is_kept_out() {
    let test = TestApp::new().await;
    let an = known(&test, 32, |_| {}).await;
    let reference = register(&test, &mut test.client(), &an, &differing()).await;
    let mut officer = staff(&test, Role::Officer, "TD01").await;
    let bo = known(&test, 33, |p| {
        p.record.identity.name = FullName::parse("Lê Thị Bơ").unwrap()
    })
    .await;
    let case = open(&mut officer, &bo).await;
    let queue = format!("/counter/queue/{reference}");
    let pages = ["/counter", "/counter/queue", queue.as_str(), case.as_str()];
    let mut citizen = test.client();
    for page in pages {
        citizen.get(page).await.goes_to("/counter/sign-in");
    }
    for role in [Role::CallCentre, Role::Manager, Role::Auditor] {
        let mut other = staff(&test, role, "TD09").await;
        let home = match role {
            Role::CallCentre => "/counter/assistance",
            Role::Officer | Role::Head | Role::Manager | Role::Auditor => "/console",
        };
        let leads = format!("href=\"{home}\"");
        for page in pages {
            other.get(page).await.shows(403, &leads);
        }
        other
            .post(&format!("{queue}/approve"), &[])
            .await
            .shows(403, "");
        other
            .post(&format!("{case}/approve"), &[])
            .await
            .shows(403, "");
        other
            .post(
                "/counter/find",
                &[("number", an.number()), ("purpose", "proofing")],
            )
            .await
            .shows(403, "");
        other
            .get(&format!("{queue}/image/live"))
            .await
            .shows(403, "");
    }
    let mut elsewhere = staff(&test, Role::Officer, "TD02").await;
    elsewhere.get(&case).await.shows(404, "");
    elsewhere
        .get(&format!("{case}/image/register"))
        .await
        .shows(404, "");
    elsewhere
        .get("/counter/proofing/DK-22222-22222")
        .await
        .shows(404, "");
    elsewhere
        .get(&format!("{queue}/image/finger-nose"))
        .await
        .shows(404, "");
}

#[tokio::test]
async fn a_child_or_an_unknown_number_is_told_apart() {
    let test = TestApp::new().await;
    let mut desk = staff(&test, Role::Officer, "TD01").await;
    let nobody = Person::of(40);
    known(&test, 41, |_| {}).await;
    desk.post(
        "/counter/find",
        &[("number", nobody.number()), ("purpose", "proofing")],
    )
    .await
    .shows(200, "Không tìm thấy ai");
    desk.post("/counter/find", &[("number", ""), ("purpose", "")])
        .await
        .shows(422, "Chọn mục đích tra cứu");
    let form = [
        ("name", "nguyen thi ngoc"),
        ("birth-year", "1990"),
        ("purpose", "assistance"),
    ];
    desk.post("/counter/find", &form)
        .await
        .shows(200, "Nguyễn Thị Ngọc Ánh");
    desk.post("/counter/proofing", &[("number", nobody.number())])
        .await
        .shows(409, "không có số này");
    desk.post("/counter/proofing", &[("number", "1")])
        .await
        .shows(422, "12 chữ số");
}

// law: D59-3.8, D59-14.pr
#[tokio::test]
async fn checking_an_identity_and_checking_an_account_are_two_acts() {
    let test = TestApp::new().await;
    let an = known(&test, 42, |_| {}).await;
    an.account(&test.app, Level::One).await;
    let mut browser = test.client();
    an.sign_in(&test, &mut browser).await;
    let before = browser.get("/activity").await.words();
    assert!(before.contains("Đăng nhập") && !before.contains("Cán bộ ghi nhận kết quả đối chiếu"));
    let mut desk = staff(&test, Role::Officer, "TD01").await;
    let case = open(&mut desk, &an).await;
    let list = desk.get(&case).await;
    for task in [
        "Thông tin trên thẻ",
        "Điện thoại hoặc thư điện tử",
        "Giấy tờ muốn tích hợp",
    ] {
        list.shows(200, task);
    }
    complete(&test, &mut desk, &case, &an).await;
    desk.post(&format!("{case}/compare"), &[("verdict", "same")])
        .await
        .goes_to(&case);
    let after = browser.get("/activity").await.words();
    assert!(
        after.contains("Cán bộ ghi nhận kết quả đối chiếu"),
        "{after}"
    );
    let sign_ins = |page: &str| page.matches("Đăng nhập").count();
    assert_eq!(sign_ins(&after), sign_ins(&before), "no sign-in by that");
    assert_eq!(
        level(&test, &an).await,
        Some(Level::One),
        "and not the decision"
    );
}

// law: UX-9
#[tokio::test]
async fn a_late_request_says_why() {
    let test = TestApp::new().await;
    let an = known(&test, 43, |_| {}).await;
    let mut citizen = test.client();
    register(&test, &mut citizen, &an, &differing()).await;
    let in_time = citizen.get("/register/status").await;
    in_time.shows(200, "05/03/2024 23:59");
    assert!(!in_time.text().contains("quá hạn"));
    test.advance(jiff::SignedDuration::from_hours(48));
    let mut follower = test.client();
    let reference = in_time
        .words()
        .split_whitespace()
        .find(|word| word.starts_with("DK-"))
        .unwrap()
        .to_owned();
    let form = [("reference", reference.as_str()), ("number", an.number())];
    let late = follower.post("/register/find", &form).await;
    for words in [
        "Hồ sơ đã quá hạn",
        "05/03/2024 23:59",
        "cán bộ chưa xem xét xong",
    ] {
        late.shows(200, words);
    }
}
