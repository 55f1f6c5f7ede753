//! D59-6.1: versions of the terms of use, and the day from which the next one is in force.

use app::terms::{Announce, Known, announce, list};
use axum::response::Response;
use domain::actor::Role;
use maud::{Markup, html};
use ui::{Button, Input, Select, SelectOption, Table, Tag, Tone};

use crate::citizen::terms::whole;
use crate::counter::{heading, page};
use crate::error;
use crate::extract::Desk;
use crate::i18n::{Lang, date};
use crate::middleware::Form;
use crate::page::Errors;
use crate::t;

pub(super) async fn show(desk: Desk) -> Response {
    draw(&desk, &Form::default(), &Errors::new(desk.view.lang)).await
}

pub(super) async fn submit(desk: Desk, form: Form) -> Response {
    let version = form.trimmed("version");
    let text = whole(version);
    let command = Announce {
        version,
        from: form.get("from"),
        text: &text,
    };
    match announce(&desk.app, &desk.cx, &command).await {
        Ok(()) => desk.redirect("/console/terms"),
        Err(error) => match error::on_form(&desk.view, desk.cx.now, &error) {
            Some(errors) => draw(&desk, &form, &errors).await,
            None => error::page(&desk.view, &error),
        },
    }
}

async fn draw(desk: &Desk, form: &Form, errors: &Errors) -> Response {
    if desk.member.role != Role::Manager {
        return error::page(&desk.view, &app::Error::Forbidden);
    }
    let known = match list(&desk.app, &desk.cx).await {
        Ok(known) => known,
        Err(error) => return error::page(&desk.view, &error),
    };
    let lang = desk.view.lang;
    let title = t!(lang, "menu-terms");
    let body = html! {
        (heading(&title))
        p.govuk-body { (t!(lang, "terms-console-text")) }
        (table(lang, &known))
        @if known.iter().any(|k| k.open) { (announcement(desk, &known, form, errors)) }
    };
    page(desk, &title).errors(errors).respond(body)
}

fn table(lang: Lang, known: &[Known]) -> Table {
    let head = ["terms-head-version", "terms-head-from", "terms-head-state"];
    known
        .iter()
        .fold(Table::new(head.map(|key| t!(lang, key))), |table, one| {
            let tag = match (one.current, one.open) {
                (true, _) => Tag::new(Tone::Good, t!(lang, "terms-current")),
                (false, true) => Tag::new(Tone::Quiet, t!(lang, "terms-draft")),
                (false, false) => Tag::new(Tone::Info, t!(lang, "terms-announced")),
            };
            table.row([
                html! { a.govuk-link href={ "/terms?version=" (one.version) } { (one.version) } },
                html! { (one.from.map_or_else(|| "–".to_owned(), date)) },
                html! { (tag) },
            ])
        })
}

fn announcement(desk: &Desk, known: &[Known], form: &Form, errors: &Errors) -> Markup {
    let lang = desk.view.lang;
    let open = known.iter().filter(|k| k.open);
    let options = open.map(|k| SelectOption::new(k.version.as_str(), k.version.as_str()));
    html! {
        h2.govuk-heading-m { (t!(lang, "terms-announce-title")) }
        (desk.view.form("/console/terms", html! {
            (Select::new("version", t!(lang, "terms-head-version"))
                .options([SelectOption::new("", t!(lang, "counter-choose"))])
                .options(options)
                .value(form.get("version"))
                .error(errors.of("version")))
            (Input::new("from", t!(lang, "terms-head-from"))
                .hint(t!(lang, "terms-from-hint"))
                .value(form.get("from"))
                .error(errors.of("from"))
                .width(10))
            (Button::new(t!(lang, "terms-announce")).prevent_double_click(true))
        }))
    }
}
