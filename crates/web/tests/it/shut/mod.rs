//! I5 as a table: each kind of subject, locked by each of its grounds through each channel there is, finds
//! every door shut at the next request; pages and API. Two processes over one database and many clients at
//! once: `crates/server/tests/it/locks.rs`.

mod doors;
mod target;
mod ways;

use domain::account::SubjectKind;
use domain::hold::{Channel, Ground};
use testkit::TestApp;

use target::Target;
use ways::Way;

/// One line of the table.
type Row = (SubjectKind, Ground, Channel, Way);

const CITIZEN: SubjectKind = SubjectKind::Citizen;
const FOREIGNER: SubjectKind = SubjectKind::Foreigner;
const ORGANISATION: SubjectKind = SubjectKind::Organisation;

const ROWS: [Row; 29] = [
    (CITIZEN, Ground::OwnRequest, Channel::App, Way::Page),
    (CITIZEN, Ground::OwnRequest, Channel::App, Way::Api),
    (CITIZEN, Ground::OwnRequest, Channel::App, Way::Password),
    (CITIZEN, Ground::OwnRequest, Channel::App, Way::Code),
    (CITIZEN, Ground::OwnRequest, Channel::CallCentre, Way::Desk),
    (CITIZEN, Ground::OwnRequest, Channel::Counter, Way::Desk),
    (CITIZEN, Ground::Breach, Channel::Breach, Way::Breach),
    (CITIZEN, Ground::CardWithdrawn, Channel::Register, Way::Told),
    (CITIZEN, Ground::Death, Channel::Register, Way::Told),
    (CITIZEN, Ground::AuthorityRequest, Channel::Case, Way::Case),
    (FOREIGNER, Ground::OwnRequest, Channel::App, Way::Page),
    (FOREIGNER, Ground::OwnRequest, Channel::App, Way::Api),
    (FOREIGNER, Ground::OwnRequest, Channel::App, Way::Password),
    (FOREIGNER, Ground::OwnRequest, Channel::App, Way::Code),
    (
        FOREIGNER,
        Ground::OwnRequest,
        Channel::CallCentre,
        Way::Desk,
    ),
    (FOREIGNER, Ground::OwnRequest, Channel::Counter, Way::Desk),
    (FOREIGNER, Ground::Breach, Channel::Breach, Way::Breach),
    (FOREIGNER, Ground::PassportExpired, Channel::Date, Way::Day),
    (
        FOREIGNER,
        Ground::PassportExpired,
        Channel::Register,
        Way::File,
    ),
    (FOREIGNER, Ground::StayExpired, Channel::Date, Way::Day),
    (FOREIGNER, Ground::StayExpired, Channel::Register, Way::File),
    (FOREIGNER, Ground::Death, Channel::Register, Way::Told),
    (
        FOREIGNER,
        Ground::AuthorityRequest,
        Channel::Case,
        Way::Case,
    ),
    (ORGANISATION, Ground::OwnRequest, Channel::App, Way::Page),
    (
        ORGANISATION,
        Ground::OwnRequest,
        Channel::CallCentre,
        Way::Desk,
    ),
    (
        ORGANISATION,
        Ground::OwnRequest,
        Channel::Counter,
        Way::Desk,
    ),
    (ORGANISATION, Ground::Breach, Channel::Breach, Way::Breach),
    (
        ORGANISATION,
        Ground::Dissolved,
        Channel::Register,
        Way::Told,
    ),
    (
        ORGANISATION,
        Ground::AuthorityRequest,
        Channel::Case,
        Way::Case,
    ),
];

/// The channels through which a ground comes. A new ground is told here first, and then wants its rows.
const fn channels(ground: Ground) -> &'static [Channel] {
    match ground {
        Ground::OwnRequest => &[Channel::App, Channel::CallCentre, Channel::Counter],
        Ground::Breach => &[Channel::Breach],
        Ground::CardWithdrawn | Ground::Death | Ground::Dissolved => &[Channel::Register],
        Ground::PassportExpired | Ground::StayExpired => &[Channel::Date, Channel::Register],
        Ground::AuthorityRequest => &[Channel::Case],
    }
}

// law: D59-19.1.a.i, D59-19.2.a, D59-19.3.a
#[test]
fn every_kind_ground_and_channel_has_its_row() {
    let mut wanted = Vec::new();
    for kind in SubjectKind::ALL {
        for ground in Ground::of(kind) {
            let through = channels(*ground).iter();
            wanted.extend(through.map(|channel| (kind, *ground, *channel)));
        }
    }
    let rows: Vec<_> = ROWS.iter().map(|(k, g, c, _)| (*k, *g, *c)).collect();
    for one in &wanted {
        assert!(rows.contains(one), "no row for {one:?}");
    }
    for one in &rows {
        assert!(wanted.contains(one), "{one:?} is no ground of that kind");
    }
    for ground in Ground::ALL {
        assert!(rows.iter().any(|row| row.1 == ground), "{ground:?}");
    }
    for channel in Channel::ALL {
        assert!(rows.iter().any(|row| row.2 == channel), "{channel:?}");
    }
}

async fn fresh(pg: bool) -> TestApp {
    let test = if pg {
        TestApp::pg().await
    } else {
        TestApp::lite().await
    };
    test.configured(ways::tellers)
}

/// One account in use and one that waits for its activation, locked in the same way.
async fn walk(pg: bool, row: Row) {
    let test = fresh(pg).await;
    let (kind, _, _, way) = row;
    let mut targets = vec![Target::in_use(&test, row).await];
    if way.reaches_unused(kind) {
        targets.push(Target::issued(&test, row).await);
    }
    for target in &mut targets {
        doors::are_open(&test, target).await;
    }
    ways::lock(&test, row, &mut targets).await;
    for target in &mut targets {
        doors::are_shut(&test, target, row).await;
        target.is_held_by(&test, row).await;
    }
}

async fn all(kind: SubjectKind, pg: bool) {
    for row in ROWS.into_iter().filter(|row| row.0 == kind) {
        walk(pg, row).await;
    }
}

/// Runs the rows of each kind on one engine.
macro_rules! on {
    ($engine:ident, $pg:literal) => {
        mod $engine {
            use super::{CITIZEN, FOREIGNER, ORGANISATION, all};

            // law: D59-19.1.a.i, D59-19.1.a.ii, D59-19.1.a.iii, D59-19.1.a.iv, D59-19.1.b, D59-hold
            #[tokio::test]
            async fn a_citizens_doors_shut_with_every_ground() {
                all(CITIZEN, $pg).await;
            }

            // law: D59-19.2.a, D59-19.2.b-c, D59-19.5.a, D59-19.5.b, D59-19.5.c
            #[tokio::test]
            async fn a_foreigners_doors_shut_with_every_ground() {
                all(FOREIGNER, $pg).await;
            }

            // law: D59-19.3.a, D59-19.3.b-c
            #[tokio::test]
            async fn an_organisations_doors_shut_with_every_ground() {
                all(ORGANISATION, $pg).await;
            }
        }
    };
}

on!(sqlite, false);
on!(postgres, true);
