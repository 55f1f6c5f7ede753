//! Documents of the wallet and the organisation a person acts for, as a service reads them.

use domain::account::Level;
use domain::document::SourceState;
use domain::registers::Register;
use domain::relying_party::Claim;
use serde_json::{Value, json};
use testkit::people::{PASSCODE, Person};
use testkit::{Answer, Client, TestApp};

use super::{Service, Tokens, decide, of_query, read, refused};
use crate::documents::scene::{LICENCE, Scene, both};
use crate::holds::holder;
use crate::organisations::opened;

both!(
    a_licence_is_told_as_the_wallet_holds_it,
    an_organisation_is_chosen_and_a_locked_one_is_told_to_nobody,
);

const MORE: [(&str, &str); 4] = [
    ("claims", "driving_licence"),
    ("claims", "health_card"),
    ("claims", "passport"),
    ("claims", "organisation"),
];

async fn agreed(
    service: &mut Service,
    browser: &mut Client,
    scope: &str,
    form: &[(&str, &str)],
) -> Tokens {
    let address = service.asks(scope, &[("prompt", "consent")]);
    browser.get(&address).await.goes_to("/oidc/continue");
    let mut all = vec![("decision", "allow")];
    all.extend(form);
    let back = decide(browser, "/oidc/continue", &all).await;
    let code = of_query(back.location(), "code").expect("a code");
    read(&service.exchange(&code).await)
}

// law: D59-13.5, D59-3.7, QR-8
async fn a_licence_is_told_as_the_wallet_holds_it(test: TestApp) {
    let scene = Scene::of(test, 2, Level::Two).await;
    let mut service = Service::with(&scene.test, 1, &MORE).await;
    scene.put_licence(&scene.licence()).await;
    scene.put_passport().await;
    scene.open(Register::Licences, false).await;
    scene.ask_licence(LICENCE, "B2").await.unwrap();
    let mut browser = scene.test.client();
    scene.person.sign_in(&scene.test, &mut browser).await;
    // It waits for its source: not there yet (I6).
    let tokens = agreed(
        &mut service,
        &mut browser,
        "openid driving_licence passport",
        &[],
    )
    .await;
    let told = service.userinfo(&tokens.access).await.json();
    assert!(told.get("driving_licence").is_none(), "{told}");
    scene.open(Register::Licences, true).await;
    scene.test.jobs().await;
    let told = service.userinfo(&tokens.access).await.json();
    let licence = &told["driving_licence"][0];
    assert_eq!(licence["number"], LICENCE);
    assert_eq!(licence["status"], "current");
    assert_eq!(licence["issued_on"], "2018-05-04");
    assert_eq!(
        licence["classes"][1],
        json!({ "class": "B2", "expires_on": "2030-01-31" })
    );
    assert!(told.get("passport").is_none(), "not in the wallet");
    assert!(told.get("health_card").is_none(), "not asked");
    browser
        .get(&service.asks("openid driving_licence", &[("prompt", "consent")]))
        .await
        .goes_to("/oidc/continue");
    let page = browser.get("/oidc/continue").await;
    for words in [
        "Giấy phép lái xe",
        LICENCE,
        "31/01/2030",
        "04/05/2018",
        "Còn hiệu lực",
    ] {
        page.shows(200, words);
    }
    // What became of it shows at the next reading.
    let id = scene.wallet().await.documents[0].id;
    app::documents::remove(&scene.test.app, &scene.cx(), id)
        .await
        .unwrap();
    let told = service.userinfo(&tokens.access).await.json();
    assert!(told.get("driving_licence").is_none(), "removed");
}

// law: D59-13.5
#[tokio::test]
async fn documents_and_organisations_need_an_account_of_level_two() {
    let test = TestApp::new().await;
    let mut service = Service::with(&test, 1, &MORE).await;
    let person = Person::of(2);
    person.register(&test.app).await;
    person.account(&test.app, Level::One).await;
    let mut browser = test.client();
    person.sign_in(&test, &mut browser).await;
    for scope in ["driving_licence", "health_card", "passport", "organisation"] {
        let address = service.asks(&format!("openid {scope}"), &[]);
        browser.get(&address).await.goes_to("/oidc/continue");
        browser
            .get("/oidc/continue")
            .await
            .shows(200, "Cần tài khoản mức độ 2");
    }
    // Nor does ticking it help.
    let claims = r#"{"userinfo":{"personal_administrative_number":null,"name":null}}"#;
    let address = service.asks("openid", &[("claims", claims)]);
    browser.get(&address).await.goes_to("/oidc/continue");
    let form = [
        ("decision", "allow"),
        ("claim", "personal_administrative_number"),
        ("claim", "name"),
    ];
    let back = decide(&mut browser, "/oidc/continue", &form).await;
    let code = of_query(back.location(), "code").unwrap();
    let tokens = read(&service.exchange(&code).await);
    let told = service.userinfo(&tokens.access).await.json();
    assert!(told["name"].is_string());
    assert!(told.get("personal_administrative_number").is_none());
}

/// Another's company, and the power to sign in for it.
async fn empowered(
    test: &TestApp,
    n: u32,
    (who, browser): (&Person, &mut Client),
) -> (Client, String) {
    let (_, mut giver, _, place) = opened(test, n).await;
    let powers = format!("{place}/delegations");
    let given = [
        ("number", who.number()),
        ("power", "sign-in"),
        ("until-day", "31"),
        ("until-month", "12"),
        ("until-year", "2024"),
        ("passcode", PASSCODE),
    ];
    giver.post(&powers, &given).await.goes_to(&powers);
    let page = browser.get("/organisations").await.text();
    let (_, rest) = page.split_once("name=\"power\" value=\"").unwrap();
    let power = rest.split('"').next().unwrap();
    let answer = [("power", power), ("answer", "accept")];
    browser
        .post(&format!("{place}/answer"), &answer)
        .await
        .goes_to("/organisations");
    (giver, place)
}

/// Whether the box of this value is ticked on the page.
fn ticked(page: &Answer, value: &str) -> bool {
    let text = page.text();
    let (_, rest) = text.split_once(&format!("value=\"{value}\"")).unwrap();
    rest.split('>').next().unwrap().contains("checked")
}

async fn organisation(service: &mut Service, tokens: &Tokens) -> Option<Value> {
    let told = service.userinfo(&tokens.access).await.json();
    told.get("organisation").cloned()
}

// law: D59-13.7, D59-19.3.a
async fn an_organisation_is_chosen_and_a_locked_one_is_told_to_nobody(test: TestApp) {
    let mut service = Service::with(&test, 1, &MORE).await;
    let (person, mut browser) = holder(&test, 2).await;
    let scope = "openid organisation";
    let none = agreed(&mut service, &mut browser, scope, &[]).await;
    assert_eq!(organisation(&mut service, &none).await, None);
    let (mut first, place) = empowered(&test, 3, (&person, &mut browser)).await;
    // A single one is not asked about.
    let one = agreed(&mut service, &mut browser, scope, &[]).await;
    let told = organisation(&mut service, &one).await.unwrap();
    assert_eq!(told["role"], "sign-in");
    assert_eq!(told["expires_on"], "2024-12-31");
    assert_eq!(told["name"], "Công ty TNHH An Bình");
    let (_, other) = empowered(&test, 5, (&person, &mut browser)).await;
    let claims = r#"{"userinfo":{"phone_number":null,"gender":null}}"#;
    let address = service.asks(scope, &[("prompt", "consent"), ("claims", claims)]);
    browser.get(&address).await.goes_to("/oidc/continue");
    browser
        .get("/oidc/continue")
        .await
        .shows(200, "Bạn đại diện cho tổ chức nào?");
    let allow = ("decision", "allow");
    let form = [allow, ("claim", "phone_number")];
    let unsaid = decide(&mut browser, "/oidc/continue", &form).await;
    unsaid.shows(422, "Chọn tổ chức mà bạn đại diện");
    // What was ticked stays so, and nothing else is.
    assert!(ticked(&unsaid, "phone_number") && !ticked(&unsaid, "gender"));
    let stranger = opened(&test, 7).await.3;
    let id = |place: &str| place.trim_start_matches("/organisations/").to_owned();
    let foreign = [allow, ("organisation", &id(&stranger))];
    decide(&mut browser, "/oidc/continue", &foreign)
        .await
        .shows(422, "Chọn tổ chức mà bạn đại diện");
    let chosen = id(&place);
    let tokens = agreed(
        &mut service,
        &mut browser,
        scope,
        &[("organisation", &chosen)],
    )
    .await;
    let code = organisation(&mut service, &tokens).await.unwrap()["code"].clone();
    assert_eq!(code, told["code"]);
    // Agreed for that one: no question, the same one.
    let back = browser.get(&service.asks(scope, &[])).await;
    let again = read(
        &service
            .exchange(&of_query(back.location(), "code").unwrap())
            .await,
    );
    assert_eq!(
        organisation(&mut service, &again).await.unwrap()["code"],
        code
    );
    let other = id(&other);
    let switched = agreed(
        &mut service,
        &mut browser,
        scope,
        &[("organisation", &other)],
    )
    .await;
    assert_ne!(
        organisation(&mut service, &switched).await.unwrap()["code"],
        code
    );
    // What was agreed for the first has ended with the choice of another.
    refused(
        &service.userinfo(&tokens.access).await,
        401,
        "invalid_token",
    );
    let tokens = agreed(
        &mut service,
        &mut browser,
        scope,
        &[("organisation", &chosen)],
    )
    .await;
    first
        .post(&format!("{place}/lock"), &[("reason", "lost-device")])
        .await;
    assert_eq!(
        organisation(&mut service, &tokens).await,
        None,
        "locked (I5)"
    );
}

#[tokio::test]
async fn whether_a_contact_was_confirmed_is_told_alone() {
    let test = TestApp::new().await;
    let mut service = Service::new(&test, 1).await;
    let (_, mut browser) = holder(&test, 2).await;
    let claims = r#"{"userinfo":{"phone_number_verified":{"essential":true}},"id_token":{"email_verified":null}}"#;
    let address = service.asks("openid", &[("claims", claims)]);
    browser.get(&address).await.goes_to("/oidc/continue");
    browser
        .get("/oidc/continue")
        .await
        .shows(200, "Số điện thoại đã được xác nhận");
    let form = [("decision", "allow"), ("claim", "email_verified")];
    let back = decide(&mut browser, "/oidc/continue", &form).await;
    let tokens = read(
        &service
            .exchange(&of_query(back.location(), "code").unwrap())
            .await,
    );
    assert!(tokens.id["email_verified"].is_boolean());
    let told = service.userinfo(&tokens.access).await.json();
    assert_eq!(told["phone_number_verified"], true);
    assert!(told.get("phone_number").is_none(), "not asked");
    let told = service
        .caller
        .get("/.well-known/openid-configuration")
        .await;
    let told = told.json()["claims_supported"].clone();
    assert_eq!(told.as_array().unwrap().len(), Claim::ALL.len());
}

/// A withdrawn paper is told to nobody, a held one with its state.
#[tokio::test]
async fn what_an_authority_did_to_a_paper_is_told() {
    let scene = Scene::of(TestApp::new().await, 2, Level::Two).await;
    let mut service = Service::with(&scene.test, 1, &MORE).await;
    scene.put_licence(&scene.licence()).await;
    scene.ask_licence(LICENCE, "B2").await.unwrap();
    scene.test.jobs().await;
    let mut browser = scene.test.client();
    scene.person.sign_in(&scene.test, &mut browser).await;
    let tokens = agreed(&mut service, &mut browser, "openid driving_licence", &[]).await;
    let police = domain::document::Authority {
        name: "Cảnh sát giao thông".into(),
        since: jiff::civil::date(2024, 1, 1),
    };
    for (state, want) in [
        (SourceState::Held(police.clone()), json!("held")),
        (SourceState::InForce, json!("current")),
        (SourceState::Revoked(police), Value::Null),
    ] {
        let mut tx = scene.test.app.db.begin().await.unwrap();
        let mut kept = store::document::by_subject(&mut tx, scene.subject)
            .await
            .unwrap()
            .remove(0);
        kept.document = kept.document.follow(&state, scene.test.now()).unwrap();
        store::document::save(&mut tx, &kept).await.unwrap();
        tx.commit(store::Audit::Bookkeeping("test")).await.unwrap();
        let told = service.userinfo(&tokens.access).await.json();
        assert_eq!(told["driving_licence"][0]["status"], want);
    }
}
