//! What the checks allow.

use app::assistance::{
    AccountView, CaseView, Proof, lock as lock_account, remove_device, reopen_activation,
    unlock as unlock_account,
};
use axum::extract::Path;
use axum::response::Response;
use domain::fault::Fault;
use domain::hold::LockReason;
use maud::{Markup, html};
use ui::{Button, Choice, InsetText, Radios};

use super::case::after;
use super::phone;
use crate::citizen::lock::words;
use crate::error;
use crate::extract::Desk;
use crate::i18n::date_time;
use crate::middleware::Form;
use crate::page::Errors;
use crate::t;

fn unknown(desk: &Desk) -> Response {
    error::page(&desk.view, &app::Error::NotFound)
}

pub(super) async fn lock(desk: Desk, Path(case): Path<String>, form: Form) -> Response {
    let Ok(case) = case.parse() else {
        return unknown(&desk);
    };
    let done = match LockReason::parse(form.trimmed("reason")) {
        Some(reason) => lock_account(&desk.app, &desk.cx, case, reason)
            .await
            .map(|_| ()),
        None => Err(Fault::new("reason", "lock-reason").into()),
    };
    after(&desk, case, &form, done).await
}

pub(super) async fn unlock(desk: Desk, Path(case): Path<String>, form: Form) -> Response {
    let Ok(case) = case.parse() else {
        return unknown(&desk);
    };
    let done = unlock_account(&desk.app, &desk.cx, case).await.map(|_| ());
    after(&desk, case, &form, done).await
}

pub(super) async fn activation(desk: Desk, Path(case): Path<String>, form: Form) -> Response {
    let Ok(case) = case.parse() else {
        return unknown(&desk);
    };
    let done = reopen_activation(&desk.app, &desk.cx, case)
        .await
        .map(|_| ());
    after(&desk, case, &form, done).await
}

pub(super) async fn device(desk: Desk, Path(case): Path<String>, form: Form) -> Response {
    let (Ok(case), Ok(device)) = (case.parse(), form.get("device").parse()) else {
        return unknown(&desk);
    };
    let done = remove_device(&desk.app, &desk.cx, case, device).await;
    after(&desk, case, &form, done).await
}

/// UX-1: weak proof suffices: it only stops something.
pub(super) async fn lost_phone(desk: Desk, Path(case): Path<String>, form: Form) -> Response {
    let Ok(case) = case.parse() else {
        return unknown(&desk);
    };
    let done = app::lost_phone::stop_in_call(&desk.app, &desk.cx, case).await;
    after(&desk, case, &form, done).await
}

/// The acts open to this call now, or why there are none.
pub(super) fn offered(desk: &Desk, seen: &CaseView, form: &Form, errors: &Errors) -> Markup {
    let lang = desk.view.lang;
    html! {
        h2.govuk-heading-m { (t!(lang, "call-acts")) }
        @match &seen.account {
            Some(account) => {
                @if !account.others.is_empty() {
                    @let grounds: Vec<String> = account.others.iter().map(|g| t!(lang, &format!("ground-{}", g.as_str()))).collect();
                    (InsetText::new(t!(lang, "call-other-grounds", grounds = grounds.join(", "))))
                }
                @if let Some(until) = account.short_until {
                    @let until = date_time(until);
                    (InsetText::new(t!(lang, "call-short-lock", time = until)))
                }
                @if let Some((device, time)) = &account.lost_phone {
                    (InsetText::new(t!(lang, "call-lost-phone", device = device.as_str(), time = date_time(*time))))
                    (desk.view.form(&format!("/counter/assistance/{}/lost-phone", seen.case), Button::warning(t!(lang, "call-lost-phone-stop")).prevent_double_click(true)))
                }
                @if account.own_lock && account.short_until.is_none() { p.govuk-body { (t!(lang, "call-is-locked")) } } @else { (lock_form(desk, seen, form, errors)) }
                @if seen.proof == Proof::Strong { (strong(desk, seen, account)) } @else { p.govuk-body { (t!(lang, "call-needs-strong")) } }
            }
            None => { p.govuk-body { (t!(lang, "call-needs-weak")) } }
        }
    }
}

fn lock_form(desk: &Desk, seen: &CaseView, form: &Form, errors: &Errors) -> Markup {
    let lang = desk.view.lang;
    let reasons = Radios::new("reason", t!(lang, "call-lock-reason"))
        .error(errors.of("reason"))
        .value(form.trimmed("reason"))
        .items(LockReason::ALL.map(|r| Choice::new(r.as_str(), words::reason(lang, r))));
    desk.view.form(
        &format!("/counter/assistance/{}/lock", seen.case),
        html! { (reasons) (Button::warning(t!(lang, "call-lock")).prevent_double_click(true)) },
    )
}

fn strong(desk: &Desk, seen: &CaseView, account: &AccountView) -> Markup {
    let lang = desk.view.lang;
    let to = |what: &str| format!("/counter/assistance/{}/{what}", seen.case);
    html! {
        @if account.own_lock {
            (desk.view.form(&to("unlock"), Button::new(t!(lang, "call-unlock")).prevent_double_click(true)))
        }
        @if account.lapsed {
            (desk.view.form(&to("activation"), Button::new(t!(lang, "call-activation")).prevent_double_click(true)))
        }
        (phone::offered(desk, seen))
        @for device in &account.devices {
            @let bound = date_time(device.bound);
            p.govuk-body { (t!(lang, "call-device", name = device.name.as_str(), time = bound)) }
            (desk.view.form(&to("device"), html! {
                input type="hidden" name="device" value=(device.id);
                (Button::secondary(t!(lang, "call-device-remove", name = device.name.as_str())))
            }))
        }
    }
}
