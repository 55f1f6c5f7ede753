//! A new device: the code that the old device shows, or the end of a request made without it (UX-1).

use app::credentials::OldWays;
use app::lost_phone::{Progress, Stranded, by_trusted, finish as finish_lost, stranded};
use app::signin::{Confirm, confirm_device};
use app::token::Token;
use axum::response::Response;
use domain::lost_phone::State;
use maud::{Markup, html};
use ui::{Checkboxes, Choice, InsetText};

use super::opened;
use crate::citizen::fields;
use crate::error;
use crate::extract::{Ask, Cookie};
use crate::i18n::{Lang, date_time};
use crate::middleware::Form;
use crate::page::{Audience, Errors, Page};
use crate::t;

pub(super) async fn show(ask: Ask) -> Response {
    match ask.journey("/sign-in") {
        Ok(token) => page(&ask, &token, &Form::default(), &Errors::new(ask.view.lang)).await,
        Err(elsewhere) => *elsewhere,
    }
}

pub(super) async fn submit(ask: Ask, form: Form) -> Response {
    let token = match ask.journey("/sign-in") {
        Ok(token) => token,
        Err(elsewhere) => return *elsewhere,
    };
    let command = Confirm {
        token: &token,
        code: form.get("code"),
        device: None,
        device_name: &ask.device_name,
    };
    let old = OldWays::kept(keeps(&form));
    match confirm_device(&ask.app, &ask.cx, &command, old).await {
        Ok(session) => opened(&ask, &session).await,
        Err(error) => refused(&ask, &token, &form, &error).await,
    }
}

fn keeps(form: &Form) -> bool {
    form.get("keep_passkeys") == "yes"
}

/// UX-1: asks those whom the holder trusts.
pub(super) async fn ask_trusted(ask: Ask) -> Response {
    let token = match ask.journey("/sign-in") {
        Ok(token) => token,
        Err(elsewhere) => return *elsewhere,
    };
    match by_trusted(&ask.app, &ask.cx, &token, &ask.device_name).await {
        Ok(asked) => {
            let kept = ask.cookies.set(Cookie::LostPhone, &asked.token);
            ask.go("/sign-in/device", [kept])
        }
        Err(error) => refused(&ask, &token, &Form::default(), &error).await,
    }
}

/// UX-1: the waiting time is over; this phone takes the old one's place.
pub(super) async fn finish(ask: Ask) -> Response {
    let token = match ask.journey("/sign-in") {
        Ok(token) => token,
        Err(elsewhere) => return *elsewhere,
    };
    let kept = ask.cookies.token(Cookie::LostPhone);
    let here = (kept.as_ref(), ask.device_name.as_str());
    match finish_lost(&ask.app, &ask.cx, &token, here).await {
        Ok(session) => opened(&ask, &session).await,
        Err(error) => refused(&ask, &token, &Form::default(), &error).await,
    }
}

async fn refused(ask: &Ask, token: &Token, form: &Form, error: &app::Error) -> Response {
    if matches!(error, app::Error::Refused("journey-over")) {
        return ask.redirect("/sign-in");
    }
    match error::on_form(&ask.view, ask.cx.now, error) {
        Some(errors) => page(ask, token, form, &errors).await,
        None => error::page(&ask.view, error),
    }
}

async fn page(ask: &Ask, token: &Token, form: &Form, errors: &Errors) -> Response {
    let kept = ask.cookies.token(Cookie::LostPhone);
    match stranded(&ask.app, &ask.cx, token, kept.as_ref()).await {
        Ok(found) => drawn(ask, &found, keeps(form), errors),
        Err(app::Error::Refused(_)) => ask.redirect("/sign-in"),
        Err(error) => error::page(&ask.view, &error),
    }
}

fn drawn(ask: &Ask, found: &Stranded, keep: bool, errors: &Errors) -> Response {
    let (view, lang) = (&ask.view, ask.view.lang);
    let title = t!(lang, "sign-in-device-title");
    let body = html! {
        (fields::heading(&title, None))
        @if let Some(open) = &found.open { (told(ask, open)) }
        p.govuk-body { (t!(lang, "sign-in-device-text")) }
        (view.form("/sign-in/device", html! {
            (fields::code(lang, errors))
            (kept(lang, keep))
            (fields::submit(t!(lang, "continue")))
        }))
        (InsetText::new(t!(lang, "code-never-tell")))
        // UX-2: a phone that was reset comes here too.
        p.govuk-body { a.govuk-link href="/lost-phone" { (t!(lang, "sign-in-device-lost")) } }
        @if found.trusted > 0 && found.open.as_ref().is_none_or(|open| !open.here) {
            (fields::again(view, "/sign-in/device/trusted", t!(lang, "lost-phone-trusted-start")))
        }
        p.govuk-body { (t!(lang, "lost-phone-why")) }
    };
    Page::new(view, Audience::Citizen, &title)
        .errors(errors)
        .narrow()
        .back("/sign-in")
        .respond(body)
}

/// APP-8: passkeys made on the old phone end with it, unless he wants to keep them. Whoever has no code of the old
/// phone yet does not learn here whether there are any.
fn kept(lang: Lang, keep: bool) -> Checkboxes {
    let choice = Choice::new("yes", t!(lang, "sign-in-device-keep-yes"));
    Checkboxes::new("keep_passkeys", t!(lang, "sign-in-device-keep"))
        .hint(t!(lang, "sign-in-device-keep-hint"))
        .items([choice.checked(keep)])
}

/// How the request stands that was made without the old device, and the button where it can be finished.
fn told(ask: &Ask, open: &Progress) -> Markup {
    let lang = ask.view.lang;
    let time = open.request.next().map(date_time).unwrap_or_default();
    if open.ready() {
        return html! {
            (InsetText::new(t!(lang, "lost-phone-finish-text", time = time)))
            (ask.view.form("/sign-in/device/finish", fields::submit(t!(lang, "lost-phone-finish"))))
        };
    }
    if !open.here {
        return html! { (InsetText::new(t!(lang, "lost-phone-finish-elsewhere"))) };
    }
    let text = match open.request.state {
        State::Gathering { needed, given } => t!(
            lang,
            "lost-phone-finish-gathers",
            left = needed.saturating_sub(given),
            time = time
        ),
        State::Waiting { .. }
        | State::Ready { .. }
        | State::Finished { .. }
        | State::Stopped { .. }
        | State::Expired { .. } => t!(lang, "lost-phone-finish-waits", time = time),
    };
    html! {
        (InsetText::new(text))
        @if matches!(open.request.state, State::Gathering { .. }) {
            p.govuk-body { (t!(lang, "lost-phone-compare")) }
            p.dd-code { (open.compare) }
        }
    }
}
