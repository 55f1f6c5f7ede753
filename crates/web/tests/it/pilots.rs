//! Pilots: who gets in, who changes them.

use app::documents::offers;
use app::pilots::{Save, list, report, save};
use domain::actor::{Actor, Role};
use domain::document::DocumentKind;
use domain::pilot::{Eligibility, NotYet};
use testkit::TestApp;

use crate::documents::scene::{LICENCE, Scene, both, faults, refused};

both!(
    a_pilot_opens_its_provinces_on_its_days,
    others_read_where_it_is_open,
    only_managers_change_pilots,
    two_managers_do_not_overwrite_each_other,
    bad_pilots_name_their_fields,
    the_report_counts,
);

fn binh_duong(provinces: &[String]) -> Save<'_> {
    Save {
        name: "Bình Dương",
        kind: "driving-licence",
        provinces,
        from: "2023-04-08",
        to: "",
        running: true,
        known: None,
    }
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
        Eligibility::Allowed { pilot: Some(id) }
    );
    for (revision, from, to, running, code) in [
        (1, "2024-03-05", "", true, "pilot-not-started"),
        (2, "2023-04-08", "2024-03-03", true, "pilot-ended"),
        (3, "2023-04-08", "2024-03-04", false, "pilot-paused"),
    ] {
        command = Save {
            known: Some((id, revision)),
            from,
            to,
            running,
            ..command
        };
        save(app, &manager, &command).await.unwrap();
        assert_eq!(refused(scene.ask_licence(LICENCE, "B2").await), code);
    }
    command = Save {
        known: Some((id, 4)),
        running: true,
        ..command
    };
    save(app, &manager, &command).await.unwrap();
    assert!(
        scene.ask_licence(LICENCE, "B2").await.unwrap().new,
        "the last day counts"
    );
}

// law: R50-4
async fn others_read_where_it_is_open(test: TestApp) {
    let scene = Scene::new(test).await;
    let manager = scene.test.staff(Role::Manager, "A06").await;
    let elsewhere = codes(&["001", "079"]);
    save(&scene.test.app, &manager, &binh_duong(&elsewhere))
        .await
        .unwrap();
    assert_eq!(
        refused(scene.ask_licence(LICENCE, "B2").await),
        "pilot-wrong-province"
    );
    let Eligibility::NotYet(NotYet::WrongProvince { provinces }) = eligibility(&scene).await else {
        panic!("open")
    };
    assert_eq!(
        provinces.iter().map(|p| p.name()).collect::<Vec<_>>(),
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
        running: false,
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
            all[0].pilot.running,
            all[0].revision
        ),
        (1, 2, true, 2)
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
        ..Save::default()
    };
    let want = [
        ("name", "pilot-name-empty"),
        ("kind", "pilot-kind-unknown"),
        ("provinces", "pilot-provinces-empty"),
        ("from", "date-not-a-date"),
        ("to", "date-not-a-date"),
    ];
    assert_eq!(faults(save(&test.app, &manager, &bad).await), want);
    let strange = codes(&["074", "999"]);
    let long = "x".repeat(81);
    let bad = Save {
        name: &long,
        to: "2023-04-07",
        ..binh_duong(&strange)
    };
    let want = [
        ("name", "pilot-name-long"),
        ("provinces", "province-unknown"),
        ("to", "pilot-to-before-from"),
    ];
    assert_eq!(faults(save(&test.app, &manager, &bad).await), want);
}

// law: R50-5
async fn the_report_counts(test: TestApp) {
    let scene = Scene::new(test).await;
    scene.put_licence(&scene.licence()).await;
    scene.ask_licence(LICENCE, "B2").await.unwrap();
    scene.ask_licence("111111111111", "B2").await.unwrap();
    scene.test.advance(jiff::SignedDuration::from_secs(30));
    scene.test.jobs().await;
    let operator = scene.test.cx(Actor::Operator);
    let rows = report(&scene.test.app, &operator, DocumentKind::DrivingLicence)
        .await
        .unwrap()
        .rows;
    let rows: Vec<_> = rows
        .iter()
        .map(|r| (r.state.as_str(), r.reason.as_str(), r.count, r.mean))
        .collect();
    assert_eq!(
        rows,
        [
            ("refused", "not-found", 1, 30_000),
            ("verified", "", 1, 30_000)
        ]
    );
}
