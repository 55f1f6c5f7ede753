//! Passkeys: made, used alone, named, removed; and everything that is refused.

use axum::body::Body;
use axum::http::{Request, header};
use domain::account::Level;
use domain::ids::SubjectId;
use jiff::SignedDuration;
use serde_json::Value;
use testkit::people::{PASSCODE, Person};
use testkit::{Answer, Authenticator, Client, TestApp};

const NEW: &str = "/personal/passkeys/new";
const CREATE: &str = "/personal/passkeys/create";

async fn holder(test: &TestApp, n: u32) -> (Person, SubjectId, Client) {
    let person = Person::of(n);
    person.register(&test.app).await;
    let subject = person.account(&test.app, Level::Two).await;
    let mut browser = test.client();
    person.sign_in(test, &mut browser).await;
    (person, subject, browser)
}

/// What the page asks the device for.
async fn asked(browser: &mut Client, name: &str) -> Value {
    let fields = [("name", name), ("passcode", PASSCODE)];
    browser.post(NEW, &fields).await.goes_to(CREATE);
    let page = browser.get(CREATE).await.text();
    let text = page.split("data-create=\"").nth(1).expect("the options");
    let text = text.split('"').next().unwrap().replace("&quot;", "\"");
    serde_json::from_str(&text).unwrap()
}

pub(crate) async fn add(browser: &mut Client, name: &str, device: &mut Authenticator) {
    let made = device.create(&asked(browser, name).await);
    let answer = browser.post(CREATE, &[("credential", &made)]).await;
    answer.goes_to("/personal/passkeys");
}

/// A challenge as the script fetches it.
async fn challenge(browser: &mut Client) -> (String, Value) {
    browser.get("/sign-in").await;
    let request = Request::post("/sign-in/passkey/challenge")
        .header(header::ORIGIN, "http://localhost")
        .header("x-csrf-token", browser.cookie("dd-csrf").unwrap());
    let answer = browser.send(request.body(Body::empty()).unwrap()).await;
    assert_eq!(answer.status.as_u16(), 200, "{}", answer.text());
    let asked = answer.json();
    (
        asked["token"].as_str().unwrap().to_owned(),
        asked["options"].clone(),
    )
}

async fn present(browser: &mut Client, token: &str, credential: &str) -> Answer {
    let fields = [("token", token), ("credential", credential)];
    browser.post("/sign-in/passkey", &fields).await
}

pub(crate) async fn sign_in(browser: &mut Client, device: &mut Authenticator) -> Answer {
    let (token, options) = challenge(browser).await;
    let shown = device.get(&options);
    present(browser, &token, &shown).await
}

fn own(page: &str) -> String {
    let at = page.find("/personal/passkeys/pky_").expect("a passkey");
    page[at..at + "/personal/passkeys/pky_".len() + 32].to_owned()
}

// law: APP-8, APP-9, D59-24.2
#[tokio::test]
async fn a_passkey_signs_in_alone_and_is_named_and_removed() {
    let test = TestApp::new().await;
    let (an, _, mut old) = holder(&test, 1).await;
    let mut device = Authenticator::default();
    old.get("/personal/passkeys")
        .await
        .shows(200, "Chưa có khóa");
    let options = asked(&mut old, "Điện thoại của tôi").await;
    let wants = &options["authenticatorSelection"];
    assert_eq!(wants["residentKey"], "required");
    assert_eq!(wants["userVerification"], "required");
    assert_eq!(options["rp"]["id"], "localhost");
    let number = an.number();
    assert!(
        !options.to_string().contains(number),
        "the number does not leave"
    );
    let made = device.create(&options);
    old.post(CREATE, &[("credential", &made)])
        .await
        .goes_to("/personal/passkeys");
    test.jobs().await;
    let told = |words: &str| test.outbox.all().iter().any(|m| m.text.contains(words));
    assert!(told("thêm khóa truy cập (Điện thoại của tôi)"));
    old.get("/activity").await.shows(200, "Thêm khóa truy cập");

    // A new device: no code of the old one, whose session ends.
    let mut new = test.client().agent("Mozilla/5.0 (iPhone) Safari/17.0");
    let before = new.cookie("dd-session").map(str::to_owned);
    sign_in(&mut new, &mut device).await.goes_to("/");
    assert_ne!(before.as_deref(), new.cookie("dd-session"));
    old.get("/personal/passkeys").await.goes_to("/sign-in");
    test.jobs().await;
    assert!(told("thiết bị mới (Safari, iPhone)"));
    let list = new.get("/personal/passkeys").await;
    list.shows(200, "Điện thoại của tôi");
    assert!(!list.text().contains("Chưa dùng lần nào"), "its use shows");

    let place = own(&list.text());
    new.post(&place, &[("name", " ")])
        .await
        .shows(422, "Nhập tên cho khóa");
    new.post(&place, &[("name", "Máy cũ")])
        .await
        .goes_to("/personal/passkeys");
    new.get("/personal/passkeys").await.shows(200, "Máy cũ");
    let remove = format!("{place}/remove");
    new.post(&remove, &[("passcode", "135790")])
        .await
        .shows(422, "Mật mã không đúng");
    new.post(&remove, &[("passcode", PASSCODE)])
        .await
        .goes_to("/personal/passkeys");
    new.get("/personal/passkeys")
        .await
        .shows(200, "Chưa có khóa");
    test.jobs().await;
    assert!(told("Khóa truy cập (Máy cũ) của tài khoản đã được xóa"));
    sign_in(&mut test.client(), &mut device)
        .await
        .shows(422, "không đăng nhập được");
}

// law: D59-4.3
#[tokio::test]
async fn strangers_forgers_and_repeaters_get_the_same_answer() {
    let test = TestApp::new().await;
    let (_, _, mut browser) = holder(&test, 1).await;
    let (_, other, _) = holder(&test, 2).await;
    let mut device = Authenticator::default();
    add(&mut browser, "Máy", &mut device).await;
    let mut pages = Vec::new();

    let mut stranger = Authenticator::default();
    stranger.create(
        &serde_json::json!({"user": {"id": "AAAA"}, "rp": {"id": "localhost"}, "challenge": ""}),
    );
    pages.push(sign_in(&mut test.client(), &mut stranger).await);

    // The key of somebody's passkey under another account's name.
    let mut thief = test.client();
    let (token, options) = challenge(&mut thief).await;
    let shown = device.get(&options);
    let mut forged: Value = serde_json::from_str(&shown).unwrap();
    forged["response"]["userHandle"] = handle(other).into();
    pages.push(present(&mut thief, &token, &forged.to_string()).await);

    // Another site's signature, and a device that nobody unlocked.
    device.origin = "https://localhost.evil.example".to_owned();
    pages.push(sign_in(&mut test.client(), &mut device).await);
    device.origin = "http://localhost".to_owned();
    device.unlocked = false;
    pages.push(sign_in(&mut test.client(), &mut device).await);
    device.unlocked = true;

    // An answer to another challenge.
    let mut browser = test.client();
    let (_, options) = challenge(&mut browser).await;
    let (token, _) = challenge(&mut browser).await;
    let shown = device.get(&options);
    pages.push(present(&mut browser, &token, &shown).await);

    let words: Vec<String> = pages.iter().map(Answer::words).collect();
    for (answer, page) in pages.iter().zip(&words) {
        answer.shows(422, "Khóa truy cập này không đăng nhập được");
        assert_eq!(page, &words[0]);
    }
}

fn handle(subject: SubjectId) -> String {
    oidc::jose::base64url_encode(subject.as_bytes())
}

#[tokio::test]
async fn a_challenge_is_good_once_and_for_a_while() {
    let test = TestApp::new().await;
    let (_, _, mut browser) = holder(&test, 1).await;
    let mut device = Authenticator::default();
    add(&mut browser, "Máy", &mut device).await;
    let mut fresh = test.client();
    let (token, options) = challenge(&mut fresh).await;
    let shown = device.get(&options);
    present(&mut fresh, &token, &shown).await.goes_to("/");
    present(&mut test.client(), &token, &shown)
        .await
        .shows(422, "bắt đầu lại");

    let (token, options) = challenge(&mut fresh).await;
    test.advance(SignedDuration::from_mins(16));
    let shown = device.get(&options);
    present(&mut test.client(), &token, &shown)
        .await
        .shows(422, "bắt đầu lại");
    for (token, credential) in [("", ""), (token.as_str(), ""), (token.as_str(), "{}")] {
        present(&mut test.client(), token, credential)
            .await
            .shows(422, "Không đọc được câu trả lời");
    }
    let request = Request::post("/sign-in/passkey/challenge").body(Body::empty());
    let without = fresh.send(request.unwrap()).await;
    assert_eq!(without.status.as_u16(), 403, "another site's script");
}

#[tokio::test]
async fn a_counter_that_goes_back_is_refused_and_told() {
    let test = TestApp::new().await;
    let (_, _, mut browser) = holder(&test, 1).await;
    let mut device = Authenticator::default();
    device.counter = 5;
    add(&mut browser, "Máy", &mut device).await;
    sign_in(&mut test.client(), &mut device).await.goes_to("/");
    device.counter = 3;
    sign_in(&mut test.client(), &mut device)
        .await
        .shows(422, "có thể đã bị sao chép");
    test.jobs().await;
    let told = test.outbox.all();
    assert!(
        told.iter()
            .any(|m| m.text.contains("(Máy) bị từ chối vì có thể đã bị sao chép"))
    );
}

// law: APP-5
#[tokio::test]
async fn a_password_set_anew_leaves_no_passkey_behind() {
    let test = TestApp::new().await;
    let (an, _, mut browser) = holder(&test, 1).await;
    let mut device = Authenticator::default();
    add(&mut browser, "Máy", &mut device).await;
    let form = [
        ("number", an.number()),
        ("contact", an.phone()),
        ("name", "nguyễn thị ngọc ánh"),
        ("birth-day", "27"),
        ("birth-month", "3"),
        ("birth-year", "1990"),
        ("card_issued-day", "15"),
        ("card_issued-month", "6"),
        ("card_issued-year", "2021"),
    ];
    let mut fresh = test.client();
    fresh.post("/recover", &form).await.goes_to("/recover/code");
    let code = test.code_for(an.phone()).await;
    fresh
        .post("/recover/code", &[("code", &code)])
        .await
        .goes_to("/recover/password");
    let form = [("password", "một mật khẩu khác hẳn")];
    let done = fresh.post("/recover/password", &form).await;
    assert_eq!(done.status.as_u16(), 303, "{}", done.words());
    sign_in(&mut test.client(), &mut device)
        .await
        .shows(422, "không đăng nhập được");
    assert!(tells_of(&test, an.phone(), "Máy").await);
}

/// Whether a message to an address names the passkeys that ended.
pub(crate) async fn tells_of(test: &TestApp, to: &str, names: &str) -> bool {
    let words = format!("Khóa truy cập đã bị xóa: {names}.");
    test.jobs().await;
    let sent = test.outbox.all();
    sent.iter().any(|m| m.to == to && m.text.contains(&words))
}

// law: D59-19.ui
#[tokio::test]
async fn a_locked_account_opens_its_status_page_only() {
    let test = TestApp::new().await;
    let (_, _, mut browser) = holder(&test, 1).await;
    let mut device = Authenticator::default();
    add(&mut browser, "Máy", &mut device).await;
    let answer = browser.post("/lock", &[("reason", "suspected-leak")]).await;
    assert_eq!(answer.status.as_u16(), 303, "{}", answer.words());
    let mut fresh = test.client();
    sign_in(&mut fresh, &mut device).await.goes_to("/locked");
    fresh.get("/personal/passkeys").await.goes_to("/locked");
}

#[tokio::test]
async fn a_passkey_is_made_by_its_holder_with_the_passcode_and_once() {
    let test = TestApp::new().await;
    let (_, _, mut an) = holder(&test, 1).await;
    let (_, _, mut binh) = holder(&test, 2).await;
    an.post(NEW, &[("name", "Máy"), ("passcode", "135790")])
        .await
        .shows(422, "Mật mã không đúng");
    an.get(CREATE).await.goes_to(NEW);
    let too_long = "x".repeat(61);
    an.post(NEW, &[("name", &too_long), ("passcode", PASSCODE)])
        .await
        .shows(422, "nhiều nhất 60 ký tự");

    // A ceremony belongs to whoever began it.
    let mut device = Authenticator::default();
    let made = device.create(&asked(&mut an, "Máy").await);
    let mut thief = binh.clone();
    thief.set_cookie("dd-journey", an.cookie("dd-journey").unwrap());
    thief
        .post(CREATE, &[("credential", &made)])
        .await
        .goes_to(NEW);
    let mut locked = Authenticator::default();
    locked.unlocked = false;
    let bad = locked.create(&asked(&mut an, "Máy").await);
    an.post(CREATE, &[("credential", &bad)])
        .await
        .shows(422, "Không đọc được câu trả lời");
    add(&mut an, "Máy", &mut device).await;

    // The same credential again, here and for somebody else.
    for browser in [&mut an, &mut binh] {
        let again = device.create(&asked(browser, "Lại").await);
        browser
            .post(CREATE, &[("credential", &again)])
            .await
            .shows(422, "Không đọc được câu trả lời");
    }
    let place = own(&an.get("/personal/passkeys").await.text());
    binh.get(&place).await.shows(404, "Không tìm thấy");
    binh.post(&format!("{place}/remove"), &[("passcode", PASSCODE)])
        .await
        .shows(404, "Không tìm thấy");
    for n in 1..10 {
        add(&mut an, &format!("Máy {n}"), &mut Authenticator::default()).await;
    }
    an.post(NEW, &[("name", "Máy"), ("passcode", PASSCODE)])
        .await
        .shows(422, "đã có 10 khóa");
}

#[tokio::test]
async fn without_a_host_name_the_password_stays_the_only_way() {
    let test = TestApp::new().await.configured(|config| {
        config.public_url = "http://127.0.0.1".into();
    });
    let page = test.client().get("/sign-in").await;
    assert!(!page.text().contains("pass-key"));
    assert!(page.text().contains("webauthn"));
    let with = TestApp::new().await.client().get("/sign-in").await.text();
    assert!(with.contains("<pass-key") && with.contains("hidden"));
    assert!(with.len() < 8000, "{}", with.len());
}
