//! Numbers for Prometheus. Labels name routes and answers, never people.

use std::time::Duration;

use app::App;
use axum::extract::{MatchedPath, Request};
use axum::middleware::Next;
use axum::response::Response;
use metrics::{counter, gauge, histogram};
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};
use tokio::time::Instant;

use crate::failure::Failure;

const REQUESTS: &str = "dinhdanh_http_requests_total";
const DURATION: &str = "dinhdanh_http_request_duration_seconds";
const BUCKETS: [f64; 10] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 5.0];

/// Starts counting.
pub(crate) fn recorder() -> Result<PrometheusHandle, Failure> {
    let failed = |e: &dyn std::fmt::Display| Failure::new(format!("metrics: {e}"));
    let builder = PrometheusBuilder::new()
        .set_buckets_for_metric(Matcher::Full(DURATION.to_owned()), &BUCKETS)
        .map_err(|e| failed(&e))?;
    let recorder = builder.build_recorder();
    let handle = recorder.handle();
    metrics::set_global_recorder(recorder).map_err(|e| failed(&e))?;
    gauge!("dinhdanh_build_info", "version" => env!("CARGO_PKG_VERSION")).set(1.0);
    Ok(handle)
}

/// Counts a request by its route, not by its path: paths may hold identifiers.
pub(crate) async fn count(request: Request, next: Next) -> Response {
    let route = request
        .extensions()
        .get::<MatchedPath>()
        .map_or_else(|| "none".to_owned(), |m| m.as_str().to_owned());
    let method = method(request.method());
    let started = Instant::now();
    let response = next.run(request).await;
    let status = response.status().as_u16().to_string();
    histogram!(DURATION, "method" => method, "route" => route.clone())
        .record(started.elapsed().as_secs_f64());
    counter!(REQUESTS, "method" => method, "route" => route, "status" => status).increment(1);
    response
}

/// Only known words: a stranger must not fill the memory with labels.
fn method(method: &axum::http::Method) -> &'static str {
    match method.as_str() {
        "GET" => "GET",
        "HEAD" => "HEAD",
        "POST" => "POST",
        "PUT" => "PUT",
        "PATCH" => "PATCH",
        "DELETE" => "DELETE",
        _ => "other",
    }
}

/// Sets the numbers that are read, not counted.
pub(crate) async fn refresh(app: &App, worker_age: Option<Duration>) {
    if let Some(bytes) = resident() {
        gauge!("process_resident_memory_bytes").set(bytes);
    }
    if let Some(age) = worker_age {
        gauge!("dinhdanh_worker_heartbeat_age_seconds").set(age.as_secs_f64());
    }
    let now = app.clock.now();
    let counts = async { store::job::counts(&mut app.db.scan().await?, now).await };
    match counts.await {
        Ok((due, later, dead, oldest)) => {
            for (state, number) in [("due", due), ("later", later), ("dead", dead)] {
                gauge!("dinhdanh_jobs", "state" => state)
                    .set(f64::from(i32::try_from(number).unwrap_or(i32::MAX)));
            }
            gauge!("dinhdanh_job_oldest_due_age_seconds")
                .set(now.duration_since(oldest).as_secs_f64().max(0.0));
        }
        Err(error) => tracing::warn!(%error, "jobs could not be counted"),
    }
}

/// Resident memory of this process, where the system tells it in pages of 4 KiB.
fn resident() -> Option<f64> {
    let text = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = text.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    let kib: u32 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(f64::from(kib) * 1024.0)
}
