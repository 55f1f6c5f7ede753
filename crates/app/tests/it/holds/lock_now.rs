use app::holds::{
    ByPassword, LockNow, begin, by_code, by_password, confirm_short, lock_own, receipt, status,
    take_back,
};
use app::signin::{self, Begin, Confirm, Opened, Outcome};
use app::token::Token;
use app::{Cx, jobs};
use domain::hold::{Channel, Ground, LockReason};
use domain::ids::SubjectId;
use jiff::SignedDuration;

use super::house::{House, NUMBER, PASSWORD, both, code};

both!(
    a_password_locks_for_a_day_and_twice_is_calm,
    the_wrong_password_and_nobodys_number_get_one_answer,
    a_code_locks_once_and_a_strangers_never,
    two_factors_take_a_short_lock_back,
    a_confirmed_lock_has_no_end,
    it_ends_by_itself_and_is_written_down_once,
    an_end_nobody_wrote_down_bars_no_new_lock,
    the_fourth_code_lock_of_a_week_is_refused,
    an_address_gets_tired,
);

const PHONE: &str = "0912345678";

fn public(house: &House) -> Cx {
    Cx {
        actor: domain::actor::Actor::Public,
        ..house.app.system()
    }
}

async fn with_password(
    house: &House,
    number: &str,
    password: &str,
) -> app::Result<app::holds::Locked> {
    let command = ByPassword {
        number,
        password,
        device: None,
    };
    by_password(&house.app, &public(house), &command).await
}

async fn with_code(house: &House) -> app::Result<app::holds::Locked> {
    let token = journey(house, NUMBER).await;
    by_code(&house.app, &public(house), &token, &house.code()).await
}

async fn journey(house: &House, number: &str) -> Token {
    let command = LockNow {
        number,
        contact: PHONE,
        device: None,
    };
    let begun = begin(&house.app, &public(house), &command).await.unwrap();
    assert!(begun.sent_to.ends_with("678"), "{}", begun.sent_to);
    begun.token
}

/// Signs in with password and code; the status page only while locked.
async fn sign_in(house: &House) -> Opened {
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
    match signin::confirm(&house.app, &cx, &confirm).await.unwrap() {
        Outcome::Opened(opened) => opened,
        other @ Outcome::NewDevice { .. } => panic!("{other:?}"),
    }
}

// law: D59-19.1.a.i, UX-12
async fn a_password_locks_for_a_day_and_twice_is_calm(house: House) {
    let (session, _) = house.holder(house.subject).await;
    let done = with_password(&house, NUMBER, PASSWORD).await.unwrap();
    assert!(done.new);
    assert_eq!(done.took.sessions, 1);
    assert!(house.resume(&session).await.is_none());
    let hold = &house.holds().await[0];
    assert_eq!(
        (hold.ground, hold.channel),
        (Ground::OwnRequest, Channel::App)
    );
    assert_eq!(
        hold.until,
        Some(house.now() + SignedDuration::from_hours(24))
    );
    let again = with_password(&house, NUMBER, PASSWORD).await.unwrap();
    assert!(!again.new);
    assert_eq!(again.hold, done.hold);
    assert_eq!(house.actions().await, ["account-locked", "lock-repeated"]);
    assert_eq!(house.told(), ["account-locked-short"]);
}

// law: UX-12, D59-6.2
async fn the_wrong_password_and_nobodys_number_get_one_answer(house: House) {
    for (number, password) in [(NUMBER, "con ngựa khác"), ("074190009999", PASSWORD)] {
        let answer = with_password(&house, number, password).await;
        assert_eq!(code(answer), "password/lock-now-wrong", "{number}");
    }
    assert_eq!(
        code(with_password(&house, "12", "x").await),
        "number/number-length"
    );
    assert_eq!(
        code(with_password(&house, NUMBER, "").await),
        "password/lock-now-wrong"
    );
    assert!(house.holds().await.is_empty());
    for _ in 0..10 {
        with_password(&house, NUMBER, "con ngựa khác").await.ok();
    }
    assert_eq!(
        code(with_password(&house, NUMBER, PASSWORD).await),
        "throttled"
    );
    assert!(house.holds().await.is_empty());
}

// law: UX-12
async fn a_code_locks_once_and_a_strangers_never(house: House) {
    let token = journey(&house, NUMBER).await;
    let sent = house.code();
    let wrong = if sent == "000001" { "000002" } else { "000001" };
    let cx = public(&house);
    let answer = by_code(&house.app, &cx, &token, wrong).await;
    assert_eq!(code(answer), "code/code-wrong");
    by_code(&house.app, &cx, &token, &sent).await.unwrap();
    let replayed = by_code(&house.app, &cx, &token, &sent).await;
    assert_eq!(code(replayed), "journey-over");
    assert_eq!(house.holds().await.len(), 1);

    let decoy = journey(&house, "074190009999").await;
    assert_eq!(house.told(), ["code", "account-locked-short"]);
    let answer = by_code(&house.app, &cx, &decoy, "123456").await;
    assert_eq!(code(answer), "code/code-wrong");
    let nobody = Token::fresh(&house.app, SubjectId::from_bytes([9; 16]));
    let answer = by_code(&house.app, &cx, &nobody, "123456").await;
    assert_eq!(code(answer), "journey-over");
}

// law: UX-12, D59-19.4.a, D59-19.ui
async fn two_factors_take_a_short_lock_back(house: House) {
    with_password(&house, NUMBER, PASSWORD).await.unwrap();
    let opened = sign_in(&house).await;
    assert!(opened.status_only);
    let (cx, _) = house.resume(&opened.session).await.unwrap();
    let seen = status(&house.app, &cx).await.unwrap();
    assert!(seen.short.is_some() && !seen.may_ask);
    let weak = domain::actor::Actor::Holder {
        subject: house.subject,
        session: domain::ids::SessionId::from_bytes([8; 16]),
        level: domain::actor::AuthLevel::ONE,
    };
    let weak = Cx {
        actor: weak,
        ..cx.clone()
    };
    assert_eq!(code(take_back(&house.app, &weak).await), "proof-too-weak");
    assert_eq!(
        code(take_back(&house.app, &public(&house)).await),
        "sign-in"
    );
    let ended = take_back(&house.app, &cx).await.unwrap();
    assert!(ended.left.is_empty());
    assert!(house.resume(&opened.session).await.is_none());
    assert!(house.holds().await.is_empty());
    let again = take_back(&house.app, &cx).await;
    assert_eq!(code(again), "ground-not-in-force");
    assert!(house.told().contains(&"account-unlocked".to_owned()));
}

// law: UX-12, D59-19.5.a
async fn a_confirmed_lock_has_no_end(house: House) {
    let done = with_password(&house, NUMBER, PASSWORD).await.unwrap();
    let opened = sign_in(&house).await;
    let (cx, _) = house.resume(&opened.session).await.unwrap();
    let kept = confirm_short(&house.app, &cx, Some(LockReason::LostDevice))
        .await
        .unwrap();
    assert_eq!(kept.hold.id, done.hold.id);
    assert_eq!(kept.hold.until, None);
    confirm_short(&house.app, &cx, None).await.unwrap();
    house.wait(SignedDuration::from_hours(25));
    jobs::run_all_due(&house.app).await.unwrap();
    let held = house.holds().await;
    assert_eq!(held.len(), 1);
    assert_eq!(held[0].reason, Some(LockReason::LostDevice));
    let cx = house.later(&cx);
    assert_eq!(code(take_back(&house.app, &cx).await), "wrong-way-out");
    assert!(house.actions().await.contains(&"lock-confirmed".to_owned()));
    let told = house.told();
    assert_eq!(told.iter().filter(|k| *k == "lock-confirmed").count(), 1);
    let seen = receipt(&house.app, &cx, done.hold.id).await.unwrap();
    assert_eq!(seen.messages.len(), 1);
    // Weak proof changes nothing about it.
    let again = with_password(&house, NUMBER, PASSWORD).await.unwrap();
    assert!(!again.new && again.hold.until.is_none());
}

// law: UX-12, D59-19.4.a
async fn it_ends_by_itself_and_is_written_down_once(house: House) {
    let done = with_password(&house, NUMBER, PASSWORD).await.unwrap();
    house.wait(SignedDuration::from_hours(24));
    // Open at that instant, though nobody has written it down.
    assert!(house.holds().await.is_empty());
    assert!(!sign_in(&house).await.status_only);
    jobs::run_all_due(&house.app).await.unwrap();
    jobs::run_all_due(&house.app).await.unwrap();
    let mut source = house.app.db.read().await.unwrap();
    let all = store::hold::all(&mut source, house.subject).await.unwrap();
    let until = done.hold.until.unwrap();
    assert_eq!(all[0].ended, Some((until, Channel::Date)));
    drop(source);
    let told = house.told();
    assert_eq!(told.iter().filter(|k| *k == "lock-expired").count(), 1);
    let done = house.actions().await;
    assert_eq!(done.iter().filter(|a| *a == "hold-ended").count(), 1);
}

// law: UX-12
async fn an_end_nobody_wrote_down_bars_no_new_lock(house: House) {
    with_password(&house, NUMBER, PASSWORD).await.unwrap();
    house.wait(SignedDuration::from_hours(30));
    let (_, cx) = house.holder(house.subject).await;
    let full = lock_own(&house.app, &cx, LockReason::Other).await.unwrap();
    assert!(full.locked.new);
    assert_eq!(full.locked.hold.until, None);
    jobs::run_all_due(&house.app).await.unwrap();
    assert_eq!(house.holds().await.len(), 1);
    assert!(!house.told().contains(&"lock-expired".to_owned()));
    let done = house.actions().await;
    assert_eq!(done.iter().filter(|a| *a == "hold-ended").count(), 1);
}

// law: UX-12
async fn the_fourth_code_lock_of_a_week_is_refused(house: House) {
    for _ in 0..3 {
        with_code(&house).await.unwrap();
        house.wait(SignedDuration::from_hours(25));
    }
    assert_eq!(code(with_code(&house).await), "lock-now-often");
    assert!(house.holds().await.is_empty());
    // The password, and a person, still can.
    with_password(&house, NUMBER, PASSWORD).await.unwrap();
    house.wait(SignedDuration::from_hours(25 * 5));
    assert!(with_code(&house).await.is_ok());
}

// law: D59-6.2
async fn an_address_gets_tired(house: House) {
    let answers = |n: u32| format!("0741900{n:05}");
    for n in 0..100 {
        let number = answers(n);
        with_password(&house, &number, "x").await.unwrap_err();
    }
    let command = LockNow {
        number: NUMBER,
        contact: PHONE,
        device: None,
    };
    let tired = begin(&house.app, &public(&house), &command).await;
    assert_eq!(code(tired.map(|_| ())), "throttled");
    house.wait(SignedDuration::from_hours(2));
    assert!(with_password(&house, NUMBER, PASSWORD).await.is_ok());
}
