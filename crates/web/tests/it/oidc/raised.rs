//! A service that cannot do without level 3: the phone is raised by chip and face, and lets the browser in.

use domain::account::Level;
use jiff::SignedDuration;
use serde_json::json;
use testkit::people::PASSCODE;
use testkit::{Client, TestApp};

use super::{Service, decide, of_query, read};
use crate::api::self_proof::Scene;
use crate::api::{Call, problem, sign_in};
use crate::approve::asks;
use crate::documents::scene::both;
use crate::register::known;

both!(
    a_raised_phone_lets_a_browser_in_at_level_three,
    what_was_raised_counts_no_longer_than_on_the_phone,
    a_lock_ends_what_was_raised_at_the_next_request,
);

const MUST: &str = r#"{"id_token":{"acr":{"essential":true,"values":["urn:dinhdanh:acr:3"]}}}"#;

/// The native app lets this browser in; gives where that leads it.
async fn let_in(scene: &mut Scene, browser: &mut Client) -> String {
    let (place, number) = asks(&scene.test, browser).await;
    let code = place.rsplit('/').next().unwrap().to_owned();
    let place = format!("/computers/{code}");
    let call = Call::new(&mut scene.client, Some(&scene.session));
    let asking = call.get(&place).await.json();
    let number: u8 = number.parse().unwrap();
    let choices = asking["choices"].as_array().unwrap();
    assert!(choices.contains(&json!(number)), "{asking}");
    let allow = json!({ "number": number, "passcode": PASSCODE });
    let allowed = scene.post(&format!("{place}/allow"), &allow).await;
    assert_eq!(allowed.status.as_u16(), 204, "{}", allowed.text());
    let entered = browser.post("/sign-in/phone/enter", &[]).await;
    entered.location().to_owned()
}

// law: D59-24.3, D59-24.x, D69-20
async fn a_raised_phone_lets_a_browser_in_at_level_three(test: TestApp) {
    let mut scene = Scene::new(test).await;
    let mut service = Service::new(&scene.test, 1).await;
    let published = scene
        .test
        .client()
        .get("/.well-known/openid-configuration")
        .await;
    let reached = published.json()["acr_values_supported"].clone();
    assert_eq!(reached.as_array().unwrap().len(), 3, "{reached}");
    let mut browser = scene.test.client();
    let_in(&mut scene, &mut browser).await;
    browser
        .get(&service.asks("openid", &[("claims", MUST)]))
        .await;
    let page = browser.get("/oidc/continue").await;
    page.shows(200, "Chứng minh trên điện thoại");
    page.shows(200, "trong vòng 5 phút".replace("trong", "Trong").as_str());
    let forced = decide(&mut browser, "/oidc/continue", &[("decision", "allow")]).await;
    assert_eq!(forced.status, 409, "{}", forced.text());
    let silent = [("claims", MUST), ("prompt", "none")];
    let answer = browser.clone().get(&service.asks("openid", &silent)).await;
    let error = of_query(answer.location(), "error").unwrap();
    assert_eq!(error, "unmet_authentication_requirements");
    let shown = scene.prove().await;
    assert_eq!(shown.json()["authentication_level"], 3, "{}", shown.text());
    assert_eq!(let_in(&mut scene, &mut browser).await, "/oidc/continue");
    let back = decide(&mut browser, "/oidc/continue", &[("decision", "allow")]).await;
    let code = of_query(back.location(), "code").expect("a code");
    let tokens = read(&service.exchange(&code).await);
    assert_eq!(tokens.id["acr"], "urn:dinhdanh:acr:3");
    assert_eq!(tokens.id["amr"], json!(["pwd", "otp", "sc", "face", "mfa"]));
    // Without being raised, the same service goes back with nothing.
    let mut other = scene.test.client();
    scene.test.advance(SignedDuration::from_mins(5));
    other
        .get(&service.asks("openid", &[("claims", MUST)]))
        .await;
    let_in(&mut scene, &mut other).await;
    let back = decide(&mut other, "/oidc/back", &[("why", "not-enough")]).await;
    let error = of_query(back.location(), "error").unwrap();
    assert_eq!(error, "unmet_authentication_requirements");
}

// law: D59-24.3
async fn what_was_raised_counts_no_longer_than_on_the_phone(test: TestApp) {
    let mut scene = Scene::new(test).await;
    let service = Service::new(&scene.test, 1).await;
    scene.prove().await;
    scene.test.advance(SignedDuration::from_mins(4));
    let mut browser = scene.test.client();
    let_in(&mut scene, &mut browser).await;
    let wish = [("claims", MUST)];
    scene.test.advance(SignedDuration::from_mins(10));
    browser.get(&service.asks("openid", &wish)).await;
    browser
        .get("/oidc/continue")
        .await
        .shows(200, "Dịch vụ thử");
    scene.test.advance(SignedDuration::from_mins(1));
    browser
        .get("/oidc/continue")
        .await
        .shows(200, "Chứng minh trên điện thoại");
    // The browser reads no chip and is no device of the account.
    let token = browser.cookie("dd-session").unwrap().to_owned();
    let zone = json!({ "zone": scene.card.zone });
    let call = Call::new(&mut scene.client, Some(&token));
    let asked = call.json("POST", "/me/self-proof", &zone).await;
    problem(&asked, 409, "self-proof-needs-device");
}

// law: D59-19.4.a, D59-24.3
async fn a_lock_ends_what_was_raised_at_the_next_request(test: TestApp) {
    let mut scene = Scene::new(test).await;
    scene.prove().await;
    let asked = scene.ask().await;
    let reason = json!({ "reason": "lost-device" });
    let locked = scene.post("/lock", &reason).await;
    assert!(locked.status.is_success(), "{}", locked.text());
    let place = format!("/me/self-proof/{}/frames", asked["id"].as_str().unwrap());
    let frames = crate::api::self_proof::frames();
    let after = scene.post(&place, &frames).await;
    assert!(
        [401, 403].contains(&after.status.as_u16()),
        "{}",
        after.text()
    );
    let person = known(&scene.test, 76, |_| {}).await;
    person.account(&scene.test.app, Level::Two).await;
    let session = sign_in(&scene.test, &mut scene.client, &person).await;
    let call = Call::new(&mut scene.client, Some(&session));
    problem(
        &call.json("POST", &place, &frames).await,
        409,
        "self-proof-over",
    );
}
