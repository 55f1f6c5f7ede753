//! Requests of locked holders: the queue, one of them, the decision.

use app::holds::{
    Pending, Refusal, Review, Seen, Verdict, decide_unlock, review_unlock, unlock_queue,
};
use axum::Router;
use axum::extract::Path;
use axum::response::Response;
use axum::routing::get;
use domain::fault::Fault;
use domain::ids::{SubjectId, UnlockId};
use maud::{Markup, html};
use store::unlock::State;
use ui::{Button, Choice, EmptyState, Icon, InsetText, Radios, Row, SummaryList, Table, Textarea};

use crate::citizen::lock::words;
use crate::counter;
use crate::error;
use crate::extract::Desk;
use crate::i18n::date_time;
use crate::middleware::Form;
use crate::page::Errors;
use crate::state::Web;
use crate::t;

/// Pages of the queue.
pub fn routes() -> Router<Web> {
    Router::new()
        .route("/counter/unlock-requests", get(queue))
        .route("/counter/unlock-requests/{request}", get(show).post(submit))
}

async fn queue(desk: Desk) -> Response {
    match unlock_queue(&desk.app, &desk.cx).await {
        Ok(waiting) => list(&desk, &waiting),
        Err(error) => error::page(&desk.view, &error),
    }
}

fn list(desk: &Desk, waiting: &[Pending]) -> Response {
    let lang = desk.view.lang;
    let title = t!(lang, "unlock-queue-title");
    let head = [
        t!(lang, "unlock-queue-since"),
        t!(lang, "call-number"),
        t!(lang, "unlock-queue-proof"),
        t!(lang, "unlock-queue-open"),
    ];
    let table = waiting.iter().fold(Table::new(head).caption(title.as_str()).caption_classes("govuk-visually-hidden"), |table, request| {
        let level = i64::from(request.level.get());
        let number = request.number.as_str();
        table.row([
            html! { (date_time(request.at)) },
            html! { (number) },
            html! { (t!(lang, "unlock-queue-level", level = level)) },
            html! { a.govuk-link href={ "/counter/unlock-requests/" (request.subject) "." (request.id) } { (t!(lang, "unlock-queue-look", number = number)) } },
        ])
    });
    let body = html! {
        (counter::heading(&title))
        @if waiting.is_empty() {
            (EmptyState::new(Icon::Check, t!(lang, "unlock-queue-none-title"), t!(lang, "unlock-queue-none")))
        } @else { (table) }
    };
    counter::page(desk, &title).respond(body)
}

/// `sub_….ulk_…` of the address.
fn place(text: &str) -> Option<(SubjectId, UnlockId)> {
    let (subject, id) = text.split_once('.')?;
    Some((subject.parse().ok()?, id.parse().ok()?))
}

async fn show(desk: Desk, Path(request): Path<String>) -> Response {
    draw(
        &desk,
        &request,
        &Form::default(),
        &Errors::new(desk.view.lang),
    )
    .await
}

async fn submit(desk: Desk, Path(request): Path<String>, form: Form) -> Response {
    let Some((subject, id)) = place(&request) else {
        return error::page(&desk.view, &app::Error::NotFound);
    };
    let verdict = match (
        form.trimmed("verdict"),
        Refusal::parse(form.trimmed("refusal")),
    ) {
        ("grant", _) => Ok(Verdict::Grant),
        ("refuse", Some(reason)) => Ok(Verdict::Refuse {
            reason,
            words: form.get("words"),
        }),
        ("refuse", None) => Err(Fault::new("refusal", "refusal-missing").into()),
        _ => Err(Fault::new("verdict", "verdict-missing").into()),
    };
    let done = match verdict {
        Ok(verdict) => {
            let seen = Seen {
                subject,
                id,
                revision: form.get("revision"),
            };
            decide_unlock(&desk.app, &desk.cx, seen, verdict).await
        }
        Err(error) => Err(error),
    };
    match done {
        Ok(()) => desk.redirect("/counter/unlock-requests"),
        Err(error) => match error::on_form(&desk.view, desk.cx.now, &error) {
            Some(errors) => {
                let page = draw(&desk, &request, &form, &errors).await;
                counter::decision::failed(page, &error)
            }
            None => error::page(&desk.view, &error),
        },
    }
}

async fn draw(desk: &Desk, request: &str, form: &Form, errors: &Errors) -> Response {
    let Some((subject, id)) = place(request) else {
        return error::page(&desk.view, &app::Error::NotFound);
    };
    let seen = match review_unlock(&desk.app, &desk.cx, subject, id).await {
        Ok(seen) => seen,
        Err(error) => return error::page(&desk.view, &error),
    };
    let lang = desk.view.lang;
    let title = t!(lang, "unlock-review-title");
    let level = i64::from(seen.request.level.get());
    let body = html! {
        (counter::heading(&title))
        (SummaryList::new([
            Row::new(t!(lang, "call-number"), seen.number.as_str()),
            Row::new(t!(lang, "unlock-asked"), date_time(seen.request.at)),
            Row::new(t!(lang, "unlock-queue-proof"), t!(lang, "unlock-review-proof", level = level)),
        ]))
        @if let Some(form) = seen.form {
            p.govuk-body { (t!(lang, "form-row")) ": " strong { (t!(lang, "form-code", code = form.as_str())) } }
        }
        (holds(desk, &seen))
        @if seen.request.state == State::Open { (decision(desk, &seen, form, errors)) } @else {
            (InsetText::new(t!(lang, "refused-unlock-decided")))
        }
    };
    counter::page(desk, &title)
        .errors(errors)
        .narrow()
        .back("/counter/unlock-requests")
        .respond(body)
}

fn holds(desk: &Desk, seen: &Review) -> Markup {
    let lang = desk.view.lang;
    html! {
        h2.govuk-heading-m { (t!(lang, "unlock-review-holds")) }
        @for hold in &seen.holds { (SummaryList::new(words::rows(lang, hold))) }
        @if seen.holds.len() > 1 { (InsetText::new(t!(lang, "unlock-review-others"))) }
    }
}

fn decision(desk: &Desk, seen: &Review, form: &Form, errors: &Errors) -> Markup {
    let lang = desk.view.lang;
    let refusals = Radios::new("refusal", t!(lang, "unlock-reason"))
        .error(errors.of("refusal"))
        .value(form.trimmed("refusal"))
        .items(Refusal::ALL.map(|r| {
            Choice::new(
                r.as_str(),
                t!(lang, &format!("unlock-refused-{}", r.as_str())),
            )
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
            Choice::new("grant", t!(lang, "unlock-review-grant")),
            Choice::new("refuse", t!(lang, "unlock-review-refuse"))
                .reveals(html! { (refusals) (note) }),
        ]);
    desk.view.form(
        "",
        html! {
            (counter::decision::revision(&seen.revision()))
            (verdicts)
            (Button::new(t!(lang, "unlock-review-submit")).prevent_double_click(true))
        },
    )
}
