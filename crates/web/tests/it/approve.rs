//! Signing in on a computer with the phone.

use jiff::SignedDuration;
use testkit::people::PASSCODE;
use testkit::{Answer, Client, TestApp};

use crate::documents::scene::both;
use crate::holds::holder;
use crate::oidc::Service;

both!(
    a_phone_lets_a_computer_in_and_takes_it_out_again,
    a_wrong_number_ends_it_and_three_of_them_an_hour,
    of_three_picks_at_once_one_decides,
);

/// What a computer shows. What a camera would read is told by a store look-up, since the drawing holds it.
struct Shown {
    browser: Client,
    place: String,
    number: String,
}

async fn computer(test: &TestApp) -> Shown {
    let mut browser = test.client();
    browser
        .get("/sign-in")
        .await
        .shows(200, "Đăng nhập bằng điện thoại");
    let (place, number) = asks(test, &mut browser).await;
    Shown {
        browser,
        place,
        number,
    }
}

/// A computer asks to be let in: where its code leads, and the number that it shows.
pub(crate) async fn asks(test: &TestApp, browser: &mut Client) -> (String, String) {
    let asked = browser.post("/sign-in/phone", &[]).await;
    asked.goes_to("/sign-in/phone");
    let page = browser.get("/sign-in/phone").await;
    page.shows(200, "<svg role=\"img\"");
    let text = page.text();
    assert!(text.len() < 8_000, "{}", text.len());
    let number = text.split("govuk-heading-xl\">").nth(1).unwrap()[..2].to_owned();
    let token = browser.cookie("dd-journey").unwrap();
    let token = app::token::Token::parse(token).unwrap();
    let mut source = test.app.db.read().await.unwrap();
    let found = store::phone_sign_in::find(&mut source, &token.digest(), test.now()).await;
    let found = found.unwrap().unwrap();
    let place = format!("/approve/{}", found.body.handle);
    assert!(!text.contains(&place), "only the drawing tells it");
    (place, number)
}

/// The numbers on the phone.
pub(crate) fn choices(page: &Answer) -> Vec<String> {
    let text = page.text();
    let parts = text.split("name=\"number\"").skip(1);
    let value = |part: &str| {
        part.split("value=\"")
            .nth(1)
            .map(|rest| rest[..2].to_owned())
    };
    parts.filter_map(value).collect()
}

pub(crate) async fn picks(phone: &mut Client, place: &str, number: &str) -> Answer {
    let form = [
        ("decision", "allow"),
        ("number", number),
        ("passcode", PASSCODE),
    ];
    phone.post(place, &form).await
}

/// A computer that a phone let in.
pub(crate) async fn let_in(test: &TestApp, phone: &mut Client) -> Client {
    let mut shown = computer(test).await;
    picks(phone, &shown.place, &shown.number).await;
    enters(&mut shown).await;
    shown.browser
}

async fn wrong_pick(phone: &mut Client, shown: &Shown) -> Answer {
    let page = phone.get(&shown.place).await;
    let wrong = choices(&page).into_iter().find(|n| *n != shown.number);
    picks(phone, &shown.place, &wrong.unwrap()).await
}

/// The computer is in.
async fn enters(shown: &mut Shown) {
    let page = shown.browser.get("/sign-in/phone").await;
    page.shows(200, "Điện thoại đã đồng ý");
    shown
        .browser
        .post("/sign-in/phone/enter", &[])
        .await
        .goes_to("/");
}

async fn is_in(browser: &mut Client) -> bool {
    browser.get("/personal").await.status == 200
}

// law: APP-8, APP-9
async fn a_phone_lets_a_computer_in_and_takes_it_out_again(test: TestApp) {
    let (_, mut phone) = holder(&test, 1).await;
    let mut shown = computer(&test).await;
    let page = phone.get(&shown.place).await;
    for words in ["Chrome", "Không phải tôi", "đó là lừa đảo"] {
        page.shows(200, words);
    }
    let numbers = choices(&page);
    assert_eq!(numbers.len(), 3);
    assert!(numbers.contains(&shown.number));
    // Not before the phone said yes.
    let early = shown.browser.post("/sign-in/phone/enter", &[]).await;
    early.goes_to("/sign-in/phone");
    assert!(!is_in(&mut shown.browser).await);
    picks(&mut phone, &shown.place, &shown.number)
        .await
        .shows(200, "Máy tính đã được vào");
    enters(&mut shown).await;
    assert!(is_in(&mut shown.browser).await);
    assert!(is_in(&mut phone).await, "the phone stays the device");
    // Once: neither the handle nor the computer's token serves again.
    let again = phone.get(&shown.place).await;
    again.shows(409, "Yêu cầu này đã kết thúc");
    phone
        .get("/personal/devices")
        .await
        .shows(200, "Chrome, Android");
    phone
        .get("/activity")
        .await
        .shows(200, "Cho máy tính đăng nhập bằng điện thoại");
    phone
        .get("/notices")
        .await
        .shows(200, "vừa cho một máy tính đăng nhập");
    // A computer that was let in lets nobody in.
    let other = computer(&test).await;
    let refused = shown.browser.get(&other.place).await;
    refused.shows(409, "Chỉ điện thoại đã gắn với tài khoản");
    phone.post("/sign-out", &[]).await;
    assert!(!is_in(&mut shown.browser).await, "out with the phone");
}

async fn a_wrong_number_ends_it_and_three_of_them_an_hour(test: TestApp) {
    let (person, mut phone) = holder(&test, 1).await;
    for _ in 0..3 {
        let mut shown = computer(&test).await;
        let wrong = wrong_pick(&mut phone, &shown).await;
        wrong.shows(409, "không phải số trên máy tính");
        // The right one comes too late.
        let late = picks(&mut phone, &shown.place, &shown.number).await;
        assert!(late.status.is_client_error());
        let page = shown.browser.get("/sign-in/phone").await;
        page.shows(200, "chọn sai số");
        shown.browser.post("/sign-in/phone/enter", &[]).await;
        assert!(!is_in(&mut shown.browser).await);
    }
    let mut shown = computer(&test).await;
    let stopped = picks(&mut phone, &shown.place, &shown.number).await;
    assert_eq!(stopped.status, 429, "{}", stopped.words());
    test.advance(SignedDuration::from_mins(61));
    person.sign_in(&test, &mut phone).await;
    shown = computer(&test).await;
    picks(&mut phone, &shown.place, &shown.number)
        .await
        .shows(200, "Máy tính đã được vào");
    phone
        .get("/activity")
        .await
        .shows(200, "Từ chối máy tính muốn đăng nhập");
}

async fn of_three_picks_at_once_one_decides(test: TestApp) {
    let (_, mut phone) = holder(&test, 1).await;
    let mut shown = computer(&test).await;
    let all = choices(&phone.get(&shown.place).await);
    let (mut one, mut two, mut three) = (phone.clone(), phone.clone(), phone.clone());
    let (one, two, three) = tokio::join!(
        picks(&mut one, &shown.place, &all[0]),
        picks(&mut two, &shown.place, &all[1]),
        picks(&mut three, &shown.place, &all[2]),
    );
    let mut decided = Vec::new();
    for (picked, answer) in all.iter().zip([one, two, three]) {
        let text = answer.text();
        if text.contains("Máy tính đã được vào") {
            assert_eq!(*picked, shown.number);
            decided.push(picked);
        } else if text.contains("không phải số trên máy tính") {
            assert_ne!(*picked, shown.number);
            decided.push(picked);
        } else {
            // Over by now, or the passcode was being tried beside it.
            assert_eq!(answer.status, 409, "{}", answer.words());
        }
    }
    assert_eq!(decided.len(), 1, "{decided:?}");
    shown.browser.post("/sign-in/phone/enter", &[]).await;
    let right = *decided[0] == shown.number;
    assert_eq!(is_in(&mut shown.browser).await, right);
}

#[tokio::test]
async fn a_wrong_passcode_is_typed_again_and_a_missing_number_is_named() {
    let test = TestApp::new().await;
    let (_, mut phone) = holder(&test, 1).await;
    let mut shown = computer(&test).await;
    let form = [
        ("decision", "allow"),
        ("number", shown.number.as_str()),
        ("passcode", "000000"),
    ];
    let wrong = phone.post(&shown.place, &form).await;
    assert_eq!(wrong.status, 422, "{}", wrong.words());
    assert_eq!(choices(&wrong).len(), 3);
    let none = [("decision", "allow"), ("passcode", PASSCODE)];
    let wrong = phone.post(&shown.place, &none).await;
    wrong.shows(422, "Chọn con số đang hiện trên máy tính");
    picks(&mut phone, &shown.place, &shown.number)
        .await
        .shows(200, "Máy tính đã được vào");
    enters(&mut shown).await;
}

#[tokio::test]
async fn who_declines_or_is_late_lets_nobody_in() {
    let test = TestApp::new().await;
    let (_, mut phone) = holder(&test, 1).await;
    let mut shown = computer(&test).await;
    let no = phone.post(&shown.place, &[("decision", "deny")]).await;
    no.shows(200, "Máy tính không được vào");
    let page = shown.browser.get("/sign-in/phone").await;
    page.shows(200, "đã từ chối");

    let mut late = computer(&test).await;
    test.advance(SignedDuration::from_secs(121));
    let over = picks(&mut phone, &late.place, &late.number).await;
    over.shows(409, "Yêu cầu này đã kết thúc");
    let nothing = phone.get("/approve/AAAAAAAAAAAAAAAAAAAAAA").await;
    assert_eq!(nothing.words(), phone.get(&late.place).await.words());
    late.browser
        .get("/sign-in/phone")
        .await
        .shows(200, "Yêu cầu chỉ sống 2 phút");

    // Allowed, and not gone in for too long.
    let mut slow = computer(&test).await;
    picks(&mut phone, &slow.place, &slow.number).await;
    test.advance(SignedDuration::from_secs(121));
    slow.browser.post("/sign-in/phone/enter", &[]).await;
    assert!(!is_in(&mut slow.browser).await);
}

/// Who sees the code and has no account learns nothing; another browser with it is not let in.
#[tokio::test]
async fn a_code_seen_by_others_is_worth_nothing() {
    let test = TestApp::new().await;
    let (_, mut phone) = holder(&test, 1).await;
    let mut shown = computer(&test).await;
    let mut stranger = test.client();
    stranger.get(&shown.place).await.goes_to("/sign-in");
    picks(&mut phone, &shown.place, &shown.number).await;
    stranger.post("/sign-in/phone/enter", &[]).await;
    assert!(!is_in(&mut stranger).await);
    enters(&mut shown).await;
    // The session is none that was there before.
    let first = shown.browser.cookie("dd-session").unwrap().to_owned();
    let mut next = computer(&test).await;
    picks(&mut phone, &next.place, &next.number).await;
    enters(&mut next).await;
    assert_ne!(first, next.browser.cookie("dd-session").unwrap());
    assert!(!is_in(&mut shown.browser).await, "one computer at a time");
    assert!(is_in(&mut next.browser).await);
}

// law: D59-19.1.a.i
#[tokio::test]
async fn a_lock_in_between_lets_nobody_in_and_one_after_takes_out() {
    let test = TestApp::new().await;
    for (n, after) in [(1, false), (2, true)] {
        let (_, mut phone) = holder(&test, n).await;
        let mut shown = computer(&test).await;
        picks(&mut phone, &shown.place, &shown.number)
            .await
            .shows(200, "Máy tính đã được vào");
        if after {
            enters(&mut shown).await;
            assert!(is_in(&mut shown.browser).await);
        }
        phone.post("/lock", &[("reason", "lost-device")]).await;
        shown.browser.post("/sign-in/phone/enter", &[]).await;
        assert!(!is_in(&mut shown.browser).await, "{after}");
    }
}

/// What a service was granted on the computer ends with the phone's session, like the computer's own.
#[tokio::test]
async fn what_was_granted_on_the_computer_ends_with_the_phone() {
    let test = TestApp::new().await;
    let mut service = Service::new(&test, 1).await;
    let (_, mut phone) = holder(&test, 2).await;
    let mut shown = computer(&test).await;
    picks(&mut phone, &shown.place, &shown.number).await;
    enters(&mut shown).await;
    let tokens = service.tokens(&mut shown.browser, "openid").await;
    assert_eq!(tokens.id["acr"], "urn:dinhdanh:acr:2");
    assert!(service.active(&tokens.access).await);
    phone.post("/sign-out", &[]).await;
    assert!(!service.active(&tokens.access).await);
}
