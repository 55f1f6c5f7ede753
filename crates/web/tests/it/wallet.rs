//! The eight steps on screen, without script: sign in, version, wallet, integrate, new request, type,
//! number and class, submit, pending verification.

use domain::account::Level;
use domain::actor::Actor;
use domain::document::{Authority, SourceState};
use domain::registers::Register;
use jiff::SignedDuration;
use jiff::civil::date;
use testkit::people::PASSCODE;
use testkit::{Client, TestApp};

use crate::documents::scene::{LICENCE, Scene, both};

both!(
    the_eight_steps,
    wrong_entries_keep_what_was_typed,
    a_refusal_says_why_and_what_helps,
    withdrawing_and_removing,
    level_one_reads_what_to_do,
    outside_the_pilot_one_reads_where_it_is_open,
    pages_of_others_are_not_found,
    nobody_enters_without_signing_in,
);

const FORM: [(&str, &str); 3] = [
    ("licence-number", "790 123 456 789"),
    ("licence-class", "B2"),
    ("confirmed", "yes"),
];

async fn signed_in(scene: &Scene) -> Client {
    let mut client = scene.test.client();
    scene.person.sign_in(&scene.test, &mut client).await;
    client
}

/// Sends the form and gives the address of the request.
async fn submit(client: &mut Client, fields: &[(&str, &str)]) -> String {
    let answer = client
        .post("/wallet/integrate/driving-licence/submit", fields)
        .await;
    assert_eq!(answer.status.as_u16(), 303, "{}", answer.words());
    answer.location().trim_end_matches("/recorded").to_owned()
}

// law: DOC-0, DOC-GPLX, DOC-GPLX-s, APP-15, QR-6
async fn the_eight_steps(test: TestApp) {
    let scene = Scene::new(test).await;
    scene.put_licence(&scene.licence()).await;
    let mut client = signed_in(&scene).await;
    let home = client.get("/").await;
    home.shows(200, "Nguyễn Thị Ngọc Ánh");
    home.shows(200, "href=\"/approve\"");
    assert!(home.text().len() < 8_000, "{}", home.text().len());
    client.get("/notices").await.shows(200, "href=\"/approve\"");
    let personal = client.get("/personal").await;
    personal.shows(200, "Phiên bản ứng dụng 9.9.9");
    let weight = personal.text().len();
    assert!(weight < 8_000, "{weight}");
    assert!(
        !personal.text().contains(scene.person.number()),
        "the number is masked"
    );
    let wallet = client.get("/wallet").await;
    wallet.shows(200, "Ví giấy tờ");
    wallet.shows(200, "href=\"/wallet/integrate\"");
    client
        .get("/wallet/integrate")
        .await
        .shows(200, "Tạo mới yêu cầu");
    client
        .get("/wallet/integrate/new")
        .await
        .shows(200, "href=\"/wallet/integrate/driving-licence\"");
    let form = client.get("/wallet/integrate/driving-licence").await;
    form.shows(200, "B2 (giấy phép cấp trước năm 2025)");
    form.shows(200, "BE (giấy phép cấp từ năm 2025)");

    let answers = client
        .post("/wallet/integrate/driving-licence", &FORM)
        .await;
    answers.shows(200, "Gửi yêu cầu");
    answers.shows(200, LICENCE);
    client
        .post("/wallet/integrate/driving-licence/change", &FORM)
        .await
        .shows(200, "value=\"790 123 456 789\"");
    assert_eq!(
        scene.wallet().await.pending.len(),
        0,
        "nothing is sent before [Submit request]"
    );

    let request = submit(&mut client, &FORM).await;
    let recorded = client.get(&format!("{request}/recorded")).await;
    recorded.shows(200, "TH-");
    recorded.shows(200, "07/03/2024 09:00");
    client.get("/wallet").await.shows(200, "Chờ xác minh");
    client
        .get(&request)
        .await
        .shows(200, "Cục Đường bộ Việt Nam đang đối chiếu");
    client
        .post("/wallet/integrate/driving-licence/submit", &FORM)
        .await
        .goes_to(&format!("{request}?known=1"));

    scene.test.jobs().await;
    let wallet = client.get("/wallet").await;
    wallet.shows(200, "Còn hiệu lực");
    assert!(
        !wallet.text().contains(LICENCE),
        "numbers need the passcode"
    );
    let document = format!("/wallet/documents/{}", scene.wallet().await.documents[0].id);
    client.get(&document).await.shows(200, "Nhập mật mã");
    client
        .post(&document, &[("passcode", "111222")])
        .await
        .shows(422, "Mật mã không đúng");
    let full = client.post(&document, &[("passcode", PASSCODE)]).await;
    // Class C ended in 2023; the card as a whole goes on.
    full.shows(200, "31/01/2023 <strong");
    for text in [
        LICENCE,
        "31/01/2030",
        "Không thời hạn",
        "Sở Giao thông vận tải Bình Dương",
    ] {
        full.shows(200, text);
    }
}

// law: D59-3.7, DOC-0
async fn wrong_entries_keep_what_was_typed(test: TestApp) {
    let scene = Scene::new(test).await;
    let mut client = signed_in(&scene).await;
    let page = "/wallet/integrate/driving-licence";
    let answer = client
        .post(
            page,
            &[("licence-number", "79012<b>"), ("licence-class", "B2")],
        )
        .await;
    answer.shows(422, "Lỗi: ");
    answer.shows(422, "value=\"79012&lt;b&gt;\"");
    answer.shows(422, "Số giấy phép chỉ gồm chữ cái và chữ số");
    answer.shows(422, "Đánh dấu xác nhận thông tin trên là đúng");
    client
        .post(&format!("{page}/submit"), &FORM[..2])
        .await
        .shows(422, "Đánh dấu xác nhận");
    let passport = [
        ("passport-number", "C1234567"),
        ("passport-expiry-day", "31"),
        ("passport-expiry-month", "2"),
        ("passport-expiry-year", "2031"),
        ("confirmed", "yes"),
    ];
    let answer = client.post("/wallet/integrate/passport", &passport).await;
    answer.shows(422, "Ngày hết hạn không có thật");
    answer.shows(422, "value=\"2031\"");
    client
        .get("/wallet/integrate/fishing")
        .await
        .shows(404, "Không tìm thấy");
    assert_eq!(scene.wallet().await.pending.len(), 0);
}

// law: DOC-r2, QR-8, UX-4
async fn a_refusal_says_why_and_what_helps(test: TestApp) {
    let scene = Scene::new(test).await;
    let mut record = scene.licence();
    record.owner.number = domain::document::OwnerNumber::parse("999999999").unwrap();
    scene.put_licence(&record).await;
    let mut client = signed_in(&scene).await;
    let request = submit(&mut client, &FORM).await;
    scene.test.jobs().await;
    client.get("/wallet").await.shows(200, "Chưa tích hợp được");
    let page = client.get(&request).await;
    page.shows(200, "chứng minh nhân dân 9 chữ số");
    page.shows(200, "Đến công an xã, phường bất kỳ");
    page.shows(200, "Căn cứ: Khoản 7 Điều 3 Nghị định 59/2022/NĐ-CP");
    page.shows(200, "old-id-number");

    // A document that is held later says by whom.
    scene.put_licence(&scene.licence()).await;
    submit(&mut client, &FORM).await;
    scene.test.jobs().await;
    scene.test.advance(SignedDuration::from_mins(1));
    let mut record = scene.licence();
    record.state = SourceState::Held(Authority {
        name: "Phòng Cảnh sát giao thông".into(),
        since: date(2024, 3, 1),
    });
    scene.put_licence(&record).await;
    let document = format!("/wallet/documents/{}", scene.wallet().await.documents[0].id);
    let page = client.post(&document, &[("passcode", PASSCODE)]).await;
    page.shows(200, "Đang bị tạm giữ");
    page.shows(200, "Phòng Cảnh sát giao thông tạm giữ từ ngày 01/03/2024");
}

async fn withdrawing_and_removing(test: TestApp) {
    let scene = Scene::new(test).await;
    scene.put_licence(&scene.licence()).await;
    scene.open(Register::Licences, false).await;
    let mut client = signed_in(&scene).await;
    let request = submit(&mut client, &FORM).await;
    scene.test.jobs().await;
    client
        .get(&request)
        .await
        .shows(200, "Cơ sở dữ liệu gốc chưa trả lời");
    client
        .get(&format!("{request}/withdraw"))
        .await
        .shows(200, "Rút yêu cầu này?");
    client
        .post(&format!("{request}/withdraw"), &[])
        .await
        .goes_to(&request);
    client
        .get(&request)
        .await
        .shows(200, "Bạn đã rút yêu cầu này");
    scene.open(Register::Licences, true).await;
    submit(&mut client, &FORM).await;
    scene.test.jobs().await;
    let document = format!(
        "/wallet/documents/{}/remove",
        scene.wallet().await.documents[0].id
    );
    client.get(&document).await.shows(200, "khỏi ví?");
    client.post(&document, &[]).await.goes_to("/wallet");
    client
        .get("/wallet")
        .await
        .shows(200, "Ví của bạn chưa có giấy tờ");
}

// law: DOC-0
async fn level_one_reads_what_to_do(test: TestApp) {
    let scene = Scene::of(test, 1, Level::One).await;
    let mut client = signed_in(&scene).await;
    client.get("/").await.shows(200, "Nâng lên mức 2");
    for page in [
        "/wallet/integrate",
        "/wallet/integrate/new",
        "/wallet/integrate/driving-licence",
    ] {
        let shown = client.get(page).await;
        shown.shows(200, "đến công an xã, phường");
        shown.shows(200, "quản lý xuất nhập cảnh");
    }
    client
        .post("/wallet/integrate/driving-licence/submit", &FORM)
        .await
        .shows(200, "Cần tài khoản mức 2");
    assert_eq!(scene.wallet().await.pending.len(), 0);
}

// law: R50-4
async fn outside_the_pilot_one_reads_where_it_is_open(test: TestApp) {
    let scene = Scene::new(test).await;
    let provinces = vec!["001".to_owned()];
    let pilot = app::pilots::Save {
        name: "Hà Nội",
        kind: "driving-licence",
        provinces: &provinces,
        from: "2023-04-08",
        ..app::pilots::Save::default()
    };
    crate::pilots::open(&scene.test.app, &scene.test.cx(Actor::Operator), &pilot).await;
    let mut client = signed_in(&scene).await;
    let choose = client.get("/wallet/integrate/new").await;
    choose.shows(200, "Hà Nội");
    assert!(
        !choose
            .text()
            .contains("href=\"/wallet/integrate/driving-licence\"")
    );
    client
        .get("/wallet/integrate/driving-licence")
        .await
        .shows(200, "Giấy phép lái xe: chưa mở cho bạn");
    client
        .post("/wallet/integrate/driving-licence/submit", &FORM)
        .await
        .shows(200, "Hà Nội");
    assert_eq!(scene.wallet().await.pending.len(), 0);
}

async fn pages_of_others_are_not_found(test: TestApp) {
    let scene = Scene::new(test).await;
    scene.put_licence(&scene.licence()).await;
    let mut client = signed_in(&scene).await;
    let request = submit(&mut client, &FORM).await;
    scene.test.jobs().await;
    let document = format!("/wallet/documents/{}", scene.wallet().await.documents[0].id);
    let (other, _) = scene.other().await;
    let mut stranger = scene.test.client();
    other.sign_in(&scene.test, &mut stranger).await;
    for page in [
        request.clone(),
        format!("{request}/recorded"),
        format!("{request}/withdraw"),
        document.clone(),
        format!("{document}/remove"),
    ] {
        assert_eq!(stranger.get(&page).await.status.as_u16(), 404, "{page}");
    }
    for page in [
        format!("{request}/withdraw"),
        document.clone(),
        format!("{document}/remove"),
    ] {
        assert_eq!(
            stranger
                .post(&page, &[("passcode", PASSCODE)])
                .await
                .status
                .as_u16(),
            404,
            "{page}"
        );
    }
    for page in ["/wallet/requests/nonsense", "/wallet/documents/doc_zz"] {
        assert_eq!(stranger.get(page).await.status.as_u16(), 404, "{page}");
    }
}

async fn nobody_enters_without_signing_in(test: TestApp) {
    let mut client = test.client();
    client
        .get("/")
        .await
        .shows(200, "Danh tính điện tử của bạn");
    for page in [
        "/personal",
        "/personal/sign-in",
        "/wallet",
        "/wallet/integrate",
        "/wallet/integrate/new",
        "/wallet/integrate/passport",
        "/wallet/requests/x",
        "/wallet/documents/x",
    ] {
        client.get(page).await.goes_to("/sign-in");
    }
    client
        .post("/wallet/integrate/passport/submit", &FORM)
        .await
        .goes_to("/sign-in");
    for page in [
        "/console/pilots",
        "/console/pilots/new",
        "/console/pilots/x/report",
        "/console/pilots/x/report.csv",
        "/console/pilots/x/report.pdf",
        "/console/registers",
    ] {
        client.get(page).await.goes_to("/counter/sign-in");
    }
}
