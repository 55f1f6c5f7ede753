//! D59-14.2.a2: the authorities whose signatures on cards are trusted, and their revocation lists.

use app::anchors::{Known, TakeIn, Taken, Withdraw, list, take_in, withdraw};
use axum::response::Response;
use domain::actor::Role;
use maud::{Markup, html};
use ui::{Button, EmptyState, FileUpload, Icon, Input, InsetText, Row, SummaryList, Tag, Tone};

use crate::counter::{heading, page};
use crate::error;
use crate::extract::Desk;
use crate::i18n::{Lang, date_time};
use crate::middleware::Form;
use crate::page::{Errors, words};
use crate::t;

const HERE: &str = "/console/anchors";

pub(super) async fn show(desk: Desk) -> Response {
    let errors = Errors::new(desk.view.lang);
    draw(&desk, &Form::default(), &errors).await
}

pub(super) async fn submit(desk: Desk, form: Form) -> Response {
    let file = form.file("file").map(|file| file.bytes.clone());
    let command = TakeIn {
        file: &file.unwrap_or_default(),
        fingerprint: form.get("fingerprint"),
    };
    let done = take_in(&desk.app, &desk.cx, &command).await;
    let stay = |taken: Taken| match taken.withdrawn {
        0 => HERE.to_owned(),
        n => format!("{HERE}?withdrawn={n}"),
    };
    after(&desk, &form, done.map(stay)).await
}

pub(super) async fn end(desk: Desk, form: Form) -> Response {
    let command = Withdraw {
        fingerprint: form.get("anchor"),
        words: form.get("words"),
    };
    let done = withdraw(&desk.app, &desk.cx, &command).await;
    after(&desk, &form, done.map(|()| HERE.to_owned())).await
}

async fn after(desk: &Desk, form: &Form, done: app::Result<String>) -> Response {
    match done {
        Ok(place) => desk.redirect(&place),
        Err(wrong) => match error::on_form(&desk.view, desk.cx.now, &wrong) {
            Some(errors) => error::with_status(draw(desk, form, &errors).await, &wrong),
            None => error::page(&desk.view, &wrong),
        },
    }
}

async fn draw(desk: &Desk, form: &Form, errors: &Errors) -> Response {
    let known = match list(&desk.app, &desk.cx).await {
        Ok(known) => known,
        Err(error) => return error::page(&desk.view, &error),
    };
    let lang = desk.view.lang;
    let title = t!(lang, "menu-anchors");
    let manager = desk.member.role == Role::Manager;
    let trusted = known.iter().any(|k| k.stored.withdrawn.is_none());
    let body = html! {
        (heading(&title))
        p.govuk-body { (t!(lang, "anchors-text")) }
        @if let Some(count) = still_withdrawn(desk) {
            (InsetText::new(t!(lang, "anchors-still-withdrawn", count = count)))
        }
        @if !trusted { (words::warning(lang, t!(lang, "anchors-none-trusted"))) }
        @if known.is_empty() {
            (EmptyState::new(Icon::Search, t!(lang, "anchors-none"), t!(lang, "anchors-none-text")))
        }
        @for one in &known { (card(desk, one, (form, errors), manager)) }
        @if manager { (entry(desk, form, errors)) }
    };
    page(desk, &title).errors(errors).respond(body)
}

/// How many authorities a master list had that stay withdrawn.
fn still_withdrawn(desk: &Desk) -> Option<u16> {
    let told = desk.view.query.strip_prefix("withdrawn=");
    told.and_then(|count| count.parse().ok())
}

fn state(lang: Lang, known: &Known) -> Tag {
    match (&known.stored.withdrawn, known.valid, known.fresh) {
        (Some(_), _, _) => Tag::new(Tone::Quiet, t!(lang, "anchors-state-withdrawn")),
        (None, false, _) => Tag::new(Tone::Bad, t!(lang, "anchors-state-not-valid")),
        (None, true, None) => Tag::new(Tone::Bad, t!(lang, "anchors-state-no-list")),
        (None, true, Some(false)) => Tag::new(Tone::Bad, t!(lang, "anchors-state-stale")),
        (None, true, Some(true)) => Tag::new(Tone::Good, t!(lang, "anchors-state-good")),
    }
}

fn card(desk: &Desk, known: &Known, (form, errors): (&Form, &Errors), manager: bool) -> Markup {
    let lang = desk.view.lang;
    let stored = &known.stored;
    let (from, to) = stored.validity;
    let list = match &stored.list {
        Some(list) => t!(
            lang,
            "anchors-list-of",
            issued = date_time(list.issued),
            next = date_time(list.next),
            count = list.revoked
        ),
        None => t!(lang, "anchors-list-none"),
    };
    let mut rows = vec![
        Row::new(t!(lang, "anchors-state"), html! { (state(lang, known)) }),
        Row::new(t!(lang, "anchors-country"), stored.country.as_str()),
        Row::new(
            t!(lang, "anchors-validity"),
            html! { (date_time(from)) " – " (date_time(to)) },
        ),
        Row::new(
            t!(lang, "anchors-fingerprint"),
            html! { code { (known.fingerprint) } },
        ),
        Row::new(t!(lang, "anchors-list"), list),
        Row::new(t!(lang, "anchors-added"), date_time(stored.added)),
    ];
    if let Some(withdrawn) = &stored.withdrawn {
        let at = date_time(withdrawn.at);
        rows.push(Row::new(
            t!(lang, "anchors-withdrawn"),
            html! { (at) ": " (withdrawn.words) },
        ));
    }
    let mine = form.get("anchor") == known.fingerprint;
    html! {
        (SummaryList::new(rows).card(ui::Card::new(stored.subject.as_str())))
        @if manager && stored.withdrawn.is_none() {
            details.govuk-details open[mine] {
                summary.govuk-details__summary { span.govuk-details__summary-text { (t!(lang, "anchors-withdraw")) } }
                div.govuk-details__text {
                    (desk.view.form("/console/anchors/withdraw", html! {
                        input type="hidden" name="anchor" value=(known.fingerprint);
                        (Input::new("words", t!(lang, "anchors-words")).hint(t!(lang, "anchors-words-hint"))
                            .value(if mine { form.get("words") } else { "" })
                            .error(errors.of("words").filter(|_| mine)))
                        (Button::warning(t!(lang, "anchors-withdraw-button")).prevent_double_click(true))
                    }))
                }
            }
        }
    }
}

fn entry(desk: &Desk, form: &Form, errors: &Errors) -> Markup {
    let lang = desk.view.lang;
    html! {
        h2.govuk-heading-m { (t!(lang, "anchors-take-in")) }
        (desk.view.file_form(HERE, html! {
            (FileUpload::new("file", t!(lang, "anchors-file")).hint(t!(lang, "anchors-file-hint")).error(errors.of("file")))
            (Input::new("fingerprint", t!(lang, "anchors-compare")).hint(t!(lang, "anchors-compare-hint"))
                .value(form.get("fingerprint")).error(errors.of("fingerprint")).autocomplete("off").spellcheck(false))
            (Button::new(t!(lang, "anchors-take-in-button")).prevent_double_click(true))
        }))
    }
}
