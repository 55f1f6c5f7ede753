//! D59-14.2.b: card and account in one application, through the pages.

use domain::account::Level;
use domain::actor::Role;
use domain::registers::CardForm;
use jiff::civil::date;
use jiff::{SignedDuration, ToSpan as _};
use testkit::TestApp;

use crate::counter::{complete, decide, level, open};
use crate::holds::staff;
use crate::register::known;

const TASK: &str = "Hồ sơ cấp thẻ căn cước";

/// A day as the form's three boxes, so many days ago.
fn applied(test: &TestApp, days: i32) -> [String; 3] {
    let day = domain::time::viet_nam_date(test.now()) - days.days();
    [
        day.day().to_string(),
        day.month().to_string(),
        day.year().to_string(),
    ]
}

fn fields<'a>(reference: &'a str, day: &'a [String; 3]) -> [(&'static str, &'a str); 5] {
    [
        ("card-reference", reference),
        ("card-applied-day", &day[0]),
        ("card-applied-month", &day[1]),
        ("card-applied-year", &day[2]),
        ("card-kind", "from-old-paper"),
    ]
}

// law: D59-14.2.b, D59-17.1.c, D59-12.2
#[tokio::test]
async fn card_and_account_are_ready_together() {
    let test = TestApp::new().await;
    let mut an = known(&test, 71, |p| {
        p.card.as_mut().unwrap().form = CardForm::Barcode
    })
    .await;
    let mut desk = staff(&test, Role::Officer, "TD01").await;
    let case = open(&mut desk, &an).await;
    let reference = case.rsplit('/').next().unwrap().to_owned();
    let list = desk.get(&case).await;
    list.shows(200, TASK);
    assert!(!list.text().contains(&format!("{case}/card\"")), "no chip");
    let task = format!("{case}/card-application");
    let today = applied(&test, 0);
    desk.get(&task).await.shows(200, "7 ngày làm việc");
    let wrong = desk.post(&task, &[("card-reference", "<b>")]).await;
    for words in [
        "6 đến 40 chữ không dấu",
        "Không có ngày này",
        "Chọn loại đề nghị",
        "&lt;b&gt;",
    ] {
        wrong.shows(422, words);
    }
    desk.post(&task, &fields("CC-2024-000123", &applied(&test, 91)))
        .await
        .shows(422, "đã quá 90 ngày");
    desk.post(&task, &fields("cc-2024-000123", &today))
        .await
        .goes_to(&case);
    desk.get(&task).await.shows(200, "CC-2024-000123");
    complete(&test, &mut desk, &case, &an).await;
    desk.post(&format!("{case}/compare"), &[("verdict", "same")])
        .await
        .goes_to(&case);
    let page = format!("{case}/decide");
    let list = desk.get(&page).await;
    list.shows(200, "Phê duyệt, cấp cùng thẻ");
    list.shows(200, "card-refused");
    assert!(!list.text().contains("no-chip-card"));
    let approve = format!("{case}/approve");
    decide(&mut desk, &page, &approve, &[]).await.goes_to(&case);
    assert_eq!(level(&test, &an).await, None, "not before the card");
    desk.get(&case)
        .await
        .shows(200, "tài khoản chờ thẻ căn cước");
    desk.get(&format!("{case}/details")).await.goes_to(&case);
    let waiting = desk.get("/counter/queue?tab=card").await;
    waiting.shows(200, &reference);
    waiting.shows(200, "Đã phê duyệt, chờ thẻ căn cước");
    desk.get(&page)
        .await
        .shows(200, "Hỏi cơ sở dữ liệu thẻ ngay");
    decide(&mut desk, &page, &approve, &[])
        .await
        .shows(409, "Thẻ căn cước chưa được cấp");
    let mut citizen = test.client();
    let asked = [("reference", reference.as_str()), ("number", an.number())];
    citizen
        .post("/register/find", &asked)
        .await
        .shows(200, "sẽ có cùng lúc");
    citizen.get("/register/find?lang=en").await;
    citizen
        .post("/register/find", &asked)
        .await
        .shows(200, "will be ready together");
    desk.get(&format!("{case}?lang=en")).await;
    desk.get(&case)
        .await
        .shows(200, "the account waits for the identity card");
    staff(&test, Role::Manager, "TD00")
        .await
        .get("/console")
        .await
        .shows(200, "1 chờ thẻ căn cước");
    let card = an.card.as_mut().unwrap();
    card.form = CardForm::Chip;
    card.issued_on = domain::time::viet_nam_date(test.now());
    an.register(&test.app).await;
    test.advance(SignedDuration::from_hours(24 * 4));
    test.jobs().await;
    assert_eq!(level(&test, &an).await, Some(Level::Two));
    let told = test.outbox.all();
    let told = |words: &str| told.iter().filter(|m| m.text.contains(words)).count();
    let agreed = told("Tài khoản được cấp cùng thẻ căn cước");
    assert_eq!((agreed, told("mức độ 2")), (1, 1));
}

// law: D59-14.2.b, D59-20.4
#[tokio::test]
async fn whose_it_is_not_does_not_find_it() {
    let test = TestApp::new().await;
    let an = known(&test, 72, |p| p.card = None).await;
    let mut desk = staff(&test, Role::Officer, "TD01").await;
    let case = open(&mut desk, &an).await;
    let task = format!("{case}/card-application");
    let today = applied(&test, 0);
    let form = fields("CC-2024-000123", &today);
    let mut citizen = test.client();
    citizen.get(&task).await.goes_to("/counter/sign-in");
    citizen.post(&task, &form).await.goes_to("/counter/sign-in");
    let mut elsewhere = staff(&test, Role::Officer, "TD02").await;
    elsewhere.get(&task).await.shows(404, "");
    elsewhere.post(&task, &form).await.shows(404, "");
    for role in [Role::CallCentre, Role::Manager, Role::Auditor] {
        let mut other = staff(&test, role, "TD09").await;
        other.get(&task).await.shows(403, "");
        other.post(&task, &form).await.shows(403, "");
    }
    // Who has a card has no such task.
    let bo = known(&test, 73, |p| {
        p.card.as_mut().unwrap().issued_on = date(2021, 6, 15);
    })
    .await;
    let case = open(&mut desk, &bo).await;
    let list = desk.get(&case).await;
    assert!(!list.text().contains(TASK));
    let task = format!("{case}/card-application");
    desk.get(&task).await.goes_to(&case);
    desk.post(&task, &form)
        .await
        .shows(409, "đã có thẻ căn cước gắn chíp");
}
