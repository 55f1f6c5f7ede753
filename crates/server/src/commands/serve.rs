//! `serve` and `work`.

use std::time::Duration;

use app::App;
use axum::Router;

use crate::config::{Settings, faults};
use crate::exchange;
use crate::failure::Failure;
use crate::http::{self, Bound, Health};
use crate::stop::{self, Stop};
use crate::wiring;
use crate::worker::{self, Worker};

/// Listeners, application and more routes for the management listener.
pub(crate) struct Service {
    pub(crate) app: App,
    pub(crate) public: Bound,
    pub(crate) management: Bound,
    /// For services that show certificates.
    pub(crate) mtls: Option<Bound>,
    /// For bodies that ask our registers.
    pub(crate) asked: Option<(Bound, Router)>,
    pub(crate) more: Router,
    pub(crate) work: bool,
}

/// Serves people.
pub(crate) async fn serve(settings: &Settings, work: bool) -> Result<(), Failure> {
    checked(settings, true)?;
    let stop = stop::listen()?;
    let public = http::bind(settings.server.listen).await?;
    let management = http::bind(settings.server.management_listen).await?;
    let mtls = http::bind_mtls(settings).await?;
    let app = wiring::serving(settings).await?;
    let asked = exchange::listener(settings, &app).await?;
    run(
        settings,
        Service {
            app,
            public,
            management,
            mtls,
            asked,
            more: Router::new(),
            work,
        },
        stop,
    )
    .await
}

/// Makes or opens the keys that sign tokens before somebody waits for them; a module that fails is seen now.
async fn open_keys(app: App) {
    if let Err(failure) = app::relying_parties::published(&app, &app.system()).await {
        tracing::error!(error = %failure, "no keys to sign tokens with");
    }
}

/// Runs a service until it is asked to stop.
pub(crate) async fn run(settings: &Settings, service: Service, stop: Stop) -> Result<(), Failure> {
    let Service {
        app,
        public,
        management,
        mtls,
        asked,
        more,
        work,
    } = service;
    let metrics = http::recorder()?;
    let worker = work.then(|| Worker::start(&app, &stop));
    let health = Health {
        app: app.clone(),
        worker: worker.as_ref().map(|w| w.heartbeat.clone()),
    };
    let drain = Duration::try_from(settings.server.drain).unwrap_or_default();
    tracing::info!(listen = %public.address, management = %management.address, engine = app.db.engine(), "serving");
    stop::tell_ready();
    let keys = open_keys(app.clone());
    let gallery = worker::gallery(app.clone(), stop.clone());
    let called = async {
        match mtls {
            Some(bound) => {
                tracing::info!(listen = %bound.address, "serving services with certificates");
                let router = http::back_channel(app.clone(), settings);
                http::serve(bound, router, drain, stop.clone()).await
            }
            None => Ok(()),
        }
    };
    let questions = async {
        match asked {
            Some((bound, router)) => {
                tracing::info!(listen = %bound.address, "answering other bodies");
                http::serve(bound, router, drain, stop.clone()).await
            }
            None => Ok(()),
        }
    };
    let pages = http::serve(
        public,
        http::public(app.clone(), settings),
        drain,
        stop.clone(),
    );
    // The management listener answers while the last requests finish.
    let manage = http::serve(
        management,
        http::router(health, metrics).merge(more),
        Duration::from_secs(1),
        stop.clone(),
    );
    let (pages, called, questions, manage, (), ()) =
        tokio::join!(pages, called, questions, manage, keys, gallery);
    if let Some(worker) = worker {
        worker.finish().await;
    }
    pages.and(called).and(questions).and(manage)
}

/// Does the waiting work.
pub(crate) async fn work(settings: &Settings) -> Result<(), Failure> {
    checked(settings, true)?;
    let stop = stop::listen()?;
    let app = wiring::working(settings).await?;
    let worker = Worker::start(&app, &stop);
    tracing::info!(engine = app.db.engine(), "working");
    stop::tell_ready();
    stop::asked(stop).await;
    worker.finish().await;
    Ok(())
}

fn checked(settings: &Settings, serving: bool) -> Result<(), Failure> {
    let faults = faults(settings, serving);
    if faults.is_empty() {
        Ok(())
    } else {
        Err(Failure::new(faults.join("\n          ")))
    }
}
