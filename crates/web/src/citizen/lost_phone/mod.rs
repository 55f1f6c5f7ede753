//! UX-1, UX-2: another phone without the old one: the ways with what each takes, and asking with a printed code.

use app::lost_phone::{AskByCode, by_code};
use axum::Router;
use axum::response::Response;
use axum::routing::get;
use domain::lost_phone::Way;
use maud::{Markup, html};
use ui::{ButtonLink, Input, InsetText, Panel};

use crate::citizen::fields;
use crate::error;
use crate::extract::{Ask, Cookie};
use crate::i18n::Lang;
use crate::middleware::Form;
use crate::page::{Audience, Errors, Page};
use crate::state::Web;
use crate::t;

/// Pages for somebody without the old phone.
pub fn routes() -> Router<Web> {
    Router::new()
        .route("/lost-phone", get(ways))
        .route("/lost-phone/code", get(show).post(submit))
        .route("/lost-phone/asked", get(asked))
}

/// How long a way takes, in hours.
pub(crate) fn hours(way: Way) -> i64 {
    way.wait().map_or(0, |wait| wait.as_hours())
}

async fn ways(ask: Ask) -> Response {
    let lang = ask.view.lang;
    let title = t!(lang, "lost-phone-title");
    let body = html! {
        h1.govuk-heading-l { (title) }
        p.govuk-body-l { (t!(lang, "lost-phone-text")) }
        (InsetText::new(t!(lang, "lost-phone-why")))
        @for way in Way::ALL.into_iter().filter(|way| open(&ask, *way)) { (drawn(lang, way)) }
        h2.govuk-heading-m { (t!(lang, "lost-phone-theft")) }
        p.govuk-body { (t!(lang, "lost-phone-theft-text")) " " a.govuk-link href="/lock-now" { (t!(lang, "sign-in-lost")) } }
        p.govuk-body { (t!(lang, "lost-phone-call", phone = ask.app.config.call_centre.as_str())) }
    };
    Page::new(&ask.view, Audience::Citizen, &title)
        .narrow()
        .back("/sign-in")
        .respond(body)
}

/// Nobody is sent on a way that ends where faces are not compared.
fn open(ask: &Ask, way: Way) -> bool {
    match way {
        Way::Chip => app::self_proof::possible(&ask.app),
        Way::RecoveryCode | Way::TrustedPersons | Way::Counter => true,
    }
}

fn drawn(lang: Lang, way: Way) -> Markup {
    let word = way.as_str();
    let text = t!(
        lang,
        &format!("lost-phone-way-{word}-text"),
        hours = hours(way)
    );
    html! {
        h2.govuk-heading-m { (t!(lang, &format!("lost-phone-way-{word}"))) }
        p.govuk-body { (text) }
        @match way {
            Way::RecoveryCode => { (ButtonLink::new("/lost-phone/code", t!(lang, "lost-phone-code-start"))) }
            // Asked on the page of the new device, once password and one-time code are shown.
            Way::TrustedPersons => { p.govuk-body { a.govuk-link href="/sign-in" { (t!(lang, "lost-phone-trusted-later")) } } }
            // The chip is read by the app: a browser cannot.
            Way::Counter | Way::Chip => {}
        }
    }
}

async fn show(ask: Ask) -> Response {
    page(&ask, &Form::default(), &Errors::new(ask.view.lang))
}

async fn submit(ask: Ask, form: Form) -> Response {
    let command = AskByCode {
        number: form.get("number"),
        password: form.get("password"),
        code: form.get("recovery_code"),
        device_name: &ask.device_name,
    };
    match by_code(&ask.app, &ask.cx, &command).await {
        Ok(asked) => {
            let kept = ask.cookies.set(Cookie::LostPhone, &asked.token);
            ask.go("/lost-phone/asked", [kept])
        }
        Err(error) => match error::on_form(&ask.view, ask.cx.now, &error) {
            Some(errors) => page(&ask, &form, &errors),
            None => error::page(&ask.view, &error),
        },
    }
}

fn page(ask: &Ask, form: &Form, errors: &Errors) -> Response {
    let lang = ask.view.lang;
    let title = t!(lang, "lost-phone-code-title");
    let text = t!(
        lang,
        "lost-phone-code-text",
        hours = hours(Way::RecoveryCode)
    );
    let code = Input::new("recovery_code", t!(lang, "lost-phone-code-field"))
        .hint(t!(lang, "lost-phone-code-hint"))
        .value(form.get("recovery_code"))
        .error(errors.of("recovery_code"))
        .autocomplete("off")
        .spellcheck(false)
        .width(20);
    let body = html! {
        (fields::heading(&title, Some(text)))
        (ask.view.form("/lost-phone/code", html! {
            (fields::number(lang, form, errors))
            (fields::password(lang, "password", t!(lang, "field-password"), errors, false))
            (code)
            (fields::submit(t!(lang, "lost-phone-code-submit")))
        }))
        p.govuk-body { a.govuk-link href="/recover" { (t!(lang, "sign-in-forgot")) } }
        (InsetText::new(t!(lang, "lost-phone-never-tell")))
    };
    Page::new(&ask.view, Audience::Citizen, &title)
        .errors(errors)
        .narrow()
        .back("/lost-phone")
        .respond(body)
}

async fn asked(ask: Ask) -> Response {
    if ask.cookies.token(Cookie::LostPhone).is_none() {
        return ask.redirect("/lost-phone");
    }
    let lang = ask.view.lang;
    let title = t!(lang, "lost-phone-asked-title");
    let hours = hours(Way::RecoveryCode);
    let body = html! {
        (Panel::new(title.as_str()).text(t!(lang, "lost-phone-asked-text", hours = hours)))
        h2.govuk-heading-m { (t!(lang, "lost-phone-asked-next")) }
        ul.govuk-list.govuk-list--bullet {
            li { (t!(lang, "lost-phone-asked-told")) }
            li { (t!(lang, "lost-phone-asked-finish")) }
            li { (t!(lang, "lost-phone-asked-sim")) }
            li { (t!(lang, "lost-phone-asked-stop", phone = ask.app.config.call_centre.as_str())) }
        }
    };
    Page::new(&ask.view, Audience::Citizen, &title)
        .narrow()
        .respond(body)
}
