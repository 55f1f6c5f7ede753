//! Claims asked and given: OpenID Connect Core §5.5, and the suite's `ekyc-server-*` modules.

use proptest::prelude::*;
use serde_json::{Map, Value, json};

use super::{ClaimsRequest, Verified, VerifiedRequest, select};
use crate::ErrorCode;
use crate::testing::NOW;

fn parse(value: &Value) -> ClaimsRequest {
    ClaimsRequest::parse(&value.to_string()).unwrap()
}

fn words(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}

/// The example of Core §5.5.
#[test]
fn the_example_of_core() {
    let request = parse(&json!({
        "userinfo": {
            "given_name": {"essential": true}, "nickname": null, "email": {"essential": true},
            "http://example.info/claims/groups": null,
        },
        "id_token": {
            "auth_time": {"essential": true},
            "acr": {"values": ["urn:mace:incommon:iap:silver"]},
        },
        "unknown": 1,
    }));
    assert!(request.userinfo.claims["given_name"].essential);
    assert!(!request.userinfo.claims["nickname"].essential);
    let acr = &request.id_token.claims["acr"];
    assert!(acr.accepts(&json!("urn:mace:incommon:iap:silver")) && !acr.accepts(&json!("bronze")));
    let stored = serde_json::to_string(&request).unwrap();
    assert_eq!(
        serde_json::from_str::<ClaimsRequest>(&stored).unwrap(),
        request
    );
}

#[test]
fn refusals() {
    let many: Map<String, Value> = (0..101).map(|at| (at.to_string(), Value::Null)).collect();
    let verified = |value: Value| json!({"userinfo": {"verified_claims": value}}).to_string();
    let cases = [
        String::new(),
        "null".to_owned(),
        "[]".to_owned(),
        r#"{"userinfo":[]}"#.to_owned(),
        r#"{"id_token":"sub"}"#.to_owned(),
        r#"{"userinfo":{"name":1}}"#.to_owned(),
        r#"{"userinfo":{"name":"x"}}"#.to_owned(),
        r#"{"userinfo":{"name":null,"name":null}}"#.to_owned(),
        r#"{"userinfo":{"name":{"essential":"yes"}}}"#.to_owned(),
        r#"{"userinfo":{"name":{"values":"x"}}}"#.to_owned(),
        json!({"userinfo": {"name": {"values": vec![1; 51]}}}).to_string(),
        json!({"userinfo": {"n".repeat(201): null}}).to_string(),
        json!({"userinfo": many}).to_string(),
        json!({"x": "x".repeat(17_000)}).to_string(),
        verified(Value::Null),
        verified(json!({"claims": {"name": null}})),
        verified(json!({"verification": {"trust_framework": null}})),
        verified(json!({"verification": {}, "claims": {"name": 1}})),
        verified(json!(vec![json!({"verification": {}, "claims": {}}); 11])),
    ];
    for text in cases {
        let error = ClaimsRequest::parse(&text).unwrap_err();
        assert_eq!(error.code, ErrorCode::InvalidRequest, "{text}");
    }
}

#[test]
fn scopes_and_names_within_what_is_allowed() {
    let table: &[(&str, &[&str])] = &[("profile", &["name", "birthdate"]), ("email", &["email"])];
    let request = parse(&json!({
        "userinfo": {"name": {"essential": true}, "secret": null, "unknown": {"essential": true}},
        "id_token": {"email": null, "secret": null},
    }));
    let allowed = words(&["name", "birthdate", "email"]);
    let selected = select(&request, &words(&["openid", "profile"]), table, &allowed);
    assert_eq!(
        selected.userinfo.keys().collect::<Vec<_>>(),
        ["birthdate", "name"]
    );
    assert!(
        selected.userinfo["name"].essential,
        "the name's own wish counts"
    );
    assert_eq!(selected.id_token.keys().collect::<Vec<_>>(), ["email"]);
    let nothing = select(
        &ClaimsRequest::default(),
        &words(&["openid"]),
        table,
        &allowed,
    );
    assert_eq!(nothing, super::Selected::default());
}

fn have() -> Verified {
    let object = |value: Value| value.as_object().unwrap().clone();
    Verified {
        verification: object(json!({
            "trust_framework": "vn_eid", "assurance_level": "2", "time": "2025-11-20T08:00:00Z",
            "evidence": [
                {"type": "document", "document_details": {"type": "idcard", "number": "1"}},
                {"type": "electronic_record", "record": {"type": "population_register"}},
            ],
        })),
        claims: object(json!({"given_name": "An", "birthdate": "2000-01-01"})),
    }
}

fn ask(verification: &Value, claims: &Value) -> Option<Value> {
    let request = parse(&json!({"userinfo": {"verified_claims": {
        "verification": verification, "claims": claims,
    }}}));
    request.userinfo.verified[0].answer(&have(), NOW)
}

/// ekyc-server-happypath, -emptyobject, -essentialfalse, -unknown-claim-omitted, -unknown-essential-claim-omitted,
/// -specialchars
#[test]
fn verified_claims_asked_in_many_ways() {
    let expected = json!({
        "verification": {"trust_framework": "vn_eid"}, "claims": {"given_name": "An"},
    });
    for claims in [
        json!({"given_name": null}),
        json!({"given_name": {}}),
        json!({"given_name": {"essential": false}}),
        json!({"given_name": {"value": "An"}}),
        json!({"given_name": {"values": ["Bình", "An"]}}),
        json!({"given_name": null, "unknown": null}),
        json!({"given_name": null, "unknown": {"essential": true}}),
        json!({"given_name": null, "a\"b:ữ'<>": null}),
        json!({"given_name": null, "birthdate": {"value": "random"}}),
    ] {
        for verification in [
            json!({"trust_framework": null}),
            json!({}),
            json!({"unknown": null}),
        ] {
            assert_eq!(
                ask(&verification, &claims).as_ref(),
                Some(&expected),
                "{claims}"
            );
        }
    }
    // -one-claim-with-random-value-omitted, and nothing else was asked.
    assert_eq!(
        ask(&json!({}), &json!({"given_name": {"value": "random"}})),
        None
    );
    assert_eq!(ask(&json!({}), &json!({})), None);
}

#[test]
fn constraints_on_verification() {
    let claims = json!({"given_name": null});
    let met = [
        json!({"unknown": {"essential": true}}),
        json!({"evidence": [{"type": {"value": "vouch"}}, {"type": {"value": "document"}}]}),
        json!({"trust_framework": {"value": "vn_eid"}}),
        json!({"trust_framework": {"values": ["eidas", "vn_eid"]}}),
        json!({"assurance_level": {"value": "2"}, "time": {"max_age": 1_000_000}}),
        json!({"evidence": [{"type": {"value": "document"}}]}),
        json!({"evidence": [{"type": {"value": "document"}, "document_details": {"type": {"values": ["idcard"]}}}]}),
        json!({"evidence": [{"type": {"value": "document"}, "check_details": null}]}),
    ];
    for verification in met {
        assert!(ask(&verification, &claims).is_some(), "{verification}");
    }
    let unmet = [
        json!({"trust_framework": {"value": "eidas"}}),
        json!({"assurance_level": {"values": ["high", "very_high"]}}),
        json!({"time": {"max_age": 60}}),
        json!({"time": {"max_age": "long"}}),
        json!({"assurance_process": {"policy": {"value": "x"}}}),
        json!({"evidence": [{"type": {"value": "vouch"}}]}),
        json!({"evidence": []}),
        json!({"evidence": [{"type": {"value": "document"}, "method": {"value": "pipp"}}]}),
        json!({"trust_framework": {"sub": {"value": 1}}}),
        json!({"trust_framework": "vn_eid"}),
    ];
    for verification in unmet {
        assert_eq!(ask(&verification, &claims), None, "{verification}");
    }
}

/// §5.6.
#[test]
fn several_requests_from_several_records() {
    let other = Verified {
        verification: json!({"trust_framework": "bank"})
            .as_object()
            .unwrap()
            .clone(),
        ..have()
    };
    let wish = |framework: Value| json!({"verification": {"trust_framework": framework}, "claims": {"given_name": null}});
    let answer = |wishes: Value| {
        let request = parse(&json!({"userinfo": {"verified_claims": wishes}}));
        let have = [have(), other.clone()];
        VerifiedRequest::answer_all(&request.userinfo.verified, &have, NOW)
    };
    let bank = wish(json!({"value": "bank"}));
    let none = wish(json!({"value": "eidas"}));
    let given =
        |framework: &str| wish(json!(framework)).as_object().unwrap()["verification"].clone();
    assert_eq!(answer(none.clone()), None);
    assert_eq!(
        answer(json!([none, bank])).unwrap()["verification"],
        given("bank")
    );
    let both = answer(wish(Value::Null)).unwrap();
    assert_eq!(both[0]["verification"], given("vn_eid"));
    assert_eq!(both[1]["verification"], given("bank"));
    assert_eq!(answer(json!([])), None);
}

#[test]
fn no_more_than_was_asked() {
    let wish = json!({"evidence": [{"document_details": {"number": null}}], "time": null});
    let answer = ask(&wish, &json!({"birthdate": null})).unwrap();
    assert_eq!(
        answer["verification"],
        json!({
            "trust_framework": "vn_eid", "time": "2025-11-20T08:00:00Z",
            "evidence": [
                {"type": "document", "document_details": {"type": "idcard", "number": "1"}},
                {"type": "electronic_record"},
            ],
        })
    );
    assert_eq!(answer["claims"], json!({"birthdate": "2000-01-01"}));
}

/// §5.5.2: counted from the last second of a date. `NOW` is 2025-11-22 08:26:40 UTC.
#[test]
fn ages_of_times() {
    let fresh = |time: &str, max_age: i64| {
        let mut have = have();
        have.verification.insert("time".to_owned(), json!(time));
        let wish = VerifiedRequest {
            verification: json!({"time": {"max_age": max_age}})
                .as_object()
                .unwrap()
                .clone(),
            claims: parse(&json!({"userinfo": {"given_name": null}}))
                .userinfo
                .claims,
        };
        wish.answer(&have, NOW).is_some()
    };
    for (time, age) in [
        ("2025-11-22T08:26:40Z", 0),
        ("2025-11-22T08:26Z", 40),
        ("2025-11-21", 30_401),
        ("2024-02-29T08:26:40Z", 632 * 86_400),
        ("2000-03-01T08:26:40Z", 9_397 * 86_400),
        ("1969-12-31T23:59:59Z", NOW + 1),
    ] {
        assert!(fresh(time, age), "{time}");
        assert!(!fresh(time, age - 1), "{time}");
    }
    for time in [
        "",
        "yesterday",
        "2025-13-01",
        "2025-11-22T08:26:40+07:00",
        "2025-11-2é",
    ] {
        assert!(!fresh(time, i64::MAX), "{time}");
    }
}

proptest! {
    #[test]
    fn any_text(text in ".*", inner in "[\\[\\]{}\":,a-z0-9 ]{0,60}") {
        let _ = ClaimsRequest::parse(&text);
        let _ = ClaimsRequest::parse(&format!("{{\"userinfo\":{inner}}}"));
    }

    #[test]
    fn any_time(time in "[0-9TZ:é-]{0,25}", age in any::<i64>()) {
        let mut have = have();
        have.verification.insert("time".to_owned(), json!(time));
        let wish = json!({"verification": {"time": {"max_age": age}}, "claims": {"given_name": null}});
        let request = parse(&json!({"userinfo": {"verified_claims": wish}}));
        let _ = request.userinfo.verified[0].answer(&have, NOW);
    }
}
