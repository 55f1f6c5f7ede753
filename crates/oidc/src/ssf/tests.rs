//! Tokens, configurations and requests on their exact JSON.

use serde_json::{Value, json};

use super::*;
use crate::jose::{Compact, Signer};
use crate::testing::{ISSUER, NOW, key};

const POLL: &str = "https://id.example.vn/ssf/poll?stream_id=stm_1";

fn person() -> Subject {
    Subject::Person {
        iss: ISSUER.to_owned(),
        sub: "person".to_owned(),
    }
}

fn told(subject: Subject, event: Event) -> Value {
    let set = SecurityEvent {
        iss: ISSUER.to_owned(),
        aud: "shop".to_owned(),
        iat: NOW,
        jti: "j".to_owned(),
        txn: Some("t".to_owned()),
        subject,
        event,
    };
    set.claims()
}

/// SSF 4.1, RFC 8417 2.2: the whole token.
#[test]
fn a_token() {
    let set = SecurityEvent {
        iss: ISSUER.to_owned(),
        aud: "shop".to_owned(),
        iat: NOW,
        jti: "j".to_owned(),
        txn: Some("t".to_owned()),
        subject: person(),
        event: Event::AccountDisabled,
    };
    let ours = key(ALG);
    let token = set.sign(ours).unwrap();
    let jws = Compact::parse(&token, 8_192).unwrap();
    assert_eq!(jws.header().typ.as_deref(), Some("secevent+jwt"));
    assert_eq!(jws.header().kid.as_deref(), Some(ours.kid()));
    jws.verify(ours.public(), &[ALG]).unwrap();
    let expected = json!({
        "iss": ISSUER, "aud": "shop", "iat": NOW, "jti": "j", "txn": "t",
        "sub_id": {"format": "iss_sub", "iss": ISSUER, "sub": "person"},
        "events": {"https://schemas.openid.net/secevent/risc/event-type/account-disabled": {}},
    });
    assert_eq!(Value::Object(jws.claims_value().unwrap()), expected);
    assert_eq!(set.sign(ours).unwrap(), token, "sent again it is the same");
}

#[test]
fn what_each_event_says() {
    let reason = |what: &str| json!({"en": format!("{what} at the identity provider")});
    let changed = Event::CredentialChange {
        credential: Credential::Fido2Platform,
        change: Change::Delete,
    };
    let level = |previous, current| Event::AssuranceLevelChange { previous, current };
    let verified = |state: Option<&str>| Event::Verification {
        state: state.map(str::to_owned),
    };
    for (event, facts) in [
        (
            Event::SessionRevoked,
            json!({"event_timestamp": NOW, "reason_admin": reason("The session ended")}),
        ),
        (
            changed,
            json!({"credential_type": "fido2-platform", "change_type": "delete",
                "event_timestamp": NOW, "reason_admin": reason("A credential changed")}),
        ),
        (
            level(1, 2),
            json!({"namespace": "urn:dinhdanh:account-level", "previous_level": "1",
                "current_level": "2", "change_direction": "increase", "event_timestamp": NOW}),
        ),
        (
            level(2, 1),
            json!({"namespace": "urn:dinhdanh:account-level", "previous_level": "2",
                "current_level": "1", "change_direction": "decrease", "event_timestamp": NOW}),
        ),
        (Event::AccountDisabled, json!({})),
        (Event::AccountEnabled, json!({})),
        (Event::RecoveryInformationChanged, json!({})),
        (verified(Some("s")), json!({"state": "s"})),
        (verified(None), json!({})),
    ] {
        let kept: Event = serde_json::from_value(json!(event)).unwrap();
        assert_eq!(kept, event, "as kept in a row");
        let claims = told(person(), event.clone());
        let uri = event.kind().uri();
        assert_eq!(claims["events"], json!({ uri: facts }));
        for name in ["sub", "exp", "nonce"] {
            assert!(claims.get(name).is_none(), "{name}: {claims}");
        }
    }
}

/// RFC 9493 3.2.3, SSF 3.3, 8.1.4.1.
#[test]
fn whom_it_is_about() {
    let session = Subject::Session {
        iss: ISSUER.to_owned(),
        sub: "person".to_owned(),
        sid: "s".to_owned(),
    };
    let expected = json!({
        "format": "complex",
        "user": {"format": "iss_sub", "iss": ISSUER, "sub": "person"},
        "session": {"format": "opaque", "id": "s"},
    });
    assert_eq!(told(session, Event::SessionRevoked)["sub_id"], expected);
    let stream = told(Subject::Stream("stm_1".to_owned()), Event::AccountEnabled);
    assert_eq!(stream["sub_id"], json!({"format": "opaque", "id": "stm_1"}));
}

#[test]
fn names_of_subjects() {
    let read = |subject: Value| {
        let body = json!({ "subject": subject });
        Target::read(body.as_object().unwrap(), ISSUER)
    };
    let own = json!({"format": "iss_sub", "iss": ISSUER, "sub": "p"});
    assert_eq!(read(own), Ok(Target::Person("p".to_owned())));
    for unknown in [
        json!({"format": "iss_sub", "iss": "https://other.example", "sub": "p"}),
        json!({"format": "email", "email": "an@example.vn"}),
        json!({"format": "opaque", "id": "x"}),
    ] {
        assert_eq!(read(unknown), Ok(Target::Unknown));
    }
    for wrong in [
        json!("p"),
        json!({}),
        json!({"format": ""}),
        json!({"format": "iss_sub", "iss": ISSUER}),
        json!({"format": "iss_sub", "iss": ISSUER, "sub": ""}),
        json!({"format": "iss_sub", "iss": ISSUER, "sub": "p".repeat(256)}),
    ] {
        assert!(read(wrong.clone()).is_err(), "{wrong}");
    }
}

fn wanted(body: &Value) -> Result<Wanted, Fault> {
    Wanted::create(body.as_object().unwrap(), POLL)
}

fn stream(wanted: &Wanted) -> Stream<'_> {
    Stream {
        id: "stm_1",
        iss: ISSUER,
        aud: "shop",
        wanted,
        poll: POLL,
        min_verification_interval: 30,
    }
}

/// SSF 8.1.1: a stream in full; its header is not shown.
#[test]
fn a_configuration() {
    let revoked = Kind::SessionRevoked.uri();
    let push = json!({
        "delivery": {"method": "urn:ietf:rfc:8935", "endpoint_url": "https://shop.example/events",
            "authorization_header": "Bearer secret"},
        "events_requested": [revoked, "urn:example:other"],
        "description": "ours",
    });
    let wanted_push = wanted(&push).unwrap();
    let supported: Vec<&str> = Kind::SUPPORTED.map(Kind::uri).to_vec();
    let expected = json!({
        "stream_id": "stm_1", "iss": ISSUER, "aud": "shop",
        "delivery": {"method": "urn:ietf:rfc:8935", "endpoint_url": "https://shop.example/events"},
        "events_supported": supported,
        "events_requested": [revoked, "urn:example:other"],
        "events_delivered": [revoked],
        "min_verification_interval": 30,
        "description": "ours",
    });
    assert_eq!(stream(&wanted_push).to_json(), expected);
    assert!(!format!("{wanted_push:?}").contains("secret"));
    assert!(wanted_push.wants(Kind::Verification), "SSF 8.1.4");
    assert!(!wanted_push.wants(Kind::AccountDisabled));

    let least = wanted(&json!({})).unwrap();
    let told = stream(&least).to_json();
    let poll = json!({"method": "urn:ietf:rfc:8936", "endpoint_url": POLL});
    assert_eq!(told["delivery"], poll, "SSF 8.1.1.1: poll is meant");
    assert_eq!(told["events_delivered"], told["events_supported"]);
    assert!(told.get("events_requested").is_none() && told.get("description").is_none());
}

#[test]
fn what_may_be_changed() {
    let push = json!({"method": "urn:ietf:rfc:8935", "endpoint_url": "https://shop.example/a"});
    let old = wanted(&json!({"delivery": push, "description": "x".repeat(300)})).unwrap();
    assert_eq!(
        old.description.as_deref(),
        Some("x".repeat(200).as_str()),
        "cut off"
    );
    let change = json!({"stream_id": "stm_1", "description": "new", "iss": ISSUER, "aud": "shop"});
    let change = change.as_object().unwrap();
    stream(&old).unchanged(change).unwrap();
    let new = old.clone().update(change, POLL).unwrap();
    assert_eq!(new.description.as_deref(), Some("new"));
    assert_eq!(new.delivery, old.delivery, "what is missing stays");
    for (name, value) in [
        ("iss", json!("https://other.example")),
        ("aud", json!(["shop"])),
        ("events_delivered", json!([])),
        ("events_supported", json!("all")),
        ("min_verification_interval", json!(1)),
        ("inactivity_timeout", json!(60)),
    ] {
        let body = json!({ name: value });
        assert!(
            stream(&old).unchanged(body.as_object().unwrap()).is_err(),
            "{name}"
        );
    }
    let nowhere = json!({"description": "new"});
    assert!(Wanted::replace(nowhere.as_object().unwrap(), POLL).is_err());
    let whole = json!({"delivery": {"method": "urn:ietf:rfc:8936", "endpoint_url": POLL}});
    let new = Wanted::replace(whole.as_object().unwrap(), POLL).unwrap();
    assert_eq!((new.description, new.delivery), (None, Delivery::Poll));
}

#[test]
fn configurations_that_are_refused() {
    let push = |url: Value, header: Value| {
        json!({"delivery": {"method": "urn:ietf:rfc:8935", "endpoint_url": url,
            "authorization_header": header}})
    };
    let fine = json!("https://shop.example/a");
    for body in [
        json!({"delivery": "push"}),
        json!({"delivery": {}}),
        json!({"delivery": {"method": "urn:ietf:rfc:9999"}}),
        json!({"delivery": {"method": "urn:ietf:rfc:8935"}}),
        json!({"delivery": {"method": "urn:ietf:rfc:8936", "endpoint_url": "https://a.example"}}),
        push(json!("http://shop.example/a"), json!("Bearer a")),
        push(json!("https://me@shop.example/a"), json!("Bearer a")),
        push(json!(1), json!("Bearer a")),
        push(fine.clone(), json!("")),
        push(fine.clone(), json!("Bearer a\r\nX: y")),
        push(fine, json!("a".repeat(4_097))),
        json!({"events_requested": "all"}),
        json!({"events_requested": [1]}),
        json!({"events_requested": ["u".repeat(257)]}),
        json!({"events_requested": vec!["urn:x"; 65]}),
        json!({"description": 1}),
    ] {
        assert!(wanted(&body).is_err(), "{body}");
    }
    for bytes in ["", "[]", "{", "{\"a\":1,\"a\":2}", "null"] {
        assert!(body(bytes.as_bytes()).is_err(), "{bytes}");
    }
}

/// RFC 8936 2.4, 2.5.
#[test]
fn polling() {
    let read = |value: Value| Poll::read(value.to_string().as_bytes());
    let all = Poll {
        max: 25,
        acks: vec![],
        errors: vec![],
    };
    assert_eq!(Poll::read(b""), Ok(all.clone()));
    assert_eq!(
        read(json!({"returnImmediately": true, "maxEvents": 1_000_000})),
        Ok(all)
    );
    let acks = read(json!({"maxEvents": 0, "ack": ["a"],
        "setErrs": {"b": {"err": "invalid_state", "description": "Nguyễn Văn An"}}}));
    let errors = vec![("b".to_owned(), SetErr("invalid_state".to_owned()))];
    assert_eq!(
        acks,
        Ok(Poll {
            max: 0,
            acks: vec!["a".to_owned()],
            errors
        })
    );
    for wrong in [
        json!([]),
        json!({"maxEvents": -1}),
        json!({"maxEvents": "1"}),
        json!({"returnImmediately": "yes"}),
        json!({"ack": "a"}),
        json!({"ack": [1]}),
        json!({"setErrs": []}),
        json!({"setErrs": {"a": {}}}),
        json!({"setErrs": {"a": {"err": "with words"}}}),
        json!({"ack": vec!["a"; 1_001]}),
    ] {
        assert!(read(wrong.clone()).is_err(), "{wrong}");
    }
    let one = [("j".to_owned(), "token".to_owned())];
    assert_eq!(
        answer(&one, true),
        json!({"sets": {"j": "token"}, "moreAvailable": true})
    );
    assert_eq!(
        answer(&[], false),
        json!({"sets": {}, "moreAvailable": false})
    );
}

/// RFC 8935 2.3, 2.4.
#[test]
fn what_a_receiver_says_is_wrong() {
    let err = |text: &str| read_err(text.as_bytes()).map(|err| (err.of_access(), err.0));
    assert_eq!(
        err(r#"{"err":"access_denied"}"#),
        Some((true, "access_denied".to_owned()))
    );
    assert_eq!(
        err(r#"{"err":"invalid_key","description":"x"}"#),
        Some((false, "invalid_key".to_owned()))
    );
    for text in [
        "",
        "no",
        r#"{"err":1}"#,
        r#"{"err":""}"#,
        r#"{"err":"<b>"}"#,
    ] {
        assert_eq!(err(text), None, "{text}");
    }
}

#[test]
fn the_transmitter() {
    let at = Endpoints {
        issuer: ISSUER,
        jwks: "https://id.example.vn/oidc/jwks",
        configuration: "https://id.example.vn/ssf/streams",
        status: "https://id.example.vn/ssf/status",
        add_subject: "https://id.example.vn/ssf/subjects/add",
        remove_subject: "https://id.example.vn/ssf/subjects/remove",
        verification: "https://id.example.vn/ssf/verify",
    };
    let told = metadata(&at);
    assert_eq!(told["spec_version"], "1_0");
    assert_eq!(told["issuer"], ISSUER);
    assert_eq!(
        told["authorization_schemes"],
        json!([{"spec_urn": "urn:ietf:rfc:6749"}])
    );
    let methods = json!(["urn:ietf:rfc:8935", "urn:ietf:rfc:8936"]);
    assert_eq!(told["delivery_methods_supported"], methods);
    assert_eq!(told["default_subjects"], "ALL");
}
