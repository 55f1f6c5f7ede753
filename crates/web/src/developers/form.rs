//! The form of a client, for a new one and for one that is changed.

use app::relying_parties::desk::Asked;
use app::relying_parties::{LEVELS, Least, Mtls, Party, least_level};
use domain::relying_party::Claim;
use maud::{Markup, html};
use oidc::client::{Class, ClientAuth};
use ui::{Checkboxes, Choice, Input, Radios, Textarea};

use super::kinds::Kinds;
use crate::i18n::Lang;
use crate::middleware::Form;
use crate::oidc::claim_label;
use crate::page::Errors;
use crate::t;

const AUTHS: [ClientAuth; 6] = [
    ClientAuth::SecretBasic,
    ClientAuth::SecretPost,
    ClientAuth::PrivateKeyJwt,
    ClientAuth::Tls,
    ClientAuth::SelfSignedTls,
    ClientAuth::None,
];

/// What the form shows: as typed, or of a client.
#[derive(Default)]
pub(super) struct Shown {
    name: String,
    purpose: String,
    redirect_uris: String,
    post_logout_redirect_uris: String,
    backchannel_logout_uri: String,
    session_required: bool,
    auth: String,
    class: String,
    certificate_name: String,
    certificate_bound: bool,
    jwks: String,
    jwks_uri: String,
    claims: Vec<Claim>,
    least_level: String,
    default_max_age: String,
    pub(super) kinds: Kinds,
    passcode: String,
}

impl From<&Form> for Shown {
    fn from(form: &Form) -> Self {
        let own = |name: &str| form.get(name).to_owned();
        Self {
            name: own("name"),
            purpose: own("purpose"),
            redirect_uris: own("redirect_uris"),
            post_logout_redirect_uris: own("post_logout_redirect_uris"),
            backchannel_logout_uri: own("backchannel_logout_uri"),
            session_required: form.get("backchannel_logout_session_required") == "yes",
            auth: own("auth"),
            class: own("class"),
            certificate_name: own("certificate_name"),
            certificate_bound: form.get("certificate_bound") == "yes",
            jwks: own("jwks"),
            jwks_uri: own("jwks_uri"),
            claims: form.all("claims").filter_map(Claim::parse).collect(),
            least_level: own("least_level"),
            default_max_age: own("default_max_age"),
            kinds: Kinds::from(form),
            passcode: form.compact("passcode"),
        }
    }
}

impl From<&Party> for Shown {
    fn from(party: &Party) -> Self {
        let rules = &party.rules;
        let keys = rules.jwks.as_ref().map(|set| set.to_json().to_string());
        let claims = rules.claims.iter();
        let max_age = rules.default_max_age.map(|age| age.to_string());
        Self {
            name: party.stored.name.clone(),
            purpose: party.stored.purpose.clone(),
            redirect_uris: rules.redirect_uris.join("\n"),
            post_logout_redirect_uris: rules.post_logout_redirect_uris.join("\n"),
            backchannel_logout_uri: rules.backchannel_logout_uri.clone().unwrap_or_default(),
            session_required: rules.backchannel_logout_session_required,
            auth: rules.auth.as_str().to_owned(),
            class: match rules.class {
                Class::Web => "web".to_owned(),
                Class::High => "high".to_owned(),
            },
            certificate_name: rules
                .certificate_name
                .as_ref()
                .map(ToString::to_string)
                .unwrap_or_default(),
            certificate_bound: rules.certificate_bound,
            jwks: keys.unwrap_or_default(),
            jwks_uri: rules.jwks_uri.clone().unwrap_or_default(),
            claims: claims.filter_map(|name| Claim::parse(name)).collect(),
            least_level: least_level(rules).to_owned(),
            default_max_age: max_age.unwrap_or_default(),
            kinds: Kinds::from(rules),
            passcode: String::new(),
        }
    }
}

impl Shown {
    /// What is asked for.
    pub(super) fn asked(&self) -> Asked<'_> {
        let auth = AUTHS.into_iter().find(|a| a.as_str() == self.auth);
        Asked {
            name: &self.name,
            purpose: &self.purpose,
            redirect_uris: &self.redirect_uris,
            post_logout_redirect_uris: &self.post_logout_redirect_uris,
            backchannel_logout_uri: &self.backchannel_logout_uri,
            backchannel_logout_session_required: self.session_required,
            auth: auth.unwrap_or(ClientAuth::SecretBasic),
            class: match self.class.as_str() {
                "high" => Class::High,
                _ => Class::Web,
            },
            certificate_name: &self.certificate_name,
            certificate_bound: self.certificate_bound,
            jwks: &self.jwks,
            jwks_uri: &self.jwks_uri,
            claims: &self.claims,
            least: Least {
                level: &self.least_level,
                max_age: &self.default_max_age,
            },
            kinds: self.kinds.asked(),
            passcode: &self.passcode,
        }
    }

    /// Name, purpose, addresses, claims.
    pub(super) fn about(&self, lang: Lang, errors: &Errors) -> Markup {
        let area = |name: &'static str, label: &str, value: &str| {
            Textarea::new(name, t!(lang, label))
                .hint(t!(lang, &format!("{label}-hint")))
                .value(value)
                .error(errors.of(name))
                .rows(2)
        };
        let line = |name: &'static str, label: &str, value: &str| {
            Input::new(name, t!(lang, label))
                .hint(t!(lang, &format!("{label}-hint")))
                .value(value)
                .error(errors.of(name))
        };
        let registered = Claim::ALL.into_iter();
        let registered = registered.filter(|claim| claim.registered_as() == *claim);
        let claims = registered.map(|claim| {
            Choice::new(claim.as_str(), claim_label(lang, claim))
                .checked(self.claims.contains(&claim))
        });
        html! {
            (line("name", "developers-name", &self.name))
            (line("purpose", "developers-purpose", &self.purpose))
            (area("redirect_uris", "developers-redirect", &self.redirect_uris))
            (area("post_logout_redirect_uris", "developers-post-logout", &self.post_logout_redirect_uris))
            (line("backchannel_logout_uri", "developers-backchannel", &self.backchannel_logout_uri))
            (Checkboxes::new("backchannel_logout_session_required", t!(lang, "developers-backchannel-session"))
                .items([Choice::new("yes", t!(lang, "developers-backchannel-session-yes"))
                    .checked(self.session_required)]))
            (Checkboxes::new("claims", t!(lang, "developers-claims")).items(claims))
            (self.least(lang, errors))
        }
    }

    /// D59-24: the least that it wants of a sign-in.
    fn least(&self, lang: Lang, errors: &Errors) -> Markup {
        let none = Choice::new("", t!(lang, "developers-least-none"));
        let levels =
            LEVELS.map(|level| Choice::new(level, t!(lang, &format!("developers-least-{level}"))));
        html! {
            (Radios::new("least_level", t!(lang, "developers-least"))
                .items([none].into_iter().chain(levels))
                .value(self.least_level.as_str())
                .error(errors.of("least_level")))
            (Input::new("default_max_age", t!(lang, "developers-max-age"))
                .hint(t!(lang, "developers-max-age-hint"))
                .value(self.default_max_age.as_str())
                .error(errors.of("default_max_age"))
                .digits()
                .width(10))
        }
    }

    /// How it proves itself, and under which rules it lives.
    pub(super) fn proof(&self, lang: Lang, mtls: Option<&Mtls>, errors: &Errors) -> Markup {
        let or = |value: &str, usual: &str| match value {
            "" => usual.to_owned(),
            typed => typed.to_owned(),
        };
        let taken = |auth: &ClientAuth| {
            !auth.by_certificate() || mtls.is_some_and(|mtls| mtls.takes(*auth))
        };
        let auths = AUTHS.into_iter().filter(taken).map(|auth| {
            let words = t!(lang, &format!("developers-auth-{}", auth.as_str()));
            Choice::new(auth.as_str(), words)
        });
        let classes = ["web", "high"].map(|class| {
            let words = t!(lang, &format!("developers-class-{class}"));
            Choice::new(class, words)
        });
        html! {
            (Radios::new("auth", t!(lang, "developers-auth"))
                .items(auths)
                .value(or(&self.auth, "client_secret_basic"))
                .error(errors.of("auth")))
            (Radios::new("class", t!(lang, "developers-class"))
                .items(classes)
                .value(or(&self.class, "web")))
            @if let Some(mtls) = mtls { (self.certificate(lang, mtls, errors)) }
            (self.keys(lang, errors))
        }
    }

    /// RFC 8705: its certificate, by name, and whether tokens are bound to it.
    fn certificate(&self, lang: Lang, mtls: &Mtls, errors: &Errors) -> Markup {
        let bound = Choice::new("yes", t!(lang, "developers-certificate-bound-yes"));
        html! {
            @if mtls.takes(ClientAuth::Tls) {
                (Input::new("certificate_name", t!(lang, "developers-certificate-name"))
                    .hint(t!(lang, "developers-certificate-name-hint"))
                    .value(self.certificate_name.as_str())
                    .error(errors.of("certificate_name")))
            }
            (Checkboxes::new("certificate_bound", t!(lang, "developers-certificate-bound"))
                .items([bound.checked(self.certificate_bound)])
                .error(errors.of("certificate_bound")))
        }
    }

    /// Its keys: the set itself, or where it stands.
    pub(super) fn keys(&self, lang: Lang, errors: &Errors) -> Markup {
        html! {
            (Input::new("jwks_uri", t!(lang, "developers-jwks-uri"))
                .hint(t!(lang, "developers-jwks-uri-hint"))
                .value(self.jwks_uri.as_str())
                .error(errors.of("jwks_uri")))
            (Textarea::new("jwks", t!(lang, "developers-jwks"))
                .hint(t!(lang, "developers-jwks-hint"))
                .value(self.jwks.as_str())
                .error(errors.of("jwks"))
                .rows(4))
        }
    }
}
