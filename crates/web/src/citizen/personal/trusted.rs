//! UX-1: whom the holder trusts to confirm a new phone, and who trusts him.

use app::lost_phone::{
    Name, Vouch, consent, distrust, leave, name, trusted, trusting, vouch, waiting_for_me,
};
use axum::response::Response;
use domain::ids::TrustedId;
use domain::lost_phone::MOST_TRUSTED;
use maud::{Markup, html};
use store::lost_phone::trusted::Trusted;
use ui::{Button, InsetText};

use crate::citizen::fields;
use crate::error;
use crate::extract::Signed;
use crate::i18n::{date_time, masked};
use crate::middleware::Form;
use crate::page::{Audience, Errors, Page, View, words};
use crate::t;

const MINE: &str = "/personal/trusted";
const THEIRS: &str = "/personal/trusting";

pub(super) async fn show(signed: Signed) -> Response {
    let errors = Errors::new(signed.view.lang);
    mine(&signed, &Form::default(), &errors).await
}

pub(super) async fn submit(signed: Signed, form: Form) -> Response {
    let command = Name {
        number: form.get("number"),
        passcode: form.get("passcode"),
    };
    match name(&signed.app, &signed.cx, &command).await {
        Ok(()) => signed.redirect(MINE),
        Err(error) => match error::on_form(&signed.view, signed.cx.now, &error) {
            Some(errors) => mine(&signed, &form, &errors).await,
            None => error::page(&signed.view, &error),
        },
    }
}

pub(super) async fn remove(signed: Signed, form: Form) -> Response {
    let done = match form.get("trusted").parse() {
        Ok(id) => distrust(&signed.app, &signed.cx, id).await,
        Err(_) => Err(app::Error::NotFound),
    };
    after(&signed, MINE, done)
}

fn after(signed: &Signed, to: &str, done: app::Result<()>) -> Response {
    match done {
        Ok(()) => signed.redirect(to),
        Err(error) => error::page(&signed.view, &error),
    }
}

async fn mine(signed: &Signed, form: &Form, errors: &Errors) -> Response {
    let list = match trusted(&signed.app, &signed.cx).await {
        Ok(list) => list,
        Err(error) => return error::page(&signed.view, &error),
    };
    let (view, lang) = (&signed.view, signed.view.lang);
    let title = t!(lang, "trusted-title");
    let body = html! {
        (fields::heading(&title, Some(t!(lang, "trusted-text", most = MOST_TRUSTED))))
        @for one in &list {
            h2.govuk-heading-s { (masked(one.body.number.as_str())) }
            p.govuk-body {
                @match one.consented {
                    Some(time) => { (t!(lang, "trusted-since", time = date_time(time))) }
                    None => { (t!(lang, "trusted-waits")) }
                }
            }
            (one_button(view, "/personal/trusted/remove", one.id, t!(lang, "trusted-remove")))
        }
        @if list.is_empty() { (InsetText::new(t!(lang, "trusted-none"))) }
        @if list.len() < MOST_TRUSTED {
            h2.govuk-heading-m { (t!(lang, "trusted-add")) }
            (view.form(MINE, html! {
                (fields::number(lang, form, errors).autocomplete("off"))
                (fields::passcode(lang, t!(lang, "field-passcode"), errors))
                (fields::submit(t!(lang, "trusted-submit")))
            }))
        }
    };
    Page::new(view, Audience::Citizen, &title)
        .errors(errors)
        .narrow()
        .back("/personal/lost-phone")
        .respond(body)
}

fn one_button(view: &View, action: &str, id: TrustedId, words: String) -> Markup {
    view.form(
        action,
        html! {
            input type="hidden" name="trusted" value=(id);
            (Button::secondary(words).prevent_double_click(true))
        },
    )
}

pub(super) async fn show_trusting(signed: Signed) -> Response {
    let errors = Errors::new(signed.view.lang);
    theirs(&signed, &errors).await
}

pub(super) async fn agree(signed: Signed, form: Form) -> Response {
    let done = match form.get("trusted").parse() {
        Ok(id) => consent(&signed.app, &signed.cx, id).await,
        Err(_) => Err(app::Error::NotFound),
    };
    after(&signed, THEIRS, done)
}

pub(super) async fn decline(signed: Signed, form: Form) -> Response {
    let done = match form.get("trusted").parse() {
        Ok(id) => leave(&signed.app, &signed.cx, id).await,
        Err(_) => Err(app::Error::NotFound),
    };
    after(&signed, THEIRS, done)
}

pub(super) async fn confirm(signed: Signed, form: Form) -> Response {
    let Ok(trusted) = form.get("trusted").parse() else {
        return error::page(&signed.view, &app::Error::NotFound);
    };
    let command = Vouch {
        trusted,
        code: form.get("code"),
        passcode: form.get("passcode"),
    };
    match vouch(&signed.app, &signed.cx, &command).await {
        Ok(()) => signed.redirect("/personal/trusting?done=1"),
        Err(error) => match error::on_form(&signed.view, signed.cx.now, &error) {
            Some(errors) => theirs(&signed, &errors).await,
            None => error::page(&signed.view, &error),
        },
    }
}

async fn theirs(signed: &Signed, errors: &Errors) -> Response {
    let list = trusting(&signed.app, &signed.cx).await;
    match (list, waiting_for_me(&signed.app, &signed.cx).await) {
        (Ok(list), Ok(waiting)) => drawn(signed, &list, &waiting, errors),
        (Err(error), _) | (_, Err(error)) => error::page(&signed.view, &error),
    }
}

fn drawn(signed: &Signed, list: &[Trusted], waiting: &[TrustedId], errors: &Errors) -> Response {
    let (view, lang) = (&signed.view, signed.view.lang);
    let title = t!(lang, "trusting-title");
    let one = |one: &Trusted| {
        html! {
            h2.govuk-heading-m { (one.body.holder) }
            @if one.consented.is_none() {
                p.govuk-body { (t!(lang, "trusting-asked", name = one.body.holder.as_str())) }
                (one_button(view, "/personal/trusting/agree", one.id, t!(lang, "trusting-agree")))
                (one_button(view, "/personal/trusting/decline", one.id, t!(lang, "trusting-decline")))
            } @else {
                (one_button(view, "/personal/trusting/decline", one.id, t!(lang, "trusting-leave")))
            }
        }
    };
    let body = html! {
        (fields::heading(&title, Some(t!(lang, "trusting-text"))))
        @if view.query.contains("done=1") { (words::success(lang, t!(lang, "vouch-done"))) }
        // One at a time: fields of two forms on a page could not be told apart.
        @if let Some(asks) = list.iter().find(|one| waiting.contains(&one.id)) { (vouch_form(signed, asks, errors)) }
        @for trust in list { (one(trust)) }
        @if list.is_empty() { (InsetText::new(t!(lang, "trusting-none"))) }
    };
    Page::new(view, Audience::Citizen, &title)
        .errors(errors)
        .narrow()
        .back("/personal/lost-phone")
        .respond(body)
}

fn vouch_form(signed: &Signed, asks: &Trusted, errors: &Errors) -> Markup {
    let (view, lang) = (&signed.view, signed.view.lang);
    let who = asks.body.holder.as_str();
    html! {
        (words::warning(lang, t!(lang, "vouch-text", name = who)))
        (view.form("/personal/trusting/confirm", html! {
            input type="hidden" name="trusted" value=(asks.id);
            (fields::code(lang, errors).autocomplete("off").hint(t!(lang, "vouch-hint", name = who)))
            (fields::passcode(lang, t!(lang, "field-passcode"), errors))
            (fields::submit(t!(lang, "vouch-submit", name = who)))
        }))
    }
}
