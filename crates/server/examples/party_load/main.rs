//! Load on an `OpenID` provider, ours or another, by closed loops: each connection waits for its answer.
//!
//! `party_load PEER ADDRESS SCENARIO CONNECTIONS SECONDS [FACTS [STRANGER]]`: `PEER` is `ours` or `npm`; `FACTS`
//! is what `party_world` printed, `STRANGER` how many of its people, from the end, gave their passwords before. Writes `begin` when the connections are warm, `end` when the time is over,
//! then operations a second, the median and the 99th percentile in milliseconds, and the first error.

mod gateway;
mod http;
mod peer;
mod scenario;

use std::io::Write;
use std::rc::Rc;
use std::time::{Duration, Instant};

use tokio::task::LocalSet;

use peer::Peer;
use scenario::{Scenario, Worker};

pub(crate) type Failure = Box<dyn std::error::Error>;

/// Before anything is counted: a just-in-time compiler needs it.
const WARM: Duration = Duration::from_millis(1500);

#[expect(clippy::disallowed_methods, reason = "a benchmark measures")]
fn now() -> Instant {
    Instant::now()
}

#[expect(clippy::print_stdout, reason = "whoever started it reads this")]
fn say(text: &str) {
    println!("{text}");
    std::io::stdout().flush().ok();
}

fn main() -> Result<(), Failure> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    LocalSet::new().block_on(&runtime, measure())
}

async fn measure() -> Result<(), Failure> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [peer, address, scenario, connections, seconds, facts @ ..] = args.as_slice() else {
        return Err(
            "use: party_load PEER ADDRESS SCENARIO CONNECTIONS SECONDS [FACTS [STRANGER]]".into(),
        );
    };
    let mut peer = Peer::new(peer, address, facts.first().map(String::as_str))?;
    if let Some(stranger) = facts.get(1) {
        peer.skip(stranger.parse()?);
    }
    let peer = Rc::new(peer);
    let scenario = Scenario::parse(scenario).ok_or("there is no such scenario")?;
    if scenario == Scenario::Password && peer.people > 0 {
        gateway::listen(peer.clone()).await?;
    }
    let seconds = Duration::from_secs_f64(seconds.parse()?);
    let connections: usize = connections.parse()?;
    let mut ready = Vec::new();
    for n in 0..connections {
        ready.push(Worker::ready(peer.clone(), scenario, n).await?);
    }
    let from = now();
    let (begin, end) = (from + WARM, from + WARM + seconds);
    let loops: Vec<_> = ready
        .into_iter()
        .map(|worker| tokio::task::spawn_local(run(worker, scenario, (begin, end))))
        .collect();
    tokio::time::sleep_until(begin.into()).await;
    say("begin");
    tokio::time::sleep_until(end.into()).await;
    say("end");
    let (mut took, mut wrong) = (Vec::new(), None);
    for one in loops {
        let (own, failed) = one.await?;
        took.extend(own);
        wrong = wrong.or(failed);
    }
    took.sort_unstable();
    #[expect(clippy::cast_precision_loss, reason = "a figure for people")]
    let rate = took.len() as f64 / seconds.as_secs_f64();
    say(&format!(
        "{rate:.1} {:.3} {:.3} {}",
        share(&took, 50),
        share(&took, 99),
        wrong.as_deref().unwrap_or("-")
    ));
    Ok(())
}

/// Milliseconds that so many of a hundred stayed under.
fn share(sorted: &[Duration], percent: usize) -> f64 {
    let at = (sorted.len() * percent / 100).min(sorted.len().saturating_sub(1));
    sorted
        .get(at)
        .map_or(f64::NAN, |took| took.as_secs_f64() * 1000.0)
}

/// One connection until the time is over: how long each operation of the window took, and the first that
/// went wrong.
async fn run(
    mut worker: Worker,
    scenario: Scenario,
    (begin, end): (Instant, Instant),
) -> (Vec<Duration>, Option<String>) {
    let mut took = Vec::new();
    loop {
        let from = now();
        if from >= end {
            return (took, None);
        }
        if let Err(failure) = worker.step(scenario).await {
            return (took, Some(failure.to_string().replace(['\n', '\r'], " ")));
        }
        let done = now();
        if from >= begin && done <= end {
            took.push(done - from);
        }
    }
}
