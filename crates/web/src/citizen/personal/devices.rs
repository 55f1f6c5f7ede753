//! APP-10: the list of devices, and the code for a new one that waits (APP-9).

use app::signin::{devices, pending_device_code, remove_own};
use axum::response::Response;
use maud::html;
use store::session::Device;
use ui::{Button, InsetText, NotificationBanner, Row, SummaryList};

use crate::error;
use crate::extract::Signed;
use crate::i18n::date_time;
use crate::middleware::Form;
use crate::page::{Audience, Page};
use crate::t;

pub(super) async fn show(signed: Signed) -> Response {
    let code = pending_device_code(&signed.app, &signed.cx).await;
    match (devices(&signed.app, &signed.cx).await, code) {
        (Ok(list), Ok(code)) => page(&signed, &list, code.as_deref()),
        (Err(error), _) | (_, Err(error)) => error::page(&signed.view, &error),
    }
}

pub(super) async fn remove(signed: Signed, form: Form) -> Response {
    let Ok(device) = form.get("device").parse() else {
        return error::page(&signed.view, &app::Error::NotFound);
    };
    match remove_own(&signed.app, &signed.cx, device).await {
        Ok(()) => signed.redirect("/personal/devices"),
        Err(error) => error::page(&signed.view, &error),
    }
}

fn page(signed: &Signed, list: &[Device], code: Option<&str>) -> Response {
    let view = &signed.view;
    let lang = view.lang;
    let title = t!(lang, "devices-title");
    let body = html! {
        h1.govuk-heading-l { (title) }
        @if let Some(code) = code {
            (NotificationBanner::new(t!(lang, "devices-new"), html! {
                p.govuk-body { (t!(lang, "devices-new-text")) }
                p.dd-code { (code) }
            }))
        }
        p.govuk-body { (t!(lang, "devices-text")) }
        @for device in list {
            @let here = signed.session.device == Some(device.id);
            h2.govuk-heading-m { (device.name) @if here { " – " (t!(lang, "devices-this")) } }
            (SummaryList::new([
                Row::new(t!(lang, "devices-bound"), date_time(device.bound)),
                Row::new(t!(lang, "devices-seen"), date_time(device.seen)),
            ]))
            (view.form("/personal/devices/remove", html! {
                input type="hidden" name="device" value=(device.id);
                (Button::secondary(t!(lang, "devices-remove", name = device.name.as_str())))
            }))
        }
        @if list.is_empty() { (InsetText::new(t!(lang, "devices-none"))) }
    };
    Page::new(view, Audience::Citizen, &title)
        .back("/personal")
        .respond(body)
}
