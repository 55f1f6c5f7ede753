//! Pilots: who gets in, who changes them.

use std::io::Cursor;

use app::documents::{Request, offers, request, withdraw};
use app::pilots::{Asked, By, Move, Save, list, move_on, report, save, show};
use calamine::{Data, Reader, Xlsx};
use domain::actor::{Actor, Role};
use domain::document::DocumentKind;
use domain::ids::PilotId;
use domain::pilot::disclosure::Told;
use domain::pilot::figures::Outcome;
use domain::pilot::period::Typed;
use domain::pilot::{Eligibility, NotYet, Phase};
use domain::province::ProvinceCode;
use domain::time::viet_nam_date;
use testkit::TestApp;

use crate::documents::scene::{LICENCE, Scene, both, faults, refused};

both!(
    a_pilot_opens_its_provinces_on_its_days,
    others_read_where_it_is_open,
    only_managers_change_pilots,
    phases_follow_each_other_and_are_remembered,
    the_last_place_is_taken_once,
    conditions_keep_out_and_are_all_told,
    two_managers_do_not_overwrite_each_other,
    bad_pilots_name_their_fields,
    the_report_counts,
    the_report_of_a_day_stays_as_it_was,
    the_workbook_tells_the_same_numbers,
    the_report_tells_exceptions_and_the_time_before,
);

fn binh_duong(provinces: &[String]) -> Save<'_> {
    Save {
        name: "Bình Dương",
        kind: "driving-licence",
        provinces,
        from: "2023-04-08",
        to: "",
        ..Save::default()
    }
}

/// Moves a pilot on from a revision.
pub(crate) async fn go(
    app: &app::App,
    cx: &app::Cx,
    (id, revision): (PilotId, i64),
    phase: Phase,
) -> app::Result<()> {
    let command = Move {
        id,
        revision,
        phase: phase.as_str(),
        reason: "thử",
    };
    move_on(app, cx, &command).await
}

/// Writes a pilot and starts it: revision 2.
pub(crate) async fn open(app: &app::App, cx: &app::Cx, command: &Save<'_>) -> PilotId {
    let id = save(app, cx, command).await.unwrap();
    go(app, cx, (id, 1), Phase::Running).await.unwrap();
    id
}

fn codes(codes: &[&str]) -> Vec<String> {
    codes.iter().map(|code| (*code).to_owned()).collect()
}

async fn eligibility(scene: &Scene) -> Eligibility {
    let offers = offers(&scene.test.app, &scene.cx()).await.unwrap();
    offers
        .into_iter()
        .find(|offer| offer.kind == DocumentKind::DrivingLicence)
        .unwrap()
        .eligibility
}

// law: R50-1, R50-4, DOC-list
async fn a_pilot_opens_its_provinces_on_its_days(test: TestApp) {
    let scene = Scene::new(test).await;
    let manager = scene.test.staff(Role::Manager, "A06").await;
    let app = &scene.test.app;
    assert_eq!(
        eligibility(&scene).await,
        Eligibility::Allowed { pilot: None }
    );
    let here = codes(&["074"]);
    let mut command = binh_duong(&here);
    let id = save(app, &manager, &command).await.unwrap();
    assert_eq!(
        eligibility(&scene).await,
        Eligibility::Allowed { pilot: None },
        "a draft changes nothing"
    );
    go(app, &manager, (id, 1), Phase::Running).await.unwrap();
    assert_eq!(
        eligibility(&scene).await,
        Eligibility::Allowed { pilot: Some(id) }
    );
    for (revision, from, to, code) in [
        (2, "2024-03-05", "", "pilot-not-started"),
        (3, "2023-04-08", "2024-03-03", "pilot-ended"),
    ] {
        command = Save {
            known: Some((id, revision)),
            from,
            to,
            ..command
        };
        save(app, &manager, &command).await.unwrap();
        assert_eq!(refused(scene.ask_licence(LICENCE, "B2").await), code);
    }
    command = Save {
        known: Some((id, 4)),
        to: "2024-03-04",
        ..command
    };
    save(app, &manager, &command).await.unwrap();
    go(app, &manager, (id, 5), Phase::Paused).await.unwrap();
    assert_eq!(
        refused(scene.ask_licence(LICENCE, "B2").await),
        "pilot-paused"
    );
    go(app, &manager, (id, 6), Phase::Running).await.unwrap();
    assert!(
        scene.ask_licence(LICENCE, "B2").await.unwrap().new,
        "the last day counts"
    );
}

// law: R50-1
async fn phases_follow_each_other_and_are_remembered(test: TestApp) {
    let scene = Scene::new(test).await;
    let manager = scene.test.staff(Role::Manager, "A06").await;
    let app = &scene.test.app;
    let here = codes(&["074"]);
    let id = save(app, &manager, &binh_duong(&here)).await.unwrap();
    let of = |revision, phase, reason| Move {
        id,
        revision,
        phase,
        reason,
    };
    for (command, want) in [
        (of(1, "over", ""), ("phase", "pilot-phase-unknown")),
        (of(1, "paused", " "), ("reason", "pilot-reason-empty")),
        (of(1, "ended", "x"), ("phase", "pilot-phase-not-next")),
        (of(1, "draft", ""), ("phase", "pilot-phase-not-next")),
    ] {
        assert_eq!(faults(move_on(app, &manager, &command).await), [want]);
    }
    let long = "x".repeat(501);
    let long = move_on(app, &manager, &of(1, "running", &long)).await;
    assert_eq!(faults(long), [("reason", "pilot-reason-long")]);
    move_on(app, &manager, &of(1, "running", "")).await.unwrap();
    // Whoever looked at the draft does not pause what runs.
    let late = move_on(app, &manager, &of(1, "paused", "x")).await;
    assert!(matches!(late, Err(app::Error::Stale)));
    move_on(app, &manager, &of(2, "ended", "  đã  xong "))
        .await
        .unwrap();
    let day = viet_nam_date(manager.now);
    let Eligibility::NotYet(why) = eligibility(&scene).await else {
        panic!("open")
    };
    assert_eq!(why.all().collect::<Vec<_>>(), [&NotYet::Ended(day)]);
    let again = Save {
        known: Some((id, 3)),
        ..binh_duong(&here)
    };
    assert_eq!(
        refused(save(app, &manager, &again).await),
        "pilot-has-ended"
    );
    let revived = move_on(app, &manager, &of(3, "running", "")).await;
    assert_eq!(faults(revived), [("phase", "pilot-phase-not-next")]);
    let steps = show(app, &manager, id).await.unwrap().steps;
    let told: Vec<_> = steps
        .iter()
        .map(|s| (s.phase, s.reason.as_str(), s.name.is_some()))
        .collect();
    let want = [
        (Phase::Ended, "đã xong", true),
        (Phase::Running, "", true),
        (Phase::Draft, "", true),
    ];
    assert_eq!(told, want);
}

// law: R50-1
async fn the_last_place_is_taken_once(test: TestApp) {
    let scene = Scene::new(test).await;
    let (_, other) = scene.other().await;
    let operator = scene.test.cx(Actor::Operator);
    let app = &scene.test.app;
    let here = codes(&["074"]);
    let one = Save {
        quota: "1",
        ..binh_duong(&here)
    };
    let id = open(app, &operator, &one).await;
    let fields = |number: &str| {
        vec![
            ("licence-number".to_owned(), number.to_owned()),
            ("licence-class".to_owned(), "B2".to_owned()),
        ]
    };
    let (mine, his) = (fields(LICENCE), fields("123456789012"));
    let ask = |fields| Request {
        kind: DocumentKind::DrivingLicence,
        fields,
        confirmed: true,
        client: None,
    };
    let own = scene.cx();
    let (mine, his) = (ask(&mine), ask(&his));
    let (first, second) = tokio::join!(request(app, &own, &mine), request(app, &other, &his));
    let taken = [first.is_ok(), second.is_ok()];
    assert_eq!(taken.iter().filter(|ok| **ok).count(), 1, "{taken:?}");
    let (asked, refused_one, winner, loser, losing) = if taken[0] {
        (first.unwrap(), refused(second), &own, &other, &his)
    } else {
        (second.unwrap(), refused(first), &other, &own, &mine)
    };
    assert_eq!(refused_one, "pilot-full");
    assert_eq!(
        show(app, &operator, id).await.unwrap().taken,
        Told::Kept,
        "one person is told by nobody's count"
    );
    // Whoever has a place needs no other for his next licence.
    let next = fields("210987654321");
    let next = request(app, winner, &ask(&next)).await.unwrap();
    withdraw(app, winner, asked.request.id).await.unwrap();
    assert_eq!(refused(request(app, loser, losing).await), "pilot-full");
    withdraw(app, winner, next.request.id).await.unwrap();
    // What was taken back gives its place back, and what is refused too.
    assert!(request(app, loser, losing).await.unwrap().new);
    scene.test.advance(jiff::SignedDuration::from_secs(30));
    scene.test.jobs().await;
    assert!(request(app, winner, &mine).await.unwrap().new);
}

// law: R50-1, R50-4
async fn conditions_keep_out_and_are_all_told(test: TestApp) {
    let scene = Scene::new(test).await;
    let manager = scene.test.staff(Role::Manager, "A06").await;
    let app = &scene.test.app;
    let here = codes(&["001"]);
    let strict = Save {
        people: "foreigners",
        age_to: "3",
        quota: "1",
        ..binh_duong(&here)
    };
    let id = open(app, &manager, &strict).await;
    go(app, &manager, (id, 2), Phase::Paused).await.unwrap();
    let Eligibility::NotYet(why) = eligibility(&scene).await else {
        panic!("open")
    };
    let codes: Vec<_> = why.all().map(NotYet::code).collect();
    assert_eq!(
        codes,
        [
            "pilot-wrong-province",
            "pilot-paused",
            "pilot-foreigners-only",
            "pilot-too-old"
        ]
    );
    assert_eq!(
        refused(scene.ask_licence(LICENCE, "B2").await),
        "pilot-wrong-province"
    );
}

// law: R50-4
async fn others_read_where_it_is_open(test: TestApp) {
    let scene = Scene::new(test).await;
    let manager = scene.test.staff(Role::Manager, "A06").await;
    let elsewhere = codes(&["001", "079"]);
    open(&scene.test.app, &manager, &binh_duong(&elsewhere)).await;
    assert_eq!(
        refused(scene.ask_licence(LICENCE, "B2").await),
        "pilot-wrong-province"
    );
    let Eligibility::NotYet(why) = eligibility(&scene).await else {
        panic!("open")
    };
    let provinces = why.all().flat_map(NotYet::provinces);
    assert_eq!(
        provinces.map(ProvinceCode::name).collect::<Vec<_>>(),
        ["Hà Nội", "Thành phố Hồ Chí Minh"]
    );
    // Other kinds are open to all.
    assert!(
        scene
            .ask(DocumentKind::HealthCard, &[("health-code", "0123456789")])
            .await
            .unwrap()
            .new
    );
}

// law: R50-1, R50-4
async fn only_managers_change_pilots(test: TestApp) {
    let scene = Scene::new(test).await;
    let app = &scene.test.app;
    let here = codes(&["074"]);
    for (role, reads) in [
        (Role::Officer, true),
        (Role::Head, true),
        (Role::CallCentre, true),
        (Role::Auditor, false),
    ] {
        let staff = scene.test.staff(role, "A06").await;
        assert!(
            matches!(
                save(app, &staff, &binh_duong(&here)).await,
                Err(app::Error::Forbidden)
            ),
            "{role:?}"
        );
        let moved = go(
            app,
            &staff,
            (PilotId::from_bytes([1; 16]), 1),
            Phase::Running,
        )
        .await;
        assert!(matches!(moved, Err(app::Error::Forbidden)), "{role:?}");
        assert_eq!(list(app, &staff).await.is_ok(), reads, "{role:?}");
    }
    assert!(matches!(
        save(app, &scene.cx(), &binh_duong(&here)).await,
        Err(app::Error::Forbidden)
    ));
    assert!(matches!(
        list(app, &scene.cx()).await,
        Err(app::Error::Forbidden)
    ));
    assert!(
        save(app, &scene.test.cx(Actor::Operator), &binh_duong(&here))
            .await
            .is_ok()
    );
}

async fn two_managers_do_not_overwrite_each_other(test: TestApp) {
    let manager = test.staff(Role::Manager, "A06").await;
    let (here, wide) = (codes(&["074"]), codes(&["074", "075"]));
    let id = save(&test.app, &manager, &binh_duong(&here)).await.unwrap();
    let first = Save {
        known: Some((id, 1)),
        provinces: &wide,
        ..binh_duong(&here)
    };
    let second = Save {
        known: Some((id, 1)),
        quota: "7",
        ..binh_duong(&here)
    };
    save(&test.app, &manager, &first).await.unwrap();
    assert!(matches!(
        save(&test.app, &manager, &second).await,
        Err(app::Error::Stale)
    ));
    let all = list(&test.app, &manager).await.unwrap();
    assert_eq!(
        (
            all.len(),
            all[0].pilot.provinces.len(),
            all[0].pilot.quota,
            all[0].revision
        ),
        (1, 2, None, 2)
    );
    let mut source = test.app.db.read().await.unwrap();
    let rows =
        store::audit::by_subject(&mut source, store::audit::NOBODY, jiff::Timestamp::MAX, 100)
            .await
            .unwrap();
    assert_eq!(
        rows.iter()
            .filter(|(row, _)| row.action == "pilot-changed")
            .count(),
        2
    );
}

async fn bad_pilots_name_their_fields(test: TestApp) {
    let manager = test.staff(Role::Manager, "A06").await;
    let bad = Save {
        name: "  ",
        kind: "fishing",
        provinces: &[],
        from: "8.4.2023",
        to: "x",
        quota: "0",
        people: "martians",
        age_from: "x",
        ..Save::default()
    };
    let want = [
        ("name", "pilot-name-empty"),
        ("kind", "pilot-kind-unknown"),
        ("provinces", "pilot-provinces-empty"),
        ("from", "date-not-a-date"),
        ("to", "date-not-a-date"),
        ("quota", "pilot-quota-range"),
        ("people", "pilot-people-unknown"),
        ("age-from", "pilot-age-range"),
    ];
    assert_eq!(faults(save(&test.app, &manager, &bad).await), want);
    let strange = codes(&["074", "999"]);
    let long = "x".repeat(81);
    let bad = Save {
        name: &long,
        to: "2023-04-07",
        quota: "100001",
        age_from: "60",
        age_to: "18",
        ..binh_duong(&strange)
    };
    let want = [
        ("name", "pilot-name-long"),
        ("provinces", "province-unknown"),
        ("to", "pilot-to-before-from"),
        ("quota", "pilot-quota-range"),
        ("age-to", "pilot-age-to-below-from"),
    ];
    assert_eq!(faults(save(&test.app, &manager, &bad).await), want);
}

/// The pilot of Bình Dương with one request verified and one refused, after thirty seconds each.
async fn tried(test: TestApp) -> (Scene, PilotId) {
    let scene = Scene::new(test).await;
    let operator = scene.test.cx(Actor::Operator);
    let here = codes(&["074", "079", "001"]);
    let id = open(&scene.test.app, &operator, &binh_duong(&here)).await;
    scene.put_licence(&scene.licence()).await;
    scene.ask_licence(LICENCE, "B2").await.unwrap();
    scene.ask_licence("111111111111", "B2").await.unwrap();
    scene.test.advance(jiff::SignedDuration::from_secs(30));
    scene.test.jobs().await;
    (scene, id)
}

fn on(day: &str) -> Asked<'_> {
    Asked {
        days: Typed {
            on: day,
            ..Typed::default()
        },
        ..Asked::default()
    }
}

// law: R50-5
async fn the_report_counts(test: TestApp) {
    let (scene, id) = tried(test).await;
    let operator = scene.test.cx(Actor::Operator);
    let told = report(&scene.test.app, &operator, id, &Asked::default())
        .await
        .unwrap();
    let figures = &told.all.figures;
    assert_eq!(figures.row(), [1, 1, 0, 0]);
    assert_eq!(figures.reasons().get("not-found"), Some(&1));
    assert_eq!(
        (figures.percentile(50), figures.percentile(95)),
        (Some(30), Some(30))
    );
    assert_eq!(figures.in_time(), (2, 2));
    assert_eq!(told.areas.len(), 3);
    let here = told
        .areas
        .iter()
        .find(|(p, _)| p.as_str() == "074")
        .unwrap()
        .1;
    assert_eq!((here.eligible, here.locked, &here.figures), (1, 0, figures));
    let requests: u64 = told.trend.iter().flat_map(|(_, row)| row).sum();
    assert_eq!(requests, 2);
    let today = Asked {
        by: By::Today,
        ..Asked::default()
    };
    let merged = report(&scene.test.app, &operator, id, &today)
        .await
        .unwrap();
    let provinces: Vec<(&str, u64)> = merged
        .areas
        .iter()
        .map(|(p, area)| (p.as_str(), area.figures.decided()))
        .collect();
    assert_eq!(provinces, [("001", 0), ("079", 2)]);
}

// law: R50-5
async fn the_report_of_a_day_stays_as_it_was(test: TestApp) {
    let (scene, id) = tried(test).await;
    let (app, operator) = (&scene.test.app, scene.test.cx(Actor::Operator));
    let day = viet_nam_date(operator.now).to_string();
    let before = viet_nam_date(operator.now).yesterday().unwrap().to_string();
    let earlier = report(app, &operator, id, &on(&before)).await.unwrap();
    assert_eq!(earlier.all.figures.row(), [0, 0, 0, 0]);
    scene.test.advance(jiff::SignedDuration::from_hours(48));
    let operator = scene.test.cx(Actor::Operator);
    let first = report(app, &operator, id, &on(&day)).await.unwrap();
    assert_eq!(first.all.figures.row(), [1, 1, 0, 0]);
    scene.ask_licence("222222222222", "B2").await.unwrap();
    scene.test.jobs().await;
    let again = report(app, &operator, id, &on(&day)).await.unwrap();
    assert_eq!(again, first);
    let now = report(app, &operator, id, &Asked::default()).await.unwrap();
    assert_eq!(now.all.figures.decided(), 3);
}

// law: R50-5
async fn the_workbook_tells_the_same_numbers(test: TestApp) {
    let scene = Scene::new(test).await;
    let operator = scene.test.cx(Actor::Operator);
    let here = codes(&["074", "079"]);
    let id = open(&scene.test.app, &operator, &binh_duong(&here)).await;
    scene.put_licence(&scene.licence()).await;
    for n in 0..6 {
        let number = format!("11111111111{n}");
        scene.ask_licence(&number, "B2").await.unwrap();
    }
    scene.test.advance(jiff::SignedDuration::from_secs(30));
    scene.test.jobs().await;
    let operator = scene.test.cx(Actor::Operator);
    let day = viet_nam_date(operator.now).to_string();
    let place = format!("/console/pilots/{id}/report.xlsx?on={day}");
    let mut manager = crate::console::staff(&scene.test, Role::Manager).await;
    let told = report(&scene.test.app, &operator, id, &on(&day))
        .await
        .unwrap();
    assert_eq!(told.all.figures.of(Outcome::Refused), 6);

    let file = manager.get(&place).await;
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(file.bytes.clone())).unwrap();
    let names = book.sheet_names();
    assert_eq!(
        names,
        [
            "Số liệu",
            "Không được chấp nhận",
            "Theo thời gian",
            "Ngoại lệ",
            "Kỳ trước",
            "Cách tính"
        ]
    );
    let figures = book.worksheet_range("Số liệu").unwrap();
    let total: Vec<Data> = figures.rows().next_back().unwrap().to_vec();
    let number = |n: u64| Data::Float(f64::from(u32::try_from(n).unwrap()));
    let row = told.all.figures.row();
    // Requests, then by outcome, in time, median, 95th percentile.
    assert_eq!(total[2], number(row.iter().sum()));
    for (at, count) in row.iter().enumerate() {
        assert_eq!(total[3 + at], number(*count));
    }
    assert_eq!(total[7], number(100));
    for (at, hundredths) in [(8, 50), (9, 95)] {
        let seconds = told.all.figures.percentile(hundredths).unwrap();
        assert_eq!(total[at], number(seconds));
    }
    let reasons = book.worksheet_range("Không được chấp nhận").unwrap();
    assert_eq!(reasons.rows().nth(1).unwrap()[1], number(6));
    let before = book.worksheet_range("Kỳ trước").unwrap();
    let last: Vec<Data> = before.rows().next_back().unwrap().to_vec();
    // Six now, none before, six more; there is no ratio to none.
    assert_eq!(last[1..4], [number(6), number(0), number(6)]);
    assert_eq!(last.get(4), Some(&Data::Empty));
    // One eligible person is told by nobody's count.
    assert_eq!(total[1], Data::String("không nêu".to_owned()));
    let notes = book.worksheet_range("Cách tính").unwrap();
    assert!(notes.rows().count() > 10);

    // Later the same day's report comes as the same bytes.
    scene.test.advance(jiff::SignedDuration::from_hours(48));
    let mut manager = crate::console::staff(&scene.test, Role::Head).await;
    let first = manager.get(&place).await.bytes;
    scene.test.advance(jiff::SignedDuration::from_secs(90));
    assert_eq!(manager.get(&place).await.bytes, first);
}

// law: R50-5
async fn the_report_tells_exceptions_and_the_time_before(test: TestApp) {
    let (scene, id) = tried(test).await;
    let app = &scene.test.app;
    scene.test.advance(jiff::SignedDuration::from_hours(24));
    let day = viet_nam_date(scene.cx().now).to_string();
    let asked = Asked {
        days: Typed {
            from: &day,
            to: &day,
            ..Typed::default()
        },
        ..Asked::default()
    };
    scene.ask_licence("111111111111", "B2").await.unwrap();
    let reason = domain::hold::LockReason::LostDevice;
    app::holds::lock_own(app, &scene.cx(), reason)
        .await
        .unwrap();
    scene.test.advance(jiff::SignedDuration::from_secs(1));
    let operator = scene.test.cx(Actor::Operator);
    let told = report(app, &operator, id, &asked).await.unwrap().all;
    assert_eq!((told.again, told.held_up), (1, 1));
    assert_eq!((told.figures.overdue(), told.figures.late()), (0, 0));
    assert_eq!(told.figures.row(), [0, 0, 0, 1]);
    assert_eq!(told.before.row(), [1, 1, 0, 0]);
    scene
        .test
        .advance(jiff::SignedDuration::from_hours(24 * 30));
    let operator = scene.test.cx(Actor::Operator);
    let told = report(app, &operator, id, &asked).await.unwrap().all;
    assert_eq!((told.figures.overdue(), told.figures.late()), (1, 0));
    // Whoever asked first was neither again nor held up.
    let before = viet_nam_date(operator.now).to_string();
    let first = Asked {
        days: Typed {
            from: "2023-04-08",
            to: "2024-03-04",
            on: &before,
        },
        ..Asked::default()
    };
    let told = report(app, &operator, id, &first).await.unwrap().all;
    assert_eq!((told.again, told.held_up), (0, 0));
    assert_eq!(told.figures.row(), [1, 1, 0, 0]);
}
