//! Asking the holder on his own phone, beside the code to his contact.

use app::assistance::{AskedOnPhone, CaseView, Wish, ask_on_phone};
use axum::extract::Path;
use axum::response::Response;
use maud::{Markup, html};
use ui::{Button, Tag, Tone};

use super::case::after;
use crate::error;
use crate::extract::Desk;
use crate::i18n::date_time;
use crate::middleware::Form;
use crate::t;

pub(super) async fn submit(desk: Desk, Path(case): Path<String>, form: Form) -> Response {
    let Ok(case) = case.parse() else {
        return error::page(&desk.view, &app::Error::NotFound);
    };
    let done = ask_on_phone(&desk.app, &desk.cx, case).await;
    after(&desk, case, &form, done).await
}

pub(super) fn offered(desk: &Desk, seen: &CaseView) -> Markup {
    let lang = desk.view.lang;
    let here = format!("/counter/assistance/{}", seen.case);
    let ask = |label: &str| match seen.next_on_phone {
        Some(time) => {
            html! { p.govuk-body { (t!(lang, "call-on-phone-next", time = date_time(time))) } }
        }
        None => {
            let button = Button::secondary(t!(lang, label)).prevent_double_click(true);
            desk.view.form(&format!("{here}/on-phone"), button)
        }
    };
    html! {
        h2.govuk-heading-m { (t!(lang, "call-on-phone")) }
        @match seen.on_phone {
            None if !Wish::parse(&seen.wish).is_some_and(Wish::on_phone) => {
                p.govuk-body { (t!(lang, "refused-call-phone-wish")) }
            }
            None => {
                p.govuk-body { (t!(lang, "call-on-phone-text")) }
                (ask("call-on-phone-ask"))
            }
            Some(AskedOnPhone::Waiting { number, until }) => {
                p.govuk-body { (t!(lang, "call-on-phone-script")) }
                p.dd-code { (number) }
                p.govuk-hint { (t!(lang, "call-on-phone-until", time = date_time(until))) }
                p.govuk-body { a.govuk-link href=(here) { (t!(lang, "call-on-phone-look")) } }
            }
            Some(AskedOnPhone::Yes) => p.govuk-body { (Tag::new(Tone::Good, t!(lang, "call-on-phone-yes"))) },
            Some(AskedOnPhone::No) => p.govuk-body { (Tag::new(Tone::Bad, t!(lang, "call-on-phone-no"))) },
            Some(AskedOnPhone::Silence) => {
                p.govuk-body { (t!(lang, "call-on-phone-silence")) }
                (ask("call-on-phone-again"))
            }
        }
    }
}
