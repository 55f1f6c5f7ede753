//! The steps of a request: one item, the visit on site, the decision; each a page of its own.

use app::relying_parties::desk::{self as parties, Approve, Checked, Opened, Refuse, Visited};
use axum::extract::Path;
use axum::response::Response;
use domain::fault::Fault;
use domain::ids::ReviewId;
use domain::relying_party::{Item, PartyKind, Refusal, ReviewKind};
use maud::{Markup, html};
use ui::{Button, Choice, Input, Radios, Select, SelectOption, Textarea};

use super::review::load;
use crate::counter::{heading, page};
use crate::error;
use crate::extract::{Desk, Place};
use crate::i18n::Lang;
use crate::middleware::Form;
use crate::page::Errors;
use crate::t;

/// Which step, of which request.
#[derive(Clone, Copy)]
struct Step {
    id: ReviewId,
    what: What,
}

#[derive(Clone, Copy)]
enum What {
    Item(Item),
    Visit,
    Decision,
}

pub(super) async fn item(
    desk: Desk,
    Place(id): Place<ReviewId>,
    Path((_, item)): Path<(String, String)>,
) -> Response {
    match Item::parse(&item) {
        Some(item) => blank(&desk, id, What::Item(item)).await,
        None => error::page(&desk.view, &app::Error::NotFound),
    }
}

pub(super) async fn site(desk: Desk, Place(id): Place<ReviewId>) -> Response {
    blank(&desk, id, What::Visit).await
}

pub(super) async fn decision(desk: Desk, Place(id): Place<ReviewId>) -> Response {
    blank(&desk, id, What::Decision).await
}

async fn blank(desk: &Desk, id: ReviewId, what: What) -> Response {
    let errors = Errors::new(desk.view.lang);
    draw(desk, Step { id, what }, &Form::default(), &errors).await
}

/// The request, as the page showed it.
fn seen(id: ReviewId, form: &Form) -> (ReviewId, i64) {
    (id, form.trimmed("revision").parse().unwrap_or(0))
}

pub(super) async fn check(
    desk: Desk,
    Place(id): Place<ReviewId>,
    Path((_, item)): Path<(String, String)>,
    form: Form,
) -> Response {
    let Some(what) = Item::parse(&item).map(What::Item) else {
        return error::page(&desk.view, &app::Error::NotFound);
    };
    let checked = Checked {
        item: &item,
        holds: form.get("holds"),
        note: form.get("note"),
    };
    let done = parties::check(&desk.app, &desk.cx, seen(id, &form), &checked).await;
    answer(&desk, Step { id, what }, &form, done).await
}

pub(super) async fn visit(desk: Desk, Place(id): Place<ReviewId>, form: Form) -> Response {
    let visited = Visited {
        day: form.get("day"),
        people: form.get("people"),
        finding: form.get("finding"),
        holds: form.get("fit"),
    };
    let done = parties::visit(&desk.app, &desk.cx, seen(id, &form), &visited).await;
    let what = What::Visit;
    answer(&desk, Step { id, what }, &form, done).await
}

pub(super) async fn decide(desk: Desk, Place(id): Place<ReviewId>, form: Form) -> Response {
    let (app, cx) = (&desk.app, &desk.cx);
    let place = seen(id, &form);
    let done = match form.get("verdict") {
        "approve" => {
            let asked = Approve {
                class: form.get("class"),
                because: form.get("because"),
                licence: form.get("licence"),
            };
            parties::approve(app, cx, place, &asked).await
        }
        "refuse" => {
            let asked = Refuse {
                reason: form.get("reason"),
                words: form.get("words"),
            };
            parties::refuse(app, cx, place, &asked).await
        }
        _ => Err(Fault::new("verdict", "party-verdict").into()),
    };
    let what = What::Decision;
    answer(&desk, Step { id, what }, &form, done).await
}

async fn answer(desk: &Desk, step: Step, form: &Form, done: Result<(), app::Error>) -> Response {
    let Err(failure) = done else {
        return desk.redirect(&format!("/console/parties/reviews/{}", step.id));
    };
    match error::on_form(&desk.view, desk.cx.now, &failure) {
        Some(errors) => error::with_status(draw(desk, step, form, &errors).await, &failure),
        None => error::page(&desk.view, &failure),
    }
}

async fn draw(desk: &Desk, step: Step, form: &Form, errors: &Errors) -> Response {
    let opened = match load(desk, step.id).await {
        Ok(opened) => opened,
        Err(failed) => return *failed,
    };
    let lang = desk.view.lang;
    let home = format!("/console/parties/reviews/{}", step.id);
    let (title, action, fields) = match step.what {
        What::Item(item) => (
            t!(lang, &format!("party-item-{}", item.as_str())),
            format!("{home}/items/{}", item.as_str()),
            check_fields(lang, form, errors),
        ),
        What::Visit => (
            t!(lang, "party-visit"),
            format!("{home}/visit"),
            visit_fields(lang, form, errors),
        ),
        What::Decision => (
            t!(lang, "party-decide"),
            format!("{home}/decide"),
            decision_fields(lang, &opened, form, errors),
        ),
    };
    let body = html! {
        (heading(&title))
        p.govuk-body { (opened.party.stored.name) }
        (desk.view.form(&action, html! {
            input type="hidden" name="revision" value=(opened.stored.revision);
            (fields)
            (Button::new(t!(lang, "party-write")).prevent_double_click(true))
        }))
    };
    page(desk, &title).errors(errors).back(&home).respond(body)
}

fn yes_no(lang: Lang, name: &'static str, label: &str, form: &Form, errors: &Errors) -> Markup {
    let items = [
        Choice::new("yes", t!(lang, "party-holds")),
        Choice::new("no", t!(lang, "party-holds-not")),
    ];
    html! {
        (Radios::new(name, t!(lang, label)).items(items).value(form.get(name).to_owned()).error(errors.of(name)))
    }
}

fn area(lang: Lang, name: &'static str, label: &str, form: &Form, errors: &Errors) -> Textarea {
    Textarea::new(name, t!(lang, label))
        .value(form.get(name))
        .error(errors.of(name))
        .rows(3)
}

fn check_fields(lang: Lang, form: &Form, errors: &Errors) -> Markup {
    html! {
        (yes_no(lang, "holds", "party-finding", form, errors))
        (area(lang, "note", "party-note", form, errors))
    }
}

fn visit_fields(lang: Lang, form: &Form, errors: &Errors) -> Markup {
    html! {
        (Input::new("day", t!(lang, "party-visit-day")).hint(t!(lang, "party-visit-day-hint"))
            .value(form.get("day")).error(errors.of("day")).width(10))
        (Input::new("people", t!(lang, "party-visit-people")).value(form.get("people")).error(errors.of("people")))
        (area(lang, "finding", "party-visit-finding", form, errors))
        (yes_no(lang, "fit", "party-finding", form, errors))
    }
}

fn decision_fields(lang: Lang, opened: &Opened, form: &Form, errors: &Errors) -> Markup {
    let verdicts = [
        Choice::new("approve", t!(lang, "party-approve")),
        Choice::new("refuse", t!(lang, "party-refuse")),
    ];
    let classes = ["high", "web"]
        .map(|class| Choice::new(class, t!(lang, &format!("developers-class-{class}"))));
    let class = match form.get("class") {
        "" => "high",
        typed => typed,
    };
    let review = &opened.stored.review;
    let signs = match review.kind {
        ReviewKind::Production => review.dossier.party() == Some(PartyKind::Signature),
        ReviewKind::Change => opened.party.stored.kind == PartyKind::Signature,
    };
    let reasons = Refusal::ALL.iter().map(|reason| {
        let words = t!(lang, &format!("party-refusal-{}", reason.as_str()));
        SelectOption::new(reason.as_str(), words)
    });
    html! {
        (Radios::new("verdict", t!(lang, "party-verdict")).items(verdicts)
            .value(form.get("verdict").to_owned()).error(errors.of("verdict")))
        @if opened.stored.review.kind == ReviewKind::Production {
            (Radios::new("class", t!(lang, "developers-class")).hint(t!(lang, "party-approve-only")).items(classes)
                .value(class.to_owned()).error(errors.of("class")))
            (area(lang, "because", "party-because", form, errors).hint(t!(lang, "party-approve-only")))
        }
        @if signs {
            (Input::new("licence", t!(lang, "party-licence")).hint(t!(lang, "party-licence-hint"))
                .value(form.get("licence")).error(errors.of("licence")))
        }
        (Select::new("reason", t!(lang, "party-reason")).hint(t!(lang, "party-refuse-only"))
            .options([SelectOption::new("", t!(lang, "counter-choose"))])
            .options(reasons).value(form.get("reason")).error(errors.of("reason")))
        (area(lang, "words", "party-words", form, errors).hint(t!(lang, "party-refuse-only")))
    }
}
