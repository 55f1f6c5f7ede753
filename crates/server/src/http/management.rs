//! The management listener's pages, and the frame of the public ones.

use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::IntoResponse;
use axum::routing::get;
use axum::{Json, Router, middleware};
use metrics_exporter_prometheus::PrometheusHandle;
use serde_json::json;

use super::health::Health;
use super::measure;
use crate::config::Settings;

fn web_settings(settings: &Settings) -> web::Settings {
    web::Settings {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        trusted_proxies: settings.server.trusted_proxies.clone(),
        client_cert: settings.mtls.client_cert_header,
    }
}

/// The public service, counted.
pub(crate) fn public(app: app::App, settings: &Settings) -> Router {
    web::router(app, web_settings(settings)).layer(middleware::from_fn(measure::count))
}

/// What services call with a certificate, counted. Nobody stands between them and us, so nobody's word about the
/// caller is taken.
pub(crate) fn back_channel(app: app::App, settings: &Settings) -> Router {
    let settings = web::Settings {
        trusted_proxies: Vec::new(),
        client_cert: false,
        ..web_settings(settings)
    };
    web::back_channel(app, settings).layer(middleware::from_fn(measure::count))
}

#[derive(Clone)]
struct Management {
    health: Health,
    metrics: PrometheusHandle,
}

/// Health, readiness, metrics.
pub(crate) fn router(health: Health, metrics: PrometheusHandle) -> Router {
    Router::new()
        .route("/health/live", get(live))
        .route("/health/started", get(live))
        .route("/health/ready", get(ready))
        .route("/metrics", get(numbers))
        .with_state(Management { health, metrics })
}

async fn live() -> impl IntoResponse {
    Json(json!({ "status": "up" }))
}

async fn ready(State(state): State<Management>) -> impl IntoResponse {
    let checks = state.health.checks().await;
    let fine = checks.iter().all(|check| check.ok);
    let status = if fine {
        StatusCode::OK
    } else {
        StatusCode::SERVICE_UNAVAILABLE
    };
    (
        status,
        Json(json!({ "status": if fine { "ready" } else { "not ready" }, "checks": checks })),
    )
}

async fn numbers(State(state): State<Management>) -> impl IntoResponse {
    measure::refresh(
        &state.health.app,
        state.health.worker.as_ref().map(|beat| beat.age()),
    )
    .await;
    state.metrics.run_upkeep();
    (
        [(CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")],
        state.metrics.render(),
    )
}
