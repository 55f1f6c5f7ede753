use domain::account::Level;
use domain::actor::Role;
use testkit::people::{PASSCODE, Person};
use testkit::{Client, STAFF_PASSWORD, TestApp};

async fn staff(test: &TestApp, role: Role, unit: &str) -> Client {
    test.staff(role, unit).await;
    let login = format!("{}.{}", role.as_str(), unit.to_lowercase());
    let mut b = test.client();
    b.post("/counter/sign-in", &[("login", login.as_str()), ("password", STAFF_PASSWORD)]).await;
    let code = test.code_for(&format!("{login}@congan.example")).await;
    b.post("/counter/sign-in/code", &[("code", &code)]).await;
    b
}

#[tokio::test]
async fn serve() {
    let test = TestApp::lite().await;
    let mut out = vec![];
    let mut who = vec![];
    for n in 1..=3 {
        let p = Person::of(n);
        p.register(&test.app).await;
        p.account(&test.app, Level::Two).await;
        let mut b = test.client();
        p.sign_in(&test, &mut b).await;
        who.push((p, b));
    }
    let mut op = staff(&test, Role::CallCentre, "TD01").await;
    let case = op.post("/counter/assistance", &[("number", who[0].0.number()), ("wish", "unlock")]).await.location().to_owned();
    out.push(("open", who[0].1.cookie("dd-session").unwrap().to_owned()));
    let r = who[1].1.post("/lock", &[("reason", "lost-device")]).await.location().to_owned();
    test.jobs().await;
    who[1].1.post("/locked/unlock", &[("passcode", PASSCODE)]).await;
    let q = op.get("/counter/unlock-requests").await.text();
    let at = q.find("/counter/unlock-requests/sub_").unwrap();
    let place: String = q[at..].chars().take_while(|c| *c != '"').collect();
    op.post(&place, &[("verdict", "refuse"), ("refusal", "proof-unclear"), ("words", "Mời bà mang thẻ căn cước đến quầy số 2.")]).await;
    out.push(("locked", who[1].1.cookie("dd-session").unwrap().to_owned()));
    who[2].1.post("/lock", &[("reason", "other")]).await;
    who[2].1.post("/locked/unlock", &[("passcode", PASSCODE)]).await;
    let q = op.get("/counter/unlock-requests").await.text();
    let at = q.find("/counter/unlock-requests/sub_").unwrap();
    let place: String = q[at..].chars().take_while(|c| *c != '"').collect();
    let case2 = op.post("/counter/assistance", &[("number", who[0].0.number()), ("wish", "lock")]).await.location().to_owned();
    let page = op.get(&case2).await.text();
    let facts = [("name", "nguyen thi ngoc anh"), ("birth-day", "27/03/1990"), ("card-issued", "15/06/2021"), ("card-expires", "27/03/2030"), ("old-number", "280000001")];
    let form: Vec<_> = facts.into_iter().filter(|(f, _)| page.contains(&format!("name=\"{f}\""))).collect();
    op.post(&format!("{case2}/answers"), &form).await;
    op.post(&format!("{case2}/send-code"), &[]).await;
    let code = test.code_for(who[0].0.phone()).await;
    op.post(&format!("{case2}/code"), &[("code", &code)]).await;
    out.push(("staff", op.cookie("dd-staff").unwrap().to_owned()));
    let json = serde_json::json!({"cookies": out, "receipt": r, "case": case, "case2": case2, "review": place});
    std::fs::write("/tmp/dd-holds/look.json", json.to_string()).unwrap();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:38999").await.unwrap();
    let settings = web::Settings { version: "2.3.0".into(), trusted_proxies: Vec::new() };
    let serve = axum::serve(listener, web::router(test.app.clone(), settings));
    let _ = tokio::time::timeout(std::time::Duration::from_secs(240), async { serve.await }).await;
}
