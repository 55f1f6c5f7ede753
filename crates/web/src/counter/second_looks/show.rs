//! One second look: portraits beside each other and three answers. No name, no number, no score, nobody's opinion.

use app::counter::image::Which;
use app::counter::second_looks::{self, Answer, Opened};
use axum::extract::Path;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use ui::{Choice, Legend, Radios, Textarea};

use crate::citizen::fields;
use crate::counter::decision::failed;
use crate::counter::side_by_side::{self, Sources};
use crate::counter::{heading, machine, page};
use crate::error;
use crate::extract::Desk;
use crate::middleware::Form;
use crate::page::Errors;
use crate::t;

pub(super) async fn show(desk: Desk, Path(look): Path<String>) -> Response {
    let errors = Errors::new(desk.view.lang);
    one(&desk, &look, &Form::default(), &errors).await
}

async fn one(desk: &Desk, look: &str, form: &Form, errors: &Errors) -> Response {
    let lang = desk.view.lang;
    let opened = match second_looks::open(&desk.app, &desk.cx, look).await {
        Ok(opened) => opened,
        Err(error) => return error::page(&desk.view, &error),
    };
    let address = format!("/counter/second-looks/{}", opened.id);
    let title = t!(lang, "second-look-title");
    let body = html! {
        (heading(&title))
        p.govuk-body { (t!(lang, "second-look-text")) }
        (portraits(desk, &address, &opened))
        @if let Some(result) = opened.turns { (machine::turns::blindly(lang, result)) }
        (question(desk, &address, form, errors))
    };
    page(desk, &title)
        .errors(errors)
        .back("/counter/second-looks")
        .respond(body)
}

fn portraits(desk: &Desk, address: &str, opened: &Opened) -> Markup {
    let sources = Sources {
        base: address,
        live: true,
        register: opened.register,
        card: opened.card,
        chip: opened.chip,
    };
    side_by_side::portraits(desk.view.lang, &sources)
}

fn question(desk: &Desk, address: &str, form: &Form, errors: &Errors) -> Markup {
    let lang = desk.view.lang;
    let verdicts = [
        Choice::new("same", t!(lang, "verdict-same")),
        Choice::new("unsure", t!(lang, "verdict-unsure")),
        Choice::new("different", t!(lang, "verdict-different")),
    ];
    desk.view.form(address, html! {
        (Radios::new("verdict", Legend::new(t!(lang, "second-look-verdict")).classes("govuk-fieldset__legend--m"))
            .items(verdicts)
            .value(form.get("verdict"))
            .error(errors.of("verdict")))
        (Textarea::new("note", t!(lang, "second-look-note"))
            .hint(t!(lang, "second-look-note-hint"))
            .rows(3)
            .limit(500, t!(lang, "counter-at-most", count = 500))
            .value(form.get("note"))
            .error(errors.of("note")))
        (fields::submit(t!(lang, "second-look-save")))
    })
}

pub(super) async fn submit(desk: Desk, Path(look): Path<String>, form: Form) -> Response {
    let answer = Answer {
        verdict: form.get("verdict"),
        note: form.get("note"),
    };
    match second_looks::answer(&desk.app, &desk.cx, &look, &answer).await {
        Ok(()) => desk.redirect("/counter/second-looks"),
        Err(error) => match error::on_form(&desk.view, desk.cx.now, &error) {
            Some(errors) => failed(one(&desk, &look, &form, &errors).await, &error),
            None => error::page(&desk.view, &error),
        },
    }
}

/// A portrait; every showing is on record, nothing is kept.
pub(super) async fn image(desk: Desk, Path((look, which)): Path<(String, String)>) -> Response {
    let Some(which) = Which::parse(&which) else {
        return error::page(&desk.view, &app::Error::NotFound);
    };
    match second_looks::image(&desk.app, &desk.cx, &look, &which).await {
        Ok((kind, bytes)) => (
            [
                (header::CONTENT_TYPE, kind),
                (header::CACHE_CONTROL, "no-store"),
            ],
            bytes,
        )
            .into_response(),
        Err(error) => error::page(&desk.view, &error),
    }
}
