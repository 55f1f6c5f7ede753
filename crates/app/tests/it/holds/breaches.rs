use app::Cx;
use app::breaches::{
    BreachRef, Decide, Record, decide, decide_end, list, object, open, own, paper, propose_end,
    record,
};
use app::cases::File;
use domain::actor::Role;
use domain::breach::{Remedy, Rule, State};
use domain::hold::{Channel, Ground};
use jiff::SignedDuration;

use super::house::{House, NUMBER, both, code};

both!(
    two_officers_lock_and_two_end,
    what_is_not_on_record_is_named,
    nobody_decides_on_his_own_step_nor_twice,
    only_heads_of_the_unit_decide,
    an_objection_reopens_it,
    a_second_breach_keeps_the_hold,
    a_breach_names_the_terms_of_its_day,
    a_rejected_breach_stays_hidden_from_nobody_and_locks_nothing,
);

const PDF: &[u8] = b"%PDF-1.7\n%%EOF\n";

async fn recorded(house: &House, cx: &Cx) -> BreachRef {
    let files = [File {
        name: "a.pdf",
        bytes: PDF,
    }];
    let command = Record {
        number: NUMBER,
        rule: "sharing",
        words: "Cho thuê tài khoản",
        reference: "",
        files: &files,
    };
    record(&house.app, cx, &command).await.unwrap()
}

const fn step(place: BreachRef, revision: i64, words: &str) -> Decide<'_> {
    Decide {
        place,
        revision,
        words,
    }
}

// law: D59-19.1.a.ii, D59-19.4.a, D59-6.1
async fn two_officers_lock_and_two_end(house: House) {
    let officer = house.staff(Role::Officer).await;
    let head = house.staff(Role::Head).await;
    let (session, holder) = house.holder(house.subject).await;
    let place = recorded(&house, &officer).await;
    assert!(house.holds().await.is_empty());
    assert!(house.told().is_empty());
    let hidden = app::activity::own(&house.app, &holder, None).await.unwrap();
    assert!(hidden.items.is_empty(), "{hidden:?}");
    let seen = open(&house.app, &head, place).await.unwrap();
    assert!(seen.may_decide && !seen.own_step);
    assert_eq!(seen.stored.terms, "2026-01");
    let bytes = paper(&house.app, &head, place, 0).await.unwrap().1;
    assert_eq!(bytes, PDF);
    assert_eq!(code(paper(&house.app, &head, place, 1).await), "not-found");

    decide(&house.app, &head, &step(place, 1, "Đủ chứng cứ"), true)
        .await
        .unwrap();
    let hold = house.holds().await.remove(0);
    assert_eq!(
        (hold.ground, hold.channel),
        (Ground::Breach, Channel::Breach)
    );
    assert!(hold.source.starts_with("VP-"));
    assert!(house.resume(&session).await.is_none());
    assert_eq!(house.told(), ["account-locked"]);
    let mine = own(&house.app, &holder).await.unwrap();
    assert_eq!((mine.len(), mine[0].rule), (1, Rule::Sharing));
    assert_eq!(mine[0].decision, "Đủ chứng cứ");
    let shown = app::activity::own(&house.app, &holder, None).await.unwrap();
    assert!(shown.items.iter().any(|i| i.action == "breach-recorded"));

    let second = step(place, 2, "Đã khắc phục");
    propose_end(&house.app, &officer, &second, Some(Remedy::Mended))
        .await
        .unwrap();
    decide_end(&house.app, &head, &step(place, 3, ""), true)
        .await
        .unwrap();
    assert!(house.holds().await.is_empty());
    assert!(house.told().contains(&"account-unlocked".to_owned()));
    assert!(own(&house.app, &holder).await.unwrap().is_empty());
    let state = list(&house.app, &head).await.unwrap()[0].breach.state;
    assert_eq!(state, State::Ended);
}

// law: D59-19.1.a.ii
async fn what_is_not_on_record_is_named(house: House) {
    let cx = house.staff(Role::Officer).await;
    let pdf = || {
        [File {
            name: "a.pdf",
            bytes: PDF,
        }]
    };
    let gif = [File {
        name: "a.pdf",
        bytes: b"GIF89a",
    }];
    let large = [b"%PDF-".as_slice(), &vec![0; 3 * 1024 * 1024]].concat();
    let large = [File {
        name: "a.pdf",
        bytes: &large,
    }];
    let good = pdf();
    let long = "a".repeat(2001);
    for (number, rule, words, reference, files, want) in [
        ("12", "sharing", "x", "", &good[..], "number/number-length"),
        (
            "074190009999",
            "sharing",
            "x",
            "",
            &good[..],
            "number/case-no-account",
        ),
        (NUMBER, "", "x", "", &good[..], "rule/breach-rule"),
        (NUMBER, "theft", "x", "", &good[..], "rule/breach-rule"),
        (NUMBER, "sharing", " ", "", &good[..], "words/breach-words"),
        (NUMBER, "sharing", &long, "", &good[..], "words/words-long"),
        (
            NUMBER,
            "sharing",
            "x",
            " ",
            &[],
            "reference/breach-evidence",
        ),
        (
            NUMBER,
            "sharing",
            "x",
            "",
            &gif[..],
            "papers/papers-not-pdf",
        ),
        (
            NUMBER,
            "sharing",
            "x",
            "",
            &large[..],
            "papers/papers-large",
        ),
    ] {
        let command = Record {
            number,
            rule,
            words,
            reference,
            files,
        };
        assert_eq!(code(record(&house.app, &cx, &command).await), want);
    }
    let words_only = Record {
        number: NUMBER,
        rule: "sharing",
        words: "x",
        reference: "HS 12/2024",
        files: &[],
    };
    assert!(record(&house.app, &cx, &words_only).await.is_ok());
    let clerk = house.staff(Role::CallCentre).await;
    assert_eq!(
        code(record(&house.app, &clerk, &words_only).await),
        "forbidden"
    );
}

// law: D59-19.1.a.ii
async fn nobody_decides_on_his_own_step_nor_twice(house: House) {
    let head = house.staff(Role::Head).await;
    let other = house.staff(Role::Head).await;
    let place = recorded(&house, &head).await;
    let own_step = decide(&house.app, &head, &step(place, 1, ""), true).await;
    assert_eq!(code(own_step), "breach-own-step");
    assert!(open(&house.app, &head, place).await.unwrap().own_step);
    let unseen = decide(&house.app, &other, &step(place, 9, ""), true).await;
    assert_eq!(code(unseen), "stale");
    let mute = decide(&house.app, &other, &step(place, 1, ""), false).await;
    assert_eq!(code(mute), "words/breach-words");
    let (a, b) = (step(place, 1, ""), step(place, 1, ""));
    let third = house.staff(Role::Head).await;
    let (a, b) = tokio::join!(
        decide(&house.app, &other, &a, true),
        decide(&house.app, &third, &b, true),
    );
    assert_eq!([a.is_ok(), b.is_ok()].iter().filter(|ok| **ok).count(), 1);
    assert_eq!(house.holds().await.len(), 1);
    let twice = decide(&house.app, &other, &step(place, 2, ""), true).await;
    assert_eq!(code(twice), "breach-step-over");

    let end = step(place, 2, "Nhầm");
    assert_eq!(
        code(propose_end(&house.app, &other, &end, None).await),
        "remedy/breach-remedy"
    );
    propose_end(&house.app, &other, &end, Some(Remedy::NeverWas))
        .await
        .unwrap();
    let own_step = decide_end(&house.app, &other, &step(place, 3, ""), true).await;
    assert_eq!(code(own_step), "breach-own-step");
    assert_eq!(house.holds().await.len(), 1);
    decide_end(&house.app, &head, &step(place, 3, ""), true)
        .await
        .unwrap();
    let twice = decide_end(&house.app, &head, &step(place, 4, ""), true).await;
    assert_eq!(code(twice), "breach-step-over");
}

// law: D59-20.4, D59-4.4
async fn only_heads_of_the_unit_decide(house: House) {
    let officer = house.staff(Role::Officer).await;
    let place = recorded(&house, &officer).await;
    let colleague = house.staff(Role::Officer).await;
    let command = step(place, 1, "");
    assert_eq!(
        code(decide(&house.app, &colleague, &command, true).await),
        "forbidden"
    );
    let elsewhere = house.staff_at(Role::Head, "074-99").await;
    assert_eq!(
        code(decide(&house.app, &elsewhere, &command, true).await),
        "not-found"
    );
    assert_eq!(
        code(open(&house.app, &elsewhere, place).await.map(|_| ())),
        "not-found"
    );
    assert!(list(&house.app, &elsewhere).await.unwrap().is_empty());
    for role in [Role::Manager, Role::Auditor, Role::CallCentre] {
        let cx = house.staff(role).await;
        assert_eq!(
            code(decide(&house.app, &cx, &command, true).await),
            "forbidden"
        );
        assert_eq!(code(list(&house.app, &cx).await.map(|_| ())), "forbidden");
    }
}

// law: D59-19.ui, UX-13
async fn an_objection_reopens_it(house: House) {
    let officer = house.staff(Role::Officer).await;
    let head = house.staff(Role::Head).await;
    let (_, holder) = house.holder(house.subject).await;
    let place = recorded(&house, &officer).await;
    let early = object(&house.app, &holder, place.id, "Không phải tôi").await;
    assert_eq!(code(early), "not-found");
    decide(&house.app, &head, &step(place, 1, ""), true)
        .await
        .unwrap();
    let empty = object(&house.app, &holder, place.id, " ").await;
    assert_eq!(code(empty), "words/objection-words");
    let long = object(&house.app, &holder, place.id, &"a".repeat(2001)).await;
    assert_eq!(code(long), "words/words-long");
    object(&house.app, &holder, place.id, "Không phải tôi")
        .await
        .unwrap();
    let listed = &list(&house.app, &head).await.unwrap()[0];
    assert_eq!(listed.breach.objected, Some(house.now()));
    // A page from before the objection decides nothing.
    let old = step(place, 2, "x");
    let unseen = propose_end(&house.app, &officer, &old, Some(Remedy::NeverWas)).await;
    assert_eq!(code(unseen), "stale");
    propose_end(
        &house.app,
        &officer,
        &step(place, 3, "Xem lại"),
        Some(Remedy::NeverWas),
    )
    .await
    .unwrap();
    decide_end(&house.app, &head, &step(place, 4, "Chứng cứ rõ"), false)
        .await
        .unwrap();
    let mine = own(&house.app, &holder).await.unwrap().remove(0);
    assert_eq!((mine.objected, mine.stays.as_str()), (None, "Chứng cứ rõ"));
    assert!(house.told().contains(&"breach-stays".to_owned()));
    assert_eq!(house.holds().await.len(), 1);
}

// law: D59-19.4.a
async fn a_second_breach_keeps_the_hold(house: House) {
    let officer = house.staff(Role::Officer).await;
    let head = house.staff(Role::Head).await;
    let places = [
        recorded(&house, &officer).await,
        recorded(&house, &officer).await,
    ];
    for place in places {
        decide(&house.app, &head, &step(place, 1, ""), true)
            .await
            .unwrap();
    }
    assert_eq!(house.holds().await.len(), 1);
    assert_eq!(house.told(), ["account-locked", "breach-added"]);
    for (place, left) in places.into_iter().zip([1, 0]) {
        house.wait(SignedDuration::from_mins(1));
        let command = step(place, 2, "x");
        propose_end(&house.app, &officer, &command, Some(Remedy::Mended))
            .await
            .unwrap();
        let head = house.later(&head);
        decide_end(&house.app, &head, &step(place, 3, ""), true)
            .await
            .unwrap();
        assert_eq!(house.holds().await.len(), left);
    }
    assert_eq!(house.told()[2..], ["breach-ended", "account-unlocked"]);
}

// law: D59-6.1, D59-19.1.a.ii
async fn a_breach_names_the_terms_of_its_day(house: House) {
    let manager = house.staff(Role::Manager).await;
    let newer = app::terms::Announce {
        version: "2026-12",
        from: "01/05/2024",
        text: "",
    };
    app::terms::announce(&house.app, &manager, &newer)
        .await
        .unwrap();
    let (_, holder) = house.holder(house.subject).await;
    app::terms::accept(&house.app, &holder, "2026-12")
        .await
        .unwrap();
    let officer = house.staff(Role::Officer).await;
    // Accepted in advance, it does not bind yet.
    for (days, want) in [(0, "2026-01"), (54, "2026-01"), (2, "2026-12")] {
        house.wait(SignedDuration::from_hours(24 * days));
        let officer = house.later(&officer);
        let place = recorded(&house, &officer).await;
        let review = open(&house.app, &officer, place).await.unwrap();
        assert_eq!(review.stored.terms, want, "{}", house.now());
    }
}

// law: D59-19.1.a.ii
async fn a_rejected_breach_stays_hidden_from_nobody_and_locks_nothing(house: House) {
    let officer = house.staff(Role::Officer).await;
    let head = house.staff(Role::Head).await;
    let (session, holder) = house.holder(house.subject).await;
    let place = recorded(&house, &officer).await;
    decide(&house.app, &head, &step(place, 1, "Không đủ"), false)
        .await
        .unwrap();
    assert!(house.resume(&session).await.is_some());
    assert!(own(&house.app, &holder).await.unwrap().is_empty());
    let log = app::activity::own(&house.app, &holder, None).await.unwrap();
    assert!(log.items.iter().any(|i| i.action == "breach-rejected"));
}
