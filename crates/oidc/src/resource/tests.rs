//! Which resources a client may name, where.

use super::{audience, check, read};
use crate::client::Client;
use crate::testing::{ISSUER, web};
use crate::{ErrorCode, Params};

fn names(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

const API: &str = "https://api.example/v1";

#[test]
fn absolute_uris_without_fragment() {
    for (query, want) in [
        ("", Some(&[][..])),
        ("resource=https://api.example/v1", Some(&[API])),
        ("resource=urn:example:api", None),
        (
            "resource=https://api.example/v1&resource=https://api.example/v1",
            Some(&[API]),
        ),
        ("resource=/v1", None),
        ("resource=https://api.example/v1%23x", None),
    ] {
        let read = read(&Params::parse(query.as_bytes(), 1_000).unwrap());
        let code = read.as_ref().err().map(|error| error.code);
        assert_eq!(read.ok(), want.map(names), "{query}");
        let wrong = want.is_none().then_some(ErrorCode::InvalidTarget);
        assert_eq!(code, wrong, "{query}");
    }
    let many: Vec<String> = (0..21).map(|n| format!("resource={API}{n}")).collect();
    assert!(read(&Params::parse(many.join("&").as_bytes(), 9_000).unwrap()).is_err());
}

#[test]
fn only_what_is_registered_and_ourselves() {
    let client = Client {
        resources: names(&[API]),
        ..web()
    };
    for (asked, good) in [
        (&[][..], true),
        (&[API], true),
        (&[API, ISSUER], true),
        (&["https://api.example/v1/"], false),
        (&[API, "https://other.example"], false),
    ] {
        assert_eq!(check(&names(asked), &client, ISSUER).is_ok(), good);
    }
    assert!(check(&names(&[API]), &web(), ISSUER).is_err());
}

#[test]
fn a_token_is_for_some_or_all_of_what_was_granted() {
    for (asked, granted, want) in [
        (&[][..], &[][..], Some(&[ISSUER][..])),
        (&[ISSUER], &[], Some(&[ISSUER])),
        (&[API], &[], None),
        (&[], &[API], Some(&[API])),
        (&[API], &[API, ISSUER], Some(&[API])),
        (&[ISSUER], &[API], None),
    ] {
        let got = audience(names(asked), &names(granted), ISSUER).ok();
        assert_eq!(got, want.map(names), "{asked:?} of {granted:?}");
    }
}
