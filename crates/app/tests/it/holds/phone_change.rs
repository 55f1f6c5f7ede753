//! Changes of the telephone number (APP-12).

use app::activation::{Begin, Step, begin, confirm, progress, set_answers, set_passcode};
use app::assistance::CallRef;
use app::holds::{Change, TellEvent, tell_event};
use app::phone_change::{
    PhoneChangeRef, Verdict, decide, latest, queue, receive, review, send_code, withdraw,
};
use app::{Cx, holds};
use domain::account::Standing;
use domain::actor::Role;
use domain::hold::LockReason;
use domain::ids::SubjectId;
use domain::journey::{Journey, Outcome};
use domain::phone_change::{Refusal, State};
use jiff::SignedDuration;

use crate::experience::counted;

use super::calls::{call, read_back, say, truth};
use super::house::{House, NUMBER, PASSCODE, both, code};

both!(
    a_change_is_received_carried_out_and_activated_again,
    nobody_changes_a_number_without_proof_or_in_a_lock,
    the_holder_stops_a_change_he_did_not_ask_for,
    a_refusal_has_reason_and_words_and_changes_nothing,
    a_number_serves_one_account,
    a_number_that_is_the_holders_already_stays_his,
    a_code_counts_for_the_number_it_went_to,
    nobody_writes_to_the_dead,
);

const OLD: &str = "0912345678";
const NEW: &str = "0987654321";

async fn proven(house: &House, staff: &Cx) -> CallRef {
    let case = call(house, staff, NUMBER).await;
    say(house, staff, case, truth).await;
    read_back(house, staff, case).await;
    case
}

/// A change that waits, and who received it.
async fn received(house: &House) -> (PhoneChangeRef, Cx) {
    let staff = house.staff(Role::CallCentre).await;
    let case = proven(house, &staff).await;
    send_code(&house.app, &staff, case, NEW).await.unwrap();
    let due = receive(&house.app, &staff, case, &house.code()).await;
    assert_eq!(due.unwrap().to_string(), "2024-03-15T16:59:59.999Z");
    let waiting = queue(&house.app, &staff).await.unwrap();
    (waiting[0].place, staff)
}

async fn phone(house: &House) -> String {
    let mut source = house.app.db.read().await.unwrap();
    let stored = store::account::load(&mut source, house.subject, house.now()).await;
    let phone = stored.unwrap().unwrap().profile.phone.unwrap();
    phone.national()
}

async fn standing(house: &House) -> Standing {
    let mut source = house.app.db.read().await.unwrap();
    let stored = store::account::load(&mut source, house.subject, house.now()).await;
    stored.unwrap().unwrap().account.standing(house.now())
}

// law: APP-12, APP-11, D59-18.app, R50-6
async fn a_change_is_received_carried_out_and_activated_again(house: House) {
    let (token, cx) = house.holder(house.subject).await;
    let (place, first) = received(&house).await;
    let told = house.told();
    for kind in ["phone-change-received", "phone-change-asked"] {
        assert!(told.iter().any(|k| k == kind), "{kind}: {told:?}");
    }
    assert_eq!(phone(&house).await, OLD);
    let waits = latest(&house.app, &cx).await.unwrap().unwrap();
    assert_eq!(waits.change.state, State::Received);
    assert!(house.resume(&token).await.is_some(), "nothing ended yet");
    assert_eq!(
        code(decide(&house.app, &first, place, Verdict::CarryOut).await),
        "phone-change-own-case"
    );
    let second = house.staff(Role::Officer).await;
    let seen = review(&house.app, &second, place).await.unwrap();
    assert!(!seen.own && !seen.locked);
    decide(&house.app, &second, place, Verdict::CarryOut)
        .await
        .unwrap();
    assert_eq!(phone(&house).await, NEW);
    // R50-6
    let journeys = counted(&house.app, Journey::PhoneChange).await;
    let [("desk", _, step, Outcome::Done, _, 1)] = journeys.as_slice() else {
        panic!("{journeys:?}")
    };
    assert_eq!(step, "asked");
    assert!(house.resume(&token).await.is_none(), "every session ended");
    assert!(matches!(
        standing(&house).await,
        Standing::AwaitingActivation { .. }
    ));
    assert_eq!(house.told().last().unwrap(), "phone-left");
    assert_eq!(
        code(decide(&house.app, &second, place, Verdict::CarryOut).await),
        "phone-change-closed"
    );
    activate(&house).await;
    assert_eq!(standing(&house).await, Standing::Open);
    let actions = house.actions().await;
    for action in ["phone-change-received", "phone-changed", "record-read"] {
        assert!(actions.iter().any(|a| a == action), "{action}: {actions:?}");
    }
}

/// The password stays; code, passcode and questions are asked for.
async fn activate(house: &House) {
    let cx = house.app.system();
    let form = |contact| Begin {
        number: NUMBER,
        contact,
    };
    let before = house.told().len();
    begin(&house.app, &cx, &form(OLD)).await.unwrap();
    assert_eq!(house.told().len(), before, "the old number gets no code");
    let pending = begin(&house.app, &cx, &form(NEW)).await.unwrap();
    let token = pending.token;
    confirm(&house.app, &cx, &token, &house.code())
        .await
        .unwrap();
    let at = progress(&house.app, &cx, &token).await.unwrap();
    assert_eq!(at.next, Step::Passcode);
    set_passcode(&house.app, &cx, &token, PASSCODE)
        .await
        .unwrap();
    let (one, two) = (("first-school", "Chu Văn An"), ("first-pet", "Mun"));
    set_answers(&house.app, &cx, &token, one, two)
        .await
        .unwrap();
}

// law: APP-12, D59-19.5.b
async fn nobody_changes_a_number_without_proof_or_in_a_lock(house: House) {
    let staff = house.staff(Role::CallCentre).await;
    let case = call(&house, &staff, NUMBER).await;
    say(&house, &staff, case, truth).await;
    let asked = send_code(&house.app, &staff, case, NEW).await;
    assert_eq!(code(asked), "caller-not-verified");
    read_back(&house, &staff, case).await;
    let early = receive(&house.app, &staff, case, "123456").await;
    assert_eq!(code(early), "phone/phone-empty");
    send_code(&house.app, &staff, case, NEW).await.unwrap();
    let wrong = receive(&house.app, &staff, case, "000000").await;
    assert!(code(wrong).starts_with("code/"));
    let (_, cx) = house.holder(house.subject).await;
    holds::lock_own(&house.app, &cx, LockReason::LostDevice)
        .await
        .unwrap();
    let locked = receive(&house.app, &staff, case, &house.code()).await;
    assert_eq!(code(locked), "phone-change-locked");
    let manager = house.staff(Role::Manager).await;
    assert_eq!(code(queue(&house.app, &manager).await), "forbidden");
}

// law: APP-12
async fn the_holder_stops_a_change_he_did_not_ask_for(house: House) {
    let (_, cx) = house.holder(house.subject).await;
    assert_eq!(code(withdraw(&house.app, &cx).await), "not-found");
    let (place, _) = received(&house).await;
    withdraw(&house.app, &cx).await.unwrap();
    assert_eq!(house.told().last().unwrap(), "phone-change-withdrawn");
    assert_eq!(code(withdraw(&house.app, &cx).await), "phone-change-closed");
    let second = house.staff(Role::Officer).await;
    let late = decide(&house.app, &second, place, Verdict::CarryOut).await;
    assert_eq!(code(late), "phone-change-closed");
    assert_eq!(phone(&house).await, OLD);
}

// law: APP-12
async fn a_refusal_has_reason_and_words_and_changes_nothing(house: House) {
    let (_, cx) = house.holder(house.subject).await;
    let (place, _) = received(&house).await;
    holds::lock_own(&house.app, &cx, LockReason::LostDevice)
        .await
        .unwrap();
    let second = house.staff(Role::Officer).await;
    let locked = decide(&house.app, &second, place, Verdict::CarryOut).await;
    assert_eq!(code(locked), "account-locked");
    let refuse = |words| Verdict::Refuse {
        reason: Refusal::NotOwnName,
        words,
    };
    let empty = decide(&house.app, &second, place, refuse(" ")).await;
    assert_eq!(code(empty), "words/words-empty");
    let words = "Số thuê bao đứng tên người khác.";
    decide(&house.app, &second, place, refuse(words))
        .await
        .unwrap();
    let seen = latest(&house.app, &cx).await.unwrap().unwrap();
    assert_eq!(seen.body.words, words);
    assert!(matches!(
        seen.change.state,
        State::Refused {
            reason: Refusal::NotOwnName,
            ..
        }
    ));
    assert_eq!(phone(&house).await, OLD);
}

// law: APP-11, APP-12
async fn a_number_serves_one_account(house: House) {
    let other = SubjectId::from_bytes([2; 16]);
    house.settle("074190005678", other, "0901111222").await;
    let staff = house.staff(Role::CallCentre).await;
    let case = proven(&house, &staff).await;
    for (phone, want) in [
        ("0901111222", "phone/phone-taken"),
        (OLD, "phone/phone-same"),
        ("12", "phone/phone-not-vietnamese"),
    ] {
        let asked = send_code(&house.app, &staff, case, phone).await;
        assert_eq!(code(asked), want);
    }
    send_code(&house.app, &staff, case, NEW).await.unwrap();
    receive(&house.app, &staff, case, &house.code())
        .await
        .unwrap();
    let again = send_code(&house.app, &staff, case, "0977000111").await;
    assert_eq!(code(again), "phone-change-waits");
    let third = SubjectId::from_bytes([3; 16]);
    house.settle("074190009999", third, NEW).await;
    let place = queue(&house.app, &staff).await.unwrap()[0].place;
    let second = house.staff(Role::Officer).await;
    let late = decide(&house.app, &second, place, Verdict::CarryOut).await;
    assert_eq!(code(late), "phone-change-taken");
    assert_eq!(phone(&house).await, OLD);
}

// law: APP-11
async fn a_number_that_is_the_holders_already_stays_his(house: House) {
    use store::account::{self, Identifier};
    let (place, _) = received(&house).await;
    let mut tx = house.app.db.begin().await.unwrap();
    let found = account::load(&mut tx, house.subject, house.now()).await;
    let mut stored = found.unwrap().unwrap();
    let new = domain::contact::Phone::parse(NEW).unwrap();
    let taken = account::claim(&mut tx, Identifier::Phone, new.as_str(), house.subject).await;
    assert!(taken.unwrap());
    stored.profile.phone = Some(new.clone());
    account::save(&mut tx, &stored).await.unwrap();
    tx.commit(store::Audit::Bookkeeping("test")).await.unwrap();
    let second = house.staff(Role::Officer).await;
    decide(&house.app, &second, place, Verdict::CarryOut)
        .await
        .unwrap();
    assert_eq!(house.told().last().unwrap(), "phone-changed");
    let mut source = house.app.db.read().await.unwrap();
    let owner = account::subject_of(&mut source, Identifier::Phone, new.as_str()).await;
    assert_eq!(owner.unwrap(), Some(house.subject));
}

// law: APP-12
async fn a_code_counts_for_the_number_it_went_to(house: House) {
    let (one, two) = (
        house.staff(Role::CallCentre).await,
        house.staff(Role::CallCentre).await,
    );
    let first = proven(&house, &one).await;
    house.wait(SignedDuration::from_mins(2));
    let (one, two) = (house.later(&one), house.later(&two));
    let second = proven(&house, &two).await;
    send_code(&house.app, &one, first, NEW).await.unwrap();
    house.wait(SignedDuration::from_mins(2));
    let (one, two) = (house.later(&one), house.later(&two));
    send_code(&house.app, &two, second, "0977000111")
        .await
        .unwrap();
    let other = receive(&house.app, &one, first, &house.code()).await;
    assert_eq!(code(other), "code/code-expired");
    receive(&house.app, &two, second, &house.code())
        .await
        .unwrap();
}

// law: APP-12
async fn nobody_writes_to_the_dead(house: House) {
    let (place, _) = received(&house).await;
    let event = TellEvent {
        event: "KT-1",
        number: NUMBER,
        change: Change::Death,
    };
    tell_event(&house.app, &house.register(), &event)
        .await
        .unwrap();
    let before = house.told().len();
    let verdict = Verdict::Refuse {
        reason: Refusal::NotByHolder,
        words: "Chủ tài khoản đã mất.",
    };
    let second = house.staff(Role::Officer).await;
    decide(&house.app, &second, place, verdict).await.unwrap();
    assert_eq!(house.told().len(), before);
}
