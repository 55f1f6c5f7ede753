//! Passkeys: the list, a new one in two steps, another name, removal.

use app::passkeys::{self, Begin, Own};
use axum::extract::Path;
use axum::response::Response;
use domain::ids::PasskeyId;
use maud::{Markup, html};
use ui::{Button, ButtonLink, Input, InsetText, Row, SummaryList};

use crate::citizen::fields;
use crate::error;
use crate::extract::{Cookie, Signed};
use crate::i18n::{Lang, date_time};
use crate::middleware::Form;
use crate::page::{Audience, Errors, Page};
use crate::t;

const LIST: &str = "/personal/passkeys";

pub(super) async fn show(signed: Signed) -> Response {
    match passkeys::list(&signed.app, &signed.cx).await {
        Ok(list) => page(&signed, &list),
        Err(error) => error::page(&signed.view, &error),
    }
}

fn page(signed: &Signed, list: &[Own]) -> Response {
    let lang = signed.view.lang;
    let title = t!(lang, "passkeys-title");
    let body = html! {
        (fields::heading(&title, Some(t!(lang, "passkeys-text"))))
        @if list.is_empty() { (InsetText::new(t!(lang, "passkeys-none"))) }
        @for one in list {
            h2.govuk-heading-m { (one.name) }
            (facts(lang, one))
            p.govuk-body {
                a.govuk-link href=(format!("{LIST}/{}", one.id)) { (t!(lang, "passkeys-change", name = one.name.as_str())) }
            }
        }
        @if !passkeys::available(&signed.app) { (InsetText::new(t!(lang, "refused-no-passkeys"))) }
        @else if list.len() < passkeys::LIMIT { (ButtonLink::new("/personal/passkeys/new", t!(lang, "passkeys-add"))) }
    };
    Page::new(&signed.view, Audience::Citizen, &title)
        .back("/personal/sign-in")
        .respond(body)
}

fn facts(lang: Lang, one: &Own) -> SummaryList {
    let used = one
        .used
        .map_or_else(|| t!(lang, "passkeys-never"), date_time);
    let place = if one.synchronised {
        t!(lang, "passkeys-synchronised")
    } else {
        t!(lang, "passkeys-here-only")
    };
    SummaryList::new([
        Row::new(t!(lang, "passkeys-created"), date_time(one.created)),
        Row::new(t!(lang, "devices-seen"), used),
        Row::new(t!(lang, "passkeys-place"), place),
    ])
}

pub(super) async fn ask(signed: Signed) -> Response {
    asking(&signed, None, &Errors::new(signed.view.lang))
}

pub(super) async fn begin(signed: Signed, form: Form) -> Response {
    let command = Begin {
        name: form.get("name"),
        passcode: form.get("passcode"),
    };
    match passkeys::register(&signed.app, &signed.cx, &command).await {
        Ok(token) => signed.go(
            "/personal/passkeys/create",
            [signed.cookies.set(Cookie::Journey, &token)],
        ),
        Err(error) => match error::on_form(&signed.view, signed.cx.now, &error) {
            Some(errors) => asking(&signed, Some(command.name), &errors),
            None => error::page(&signed.view, &error),
        },
    }
}

/// The name, and the passcode; the browser's own name is a good first proposal.
fn asking(signed: &Signed, name: Option<&str>, errors: &Errors) -> Response {
    let lang = signed.view.lang;
    let title = t!(lang, "passkeys-add");
    let name = name.unwrap_or(&signed.device_name);
    let body = html! {
        (fields::heading(&title, Some(t!(lang, "passkeys-add-text"))))
        (signed.view.form("/personal/passkeys/new", html! {
            (field(lang, name, errors))
            (fields::passcode(lang, t!(lang, "field-passcode"), errors))
            (fields::submit(t!(lang, "continue")))
        }))
    };
    small(signed, &title, errors, &body)
}

fn field(lang: Lang, name: &str, errors: &Errors) -> Input {
    Input::new("name", t!(lang, "passkeys-name"))
        .hint(t!(lang, "passkeys-name-hint"))
        .value(name)
        .error(errors.of("name"))
        .autocomplete("off")
}

fn small(signed: &Signed, title: &str, errors: &Errors, body: &Markup) -> Response {
    Page::new(&signed.view, Audience::Citizen, title)
        .errors(errors)
        .narrow()
        .back(LIST)
        .respond(body.clone())
}

pub(super) async fn device(signed: Signed) -> Response {
    creating(&signed, &Errors::new(signed.view.lang)).await
}

async fn creating(signed: &Signed, errors: &Errors) -> Response {
    let token = match signed.journey("/personal/passkeys/new") {
        Ok(token) => token,
        Err(elsewhere) => return *elsewhere,
    };
    let prompt = match passkeys::prompt(&signed.app, &signed.cx, &token).await {
        Ok(prompt) => prompt,
        Err(app::Error::Refused("journey-over")) => {
            return signed.redirect("/personal/passkeys/new");
        }
        Err(error) => return error::page(&signed.view, &error),
    };
    let lang = signed.view.lang;
    let title = t!(lang, "passkeys-create", name = prompt.name.as_str());
    let body = html! {
        (fields::heading(&title, Some(t!(lang, "passkeys-create-text"))))
        pass-key data-create=(prompt.options) data-failed=(t!(lang, "passkey-failed")) hidden {
            (signed.view.form("/personal/passkeys/create", html! {
                input type="hidden" name="credential";
                (Button::new(t!(lang, "passkeys-create-button")).id("passkey"))
            }))
            p.govuk-hint role="status" {}
        }
        div.dd-without-passkeys { (InsetText::new(t!(lang, "passkeys-unsupported"))) }
    };
    small(signed, &title, errors, &body)
}

pub(super) async fn create(signed: Signed, form: Form) -> Response {
    let token = match signed.journey("/personal/passkeys/new") {
        Ok(token) => token,
        Err(elsewhere) => return *elsewhere,
    };
    let place = (&token, signed.session.device);
    match passkeys::registered(&signed.app, &signed.cx, place, form.get("credential")).await {
        Ok(()) => signed.go(LIST, [signed.cookies.remove(Cookie::Journey)]),
        Err(app::Error::Refused("journey-over")) => signed.redirect("/personal/passkeys/new"),
        Err(error) => match error::on_form(&signed.view, signed.cx.now, &error) {
            Some(errors) => creating(&signed, &errors).await,
            None => error::page(&signed.view, &error),
        },
    }
}

async fn find(signed: &Signed, id: &str) -> Result<Own, app::Error> {
    let id: PasskeyId = id.parse().map_err(|_| app::Error::NotFound)?;
    let list = passkeys::list(&signed.app, &signed.cx).await?;
    let found = list.into_iter().find(|one| one.id == id);
    found.ok_or(app::Error::NotFound)
}

pub(super) async fn one(signed: Signed, Path(id): Path<String>) -> Response {
    match find(&signed, &id).await {
        Ok(one) => changing(&signed, &one, &one.name, &Errors::new(signed.view.lang)),
        Err(error) => error::page(&signed.view, &error),
    }
}

pub(super) async fn name(signed: Signed, Path(id): Path<String>, form: Form) -> Response {
    let one = match find(&signed, &id).await {
        Ok(one) => one,
        Err(error) => return error::page(&signed.view, &error),
    };
    let typed = form.get("name");
    let done = passkeys::name(&signed.app, &signed.cx, one.id, typed).await;
    changed(&signed, &one, typed, done)
}

pub(super) async fn remove(signed: Signed, Path(id): Path<String>, form: Form) -> Response {
    let one = match find(&signed, &id).await {
        Ok(one) => one,
        Err(error) => return error::page(&signed.view, &error),
    };
    let done = passkeys::remove(&signed.app, &signed.cx, one.id, form.get("passcode")).await;
    changed(&signed, &one, &one.name, done)
}

fn changed(signed: &Signed, one: &Own, typed: &str, done: Result<(), app::Error>) -> Response {
    match done {
        Ok(()) => signed.redirect(LIST),
        Err(error) => match error::on_form(&signed.view, signed.cx.now, &error) {
            Some(errors) => changing(signed, one, typed, &errors),
            None => error::page(&signed.view, &error),
        },
    }
}

fn changing(signed: &Signed, one: &Own, typed: &str, errors: &Errors) -> Response {
    let lang = signed.view.lang;
    let place = format!("{LIST}/{}", one.id);
    let body = html! {
        (fields::heading(&one.name, None))
        (facts(lang, one))
        (signed.view.form(&place, html! {
            (field(lang, typed, errors))
            (Button::secondary(t!(lang, "passkeys-rename")).prevent_double_click(true))
        }))
        h2.govuk-heading-m { (t!(lang, "passkeys-remove-title")) }
        p.govuk-body { (t!(lang, "passkeys-remove-text")) }
        (signed.view.form(&format!("{place}/remove"), html! {
            (fields::passcode(lang, t!(lang, "field-passcode"), errors))
            (Button::warning(t!(lang, "passkeys-remove", name = one.name.as_str())).prevent_double_click(true))
        }))
    };
    small(signed, &one.name, errors, &body)
}
