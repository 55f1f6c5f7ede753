//! The part of the form for those who want other tokens than the usual.

use app::relying_parties::{Kinds, SIGNED_BY};
use maud::{Markup, html};
use oidc::jose::Alg;
use ui::{Checkboxes, Choice, Details, Input, Radios, Textarea};

use crate::i18n::Lang;
use crate::middleware::Form;
use crate::page::Errors;
use crate::t;

fn alg(form: &Form, name: &str) -> Option<Alg> {
    let mut known = SIGNED_BY.into_iter();
    known.find(|alg| alg.as_str() == form.get(name))
}

pub(super) fn read(form: &Form) -> Kinds<'_> {
    Kinds {
        own: form.get("own_tokens") == "yes",
        devices: form.get("devices") == "yes",
        calls: form.get("calls") == "yes",
        readable: form.get("readable") == "yes",
        resources: form.get("resources"),
        scopes: form.get("scopes"),
        id_token: alg(form, "id_token_alg"),
        userinfo: alg(form, "userinfo_alg"),
    }
}

pub(super) fn fields(lang: Lang, form: &Form, errors: &Errors) -> Markup {
    let tick = |name: &'static str, label: &str| {
        let yes = Choice::new("yes", t!(lang, &format!("{label}-yes")));
        Checkboxes::new(name, t!(lang, label))
            .items([yes.checked(form.get(name) == "yes")])
            .error(errors.of(name))
    };
    let algs = |name: &'static str, label: &str| {
        let known = SIGNED_BY.map(|alg| Choice::new(alg.as_str(), alg.as_str()));
        let usual = Choice::new("", t!(lang, &format!("{label}-usual")));
        Radios::new(name, t!(lang, label))
            .items([usual].into_iter().chain(known))
            .value(form.get(name))
            .error(errors.of(name))
    };
    let fields = html! {
        (tick("own_tokens", "developers-kind-own"))
        (tick("devices", "developers-kind-devices"))
        (tick("calls", "developers-kind-calls"))
        (tick("readable", "developers-kind-readable"))
        (Textarea::new("resources", t!(lang, "developers-resources"))
            .hint(t!(lang, "developers-resources-hint"))
            .value(form.get("resources"))
            .error(errors.of("resources"))
            .rows(2))
        (Input::new("scopes", t!(lang, "developers-scopes"))
            .hint(t!(lang, "developers-scopes-hint"))
            .value(form.get("scopes"))
            .error(errors.of("scopes")))
        (algs("id_token_alg", "developers-kind-id-token"))
        (algs("userinfo_alg", "developers-kind-userinfo"))
    };
    let open = [
        "own_tokens",
        "calls",
        "resources",
        "scopes",
        "id_token_alg",
        "userinfo_alg",
    ];
    let open = open.into_iter().any(|name| errors.of(name).is_some());
    html! { (Details::new(t!(lang, "developers-kinds"), fields).open(open)) }
}
