//! How a citizen's lock comes in these tests; every way through its own page:
//! `crates/web/tests/it/shut`.

use app::holds::{Change, TellEvent, tell_event};
use domain::actor::{Actor, Purpose, Role};
use testkit::people::{PASSWORD, Person};

use super::Site;
use crate::site::browser::Browser;

/// Ways to lock a citizen, one of each ground, and of the holder's own both.
pub(super) const WAYS: [&str; 6] = [
    "own-request by app",
    "own-request signed out",
    "death by register",
    "card-withdrawn by register",
    "authority-request by case",
    "breach by two officers",
];

pub(super) async fn lock(site: &Site, way: &str, person: &Person, session: &str) {
    let app = &site.app;
    let register = |name| app.acting(Actor::Register(name), Purpose::RegisterUpdate);
    let event = |change| TellEvent {
        event: person.number(),
        number: person.number(),
        change,
    };
    match way {
        "own-request by app" => {
            let mut own = Browser::of(1).cookie("dd-session", session.to_owned());
            let to = site.servers[0].address;
            let done = own.post(to, "/lock", &[("reason", "other")]).await;
            let done = done.expect("an answer");
            assert!(
                done.location.starts_with("/locked/receipt/"),
                "{}",
                done.location
            );
        }
        "own-request signed out" => {
            let mut stranger = Browser::of(2);
            let to = site.servers[0].address;
            let form = [
                ("way", "password"),
                ("number", person.number()),
                ("password", PASSWORD),
            ];
            let done = stranger.post(to, "/lock-now", &form).await;
            assert_eq!(done.expect("an answer").location, "/lock-now/done");
        }
        "death by register" => {
            let told = tell_event(app, &register("population"), &event(Change::Death)).await;
            told.expect("told");
        }
        "card-withdrawn by register" => {
            let change = Change::CardWithdrawn;
            let told = tell_event(app, &register("cards"), &event(change)).await;
            told.expect("told");
        }
        "authority-request by case" => by_case(site, person).await,
        _ => by_breach(site, person).await,
    }
}

const PDF: &[u8] = b"%PDF-1.7\n%%EOF\n";

async fn by_case(site: &Site, person: &Person) {
    use app::cases::{File, Request, Verdict, decide, open, receive};
    let files = [File {
        name: "a.pdf",
        bytes: PDF,
    }];
    let request = Request {
        number: person.number(),
        wish: "lock",
        lock: "",
        requester: "prosecuting-body",
        central: false,
        name: "CSDT",
        letter: "12/CSDT",
        letter_date: "01/03/2024",
        email: "vanthu@csdt.example.vn",
        basis: "BLTTHS 105",
        files: &files,
    };
    let (app, head) = (&site.app, site.staff(Role::Head, 7));
    let received = receive(app, &head, &request).await.expect("received");
    let seen = open(app, &head, received.place).await.expect("open");
    let revision = seen.stored.revision;
    decide(app, &head, received.place, revision, Verdict::Approve)
        .await
        .expect("approved");
}

async fn by_breach(site: &Site, person: &Person) {
    use app::breaches::{Decide, Record, decide, record};
    use app::cases::File;
    let files = [File {
        name: "a.pdf",
        bytes: PDF,
    }];
    let command = Record {
        number: person.number(),
        rule: "sharing",
        words: "cho thue",
        reference: "",
        files: &files,
    };
    let (app, officer) = (&site.app, site.staff(Role::Officer, 8));
    let place = record(app, &officer, &command).await.expect("recorded");
    let confirm = Decide {
        place,
        revision: 1,
        words: "du chung cu",
    };
    decide(app, &site.staff(Role::Head, 9), &confirm, true)
        .await
        .expect("confirmed");
}
