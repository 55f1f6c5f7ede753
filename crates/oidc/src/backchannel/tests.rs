//! CIBA §7.1, §10.2 as tables.

use super::*;
use crate::testing::web;

const GOOD: &str = "8d67dc78-7faa-4d41-aabd-67707b374255";

fn asked(pairs: &[(&str, &str)], ping: bool) -> Result<String, ErrorCode> {
    let params = Params::from_pairs(pairs.iter().copied()).unwrap();
    let at = "https://rp.example/ping".to_owned();
    let client = Client {
        backchannel_client_notification_endpoint: ping.then_some(at),
        ..web()
    };
    let asked = read(&params, &client).map_err(|error| error.code)?;
    let hint = match asked.hint {
        Hint::Login(text) => format!("login {text}"),
        Hint::IdToken(text) => format!("id token {text}"),
    };
    Ok(format!(
        "{hint}, {:?}, {}, {:?}",
        asked.message, asked.life, asked.token
    ))
}

#[test]
fn one_person_is_named_in_one_way() {
    let login = ("login_hint", "074190000001");
    let id = ("id_token_hint", "a.b.c");
    let other = ("login_hint_token", "x");
    for (pairs, want) in [
        (&[login][..], Some("login 074190000001, \"\", 300, None")),
        (&[id], Some("id token a.b.c, \"\", 300, None")),
        (&[], None),
        (&[login, id], None),
        (&[other], None),
        (&[login, other], None),
    ] {
        let want = want.map(str::to_owned);
        assert_eq!(
            asked(pairs, false),
            want.ok_or(ErrorCode::InvalidRequest),
            "{pairs:?}"
        );
    }
}

#[test]
fn a_ping_needs_a_token_that_nobody_guesses() {
    let long = "a".repeat(1_024);
    let too_long = "a".repeat(1_025);
    for (token, good) in [
        (GOOD, true),
        (&long, true),
        ("abcdefghijklmnopqrst-._~+/==", true),
        (&too_long, false),
        ("abcdefghijklmnopqrstu", false),
        ("abcdefghijklmnopqrstuv wxyz", false),
        ("abcdefghijklmnopqrst=uvwxyz", false),
        ("abcdefghijklmnopqrstuv\u{e9}wxyz", false),
        ("abcdefghijklmnopqrstuv\r\nX: y", false),
        ("======================", false),
    ] {
        let pairs = [("login_hint", "1"), ("client_notification_token", token)];
        let want = if good {
            Ok(format!("login 1, \"\", 300, {:?}", Some(token)))
        } else {
            Err(ErrorCode::InvalidRequest)
        };
        assert_eq!(asked(&pairs, true), want, "{token:?}");
        assert!(asked(&pairs, false).unwrap().ends_with("None"), "{token:?}");
    }
    let bare = [("login_hint", "1")];
    assert_eq!(asked(&bare, true), Err(ErrorCode::InvalidRequest));
}

#[test]
fn what_is_shown_is_short_and_what_waits_does_not_wait_long() {
    let (most, more) = ("ê".repeat(40), "x".repeat(41));
    for (name, value, want) in [
        ("binding_message", "47", Ok("login 1, \"47\", 300, None")),
        (
            "binding_message",
            &more,
            Err(ErrorCode::InvalidBindingMessage),
        ),
        (
            "binding_message",
            "a\nb",
            Err(ErrorCode::InvalidBindingMessage),
        ),
        ("requested_expiry", "60", Ok("login 1, \"\", 60, None")),
        ("requested_expiry", "86400", Ok("login 1, \"\", 600, None")),
        ("requested_expiry", "0", Err(ErrorCode::InvalidRequest)),
        ("requested_expiry", "-1", Err(ErrorCode::InvalidRequest)),
        ("requested_expiry", "x", Err(ErrorCode::InvalidRequest)),
    ] {
        let pairs = [("login_hint", "1"), (name, value)];
        let want = want.map(str::to_owned);
        assert_eq!(asked(&pairs, false), want, "{name} {value}");
    }
    let pairs = [("login_hint", "1"), ("binding_message", most.as_str())];
    assert!(asked(&pairs, false).is_ok());
}

#[test]
fn a_ping_says_which_request_and_nothing_else() {
    assert_eq!(ping("a-b_c"), r#"{"auth_req_id":"a-b_c"}"#);
}
