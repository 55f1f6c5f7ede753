//! Figures of approvals by month, unit and officer.

use app::counter::drift::{Asked, Wanted, csv, drift};
use app::{Cx, Error};
use domain::actor::Role;
use domain::evidence::{Band, Verdict};
use domain::ids::{EvidenceId, LookId, RegistrationId, StaffId, SubjectId};
use domain::month::Month;
use jiff::Timestamp;
use store::Audit;
use store::comparison::{self, Made};
use store::drift::Figures;
use store::second_look::{self, Answer, Kind};

use super::proofing::{complete, opened};
use super::world::{World, anh, both};

/// Approvals of one officer in one month.
#[derive(Clone, Copy)]
struct Batch<'a> {
    unit: &'a str,
    officer: u8,
    month: &'a str,
    /// What re-checks said of each approval; `None` where none was drawn.
    said: &'a [Option<Verdict>],
    machine: Option<Band>,
}

const AGREES: Option<Verdict> = Some(Verdict::Same);
const DIFFERS: Option<Verdict> = Some(Verdict::Different);

async fn approvals(w: &World, of: Batch<'_>) {
    let mut tx = w.app.db.begin().await.unwrap();
    let at: Timestamp = format!("{}-10T03:00:00Z", of.month).parse().unwrap();
    let first = StaffId::from_bytes([of.officer; 16]);
    for said in of.said {
        let subject = w.app.id(SubjectId::from_bytes);
        let made = Made {
            subject,
            id: w.app.id(EvidenceId::from_bytes),
            unit: of.unit.to_owned(),
            officer: first,
            at,
            unclear: false,
            machine: of.machine,
            doubtful: of.machine == Some(Band::NoMatch),
        };
        comparison::insert(&mut tx, &made).await.unwrap();
        comparison::approved(&mut tx, (subject, made.id), Month::of(at))
            .await
            .unwrap();
        let Some(verdict) = *said else { continue };
        let look = second_look::Stored {
            subject,
            id: w.app.id(LookId::from_bytes),
            registration: w.app.id(RegistrationId::from_bytes),
            comparison: made.id,
            kind: Kind::Recheck,
            unit: of.unit.to_owned(),
            first,
            asked: at,
            evidence: None,
        };
        second_look::insert(&mut tx, &look).await.unwrap();
        let answer = Answer {
            officer: StaffId::from_bytes([250; 16]),
            at,
            verdict,
            evidence: w.app.id(EvidenceId::from_bytes),
        };
        second_look::answer(&mut tx, &look, &answer).await.unwrap();
    }
    tx.commit(Audit::Bookkeeping("test")).await.unwrap();
}

fn auditor(w: &World) -> Cx {
    w.staff(8, Role::Auditor, "H01")
}

fn wanted(cx: &Cx, asked: &Asked<'_>) -> Wanted {
    Wanted::of(cx, asked).unwrap()
}

fn code(result: Result<Wanted, Error>) -> &'static str {
    match result {
        Err(Error::Invalid(faults)) => faults[0].code,
        other => panic!("{other:?}"),
    }
}

// law: D59-14.2.a2
async fn an_approval_counts_for_who_compared_in_its_month(mut w: World) {
    w.engine(1000);
    let first = w.officer();
    let reference = opened(&w, &first).await;
    complete(&w, &first, &reference, &anh()).await;
    app::counter::proofing::compare(&w.app, &first, &reference, &super::proofing::SAME)
        .await
        .unwrap();
    let none = drift(&w.app, &auditor(&w), &Wanted::usual(&auditor(&w)))
        .await
        .unwrap();
    assert!(none.parts.is_empty(), "compared is not approved");
    app::counter::proofing::approve(&w.app, &first, w.seen(&reference).await)
        .await
        .unwrap();
    let other = w.staff(2, Role::Officer, "H01");
    let waiting = app::counter::second_looks::list(&w.app, &other)
        .await
        .unwrap();
    let no = app::counter::second_looks::Answer {
        verdict: "unsure",
        note: "",
    };
    let id = waiting[0].id.to_string();
    app::counter::second_looks::answer(&w.app, &other, &id, &no)
        .await
        .unwrap();
    let cx = auditor(&w);
    let usual = Wanted::usual(&cx);
    let found = drift(&w.app, &cx, &usual).await.unwrap();
    assert_eq!(found.months.len(), 12);
    let one = Figures {
        approved: 1,
        rechecked: 1,
        disagreed: 1,
        matched: 1,
        ..Figures::default()
    };
    let now = found.months.last().unwrap();
    assert_eq!((now.of, now.own), (Month::of(cx.now), one));
    assert!(
        found.months[..11]
            .iter()
            .all(|month| month.own == Figures::default())
    );
    assert_eq!(
        (found.parts[0].of.unit.as_str(), found.parts[0].own),
        ("H01", one)
    );
    let asked = Asked {
        unit: "H01",
        ..Asked::default()
    };
    let officers = drift(&w.app, &cx, &wanted(&cx, &asked)).await.unwrap();
    assert_eq!(officers.parts.len(), 1);
    assert_eq!(officers.parts[0].of.officer, first.staff().ok());
    assert_eq!(officers.parts[0].own, one);
}

// law: D59-14.2.a2
async fn what_chance_does_not_explain_is_named(w: World) {
    w.clock.set("2026-05-20T02:00:00Z");
    let one_of = |wrong: usize, of: usize| {
        let mut said = vec![AGREES; of - wrong];
        said.resize(of, DIFFERS);
        said
    };
    let (few, many, short) = (one_of(1, 160), one_of(10, 40), one_of(5, 5));
    let some = |unit, officer, month, said| Batch {
        unit,
        officer,
        month,
        said,
        machine: None,
    };
    approvals(&w, some("H01", 1, "2026-04", &few)).await;
    approvals(&w, some("H02", 2, "2026-04", &many)).await;
    approvals(&w, some("H03", 3, "2026-04", &short)).await;
    approvals(&w, some("H01", 1, "2026-05", &[None, None, AGREES])).await;
    let cx = auditor(&w);
    let found = drift(&w.app, &cx, &Wanted::usual(&cx)).await.unwrap();
    let units: Vec<_> = found
        .parts
        .iter()
        .map(|part| {
            (
                part.of.unit.as_str(),
                part.own.disagreed,
                part.own.rechecked,
                part.is_above(),
            )
        })
        .collect();
    assert_eq!(
        units,
        [
            ("H02", 10, 40, true),
            ("H03", 5, 5, false),
            ("H01", 1, 161, false)
        ],
        "five are too few to speak of a share"
    );
    let country = found.parts[0].country;
    assert_eq!(
        (country.approved, country.rechecked, country.disagreed),
        (208, 206, 16)
    );
    // A unit stands beside the country month by month, an officer too.
    for officer in ["", &StaffId::from_bytes([2; 16]).to_string()] {
        let asked = Asked {
            unit: "H02",
            officer,
            ..Asked::default()
        };
        let found = drift(&w.app, &cx, &wanted(&cx, &asked)).await.unwrap();
        let [.., april, may] = &found.months[..] else {
            panic!()
        };
        assert_eq!(
            (april.own.approved, april.country.approved, april.is_above()),
            (40, 205, true)
        );
        assert_eq!(
            (may.own.approved, may.country.approved, may.is_above()),
            (0, 3, false)
        );
        assert_eq!(found.parts.len(), usize::from(officer.is_empty()));
    }
    // Another unit's officer is not there.
    let strange = StaffId::from_bytes([1; 16]).to_string();
    let asked = Asked {
        unit: "H02",
        officer: &strange,
        ..Asked::default()
    };
    let found = drift(&w.app, &cx, &wanted(&cx, &asked)).await.unwrap();
    assert!(found.months.iter().all(|month| month.own.approved == 0));
}

// law: D59-14.2.a2
async fn words_of_the_machine_are_counted_among_approvals(w: World) {
    w.clock.set("2026-05-20T02:00:00Z");
    let some = |machine| Batch {
        unit: "H01",
        officer: 1,
        month: "2026-05",
        said: &[None, None],
        machine,
    };
    for machine in [
        Some(Band::Match),
        Some(Band::Unclear),
        Some(Band::NoMatch),
        None,
    ] {
        approvals(&w, some(machine)).await;
    }
    let cx = auditor(&w);
    let asked = Asked {
        from: "2026-05",
        ..Asked::default()
    };
    let found = drift(&w.app, &cx, &wanted(&cx, &asked)).await.unwrap();
    let counted = Figures {
        approved: 8,
        matched: 2,
        unclear: 2,
        unmatched: 2,
        doubtful: 2,
        ..Figures::default()
    };
    assert_eq!(found.months.len(), 1);
    assert_eq!(
        (found.months[0].own, found.parts[0].own),
        (counted, counted)
    );
}

async fn an_address_that_asks_for_what_is_not_there_is_told(w: World) {
    w.clock.set("2026-05-20T02:00:00Z");
    let cx = auditor(&w);
    let asked = |from, to| Asked {
        from,
        to,
        ..Asked::default()
    };
    for (from, to, why) in [
        ("x", "", "drift-month"),
        ("", "2026-06", "drift-month"),
        ("2023-05", "", "drift-month"),
        ("2026-05", "2026-04", "drift-order"),
    ] {
        assert_eq!(code(Wanted::of(&cx, &asked(from, to))), why, "{from} {to}");
    }
    let widest = wanted(&cx, &asked("2023-06", ""));
    assert_eq!(widest.span.0.through(widest.span.1).count(), 36);
    // The twelve months before an early last one end where one may look.
    let early = wanted(&cx, &asked("", "2023-08"));
    assert_eq!(early.span.0.to_string(), "2023-06");
    let long = "x".repeat(41);
    for unit in [long.as_str(), "a\nb"] {
        let asked = Asked {
            unit,
            ..Asked::default()
        };
        assert_eq!(code(Wanted::of(&cx, &asked)), "drift-unit");
    }
    let known = StaffId::from_bytes([1; 16]).to_string();
    for (unit, officer, page) in [
        ("H01", "x", ""),
        ("", known.as_str(), ""),
        ("", "", "0"),
        ("", "", "-1"),
    ] {
        let asked = Asked {
            unit,
            officer,
            page,
            ..Asked::default()
        };
        assert!(
            matches!(Wanted::of(&cx, &asked), Err(Error::NotFound)),
            "{asked:?}"
        );
    }
}

// law: D59-14.2.a2
async fn long_lists_go_over_pages_and_all_stands_in_the_file(w: World) {
    w.clock.set("2026-05-20T02:00:00Z");
    let names: Vec<String> = (0..51).map(|at| format!("U{at:02}")).collect();
    for unit in &names {
        let some = Batch {
            unit,
            officer: 1,
            month: "2026-04",
            said: &[None],
            machine: None,
        };
        approvals(&w, some).await;
    }
    let odd = Batch {
        unit: "=1,\"2\"",
        officer: 2,
        month: "2026-05",
        said: &[DIFFERS; 20],
        machine: Some(Band::Match),
    };
    approvals(&w, odd).await;
    let cx = auditor(&w);
    let page = |page| {
        wanted(
            &cx,
            &Asked {
                page,
                ..Asked::default()
            },
        )
    };
    let first = drift(&w.app, &cx, &page("1")).await.unwrap();
    assert_eq!((first.parts.len(), first.more), (50, true));
    assert_eq!(
        first.parts[0].of.unit, odd.unit,
        "the most disagreements first"
    );
    let second = drift(&w.app, &cx, &page("2")).await.unwrap();
    assert_eq!((second.parts.len(), second.more), (2, false));
    assert_eq!(second.parts[1].of.unit, "U50");
    let file = csv(&w.app, &cx, &Wanted::usual(&cx)).await.unwrap();
    let lines: Vec<&str> = file.split_terminator("\r\n").collect();
    assert_eq!(lines.len(), 53);
    let who = StaffId::from_bytes([1; 16]);
    assert_eq!(lines[1], format!("2026-04,U00,{who},1,0,0,,,0,0,0,0"));
    let odd_one = StaffId::from_bytes([2; 16]);
    let last = format!("2026-05,\"'=1,\"\"2\"\"\",{odd_one},20,20,20,0.8389,1.0000,20,0,0,0");
    assert_eq!(lines[52], last);
    for (asked, many) in [
        (
            Asked {
                unit: "U07",
                ..Asked::default()
            },
            1,
        ),
        (
            Asked {
                unit: odd.unit,
                officer: &who.to_string(),
                ..Asked::default()
            },
            0,
        ),
        (
            Asked {
                to: "2026-04",
                ..Asked::default()
            },
            51,
        ),
    ] {
        let file = csv(&w.app, &cx, &wanted(&cx, &asked)).await.unwrap();
        assert_eq!(file.lines().count(), many + 1, "{asked:?}");
    }
}

// law: D59-14.2.a2
async fn figures_are_for_who_inspects(w: World) {
    for (role, may) in [
        (Role::Officer, false),
        (Role::Head, false),
        (Role::CallCentre, false),
        (Role::Manager, true),
        (Role::Auditor, true),
    ] {
        let cx = w.staff(3, role, "H01");
        let usual = Wanted::usual(&cx);
        let page = drift(&w.app, &cx, &usual).await.map(|_| ());
        let file = csv(&w.app, &cx, &usual).await.map(|_| ());
        for answer in [page, file] {
            match answer {
                Ok(()) => assert!(may, "{role:?}"),
                Err(why) => assert!(!may && matches!(why, Error::Forbidden), "{role:?}"),
            }
        }
    }
}

both!(
    an_approval_counts_for_who_compared_in_its_month,
    what_chance_does_not_explain_is_named,
    words_of_the_machine_are_counted_among_approvals,
    an_address_that_asks_for_what_is_not_there_is_told,
    long_lists_go_over_pages_and_all_stands_in_the_file,
    figures_are_for_who_inspects,
);
