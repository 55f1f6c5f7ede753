//! Visits to the counter through the pages: a holder books, an officer calls, the waiting room sees numbers.

use domain::account::Level;
use domain::actor::Role;
use domain::registers::UnitLevel;
use jiff::SignedDuration;
use testkit::people::Person;
use testkit::units::{load, police};
use testkit::{Answer, Client, TestApp};

use crate::counter::{complete, level};
use crate::holds::staff;
use crate::register::known;

const UNIT: &str = "CA01";
const HOURS: [(&str, &str); 12] = [
    ("mon", "08:00-11:00"),
    ("tue", "08:00-11:00, 13:30-16:30"),
    ("wed", "08:00-11:00"),
    ("thu", ""),
    ("fri", "08:00-11:00"),
    ("sat", ""),
    ("sun", ""),
    ("minutes", "30"),
    ("seats", "1"),
    ("ahead", "14"),
    ("lead", "60"),
    ("revision", "0"),
];

/// Tuesday 5 March 2024, nine o'clock in Viet Nam.
const NINE: &str = "2024-03-05T02:00:00Z";

/// A police office with opening hours, and its head at work.
async fn office(test: &TestApp) -> Client {
    let mut at = police(UNIT, "Công an phường An Bình", UnitLevel::Commune, None);
    at.province = Some("074".into());
    load(&test.app, &[at]).await;
    let mut head = staff(test, Role::Head, UNIT).await;
    let page = "/counter/visits/hours";
    head.post(page, &HOURS).await.goes_to(page);
    head
}

/// A signed-in holder of level 1.
async fn holder(test: &TestApp, n: u32) -> (Person, Client) {
    let person = known(test, n, |_| {}).await;
    person.account(&test.app, Level::One).await;
    let mut browser = test.client();
    person.sign_in(test, &mut browser).await;
    (person, browser)
}

fn hidden(page: &str, name: &str) -> String {
    let (_, rest) = page
        .split_once(&format!("name=\"{name}\" value=\""))
        .unwrap_or_else(|| panic!("no {name}"));
    rest.split('"').next().unwrap().to_owned()
}

/// Presses the button that the page shows.
async fn next(officer: &mut Client) -> Answer {
    let page = officer.get("/counter/visits").await;
    let calls = hidden(&page.text(), "calls");
    officer
        .post("/counter/visits/next", &[("calls", &calls)])
        .await
}

fn reference(page: &str) -> String {
    let at = page.find("LH-").expect("a reference");
    page[at..at + 14].to_owned()
}

// law: D59-14.2.a1
#[tokio::test]
async fn a_booking_ends_in_a_received_registration() {
    let test = TestApp::new().await;
    let mut head = office(&test).await;
    let (an, mut browser) = holder(&test, 41).await;
    browser.get("/").await.shows(200, "href=\"/visits\"");
    browser
        .get("/wallet/integrate")
        .await
        .shows(200, "href=\"/visits\"");
    browser.get("/visits").await.shows(200, "Tỉnh, thành phố");
    let listed = browser.get("/visits?province=074").await;
    listed.shows(200, "Công an phường An Bình");
    listed.shows(200, "href=\"/visits/at/CA01\"");
    browser
        .get("/visits?province=001")
        .await
        .shows(200, "Chưa có nơi nào nhận đặt lịch");
    let at = "/visits/at/CA01";
    let page = browser.get(at).await;
    page.shows(200, "Thứ Ba 05/03/2024");
    assert!(!page.text().contains("Thứ Năm"), "closed on Thursdays");
    browser
        .get("/visits/at/CA01?day=2024-03-05")
        .await
        .shows(200, "09:00 – 09:30");
    browser.get("/visits/at/CA99").await.shows(404, "");
    // What was typed stays.
    let half = browser.post(at, &[("slot", NINE)]).await;
    half.shows(422, "Chọn việc cần làm");
    half.shows(422, &format!("value=\"{NINE}\" checked"));
    let form = [("slot", NINE), ("reason", "level-two")];
    browser.post(at, &form).await.goes_to("/visits");
    let own = browser.get("/visits").await;
    own.shows(200, "05/03/2024 09:00");
    own.shows(200, "Công an phường An Bình");
    browser
        .post(at, &form)
        .await
        .shows(409, "đã có một lịch hẹn");
    let reference = reference(&own.text());

    // The time is taken: the nearest free ones are offered, what was chosen stays.
    let (_, mut late) = holder(&test, 42).await;
    let taken = late.post(at, &form).await;
    taken.shows(422, "vừa có người đặt");
    taken.shows(422, "Thứ Ba 05/03/2024, 08:30 – 09:00");
    taken.shows(422, "Thứ Ba 05/03/2024, 09:30 – 10:00");
    taken.shows(422, "value=\"level-two\" checked");
    let early = [("slot", "2024-03-04T01:00:00Z"), ("reason", "other")];
    late.post(at, &early)
        .await
        .shows(422, "đã qua hoặc quá gần");

    // On the day he comes, is called, and his registration is opened at once.
    test.advance(SignedDuration::from_hours(24));
    let mut officer = staff(&test, Role::Officer, UNIT).await;
    let queue = "/counter/visits";
    let page = officer.get(queue).await;
    page.shows(200, &reference);
    assert!(!page.text().contains(an.number()), "no number in a list");
    assert!(!page.text().contains(an.record.identity.name.as_str()));
    officer
        .post("/counter/visits/next", &[])
        .await
        .shows(422, "Nhập tên quầy trước khi gọi số");
    officer
        .post("/counter/visits/desk", &[("desk", "<b>")])
        .await
        .shows(422, "Tên quầy có chữ cái");
    officer
        .post("/counter/visits/desk", &[("desk", "7")])
        .await
        .goes_to(queue);
    next(&mut officer).await.shows(409, "Không có ai đang chờ");
    let wrong = officer
        .post("/counter/visits/arrive", &[("reference", "LH-22222-22222")])
        .await;
    wrong.shows(422, "Đơn vị không có lịch hẹn");
    wrong.shows(422, "LH-22222-22222");
    let came = officer
        .post("/counter/visits/arrive", &[("reference", &reference)])
        .await;
    let ticket = came.location().to_owned();
    assert!(ticket.starts_with("/counter/visits/vis_"), "{ticket}");
    officer.get(&ticket).await.shows(200, "Số 1");
    an.sign_in(&test, &mut browser).await;
    browser.get("/visits").await.shows(200, "Số 1");
    next(&mut officer).await.goes_to(queue);
    browser.get("/visits").await.shows(200, "Mời đến quầy 7");
    let rows = officer.get("/counter/visits/rows").await;
    rows.shows(200, "Số 1: quầy 7");
    let revision = hidden(&rows.text(), "revision");
    let start = [("act", "start"), ("revision", revision.as_str())];
    let opened = officer.post(&ticket, &start).await;
    let case = opened.location().to_owned();
    assert!(case.starts_with("/counter/proofing/DK-"), "{case}");
    officer.get(queue).await.shows(200, &case);
    complete(&test, &mut officer, &case, &an).await;
    officer.get(&ticket).await.shows(200, "Đã xong");
    assert_eq!(
        level(&test, &an).await,
        Some(Level::One),
        "not decided by it"
    );
    officer
        .post(&ticket, &start)
        .await
        .shows(409, "Hãy xem lại");
    head.get(queue).await.shows(303, "");
}

#[tokio::test]
async fn the_waiting_room_sees_numbers_and_desks_alone() {
    let test = TestApp::new().await;
    let mut head = office(&test).await;
    head.post("/counter/visits/desk", &[("desk", "Quầy A")])
        .await;
    let mut tickets = Vec::new();
    for priority in ["", "pregnant"] {
        let page = head.get("/counter/visits").await;
        let visit = hidden(&page.text(), "visit");
        let form = [
            ("visit", visit.as_str()),
            ("reason", "other"),
            ("priority", priority),
        ];
        let given = head.post("/counter/visits/walk-in", &form).await;
        tickets.push(given.location().to_owned());
    }
    head.get("/counter/visits")
        .await
        .shows(200, "Phụ nữ mang thai");
    head.post("/counter/visits/walk-in", &[("number", "12")])
        .await
        .shows(422, "Chọn việc cần làm");
    next(&mut head).await.goes_to("/counter/visits");
    let opened = head.get("/counter/visits/display").await;
    let screen = opened.headers["location"].to_str().unwrap().to_owned();
    // Nobody is signed in at the screen.
    let mut room = test.client();
    for page in [screen.clone(), format!("{screen}/rows")] {
        let shown = room.get(&page).await;
        shown.shows(200, "Quầy Quầy A");
        shown.shows(200, "1 người đang chờ");
        for private in ["mang thai", "Cán bộ thử", "LH-", "vis_"] {
            assert!(!shown.text().contains(private), "{private} on {page}");
        }
    }
    let (unit, mark) = screen.rsplit_once('/').unwrap();
    for page in [format!("{unit}/{}", &mark[1..]), format!("{unit}B/{mark}")] {
        assert_ne!(page, screen);
        room.get(&page).await.shows(404, "");
        room.get(&format!("{page}/rows")).await.shows(404, "");
    }
    // The pregnant woman went first; she does not come.
    let rows = head.get("/counter/visits/rows").await;
    rows.shows(200, "Số 2: quầy Quầy A");
    let revision = hidden(&rows.text(), "revision");
    let act =
        |act: &'static str, revision: String| vec![("act", act.to_owned()), ("revision", revision)];
    let pairs = |form: &[(&'static str, String)]| form.to_vec();
    let left = pairs(&act("left", revision.clone()));
    let form: Vec<(&str, &str)> = left.iter().map(|(k, v)| (*k, v.as_str())).collect();
    head.post(&tickets[1], &form)
        .await
        .shows(409, "Hãy gọi lại ít nhất một lần");
    head.post(&tickets[1], &[("act", "again"), ("revision", &revision)])
        .await
        .goes_to("/counter/visits");
    let revision = hidden(&head.get("/counter/visits/rows").await.text(), "revision");
    head.post(&tickets[1], &[("act", "left"), ("revision", &revision)])
        .await
        .goes_to("/counter/visits");
    head.get(&tickets[1]).await.shows(200, "Đã về");
    head.post(&tickets[1], &[("act", "dance")])
        .await
        .shows(404, "");
}

#[tokio::test]
async fn a_screen_that_renews_itself_keeps_no_session() {
    let test = TestApp::new().await;
    let mut head = office(&test).await;
    let opened = head.get("/counter/visits/display").await;
    let screen = opened.headers["location"].to_str().unwrap().to_owned();
    test.advance(SignedDuration::from_mins(20));
    head.get("/counter/visits/rows").await.shows(200, "");
    // Half an hour after the last page that somebody asked for; the screen goes on until midnight.
    test.advance(SignedDuration::from_mins(11));
    head.get("/counter/visits/rows")
        .await
        .goes_to("/counter/sign-in");
    let mut room = test.client();
    room.get(&screen).await.shows(200, "");
    test.advance(SignedDuration::from_hours(24));
    room.get(&screen).await.shows(404, "");
}

#[tokio::test]
async fn another_day_keeps_what_was_typed() {
    let test = TestApp::new().await;
    let mut head = office(&test).await;
    let book = "/counter/visits/book";
    let page = head.get(book).await.text();
    assert!(
        !page.contains(&format!("href=\"{book}?day=")),
        "no link loses it"
    );
    let typed = [
        ("day", "2024-03-06"),
        ("slot", NINE),
        ("reason", "other"),
        ("number", "074190001234"),
        ("phone", "0987654321"),
        ("priority", "pregnant"),
    ];
    let look: Vec<_> = typed.into_iter().chain([("look", "1")]).collect();
    let shown = head.post(book, &look).await;
    for kept in [
        "value=\"074190001234\"",
        "value=\"0987654321\"",
        "value=\"other\" checked",
        "value=\"pregnant\" selected",
        "value=\"2024-03-06\" selected",
        "06/03/2024",
    ] {
        shown.shows(200, kept);
    }
    assert!(!shown.text().contains(NINE), "a time of another day");
    // The day that is shown stays where the form is wrong.
    let wrong = head
        .post(book, &[("day", "2024-03-06"), ("reason", "other")])
        .await;
    wrong.shows(422, "value=\"2024-03-06\" selected");
    // Another day was chosen after the time: neither is booked, and that day is shown.
    let other = head.post(book, &typed).await;
    for kept in [
        "Giờ đã chọn không thuộc ngày này",
        "value=\"2024-03-06\" selected",
        "Giờ đến, Thứ Tư 06/03/2024",
        "value=\"074190001234\"",
        "value=\"0987654321\"",
        "value=\"other\" checked",
        "value=\"pregnant\" selected",
    ] {
        other.shows(422, kept);
    }
    assert!(!other.text().contains(NINE), "a time of another day");
    // Nothing was booked: the time is free, and so is who comes.
    let mut right = typed;
    right[0].1 = "2024-03-05";
    right[3].1 = "";
    head.post(book, &right).await.goes_to("/counter/visits");
    // One that was taken meanwhile leaves the times of the day that is shown.
    right[4].1 = "0987654322";
    let taken = head.post(book, &right).await;
    taken.shows(422, "vừa có người đặt");
    taken.shows(422, "Giờ đến, Thứ Ba 05/03/2024");
    assert!(!taken.text().contains("06/03/2024,"), "of another day");
    for strange in ["", "x", "1999-01-01"] {
        head.post(book, &[("day", strange), ("look", "1")])
            .await
            .shows(200, "Thứ Ba 05/03/2024");
    }
}

#[tokio::test]
async fn an_officer_books_and_the_head_closes_a_day() {
    let test = TestApp::new().await;
    let mut head = office(&test).await;
    let book = "/counter/visits/book";
    head.get(book).await.shows(200, "Thứ Ba 05/03/2024");
    let empty = head
        .post(book, &[("slot", NINE), ("reason", "other")])
        .await;
    empty.shows(422, "Nhập số định danh cá nhân hoặc số điện thoại");
    let form = [("slot", NINE), ("reason", "other"), ("phone", "0987654321")];
    head.post(book, &form).await.goes_to("/counter/visits");
    let again = head
        .post(
            book,
            &[("slot", NINE), ("reason", "other"), ("phone", "0987654322")],
        )
        .await;
    again.shows(422, "vừa có người đặt");
    again.shows(422, "0987654322");
    let page = "/counter/visits/hours";
    head.get(page).await.shows(200, "08:00-11:00, 13:30-16:30");
    let mut bad = HOURS;
    bad[0].1 = "8-11";
    bad[8].1 = "x";
    let wrong = head.post(page, &bad).await;
    wrong.shows(422, "Ghi giờ như 07:30-11:30");
    wrong.shows(422, "Nhập một số");
    wrong.shows(422, "value=\"8-11\"");
    // Typed before a colleague saved: what he saved is shown, and is what the next form has seen.
    let mut late = HOURS;
    late[0].1 = "09:00-10:00";
    let stale = head.post(page, &late).await;
    stale.shows(409, "08:00-11:00, 13:30-16:30");
    stale.shows(409, "name=\"revision\" value=\"1\"");
    assert!(!stale.text().contains("09:00-10:00"));
    // A form that is wrong keeps what it has seen.
    wrong.shows(422, "name=\"revision\" value=\"0\"");
    let close = "/counter/visits/closed";
    let day = |day| {
        [
            ("day-day", day),
            ("day-month", "3"),
            ("day-year", "2024"),
            ("why", "Hội nghị"),
        ]
    };
    head.post(close, &day("3"))
        .await
        .shows(422, "Ngày này đã qua");
    head.post(close, &day("5")).await.goes_to(page);
    test.jobs().await;
    let sent = test.outbox.all();
    assert!(
        sent.iter()
            .any(|m| m.to == "+84987654321" && m.text.contains("bị hủy"))
    );
    head.get(page).await.shows(200, "Hội nghị");
    head.post(book, &form)
        .await
        .shows(422, "Ngày này đơn vị nghỉ");
    head.post("/counter/visits/closed/open", &[("day", "2024-03-05")])
        .await
        .goes_to(page);
    head.post(book, &form).await.goes_to("/counter/visits");
    test.advance(SignedDuration::from_hours(20));
    let mut head = test.client();
    assert_eq!(head.get(page).await.location(), "/counter/sign-in");
}

#[tokio::test]
async fn a_holder_moves_and_cancels_his_own_alone() {
    let test = TestApp::new().await;
    office(&test).await;
    let (_, mut browser) = holder(&test, 41).await;
    let (_, mut stranger) = holder(&test, 42).await;
    browser.get("/visits/move").await.goes_to("/visits");
    browser
        .post("/visits/at/CA01", &[("slot", NINE), ("reason", "other")])
        .await
        .goes_to("/visits");
    let page = browser.get("/visits/move?day=2024-03-05").await.text();
    let (visit, revision) = (hidden(&page, "visit"), hidden(&page, "revision"));
    let later = "2024-03-05T02:30:00Z";
    let form = [
        ("visit", visit.as_str()),
        ("revision", &revision),
        ("slot", later),
    ];
    stranger.post("/visits/move", &form).await.shows(404, "");
    stranger.post("/visits/cancel", &form).await.shows(404, "");
    browser
        .post("/visits/move", &form[..2])
        .await
        .shows(422, "Chọn một giờ");
    browser.post("/visits/move", &form).await.goes_to("/visits");
    browser
        .post("/visits/move", &[form[0], form[1], ("slot", NINE)])
        .await
        .shows(409, "");
    browser
        .post("/visits/cancel", &form[..2])
        .await
        .shows(409, "");
    let page = browser.get("/visits").await;
    page.shows(200, "05/03/2024 09:30");
    let revision = hidden(&page.text(), "revision");
    browser
        .post(
            "/visits/cancel",
            &[("visit", &visit), ("revision", &revision)],
        )
        .await
        .goes_to("/visits");
    browser.get("/visits").await.shows(200, "Tỉnh, thành phố");
    browser.get("/visits?lang=en").await.goes_to("/visits");
    browser
        .get("/visits")
        .await
        .shows(200, "Book a visit to a counter");
}

const READ: [&str; 6] = [
    "/counter/visits",
    "/counter/visits/rows",
    "/counter/visits/book",
    "/counter/visits/display",
    "/counter/visits/hours",
    "/counter/visits/vis_00000000000000000000000000000000",
];
const WRITTEN: [&str; 9] = [
    "/counter/visits/desk",
    "/counter/visits/next",
    "/counter/visits/arrive",
    "/counter/visits/walk-in",
    "/counter/visits/book",
    "/counter/visits/hours",
    "/counter/visits/closed",
    "/counter/visits/closed/open",
    "/counter/visits/vis_00000000000000000000000000000000",
];
/// A form that passes until who sends it is asked.
const FORM: [(&str, &str); 8] = [
    ("desk", "1"),
    ("reference", "LH-22222-22222"),
    ("reason", "other"),
    ("slot", NINE),
    ("phone", "0987654321"),
    ("act", "served"),
    ("day", "2024-03-05"),
    ("why", "x"),
];

#[tokio::test]
async fn who_may_not_is_refused_at_every_door() {
    let test = TestApp::new().await;
    office(&test).await;
    let (_, mut browser) = holder(&test, 41).await;
    let mut nobody = test.client();
    for role in [Role::CallCentre, Role::Manager, Role::Auditor] {
        let mut other = staff(&test, role, UNIT).await;
        for page in READ {
            other.get(page).await.shows(403, "");
        }
        for page in WRITTEN {
            other.post(page, &FORM).await.shows(403, "");
        }
    }
    for page in READ {
        nobody.get(page).await.goes_to("/counter/sign-in");
        browser.get(page).await.goes_to("/counter/sign-in");
    }
    for page in WRITTEN {
        nobody.post(page, &FORM).await.goes_to("/counter/sign-in");
        browser.post(page, &FORM).await.goes_to("/counter/sign-in");
    }
    for page in ["/visits", "/visits/at/CA01", "/visits/move"] {
        nobody.get(page).await.goes_to("/sign-in");
    }
    for page in ["/visits/at/CA01", "/visits/move", "/visits/cancel"] {
        nobody.post(page, &FORM).await.goes_to("/sign-in");
    }
    // Hours are the head's.
    let mut officer = staff(&test, Role::Officer, UNIT).await;
    officer.get("/counter/visits/hours").await.shows(403, "");
    for page in [
        "/counter/visits/hours",
        "/counter/visits/closed",
        "/counter/visits/closed/open",
    ] {
        officer.post(page, &FORM).await.shows(403, "");
    }
    assert!(
        !officer
            .get("/counter/visits")
            .await
            .text()
            .contains("/counter/visits/hours")
    );
}
