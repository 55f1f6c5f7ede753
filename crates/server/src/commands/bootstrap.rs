//! `bootstrap`: the first member of staff, who can then let in the others.

use app::App;
use app::staff::{Add, add};
use domain::actor::{Actor, Purpose, Role};

use crate::config::Settings;
use crate::failure::Failure;
use crate::{out, wiring};

/// Who is added.
pub(crate) struct Person<'a> {
    pub(crate) login: &'a str,
    pub(crate) name: &'a str,
    pub(crate) role: &'a str,
    pub(crate) unit: &'a str,
    pub(crate) email: &'a str,
}

/// Adds a member of staff and says the password once.
pub(crate) async fn staff(settings: &Settings, person: &Person<'_>) -> Result<(), Failure> {
    let roles = Role::ALL.map(Role::as_str).join(", ");
    let role = Role::parse(person.role).ok_or_else(|| {
        Failure::new(format!(
            "there is no role {}; choose of {roles}",
            person.role
        ))
    })?;
    let app = wiring::app(settings).await?;
    let password = password(&app);
    let cx = app.acting(Actor::Operator, Purpose::Administration);
    let command = Add {
        login: person.login,
        name: person.name,
        role,
        unit: person.unit,
        email: person.email,
        password: &password,
    };
    add(&app, &cx, &command).await?;
    out::line(format_args!(
        "{} may sign in at {}/counter with this password, shown once:",
        person.login, settings.server.public_url
    ));
    out::line(password);
    Ok(())
}

/// Twenty characters of 32 that cannot be taken for one another: 100 bits.
pub(crate) fn password(app: &App) -> String {
    const SIGNS: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";
    let bytes: [u8; 20] = app.random();
    let signs: Vec<char> = bytes
        .iter()
        .filter_map(|b| SIGNS.get(usize::from(b & 31)).map(|sign| char::from(*sign)))
        .collect();
    signs
        .chunks(5)
        .map(|group| group.iter().collect::<String>())
        .collect::<Vec<_>>()
        .join("-")
}
