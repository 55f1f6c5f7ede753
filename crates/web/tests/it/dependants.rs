//! Children and wards under an account, through the pages.

use domain::account::Level;
use domain::person::{BirthDate, PersonNumber};
use jiff::SignedDuration;
use testkit::TestApp;
use testkit::people::Person;

use crate::holds::holder;
use crate::register::{DETAILS, known};

/// A child of a guardian, born ten years before the test's day unless told otherwise.
pub(crate) async fn child(
    test: &TestApp,
    n: u32,
    guardian: &Person,
    birth: &str,
    ward: bool,
) -> Person {
    let mut child = Person::of(n);
    child.record.identity.number = PersonNumber::parse(&format!("074214{n:06}")).unwrap();
    child.record.identity.birth = BirthDate::parse(birth).unwrap();
    child.record.guardian = Some(guardian.record.identity.number.clone());
    child.record.ward = ward;
    child.card = None;
    child.register(&test.app).await;
    child
}

const BORN: [(&str, &str); 3] = [
    ("birth-day", "5"),
    ("birth-month", "3"),
    ("birth-year", "2010"),
];

fn with_number<'a>(number: &'a str, birth: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut form = vec![("number", number)];
    form.extend(birth);
    form
}

// law: D59-11.1
#[tokio::test]
async fn a_child_stands_under_the_guardians_account_until_the_fourteenth_birthday() {
    let test = TestApp::new().await;
    let (an, mut browser) = holder(&test, 1).await;
    let (_, mut stranger) = holder(&test, 2).await;
    let little = child(&test, 3, &an, "2010-03-05", false).await;
    let page = "/personal/dependants";
    let form = with_number(little.number(), &BORN);
    // Neither another's child nor a wrong birthday nor nobody's number is told apart.
    let unknown = with_number("074210999999", &BORN);
    let wrong = with_number(little.number(), &[("birth-day", "6"), BORN[1], BORN[2]]);
    let refused = "không ghi bạn là cha, mẹ hoặc người giám hộ";
    stranger.post(page, &form).await.shows(422, refused);
    for form in [&unknown, &wrong] {
        browser.post(page, form).await.shows(422, refused);
    }
    browser
        .post(page, &with_number("12", &BORN))
        .await
        .shows(422, "12 chữ số");
    browser.post(page, &form).await.goes_to(page);
    browser.post(page, &form).await.shows(422, "đã gắn với");
    let shown = browser.get(page).await;
    shown.shows(200, "05/03/2010");
    assert!(!shown.text().contains(little.number()), "masked");
    let id = crate::holds::link(&shown.text(), "dep_");
    stranger
        .post("/personal/dependants/remove", &[("dependant", &id)])
        .await
        .shows(404, "");
    // Tomorrow is the fourteenth birthday, at midnight in Viet Nam.
    test.advance(SignedDuration::from_hours(14));
    browser.get(page).await.goes_to("/sign-in");
    an.sign_in(&test, &mut browser).await;
    test.advance(SignedDuration::from_mins(61));
    browser.get(page).await.goes_to("/sign-in");
    an.sign_in(&test, &mut browser).await;
    browser
        .get(page)
        .await
        .shows(200, "Không còn gắn với tài khoản của bạn");
    browser
        .post("/personal/dependants/remove", &[("dependant", &id)])
        .await
        .goes_to(page);
    browser.get(page).await.shows(200, "Chưa có ai");
}

// law: D59-11.1
#[tokio::test]
async fn a_ward_has_no_account_of_his_own_and_a_locked_guardian_no_dependants() {
    let test = TestApp::new().await;
    let (an, mut browser) = holder(&test, 1).await;
    let grown = known(&test, 5, |p| {
        p.record.guardian = Some(an.record.identity.number.clone());
        p.record.ward = true;
    })
    .await;
    let mut own = test.client();
    crate::register::register(&test, &mut own, &grown, &DETAILS).await;
    own.get("/register/status").await.shows(200, "14 tuổi");
    let born = [
        ("birth-day", "27"),
        ("birth-month", "3"),
        ("birth-year", "1990"),
    ];
    let form = with_number(grown.number(), &born);
    let page = "/personal/dependants";
    browser.post(page, &form).await.goes_to(page);
    browser.get(page).await.shows(200, "27/03/1990");
    browser.post("/lock", &[("reason", "other")]).await;
    browser.get(page).await.goes_to("/locked");
    // Level 1 is not enough.
    let bo = Person::of(6);
    bo.register(&test.app).await;
    bo.account(&test.app, Level::One).await;
    let mut low = test.client();
    bo.sign_in(&test, &mut low).await;
    low.get(page).await.shows(200, "cần tài khoản mức 2");
    low.post(page, &form)
        .await
        .shows(422, "cần tài khoản mức 2");
}
