//! A lock that was acknowledged holds everywhere (I5): whatever the ground, on every server process over one
//! database, while 64 clients keep asking with the holder's own session. No request that began after the
//! acknowledgement succeeds; then every door is tried on every process.
//!
//! On PostgreSQL two processes share the database; SQLite has one. The table of every kind of subject, ground
//! and channel in one process: `crates/web/tests/it/shut`.

mod crowd;
mod doors;
mod firm;
mod services;
mod ways;

use std::net::SocketAddr;

use app::{App, Cx};
use domain::actor::{Actor, Purpose, Role};
use domain::hold::Ground;
use domain::ids::{StaffId, SubjectId};
use domain::means::Means;
use testkit::people::Person;

use crate::site::home::{Home, session_of, signed_in};
use crate::site::server::Server;
use crate::site::wants_postgres;
use crowd::Crowd;
use doors::{Doors, Waiting};
use firm::Firm;
use services::{Holder, KINDS, Receiver, Service};
use ways::{WAYS, lock};

struct Site {
    app: App,
    servers: Vec<Server>,
}

impl Site {
    fn addresses(&self) -> Vec<SocketAddr> {
        self.servers.iter().map(|s| s.address).collect()
    }

    fn staff(&self, role: Role, n: u8) -> Cx {
        let id = StaffId::from_bytes([n; 16]);
        let unit = "C06".to_owned();
        self.app
            .acting(Actor::Staff { id, role, unit }, Purpose::Case)
    }
}

async fn site() -> (Home, Site) {
    let home = if wants_postgres() {
        Home::postgres().await
    } else {
        Home::sqlite()
    };
    let mut servers = vec![Server::start(&home).await];
    if wants_postgres() {
        let beside = servers[0].beside(&home).await;
        servers.push(beside);
    }
    let app = home.app().await;
    (home, Site { app, servers })
}

// law: D59-19.1.a.i, D59-19.1.a.ii, D59-19.1.a.iii, D59-19.1.a.iv, D59-19.1.b, D59-hold
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_request_after_the_acknowledgement_succeeds_on_any_process() {
    let (_home, site) = site().await;
    for (n, way) in (810_000..).step_by(2).zip(WAYS) {
        let person = Person::of(n);
        person.register(&site.app).await;
        let session = signed_in(&site.app, &person).await.to_text();
        let doors = Doors::of(&site, n, &person, &session).await;
        let fresh = Waiting::of(&site, n + 1).await;
        let crowd = Crowd::start(&site.addresses(), &session);
        crowd.warm().await;
        lock(&site, way, &person, &session).await;
        let acknowledged = crowd.acknowledged();
        crowd.all_refused(acknowledged, way).await;
        doors.are_shut(&site, way, &session).await;
        // Nobody locks in the app what nobody has activated.
        if !way.starts_with("own-request") {
            lock(&site, way, &fresh.person, "").await;
            fresh.stays_so(&site, way).await;
        }
    }
    site.app.db.close().await;
}

// law: D59-19.x, D59-5, UX-12
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_service_gets_anything_after_the_acknowledgement_on_any_process() {
    let (_home, site) = site().await;
    let person = Person::of(840_000);
    person.register(&site.app).await;
    let token = signed_in(&site.app, &person).await;
    let by_passkey = vec![Means::Passkey, Means::DeviceUnlock];
    let passkey = session_of(&site.app, token.subject, by_passkey).await;
    let holder = Holder {
        number: person.number().to_owned(),
        session: token.to_text(),
        passkey: passkey.to_text(),
    };
    let receiver = Receiver::listen().await;
    let mut services = Vec::new();
    for kind in KINDS {
        let service = Service::of(&site, kind, &receiver, token.subject).await;
        services.push(service.signed_in(&site, &holder).await);
    }
    for service in &mut services {
        service.works(&site).await;
    }
    lock(&site, "own-request by app", &person, &holder.session).await;
    let acknowledged = services::instant();
    for service in &services {
        service.is_shut(&site, &holder).await;
    }
    let told = services.iter().filter(|one| one.kind.pushed()).count();
    let longest = receiver.hears(told, acknowledged).await;
    println!("the last push came {longest:?} after the acknowledgement");
    for service in services.iter().filter(|one| one.kind.fetched()) {
        service.fetches(&site).await;
    }
    site.app.db.close().await;
}

// law: D59-19.2.a
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_date_bites_on_every_process_at_its_instant() {
    let (_home, site) = site().await;
    let grounds = [Ground::StayExpired, Ground::PassportExpired];
    for (n, ground) in (820_000..).zip(grounds) {
        let person = Person::of(n);
        person.register(&site.app).await;
        let token = signed_in(&site.app, &person).await;
        let session = token.to_text();
        let doors = Doors::of(&site, n, &person, &session).await;
        let crowd = Crowd::start(&site.addresses(), &session);
        crowd.warm().await;
        let since = dated(&site, token.subject, ground).await;
        while site.app.clock.now() < since {
            tokio::task::yield_now().await;
        }
        let bites = crowd.acknowledged();
        crowd.all_refused(bites, "a date").await;
        doors.are_shut(&site, ground.as_str(), &session).await;
    }
    site.app.db.close().await;
}

/// As written when the register told the date, months before: nobody does anything when it comes.
async fn dated(site: &Site, subject: SubjectId, ground: Ground) -> jiff::Timestamp {
    let now = site.app.clock.now();
    let hold = domain::hold::Hold {
        id: site.app.id(domain::ids::HoldId::from_bytes),
        ground,
        holder: domain::account::SubjectKind::Foreigner,
        reason: None,
        since: now + jiff::SignedDuration::from_millis(300),
        until: None,
        channel: domain::hold::Channel::Date,
        source: "test".into(),
        regime: domain::regime::Regime::Decree69,
    };
    let mut tx = site.app.db.begin().await.expect("begin");
    let written = store::hold::insert(&mut tx, subject, &hold, store::hold::Took::default()).await;
    assert!(written.expect("written"));
    tx.commit(store::Audit::Bookkeeping("test date"))
        .await
        .expect("commit");
    hold.since
}

// law: D59-19.3.a
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_dissolved_organisation_is_locked_on_every_process() {
    let (_home, site) = site().await;
    let firm = Firm::of(&site, 830_000).await;
    firm.dissolve(&site).await;
    firm.stays_shut(&site).await;
    site.app.db.close().await;
}
