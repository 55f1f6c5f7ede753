//! Another representative for an organisation that stands in no register.

use app::organisations::{Replace, replace};
use axum::response::Response;
use maud::html;
use ui::{Button, FileUpload, Input};

use crate::counter;
use crate::counter::decision::failed;
use crate::error;
use crate::extract::Desk;
use crate::middleware::Form;
use crate::page::{Errors, words};
use crate::t;

pub(super) async fn show(desk: Desk) -> Response {
    draw(&desk, &Form::default(), &Errors::new(desk.view.lang))
}

pub(super) async fn submit(desk: Desk, form: Form) -> Response {
    let files = form.papers("papers");
    let command = Replace {
        code: form.get("code"),
        number: form.get("number"),
        files: &files,
    };
    match replace(&desk.app, &desk.cx, &command).await {
        Ok(_) => desk.redirect("/counter/organisations?replaced=1"),
        Err(error) => match error::on_form(&desk.view, desk.cx.now, &error) {
            Some(errors) => failed(draw(&desk, &form, &errors), &error),
            None => error::page(&desk.view, &error),
        },
    }
}

fn draw(desk: &Desk, form: &Form, errors: &Errors) -> Response {
    let lang = desk.view.lang;
    let title = t!(lang, "replace-title");
    let input = |field: &'static str, label: String| {
        Input::new(field, label)
            .value(form.get(field))
            .error(errors.of(field))
            .autocomplete("off")
            .width(20)
    };
    let body = html! {
        (counter::heading(&title))
        p.govuk-body { (t!(lang, "replace-text")) }
        (words::warning(lang, t!(lang, "replace-warning")))
        (desk.view.file_form("/counter/organisations/representative", html! {
            (input("code", t!(lang, "organisation-code")))
            (input("number", t!(lang, "replace-number")))
            (FileUpload::new("papers", t!(lang, "organisation-papers")).hint(t!(lang, "mandate-paper-hint"))
                .accept("application/pdf").multiple(true).error(errors.of("papers")))
            (Button::new(t!(lang, "replace-button")).prevent_double_click(true))
        }))
    };
    counter::page(desk, &title)
        .errors(errors)
        .narrow()
        .back("/counter/organisations")
        .respond(body)
}
