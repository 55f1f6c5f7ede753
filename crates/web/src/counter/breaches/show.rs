//! One breach: what is on record, and the step that waits for a second pair of eyes.

use app::breaches::{
    BreachRef, Decide, Review, decide as decide_breach, decide_end as end_breach, open, propose_end,
};
use axum::extract::Path;
use axum::response::Response;
use domain::breach::{Remedy, State};
use domain::fault::Fault;
use maud::{Markup, html};
use ui::{Button, Choice, InsetText, Radios, Row, SummaryList, Textarea};

use super::list::state;
use crate::citizen::lock::words;
use crate::counter;
use crate::counter::cases::attachment;
use crate::counter::decision::{failed, revision};
use crate::error;
use crate::extract::Desk;
use crate::i18n::date_time;
use crate::middleware::Form;
use crate::page::Errors;
use crate::t;

pub(super) async fn show(desk: Desk, Path(breach): Path<String>) -> Response {
    draw(
        &desk,
        &breach,
        &Form::default(),
        &Errors::new(desk.view.lang),
    )
    .await
}

fn command<'a>(breach: &str, form: &'a Form) -> app::Result<Decide<'a>> {
    Ok(Decide {
        place: breach.parse().map_err(|_| app::Error::NotFound)?,
        revision: form.trimmed("revision").parse().unwrap_or_default(),
        words: form.get("words"),
    })
}

async fn after(desk: &Desk, breach: &str, form: &Form, done: app::Result<()>) -> Response {
    let Err(error) = done else {
        return desk.redirect(&format!("/counter/breaches/{breach}"));
    };
    match error::on_form(&desk.view, desk.cx.now, &error) {
        Some(errors) => failed(draw(desk, breach, form, &errors).await, &error),
        None => error::page(&desk.view, &error),
    }
}

/// Yes or no, chosen on purpose.
fn verdict(form: &Form) -> app::Result<bool> {
    match form.trimmed("verdict") {
        "yes" => Ok(true),
        "no" => Ok(false),
        _ => Err(Fault::new("verdict", "breach-verdict").into()),
    }
}

pub(super) async fn decide(desk: Desk, Path(breach): Path<String>, form: Form) -> Response {
    let done = match (command(&breach, &form), verdict(&form)) {
        (Ok(command), Ok(yes)) => decide_breach(&desk.app, &desk.cx, &command, yes).await,
        (Err(error), _) | (_, Err(error)) => Err(error),
    };
    after(&desk, &breach, &form, done).await
}

pub(super) async fn propose(desk: Desk, Path(breach): Path<String>, form: Form) -> Response {
    let remedy = Remedy::parse(form.trimmed("remedy"));
    let done = match command(&breach, &form) {
        Ok(command) => propose_end(&desk.app, &desk.cx, &command, remedy).await,
        Err(error) => Err(error),
    };
    after(&desk, &breach, &form, done).await
}

pub(super) async fn decide_end(desk: Desk, Path(breach): Path<String>, form: Form) -> Response {
    let done = match (command(&breach, &form), verdict(&form)) {
        (Ok(command), Ok(yes)) => end_breach(&desk.app, &desk.cx, &command, yes).await,
        (Err(error), _) | (_, Err(error)) => Err(error),
    };
    after(&desk, &breach, &form, done).await
}

pub(super) async fn paper(desk: Desk, Path((breach, at)): Path<(String, usize)>) -> Response {
    let Ok(place) = breach.parse::<BreachRef>() else {
        return error::page(&desk.view, &app::Error::NotFound);
    };
    match app::breaches::paper(&desk.app, &desk.cx, place, at).await {
        Ok((_, bytes)) => attachment(&format!("{breach}-{at}.pdf"), bytes),
        Err(error) => error::page(&desk.view, &error),
    }
}

async fn draw(desk: &Desk, breach: &str, form: &Form, errors: &Errors) -> Response {
    let Ok(place) = breach.parse::<BreachRef>() else {
        return error::page(&desk.view, &app::Error::NotFound);
    };
    let seen = match open(&desk.app, &desk.cx, place).await {
        Ok(seen) => seen,
        Err(error) => return error::page(&desk.view, &error),
    };
    let lang = desk.view.lang;
    let title = t!(
        lang,
        "breaches-one",
        reference = seen.stored.reference.as_str()
    );
    let body = html! {
        (counter::heading(&title))
        (record(desk, breach, &seen))
        (steps(desk, &seen))
        @if seen.own_step { (InsetText::new(t!(lang, "refused-breach-own-step"))) }
        (next(desk, breach, &seen, (form, errors)))
    };
    counter::page(desk, &title)
        .errors(errors)
        .narrow()
        .back("/counter/breaches")
        .respond(body)
}

fn record(desk: &Desk, breach: &str, seen: &Review) -> Markup {
    let lang = desk.view.lang;
    let (one, body) = (&seen.stored.breach, &seen.stored.body);
    let papers = html! {
        @if body.papers.is_empty() { "–" }
        @for (at, name) in body.papers.iter().enumerate() {
            a.govuk-link href={ "/counter/breaches/" (breach) "/papers/" (at) } { (name) } br;
        }
    };
    let evidence = if body.reference.is_empty() {
        "–"
    } else {
        body.reference.as_str()
    };
    let rule = t!(lang, &format!("breach-rule-{}", one.rule.as_str()));
    html! {
        (SummaryList::new([
            Row::new(t!(lang, "breaches-state"), html! { (state(lang, one.state)) }),
            Row::new(t!(lang, "field-name"), seen.name.as_str()),
            Row::new(t!(lang, "field-number"), seen.number.as_str()),
            Row::new(t!(lang, "breaches-rule"), rule),
            Row::new(t!(lang, "breaches-terms"), seen.stored.terms.as_str()),
            Row::new(t!(lang, "breaches-words"), body.words.as_str()),
            Row::new(t!(lang, "breaches-papers"), papers),
            Row::new(t!(lang, "breaches-evidence"), evidence),
            Row::new(t!(lang, "breaches-recorded"), date_time(one.recorded.at)),
        ]))
        @for hold in &seen.holds { (SummaryList::new(words::rows(lang, hold))) }
    }
}

/// What was decided and said so far.
fn steps(desk: &Desk, seen: &Review) -> Markup {
    let lang = desk.view.lang;
    let (one, body) = (&seen.stored.breach, &seen.stored.body);
    let mut rows = Vec::new();
    if let Some(step) = one.decided {
        let text = html! { (date_time(step.at)) br; (body.decision) };
        rows.push(Row::new(t!(lang, "breaches-decision"), text));
    }
    if !body.objection.is_empty() {
        let at = one.objected.map(date_time).unwrap_or_default();
        let text = html! { (at) br; (body.objection) };
        rows.push(Row::new(t!(lang, "breaches-objection"), text));
    }
    if let Some((remedy, step)) = one.proposed {
        let remedy = t!(lang, &format!("breach-remedy-{}", remedy.as_str()));
        let text = html! { (date_time(step.at)) ": " (remedy) br; (body.proposal) };
        rows.push(Row::new(t!(lang, "breaches-proposal"), text));
    }
    if let Some(step) = one.ended {
        let text = html! { (date_time(step.at)) br; (body.end) };
        rows.push(Row::new(t!(lang, "breaches-ended"), text));
    }
    html! { @if !rows.is_empty() { (SummaryList::new(rows)) } }
}

/// The form of the step that waits.
fn next(desk: &Desk, breach: &str, seen: &Review, typed: (&Form, &Errors)) -> Markup {
    let lang = desk.view.lang;
    let at = |what: &str| format!("/counter/breaches/{breach}/{what}");
    let rest = |heading: &str, choice: Radios| {
        let (form, errors) = typed;
        html! {
            h2.govuk-heading-m { (heading) }
            (revision(&seen.stored.revision.to_string()))
            (choice)
            (Textarea::new("words", t!(lang, "breaches-said")).hint(t!(lang, "breaches-said-hint"))
                .rows(4).value(form.get("words")).error(errors.of("words")))
            (Button::new(t!(lang, "breaches-save")).prevent_double_click(true))
        }
    };
    let verdict = |yes: String, no: String| {
        let (form, errors) = typed;
        Radios::new("verdict", t!(lang, "breaches-verdict"))
            .error(errors.of("verdict"))
            .value(form.trimmed("verdict"))
            .items([Choice::new("yes", yes), Choice::new("no", no)])
    };
    match seen.stored.breach.state {
        State::Recorded if seen.may_decide => {
            let choice = verdict(t!(lang, "breaches-confirm"), t!(lang, "breaches-reject"));
            desk.view
                .form(&at("decide"), rest(&t!(lang, "breaches-decide"), choice))
        }
        State::EndProposed if seen.may_decide => {
            let choice = verdict(t!(lang, "breaches-end"), t!(lang, "breaches-keep"));
            desk.view.form(
                &at("decide-end"),
                rest(&t!(lang, "breaches-decide-end"), choice),
            )
        }
        State::Confirmed => {
            let (form, errors) = typed;
            let remedies = Remedy::ALL.iter().map(|r| {
                Choice::new(
                    r.as_str(),
                    t!(lang, &format!("breach-remedy-{}", r.as_str())),
                )
            });
            let choice = Radios::new("remedy", t!(lang, "breaches-remedy"))
                .error(errors.of("remedy"))
                .value(form.trimmed("remedy"))
                .items(remedies);
            desk.view
                .form(&at("end"), rest(&t!(lang, "breaches-propose"), choice))
        }
        State::Recorded | State::EndProposed => html! {
            @if !seen.own_step { (InsetText::new(t!(lang, "breaches-waits"))) }
        },
        State::Rejected | State::Ended => html! {},
    }
}
