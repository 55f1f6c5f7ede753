//! Registering for level 1 through the pages: the story, and everything that is bad input.

use app::ports::{Look, Wrong};
use domain::registers::{CardForm, PortraitSource};
use image::codecs::png::PngEncoder;
use image::{ExtendedColorType, ImageEncoder};
use jiff::SignedDuration;
use testkit::people::Person;
use testkit::{Answer, Client, TestApp};

/// A grey picture with some pattern.
pub(crate) fn png(width: u32, height: u32) -> Vec<u8> {
    let grey = |x: u32, y: u32| {
        if (x / 20 + y / 20).is_multiple_of(2) {
            90
        } else {
            180
        }
    };
    let pixels: Vec<u8> = (0..height)
        .flat_map(|y| (0..width).map(move |x| grey(x, y)))
        .collect();
    let mut bytes = Vec::new();
    PngEncoder::new(&mut bytes)
        .write_image(&pixels, width, height, ExtendedColorType::L8)
        .unwrap();
    bytes
}

/// A person of the registers with both portraits.
pub(crate) async fn known(test: &TestApp, n: u32, change: impl FnOnce(&mut Person)) -> Person {
    let mut person = Person::of(n);
    change(&mut person);
    person.register(&test.app).await;
    let number = person.record.identity.number.clone();
    let mut tx = test.app.db.begin().await.unwrap();
    for source in [PortraitSource::Population, PortraitSource::Card] {
        let sealed = store::registers::portrait::Sealed::new(
            test.app.db.keys(),
            number.as_str().to_owned(),
            source,
            &png(180, 240),
        );
        store::registers::portrait::save(&mut tx, sealed.unwrap())
            .await
            .unwrap();
    }
    tx.commit(store::Audit::Bookkeeping("test portraits"))
        .await
        .unwrap();
    person
}

/// Details as on the card of [`Person::of`].
pub(crate) const DETAILS: [(&str, &str); 8] = [
    ("name", "Nguyễn Thị Ngọc Ánh"),
    ("birth-day", "27"),
    ("birth-month", "3"),
    ("birth-year", "1990"),
    ("sex", "female"),
    ("card-issued-day", "15"),
    ("card-issued-month", "6"),
    ("card-issued-year", "2021"),
];

fn details_with(field: &'static str, value: &'static str) -> Vec<(&'static str, &'static str)> {
    DETAILS
        .into_iter()
        .map(|(k, v)| if k == field { (k, value) } else { (k, v) })
        .collect()
}

async fn upload(client: &mut Client, bytes: &[u8]) -> Answer {
    client
        .post_files(
            "/register/portrait",
            &[],
            &[("portrait", "me.png", "image/png", bytes)],
        )
        .await
}

/// Fills in everything; the next page is "check answers".
async fn fill(test: &TestApp, client: &mut Client, person: &Person, details: &[(&str, &str)]) {
    client
        .post("/register", &[])
        .await
        .goes_to("/register/number");
    client
        .post("/register/number", &[("number", person.number())])
        .await
        .goes_to("/register/contact");
    let phone = person.phone.national();
    client
        .post("/register/contact", &[("contact", &phone)])
        .await
        .goes_to("/register/code");
    let code = test.code_for(person.phone()).await;
    client
        .post("/register/code", &[("code", &code)])
        .await
        .goes_to("/register/details");
    client
        .post("/register/details", details)
        .await
        .goes_to("/register/portrait");
    upload(client, &png(320, 400))
        .await
        .goes_to("/register/consent");
    client
        .post("/register/consent", &[("agree", "yes")])
        .await
        .goes_to("/register/check");
}

/// Registers and gives the reference.
pub(crate) async fn register(
    test: &TestApp,
    client: &mut Client,
    person: &Person,
    details: &[(&str, &str)],
) -> String {
    fill(test, client, person, details).await;
    client
        .post("/register/check", &[])
        .await
        .goes_to("/register/status");
    let page = client.get("/register/status").await.words();
    let reference = page
        .split_whitespace()
        .find(|w| w.starts_with("DK-"))
        .unwrap();
    reference.to_owned()
}

// law: D59-14.1.a, D59-14.1.b, D59-14.1.c, D59-vol, D59-4.2
#[tokio::test]
async fn the_story_of_level_one() {
    let test = TestApp::new().await;
    let an = known(&test, 1, |_| {}).await;
    let mut phone = test.client();
    phone
        .get("/register")
        .await
        .shows(200, "tự nguyện và miễn phí");
    fill(&test, &mut phone, &an, &DETAILS).await;
    let check = phone.get("/register/check").await;
    check.shows(200, "Nguyễn Thị Ngọc Ánh");
    check.shows(200, "27/03/1990");
    check.shows(200, "15/06/2021");
    assert_eq!(check.headers["cache-control"], "no-store");
    let image = phone.get("/register/portrait/image").await;
    assert_eq!(
        (image.status.as_u16(), &image.headers["content-type"]),
        (200, &"image/jpeg".parse().unwrap())
    );
    assert_eq!(image.headers["cache-control"], "no-store");
    phone
        .post("/register/check", &[])
        .await
        .goes_to("/register/status");
    // Pressed twice: the same page, no second request.
    phone
        .post("/register/check", &[])
        .await
        .goes_to("/register/status");
    let status = phone.get("/register/status").await;
    status.shows(200, "Đã được cấp tài khoản");
    status.shows(200, "Kích hoạt tài khoản");
    test.jobs().await;
    let told: Vec<_> = test
        .outbox
        .all()
        .into_iter()
        .filter(|m| m.text.contains("đã được phê duyệt"))
        .collect();
    assert_eq!(told.len(), 1);
    assert!(
        told[0].text.contains("Nguyễn Thị Ngọc Ánh") && told[0].text.contains("http://localhost")
    );
    let reference = status
        .words()
        .split_whitespace()
        .find(|w| w.starts_with("DK-"))
        .unwrap()
        .to_owned();
    let form = [("reference", reference.as_str()), ("number", an.number())];
    test.client()
        .post("/register/find", &form)
        .await
        .shows(200, "Đã được cấp tài khoản");
    // The portrait is closed with the registration, the steps lead to the status.
    assert_eq!(
        phone.get("/register/portrait/image").await.status.as_u16(),
        404
    );
    phone
        .get("/register/details")
        .await
        .goes_to("/register/status");
}

// law: D59-14.1.a, D59-11.1, D59-4.1
#[tokio::test]
async fn refusals_name_reason_next_step_and_basis() {
    let test = TestApp::new().await;
    let old_card = known(&test, 2, |p| {
        p.card.as_mut().unwrap().form = CardForm::Barcode
    })
    .await;
    let mut client = test.client();
    register(&test, &mut client, &old_card, &DETAILS).await;
    let page = client.get("/register/status").await;
    page.shows(200, "Không có thẻ căn cước gắn chíp còn giá trị");
    page.shows(200, "làm thẻ căn cước tại cơ quan công an");
    page.shows(200, "Điểm a khoản 1 Điều 14 Nghị định 59/2022/NĐ-CP");
    let child = known(&test, 3, |p| {
        p.record.identity.birth = domain::person::BirthDate::parse("2012-03-27").unwrap();
    })
    .await;
    let mut client = test.client();
    register(
        &test,
        &mut client,
        &child,
        &details_with("birth-year", "2012"),
    )
    .await;
    client
        .get("/register/status")
        .await
        .shows(200, "Cha, mẹ hoặc người giám hộ");
    let registered = known(&test, 4, |_| {}).await;
    registered
        .account(&test.app, domain::account::Level::One)
        .await;
    let mut client = test.client();
    test.advance(SignedDuration::from_mins(2));
    register(&test, &mut client, &registered, &DETAILS).await;
    client
        .get("/register/status")
        .await
        .shows(200, "Bạn đã có tài khoản");
}

#[tokio::test]
async fn nobody_skips_ahead() {
    let test = TestApp::new().await;
    let mut client = test.client();
    for step in [
        "number", "contact", "code", "details", "portrait", "consent", "check", "next",
    ] {
        client
            .get(&format!("/register/{step}"))
            .await
            .goes_to("/register");
    }
    client
        .post("/register", &[])
        .await
        .goes_to("/register/number");
    for step in [
        "contact", "code", "details", "portrait", "consent", "check", "status", "next",
    ] {
        client
            .get(&format!("/register/{step}"))
            .await
            .goes_to("/register/number");
    }
    for step in ["details", "check"] {
        client
            .post(&format!("/register/{step}"), &DETAILS)
            .await
            .goes_to("/register/next");
    }
    client
        .post("/register/consent", &[("agree", "yes")])
        .await
        .goes_to("/register/next");
    upload(&mut client, &png(320, 400))
        .await
        .goes_to("/register/next");
}

#[tokio::test]
async fn a_draft_belongs_to_its_cookie() {
    let test = TestApp::new().await;
    let an = known(&test, 5, |_| {}).await;
    let mut own = test.client();
    fill(&test, &mut own, &an, &DETAILS).await;
    let cookie = own.cookie("dd-draft").unwrap().to_owned();
    // Another secret for the same subject, and nonsense.
    let forged = app::token::Token::fresh(
        &test.app,
        app::token::Token::parse(&cookie).unwrap().subject,
    )
    .to_text();
    for value in [forged.as_str(), "nonsense", ""] {
        let mut thief = test.client();
        thief.set_cookie("dd-draft", value);
        let page = thief.get("/register/check").await;
        assert_eq!(page.status.as_u16(), 303, "{}", page.words());
        assert!(page.location().starts_with("/register"));
        assert_ne!(
            thief.get("/register/portrait/image").await.status.as_u16(),
            200
        );
    }
    own.get("/register/check")
        .await
        .shows(200, "Kiểm tra lại thông tin");
}

#[tokio::test]
async fn bad_input_is_named_kept_and_never_a_fault() {
    let test = TestApp::new().await;
    let an = known(&test, 6, |_| {}).await;
    let mut client = test.client();
    client.post("/register", &[]).await;
    let long = "a".repeat(60_000);
    for (number, words) in [
        ("", "Nhập"),
        ("12", "12 chữ số"),
        ("07419000000x", "chữ số"),
        ("074😀", "chữ số"),
        (&long, "chữ số"),
    ] {
        client
            .post("/register/number", &[("number", number)])
            .await
            .shows(422, words);
    }
    let huge = "a".repeat(10_000_000);
    let answer = client.post("/register/number", &[("number", &huge)]).await;
    assert_eq!(answer.status.as_u16(), 413);
    let answer = client
        .post("/register/number", &[("number", "0741\0")])
        .await;
    assert_eq!(answer.status.as_u16(), 400, "{}", answer.words());
    let page = client
        .post("/register/number", &[("number", "123 456")])
        .await;
    page.shows(422, "value=\"123 456\"");
    assert!(page.text().contains("<title>Lỗi:"), "the title says so");
    client
        .post("/register/number", &[("number", an.number())])
        .await
        .goes_to("/register/contact");
    for contact in ["", "abc", "0123", "a@b", "a b@c.vn", "<script>@x.vn"] {
        client
            .post("/register/contact", &[("contact", contact)])
            .await
            .shows(422, "contact-error");
    }
    client
        .post("/register/contact", &[("contact", &an.phone.national())])
        .await
        .goes_to("/register/code");
    client
        .post("/register/code", &[("code", "12")])
        .await
        .shows(422, "6 chữ số");
    let code = test.code_for(an.phone()).await;
    client
        .post("/register/code", &[("code", &code)])
        .await
        .goes_to("/register/details");
    for (field, value) in [
        ("name", ""),
        ("name", "Ánh 2"),
        ("name", "Ánh😀"),
        ("birth-month", "13"),
        ("birth-year", "1890"),
        ("birth-year", "2090"),
        ("sex", "other"),
        ("card-issued-day", ""),
        ("card-issued-year", "2090"),
    ] {
        let page = client
            .post("/register/details", &details_with(field, value))
            .await;
        page.shows(422, "error-summary");
        page.shows(422, "1990");
    }
    client
        .post("/register/details", &DETAILS)
        .await
        .goes_to("/register/portrait");
    for (bytes, words) in [
        (b"".as_slice(), "Chụp ảnh hoặc chọn một tệp ảnh"),
        (b"GIF89a".as_slice(), "không phải ảnh"),
        (&png(60, 60), "quá nhỏ"),
        (&vec![0xff; 5 * 1024 * 1024 + 1], "5 MB"),
    ] {
        upload(&mut client, bytes).await.shows(422, words);
    }
    client
        .post_files("/register/portrait", &[], &[])
        .await
        .shows(422, "Chụp ảnh hoặc chọn một tệp ảnh");
    upload(&mut client, &png(320, 400))
        .await
        .goes_to("/register/consent");
    client
        .post("/register/consent", &[])
        .await
        .shows(422, "Đánh dấu vào ô");
    client
        .post("/register/consent", &[("agree", "no")])
        .await
        .shows(422, "Đánh dấu vào ô");
}

#[tokio::test]
async fn every_page_speaks_both_languages() {
    let test = TestApp::new().await;
    let an = known(&test, 7, |_| {}).await;
    let mut client = test.client();
    fill(&test, &mut client, &an, &DETAILS).await;
    for page in [
        "",
        "/number",
        "/contact",
        "/details",
        "/portrait",
        "/consent",
        "/check",
        "/find",
    ] {
        for lang in ["vi", "en"] {
            client.set_cookie("dd-lang", lang);
            let answer = client.get(&format!("/register{page}")).await;
            answer.shows(200, &format!("lang=\"{lang}\""));
            let words = answer.words();
            let unresolved = words
                .split_whitespace()
                .find(|w| w.starts_with("register-") || w.starts_with("field-"));
            assert_eq!(unresolved, None, "{page}");
        }
    }
}

// law: D59-4.2
#[tokio::test]
async fn following_a_request_tells_a_stranger_nothing() {
    let test = TestApp::new().await;
    let an = known(&test, 8, |_| {}).await;
    let reference = register(&test, &mut test.client(), &an, &DETAILS).await;
    let mut stranger = test.client();
    let other = Person::of(9);
    let wrong_number = [
        ("reference", reference.as_str()),
        ("number", other.number()),
    ];
    let wrong_reference = [("reference", "DK-22222-22222"), ("number", an.number())];
    let first = stranger.post("/register/find", &wrong_number).await;
    let second = stranger.post("/register/find", &wrong_reference).await;
    first.shows(422, "Không tìm thấy hồ sơ");
    second.shows(422, "Không tìm thấy hồ sơ");
    stranger
        .post("/register/find", &[("reference", "x"), ("number", "y")])
        .await
        .shows(422, "Mã hồ sơ bắt đầu bằng DK");
}

// law: D69-10.1
#[tokio::test]
async fn since_decree_69_a_phone_is_compulsory() {
    for (after, phone_only) in [(0, false), (24 * 130, true)] {
        let test = TestApp::new().await;
        test.advance(jiff::SignedDuration::from_hours(after));
        let mut browser = test.client();
        browser.post("/register", &[]).await;
        let number = [("number", "074190001234")];
        browser.post("/register/number", &number).await;
        let answer = browser
            .post("/register/contact", &[("contact", "an@example.vn")])
            .await;
        if phone_only {
            answer.shows(422, "số điện thoại do chính bạn đứng tên");
            answer.shows(422, "an@example.vn");
        } else {
            answer.goes_to("/register/code");
        }
    }
}

// law: D59-14.1.app, FMT-ID-8
#[tokio::test]
async fn the_code_on_the_card_fills_the_form_in() {
    let test = TestApp::new().await;
    let person = known(&test, 9, |_| {}).await;
    let mut client = test.client();
    client.post("/register", &[]).await;
    client
        .get("/register/number")
        .await
        .shows(200, "href=\"/register/card\"");
    let page = client.get("/register/card").await;
    page.shows(200, "<scan-code");
    assert!(
        page.headers["permissions-policy"]
            .to_str()
            .unwrap()
            .contains("camera=(self)")
    );
    client
        .post("/register/card", &[("code", "")])
        .await
        .shows(422, "Hãy quét mã trên thẻ");
    let other = client
        .post("/register/card", &[("code", "WIFI:S:x;;")])
        .await;
    other.shows(422, "không phải mã của thẻ căn cước");
    other.shows(422, "WIFI:S:x;;");
    let code = format!(
        "{}|280123456|Nguyễn Thị Ngọc Ánh|27031990|Nữ|1 Lê Lợi, Bình Dương|15062021",
        person.number()
    );
    client
        .post("/register/card", &[("code", &code)])
        .await
        .goes_to("/register/contact");
    let phone = person.phone.national();
    client
        .post("/register/contact", &[("contact", &phone)])
        .await;
    let sent = test.code_for(person.phone()).await;
    client
        .post("/register/code", &[("code", &sent)])
        .await
        .goes_to("/register/portrait");
    // What was read is there to be checked, and to be changed by hand.
    let details = client.get("/register/details").await;
    details.shows(200, "Nguyễn Thị Ngọc Ánh");
    details.shows(200, "value=\"2021\"");
}

// law: D59-14.1.app
#[tokio::test]
async fn a_portrait_that_could_be_better_is_shown_with_its_remedy() {
    let (test, faces) = TestApp::new().await.with_faces();
    let person = known(&test, 10, |_| {}).await;
    let mut client = test.client();
    client.post("/register", &[]).await;
    let code = format!(
        "{}||Nguyễn Thị Ngọc Ánh|27031990|Nữ||15062021",
        person.number()
    );
    client.post("/register/card", &[("code", &code)]).await;
    let phone = person.phone.national();
    client
        .post("/register/contact", &[("contact", &phone)])
        .await;
    let sent = test.code_for(person.phone()).await;
    client.post("/register/code", &[("code", &sent)]).await;
    faces.finds(Look::SeveralFaces);
    upload(&mut client, &png(320, 400))
        .await
        .goes_to("/register/portrait");
    client
        .get("/register/portrait")
        .await
        .shows(200, "Chỉ một mình bạn");
    faces.finds(Look::One(vec![Wrong {
        code: "face-dark",
        remedy: "more-light",
    }]));
    upload(&mut client, &png(320, 400))
        .await
        .goes_to("/register/portrait");
    let page = client.get("/register/portrait").await;
    page.shows(200, "/register/portrait/image");
    page.shows(200, "href=\"/register/consent\"");
    let dark = page.words();
    assert!(dark.contains("Cho mặt sáng hơn"), "{dark}");
    faces.finds(Look::One(Vec::new()));
    upload(&mut client, &png(320, 400))
        .await
        .goes_to("/register/consent");
}
