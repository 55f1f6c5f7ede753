use app::Cx;
use app::activity::own;
use app::cases::{
    CaseRef, File, Request, Tab, Transfer, Verdict, decide, letter, list, open, receive, take,
    transfer,
};
use app::jobs::run_all_due;
use domain::actor::Role;
use domain::case::{Refusal, State};
use domain::hold::{Channel, Ground};
use domain::registers::UnitLevel;
use jiff::SignedDuration;
use testkit::units::{load, police};

use super::house::{House, NUMBER, both, code};

both!(
    a_lock_is_approved_by_the_head_and_everybody_is_told,
    a_refusal_is_written_and_changes_nothing,
    each_case_is_a_hold_of_its_own_and_an_unlock_ends_one,
    only_the_head_of_the_right_unit_decides_and_once,
    a_transfer_is_on_record_and_the_clock_runs_on,
    the_unit_above_hears_before_the_deadline_and_time_never_decides,
    bad_requests_are_told_field_by_field,
    under_the_later_decree_the_department_decides,
    the_holder_learns_the_outcome_and_then_who_looked,
);

const PDF: &[u8] = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n";

async fn units(house: &House) {
    let unit = |code, level, parent| police(code, &format!("Đơn vị {code}"), level, parent);
    let records = [
        unit("C06", UnitLevel::Ministry, None),
        unit("074", UnitLevel::Province, Some("C06")),
        unit("074-01", UnitLevel::District, Some("074")),
        unit("074-02", UnitLevel::District, Some("074")),
    ];
    load(&house.app, &records).await;
}

const FILES: [File<'static>; 1] = [File {
    name: "cong-van.pdf",
    bytes: PDF,
}];

fn request() -> Request<'static> {
    Request {
        number: NUMBER,
        wish: "lock",
        lock: "",
        requester: "prosecuting-body",
        central: false,
        name: "Cơ quan Cảnh sát điều tra Công an tỉnh",
        letter: "12/CSĐT",
        letter_date: "05/03/2024",
        email: "vanthu@csdt.example.vn",
        basis: "Điều 105 Bộ luật Tố tụng hình sự",
        files: &FILES,
    }
}

async fn received(house: &House, officer: &Cx, request: &Request<'_>) -> CaseRef {
    receive(&house.app, &house.later(officer), request)
        .await
        .unwrap()
        .place
}

async fn revision(house: &House, cx: &Cx, place: CaseRef) -> i64 {
    let seen = open(&house.app, &house.later(cx), place).await.unwrap();
    seen.stored.revision
}

async fn approve(house: &House, head: &Cx, place: CaseRef) {
    let revision = revision(house, head, place).await;
    decide(
        &house.app,
        &house.later(head),
        place,
        revision,
        Verdict::Approve,
    )
    .await
    .unwrap();
}

// law: D59-19.1.b, D59-19.1.c1, D59-19.1.c2
async fn a_lock_is_approved_by_the_head_and_everybody_is_told(house: House) {
    units(&house).await;
    let officer = house.staff(Role::Officer).await;
    let head = house.staff(Role::Head).await;
    let (session, _) = house.holder(house.subject).await;
    let done = receive(&house.app, &officer, &request()).await.unwrap();
    // Wednesday 6 March 2024: two working days are Friday.
    assert_eq!(done.due.to_string(), "2024-03-08T16:59:59.999Z");
    assert!(done.reference.starts_with("YC-") && !done.calendar_incomplete);
    assert_eq!(house.told(), ["case-received"]);
    assert!(
        house.resume(&session).await.is_some(),
        "a request alone locks nothing"
    );
    take(&house.app, &officer, done.place).await.unwrap();
    let waiting = list(&house.app, &head, Tab::All, "csđt").await.unwrap();
    assert_eq!(waiting.len(), 1);
    assert_eq!(waiting[0].handler.as_deref(), Some("Phạm Văn Trực"));
    assert_eq!(waiting[0].left.hours(), 20);
    let seen = open(&house.app, &head, done.place).await.unwrap();
    assert_eq!(
        (seen.number.as_str(), seen.stored.body.papers.as_slice()),
        ("074•••••1234", &["cong-van.pdf".to_owned()][..])
    );
    assert_eq!(seen.may_decide, Ok(()));
    approve(&house, &head, done.place).await;
    assert!(
        house.resume(&session).await.is_none(),
        "a lock acts at the next request"
    );
    let holds = house.holds().await;
    assert_eq!(holds.len(), 1);
    assert_eq!(
        (holds[0].ground, holds[0].channel, holds[0].source.as_str()),
        (
            Ground::AuthorityRequest,
            Channel::Case,
            done.reference.as_str()
        )
    );
    assert_eq!(
        house.told(),
        ["case-received", "account-locked", "case-approved"]
    );
    assert!(
        list(&house.app, &head, Tab::All, "")
            .await
            .unwrap()
            .is_empty()
    );
    assert_eq!(
        list(&house.app, &head, Tab::Decided, "")
            .await
            .unwrap()
            .len(),
        1
    );
}

// law: D59-19.1.c3, D59-19.4.c
async fn a_refusal_is_written_and_changes_nothing(house: House) {
    units(&house).await;
    let officer = house.staff(Role::Officer).await;
    let head = house.staff(Role::Head).await;
    let place = received(&house, &officer, &request()).await;
    let reason = Refusal::NoLegalBasis;
    let revision = revision(&house, &head, place).await;
    let without = Verdict::Refuse {
        reason,
        words: " \n",
    };
    assert_eq!(
        code(decide(&house.app, &head, place, revision, without).await),
        "words/case-words-missing"
    );
    assert_eq!(code(letter(&house.app, &head, place).await), "not-found");
    let words = "Công văn không nêu điều luật cho phép.";
    let verdict = Verdict::Refuse { reason, words };
    decide(&house.app, &head, place, revision, verdict)
        .await
        .unwrap();
    let (answer, unit) = letter(&house.app, &head, place).await.unwrap();
    assert_eq!(answer.body.words, words);
    assert_eq!(
        answer.case.state,
        State::Refused {
            at: head.now,
            reason
        }
    );
    assert_eq!(unit.unwrap().code, "074-01");
    assert!(house.holds().await.is_empty());
    assert_eq!(
        house.told(),
        ["case-received", "case-refused", "case-refused-holder"]
    );
}

// law: D59-19.4.a, D59-19.4.b
async fn each_case_is_a_hold_of_its_own_and_an_unlock_ends_one(house: House) {
    units(&house).await;
    let officer = house.staff(Role::Officer).await;
    let head = house.staff(Role::Head).await;
    let nothing = Request {
        wish: "unlock",
        ..request()
    };
    assert_eq!(
        code(receive(&house.app, &officer, &nothing).await),
        "wish/case-nothing-to-unlock"
    );
    for name in ["Cơ quan A", "Cơ quan B"] {
        let asked = Request { name, ..request() };
        let place = received(&house, &officer, &asked).await;
        approve(&house, &head, place).await;
        house.wait(SignedDuration::from_mins(1));
    }
    let [first, second] = house.holds().await.try_into().unwrap();
    assert_eq!(
        code(receive(&house.app, &house.later(&officer), &nothing).await),
        "lock/case-which-lock"
    );
    let unknown = Request {
        lock: "YC-00000-00000",
        ..nothing
    };
    assert_eq!(
        code(receive(&house.app, &house.later(&officer), &unknown).await),
        "lock/case-no-such-lock"
    );
    let of_first = Request {
        wish: "unlock",
        lock: &first.source.to_lowercase(),
        ..request()
    };
    let place = received(&house, &officer, &of_first).await;
    approve(&house, &head, place).await;
    let left: Vec<_> = house.holds().await.into_iter().map(|h| h.id).collect();
    assert_eq!(left, [second.id], "the other body's lock stays");
    house.wait(SignedDuration::from_mins(1));
    let only = Request {
        wish: "unlock",
        ..request()
    };
    let place = received(&house, &officer, &only).await;
    approve(&house, &head, place).await;
    assert!(house.holds().await.is_empty());
}

// law: D59-20.1, D59-20.4, D59-19.1.c1
async fn only_the_head_of_the_right_unit_decides_and_once(house: House) {
    units(&house).await;
    let officer = house.staff(Role::Officer).await;
    let head = house.staff(Role::Head).await;
    let elsewhere = house.staff_at(Role::Head, "074-02").await;
    let place = received(&house, &officer, &request()).await;
    let approve = |cx: &Cx| {
        let cx = cx.clone();
        let app = house.app.clone();
        async move { decide(&app, &cx, place, 1, Verdict::Approve).await }
    };
    for role in [
        Role::Officer,
        Role::CallCentre,
        Role::Manager,
        Role::Auditor,
    ] {
        let cx = house.staff(role).await;
        assert_eq!(code(approve(&cx).await), "forbidden", "{role:?}");
    }
    assert_eq!(code(approve(&elsewhere).await), "not-found");
    let central = Request {
        central: true,
        ..request()
    };
    let central = received(&house, &officer, &central).await;
    assert_eq!(
        code(decide(&house.app, &head, central, 1, Verdict::Approve).await),
        "case-not-competent"
    );
    let (one, two) = tokio::join!(approve(&head), approve(&head));
    let refused = [one, two]
        .into_iter()
        .filter_map(Result::err)
        .collect::<Vec<_>>();
    assert_eq!(refused.len(), 1, "exactly one decision stands");
    assert_eq!(house.holds().await.len(), 1);
    assert_eq!(code(approve(&head).await), "case-decided");
}

// law: D59-20.4
async fn a_transfer_is_on_record_and_the_clock_runs_on(house: House) {
    units(&house).await;
    let officer = house.staff(Role::Officer).await;
    let ministry = house.staff_at(Role::Head, "C06").await;
    let central = Request {
        central: true,
        ..request()
    };
    let place = received(&house, &officer, &central).await;
    let due = open(&house.app, &officer, place)
        .await
        .unwrap()
        .stored
        .case
        .due;
    let to = |to, revision| Transfer {
        to,
        words: "Cơ quan trung ương yêu cầu",
        revision,
    };
    for (unit, revision, want) in [
        ("074-01", 1, "to/case-unit"),
        ("nowhere", 1, "to/case-unit"),
        ("C06", 7, "stale"),
    ] {
        assert_eq!(
            code(transfer(&house.app, &officer, place, &to(unit, revision)).await),
            want
        );
    }
    transfer(&house.app, &officer, place, &to("C06", 1))
        .await
        .unwrap();
    assert_eq!(code(open(&house.app, &officer, place).await), "not-found");
    let seen = open(&house.app, &ministry, place).await.unwrap();
    assert_eq!(seen.stored.case.due, due);
    assert_eq!(
        (seen.moves[0].from.as_str(), seen.moves[0].to.as_str()),
        ("074-01", "C06")
    );
    approve(&house, &ministry, place).await;
    assert_eq!(house.holds().await.len(), 1);
}

// law: D59-19.1.c1
async fn the_unit_above_hears_before_the_deadline_and_time_never_decides(house: House) {
    units(&house).await;
    let officer = house.staff(Role::Officer).await;
    let head = house.staff(Role::Head).await;
    let above = house.staff_at(Role::Head, "074").await;
    let place = received(&house, &officer, &request()).await;
    let seen_above = || async {
        list(&house.app, &house.later(&above), Tab::All, "")
            .await
            .unwrap()
    };
    run_all_due(&house.app).await.unwrap();
    assert!(seen_above().await.is_empty());
    // Thursday is over: one working day is left.
    house.wait(SignedDuration::from_hours(36));
    run_all_due(&house.app).await.unwrap();
    let escalated = seen_above().await;
    assert!(escalated.len() == 1 && escalated[0].escalated);
    assert_eq!(
        open(&house.app, &house.later(&above), place)
            .await
            .unwrap()
            .may_decide,
        Err("case-other-unit")
    );
    house.wait(SignedDuration::from_hours(24 * 7));
    run_all_due(&house.app).await.unwrap();
    let overdue = list(&house.app, &house.later(&head), Tab::Overdue, "")
        .await
        .unwrap();
    assert_eq!(overdue.len(), 1);
    assert_eq!(overdue[0].stored.case.state, State::Received);
    assert!(house.holds().await.is_empty());
    approve(&house, &head, place).await;
    assert_eq!(house.holds().await.len(), 1);
}

// law: D59-19.1.b
async fn bad_requests_are_told_field_by_field(house: House) {
    units(&house).await;
    let officer = house.staff(Role::Officer).await;
    let long = "a".repeat(1001);
    let not_pdf = [File {
        name: "x.pdf",
        bytes: b"GIF89a",
    }];
    for (bad, want) in [
        (
            Request {
                basis: "  ",
                ..request()
            },
            "basis/case-basis-missing",
        ),
        (
            Request {
                basis: &long,
                ..request()
            },
            "basis/words-long",
        ),
        (
            Request {
                wish: "open",
                ..request()
            },
            "wish/case-wish",
        ),
        (
            Request {
                requester: "me",
                ..request()
            },
            "requester/case-requester",
        ),
        (
            Request {
                name: "",
                ..request()
            },
            "name/case-name-missing",
        ),
        (
            Request {
                letter_date: "32/01/2024",
                ..request()
            },
            "letter-date/date-format",
        ),
        (
            Request {
                letter_date: "07/03/2024",
                ..request()
            },
            "letter-date/date-future",
        ),
        (
            Request {
                letter_date: "07/03/2014",
                ..request()
            },
            "letter-date/date-old",
        ),
        (
            Request {
                number: "074190009999",
                ..request()
            },
            "number/case-no-account",
        ),
        (
            Request {
                files: &not_pdf,
                ..request()
            },
            "papers/papers-not-pdf",
        ),
    ] {
        assert_eq!(code(receive(&house.app, &officer, &bad).await), want);
    }
    let operator = house.staff(Role::CallCentre).await;
    assert_eq!(
        code(receive(&house.app, &operator, &request()).await),
        "forbidden"
    );
    assert!(house.told().is_empty());
}

// law: D69-15.2r, D69-16, D69-30
async fn under_the_later_decree_the_department_decides(house: House) {
    units(&house).await;
    // Monday 8 July 2024.
    house.wait(SignedDuration::from_hours(24 * 124));
    let officer = house.staff(Role::Officer).await;
    let head = house.staff(Role::Head).await;
    let ministry = house.staff_at(Role::Head, "C06").await;
    let dated = Request {
        letter_date: "05/07/2024",
        ..request()
    };
    let user = Request {
        requester: "service-user",
        ..dated
    };
    assert_eq!(
        code(receive(&house.app, &officer, &user).await),
        "requester/case-requester-not-named"
    );
    let dated = Request {
        letter_date: "05/07/2024",
        ..request()
    };
    let done = receive(&house.app, &officer, &dated).await.unwrap();
    let seen = open(&house.app, &head, done.place).await.unwrap();
    assert_eq!(seen.may_decide, Err("case-not-competent"));
    // Forwarded within one working day, decided within two more.
    assert_eq!(
        seen.stored.forward_by.unwrap().to_string(),
        "2024-07-09T16:59:59.999Z"
    );
    assert_eq!(done.due.to_string(), "2024-07-11T16:59:59.999Z");
    let to = Transfer {
        to: "C06",
        words: "Chuyển theo thẩm quyền",
        revision: 1,
    };
    transfer(&house.app, &officer, done.place, &to)
        .await
        .unwrap();
    approve(&house, &ministry, done.place).await;
    assert_eq!(house.holds().await.len(), 1);
    // A body's request to unlock has the same two clocks.
    let unlock = Request {
        wish: "unlock",
        letter_date: "05/07/2024",
        ..request()
    };
    let asked = receive(&house.app, &officer, &unlock).await.unwrap();
    assert_eq!(asked.due, done.due);
    let seen = open(&house.app, &head, asked.place).await.unwrap();
    assert_eq!(seen.may_decide, Err("case-not-competent"));
    assert!(seen.stored.forward_by.is_some());
    transfer(&house.app, &officer, asked.place, &to)
        .await
        .unwrap();
    approve(&house, &ministry, asked.place).await;
    assert!(house.holds().await.is_empty());
}

// law: D59-4.4, D59-19.1.c2
async fn the_holder_learns_the_outcome_and_then_who_looked(house: House) {
    units(&house).await;
    let officer = house.staff(Role::Officer).await;
    let head = house.staff(Role::Head).await;
    let (_, holder) = house.holder(house.subject).await;
    let place = received(&house, &officer, &request()).await;
    open(&house.app, &officer, place).await.unwrap();
    house.wait(SignedDuration::from_hours(36));
    run_all_due(&house.app).await.unwrap();
    let shown = own(&house.app, &house.later(&holder), None)
        .await
        .unwrap()
        .items;
    assert!(shown.is_empty(), "{shown:?}");
    approve(&house, &head, place).await;
    let shown = own(&house.app, &house.later(&holder), None)
        .await
        .unwrap()
        .items;
    let actions: Vec<&str> = shown.iter().map(|item| item.action.as_str()).collect();
    for action in [
        "case-received",
        "record-read",
        "case-approved",
        "account-locked",
    ] {
        assert!(actions.contains(&action), "{action} in {actions:?}");
    }
}
