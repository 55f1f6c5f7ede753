//! R50-2 from outside: a telecom brings its file, officers look at a sample and release, and take back.

use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};

use app::registers::{BATCH_LINES, Import, import};
use axum::body::Body;
use axum::http::{Request, header};
use domain::actor::{Actor, Role};
use domain::registers::Register;
use domain::relying_party::{PartyKind, Phase};
use jiff::SignedDuration;
use serde_json::{Value, json};
use testkit::subscribers::sha256;
use testkit::{Answer, Client, TestApp};

use crate::documents::scene::both;
use crate::oidc::Service;

both!(
    a_file_is_judged_looked_at_released_and_taken_back,
    files_that_are_not_as_stated_are_no_batches,
    bad_files_are_named,
    only_whom_it_was_granted_to,
    files_go_when_their_time_is_over,
);

const BATCHES: &str = "/api/v1/subscriber-batches";

const POPULATION: &str = "number,old_number,name,birth_date,sex,birth_province,address,status,died_on,guardian_number,portrait
079190001234,023456789,Nguyễn Thị Thúy Ánh,1990-02-03,female,079,Bí mật 1,living,,,
001085000077,,Hoàng Văn Đức,1985-11-30,male,001,Bí mật 2,living,,,
";

const FILE: &str = "phone,cccd,name,dob
0912345678,079190001234,Nguyễn Thị Thúy Ánh,03/02/1990
0912345679,001085000077,HOANG VAN DUC,30/11/1985
0912345680,001085000078,Trần Thị Không,01/01/1980
12,001085000077,Hoàng Văn Đức,30/11/1985
";

/// A folder that goes with the test.
struct Folder(PathBuf);

impl Drop for Folder {
    fn drop(&mut self) {
        std::fs::remove_dir_all(&self.0).ok();
    }
}

struct Scene {
    test: TestApp,
    folder: Folder,
    telecom: Service,
}

/// A client as a manager sees it who checked that it is a telecom.
async fn telecom(test: &TestApp, n: u32) -> Service {
    let service = Service::new(test, n).await;
    change(test, &service.id, |client| client.kind = PartyKind::Telecom).await;
    service
}

async fn change(
    test: &TestApp,
    id: &str,
    change: impl FnOnce(&mut store::relying_party::client::Client),
) {
    use store::relying_party::client;
    let mut tx = test.app.db.begin().await.unwrap();
    let found = client::find(&mut tx, id.parse().unwrap()).await.unwrap();
    let mut found = found.unwrap();
    change(&mut found);
    client::save(&mut tx, &found).await.unwrap();
    tx.commit(store::Audit::Bookkeeping("test")).await.unwrap();
}

async fn staff(test: &TestApp, role: Role, unit: &str) -> Client {
    test.staff(role, unit).await;
    let login = format!("{}.{}", role.as_str(), unit.to_lowercase());
    let mut client = test.client();
    let password = ("password", testkit::STAFF_PASSWORD);
    let begun = client
        .post("/counter/sign-in", &[("login", login.as_str()), password])
        .await;
    begun.goes_to("/counter/sign-in/code");
    let code = test.code_for(&format!("{login}@congan.example")).await;
    client
        .post("/counter/sign-in/code", &[("code", &code)])
        .await;
    client
}

/// The revision of the page's form.
fn revision(page: &Answer) -> String {
    let text = page.text();
    let at = text.split("name=\"revision\" value=\"").nth(1).unwrap();
    at.split('"').next().unwrap().to_owned()
}

#[track_caller]
fn is(answer: &Answer, status: u16, code: &str) {
    assert_eq!(answer.status.as_u16(), status, "{}", answer.text());
    assert_eq!(answer.json()["code"], code, "{}", answer.text());
}

impl Scene {
    async fn new(test: TestApp) -> Self {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        let next = NEXT.fetch_add(1, Ordering::Relaxed);
        let name = format!("dinhdanh-cleaning-{}-{next}", std::process::id());
        let folder = Folder(std::env::temp_dir().join(name));
        std::fs::create_dir_all(&folder.0).unwrap();
        let place = folder.0.join("batches");
        let test = test.configured(|config| {
            config.cleaning.folder = place;
            config.cleaning.most_bytes = 1 << 20;
            config.cleaning.sample = 2;
        });
        let file = folder.0.join("population.csv");
        std::fs::write(&file, POPULATION).unwrap();
        let command = Import {
            register: Register::Population,
            file: &file,
            batch_lines: BATCH_LINES,
            progress: &mut |_| ControlFlow::Continue(()),
        };
        let report = import(&test.app, &test.cx(Actor::Operator), command).await;
        assert_eq!(report.unwrap().rejected, 0);
        let telecom = telecom(&test, 1).await;
        Self {
            test,
            folder,
            telecom,
        }
    }

    /// A manager lets a telecom bring files.
    async fn grant(&self, manager: &mut Client, id: &str, fields: &[&str]) {
        let page = format!("/console/parties/{id}/cleaning");
        let mut form = vec![("revision", "0"), ("legal_basis", "Nghị định 163/2024")];
        form.extend(fields.iter().map(|field| ("correct", *field)));
        manager.post(&page, &form).await.goes_to(&page);
    }

    async fn begin(&mut self, bytes: &[u8]) -> String {
        let body = json!({ "length": bytes.len(), "sha256": sha256(bytes) });
        let begun = self.telecom.json("POST", BATCHES, &body.to_string()).await;
        assert_eq!(begun.status.as_u16(), 201, "{}", begun.text());
        begun.json()["id"].as_str().unwrap().to_owned()
    }

    async fn put(&self, id: &str, range: Option<&str>, bytes: &[u8]) -> Answer {
        let mut request = Request::put(format!("{BATCHES}/{id}/file"))
            .header(header::AUTHORIZATION, self.telecom.basic());
        if let Some(range) = range {
            request = request.header(header::CONTENT_RANGE, range);
        }
        let request = request.body(Body::from(bytes.to_vec())).unwrap();
        self.test.client().send(request).await
    }

    async fn bring(&mut self, bytes: &[u8]) -> String {
        let id = self.begin(bytes).await;
        let put = self.put(&id, None, bytes).await;
        assert_eq!(put.json()["state"], "uploaded", "{}", put.text());
        id
    }

    async fn get(&mut self, path: &str) -> Answer {
        let path = format!("{BATCHES}/{path}");
        self.telecom.json("GET", &path, "").await
    }

    async fn state(&mut self, id: &str) -> Value {
        self.get(id).await.json()["state"].clone()
    }

    fn lies(&self, id: &str) -> bool {
        self.folder.0.join("batches").join(id).exists()
    }

    async fn events(&self, action: &str) -> usize {
        let mut source = self.test.app.db.read().await.unwrap();
        let nobody = store::audit::NOBODY;
        let rows = store::audit::by_subject(&mut source, nobody, jiff::Timestamp::MAX, 1000);
        let rows = rows.await.unwrap();
        let entries = rows.iter().filter(|(row, _)| row.action == action);
        entries.count()
    }
}

// law: R50-2
async fn a_file_is_judged_looked_at_released_and_taken_back(test: TestApp) {
    let mut scene = Scene::new(test).await;
    let mut a = staff(&scene.test, Role::Manager, "A06").await;
    let mut b = staff(&scene.test, Role::Manager, "B06").await;
    let mut auditor = staff(&scene.test, Role::Auditor, "C06").await;
    a.get("/console/subscribers")
        .await
        .shows(200, "Chưa có lô nào");
    let telecom = scene.telecom.id.clone();
    scene.grant(&mut a, &telecom, &["name"]).await;

    // By parts, which break off and go on.
    let bytes = FILE.as_bytes();
    let (id, of) = (scene.begin(bytes).await, bytes.len());
    let part = |from: usize, to: usize| format!("bytes {from}-{}/{of}", to - 1);
    let first = scene.put(&id, Some(&part(0, 40)), &bytes[..40]).await;
    assert_eq!(first.json()["received"], 40, "{}", first.text());
    is(
        &scene.put(&id, Some(&part(50, of)), &bytes[50..]).await,
        409,
        "cleaning-gap",
    );
    scene.test.jobs().await;
    assert_eq!(scene.get(&id).await.json()["received"], 40);
    let place = format!("/console/subscribers/{id}");
    a.get(&place).await.shows(200, "Đang nhận tệp");
    // A part may come twice.
    let again = scene.put(&id, Some(&part(20, of)), &bytes[20..]).await;
    assert_eq!(again.json()["state"], "uploaded", "{}", again.text());
    is(&scene.put(&id, None, bytes).await, 409, "cleaning-judging");
    let waiting = a.get(&place).await;
    waiting.shows(200, "Chờ đối soát");
    assert_eq!(waiting.headers["refresh"], "3");

    scene.test.jobs().await;
    let judged = scene.get(&id).await.json();
    assert_eq!(judged["state"], "judged", "{judged}");
    assert_eq!(judged["results"], Value::Null, "nothing before the release");
    let cleaned = format!("{id}/files/cleaned.csv");
    is(&scene.get(&cleaned).await, 409, "cleaning-not-released");
    let page = a.get(&place).await;
    page.shows(200, "Chờ xem mẫu");
    page.shows(200, "Gần khớp");
    page.shows(200, "thiếu dấu");
    assert!(page.headers.get("refresh").is_none());
    a.get("/console/subscribers").await.shows(200, &place);
    auditor.get(&place).await.shows(200, "Gần khớp");

    // Nothing goes back before the sample was looked at, by somebody else.
    let release = format!("{place}/release");
    let seen = revision(&page);
    let form = [("revision", seen.as_str())];
    b.post(&release, &form)
        .await
        .shows(409, "Còn dòng mẫu chưa xem");
    let sample = format!("{place}/sample");
    assert_eq!(auditor.get(&sample).await.status.as_u16(), 403);
    let read = scene.events("record-read").await;
    for (place, held) in [("1", "079190001234"), ("2", "001085000077")] {
        let row = a.get(&sample).await;
        row.shows(200, held);
        assert!(!row.text().contains("Bí mật"), "no more than is compared");
        a.post(&sample, &[("place", place)])
            .await
            .shows(422, "Chọn đúng, sai hoặc không rõ");
        let said = [("place", place), ("label", "right")];
        a.post(&sample, &said).await.goes_to(&sample);
        a.post(&sample, &said).await;
    }
    a.get(&sample).await.goes_to(&place);
    let shown = scene.events("record-read").await - read;
    assert!(shown >= 4, "each showing is on record: {shown}");
    assert_eq!(scene.events("subscribers-labelled").await, 2);
    // One right of one: Wilson's interval is wide.
    a.get(&place)
        .await
        .shows(200, "100,0 % (từ 20,7 đến 100,0 %)");
    a.post(&release, &form).await.shows(409, "Bạn đã xem mẫu");
    assert_eq!(auditor.post(&release, &form).await.status.as_u16(), 403);
    b.post(&release, &[("revision", "1")])
        .await
        .shows(409, "Có người vừa thay đổi");
    b.post(&release, &form).await.goes_to(&place);

    let released = scene.get(&id).await.json();
    assert_eq!(released["results"]["verdicts"]["likely"], 1, "{released}");
    assert!(released["results"].get("level_two").is_none());
    let file = scene.get(&cleaned).await;
    assert_eq!(file.status.as_u16(), 200);
    assert_eq!(
        file.text(),
        "phone,cccd,name,dob,verdict,why,correct_name\n\
         0912345678,079190001234,Nguyễn Thị Thúy Ánh,03/02/1990,exact,,\n\
         0912345679,001085000077,HOANG VAN DUC,30/11/1985,likely,marks-missing,Hoàng Văn Đức\n\
         0912345680,001085000078,Trần Thị Không,01/01/1980,not-found,number-unknown,\n"
    );
    let rejects = scene.get(&format!("{id}/files/rejects.csv")).await;
    assert!(rejects.text().contains("5,phone,"), "{}", rejects.text());
    is(
        &scene.get(&format!("{id}/files/summary.json")).await,
        404,
        "not-found",
    );
    assert_eq!(scene.events("subscribers-fetched").await, 2);

    // Taken back: gone, with the reason.
    let withdraw = format!("{place}/withdraw");
    let seen = revision(&a.get(&place).await);
    let bare = [("revision", seen.as_str())];
    a.post(&withdraw, &bare)
        .await
        .shows(422, "Nhập lý do thu hồi");
    let said = [("revision", seen.as_str()), ("words", "Sai căn cứ")];
    assert_eq!(auditor.post(&withdraw, &said).await.status.as_u16(), 403);
    a.post(&withdraw, &said).await.goes_to(&place);
    let gone = scene.get(&cleaned).await;
    is(&gone, 410, "cleaning-withdrawn");
    assert_eq!(gone.json()["errors"][0]["detail"], "Sai căn cứ");
    scene.test.jobs().await;
    assert!(!scene.lies(&id), "the files are gone");
    assert_eq!(scene.get(&id).await.json()["reason"], "Sai căn cứ");
    for (event, count) in [
        ("cleaning-granted", 1),
        ("subscribers-received", 1),
        ("subscribers-cleaned", 1),
        ("subscribers-released", 1),
        ("subscribers-withdrawn", 1),
    ] {
        assert_eq!(scene.events(event).await, count, "{event}");
    }
}

// law: R50-2
async fn files_that_are_not_as_stated_are_no_batches(test: TestApp) {
    let mut scene = Scene::new(test).await;
    let mut a = staff(&scene.test, Role::Manager, "A06").await;
    let telecom = scene.telecom.id.clone();
    scene.grant(&mut a, &telecom, &[]).await;
    let good = sha256(b"x");
    for (body, field) in [
        (json!({ "length": 0, "sha256": good }), "length"),
        (json!({ "length": (1 << 20) + 1, "sha256": good }), "length"),
        (json!({ "length": 1, "sha256": "X" }), "sha256"),
        (
            json!({ "length": 1, "sha256": good.to_uppercase() }),
            "sha256",
        ),
        (
            json!({ "length": 1, "sha256": good, "encoding": "utf-7" }),
            "encoding",
        ),
        (
            json!({ "length": 1, "sha256": good, "columns": { "plan": "X" } }),
            "columns",
        ),
        (
            json!({ "length": 1, "sha256": good, "columns": { "phone": " " } }),
            "columns",
        ),
    ] {
        let answer = scene.telecom.json("POST", BATCHES, &body.to_string()).await;
        is(&answer, 422, "invalid");
        assert_eq!(answer.json()["errors"][0]["field"], field, "{body}");
    }
    let bytes = FILE.as_bytes();
    let id = scene.begin(bytes).await;
    for range in ["bytes 0-1/3", "bytes 5-1/9", "rows 0-1/2"] {
        is(&scene.put(&id, Some(range), b"ab").await, 422, "invalid");
    }
    let long = scene.put(&id, None, &[bytes, b"\n"].concat()).await;
    is(&long, 422, "invalid");
    assert_eq!(long.json()["errors"][0]["code"], "cleaning-too-long");
    // Truncated: it waits for the rest, and nothing is judged.
    let half = scene.put(&id, None, &bytes[..50]).await;
    assert_eq!(half.json()["received"], 50, "{}", half.text());
    scene.test.jobs().await;
    assert_eq!(scene.state(&id).await, "receiving");
    // Other bytes than were stated.
    let other = FILE.replace("Thúy", "Thuỳ");
    assert_eq!(other.len(), FILE.len());
    let wrong = scene.put(&id, None, other.as_bytes()).await;
    is(&wrong, 422, "invalid");
    assert_eq!(wrong.json()["errors"][0]["code"], "cleaning-digest");
    let failed = scene.get(&id).await.json();
    assert_eq!(failed["failure"]["code"], "digest", "{failed}");
    assert!(!scene.lies(&id));
    is(&scene.put(&id, None, bytes).await, 409, "cleaning-failed");
    // Five at a time; one that is put away makes room.
    let mut open = Vec::new();
    for _ in 0..5 {
        open.push(scene.begin(bytes).await);
    }
    let body = json!({ "length": 1, "sha256": good }).to_string();
    let many = scene.telecom.json("POST", BATCHES, &body).await;
    is(&many, 409, "cleaning-too-many");
    let path = format!("{BATCHES}/{}", open[0]);
    let away = scene.telecom.json("DELETE", &path, "").await;
    assert_eq!(away.status.as_u16(), 204, "{}", away.text());
    let again = scene.telecom.json("DELETE", &path, "").await;
    is(&again, 409, "cleaning-withdrawn");
    scene.begin(bytes).await;
    let all = scene.telecom.json("GET", BATCHES, "").await.json();
    assert_eq!(all.as_array().unwrap().len(), 7);
}

// law: R50-2
async fn bad_files_are_named(test: TestApp) {
    let mut scene = Scene::new(test).await;
    let mut a = staff(&scene.test, Role::Manager, "A06").await;
    let telecom = scene.telecom.id.clone();
    scene.grant(&mut a, &telecom, &[]).await;
    for (bytes, code, field, words) in [
        (
            &b"phone cccd name dob\n1 2 3 4\n"[..],
            "delimiter",
            Value::Null,
            "Dòng 1 không có cột ngăn cách",
        ),
        (b"\xff\xfep\0h\0", "utf16", Value::Null, "Tệp dùng UTF-16"),
        (b"  \n", "empty", Value::Null, "Tệp rỗng"),
        (
            b"phone,cccd,dob\n1,2,3\n",
            "column-missing",
            json!("name"),
            "họ tên",
        ),
        (
            b"phone,cccd,name,dob,verdict\n1,2,3,4,5\n",
            "column-reserved",
            json!("verdict"),
            "đổi tên cột",
        ),
        (
            b"phone,cccd,name,dob\n1,2,\"3,4\n",
            "quote",
            Value::Null,
            "Dòng 2",
        ),
    ] {
        let id = scene.bring(bytes).await;
        scene.test.jobs().await;
        let batch = scene.get(&id).await.json();
        assert_eq!(batch["state"], "failed", "{code} {batch}");
        assert_eq!(batch["failure"]["code"], code);
        assert_eq!(batch["failure"]["field"], field, "{code}");
        assert!(!scene.lies(&id), "{code}");
        let page = a.get(&format!("/console/subscribers/{id}")).await;
        page.shows(200, words);
    }
    assert_eq!(scene.events("subscribers-failed").await, 6);
    // Columns by hand.
    let bytes = FILE.replace("cccd", "GTTT_1");
    let body = json!({ "length": bytes.len(), "sha256": sha256(bytes.as_bytes()), "columns": { "number": "GTTT_1" }, "encoding": "utf-8" });
    let begun = scene.telecom.json("POST", BATCHES, &body.to_string()).await;
    let id = begun.json()["id"].as_str().unwrap().to_owned();
    scene.put(&id, None, bytes.as_bytes()).await;
    scene.test.jobs().await;
    assert_eq!(scene.state(&id).await, "judged");
}

// law: R50-2, D59-4.4
async fn only_whom_it_was_granted_to(test: TestApp) {
    let mut scene = Scene::new(test).await;
    let mut a = staff(&scene.test, Role::Manager, "A06").await;
    let mut auditor = staff(&scene.test, Role::Auditor, "C06").await;
    let mut officer = staff(&scene.test, Role::Officer, "D06").await;
    let nobody = scene.telecom.json_as(None, "GET", BATCHES, "").await;
    is(&nobody, 401, "sign-in-needed");
    let body = json!({ "length": 1, "sha256": sha256(b"x") }).to_string();
    for (method, path) in [("GET", BATCHES.to_owned()), ("POST", BATCHES.to_owned())] {
        let answer = scene.telecom.json(method, &path, &body).await;
        is(&answer, 403, "forbidden");
    }
    // Only telecoms, by managers alone, with a legal basis.
    let mut bank = Service::new(&scene.test, 2).await;
    let of = |id: &str| format!("/console/parties/{id}/cleaning");
    let form = [("revision", "0"), ("legal_basis", "Hợp đồng")];
    a.post(&of(&bank.id), &form)
        .await
        .shows(409, "Chỉ doanh nghiệp viễn thông");
    let page = of(&scene.telecom.id);
    a.post(&page, &[("revision", "0")])
        .await
        .shows(422, "Nhập căn cứ pháp lý");
    assert_eq!(auditor.post(&page, &form).await.status.as_u16(), 403);
    assert_eq!(officer.get(&page).await.status.as_u16(), 403);
    assert_eq!(
        officer.get("/console/subscribers").await.status.as_u16(),
        403
    );
    a.post(&page, &form).await.goes_to(&page);
    a.post(&page, &form)
        .await
        .shows(409, "Có người vừa thay đổi");
    auditor.get(&page).await.shows(200, "Hợp đồng");

    // Another telecom's batch is not there.
    let id = scene.bring(FILE.as_bytes()).await;
    change(&scene.test, &bank.id, |client| {
        client.kind = PartyKind::Telecom
    })
    .await;
    a.post(&of(&bank.id), &form).await.goes_to(&of(&bank.id));
    for (method, path) in [
        ("GET", format!("{BATCHES}/{id}")),
        ("PUT", format!("{BATCHES}/{id}/file")),
        ("GET", format!("{BATCHES}/{id}/files/cleaned.csv")),
        ("DELETE", format!("{BATCHES}/{id}")),
        ("GET", format!("{BATCHES}/x")),
    ] {
        let answer = bank.json(method, &path, "").await;
        is(&answer, 404, "not-found");
    }
    // A trial brings nothing.
    change(&scene.test, &bank.id, |client| {
        client.phase = Phase::Sandbox
    })
    .await;
    is(&bank.json("GET", BATCHES, "").await, 403, "forbidden");

    // The grant ends: nothing is judged, released or fetched any more.
    let seen = revision(&a.get(&page).await);
    let end = format!("{page}/end");
    assert_eq!(
        auditor
            .post(&end, &[("revision", &seen)])
            .await
            .status
            .as_u16(),
        403
    );
    a.post(&end, &[("revision", &seen)]).await.goes_to(&page);
    scene.test.jobs().await;
    a.get(&format!("/console/subscribers/{id}"))
        .await
        .shows(200, "Quyền gửi tệp đã chấm dứt");
    is(&scene.get(&id).await, 403, "forbidden");
}

// law: R50-2
async fn files_go_when_their_time_is_over(test: TestApp) {
    let mut scene = Scene::new(test).await;
    let mut a = staff(&scene.test, Role::Manager, "A06").await;
    let mut b = staff(&scene.test, Role::Manager, "B06").await;
    let telecom = scene.telecom.id.clone();
    scene.grant(&mut a, &telecom, &["name", "number"]).await;
    let empty = b"phone,cccd,name,dob\n0912345680,001085000078,A B,01/01/1980\n";
    let released = scene.bring(empty).await;
    let unreleased = scene.bring(FILE.as_bytes()).await;
    let half = scene.begin(FILE.as_bytes()).await;
    scene.test.jobs().await;
    let place = format!("/console/subscribers/{released}");
    let seen = revision(&b.get(&place).await);
    let form = [("revision", seen.as_str())];
    b.post(&format!("{place}/release"), &form)
        .await
        .goes_to(&place);
    // What was granted meanwhile is less than the results hold.
    let grant = format!("/console/parties/{telecom}/cleaning");
    let less = [("revision", "1"), ("legal_basis", "X"), ("correct", "name")];
    a.post(&grant, &less).await.goes_to(&grant);
    let file = format!("{released}/files/cleaned.csv");
    is(&scene.get(&file).await, 409, "cleaning-grant-narrower");
    let more = [
        ("revision", "2"),
        ("legal_basis", "X"),
        ("correct", "name"),
        ("correct", "number"),
    ];
    a.post(&grant, &more).await.goes_to(&grant);
    assert_eq!(scene.get(&file).await.status.as_u16(), 200);

    scene.test.advance(SignedDuration::from_hours(30 * 24 - 1));
    scene.test.jobs().await;
    assert!(scene.lies(&released) && scene.lies(&unreleased) && scene.lies(&half));
    scene.test.advance(SignedDuration::from_hours(2));
    scene.test.jobs().await;
    for id in [&released, &unreleased, &half] {
        assert!(!scene.lies(id), "{id}");
    }
    is(&scene.get(&file).await, 410, "cleaning-files-gone");
    assert_eq!(
        scene.get(&half).await.json()["failure"]["code"],
        "abandoned"
    );
    let mut c = staff(&scene.test, Role::Manager, "C06").await;
    let place = format!("/console/subscribers/{unreleased}");
    c.get(&format!("{place}/sample"))
        .await
        .shows(409, "hết hạn lưu");
}
