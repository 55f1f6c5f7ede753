use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use jiff::SignedDuration;

use super::*;
use crate::signed_message::sign;

const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

fn secrets() -> Secrets {
    let mut secrets = Secrets::default();
    assert!(secrets.add(Teller::Cards, "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYX"));
    assert!(secrets.add(Teller::Population, "AAECAwQFBgcICQoLDA0ODxAREhMUFRYX"));
    assert!(secrets.add(Teller::Population, SECRET));
    secrets
}

/// The example of the specification (github.com/standard-webhooks).
#[test]
fn signatures_are_those_of_standard_webhooks() {
    let body = br#"{"test": 2432232314}"#;
    let secret = STANDARD.decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").unwrap();
    let signature = sign(&secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330", body);
    assert_eq!(signature, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
}

#[test]
fn what_is_not_genuine() {
    let now = Timestamp::from_second(1_614_265_330).unwrap();
    let good = Message {
        register: "population",
        id: "msg_p5jXN8AQM9LWM0D4loKWxJek",
        timestamp: "1614265330",
        signature: "v1,AAAA v1a,xx v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
        body: br#"{"test": 2432232314}"#,
    };
    let check = |message: Message<'_>, now| genuine(&secrets(), &message, now);
    assert_eq!(check(good, now), Some(Teller::Population));
    let minutes = SignedDuration::from_mins;
    assert_eq!(check(good, now + minutes(5)), Some(Teller::Population));
    assert_eq!(check(good, now + minutes(6)), None);
    assert_eq!(check(good, now - minutes(6)), None);
    for bad in [
        Message {
            register: "cards",
            ..good
        },
        Message {
            register: "nothing",
            ..good
        },
        Message {
            id: "msg_other",
            ..good
        },
        Message { id: "", ..good },
        Message {
            timestamp: "1614265331",
            ..good
        },
        Message {
            timestamp: "soon",
            ..good
        },
        Message {
            timestamp: "9223372036854775807",
            ..good
        },
        Message {
            signature: "",
            ..good
        },
        Message {
            signature: "v1,",
            ..good
        },
        Message {
            signature: "g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
            ..good
        },
        Message {
            body: b"{}",
            ..good
        },
    ] {
        assert_eq!(check(bad, now), None, "{bad:?}");
    }
}

#[test]
fn secrets_are_long_enough() {
    let mut secrets = Secrets::default();
    for bad in ["", "whsec_", "whsec_AAAA", "not base64 at all, is it now?"] {
        assert!(!secrets.add(Teller::Population, bad), "{bad}");
    }
    assert_eq!(format!("{secrets:?}"), "Secrets(‹private›)");
}
