use app::lost_phone::{
    Asked, Name, Vouch, by_trusted, consent, distrust, finish, leave, name, stop, stranded,
    trusted, trusting, vouch, waiting_for_me,
};
use app::signin::{self, Begin, Confirm, Outcome};
use app::token::Token;
use app::{Cx, jobs};
use domain::hold::LockReason;
use domain::ids::{DeviceId, SubjectId, TrustedId};
use jiff::SignedDuration;
use store::Audit;
use store::session::{self, Device};

use super::house::{House, NUMBER, PASSCODE, PASSWORD, both, code};

both!(
    two_trusted_persons_and_three_days_bring_the_account_back,
    the_only_one_suffices_and_nobody_does_not,
    a_name_tells_nothing_about_a_number,
    either_ends_it_and_strangers_reach_nothing,
    a_lock_and_a_stop_end_what_was_confirmed,
    wrong_digits_are_slowed_down,
);

const DAY: SignedDuration = SignedDuration::from_hours(24);
const BINH: (&str, SubjectId) = ("074190005678", SubjectId::from_bytes([2; 16]));
const CHI: (&str, SubjectId) = ("074190009012", SubjectId::from_bytes([3; 16]));

fn public(house: &House) -> Cx {
    Cx {
        actor: domain::actor::Actor::Public,
        ..house.app.system()
    }
}

async fn named(house: &House, cx: &Cx, number: &str) -> app::Result<()> {
    let command = Name {
        number,
        passcode: PASSCODE,
    };
    name(&house.app, cx, &command).await
}

/// An old phone, and those who consented.
async fn prepared(house: &House, who: &[(&str, SubjectId)]) -> Vec<(Cx, TrustedId)> {
    let old = Device {
        id: DeviceId::from_bytes([5; 16]),
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
    let mut list = Vec::new();
    for (n, (number, subject)) in who.iter().enumerate() {
        house
            .settle(number, *subject, &format!("098765432{n}"))
            .await;
        named(house, &cx, number).await.unwrap();
        let (_, theirs) = house.holder(*subject).await;
        let asked = trusting(&house.app, &theirs).await.unwrap();
        assert_eq!(asked[0].subject, house.subject);
        consent(&house.app, &theirs, asked[0].id).await.unwrap();
        list.push((theirs, asked[0].id));
    }
    list
}

/// Number, password and one-time code on a new device.
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

/// Asks, and gives the digits that the phone shows.
async fn ask(house: &House) -> app::Result<(Asked, String)> {
    let token = begun(house).await;
    let cx = public(house);
    let asked = by_trusted(&house.app, &cx, &token, "Chrome").await?;
    let seen = stranded(&house.app, &cx, &token, Some(&asked.token)).await?;
    let elsewhere = stranded(&house.app, &cx, &token, None).await?;
    assert_eq!(elsewhere.open.unwrap().compare, "", "for this phone only");
    Ok((asked, seen.open.unwrap().compare))
}

async fn say(house: &House, who: &(Cx, TrustedId), digits: &str) -> app::Result<()> {
    let command = Vouch {
        trusted: who.1,
        code: digits,
        passcode: PASSCODE,
    };
    vouch(&house.app, &house.later(&who.0), &command).await
}

async fn finished(house: &House, asked: &Asked) -> app::Result<signin::Opened> {
    let token = begun(house).await;
    let here = (Some(&asked.token), "Chrome");
    finish(&house.app, &public(house), &token, here).await
}

// law: UX-1, UX-2
async fn two_trusted_persons_and_three_days_bring_the_account_back(house: House) {
    let people = prepared(&house, &[BINH, CHI]).await;
    let (asked, digits) = ask(&house).await.unwrap();
    assert!(asked.ready_at.is_none());
    assert!(house.told().contains(&"vouch-asked".to_owned()));
    assert_eq!(house.told().last().unwrap(), "lost-phone-asked-trusted");
    for who in &people {
        let waiting = waiting_for_me(&house.app, &who.0).await.unwrap();
        assert_eq!(waiting, [who.1]);
    }
    say(&house, &people[0], &digits).await.unwrap();
    let again = say(&house, &people[0], &digits).await;
    assert_eq!(code(again), "vouch-twice");
    assert!(
        waiting_for_me(&house.app, &people[0].0)
            .await
            .unwrap()
            .is_empty()
    );
    house.wait(DAY * 4);
    let alone = finished(&house, &asked).await;
    assert_eq!(code(alone), "lost-phone-unconfirmed");
    say(&house, &people[1], &digits).await.unwrap();
    assert_eq!(house.told().last().unwrap(), "lost-phone-asked");
    house.wait(SignedDuration::from_hours(71));
    let early = finished(&house, &asked).await;
    assert_eq!(code(early), "lost-phone-too-early");
    house.wait(SignedDuration::from_hours(1));
    jobs::run_all_due(&house.app).await.unwrap();
    finished(&house, &asked).await.unwrap();
    let actions = house.actions().await;
    let count = |act: &str| actions.iter().filter(|a| *a == act).count();
    assert_eq!(
        (count("trusted-vouched"), count("lost-phone-finished")),
        (2, 1)
    );
    let theirs = house.record(BINH.1).await;
    assert!(
        theirs
            .iter()
            .any(|(row, _)| row.action == "trusted-vouched")
    );
}

// law: UX-1
async fn the_only_one_suffices_and_nobody_does_not(house: House) {
    let people = prepared(&house, &[BINH]).await;
    let (asked, digits) = ask(&house).await.unwrap();
    say(&house, &people[0], &digits).await.unwrap();
    house.wait(DAY * 3);
    finished(&house, &asked).await.unwrap();
    let (_, cx) = house.holder(house.subject).await;
    distrust(&house.app, &cx, people[0].1).await.unwrap();
    let token = begun(&house).await;
    let none = by_trusted(&house.app, &public(&house), &token, "Chrome").await;
    assert_eq!(code(none), "lost-phone-way");
}

// law: UX-1, D59-4.3
async fn a_name_tells_nothing_about_a_number(house: House) {
    house.settle(BINH.0, BINH.1, "0987654321").await;
    let (_, cx) = house.holder(house.subject).await;
    named(&house, &cx, BINH.0).await.unwrap();
    named(&house, &cx, "074190999999").await.unwrap();
    let list = trusted(&house.app, &cx).await.unwrap();
    assert_eq!(list.len(), 2);
    assert!(list.iter().all(|t| t.consented.is_none()));
    let again = named(&house, &cx, "074190999999").await;
    assert_eq!(code(again), "number/trusted-twice");
    let own = named(&house, &cx, NUMBER).await;
    assert_eq!(code(own), "number/trusted-self");
    for n in 0..3 {
        named(&house, &cx, &format!("07419000777{n}"))
            .await
            .unwrap();
    }
    let sixth = named(&house, &cx, "074190007779").await;
    assert_eq!(code(sixth), "trusted-full");
}

// law: UX-1
async fn either_ends_it_and_strangers_reach_nothing(house: House) {
    let people = prepared(&house, &[BINH, CHI]).await;
    let (binh, chi) = (&people[0], &people[1]);
    let (_, cx) = house.holder(house.subject).await;
    let stranger = leave(&house.app, &chi.0, binh.1).await;
    assert_eq!(code(stranger), "not-found");
    let foreign = consent(&house.app, &cx, binh.1).await;
    assert_eq!(code(foreign), "not-found");
    let not_mine = distrust(&house.app, &chi.0, chi.1).await;
    assert_eq!(code(not_mine), "not-found");
    let (_, digits) = ask(&house).await.unwrap();
    let borrowed = (chi.0.clone(), binh.1);
    assert_eq!(code(say(&house, &borrowed, &digits).await), "not-found");
    leave(&house.app, &binh.0, binh.1).await.unwrap();
    assert_eq!(code(say(&house, binh, &digits).await), "not-found");
    distrust(&house.app, &cx, chi.1).await.unwrap();
    assert_eq!(code(say(&house, chi, &digits).await), "not-found");
    assert!(trusted(&house.app, &cx).await.unwrap().is_empty());
}

// law: UX-1, D59-19.ui
async fn a_lock_and_a_stop_end_what_was_confirmed(house: House) {
    let people = prepared(&house, &[BINH, CHI]).await;
    let (asked, digits) = ask(&house).await.unwrap();
    for who in &people {
        say(&house, who, &digits).await.unwrap();
    }
    let (_, cx) = house.holder(house.subject).await;
    stop(&house.app, &cx).await.unwrap();
    house.wait(DAY * 3);
    let late = finished(&house, &asked).await;
    assert_eq!(code(late), "lost-phone-over");
    let (_, digits) = ask(&house).await.unwrap();
    let (_, cx) = house.holder(house.subject).await;
    app::holds::lock_own(&house.app, &cx, LockReason::LostDevice)
        .await
        .unwrap();
    for who in &people {
        assert_eq!(code(say(&house, who, &digits).await), "lost-phone-over");
    }
}

// law: UX-1
async fn wrong_digits_are_slowed_down(house: House) {
    let people = prepared(&house, &[BINH]).await;
    let (_, digits) = ask(&house).await.unwrap();
    let wrong = if digits == "000001" {
        "000002"
    } else {
        "000001"
    };
    assert_eq!(
        code(say(&house, &people[0], "12").await),
        "code/code-not-six-digits"
    );
    for _ in 0..5 {
        assert_eq!(
            code(say(&house, &people[0], wrong).await),
            "code/vouch-wrong"
        );
    }
    assert_eq!(code(say(&house, &people[0], &digits).await), "throttled");
    house.wait(SignedDuration::from_mins(61));
    say(&house, &people[0], &digits).await.unwrap();
}
