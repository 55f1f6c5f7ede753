//! Organisations and dependants through the API, and whoever has no business there.

use app::Cx;
use app::dependants::{Child, add};
use app::organisations::{Begun, begin, submit};
use domain::account::Level;
use testkit::TestApp;
use testkit::organisations::{company, register, signed_in};
use testkit::people::Person;

use super::{Call, problem, sign_in};

/// Somebody of level 2, and he himself without the pages.
async fn person(test: &TestApp, n: u32) -> (Person, Cx) {
    let person = Person::of(n);
    person.register(&test.app).await;
    let subject = person.account(&test.app, Level::Two).await;
    let cx = signed_in(&test.app, subject).await;
    (person, cx)
}

// law: D59-13.7, D59-16.c
#[tokio::test]
async fn the_representative_sees_his_organisation_and_nobody_else_does() {
    let test = TestApp::new().await;
    let (an, cx) = person(&test, 1).await;
    let record = company(1, &an);
    register(&test.app, &record).await;
    let begun = begin(&test.app, &cx, record.code.as_str(), false).await;
    let Begun::Draft(draft) = begun.unwrap() else {
        panic!("no draft");
    };
    submit(&test.app, &cx, draft).await.unwrap();
    let client = &mut test.client();
    let own = sign_in(&test, client, &an).await;
    let list = Call::new(client, Some(&own)).get("/organisations").await;
    let list = list.json();
    let one = &list["acting_for"][0];
    assert_eq!(one["name"], "Công ty TNHH An Bình");
    assert_eq!(
        (&one["power"], &one["standing"]),
        (&"legal".into(), &"awaiting-activation".into())
    );
    let request = &list["requests"][0];
    assert_eq!(request["organisation"], one["id"]);
    let id = one["id"].as_str().unwrap().to_owned();
    let state = format!(
        "/organisations/requests/{}",
        request["id"].as_str().unwrap()
    );
    let powers = format!("/organisations/{id}/delegations");
    let found = Call::new(client, Some(&own)).get(&state).await.json();
    assert_eq!(found["state"], "approved");
    let found = Call::new(client, Some(&own)).get(&powers).await.json();
    assert_eq!(found[0]["power"], "legal");

    let (other, _) = person(&test, 2).await;
    let stranger = sign_in(&test, client, &other).await;
    let list = Call::new(client, Some(&stranger))
        .get("/organisations")
        .await;
    assert_eq!(list.json()["acting_for"], serde_json::json!([]));
    for place in [&state, &powers] {
        let answer = Call::new(client, Some(&stranger)).get(place).await;
        problem(&answer, 404, "not-found");
        let answer = Call::new(client, None).get(place).await;
        problem(&answer, 401, "sign-in-needed");
    }
    for wrong in [
        "/organisations/requests/reg_1",
        "/organisations/x/delegations",
    ] {
        let answer = Call::new(client, Some(&own)).get(wrong).await;
        problem(&answer, 404, "not-found");
    }
    for place in ["/organisations", "/dependants"] {
        let answer = Call::new(client, None).get(place).await;
        problem(&answer, 401, "sign-in-needed");
    }
}

// law: D59-11.1
#[tokio::test]
async fn the_guardian_sees_his_child_and_nobody_else_does() {
    let test = TestApp::new().await;
    let (an, cx) = person(&test, 1).await;
    let child = crate::dependants::child(&test, 3, &an, "2012-03-05", false).await;
    let typed = Child {
        number: child.number(),
        nationality: "",
        passport: "",
        birth: "2012-03-05",
    };
    add(&test.app, &cx, &typed).await.unwrap();
    let client = &mut test.client();
    let own = sign_in(&test, client, &an).await;
    let list = Call::new(client, Some(&own)).get("/dependants").await;
    assert_eq!(list.json()[0]["birth"], "2012-03-05");
    assert!(
        !list.text().contains(child.number()),
        "the number is masked"
    );
    let (other, _) = person(&test, 2).await;
    let stranger = sign_in(&test, client, &other).await;
    let list = Call::new(client, Some(&stranger)).get("/dependants").await;
    assert_eq!(list.json(), serde_json::json!([]));
}
