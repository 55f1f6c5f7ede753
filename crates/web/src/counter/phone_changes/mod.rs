//! Changes of the telephone number (APP-12): the queue with its clocks, one of them, the decision.

use app::phone_change::{PhoneChangeRef, Review, Verdict, Waiting, decide, queue, review};
use axum::Router;
use axum::extract::Path;
use axum::response::Response;
use axum::routing::get;
use domain::fault::Fault;
use domain::phone_change::Refusal;
use maud::{Markup, html};
use ui::{Button, Choice, EmptyState, Icon, InsetText, Radios, Row, SummaryList, Table, Textarea};

use super::queue::badge;
use crate::counter;
use crate::error;
use crate::extract::Desk;
use crate::i18n::date_time;
use crate::middleware::Form;
use crate::page::Errors;
use crate::state::Web;
use crate::t;

/// Pages of the changes.
pub fn routes() -> Router<Web> {
    Router::new()
        .route("/counter/phone-changes", get(list))
        .route("/counter/phone-changes/{change}", get(show).post(submit))
}

async fn list(desk: Desk) -> Response {
    let waiting = match queue(&desk.app, &desk.cx).await {
        Ok(waiting) => waiting,
        Err(error) => return error::page(&desk.view, &error),
    };
    let lang = desk.view.lang;
    let title = t!(lang, "phone-changes-title");
    let body = html! {
        (counter::heading(&title))
        p.govuk-body { (t!(lang, "phone-changes-text")) }
        @if waiting.is_empty() {
            (EmptyState::new(Icon::Check, t!(lang, "phone-changes-none"), t!(lang, "phone-changes-none-text")))
        } @else { (table(&desk, &title, &waiting)) }
    };
    counter::page(&desk, &title).respond(body)
}

fn table(desk: &Desk, title: &str, waiting: &[Waiting]) -> Table {
    let lang = desk.view.lang;
    let head = [
        t!(lang, "call-number"),
        t!(lang, "phone-change-new"),
        t!(lang, "cases-received"),
        t!(lang, "cases-clock"),
    ];
    let table = Table::new(head)
        .caption(title)
        .caption_classes("govuk-visually-hidden");
    waiting.iter().fold(table, |table, one| {
        let change = &one.stored.change;
        table.row([
            html! { a.govuk-link href={ "/counter/phone-changes/" (one.place) } { (one.number) } },
            html! { (one.stored.body.phone.masked()) },
            html! { (date_time(change.received)) },
            html! { (badge(lang, one.left, change.due)) },
        ])
    })
}

async fn show(desk: Desk, Path(change): Path<String>) -> Response {
    match change.parse() {
        Ok(place) => draw(&desk, place, &Form::default(), &Errors::new(desk.view.lang)).await,
        Err(_) => error::page(&desk.view, &app::Error::NotFound),
    }
}

async fn submit(desk: Desk, Path(change): Path<String>, form: Form) -> Response {
    let Ok(place) = change.parse() else {
        return error::page(&desk.view, &app::Error::NotFound);
    };
    let verdict = match (
        form.trimmed("verdict"),
        Refusal::parse(form.trimmed("refusal")),
    ) {
        ("carry-out", _) => Ok(Verdict::CarryOut),
        ("refuse", Some(reason)) => Ok(Verdict::Refuse {
            reason,
            words: form.get("words"),
        }),
        ("refuse", None) => Err(Fault::new("refusal", "refusal-missing").into()),
        _ => Err(Fault::new("verdict", "phone-verdict-missing").into()),
    };
    let done = match verdict {
        Ok(verdict) => decide(&desk.app, &desk.cx, place, verdict).await,
        Err(error) => Err(error),
    };
    match done {
        Ok(()) => desk.redirect("/counter/phone-changes"),
        Err(error) => match error::on_form(&desk.view, desk.cx.now, &error) {
            Some(errors) => {
                let page = draw(&desk, place, &form, &errors).await;
                counter::decision::failed(page, &error)
            }
            None => error::page(&desk.view, &error),
        },
    }
}

async fn draw(desk: &Desk, place: PhoneChangeRef, form: &Form, errors: &Errors) -> Response {
    let seen = match review(&desk.app, &desk.cx, place).await {
        Ok(seen) => seen,
        Err(error) => return error::page(&desk.view, &error),
    };
    let lang = desk.view.lang;
    let title = t!(lang, "phone-change-title");
    let (one, change) = (&seen.waiting, &seen.waiting.stored.change);
    let old = seen
        .old
        .clone()
        .unwrap_or_else(|| t!(lang, "phone-change-old-none"));
    let channel = t!(lang, &format!("channel-{}", one.stored.channel.as_str()));
    let own_name = match &seen.own_name {
        Some((party, since)) => t!(
            lang,
            "phone-change-own-name-since",
            party = party.as_str(),
            since = date_time(*since)
        ),
        None => t!(lang, "phone-change-own-name-unknown"),
    };
    let rows = [
        Row::new(t!(lang, "call-number"), one.number.as_str()),
        Row::new(t!(lang, "phone-change-old"), old),
        Row::new(t!(lang, "phone-change-new"), one.stored.body.phone.masked()),
        Row::new(t!(lang, "phone-change-own-name"), own_name),
        Row::new(t!(lang, "phone-change-channel"), channel),
        Row::new(t!(lang, "cases-received"), date_time(change.received)),
        Row::new(
            t!(lang, "cases-clock"),
            html! { (badge(lang, one.left, change.due)) },
        ),
    ];
    let body = html! {
        (counter::heading(&title))
        (SummaryList::new(rows))
        @if change.open() { (decision(desk, &seen, form, errors)) } @else {
            (InsetText::new(t!(lang, "refused-phone-change-closed")))
        }
    };
    counter::page(desk, &title)
        .errors(errors)
        .narrow()
        .back("/counter/phone-changes")
        .respond(body)
}

fn decision(desk: &Desk, seen: &Review, form: &Form, errors: &Errors) -> Markup {
    let lang = desk.view.lang;
    let refusals = Radios::new("refusal", t!(lang, "unlock-reason"))
        .error(errors.of("refusal"))
        .value(form.trimmed("refusal"))
        .items(Refusal::ALL.map(|r| {
            let words = t!(lang, &format!("phone-change-refused-{}", r.as_str()));
            Choice::new(r.as_str(), words)
        }));
    let note = Textarea::new("words", t!(lang, "unlock-review-words"))
        .hint(t!(lang, "unlock-review-words-hint"))
        .error(errors.of("words"))
        .value(form.get("words"))
        .rows(4);
    let verdicts = Radios::new("verdict", t!(lang, "unlock-review-decision"))
        .error(errors.of("verdict"))
        .value(form.trimmed("verdict"))
        .items([
            Choice::new("carry-out", t!(lang, "phone-change-carry-out"))
                .hint(t!(lang, "phone-change-carry-out-hint")),
            Choice::new("refuse", t!(lang, "unlock-review-refuse"))
                .reveals(html! { (refusals) (note) }),
        ]);
    html! {
        @if seen.own { (InsetText::new(t!(lang, "refused-phone-change-own-case"))) }
        @if seen.locked { (InsetText::new(t!(lang, "refused-account-locked"))) }
        (desk.view.form("", html! {
            (verdicts)
            (Button::new(t!(lang, "unlock-review-submit")).prevent_double_click(true))
        }))
    }
}
