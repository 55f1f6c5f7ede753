//! Children and wards under an account, through the pages.

use domain::account::Level;
use domain::person::{BirthDate, PersonNumber};
use domain::registers::Guardian;
use jiff::SignedDuration;
use testkit::TestApp;
use testkit::foreigners::Foreigner;
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

/// Raises a foreigner's account to level 2.
async fn raised(test: &TestApp, number: &str) {
    let number = PersonNumber::parse(number).unwrap();
    let mut tx = test.app.db.begin().await.unwrap();
    let now = test.app.clock.now();
    let found = store::account::by_number(&mut tx, &number, now).await;
    let mut stored = found.unwrap().unwrap();
    stored.account.level = Level::Two;
    store::account::save(&mut tx, &stored).await.unwrap();
    tx.commit(store::Audit::Bookkeeping("test")).await.unwrap();
}

fn by_passport<'a>(child: &'a Foreigner, nationality: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("number", ""),
        ("nationality", nationality),
        ("passport", child.passport()),
        ("birth-day", "21"),
        ("birth-month", "5"),
        ("birth-year", "2015"),
    ]
}

// law: D59-11.2
#[tokio::test]
async fn a_foreign_child_stands_under_a_foreign_or_a_vietnamese_parent() {
    let test = TestApp::new().await;
    let page = "/personal/dependants";
    let (an, mut mother) = holder(&test, 1).await;
    let kim = Foreigner::of(61);
    let (number, mut father) = crate::foreigners::holder(&test, &kim).await;
    let birth = BirthDate::parse("2015-05-21").unwrap();
    let by_file = Guardian::Foreigner(kim.record.file.clone());
    let by_number = Guardian::Citizen(an.record.identity.number.clone());
    for (n, guardian) in [(62, by_file), (63, by_number)] {
        let mut child = Foreigner::of(n);
        child.record.birth = birth;
        child.record.guardian = Some(guardian);
        child.register(&test.app, None).await;
    }
    let (his, hers) = (Foreigner::of(62), Foreigner::of(63));
    let (wrong, his, hers) = (
        by_passport(&hers, "ZZZ"),
        by_passport(&his, "KOR"),
        by_passport(&hers, "kor"),
    );
    let refused = "không ghi bạn là cha, mẹ hoặc người giám hộ";
    father.post(page, &his).await.shows(422, "mức 2");
    raised(&test, &number).await;
    father.post(page, &hers).await.shows(422, refused);
    mother.post(page, &his).await.shows(422, refused);
    mother.post(page, &wrong).await.shows(422, "mã quốc gia");
    for (parent, form) in [(&mut father, &his), (&mut mother, &hers)] {
        parent.post(page, form).await.goes_to(page);
        let shown = parent.get(page).await;
        shown.shows(200, "21/05/2015");
        shown.shows(200, "KIM MIN JUN");
    }
}

// law: D59-11.1, D59-4.4
#[tokio::test]
async fn a_ward_with_an_account_reads_who_put_him_under_another() {
    let test = TestApp::new().await;
    let (an, mut browser) = holder(&test, 1).await;
    let (mut ward, mut own) = holder(&test, 7).await;
    // A court named the guardian after the ward had an account.
    ward.record.guardian = Some(an.record.identity.number.clone());
    ward.record.ward = true;
    ward.register(&test.app).await;
    let page = "/personal/dependants";
    let born = [
        ("birth-day", "27"),
        ("birth-month", "3"),
        ("birth-year", "1990"),
    ];
    let words = ["Gắn con hoặc người", "Gỡ con hoặc người"];
    let read = own.get("/activity").await.text();
    assert!(words.iter().all(|words| !read.contains(words)));
    let form = with_number(ward.number(), &born);
    browser.post(page, &form).await.goes_to(page);
    own.get("/activity").await.shows(200, words[0]);
    let id = crate::holds::link(&browser.get(page).await.text(), "dep_");
    let gone = [("dependant", id.as_str())];
    let remove = "/personal/dependants/remove";
    browser.post(remove, &gone).await.goes_to(page);
    own.get("/activity").await.shows(200, words[1]);
    for words in words {
        browser.get("/activity").await.shows(200, words);
    }
}
