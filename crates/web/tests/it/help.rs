//! What anybody may read: costs, what to bring, paper licences, impostors; and what a level is worth.

use domain::account::Level;
use testkit::people::PASSCODE;
use testkit::{Client, TestApp};

use crate::documents::scene::{LICENCE, Scene, both};
use crate::holds::{holder, link};

both!(
    a_paper_licence_is_refused_in_plain_words,
    level_two_stands_for_the_card_and_its_documents_for_the_papers,
);

/// A page in a language, as a stranger reads it.
async fn page(test: &TestApp, lang: &str, path: &str) -> String {
    let mut client = test.client();
    client.set_cookie("dd-lang", lang);
    let answer = client.get(path).await;
    assert_eq!(answer.status.as_u16(), 200, "{path}");
    answer.words()
}

// law: D69-4
#[tokio::test]
async fn principles_and_bans_stand_in_help_in_both_languages() {
    let test = TestApp::new().await;
    for (lang, words) in [
        ("vi", "can thiệp trái phép vào hệ thống"),
        ("en", "interfere with the system"),
    ] {
        let page = page(&test, lang, "/help").await;
        assert!(page.contains(words), "{page}");
    }
}

// law: FINE
#[tokio::test]
async fn what_is_fined_is_said_where_people_register_and_read() {
    let test = TestApp::new().await;
    for path in ["/register", "/terms", "/help"] {
        for (lang, words) in [
            (
                "vi",
                [
                    "Nghị định 282/2025/NĐ-CP",
                    "khai sai sự thật",
                    "tài khoản giả",
                    "cho thuê, cho mượn",
                    "trái pháp luật",
                ],
            ),
            (
                "en",
                [
                    "Decree 282/2025/ND-CP",
                    "false statements",
                    "fake accounts",
                    "renting out or lending",
                    "unlawfully",
                ],
            ),
        ] {
            let page = page(&test, lang, path).await;
            for word in words {
                assert!(page.contains(word), "{path} {word}");
            }
        }
    }
}

// law: D59-14.pr, UX-8
#[tokio::test]
async fn what_to_bring_is_told_by_level_and_channel() {
    let test = TestApp::new().await;
    let (one, two) = (
        test.client(),
        Scene::of(TestApp::new().await, 1, Level::One).await,
    );
    for path in ["/register", "/help"] {
        one.clone()
            .get(path)
            .await
            .shows(200, "href=\"/help/bring\"");
    }
    let mut holder = two.test.client();
    two.person.sign_in(&two.test, &mut holder).await;
    holder
        .get("/wallet/integrate")
        .await
        .shows(200, "href=\"/help/bring\"");
    for (lang, words) in [
        (
            "vi",
            [
                "Mức độ 1, làm trong ứng dụng",
                "trong 1 ngày làm việc",
                "Mức độ 2, làm tại quầy",
                "Thẻ căn cước công dân gắn chíp đang dùng",
                "trong 3 ngày làm việc",
                "chưa có thẻ căn cước gắn chíp",
                "trong 7 ngày làm việc",
                "qua điện thoại 1900 0368",
            ],
        ),
        (
            "en",
            [
                "Level 1, in the app",
                "within one working day",
                "Level 2, at a counter",
                "Your valid citizen identity card with a chip",
                "within 3 working days",
                "without a valid chip card",
                "within 7 working days",
                "by phone, 1900 0368",
            ],
        ),
    ] {
        let text = page(&test, lang, "/help/bring").await;
        for words in words {
            assert!(text.contains(words), "no {words:?} in: {text}");
        }
    }
}

// law: D59-31.1, D59-vol
#[tokio::test]
async fn it_is_said_to_be_free_where_one_begins() {
    let test = TestApp::new().await;
    for path in ["/", "/register", "/help"] {
        let text = page(&test, "vi", path).await.to_lowercase();
        assert!(text.contains("miễn phí"), "{path}: {text}");
        assert!(page(&test, "en", path).await.contains("free"), "{path}");
    }
    assert!(
        page(&test, "vi", "/help/bring")
            .await
            .contains("Không việc nào mất phí")
    );
}

// law: UX-11, D59-hold
#[tokio::test]
async fn impostors_are_warned_of_before_anything_is_entered() {
    let test = TestApp::new().await;
    let sign_in = test.client().get("/sign-in").await;
    sign_in.shows(200, "Không đọc mã cho bất kỳ ai");
    sign_in.shows(200, "href=\"/help#impostors\"");
    let help = test.client().get("/help").await;
    help.shows(200, "id=\"impostors\"");
    for words in [
        "không bao giờ gọi cho bạn để hỏi mật khẩu",
        "không có đường dẫn đến nơi nào khác",
        "kho chính thức của điện thoại",
        "http://localhost",
        "Khóa tài khoản ngay, rồi gọi 1900 0368",
        "báo mất là khóa tài khoản",
        "Giữ kín mật khẩu",
    ] {
        help.shows(200, words);
    }
    help.shows(200, "href=\"/lock\"");
}

/// A device names itself; the name goes into a message.
// law: UX-11
#[tokio::test]
async fn the_name_of_a_device_makes_no_link_in_a_message() {
    let test = TestApp::new().await;
    let (an, mut first) = holder(&test, 1).await;
    let page = first.get("/personal/devices").await.text();
    let device = link(&page, "dev_");
    first
        .post("/personal/devices/remove", &[("device", &device)])
        .await
        .goes_to("/personal/devices");
    test.advance(jiff::SignedDuration::from_mins(2));
    let mut app = test.client();
    let body = serde_json::json!({ "number": an.number(), "password": testkit::people::PASSWORD });
    let begun = json(&mut app, "/api/v1/sign-in", None, &body).await;
    let code = test.code_for(an.phone()).await;
    let body = serde_json::json!({ "code": code, "device_name": "https://vneid.example/mo-khoa" });
    let journey = begun["journey"].as_str().unwrap();
    let opened = json(&mut app, "/api/v1/sign-in/code", Some(journey), &body).await;
    assert_eq!(opened["next"], "open", "{opened}");
    test.jobs().await;
    let told = test.outbox.all();
    assert!(
        told.iter().any(|m| m.text.contains("mo-khoa")),
        "told of the device"
    );
    for message in told {
        assert!(!message.text.contains("vneid.example"), "{}", message.text);
    }
}

async fn json(
    client: &mut Client,
    path: &str,
    journey: Option<&str>,
    body: &serde_json::Value,
) -> serde_json::Value {
    use axum::http::{Request, header};
    let mut request = Request::builder()
        .method("POST")
        .uri(path)
        .header(header::CONTENT_TYPE, "application/json");
    if let Some(journey) = journey {
        request = request.header("journey", journey);
    }
    let request = request.body(body.to_string().into()).unwrap();
    client.send(request).await.json()
}

const FORM: [(&str, &str); 3] = [
    ("licence-number", "AB 12345"),
    ("licence-class", "B2"),
    ("confirmed", "yes"),
];

async fn refusal(scene: &Scene, client: &mut Client, form: &[(&str, &str)]) -> testkit::Answer {
    let sent = client
        .post("/wallet/integrate/driving-licence/submit", form)
        .await;
    let request = sent.location().trim_end_matches("/recorded").to_owned();
    scene.test.jobs().await;
    client.get(&request).await
}

// law: UX-5, UX-4, DOC-r3
async fn a_paper_licence_is_refused_in_plain_words(test: TestApp) {
    let scene = Scene::new(test).await;
    scene.put_licence(&scene.licence()).await;
    let mut client = scene.test.client();
    scene.person.sign_in(&scene.test, &mut client).await;
    let page = refusal(&scene, &mut client, &FORM).await;
    for words in [
        "Không tìm thấy giấy phép bản giấy",
        "Cục Đường bộ Việt Nam hoặc nơi cấp cập nhật dữ liệu",
        "không bắt buộc",
        "Bản giấy của bạn vẫn có giá trị",
        // Who mends it is not the holder: sending again is not what comes first.
        "Gửi lại ngay sẽ nhận cùng một kết quả",
        "nêu mã yêu cầu TH-",
        "govuk-button--secondary",
    ] {
        page.shows(200, words);
    }
    scene
        .test
        .client()
        .get("/help")
        .await
        .shows(200, "không bắt buộc phải đổi sang thẻ nhựa");

    // A slip of the pen is the holder's own to mend.
    let slip = [("licence-number", "111111111111"), FORM[1], FORM[2]];
    let page = refusal(&scene, &mut client, &slip).await;
    page.shows(200, "So lại từng ký tự");
    assert!(
        !page
            .text()
            .contains("Gửi lại ngay sẽ nhận cùng một kết quả")
    );
}

// law: D59-13.5, QR-1
async fn level_two_stands_for_the_card_and_its_documents_for_the_papers(test: TestApp) {
    const CARD: &str = "có giá trị như thẻ căn cước công dân khi cần xuất trình thẻ";
    const PAPER: &str = "có giá trị như bản giấy";
    let scene = Scene::new(test).await;
    scene.put_licence(&scene.licence()).await;
    let mut client = scene.test.client();
    scene.person.sign_in(&scene.test, &mut client).await;
    client.get("/personal").await.shows(200, CARD);
    scene.ask_licence(LICENCE, "B2").await.unwrap();
    scene.test.jobs().await;
    let document = format!("/wallet/documents/{}", scene.wallet().await.documents[0].id);
    let closed = client.get(&document).await;
    assert!(
        !closed.text().contains(PAPER),
        "only shown with the passcode"
    );
    let shown = client.post(&document, &[("passcode", PASSCODE)]).await;
    shown.shows(200, PAPER);

    // Held, it stands for nothing.
    scene.test.advance(jiff::SignedDuration::from_mins(1));
    let mut record = scene.licence();
    record.state = domain::document::SourceState::Held(domain::document::Authority {
        name: "CSGT".into(),
        since: jiff::civil::date(2024, 3, 1),
    });
    scene.put_licence(&record).await;
    let held = client.post(&document, &[("passcode", PASSCODE)]).await;
    held.shows(200, "tạm giữ");
    assert!(!held.text().contains(PAPER));

    let one = testkit::people::Person::of(77);
    one.register(&scene.test.app).await;
    one.account(&scene.test.app, Level::One).await;
    let mut other = scene.test.client();
    one.sign_in(&scene.test, &mut other).await;
    let personal = other.get("/personal").await;
    personal.shows(200, "Cá nhân");
    assert!(
        !personal.text().contains(CARD),
        "level 1 stands for no card"
    );
}
