//! What a storm of sign-ins leaves to those who do something else.

use super::CONNECTIONS;
use super::load::{Driver, load};
use super::server::{Kind, Running, World};
use crate::bench::figures::{least, median, most, verdict};
use crate::say::say;

const STORM: u32 = 64;

pub(super) fn run(world: &World, rounds: u32, seconds: u32) -> Result<(), String> {
    for kind in [Kind::OursSqlite, Kind::OursPostgres, Kind::NpmPostgres] {
        let (mut rates, mut waits) = (Vec::new(), Vec::new());
        for _ in 0..rounds {
            let server = Running::start(kind, world)?;
            let quiet = load(&server, "jwt", CONNECTIONS, seconds)?;
            // It begins before and ends after what is measured.
            let mut storm = Driver::start(&server, "password", STORM, seconds * 3 + 4)?;
            storm.line()?;
            let during = load(&server, "jwt", CONNECTIONS, seconds)?;
            storm.line()?;
            let storm = storm.figures(0.0, seconds * 3 + 4)?;
            rates.push(during.rate / quiet.rate);
            waits.push(during.p99 / quiet.p99);
            say(&format!(
                "  storm    {:17} {:6.0} /s quiet, {:6.0} /s in the storm; p99 {:.2} and {:.2} ms; {:.0} sign-ins/s",
                kind.name(),
                quiet.rate,
                during.rate,
                quiet.p99,
                during.p99,
                storm.rate
            ));
        }
        let (rate, wait) = (median(&rates), median(&waits));
        verdict(
            &format!("client credentials in a storm, {}", kind.name()),
            &format!(
                "{rate:.2} of the rate (worst {:.2}), p99 {wait:.1}x (worst {:.1}x)",
                least(&rates),
                most(&waits)
            ),
            "0.50 and 3x",
            rate >= 0.5 && wait <= 3.0,
        );
    }
    Ok(())
}
