//! The number that the caller or visitor gives, and what he wants.

use app::assistance::{Open, Wish, open};
use axum::response::Response;
use domain::actor::Role;
use domain::fault::Fault;
use maud::html;
use ui::{Choice, InsetText, Radios};

use crate::citizen::fields;
use crate::counter;
use crate::error;
use crate::extract::Desk;
use crate::middleware::Form;
use crate::page::Errors;
use crate::t;

pub(super) async fn show(desk: Desk) -> Response {
    page(&desk, &Form::default(), &Errors::new(desk.view.lang))
}

pub(super) async fn submit(desk: Desk, form: Form) -> Response {
    let opened = match Wish::parse(form.trimmed("wish")) {
        Some(wish) => {
            open(
                &desk.app,
                &desk.cx,
                &Open {
                    number: form.get("number"),
                    wish,
                },
            )
            .await
        }
        None => Err(Fault::new("wish", "wish-missing").into()),
    };
    match opened {
        Ok(case) => desk.redirect(&format!("/counter/assistance/{case}")),
        Err(error) => match error::on_form(&desk.view, desk.cx.now, &error) {
            Some(errors) => page(&desk, &form, &errors),
            None => error::page(&desk.view, &error),
        },
    }
}

fn page(desk: &Desk, form: &Form, errors: &Errors) -> Response {
    let lang = desk.view.lang;
    let call = desk.member.role == Role::CallCentre;
    let title = if call {
        t!(lang, "assistance-title-call")
    } else {
        t!(lang, "assistance-title-visit")
    };
    let script = if call {
        t!(lang, "assistance-script-call")
    } else {
        t!(lang, "assistance-script-visit")
    };
    let wishes = Radios::new("wish", t!(lang, "assistance-wish"))
        .error(errors.of("wish"))
        .value(form.trimmed("wish"))
        .items(
            Wish::ALL.map(|w| Choice::new(w.as_str(), t!(lang, &format!("wish-{}", w.as_str())))),
        );
    let body = html! {
        (counter::heading(&title))
        (InsetText::new(script))
        (desk.view.form("/counter/assistance", html! {
            (fields::number(lang, form, errors).autocomplete("off"))
            (wishes)
            (fields::submit(t!(lang, "assistance-open")))
        }))
    };
    counter::page(desk, &title)
        .errors(errors)
        .narrow()
        .respond(body)
}
