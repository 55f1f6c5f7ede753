//! Receiving a request. What was typed is kept; papers are chosen again.

use app::cases::{Request, receive};
use axum::response::Response;
use domain::case::{Requester, Wish};
use maud::{Markup, html};
use ui::{Button, Checkboxes, Choice, FileUpload, Input, Legend, Radios, Textarea};

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
    let request = Request {
        number: &number,
        wish: form.trimmed("wish"),
        lock: form.trimmed("lock"),
        requester: form.trimmed("requester"),
        central: form.has("central"),
        name: form.get("name"),
        letter: form.get("letter"),
        letter_date: form.get("letter-date"),
        email: form.get("email"),
        basis: form.get("basis"),
        files: &files,
    };
    match receive(&desk.app, &desk.cx, &request).await {
        Ok(done) if done.calendar_incomplete => desk.redirect(&format!(
            "/counter/cases/{}?calendar=incomplete",
            done.place
        )),
        Ok(done) => desk.redirect(&format!("/counter/cases/{}", done.place)),
        Err(error) => match error::on_form(&desk.view, desk.cx.now, &error) {
            Some(errors) => failed(draw(&desk, &form, &errors), &error),
            None => error::page(&desk.view, &error),
        },
    }
}

fn draw(desk: &Desk, form: &Form, errors: &Errors) -> Response {
    let lang = desk.view.lang;
    let title = t!(lang, "case-new-title");
    let body = html! {
        (counter::heading(&title))
        p.govuk-body { (t!(lang, "case-new-text")) }
        (desk.view.file_form("/counter/cases/new", html! {
            (what(desk, form, errors))
            (who(desk, form, errors))
            (Button::new(t!(lang, "case-new-button")).prevent_double_click(true))
        }))
    };
    counter::page(desk, &title)
        .errors(errors)
        .narrow()
        .back("/counter/cases")
        .respond(body)
}

fn what(desk: &Desk, form: &Form, errors: &Errors) -> Markup {
    let lang = desk.view.lang;
    let wishes = Wish::ALL.iter().map(|wish| {
        let words = t!(lang, &format!("case-wish-{}", wish.as_str()));
        let choice = Choice::new(wish.as_str(), words);
        match wish {
            Wish::Lock => choice,
            Wish::Unlock => choice.reveals(html! {
                (Input::new("lock", t!(lang, "case-lock")).hint(t!(lang, "case-lock-hint"))
                    .value(form.get("lock")).error(errors.of("lock")).autocomplete("off").width(20))
            }),
        }
    });
    html! {
        (Radios::new("wish", Legend::new(t!(lang, "cases-wish")).classes("govuk-fieldset__legend--s"))
            .items(wishes).value(form.get("wish")).error(errors.of("wish")))
        (Input::new("number", t!(lang, "case-number-of")).value(form.get("number"))
            .error(errors.of("number")).autocomplete("off").digits().width(20))
    }
}

fn who(desk: &Desk, form: &Form, errors: &Errors) -> Markup {
    let lang = desk.view.lang;
    let kinds = Requester::ALL.iter().map(|kind| {
        let words = t!(lang, &format!("case-requester-{}", kind.as_str()));
        Choice::new(kind.as_str(), words)
    });
    html! {
        (Radios::new("requester", Legend::new(t!(lang, "case-requester")).classes("govuk-fieldset__legend--s"))
            .items(kinds).value(form.get("requester")).error(errors.of("requester")))
        (Checkboxes::bare("central").items([Choice::new("yes", t!(lang, "case-central"))]).value(form.get("central")))
        (Input::new("name", t!(lang, "case-body-name")).value(form.get("name")).error(errors.of("name")).autocomplete("off"))
        (Input::new("letter", t!(lang, "case-letter")).value(form.get("letter")).error(errors.of("letter")).autocomplete("off").width(20))
        (Input::new("letter-date", t!(lang, "case-letter-date")).hint(t!(lang, "case-letter-date-hint"))
            .value(form.get("letter-date")).error(errors.of("letter-date")).autocomplete("off").width(10))
        (Input::new("email", t!(lang, "case-email")).hint(t!(lang, "case-email-hint")).value(form.get("email"))
            .error(errors.of("email")).input_type("email").autocomplete("off"))
        (Textarea::new("basis", t!(lang, "case-basis")).hint(t!(lang, "case-basis-hint")).rows(4)
            .value(form.get("basis")).error(errors.of("basis")))
        (FileUpload::new("papers", t!(lang, "case-papers")).hint(t!(lang, "case-papers-hint"))
            .accept("application/pdf").multiple(true).error(errors.of("papers")))
    }
}
