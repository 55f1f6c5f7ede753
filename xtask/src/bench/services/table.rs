//! Figures by round, their medians, and whether the targets are met.

use std::collections::BTreeMap;

use super::Scenario;
use super::load::Figures;
use super::server::{Kind, Running};
use crate::bench::figures::{least, median, memory_mb, verdict};
use crate::say::say;

#[derive(Default)]
pub(super) struct Table {
    cells: BTreeMap<(&'static str, Kind), Vec<Figures>>,
    up: BTreeMap<Kind, Vec<f64>>,
    idle: BTreeMap<Kind, Vec<f64>>,
    loaded: BTreeMap<Kind, Vec<f64>>,
}

impl Table {
    pub(super) fn started(&mut self, kind: Kind, server: &Running<'_>) {
        let up = server.up_after.as_secs_f64();
        self.up.entry(kind).or_default().push(up);
        let idle = memory_mb(server.pid(), "VmRSS").unwrap_or(f64::NAN);
        self.idle.entry(kind).or_default().push(idle);
    }

    pub(super) fn loaded(&mut self, kind: Kind, server: &Running<'_>) {
        let memory = memory_mb(server.pid(), "VmRSS").unwrap_or(f64::NAN);
        self.loaded.entry(kind).or_default().push(memory);
    }

    pub(super) fn add(&mut self, round: u32, kind: Kind, scenario: &'static str, own: Figures) {
        tell(&format!("round {round}"), kind, scenario, &own);
        self.cells.entry((scenario, kind)).or_default().push(own);
    }

    pub(super) fn verdicts(&self, scenarios: &[&Scenario]) {
        say("medians");
        for scenario in scenarios {
            for kind in Kind::ALL {
                if let Some(all) = self.cells.get(&(scenario.name, kind)) {
                    tell("median", kind, scenario.name, &middle(all));
                }
            }
        }
        for kind in Kind::ALL {
            let of =
                |map: &BTreeMap<Kind, Vec<f64>>| map.get(&kind).map_or(f64::NAN, |all| median(all));
            say(&format!(
                "  {:18} answers after {:.3} s; {:.0} MB at the start, {:.0} MB after the load",
                kind.name(),
                of(&self.up),
                of(&self.idle),
                of(&self.loaded)
            ));
        }
        say("ratios of rates, median and worst round");
        for scenario in scenarios {
            for own in [Kind::OursSqlite, Kind::OursPostgres] {
                for (peer, target) in [
                    (Kind::NpmMemory, scenario.memory),
                    (Kind::NpmPostgres, scenario.postgres),
                ] {
                    self.ratio(scenario.name, own, peer, target);
                }
            }
        }
    }

    fn ratio(&self, scenario: &'static str, own: Kind, peer: Kind, target: Option<f64>) {
        let all = |kind| self.cells.get(&(scenario, kind));
        let (Some(ours), Some(theirs)) = (all(own), all(peer)) else {
            return;
        };
        let pairs = || ours.iter().zip(theirs);
        let rates: Vec<f64> = pairs().map(|(a, b)| a.rate / b.rate).collect();
        let cpu: Vec<f64> = pairs().map(|(a, b)| b.cpu / a.cpu).collect();
        let what = format!("{scenario:10} {} : {}", own.name(), peer.name());
        let figure = format!(
            "{:.1}x, worst {:.1}x; by processor {:.1}x",
            median(&rates),
            least(&rates),
            median(&cpu)
        );
        match target {
            Some(target) => verdict(
                &what,
                &figure,
                &format!("at least {target:.1}x"),
                median(&rates) >= target,
            ),
            None => say(&format!("         {what}: {figure}")),
        }
    }
}

fn middle(all: &[Figures]) -> Figures {
    let of = |one: fn(&Figures) -> f64| median(&all.iter().map(one).collect::<Vec<f64>>());
    Figures {
        rate: of(|f| f.rate),
        p50: of(|f| f.p50),
        p99: of(|f| f.p99),
        cpu: of(|f| f.cpu),
    }
}

fn tell(when: &str, kind: Kind, scenario: &str, own: &Figures) {
    say(&format!(
        "  {when:8} {:17} {scenario:10} {:8.0} /s  p50 {:7.2} ms  p99 {:7.2} ms  {:6.0} us of processor each",
        kind.name(),
        own.rate,
        own.p50,
        own.p99,
        own.cpu
    ));
}
