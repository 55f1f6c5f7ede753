//! UX-1: being ready for the day the phone is gone, and stopping a request that was not the holder's.

use app::lost_phone::{Codes, codes, make, own, stop as stop_asked};
use axum::response::Response;
use domain::lost_phone::{State, Way};
use domain::secret::RecoveryCode;
use maud::{Markup, html};
use store::lost_phone::Stored;
use ui::{Button, InsetText};

use crate::citizen::{fields, lost_phone};
use crate::error;
use crate::extract::Signed;
use crate::i18n::date_time;
use crate::middleware::Form;
use crate::page::{Audience, Errors, Page, words};
use crate::t;

pub(super) async fn show(signed: Signed) -> Response {
    page(&signed, &Errors::new(signed.view.lang)).await
}

pub(super) async fn stop(signed: Signed) -> Response {
    match stop_asked(&signed.app, &signed.cx).await {
        Ok(()) => signed.redirect("/personal/lost-phone"),
        Err(error) => error::page(&signed.view, &error),
    }
}

/// The answer is the page with the codes: they are shown this once and kept nowhere.
pub(super) async fn submit(signed: Signed, form: Form) -> Response {
    match make(&signed.app, &signed.cx, form.get("passcode")).await {
        Ok(made) => printed(&signed, &made),
        Err(error) => match error::on_form(&signed.view, signed.cx.now, &error) {
            Some(errors) => page(&signed, &errors).await,
            None => error::page(&signed.view, &error),
        },
    }
}

async fn page(signed: &Signed, errors: &Errors) -> Response {
    let open = own(&signed.app, &signed.cx).await;
    match (open, codes(&signed.app, &signed.cx).await) {
        (Ok(open), Ok(codes)) => drawn(signed, open.as_ref(), codes, errors),
        (Err(error), _) | (_, Err(error)) => error::page(&signed.view, &error),
    }
}

fn drawn(signed: &Signed, open: Option<&Stored>, codes: Codes, errors: &Errors) -> Response {
    let lang = signed.view.lang;
    let title = t!(lang, "lost-phone-own-title");
    let hours = lost_phone::hours(Way::RecoveryCode);
    let make = if codes.left > 0 {
        t!(lang, "recovery-codes-again")
    } else {
        t!(lang, "recovery-codes-make")
    };
    let body = html! {
        (fields::heading(&title, Some(t!(lang, "lost-phone-own-text"))))
        @if let Some(open) = open { (told(signed, open)) }
        h2.govuk-heading-m { (t!(lang, "recovery-codes-title")) }
        p.govuk-body { (t!(lang, "recovery-codes-text", hours = hours)) }
        @match codes.made {
            Some(made) => { (InsetText::new(t!(lang, "recovery-codes-left", left = codes.left, time = date_time(made)))) }
            None => { (InsetText::new(t!(lang, "recovery-codes-none"))) }
        }
        (signed.view.form("/personal/lost-phone/codes", html! {
            (fields::passcode(lang, t!(lang, "field-passcode"), errors))
            (fields::submit(make))
        }))
        ul.govuk-list.dd-links {
            li { a.govuk-link href="/personal/trusted" { (t!(lang, "lost-phone-trusted-link")) } }
            li { a.govuk-link href="/personal/trusting" { (t!(lang, "lost-phone-trusting-link")) } }
        }
    };
    Page::new(&signed.view, Audience::Citizen, &title)
        .errors(errors)
        .narrow()
        .back("/personal")
        .respond(body)
}

fn told(signed: &Signed, open: &Stored) -> Markup {
    let lang = signed.view.lang;
    let device = open.body.device.as_str();
    let asked = date_time(open.request.asked);
    let next = open.request.next().map(date_time).unwrap_or_default();
    let text = match open.request.state {
        State::Waiting { .. } => t!(
            lang,
            "lost-phone-waits",
            device = device,
            time = asked,
            until = next
        ),
        State::Gathering { .. } => t!(
            lang,
            "lost-phone-gathers",
            device = device,
            time = asked,
            until = next
        ),
        State::Ready { .. } => t!(
            lang,
            "lost-phone-is-ready",
            device = device,
            time = asked,
            until = next
        ),
        State::Finished { .. } | State::Stopped { .. } | State::Expired { .. } => String::new(),
    };
    html! {
        (words::warning(lang, text))
        (signed.view.form("/personal/lost-phone/stop", Button::warning(t!(lang, "lost-phone-stop")).prevent_double_click(true)))
    }
}

fn printed(signed: &Signed, made: &[RecoveryCode]) -> Response {
    let lang = signed.view.lang;
    let title = t!(lang, "recovery-codes-made-title");
    let body = html! {
        (fields::heading(&title, Some(t!(lang, "recovery-codes-made-text"))))
        ol.govuk-list.govuk-list--number {
            @for code in made { li { code { (code.printed()) } } }
        }
        p.govuk-body { (t!(lang, "recovery-codes-keep")) }
        (InsetText::new(t!(lang, "lost-phone-never-tell")))
        p.govuk-body { a.govuk-link href="/personal/lost-phone" { (t!(lang, "recovery-codes-done")) } }
    };
    Page::new(&signed.view, Audience::Citizen, &title)
        .narrow()
        .back("/personal/lost-phone")
        .respond(body)
}
