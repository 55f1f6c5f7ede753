//! One batch: how far it is, its counts, what the sample says, and the next step. While it is judged the page comes
//! again by itself.

use app::cleaning::batches::{Detail, detail};
use axum::http::{HeaderValue, header};
use axum::response::Response;
use domain::actor::Role;
use domain::cleaning::batch::State;
use domain::ids::SubscriberBatchId;
use maud::{Markup, html};
use store::cleaning::batch::Batch;
use ui::{Button, Row, SummaryList, Textarea};

use super::counts::{draw as counts, estimates};
use super::list::tag;
use super::{why, whys};
use crate::counter::{heading, page};
use crate::error;
use crate::extract::{Desk, Place};
use crate::i18n::{Lang, date_time, time_left};
use crate::page::Errors;
use crate::t;

/// Seconds after which the page of a batch at work comes again.
const AGAIN: &str = "3";

pub(super) async fn show(desk: Desk, Place(id): Place<SubscriberBatchId>) -> Response {
    draw(&desk, id, "", &Errors::new(desk.view.lang)).await
}

pub(super) async fn draw(
    desk: &Desk,
    id: SubscriberBatchId,
    words: &str,
    errors: &Errors,
) -> Response {
    let detail = match detail(&desk.app, &desk.cx, id).await {
        Ok(detail) => detail,
        Err(error) => return error::page(&desk.view, &error),
    };
    let lang = desk.view.lang;
    let running = matches!(detail.batch.state, State::Uploaded | State::Judging);
    let title = t!(lang, "cleaning-title", telecom = detail.party.as_str());
    let body = html! {
        (heading(&title))
        (facts(lang, &detail))
        @if running { (progress(lang, &detail.batch)) }
        @if let Some(found) = &detail.counts {
            (estimates(lang, &detail.estimates))
            @if desk.member.role == Role::Manager { (steps(desk, &detail, words, errors)) }
            (counts(lang, found))
        } @else if desk.member.role == Role::Manager && detail.batch.state == State::Receiving {
            (withdraw(desk, &detail, words, errors))
        }
    };
    let mut response = page(desk, &title)
        .errors(errors)
        .back("/console/subscribers")
        .respond(body);
    if running {
        let again = HeaderValue::from_static(AGAIN);
        response.headers_mut().insert(header::REFRESH, again);
    }
    response
}

fn facts(lang: Lang, detail: &Detail) -> SummaryList {
    let batch = &detail.batch;
    let mut rows = vec![
        Row::new(
            t!(lang, "cleaning-state"),
            html! { (tag(lang, batch.state)) },
        ),
        Row::new(t!(lang, "cleaning-created"), date_time(batch.created)),
        Row::new(t!(lang, "cleaning-length"), batch.length.to_string()),
        Row::new(t!(lang, "cleaning-id"), batch.id.to_string()),
        Row::new(t!(lang, "cleaning-correct"), correct(lang, &batch.correct)),
        Row::new(t!(lang, "cleaning-until"), date_time(batch.until)),
    ];
    let basis = detail.grant.as_ref().map(|grant| grant.legal_basis.clone());
    let basis = basis.unwrap_or_else(|| t!(lang, "cleaning-not-granted"));
    rows.push(Row::new(t!(lang, "cleaning-basis"), basis));
    if let Some(failure) = &batch.failure {
        let field = failure.field.as_deref().map(|field| why(lang, field));
        let words = t!(
            lang,
            &format!("cleaning-failure-{}", failure.code),
            field = field.unwrap_or_default(),
            line = failure.line.unwrap_or(0)
        );
        rows.push(Row::new(t!(lang, "cleaning-failed"), words));
    }
    if let Some((at, _)) = batch.decided {
        let name = detail.decided_by.clone();
        let name = name.unwrap_or_else(|| detail.party.clone());
        let words = t!(lang, "cleaning-by", name = name, at = date_time(at));
        rows.push(Row::new(t!(lang, "cleaning-decided"), words));
    }
    if !batch.reason.is_empty() {
        rows.push(Row::new(t!(lang, "cleaning-words"), batch.reason.as_str()));
    }
    SummaryList::new(rows)
}

pub(super) fn correct(lang: Lang, words: &str) -> String {
    if words.is_empty() {
        t!(lang, "cleaning-correct-none")
    } else {
        whys(lang, words)
    }
}

/// Rows, rows a second and time left, as far as the last run told.
fn progress(lang: Lang, batch: &Batch) -> Markup {
    let done = &batch.done;
    let words = t!(
        lang,
        "cleaning-progress",
        bytes = done.bytes,
        of = batch.length,
        rows = done.rows
    );
    let seconds = done.began.zip(done.told);
    let seconds = seconds.map(|(began, told)| told.duration_since(began).as_secs());
    let rate = seconds
        .filter(|seconds| *seconds > 0 && done.bytes > 0)
        .map(|seconds| {
            let left = i128::from(batch.length - done.bytes) * i128::from(seconds);
            let left = left.div_euclid(i128::from(done.bytes));
            let left = i64::try_from(left).unwrap_or(0);
            t!(
                lang,
                "cleaning-rate",
                rows = done.rows.div_euclid(seconds),
                left = time_left(lang, left)
            )
        });
    html! {
        p.govuk-body-l role="status" { (words) }
        progress max=(batch.length) value=(done.bytes) aria-label=(words) {}
        @if let Some(rate) = rate { p.govuk-body { (rate) } }
        p.govuk-body { a.govuk-link href={ "/console/subscribers/" (batch.id) } { (t!(lang, "events-look-again")) } }
    }
}

fn steps(desk: &Desk, detail: &Detail, words: &str, errors: &Errors) -> Markup {
    let lang = desk.view.lang;
    let batch = &detail.batch;
    let base = format!("/console/subscribers/{}", batch.id);
    // Without an estimate there is one row that says so.
    let open = detail.estimates.is_empty() || detail.estimates.iter().any(|one| one.open > 0);
    html! {
        @if batch.state == State::Judged && !batch.gone {
            @if open {
                p.govuk-body { a.govuk-link href={ (base) "/sample" } { (t!(lang, "cleaning-look")) } }
            }
            h2.govuk-heading-m { (t!(lang, "cleaning-release")) }
            p.govuk-body { (t!(lang, "cleaning-release-text")) }
            (desk.view.form(&format!("{base}/release"), html! {
                (revision(batch))
                (Button::warning(t!(lang, "cleaning-release")).prevent_double_click(true))
            }))
        }
        @if matches!(batch.state, State::Judged | State::Released) { (withdraw(desk, detail, words, errors)) }
    }
}

fn revision(batch: &Batch) -> Markup {
    html! { input type="hidden" name="revision" value=(batch.revision); }
}

fn withdraw(desk: &Desk, detail: &Detail, words: &str, errors: &Errors) -> Markup {
    let lang = desk.view.lang;
    let base = format!("/console/subscribers/{}", detail.batch.id);
    html! {
        h2.govuk-heading-m { (t!(lang, "cleaning-withdraw")) }
        p.govuk-body { (t!(lang, "cleaning-withdraw-text")) }
        (desk.view.form(&format!("{base}/withdraw"), html! {
            (revision(&detail.batch))
            (Textarea::new("words", t!(lang, "cleaning-words")).hint(t!(lang, "cleaning-words-hint"))
                .value(words).error(errors.of("words")).rows(2))
            (Button::secondary(t!(lang, "cleaning-withdraw")).prevent_double_click(true))
        }))
    }
}
