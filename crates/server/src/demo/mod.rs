//! `demo`: a synthetic country, made, loaded and served by one command.

mod clock;
mod doors;
mod made;
mod people;
mod story;

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;

use adapters::clock::DemoClock;
use adapters::gateway::Routes;
use adapters::post_office::PostOffice;
use app::App;

use crate::cli::Demo;
use crate::commands::serve::{Service, run as serve};
use crate::config::{Secret, Settings};
use crate::failure::{Failure, at};
use crate::wiring::{self, Outside};
use crate::{exchange, http, out, stop};

/// Makes what is missing, then serves.
pub(crate) async fn run(flags: Demo, mut settings: Settings) -> Result<(), Failure> {
    std::fs::create_dir_all(&flags.data_dir).map_err(at(flags.data_dir.display()))?;
    let stop = stop::listen()?;
    if flags.make_only {
        settings.server.public_url = public_url(&flags, flags.listen);
        // To an engine for faces the portraits drawn for the cast are one person's.
        settings.biometrics.models.clear();
        let (app, _) = open(&flags, &mut settings).await?;
        return made::make(&app, &flags, &stop).await;
    }
    let public = http::bind(flags.listen).await?;
    let management = http::bind(flags.management_listen).await?;
    let mtls = http::bind_mtls(&settings).await?;
    if let (Some(bound), true) = (&mtls, settings.mtls.public_url.is_empty()) {
        settings.mtls.public_url = format!("https://{}", reachable(bound.address));
    }
    settings.server.public_url = public_url(&flags, public.address);
    let made = made::ready(&flags, public.address, &stop).await?;
    let (app, clock) = open(&flags, &mut settings).await?;
    let asked = exchange::listener(&settings, &app).await?;
    let story = story::Story::new(&settings, management.address, &flags.data_dir, &made)?;
    out::line(match flags.report.output {
        crate::cli::Output::Json => story.json(),
        crate::cli::Output::Text => story.text(),
    });
    let more = doors::router(app.clone(), clock, flags.data_dir.clone());
    serve(
        &settings,
        Service {
            app,
            public,
            management,
            mtls,
            asked,
            more,
            work: true,
        },
        stop,
    )
    .await
}

async fn open(flags: &Demo, settings: &mut Settings) -> Result<(App, Clock), Failure> {
    let folder = flags.data_dir.display();
    settings.database.url = Secret::new(
        flags
            .database_url
            .clone()
            .unwrap_or_else(|| format!("sqlite:{folder}/demo.sqlite")),
    );
    // The cast has drawn prints on record, and the engine needs no files.
    settings.biometrics.fingerprints = true;
    settings.database.master_key_file = flags.data_dir.join("master.key");

    let clock = Arc::new(clock::open(&flags.data_dir, flags.start_at)?);
    let db = wiring::database(settings).await?;
    let office = Arc::new(PostOffice::new(db.clone(), clock.clone()));
    let gateway = Arc::new(Routes {
        sms: office.clone(),
        email: office,
    });
    let outside = Outside {
        clock: clock.clone(),
        gateway,
        faces: wiring::faces(settings)?,
        fingers: wiring::fingers(settings),
    };
    let app = wiring::assemble(settings, db, outside, true)?;
    Ok((app, clock))
}

fn public_url(flags: &Demo, address: SocketAddr) -> String {
    match &flags.host {
        Some(host) => format!("http://{host}:{}", address.port()),
        None => format!("http://{}", reachable(address)),
    }
}

/// An address for a browser on this machine.
fn reachable(address: SocketAddr) -> SocketAddr {
    let ip = match address.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
        IpAddr::V6(ip) if ip.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
        ip @ (IpAddr::V4(_) | IpAddr::V6(_)) => ip,
    };
    SocketAddr::new(ip, address.port())
}

/// The movable clock of this demonstration.
pub(crate) type Clock = Arc<DemoClock>;
