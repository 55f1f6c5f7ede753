//! Which registers are loaded and answer; closing and opening one.

use domain::authority::{Operation, require};
use domain::event::Event;
use domain::fault::Fault;
use domain::registers::Register;
use store::audit::NOBODY;
use store::registers::state::{self as table, State};

use crate::record::entry_with;
use crate::{App, Cx, Error, Result};

/// Every register with what it holds, the never loaded ones too.
pub async fn state(app: &App, cx: &Cx) -> Result<Vec<State>> {
    require(&cx.actor, Operation::ReadRegisters)?;
    Ok(table::list(&mut app.db.read().await?).await?)
}

/// Opens a register to questions, or closes it.
#[derive(Debug, Clone)]
pub struct Switch {
    /// Which.
    pub register: Register,
    /// Whether it answers from now on.
    pub open: bool,
    /// Why it is closed; at most 200 characters.
    pub note: String,
}

/// I6: a closed register is silent, and whoever asks it waits; nobody is refused because of it.
pub async fn switch(app: &App, cx: &Cx, command: Switch) -> Result<State> {
    require(&cx.actor, Operation::RunRegister)?;
    let note = if command.open {
        ""
    } else {
        command.note.trim()
    };
    if note.chars().count() > 200 || note.chars().any(char::is_control) {
        return Err(Fault::new("note", "note-too-long").with("most", 200).into());
    }
    let mut tx = app.db.begin().await?;
    let mut state = table::find(&mut tx, command.register).await?;
    if state.loaded.is_none() {
        return Err(Error::Refused("register-not-loaded"));
    }
    if state.answering == command.open && state.note == note {
        return Ok(state);
    }
    table::switch(&mut tx, command.register, command.open, note).await?;
    if command.open {
        // DOC-r1: who waited for it is asked again at once.
        crate::documents::wake(&mut tx, app, cx, None).await?;
        crate::counter::proofing::wake(&mut tx, cx).await?;
    }
    let detail = serde_json::json!({ "register": command.register.as_str(), "open": command.open, "note": note });
    tx.commit(entry_with(app, cx, Event::RegisterSwitched, NOBODY, detail))
        .await?;
    state.answering = command.open;
    note.clone_into(&mut state.note);
    if command.open {
        app.wake.notify_one();
    }
    Ok(state)
}
