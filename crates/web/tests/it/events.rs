//! Register events in the console and by signed message.

use axum::body::Body;
use axum::http::Request;
use domain::account::Level;
use domain::actor::Role;
use domain::register_event::Teller;
use serde_json::{Value, json};
use testkit::people::Person;
use testkit::{Answer, Client, TestApp};

const SECRET: &str = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYX";
const HEAD: &str = "event_id,number,change,occurred_at\n";

async fn ready() -> (TestApp, Person) {
    let test = TestApp::new().await.configured(|config| {
        let secrets = &mut config.register_events.secrets;
        assert!(secrets.add(Teller::Population, SECRET));
        config.register_events.at_once = 2;
    });
    let person = Person::of(1);
    person.register(&test.app).await;
    person.account(&test.app, Level::Two).await;
    (test, person)
}

/// A manager at his desk, of a unit of his own.
async fn manager(test: &TestApp, role: Role, unit: &str) -> Client {
    test.staff(role, unit).await;
    let login = format!("{}.{}", role.as_str(), unit.to_lowercase());
    let mut client = test.client();
    let password = ("password", testkit::STAFF_PASSWORD);
    client
        .post("/counter/sign-in", &[("login", login.as_str()), password])
        .await
        .goes_to("/counter/sign-in/code");
    let code = test.code_for(&format!("{login}@congan.example")).await;
    let answer = client
        .post("/counter/sign-in/code", &[("code", &code)])
        .await;
    assert_eq!(answer.status.as_u16(), 303, "{}", answer.words());
    client
}

async fn upload(client: &mut Client, text: &str) -> Answer {
    let file = ("file", "population-events.csv", "text/csv", text.as_bytes());
    client
        .post_files("/console/events", &[("register", "population")], &[file])
        .await
}

/// The revision of the page's form.
fn revision(page: &Answer) -> String {
    let text = page.text();
    let at = text.split("name=\"revision\" value=\"").nth(1).unwrap();
    at.split('"').next().unwrap().to_owned()
}

// law: D59-10.1, D59-19.1.a.iv
#[tokio::test]
async fn two_managers_release_and_take_back() {
    let (test, person) = ready().await;
    let mut a = manager(&test, Role::Manager, "A06").await;
    let mut b = manager(&test, Role::Manager, "B06").await;
    a.get("/console/events").await.shows(200, "Chưa có lô nào");
    let bad = a.post_files("/console/events", &[], &[]).await;
    bad.shows(422, "Chọn cơ sở dữ liệu");
    bad.shows(422, "Chọn tệp CSV");
    upload(&mut a, "event_id;number")
        .await
        .shows(422, "hãy dùng dấu phẩy");
    let number = person.number();
    let lines = format!("{HEAD}KT-1,{number},death,2024-03-01\nKT-2,{number},died,2024-03-01\n");
    let staged = upload(&mut a, &lines).await;
    let place = staged.location().to_owned();
    assert!(
        place.starts_with("/console/events/bat_"),
        "{}",
        staged.words()
    );
    let page = a.get(&place).await;
    page.shows(200, "Chờ duyệt lần một");
    page.shows(200, "074•••••0001");
    page.shows(200, "Cơ sở dữ liệu này không báo thay đổi như vậy");
    assert!(!page.text().contains(number), "numbers are mostly hidden");
    let seen = revision(&page);
    let approve = format!("{place}/approve");
    a.post(&approve, &[("revision", &seen)])
        .await
        .shows(422, "Đánh dấu để xác nhận");
    let yes = [("revision", seen.as_str()), ("confirm", "yes")];
    a.post(&approve, &yes).await.goes_to(&place);
    b.post(&approve, &yes)
        .await
        .shows(409, "Có người vừa thay đổi");
    let seen = revision(&b.get(&place).await);
    let yes = [("revision", seen.as_str()), ("confirm", "yes")];
    a.post(&approve, &yes)
        .await
        .shows(409, "không được duyệt lần hai");
    b.post(&approve, &yes).await.goes_to(&place);
    let running = b.get(&place).await;
    running.shows(200, "Đã xong 0 trên 1 sự kiện");
    assert_eq!(running.headers["refresh"], "3");
    test.jobs().await;
    let done = b.get(&place).await;
    done.shows(200, "Khóa tài khoản");
    assert!(done.headers.get("refresh").is_none());
    b.post(&approve, &yes)
        .await
        .shows(409, "Lô này đã được thực hiện.");

    let undo = format!("{place}/undo");
    a.post(&undo, &[]).await.shows(422, "Đánh dấu để xác nhận");
    a.post(&undo, &[("confirm", "yes")]).await.goes_to(&place);
    a.post(&undo, &[("confirm", "yes")])
        .await
        .shows(409, "không được duyệt lần hai");
    a.get(&place).await.shows(200, "Rút yêu cầu hoàn tác");
    let page = b.get(&place).await;
    assert!(!page.text().contains("Rút yêu cầu"), "another's request");
    let keep = format!("{place}/keep");
    b.post(&keep, &[]).await.shows(409, "chỉ người đó");
    a.post(&keep, &[]).await.goes_to(&place);
    a.post(&keep, &[])
        .await
        .shows(409, "Lô này đã được thực hiện.");
    a.post(&undo, &[("confirm", "yes")]).await.goes_to(&place);
    b.post(&undo, &[("confirm", "yes")]).await.goes_to(&place);
    test.jobs().await;
    b.get(&place).await.shows(200, "Đã hoàn tác");
    b.post(&undo, &[("confirm", "yes")])
        .await
        .shows(409, "Lô này đã được hoàn tác.");
    b.get("/console/events?before=1")
        .await
        .shows(200, "Chưa có lô nào");
}

// law: D59-10.1, D59-4.4
#[tokio::test]
async fn others_may_not() {
    let (test, person) = ready().await;
    let mut a = manager(&test, Role::Manager, "A06").await;
    let lines = format!("{HEAD}KT-1,{},death,2024-03-01\n", person.number());
    let place = upload(&mut a, &lines).await.location().to_owned();
    let steps = ["approve", "rehearse", "withdraw", "undo", "keep"];
    let mut auditor = manager(&test, Role::Auditor, "A07").await;
    let page = auditor.get(&place).await;
    page.shows(200, "Chờ duyệt lần một");
    assert!(!page.text().contains("•••••"), "numbers, not people");
    assert_eq!(upload(&mut auditor, &lines).await.status.as_u16(), 403);
    for step in steps {
        let fields = [("revision", "2"), ("confirm", "yes")];
        let answer = auditor.post(&format!("{place}/{step}"), &fields).await;
        assert_eq!(answer.status.as_u16(), 403, "{step}");
        let gone = a
            .post(&format!("/console/events/bat_1/{step}"), &fields)
            .await;
        assert_eq!(gone.status.as_u16(), 404, "{step}");
    }
    let mut officer = manager(&test, Role::Officer, "A08").await;
    for path in ["/console/events", place.as_str()] {
        assert_eq!(officer.get(path).await.status.as_u16(), 403, "{path}");
        let stranger = test.client().get(path).await;
        stranger.goes_to("/counter/sign-in");
    }
    let seen = revision(&a.get(&place).await);
    a.post(&format!("{place}/rehearse"), &[("revision", &seen)])
        .await
        .goes_to(&place);
    let seen = revision(&a.get(&place).await);
    a.post(&format!("{place}/withdraw"), &[("revision", &seen)])
        .await
        .goes_to(&place);
    a.get(&place).await.shows(200, "Đã bỏ");
}

async fn send(
    test: &TestApp,
    register: &str,
    id: &str,
    body: &[u8],
    signed: Option<&str>,
) -> Answer {
    use base64::Engine as _;
    let secret = base64::engine::general_purpose::STANDARD
        .decode(&SECRET[6..])
        .unwrap();
    let timestamp = test.now().as_second().to_string();
    let signature = app::signed_message::sign(&secret, id, &timestamp, body);
    let request = Request::post(format!("/api/v1/register-events/{register}"))
        .header("content-type", "application/json")
        .header("webhook-id", id)
        .header("webhook-timestamp", &timestamp)
        .header("webhook-signature", signed.unwrap_or(&signature))
        .body(Body::from(body.to_vec()))
        .unwrap();
    test.client().send(request).await
}

fn event(id: &str, person: &Person) -> Value {
    json!({ "id": id, "subject": person.number(), "change": "death", "occurred_at": "2024-03-01" })
}

// law: D59-10.1, D59-19.1.a.iv
#[tokio::test]
async fn a_register_tells_by_signed_message() {
    let (test, person) = ready().await;
    let body = json!({ "events": [event("KT-1", &person)] }).to_string();
    let body = body.as_bytes();
    let forged = send(&test, "population", "msg-1", body, Some("v1,AAAA")).await;
    let elsewhere = send(&test, "cards", "msg-1", body, None).await;
    let nowhere = send(&test, "nothing", "msg-1", body, None).await;
    for answer in [forged, elsewhere, nowhere] {
        assert_eq!(answer.status.as_u16(), 401);
        assert_eq!(answer.json()["code"], "webhook-signature");
    }
    let told = send(&test, "population", "msg-1", body, None).await;
    assert_eq!(told.status.as_u16(), 200, "{}", told.text());
    assert_eq!(told.json()["results"][0]["result"], "locks");
    let again = send(&test, "population", "msg-1", body, None).await;
    assert_eq!(told.json(), again.json());
    let other = send(&test, "population", "msg-1", br#"{"events":[]}"#, None).await;
    assert_eq!(
        (other.status.as_u16(), &other.json()["code"]),
        (422, &json!("webhook-other"))
    );
    let wrong = send(&test, "population", "msg-2", b"{}", None).await;
    assert_eq!(wrong.status.as_u16(), 422);
    assert_eq!(wrong.json()["errors"][0]["code"], "event-body");
    let large = vec![b' '; (1 << 20) + 1];
    let large = send(&test, "population", "msg-3", &large, None).await;
    assert_eq!(large.status.as_u16(), 413);
    let many: Vec<Value> = (2..5).map(|n| event(&format!("KT-{n}"), &person)).collect();
    let many = json!({ "events": many }).to_string();
    let staged = send(&test, "population", "msg-4", many.as_bytes(), None).await;
    assert_eq!(staged.status.as_u16(), 202);
    assert_eq!(staged.json()["carried_out"], false);
}
