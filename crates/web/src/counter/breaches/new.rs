//! Recording a breach. What was typed is kept; papers are chosen again.

use app::breaches::{Record, record};
use axum::response::Response;
use domain::breach::Rule;
use maud::html;
use ui::{Button, Choice, FileUpload, Input, Legend, Radios, Textarea};

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
    let number = form.compact("number");
    let command = Record {
        number: &number,
        rule: form.trimmed("rule"),
        words: form.get("words"),
        reference: form.get("reference"),
        files: &files,
    };
    match record(&desk.app, &desk.cx, &command).await {
        Ok(place) => desk.redirect(&format!("/counter/breaches/{place}")),
        Err(error) => match error::on_form(&desk.view, desk.cx.now, &error) {
            Some(errors) => failed(draw(&desk, &form, &errors), &error),
            None => error::page(&desk.view, &error),
        },
    }
}

fn draw(desk: &Desk, form: &Form, errors: &Errors) -> Response {
    let lang = desk.view.lang;
    let title = t!(lang, "breaches-new");
    let rules = Rule::ALL.iter().map(|rule| {
        let words = t!(lang, &format!("breach-rule-{}", rule.as_str()));
        Choice::new(rule.as_str(), words)
    });
    let legend = Legend::new(t!(lang, "breaches-rule")).classes("govuk-fieldset__legend--s");
    let body = html! {
        (counter::heading(&title))
        p.govuk-body { (t!(lang, "breaches-new-text")) }
        (desk.view.file_form("/counter/breaches/new", html! {
            (Input::new("number", t!(lang, "case-number-of")).value(form.get("number"))
                .error(errors.of("number")).autocomplete("off").digits().width(20))
            (Radios::new("rule", legend).items(rules).value(form.get("rule")).error(errors.of("rule")))
            (Textarea::new("words", t!(lang, "breaches-words")).hint(t!(lang, "breaches-words-hint")).rows(5)
                .value(form.get("words")).error(errors.of("words")))
            (FileUpload::new("papers", t!(lang, "breaches-papers")).hint(t!(lang, "case-papers-hint"))
                .accept("application/pdf").multiple(true).error(errors.of("papers")))
            (Input::new("reference", t!(lang, "breaches-evidence")).hint(t!(lang, "breaches-evidence-hint"))
                .value(form.get("reference")).error(errors.of("reference")).autocomplete("off"))
            (Button::new(t!(lang, "breaches-record")).prevent_double_click(true))
        }))
    };
    counter::page(desk, &title)
        .errors(errors)
        .narrow()
        .back("/counter/breaches")
        .respond(body)
}
