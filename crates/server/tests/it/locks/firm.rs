//! An organisation with its representative, who stays signed in on every process.

use app::Lang;
use app::holds::{Change, TellEvent, tell_event};
use app::organisations::{Begun, activate, begin, registration, submit};
use domain::actor::{Actor, Purpose};
use domain::ids::SubjectId;
use store::organisation::registration::State;
use testkit::organisations::{company, register, signed_in, tax_code};
use testkit::people::{PASSCODE, Person};

use super::Site;
use crate::site::browser::Browser;
use crate::site::home;

pub(super) struct Firm {
    code: String,
    id: SubjectId,
    browser: Browser,
}

impl Firm {
    /// Registered, in use.
    pub(super) async fn of(site: &Site, n: u32) -> Self {
        let app = &site.app;
        let person = Person::of(n);
        person.register(app).await;
        register(app, &company(n, &person)).await;
        let session = home::signed_in(app, &person).await;
        let cx = app::Cx {
            lang: Lang::Vi,
            ..signed_in(app, session.subject).await
        };
        let code = tax_code(n);
        let Begun::Draft(request) = begin(app, &cx, &code, false).await.expect("begun") else {
            panic!("an account was taken over");
        };
        submit(app, &cx, request).await.expect("handed in");
        let found = registration(app, &cx, request).await.expect("a request");
        let State::Approved { organisation, .. } = found.stored.state else {
            panic!("not approved");
        };
        // The register was asked in between: the power is younger than the context.
        let cx = app::Cx {
            now: app.clock.now(),
            ..cx
        };
        activate(app, &cx, organisation, PASSCODE)
            .await
            .expect("activated");
        let browser = Browser::of(n).cookie("dd-session", session.to_text());
        Self {
            code,
            id: organisation,
            browser,
        }
    }

    /// The business register tells it.
    pub(super) async fn dissolve(&self, site: &Site) {
        let actor = Actor::Register("business");
        let cx = site.app.acting(actor, Purpose::RegisterUpdate);
        let event = TellEvent {
            event: &self.code,
            number: &self.code,
            change: Change::Dissolved,
        };
        tell_event(&site.app, &cx, &event).await.expect("told");
    }

    /// Nobody gives power over it or takes possession of it; its page tells why (D59-19.ui).
    pub(super) async fn stays_shut(mut self, site: &Site) {
        let place = format!("/organisations/{}", self.id);
        let power = [
            ("number", "074190000099"),
            ("power", "represent"),
            ("until-day", "31"),
            ("until-month", "12"),
            ("until-year", "2027"),
            ("passcode", PASSCODE),
        ];
        for to in site.addresses() {
            for door in ["delegations", "activate"] {
                let path = format!("{place}/{door}");
                let answer = self.browser.post(to, &path, &power).await;
                let answer = answer.expect("an answer");
                let refused = [409, 422].contains(&answer.status);
                let told = String::from_utf8_lossy(&answer.body).into_owned();
                assert!(refused, "{door}: {} {}", answer.status, answer.location);
                assert!(told.contains("đang bị khóa"), "{door}: {told}");
            }
        }
    }
}
