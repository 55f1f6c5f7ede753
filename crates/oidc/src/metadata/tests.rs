//! The discovery document, by oidcc-discovery-endpoint-verification.

use serde_json::{Value, json};

use super::{Assurance, Endpoints, Metadata};
use crate::client::{ClientAuth, GrantType};
use crate::jose::Alg;
use crate::testing::ISSUER;

fn least() -> Metadata {
    Metadata {
        issuer: ISSUER.to_owned(),
        endpoints: Endpoints {
            authorization: format!("{ISSUER}/oidc/authorize"),
            token: format!("{ISSUER}/oidc/token"),
            jwks: format!("{ISSUER}/.well-known/jwks.json"),
            ..Endpoints::default()
        },
        scopes: vec!["openid".to_owned()],
        grant_types: vec![GrantType::AuthorizationCode],
        auth_methods: vec![ClientAuth::SecretBasic],
        id_token_algs: vec![Alg::Rs256],
        ..Metadata::default()
    }
}

#[test]
fn the_least_document() {
    let expected = json!({
        "issuer": ISSUER,
        "authorization_endpoint": "https://id.example.vn/oidc/authorize",
        "token_endpoint": "https://id.example.vn/oidc/token",
        "jwks_uri": "https://id.example.vn/.well-known/jwks.json",
        "response_types_supported": ["code"],
        "response_modes_supported": ["query", "form_post"],
        "code_challenge_methods_supported": ["S256"],
        "prompt_values_supported": ["none", "login", "consent", "select_account"],
        "scopes_supported": ["openid"],
        "authorization_response_iss_parameter_supported": true,
        "claims_parameter_supported": true,
        "request_parameter_supported": false,
        "request_uri_parameter_supported": false,
        "grant_types_supported": ["authorization_code"],
        "token_endpoint_auth_methods_supported": ["client_secret_basic"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["RS256"],
        "claim_types_supported": ["normal"],
    });
    assert_eq!(least().to_json(), expected);
}

fn full() -> Metadata {
    let url = |path: &str| Some(format!("{ISSUER}/oidc/{path}"));
    let names = |names: &[&str]| {
        names
            .iter()
            .map(|name| (*name).to_owned())
            .collect::<Vec<_>>()
    };
    let least = least();
    Metadata {
        endpoints: Endpoints {
            userinfo: url("userinfo"),
            pushed_authorization: url("par"),
            introspection: url("introspect"),
            revocation: url("revoke"),
            end_session: url("logout"),
            device_authorization: url("device"),
            backchannel_authentication: url("ciba"),
            registration: url("register"),
            ..least.endpoints
        },
        claims: names(&["sub", "name"]),
        acr_values: names(&["urn:1", "urn:2"]),
        grant_types: GrantType::ALL.to_vec(),
        auth_methods: vec![
            ClientAuth::SecretBasic,
            ClientAuth::PrivateKeyJwt,
            ClientAuth::None,
        ],
        id_token_algs: Alg::ALL.to_vec(),
        request_object_algs: Alg::FAPI.to_vec(),
        dpop_algs: Alg::FAPI.to_vec(),
        pairwise: true,
        mtls_origin: Some("https://mtls.example.vn".to_owned()),
        backchannel_logout: true,
        assurance: Some(Assurance {
            trust_frameworks: names(&["vn_eid"]),
            claims: names(&["given_name"]),
            ..Assurance::default()
        }),
        service_documentation: url("docs"),
        ..least
    }
}

#[test]
fn everything_announced() {
    let document = full().to_json();
    for (name, value) in [
        ("request_parameter_supported", json!(true)),
        ("require_pushed_authorization_requests", json!(false)),
        ("subject_types_supported", json!(["pairwise"])),
        (
            "dpop_signing_alg_values_supported",
            json!(["ES256", "EdDSA", "PS256"]),
        ),
        ("backchannel_logout_session_supported", json!(true)),
        ("tls_client_certificate_bound_access_tokens", json!(true)),
        (
            "mtls_endpoint_aliases",
            json!({
                "token_endpoint": "https://mtls.example.vn/oidc/token",
                "userinfo_endpoint": "https://mtls.example.vn/oidc/userinfo",
                "pushed_authorization_request_endpoint": "https://mtls.example.vn/oidc/par",
                "introspection_endpoint": "https://mtls.example.vn/oidc/introspect",
                "revocation_endpoint": "https://mtls.example.vn/oidc/revoke",
                "device_authorization_endpoint": "https://mtls.example.vn/oidc/device",
                "backchannel_authentication_endpoint": "https://mtls.example.vn/oidc/ciba",
            }),
        ),
        (
            "backchannel_token_delivery_modes_supported",
            json!(["poll", "ping"]),
        ),
        ("acr_values_supported", json!(["urn:1", "urn:2"])),
        ("trust_frameworks_supported", json!(["vn_eid"])),
        (
            "end_session_endpoint",
            json!("https://id.example.vn/oidc/logout"),
        ),
    ] {
        assert_eq!(document[name], value, "{name}");
    }
    let algs = &document["token_endpoint_auth_signing_alg_values_supported"];
    assert!(algs.as_array().unwrap().contains(&json!("RS256")));
    assert!(
        document.get("evidence_supported").is_none(),
        "RFC 8414 §3.2: no empty lists"
    );
    let members = document.as_object().unwrap();
    for (name, value) in members {
        let empty = matches!(value, Value::Null) || value.as_array().is_some_and(Vec::is_empty);
        assert!(!empty, "{name}");
    }
}
