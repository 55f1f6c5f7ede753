//! Parameters, good and bad.

use proptest::prelude::*;

use super::{ParamError, Params};
use crate::{ErrorCode, OAuthError};

fn parse(text: &str) -> Result<Params, ParamError> {
    Params::parse(text.as_bytes(), 1_000)
}

#[test]
fn decoding() {
    let params = parse("a=1&b=x+y%20z&c=%C4%90%E1%BB%8Bnh&&d=&e&f=1=2&%67=h").unwrap();
    let pairs: Vec<_> = params.iter().collect();
    let expected = [
        ("a", "1"),
        ("b", "x y z"),
        ("c", "Định"),
        ("f", "1=2"),
        ("g", "h"),
    ];
    assert_eq!(pairs, expected);
    assert_eq!(params.get("b"), Some("x y z"));
    assert_eq!(
        params.get("d"),
        None,
        "without a value: not sent (RFC 6749 §3.1)"
    );
    assert!(!params.has("e"));
    assert_eq!(parse(""), Ok(Params::default()));
}

#[test]
fn refusals() {
    let doubled = |name: &str| Err(ParamError::Doubled(name.to_owned()));
    assert_eq!(parse("a=1&a=1"), doubled("a"));
    assert_eq!(parse("a=1&b=2&%61=3"), doubled("a"));
    assert_eq!(parse("unknown=1&unknown=2"), doubled("unknown"));
    for text in [
        "a=%", "a=%4", "a=%zz", "a=%+1", "%=1", "a=%ff", "a=%C4", "%C3%28=1",
    ] {
        assert_eq!(parse(text), Err(ParamError::Encoding), "{text}");
    }
    assert_eq!(Params::parse(b"a=\xff", 100), Err(ParamError::Encoding));
    assert_eq!(Params::parse(b"a=123", 4), Err(ParamError::TooLong));
    let many: Vec<String> = (0..101).map(|at| format!("p{at}=1")).collect();
    assert_eq!(
        Params::parse(many.join("&").as_bytes(), 10_000),
        Err(ParamError::TooLong)
    );
    // One empty and one not: the empty one was not sent.
    assert_eq!(parse("a=&a=1").unwrap().get("a"), Some("1"));
}

/// RFC 8707 §2.
#[test]
fn resource_may_be_repeated() {
    let params = parse("resource=https%3A%2F%2Fa&x=1&resource=https%3A%2F%2Fb").unwrap();
    let all: Vec<_> = params.get_all("resource").collect();
    assert_eq!(all, ["https://a", "https://b"]);
}

#[test]
fn the_request_object_wins() {
    let inside = Params::from_pairs([("state", "in"), ("scope", "openid")]).unwrap();
    let outside = Params::from_pairs([("state", "out"), ("client_id", "shop")]).unwrap();
    let merged = inside.or(&outside);
    let pairs: Vec<_> = merged.iter().collect();
    assert_eq!(
        pairs,
        [("state", "in"), ("scope", "openid"), ("client_id", "shop")]
    );
}

#[test]
fn each_fault_is_an_invalid_request() {
    for fault in [
        ParamError::Doubled("a".to_owned()),
        ParamError::TooLong,
        ParamError::Encoding,
    ] {
        assert_eq!(OAuthError::from(fault).code, ErrorCode::InvalidRequest);
    }
}

proptest! {
    #[test]
    fn any_bytes(bytes in any::<Vec<u8>>()) {
        let _ = Params::parse(&bytes, 10_000);
    }

    #[test]
    fn round_trip(pairs in prop::collection::btree_map(".{1,20}", ".{1,20}", 0..20)) {
        let params = Params::from_pairs(pairs).unwrap();
        let encoded = params.encode();
        prop_assert_eq!(Params::parse(encoded.as_bytes(), encoded.len()), Ok(params));
    }
}
