//! How people fare, from outside: what is counted of journeys through the pages, the question after them, and the page
//! that tells it (R50-6).

use axum::body::Body;
use axum::http::Request;
use domain::account::Level;
use domain::actor::{Actor, Role};
use domain::journey::survey::Answer as Ease;
use domain::journey::{Journey, Outcome};
use jiff::SignedDuration;
use jiff::civil::date;
use store::Audit;
use store::journey::count::{self, Ended};
use store::journey::survey;
use testkit::people::{PASSCODE, PASSWORD, Person};
use testkit::{Answer, Client, TestApp};

use crate::documents::scene::{LICENCE, Scene, both};
use crate::holds::staff;

both!(
    activation_and_signing_in_are_counted_and_asked_about,
    a_document_and_a_lock_are_asked_about,
    an_answer_needs_our_form,
    the_console_tells_a_month_beside_the_one_before,
    every_journey_has_its_page_in_both_languages,
);

const EVER: (jiff::civil::Date, jiff::civil::Date) = (date(2000, 1, 1), date(2100, 1, 1));

/// Door, furthest step, outcome, how many.
pub(crate) async fn counted(
    test: &TestApp,
    journey: Journey,
) -> Vec<(&'static str, String, Outcome, u64)> {
    let mut source = test.app.db.read().await.unwrap();
    let lines = count::lines(&mut source, journey, EVER).await.unwrap();
    let flat = |line: domain::journey::funnel::Line| {
        (line.door.as_str(), line.step, line.outcome, line.count)
    };
    lines.into_iter().map(flat).collect()
}

async fn answers(test: &TestApp, journey: Journey) -> Vec<u64> {
    let mut source = test.app.db.read().await.unwrap();
    survey::answers(&mut source, journey, EVER).await.unwrap()
}

const ASKED: &str = "Việc bạn vừa làm dễ hay khó?";

/// The question that the form on a page carries.
fn question(page: &Answer) -> String {
    page.shows(200, ASKED);
    let text = page.text();
    let at = text.find("name=\"question\" value=\"").expect("a form") + 23;
    text[at..].split('"').next().unwrap().to_owned()
}

async fn reply(browser: &mut Client, question: &str, word: &str) -> Answer {
    let form = [("question", question), ("answer", word)];
    browser.post("/survey", &form).await
}

async fn activating(test: &TestApp, who: &Person) -> Client {
    let mut browser = test.client();
    let form = [("number", who.number()), ("contact", who.phone())];
    browser
        .post("/activate", &form)
        .await
        .goes_to("/activate/code");
    let code = test.code_for(who.phone()).await;
    browser
        .post("/activate/code", &[("code", &code)])
        .await
        .goes_to("/activate/password");
    browser
}

// law: R50-6
async fn activation_and_signing_in_are_counted_and_asked_about(test: TestApp) {
    let an = Person::of(1);
    an.register(&test.app).await;
    an.account_with(&test.app, Level::Two, false).await;
    // Left before the passcode, taken up again the next day.
    let mut left = activating(&test, &an).await;
    left.post("/activate/password", &[("password", PASSWORD)])
        .await
        .goes_to("/activate/passcode");
    test.advance(SignedDuration::from_hours(24));
    let mut browser = activating(&test, &an).await;
    browser
        .post("/activate/passcode", &[("passcode", PASSCODE)])
        .await
        .goes_to("/activate/questions");
    let two = [
        ("question_1", "first-pet"),
        ("answer_1", "Mực"),
        ("question_2", "first-job"),
        ("answer_2", "Bán báo"),
    ];
    let done = browser.post("/activate/questions", &two).await;
    assert_eq!(
        counted(&test, Journey::Activation).await,
        [
            ("page", "passcode".into(), Outcome::GivenUp, 1),
            ("page", "questions".into(), Outcome::Done, 1),
        ]
    );

    let end = done.location().to_owned();
    let asked = question(&browser.get(&end).await);
    assert!(!end.contains(an.number()) && !asked.contains(an.number()));
    reply(&mut browser, &asked, "")
        .await
        .shows(422, "Chọn mức độ dễ hay khó");
    reply(&mut browser, &asked, "easy").await.goes_to("/survey");
    browser.get("/survey").await.shows(200, "Cảm ơn bạn");
    reply(&mut browser, &asked, "very-hard")
        .await
        .goes_to("/survey");
    assert_eq!(answers(&test, Journey::Activation).await, [0, 0, 0, 1, 0]);
    let again = browser.get(&end).await;
    again.shows(200, "Đăng nhập");
    assert!(!again.text().contains(ASKED), "asked once");
    let forged = browser.get("/activate/done?survey=activation.1.AAAA").await;
    assert!(!forged.text().contains(ASKED));

    // One signs in, one leaves before the code; that one is counted when its row goes.
    an.sign_in(&test, &mut test.client()).await;
    let signed_in = ("page", "code".to_owned(), Outcome::Done, 1);
    assert_eq!(
        counted(&test, Journey::SignIn).await,
        std::slice::from_ref(&signed_in)
    );
    test.advance(SignedDuration::from_mins(2));
    let form = [("number", an.number()), ("password", PASSWORD)];
    test.client().post("/sign-in", &form).await;
    test.advance(SignedDuration::from_hours(48));
    let system = test.cx(Actor::System);
    app::activity::retention::schedule(&test.app, &system)
        .await
        .unwrap();
    test.jobs().await;
    assert_eq!(
        counted(&test, Journey::SignIn).await,
        [signed_in, ("page", "code".into(), Outcome::GivenUp, 1)]
    );
}

// law: R50-6
async fn a_document_and_a_lock_are_asked_about(test: TestApp) {
    let scene = Scene::new(test).await;
    let test = &scene.test;
    scene.put_licence(&scene.licence()).await;
    let asked = scene.ask_licence(LICENCE, "B2").await.unwrap();
    let mut browser = test.client();
    scene.person.sign_in(test, &mut browser).await;
    let recorded = format!("/wallet/requests/{}/recorded", asked.request.id);
    let document = question(&browser.get(&recorded).await);
    reply(&mut browser, &document, "very-easy")
        .await
        .goes_to("/survey");
    assert_eq!(answers(test, Journey::Document).await, [0, 0, 0, 0, 1]);
    test.jobs().await;
    let [(_, step, outcome, 1)] = &counted(test, Journey::Document).await[..] else {
        panic!("one request is one journey")
    };
    assert_eq!((step.as_str(), *outcome), ("asked", Outcome::Done));

    let locked = browser.post("/lock", &[("reason", "lost-device")]).await;
    let receipt = locked.location().to_owned();
    let lock = question(&browser.get(&receipt).await);
    assert_ne!(lock, document);
    reply(&mut browser, &lock, "neither")
        .await
        .goes_to("/survey");
    assert_eq!(answers(test, Journey::Lock).await, [0, 0, 1, 0, 0]);
    assert!(!browser.get(&receipt).await.text().contains(ASKED));
}

// law: R50-6
async fn an_answer_needs_our_form(test: TestApp) {
    let mut browser = test.client();
    let ended = test.now();
    let cx = test.cx(Actor::Public);
    let of = (Journey::Visit, &"visit" as &(dyn std::fmt::Display + Sync));
    let found = app::experience::question(&test.app, &cx, of, ended).await;
    let asked = found.unwrap().unwrap().to_text(&test.app);
    browser.get("/survey").await;
    let request = Request::post("/survey")
        .header("content-type", "application/x-www-form-urlencoded")
        .header("origin", "https://evil.example")
        .body(Body::from(format!("question={asked}&answer=easy")));
    let refused = browser.send(request.unwrap()).await;
    refused.shows(403, "Không thể tiếp tục");
    reply(&mut browser, "visit.1.AAAA", "easy")
        .await
        .shows(404, "Không tìm thấy");
    assert_eq!(answers(&test, Journey::Visit).await, [0; 5]);
    reply(&mut browser, &asked, "easy").await.goes_to("/survey");
    assert_eq!(answers(&test, Journey::Visit).await, [0, 0, 0, 1, 0]);
}

/// So many alike registrations of a month.
async fn many(test: &TestApp, days_ago: i64, step: &str, outcome: Outcome, many: i64) {
    put(test, Journey::Registration, days_ago, (step, outcome, many)).await;
}

async fn put(
    test: &TestApp,
    journey: Journey,
    days_ago: i64,
    (step, outcome, many): (&str, Outcome, i64),
) {
    let began = test.now() - SignedDuration::from_hours(24 * days_ago);
    let ended = Ended {
        journey,
        door: "page",
        language: "vi",
        step,
        outcome,
        began,
        ended: began + SignedDuration::from_secs(150),
    };
    let mut tx = test.app.db.begin().await.unwrap();
    count::add(&mut tx, &ended, many).await.unwrap();
    tx.commit(Audit::Bookkeeping("test")).await.unwrap();
}

// law: R50-6
async fn the_console_tells_a_month_beside_the_one_before(test: TestApp) {
    many(&test, 0, "number", Outcome::GivenUp, 30).await;
    many(&test, 0, "portrait", Outcome::GivenUp, 6).await;
    many(&test, 0, "check", Outcome::Done, 100).await;
    many(&test, 20, "number", Outcome::GivenUp, 50).await;
    many(&test, 20, "check", Outcome::Done, 50).await;
    let mut tx = test.app.db.begin().await.unwrap();
    for chance in 0..20 {
        let what = (Journey::Registration, Ease::Easy);
        survey::count(&mut tx, what, ("vi", test.now()), chance)
            .await
            .unwrap();
    }
    tx.commit(Audit::Bookkeeping("test")).await.unwrap();

    let mut manager = staff(&test, Role::Manager, "A06").await;
    let menu = manager.get("/console").await;
    menu.shows(200, "href=\"/console/experience\"");
    let page = manager.get("/console/experience").await;
    for words in [
        "Đăng ký mức độ 1, công dân, 03/2024",
        ">136<",
        "73,5 %",
        "Tháng trước: 50,0 %",
        "3 phút",
        "Nhiều người dừng nhất ở: Số định danh hoặc hộ chiếu (30)",
        "4,0",
        "Câu trả lời: một câu hỏi",
    ] {
        page.shows(200, words);
    }
    let file = "/console/experience.csv?journey=registration&month=2024-03";
    page.shows(200, &file.replace('&', "&amp;"));
    let file = manager.get(file).await;
    assert_eq!(file.headers["content-type"], "text/csv; charset=utf-8");
    for line in [
        "month,journey,measure,of,value,unit\n",
        "2024-03,registration,begun,,136,journeys\n",
        "2024-03,registration,reached,contact,106,journeys\n",
        "2024-03,registration,left,portrait,6,journeys\n",
        "2024-03,registration,done,,735,per mille of begun\n",
        "2024-03,registration,time,percentile 95,180,seconds at most\n",
        "2024-03,registration,answers,easy,20,answers\n",
        "2024-02,registration,begun,,100,journeys\n",
        "definition,,kept,,",
    ] {
        file.shows(200, line);
    }
    let before = manager.get("/console/experience?month=2024-02").await;
    before.shows(200, "50,0 %");

    // Few are not told, on the page or in the file.
    many(&test, 0, "code", Outcome::Refused, 3).await;
    manager
        .get("/console/experience")
        .await
        .shows(200, "không nêu");
    let file = manager.get("/console/experience.csv").await;
    file.shows(200, "2024-03,registration,left,code,,journeys\n");
    file.shows(200, "2024-03,registration,left,portrait,,journeys\n");

    for (place, words) in [
        ("?journey=elsewhere", "Chọn một thủ tục trong danh sách"),
        ("?month=2031-01", "Chọn một tháng trong 36 tháng gần đây"),
        (".csv?month=x", "Chọn một tháng trong 36 tháng gần đây"),
    ] {
        let place = format!("/console/experience{place}");
        manager.get(&place).await.shows(422, words);
    }
    for role in [Role::Officer, Role::Head, Role::CallCentre] {
        let mut other = staff(&test, role, "H01").await;
        for place in ["/console/experience", "/console/experience.csv"] {
            assert_eq!(other.get(place).await.status.as_u16(), 403, "{role:?}");
        }
    }
    for place in ["/console/experience", "/console/experience.csv"] {
        test.client().get(place).await.goes_to("/counter/sign-in");
    }
}

// law: R50-6
async fn every_journey_has_its_page_in_both_languages(test: TestApp) {
    for journey in Journey::ALL {
        if let Some(last) = journey.steps().last() {
            put(&test, *journey, 0, (last.word, Outcome::Done, 9)).await;
        }
        let mut tx = test.app.db.begin().await.unwrap();
        for chance in 0..if journey.asks() { 7 } else { 0 } {
            let what = (*journey, Ease::VeryEasy);
            survey::count(&mut tx, what, ("en", test.now()), chance)
                .await
                .unwrap();
        }
        tx.commit(Audit::Bookkeeping("test")).await.unwrap();
    }
    let mut auditor = staff(&test, Role::Auditor, "A06").await;
    for (lang, words) in [
        ("vi", "Trải nghiệm của người dân"),
        ("en", "How people fare"),
    ] {
        auditor.get(&format!("/console?lang={lang}")).await;
        for journey in Journey::ALL {
            let place = format!("/console/experience?journey={}", journey.as_str());
            let page = auditor.get(&place).await;
            page.shows(200, words);
            page.shows(
                200,
                if journey.steps().is_empty() {
                    ">7<"
                } else {
                    ">9<"
                },
            );
        }
        let file = auditor.get("/console/experience.csv").await;
        assert_eq!(file.status.as_u16(), 200);
    }
}
