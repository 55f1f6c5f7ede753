//! A request on paper, received at the counter (D69-12).

use app::organisations::{Details, OnPaper, on_paper};
use axum::response::Response;
use maud::{Markup, html};
use ui::{Button, FileUpload, Input, Textarea};

use crate::citizen::fields;
use crate::counter;
use crate::counter::decision::failed;
use crate::error;
use crate::extract::Desk;
use crate::middleware::Form;
use crate::page::Errors;
use crate::t;

pub(super) async fn show(desk: Desk) -> Response {
    draw(&desk, &Form::default(), &Errors::new(desk.view.lang))
}

pub(super) async fn submit(desk: Desk, form: Form) -> Response {
    let files = form.papers("papers");
    let founded = fields::iso_date(&form, "founded");
    let command = OnPaper {
        number: form.get("number"),
        code: form.get("code"),
        details: Details {
            name: form.get("name"),
            short_name: form.get("short-name"),
            foreign_name: form.get("foreign-name"),
            founded_on: &founded,
            address: form.get("address"),
            files: &files,
        },
    };
    match on_paper(&desk.app, &desk.cx, &command).await {
        Ok(place) => desk.redirect(&format!("/counter/organisations/{place}")),
        Err(error) => match error::on_form(&desk.view, desk.cx.now, &error) {
            Some(errors) => failed(draw(&desk, &form, &errors), &error),
            None => error::page(&desk.view, &error),
        },
    }
}

fn draw(desk: &Desk, form: &Form, errors: &Errors) -> Response {
    let lang = desk.view.lang;
    let title = t!(lang, "on-paper-title");
    let body = html! {
        (counter::heading(&title))
        p.govuk-body { (t!(lang, "on-paper-text")) }
        (desk.view.file_form("/counter/organisations/paper", html! {
            (typed(lang, form, errors))
            (FileUpload::new("papers", t!(lang, "organisation-papers")).hint(t!(lang, "on-paper-papers-hint"))
                .accept("application/pdf").multiple(true).error(errors.of("papers")))
            (Button::new(t!(lang, "on-paper-button")).prevent_double_click(true))
        }))
    };
    counter::page(desk, &title)
        .errors(errors)
        .narrow()
        .back("/counter/organisations")
        .respond(body)
}

fn typed(lang: crate::i18n::Lang, form: &Form, errors: &Errors) -> Markup {
    let input = |field: &'static str, key: &str| {
        Input::new(field, t!(lang, key))
            .value(form.get(field))
            .error(errors.of(field))
            .autocomplete("off")
            .spellcheck(false)
    };
    html! {
        (input("number", "on-paper-number").width(20))
        (input("code", "organisation-code").hint(t!(lang, "on-paper-code-hint")).width(20))
        h2.govuk-heading-m { (t!(lang, "on-paper-unknown")) }
        (input("name", "organisation-name"))
        (input("short-name", "organisation-short-name"))
        (input("foreign-name", "organisation-foreign-name"))
        (fields::date(lang, "founded", t!(lang, "organisation-founded"), form, errors))
        (Textarea::new("address", t!(lang, "organisation-address")).rows(3)
            .value(form.get("address")).error(errors.of("address")))
    }
}
