//! Other bodies: those whose registers we ask, and those that ask ours.

pub(crate) mod key;
#[cfg(test)]
mod tests;

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use adapters::registers::{Embedded, Identity, Limits, Routed, Source};
use app::App;
use app::exchange::{Answering, Asker, Book, Party};
use app::ports::{Clock, Entropy, Registers};
use axum::Router;
use jiff::SignedDuration;
use store::Db;

use crate::config::{Settings, fingerprint, public_keys, remote_registers};
use crate::failure::{Failure, at};
use crate::http::{Bound, bind, exchange_acceptor};

/// What a book is kept with.
pub(crate) struct Ground<'a> {
    pub(crate) db: &'a Db,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) entropy: Arc<dyn Entropy>,
}

fn book(settings: &Settings, ground: &Ground<'_>) -> Result<Book, Failure> {
    Ok(Book::new(
        ground.db.clone(),
        (ground.clock.clone(), ground.entropy.clone()),
        &settings.registers.name,
        key::current(settings)?,
    ))
}

/// The registers, each where it is.
pub(crate) fn registers(
    settings: &Settings,
    ground: &Ground<'_>,
) -> Result<Arc<dyn Registers>, Failure> {
    let here = Arc::new(Embedded::new(ground.db.clone()));
    if settings.registers.remote.is_empty() {
        return Ok(here);
    }
    Ok(Arc::new(Routed::new(here, sources(settings, ground)?)))
}

/// The sources that are configured.
pub(crate) fn sources(settings: &Settings, ground: &Ground<'_>) -> Result<Vec<Source>, Failure> {
    let book = book(settings, ground)?;
    let remote = settings.registers.remote.iter();
    remote
        .map(|(name, remote)| {
            let place = format!("registers.remote.{name}");
            let read = |file: &Path| {
                std::fs::read(file).map_err(at(format!("{place}: {}", file.display())))
            };
            let settings = adapters::registers::Settings {
                party: Party {
                    name: name.clone(),
                    keys: public_keys(&remote.keys).map_err(Failure::new)?,
                },
                url: remote.url.clone(),
                registers: remote_registers(&remote.registers).map_err(Failure::new)?,
                identity: Identity {
                    certificate: read(&remote.certificate_file)?,
                    key: read(&remote.key_file)?,
                    authorities: read(&remote.ca_file)?,
                },
                limits: Limits {
                    connect: span(remote.connect_timeout),
                    answer: span(remote.timeout),
                    attempts: remote.attempts,
                    pause: span(remote.pause),
                    failures: remote.failures,
                    rest: remote.rest,
                    per_minute: remote.per_minute,
                    patience: remote.patience,
                    found_for: remote.found_for,
                    none_for: remote.none_for,
                },
            };
            Source::new(settings, book.clone()).map_err(at(place))
        })
        .collect()
}

fn span(span: SignedDuration) -> Duration {
    Duration::try_from(span).unwrap_or_default()
}

/// The listener for bodies that ask, and who answers there; nothing where it is not configured.
pub(crate) async fn listener(
    settings: &Settings,
    app: &App,
) -> Result<Option<(Bound, Router)>, Failure> {
    let section = &settings.registers;
    if section.listen.is_empty() {
        return Ok(None);
    }
    let acceptor = exchange_acceptor(section)?;
    let askers = section.askers.iter().map(|(name, asker)| {
        let party = Party {
            name: name.clone(),
            keys: public_keys(&asker.keys)?,
        };
        let certificates = asker.certificates.iter().map(|text| fingerprint(text));
        Ok(Asker::new(
            party,
            certificates.collect::<Result<_, String>>()?,
            remote_registers(&asker.registers)?,
            asker.per_minute,
        ))
    });
    let askers = askers
        .collect::<Result<_, String>>()
        .map_err(Failure::new)?;
    let ground = Ground {
        db: &app.db,
        clock: app.clock.clone(),
        entropy: app.entropy.clone(),
    };
    // Those that are here: what another body runs is asked of that body.
    let here = Arc::new(Embedded::new(app.db.clone()));
    let remote = section.remote.values();
    let away: Vec<_> = remote
        .map(|body| remote_registers(&body.registers))
        .collect::<Result<_, _>>()
        .map_err(Failure::new)?;
    let here = (here as Arc<dyn Registers>, away.concat());
    let answering = Answering::new(book(settings, &ground)?, here, askers);
    let address = section.listen.parse().map_err(at("registers.listen"))?;
    let bound = bind(address).await?.with_tls(acceptor);
    Ok(Some((bound, web::register_exchange(Arc::new(answering)))))
}
