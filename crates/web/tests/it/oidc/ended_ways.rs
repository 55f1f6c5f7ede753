//! Ways to sign in that end beside something else: the services hear of each kind, and each stands in the holder's log.

use jiff::SignedDuration;
use serde_json::json;
use testkit::people::{PASSCODE, PASSWORD, Person};
use testkit::{Authenticator, Client, TestApp};

use super::{Service, inside};
use crate::documents::scene::both;
use crate::holds::holder;
use crate::{authenticator, passkeys};

both!(
    a_changed_password_tells_of_the_ways_that_end_with_it,
    what_is_kept_is_not_told,
    a_removed_device_takes_its_passkeys_along,
);

const TO: &str = "https://dichvu.example/su-kien";
const CHANGED: &str = "https://schemas.openid.net/secevent/caep/event-type/credential-change";
const NEW: &str = "sáo sậu sang sông sớm";

/// Two passkeys, an authenticator app, and a service that listens.
async fn scene(test: &TestApp) -> (Person, Client) {
    let mut service = Service::new(test, 1).await;
    let delivery = json!({"method": "urn:ietf:rfc:8935", "endpoint_url": TO});
    let stream = json!({"delivery": delivery, "events_requested": [CHANGED]}).to_string();
    let made = service.json("POST", "/ssf/streams", &stream).await;
    assert_eq!(made.status, 201, "{}", made.text());
    let (person, mut phone) = holder(test, 2).await;
    for name in ["Máy Sen", "Máy Mai"] {
        passkeys::add(&mut phone, name, &mut Authenticator::default()).await;
    }
    authenticator::added(test, &mut phone).await;
    service.tokens(&mut phone, "openid").await;
    test.services.answers(202);
    assert!(
        told(test).await.is_empty(),
        "it has to do with him since now"
    );
    (person, phone)
}

/// What was told of credentials since, sorted.
async fn told(test: &TestApp) -> Vec<(String, String)> {
    test.jobs().await;
    let calls = test.services.take();
    let mut told: Vec<_> = calls
        .iter()
        .map(|call| {
            let facts = &inside(&call.event)["events"][CHANGED];
            let word = |name: &str| facts[name].as_str().expect("a word").to_owned();
            (word("credential_type"), word("change_type"))
        })
        .collect();
    told.sort();
    told
}

fn words(told: &[(String, String)]) -> Vec<(&str, &str)> {
    let words = told.iter().map(|(one, two)| (one.as_str(), two.as_str()));
    words.collect()
}

async fn changes_password(phone: &mut Client, keep: bool) {
    let mut form = vec![
        ("old_password", PASSWORD),
        ("password", NEW),
        ("passcode", PASSCODE),
    ];
    if keep {
        form.push(("keep_others", "yes"));
    }
    phone
        .post("/personal/password", &form)
        .await
        .goes_to("/sign-in?out=1");
}

/// How often a line of the holder's log says so, by his own hand.
async fn logged(phone: &mut Client, what: &str) -> usize {
    let log = phone.get("/activity/export").await;
    assert_eq!(log.status, 200, "{}", log.words());
    let text = log.text();
    let lines = text.lines();
    lines
        .filter(|line| line.contains(what) && line.contains("Bạn"))
        .count()
}

// law: APP-4
async fn a_changed_password_tells_of_the_ways_that_end_with_it(test: TestApp) {
    let (person, mut phone) = scene(&test).await;
    changes_password(&mut phone, false).await;
    let all = told(&test).await;
    let expected = [
        ("app", "delete"),
        ("fido2-platform", "delete"),
        ("password", "update"),
    ];
    assert_eq!(words(&all), expected);
    test.advance(SignedDuration::from_mins(2));
    let form = [("number", person.number()), ("password", NEW)];
    phone.post("/sign-in", &form).await.goes_to("/sign-in/code");
    let code = test.code_for(person.phone()).await;
    phone
        .post("/sign-in/code", &[("code", &code)])
        .await
        .goes_to("/");
    assert_eq!(logged(&mut phone, "Xóa khóa truy cập").await, 2);
    assert_eq!(logged(&mut phone, "Xóa ứng dụng tạo mã").await, 1);
}

// law: APP-4
async fn what_is_kept_is_not_told(test: TestApp) {
    let (_, mut phone) = scene(&test).await;
    changes_password(&mut phone, true).await;
    let all = told(&test).await;
    assert_eq!(words(&all), [("password", "update")]);
}

// law: APP-10
async fn a_removed_device_takes_its_passkeys_along(test: TestApp) {
    let (_, mut phone) = scene(&test).await;
    let page = phone.get("/personal/devices").await.text();
    let device = page
        .split_once("name=\"device\" value=\"")
        .and_then(|(_, rest)| rest.split('"').next())
        .expect("a device");
    phone
        .post("/personal/devices/remove", &[("device", device)])
        .await
        .goes_to("/personal/devices");
    let all = told(&test).await;
    assert_eq!(words(&all), [("fido2-platform", "delete")]);
    phone.get("/personal/passkeys").await.goes_to("/sign-in");
}
