//! Acting for an organisation and the powers over it (D59-13.7).

use app::organisations::{Give, Line, acting, answer, delegations, give, home, mine, withdraw};
use app::{App, Cx};
use domain::account::Level;
use domain::ids::{DelegationId, SubjectId};
use domain::organisation::Act;
use jiff::SignedDuration;
use store::audit;
use testkit::TestApp;
use testkit::organisations::{company, register, signed_in};
use testkit::people::{PASSCODE, Person};

use super::scene::{both, later, open, refusal, somebody};

both!(
    a_power_is_offered_accepted_used_and_withdrawn,
    who_declines_stays_unnamed,
    bad_powers_are_refused,
    a_small_power_covers_little,
    a_power_ends_on_its_day,
    a_power_ends_with_its_givers_right,
    others_organisations_do_not_exist,
    both_logs_tell,
);

pub(super) fn typed<'a>(number: &'a str, power: &'a str, until: &'a str) -> Give<'a> {
    Give {
        number,
        power,
        until,
        passcode: PASSCODE,
    }
}

/// Gives a power and has it accepted.
pub(super) async fn empowered(
    app: &App,
    (giver, delegate): (&Cx, &Cx),
    organisation: SubjectId,
    command: &Give<'_>,
) -> DelegationId {
    let id = give(app, giver, organisation, command).await.unwrap();
    answer(app, delegate, (organisation, id), true)
        .await
        .unwrap();
    id
}

async fn line(app: &App, giver: &Cx, (organisation, id): (SubjectId, DelegationId)) -> Line {
    let lines = delegations(app, giver, organisation).await.unwrap();
    let found = lines.into_iter().find(|line| line.delegation.id == id);
    found.unwrap()
}

// law: D59-13.7
async fn a_power_is_offered_accepted_used_and_withdrawn(test: TestApp) {
    let (_, giver, organisation) = open(&test, 1).await;
    let (delegate, cx) = somebody(&test, 2).await;
    let app = &test.app;
    let command = typed(delegate.number(), "represent", "2024-12-31");
    let id = give(app, &giver, organisation, &command).await.unwrap();
    let before = acting(app, &cx, organisation, Act::Enter).await;
    assert_eq!(refusal(before), "not found");
    // A typed number does not tell whose it is.
    let shown = line(app, &giver, (organisation, id)).await;
    assert_eq!(shown.name, shown.number);
    assert_eq!(mine(app, &cx).await.unwrap().offers.len(), 1);
    let stranger = somebody(&test, 3).await.1;
    let others = answer(app, &stranger, (organisation, id), true).await;
    assert_eq!(refusal(others), "not found");
    let place = (organisation, id);
    answer(app, &cx, place, true).await.unwrap();
    let name = delegate.record.identity.name.as_str();
    assert_eq!(line(app, &giver, place).await.name, name);
    acting(app, &cx, organisation, Act::Enter).await.unwrap();
    assert_eq!(
        refusal(acting(app, &cx, organisation, Act::Delegate).await),
        "power-too-small"
    );
    assert_eq!(
        refusal(delegations(app, &cx, organisation).await),
        "power-too-small"
    );
    withdraw(app, &giver, organisation, id).await.unwrap();
    let after = acting(app, &cx, organisation, Act::Enter).await;
    assert_eq!(refusal(after), "not found");
    let again = withdraw(app, &giver, organisation, id).await;
    assert_eq!(refusal(again), "delegation-ended");
    let late = answer(app, &cx, place, true).await;
    assert_eq!(refusal(late), "delegation-ended");
    let shown = line(app, &giver, place).await;
    assert!(shown.number.contains('•'), "{}", shown.number);
}

// law: D59-13.7
async fn who_declines_stays_unnamed(test: TestApp) {
    let (me, giver, organisation) = open(&test, 1).await;
    let (delegate, cx) = somebody(&test, 2).await;
    let app = &test.app;
    let command = typed(delegate.number(), "represent", "2024-12-31");
    let id = give(app, &giver, organisation, &command).await.unwrap();
    answer(app, &cx, (organisation, id), false).await.unwrap();
    let shown = line(app, &giver, (organisation, id)).await;
    assert_eq!(shown.name, shown.number);
    test.jobs().await;
    let told = test.outbox.all();
    let name = delegate.record.identity.name.as_str();
    let declined: Vec<&str> = told
        .iter()
        .filter(|m| m.to == me.phone() && m.text.contains("trả lại"))
        .map(|m| m.text.as_str())
        .collect();
    assert!(!declined.is_empty(), "the giver was not told");
    assert!(
        declined.iter().all(|text| !text.contains(name)),
        "{declined:?}"
    );
}

// law: D59-13.7
async fn bad_powers_are_refused(test: TestApp) {
    let (me, giver, organisation) = open(&test, 1).await;
    let (delegate, _) = somebody(&test, 2).await;
    let small = Person::of(3);
    small.register(&test.app).await;
    small.account(&test.app, Level::One).await;
    let day = "2024-12-31";
    for (number, power, until, want) in [
        (me.number(), "represent", day, "delegation-self"),
        (small.number(), "represent", day, "delegation-no-account"),
        ("074190999999", "represent", day, "delegation-no-account"),
        ("12", "represent", day, "number-length"),
        (delegate.number(), "legal", day, "delegation-power"),
        (delegate.number(), "", day, "delegation-power"),
        (
            delegate.number(),
            "documents",
            "2024-03-03",
            "delegation-date-past",
        ),
        (
            delegate.number(),
            "documents",
            "2029-03-05",
            "delegation-date-far",
        ),
        (delegate.number(), "documents", "", "delegation-date-format"),
        (
            "",
            "",
            "",
            "number-empty delegation-power delegation-date-format",
        ),
    ] {
        let command = typed(number, power, until);
        let got = refusal(give(&test.app, &giver, organisation, &command).await);
        assert_eq!(got, want, "{number} {power} {until}");
    }
    let wrong = Give {
        passcode: "118205",
        ..typed(delegate.number(), "documents", day)
    };
    let got = refusal(give(&test.app, &giver, organisation, &wrong).await);
    assert_eq!(got, "passcode-wrong");
    let command = typed(delegate.number(), "documents", day);
    give(&test.app, &giver, organisation, &command)
        .await
        .unwrap();
    let got = refusal(give(&test.app, &giver, organisation, &command).await);
    assert_eq!(got, "delegation-twice");
}

// law: D59-13.7
async fn a_small_power_covers_little(test: TestApp) {
    let (_, giver, organisation) = open(&test, 1).await;
    let (delegate, cx) = somebody(&test, 2).await;
    let command = typed(delegate.number(), "sign-in", "2024-12-31");
    empowered(&test.app, (&giver, &cx), organisation, &command).await;
    for (act, want) in [
        (Act::Lock, "power-too-small"),
        (Act::Documents, "power-too-small"),
        (Act::ReadActivity, "power-too-small"),
        (Act::Activate, "power-too-small"),
    ] {
        assert_eq!(
            refusal(acting(&test.app, &cx, organisation, act).await),
            want
        );
    }
    acting(&test.app, &cx, organisation, Act::SignIn)
        .await
        .unwrap();
    let command = typed(delegate.number(), "documents", "2024-12-31");
    empowered(&test.app, (&giver, &cx), organisation, &command).await;
    acting(&test.app, &cx, organisation, Act::Documents)
        .await
        .unwrap();
}

// law: D59-13.7
async fn a_power_ends_on_its_day(test: TestApp) {
    let (_, giver, organisation) = open(&test, 1).await;
    let (delegate, cx) = somebody(&test, 2).await;
    let command = typed(delegate.number(), "represent", "2024-03-04");
    let id = empowered(&test.app, (&giver, &cx), organisation, &command).await;
    test.advance(SignedDuration::from_hours(14));
    home(&test.app, &later(&test, &cx), organisation)
        .await
        .unwrap();
    test.advance(SignedDuration::from_hours(2));
    let cx = later(&test, &cx);
    assert_eq!(
        refusal(home(&test.app, &cx, organisation).await),
        "not found"
    );
    let back = answer(&test.app, &cx, (organisation, id), false).await;
    assert_eq!(refusal(back), "delegation-ended");
}

// law: D59-13.7
async fn a_power_ends_with_its_givers_right(test: TestApp) {
    let (_, giver, organisation) = open(&test, 1).await;
    let (delegate, cx) = somebody(&test, 2).await;
    let command = typed(delegate.number(), "represent", "2024-12-31");
    empowered(&test.app, (&giver, &cx), organisation, &command).await;
    let (next, _) = somebody(&test, 3).await;
    register(&test.app, &company(1, &next)).await;
    let got = refusal(home(&test.app, &cx, organisation).await);
    assert_eq!(got, "not found");
    let got = refusal(home(&test.app, &giver, organisation).await);
    assert_eq!(got, "not found");
    assert!(mine(&test.app, &cx).await.unwrap().organisations.is_empty());
    test.jobs().await;
    let told = test.outbox.all();
    assert!(
        told.iter()
            .any(|m| m.to == delegate.phone() && m.text.contains("đã hết")),
        "the delegate was not told"
    );
}

async fn others_organisations_do_not_exist(test: TestApp) {
    let (_, _, organisation) = open(&test, 1).await;
    let (_, own, _) = open(&test, 2).await;
    let app = &test.app;
    for act in Act::ALL {
        assert_eq!(
            refusal(acting(app, &own, organisation, act).await),
            "not found"
        );
    }
    let number = Person::of(9);
    let command = typed(number.number(), "represent", "2024-12-31");
    assert_eq!(
        refusal(give(app, &own, organisation, &command).await),
        "not found"
    );
    let none = SubjectId::from_bytes([9; 16]);
    assert_eq!(refusal(home(app, &own, none).await), "not found");
    // A person is no organisation, and his account is not entered.
    let person = own.holder().unwrap();
    assert_eq!(refusal(home(app, &own, person).await), "not found");
    let ended = Person::of(7);
    ended.register(app).await;
    let subject = ended.account(app, Level::Two).await;
    let cx = signed_in(app, subject).await;
    assert_eq!(refusal(home(app, &cx, organisation).await), "not found");
}

async fn both_logs_tell(test: TestApp) {
    let (_, cx, organisation) = open(&test, 1).await;
    app::organisations::enter(&test.app, &cx, organisation)
        .await
        .unwrap();
    let mut source = test.app.db.read().await.unwrap();
    let until = cx.now + SignedDuration::from_secs(1);
    for subject in [organisation, cx.holder().unwrap()] {
        let rows = audit::by_subject(&mut source, subject, until, 50).await;
        let actions: Vec<String> = rows.unwrap().into_iter().map(|(r, _)| r.action).collect();
        for action in [
            "organisation-approved",
            "account-activated",
            "organisation-entered",
        ] {
            assert!(actions.iter().any(|a| a == action), "{action}: {actions:?}");
        }
    }
}
