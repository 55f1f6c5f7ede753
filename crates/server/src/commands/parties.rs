//! `parties`: stopping a client when the console is not at hand.

use app::relying_parties::desk::{resume, suspend};
use domain::actor::{Actor, Purpose};
use domain::ids::ClientId;

use crate::cli::Parties;
use crate::config::Settings;
use crate::failure::Failure;
use crate::{out, wiring};

/// Carries a command out, as the operator of the server.
pub(crate) async fn run(settings: &Settings, command: Parties) -> Result<(), Failure> {
    let app = wiring::app(settings).await?;
    let cx = app.acting(Actor::Operator, Purpose::Administration);
    match command {
        Parties::Suspend { client, words } => {
            suspend(&app, &cx, id(&client)?, &words).await?;
            out::line(format_args!("{client} is suspended."));
        }
        Parties::Resume { client } => {
            resume(&app, &cx, id(&client)?).await?;
            out::line(format_args!("{client} works again."));
        }
    }
    Ok(())
}

fn id(text: &str) -> Result<ClientId, Failure> {
    let wrong = |_| Failure::new(format!("{text} is no client; it begins with rp_"));
    text.parse().map_err(wrong)
}
