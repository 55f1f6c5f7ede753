use app::Error;
use app::counter::image::{Which, image};
use app::counter::queue::{self, Tab};
use app::registration::{self, ContactEntered, Details, Step};
use domain::actor::Role;
use domain::person::Difference;
use domain::registration::{Refusal, State};
use domain::time::end_of_day;
use jiff::civil::date;

use super::world::{ANH, World, anh, both, value};

fn other() -> Details<'static> {
    Details {
        name: "Nguyễn Thị Anh",
        ..anh()
    }
}

// law: D59-14.1.c, D59-3.3, D59-4.4, D59-17.s
async fn an_officer_sees_the_difference_and_approves(w: World) {
    let (token, reference) = w.handed_in(ANH, "0912345678", &other()).await;
    let cx = w.officer();
    let waiting = queue::list(&w.app, &cx, Tab::All).await.unwrap();
    assert_eq!((waiting.rows.len(), waiting.overdue), (1, 0));
    assert_eq!(waiting.rows[0].reference, reference);
    // Wednesday nine o'clock to the end of Thursday.
    assert_eq!(waiting.rows[0].left.hours(), 15);
    let opened = queue::open(&w.app, &cx, &reference).await.unwrap();
    assert_eq!(opened.compared.differences, [Difference::Name]);
    assert!(opened.register_portrait && opened.card_portrait);
    let (kind, live) = image(&w.app, &cx, &reference, &Which::Live).await.unwrap();
    assert_eq!((kind, live.starts_with(b"\xff\xd8")), ("image/jpeg", true));
    image(&w.app, &cx, &reference, &Which::Register)
        .await
        .unwrap();
    let reads = w
        .record(token.subject)
        .await
        .iter()
        .filter(|a| *a == "record-read")
        .count();
    assert_eq!(reads, 3);
    queue::approve(&w.app, &cx, w.seen(&reference).await)
        .await
        .unwrap();
    // The account holds what the register holds.
    let account = w.account(ANH).await.unwrap();
    assert_eq!(account.profile.identity.name.as_str(), "Nguyễn Thị Ánh");
    assert_eq!(w.mail_of("registration-approved").await.len(), 1);
    let late = image(&w.app, &cx, &reference, &Which::Live).await;
    assert!(
        matches!(late, Err(Error::NotFound)),
        "closed with the registration"
    );
}

async fn an_officer_refuses_with_a_reason_only(w: World) {
    let (_, reference) = w.handed_in(ANH, "0912345678", &other()).await;
    let cx = w.officer();
    let denied = queue::refuse(&w.app, &cx, w.seen(&reference).await, "because").await;
    assert!(matches!(denied, Err(Error::Invalid(_))), "{denied:?}");
    queue::refuse(&w.app, &cx, w.seen(&reference).await, "portrait-differs")
        .await
        .unwrap();
    let stored = w.stored(&reference).await;
    assert!(matches!(
        stored.state,
        State::Refused {
            reason: Refusal::PortraitDiffers,
            ..
        }
    ));
    assert_eq!(stored.officer, Some(cx.staff().unwrap()));
    let told = w.mail_of("registration-refused").await;
    assert_eq!(value(&told[0], "reason"), "portrait-differs");
    let again = queue::approve(&w.app, &cx, w.seen(&reference).await).await;
    assert!(
        matches!(again, Err(Error::Refused("registration-decided"))),
        "{again:?}"
    );
}

// law: D59-17.s, APP-11
async fn a_taken_phone_is_sent_back_and_the_clock_starts_anew(w: World) {
    w.registers
        .put("074190000007", "Trần Thị Bình", "1990-02-03");
    w.handed_in(ANH, "0912345678", &anh()).await;
    let binh = Details {
        name: "Trần Thị Bình",
        ..anh()
    };
    let (token, reference) = w.handed_in("074190000007", "0912345678", &binh).await;
    let cx = w.officer();
    let queued = w.stored(&reference).await.dossier.queued;
    assert_eq!(
        queued.map(store::registration::QueueReason::as_str),
        Some("contact-taken")
    );
    let denied = queue::approve(&w.app, &cx, w.seen(&reference).await).await;
    assert!(
        matches!(denied, Err(Error::Refused("contact-taken"))),
        "{denied:?}"
    );
    queue::send_back(&w.app, &cx, w.seen(&reference).await, "Số điện thoại khác")
        .await
        .unwrap();
    assert_eq!(
        value(&w.mail_of("registration-incomplete").await[0], "missing"),
        "Số điện thoại khác"
    );
    // The clock stands: nobody is told that it is late.
    w.clock.set("2024-03-11T09:00:00+07:00");
    assert!(w.mail_of("registration-late").await.is_empty());
    assert!(
        queue::list(&w.app, &w.officer(), Tab::All)
            .await
            .unwrap()
            .rows
            .is_empty()
    );
    let public = w.public();
    let draft = registration::draft(&w.app, &public, &token).await.unwrap();
    assert_eq!(draft.next, Step::Check);
    let entered = ContactEntered {
        by: "phone",
        phone: "0912345679",
        email: "",
    };
    registration::set_contact(&w.app, &public, &token, &entered)
        .await
        .unwrap();
    let code = w.code().await;
    registration::confirm_contact(&w.app, &w.public(), &token, &code)
        .await
        .unwrap();
    let again = registration::submit(&w.app, &w.public(), &token)
        .await
        .unwrap();
    assert_eq!(again.reference, reference);
    assert_eq!(again.due, Some(end_of_day(date(2024, 3, 12))));
    assert!(w.account("074190000007").await.is_some());
}

async fn who_lost_the_cookie_comes_back_by_code(w: World) {
    let (old, reference) = w.handed_in(ANH, "0912345678", &other()).await;
    queue::send_back(&w.app, &w.officer(), w.seen(&reference).await, "Ảnh rõ hơn")
        .await
        .unwrap();
    w.clock.set("2024-03-06T10:00:00+07:00");
    let masked = registration::regain(&w.app, &w.public(), &reference, ANH)
        .await
        .unwrap();
    assert_eq!(masked, "••• ••• 678");
    let code = w.code().await;
    let token = registration::confirm_regain(&w.app, &w.public(), &reference, ANH, &code)
        .await
        .unwrap();
    assert_eq!(
        registration::draft(&w.app, &w.public(), &token)
            .await
            .unwrap()
            .next,
        Step::Check
    );
    assert!(
        registration::draft(&w.app, &w.public(), &old)
            .await
            .is_err(),
        "the old cookie is worth nothing"
    );
    assert!(
        registration::regain(&w.app, &w.public(), &reference, "074190001235")
            .await
            .is_err()
    );
}

// law: D59-14.1.a
async fn what_the_law_asks_no_officer_sets_aside(w: World) {
    let (_, reference) = w.handed_in(ANH, "0912345678", &other()).await;
    w.registers.change(ANH, |(_, card)| *card = None);
    let denied = queue::approve(&w.app, &w.officer(), w.seen(&reference).await).await;
    assert!(
        matches!(denied, Err(Error::Refused("no-chip-card"))),
        "{denied:?}"
    );
    w.registers.change(ANH, |(person, _)| person.dead = true);
    let denied = queue::approve(&w.app, &w.officer(), w.seen(&reference).await).await;
    assert!(
        matches!(denied, Err(Error::Refused("deceased"))),
        "{denied:?}"
    );
    w.registers
        .silent
        .store(true, std::sync::atomic::Ordering::SeqCst);
    let denied = queue::approve(&w.app, &w.officer(), w.seen(&reference).await).await;
    assert!(
        matches!(denied, Err(Error::Silent("population"))),
        "{denied:?}"
    );
    assert!(w.account(ANH).await.is_none());
}

// law: D59-4.4
async fn only_officers_may_look_and_decide(w: World) {
    let (_, reference) = w.handed_in(ANH, "0912345678", &other()).await;
    for role in [Role::CallCentre, Role::Manager, Role::Auditor] {
        let cx = w.staff(9, role, "H01");
        assert!(matches!(
            queue::list(&w.app, &cx, Tab::All).await,
            Err(Error::Forbidden)
        ));
        assert!(matches!(
            queue::open(&w.app, &cx, &reference).await,
            Err(Error::Forbidden)
        ));
        assert!(matches!(
            queue::approve(&w.app, &cx, w.seen(&reference).await).await,
            Err(Error::Forbidden)
        ));
        assert!(matches!(
            queue::refuse(&w.app, &cx, w.seen(&reference).await, "under-age").await,
            Err(Error::Forbidden)
        ));
        assert!(matches!(
            queue::send_back(&w.app, &cx, w.seen(&reference).await, "x").await,
            Err(Error::Forbidden)
        ));
        assert!(matches!(
            image(&w.app, &cx, &reference, &Which::Live).await,
            Err(Error::Forbidden)
        ));
    }
    assert!(w.account(ANH).await.is_none());
}

async fn two_officers_decide_and_one_wins(w: World) {
    let (_, reference) = w.handed_in(ANH, "0912345678", &other()).await;
    let (one, two) = (w.officer(), w.staff(2, Role::Head, "H02"));
    let (first, second) = tokio::join!(
        queue::approve(&w.app, &one, w.seen(&reference).await),
        queue::approve(&w.app, &two, w.seen(&reference).await)
    );
    let lost = [first, second]
        .into_iter()
        .filter_map(Result::err)
        .collect::<Vec<_>>();
    assert_eq!(lost.len(), 1, "{lost:?}");
    assert!(
        matches!(lost[0], Error::Stale | Error::Refused(_)),
        "{lost:?}"
    );
    assert_eq!(w.mail_of("registration-approved").await.len(), 1);
}

// law: D59-14.1.c
async fn nobody_decides_on_what_changed_meanwhile(w: World) {
    let (token, reference) = w.handed_in(ANH, "0912345678", &other()).await;
    let cx = w.officer();
    let seen = w.seen(&reference).await;
    queue::send_back(&w.app, &w.staff(2, Role::Head, "H02"), seen, "Tên")
        .await
        .unwrap();
    let public = w.public();
    let third = Details {
        name: "Nguyễn Thị Ánhh",
        ..anh()
    };
    registration::set_details(&w.app, &public, &token, &third)
        .await
        .unwrap();
    registration::submit(&w.app, &public, &token).await.unwrap();
    for done in [
        queue::approve(&w.app, &cx, seen).await,
        queue::refuse(&w.app, &cx, seen, "portrait-differs").await,
        queue::send_back(&w.app, &cx, seen, "x").await,
    ] {
        assert!(matches!(done, Err(Error::Stale)), "{done:?}");
    }
    assert!(w.account(ANH).await.is_none());
    queue::approve(&w.app, &cx, w.seen(&reference).await)
        .await
        .unwrap();
    assert!(w.account(ANH).await.is_some());
}

both!(
    an_officer_sees_the_difference_and_approves,
    an_officer_refuses_with_a_reason_only,
    a_taken_phone_is_sent_back_and_the_clock_starts_anew,
    who_lost_the_cookie_comes_back_by_code,
    what_the_law_asks_no_officer_sets_aside,
    only_officers_may_look_and_decide,
    two_officers_decide_and_one_wins,
    nobody_decides_on_what_changed_meanwhile,
);
