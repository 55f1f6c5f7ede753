use app::Cx;
use app::assistance::{
    CallRef, Open, Report, Wish, ask_genuine, close, make_spoken, open, report, reports, running,
    view,
};
use domain::actor::{Actor, Role};
use jiff::SignedDuration;

use super::house::{House, NUMBER, both, code};

both!(
    a_code_shows_the_unit_until_it_runs_out,
    a_code_of_a_number_nobody_has_looks_the_same,
    only_the_operator_makes_a_code,
    an_address_that_guesses_gets_tired,
    a_report_is_kept_sealed,
);

fn public(house: &House) -> Cx {
    Cx {
        actor: Actor::Public,
        ..house.app.system()
    }
}

async fn call(house: &House, cx: &Cx, number: &str) -> CallRef {
    let command = Open {
        number,
        wish: Wish::Lock,
    };
    open(&house.app, cx, &command).await.unwrap()
}

async fn said(house: &House, cx: &Cx, case: CallRef) -> String {
    make_spoken(&house.app, cx, case).await.unwrap();
    let seen = view(&house.app, cx, case).await.unwrap();
    seen.spoken.unwrap().0
}

// law: UX-11, D59-19.5.b
async fn a_code_shows_the_unit_until_it_runs_out(house: House) {
    let desk = house.staff(Role::CallCentre).await;
    let case = call(&house, &desk, NUMBER).await;
    let spoken = said(&house, &desk, case).await;
    assert_eq!(spoken.len(), 8);
    let asked = ask_genuine(&house.app, &public(&house), &spoken.to_lowercase()).await;
    let told = asked.unwrap().unwrap();
    assert_eq!((told.unit.as_str(), told.opened), ("074-01", house.now()));
    assert_eq!(told.reference, None);
    let wrong = ask_genuine(&house.app, &public(&house), "00000000").await;
    assert_eq!(wrong.unwrap(), None);
    let bad = ask_genuine(&house.app, &public(&house), "ABC").await;
    assert_eq!(code(bad), "code/spoken-code-format");
    let (_, holder) = house.holder(house.subject).await;
    assert!(running(&house.app, &holder).await.unwrap().is_some());
    house.wait(SignedDuration::from_mins(10));
    let late = ask_genuine(&house.app, &public(&house), &spoken).await;
    assert_eq!(late.unwrap(), None);

    let desk = house.later(&desk);
    let fresh = said(&house, &desk, case).await;
    assert_ne!(fresh, spoken);
    close(&house.app, &desk, case).await.unwrap();
    let over = ask_genuine(&house.app, &public(&house), &fresh).await;
    assert_eq!(over.unwrap(), None);
    assert!(running(&house.app, &holder).await.unwrap().is_none());
    let done = house.actions().await;
    assert_eq!(done.iter().filter(|a| *a == "call-asked").count(), 1);
    assert_eq!(done.iter().filter(|a| *a == "call-code-made").count(), 2);
}

// law: UX-11
async fn a_code_of_a_number_nobody_has_looks_the_same(house: House) {
    let desk = house.staff(Role::CallCentre).await;
    let case = call(&house, &desk, "074190009999").await;
    let spoken = said(&house, &desk, case).await;
    let told = ask_genuine(&house.app, &public(&house), &spoken).await;
    assert!(told.unwrap().is_some());
    assert!(house.actions().await.is_empty());
}

// law: D59-4.4
async fn only_the_operator_makes_a_code(house: House) {
    let desk = house.staff(Role::CallCentre).await;
    let case = call(&house, &desk, NUMBER).await;
    let other = house.staff(Role::CallCentre).await;
    assert_eq!(
        code(make_spoken(&house.app, &other, case).await),
        "not-found"
    );
    let manager = house.staff(Role::Manager).await;
    assert_eq!(
        code(make_spoken(&house.app, &manager, case).await),
        "forbidden"
    );
    house.wait(SignedDuration::from_mins(61));
    let desk = house.later(&desk);
    assert_eq!(
        code(make_spoken(&house.app, &desk, case).await),
        "call-over"
    );
}

// law: UX-11, D59-6.2
async fn an_address_that_guesses_gets_tired(house: House) {
    for _ in 0..30 {
        let told = ask_genuine(&house.app, &public(&house), "00000000").await;
        assert_eq!(told.unwrap(), None);
    }
    let tired = ask_genuine(&house.app, &public(&house), "00000000").await;
    assert_eq!(code(tired), "throttled");
}

// law: UX-11
async fn a_report_is_kept_sealed(house: House) {
    let told = Report {
        caller: "0900 000 000",
        words: "Xưng là công an",
    };
    report(&house.app, &public(&house), &told).await.unwrap();
    let long = Report {
        caller: "",
        words: &"a".repeat(501),
    };
    let long = report(&house.app, &public(&house), &long).await;
    assert_eq!(code(long), "words/report-long");
    let manager = house.staff(Role::Manager).await;
    let found = reports(&house.app, &manager).await.unwrap();
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].1.words, "Xưng là công an");
    let desk = house.staff(Role::CallCentre).await;
    assert_eq!(code(reports(&house.app, &desk).await), "forbidden");
    for _ in 0..4 {
        let empty = Report {
            caller: "",
            words: "",
        };
        report(&house.app, &public(&house), &empty).await.unwrap();
    }
    assert_eq!(
        code(report(&house.app, &public(&house), &told).await),
        "throttled"
    );
}
