//! The call centre asks the holder on his own phone whether it is he who calls.

use app::assistance::{CallQuestion, answer_on_phone};
use domain::actor::{Actor, Role};
use jiff::SignedDuration;
use testkit::people::PASSCODE;
use testkit::{Answer, Client, TestApp};

use crate::approve::choices;
use crate::assistance::{answers, open, say};
use crate::documents::scene::both;
use crate::holds::{holder, staff};

both!(
    a_caller_proves_himself_on_his_phone,
    of_three_picks_at_once_one_decides,
    a_later_call_hides_no_question,
);

pub(crate) const PLACE: &str = "/approve/call";
const NONE: &str = "Tổng đài không chờ";
const OVER: &str = "không còn chờ";

pub(crate) async fn asks(desk: &mut Client, case: &str) -> String {
    desk.post(&format!("{case}/on-phone"), &[])
        .await
        .goes_to(case);
    said(&desk.get(case).await)
}

/// The number that the operator says.
#[track_caller]
pub(crate) fn said(page: &Answer) -> String {
    let text = page.text();
    let rest = text.split("dd-code\">").nth(1).expect("a number");
    rest[..2].to_owned()
}

/// What the page asks: about which call, and which question of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Put {
    pub(crate) call: String,
    pub(crate) turn: String,
}

impl Put {
    pub(crate) fn form(&self) -> [(&str, &str); 2] {
        [
            ("case", self.call.as_str()),
            ("question", self.turn.as_str()),
        ]
    }

    fn id(&self) -> CallQuestion {
        CallQuestion {
            call: self.call.parse().unwrap(),
            turn: self.turn.parse().unwrap(),
        }
    }
}

/// The question on a page.
#[track_caller]
pub(crate) fn named(page: &Answer) -> Put {
    let text = page.text();
    let value = |name: &str| {
        let mark = format!("name=\"{name}\" value=\"");
        let rest = text.split(&mark).nth(1).expect("a question");
        rest.split('"').next().unwrap_or_default().to_owned()
    };
    Put {
        call: value("case"),
        turn: value("question"),
    }
}

/// What the holder is asked now.
pub(crate) async fn asked(phone: &mut Client) -> Put {
    named(&phone.get(PLACE).await)
}

pub(crate) async fn picks(phone: &mut Client, asked: &Put, number: &str) -> Answer {
    let [case, question] = asked.form();
    let form = [
        case,
        question,
        ("decision", "allow"),
        ("number", number),
        ("passcode", PASSCODE),
    ];
    phone.post(PLACE, &form).await
}

pub(crate) async fn denies(phone: &mut Client, asked: &Put) -> Answer {
    let [case, question] = asked.form();
    let form = [case, question, ("decision", "deny")];
    phone.post(PLACE, &form).await
}

/// How many messages said that somebody calls.
pub(crate) async fn told(test: &TestApp) -> usize {
    test.jobs().await;
    let sent = test.outbox.all();
    sent.iter()
        .filter(|m| m.text.contains("nói là bạn"))
        .count()
}

// law: D59-19.5.b, D59-4.4
async fn a_caller_proves_himself_on_his_phone(test: TestApp) {
    let (an, mut phone) = holder(&test, 1).await;
    let mut desk = staff(&test, Role::CallCentre, "TD01").await;
    phone.get(PLACE).await.shows(200, NONE);
    let case = open(&mut desk, an.number()).await;
    let number = asks(&mut desk, &case).await;
    test.jobs().await;
    let sent = test.outbox.all();
    let told = sent
        .iter()
        .any(|m| m.text.contains("nói là bạn") && !m.text.contains("http"));
    assert!(told, "a message without a link");
    phone.get("/approve").await.shows(200, PLACE);
    let page = phone.get(PLACE).await;
    for words in ["HT-", "Khóa tài khoản", "đó là lừa đảo"] {
        page.shows(200, words);
    }
    assert!(choices(&page).contains(&number));
    let call = named(&page);
    let [case_field, question] = call.form();
    let form = [
        case_field,
        question,
        ("decision", "allow"),
        ("number", &*number),
        ("passcode", "000000"),
    ];
    let again = phone.post(PLACE, &form).await;
    assert_eq!(again.status, 422, "{}", again.words());
    assert_eq!(named(&again), call);
    picks(&mut phone, &call, "")
        .await
        .shows(422, "Chọn con số nhân viên tổng đài đọc");
    // An answer to no call in particular is none.
    let none = Put {
        call: String::new(),
        ..call.clone()
    };
    picks(&mut phone, &none, &number).await.shows(409, OVER);
    picks(&mut phone, &call, &number)
        .await
        .shows(200, "Bạn đã xác nhận");
    phone.get(PLACE).await.shows(200, NONE);
    let page = desk.get(&case).await;
    page.shows(200, "đã xác nhận trên điện thoại");
    page.shows(200, "Đủ để khóa");
    let right = answers(&mut desk, &case, &an, true).await;
    say(&mut desk, &case, &right).await;
    desk.get(&case).await.shows(200, "Đủ để mở khóa");
    let log = phone.get("/activity").await;
    log.shows(200, "Kiểm tra người liên hệ");
    log.shows(200, "Xác nhận trên điện thoại là chính mình gọi tổng đài");
}

/// Whoever holds the phone and the passcode does not try all three numbers at one time.
async fn of_three_picks_at_once_one_decides(test: TestApp) {
    let (an, mut phone) = holder(&test, 1).await;
    let mut desk = staff(&test, Role::CallCentre, "TD01").await;
    let case = open(&mut desk, an.number()).await;
    let number = asks(&mut desk, &case).await;
    let page = phone.get(PLACE).await;
    let (call, all) = (named(&page), choices(&page));
    let (mut one, mut two, mut three) = (phone.clone(), phone.clone(), phone.clone());
    let (one, two, three) = tokio::join!(
        picks(&mut one, &call, &all[0]),
        picks(&mut two, &call, &all[1]),
        picks(&mut three, &call, &all[2]),
    );
    let mut decided = Vec::new();
    for (picked, answer) in all.iter().zip([one, two, three]) {
        let text = answer.text();
        if text.contains("Bạn đã xác nhận") {
            assert_eq!(*picked, number);
            decided.push(picked);
        } else if text.contains("coi là không phải bạn") {
            assert_ne!(*picked, number);
            decided.push(picked);
        } else {
            // Over by now, or the passcode was being tried beside it.
            assert_eq!(answer.status, 409, "{}", answer.words());
        }
    }
    assert_eq!(decided.len(), 1, "{decided:?}");
    let want = if *decided[0] == number {
        "đã xác nhận trên điện thoại"
    } else {
        "nói không phải mình"
    };
    desk.get(&case).await.shows(200, want);
}

/// With two calls open about one person each question is answered by itself.
async fn a_later_call_hides_no_question(test: TestApp) {
    let (an, mut phone) = holder(&test, 1).await;
    let mut desk = staff(&test, Role::CallCentre, "TD01").await;
    let mut other = staff(&test, Role::CallCentre, "TD02").await;
    let first = open(&mut desk, an.number()).await;
    let number = asks(&mut desk, &first).await;
    let mine = asked(&mut phone).await;
    test.advance(SignedDuration::from_secs(10));
    let second = open(&mut other, an.number()).await;
    assert_eq!(asked(&mut phone).await, mine, "a call that asks nothing");
    asks(&mut other, &second).await;
    let theirs = asked(&mut phone).await;
    assert_ne!(theirs, mine, "the newest first");
    let list = phone.get("/approve").await.text();
    for call in [&mine, &theirs] {
        let at = format!("/approve/call?case={}", call.call);
        assert!(list.contains(&at), "{at}");
        assert_eq!(&named(&phone.get(&at).await), call);
    }
    denies(&mut phone, &theirs)
        .await
        .shows(200, "Đã báo cho tổng đài");
    assert_eq!(asked(&mut phone).await, mine);
    picks(&mut phone, &mine, &number)
        .await
        .shows(200, "Bạn đã xác nhận");
    phone.get(PLACE).await.shows(200, NONE);
    desk.get(&first)
        .await
        .shows(200, "đã xác nhận trên điện thoại");
    other.get(&second).await.shows(200, "nói không phải mình");
}

#[tokio::test]
async fn a_no_and_a_wrong_number_leave_a_lock_and_nothing_else() {
    let test = TestApp::new().await;
    let mut desk = staff(&test, Role::CallCentre, "TD01").await;
    for (n, decline) in [(1, true), (2, false)] {
        let (person, mut phone) = holder(&test, n).await;
        let case = open(&mut desk, person.number()).await;
        let number = asks(&mut desk, &case).await;
        let page = phone.get(PLACE).await;
        let call = named(&page);
        let logged = if decline {
            let no = denies(&mut phone, &call).await;
            no.shows(200, "Đã báo cho tổng đài");
            "Trả lời không phải mình gọi tổng đài"
        } else {
            let all = choices(&page);
            let wrong = all.into_iter().find(|one| *one != number).unwrap();
            picks(&mut phone, &call, &wrong)
                .await
                .shows(409, "coi là không phải bạn");
            "Chọn sai số khi tổng đài hỏi"
        };
        phone.get("/activity").await.shows(200, logged);
        // The right one comes too late.
        picks(&mut phone, &call, &number).await.shows(409, OVER);
        desk.get(&case).await.shows(200, "nói không phải mình");
        desk.post(&format!("{case}/on-phone"), &[])
            .await
            .shows(422, "chỉ được khóa tài khoản");
        desk.post(&format!("{case}/send-code"), &[])
            .await
            .goes_to(&case);
        let code = test.code_for(person.phone()).await;
        desk.post(&format!("{case}/code"), &[("code", &code)])
            .await
            .goes_to(&case);
        let right = answers(&mut desk, &case, &person, true).await;
        say(&mut desk, &case, &right).await;
        let page = desk.get(&case).await;
        page.shows(200, "Đủ để khóa");
        desk.post(&format!("{case}/lock"), &[("reason", "lost-device")])
            .await
            .goes_to(&case);
        desk.post(&format!("{case}/unlock"), &[])
            .await
            .shows(422, "Chưa xác minh đủ");
    }
}

#[tokio::test]
async fn silence_a_stranger_and_nobody_look_alike_to_the_operator() {
    let test = TestApp::new().await;
    let (an, mut phone) = holder(&test, 1).await;
    let (_, mut stranger) = holder(&test, 2).await;
    let mut desk = staff(&test, Role::CallCentre, "TD01").await;
    for number in [an.number(), "074190999999"] {
        let case = open(&mut desk, number).await;
        for _ in 0..3 {
            asks(&mut desk, &case).await;
        }
        desk.post(&format!("{case}/on-phone"), &[])
            .await
            .shows(422, "thử quá nhiều lần");
        stranger.get(PLACE).await.shows(200, NONE);
        test.advance(SignedDuration::from_mins(5));
        desk.get(&case).await.shows(200, "Không có câu trả lời");
        phone.get(PLACE).await.shows(200, NONE);
        test.advance(SignedDuration::from_mins(6));
    }
    // A number at a counter has the card instead.
    let mut counter = staff(&test, Role::Officer, "P074").await;
    let case = open(&mut counter, an.number()).await;
    counter
        .post(&format!("{case}/on-phone"), &[])
        .await
        .shows(422, "chỉ dùng trong cuộc gọi");
}

// law: APP-8
#[tokio::test]
async fn a_computer_that_a_phone_let_in_says_no_and_not_yes() {
    let test = TestApp::new().await;
    let (an, mut phone) = holder(&test, 1).await;
    let mut desk = staff(&test, Role::CallCentre, "TD01").await;
    let case = open(&mut desk, an.number()).await;
    let number = asks(&mut desk, &case).await;
    let mut computer = crate::approve::let_in(&test, &mut phone).await;
    let call = asked(&mut computer).await;
    picks(&mut computer, &call, &number)
        .await
        .shows(409, "Chỉ điện thoại đã gắn");
    denies(&mut computer, &call)
        .await
        .shows(200, "Đã báo cho tổng đài");
    picks(&mut phone, &call, &number).await.shows(409, OVER);
    desk.get(&case).await.shows(200, "nói không phải mình");
}

#[tokio::test]
async fn a_closed_call_asks_nothing() {
    let test = TestApp::new().await;
    let (an, mut phone) = holder(&test, 1).await;
    let mut desk = staff(&test, Role::CallCentre, "TD01").await;
    let case = open(&mut desk, an.number()).await;
    let number = asks(&mut desk, &case).await;
    let call = asked(&mut phone).await;
    desk.post(&format!("{case}/end"), &[])
        .await
        .goes_to(&format!("{case}/end"));
    phone.get(PLACE).await.shows(200, NONE);
    picks(&mut phone, &call, &number).await.shows(409, OVER);
    denies(&mut phone, &call).await.shows(409, OVER);
}

/// Between the page and the answer the session ended: neither the page nor what was read before it answers.
#[tokio::test]
async fn who_signed_out_meanwhile_answers_nothing() {
    let test = TestApp::new().await;
    let (an, mut phone) = holder(&test, 1).await;
    let mut desk = staff(&test, Role::CallCentre, "TD01").await;
    let case = open(&mut desk, an.number()).await;
    let number = asks(&mut desk, &case).await;
    let call = asked(&mut phone).await;
    let token = app::token::Token::parse(phone.cookie("dd-session").unwrap()).unwrap();
    let public = test.cx(Actor::Public);
    let session = app::holder::resume(&test.app, &public, &token).await;
    let session = session.unwrap().unwrap();
    phone.post("/sign-out", &[]).await;
    picks(&mut phone, &call, &number).await.goes_to("/sign-in");
    let cx = test.cx(session.actor());
    let id = Some(call.id());
    let allow = app::signin::phone::Answer::Allow {
        number: &number,
        passcode: PASSCODE,
    };
    for answer in [allow, app::signin::phone::Answer::Deny] {
        let late = answer_on_phone(&test.app, &cx, &session, id, answer).await;
        assert!(matches!(late, Err(app::Error::SignIn)), "{late:?}");
    }
    assert_eq!(said(&desk.get(&case).await), number, "it waits on");
}

/// By the wish alone, so that the refusal tells nothing about the account.
#[tokio::test]
async fn who_wants_to_be_let_in_again_is_not_asked_on_the_phone() {
    let test = TestApp::new().await;
    let (an, mut phone) = holder(&test, 1).await;
    let mut desk = staff(&test, Role::CallCentre, "TD01").await;
    for number in [an.number(), "074190999999"] {
        for wish in ["unlock", "activation"] {
            let form = [("number", number), ("wish", wish)];
            let opened = desk.post("/counter/assistance", &form).await;
            let case = opened.location().to_owned();
            let place = format!("{case}/on-phone");
            let page = desk.get(&case).await;
            page.shows(200, "Không hỏi trên điện thoại của chủ tài khoản");
            assert!(!page.text().contains(&place), "{wish}");
            desk.post(&place, &[])
                .await
                .shows(422, "Không hỏi trên điện thoại của chủ tài khoản");
        }
    }
    assert_eq!(told(&test).await, 0);
    phone.get(PLACE).await.shows(200, NONE);
}
