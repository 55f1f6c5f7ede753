//! One case: who asks for what by which law, whose account, the clock, and what may be done.

use app::cases::{CaseRef, Review, open, units};
use axum::extract::Path;
use axum::response::Response;
use domain::case::{Refusal, State};
use domain::hold::Ground;
use domain::regime::Filing;
use domain::registers::UnitRecord;
use maud::{Markup, html};
use ui::{
    Button, ButtonLink, Choice, InsetText, Radios, Row, Select, SelectOption, SummaryList, Tag,
    Textarea, Tone,
};

use crate::citizen::lock::words;
use crate::counter;
use crate::counter::forms;
use crate::counter::queue::badge;
use crate::error;
use crate::extract::Desk;
use crate::i18n::{date, date_time};
use crate::middleware::Form;
use crate::page::Errors;
use crate::page::words::warning;
use crate::t;

pub(super) async fn show(desk: Desk, Path(case): Path<String>) -> Response {
    let errors = Errors::new(desk.view.lang);
    draw(&desk, &case, &Form::default(), &errors).await
}

pub(super) async fn draw(desk: &Desk, case: &str, form: &Form, errors: &Errors) -> Response {
    let Ok(place) = case.parse::<CaseRef>() else {
        return error::page(&desk.view, &app::Error::NotFound);
    };
    let read = async {
        let seen = open(&desk.app, &desk.cx, place).await?;
        let units = units(&desk.app, &desk.cx, &seen.stored.case).await?;
        Ok::<_, app::Error>((seen, units))
    };
    let (seen, units) = match read.await {
        Ok(read) => read,
        Err(error) => return error::page(&desk.view, &error),
    };
    let lang = desk.view.lang;
    let title = t!(
        lang,
        "case-title",
        reference = seen.stored.reference.as_str()
    );
    let incomplete = desk.view.query.contains("calendar=incomplete");
    let body = html! {
        (counter::heading(&title))
        @if incomplete { (warning(lang, t!(lang, "case-calendar-incomplete"))) }
        (request(desk, case, &seen))
        (account(desk, &seen))
        (moves(desk, &seen))
        @if seen.stored.case.state == State::Received {
            (handle(desk, case, &seen))
            (decision(desk, case, &seen, (form, errors)))
            (transfer(desk, case, &seen, (&units, form, errors)))
        } @else { (outcome(desk, case, &seen)) }
    };
    counter::page(desk, &title)
        .errors(errors)
        .narrow()
        .back("/counter/cases")
        .respond(body)
}

fn request(desk: &Desk, case: &str, seen: &Review) -> Markup {
    let lang = desk.view.lang;
    let (one, body) = (&seen.stored.case, &seen.stored.body);
    let papers = html! {
        @if body.papers.is_empty() { "–" }
        @for (at, name) in body.papers.iter().enumerate() {
            a.govuk-link href={ "/counter/cases/" (case) "/papers/" (at) } { (name) } br;
        }
    };
    let requester = t!(lang, &format!("case-requester-{}", one.requester.as_str()));
    let clock = html! { (badge(lang, seen.left, one.due)) };
    let letter = t!(
        lang,
        "case-letter-of",
        letter = body.letter.as_str(),
        day = date(body.letter_date)
    );
    let mut rows = vec![
        Row::new(
            t!(lang, "cases-wish"),
            t!(lang, &format!("case-wish-{}", one.wish.as_str())),
        ),
        Row::new(
            t!(lang, "cases-body"),
            html! { (body.name) br; span.govuk-hint { (requester) } },
        ),
        Row::new(t!(lang, "case-letter"), letter),
        Row::new(t!(lang, "case-basis"), body.basis.as_str()),
        Row::new(t!(lang, "case-papers"), papers),
        Row::new(t!(lang, "cases-received"), date_time(one.received)),
    ];
    let place = format!("/counter/cases/{case}");
    rows.extend(forms::row(lang, one.regime.form(Filing::Lock), &place));
    if one.state == State::Received {
        rows.push(Row::new(t!(lang, "cases-clock"), clock));
        if let Some(by) = seen.stored.forward_by {
            rows.push(Row::new(t!(lang, "case-forward-by"), date_time(by)));
        }
    }
    if let Some(unit) = &seen.unit {
        rows.push(Row::new(t!(lang, "case-unit"), unit.name.as_str()));
    }
    let handler = seen.handler.as_deref().unwrap_or("–");
    rows.push(Row::new(t!(lang, "cases-handler"), handler));
    html! { (SummaryList::new(rows)) }
}

fn account(desk: &Desk, seen: &Review) -> Markup {
    let lang = desk.view.lang;
    html! {
        h2.govuk-heading-m { (t!(lang, "case-account")) }
        (SummaryList::new([
            Row::new(t!(lang, "field-name"), seen.name.as_str()),
            Row::new(t!(lang, "field-number"), seen.number.as_str()),
        ]))
        @if seen.holds.is_empty() { p.govuk-body { (t!(lang, "case-no-holds")) } }
        @for hold in &seen.holds {
            (SummaryList::new(words::rows(lang, hold)))
            @if hold.ground == Ground::AuthorityRequest {
                p.govuk-body { (t!(lang, "case-placed-by", reference = hold.source.as_str())) }
            }
        }
    }
}

fn moves(desk: &Desk, seen: &Review) -> Markup {
    let lang = desk.view.lang;
    html! {
        @if !seen.moves.is_empty() {
            h2.govuk-heading-m { (t!(lang, "case-moves")) }
            ul.govuk-list.govuk-list--bullet {
                @for step in &seen.moves {
                    li { (date_time(step.at)) ": " (step.from) " – " (step.to) ". " (step.words) }
                }
            }
        }
    }
}

fn handle(desk: &Desk, case: &str, seen: &Review) -> Markup {
    let lang = desk.view.lang;
    html! {
        @if !seen.mine && seen.may_decide != Err("case-other-unit") {
            (desk.view.form(&format!("/counter/cases/{case}/take"), html! {
                (Button::secondary(t!(lang, "case-take")).prevent_double_click(true))
            }))
        }
    }
}

fn seen_revision(seen: &Review) -> Markup {
    html! { input type="hidden" name="revision" value=(seen.stored.revision); }
}

fn decision(desk: &Desk, case: &str, seen: &Review, typed: (&Form, &Errors)) -> Markup {
    let lang = desk.view.lang;
    let (form, errors) = typed;
    if let Err(code) = seen.may_decide {
        return html! { (InsetText::new(t!(lang, &format!("refused-{code}")))) };
    }
    let refusals = Refusal::ALL.iter().map(|reason| {
        Choice::new(
            reason.as_str(),
            t!(lang, &format!("case-refused-{}", reason.as_str())),
        )
    });
    let refusal = Radios::new("refusal", t!(lang, "case-refusal"))
        .error(errors.of("refusal"))
        .value(form.trimmed("refusal"))
        .items(refusals);
    let note = Textarea::new("words", t!(lang, "case-words"))
        .hint(t!(lang, "case-words-hint"))
        .error(errors.of("words"))
        .value(form.get("words"))
        .rows(5);
    let ends = seen.holds.iter().find(|h| Some(h.id) == seen.stored.hold);
    let approve = t!(
        lang,
        &format!("case-approve-{}", seen.stored.case.wish.as_str()),
        reference = ends.map_or("", |h| h.source.as_str())
    );
    let verdicts = Radios::new("verdict", t!(lang, "case-decision"))
        .error(errors.of("verdict"))
        .value(form.trimmed("verdict"))
        .items([
            Choice::new("approve", approve),
            Choice::new("refuse", t!(lang, "case-refuse")).reveals(html! { (refusal) (note) }),
        ]);
    desk.view.form(
        &format!("/counter/cases/{case}/decide"),
        html! {
            (seen_revision(seen))
            (verdicts)
            (Button::new(t!(lang, "case-decide")).prevent_double_click(true))
        },
    )
}

fn transfer(
    desk: &Desk,
    case: &str,
    seen: &Review,
    typed: (&[UnitRecord], &Form, &Errors),
) -> Markup {
    let lang = desk.view.lang;
    let (units, form, errors) = typed;
    if seen.may_decide == Err("case-other-unit") {
        return html! {};
    }
    let options = units
        .iter()
        .filter(|unit| unit.code != seen.stored.case.unit)
        .map(|unit| SelectOption::new(unit.code.as_str(), unit.name.as_str()));
    let open = errors.has("to") || errors.has("transfer-words");
    html! {
        details.govuk-details open[open] {
            summary.govuk-details__summary { span.govuk-details__summary-text { (t!(lang, "case-transfer")) } }
            div.govuk-details__text {
                (desk.view.form(&format!("/counter/cases/{case}/transfer"), html! {
                    (seen_revision(seen))
                    (Select::new("to", t!(lang, "case-transfer-to"))
                        .options([SelectOption::new("", t!(lang, "counter-choose"))])
                        .options(options)
                        .value(form.get("to"))
                        .error(errors.of("to")))
                    (Textarea::new("transfer-words", t!(lang, "case-transfer-words"))
                        .error(errors.of("transfer-words"))
                        .value(form.get("transfer-words"))
                        .rows(2))
                    (Button::secondary(t!(lang, "case-transfer-button")).prevent_double_click(true))
                }))
            }
        }
    }
}

fn outcome(desk: &Desk, case: &str, seen: &Review) -> Markup {
    let lang = desk.view.lang;
    html! {
        h2.govuk-heading-m { (t!(lang, "case-outcome")) }
        @match seen.stored.case.state {
            State::Received => {},
            State::Approved { at } => {
                p.govuk-body { (Tag::new(Tone::Good, t!(lang, "case-state-approved"))) " " (date_time(at)) }
            }
            State::Refused { at, reason } => {
                p.govuk-body { (Tag::new(Tone::Bad, t!(lang, "case-state-refused"))) " " (date_time(at)) }
                p.govuk-body { (t!(lang, &format!("case-refused-{}", reason.as_str()))) }
                p.govuk-body { (seen.stored.body.words) }
                (ButtonLink::new(format!("/counter/cases/{case}/letter?in=vi"), t!(lang, "case-letter-vi")))
                " "
                (ButtonLink::new(format!("/counter/cases/{case}/letter?in=en"), t!(lang, "case-letter-en")))
            }
        }
    }
}
