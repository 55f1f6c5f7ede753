use app::credentials::{ChangePassword, OldWays, change_password};
use app::signin::{self, Begin};
use domain::actor::{Actor, Purpose};
use jiff::SignedDuration;

use super::house::{House, NUMBER, PASSCODE, PASSWORD, both, code};

both!(wrong_old_passwords_count_like_those_at_sign_in);

fn change(old: &str) -> ChangePassword<'_> {
    ChangePassword {
        old,
        new: "sáo sậu sang sông sớm",
        passcode: PASSCODE,
        others: OldWays::Keep,
    }
}

// law: D59-6.2
async fn wrong_old_passwords_count_like_those_at_sign_in(house: House) {
    let (_, cx) = house.holder(house.subject).await;
    for _ in 0..5 {
        assert_eq!(
            code(change_password(&house.app, &cx, &change("sai rồi nhé bạn")).await),
            "old_password/old-password-wrong"
        );
    }
    let right = change(PASSWORD);
    assert_eq!(
        code(change_password(&house.app, &cx, &right).await),
        "throttled"
    );
    let public = house.app.acting(Actor::Public, Purpose::OwnUse);
    let begin = Begin {
        number: NUMBER,
        password: PASSWORD,
    };
    assert_eq!(
        code(signin::begin(&house.app, &public, &begin).await),
        "throttled"
    );
    house.wait(SignedDuration::from_mins(2));
    let cx = house.later(&cx);
    change_password(&house.app, &cx, &right).await.unwrap();
}
