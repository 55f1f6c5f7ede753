//! What the desk for relying parties must not let happen.

use domain::actor::Role;
use jiff::{SignedDuration, Timestamp};
use testkit::people::PASSCODE;

use super::desk::{
    DOSSIER, ITEMS, LATER, check_all, form, fresh, hidden, step, told, trial, visited, waiting,
};
use super::{BACK, codes, connect};
use crate::holds::{holder, staff};

const KEYS: &str = "https://dichvu.example/jwks.json";

fn set() -> String {
    use oidc::jose::{Alg, LocalKey, Signer};
    let key = LocalKey::generate(Alg::Es256).unwrap().0;
    serde_json::json!({ "keys": [key.public().to_json()] }).to_string()
}

/// Sends the form of a client with the revision that it has now.
async fn edit(browser: &mut testkit::Client, id: &str, more: &[(&str, &str)]) -> testkit::Answer {
    let page = format!("/developers/{id}/edit");
    let seen = hidden(&browser.get(&page).await, "revision");
    let mut all = form(more);
    all.push(("revision", &seen));
    browser.post(&page, &all).await
}

// law: D59-22.2
#[tokio::test]
async fn what_waits_is_not_changed_behind_the_back_of_whoever_judges_it() {
    let test = fresh().await;
    let (id, mut browser) = trial(&test, 1, &[]).await;
    let two = format!("{BACK}\nhttps://dichvu.example/lo");
    edit(&mut browser, &id, &[("redirect_uris", &two)]).await;
    connect(&test, &id).await;
    let named = [("name", "Ngân hàng B"), ("redirect_uris", &*two)];
    edit(&mut browser, &id, &named)
        .await
        .goes_to(&format!("/developers/{id}?waits=1"));
    let home = browser.get(&format!("/developers/{id}?waits=1")).await;
    home.shows(200, "Thay đổi đã được gửi để kiểm tra");
    // One of the addresses turns out to be in other hands: the approval would bring it back.
    edit(&mut browser, &id, &[])
        .await
        .shows(409, "Rút yêu cầu đó trước");
    let withdraw = format!("/developers/{id}/production/withdraw");
    browser.post(&withdraw, &[]).await;
    edit(&mut browser, &id, &[])
        .await
        .goes_to(&format!("/developers/{id}?done=1"));
    let page = browser.get(&format!("/developers/{id}/edit")).await;
    assert!(
        !page.text().contains("dichvu.example/lo"),
        "{}",
        page.text()
    );
}

// law: D59-22.2
#[tokio::test]
async fn another_host_for_keys_or_ends_waits_and_other_ones_want_the_passcode() {
    let test = fresh().await;
    let other = "https://khac.example/jwks.json";
    for uri in [KEYS, "https://dichvu.example/2.json", other] {
        test.services.shows(uri, Ok(&set()));
    }
    let auth = ("auth", "private_key_jwt");
    let (id, mut browser) = trial(&test, 1, &[auth, ("jwks_uri", KEYS)]).await;
    connect(&test, &id).await;
    let next = [auth, ("jwks_uri", "https://dichvu.example/2.json")];
    let bare = edit(&mut browser, &id, &next).await;
    bare.shows(422, "Mật mã có đúng 6 chữ số");
    let wrong: Vec<_> = next.into_iter().chain([("passcode", "999999")]).collect();
    edit(&mut browser, &id, &wrong)
        .await
        .shows(422, "Mật mã không đúng");
    assert_eq!(told(&test).await, 0);
    let right: Vec<_> = next.into_iter().chain([("passcode", PASSCODE)]).collect();
    edit(&mut browser, &id, &right)
        .await
        .goes_to(&format!("/developers/{id}?done=1"));
    assert_eq!(told(&test).await, 1);
    // Whoever has the host of the keys can speak as the client.
    let far = [
        auth,
        ("jwks_uri", other),
        ("backchannel_logout_uri", "https://dichvu.example/het"),
        ("passcode", PASSCODE),
    ];
    edit(&mut browser, &id, &far)
        .await
        .goes_to(&format!("/developers/{id}?waits=1"));
    let page = browser.get(&format!("/developers/{id}/edit")).await;
    page.shows(200, "https://dichvu.example/2.json");
    page.shows(200, "https://dichvu.example/het");
    let mut manager = staff(&test, Role::Manager, "A06").await;
    let review = waiting(&mut manager).await;
    let seen = manager.get(&review).await;
    for words in [
        other,
        "https://dichvu.example/2.json",
        "https://dichvu.example/het",
    ] {
        seen.shows(200, words);
    }
    assert!(!seen.text().contains("/visit"), "a change has no place");
    check_all(&mut manager, &review, &["purpose", "scope"]).await;
    let approve = [("verdict", "approve")];
    step(&mut manager, &format!("{review}/decide"), &approve)
        .await
        .goes_to(&review);
    let page = browser.get(&format!("/developers/{id}/edit")).await;
    page.shows(200, other);
}

// law: D59-24.x
#[tokio::test]
async fn to_ask_less_of_a_sign_in_wants_the_passcode_and_has_its_own_message() {
    let test = fresh().await;
    let high = [("least_level", "2"), ("default_max_age", "300")];
    let (id, mut browser) = trial(&test, 1, &high).await;
    let done = format!("/developers/{id}?done=1");
    // In a trial nobody but its maker signs in.
    edit(&mut browser, &id, &[]).await.goes_to(&done);
    edit(&mut browser, &id, &high).await.goes_to(&done);
    connect(&test, &id).await;
    for (level, age) in [("1", "300"), ("", "300"), ("2", "301"), ("2", "")] {
        let less = [("least_level", level), ("default_max_age", age)];
        edit(&mut browser, &id, &less)
            .await
            .shows(422, "Mật mã có đúng 6 chữ số");
    }
    let more = [("least_level", "2"), ("default_max_age", "299")];
    edit(&mut browser, &id, &more).await.goes_to(&done);
    test.jobs().await;
    let least = || {
        let sent = test.outbox.all();
        let about = sent.iter().filter(|m| m.text.contains("kém chắc chắn hơn"));
        about.count()
    };
    assert_eq!(least(), 0);
    let less = [
        ("least_level", "1"),
        ("default_max_age", "299"),
        ("passcode", PASSCODE),
    ];
    edit(&mut browser, &id, &less).await.goes_to(&done);
    assert_eq!(told(&test).await, 0, "no keys");
    assert_eq!(least(), 1);
}

// law: D59-22.1
#[tokio::test]
async fn whoever_judges_sees_all_that_the_application_can_do_and_what_was_decided_before() {
    let test = fresh().await;
    test.clock.set(LATER.parse::<Timestamp>().unwrap());
    test.services.shows(KEYS, Ok(&set()));
    let more = [
        ("auth", "private_key_jwt"),
        ("jwks_uri", KEYS),
        ("backchannel_logout_uri", "https://dichvu.example/het"),
        ("post_logout_redirect_uris", "https://dichvu.example/tam"),
        ("own_tokens", "yes"),
        ("readable", "yes"),
        ("resources", "https://dichvu.example/api"),
        ("scopes", "diem:doc"),
    ];
    let (id, mut browser) = trial(&test, 1, &more).await;
    let page = format!("/developers/{id}/production");
    browser.post(&page, &DOSSIER).await;
    let mut manager = staff(&test, Role::Manager, "A06").await;
    let first = waiting(&mut manager).await;
    let seen = manager.get(&first).await;
    for (_, value) in more.iter().filter(|(_, value)| value.contains(':')) {
        seen.shows(200, value);
    }
    for words in [
        "private_key_jwt",
        "client_credentials",
        "RFC 9068",
        "OpenID Connect",
    ] {
        seen.shows(200, words);
    }
    let no = [
        ("verdict", "refuse"),
        ("reason", "site"),
        ("words", "Cửa phòng máy không khóa"),
    ];
    step(&mut manager, &format!("{first}/decide"), &no).await;
    browser.post(&page, &DOSSIER).await;
    let second = waiting(&mut manager).await;
    check_all(&mut manager, &second, &ITEMS).await;
    visited(&mut manager, &second).await;
    let decide = format!("{second}/decide");
    let form = manager.get(&decide).await;
    form.shows(200, "Chỉ khi chấp thuận");
    form.shows(200, "Chỉ khi không chấp thuận");
    let yes = [
        ("verdict", "approve"),
        ("class", "web"),
        ("because", "Thư viện cũ"),
    ];
    step(&mut manager, &decide, &yes).await.goes_to(&second);
    for place in [second, format!("/console/parties/{id}")] {
        let seen = manager.get(&place).await;
        for words in [
            "Kiểm tra tại chỗ không đạt",
            "Cửa phòng máy không khóa",
            "Thư viện cũ",
            "01/08/2024",
        ] {
            seen.shows(200, words);
        }
    }
}

#[tokio::test]
async fn a_request_that_ends_while_the_application_is_stopped_leaves_it_a_trial() {
    let test = fresh().await;
    let (id, mut browser) = trial(&test, 1, &[]).await;
    let page = format!("/developers/{id}/production");
    browser.post(&page, &DOSSIER).await;
    let mut manager = staff(&test, Role::Manager, "A06").await;
    let client = format!("/console/parties/{id}");
    manager
        .post(&format!("{client}/suspend"), &[("words", "Lộ khóa")])
        .await
        .goes_to(&client);
    let home = browser.get(&format!("/developers/{id}")).await;
    assert!(!home.text().contains("/edit\""), "it stands still");
    browser.post(&format!("{page}/withdraw"), &[]).await;
    manager
        .post(&format!("{client}/resume"), &[])
        .await
        .goes_to(&client);
    browser
        .get(&format!("/developers/{id}"))
        .await
        .shows(200, "Chạy thử");
    browser
        .post(&page, &DOSSIER)
        .await
        .goes_to(&format!("{page}?handed=1"));
}

#[tokio::test]
async fn nobody_makes_us_read_addresses_or_judge_requests_without_end() {
    let test = fresh().await;
    test.services.shows(KEYS, Err("no answer in time"));
    let (_, mut browser) = holder(&test, 3).await;
    let by_key = form(&[("auth", "private_key_jwt"), ("jwks_uri", KEYS)]);
    for _ in 0..20 {
        let answer = browser.post("/developers/new", &by_key).await;
        assert_eq!(answer.status, 422);
    }
    assert_eq!(test.services.read().len(), 20);
    let more = browser.post("/developers/new", &by_key).await;
    more.shows(429, KEYS);
    assert_eq!(test.services.read().len(), 0);
    // Who has as many as he may have reads none either.
    test.advance(SignedDuration::from_mins(61));
    test.services.shows(KEYS, Ok(&set()));
    let (_, mut browser) = holder(&test, 4).await;
    for _ in 0..20 {
        let made = browser.post("/developers/new", &form(&[])).await;
        made.shows(200, "Đã tạo ứng dụng");
    }
    let more = browser.post("/developers/new", &by_key).await;
    more.shows(409, "20");
    assert_eq!(test.services.read().len(), 0);
    // A request handed in and taken back is work all the same.
    let (id, mut browser) = trial(&test, 5, &[]).await;
    let page = format!("/developers/{id}/production");
    for _ in 0..20 {
        browser
            .post(&page, &DOSSIER)
            .await
            .goes_to(&format!("{page}?handed=1"));
        browser.post(&format!("{page}/withdraw"), &[]).await;
    }
    let more = browser.post(&page, &DOSSIER).await;
    more.shows(429, "0100109106");
    assert_eq!(codes(&more.text()).len(), 0);
}
