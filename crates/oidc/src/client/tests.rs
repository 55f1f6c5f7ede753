//! What may be registered, and where an answer may go.

use super::{Client, ClientAuth, Fault, GrantType, UriFault, check_uri};
use crate::certificate::CertificateName;
use crate::jose::Alg;
use crate::testing::{high, web};

#[test]
fn uris_at_registration() {
    let long = format!("https://h/{}", "a".repeat(1_000));
    let cases = [
        ("https://shop.example/cb", Ok(())),
        ("https://shop.example/cb?a=1", Ok(())),
        ("http://127.0.0.1/cb", Ok(())),
        ("http://127.0.0.1:3000/cb", Ok(())),
        ("http://[::1]:3000/cb", Ok(())),
        ("http://shop.example/cb", Err(UriFault::NotHttps)),
        ("http://localhost/cb", Err(UriFault::NotHttps)),
        ("http://127.0.0.1.evil.example/cb", Err(UriFault::NotHttps)),
        ("http://127.0.0.2/cb", Err(UriFault::NotHttps)),
        ("ftp://shop.example/cb", Err(UriFault::NotHttps)),
        ("HTTPS://shop.example/cb", Err(UriFault::NotHttps)),
        ("https://shop.example/cb#x", Err(UriFault::Fragment)),
        ("https://shop.example/cb#", Err(UriFault::Fragment)),
        (
            "https://shop.example@evil.example/cb",
            Err(UriFault::UserInfo),
        ),
        ("https://*.shop.example/cb", Err(UriFault::Wildcard)),
        ("https://shop.example/*", Err(UriFault::Wildcard)),
        ("/cb", Err(UriFault::NotAbsolute)),
        ("com.shop:/cb", Err(UriFault::NotAbsolute)),
        ("javascript:alert(1)", Err(UriFault::NotAbsolute)),
        ("", Err(UriFault::NotAbsolute)),
        (long.as_str(), Err(UriFault::TooLong)),
    ];
    for (uri, verdict) in cases {
        assert_eq!(check_uri(uri), verdict, "{uri}");
    }
}

/// oidcc-ensure-registered-redirect-uri.
#[test]
fn redirect_uris_are_compared_exactly() {
    let client = web();
    assert!(client.redirect_allowed("https://shop.example/cb"));
    for uri in [
        "",
        "https://shop.example",
        "https://shop.example/cb/",
        "https://shop.example/cb?",
        "https://shop.example/cb?a=1",
        "https://shop.example/cb#",
        "https://SHOP.example/cb",
        "https://shop.example:443/cb",
        "https://shop.example/cb/../cb",
        "https://shop.example/%63b",
        "http://shop.example/cb",
        "https://shop.example@evil.example/cb",
        "https://shop.example/cb\n",
        " https://shop.example/cb",
        "https://shop.example/bye",
    ] {
        assert!(!client.redirect_allowed(uri), "{uri:?}");
    }
}

/// RFC 8252 §7.3, §8.3; FAPI 2.0 keeps to exact comparison.
#[test]
fn a_loopback_port_is_free_for_native_programs() {
    let mut client = web();
    client.redirect_uris = ["http://127.0.0.1/cb", "http://[::1]:1/cb?x"]
        .map(str::to_owned)
        .to_vec();
    for uri in [
        "http://127.0.0.1:49152/cb",
        "http://127.0.0.1/cb",
        "http://[::1]:2/cb?x",
        "http://[::1]/cb?x",
    ] {
        assert!(client.redirect_allowed(uri), "{uri}");
    }
    for uri in [
        "http://127.0.0.1:49152/other",
        "http://127.0.0.1:49152/cb?x",
        "http://127.0.0.1:1/cb#x",
        "https://127.0.0.1:1/cb",
        "http://localhost:1/cb",
        "http://u@127.0.0.1:1/cb",
        "http://127.0.0.1:1@evil.example/cb",
        "http://[::1]:2/cb",
    ] {
        assert!(!client.redirect_allowed(uri), "{uri}");
    }
    let fapi = Client {
        redirect_uris: client.redirect_uris,
        ..high()
    };
    assert!(fapi.redirect_allowed("http://127.0.0.1/cb"));
    assert!(!fapi.redirect_allowed("http://127.0.0.1:49152/cb"));
}

#[test]
fn what_each_class_must_do() {
    let (shop, tax) = (web(), high());
    assert!(!shop.needs_pkce() && !shop.needs_par() && !shop.needs_dpop());
    assert!(tax.needs_pkce() && tax.needs_par() && tax.needs_dpop());
    assert!(shop.algs().contains(&Alg::Rs256) && !tax.algs().contains(&Alg::Rs256));
    let public = Client {
        auth: ClientAuth::None,
        ..web()
    };
    assert!(public.needs_pkce());
    let by_certificate = Client {
        certificate_bound: true,
        ..high()
    };
    assert!(!by_certificate.needs_dpop());
    let both = Client {
        dpop_bound: true,
        ..by_certificate
    };
    assert!(both.needs_dpop());
}

#[test]
fn whole_registrations() {
    assert_eq!(web().check(), []);
    assert_eq!(high().check(), []);
    let uri = |text: &str| vec!["https://ok.example/".to_owned(), text.to_owned()];
    let cases = [
        (
            Client {
                redirect_uris: uri("http://x/"),
                ..web()
            },
            vec![Fault::Redirect(1, UriFault::NotHttps)],
        ),
        (
            Client {
                post_logout_redirect_uris: uri("x"),
                ..web()
            },
            vec![Fault::PostLogout(1, UriFault::NotAbsolute)],
        ),
        (
            Client {
                backchannel_logout_uri: Some("https://x/#".to_owned()),
                ..web()
            },
            vec![Fault::Backchannel(UriFault::Fragment)],
        ),
        (
            Client {
                redirect_uris: Vec::new(),
                ..web()
            },
            vec![Fault::NoRedirect],
        ),
        (
            Client {
                jwks: None,
                ..high()
            },
            vec![Fault::NoKey],
        ),
        (
            Client {
                auth: ClientAuth::SecretBasic,
                id_token_alg: Alg::Rs256,
                ..high()
            },
            vec![Fault::HighAuth, Fault::HighAlg],
        ),
        (
            Client {
                auth: ClientAuth::None,
                grant_types: vec![GrantType::ClientCredentials],
                ..web()
            },
            vec![Fault::PublicCredentials],
        ),
    ];
    for (client, faults) in cases {
        assert_eq!(client.check(), faults);
    }
}

/// RFC 8705 §2.1.2, §2.2.2.
#[test]
fn registrations_with_certificates() {
    let cases = [
        (
            Client {
                auth: ClientAuth::Tls,
                ..high()
            },
            vec![Fault::NoCertificateName],
        ),
        (
            Client {
                auth: ClientAuth::Tls,
                certificate_name: CertificateName::parse("DNS:tax.example"),
                jwks: None,
                ..high()
            },
            vec![],
        ),
        (
            Client {
                auth: ClientAuth::SelfSignedTls,
                jwks: None,
                ..high()
            },
            vec![Fault::NoKey],
        ),
    ];
    for (client, faults) in cases {
        assert_eq!(client.check(), faults);
    }
}

#[test]
fn stored_clients_come_back() {
    for client in [web(), high()] {
        let text = serde_json::to_string(&client).unwrap();
        assert_eq!(serde_json::from_str::<Client>(&text).unwrap(), client);
    }
    let text = serde_json::to_value(high()).unwrap();
    assert_eq!(text["auth"], "private_key_jwt");
    assert_eq!(text["grant_types"][0], "authorization_code");
    let named = Client {
        auth: ClientAuth::Tls,
        certificate_name: CertificateName::parse("CN=tax,O=Tax"),
        ..high()
    };
    let text = serde_json::to_value(&named).unwrap();
    assert_eq!(text["auth"], "tls_client_auth");
    assert_eq!(
        text["certificate_name"]["tls_client_auth_subject_dn"],
        "CN=tax,O=Tax"
    );
    assert_eq!(serde_json::from_value::<Client>(text).unwrap(), named);
    for grant in GrantType::ALL {
        assert_eq!(GrantType::parse(grant.as_str()), Some(grant));
        assert_eq!(serde_json::to_value(grant).unwrap(), grant.as_str());
    }
}
