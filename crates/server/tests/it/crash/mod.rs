//! Killed in the middle of its work, again and again: what was acknowledged is there, what had to be
//! sent is sent once, and the audit log proves whole (I4, I11).
//!
//! On SQLite the program is killed twenty times. On PostgreSQL (`DINHDANH_TEST_DB=postgres`) it is killed a few times, then
//! the database server itself is, under load.

mod ledger;
mod load;

use ledger::Ledger;
use testkit::pg::cluster;

use crate::site::home::Home;
use crate::site::server::Server;
use crate::site::wants_postgres;

const SEED: u64 = 59;
const ROUNDS_SQLITE: u64 = 20;
const ROUNDS_POSTGRES: u64 = 6;

/// `SplitMix64`: the same kill points in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (z ^ (z >> 31)) % bound
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_acknowledged_outlives_a_kill() {
    let home = if wants_postgres() {
        Home::postgres().await
    } else {
        Home::sqlite()
    };
    Server::start(&home).await.kill().await;
    let rounds = if wants_postgres() {
        ROUNDS_POSTGRES
    } else {
        ROUNDS_SQLITE
    };
    let (mut dice, mut ledger) = (Dice(SEED), Ledger::default());
    for round in 0..rounds {
        let people = home.people(round).await;
        let server = Server::start(&home).await;
        // From "nothing was answered yet" to "nearly all was".
        let kill_after = dice.below(90);
        let mut load = load::start(&server, people);
        load.acknowledged(kill_after).await;
        server.kill().await;
        let (added, refused) = load.finish().await;
        assert_eq!(refused, [""; 0], "round {round}: {}", home.last_words());
        assert!(
            added.len() as u64 >= kill_after,
            "round {round}: {} changes",
            added.len()
        );
        ledger.extend(added);
        home.audit_is_whole();
        let server = Server::start(&home).await;
        server.settle(&home).await;
        ledger.is_kept(&server, round).await;
        ledger.was_told_once(&home, &server).await;
        server.kill().await;
    }
    assert!(ledger.kinds() == 3, "the load made every kind of change");
    if let Some(database) = home.cluster() {
        database_killed(&home, database, &mut ledger).await;
    }
    home.audit_is_whole();
}

/// PostgreSQL ends as by `kill -9` and comes back; the program stays up all the while.
async fn database_killed(home: &Home, database: &std::path::Path, ledger: &mut Ledger) {
    let people = home.people(ROUNDS_POSTGRES).await;
    let server = Server::start(home).await;
    let mut load = load::start(&server, people);
    load.acknowledged(25).await;
    let folder = database.to_path_buf();
    let restarted = tokio::task::spawn_blocking(move || cluster::crash_in(&folder));
    restarted
        .await
        .expect("the restart ran")
        .expect("PostgreSQL comes back");
    // Meanwhile it answers with errors; what it did acknowledge counts.
    ledger.extend(load.finish().await.0);
    server.until_ready().await;
    server.settle(home).await;
    ledger.is_kept(&server, ROUNDS_POSTGRES).await;
    ledger.was_told_once(home, &server).await;
    server.kill().await;
}
