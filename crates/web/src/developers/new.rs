//! Making a trial client.

use app::relying_parties::{Registered, Sandbox, issuer, register};
use axum::response::Response;
use domain::relying_party::Claim;
use maud::{Markup, html};
use oidc::client::{Class, ClientAuth};
use ui::{Button, Checkboxes, Choice, Input, Radios, Row, SummaryList, Textarea};

use super::kinds;
use crate::error;
use crate::extract::Signed;
use crate::i18n::Lang;
use crate::middleware::Form;
use crate::oidc::claim_label;
use crate::page::{Audience, Errors, Page, words};
use crate::t;

const AUTHS: [ClientAuth; 4] = [
    ClientAuth::SecretBasic,
    ClientAuth::SecretPost,
    ClientAuth::PrivateKeyJwt,
    ClientAuth::None,
];

pub(super) async fn show(signed: Signed) -> Response {
    page(&signed, &Form::default(), &Errors::new(signed.view.lang))
}

pub(super) async fn submit(signed: Signed, form: Form) -> Response {
    let claims: Vec<Claim> = form.all("claims").filter_map(Claim::parse).collect();
    let auth = AUTHS.into_iter().find(|a| a.as_str() == form.get("auth"));
    let asked = Sandbox {
        name: form.get("name"),
        purpose: form.get("purpose"),
        redirect_uris: form.get("redirect_uris"),
        post_logout_redirect_uris: form.get("post_logout_redirect_uris"),
        backchannel_logout_uri: form.get("backchannel_logout_uri"),
        backchannel_logout_session_required: form.get("backchannel_logout_session_required")
            == "yes",
        auth: auth.unwrap_or(ClientAuth::SecretBasic),
        class: match form.get("class") {
            "high" => Class::High,
            _ => Class::Web,
        },
        jwks: form.get("jwks"),
        claims: &claims,
        kinds: kinds::read(&form),
    };
    match register(&signed.app, &signed.cx, &asked).await {
        Ok(registered) => made(&signed, &registered),
        Err(failure) => match error::on_form(&signed.view, signed.cx.now, &failure) {
            Some(errors) => page(&signed, &form, &errors),
            None => error::page(&signed.view, &failure),
        },
    }
}

/// The secret is on this page alone.
fn made(signed: &Signed, registered: &Registered) -> Response {
    let lang = signed.view.lang;
    let title = t!(lang, "developers-saved-title");
    let code = |text: &str| html! { code { (text) } };
    let mut rows = vec![
        Row::new(t!(lang, "developers-issuer"), code(issuer(&signed.app))),
        Row::new(
            t!(lang, "developers-client-id"),
            code(&registered.id.to_string()),
        ),
    ];
    if let Some(secret) = &registered.secret {
        rows.push(Row::new(t!(lang, "developers-client-secret"), code(secret)));
    }
    let body = html! {
        h1.govuk-heading-l { (title) }
        (SummaryList::new(rows))
        @if registered.secret.is_some() { (words::warning(lang, t!(lang, "developers-secret-once"))) }
        p.govuk-body { a.govuk-link href="/developers" { (t!(lang, "developers-own")) } }
    };
    Page::new(&signed.view, Audience::Public, &title)
        .narrow()
        .respond(body)
}

fn page(signed: &Signed, form: &Form, errors: &Errors) -> Response {
    let lang = signed.view.lang;
    let title = t!(lang, "developers-new");
    let body = html! {
        h1.govuk-heading-l { (title) }
        (signed.view.form("/developers/new", html! {
            (about(lang, form, errors))
            (proof(lang, form, errors))
            (kinds::fields(lang, form, errors))
            (Button::new(t!(lang, "developers-save")).prevent_double_click(true))
        }))
    };
    Page::new(&signed.view, Audience::Public, &title)
        .errors(errors)
        .narrow()
        .back("/developers")
        .respond(body)
}

fn about(lang: Lang, form: &Form, errors: &Errors) -> Markup {
    let area = |name: &'static str, label: &str| {
        Textarea::new(name, t!(lang, label))
            .hint(t!(lang, &format!("{label}-hint")))
            .value(form.get(name))
            .error(errors.of(name))
            .rows(2)
    };
    let registered = Claim::ALL.into_iter();
    let registered = registered.filter(|claim| claim.registered_as() == *claim);
    let claims = registered.map(|claim| {
        let ticked = form.all("claims").any(|name| name == claim.as_str());
        Choice::new(claim.as_str(), claim_label(lang, claim)).checked(ticked)
    });
    html! {
        (Input::new("name", t!(lang, "developers-name"))
            .hint(t!(lang, "developers-name-hint"))
            .value(form.get("name"))
            .error(errors.of("name")))
        (Input::new("purpose", t!(lang, "developers-purpose"))
            .hint(t!(lang, "developers-purpose-hint"))
            .value(form.get("purpose"))
            .error(errors.of("purpose")))
        (area("redirect_uris", "developers-redirect"))
        (area("post_logout_redirect_uris", "developers-post-logout"))
        (Input::new("backchannel_logout_uri", t!(lang, "developers-backchannel"))
            .hint(t!(lang, "developers-backchannel-hint"))
            .value(form.get("backchannel_logout_uri"))
            .error(errors.of("backchannel_logout_uri")))
        (Checkboxes::new("backchannel_logout_session_required", t!(lang, "developers-backchannel-session"))
            .items([Choice::new("yes", t!(lang, "developers-backchannel-session-yes"))
                .checked(form.get("backchannel_logout_session_required") == "yes")]))
        (Checkboxes::new("claims", t!(lang, "developers-claims")).items(claims))
    }
}

fn proof(lang: Lang, form: &Form, errors: &Errors) -> Markup {
    let or = |name: &str, usual: &str| match form.get(name) {
        "" => usual.to_owned(),
        typed => typed.to_owned(),
    };
    let auths = AUTHS.map(|auth| {
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
            .value(or("auth", "client_secret_basic"))
            .error(errors.of("auth")))
        (Radios::new("class", t!(lang, "developers-class"))
            .items(classes)
            .value(or("class", "web")))
        (Textarea::new("jwks", t!(lang, "developers-jwks"))
            .hint(t!(lang, "developers-jwks-hint"))
            .value(form.get("jwks"))
            .error(errors.of("jwks"))
            .rows(4))
    }
}
