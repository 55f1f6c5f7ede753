//! URIs as the protocol compares them.

use proptest::prelude::*;

use super::{Uri, with_query};

#[test]
fn parts() {
    let uri = Uri::parse("https://me:pw@Example.VN:8443/a/b?x=1?y#z").unwrap();
    assert_eq!((uri.scheme, uri.userinfo), ("https", Some("me:pw")));
    assert_eq!((uri.host, uri.port), ("Example.VN", Some(8443)));
    assert_eq!(
        (uri.path, uri.query, uri.fragment),
        ("/a/b", Some("x=1?y"), Some("z"))
    );
    let uri = Uri::parse("http://[::1]").unwrap();
    assert_eq!((uri.host, uri.port, uri.path), ("[::1]", None, ""));
    assert!(uri.is_loopback());
    assert!(!Uri::parse("http://localhost").unwrap().is_loopback());
}

#[test]
fn not_uris() {
    for text in [
        "",
        "https",
        "https:",
        "https:/x",
        "/cb",
        "//host/cb",
        "://host",
        "1http://host",
        "ht tp://host",
        "https://",
        "https:///cb",
        "https://:443",
        "https://host:x",
        "https://host:65536",
        "https://host:+1",
        "https://[::1",
        "https://[::1]x",
        "https://[zz]/",
        "https://ho st/",
        "https://host/a b",
        "https://host/\n",
        "https://host\\@evil/",
        "https://máy.vn/",
        "https://host/%",
        "https://host/%4",
        "https://host/%zz",
        "https://host/<x>",
        "https://ho[st/",
        "javascript:alert(1)",
        "https://a,b/",
    ] {
        assert_eq!(Uri::parse(text), None, "{text:?}");
    }
}

/// RFC 3986 §6.2.2, §6.2.3.
#[test]
fn normal_form() {
    let cases = [
        ("HTTPS://Example.COM:443", "https://example.com/"),
        ("https://example.com:/A", "https://example.com/A"),
        ("http://example.com:80/a?x#y", "http://example.com/a"),
        ("http://example.com:443/a", "http://example.com:443/a"),
        (
            "https://example.com/%7euser/%c3%a9%2f",
            "https://example.com/~user/%C3%A9%2F",
        ),
    ];
    for (text, normal) in cases {
        assert_eq!(Uri::parse(text).unwrap().normal(), normal);
    }
    assert_eq!(
        Uri::parse("https://A.vn:443/x").unwrap().origin(),
        "https://a.vn"
    );
}

#[test]
fn adding_a_query() {
    let add = |uri| with_query(uri, [("a", "1 2"), ("b", "&")]);
    assert_eq!(add("https://h/cb"), "https://h/cb?a=1+2&b=%26");
    assert_eq!(add("https://h/cb?x=1"), "https://h/cb?x=1&a=1+2&b=%26");
    assert_eq!(add("https://h/cb?"), "https://h/cb?a=1+2&b=%26");
    assert_eq!(with_query("https://h/cb", None), "https://h/cb");
}

proptest! {
    #[test]
    fn any_text(text in ".*", tail in "[ -~]{0,30}") {
        let _ = Uri::parse(&text);
        let _ = Uri::parse(&format!("https://{tail}"));
    }

    #[test]
    fn the_normal_form_is_stable(tail in "[a-zA-Z0-9.:/%?#-]{1,30}") {
        if let Some(uri) = Uri::parse(&format!("https://{tail}")) {
            let normal = uri.normal();
            let again = Uri::parse(&normal).unwrap().normal();
            // An escaped percent sign is data: `%25` stays, so nothing is decoded twice.
            prop_assert_eq!(again, normal);
        }
    }
}
