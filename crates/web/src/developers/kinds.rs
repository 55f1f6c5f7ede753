//! The part of the form for those who want other tokens than the usual.

use app::relying_parties::{self, SIGNED_BY, own_scopes};
use maud::{Markup, html};
use oidc::client::{Client, GrantType};
use oidc::jose::Alg;
use ui::{Checkboxes, Choice, Details, Input, Radios, Textarea};

use crate::i18n::Lang;
use crate::middleware::Form;
use crate::page::Errors;
use crate::t;

/// As typed, or of a client.
#[derive(Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a box of its own on the form"
)]
pub(super) struct Kinds {
    own: bool,
    devices: bool,
    calls: bool,
    ping: String,
    readable: bool,
    resources: String,
    scopes: String,
    id_token: String,
    userinfo: String,
}

impl From<&Form> for Kinds {
    fn from(form: &Form) -> Self {
        let own = |name: &str| form.get(name).to_owned();
        Self {
            own: form.get("own_tokens") == "yes",
            devices: form.get("devices") == "yes",
            calls: form.get("calls") == "yes",
            ping: own("ping"),
            readable: form.get("readable") == "yes",
            resources: own("resources"),
            scopes: own("scopes"),
            id_token: own("id_token_alg"),
            userinfo: own("userinfo_alg"),
        }
    }
}

impl From<&Client> for Kinds {
    fn from(client: &Client) -> Self {
        let userinfo = client.userinfo_alg.map(Alg::as_str);
        let ping = client.backchannel_client_notification_endpoint.clone();
        Self {
            own: client.may(GrantType::ClientCredentials),
            devices: client.may(GrantType::DeviceCode),
            calls: client.may(GrantType::Ciba),
            ping: ping.unwrap_or_default(),
            readable: client.access_token_jwt,
            resources: client.resources.join("\n"),
            scopes: own_scopes(client).join(" "),
            id_token: client.id_token_alg.as_str().to_owned(),
            userinfo: userinfo.unwrap_or_default().to_owned(),
        }
    }
}

fn alg(name: &str) -> Option<Alg> {
    SIGNED_BY.into_iter().find(|alg| alg.as_str() == name)
}

impl Kinds {
    /// What is asked for.
    pub(super) fn asked(&self) -> relying_parties::Kinds<'_> {
        relying_parties::Kinds {
            own: self.own,
            devices: self.devices,
            calls: self.calls,
            ping: &self.ping,
            readable: self.readable,
            resources: &self.resources,
            scopes: &self.scopes,
            id_token: alg(&self.id_token),
            userinfo: alg(&self.userinfo),
        }
    }

    pub(super) fn fields(&self, lang: Lang, errors: &Errors) -> Markup {
        let tick = |name: &'static str, label: &str, ticked: bool| {
            let yes = Choice::new("yes", t!(lang, &format!("{label}-yes")));
            Checkboxes::new(name, t!(lang, label))
                .items([yes.checked(ticked)])
                .error(errors.of(name))
        };
        let algs = |name: &'static str, label: &str, chosen: &str| {
            let known = SIGNED_BY.map(|alg| Choice::new(alg.as_str(), alg.as_str()));
            let usual = Choice::new("", t!(lang, &format!("{label}-usual")));
            Radios::new(name, t!(lang, label))
                .items([usual].into_iter().chain(known))
                .value(chosen)
                .error(errors.of(name))
        };
        let fields = html! {
            (tick("own_tokens", "developers-kind-own", self.own))
            (tick("devices", "developers-kind-devices", self.devices))
            (tick("calls", "developers-kind-calls", self.calls))
            (Input::new("ping", t!(lang, "developers-kind-ping"))
                .hint(t!(lang, "developers-kind-ping-hint"))
                .value(self.ping.as_str())
                .error(errors.of("ping")))
            (tick("readable", "developers-kind-readable", self.readable))
            (Textarea::new("resources", t!(lang, "developers-resources"))
                .hint(t!(lang, "developers-resources-hint"))
                .value(self.resources.as_str())
                .error(errors.of("resources"))
                .rows(2))
            (Input::new("scopes", t!(lang, "developers-scopes"))
                .hint(t!(lang, "developers-scopes-hint"))
                .value(self.scopes.as_str())
                .error(errors.of("scopes")))
            (algs("id_token_alg", "developers-kind-id-token", &self.id_token))
            (algs("userinfo_alg", "developers-kind-userinfo", &self.userinfo))
        };
        let open = [
            "own_tokens",
            "calls",
            "ping",
            "resources",
            "scopes",
            "id_token_alg",
            "userinfo_alg",
        ];
        let open = open.into_iter().any(|name| errors.of(name).is_some());
        html! { (Details::new(t!(lang, "developers-kinds"), fields).open(open)) }
    }
}
