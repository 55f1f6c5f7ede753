//! Many clients with one session, each asking again and again.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use tokio::task::JoinSet;

use crate::site::browser::Browser;

const CLIENTS: u32 = 64;
/// Answers the clients have had before the lock: they are in full run.
const WARM: u64 = 128;
/// Refusals each client wants to see, each a new request.
const SURE: u32 = 3;

/// The clients at work. What began before what is told by one count of all beginnings, not by a clock.
pub(super) struct Crowd {
    workers: JoinSet<()>,
    successes: Arc<AtomicU64>,
    /// Requests and acknowledgements that began.
    begun: Arc<AtomicU64>,
    /// Place in that count of the latest request that succeeded.
    latest: Arc<AtomicU64>,
}

impl Crowd {
    /// Every client asks again and again, each of one process, until it was refused three times in a row.
    pub(super) fn start(addresses: &[SocketAddr], session: &str) -> Self {
        let [successes, begun, latest] = [(); 3].map(|()| Arc::new(AtomicU64::new(0)));
        let mut workers = JoinSet::new();
        for (n, to) in (0..CLIENTS).zip(addresses.iter().cycle().copied()) {
            let mut browser = Browser::of(1000 + n).cookie("dd-session", session.to_owned());
            let (successes, begun, latest) = (successes.clone(), begun.clone(), latest.clone());
            workers.spawn(async move {
                let mut refused = 0;
                while refused < SURE {
                    let began = begun.fetch_add(1, Ordering::SeqCst);
                    let answer = browser.get(to, "/personal").await.expect("an answer");
                    if answer.status == 200 {
                        refused = 0;
                        latest.fetch_max(began, Ordering::SeqCst);
                        successes.fetch_add(1, Ordering::SeqCst);
                    } else {
                        assert_eq!(answer.status, 303, "neither served nor sent away");
                        refused += 1;
                    }
                }
            });
        }
        Self {
            workers,
            successes,
            begun,
            latest,
        }
    }

    pub(super) async fn warm(&self) {
        while self.successes.load(Ordering::SeqCst) < WARM {
            tokio::task::yield_now().await;
        }
    }

    /// From here on nothing that begins may succeed.
    pub(super) fn acknowledged(&self) -> u64 {
        self.begun.fetch_add(1, Ordering::SeqCst)
    }

    /// All were sent away; none that asked after the acknowledgement had success.
    pub(super) async fn all_refused(mut self, acknowledged: u64, what: &str) {
        while let Some(done) = self.workers.join_next().await {
            done.expect("a client ran to its end");
        }
        let latest = self.latest.load(Ordering::SeqCst);
        assert!(
            latest < acknowledged,
            "{what}: request {latest} began after the acknowledgement ({acknowledged}) and succeeded"
        );
    }
}
