//! The people of the demonstration, brought to where they stand through the use cases.

use app::App;
use app::staff::{Add, add};
use country::CastMember;
use domain::actor::{Actor, Purpose, Role};
use serde::{Deserialize, Serialize};

use crate::commands::bootstrap::password;
use crate::failure::Failure;

/// A member of staff to sign in as.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Colleague {
    pub(crate) login: String,
    pub(crate) role: String,
    pub(crate) name: String,
    pub(crate) unit: String,
    pub(crate) email: String,
    pub(crate) password: String,
}

/// One of each role: login, name, role, unit.
const STAFF: [(&str, &str, Role, &str); 5] = [
    ("officer", "Officer, Binh Duong", Role::Officer, "CA074"),
    ("head", "Head of unit, Binh Duong", Role::Head, "CA074"),
    ("call-centre", "Call-centre operator", Role::CallCentre, "TD1900"),
    ("manager", "Programme manager", Role::Manager, "C06"),
    ("auditor", "Auditor", Role::Auditor, "C06"),
];

/// Adds the staff. A run that was stopped half-way has left some: those get another login.
pub(crate) async fn staff(app: &App) -> Result<Vec<Colleague>, Failure> {
    let cx = app.acting(Actor::Operator, Purpose::Administration);
    let mut staff = Vec::with_capacity(STAFF.len());
    for (word, name, role, unit) in STAFF {
        let taken = async {
            let mut source = app.db.read().await?;
            store::staff::by_login(&mut source, word).await
        };
        let login = if taken.await?.is_none() { word.to_owned() } else { format!("{word}-{}", app.request_id()) };
        let email = format!("{word}@dinhdanh.example");
        let password = password(app);
        add(app, &cx, &Add { login: &login, name, role, unit, email: &email, password: &password }).await?;
        staff.push(Colleague {
            login,
            role: role.as_str().to_owned(),
            name: name.to_owned(),
            unit: unit.to_owned(),
            email,
            password,
        });
    }
    Ok(staff)
}

/// Brings the cast to interesting states.
pub(crate) async fn story(_app: &App, _cast: &[CastMember], _staff: &[Colleague]) -> Result<(), Failure> {
    Ok(())
}
