//! Calls and visits, through the pages.

use domain::actor::Role;
use jiff::SignedDuration;
use testkit::people::Person;
use testkit::{Client, TestApp};

use crate::holds::{holder, staff};

pub(crate) async fn open(desk: &mut Client, number: &str) -> String {
    let form = [("number", number), ("wish", "lock")];
    let answer = desk.post("/counter/assistance", &form).await;
    assert!(
        answer.location().starts_with("/counter/assistance/sub_"),
        "{}",
        answer.words()
    );
    answer.location().to_owned()
}

/// Answers to the questions that the page asks, right or wrong.
pub(crate) async fn answers(
    desk: &mut Client,
    case: &str,
    person: &Person,
    right: bool,
) -> Vec<(&'static str, String)> {
    let page = desk.get(case).await.text();
    let old = person
        .record
        .old_number
        .as_ref()
        .unwrap()
        .as_str()
        .to_owned();
    let known = [
        ("name", "nguyen thi ngoc anh".to_owned(), "Lê Thị Khác"),
        ("birth-day", "27/03/1990".to_owned(), "01/01/1990"),
        ("card-issued", "15/06/2021".to_owned(), "01/01/2021"),
        ("card-expires", "27/03/2030".to_owned(), "01/01/2030"),
        ("old-number", old, "111111111"),
    ];
    known
        .into_iter()
        .filter(|(field, ..)| page.contains(&format!("name=\"{field}\"")))
        .map(|(field, truth, lie)| (field, if right { truth } else { lie.to_owned() }))
        .collect()
}

pub(crate) async fn say(desk: &mut Client, case: &str, said: &[(&'static str, String)]) {
    assert_eq!(said.len(), 2, "two questions");
    let form: Vec<(&str, &str)> = said
        .iter()
        .map(|(field, text)| (*field, text.as_str()))
        .collect();
    desk.post(&format!("{case}/answers"), &form)
        .await
        .goes_to(case);
}

// law: D59-19.5.b, D59-19.1.a.i, D59-19.4.a
#[tokio::test]
async fn an_operator_checks_a_caller_locks_and_unlocks() {
    let test = TestApp::new().await;
    let (an, mut browser) = holder(&test, 1).await;
    let mut desk = staff(&test, Role::CallCentre, "TD01").await;
    desk.get("/counter/assistance")
        .await
        .shows(200, "Tổng đài định danh điện tử");
    let case = open(&mut desk, an.number()).await;
    let page = desk.get(&case).await;
    page.shows(200, "074•••••0001");
    page.shows(200, "Chưa xác minh");
    desk.post(&format!("{case}/lock"), &[("reason", "lost-device")])
        .await
        .shows(422, "Chưa xác minh đủ");
    let said = answers(&mut desk, &case, &an, true).await;
    say(&mut desk, &case, &said).await;
    let page = desk.get(&case).await;
    page.shows(200, "Đủ để khóa");
    for (_, answer) in &said {
        assert!(
            !page.text().contains(answer.as_str()),
            "an answer stands on the page"
        );
    }
    desk.post(&format!("{case}/lock"), &[])
        .await
        .shows(422, "Chọn một lý do");
    desk.post(&format!("{case}/lock"), &[("reason", "lost-device")])
        .await
        .goes_to(&case);
    browser.get("/personal/devices").await.goes_to("/sign-in");
    desk.post(&format!("{case}/unlock"), &[])
        .await
        .shows(422, "Chưa xác minh đủ");
    desk.post(&format!("{case}/send-code"), &[])
        .await
        .goes_to(&case);
    desk.post(&format!("{case}/send-code"), &[])
        .await
        .shows(422, "thử quá nhiều lần");
    let code = test.code_for(an.phone()).await;
    assert!(!desk.get(&case).await.text().contains(&code));
    let wrong = if code == "000001" { "000002" } else { "000001" };
    desk.post(&format!("{case}/code"), &[("code", wrong)])
        .await
        .shows(422, "Còn 4 lần thử");
    desk.post(&format!("{case}/code"), &[("code", &code)])
        .await
        .goes_to(&case);
    desk.get(&case).await.shows(200, "Đủ để mở khóa");
    desk.post(&format!("{case}/unlock"), &[])
        .await
        .goes_to(&case);
    desk.post(&format!("{case}/end"), &[])
        .await
        .goes_to(&format!("{case}/end"));
    let end = desk.get(&format!("{case}/end")).await;
    for words in ["HT-", "Khóa tài khoản", "Kết thúc căn cứ khóa"] {
        end.shows(200, words);
    }
    desk.post(&format!("{case}/lock"), &[("reason", "other")])
        .await
        .shows(422, "đã kết thúc");
    let mut again = test.client();
    test.advance(SignedDuration::from_mins(2));
    again
        .post(
            "/sign-in",
            &[
                ("number", an.number()),
                ("password", testkit::people::PASSWORD),
            ],
        )
        .await
        .goes_to("/sign-in/code");
}

// law: D59-19.5.b
#[tokio::test]
async fn wrong_answers_end_a_call_and_an_unknown_number_looks_the_same() {
    let test = TestApp::new().await;
    let (an, _) = holder(&test, 1).await;
    let stranger = Person::of(2);
    stranger.register(&test.app).await;
    let nobody = Person::of(3);
    let mut desk = staff(&test, Role::CallCentre, "TD01").await;
    for person in [&an, &stranger, &nobody] {
        let case = open(&mut desk, person.number()).await;
        desk.post(&format!("{case}/send-code"), &[])
            .await
            .goes_to(&case);
        desk.post(&format!("{case}/code"), &[("code", "999999")])
            .await
            .shows(422, "Còn 4 lần thử");
        let right = person.number() != an.number();
        let said = answers(&mut desk, &case, person, right).await;
        say(&mut desk, &case, &said).await;
        desk.get(&case)
            .await
            .shows(200, "Hai câu trả lời không đúng");
        for act in ["lock", "unlock", "activation", "answers", "send-code"] {
            let form = [("reason", "other"), ("name", "x")];
            desk.post(&format!("{case}/{act}"), &form)
                .await
                .shows(422, "Hai câu trả lời không đúng");
        }
        desk.post(&format!("{case}/end"), &[])
            .await
            .goes_to(&format!("{case}/end"));
        desk.get(&format!("{case}/end"))
            .await
            .shows(200, "Không có thay đổi nào");
    }
    test.jobs().await;
    let codes = test
        .outbox
        .all()
        .iter()
        .filter(|m| m.to == stranger.phone() || m.to == nobody.phone())
        .count();
    assert_eq!(codes, 0);
}

// law: D59-19.5.c, UX-8
#[tokio::test]
async fn an_officer_helps_a_visitor_with_the_chip_card() {
    let test = TestApp::new().await;
    let (an, _) = holder(&test, 1).await;
    let mut desk = staff(&test, Role::Officer, "P074").await;
    desk.get("/counter/assistance")
        .await
        .shows(200, "thẻ căn cước gắn chip");
    let case = open(&mut desk, an.number()).await;
    desk.post(&format!("{case}/document"), &[])
        .await
        .goes_to(&case);
    desk.post(&format!("{case}/lock"), &[("reason", "lost-card")])
        .await
        .goes_to(&case);
    let said = answers(&mut desk, &case, &an, true).await;
    say(&mut desk, &case, &said).await;
    desk.get(&case).await.shows(200, "Mở khóa tài khoản");
    desk.post(&format!("{case}/unlock"), &[])
        .await
        .goes_to(&case);
    let page = desk.get(&case).await.text();
    let device = crate::holds::link(&page, "dev_");
    desk.post(&format!("{case}/device"), &[("device", &device)])
        .await
        .goes_to(&case);
    desk.post(&format!("{case}/device"), &[("device", "nonsense")])
        .await
        .shows(404, "Không tìm thấy");
}

// law: D59-4.4, D59-19.5.b
#[tokio::test]
async fn a_case_is_its_operators_own_and_input_is_kept() {
    let test = TestApp::new().await;
    let (an, mut citizen) = holder(&test, 1).await;
    let mut desk = staff(&test, Role::CallCentre, "TD01").await;
    let mut colleague = staff(&test, Role::CallCentre, "TD02").await;
    let answer = desk
        .post(
            "/counter/assistance",
            &[("number", "0741"), ("wish", "unlock")],
        )
        .await;
    answer.shows(422, "đúng 12 chữ số");
    answer.shows(422, "value=\"0741\"");
    answer.shows(422, "value=\"unlock\" checked");
    desk.post("/counter/assistance", &[("number", an.number())])
        .await
        .shows(422, "Chọn việc cần giúp");
    let case = open(&mut desk, an.number()).await;
    colleague.get(&case).await.shows(404, "Không tìm thấy");
    colleague
        .post(&format!("{case}/send-code"), &[])
        .await
        .shows(404, "Không tìm thấy");
    citizen.get(&case).await.goes_to("/counter/sign-in");
    desk.get("/counter/assistance/nonsense")
        .await
        .shows(404, "Không tìm thấy");
    desk.post(&format!("{case}/answers"), &[])
        .await
        .shows(422, "câu trả lời");
    desk.post(&format!("{case}/pressured"), &[])
        .await
        .goes_to(&case);
    desk.get(&case).await.shows(200, "Chỉ được khóa tài khoản");
    let mut manager = staff(&test, Role::Manager, "QL01").await;
    manager
        .post(
            "/counter/assistance",
            &[("number", an.number()), ("wish", "lock")],
        )
        .await
        .shows(403, "");
}
