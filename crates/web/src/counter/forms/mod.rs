//! D59-TK, D69-F: the forms of the decree in force, printed blank or filled in.

mod filled;

use app::Error;
use axum::Router;
use axum::extract::{Path, Query};
use axum::response::Response;
use axum::routing::get;
use domain::regime::{Field, Form, Regime};
use domain::time::{viet_nam_date, viet_nam_date_time};
use jiff::Timestamp;
use maud::{Markup, html};
use print::{Block, Date, Letter};
use serde::Deserialize;
use ui::{InsetText, Row};

use super::cases::attachment;
use crate::counter;
use crate::error;
use crate::extract::Desk;
use crate::i18n::{Lang, date_time};
use crate::state::Web;
use crate::t;

/// The list, the blank forms, and those filled in with a request.
pub fn routes() -> Router<Web> {
    Router::new()
        .route("/counter/forms", get(list))
        .route("/counter/forms/{form}", get(blank))
        .route("/counter/proofing/{reference}/form", get(filled::person))
        .route(
            "/counter/organisations/{request}/form",
            get(filled::organisation),
        )
        .route("/counter/cases/{case}/form", get(filled::lock))
}

/// Which language a paper is wanted in.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Wanted {
    #[serde(default, rename = "in")]
    lang: String,
}

impl Wanted {
    /// The language asked for, else that of the screen.
    pub(super) fn lang(&self, desk: &Desk) -> Lang {
        Lang::parse(&self.lang).unwrap_or(desk.view.lang)
    }
}

/// The time that a paper carries, so that it is the same whenever it is printed.
pub(crate) fn clock(at: Timestamp) -> Date {
    let at = viet_nam_date_time(at);
    Date {
        year: at.year().unsigned_abs(),
        month: at.month().unsigned_abs(),
        day: at.day().unsigned_abs(),
        hour: at.hour().unsigned_abs(),
        minute: at.minute().unsigned_abs(),
    }
}

/// A row that names the form of a request and offers it filled in; none where the decree has no form.
pub(super) fn row(lang: Lang, form: Option<Form>, place: &str) -> Option<Row> {
    let form = form?;
    let named = html! {
        (t!(lang, "form-code", code = form.as_str())) " "
        a.govuk-link href={ (place) "/form" } { (t!(lang, "form-print")) }
    };
    Some(Row::new(t!(lang, "form-row"), named))
}

/// The same as a paragraph.
pub(super) fn note(lang: Lang, form: Option<Form>, place: &str) -> Markup {
    html! {
        @if let Some(form) = form {
            p.govuk-body {
                (t!(lang, "form-row")) ": " strong { (t!(lang, "form-code", code = form.as_str())) } " "
                a.govuk-link href={ (place) "/form" } { (t!(lang, "form-print")) }
            }
        }
    }
}

/// The forms of the decree in force today.
async fn list(desk: Desk) -> Response {
    let lang = desk.view.lang;
    let title = t!(lang, "forms-title");
    let regime = Regime::on(viet_nam_date(desk.cx.now));
    let forms = regime.map_or(&[][..], Regime::forms);
    let body = html! {
        (counter::heading(&title))
        @if let Some(regime) = regime {
            p.govuk-body { (t!(lang, "forms-text", decree = regime.label())) }
        }
        @if forms.is_empty() { (InsetText::new(t!(lang, "forms-none"))) }
        ul.govuk-list {
            @for form in forms {
                li { a.govuk-link href={ "/counter/forms/" (form.as_str()) } { (t!(lang, "form-code", code = form.as_str())) ": " (name(lang, *form)) } }
            }
        }
    };
    counter::page(&desk, &title).back("/counter").respond(body)
}

fn name(lang: Lang, form: Form) -> String {
    t!(lang, &format!("form-name-{}", form.as_str()))
}

/// A form with nothing in it; one that the decree in force does not have is not there.
async fn blank(desk: Desk, Path(form): Path<String>, Query(wanted): Query<Wanted>) -> Response {
    let regime = Regime::on(viet_nam_date(desk.cx.now));
    let known = regime.map_or(&[][..], Regime::forms);
    let form = known.iter().find(|one| one.as_str() == form).copied();
    match (regime, form) {
        (Some(regime), Some(form)) => {
            let paper = Paper {
                form,
                regime,
                reference: "",
                at: desk.cx.now,
            };
            print(&desk, &wanted, &paper, &[])
        }
        _ => error::page(&desk.view, &Error::NotFound),
    }
}

/// A form of a request.
pub(super) struct Paper<'a> {
    form: Form,
    regime: Regime,
    reference: &'a str,
    at: Timestamp,
}

/// What stands in a field.
pub(super) type Value = (Field, Option<String>);

fn print(desk: &Desk, wanted: &Wanted, paper: &Paper<'_>, values: &[Value]) -> Response {
    let lang = wanted.lang(desk);
    let letter = write(lang, paper, values);
    let parts = [paper.form.as_str(), paper.reference, lang.as_str()];
    let name = parts.into_iter().filter(|part| !part.is_empty());
    let name = name.collect::<Vec<_>>().join("-");
    match print::pdf(&letter, clock(paper.at)) {
        Ok(pdf) => attachment(&format!("{name}.pdf"), pdf),
        Err(cause) => error::page(&desk.view, &Error::Internal(cause.to_string())),
    }
}

/// D69-F: title, decree, reference, every field in its order, place for day and signature.
fn write(lang: Lang, paper: &Paper<'_>, values: &[Value]) -> Letter {
    let form = paper.form;
    let title = name(lang, form);
    let code = t!(
        lang,
        "form-of",
        code = form.as_str(),
        decree = paper.regime.label()
    );
    let mut blocks = vec![Block::Strong(code), Block::Title(title.clone())];
    if !paper.reference.is_empty() {
        let day = date_time(paper.at);
        let (reference, key) = (paper.reference, "form-reference");
        blocks.push(Block::Text(t!(lang, key, reference = reference, day = day)));
    }
    blocks.extend(form.fields().iter().map(|field| {
        let label = t!(lang, &format!("form-field-{}", field.as_str()));
        let value = values.iter().find(|(known, _)| known == field);
        let value = value.and_then(|(_, value)| value.clone());
        Block::Field(label, value.unwrap_or_default())
    }));
    blocks.push(Block::Text(t!(lang, "form-promise")));
    blocks.push(Block::Field(t!(lang, "form-day"), String::new()));
    blocks.push(Block::Field(t!(lang, "form-signature"), String::new()));
    Letter {
        lang: lang.as_str().to_owned(),
        title: format!("{} {title}", form.as_str()),
        blocks,
    }
}
