use app::Cx;
use app::assistance::{
    CallRef, Open, Over, Proof, Question, Wish, answer, check_code, close, devices, document_seen,
    done, lock, open, pressured, remove_device, reopen_activation, send_code, unlock, view,
};
use domain::account::Possession;
use domain::actor::Role;
use domain::hold::{Channel, Ground, LockReason};
use domain::ids::DeviceId;
use jiff::SignedDuration;
use store::Audit;
use store::session::{self, Device};

use super::house::{BORN, EXPIRES, House, ISSUED, NAME, NUMBER, OLD, both, code};

both!(
    both_facts_lock_and_the_code_unlocks,
    wrong_answers_end_the_call_and_tell_the_holder,
    an_unknown_number_looks_the_same_and_leads_nowhere,
    answers_are_seen_and_kept_by_nobody,
    a_visit_unlocks_by_chip_card_and_facts,
    a_lapsed_activation_is_reopened_after_strong_proof,
    a_device_is_removed_after_strong_proof,
    somebody_under_pressure_is_only_locked,
    a_call_belongs_to_its_operator_and_ends,
    only_those_who_assist_open_calls,
);

pub(super) async fn call(house: &House, staff: &Cx, number: &str) -> CallRef {
    open(
        &house.app,
        staff,
        &Open {
            number,
            wish: Wish::Lock,
        },
    )
    .await
    .unwrap()
}

pub(super) const fn truth(question: Question) -> &'static str {
    match question {
        Question::Name => NAME,
        Question::BirthDay => BORN,
        Question::CardIssued => ISSUED,
        Question::CardExpires => EXPIRES,
        Question::OldNumber => OLD,
    }
}

const fn lie(question: Question) -> &'static str {
    match question {
        Question::Name => "Trần Văn Khác",
        Question::OldNumber => "111111111",
        Question::BirthDay | Question::CardIssued | Question::CardExpires => "01/01/2001",
    }
}

pub(super) async fn say(
    house: &House,
    staff: &Cx,
    case: CallRef,
    what: fn(Question) -> &'static str,
) {
    let asked = view(&house.app, staff, case).await.unwrap().asked;
    let answers: Vec<(Question, &str)> = asked
        .iter()
        .map(|a| (a.question, what(a.question)))
        .collect();
    answer(&house.app, staff, case, &answers).await.unwrap();
}

pub(super) async fn read_back(house: &House, staff: &Cx, case: CallRef) {
    send_code(&house.app, staff, case).await.unwrap();
    check_code(&house.app, staff, case, &house.code())
        .await
        .unwrap();
}

// law: D59-19.5.b, D59-19.1.a.i, D59-19.4.a, UX-12
async fn both_facts_lock_and_the_code_unlocks(house: House) {
    let staff = house.staff(Role::CallCentre).await;
    let (token, _) = house.holder(house.subject).await;
    let case = call(&house, &staff, NUMBER).await;
    let refused = lock(&house.app, &staff, case, LockReason::LostDevice).await;
    assert_eq!(code(refused), "caller-not-verified");
    say(&house, &staff, case, truth).await;
    let locked = lock(&house.app, &staff, case, LockReason::LostDevice)
        .await
        .unwrap();
    assert_eq!(
        (locked.hold.channel, locked.took.sessions),
        (Channel::CallCentre, 1)
    );
    assert!(house.resume(&token).await.is_none());
    assert!(
        !lock(&house.app, &staff, case, LockReason::Other)
            .await
            .unwrap()
            .new
    );
    assert_eq!(
        code(unlock(&house.app, &staff, case).await),
        "caller-not-verified"
    );
    read_back(&house, &staff, case).await;
    house.wait(SignedDuration::from_secs(1));
    let staff = house.later(&staff);
    let ended = unlock(&house.app, &staff, case).await.unwrap();
    assert_eq!(
        (ended.hold.ground, ended.left),
        (Ground::OwnRequest, vec![])
    );
    close(&house.app, &staff, case).await.unwrap();
    let end = done(&house.app, &staff, case).await.unwrap();
    let acts: Vec<&str> = end.acts.iter().map(|a| a.action.as_str()).collect();
    assert_eq!(acts, ["account-locked", "hold-ended"]);
    assert!(end.reference.starts_with("HT-"));
}

// law: D59-19.5.b
async fn wrong_answers_end_the_call_and_tell_the_holder(house: House) {
    let staff = house.staff(Role::CallCentre).await;
    for calls in 1..=2 {
        let case = call(&house, &staff, NUMBER).await;
        say(&house, &staff, case, lie).await;
        let seen = view(&house.app, &staff, case).await.unwrap();
        assert_eq!((seen.over, seen.proof), (Some(Over::Failed), Proof::None));
        assert!(seen.account.is_none());
        for result in [
            code(unlock(&house.app, &staff, case).await),
            code(lock(&house.app, &staff, case, LockReason::Other).await),
            code(send_code(&house.app, &staff, case).await),
            code(answer(&house.app, &staff, case, &[(Question::Name, NAME)]).await),
        ] {
            assert_eq!(result, "caller-failed");
        }
        let told = house
            .told()
            .iter()
            .filter(|kind| *kind == "caller-failed")
            .count();
        assert_eq!(told, calls - 1);
    }
    assert!(house.holds().await.is_empty());
    let record = house.record(house.subject).await;
    assert!(
        record
            .iter()
            .any(|(_, d)| d["check"]["failed-repeatedly"] == true)
    );
}

// law: D59-19.5.b
async fn an_unknown_number_looks_the_same_and_leads_nowhere(house: House) {
    let staff = house.staff(Role::CallCentre).await;
    let stranger = "074190009999";
    let case = call(&house, &staff, stranger).await;
    assert_eq!(
        call(&house, &staff, stranger).await.subject,
        case.subject,
        "not told by a second call"
    );
    let seen = view(&house.app, &staff, case).await.unwrap();
    assert_eq!(
        (seen.asked.len(), seen.number.as_str()),
        (2, "074•••••9999")
    );
    assert!(seen.contact.starts_with("••• ••• "));
    send_code(&house.app, &staff, case).await.unwrap();
    assert_eq!(code(send_code(&house.app, &staff, case).await), "throttled");
    assert_eq!(
        code(check_code(&house.app, &staff, case, "000000").await),
        "code/code-wrong"
    );
    assert!(house.told().is_empty());
    say(&house, &staff, case, truth).await;
    let seen = view(&house.app, &staff, case).await.unwrap();
    assert_eq!(
        (seen.over, seen.wrong),
        (Some(Over::Failed), 2),
        "what the registers say is wrong too"
    );
    assert!(
        done(&house.app, &staff, case)
            .await
            .unwrap()
            .acts
            .is_empty()
    );
    let known = call(&house, &staff, NUMBER).await;
    send_code(&house.app, &staff, known).await.unwrap();
    assert_eq!(
        code(send_code(&house.app, &staff, known).await),
        "throttled"
    );
}

// law: D59-19.5.b, D59-4.4
async fn answers_are_seen_and_kept_by_nobody(house: House) {
    let staff = house.staff(Role::CallCentre).await;
    let case = call(&house, &staff, NUMBER).await;
    let seen = view(&house.app, &staff, case).await.unwrap();
    let first = seen.asked[0].question;
    answer(&house.app, &staff, case, &[(first, truth(first))])
        .await
        .unwrap();
    let second = seen.asked[1].question;
    answer(&house.app, &staff, case, &[(second, lie(second))])
        .await
        .unwrap();
    let shown = format!("{:?}", view(&house.app, &staff, case).await.unwrap());
    let record = house.record(house.subject).await;
    let kept: String = record
        .iter()
        .map(|(_, detail)| detail.to_string())
        .collect();
    for secret in [
        NUMBER,
        NAME,
        BORN,
        "1990-02-03",
        ISSUED,
        "2021-05-06",
        OLD,
        lie(second),
        "0912345678",
    ] {
        assert!(!shown.contains(secret), "{secret} on the screen");
        assert!(!kept.contains(secret), "{secret} on record");
    }
    let garbled = answer(&house.app, &staff, case, &[(second, " ")]).await;
    assert!(code(garbled).ends_with("/answer-empty"));
}

// law: D59-19.5.c, D59-19.4.a
async fn a_visit_unlocks_by_chip_card_and_facts(house: House) {
    let officer = house.staff(Role::Officer).await;
    let case = call(&house, &officer, NUMBER).await;
    document_seen(&house.app, &officer, case).await.unwrap();
    let locked = lock(&house.app, &officer, case, LockReason::LostDevice)
        .await
        .unwrap();
    assert_eq!(locked.hold.channel, Channel::Counter);
    assert_eq!(
        code(unlock(&house.app, &officer, case).await),
        "caller-not-verified"
    );
    say(&house, &officer, case, truth).await;
    assert!(unlock(&house.app, &officer, case).await.is_ok());
    assert_eq!(
        code(unlock(&house.app, &officer, case).await),
        "ground-not-in-force"
    );
    let operator = house.staff(Role::CallCentre).await;
    let case = call(&house, &operator, NUMBER).await;
    assert_eq!(
        code(document_seen(&house.app, &operator, case).await),
        "not-at-counter"
    );
}

// law: D59-18.2, WD-7
async fn a_lapsed_activation_is_reopened_after_strong_proof(house: House) {
    let mut tx = house.app.db.begin().await.unwrap();
    let mut stored = store::account::load(&mut tx, house.subject, house.now())
        .await
        .unwrap()
        .unwrap();
    let before = house.now() - SignedDuration::from_hours(24 * 9);
    let by = house.now() - SignedDuration::from_hours(24 * 2);
    stored.account.possession = Possession::Issued {
        notified_at: before,
        activate_by: by,
    };
    store::account::save(&mut tx, &stored).await.unwrap();
    tx.commit(Audit::Bookkeeping("test")).await.unwrap();
    let staff = house.staff(Role::CallCentre).await;
    let case = call(&house, &staff, NUMBER).await;
    say(&house, &staff, case, truth).await;
    assert_eq!(
        code(reopen_activation(&house.app, &staff, case).await),
        "caller-not-verified"
    );
    read_back(&house, &staff, case).await;
    assert!(
        view(&house.app, &staff, case)
            .await
            .unwrap()
            .account
            .unwrap()
            .lapsed
    );
    let until = reopen_activation(&house.app, &staff, case).await.unwrap();
    assert_eq!(until.to_string(), "2024-03-13T16:59:59.999Z");
    assert_eq!(house.told().last().unwrap(), "activation-reopened");
    let again = reopen_activation(&house.app, &staff, case).await;
    assert_eq!(code(again), "activation-not-lapsed");
}

// law: APP-9, APP-10, D59-21.x, UX-3
async fn a_device_is_removed_after_strong_proof(house: House) {
    let id = DeviceId::from_bytes([5; 16]);
    let device = Device {
        id,
        digest: vec![1],
        name: "Nokia".into(),
        bound: house.now(),
        seen: house.now(),
        means: Vec::new(),
    };
    let mut tx = house.app.db.begin().await.unwrap();
    session::bind_device(&mut tx, house.subject, &device)
        .await
        .unwrap();
    tx.commit(Audit::Bookkeeping("test")).await.unwrap();
    let staff = house.staff(Role::CallCentre).await;
    let case = call(&house, &staff, NUMBER).await;
    say(&house, &staff, case, truth).await;
    assert_eq!(
        code(devices(&house.app, &staff, case).await),
        "caller-not-verified"
    );
    assert_eq!(
        code(remove_device(&house.app, &staff, case, id).await),
        "caller-not-verified"
    );
    read_back(&house, &staff, case).await;
    assert_eq!(devices(&house.app, &staff, case).await.unwrap().len(), 1);
    remove_device(&house.app, &staff, case, id).await.unwrap();
    assert_eq!(
        code(remove_device(&house.app, &staff, case, id).await),
        "not-found"
    );
    assert_eq!(house.told().last().unwrap(), "device-removed");
}

// law: D59-19.5.b
async fn somebody_under_pressure_is_only_locked(house: House) {
    let staff = house.staff(Role::CallCentre).await;
    let case = call(&house, &staff, NUMBER).await;
    say(&house, &staff, case, truth).await;
    read_back(&house, &staff, case).await;
    pressured(&house.app, &staff, case).await.unwrap();
    lock(&house.app, &staff, case, LockReason::SuspectedLeak)
        .await
        .unwrap();
    assert_eq!(
        code(unlock(&house.app, &staff, case).await),
        "caller-not-verified"
    );
    let record = house.record(house.subject).await;
    assert!(
        record
            .iter()
            .any(|(_, d)| d["check"]["seen"] == "pressured")
    );
}

// law: D59-4.4
async fn a_call_belongs_to_its_operator_and_ends(house: House) {
    let staff = house.staff(Role::CallCentre).await;
    let colleague = house.staff(Role::CallCentre).await;
    let case = call(&house, &staff, NUMBER).await;
    assert_eq!(code(view(&house.app, &colleague, case).await), "not-found");
    assert_eq!(
        code(send_code(&house.app, &colleague, case).await),
        "not-found"
    );
    let late = call(&house, &staff, NUMBER).await;
    say(&house, &staff, late, truth).await;
    close(&house.app, &staff, case).await.unwrap();
    assert_eq!(code(send_code(&house.app, &staff, case).await), "call-over");
    house.wait(SignedDuration::from_mins(61));
    let staff = house.later(&staff);
    let refused = lock(&house.app, &staff, late, LockReason::Other).await;
    assert_eq!(code(refused), "call-over");
}

// law: D59-20.4, D59-6.2
async fn only_those_who_assist_open_calls(house: House) {
    let command = Open {
        number: NUMBER,
        wish: Wish::Unlock,
    };
    for role in [Role::Manager, Role::Auditor] {
        let staff = house.staff(role).await;
        assert_eq!(code(open(&house.app, &staff, &command).await), "forbidden");
    }
    let (_, holder) = house.holder(house.subject).await;
    assert_eq!(code(open(&house.app, &holder, &command).await), "forbidden");
    let staff = house.staff(Role::CallCentre).await;
    let bad = Open {
        number: "12",
        wish: Wish::Lock,
    };
    assert_eq!(
        code(open(&house.app, &staff, &bad).await),
        "number/number-length"
    );
    for _ in 0..40 {
        open(&house.app, &staff, &command).await.unwrap();
    }
    assert_eq!(code(open(&house.app, &staff, &command).await), "throttled");
    let other = house.staff(Role::CallCentre).await;
    assert!(
        open(&house.app, &other, &command).await.is_ok(),
        "only who tries numbers waits"
    );
}
