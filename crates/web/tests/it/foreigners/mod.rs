//! Foreigners: level 1 by passport, the dates that lock, level 2 at the immigration counter.

mod counter;

use domain::actor::{Actor, Role};
use domain::person::StayKind;
use domain::registers::UnitLevel;
use jiff::SignedDuration;
use testkit::foreigners::Foreigner;
use testkit::people::{PASSCODE, PASSWORD};
use testkit::units::{load, police};
use testkit::{Client, TestApp};

use crate::counter::revision;
use crate::holds::staff;
use crate::register::png;

/// Details as in the passport of [`Foreigner::of`].
const DETAILS: [(&str, &str); 8] = [
    ("name", "Kim Min Jun"),
    ("birth-day", "14"),
    ("birth-month", "7"),
    ("birth-year", "1985"),
    ("sex", "male"),
    ("card-issued-day", "15"),
    ("card-issued-month", "6"),
    ("card-issued-year", "2021"),
];

/// Everything up to "check answers", handed in.
async fn register(test: &TestApp, client: &mut Client, kim: &Foreigner) {
    client
        .post("/register", &[])
        .await
        .goes_to("/register/number");
    client
        .get("/register/number")
        .await
        .shows(200, "/register/passport");
    let paper = [("nationality", "kor"), ("passport", kim.passport())];
    client
        .post("/register/passport", &paper)
        .await
        .goes_to("/register/contact");
    let phone = kim.phone.national();
    client
        .post("/register/contact", &[("contact", &phone)])
        .await
        .goes_to("/register/code");
    let code = test.code_for(kim.phone.as_str()).await;
    client
        .post("/register/code", &[("code", &code)])
        .await
        .goes_to("/register/details");
    client
        .get("/register/details")
        .await
        .shows(200, "Ngày cấp hộ chiếu");
    client
        .post("/register/details", &DETAILS)
        .await
        .goes_to("/register/portrait");
    let face = png(320, 400);
    let photo = [("portrait", "p.png", "image/png", face.as_slice())];
    client
        .post_files("/register/portrait", &[], &photo)
        .await
        .goes_to("/register/consent");
    client
        .post("/register/consent", &[("agree", "yes")])
        .await
        .goes_to("/register/check");
    client
        .get("/register/check")
        .await
        .shows(200, kim.passport());
    client
        .post("/register/check", &[])
        .await
        .goes_to("/register/status");
}

/// The register's file with his line, loaded as the command does it.
pub(crate) async fn import(test: &TestApp, kim: &Foreigner) {
    let foreign = &kim.record.foreign;
    let name = format!("dinhdanh-foreigners-{}", std::process::id());
    let folder = std::env::temp_dir().join(name);
    std::fs::create_dir_all(&folder).unwrap();
    let file = folder.join("foreigners.csv");
    let head = domain::registers::Register::Foreigners
        .columns()
        .required
        .join(",");
    let stay_until = foreign
        .stay_until
        .map(|d| d.to_string())
        .unwrap_or_default();
    let line = [
        kim.record.file.as_str(),
        foreign.paper.nationality.as_str(),
        kim.passport(),
        "ordinary",
        &foreign.issued_on.to_string(),
        &foreign.expires_on.to_string(),
        kim.record.name.as_str(),
        &kim.record.birth.to_iso(),
        "male",
        foreign.stay.as_str(),
        &stay_until,
        "living",
    ]
    .join(",");
    std::fs::write(&file, format!("{head}\n{line}\n")).unwrap();
    let cx = test.cx(Actor::Operator);
    let register = domain::registers::Register::Foreigners;
    let command = app::registers::Import {
        register,
        file: &file,
        batch_lines: 100,
        progress: &mut |_| std::ops::ControlFlow::Continue(()),
    };
    app::registers::import(&test.app, &cx, command)
        .await
        .unwrap();
    std::fs::remove_dir_all(&folder).unwrap();
}

/// The number told with the result.
fn number_told(test: &TestApp) -> String {
    let all = test.outbox.all();
    let text = &all
        .iter()
        .rev()
        .find(|m| m.text.contains("Số định danh của bạn là"))
        .expect("the number is told")
        .text;
    let (_, rest) = text.split_once("Số định danh của bạn là ").unwrap();
    rest.chars().take(12).collect()
}

/// Activates and signs in.
pub(crate) async fn activate(test: &TestApp, browser: &mut Client, who: (&str, &str)) {
    let (number, phone) = who;
    browser
        .post("/activate", &[("number", number), ("contact", phone)])
        .await
        .goes_to("/activate/code");
    let code = test.code_for(phone).await;
    browser
        .post("/activate/code", &[("code", &code)])
        .await
        .goes_to("/activate/password");
    browser
        .post("/activate/password", &[("password", PASSWORD)])
        .await
        .goes_to("/activate/passcode");
    browser
        .post("/activate/passcode", &[("passcode", PASSCODE)])
        .await
        .goes_to("/activate/questions");
    let two = [
        ("question_1", "first-pet"),
        ("answer_1", "Mực"),
        ("question_2", "first-job"),
        ("answer_2", "Bán báo"),
    ];
    let done = browser.post("/activate/questions", &two).await;
    assert_eq!(done.status.as_u16(), 303, "{}", done.words());
}

async fn sign_in(test: &TestApp, browser: &mut Client, who: (&str, &str)) -> String {
    let (number, phone) = who;
    browser
        .post("/sign-in", &[("number", number), ("password", PASSWORD)])
        .await
        .goes_to("/sign-in/code");
    let code = test.code_for(phone).await;
    let done = browser.post("/sign-in/code", &[("code", &code)]).await;
    assert_eq!(done.status.as_u16(), 303, "{}", done.words());
    done.location().to_owned()
}

/// Gives the number of a foreigner's account that waits for its activation.
pub(crate) async fn issued(test: &TestApp, kim: &Foreigner) -> String {
    kim.register(&test.app, None).await;
    register(test, &mut test.client(), kim).await;
    test.jobs().await;
    number_told(test)
}

/// A foreigner of level 1 who has signed in, with his number.
pub(crate) async fn holder(test: &TestApp, kim: &Foreigner) -> (String, Client) {
    let number = issued(test, kim).await;
    let mut browser = test.client();
    let who = (number.as_str(), kim.phone.as_str());
    activate(test, &mut browser, who).await;
    sign_in(test, &mut browser, who).await;
    (number, browser)
}

// law: D59-2, D59-3.4, D59-8.1, D59-11.2, D59-12.1f, D59-15.1, D59-17.2.a, D59-13.4
#[tokio::test]
async fn a_foreigner_registers_with_his_passport_and_signs_in_with_the_number_made_for_him() {
    let test = TestApp::new().await;
    let kim = Foreigner::of(1);
    let (number, mut browser) = holder(&test, &kim).await;
    assert!(number.starts_with('9'), "{number}");
    let page = browser.get("/personal").await;
    page.shows(200, "KOR");
    page.shows(200, "20/03/2024");
    assert!(!page.text().contains(kim.passport()), "masked");
    // The same person through another passport keeps the number; a second account there is none.
    let mut renewed = kim.clone();
    renewed.record.foreign.paper.number = domain::person::TravelNumber::parse("M99999999").unwrap();
    renewed.phone = domain::contact::Phone::parse("0970009999").unwrap();
    renewed.register(&test.app, None).await;
    let mut again = test.client();
    register(&test, &mut again, &renewed).await;
    test.jobs().await;
    again
        .get("/register/status")
        .await
        .shows(200, "đã có tài khoản");
}

// law: D59-19.2.a, D59-19.4.a, D59-10.1, D59-19.ui, D59-hold
#[tokio::test]
async fn the_last_day_of_the_stay_locks_at_midnight_at_the_next_request() {
    let test = TestApp::new().await;
    let mut kim = Foreigner::of(2);
    let (number, mut browser) = holder(&test, &kim).await;
    let midnight = "2024-03-20T17:00:00Z".parse().unwrap();
    let one = SignedDuration::from_secs(1);
    test.advance(test.now().duration_until(midnight) - SignedDuration::from_mins(6));
    let who = (number.as_str(), kim.phone.as_str());
    sign_in(&test, &mut browser, who).await;
    test.advance(test.now().duration_until(midnight) - one);
    browser.get("/personal").await.shows(200, "KOR");
    // No job runs in between: the hold bites by its date.
    test.advance(one);
    browser.get("/personal").await.goes_to("/sign-in");
    test.jobs().await;
    let told = |words: &str| test.outbox.all().iter().any(|m| m.text.contains(words));
    assert!(told("hết thời hạn cư trú"), "the sweep tells");
    let place = sign_in(&test, &mut browser, who).await;
    assert_eq!(place, "/locked");
    let page = browser.get("/locked").await;
    page.shows(200, "Hết thời hạn cư trú tại Việt Nam");
    page.shows(200, "Điểm a khoản 2 Điều 19");
    // The register prolongs the stay: the ground is gone, the account opens.
    kim.record.foreign.stay_until = Some("2025-03-20".parse().unwrap());
    import(&test, &kim).await;
    test.jobs().await;
    assert_eq!(sign_in(&test, &mut browser, who).await, "/");
    browser.get("/personal").await.shows(200, "20/03/2025");
    // The old date's hold is over for good, the passport's and the new stay's wait.
    let mut source = test.app.db.read().await.unwrap();
    let subject =
        store::account::subject_of(&mut source, store::account::Identifier::Number, &number);
    let subject = subject.await.unwrap().unwrap();
    let all = store::hold::all(&mut source, subject).await.unwrap();
    let waiting: Vec<_> = all.iter().filter(|k| k.ended.is_none()).collect();
    assert_eq!((all.len(), waiting.len()), (3, 2));
}

// law: D59-15.1, D59-11.2, D69-7.2, D59-3.3
#[tokio::test]
async fn without_paper_stay_or_residence_there_is_no_account() {
    for (n, moved, change, words) in [
        (
            3,
            SignedDuration::ZERO,
            (|k: &mut Foreigner| k.record.foreign.stay_until = Some("2024-03-03".parse().unwrap()))
                as fn(&mut Foreigner),
            "Đã hết thời hạn được cư trú",
        ),
        (
            4,
            SignedDuration::ZERO,
            |k| k.record.foreign.expires_on = "2024-03-03".parse().unwrap(),
            "không còn giá trị",
        ),
        (
            5,
            // After 1 July 2024.
            SignedDuration::from_hours(24 * 130),
            |k| {
                k.record.foreign.stay = StayKind::Entry;
                k.record.foreign.stay_until = Some("2024-12-31".parse().unwrap());
            },
            "thẻ thường trú hoặc thẻ tạm trú",
        ),
    ] {
        let test = TestApp::new().await;
        test.advance(moved);
        let mut kim = Foreigner::of(n);
        change(&mut kim);
        kim.register(&test.app, None).await;
        let mut browser = test.client();
        register(&test, &mut browser, &kim).await;
        test.jobs().await;
        browser.get("/register/status").await.shows(200, words);
    }
}

// law: D59-15.1, D59-4.2
#[tokio::test]
async fn what_is_typed_wrong_is_named_and_an_unknown_passport_waits_for_an_officer() {
    let test = TestApp::new().await;
    Foreigner::of(6).register(&test.app, None).await;
    let mut browser = test.client();
    browser.post("/register", &[]).await;
    for (nationality, passport, words) in [
        ("", "M1", "Nhập như trên hộ chiếu"),
        ("ZZZ", "M1", "mã quốc gia"),
        ("VNM", "M1", "Công dân Việt Nam đăng ký bằng số định danh"),
        ("KOR", "M1*", "không có dấu khác"),
    ] {
        let form = [("nationality", nationality), ("passport", passport)];
        browser
            .post("/register/passport", &form)
            .await
            .shows(422, words);
    }
    browser
        .post("/register/number", &[("number", "900000000001")])
        .await
        .shows(422, "bắt đầu bằng 9");
    let mut unknown = Foreigner::of(7);
    unknown.record.foreign.paper.number = domain::person::TravelNumber::parse("X1").unwrap();
    register(&test, &mut browser, &unknown).await;
    test.jobs().await;
    let page = browser.get("/register/status").await.text();
    let at = page.find("DK-").unwrap();
    let reference: String = page[at..].chars().take(14).collect();
    let find = [("reference", reference.as_str()), ("number", "x 1")];
    test.client()
        .post("/register/find", &find)
        .await
        .shows(200, &reference);
    let mut desk = staff(&test, Role::Officer, "TD01").await;
    let one = format!("/counter/queue/{reference}");
    let revision = revision(&mut desk, &one).await;
    let form = [("revision", revision.as_str())];
    desk.post(&format!("{one}/approve"), &form)
        .await
        .shows(409, "không có số này");
    // The register comes to know him: the officer looks again, then approves.
    unknown.register(&test.app, None).await;
    desk.post(&format!("{one}/approve"), &form)
        .await
        .shows(409, "Có người vừa thay đổi");
    desk.get(&one).await.shows(200, "KIM MIN JUN");
    let revision = crate::counter::revision(&mut desk, &one).await;
    desk.post(&format!("{one}/approve"), &[("revision", &revision)])
        .await
        .goes_to("/counter/queue");
}

// law: D59-19.2.b-c, D59-19.x, D59-19.1.c1
#[tokio::test]
async fn a_bodys_request_locks_a_foreigner_by_clause_two() {
    use app::cases::{File, Request, Verdict, decide, open, receive};
    let test = TestApp::new().await;
    let district = police("074-01", "Quan", UnitLevel::District, None);
    load(&test.app, &[district]).await;
    let kim = Foreigner::of(9);
    let (number, mut browser) = holder(&test, &kim).await;
    let head = test.staff(Role::Head, "074-01").await;
    let files = [File {
        name: "a.pdf",
        bytes: b"%PDF-1.7\n%%EOF\n",
    }];
    let request = Request {
        number: &number,
        wish: "lock",
        lock: "",
        requester: "prosecuting-body",
        central: false,
        name: "CSDT",
        letter: "12/CSDT",
        letter_date: "01/03/2024",
        email: "vanthu@csdt.example.vn",
        basis: "BLTTHS 105",
        files: &files,
    };
    let received = receive(&test.app, &head, &request).await.unwrap();
    assert_eq!(received.due.to_string(), "2024-03-06T16:59:59.999Z");
    let seen = open(&test.app, &head, received.place).await.unwrap();
    let revision = seen.stored.revision;
    decide(&test.app, &head, received.place, revision, Verdict::Approve)
        .await
        .unwrap();
    browser.get("/personal").await.goes_to("/sign-in");
    let who = (number.as_str(), kim.phone.as_str());
    assert_eq!(sign_in(&test, &mut browser, who).await, "/locked");
    let page = browser.get("/locked").await;
    page.shows(200, "Điểm b khoản 2 Điều 19");
}
