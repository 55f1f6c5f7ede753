//! How a lock comes: by the holder's own pages, without signing in, by staff, by a body, by registers, by
//! the calendar. Each is acknowledged before [`lock`] returns.

use axum::body::Body;
use axum::http::Request;
use base64::Engine as _;
use domain::account::SubjectKind;
use domain::actor::Role;
use domain::hold::{Channel, Ground};
use domain::register_event::{Change, Direction, Teller};
use jiff::SignedDuration;
use serde_json::json;
use testkit::TestApp;
use testkit::people::PASSWORD;

use super::Row;
use super::target::Target;
use crate::counter::decide;
use crate::holds::staff;
use crate::{assistance, cases, foreigners};

/// How the test brings the lock about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Way {
    /// The holder's page.
    Page,
    /// The holder's app.
    Api,
    /// Signed out, by number and password.
    Password,
    /// Signed out, by number and a code.
    Code,
    /// A call or a visit.
    Desk,
    /// Two officers, on a recorded breach.
    Breach,
    /// A body's letter, approved by the head of a unit.
    Case,
    /// A register's signed message.
    Told,
    /// A register's file says that a date passed.
    File,
    /// The day comes; nobody does anything.
    Day,
}

impl Way {
    /// Whether it can lock an account that nobody has activated.
    pub(crate) fn reaches_unused(self, kind: SubjectKind) -> bool {
        kind == SubjectKind::Organisation
            || !matches!(self, Self::Page | Self::Api | Self::Password)
    }
}

const SECRET: &[u8; 24] = b"mot hai ba bon nam sau 7";

/// Registers may tell by signed message.
pub(crate) fn tellers(config: &mut app::Config) {
    let text = base64::engine::general_purpose::STANDARD.encode(SECRET);
    for teller in Teller::ALL {
        assert!(config.register_events.secrets.add(*teller, &text));
    }
}

pub(crate) async fn lock(test: &TestApp, row: Row, targets: &mut [Target]) {
    match row.3 {
        Way::Page => by_page(targets).await,
        Way::Api => by_api(targets).await,
        Way::Password => by_password(test, targets).await,
        Way::Code => by_code(test, targets).await,
        Way::Desk => at_desk(test, row, targets).await,
        Way::Breach => by_breach(test, targets).await,
        Way::Case => by_case(test, targets).await,
        Way::Told => told(test, row, targets).await,
        Way::File => by_file(test, row, targets).await,
        Way::Day => by_day(test, targets).await,
    }
}

async fn by_page(targets: &mut [Target]) {
    for target in targets {
        let (path, done) = match target.kind {
            SubjectKind::Organisation => (format!("{}/lock", target.place), target.place.clone()),
            SubjectKind::Citizen | SubjectKind::Foreigner => {
                ("/lock".to_owned(), "/locked/receipt/".to_owned())
            }
        };
        // A second browser with the same session: the first keeps the one that was open.
        let mut browser = target.browser.clone();
        let answer = browser.post(&path, &[("reason", "other")]).await;
        assert!(answer.location().starts_with(&done), "{}", answer.words());
    }
}

async fn by_api(targets: &mut [Target]) {
    for target in targets {
        let token = target.browser.cookie("dd-session").unwrap().to_owned();
        let body = json!({ "reason": "other" });
        let client = &mut target.browser.clone();
        let answer = client
            .json("POST", "/api/v1/lock", Some(&token), &body)
            .await;
        assert!(answer.status.is_success(), "{}", answer.text());
    }
}

async fn by_password(test: &TestApp, targets: &mut [Target]) {
    for target in targets {
        let form = [
            ("number", target.number.as_str()),
            ("way", "password"),
            ("password", PASSWORD),
        ];
        let answer = test.client().post("/lock-now", &form).await;
        answer.goes_to("/lock-now/done");
    }
}

async fn by_code(test: &TestApp, targets: &mut [Target]) {
    test.advance(SignedDuration::from_mins(2));
    for target in targets {
        let mut stranger = test.client();
        let phone = target.caller.1.as_str();
        let form = [
            ("number", target.number.as_str()),
            ("way", "code"),
            ("contact", phone),
        ];
        let begun = stranger.post("/lock-now", &form).await;
        begun.goes_to("/lock-now/code");
        let code = test.code_for(phone).await;
        let done = stranger.post("/lock-now/code", &[("code", &code)]).await;
        done.goes_to("/lock-now/done");
    }
}

async fn at_desk(test: &TestApp, row: Row, targets: &mut [Target]) {
    let call = row.2 == Channel::CallCentre;
    let role = if call {
        Role::CallCentre
    } else {
        Role::Officer
    };
    let mut desk = staff(test, role, "TD01").await;
    test.advance(SignedDuration::from_mins(2));
    for target in targets {
        let (number, phone) = &target.caller;
        let case = assistance::open(&mut desk, number).await;
        // A call proves itself by a code to the registered phone, a visit by the paper shown.
        if call {
            desk.post(&format!("{case}/send-code"), &[]).await;
            let code = test.code_for(phone).await;
            let said = [("code", code.as_str())];
            desk.post(&format!("{case}/code"), &said)
                .await
                .goes_to(&case);
        } else {
            let seen = desk.post(&format!("{case}/document"), &[]).await;
            seen.goes_to(&case);
        }
        let done = match target.kind {
            SubjectKind::Organisation => {
                let form = [("organisation", target.number.as_str()), ("act", "lock")];
                desk.post(&format!("{case}/organisation"), &form).await
            }
            SubjectKind::Citizen | SubjectKind::Foreigner => {
                let form = [("reason", "lost-device")];
                desk.post(&format!("{case}/lock"), &form).await
            }
        };
        done.goes_to(&case);
    }
}

const PDF: &[u8] = b"%PDF-1.7\n%%EOF\n";

async fn by_breach(test: &TestApp, targets: &mut [Target]) {
    let mut officer = staff(test, Role::Officer, "P074").await;
    let mut head = staff(test, Role::Head, "P074").await;
    for target in targets {
        let form = [
            ("number", target.number.as_str()),
            ("rule", "sharing"),
            ("words", "Cho thuê"),
            ("reference", ""),
        ];
        let files = [("papers", "a.pdf", "application/pdf", PDF)];
        let to = "/counter/breaches/new";
        let recorded = officer.post_files(to, &form, &files).await;
        let place = recorded.location().to_owned();
        assert!(place.starts_with("/counter/breaches/sub_"), "{place}");
        let to = format!("{place}/decide");
        let done = decide(&mut head, &place, &to, &[("verdict", "yes")]).await;
        done.goes_to(&place);
    }
}

async fn by_case(test: &TestApp, targets: &mut [Target]) {
    cases::units(test).await;
    let mut head = staff(test, Role::Head, "TD01").await;
    for target in targets {
        let typed = cases::fields(&target.number);
        let files = [("papers", "cv.pdf", "application/pdf", PDF)];
        let to = "/counter/cases/new";
        let received = head.post_files(to, &cases::refs(&typed), &files).await;
        let case = received.location().to_owned();
        let to = format!("{case}/decide");
        let done = decide(&mut head, &case, &to, &[("verdict", "approve")]).await;
        done.goes_to(&case);
    }
}

/// The change by which a register tells a ground of a kind of subject.
fn change(row: Row) -> Change {
    let tells = |change: &&Change| {
        let own = match row.0 {
            SubjectKind::Citizen => [Teller::Population, Teller::Cards],
            SubjectKind::Foreigner => [Teller::Foreigners; 2],
            SubjectKind::Organisation => [Teller::Business; 2],
        };
        change.ground() == row.1
            && change.direction() == Direction::Locks
            && own.contains(&change.teller())
    };
    *Change::ALL.iter().find(tells).expect("a register tells it")
}

async fn told(test: &TestApp, row: Row, targets: &mut [Target]) {
    let change = change(row);
    for target in targets {
        let event = json!({
            "id": target.number, "subject": target.number, "change": change.as_str(),
            "occurred_at": "2024-03-01",
        });
        let body = json!({ "events": [event] }).to_string();
        let time = test.now().as_second().to_string();
        let signature = app::signed_message::sign(SECRET, &target.number, &time, body.as_bytes());
        let request = Request::post(format!("/api/v1/register-events/{}", change.register()))
            .header("content-type", "application/json")
            .header("webhook-id", &target.number)
            .header("webhook-timestamp", &time)
            .header("webhook-signature", signature)
            .body(Body::from(body));
        let answer = test.client().send(request.unwrap()).await;
        let result = &answer.json()["results"][0]["result"];
        assert_eq!(result, "locks", "{}", answer.text());
    }
}

async fn by_file(test: &TestApp, row: Row, targets: &mut [Target]) {
    let day = jiff::civil::date(2024, 3, 3);
    for target in targets {
        let kim = target.foreigner.as_mut().expect("a foreigner");
        if row.1 == Ground::PassportExpired {
            kim.record.foreign.expires_on = day;
        } else {
            kim.record.foreign.stay_until = Some(day);
        }
        foreigners::import(test, kim).await;
        test.jobs().await;
    }
}

/// Whoever is signed in still is a second before midnight.
async fn by_day(test: &TestApp, targets: &mut [Target]) {
    let midnight = "2024-03-05T17:00:00Z".parse().unwrap();
    let second = SignedDuration::from_secs(1);
    test.advance(test.now().duration_until(midnight) - SignedDuration::from_mins(6));
    for target in targets.iter_mut().filter(|target| target.used) {
        assert_eq!(target.sign_in(test).await, "/");
    }
    test.advance(test.now().duration_until(midnight) - second);
    for target in targets.iter_mut().filter(|target| target.used) {
        target.browser.get("/personal").await.shows(200, "KOR");
    }
    test.advance(second);
}
