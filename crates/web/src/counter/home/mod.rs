//! Finding a citizen, always for a purpose; what the unit has begun.

use app::counter::find::{Find, Found, PURPOSES, find};
use app::counter::proofing::begun;
use axum::Router;
use axum::response::Response;
use axum::routing::{get, post};
use domain::account::{Level, Standing};
use domain::registers::CardForm;
use domain::registration::State;
use maud::{Markup, html};
use ui::{Button, Choice, EmptyState, Icon, Input, Legend, Radios, Row, SummaryList, Tag, Tone};

use crate::citizen::register::passport;
use crate::error;
use crate::extract::Desk;
use crate::i18n::{self, Lang};
use crate::middleware::Form;
use crate::page::Errors;
use crate::state::Web;
use crate::t;

/// The counter's first page.
pub fn routes() -> Router<Web> {
    Router::new()
        .route("/counter", get(show))
        .route("/counter/find", post(submit))
}

async fn show(desk: Desk) -> Response {
    let open = match begun(&desk.app, &desk.cx).await {
        Ok(open) => open,
        Err(error) => return error::page(&desk.view, &error),
    };
    draw(
        &desk,
        &Form::default(),
        &Errors::new(desk.view.lang),
        &begun_list(desk.view.lang, &open),
    )
}

async fn submit(desk: Desk, form: Form) -> Response {
    let command = Find {
        number: form.get("number"),
        nationality: form.get("nationality"),
        passport: form.get("passport"),
        name: form.get("name"),
        birth_year: form.get("birth-year"),
        purpose: form.get("purpose"),
    };
    match find(&desk.app, &desk.cx, &command).await {
        Ok(found) => {
            let results = results(&desk, &found);
            draw(&desk, &form, &Errors::new(desk.view.lang), &results)
        }
        Err(error) => match error::on_form(&desk.view, desk.cx.now, &error) {
            Some(errors) => super::decision::failed(draw(&desk, &form, &errors, &html! {}), &error),
            None => error::page(&desk.view, &error),
        },
    }
}

fn draw(desk: &Desk, form: &Form, errors: &Errors, below: &Markup) -> Response {
    let lang = desk.view.lang;
    let title = t!(lang, "counter-find-title");
    let purposes =
        PURPOSES.map(|p| Choice::new(p.as_str(), t!(lang, &format!("purpose-{}", p.as_str()))));
    let body = html! {
        (super::heading(&title))
        (desk.view.form("/counter/find", html! {
            (Input::new("number", t!(lang, "field-number"))
                .value(form.get("number"))
                .error(errors.of("number"))
                .autocomplete("off")
                .digits()
                .width(20))
            details.govuk-details open[!form.get("name").is_empty()] {
                summary.govuk-details__summary { span.govuk-details__summary-text { (t!(lang, "counter-find-by-name")) } }
                div.govuk-details__text {
                    (Input::new("name", t!(lang, "field-name")).value(form.get("name")).error(errors.of("name")).autocomplete("off").spellcheck(false))
                    (Input::new("birth-year", t!(lang, "counter-find-year")).value(form.get("birth-year")).error(errors.of("birth-year")).autocomplete("off").digits().width(4))
                }
            }
            @let foreign = !form.get("passport").is_empty() || !form.get("nationality").is_empty();
            details.govuk-details open[foreign] {
                summary.govuk-details__summary { span.govuk-details__summary-text { (t!(lang, "counter-find-by-passport")) } }
                div.govuk-details__text {
                    (passport::boxes(lang, form.get("nationality"), form.get("passport"), errors))
                }
            }
            (Radios::new("purpose", Legend::new(t!(lang, "counter-find-purpose")).classes("govuk-fieldset__legend--s"))
                .hint(t!(lang, "counter-find-purpose-hint"))
                .items(purposes)
                .value(form.get("purpose"))
                .error(errors.of("purpose"))
                .inline())
            (Button::new(t!(lang, "counter-find-button")).prevent_double_click(true))
        }))
        (below)
        p.govuk-body { a.govuk-link href="/counter/forms" { (t!(lang, "forms-title")) } }
        p.govuk-body { a.govuk-link href="/counter/agents" { (t!(lang, "agents-title")) } }
        p.govuk-body { a.govuk-link href="/counter/packets" { (t!(lang, "packets-title")) } }
    };
    super::page(desk, &title).errors(errors).respond(body)
}

fn begun_list(lang: Lang, open: &[(String, State)]) -> Markup {
    html! {
        h2.govuk-heading-m { (t!(lang, "counter-begun-title")) }
        @if open.is_empty() {
            (EmptyState::new(Icon::Check, t!(lang, "counter-begun-none"), t!(lang, "counter-begun-none-text")))
        } @else {
            ul.govuk-list {
                @for (reference, state) in open {
                    li {
                        a.govuk-link href={ "/counter/proofing/" (reference) } { (reference) } " "
                        @if matches!(state, State::Incomplete { .. }) {
                            (Tag::new(Tone::Waiting, t!(lang, "counter-state-incomplete")))
                        } @else {
                            (Tag::new(Tone::Quiet, t!(lang, "counter-state-draft")))
                        }
                    }
                }
            }
        }
    }
}

fn results(desk: &Desk, found: &[Found]) -> Markup {
    let lang = desk.view.lang;
    html! {
        h2.govuk-heading-m { (t!(lang, "counter-find-results", count = found.len())) }
        @if found.is_empty() {
            (EmptyState::new(Icon::Search, t!(lang, "counter-find-none"), t!(lang, "counter-find-none-text")))
        }
        @for one in found { (card(desk, one)) }
    }
}

fn account(lang: Lang, found: &Found) -> Markup {
    let Some((level, standing)) = &found.account else {
        return html! { (t!(lang, "counter-account-none")) };
    };
    let (tone, words) = match standing {
        Standing::Open => (Tone::Good, t!(lang, "counter-account-open")),
        Standing::AwaitingActivation { .. } => {
            (Tone::Waiting, t!(lang, "counter-account-awaiting"))
        }
        Standing::ActivationLapsed { .. } => (Tone::Waiting, t!(lang, "counter-account-lapsed")),
        Standing::Locked => (Tone::Bad, t!(lang, "counter-account-locked")),
    };
    html! { (t!(lang, "counter-account-level", level = level.get())) " " (Tag::new(tone, words)) }
}

/// Who stays how long; of a citizen nothing.
fn stay(lang: Lang, found: &Found) -> String {
    match found
        .person
        .foreign
        .as_ref()
        .map(|f| (&f.paper, f.stay_until))
    {
        None => t!(lang, "counter-stay-citizen"),
        Some((paper, Some(last))) => t!(
            lang,
            "counter-stay-until",
            nationality = paper.nationality.as_str(),
            day = i18n::date(last)
        ),
        Some((paper, None)) => t!(
            lang,
            "counter-stay-permanent",
            nationality = paper.nationality.as_str()
        ),
    }
}

fn card(desk: &Desk, found: &Found) -> Markup {
    let lang = desk.view.lang;
    let identity = &found.person.identity;
    let card = match &found.card {
        Some(card) if card.form == CardForm::TravelPaper => {
            t!(
                lang,
                "counter-passport-issued",
                day = i18n::date(card.issued_on)
            )
        }
        Some(card) => t!(
            lang,
            "counter-card-issued",
            day = i18n::date(card.issued_on)
        ),
        None => t!(lang, "counter-card-none"),
    };
    let rows = [
        Row::new(t!(lang, "field-number"), identity.number.masked()),
        Row::new(t!(lang, "field-birth"), identity.birth.to_card()),
        Row::new(t!(lang, "counter-address"), found.person.address.as_str()),
        Row::new(t!(lang, "counter-card"), card),
        Row::new(t!(lang, "counter-stay"), stay(lang, found)),
        Row::new(t!(lang, "counter-account"), account(lang, found)),
    ];
    let level_two = matches!(found.account, Some((Level::Two, _)));
    html! {
        (SummaryList::new(rows).card(ui::Card::new(identity.name.as_str())))
        @if found.person.dead {
            (crate::page::words::warning(lang, t!(lang, "counter-person-dead")))
        } @else if level_two {
            p.govuk-body { (t!(lang, "refused-already-level-two")) }
        } @else {
            (desk.view.form("/counter/proofing", html! {
                input type="hidden" name="number" value=(identity.number.as_str());
                (Button::new(if found.open.is_some() { t!(lang, "counter-proofing-continue") } else { t!(lang, "counter-proofing-open") })
                    .prevent_double_click(true))
            }))
        }
    }
}
