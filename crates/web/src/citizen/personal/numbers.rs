//! A mobile number that a telecom would have registered (R50-2): the person compares it and enters the code that comes to
//! it; and all numbers that stand in his name.

use app::relying_parties::{
    Number, Registering, confirm_subscriber, registering, send_subscriber_code,
};
use axum::response::Response;
use domain::ids::SubscriberId;
use domain::subscriber::State;
use maud::{Markup, html};
use ui::{NotificationBanner, Row, SummaryList};

use crate::citizen::fields;
use crate::error;
use crate::extract::{Place, Signed};
use crate::i18n::{Lang, date_time};
use crate::middleware::Form;
use crate::page::{Audience, Errors, Page, words};
use crate::t;

fn base(id: SubscriberId) -> String {
    format!("/personal/numbers/{id}")
}

pub(super) async fn show(signed: Signed, Place(id): Place<SubscriberId>) -> Response {
    draw(&signed, id, &Errors::new(signed.view.lang)).await
}

pub(super) async fn send(signed: Signed, Place(id): Place<SubscriberId>) -> Response {
    let done = send_subscriber_code(&signed.app, &signed.cx, id).await;
    answer(&signed, id, done).await
}

pub(super) async fn submit(signed: Signed, Place(id): Place<SubscriberId>, form: Form) -> Response {
    let done = confirm_subscriber(&signed.app, &signed.cx, id, form.get("code")).await;
    answer(&signed, id, done).await
}

async fn answer(signed: &Signed, id: SubscriberId, done: app::Result<()>) -> Response {
    let Err(failure) = done else {
        return signed.redirect(&base(id));
    };
    match error::on_form(&signed.view, signed.cx.now, &failure) {
        Some(errors) => error::with_status(draw(signed, id, &errors).await, &failure),
        None => error::page(&signed.view, &failure),
    }
}

async fn draw(signed: &Signed, id: SubscriberId, errors: &Errors) -> Response {
    let seen = match registering(&signed.app, &signed.cx, id).await {
        Ok(seen) => seen,
        Err(failure) => return error::page(&signed.view, &failure),
    };
    let lang = signed.view.lang;
    let title = t!(lang, "subscriber-title");
    let body = html! {
        @match seen.state {
            State::Asked => (asked(signed, id, &seen, errors)),
            State::Registered => (registered(lang, &seen)),
            State::PassedOn => {
                (fields::heading(&title, Some(t!(lang, "subscriber-passed-on-text", party = seen.party.as_str()))))
                (facts(lang, &seen))
            }
        }
    };
    Page::new(&signed.view, Audience::Citizen, &title)
        .errors(errors)
        .narrow()
        .back("/personal/services")
        .respond(body)
}

fn facts(lang: Lang, seen: &Registering) -> SummaryList {
    SummaryList::new([
        Row::new(t!(lang, "subscriber-party"), seen.party.as_str()),
        Row::new(t!(lang, "subscriber-phone"), seen.phone.national()),
    ])
}

fn asked(signed: &Signed, id: SubscriberId, seen: &Registering, errors: &Errors) -> Markup {
    let (view, lang) = (&signed.view, signed.view.lang);
    let send = format!("{}/code", base(id));
    let text = t!(lang, "subscriber-text", until = date_time(seen.until));
    html! {
        (fields::heading(&t!(lang, "subscriber-title"), Some(text)))
        (facts(lang, seen))
        (words::warning(lang, t!(lang, "subscriber-warning", party = seen.party.as_str())))
        @if seen.sent {
            (view.form(&base(id), html! {
                (fields::code(lang, errors))
                (fields::submit(t!(lang, "subscriber-register")))
            }))
            (fields::again(view, &send, t!(lang, "code-resend")))
        } @else {
            (view.form(&send, fields::submit(t!(lang, "subscriber-send"))))
        }
    }
}

fn registered(lang: Lang, seen: &Registering) -> Markup {
    let done = t!(lang, "subscriber-done", party = seen.party.as_str());
    html! {
        (NotificationBanner::new(t!(lang, "success-word"), done).success(true))
        (fields::heading(&t!(lang, "subscriber-title"), None))
        (facts(lang, seen))
        p.govuk-body { (t!(lang, "subscriber-back")) }
        @if !seen.contact {
            p.govuk-body { a.govuk-link href="/personal/phone" { (t!(lang, "subscriber-contact")) } }
        }
    }
}

/// All of them, the latest first; nothing where there is none.
pub(super) fn list(lang: Lang, all: &[Number]) -> Markup {
    html! {
        @if !all.is_empty() {
            h2.govuk-heading-l { (t!(lang, "subscriber-list")) }
            p.govuk-body { (t!(lang, "subscriber-list-text")) }
            @for one in all {
                h3.govuk-heading-m { (one.phone) }
                (SummaryList::new(rows(lang, one)))
            }
        }
    }
}

fn rows(lang: Lang, one: &Number) -> Vec<Row> {
    let state = t!(lang, &format!("subscriber-state-{}", one.state.as_str()));
    let mut rows = vec![
        Row::new(t!(lang, "subscriber-party"), one.party.as_str()),
        Row::new(t!(lang, "subscriber-state"), state),
    ];
    if let Some(since) = one.registered {
        rows.push(Row::new(t!(lang, "subscriber-since"), date_time(since)));
    }
    if let Some(ended) = one.ended {
        rows.push(Row::new(t!(lang, "subscriber-ended"), date_time(ended)));
    }
    if one.state == State::Asked {
        let link = html! { a.govuk-link href=(base(one.id)) { (t!(lang, "subscriber-go-on")) } };
        rows.push(Row::new(t!(lang, "subscriber-next"), link));
    }
    rows
}
