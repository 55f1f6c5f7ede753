//! Signing in, activation, recovery and devices, through the pages.

use domain::account::Level;
use jiff::SignedDuration;
use testkit::people::{PASSCODE, PASSWORD, Person};
use testkit::{STAFF_PASSWORD, TestApp};

// law: D59-13.1, D59-3.6u, D59-24.2
#[tokio::test]
async fn number_password_and_code_sign_in() {
    let test = TestApp::new().await;
    let an = Person::of(1);
    an.register(&test.app).await;
    an.account(&test.app, Level::Two).await;
    let mut browser = test.client();
    an.sign_in(&test, &mut browser).await;
    browser
        .get("/personal/devices")
        .await
        .shows(200, "Chrome, Android");
    browser
        .post("/sign-out", &[])
        .await
        .goes_to("/sign-in?out=1");
    browser.get("/personal/devices").await.goes_to("/sign-in");
}

// law: D59-4.3
#[tokio::test]
async fn an_unknown_number_and_a_wrong_password_look_the_same() {
    let test = TestApp::new().await;
    let an = Person::of(1);
    an.register(&test.app).await;
    an.account(&test.app, Level::Two).await;
    let not_active = Person::of(2);
    not_active.account_with(&test.app, Level::Two, false).await;
    let mut pages = Vec::new();
    for (number, password) in [
        (an.number(), "sai mật khẩu rồi"),
        ("074190999999", PASSWORD),
        (not_active.number(), PASSWORD),
    ] {
        let answer = test
            .client()
            .post("/sign-in", &[("number", number), ("password", password)])
            .await;
        answer.shows(422, "Số định danh hoặc mật khẩu không đúng");
        assert!(answer.text().contains(number), "what was typed is kept");
        assert!(
            !answer.text().contains(password),
            "a password is never sent back"
        );
        pages.push(answer.words());
    }
    assert_eq!(pages[0], pages[1]);
    assert_eq!(pages[0], pages[2]);
    test.jobs().await;
    assert!(test.outbox.all().is_empty(), "nobody got a code");
}

#[tokio::test]
async fn bad_input_gets_a_message_beside_its_field() {
    let test = TestApp::new().await;
    let ten_megabytes = "9".repeat(10_000_000);
    for (number, status, words) in [
        ("", 422, "Nhập số định danh cá nhân"),
        ("07419000123", 422, "Số định danh cá nhân có đúng 12 chữ số"),
        ("07419000123x", 422, "Số định danh chỉ gồm chữ số"),
        ("😀", 422, "Số định danh chỉ gồm chữ số"),
        ("07\0", 400, "Yêu cầu không đọc được"),
        (ten_megabytes.as_str(), 413, "Tệp quá lớn"),
    ] {
        let answer = test
            .client()
            .post("/sign-in", &[("number", number), ("password", "x")])
            .await;
        answer.shows(status, words);
    }
}

#[tokio::test]
async fn failures_are_slowed_down_per_account_and_forgotten_by_success() {
    let test = TestApp::new().await;
    let an = Person::of(1);
    an.register(&test.app).await;
    an.account(&test.app, Level::Two).await;
    for _ in 0..5 {
        test.client()
            .post("/sign-in", &[("number", an.number()), ("password", "sai")])
            .await
            .shows(422, "không đúng");
    }
    let right = [("number", an.number()), ("password", PASSWORD)];
    test.client()
        .post("/sign-in", &right)
        .await
        .shows(422, "thử quá nhiều lần");
    test.advance(SignedDuration::from_secs(61));
    test.client()
        .post("/sign-in", &right)
        .await
        .goes_to("/sign-in/code");
}

// law: APP-7
#[tokio::test]
async fn a_code_lives_three_minutes_and_five_tries_and_works_once() {
    let test = TestApp::new().await;
    let an = Person::of(1);
    an.register(&test.app).await;
    an.account(&test.app, Level::Two).await;
    let right = [("number", an.number()), ("password", PASSWORD)];

    let mut browser = test.client();
    browser
        .post("/sign-in", &right)
        .await
        .goes_to("/sign-in/code");
    let code = test.code_for(an.phone()).await;
    browser
        .post("/sign-in/code", &[("code", "12345")])
        .await
        .shows(422, "đúng 6 chữ số");
    test.advance(SignedDuration::from_secs(181));
    browser
        .post("/sign-in/code", &[("code", &code)])
        .await
        .shows(422, "Mã đã hết hạn");

    browser
        .post("/sign-in/resend", &[])
        .await
        .goes_to("/sign-in/code");
    let code = test.code_for(an.phone()).await;
    let wrong = if code == "000001" { "000002" } else { "000001" };
    for left in (0..5).rev() {
        let words = if left == 0 {
            "Còn 0 lần thử".to_owned()
        } else {
            format!("Còn {left} lần thử")
        };
        browser
            .post("/sign-in/code", &[("code", wrong)])
            .await
            .shows(422, &words);
    }
    browser
        .post("/sign-in/code", &[("code", &code)])
        .await
        .shows(422, "nhập sai quá nhiều lần");

    test.advance(SignedDuration::from_secs(61));
    browser
        .post("/sign-in/resend", &[])
        .await
        .goes_to("/sign-in/code");
    let code = test.code_for(an.phone()).await;
    let mut thief = browser.clone();
    browser
        .post("/sign-in/code", &[("code", &code)])
        .await
        .goes_to("/");
    thief
        .post("/sign-in/code", &[("code", &code)])
        .await
        .goes_to("/sign-in");
}

// law: APP-8, APP-9, D59-21.x, D59-3.6
#[tokio::test]
async fn a_new_device_needs_the_code_that_the_old_one_shows() {
    let test = TestApp::new().await;
    let an = Person::of(1);
    an.register(&test.app).await;
    an.account(&test.app, Level::Two).await;
    let mut old = test.client();
    an.sign_in(&test, &mut old).await;

    let mut new = test.client().agent("Mozilla/5.0 (iPhone) Safari/17.0");
    new.post(
        "/sign-in",
        &[("number", an.number()), ("password", PASSWORD)],
    )
    .await
    .goes_to("/sign-in/code");
    let code = test.code_for(an.phone()).await;
    new.post("/sign-in/code", &[("code", &code)])
        .await
        .goes_to("/sign-in/device");
    let shown = old.get("/personal/devices").await.text();
    let at = shown
        .find("dd-code\">")
        .expect("the old device shows a code")
        + 9;
    let code = &shown[at..at + 6];
    new.post("/sign-in/device", &[("code", "999999")])
        .await
        .shows(422, "Mã không đúng");
    new.post("/sign-in/device", &[("code", code)])
        .await
        .goes_to("/");
    new.get("/personal/devices")
        .await
        .shows(200, "Safari, iPhone");
    old.get("/personal/devices").await.goes_to("/sign-in");
    test.jobs().await;
    assert!(
        test.outbox
            .all()
            .iter()
            .any(|m| m.text.contains("Safari, iPhone")),
        "the holder was warned"
    );

    // The old device signs in again as a stranger now.
    old.post(
        "/sign-in",
        &[("number", an.number()), ("password", PASSWORD)],
    )
    .await
    .goes_to("/sign-in/code");
    test.advance(SignedDuration::from_secs(61));
    old.post("/sign-in/resend", &[])
        .await
        .goes_to("/sign-in/code");
    let code = test.code_for(an.phone()).await;
    old.post("/sign-in/code", &[("code", &code)])
        .await
        .goes_to("/sign-in/device");
}

// law: APP-10
#[tokio::test]
async fn a_removed_device_is_signed_out_and_others_devices_are_not_ours() {
    let test = TestApp::new().await;
    let (an, binh) = (Person::of(1), Person::of(2));
    for person in [&an, &binh] {
        person.register(&test.app).await;
        person.account(&test.app, Level::Two).await;
    }
    let (mut first, mut second) = (test.client(), test.client());
    an.sign_in(&test, &mut first).await;
    binh.sign_in(&test, &mut second).await;
    let page = first.get("/personal/devices").await.text();
    let at = page.find("value=\"dev_").expect("a device") + 7;
    let device = page[at..at + 36].to_owned();
    second
        .post("/personal/devices/remove", &[("device", &device)])
        .await
        .shows(404, "Không tìm thấy");
    first.get("/personal/devices").await.shows(200, "Thiết bị");
    first
        .post("/personal/devices/remove", &[("device", &device)])
        .await
        .goes_to("/personal/devices");
    first.get("/personal/devices").await.goes_to("/sign-in");
}

// law: D59-18.1, D59-18.2, D59-18.app
#[tokio::test]
async fn activation_goes_step_by_step_within_seven_days() {
    let test = TestApp::new().await;
    let an = Person::of(1);
    an.register(&test.app).await;
    an.account_with(&test.app, Level::Two, false).await;
    let mut browser = test.client();
    browser.get("/activate/password").await.goes_to("/activate");
    browser
        .post(
            "/activate",
            &[("number", an.number()), ("contact", an.phone())],
        )
        .await
        .goes_to("/activate/code");
    let code = test.code_for(an.phone()).await;
    browser
        .post("/activate/password", &[("password", PASSWORD)])
        .await
        .goes_to("/activate");
    browser
        .post("/activate/code", &[("code", &code)])
        .await
        .goes_to("/activate/password");
    browser
        .get("/activate/questions")
        .await
        .goes_to("/activate/password");
    browser
        .post("/activate/password", &[("password", "ngắn")])
        .await
        .shows(422, "ít nhất 12 ký tự");
    browser
        .post("/activate/password", &[("password", PASSWORD)])
        .await
        .goes_to("/activate/passcode");

    // Taken up again later, from the beginning: the password is kept.
    test.advance(SignedDuration::from_hours(24));
    let mut browser = test.client();
    browser
        .post(
            "/activate",
            &[("number", an.number()), ("contact", an.phone())],
        )
        .await
        .goes_to("/activate/code");
    let code = test.code_for(an.phone()).await;
    browser
        .post("/activate/code", &[("code", &code)])
        .await
        .goes_to("/activate/password");
    browser
        .get("/activate/password")
        .await
        .goes_to("/activate/passcode");
    browser
        .post("/activate/passcode", &[("passcode", "270390")])
        .await
        .shows(422, "ngày sinh");
    browser
        .post("/activate/passcode", &[("passcode", PASSCODE)])
        .await
        .goes_to("/activate/questions");
    let same = [
        ("question_1", "first-pet"),
        ("answer_1", "Mực"),
        ("question_2", "first-pet"),
        ("answer_2", "Vàng"),
    ];
    browser
        .post("/activate/questions", &same)
        .await
        .shows(422, "hai câu hỏi khác nhau");
    let two = [
        ("question_1", "first-pet"),
        ("answer_1", "Mực"),
        ("question_2", "first-job"),
        ("answer_2", "Bán báo"),
    ];
    let done = browser.post("/activate/questions", &two).await;
    assert!(done.location().starts_with("/activate/done?survey="));
    an.sign_in(&test, &mut test.client()).await;
}

// law: D59-18.2
#[tokio::test]
async fn a_lapsed_activation_is_told_after_the_code_only() {
    let test = TestApp::new().await;
    let an = Person::of(1);
    an.register(&test.app).await;
    an.account_with(&test.app, Level::Two, false).await;
    test.advance(SignedDuration::from_hours(24 * 8));
    let mut browser = test.client();
    browser
        .post(
            "/activate",
            &[("number", an.number()), ("contact", an.phone())],
        )
        .await
        .goes_to("/activate/code");
    let code = test.code_for(an.phone()).await;
    browser
        .post("/activate/code", &[("code", &code)])
        .await
        .shows(422, "quá 7 ngày");
}

#[tokio::test]
async fn a_stranger_learns_nothing_from_activation() {
    let test = TestApp::new().await;
    let mut browser = test.client();
    let stranger = [("number", "074190777777"), ("contact", "0977777777")];
    browser
        .post("/activate", &stranger)
        .await
        .goes_to("/activate/code");
    browser
        .post("/activate/code", &[("code", "123456")])
        .await
        .shows(422, "Mã không đúng");
    test.advance(SignedDuration::from_secs(61));
    browser
        .post("/activate/resend", &[])
        .await
        .goes_to("/activate/code");
    test.jobs().await;
    assert!(test.outbox.all().is_empty());
}

// law: APP-5, UX-7
#[tokio::test]
async fn a_forgotten_password_needs_everything_the_card_tells() {
    let test = TestApp::new().await;
    let an = Person::of(1);
    an.register(&test.app).await;
    an.account(&test.app, Level::Two).await;
    let mut signed_in = test.client();
    an.sign_in(&test, &mut signed_in).await;
    let form = |issued_day: &'static str| {
        vec![
            ("number", "074190000001"),
            ("contact", "0900000001"),
            ("name", "nguyễn thị ngọc ánh"),
            ("birth-day", "27"),
            ("birth-month", "3"),
            ("birth-year", "1990"),
            ("card_issued-day", issued_day),
            ("card_issued-month", "6"),
            ("card_issued-year", "2021"),
        ]
    };
    test.jobs().await;
    let before = test.outbox.all().len();
    let mut browser = test.client();
    browser
        .get("/sign-in")
        .await
        .shows(200, "href=\"/recover\"");
    browser
        .post("/recover", &form("16"))
        .await
        .goes_to("/recover/code");
    test.jobs().await;
    assert_eq!(
        test.outbox.all().len(),
        before,
        "a wrong date of issue sends nothing"
    );
    browser
        .post("/recover", &form("15"))
        .await
        .goes_to("/recover/code");
    let code = test.code_for(an.phone()).await;
    browser
        .post("/recover/code", &[("code", &code)])
        .await
        .goes_to("/recover/password");
    let new = "sáo sậu sang sông sớm";
    browser
        .post("/recover/password", &[("password", new)])
        .await
        .goes_to("/recover/done");
    signed_in.get("/personal/devices").await.goes_to("/sign-in");
    test.client()
        .post(
            "/sign-in",
            &[("number", an.number()), ("password", PASSWORD)],
        )
        .await
        .shows(422, "không đúng");
    test.client()
        .post("/sign-in", &[("number", an.number()), ("password", new)])
        .await
        .goes_to("/sign-in/code");
}

// law: APP-4, APP-6, APP-2, UX-7
#[tokio::test]
async fn password_and_passcode_are_changed_with_proof() {
    let test = TestApp::new().await;
    let an = Person::of(1);
    an.register(&test.app).await;
    an.account(&test.app, Level::Two).await;
    let mut browser = test.client();
    an.sign_in(&test, &mut browser).await;
    browser
        .get("/personal/sign-in")
        .await
        .shows(200, "href=\"/personal/passcode\"");
    browser
        .post("/personal/passcode/send", &[])
        .await
        .goes_to("/personal/passcode?sent=1");
    let code = test.code_for(an.phone()).await;
    browser
        .post(
            "/personal/passcode",
            &[("code", &code), ("passcode", "123456")],
        )
        .await
        .shows(422, "liên tiếp");
    browser
        .post(
            "/personal/passcode",
            &[("code", &code), ("passcode", "802914")],
        )
        .await
        .goes_to("/personal/sign-in");
    let change = |old: &'static str, passcode: &'static str| {
        [
            ("old_password", old),
            ("password", "sáo sậu sang sông sớm"),
            ("passcode", passcode),
        ]
    };
    browser
        .post("/personal/password", &change(PASSWORD, PASSCODE))
        .await
        .shows(422, "Mật mã không đúng");
    browser
        .post("/personal/password", &change("sai rồi nhé bạn", "802914"))
        .await
        .shows(422, "Mật khẩu hiện tại không đúng");
    browser
        .post("/personal/password", &change(PASSWORD, "802914"))
        .await
        .goes_to("/sign-in?out=1");
    browser.get("/personal/devices").await.goes_to("/sign-in");
}

#[tokio::test]
async fn staff_sign_in_with_password_and_code() {
    let test = TestApp::new().await;
    test.staff(domain::actor::Role::Officer, "P074").await;
    let mut browser = test.client();
    browser
        .post(
            "/counter/sign-in",
            &[("login", "officer.p074"), ("password", "sai")],
        )
        .await
        .shows(422, "không đúng");
    browser
        .post(
            "/counter/sign-in",
            &[("login", "nobody"), ("password", STAFF_PASSWORD)],
        )
        .await
        .shows(422, "không đúng");
    browser
        .post(
            "/counter/sign-in",
            &[("login", "Officer.P074"), ("password", STAFF_PASSWORD)],
        )
        .await
        .goes_to("/counter/sign-in/code");
    let code = test.code_for("officer.p074@congan.example").await;
    browser
        .post("/counter/sign-in/code", &[("code", &code)])
        .await
        .goes_to("/counter");
}

#[tokio::test]
async fn a_form_from_elsewhere_is_refused() {
    let test = TestApp::new().await;
    let mut browser = test.client();
    browser.get("/sign-in").await;
    let request = axum::http::Request::post("/sign-in")
        .header("content-type", "application/x-www-form-urlencoded")
        .header("origin", "https://evil.example")
        .body(axum::body::Body::from(format!(
            "csrf={}&number=1&password=2",
            browser.cookie("dd-csrf").unwrap()
        )));
    browser
        .send(request.unwrap())
        .await
        .shows(403, "Không thể tiếp tục");
}
