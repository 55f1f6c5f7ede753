//! The sample, one row at a time: what was stated beside what the register holds, letter by letter.

use app::cleaning::batches::{Look, label, look};
use axum::response::Response;
use domain::cleaning::batch::{Label, NONE};
use domain::fault::Fault;
use domain::ids::SubscriberBatchId;
use maud::{Markup, html};
use ui::{Button, Choice, Legend, Radios, Row, SummaryList, Table};

use super::counts::name;
use super::whys;
use crate::counter::side_by_side::{marked, sex};
use crate::counter::{heading, page};
use crate::error;
use crate::extract::{Desk, Place};
use crate::i18n::Lang;
use crate::middleware::Form;
use crate::page::Errors;
use crate::t;

pub(super) async fn show(desk: Desk, Place(id): Place<SubscriberBatchId>) -> Response {
    draw(&desk, id, &Errors::new(desk.view.lang)).await
}

pub(super) async fn submit(
    desk: Desk,
    Place(id): Place<SubscriberBatchId>,
    form: Form,
) -> Response {
    match answer(&desk, id, &form).await {
        Ok(()) => desk.redirect(&format!("/console/subscribers/{id}/sample")),
        Err(failure) => match error::on_form(&desk.view, desk.cx.now, &failure) {
            Some(errors) => error::with_status(draw(&desk, id, &errors).await, &failure),
            None => error::page(&desk.view, &failure),
        },
    }
}

async fn answer(desk: &Desk, id: SubscriberBatchId, form: &Form) -> app::Result<()> {
    let said = Label::parse(form.trimmed("label"));
    let said = said.ok_or(Fault::new("label", "cleaning-label"))?;
    let place = form.trimmed("place").parse().unwrap_or(0);
    label(&desk.app, &desk.cx, (id, place), said).await
}

async fn draw(desk: &Desk, id: SubscriberBatchId, errors: &Errors) -> Response {
    let base = format!("/console/subscribers/{id}");
    let shown = match look(&desk.app, &desk.cx, id).await {
        Ok(Some(shown)) => shown,
        Ok(None) => return desk.redirect(&base),
        Err(error) => return error::page(&desk.view, &error),
    };
    let lang = desk.view.lang;
    let (seen, all) = shown.seen;
    let title = t!(lang, "cleaning-sample-title", place = seen + 1, all = all);
    let choices = Label::ALL.iter().map(|label| {
        let words = t!(lang, &format!("cleaning-label-{}", label.as_str()));
        Choice::new(label.as_str(), words)
    });
    let legend = Legend::new(t!(lang, "cleaning-question")).classes("govuk-fieldset__legend--m");
    let body = html! {
        (heading(&title))
        p.govuk-body { (t!(lang, "cleaning-sample-record")) }
        (SummaryList::new([
            Row::new(t!(lang, "cleaning-verdict"), name(lang, &shown.row.verdict)),
            Row::new(t!(lang, "cleaning-why"), whys(lang, &shown.row.why)),
            Row::new(t!(lang, "cleaning-phone"), shown.row.stated.first().map_or("", String::as_str)),
        ]))
        (fields(lang, &shown))
        (desk.view.form(&format!("{base}/sample"), html! {
            input type="hidden" name="place" value=(shown.place);
            (Radios::new("label", legend).items(choices).error(errors.of("label")))
            (Button::new(t!(lang, "cleaning-next")).prevent_double_click(true))
        }))
    };
    page(desk, &title).errors(errors).back(&base).respond(body)
}

fn fields(lang: Lang, shown: &Look) -> Markup {
    if shown.row.verdict == NONE {
        return html! { p.govuk-body { (t!(lang, "cleaning-sample-none")) } };
    }
    let person = shown.person.as_ref();
    let [_, number, stated_name, birth, stated_sex] = &shown.row.stated;
    let old = person.and_then(|person| person.old_number.as_ref());
    let old = old.map(|old| old.as_str().to_owned());
    let held = person.map_or_else(Default::default, |person| {
        let identity = &person.identity;
        [
            identity.number.as_str().to_owned(),
            identity.name.as_str().to_owned(),
            identity.birth.to_card(),
            sex(lang, identity.sex),
        ]
    });
    let keys = ["field-number", "field-name", "field-birth", "register-sex"];
    let stated = [number, stated_name, birth, stated_sex];
    let rows = keys.into_iter().zip(stated).zip(held);
    let head = ["counter-field", "counter-stated", "counter-register"].map(|key| t!(lang, key));
    let table = rows
        .into_iter()
        .fold(Table::new(head), |table, ((key, own), held)| {
            if person.is_none() {
                let none = html! { (t!(lang, "cleaning-nobody")) };
                return table.row([html! { (t!(lang, key)) }, html! { (own) }, none]);
            }
            table.row([
                html! { (t!(lang, key)) },
                marked(own, &held),
                marked(&held, own),
            ])
        });
    html! {
        (table)
        @if let Some(old) = old { p.govuk-body { (t!(lang, "cleaning-old-number", number = old)) } }
        @if person.is_some_and(|person| person.dead) { p.govuk-body { (t!(lang, "counter-person-dead")) } }
    }
}
