//! R50-2 from outside: a telecom brings its file, officers look at a sample and release, and take back.

mod files;
mod grants;
mod register;
mod story;

use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};

use app::registers::{BATCH_LINES, Import, import};
use axum::body::Body;
use axum::http::{Request, header};
use domain::actor::{Actor, Role};
use domain::registers::Register;
use domain::relying_party::PartyKind;
use serde_json::{Value, json};
use testkit::subscribers::sha256;
use testkit::{Answer, Client, TestApp};

use crate::oidc::Service;

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
