//! Children and wards under the holder's account (D59-11.1).

use app::dependants::{Child, Dependant, add, list, remove as take_off};
use axum::response::Response;
use domain::account::Level;
use maud::{Markup, html};
use ui::{Button, EmptyState, Icon, Input, Row, SummaryList};

use crate::citizen::fields;
use crate::citizen::register::passport;
use crate::error;
use crate::extract::Signed;
use crate::middleware::Form;
use crate::page::{Audience, Errors, Page, words};
use crate::t;

pub(super) async fn show(signed: Signed) -> Response {
    draw(&signed, &Form::default(), &Errors::new(signed.view.lang)).await
}

pub(super) async fn submit(signed: Signed, form: Form) -> Response {
    let birth = fields::iso_date(&form, "birth");
    let child = Child {
        number: form.get("number"),
        nationality: form.get("nationality"),
        passport: form.get("passport"),
        birth: &birth,
    };
    match add(&signed.app, &signed.cx, &child).await {
        Ok(()) => signed.redirect("/personal/dependants"),
        Err(failure) => match error::on_form(&signed.view, signed.cx.now, &failure) {
            Some(errors) => draw(&signed, &form, &errors).await,
            None => error::page(&signed.view, &failure),
        },
    }
}

pub(super) async fn remove(signed: Signed, form: Form) -> Response {
    let Ok(id) = form.get("dependant").parse() else {
        return error::page(&signed.view, &app::Error::NotFound);
    };
    match take_off(&signed.app, &signed.cx, id).await {
        Ok(()) => signed.redirect("/personal/dependants"),
        Err(failure) => error::page(&signed.view, &failure),
    }
}

async fn draw(signed: &Signed, form: &Form, errors: &Errors) -> Response {
    let own = app::holder::own_account(&signed.app, &signed.cx).await;
    let level = match own {
        Ok(own) => own.account.level,
        Err(failure) => return error::page(&signed.view, &failure),
    };
    match list(&signed.app, &signed.cx).await {
        Ok(all) => page(signed, level, &all, (form, errors)),
        Err(failure) => error::page(&signed.view, &failure),
    }
}

fn page(signed: &Signed, level: Level, all: &[Dependant], typed: (&Form, &Errors)) -> Response {
    let lang = signed.view.lang;
    let title = t!(lang, "dependants-title");
    let body = html! {
        h1.govuk-heading-l { (title) }
        p.govuk-body { (t!(lang, "dependants-text")) }
        @if all.is_empty() {
            (EmptyState::new(Icon::Person, t!(lang, "dependants-none"), t!(lang, "dependants-none-text")))
        }
        @for one in all { (dependant(signed, one)) }
        @if level == Level::Two { (form(signed, typed.0, typed.1)) }
        @else { (words::notice(lang, t!(lang, "refused-dependant-level-two"))) }
    };
    Page::new(&signed.view, Audience::Citizen, &title)
        .errors(typed.1)
        .back("/personal")
        .respond(body)
}

fn dependant(signed: &Signed, one: &Dependant) -> Markup {
    let lang = signed.view.lang;
    let (title, button) = match &one.person {
        Some(person) => {
            let name = person.identity.name.as_str();
            (name.to_owned(), t!(lang, "dependants-remove", name = name))
        }
        None => (
            t!(lang, "dependants-over"),
            t!(lang, "dependants-remove-over"),
        ),
    };
    html! {
        h2.govuk-heading-m { (title) }
        @match &one.person {
            Some(person) => (SummaryList::new([
                Row::new(t!(lang, "field-number"), person.identity.number.masked()),
                Row::new(t!(lang, "field-birth"), person.identity.birth.to_card()),
            ])),
            None => p.govuk-body { (t!(lang, "dependants-over-text")) },
        }
        (signed.view.form("/personal/dependants/remove", html! {
            input type="hidden" name="dependant" value=(one.id);
            (Button::secondary(button))
        }))
    }
}

fn form(signed: &Signed, form: &Form, errors: &Errors) -> Markup {
    let lang = signed.view.lang;
    html! {
        h2.govuk-heading-m { (t!(lang, "dependants-add")) }
        (signed.view.form("/personal/dependants", html! {
            (Input::new("number", t!(lang, "dependants-number"))
                .hint(t!(lang, "dependants-number-hint"))
                .value(form.get("number"))
                .error(errors.of("number"))
                .autocomplete("off")
                .digits()
                .width(20))
            @let (nationality, paper) = (form.get("nationality"), form.get("passport"));
            details.govuk-details open[!nationality.is_empty() || !paper.is_empty()] {
                summary.govuk-details__summary { span.govuk-details__summary-text { (t!(lang, "dependants-by-passport")) } }
                div.govuk-details__text { (passport::boxes(lang, nationality, paper, errors)) }
            }
            (fields::date(lang, "birth", t!(lang, "field-birth"), form, errors)
                .hint(t!(lang, "field-birth-hint")))
            (Button::new(t!(lang, "dependants-add-button")).prevent_double_click(true))
        }))
    }
}
