//! One batch as its telecom sees it: how far it is, why it failed, its counts and files once they are released.

use app::cleaning::batches::{self, Answer, Own};
use axum::extract::Path;
use axum::http::{HeaderValue, header};
use axum::response::Response;
use domain::cleaning::batch::State;
use maud::{Markup, html};
use ui::{Button, Row, SummaryList};

use super::{Named, home};
use crate::console::subscribers::{AGAIN, counts, failure, progress, tag};
use crate::developers::page;
use crate::extract::Signed;
use crate::i18n::{Lang, date_time};
use crate::middleware::Form;
use crate::page::Errors;
use crate::{download, error, t};

/// Files of the results.
const FILES: [&str; 2] = ["cleaned.csv", "rejects.csv"];

pub(super) async fn show(signed: Signed, named: Named) -> Response {
    draw(&signed, named, &Errors::new(signed.view.lang)).await
}

async fn draw(signed: &Signed, named: Named, errors: &Errors) -> Response {
    let own = match batches::one(&signed.app, &signed.cx, named.door(), named.batch).await {
        Ok(own) => own,
        Err(failure) => return error::page(&signed.view, &failure),
    };
    let lang = signed.view.lang;
    let title = t!(lang, "cleaning-desk-batch");
    let place = format!("{}/{}", home(named.client), named.batch);
    let state = own.batch.state;
    let running = matches!(state, State::Uploaded | State::Judging);
    let body = html! {
        h1.govuk-heading-l { (title) }
        (facts(lang, &own))
        @if running { (progress(lang, &own.batch, &place)) }
        @if state == State::Judged { p.govuk-body { (t!(lang, "cleaning-desk-judged")) } }
        @if state == State::Released && !own.batch.gone { (files(lang, &place)) }
        @if let Some(found) = &own.counts { (counts(lang, found)) }
        @if matches!(state, State::Receiving | State::Judged | State::Released) {
            (signed.view.form(&format!("{place}/away"), html! {
                input type="hidden" name="revision" value=(own.batch.revision);
                p.govuk-body { (t!(lang, "cleaning-desk-away-text")) }
                (Button::secondary(t!(lang, "cleaning-desk-away")).prevent_double_click(true))
            }))
        }
    };
    let mut response = page(signed, &title, &home(named.client))
        .errors(errors)
        .respond(body);
    if running {
        let again = HeaderValue::from_static(AGAIN);
        response.headers_mut().insert(header::REFRESH, again);
    }
    response
}

fn facts(lang: Lang, own: &Own) -> SummaryList {
    let batch = &own.batch;
    let mut rows = vec![
        Row::new(
            t!(lang, "cleaning-state"),
            html! { (tag(lang, batch.state)) },
        ),
        Row::new(t!(lang, "cleaning-created"), date_time(batch.created)),
        Row::new(t!(lang, "cleaning-length"), batch.length.to_string()),
        Row::new(t!(lang, "cleaning-desk-received"), own.received.to_string()),
        Row::new(t!(lang, "cleaning-until"), date_time(batch.until)),
    ];
    if let Some(words) = failure(lang, batch) {
        rows.push(Row::new(t!(lang, "cleaning-failed"), words));
    }
    if !batch.reason.is_empty() {
        rows.push(Row::new(t!(lang, "cleaning-words"), batch.reason.as_str()));
    }
    SummaryList::new(rows)
}

fn files(lang: Lang, place: &str) -> Markup {
    html! {
        h2.govuk-heading-m { (t!(lang, "cleaning-desk-files")) }
        ul.govuk-list {
            @for name in FILES {
                li { a.govuk-link download href={ (place) "/files/" (name) } { (name) } }
            }
        }
    }
}

pub(super) async fn put_away(signed: Signed, named: Named, form: Form) -> Response {
    let seen = form.trimmed("revision").parse().unwrap_or(0);
    let (app, cx) = (&signed.app, &signed.cx);
    let done = batches::give_up(app, cx, named.door(), (named.batch, Some(seen))).await;
    answer(&signed, named, done).await
}

async fn answer(signed: &Signed, named: Named, done: app::Result<()>) -> Response {
    let Err(failure) = done else {
        return signed.redirect(&home(named.client));
    };
    match error::on_form(&signed.view, signed.cx.now, &failure) {
        Some(errors) => error::with_status(draw(signed, named, &errors).await, &failure),
        None => error::page(&signed.view, &failure),
    }
}

pub(super) async fn fetch(
    signed: Signed,
    named: Named,
    Path((_, _, name)): Path<(String, String, String)>,
) -> Response {
    let (app, cx) = (&signed.app, &signed.cx);
    match batches::fetch(app, cx, named.door(), (named.batch, &name)).await {
        Ok(Answer::File(fetched)) => download::csv(fetched),
        // The page says why.
        Ok(Answer::Withdrawn(_)) => draw(&signed, named, &Errors::new(signed.view.lang)).await,
        Err(failure) => answer(&signed, named, Err(failure)).await,
    }
}
