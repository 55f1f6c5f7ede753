//! Members of staff of every role.

use app::staff::{Add, add};
use app::{App, Cx};
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

/// One of each role, an officer for foreigners, the head who decides authorities' requests, and a second
/// manager, for two release a batch of events: login, name, role, unit.
const STAFF: [(&str, &str, Role, &str); 8] = [
    ("officer", "Officer, Binh Duong", Role::Officer, "CA074"),
    (
        "officer-xc074",
        "Immigration officer, Binh Duong",
        Role::Officer,
        "XC074",
    ),
    ("head", "Head of unit, Binh Duong", Role::Head, "CA074"),
    ("head-c06", "Head of department, C06", Role::Head, "C06"),
    (
        "call-centre",
        "Call-centre operator",
        Role::CallCentre,
        "TD1900",
    ),
    ("manager", "Programme manager", Role::Manager, "C06"),
    (
        "manager-2",
        "Second programme manager",
        Role::Manager,
        "C06",
    ),
    ("auditor", "Auditor", Role::Auditor, "C06"),
];

/// Adds the staff. A run that was stopped half-way has left some: those get another login.
pub(crate) async fn staff(app: &App) -> Result<Vec<Colleague>, Failure> {
    let cx = app.acting(Actor::Operator, Purpose::Administration);
    let mut staff = Vec::with_capacity(STAFF.len());
    for (word, name, role, unit) in STAFF {
        let mut source = app.db.read().await?;
        let taken = store::staff::by_login(&mut source, word).await?.is_some();
        drop(source);
        let login = if taken {
            format!("{word}-{}", app.request_id())
        } else {
            word.to_owned()
        };
        let email = format!("{word}@dinhdanh.example");
        let password = password(app);
        add(
            app,
            &cx,
            &Add {
                login: &login,
                name,
                role,
                unit,
                email: &email,
                password: &password,
            },
        )
        .await?;
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

/// A member of staff of a role, at work now.
pub(super) async fn at_work(app: &App, staff: &[Colleague], role: Role) -> Result<Cx, Failure> {
    let colleague = staff
        .iter()
        .find(|c| c.role == role.as_str())
        .ok_or_else(|| Failure::new("no such role"))?;
    let mut source = app.db.read().await?;
    let found = store::staff::by_login(&mut source, &colleague.login).await?;
    let id = found
        .ok_or_else(|| Failure::new("the staff of the demonstration is gone"))?
        .id;
    Ok(app.acting(
        Actor::Staff {
            id,
            role,
            unit: colleague.unit.clone(),
        },
        Purpose::Proofing,
    ))
}
