//! Who may act for the organisation: giving a power, the list, withdrawing.

use app::organisations::{Give, Line, delegations, give, withdraw as take_back};
use axum::extract::Path;
use axum::response::Response;
use domain::ids::SubjectId;
use domain::organisation::Power;
use jiff::Timestamp;
use maud::{Markup, html};
use ui::{Button, Choice, Legend, Radios, Row, SummaryList, Tag, Tone};

use super::{named, on_form, place};
use crate::citizen::fields;
use crate::error;
use crate::extract::Signed;
use crate::i18n::{Lang, date_time};
use crate::middleware::Form;
use crate::page::{Audience, Errors, Page};
use crate::t;

pub(super) async fn show(signed: Signed, Path(id): Path<String>) -> Response {
    let errors = Errors::new(signed.view.lang);
    draw(&signed, &id, &Form::default(), &errors).await
}

pub(super) async fn submit(signed: Signed, Path(id): Path<String>, form: Form) -> Response {
    let organisation: SubjectId = match named(&signed, &id) {
        Ok(organisation) => organisation,
        Err(page) => return *page,
    };
    let until = fields::iso_date(&form, "until");
    let command = Give {
        number: form.get("number"),
        power: form.get("power"),
        until: &until,
        passcode: form.get("passcode"),
    };
    match give(&signed.app, &signed.cx, organisation, &command).await {
        Ok(_) => signed.redirect(&format!("{}/delegations", place(organisation))),
        Err(error) => match on_form(&signed, &error) {
            Ok(errors) => draw(&signed, &id, &form, &errors).await,
            Err(page) => *page,
        },
    }
}

pub(super) async fn withdraw(signed: Signed, Path(id): Path<String>, form: Form) -> Response {
    let read = (named::<SubjectId>(&signed, &id), form.get("power").parse());
    let (Ok(organisation), Ok(power)) = read else {
        return error::page(&signed.view, &app::Error::NotFound);
    };
    match take_back(&signed.app, &signed.cx, organisation, power).await {
        Ok(()) => signed.redirect(&format!("{}/delegations", place(organisation))),
        Err(error) => error::page(&signed.view, &error),
    }
}

async fn draw(signed: &Signed, id: &str, form: &Form, errors: &Errors) -> Response {
    let organisation: SubjectId = match named(signed, id) {
        Ok(organisation) => organisation,
        Err(page) => return *page,
    };
    let lines = match delegations(&signed.app, &signed.cx, organisation).await {
        Ok(lines) => lines,
        Err(error) => return error::page(&signed.view, &error),
    };
    let lang = signed.view.lang;
    let title = t!(lang, "organisation-delegations");
    let here = place(organisation);
    let body = html! {
        (fields::heading(&title, Some(t!(lang, "delegations-text"))))
        @for one in &lines { (line(signed, one, &here)) }
        h2.govuk-heading-m { (t!(lang, "delegation-give")) }
        (typed(signed, form, errors, &here))
    };
    Page::new(&signed.view, Audience::Citizen, &title)
        .errors(errors)
        .narrow()
        .back(here)
        .respond(body)
}

fn typed(signed: &Signed, form: &Form, errors: &Errors, here: &str) -> Markup {
    let lang = signed.view.lang;
    let powers = Power::GIVEN.map(|power| {
        Choice::new(
            power.as_str(),
            t!(lang, &format!("power-{}", power.as_str())),
        )
    });
    signed.view.form(
        &format!("{here}/delegations"),
        html! {
            (fields::number(lang, form, errors).autocomplete("off"))
            (Radios::new("power", Legend::new(t!(lang, "delegation-power")).classes("govuk-fieldset__legend--s"))
                .items(powers).value(form.trimmed("power")).error(errors.of("power")))
            (fields::date(lang, "until", t!(lang, "delegation-until"), form, errors))
            (fields::passcode(lang, t!(lang, "field-passcode"), errors))
            (fields::submit(t!(lang, "delegation-give-button")))
        },
    )
}

fn state(lang: Lang, one: &Line, now: Timestamp) -> (bool, Tag) {
    let power = &one.delegation;
    if power.in_force(now) {
        (true, Tag::new(Tone::Good, t!(lang, "delegation-in-force")))
    } else if power.offered_at(now) {
        (
            true,
            Tag::new(Tone::Waiting, t!(lang, "delegation-offered")),
        )
    } else {
        let words = power.ended.map_or_else(
            || t!(lang, "delegation-over"),
            |(_, why)| t!(lang, &format!("power-end-{}", why.as_str())),
        );
        (false, Tag::new(Tone::Quiet, words))
    }
}

fn line(signed: &Signed, one: &Line, here: &str) -> Markup {
    let lang = signed.view.lang;
    let power = &one.delegation;
    let (stands, tag) = state(lang, one, signed.cx.now);
    let until = power
        .until
        .map_or_else(|| t!(lang, "delegation-no-end"), date_time);
    html! {
        h2.govuk-heading-s { (one.name) " " (tag) }
        (SummaryList::new([
            Row::new(t!(lang, "field-number"), one.number.as_str()),
            Row::new(t!(lang, "delegation-power"), t!(lang, &format!("power-{}", power.power.as_str()))),
            Row::new(t!(lang, "delegation-until"), until),
        ]))
        @if stands && power.power != Power::Legal {
            (signed.view.form(&format!("{here}/delegations/withdraw"), html! {
                input type="hidden" name="power" value=(power.id);
                (Button::secondary(t!(lang, "delegation-withdraw", name = one.name.as_str())).prevent_double_click(true))
            }))
        }
    }
}
