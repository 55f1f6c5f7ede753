//! `verified_claims`: what a register confirmed, with the check that did, as OpenID Connect for Identity
//! Assurance 1.0 tells it.

use domain::account::Level;
use domain::evidence::{HeadTurns, OfficerComparison, Shown, Verdict};
use domain::ids::{CaptureId, EvidenceId, RegistrationId, StaffId, SubjectId};
use domain::regime::Regime;
use domain::registration::State;
use serde_json::{Value, json};
use store::Audit;
use store::evidence::Evidence;
use store::registration::{Channel, Dossier, Stored};
use testkit::people::Person;
use testkit::{Client, TestApp};

use super::{Service, decide, of_query, read};
use crate::documents::scene::both;

both!(
    what_is_asked_with_its_checks_is_told_with_them,
    what_does_not_meet_the_wish_is_left_out,
    without_a_check_on_record_nothing_is_told_as_checked,
    what_was_agreed_to_is_not_told_with_its_checks_nor_for_another_purpose,
);

/// A check of an approved registration.
pub(super) async fn check(
    test: &TestApp,
    subject: SubjectId,
    n: u8,
    kind: &'static str,
    body: &Value,
) {
    let id = RegistrationId::from_bytes([n; 16]);
    let now = test.now();
    let mut stored = Stored {
        id,
        subject,
        level: Level::Two,
        channel: Channel::Counter,
        state: State::Received {
            at: now,
            due: now,
            regime: Regime::Decree59,
        },
        reference: format!("TEST-{n}"),
        token: None,
        dossier: Dossier::default(),
        unit: String::new(),
        officer: None,
        created: now,
        received: Some(now),
        due: None,
        revision: 1,
    };
    let evidence = Evidence {
        id: EvidenceId::from_bytes([n; 16]),
        registration: id,
        kind,
        at: now,
        staff: None,
    };
    let mut tx = test.app.db.begin().await.unwrap();
    store::registration::insert(&mut tx, &stored).await.unwrap();
    store::registration::save(&mut tx, &stored).await.unwrap();
    stored.state = State::Approved { at: now };
    stored.revision = 2;
    store::registration::save(&mut tx, &stored).await.unwrap();
    store::evidence::insert(&mut tx, subject, &evidence, body)
        .await
        .unwrap();
    tx.commit(Audit::Bookkeeping("test")).await.unwrap();
}

fn comparison(test: &TestApp, verdict: Verdict) -> Value {
    let made = OfficerComparison {
        id: EvidenceId::from_bytes([7; 16]),
        officer: StaffId::from_bytes([7; 16]),
        at: test.now(),
        portrait: Some(CaptureId::from_bytes([7; 16])),
        fingers: vec![CaptureId::from_bytes([8; 16])],
        shown: Shown {
            register: true,
            card: false,
            chip: false,
        },
        chip_portrait: None,
        suspect_card: None,
        verdict,
        differences: vec![],
        explanation: None,
        exception: None,
        machine: vec![],
        turns: HeadTurns::NotAsked,
    };
    json!(made)
}

struct World {
    service: Service,
    browser: Client,
    person: Person,
}

async fn world(test: &TestApp, checked: bool) -> World {
    let service = Service::new(test, 1).await;
    let person = Person::of(2);
    person.register(&test.app).await;
    let subject = person.account(&test.app, Level::Two).await;
    if checked {
        let agree = json!({ "differences": [], "registers": ["population", "card"] });
        check(test, subject, 1, "registers-agree", &agree).await;
        test.advance(jiff::SignedDuration::from_hours(1));
        let same = comparison(test, Verdict::Same);
        check(test, subject, 2, "officer-comparison", &same).await;
        let unsure = comparison(test, Verdict::Unsure);
        check(test, subject, 3, "officer-comparison", &unsure).await;
    }
    let mut browser = test.client();
    person.sign_in(test, &mut browser).await;
    World {
        service,
        browser,
        person,
    }
}

impl World {
    /// What the service learns in the identity token and by userinfo, all agreed to.
    async fn told(&mut self, claims: &Value) -> (Value, Value) {
        let claims = claims.to_string();
        let more = [("claims", claims.as_str()), ("prompt", "consent")];
        let address = self.service.asks("openid", &more);
        self.browser.get(&address).await.goes_to("/oidc/continue");
        let ticked = [
            "name",
            "birthdate",
            "gender",
            "personal_administrative_number",
        ];
        let mut form = vec![("decision", "allow")];
        form.extend(ticked.map(|claim| ("claim", claim)));
        let back = decide(&mut self.browser, "/oidc/continue", &form).await;
        let code = of_query(back.location(), "code").expect("a code");
        let tokens = read(&self.service.exchange(&code).await);
        let told = self.service.userinfo(&tokens.access).await.json();
        (tokens.id, told)
    }
}

// law: D59-12.2
// conformance: ekyc-server-happypath, ekyc-server-request-only-in-userinfo
async fn what_is_asked_with_its_checks_is_told_with_them(test: TestApp) {
    let mut world = world(&test, true).await;
    let asked = json!({ "userinfo": { "verified_claims": {
        "verification": { "trust_framework": null, "assurance_level": null, "time": null,
            "evidence": [{ "type": null, "check_details": null, "record": null }] },
        "claims": { "name": null, "birthdate": {"essential": true} },
    }}});
    let address = world
        .service
        .asks("openid", &[("claims", &asked.to_string())]);
    world.browser.get(&address).await.goes_to("/oidc/continue");
    let page = world.browser.get("/oidc/continue").await;
    page.shows(200, "Chỉ gửi thêm nếu bạn chọn");
    page.shows(200, "đối chiếu với cơ sở dữ liệu nào");
    let birth = world.person.record.identity.birth.to_iso();
    let day: jiff::civil::Date = birth.parse().unwrap();
    page.shows(200, &day.strftime("%d/%m/%Y").to_string());
    assert!(!page.text().contains(&birth), "as people write days");
    let (id, told) = world.told(&asked).await;
    assert!(id.get("verified_claims").is_none());
    let name = world.person.record.identity.name.as_str();
    assert!(told.get("name").is_none(), "asked with its checks alone");
    let told = &told["verified_claims"];
    assert_eq!(told["claims"], json!({ "name": name, "birthdate": birth }));
    let verification = &told["verification"];
    assert_eq!(verification["trust_framework"], "vn_decree59");
    assert_eq!(verification["assurance_level"], "2");
    let evidence = verification["evidence"].as_array().unwrap();
    let seen: Vec<(&str, &str)> = evidence
        .iter()
        .map(|one| {
            assert_eq!(one["type"], "electronic_record");
            let kind = one["record"]["type"].as_str().unwrap();
            (
                kind,
                one["check_details"][0]["check_method"].as_str().unwrap(),
            )
        })
        .collect();
    // The comparison that proved nothing is not among them (I3).
    assert_eq!(
        seen,
        [
            ("population_register", "data"),
            ("vn_identity_card_register", "data"),
            ("population_register", "pvp"),
        ]
    );
    assert_eq!(
        evidence[2]["check_details"][0]["time"],
        verification["time"]
    );
}

// conformance: ekyc-server-request-only-in-idtoken, ekyc-server-one-claim-with-random-value-omitted
// conformance: ekyc-server-unknown-claim-omitted, ekyc-server-unknown-essential-claim-omitted
async fn what_does_not_meet_the_wish_is_left_out(test: TestApp) {
    let mut world = world(&test, true).await;
    let ask = |verification: Value, claims: Value| json!({ "id_token": { "verified_claims": { "verification": verification, "claims": claims } } });
    let any = json!({ "trust_framework": null });
    let name = world.person.record.identity.name.as_str().to_owned();
    for (verification, claims, want) in [
        (
            any.clone(),
            json!({ "name": null }),
            Some(json!({ "name": name })),
        ),
        (any.clone(), json!({ "name": { "value": "Nobody" } }), None),
        (
            any.clone(),
            json!({ "name": null, "shoe_size": null }),
            Some(json!({ "name": name })),
        ),
        (
            any.clone(),
            json!({ "name": null, "shoe_size": { "essential": true } }),
            Some(json!({ "name": name })),
        ),
        // What nobody confirmed is not told as checked.
        (
            any.clone(),
            json!({ "email": null, "account_level": null }),
            None,
        ),
        (
            json!({ "trust_framework": { "value": "eidas" } }),
            json!({ "name": null }),
            None,
        ),
        (
            json!({ "trust_framework": { "values": ["eidas", "vn_decree59"] } }),
            json!({ "name": null }),
            Some(json!({ "name": name })),
        ),
        (
            json!({ "trust_framework": null, "time": { "max_age": 1_000 } }),
            json!({ "name": null }),
            Some(json!({ "name": name })),
        ),
        (
            json!({ "trust_framework": null, "evidence": [{ "type": { "value": "vouch" } }] }),
            json!({ "name": null }),
            None,
        ),
    ] {
        let asked = ask(verification, claims);
        let (id, told) = world.told(&asked).await;
        assert!(told.get("verified_claims").is_none(), "{asked}");
        let got = id.get("verified_claims").map(|told| told["claims"].clone());
        assert_eq!(got, want, "{asked}");
    }
    for broken in [
        json!({ "userinfo": { "verified_claims": {} } }),
        json!({ "userinfo": { "verified_claims": { "verification": {} } } }),
    ] {
        let address = world
            .service
            .asks("openid", &[("claims", &broken.to_string())]);
        let back = world.browser.get(&address).await;
        assert_eq!(
            of_query(back.location(), "error").unwrap(),
            "invalid_request"
        );
    }
}

async fn without_a_check_on_record_nothing_is_told_as_checked(test: TestApp) {
    let mut world = world(&test, false).await;
    let asked = json!({ "userinfo": {
        "gender": null,
        "verified_claims": { "verification": { "trust_framework": null }, "claims": { "name": null } },
    }});
    let (_, told) = world.told(&asked).await;
    assert!(told.get("verified_claims").is_none(), "omitted, never null");
    assert!(told["gender"].is_string());
    // Metadata say what there is.
    let told = test
        .client()
        .get("/.well-known/openid-configuration")
        .await
        .json();
    assert_eq!(told["verified_claims_supported"], true);
    assert_eq!(
        told["trust_frameworks_supported"],
        json!(["vn_decree59", "vn_decree69"])
    );
    assert_eq!(told["evidence_supported"], json!(["electronic_record"]));
    assert_eq!(
        told["electronic_records_supported"][0],
        "population_register"
    );
    for gone in ["ui_locales_supported", "display_values_supported"] {
        assert!(told.get(gone).is_none(), "{gone}");
    }
    let grants = told["grant_types_supported"].as_array().unwrap();
    assert!(grants.contains(&json!("client_credentials")));
}

// law: D59-5
async fn what_was_agreed_to_is_not_told_with_its_checks_nor_for_another_purpose(test: TestApp) {
    let mut world = world(&test, true).await;
    world
        .service
        .tokens(&mut world.browser, "openid profile")
        .await;
    // The same claim with its checks is more.
    let asked = json!({ "id_token": { "verified_claims": {
        "verification": { "trust_framework": null }, "claims": { "name": null },
    }}});
    let claims = asked.to_string();
    let silent = [("claims", claims.as_str()), ("prompt", "none")];
    let address = world.service.asks("openid profile", &silent);
    let back = world.browser.get(&address).await;
    assert_eq!(
        of_query(back.location(), "error").as_deref(),
        Some("consent_required")
    );
    // Agreed to, it is told from then on.
    let (id, _) = world.told(&asked).await;
    assert!(id["verified_claims"]["claims"]["name"].is_string());
    let address = world.service.asks("openid", &silent);
    let back = world.browser.get(&address).await;
    assert!(of_query(back.location(), "code").is_some());
    // Another purpose is another consent.
    let mut tx = test.app.db.begin().await.unwrap();
    let id = world.service.id.parse().unwrap();
    let found = store::relying_party::client::find(&mut tx, id)
        .await
        .unwrap();
    let mut client = found.unwrap();
    client.purpose = "Cho vay".to_owned();
    store::relying_party::client::save(&mut tx, &client)
        .await
        .unwrap();
    tx.commit(store::Audit::Bookkeeping("test")).await.unwrap();
    let back = world.browser.get(&address).await;
    assert_eq!(
        of_query(back.location(), "error").as_deref(),
        Some("consent_required")
    );
}
