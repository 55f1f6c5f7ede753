//! The desk for relying parties: trying out, changing, production by review, suspension, metering.

use domain::actor::Role;
use jiff::{SignedDuration, Timestamp};
use oidc::jose::{Alg, LocalKey, Signer};
use serde_json::json;
use testkit::people::Person;
use testkit::{Answer, Client, TestApp};

use super::{BACK, Service, codes, connect, refused};
use crate::holds::{holder, staff};

/// Under the second decree.
pub(super) const LATER: &str = "2024-08-01T02:00:00Z";

/// A sign-in on another device ends none here.
pub(super) async fn fresh() -> TestApp {
    TestApp::new().await.configured(|c| c.one_device = false)
}

/// The browser of the holder who made a service.
pub(super) async fn maker(test: &TestApp, n: u32) -> Client {
    let mut browser = test.client();
    test.advance(SignedDuration::from_mins(2));
    Person::of(n).sign_in(test, &mut browser).await;
    browser
}

/// A trial: its identifier, its secret, and its maker's browser.
pub(super) async fn trial(test: &TestApp, n: u32, more: &[(&str, &str)]) -> (String, Client) {
    let (_, mut browser) = holder(test, n).await;
    let made = make(&mut browser, more).await;
    made.shows(200, "Đã tạo ứng dụng");
    (codes(&made.text())[1].clone(), browser)
}

pub(super) async fn make(browser: &mut Client, more: &[(&str, &str)]) -> Answer {
    browser.post("/developers/new", &form(more)).await
}

pub(super) fn form<'a>(more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let usual = [
        ("name", "Ngân hàng Thử"),
        ("purpose", "Mở tài khoản"),
        ("redirect_uris", BACK),
        ("auth", "client_secret_basic"),
        ("class", "web"),
        ("claims", "name"),
    ];
    let own = |name: &str| more.iter().any(|(other, _)| *other == name);
    let mut form: Vec<_> = usual.into_iter().filter(|(name, _)| !own(name)).collect();
    form.extend(more);
    form
}

pub(super) fn jwks(alg: Alg) -> String {
    let key = LocalKey::generate(alg).unwrap().0;
    json!({ "keys": [key.public().to_json()] }).to_string()
}

/// A hidden field of the page's form.
pub(super) fn hidden(page: &Answer, name: &str) -> String {
    let text = page.text();
    let mark = format!("name=\"{name}\" value=\"");
    let rest = text.split_once(&mark).expect("the field").1;
    rest.split('"').next().unwrap().to_owned()
}

pub(super) const DOSSIER: [(&str, &str); 13] = [
    ("kind", "bank"),
    ("organisation", "Ngân hàng Thử nghiệm"),
    ("tax_code", "0100109106"),
    ("agreement", "12/2024/TT-RAR"),
    ("agreement_date", "01/02/2024"),
    ("legal_basis", "Điều 9 Luật Phòng, chống rửa tiền"),
    ("scope", "Họ tên để mở tài khoản"),
    ("security", "45/QĐ-CNTT"),
    ("security_date", "01/02/2024"),
    ("security_level", "3"),
    ("personal_data", "QĐ 7/2024 của ngân hàng"),
    ("contact", "Trần Thị Bình"),
    ("email", "ket-noi@nganhang.vn"),
];

pub(super) const ITEMS: [&str; 7] = [
    "organisation",
    "agreement",
    "purpose",
    "scope",
    "security",
    "personal-data",
    "contact",
];

/// Where the manager finds the first request that waits.
pub(super) async fn waiting(manager: &mut Client) -> String {
    let list = manager.get("/console/parties").await;
    list.shows(200, "/console/parties/reviews/rvw_");
    let text = list.text();
    let (_, rest) = text.split_once("/console/parties/reviews/").unwrap();
    format!(
        "/console/parties/reviews/{}",
        rest.split('"').next().unwrap()
    )
}

pub(super) async fn step(manager: &mut Client, page: &str, fields: &[(&str, &str)]) -> Answer {
    let seen = hidden(&manager.get(page).await, "revision");
    let mut all = vec![("revision", seen.as_str())];
    all.extend(fields);
    manager.post(page, &all).await
}

pub(super) async fn check_all(manager: &mut Client, review: &str, items: &[&str]) {
    for item in items {
        let page = format!("{review}/items/{item}");
        let fields = [("holds", "yes"), ("note", "Đã xem bản gốc")];
        step(manager, &page, &fields).await.goes_to(review);
    }
}

pub(super) async fn visited(manager: &mut Client, review: &str) {
    let fields = [
        ("day", "01/08/2024"),
        ("people", "An, Bình"),
        ("finding", "Phòng máy có khóa"),
        ("fit", "yes"),
    ];
    let page = format!("{review}/visit");
    step(manager, &page, &fields).await.goes_to(review);
}

// law: D59-22.1, D59-22.2, D69-18, D59-32..38p
#[tokio::test]
async fn a_trial_goes_into_production_by_dossier_checklist_and_visit() {
    let test = fresh().await;
    test.clock.set(LATER.parse::<Timestamp>().unwrap());
    let keys = jwks(Alg::Es256);
    let key = [
        ("auth", "private_key_jwt"),
        ("class", "high"),
        ("jwks", &*keys),
    ];
    let (id, mut browser) = trial(&test, 1, &key).await;
    let page = format!("/developers/{id}/production");
    browser.get(&page).await.shows(200, "Nộp hồ sơ");
    // A draft keeps what was typed, whatever it is; handed in, each fault is named.
    let draft = [
        ("act", "draft"),
        ("organisation", "Ngân hàng"),
        ("security_level", "hai"),
    ];
    browser
        .post(&page, &draft)
        .await
        .goes_to(&format!("{page}?done=1"));
    browser.get(&page).await.shows(200, "value=\"hai\"");
    let bad = browser.post(&page, &draft[1..]).await;
    bad.shows(422, "Nhập cấp độ an toàn bằng số");
    bad.shows(422, "Nhập số thỏa thuận");
    bad.shows(422, "value=\"hai\"");
    browser
        .post(&page, &DOSSIER)
        .await
        .goes_to(&format!("{page}?handed=1"));
    let handed = browser.get(&format!("{page}?handed=1")).await;
    handed.shows(200, "Đã nộp hồ sơ. Kiểm tra trước");
    let waits = browser.get(&page).await;
    waits.shows(200, "Đang kiểm tra");
    // Thirty days end on a Saturday; the term goes on to the next working day after the holidays.
    waits.shows(200, "/09/2024");
    let edit = format!("/developers/{id}/edit");
    let seen = hidden(&browser.get(&edit).await, "revision");
    let mut change = form(&key);
    change.push(("revision", &seen));
    browser
        .post(&edit, &change)
        .await
        .shows(409, "Hồ sơ đang được kiểm tra");
    let home = browser.get(&format!("/developers/{id}")).await;
    assert!(!home.text().contains("/edit\""), "it stands still");
    test.jobs().await;
    let heard = || {
        test.outbox
            .all()
            .iter()
            .any(|m| m.to == "ket-noi@nganhang.vn")
    };
    assert!(!heard(), "nobody has checked whose address it is");

    let mut manager = staff(&test, Role::Manager, "A06").await;
    let review = waiting(&mut manager).await;
    manager.get(&review).await.shows(200, "45/QĐ-CNTT");
    let decide = format!("{review}/decide");
    let approve = [("verdict", "approve"), ("class", "high")];
    step(&mut manager, &decide, &approve)
        .await
        .shows(409, "Danh mục kiểm tra chưa đủ");
    let bad = step(
        &mut manager,
        &format!("{review}/items/scope"),
        &[("note", "x")],
    )
    .await;
    bad.shows(422, "Chọn một kết quả");
    check_all(&mut manager, &review, &ITEMS).await;
    step(&mut manager, &decide, &approve)
        .await
        .shows(409, "Chưa kiểm tra tại chỗ");
    visited(&mut manager, &review).await;
    step(&mut manager, &decide, &approve).await.goes_to(&review);
    let home = browser.get(&format!("/developers/{id}")).await;
    home.shows(200, "Chính thức");
    home.shows(
        200,
        "Ngân hàng. Kết nối qua tổ chức cung cấp dịch vụ xác thực",
    );
    browser.get(&page).await.shows(200, "Đã chấp thuận");
    test.jobs().await;
    assert!(heard(), "the contact hears of it once it was checked");
}

// law: D69-18, D59-4.1
#[tokio::test]
async fn a_refusal_has_reason_words_law_and_next_step() {
    let test = fresh().await;
    test.clock.set(LATER.parse::<Timestamp>().unwrap());
    let (id, mut browser) = trial(&test, 1, &[]).await;
    let page = format!("/developers/{id}/production");
    browser
        .post(&page, &DOSSIER)
        .await
        .goes_to(&format!("{page}?handed=1"));
    let mut manager = staff(&test, Role::Manager, "A06").await;
    let review = waiting(&mut manager).await;
    let decide = format!("{review}/decide");
    // The plain rules want a reason, the high ones a key.
    check_all(&mut manager, &review, &ITEMS).await;
    visited(&mut manager, &review).await;
    let plain = [("verdict", "approve"), ("class", "web")];
    step(&mut manager, &decide, &plain)
        .await
        .shows(422, "Ghi vì sao chỉ dùng bộ quy tắc cơ bản");
    let high = [("verdict", "approve"), ("class", "high")];
    step(&mut manager, &decide, &high)
        .await
        .shows(422, "cần tự chứng minh bằng khóa");
    let bare = [("verdict", "refuse")];
    step(&mut manager, &decide, &bare)
        .await
        .shows(422, "Chọn lý do không chấp thuận");
    let no = [
        ("verdict", "refuse"),
        ("reason", "site"),
        ("words", "Cửa phòng máy không khóa"),
    ];
    step(&mut manager, &decide, &no).await.goes_to(&review);
    let told = browser.get(&page).await;
    for words in [
        "Kiểm tra tại chỗ không đạt",
        "Cửa phòng máy không khóa",
        "Điều 18 Nghị định 69/2024/NĐ-CP",
        "Khắc phục các điểm đã nêu",
        "đơn vị cấp trên của đơn vị đã quyết định",
        "Nộp hồ sơ",
    ] {
        told.shows(200, words);
    }
    let again = step(&mut manager, &decide, &no).await;
    again.shows(409, "Yêu cầu không ở bước này");
}

#[tokio::test]
async fn nobody_judges_his_own_request_and_others_judge_none() {
    let test = fresh().await;
    let (id, mut browser) = trial(&test, 1, &[]).await;
    let page = format!("/developers/{id}/production");
    let mut own = DOSSIER.to_vec();
    own.retain(|(name, _)| *name != "email");
    own.push(("email", "Manager.A06@congan.example"));
    browser
        .post(&page, &own)
        .await
        .goes_to(&format!("{page}?handed=1"));
    let mut manager = staff(&test, Role::Manager, "A06").await;
    let review = waiting(&mut manager).await;
    let item = format!("{review}/items/scope");
    let fields = [("holds", "yes"), ("note", "xem")];
    step(&mut manager, &item, &fields)
        .await
        .shows(409, "của chính mình");
    let mut auditor = staff(&test, Role::Auditor, "A06").await;
    auditor.get(&review).await.shows(200, "45/QĐ-CNTT");
    assert_eq!(auditor.post(&item, &fields).await.status, 403);
    assert_eq!(
        auditor
            .post(&format!("/console/parties/{id}/suspend"), &[("words", "x")])
            .await
            .status,
        403
    );
    let mut officer = staff(&test, Role::Officer, "A06").await;
    for path in [
        "/console/parties".to_owned(),
        format!("/console/parties/{id}"),
        review,
    ] {
        assert_eq!(officer.get(&path).await.status, 403, "{path}");
    }
    // Taken back it is a trial again, and may be handed in anew.
    browser
        .post(&format!("{page}/withdraw"), &[])
        .await
        .goes_to(&page);
    browser
        .get(&format!("/developers/{id}"))
        .await
        .shows(200, "Chạy thử");
    browser.get(&page).await.shows(200, "Đã rút");
}

#[tokio::test]
async fn anothers_client_does_not_exist() {
    let test = fresh().await;
    let (id, _) = trial(&test, 1, &[]).await;
    let (_, mut stranger) = holder(&test, 2).await;
    for page in [
        "",
        "/edit",
        "/production",
        "/requests",
        "/usage",
        "/usage.csv",
    ] {
        let answer = stranger.get(&format!("/developers/{id}{page}")).await;
        assert_eq!(answer.status, 404, "{page}");
    }
    for page in ["edit", "secret", "production", "production/withdraw"] {
        let path = format!("/developers/{id}/{page}");
        let answer = stranger.post(&path, &form(&DOSSIER)).await;
        assert_eq!(answer.status, 404, "{page}");
    }
    stranger
        .get("/developers/rp_x")
        .await
        .shows(404, "Không tìm thấy");
}

/// How often an owner heard of another secret, key or address.
pub(super) async fn told(test: &TestApp) -> usize {
    test.jobs().await;
    let all = test.outbox.all();
    all.iter()
        .filter(|m| m.text.contains("vừa được đổi"))
        .count()
}

#[tokio::test]
async fn a_new_secret_takes_the_place_of_the_old_at_once_or_in_a_day() {
    let test = fresh().await;
    let mut service = Service::new(&test, 1).await;
    let mut browser = maker(&test, 1).await;
    let path = format!("/developers/{}/secret", service.id);
    let old = service.secret.clone();
    let bare = browser.post(&path, &[("overlap", "yes")]).await;
    bare.shows(422, "Mật mã có đúng 6 chữ số");
    let proof = ("passcode", testkit::people::PASSCODE);
    let made = browser.post(&path, &[("overlap", "yes"), proof]).await;
    made.shows(200, "Mật khẩu ứng dụng mới");
    let new = codes(&made.text())[2].clone();
    assert_ne!(new, old);
    for secret in [&new, &old] {
        service.secret.clone_from(secret);
        assert!(!service.active("x").await);
    }
    test.advance(SignedDuration::from_hours(24));
    let over = service.call("/oidc/introspect", &[("token", "x")]).await;
    refused(&over, 401, "invalid_client");
    // Without the tick the old one stops at once.
    service.secret = new;
    assert!(!service.active("x").await);
    let mut browser = maker(&test, 1).await;
    browser
        .post(&path, &[proof])
        .await
        .shows(200, "chỉ hiện một lần");
    assert_eq!(told(&test).await, 2, "its owner hears of each");
    let over = service.call("/oidc/introspect", &[("token", "x")]).await;
    refused(&over, 401, "invalid_client");
}

// law: D59-22.2
#[tokio::test]
async fn what_people_are_shown_of_a_client_in_production_waits_for_a_look() {
    let test = fresh().await;
    let (id, mut browser) = trial(&test, 1, &[]).await;
    let edit = format!("/developers/{id}/edit");
    // A trial changes at once; a page that is too old does not overwrite.
    let seen = hidden(&browser.get(&edit).await, "revision");
    let first = form(&[("name", "Ngân hàng A"), ("revision", &seen)]);
    browser
        .post(&edit, &first)
        .await
        .goes_to(&format!("/developers/{id}?done=1"));
    browser
        .post(&edit, &first)
        .await
        .shows(409, "Có người vừa thay đổi");
    let bad = form(&[
        ("redirect_uris", "http://dichvu.example/"),
        ("revision", "2"),
    ]);
    browser
        .post(&edit, &bad)
        .await
        .shows(422, "Địa chỉ phải dùng https");
    connect(&test, &id).await;
    let next = [
        ("name", "Ngân hàng B"),
        ("redirect_uris", "https://khac.example/"),
        ("backchannel_logout_uri", "https://dichvu.example/het"),
        ("passcode", testkit::people::PASSCODE),
    ];
    let seen = hidden(&browser.get(&edit).await, "revision");
    let mut change = form(&next);
    change.push(("revision", &seen));
    browser
        .post(&edit, &change)
        .await
        .goes_to(&format!("/developers/{id}?waits=1"));
    let page = browser.get(&edit).await;
    page.shows(200, "Ngân hàng A");
    page.shows(200, BACK);
    page.shows(200, "https://dichvu.example/het");
    let seen = hidden(&page, "revision");
    let mut twice = form(&next);
    twice.push(("revision", &seen));
    browser
        .post(&edit, &twice)
        .await
        .shows(409, "Đã có một yêu cầu đang chờ");
    let mut manager = staff(&test, Role::Manager, "A06").await;
    let review = waiting(&mut manager).await;
    manager
        .get(&review)
        .await
        .shows(200, "https://khac.example/");
    check_all(&mut manager, &review, &["purpose", "scope"]).await;
    let approve = [("verdict", "approve")];
    step(&mut manager, &format!("{review}/decide"), &approve)
        .await
        .goes_to(&review);
    let page = browser.get(&edit).await;
    page.shows(200, "Ngân hàng B");
    page.shows(200, "https://khac.example/");
    page.shows(200, "https://dichvu.example/het");
}

#[tokio::test]
async fn a_high_client_needs_a_key_that_its_rules_allow() {
    let test = fresh().await;
    let (_, mut browser) = holder(&test, 1).await;
    let (weak, good) = (jwks(Alg::Rs256), jwks(Alg::Es256));
    let key = |class, jwks| {
        [
            ("auth", "private_key_jwt"),
            ("class", class),
            ("jwks", jwks),
        ]
    };
    let low = make(&mut browser, &key("high", &weak)).await;
    low.shows(422, "RS256 không được dùng");
    make(&mut browser, &key("web", &weak))
        .await
        .shows(200, "Đã tạo ứng dụng");
    make(&mut browser, &key("high", &good))
        .await
        .shows(200, "Đã tạo ứng dụng");
    let private = good.replace("}]", ",\"d\":\"AAAA\"}]");
    make(&mut browser, &key("high", &private))
        .await
        .shows(422, "JWK Set có phần bí mật");
}

// law: D59-22.1
#[tokio::test]
async fn a_suspended_client_finds_every_door_shut_at_the_next_request() {
    let test = fresh().await;
    let mut service = Service::new(&test, 1).await;
    let (_, mut person) = holder(&test, 2).await;
    let tokens = service
        .tokens(&mut person, "openid profile offline_access")
        .await;
    let code = service.code(&mut person, "openid").await;
    person
        .get(&service.asks("openid email", &[]))
        .await
        .goes_to("/oidc/continue");
    let mut manager = staff(&test, Role::Manager, "A06").await;
    let page = format!("/console/parties/{}", service.id);
    let bare = manager.post(&format!("{page}/suspend"), &[]).await;
    bare.shows(422, "Viết giải thích");
    let why = [("words", "Lộ khóa ngày 4 tháng 3")];
    manager
        .post(&format!("{page}/suspend"), &why)
        .await
        .goes_to(&page);
    manager
        .get(&page)
        .await
        .shows(200, "Lộ khóa ngày 4 tháng 3");

    refused(&service.exchange(&code).await, 401, "invalid_client");
    refused(
        &service.refresh(&tokens.refresh).await,
        401,
        "invalid_client",
    );
    refused(
        &service.userinfo(&tokens.access).await,
        401,
        "invalid_token",
    );
    for path in ["/oidc/introspect", "/oidc/revoke"] {
        let answer = service.call(path, &[("token", &tokens.access)]).await;
        refused(&answer, 401, "invalid_client");
    }
    person
        .get(&service.asks("openid", &[]))
        .await
        .shows(400, "invalid_client");
    // Who stood before the question already gets no further either.
    let late = super::decide(&mut person, "/oidc/continue", &[("decision", "allow")]).await;
    assert_eq!(
        super::of_query(late.location(), "code"),
        None,
        "{}",
        late.text()
    );
    let mut developer = maker(&test, 1).await;
    let home = format!("/developers/{}", service.id);
    developer
        .get(&home)
        .await
        .shows(200, "Lộ khóa ngày 4 tháng 3");
    let renew = developer.post(&format!("{home}/secret"), &[]).await;
    renew.shows(409, "đang tạm dừng");
    let told = test.outbox.all();
    assert!(
        told.iter()
            .any(|m| m.text.contains("Lộ khóa ngày 4 tháng 3"))
    );

    manager
        .post(&format!("{page}/resume"), &[])
        .await
        .goes_to(&page);
    assert!(!service.active("x").await);
    manager
        .post(&format!("{page}/resume"), &[])
        .await
        .shows(409, "không bị tạm dừng");
}

// law: D59-31.2, D69-27
#[tokio::test]
async fn what_is_used_is_seen_by_month_day_and_as_a_file() {
    let test = fresh().await;
    test.clock.set(LATER.parse::<Timestamp>().unwrap());
    let mut service = Service::new(&test, 1).await;
    let (_, mut person) = holder(&test, 2).await;
    service.tokens(&mut person, "openid profile").await;
    let mut browser = maker(&test, 1).await;
    let page = format!("/developers/{}/usage", service.id);
    let seen = browser.get(&page).await;
    seen.shows(200, "08/2024");
    seen.shows(200, "được tính theo loại dịch vụ");
    let file = browser.get(&format!("{page}.csv")).await;
    let want = "day,kind,pays,sign_ins,exchanges,readings\r\n2024-08-01,private,true,1,1,0\r\n";
    assert_eq!(file.text(), want);
    let mut manager = staff(&test, Role::Manager, "A06").await;
    let path = format!("/console/parties/{}", service.id);
    manager.get(&path).await.shows(200, "08/2024");
    assert_eq!(manager.get(&format!("{path}/usage.csv")).await.text(), want);
}
