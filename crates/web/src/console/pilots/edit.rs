//! One pilot: its form.

use app::pilots::{Save, save, show as read};
use axum::extract::Path;
use axum::response::Response;
use domain::actor::Role;
use domain::document::DocumentKind;
use domain::ids::PilotId;
use domain::pilot::{People, Phase};
use domain::province::PROVINCES;
use maud::{Markup, html};
use store::pilot::Stored;
use ui::{Checkboxes, Choice, Input, Legend, Radios};

use super::standing;
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
struct Typed {
    id: Option<PilotId>,
    revision: i64,
    name: String,
    kind: String,
    provinces: Vec<String>,
    from: [String; 3],
    to: [String; 3],
    quota: String,
    people: String,
    ages: [String; 2],
}

fn boxes(day: jiff::civil::Date) -> [String; 3] {
    [
        day.day().to_string(),
        day.month().to_string(),
        day.year().to_string(),
    ]
}

impl From<&Stored> for Typed {
    fn from(stored: &Stored) -> Self {
        let pilot = &stored.pilot;
        let conditions = &pilot.conditions;
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
            quota: pilot
                .quota
                .map(|places| places.to_string())
                .unwrap_or_default(),
            people: conditions.people.map_or("", People::as_str).to_owned(),
            ages: [conditions.age_from, conditions.age_to]
                .map(|age| age.map(|years| years.to_string()).unwrap_or_default()),
        }
    }
}

impl Typed {
    fn of(form: &Form, id: Option<PilotId>) -> Self {
        Self {
            id,
            revision: form.get("revision").parse().unwrap_or(0),
            name: form.get("name").to_owned(),
            kind: form.get("kind").to_owned(),
            provinces: form.all("provinces").map(str::to_owned).collect(),
            from: form.date("from").map(str::to_owned),
            to: form.date("to").map(str::to_owned),
            quota: form.get("quota").to_owned(),
            people: form.get("people").to_owned(),
            ages: ["age-from", "age-to"].map(|field| form.get(field).to_owned()),
        }
    }
}

pub(super) async fn blank(desk: Desk) -> Response {
    draw(&desk, &Typed::default(), &Errors::new(desk.view.lang), None)
}

pub(super) async fn show(desk: Desk, Path(id): Path<String>) -> Response {
    let Ok(id) = id.parse::<PilotId>() else {
        return error::page(&desk.view, &app::Error::NotFound);
    };
    let shown = match read(&desk.app, &desk.cx, id).await {
        Ok(shown) => shown,
        Err(error) => return error::page(&desk.view, &error),
    };
    let errors = Errors::new(desk.view.lang);
    if desk.member.role != Role::Manager || shown.stored.pilot.phase == Phase::Ended {
        return standing::page_of(&desk, &shown, ("", ""), &errors);
    }
    draw(&desk, &Typed::from(&shown.stored), &errors, Some(&shown))
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
    let shown = Typed::of(form, id);
    let [age_from, age_to] = &shown.ages;
    let command = Save {
        known: id.map(|id| (id, shown.revision)),
        name: &shown.name,
        kind: &shown.kind,
        provinces: &shown.provinces,
        from: &iso_date(form, "from"),
        to: &iso_date(form, "to"),
        quota: &shown.quota,
        people: &shown.people,
        age_from,
        age_to,
    };
    match save(&desk.app, &desk.cx, &command).await {
        // What was drafted is looked at before it is started.
        Ok(new) if id.is_none() => desk.redirect(&format!("/console/pilots/{new}")),
        Ok(_) => desk.redirect("/console/pilots"),
        Err(error) => match error::on_form(&desk.view, desk.cx.now, &error) {
            Some(errors) => draw(desk, &shown, &errors, None),
            None => error::page(&desk.view, &error),
        },
    }
}

fn draw(
    desk: &Desk,
    shown: &Typed,
    errors: &Errors,
    known: Option<&app::pilots::Shown>,
) -> Response {
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
        @if let Some(known) = known { (standing::now(desk, known)) }
        (desk.view.form(&action, html! {
            input type="hidden" name="revision" value=(shown.revision);
            (fields(lang, shown, errors))
            (submit_button(t!(lang, "pilots-save")))
        }))
        @if let Some(known) = known { (standing::after(desk, known, ("", ""), errors)) }
    };
    page(desk, &title)
        .errors(errors)
        .back("/console/pilots")
        .respond(body)
}

fn fields(lang: Lang, shown: &Typed, errors: &Errors) -> Markup {
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
    let people = People::ALL.map(People::as_str);
    let people = people.map(|word| Choice::new(word, t!(lang, &format!("pilots-people-{word}"))));
    let people = [Choice::new("", t!(lang, "pilots-people-all"))]
        .into_iter()
        .chain(people);
    let quota = Input::new("quota", t!(lang, "pilots-quota"))
        .hint(t!(lang, "pilots-quota-hint"))
        .value(shown.quota.as_str())
        .error(errors.of("quota"))
        .width(10);
    html! {
        (Input::new("name", t!(lang, "pilots-name")).value(shown.name.as_str()).error(errors.of("name")).width(30))
        (Radios::new("kind", Legend::new(t!(lang, "pilots-kind")).classes("govuk-fieldset__legend--s"))
            .items(kinds).value(shown.kind.as_str()).error(errors.of("kind")))
        (provinces)
        (day("from", t!(lang, "pilots-from"), &shown.from))
        (day("to", t!(lang, "pilots-to-optional"), &shown.to))
        (quota)
        (Radios::new("people", Legend::new(t!(lang, "pilots-people")).classes("govuk-fieldset__legend--s"))
            .items(people).value(shown.people.as_str()).error(errors.of("people")))
        @for (field, value) in ["age-from", "age-to"].into_iter().zip(&shown.ages) {
            (Input::new(field, t!(lang, &format!("pilots-{field}")))
                .value(value.as_str()).error(errors.of(field)).width(3))
        }
    }
}
