//! Another phone without the old one, through the pages.

use domain::account::Level;
use domain::actor::Role;
use jiff::SignedDuration;
use testkit::people::{PASSCODE, PASSWORD, Person};
use testkit::{Authenticator, Client, TestApp};

use crate::holds::{holder, link, staff};
use crate::{assistance, passkeys};

const SMALL: usize = 8_000;

/// Number, password and code on a phone that is new.
async fn stranded(test: &TestApp, an: &Person, phone: &mut Client) {
    test.advance(SignedDuration::from_mins(2));
    an.sign_in_to(test, phone, "/sign-in/device").await;
}

/// The codes as they are printed.
async fn printed(old: &mut Client) -> Vec<String> {
    let form = [("passcode", PASSCODE)];
    let page = old.post("/personal/lost-phone/codes", &form).await;
    page.shows(200, "Mã khôi phục của bạn");
    assert!(page.text().len() < SMALL, "{}", page.text().len());
    let text = page.text();
    let pieces = text.split("<code>").skip(1);
    pieces.map(|piece| piece[..14].to_owned()).collect()
}

// law: UX-1, UX-2, UX-3
#[tokio::test]
async fn a_lost_phone_is_replaced_with_a_printed_code() {
    let test = TestApp::new().await;
    let (an, mut old) = holder(&test, 1).await;
    let page = old.get("/personal").await;
    page.shows(200, "href=\"/personal/lost-phone\"");
    let page = old.get("/personal/lost-phone").await;
    page.shows(200, "Bạn chưa có mã khôi phục");
    assert!(page.text().len() < SMALL, "{}", page.text().len());
    let wrong = [("passcode", "111111")];
    old.post("/personal/lost-phone/codes", &wrong)
        .await
        .shows(422, "Mật mã không đúng");
    let codes = printed(&mut old).await;
    assert_eq!(codes.len(), 10);
    for name in ["Máy Sen", "Máy Mai"] {
        passkeys::add(&mut old, name, &mut Authenticator::default()).await;
        test.advance(SignedDuration::from_secs(1));
    }
    old.get("/personal/lost-phone")
        .await
        .shows(200, "Còn 10 mã");

    let mut new = test.client().agent("Mozilla/5.0 (iPhone) Safari/17.0");
    stranded(&test, &an, &mut new).await;
    let page = new.get("/sign-in/device").await;
    page.shows(200, "Tôi không còn điện thoại cũ");
    page.shows(200, "khôi phục cài đặt gốc");
    assert!(page.text().contains("href=\"/lost-phone\""));
    let ways = new.get("/lost-phone").await;
    ways.shows(200, "Mất 24 giờ");
    ways.shows(200, "Sau đó mất 72 giờ");
    ways.shows(200, "Tại quầy");
    assert!(ways.text().len() < SMALL, "{}", ways.text().len());
    assert!(!ways.text().contains("chip"), "not open yet");

    let ask = |code: &str| {
        vec![
            ("number", an.number().to_owned()),
            ("password", PASSWORD.to_owned()),
            ("recovery_code", code.to_owned()),
        ]
    };
    let bad = ask("0000-0000-0000");
    let bad: Vec<_> = bad.iter().map(|(k, v)| (*k, v.as_str())).collect();
    let answer = new.post("/lost-phone/code", &bad).await;
    answer.shows(422, "không khớp nhau");
    answer.shows(422, "0000-0000-0000");
    assert!(!answer.text().contains(PASSWORD));
    let good = ask(&codes[4]);
    let good: Vec<_> = good.iter().map(|(k, v)| (*k, v.as_str())).collect();
    new.post("/lost-phone/code", &good)
        .await
        .goes_to("/lost-phone/asked");
    new.get("/lost-phone/asked").await.shows(200, "Sau 24 giờ");
    test.jobs().await;
    let told = test.outbox.all();
    assert!(
        told.iter()
            .any(|m| m.to == an.phone() && m.text.contains("Safari, iPhone")),
        "the holder is told"
    );
    old.get("/notices")
        .await
        .shows(200, "chuyển tài khoản sang máy khác");
    old.get("/personal/lost-phone").await.shows(200, "Dừng lại");

    stranded(&test, &an, &mut new).await;
    new.get("/sign-in/device")
        .await
        .shows(200, "đăng nhập lại tại đây để hoàn tất");
    new.post("/sign-in/device/finish", &[])
        .await
        .shows(422, "Thời gian chờ chưa hết");
    test.advance(SignedDuration::from_hours(24));
    test.jobs().await;
    let mut thief = test.client();
    stranded(&test, &an, &mut thief).await;
    thief
        .get("/sign-in/device")
        .await
        .shows(200, "từ trình duyệt khác");
    thief
        .post("/sign-in/device/finish", &[])
        .await
        .shows(422, "trình duyệt khác đã yêu cầu");
    stranded(&test, &an, &mut new).await;
    let page = new.get("/sign-in/device").await;
    page.shows(200, "Dùng máy này ngay");
    assert!(page.text().len() < SMALL, "{}", page.text().len());
    new.post("/sign-in/device/finish", &[]).await.goes_to("/");
    new.get("/personal/devices")
        .await
        .shows(200, "Safari, iPhone");
    old.get("/personal/devices").await.goes_to("/sign-in");
    assert!(new.cookie("dd-lost-phone").is_none_or(str::is_empty));
    assert!(passkeys::tells_of(&test, an.phone(), "Máy Sen, Máy Mai").await);
    new.get("/notices")
        .await
        .shows(200, "Khóa truy cập đã bị xóa: Máy Sen, Máy Mai.");
}

// law: UX-1
#[tokio::test]
async fn a_request_that_was_not_the_holders_is_stopped_on_the_old_phone() {
    let test = TestApp::new().await;
    let (an, mut old) = holder(&test, 1).await;
    let codes = printed(&mut old).await;
    let mut thief = test.client();
    thief.get("/lost-phone/asked").await.goes_to("/lost-phone");
    let form = [
        ("number", an.number()),
        ("password", PASSWORD),
        ("recovery_code", codes[0].as_str()),
    ];
    thief
        .post("/lost-phone/code", &form)
        .await
        .goes_to("/lost-phone/asked");
    old.post("/personal/lost-phone/stop", &[])
        .await
        .goes_to("/personal/lost-phone");
    old.get("/personal/lost-phone")
        .await
        .shows(200, "Bạn chưa có mã khôi phục");
    old.post("/personal/lost-phone/stop", &[])
        .await
        .shows(409, "đã kết thúc");
    test.advance(SignedDuration::from_hours(30));
    stranded(&test, &an, &mut thief).await;
    thief
        .post("/sign-in/device/finish", &[])
        .await
        .shows(422, "Yêu cầu này đã kết thúc");
}

#[tokio::test]
async fn the_pages_read_in_english() {
    let test = TestApp::new().await;
    let mut browser = test.client();
    browser.set_cookie("dd-lang", "en");
    for (page, words) in [
        ("/lost-phone", "I do not have the old phone"),
        ("/lost-phone/code", "Use a recovery code"),
    ] {
        let answer = browser.get(page).await;
        answer.shows(200, words);
        assert!(answer.text().len() < SMALL);
    }
}

fn digits(page: &str) -> String {
    let at = page.find("dd-code\">").expect("digits to compare") + 9;
    page[at..at + 6].to_owned()
}

fn trust_of(page: &str) -> String {
    let at = page.find("value=\"tru_").expect("a trust") + 7;
    page[at..at + 36].to_owned()
}

// law: UX-1, UX-2
#[tokio::test]
async fn people_the_holder_trusts_confirm_the_new_phone() {
    let test = TestApp::new().await;
    let (an, mut old) = holder(&test, 1).await;
    let mut friends = Vec::new();
    for n in 2..4 {
        let friend = Person::of(n);
        friend.register(&test.app).await;
        friend.account(&test.app, Level::Two).await;
        let mut theirs = test.client();
        friend.sign_in(&test, &mut theirs).await;
        let form = [("number", friend.number()), ("passcode", PASSCODE)];
        old.post("/personal/trusted", &form)
            .await
            .goes_to("/personal/trusted");
        let page = theirs.get("/personal/trusting").await;
        page.shows(200, "hỏi bạn có đồng ý xác nhận");
        let id = trust_of(&page.text());
        let agree = [("trusted", id.as_str())];
        theirs
            .post("/personal/trusting/agree", &agree)
            .await
            .goes_to("/personal/trusting");
        friends.push((theirs, id));
    }
    let page = old.get("/personal/trusted").await;
    page.shows(200, "Đã đồng ý lúc");
    assert!(page.text().len() < SMALL, "{}", page.text().len());
    let mut new = test.client().agent("Mozilla/5.0 (iPhone) Safari/17.0");
    stranded(&test, &an, &mut new).await;
    new.post("/sign-in/device/trusted", &[])
        .await
        .goes_to("/sign-in/device");
    let page = new.get("/sign-in/device").await;
    page.shows(200, "Còn 2 người tin cậy");
    assert!(page.text().len() < SMALL, "{}", page.text().len());
    let compare = digits(&page.text());
    for (theirs, id) in &mut friends {
        let page = theirs.get("/personal/trusting").await;
        page.shows(200, "Hãy tự nói chuyện với người này");
        assert!(page.text().len() < SMALL, "{}", page.text().len());
        assert!(
            !page.text().contains(&compare),
            "the digits come from the holder"
        );
        assert!(!page.text().contains(an.number()), "the name only");
        let form = |code: &str| {
            [
                ("trusted", id.clone()),
                ("code", code.to_owned()),
                ("passcode", PASSCODE.to_owned()),
            ]
        };
        let right = form(&compare);
        let right = right.each_ref().map(|(k, v)| (*k, v.as_str()));
        let short = form("12");
        let short = short.each_ref().map(|(k, v)| (*k, v.as_str()));
        theirs
            .post("/personal/trusting/confirm", &short)
            .await
            .shows(422, "6 chữ số");
        theirs
            .post("/personal/trusting/confirm", &right)
            .await
            .goes_to("/personal/trusting?done=1");
    }
    old.get("/personal/lost-phone").await.shows(200, "Dừng lại");
    test.advance(SignedDuration::from_hours(72));
    test.jobs().await;
    stranded(&test, &an, &mut new).await;
    new.post("/sign-in/device/finish", &[]).await.goes_to("/");
    old.get("/personal").await.goes_to("/sign-in");
}

// law: UX-3, UX-1
#[tokio::test]
async fn an_officer_sees_the_devices_and_unlinks_the_lost_one() {
    let test = TestApp::new().await;
    let (an, mut old) = holder(&test, 1).await;
    let page = old.get("/personal/devices").await;
    page.shows(200, "Chrome, Android");
    page.shows(200, "04/03/2024");
    let mut desk = staff(&test, Role::Officer, "P074").await;
    let case = assistance::open(&mut desk, an.number()).await;
    desk.post(&format!("{case}/document"), &[])
        .await
        .goes_to(&case);
    let said = assistance::answers(&mut desk, &case, &an, true).await;
    assistance::say(&mut desk, &case, &said).await;
    let page = desk.get(&case).await;
    page.shows(200, "Chrome, Android");
    page.shows(200, "04/03/2024");
    let device = link(&page.text(), "dev_");
    desk.post(&format!("{case}/device"), &[("device", &device)])
        .await
        .goes_to(&case);
    old.get("/personal/devices").await.goes_to("/sign-in");
    // The person standing there signs in on the new phone at once.
    let mut new = test.client().agent("Mozilla/5.0 (iPhone) Safari/17.0");
    test.advance(SignedDuration::from_mins(2));
    an.sign_in(&test, &mut new).await;
    let page = new.get("/personal/devices").await;
    page.shows(200, "Safari, iPhone");
}

// law: UX-1
#[tokio::test]
async fn a_caller_has_a_request_stopped() {
    let test = TestApp::new().await;
    let (an, mut old) = holder(&test, 1).await;
    let codes = printed(&mut old).await;
    let mut thief = test.client();
    let form = [
        ("number", an.number()),
        ("password", PASSWORD),
        ("recovery_code", codes[0].as_str()),
    ];
    thief
        .post("/lost-phone/code", &form)
        .await
        .goes_to("/lost-phone/asked");
    let mut desk = staff(&test, Role::CallCentre, "TD01").await;
    let case = assistance::open(&mut desk, an.number()).await;
    let stop = format!("{case}/lost-phone");
    desk.post(&stop, &[]).await.shows(422, "Chưa xác minh đủ");
    let said = assistance::answers(&mut desk, &case, &an, true).await;
    assistance::say(&mut desk, &case, &said).await;
    desk.get(&case)
        .await
        .shows(200, "Dừng yêu cầu dùng máy khác");
    desk.post(&stop, &[]).await.goes_to(&case);
    desk.post(&stop, &[]).await.shows(422, "đã kết thúc");
    desk.post(&format!("{case}/end"), &[])
        .await
        .goes_to(&format!("{case}/end"));
    desk.get(&format!("{case}/end"))
        .await
        .shows(200, "Dừng yêu cầu dùng máy khác");
}
