//! What a lock stops and what goes on, the reason, the button.

use app::holds::lock_own;
use axum::response::Response;
use domain::fault::Fault;
use domain::hold::LockReason;
use maud::{Markup, html};
use ui::{Button, ButtonKind, ButtonLink, Choice, InsetText, Radios};

use super::words;
use crate::citizen::fields;
use crate::error;
use crate::extract::{Ask, Cookie, Signed, Status};
use crate::i18n::Lang;
use crate::middleware::Form;
use crate::page::{Audience, Errors, Page, View};
use crate::t;

pub(super) async fn show(ask: Ask, holder: Result<Status, Response>) -> Response {
    match holder {
        Ok(holder) if holder.session.status_only => ask.redirect("/locked"),
        Ok(_) => page(&ask.view, &Form::default(), &Errors::new(ask.view.lang)),
        Err(_) => signed_out(&ask),
    }
}

/// APP-13: a reason may be left out; locking must never wait for one.
fn reason(form: &Form) -> Result<LockReason, app::Error> {
    match form.trimmed("reason") {
        "" => Ok(LockReason::Other),
        word => LockReason::parse(word).ok_or_else(|| Fault::new("reason", "lock-reason").into()),
    }
}

pub(super) async fn submit(signed: Signed, form: Form) -> Response {
    let done = match reason(&form) {
        Ok(reason) => lock_own(&signed.app, &signed.cx, reason).await,
        Err(error) => Err(error),
    };
    match done {
        Ok(done) => {
            let cookies = done
                .status
                .map(|token| signed.cookies.set(Cookie::Session, &token));
            signed.go(&format!("/locked/receipt/{}", done.locked.hold.id), cookies)
        }
        Err(error) => match error::on_form(&signed.view, signed.cx.now, &error) {
            Some(errors) => page(&signed.view, &form, &errors),
            None => error::page(&signed.view, &error),
        },
    }
}

fn consequences(lang: Lang) -> Markup {
    html! {
        h2.govuk-heading-m { (t!(lang, "lock-stops-title")) }
        ul.govuk-list.govuk-list--bullet {
            li { (t!(lang, "lock-stops-sign-in")) }
            li { (t!(lang, "lock-stops-documents")) }
            li { (t!(lang, "lock-stops-services")) }
            li { (t!(lang, "lock-stops-sessions")) }
        }
        h2.govuk-heading-m { (t!(lang, "lock-stays-title")) }
        ul.govuk-list.govuk-list--bullet {
            li { (t!(lang, "lock-stays-papers")) }
            li { (t!(lang, "lock-stays-data")) }
            li { (t!(lang, "lock-stays-status")) }
        }
        (InsetText::new(t!(lang, "lock-way-back")))
    }
}

fn page(view: &View, form: &Form, errors: &Errors) -> Response {
    let lang = view.lang;
    let title = t!(lang, "lock-title");
    let reasons = Radios::new("reason", t!(lang, "lock-reason"))
        .hint(t!(lang, "lock-reason-hint"))
        .error(errors.of("reason"))
        .value(form.trimmed("reason"))
        .items(LockReason::ALL.map(|r| Choice::new(r.as_str(), words::reason(lang, r))));
    let body = html! {
        (fields::heading(&title, Some(t!(lang, "lock-text"))))
        (consequences(lang))
        (view.form("/lock", html! {
            (reasons)
            div.govuk-button-group {
                (Button::warning(t!(lang, "lock-submit")).prevent_double_click(true))
                a.govuk-link href="/personal" { (t!(lang, "lock-cancel")) }
            }
        }))
    };
    Page::new(view, Audience::Citizen, &title)
        .errors(errors)
        .narrow()
        .back("/personal")
        .respond(body)
}

/// Somebody who is not signed in: sign in first, or call.
fn signed_out(ask: &Ask) -> Response {
    let lang = ask.view.lang;
    let title = t!(lang, "lock-title");
    let phone = ask.app.config.call_centre.as_str();
    let body = html! {
        (fields::heading(&title, Some(t!(lang, "lock-out-text"))))
        div.govuk-button-group {
            (ButtonLink::new("/lock-now", t!(lang, "lock-out-now")).kind(ButtonKind::Warning))
            (ButtonLink::new("/sign-in", t!(lang, "lock-out-sign-in")).kind(ButtonKind::Secondary))
        }
        h2.govuk-heading-m { (t!(lang, "lock-out-call-title")) }
        p.govuk-body { (t!(lang, "lock-out-call", phone = phone)) }
        h2.govuk-heading-m { (t!(lang, "lock-out-counter-title")) }
        p.govuk-body { (t!(lang, "lock-out-counter")) }
        (consequences(lang))
        (InsetText::new(t!(lang, "code-never-tell")))
    };
    Page::new(&ask.view, Audience::Public, &title)
        .narrow()
        .back("/")
        .respond(body)
}
