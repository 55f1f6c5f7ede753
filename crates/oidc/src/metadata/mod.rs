//! What the provider says of itself (OpenID Connect Discovery §3, RFC 8414 §2). Only true things are announced: every
//! optional capability is a field, and an absent one is left out.

#[cfg(test)]
mod tests;

use serde_json::{Map, Value, json};

use crate::authorization::ResponseMode;
use crate::client::{ClientAuth, GrantType};
use crate::jose::Alg;

/// Where the endpoints are; those that do not exist are `None`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Endpoints {
    /// Required.
    pub authorization: String,
    /// Required.
    pub token: String,
    /// Required.
    pub jwks: String,
    /// Core §5.3.
    pub userinfo: Option<String>,
    /// RFC 9126 §5.
    pub pushed_authorization: Option<String>,
    /// RFC 7662.
    pub introspection: Option<String>,
    /// RFC 7009.
    pub revocation: Option<String>,
    /// RP-Initiated Logout §2.1.
    pub end_session: Option<String>,
    /// RFC 8628 §4.
    pub device_authorization: Option<String>,
    /// CIBA §4.
    pub backchannel_authentication: Option<String>,
    /// RFC 7591.
    pub registration: Option<String>,
}

/// The Identity Assurance part (OpenID Connect for Identity Assurance 1.0, OP metadata).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Assurance {
    /// `trust_frameworks_supported`.
    pub trust_frameworks: Vec<String>,
    /// `claims_in_verified_claims_supported`.
    pub claims: Vec<String>,
    /// `evidence_supported`.
    pub evidence: Vec<String>,
    /// `electronic_records_supported`, needed with `electronic_record` evidence.
    pub electronic_records: Vec<String>,
    /// `documents_supported`, needed with `document` evidence.
    pub documents: Vec<String>,
}

/// Everything announced. `Vec`s that are empty are left out.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Metadata {
    /// The issuer: an https URL without query and fragment.
    pub issuer: String,
    /// Where.
    pub endpoints: Endpoints,
    /// With `openid`.
    pub scopes: Vec<String>,
    /// Claims that may be given.
    pub claims: Vec<String>,
    /// RFC 9470 §5, Discovery §3.
    pub acr_values: Vec<String>,
    /// Languages of claims.
    pub claims_locales: Vec<String>,
    /// Grants of the token endpoint.
    pub grant_types: Vec<GrantType>,
    /// How clients may prove themselves.
    pub auth_methods: Vec<ClientAuth>,
    /// Algorithms for ID tokens; RS256 among them (Discovery §3).
    pub id_token_algs: Vec<Alg>,
    /// Algorithms for signed `UserInfo`.
    pub userinfo_algs: Vec<Alg>,
    /// Algorithms for request objects; empty: no request objects.
    pub request_object_algs: Vec<Alg>,
    /// Algorithms for `DPoP` proofs; empty: no `DPoP`.
    pub dpop_algs: Vec<Alg>,
    /// Algorithms for signed introspection (RFC 9701 §7).
    pub introspection_algs: Vec<Alg>,
    /// Whether every client must push.
    pub par_required: bool,
    /// The origin under which the same endpoints take certificates, and bind tokens to them (RFC 8705 §3.3, §5).
    pub mtls_origin: Option<String>,
    /// Whether subjects differ by sector; otherwise public.
    pub pairwise: bool,
    /// Whether logout tokens are sent.
    pub backchannel_logout: bool,
    /// Identity Assurance, if supported.
    pub assurance: Option<Assurance>,
    /// A page for developers.
    pub service_documentation: Option<String>,
    /// The policy about data.
    pub op_policy_uri: Option<String>,
    /// The terms.
    pub op_tos_uri: Option<String>,
}

impl Metadata {
    /// The document of `/.well-known/openid-configuration`, and of `/.well-known/oauth-authorization-server` too.
    pub fn to_json(&self) -> Value {
        let mut document = Document(Map::new());
        document.put("issuer", &self.issuer);
        self.put_endpoints(&mut document);
        self.put_requests(&mut document);
        self.put_clients(&mut document);
        self.put_tokens(&mut document);
        self.put_pages(&mut document);
        Value::Object(document.0)
    }

    fn put_endpoints(&self, document: &mut Document) {
        let at = &self.endpoints;
        document.put("authorization_endpoint", &at.authorization);
        document.put("token_endpoint", &at.token);
        document.put("jwks_uri", &at.jwks);
        let optional = [
            ("userinfo_endpoint", &at.userinfo),
            (
                "pushed_authorization_request_endpoint",
                &at.pushed_authorization,
            ),
            ("introspection_endpoint", &at.introspection),
            ("revocation_endpoint", &at.revocation),
            ("end_session_endpoint", &at.end_session),
            ("device_authorization_endpoint", &at.device_authorization),
            (
                "backchannel_authentication_endpoint",
                &at.backchannel_authentication,
            ),
            ("registration_endpoint", &at.registration),
        ];
        for (name, value) in optional {
            document.some(name, value.as_deref());
        }
        if at.backchannel_authentication.is_some() {
            document.list(
                "backchannel_token_delivery_modes_supported",
                ["poll", "ping"],
            );
        }
    }

    /// What [`crate::authorization`] reads: fixed, as the code is.
    fn put_requests(&self, document: &mut Document) {
        let modes = [ResponseMode::Query, ResponseMode::FormPost];
        document.list("response_types_supported", ["code"]);
        document.list("response_modes_supported", modes.map(ResponseMode::as_str));
        document.list("code_challenge_methods_supported", ["S256"]);
        document.list(
            "prompt_values_supported",
            ["none", "login", "consent", "select_account"],
        );
        document.list("scopes_supported", &self.scopes);
        document.list("acr_values_supported", &self.acr_values);
        document.put("authorization_response_iss_parameter_supported", true);
        document.put("claims_parameter_supported", true);
        document.put(
            "request_parameter_supported",
            !self.request_object_algs.is_empty(),
        );
        // The default is true (Discovery §3), and only our own request URIs are taken.
        document.put("request_uri_parameter_supported", false);
        document.algs(
            "request_object_signing_alg_values_supported",
            &self.request_object_algs,
        );
        if self.endpoints.pushed_authorization.is_some() {
            document.put("require_pushed_authorization_requests", self.par_required);
        }
    }

    fn put_clients(&self, document: &mut Document) {
        let grants = self.grant_types.iter().map(|grant| grant.as_str());
        document.list("grant_types_supported", grants);
        let methods: Vec<&str> = self
            .auth_methods
            .iter()
            .map(|method| method.as_str())
            .collect();
        let signed = self.auth_methods.contains(&ClientAuth::PrivateKeyJwt);
        let at = &self.endpoints;
        let endpoints = [
            ("token_endpoint", true),
            ("introspection_endpoint", at.introspection.is_some()),
            ("revocation_endpoint", at.revocation.is_some()),
        ];
        for (endpoint, _) in endpoints.into_iter().filter(|(_, exists)| *exists) {
            document.list(&format!("{endpoint}_auth_methods_supported"), &methods);
            if signed {
                let name = format!("{endpoint}_auth_signing_alg_values_supported");
                document.algs(&name, &Alg::ALL);
            }
        }
        document.algs("dpop_signing_alg_values_supported", &self.dpop_algs);
        if let Some(origin) = &self.mtls_origin {
            document.put("tls_client_certificate_bound_access_tokens", true);
            if *origin != self.issuer {
                document.put("mtls_endpoint_aliases", self.aliases(origin));
            }
        }
    }

    /// RFC 8705 §5: the endpoints that clients call themselves.
    fn aliases(&self, origin: &str) -> Map<String, Value> {
        let at = &self.endpoints;
        let token = Some(at.token.clone());
        let called = [
            ("token_endpoint", &token),
            ("userinfo_endpoint", &at.userinfo),
            (
                "pushed_authorization_request_endpoint",
                &at.pushed_authorization,
            ),
            ("introspection_endpoint", &at.introspection),
            ("revocation_endpoint", &at.revocation),
            ("device_authorization_endpoint", &at.device_authorization),
            (
                "backchannel_authentication_endpoint",
                &at.backchannel_authentication,
            ),
        ];
        let called = called.into_iter().filter_map(|(name, url)| {
            let path = url.as_ref()?.strip_prefix(self.issuer.as_str())?;
            Some((name.to_owned(), json!(format!("{origin}{path}"))))
        });
        called.collect()
    }

    fn put_tokens(&self, document: &mut Document) {
        let subjects = if self.pairwise { "pairwise" } else { "public" };
        document.list("subject_types_supported", [subjects]);
        document.algs("id_token_signing_alg_values_supported", &self.id_token_algs);
        document.algs("userinfo_signing_alg_values_supported", &self.userinfo_algs);
        document.algs(
            "introspection_signing_alg_values_supported",
            &self.introspection_algs,
        );
        document.list("claim_types_supported", ["normal"]);
        document.list("claims_supported", &self.claims);
        if self.backchannel_logout {
            document.put("backchannel_logout_supported", true);
            document.put("backchannel_logout_session_supported", true);
        }
        if let Some(assurance) = &self.assurance {
            document.put("verified_claims_supported", true);
            document.list("trust_frameworks_supported", &assurance.trust_frameworks);
            document.list("claims_in_verified_claims_supported", &assurance.claims);
            document.list("evidence_supported", &assurance.evidence);
            document.list(
                "electronic_records_supported",
                &assurance.electronic_records,
            );
            document.list("documents_supported", &assurance.documents);
        }
    }

    fn put_pages(&self, document: &mut Document) {
        document.list("claims_locales_supported", &self.claims_locales);
        document.some(
            "service_documentation",
            self.service_documentation.as_deref(),
        );
        document.some("op_policy_uri", self.op_policy_uri.as_deref());
        document.some("op_tos_uri", self.op_tos_uri.as_deref());
    }
}

struct Document(Map<String, Value>);

impl Document {
    fn put(&mut self, name: &str, value: impl serde::Serialize) {
        self.0.insert(name.to_owned(), json!(value));
    }

    fn some(&mut self, name: &str, value: Option<&str>) {
        if let Some(value) = value {
            self.put(name, value);
        }
    }

    /// RFC 8414 §3.2: a claim with zero elements must be left out.
    fn list<T: AsRef<str>>(&mut self, name: &str, items: impl IntoIterator<Item = T>) {
        let items: Vec<Value> = items.into_iter().map(|item| json!(item.as_ref())).collect();
        if !items.is_empty() {
            self.put(name, items);
        }
    }

    fn algs(&mut self, name: &str, algs: &[Alg]) {
        self.list(name, algs.iter().map(|alg| alg.as_str()));
    }
}
