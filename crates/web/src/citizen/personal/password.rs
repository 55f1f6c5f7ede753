//! APP-4: changing the password; everybody signs in again.

use app::authenticator::{self, State};
use app::credentials::{ChangePassword, OldWays, change_password};
use app::passkeys;
use axum::response::Response;
use maud::html;
use ui::{Checkboxes, Choice};

use crate::citizen::{activate::password_rules, fields};
use crate::error;
use crate::extract::{Cookie, Signed};
use crate::middleware::Form;
use crate::page::{Audience, Errors, Page};
use crate::t;

pub(super) async fn show(signed: Signed) -> Response {
    page(&signed, OldWays::End, &Errors::new(signed.view.lang)).await
}

pub(super) async fn submit(signed: Signed, form: Form) -> Response {
    let command = ChangePassword {
        old: form.get("old_password"),
        new: form.get("password"),
        passcode: form.get("passcode"),
        others: OldWays::kept(form.get("keep_others") == "yes"),
    };
    match change_password(&signed.app, &signed.cx, &command).await {
        Ok(()) => signed.go("/sign-in?out=1", [signed.cookies.remove(Cookie::Session)]),
        Err(error) => match error::on_form(&signed.view, signed.cx.now, &error) {
            Some(errors) => page(&signed, command.others, &errors).await,
            None => error::page(&signed.view, &error),
        },
    }
}

/// Ways to sign in beside the password, by their names.
async fn others(signed: &Signed) -> app::Result<Vec<String>> {
    let passkeys = passkeys::list(&signed.app, &signed.cx).await?;
    let mut names: Vec<String> = passkeys.into_iter().map(|own| own.name).collect();
    match authenticator::state(&signed.app, &signed.cx).await? {
        State::Confirmed { .. } => names.push(t!(signed.view.lang, "authenticator-title")),
        State::None | State::Begun { .. } => {}
    }
    Ok(names)
}

/// The box stands there only where there is something to keep; what somebody else makes meanwhile ends.
async fn page(signed: &Signed, old: OldWays, errors: &Errors) -> Response {
    let others = match others(signed).await {
        Ok(others) => others,
        Err(error) => return error::page(&signed.view, &error),
    };
    let lang = signed.view.lang;
    let title = t!(lang, "password-title");
    let keep = Choice::new("yes", t!(lang, "password-keep-others-yes"));
    let body = html! {
        (fields::heading(&title, Some(t!(lang, "password-text"))))
        p.govuk-body { (password_rules(lang, signed.app.config.password_policy)) }
        (signed.view.form("/personal/password", html! {
            (fields::password(lang, "old_password", t!(lang, "field-old-password"), errors, false))
            (fields::password(lang, "password", t!(lang, "field-new-password"), errors, true))
            (fields::passcode(lang, t!(lang, "field-passcode"), errors))
            @if !others.is_empty() {
                (Checkboxes::new("keep_others", t!(lang, "password-keep-others"))
                    .hint(t!(lang, "password-keep-others-some", names = others.join(", ")))
                    .items([keep.checked(old == OldWays::Keep)]))
            }
            (fields::submit(t!(lang, "password-change")))
        }))
    };
    Page::new(&signed.view, Audience::Citizen, &title)
        .errors(errors)
        .narrow()
        .back("/personal/sign-in")
        .respond(body)
}
