//! One pilot: its form.

use app::pilots::{Save, one, save};
use axum::extract::Path;
use axum::response::Response;
use domain::document::DocumentKind;
use domain::ids::PilotId;
use domain::province::PROVINCES;
use maud::{Markup, html};
use store::pilot::Stored;
use ui::{Checkboxes, Choice, Input, Legend, Radios};

use crate::citizen::fields::{date, iso_date, submit as submit_button};
use crate::counter::{heading, page};
use crate::error;
use crate::extract::Desk;
use crate::i18n::Lang;
use crate::middleware::Form;
use crate::page::Errors;
use crate::t;

/// What the form shows: from a pilot, or as typed.
#[derive(Default)]
struct Shown {
    id: Option<PilotId>,
    revision: i64,
    name: String,
    kind: String,
    provinces: Vec<String>,
    from: [String; 3],
    to: [String; 3],
    running: bool,
}

fn boxes(day: jiff::civil::Date) -> [String; 3] {
    [
        day.day().to_string(),
        day.month().to_string(),
        day.year().to_string(),
    ]
}

impl From<&Stored> for Shown {
    fn from(stored: &Stored) -> Self {
        let pilot = &stored.pilot;
        Self {
            id: Some(pilot.id),
            revision: stored.revision,
            name: stored.name.clone(),
            kind: pilot.kind.slug().to_owned(),
            provinces: pilot
                .provinces
                .iter()
                .map(|p| p.as_str().to_owned())
                .collect(),
            from: boxes(pilot.from),
            to: pilot.to.map(boxes).unwrap_or_default(),
            running: pilot.running,
        }
    }
}

impl Shown {
    fn typed(form: &Form, id: Option<PilotId>) -> Self {
        Self {
            id,
            revision: form.get("revision").parse().unwrap_or(0),
            name: form.get("name").to_owned(),
            kind: form.get("kind").to_owned(),
            provinces: form.all("provinces").map(str::to_owned).collect(),
            from: form.date("from").map(str::to_owned),
            to: form.date("to").map(str::to_owned),
            running: form.get("running") == "yes",
        }
    }
}

pub(super) async fn blank(desk: Desk) -> Response {
    let shown = Shown {
        running: true,
        ..Shown::default()
    };
    draw(&desk, &shown, &Errors::new(desk.view.lang))
}

pub(super) async fn show(desk: Desk, Path(id): Path<String>) -> Response {
    let Ok(id) = id.parse::<PilotId>() else {
        return error::page(&desk.view, &app::Error::NotFound);
    };
    let stored = match one(&desk.app, &desk.cx, id).await {
        Ok(stored) => stored,
        Err(error) => return error::page(&desk.view, &error),
    };
    draw(&desk, &Shown::from(&stored), &Errors::new(desk.view.lang))
}

pub(super) async fn submit_new(desk: Desk, form: Form) -> Response {
    keep(&desk, &form, None).await
}

pub(super) async fn submit(desk: Desk, Path(id): Path<String>, form: Form) -> Response {
    match id.parse::<PilotId>() {
        Ok(id) => keep(&desk, &form, Some(id)).await,
        Err(_) => error::page(&desk.view, &app::Error::NotFound),
    }
}

async fn keep(desk: &Desk, form: &Form, id: Option<PilotId>) -> Response {
    let shown = Shown::typed(form, id);
    let command = Save {
        known: id.map(|id| (id, shown.revision)),
        name: &shown.name,
        kind: &shown.kind,
        provinces: &shown.provinces,
        from: &iso_date(form, "from"),
        to: &iso_date(form, "to"),
        running: shown.running,
    };
    match save(&desk.app, &desk.cx, &command).await {
        Ok(_) => desk.redirect("/console/pilots"),
        Err(error) => match error::on_form(&desk.view, desk.cx.now, &error) {
            Some(errors) => draw(desk, &shown, &errors),
            None => error::page(&desk.view, &error),
        },
    }
}

fn draw(desk: &Desk, shown: &Shown, errors: &Errors) -> Response {
    let lang = desk.view.lang;
    let title = if shown.id.is_some() {
        t!(lang, "pilots-edit")
    } else {
        t!(lang, "pilots-new")
    };
    let action = shown.id.map_or_else(
        || "/console/pilots/new".to_owned(),
        |id| format!("/console/pilots/{id}"),
    );
    let body = html! {
        (heading(&title))
        (desk.view.form(&action, html! {
            input type="hidden" name="revision" value=(shown.revision);
            (fields(lang, shown, errors))
            (submit_button(t!(lang, "pilots-save")))
        }))
        @if shown.id.is_some() {
            p.govuk-body { a.govuk-link href={ (action) "/report" } { (t!(lang, "pilots-report")) } }
        }
    };
    page(desk, &title)
        .errors(errors)
        .back("/console/pilots")
        .respond(body)
}

fn fields(lang: Lang, shown: &Shown, errors: &Errors) -> Markup {
    let kinds = DocumentKind::ALL
        .map(|kind| Choice::new(kind.slug(), t!(lang, &format!("kind-{}", kind.slug()))));
    let provinces = PROVINCES
        .iter()
        .map(|p| Choice::new(p.code, format!("{} – {}", p.code, p.name)));
    let ticked = |group: Checkboxes, code: &String| group.value(code.as_str());
    let provinces = shown.provinces.iter().fold(
        Checkboxes::new(
            "provinces",
            Legend::new(t!(lang, "pilots-provinces")).classes("govuk-fieldset__legend--s"),
        )
        .hint(t!(lang, "pilots-provinces-hint"))
        .items(provinces)
        .class("govuk-checkboxes--small dd-columns")
        .error(errors.of("provinces")),
        ticked,
    );
    let day = |field: &str, legend: String, values: &[String; 3]| {
        date(lang, field, legend, &Form::default(), errors).values(values.clone())
    };
    html! {
        (Input::new("name", t!(lang, "pilots-name")).value(shown.name.as_str()).error(errors.of("name")).width(30))
        (Radios::new("kind", Legend::new(t!(lang, "pilots-kind")).classes("govuk-fieldset__legend--s"))
            .items(kinds).value(shown.kind.as_str()).error(errors.of("kind")))
        (provinces)
        (day("from", t!(lang, "pilots-from"), &shown.from))
        (day("to", t!(lang, "pilots-to-optional"), &shown.to))
        (Checkboxes::bare("running").items([Choice::new("yes", t!(lang, "pilots-running-box"))])
            .value(if shown.running { "yes" } else { "" }))
    }
}
