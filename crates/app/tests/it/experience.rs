//! How far people get is counted once, when they end, and leads to nobody (R50-6).

use app::experience::{Asked, Question, Wanted, answer, question, report};
use app::ports::Clock;
use app::registration::{self, ContactEntered};
use app::{App, Cx, Error};
use domain::actor::Role;
use domain::journey::{Door, Journey, Outcome};
use futures_util::future::join_all;
use jiff::SignedDuration;
use jiff::civil::date;
use store::Audit;
use store::journey::{New, Part, begin, count, end, survey};

use crate::registration::world::{ANH, World, anh, both, portrait};

both!(
    a_registration_is_counted_once_however_it_went_back_and_forth,
    a_forgotten_draft_is_given_up_at_its_furthest_step,
    journeys_that_end_at_once_are_all_counted,
    what_nobody_went_on_with_is_written_off,
    the_question_is_counted_once_and_for_a_day,
    only_the_console_reads_the_figures,
    answers_at_once_are_one_answer,
);

/// Everything counted of a journey: door, language, furthest step, outcome, seconds, how many.
pub(crate) type Counted = (&'static str, String, String, Outcome, u64, u64);

pub(crate) async fn counted(app: &App, journey: Journey) -> Vec<Counted> {
    let mut source = app.db.read().await.unwrap();
    let ever = (date(2000, 1, 1), date(2100, 1, 1));
    let lines = count::lines(&mut source, journey, ever).await.unwrap();
    let flat = |line: domain::journey::funnel::Line| {
        (
            line.door.as_str(),
            line.language,
            line.step,
            line.outcome,
            line.seconds,
            line.count,
        )
    };
    lines.into_iter().map(flat).collect()
}

/// The furthest step and the outcome of the only journey that was counted.
pub(crate) async fn only(app: &App, journey: Journey) -> (String, Outcome) {
    let all = counted(app, journey).await;
    let [(_, _, step, outcome, _, 1)] = all.as_slice() else {
        panic!("{all:?}")
    };
    (step.clone(), *outcome)
}

const OTHER: ContactEntered<'_> = ContactEntered {
    by: "phone",
    phone: "0987654321",
    email: "",
};

// law: R50-6
async fn a_registration_is_counted_once_however_it_went_back_and_forth(w: World) {
    let token = w.draft(ANH, "0912345678").await;
    let cx = w.public();
    registration::set_number(&w.app, &cx, &token, ANH)
        .await
        .unwrap();
    registration::set_contact(&w.app, &cx, &token, &OTHER)
        .await
        .unwrap();
    let code = w.code().await;
    registration::confirm_contact(&w.app, &w.public(), &token, &code)
        .await
        .unwrap();
    for _ in 0..2 {
        registration::set_details(&w.app, &cx, &token, &anh())
            .await
            .unwrap();
        registration::set_portrait(&w.app, &cx, &token, portrait())
            .await
            .unwrap();
    }
    assert_eq!(counted(&w.app, Journey::Registration).await, []);
    w.clock.forward(SignedDuration::from_secs(290));
    let cx = w.public();
    registration::agree(&w.app, &cx, &token, true)
        .await
        .unwrap();
    let (one, two) = tokio::join!(
        registration::submit(&w.app, &cx, &token),
        registration::submit(&w.app, &cx, &token)
    );
    assert_eq!(one.unwrap(), two.unwrap());
    registration::submit(&w.app, &cx, &token).await.unwrap();
    // Past the life of a draft: its job finds nothing to give up.
    w.clock.forward(SignedDuration::from_hours(48));
    app::jobs::run_all_due(&w.app).await.unwrap();
    let want = ("page", "vi".into(), "check".into(), Outcome::Done, 300, 1);
    assert_eq!(counted(&w.app, Journey::Registration).await, [want]);
    assert_eq!(
        counted(&w.app, Journey::RegistrationForeigner).await,
        [],
        "one journey is one"
    );
}

// law: R50-6
async fn a_forgotten_draft_is_given_up_at_its_furthest_step(w: World) {
    // As far as the agreement, and back to the code of another number.
    let token = w.draft(ANH, "0912345678").await;
    registration::set_contact(&w.app, &w.public(), &token, &OTHER)
        .await
        .unwrap();
    let native = Cx {
        door: Door::Api,
        lang: app::Lang::En,
        ..w.public()
    };
    let foreign = registration::start(&w.app, &native).await.unwrap();
    let wrong = registration::set_number(&w.app, &native, &foreign, ANH).await;
    wrong.unwrap();
    registration::set_passport(&w.app, &native, &foreign, ("USA", "123456789"))
        .await
        .unwrap();
    registration::start(&w.app, &native).await.unwrap();
    w.clock.forward(SignedDuration::from_hours(25));
    app::jobs::run_all_due(&w.app).await.unwrap();
    let given_up = |door, language: &str, step: &str| {
        let (language, step) = (language.to_owned(), step.to_owned());
        (door, language, step, Outcome::GivenUp, 0, 1)
    };
    assert_eq!(
        counted(&w.app, Journey::Registration).await,
        [
            given_up("api", "en", "number"),
            given_up("page", "vi", "consent")
        ]
    );
    assert_eq!(
        counted(&w.app, Journey::RegistrationForeigner).await,
        [given_up("api", "en", "contact")]
    );
}

fn new(w: &World) -> New<'static> {
    New {
        journey: Journey::Document,
        door: Door::Page,
        language: "vi",
        at: w.clock.now(),
    }
}

async fn under_way(w: &World, of: &str) {
    let mut tx = w.app.db.begin().await.unwrap();
    begin(&mut tx, &of, &new(w)).await.unwrap();
    begin(&mut tx, &of, &new(w)).await.unwrap();
    tx.commit(Audit::Bookkeeping("test")).await.unwrap();
}

// law: R50-6
async fn journeys_that_end_at_once_are_all_counted(w: World) {
    let names: Vec<String> = (0..40).map(|n| format!("journey {n}")).collect();
    for name in &names {
        under_way(&w, name).await;
    }
    w.clock.forward(SignedDuration::from_secs(15));
    let now = w.clock.now();
    let one = |name: &String| {
        let (db, name) = (w.app.db.clone(), name.clone());
        async move {
            let mut tx = db.begin().await.unwrap();
            end(&mut tx, &name, (Outcome::Done, now), Part::Shared)
                .await
                .unwrap();
            tx.commit(Audit::Bookkeeping("test")).await.unwrap();
        }
    };
    // Each twice: the second finds that it ended.
    join_all(names.iter().chain(&names).map(one)).await;
    let want = ("page", "vi".into(), "asked".into(), Outcome::Done, 20, 40);
    assert_eq!(counted(&w.app, Journey::Document).await, [want]);
    let mut tx = w.app.db.begin().await.unwrap();
    end(&mut tx, &"another", (Outcome::Done, now), Part::Apart)
        .await
        .unwrap();
    drop(tx);
    // What is taken back with its transaction is not counted.
    under_way(&w, "undone").await;
    let mut tx = w.app.db.begin().await.unwrap();
    end(&mut tx, &"undone", (Outcome::Done, now), Part::Apart)
        .await
        .unwrap();
    drop(tx);
    let all = counted(&w.app, Journey::Document).await;
    assert_eq!(all.iter().map(|line| line.5).sum::<u64>(), 40);
}

// law: R50-6
async fn what_nobody_went_on_with_is_written_off(w: World) {
    under_way(&w, "left").await;
    w.clock.forward(SignedDuration::from_hours(89 * 24));
    under_way(&w, "fresh").await;
    w.clock.forward(SignedDuration::from_hours(2 * 24));
    let mut tx = w.app.db.begin().await.unwrap();
    let now = w.clock.now();
    for want in [1, 0] {
        let gone = store::journey::give_up(&mut tx, now, 10).await.unwrap();
        assert_eq!(gone, want);
    }
    tx.commit(Audit::Bookkeeping("test")).await.unwrap();
    assert_eq!(
        only(&w.app, Journey::Document).await,
        ("asked".into(), Outcome::GivenUp)
    );
}

async fn answers(w: &World, journey: Journey) -> Vec<u64> {
    let mut source = w.app.db.read().await.unwrap();
    let ever = (date(2000, 1, 1), date(2100, 1, 1));
    survey::answers(&mut source, journey, ever).await.unwrap()
}

async fn asked(w: &World, journey: Journey, of: &str) -> Question {
    let ended = w.clock.now();
    let found = question(&w.app, &w.public(), (journey, &of), ended).await;
    found.unwrap().unwrap()
}

// law: R50-6
async fn the_question_is_counted_once_and_for_a_day(w: World) {
    let cx = w.public();
    let one = asked(&w, Journey::Registration, "one").await;
    assert_eq!(
        asked(&w, Journey::Registration, "one").await,
        one,
        "looked at again it is the same"
    );
    let text = one.to_text(&w.app);
    assert!(!text.contains("one"), "{text}");
    for word in ["", "6", "easy "] {
        let Err(Error::Invalid(faults)) = answer(&w.app, &cx, &text, word).await else {
            panic!("{word} is no answer")
        };
        assert_eq!(
            (faults[0].field, faults[0].code),
            ("answer", "survey-choose")
        );
    }
    answer(&w.app, &cx, &text, "easy").await.unwrap();
    answer(&w.app, &cx, &text, "very-hard").await.unwrap();
    assert_eq!(answers(&w, Journey::Registration).await, [0, 0, 0, 1, 0]);
    let again = question(&w.app, &cx, (Journey::Registration, &"one"), cx.now).await;
    assert_eq!(again.unwrap(), None, "it is not asked again");

    // Nobody makes a question of his own, nor one of another journey or of longer life.
    let other = asked(&w, Journey::Registration, "two")
        .await
        .to_text(&w.app);
    let mut parts = other.split('.');
    let [journey, until, signed] = [(); 3].map(|()| parts.next().unwrap());
    let later = until.parse::<i64>().unwrap() + 1;
    for forged in [
        String::new(),
        "registration".to_owned(),
        format!("activation.{until}.{signed}"),
        format!("{journey}.{later}.{signed}"),
        format!("{journey}.{until}.{}", "A".repeat(43)),
        format!("{journey}.{until}.A{}", &signed[1..]),
        format!("{other}.more"),
    ] {
        let refused = answer(&w.app, &cx, &forged, "easy").await;
        assert!(matches!(refused, Err(Error::NotFound)), "{forged}");
    }

    // Past its day it is neither asked nor counted.
    let ended = w.clock.now();
    w.clock.forward(SignedDuration::from_hours(48));
    let cx = w.public();
    let late = question(&w.app, &cx, (Journey::Registration, &"two"), ended).await;
    assert_eq!(late.unwrap(), None);
    answer(&w.app, &cx, &other, "easy").await.unwrap();
    assert_eq!(answers(&w, Journey::Registration).await, [0, 0, 0, 1, 0]);
    let silent = question(&w.app, &cx, (Journey::SignIn, &"in"), cx.now).await;
    assert_eq!(silent.unwrap(), None, "signing in asks nothing");
}

// law: R50-6
async fn answers_at_once_are_one_answer(w: World) {
    let text = asked(&w, Journey::Lock, "lock").await.to_text(&w.app);
    let cx = w.public();
    let sent = join_all((0..8).map(|_| answer(&w.app, &cx, &text, "hard"))).await;
    assert!(sent.iter().all(Result::is_ok));
    assert_eq!(answers(&w, Journey::Lock).await, [0, 1, 0, 0, 0]);
    // A machine behind one address is slowed down.
    let mut slowed = false;
    for _ in 0..60 {
        let sent = answer(&w.app, &cx, &text, "hard").await;
        slowed |= matches!(sent, Err(Error::Throttled { .. }));
    }
    assert!(slowed);
}

// law: R50-6
async fn only_the_console_reads_the_figures(w: World) {
    let nothing = Asked::default();
    for (role, may) in [
        (Role::Officer, false),
        (Role::Head, false),
        (Role::CallCentre, false),
        (Role::Manager, true),
        (Role::Auditor, true),
    ] {
        let cx = w.staff(7, role, "H01");
        let wanted = Wanted::of(&cx, &nothing);
        assert_eq!(wanted.is_ok(), may, "{role:?}");
        let usual = Wanted::of(&w.staff(8, Role::Manager, "H01"), &nothing).unwrap();
        let read = report(&w.app, &cx, usual).await;
        assert_eq!(read.is_ok(), may, "{role:?}");
    }
    assert!(Wanted::of(&w.public(), &nothing).is_err());
    let cx = w.staff(8, Role::Manager, "H01");
    for (journey, month, field) in [
        ("elsewhere", "", "journey"),
        ("", "2024-13", "month"),
        ("", "2024-04", "month"),
        ("", "2021-03", "month"),
    ] {
        let Err(Error::Invalid(faults)) = Wanted::of(&cx, &Asked { journey, month }) else {
            panic!("{journey} {month}")
        };
        assert_eq!(faults[0].field, field);
    }
}
