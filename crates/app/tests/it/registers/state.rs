//! Whether a register is loaded and answers.

use app::registers::{Switch, state, switch};
use domain::actor::{Actor, Purpose, Role};
use domain::ids::StaffId;
use domain::registers::Register;
use store::audit::{NOBODY, by_subject};

use super::{POPULATION, person_line};
use crate::kit::{Kit, both};

both!(loading_opens_and_a_switch_closes, only_some_may_switch);

const CLOSE: Switch = Switch {
    register: Register::Population,
    open: false,
    note: String::new(),
};

async fn loading_opens_and_a_switch_closes(kit: Kit) {
    let cx = kit.operator();
    let never = switch(&kit.app, &cx, CLOSE).await;
    assert!(matches!(
        never,
        Err(app::Error::Refused("register-not-loaded"))
    ));
    kit.load(
        Register::Population,
        format!("{POPULATION}{}", person_line(1)),
    )
    .await
    .unwrap();
    let of = |states: Vec<store::registers::state::State>| {
        states
            .into_iter()
            .find(|state| state.register == Register::Population)
            .unwrap()
    };
    let loaded = of(state(&kit.app, &cx).await.unwrap());
    assert_eq!(
        (loaded.answers(), loaded.rows, loaded.loaded),
        (true, 1, Some(cx.now))
    );

    let closed = switch(
        &kit.app,
        &cx,
        Switch {
            note: " đổi máy ".into(),
            ..CLOSE
        },
    )
    .await
    .unwrap();
    assert_eq!((closed.answers(), closed.note.as_str()), (false, "đổi máy"));
    assert_eq!(of(state(&kit.app, &cx).await.unwrap()), closed);
    switch(
        &kit.app,
        &cx,
        Switch {
            note: "đổi máy".into(),
            ..CLOSE
        },
    )
    .await
    .unwrap();
    let opened = switch(
        &kit.app,
        &cx,
        Switch {
            open: true,
            ..CLOSE
        },
    )
    .await
    .unwrap();
    assert_eq!((opened.answers(), opened.note.as_str()), (true, ""));

    let long = switch(
        &kit.app,
        &cx,
        Switch {
            note: "x".repeat(201),
            ..CLOSE
        },
    )
    .await;
    assert!(matches!(long, Err(app::Error::Invalid(_))));
    let later = cx.now + jiff::SignedDuration::from_secs(1);
    let log = by_subject(&mut kit.app.db.read().await.unwrap(), NOBODY, later, 10)
        .await
        .unwrap();
    let mut actions: Vec<_> = log.iter().map(|(row, _)| row.action.as_str()).collect();
    actions.sort_unstable();
    assert_eq!(
        actions,
        ["register-loaded", "register-switched", "register-switched"],
        "a calm repeat is no event"
    );
}

async fn only_some_may_switch(kit: Kit) {
    for (role, may) in [
        (Role::Manager, true),
        (Role::Officer, false),
        (Role::Auditor, false),
    ] {
        let staff = Actor::Staff {
            id: StaffId::from_bytes([1; 16]),
            role,
            unit: String::new(),
        };
        let cx = kit.app.acting(staff, Purpose::Administration);
        let forbidden = matches!(
            switch(&kit.app, &cx, CLOSE).await,
            Err(app::Error::Forbidden)
        );
        assert_eq!(forbidden, !may, "{role:?}");
        let reads = state(&kit.app, &cx).await.is_ok();
        assert_eq!(reads, role != Role::Officer, "{role:?}");
    }
}
