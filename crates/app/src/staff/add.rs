//! Adding a member of staff: from the server's own shell.

use domain::actor::Role;
use domain::contact::Email;
use domain::event::Event;
use domain::fault::{Fault, Faults};
use domain::ids::StaffId;
use domain::secret::PasswordPolicy;
use store::staff::{self, Staff};

use crate::{App, Cx, Error, Result, entry_with};

/// Who is added.
#[derive(Debug)]
pub struct Add<'a> {
    /// Name to sign in with: small letters, digits, dots, hyphens.
    pub login: &'a str,
    /// Name for colleagues.
    pub name: &'a str,
    /// Role.
    pub role: Role,
    /// Code of the unit.
    pub unit: &'a str,
    /// Where codes go.
    pub email: &'a str,
    /// First password.
    pub password: &'a str,
}

fn login(text: &str) -> std::result::Result<String, Fault> {
    let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '.' | '-');
    if (3..=40).contains(&text.len()) && text.chars().all(fits) {
        Ok(text.to_owned())
    } else {
        Err(Fault::new("login", "login-form"))
    }
}

/// Adds a member of staff.
pub async fn add(app: &App, cx: &Cx, command: &Add<'_>) -> Result<StaffId> {
    if !matches!(
        cx.actor,
        domain::actor::Actor::Operator | domain::actor::Actor::System
    ) {
        return Err(Error::Forbidden);
    }
    let mut faults = Faults::default();
    let login = faults.take(login(command.login));
    let email = faults.take(Email::parse(command.email).map_err(|e| Fault::new("email", e.code())));
    if command.password.chars().count() < PasswordPolicy::default().lengths().0 {
        faults.push(
            Fault::new("password", "password-too-short")
                .with("limit", PasswordPolicy::default().lengths().0),
        );
    }
    let (Some(login), Some(email), true) = (login, email, faults.is_empty()) else {
        return Err(faults.into());
    };
    let password = app.hasher.hash(command.password, app.random()).await?;
    let id = app.id(StaffId::from_bytes);
    let staff = Staff {
        id,
        login: login.clone(),
        name: command.name.to_owned(),
        role: command.role,
        unit: command.unit.to_owned(),
        email: email.as_str().to_owned(),
        password,
        disabled: false,
    };
    let mut tx = app.db.begin().await?;
    if !staff::insert(&mut tx, &staff).await? {
        return Err(Fault::new("login", "login-taken").into());
    }
    let detail = serde_json::json!({ "staff": id, "role": command.role, "unit": command.unit });
    tx.commit(entry_with(
        app,
        cx,
        Event::StaffAdded,
        store::audit::NOBODY,
        detail,
    ))
    .await?;
    Ok(id)
}
