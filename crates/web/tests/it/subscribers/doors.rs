//! By which requests a telecom may have a number registered, and for which sign-in.

use domain::relying_party::PartyKind;
use jiff::SignedDuration;
use testkit::TestApp;
use testkit::people::Person;

use super::change;
use super::register::{PHONE, SCOPE, asked, asks, granted, lets, person};
use crate::documents::scene::both;
use crate::oidc::step_up::weak;
use crate::oidc::{Service, of_query, refused};

both!(
    no_door_but_the_browser_leads_to_a_number,
    each_number_takes_a_fresh_sign_in_and_a_fresh_word,
);

// law: R50-2, D59-5
async fn no_door_but_the_browser_leads_to_a_number(test: TestApp) {
    let (scene, mut manager) = granted(test).await;
    let more = [("devices", "yes"), ("calls", "yes")];
    let mut telecom = Service::with(&scene.test, 9, &more).await;
    let id = telecom.id.clone();
    change(&scene.test, &id, |client| client.kind = PartyKind::Telecom).await;
    lets(&mut manager, &id).await;
    let number = Person::of(7);
    for (door, hint) in [
        ("/oidc/device_authorization", None),
        ("/oidc/bc-authorize", Some(("login_hint", number.number()))),
    ] {
        for (scope, taken) in [(SCOPE, false), ("openid", true)] {
            let mut pairs = vec![("scope", scope)];
            pairs.extend(hint);
            let answer = telecom.call(door, &pairs).await;
            if taken {
                assert_eq!(answer.status, 200, "{door} {}", answer.text());
            } else {
                refused(&answer, 400, "invalid_scope");
            }
        }
    }
    // Nor does it last.
    let lasting = format!("{SCOPE} offline_access");
    let (_, mut browser) = person(&scene.test, 7).await;
    let back = browser.get(&telecom.asks(&lasting, &[])).await;
    assert_eq!(
        of_query(back.location(), "error").as_deref(),
        Some("invalid_scope")
    );
}

// law: R50-2, D59-24.2
async fn each_number_takes_a_fresh_sign_in_and_a_fresh_word(test: TestApp) {
    let (mut scene, _) = granted(test).await;
    let (own, mut browser) = person(&scene.test, 7).await;
    let ask = scene.telecom.asks(SCOPE, &[]);
    let tokens = scene.telecom.tokens(&mut browser, SCOPE).await;
    // He agreed; he is asked all the same.
    browser.get(&ask).await.goes_to("/oidc/continue");
    browser
        .get("/oidc/continue")
        .await
        .shows(200, "value=\"allow\"");
    let (_, place) = asked(&asks(&mut scene.telecom, &tokens.access, PHONE).await);

    // Ten minutes, and he signs in again.
    scene.test.advance(SignedDuration::from_mins(11));
    browser.get(&ask).await.goes_to("/oidc/continue");
    browser.get("/oidc/continue").await.goes_to("/sign-in");
    own.sign_in_to(&scene.test, &mut browser, "/oidc/continue")
        .await;
    browser
        .get("/oidc/continue")
        .await
        .shows(200, "value=\"allow\"");

    // One factor: he is led to sign in, and shown that on the page of the number.
    let number = domain::person::PersonNumber::parse(own.number()).unwrap();
    let mut source = scene.test.app.db.read().await.unwrap();
    let found = store::account::by_number(&mut source, &number, scene.test.now()).await;
    let subject = found.unwrap().unwrap().account.subject;
    drop(source);
    let mut low = weak(&scene.test, subject).await;
    low.get(&ask).await.goes_to("/oidc/continue");
    low.get("/oidc/continue").await.goes_to("/sign-in");
    let page = low.get(&place).await;
    page.shows(200, "href=\"/sign-in\"");
    assert!(!page.text().contains(&format!("{place}/code")));
    low.post(&format!("{place}/code"), &[])
        .await
        .shows(409, "Chỉ tài khoản mức độ 2");
}
