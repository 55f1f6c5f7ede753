//! Turns of the head at the counter: drawn, filmed, judged once; what they mean for who may approve.

use app::counter::proofing::{
    self, Answered, TURNS_A_DAY, answer_turns, draw_turns, show_turns, turned, turns_exception,
};
use app::counter::second_looks::{self, Answer};
use app::ports::{Look, Shot, Wrong};
use app::token::Token;
use app::{CounterChallenge, Cx, Error};
use domain::account::Level;
use domain::actor::Role;
use domain::evidence::{Doubt, HeadTurns, OfficerComparison, TurnsException};
use domain::ids::{SubjectId, TurnsId};
use jiff::SignedDuration;
use store::registration::Stored;

use super::proofing::{SAME, complete, opened, why};
use super::world::{ANH, World, anh, both, portrait};

const UNFINISHED: Wrong = Wrong {
    code: "challenge-unfinished",
    remedy: "turn-as-asked",
};
const BROKEN: Wrong = Wrong {
    code: "face-engine-failed",
    remedy: "call-support",
};

fn shots(count: u32) -> Vec<Shot> {
    let shot = |number| Shot {
        at: 400 * number,
        picture: portrait(),
    };
    (0..count).map(shot).collect()
}

fn session(w: &World) -> Token {
    Token::fresh(&w.app, SubjectId::from_bytes([7; 16]))
}

/// An officer with a complete dossier before him, in a session.
struct Desk {
    cx: Cx,
    session: Token,
    reference: String,
}

impl Desk {
    async fn new(w: &World) -> Self {
        let cx = w.officer();
        let reference = opened(w, &cx).await;
        complete(w, &cx, &reference, &anh()).await;
        Self {
            cx,
            session: session(w),
            reference,
        }
    }

    async fn draw(&self, w: &World) -> Result<TurnsId, Error> {
        let cx = now(w, &self.cx);
        draw_turns(&w.app, &cx, &self.session, &self.reference).await
    }

    async fn answer(&self, w: &World, id: TurnsId, shots: Vec<Shot>) -> Result<Answered, Error> {
        let of = (self.reference.as_str(), &*id.to_string());
        answer_turns(&w.app, &now(w, &self.cx), &self.session, (of, shots)).await
    }

    /// Draws and answers.
    async fn film(&self, w: &World) -> Answered {
        let id = self.draw(w).await.unwrap();
        self.answer(w, id, shots(5)).await.unwrap()
    }

    async fn compare(&self, w: &World) -> OfficerComparison {
        let stored = proofing::compare(&w.app, &self.cx, &self.reference, &SAME)
            .await
            .unwrap();
        let mut source = w.app.db.read().await.unwrap();
        let id = stored.dossier.comparison.unwrap();
        let made = store::evidence::body(&mut source, stored.subject, id).await;
        made.unwrap().unwrap()
    }

    async fn approve(&self, w: &World) -> Result<(), Error> {
        proofing::approve(&w.app, &self.cx, w.seen(&self.reference).await).await
    }

    async fn result(&self, w: &World) -> HeadTurns {
        turned(&w.app, &self.cx, &self.stored(w).await).result
    }

    async fn stored(&self, w: &World) -> Stored {
        w.stored(&self.reference).await
    }

    /// Another officer of the unit sees the same person; gives what he was shown of the turns.
    async fn second(&self, w: &World) -> Option<&'static str> {
        let other = w.staff(2, Role::Officer, "H01");
        let waiting = second_looks::list(&w.app, &other).await.unwrap();
        let id = waiting[0].id.to_string();
        let shown = second_looks::open(&w.app, &other, &id).await.unwrap();
        let yes = Answer {
            verdict: "same",
            note: "",
        };
        second_looks::answer(&w.app, &other, &id, &yes)
            .await
            .unwrap();
        shown.turns
    }
}

/// The same request at what the clock says now.
fn now(w: &World, cx: &Cx) -> Cx {
    Cx {
        now: w.app.clock.now(),
        ..cx.clone()
    }
}

// law: D59-14.2.a2, D59-12.2
async fn turns_made_as_drawn_give_the_portrait(mut w: World) {
    let faces = w.engine(0);
    let desk = Desk::new(&w).await;
    let before = desk.stored(&w).await.dossier.portrait;
    let id = desk.draw(&w).await.unwrap();
    let of = (desk.reference.as_str(), &*id.to_string());
    let shown = show_turns(&w.app, &desk.cx, &desk.session, of)
        .await
        .unwrap();
    let Answered::Passed(stored) = desk.answer(&w, id, shots(5)).await.unwrap() else {
        panic!("as drawn");
    };
    assert_eq!(faces.asked(), [shown.words()], "judged as shown");
    let portrait = stored.dossier.portrait.unwrap();
    assert_ne!(Some(portrait), before);
    let made = desk.compare(&w).await;
    let HeadTurns::Passed {
        portrait: of,
        judged,
        failed: None,
    } = &made.turns
    else {
        panic!("{:?}", made.turns);
    };
    assert_eq!((*of, judged.at), (portrait, desk.cx.now));
    assert_eq!(judged.officer, desk.cx.staff().unwrap());
    assert_eq!(judged.engine.thresholds, "test-unattended-1");
    assert_eq!(made.doubt(), None);
    let record = w.record(stored.subject).await;
    for wanted in ["head-turns-drawn", "head-turns-recorded"] {
        assert!(record.iter().any(|a| a == wanted), "{wanted}");
    }
    // Evidence from before knew nothing of turns: nobody was asked.
    let mut old = serde_json::to_value(&made).unwrap();
    assert!(old.as_object_mut().unwrap().remove("turns").is_some());
    let old: OfficerComparison = serde_json::from_value(old).unwrap();
    assert_eq!(old.turns, HeadTurns::NotAsked);
    desk.approve(&w).await.unwrap();
    assert_eq!(w.account(ANH).await.unwrap().account.level, Level::Two);
}

// law: D59-14.2.a2, D59-12.2
async fn turns_not_made_as_drawn_are_for_another_officer(mut w: World) {
    let faces = w.engine(0);
    let desk = Desk::new(&w).await;
    desk.compare(&w).await;
    let before = desk.stored(&w).await.dossier;
    faces.refuses(Some(UNFINISHED));
    let Answered::Failed(wrong) = desk.film(&w).await else {
        panic!("not as drawn");
    };
    assert_eq!(wrong, UNFINISHED);
    let after = desk.stored(&w).await.dossier;
    assert_eq!(after.portrait, before.portrait, "no picture is kept");
    assert_eq!(after.comparison, None, "it knew nothing of the turns");
    // The portrait is taken without them: what failed stays.
    proofing::set_portrait(&w.app, &desk.cx, &desk.reference, portrait())
        .await
        .unwrap();
    let made = desk.compare(&w).await;
    assert_eq!(made.doubt(), Some(Doubt::TurnsFailed));
    assert_eq!(
        why(desk.approve(&w).await),
        "comparison-second-officer",
        "not refused, and not by one officer"
    );
    assert_eq!(desk.second(&w).await, Some("failed"), "and no more");
    desk.approve(&w).await.unwrap();
    assert_eq!(w.account(ANH).await.unwrap().account.level, Level::Two);
}

// law: D59-14.2.a2
async fn turns_made_later_end_a_failure(mut w: World) {
    let faces = w.engine(0);
    w.turns(CounterChallenge::Asked);
    let desk = Desk::new(&w).await;
    faces.refuses(Some(UNFINISHED));
    desk.film(&w).await;
    let failed = desk.result(&w).await;
    // No reason stands in place of what was filmed.
    let except = || turns_exception(&w.app, &desk.cx, &desk.reference, "child");
    assert_eq!(why(except().await), "turns-exception-closed");
    faces.refuses(None);
    desk.film(&w).await;
    assert_eq!(desk.compare(&w).await.doubt(), None);
    assert_eq!(why(except().await), "turns-exception-closed");
    // A machine that breaks down afterwards takes nothing back.
    faces.refuses(Some(BROKEN));
    let id = desk.draw(&w).await.unwrap();
    assert_eq!(why(desk.answer(&w, id, shots(5)).await), "turns-broken");
    assert_eq!(desk.result(&w).await.as_str(), "passed");
    // Another portrait than the one filmed: the failure is back.
    proofing::set_portrait(&w.app, &desk.cx, &desk.reference, portrait())
        .await
        .unwrap();
    assert_eq!(desk.result(&w).await, failed);
    assert_eq!(
        desk.compare(&w).await.doubt(),
        Some(Doubt::TurnsFailed),
        "not laundered"
    );
    assert_eq!(why(except().await), "turns-exception-closed");
}

// law: D59-14.2.a2, D59-20.4
async fn who_filmed_or_excepted_does_not_look_blindly(mut w: World) {
    let faces = w.engine(0);
    w.turns(CounterChallenge::Asked);
    let desk = Desk::new(&w).await;
    let other = w.staff(2, Role::Officer, "H01");
    let third = w.staff(3, Role::Officer, "H01");
    let seen = async |w: &World, cx: &Cx| second_looks::list(&w.app, cx).await.unwrap().len();
    turns_exception(&w.app, &other, &desk.reference, "child")
        .await
        .unwrap();
    desk.compare(&w).await;
    let look = second_looks::list(&w.app, &third).await.unwrap()[0].id;
    assert_eq!(seen(&w, &other).await, 0, "he excepted");
    let opened = second_looks::open(&w.app, &other, &look.to_string()).await;
    assert!(matches!(opened, Err(Error::NotFound)));
    // The same of one who filmed what became no portrait.
    faces.refuses(Some(UNFINISHED));
    let reference = desk.reference.as_str();
    let id = draw_turns(&w.app, &other, &desk.session, reference).await;
    let id = id.unwrap().to_string();
    let all = ((reference, id.as_str()), shots(5));
    answer_turns(&w.app, &other, &desk.session, all)
        .await
        .unwrap();
    desk.compare(&w).await;
    assert_eq!(seen(&w, &other).await, 0, "he filmed");
    assert_eq!(seen(&w, &third).await, 1);
}

// law: D59-14.2.a2
async fn a_portrait_that_was_not_filmed_does_not_carry_the_turns(mut w: World) {
    w.engine(0);
    let desk = Desk::new(&w).await;
    desk.film(&w).await;
    assert_eq!(desk.result(&w).await.as_str(), "passed");
    proofing::set_portrait(&w.app, &desk.cx, &desk.reference, portrait())
        .await
        .unwrap();
    for mode in [
        CounterChallenge::Off,
        CounterChallenge::Offered,
        CounterChallenge::Asked,
    ] {
        w.turns(mode);
        assert_eq!(desk.result(&w).await, HeadTurns::NotMade, "{mode:?}");
    }
    let made = desk.compare(&w).await;
    assert_eq!(made.doubt(), Some(Doubt::TurnsNotMade));
    assert_eq!(why(desk.approve(&w).await), "comparison-second-officer");
    assert_eq!(desk.second(&w).await, Some("none"));
    desk.approve(&w).await.unwrap();
}

// law: D59-14.2.a2
async fn an_exception_stands_in_their_place(mut w: World) {
    w.engine(0);
    w.turns(CounterChallenge::Asked);
    let desk = Desk::new(&w).await;
    desk.compare(&w).await;
    let except = async |w: &World, word: &str| {
        turns_exception(&w.app, &desk.cx, &desk.reference, word).await
    };
    assert_eq!(why(except(&w, "tired").await), "turns-exception-choose");
    let stored = except(&w, "cannot-turn").await.unwrap();
    assert_eq!(stored.dossier.comparison, None);
    let made = desk.compare(&w).await;
    assert!(matches!(
        made.turns,
        HeadTurns::Excepted {
            reason: TurnsException::CannotTurn,
            ..
        }
    ));
    assert_eq!(made.doubt(), Some(Doubt::TurnsExcepted));
    assert_eq!(desk.second(&w).await, Some("none"), "no reason");
    desk.approve(&w).await.unwrap();
}

// law: D59-14.2.a2, D59-20.4
async fn turns_are_for_one_officer_in_one_session(mut w: World) {
    w.engine(0);
    let desk = Desk::new(&w).await;
    let id = desk.draw(&w).await.unwrap();
    let text = id.to_string();
    let of = (desk.reference.as_str(), text.as_str());
    let colleague = w.staff(2, Role::Officer, "H01");
    let elsewhere = w.staff(3, Role::Officer, "H02");
    let other = session(&w);
    for (cx, session, code) in [
        (&colleague, &desk.session, "turns-over"),
        (&desk.cx, &other, "turns-over"),
    ] {
        assert_eq!(why(show_turns(&w.app, cx, session, of).await), code);
        let answered = answer_turns(&w.app, cx, session, (of, shots(5))).await;
        assert_eq!(why(answered), code);
    }
    let not_there = |error: Error| matches!(error, Error::NotFound);
    let all = (of, shots(5));
    assert!(not_there(
        answer_turns(&w.app, &elsewhere, &desk.session, all)
            .await
            .unwrap_err()
    ));
    let reference = desk.reference.as_str();
    let drawn = draw_turns(&w.app, &elsewhere, &desk.session, reference).await;
    assert!(not_there(drawn.unwrap_err()));
    let excepted = turns_exception(&w.app, &desk.cx, reference, "child").await;
    assert_eq!(why(excepted), "turns-exception-closed", "not asked for");
    let excepted = turns_exception(&w.app, &elsewhere, reference, "child").await;
    assert!(not_there(excepted.unwrap_err()));
    let public = draw_turns(&w.app, &w.public(), &desk.session, reference).await;
    assert!(matches!(public, Err(Error::Forbidden)));
    // None of them used it up.
    assert!(matches!(
        desk.answer(&w, id, shots(5)).await,
        Ok(Answered::Passed(_))
    ));
}

// law: D59-14.2.a2
async fn turns_are_good_for_one_answer_in_time(mut w: World) {
    let faces = w.engine(0);
    let desk = Desk::new(&w).await;
    let id = desk.draw(&w).await.unwrap();
    for (count, code) in [(0, "turns-none"), (41, "turns-too-many")] {
        assert_eq!(why(desk.answer(&w, id, shots(count)).await), code);
    }
    assert!(faces.asked().is_empty(), "nothing was judged");
    let (one, two) = tokio::join!(desk.answer(&w, id, shots(5)), desk.answer(&w, id, shots(5)));
    let (passed, over): (Vec<_>, Vec<_>) = [one, two].into_iter().partition(Result::is_ok);
    assert_eq!((passed.len(), over.len()), (1, 1));
    assert_eq!(why(over.into_iter().next().unwrap()), "turns-over");
    assert_eq!(why(desk.answer(&w, id, shots(5)).await), "turns-over");

    let first = desk.draw(&w).await.unwrap();
    let second = desk.draw(&w).await.unwrap();
    assert_eq!(why(desk.answer(&w, first, shots(5)).await), "turns-over");
    w.clock.forward(SignedDuration::from_secs(181));
    assert_eq!(why(desk.answer(&w, second, shots(5)).await), "turns-over");
    // Three a day, whatever came of them.
    assert_eq!(TURNS_A_DAY, 3);
    assert_eq!(why(desk.draw(&w).await), "turns-tries-over");
    w.clock.forward(SignedDuration::from_hours(24));
    assert!(desk.draw(&w).await.is_ok());
}

// law: D59-14.2.a2
async fn a_machine_that_breaks_down_says_nothing_about_a_person(mut w: World) {
    let faces = w.engine(0);
    let desk = Desk::new(&w).await;
    faces.refuses(Some(BROKEN));
    let id = desk.draw(&w).await.unwrap();
    assert_eq!(why(desk.answer(&w, id, shots(5)).await), "turns-broken");
    assert_eq!(desk.result(&w).await, HeadTurns::NotAsked);
    // The turns were made, and the picture is no portrait: nothing is kept, nothing is held against anybody.
    faces.refuses(None);
    faces.finds(Look::NoFace);
    let id = desk.draw(&w).await.unwrap();
    assert_eq!(why(desk.answer(&w, id, shots(5)).await), "face-no-face");
    assert_eq!(desk.result(&w).await, HeadTurns::NotAsked);
}

// law: D59-14.2.a2
async fn without_an_engine_or_switched_off_nothing_is_drawn(mut w: World) {
    let desk = Desk::new(&w).await;
    let absent = |error: Error| matches!(error, Error::Absent("turns-absent"));
    assert!(absent(desk.draw(&w).await.unwrap_err()));
    assert_eq!(desk.compare(&w).await.turns, HeadTurns::NotAsked);
    w.engine(0);
    w.turns(CounterChallenge::Off);
    assert!(absent(desk.draw(&w).await.unwrap_err()));
    let excepted = turns_exception(&w.app, &desk.cx, &desk.reference, "child").await;
    assert_eq!(why(excepted), "turns-exception-closed");
    assert_eq!(desk.compare(&w).await.doubt(), None);
    desk.approve(&w).await.unwrap();
    // Decided: nothing is drawn any more.
    w.turns(CounterChallenge::Offered);
    assert_eq!(why(desk.draw(&w).await), "registration-decided");
}

both!(
    turns_made_as_drawn_give_the_portrait,
    turns_not_made_as_drawn_are_for_another_officer,
    turns_made_later_end_a_failure,
    who_filmed_or_excepted_does_not_look_blindly,
    a_portrait_that_was_not_filmed_does_not_carry_the_turns,
    an_exception_stands_in_their_place,
    turns_are_for_one_officer_in_one_session,
    turns_are_good_for_one_answer_in_time,
    a_machine_that_breaks_down_says_nothing_about_a_person,
    without_an_engine_or_switched_off_nothing_is_drawn,
);
