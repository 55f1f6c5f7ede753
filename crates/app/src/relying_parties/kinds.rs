//! Which kinds of tokens a client wants: its own, readable ones, for which resources, signed how.

use domain::fault::{Fault, Faults};
use oidc::client::{Class, Client, ClientAuth, GrantType};
use oidc::jose::Alg;

use super::own_token::about_people;

/// What the developer fills in; nothing of it is the usual kind.
#[derive(Debug, Clone, Copy, Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a box of its own on the form"
)]
pub struct Kinds<'a> {
    /// Whether it gets tokens for itself (RFC 6749 4.4).
    pub own: bool,
    /// Whether devices of it without a browser ask for people (RFC 8628).
    pub devices: bool,
    /// Whether it asks for people who are on the telephone or at its counter (CIBA).
    pub calls: bool,
    /// Where it is then told that an answer waits (CIBA 10.2); empty: it polls.
    pub ping: &'a str,
    /// Whether its resources read access tokens themselves (RFC 9068).
    pub readable: bool,
    /// Its resources, one a line (RFC 8707).
    pub resources: &'a str,
    /// Scopes of its resources, separated by spaces.
    pub scopes: &'a str,
    /// `id_token_signed_response_alg`; none: what its class usually has.
    pub id_token: Option<Alg>,
    /// `userinfo_signed_response_alg`; none: plain JSON.
    pub userinfo: Option<Alg>,
}

/// Algorithms that we have keys of (Discovery 3); FAPI 2.0 5.4.1 leaves RS256 to `Web`.
pub const SIGNED_BY: [Alg; 3] = [Alg::Es256, Alg::EdDsa, Alg::Rs256];

const MOST: usize = 20;
const LONGEST: usize = 64;

impl<'a> Kinds<'a> {
    /// Those of a client, with its resources and scopes as text.
    pub(super) fn of(client: &'a Client, resources: &'a str, scopes: &'a str) -> Self {
        let ping = client.backchannel_client_notification_endpoint.as_deref();
        Self {
            own: client.may(GrantType::ClientCredentials),
            devices: client.may(GrantType::DeviceCode),
            calls: client.may(GrantType::Ciba),
            ping: ping.unwrap_or_default(),
            readable: client.access_token_jwt,
            resources,
            scopes,
            id_token: Some(client.id_token_alg),
            userinfo: client.userinfo_alg,
        }
    }

    /// Writes them into a registration; what the protocol says to them stands in [`Client::check`].
    pub(super) fn apply(&self, faults: &mut Faults, client: &mut Client) {
        if self.calls && client.auth == ClientAuth::None {
            faults.push(Fault::new("calls", "client-calls-needs-proof"));
        }
        let ping = self.ping.trim();
        if !self.calls && !ping.is_empty() {
            faults.push(Fault::new("ping", "client-ping-needs-calls"));
        }
        client.backchannel_client_notification_endpoint =
            (!ping.is_empty()).then(|| ping.to_owned());
        for (wanted, grant) in [
            (self.own, GrantType::ClientCredentials),
            (self.devices, GrantType::DeviceCode),
            (self.calls, GrantType::Ciba),
        ] {
            client.grant_types.retain(|known| *known != grant);
            client.grant_types.extend(wanted.then_some(grant));
        }
        client.access_token_jwt = self.readable;
        let resources = self.resources.lines().map(str::trim);
        client.resources = resources
            .filter(|line| !line.is_empty())
            .map(str::to_owned)
            .collect();
        if client.resources.len() > MOST {
            faults.push(Fault::new("resources", "client-resources"));
        }
        let scopes: Vec<&str> = self.scopes.split_whitespace().collect();
        if scopes.len() > MOST || !scopes.iter().all(|scope| good_scope(scope)) {
            faults.push(Fault::new("scopes", "client-scopes"));
        }
        client.scopes.retain(|scope| about_people(scope));
        client.scopes.extend(scopes.into_iter().map(str::to_owned));
        client.id_token_alg = self.id_token.unwrap_or(usual(client.class));
        client.userinfo_alg = self.userinfo;
    }
}

/// What the ID token of a class is signed by where nothing is chosen (OpenID Connect Registration 2).
pub(super) const fn usual(class: Class) -> Alg {
    match class {
        Class::High => Alg::Es256,
        Class::Web => Alg::Rs256,
    }
}

/// A client's scopes of its own resources.
pub fn own_scopes(client: &Client) -> Vec<&str> {
    let own = client.scopes.iter().map(String::as_str);
    own.filter(|scope| !about_people(scope)).collect()
}

/// RFC 6749 3.3; not one of those that stand for facts about people.
fn good_scope(scope: &str) -> bool {
    let allowed = |byte: u8| byte.is_ascii_graphic() && !br#""\"#.contains(&byte);
    scope.len() <= LONGEST && scope.bytes().all(allowed) && !about_people(scope)
}
