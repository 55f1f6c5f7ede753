use app::lost_phone::{AskByCode, Asked, by_code, codes, finish, make, own, stop, stranded};
use app::signin::{self, Begin, Confirm, Opened, Outcome};
use app::token::Token;
use app::{Cx, jobs};
use domain::hold::LockReason;
use domain::ids::{DeviceId, SubjectId};
use domain::journey::{self, Journey};
use domain::lost_phone::State;
use domain::secret::RecoveryCode;
use jiff::SignedDuration;
use store::Audit;
use store::session::{self, Device};

use crate::experience::only;

use super::house::{House, NUMBER, PASSCODE, PASSWORD, both, code};

both!(
    a_printed_code_and_a_day_bring_the_account_to_another_phone,
    what_does_not_fit_gets_one_answer,
    the_holder_stops_it_until_the_end,
    a_lock_stops_it_and_a_locked_account_cannot_ask,
    another_way_in_ends_it,
    nobody_went_on,
    new_codes_end_the_old_ones,
    only_the_phone_that_asked_finishes,
);

const DAY: SignedDuration = SignedDuration::from_hours(24);
const OLD: DeviceId = DeviceId::from_bytes([5; 16]);

fn public(house: &House) -> Cx {
    Cx {
        actor: domain::actor::Actor::Public,
        ..house.app.system()
    }
}

/// An old phone that is signed in, and printed codes.
async fn prepared(house: &House) -> (Cx, Vec<RecoveryCode>) {
    let old = Device {
        id: OLD,
        digest: vec![1],
        name: "Nokia".into(),
        bound: house.now(),
        seen: house.now(),
        means: Vec::new(),
    };
    let mut tx = house.app.db.begin().await.unwrap();
    session::bind_device(&mut tx, house.subject, &old)
        .await
        .unwrap();
    tx.commit(Audit::Bookkeeping("test")).await.unwrap();
    let (_, cx) = house.holder(house.subject).await;
    let made = make(&house.app, &cx, PASSCODE).await.unwrap();
    assert_eq!(made.len(), 10);
    (cx, made)
}

async fn ask(house: &House, text: &str) -> app::Result<Asked> {
    let command = AskByCode {
        number: NUMBER,
        password: PASSWORD,
        code: text,
        device_name: "Chrome",
    };
    by_code(&house.app, &public(house), &command).await
}

/// Number, password and one-time code on a new device; the journey that waits for the old one.
async fn begun(house: &House) -> Token {
    house.wait(SignedDuration::from_mins(2));
    let cx = public(house);
    let begin = Begin {
        number: NUMBER,
        password: PASSWORD,
    };
    let begun = signin::begin(&house.app, &cx, &begin).await.unwrap();
    let sent = house.code();
    let confirm = Confirm {
        token: &begun.token,
        code: &sent,
        device: None,
        device_name: "Chrome",
    };
    let outcome = signin::confirm(&house.app, &cx, &confirm).await.unwrap();
    assert!(matches!(outcome, Outcome::NewDevice { .. }), "{outcome:?}");
    begun.token
}

async fn finished(house: &House, kept: Option<&Token>) -> app::Result<Opened> {
    let token = begun(house).await;
    finish(&house.app, &public(house), &token, (kept, "Chrome")).await
}

async fn devices(house: &House) -> Vec<String> {
    let mut source = house.app.db.read().await.unwrap();
    let found = session::devices(&mut source, house.subject).await.unwrap();
    found.into_iter().map(|d| d.name).collect()
}

// law: UX-1, UX-2, R50-6
async fn a_printed_code_and_a_day_bring_the_account_to_another_phone(house: House) {
    let (session, _) = house.holder(house.subject).await;
    let (cx, made) = prepared(&house).await;
    let asked = ask(&house, &made[0].printed().to_uppercase())
        .await
        .unwrap();
    assert_eq!(asked.ready_at, Some(house.now() + DAY));
    assert_eq!(house.told().last().unwrap(), "lost-phone-asked");
    assert_eq!(codes(&house.app, &cx).await.unwrap().left, 9);
    house.wait(DAY - SignedDuration::from_mins(10));
    jobs::run_all_due(&house.app).await.unwrap();
    let early = finished(&house, Some(&asked.token)).await;
    assert_eq!(code(early), "lost-phone-too-early");
    assert_eq!(devices(&house).await, ["Nokia"]);
    house.wait(SignedDuration::from_mins(10));
    jobs::run_all_due(&house.app).await.unwrap();
    assert!(house.told().contains(&"lost-phone-ready".to_owned()));
    let token = begun(&house).await;
    let seen = stranded(&house.app, &public(&house), &token, Some(&asked.token))
        .await
        .unwrap();
    assert!(seen.open.unwrap().ready());
    let cx = public(&house);
    let here = (Some(&asked.token), "Chrome");
    let opened = finish(&house.app, &cx, &token, here).await.unwrap();
    assert!(!opened.status_only && opened.device.is_some());
    assert_eq!(devices(&house).await, ["Chrome"]);
    assert!(house.resume(&session).await.is_none(), "old sessions end");
    assert!(house.resume(&opened.session).await.is_some());
    assert_eq!(house.told().last().unwrap(), "lost-phone-finished");
    // R50-6
    assert_eq!(
        only(&house.app, Journey::LostPhone).await,
        ("ready".into(), journey::Outcome::Done)
    );
    let actions = house.actions().await;
    for act in [
        "recovery-codes-made",
        "lost-phone-asked",
        "lost-phone-ready",
    ] {
        assert!(actions.contains(&act.to_owned()), "{act}");
    }
    assert!(actions.contains(&"lost-phone-finished".to_owned()));
    // The journey and the request are used up.
    let again = finish(&house.app, &cx, &token, here).await;
    assert_eq!(code(again), "journey-over");
    assert_eq!(code(ask(&house, &made[0].printed()).await), WRONG);
}

const WRONG: &str = "password/lost-phone-wrong";

// law: UX-1
async fn what_does_not_fit_gets_one_answer(house: House) {
    house
        .settle("074190005678", SubjectId::from_bytes([2; 16]), "0987654321")
        .await;
    let (_, made) = prepared(&house).await;
    let good = made[0].printed();
    let before = house.told().len();
    for (number, password, text) in [
        (NUMBER, "sai mật khẩu rồi", good.as_str()),
        (NUMBER, PASSWORD, "0000-0000-0000"),
        // Nobody's number, and one without codes of its own.
        ("074190999999", PASSWORD, good.as_str()),
        ("074190005678", PASSWORD, good.as_str()),
    ] {
        let command = AskByCode {
            number,
            password,
            code: text,
            device_name: "Chrome",
        };
        let answer = by_code(&house.app, &public(&house), &command).await;
        assert_eq!(code(answer), WRONG, "{number} {text}");
    }
    assert_eq!(house.told().len(), before, "nobody is told of it");
    assert_eq!(
        code(ask(&house, "7k3m").await),
        "recovery_code/recovery-code-form"
    );
    // Guesses are slowed down, right password or not.
    for _ in 0..3 {
        assert_eq!(code(ask(&house, "0000-0000-0000").await), WRONG);
    }
    assert_eq!(code(ask(&house, &good).await), "throttled");
    house.wait(SignedDuration::from_mins(61));
    ask(&house, &good).await.unwrap();
}

// law: UX-1
async fn the_holder_stops_it_until_the_end(house: House) {
    let (cx, made) = prepared(&house).await;
    assert_eq!(code(stop(&house.app, &cx).await), "lost-phone-over");
    let asked = ask(&house, &made[0].printed()).await.unwrap();
    house.wait(DAY * 2);
    jobs::run_all_due(&house.app).await.unwrap();
    let (_, cx) = house.holder(house.subject).await;
    let open = own(&house.app, &cx).await.unwrap().unwrap();
    assert!(matches!(open.request.state, State::Ready { .. }));
    stop(&house.app, &cx).await.unwrap();
    assert_eq!(house.told().last().unwrap(), "lost-phone-stopped");
    assert!(own(&house.app, &cx).await.unwrap().is_none());
    let late = finished(&house, Some(&asked.token)).await;
    assert_eq!(code(late), "lost-phone-over");
    // Whoever found one code may have found the others.
    assert_eq!(codes(&house.app, &cx).await.unwrap().left, 0);
    assert_eq!(code(ask(&house, &made[1].printed()).await), WRONG);
}

// law: UX-1, D59-19.ui
async fn a_lock_stops_it_and_a_locked_account_cannot_ask(house: House) {
    let (cx, made) = prepared(&house).await;
    ask(&house, &made[0].printed()).await.unwrap();
    app::holds::lock_own(&house.app, &cx, LockReason::LostDevice)
        .await
        .unwrap();
    let mut source = house.app.db.read().await.unwrap();
    let open = store::lost_phone::open(&mut source, house.subject).await;
    assert!(open.unwrap().is_none());
    drop(source);
    assert!(
        house
            .actions()
            .await
            .contains(&"lost-phone-stopped".to_owned())
    );
    let before = house.told().len();
    let refused = ask(&house, &made[1].printed()).await;
    assert_eq!(code(refused), "lost-phone-locked");
    assert_eq!(house.told().len(), before);
    assert_eq!(codes(&house.app, &cx).await.unwrap().left, 9, "not used up");
}

// law: UX-1, UX-3
async fn another_way_in_ends_it(house: House) {
    let (cx, made) = prepared(&house).await;
    let asked = ask(&house, &made[0].printed()).await.unwrap();
    signin::remove_own(&house.app, &cx, OLD).await.unwrap();
    house.wait(SignedDuration::from_mins(2));
    let cx = public(&house);
    let begin = Begin {
        number: NUMBER,
        password: PASSWORD,
    };
    let begun = signin::begin(&house.app, &cx, &begin).await.unwrap();
    let sent = house.code();
    let confirm = Confirm {
        token: &begun.token,
        code: &sent,
        device: None,
        device_name: "Safari",
    };
    let outcome = signin::confirm(&house.app, &cx, &confirm).await.unwrap();
    assert!(matches!(outcome, Outcome::Opened(_)), "{outcome:?}");
    house.wait(DAY * 2);
    let late = finished(&house, Some(&asked.token)).await;
    assert_eq!(code(late), "lost-phone-over");
    assert_eq!(devices(&house).await, ["Safari"]);
}

// law: UX-1
async fn nobody_went_on(house: House) {
    let (_, made) = prepared(&house).await;
    let asked = ask(&house, &made[0].printed()).await.unwrap();
    house.wait(DAY * 8);
    jobs::run_all_due(&house.app).await.unwrap();
    assert_eq!(house.told().last().unwrap(), "lost-phone-expired");
    let late = finished(&house, Some(&asked.token)).await;
    assert_eq!(code(late), "lost-phone-over");
    ask(&house, &made[1].printed()).await.unwrap();
}

// law: UX-1
async fn new_codes_end_the_old_ones(house: House) {
    let (cx, old) = prepared(&house).await;
    assert_eq!(
        code(make(&house.app, &cx, "802914").await),
        "passcode/passcode-wrong"
    );
    let new = make(&house.app, &cx, PASSCODE).await.unwrap();
    assert!(old.iter().all(|code| !new.contains(code)));
    assert_eq!(code(ask(&house, &old[3].printed()).await), WRONG);
    ask(&house, &new[3].printed()).await.unwrap();
}

// law: UX-1
async fn only_the_phone_that_asked_finishes(house: House) {
    let (_, made) = prepared(&house).await;
    let first = ask(&house, &made[0].printed()).await.unwrap();
    // Asked again on another phone: the first one is out, and the time begins anew.
    house.wait(SignedDuration::from_hours(23));
    let second = ask(&house, &made[1].printed()).await.unwrap();
    house.wait(SignedDuration::from_hours(2));
    let early = finished(&house, Some(&second.token)).await;
    assert_eq!(code(early), "lost-phone-too-early");
    house.wait(DAY);
    for stranger in [None, Some(&first.token)] {
        let answer = finished(&house, stranger).await;
        assert_eq!(code(answer), "lost-phone-elsewhere");
    }
    finished(&house, Some(&second.token)).await.unwrap();
}
