use std::io::Cursor;

use app::events::{Decision, Staged, approve, detail, list, rehearse, stage, withdraw};
use app::{Cx, Error};
use domain::actor::Role;
use domain::event_batch::{Counts, Door, Odd, State};
use domain::hold::Ground;
use domain::ids::{BatchId, SubjectId};
use domain::register_event::Teller;
use jiff::SignedDuration;

use super::house::{House, NUMBER, both, code};

both!(
    a_file_is_staged_and_nothing_locks,
    two_officers_release_and_work_goes_on_after_a_stop,
    what_is_refused_is_kept,
    a_file_of_mixed_encodings_loads_its_good_lines,
    files_that_cannot_be_read,
    what_is_odd_is_shown_and_ticked_off,
    who_may_do_what_with_a_batch,
);

pub(super) const OTHER: &str = "074190001235";
const HEAD: &str = "event_id,number,change,occurred_at";

impl House {
    pub(super) async fn stage(&self, cx: &Cx, lines: impl AsRef<[u8]>) -> app::Result<Staged> {
        let mut bytes = format!("{HEAD}\n").into_bytes();
        bytes.extend(lines.as_ref());
        self.stage_file(cx, bytes).await
    }

    async fn stage_file(&self, cx: &Cx, bytes: Vec<u8>) -> app::Result<Staged> {
        let command = app::events::Stage {
            teller: Teller::Population,
            door: Door::Console,
            name: "population-events.csv".into(),
            file: Cursor::new(bytes),
            beside: None,
            progress: &mut |_, _| {},
        };
        stage(&self.app, &self.later(cx), command).await
    }

    pub(super) async fn state(&self, id: BatchId) -> (State, i64) {
        let batch = store::event_batch::load(&mut self.app.db.read().await.unwrap(), id).await;
        let batch = batch.unwrap().unwrap();
        (batch.state, batch.revision)
    }

    pub(super) async fn approve(&self, cx: &Cx, id: BatchId, odd: &[Odd]) -> app::Result<State> {
        let (_, revision) = self.state(id).await;
        let decision = Decision {
            batch: id,
            revision,
            acknowledged: odd,
        };
        approve(&self.app, &self.later(cx), &decision).await
    }

    /// Stages, releases and carries out as two officers.
    pub(super) async fn carried_out(&self, lines: &str) -> BatchId {
        let (a, b) = (
            self.staff(Role::Manager).await,
            self.staff(Role::Manager).await,
        );
        let id = self.stage(&a, lines).await.unwrap().id;
        self.approve(&a, id, Odd::ALL).await.unwrap();
        self.approve(&b, id, Odd::ALL).await.unwrap();
        app::jobs::run_all_due(&self.app).await.unwrap();
        assert_eq!(self.state(id).await.0, State::Released);
        id
    }

    pub(super) async fn grounds_of(&self, subject: SubjectId) -> Vec<&'static str> {
        let mut source = self.app.db.read().await.unwrap();
        let holds = store::hold::in_force(&mut source, subject, self.now()).await;
        let mut words: Vec<_> = holds.unwrap().iter().map(|h| h.ground.as_str()).collect();
        words.sort_unstable();
        words
    }
}

// law: D59-10.1, D59-19.1.a.iv
async fn a_file_is_staged_and_nothing_locks(house: House) {
    let manager = house.staff(Role::Manager).await;
    let other = SubjectId::from_bytes([2; 16]);
    house.settle(OTHER, other, "0912345679").await;
    let lines = format!(
        "KT-3,{NUMBER},death-corrected,2024-03-02\nKT-1,{NUMBER},death,2024-03-01\nKT-2,{OTHER},death,2024-03-01\n\nKT-2,{OTHER},death,2024-03-01\n"
    );
    let staged = house.stage(&manager, lines).await.unwrap();
    assert_eq!((staged.events, staged.bad_lines), (4, 0));
    let counts = staged.rehearsal.counts;
    let want = Counts {
        lock: 2,
        open: 1,
        leave: 1,
        ..Counts::default()
    };
    assert_eq!(counts, want, "in the order in which they occurred");
    assert_eq!(staged.rehearsal.sample, [1, 2, 4]);
    app::jobs::run_all_due(&house.app).await.unwrap();
    assert!(house.grounds_of(house.subject).await.is_empty());
    assert!(house.grounds_of(other).await.is_empty());
    let shown = detail(&house.app, &manager, staged.id).await.unwrap();
    assert_eq!(shown.sample.len(), 3);
    assert!(
        shown
            .sample
            .iter()
            .all(|l| l.subject == "074•••••1234" || l.subject == "074•••••1235")
    );
    let record = house.record(house.subject).await;
    let (row, _) = record.last().unwrap();
    assert_eq!(
        (row.action.as_str(), row.purpose.as_str()),
        ("record-read", "register-update")
    );
    let listed = list(&house.app, &manager, None).await.unwrap();
    assert_eq!((listed.waiting.len(), listed.latest.len()), (1, 1));
}

// law: D59-10.1, D59-19.1.a.iv, D59-19.1.a.v
async fn two_officers_release_and_work_goes_on_after_a_stop(house: House) {
    let (a, b) = (
        house.staff(Role::Manager).await,
        house.staff(Role::Manager).await,
    );
    let mut lines = format!("KT-1,{NUMBER},death,2024-03-01\n");
    for n in 0..700 {
        lines += &format!("KX-{n},0741901{n:05},death,2024-02-01\n");
    }
    let id = house.stage(&a, &lines).await.unwrap().id;
    assert_eq!(
        code(app::events::undo(&house.app, &a, id).await),
        "batch-not-released"
    );
    assert_eq!(house.approve(&a, id, &[]).await.unwrap(), State::Approved);
    assert_eq!(code(house.approve(&a, id, &[]).await), "batch-same-officer");
    let old = Decision {
        batch: id,
        revision: 1,
        acknowledged: &[],
    };
    assert_eq!(code(approve(&house.app, &b, &old).await), "stale");
    let (token, _) = house.holder(house.subject).await;
    assert_eq!(house.approve(&b, id, &[]).await.unwrap(), State::Releasing);
    let c = house.staff(Role::Manager).await;
    assert_eq!(code(house.approve(&c, id, &[]).await), "batch-running");
    // One chunk, and the process is gone: the job takes the rest.
    let progress = app::events::step(&house.app, id).await.unwrap();
    assert_eq!(
        (progress.done, progress.of, progress.finished),
        (500, 701, false)
    );
    app::jobs::run_all_due(&house.app).await.unwrap();
    assert_eq!(house.state(id).await.0, State::Released);
    assert_eq!(house.holds().await[0].source, "population/KT-1");
    assert!(house.resume(&token).await.is_none(), "I5");
    assert_eq!(code(house.approve(&c, id, &[]).await), "batch-released");
    assert_eq!(
        code(withdraw(&house.app, &c, id, 9).await),
        "batch-released"
    );
    let shown = detail(&house.app, &a, id).await.unwrap();
    let outcomes: Vec<_> = shown
        .outcomes
        .iter()
        .map(|(o, n)| (o.as_str(), *n))
        .collect();
    assert_eq!(outcomes, [("locks", 1), ("no-account", 700)]);
    assert_eq!(shown.release.len(), 2);
    let again = house.stage(&a, &lines).await.unwrap();
    assert_eq!(
        again.rehearsal.counts.lock, 0,
        "told again, nothing changes"
    );
}

// law: D59-10.1, D59-19.4.a
async fn what_is_refused_is_kept(house: House) {
    house
        .carried_out(&format!("KT-1,{NUMBER},death,2024-03-05T10:00:00+07:00\n"))
        .await;
    let other = SubjectId::from_bytes([2; 16]);
    house.settle(OTHER, other, "0912345679").await;
    let lines = format!(
        "KT-2,{NUMBER},death-corrected,2024-03-04\nKT-3,{NUMBER},death-corrected,2024-03-07\n\
         KT-1,{OTHER},death,2024-03-05\nKT-4,001090000001,death,2024-03-01\nKT-5,{OTHER},death-corrected,2024-03-01\n"
    );
    let id = house.carried_out(&lines).await;
    let manager = house.staff(Role::Manager).await;
    let shown = detail(&house.app, &manager, id).await.unwrap();
    let rehearsed = shown.batch.rehearsal.outcomes.clone();
    let done: Vec<_> = shown
        .outcomes
        .iter()
        .map(|(o, n)| (o.as_str().to_owned(), *n))
        .collect();
    for word in [
        "stale",
        "future",
        "other-content",
        "person-unknown",
        "not-in-force",
    ] {
        assert!(done.contains(&(word.to_owned(), 1)), "{word}: {done:?}");
        assert!(
            rehearsed.contains(&(word.to_owned(), 1)),
            "{word}: {rehearsed:?}"
        );
    }
    assert_eq!(shown.refused.len(), 4);
    assert_eq!(house.grounds_of(house.subject).await, ["death"]);
    assert!(house.grounds_of(other).await.is_empty());
}

async fn a_file_of_mixed_encodings_loads_its_good_lines(house: House) {
    let manager = house.staff(Role::Manager).await;
    let mut file = format!("\u{feff}{HEAD}\r\nKT-1,{NUMBER},death,2024-03-01\r\n").into_bytes();
    file.extend(b"KT-\xc3\xca,074190001235,death,2024-03-01\r\n");
    file.extend(b"KT-3,074190001235,death,2024-13-01\r\n");
    file.extend(format!("KT-4,{}\n", "x".repeat(70_000)).bytes());
    file.extend(format!("KT-5,{OTHER},death\nKT-6,{OTHER},death,2024-03-01").bytes());
    let staged = house.stage_file(&manager, file).await.unwrap();
    assert_eq!((staged.events, staged.bad_lines), (2, 4));
    let shown = detail(&house.app, &manager, staged.id).await.unwrap();
    let bad: Vec<_> = shown
        .bad
        .iter()
        .map(|b| (b.line, b.field.as_str(), b.reason.as_str()))
        .collect();
    let want = [
        (3, "event_id", "not-utf8"),
        (4, "occurred_at", "moment"),
        (5, "", "line-too-long"),
        (6, "", "field-count"),
    ];
    assert_eq!(bad, want);
}

async fn files_that_cannot_be_read(house: House) {
    let manager = house.staff(Role::Manager).await;
    for (bytes, want) in [
        (&b""[..], "file/file-empty"),
        (b"\xff\xfe", "file/header-not-text"),
        (b"KT-1,074190001235,death,2024-03-01", "file/header-none"),
        (
            b"event_id;number;change;occurred_at",
            "file/header-delimiter",
        ),
        (b"event_id,number,change", "file/header-missing"),
    ] {
        let staged = house.stage_file(&manager, bytes.to_vec()).await;
        assert_eq!(code(staged), want);
    }
}

// law: D59-10.1
async fn what_is_odd_is_shown_and_ticked_off(house: House) {
    let (a, b) = (
        house.staff(Role::Manager).await,
        house.staff(Role::Manager).await,
    );
    house.holder(house.subject).await;
    let lines = format!("KT-1,{NUMBER},death,2024-03-01\nKT-2,001090000001,death,2024-03-01\n");
    let staged = house.stage(&a, &lines).await.unwrap();
    assert_eq!(staged.rehearsal.odd(), [Odd::SignedIn, Odd::Refused]);
    let id = staged.id;
    let shown = detail(&house.app, &a, id).await.unwrap();
    assert_eq!(shown.odd[0].2[0].event, "KT-1");
    assert_eq!(
        code(house.approve(&a, id, &[Odd::Refused]).await),
        "batch-not-acknowledged"
    );
    let odd = [Odd::Refused, Odd::SignedIn];
    house.approve(&a, id, &odd).await.unwrap();
    house.wait(SignedDuration::from_mins(61));
    assert_eq!(
        code(house.approve(&b, id, &odd).await),
        "batch-rehearsal-old"
    );
    let (_, revision) = house.state(id).await;
    rehearse(&house.app, &house.later(&b), id, revision)
        .await
        .unwrap();
    assert_eq!(house.approve(&b, id, &odd).await.unwrap(), State::Releasing);
}

// law: D59-10.1, D59-4.4
async fn who_may_do_what_with_a_batch(house: House) {
    let manager = house.staff(Role::Manager).await;
    let id = house
        .stage(&manager, format!("KT-1,{NUMBER},death,2024-03-01\n"))
        .await
        .unwrap()
        .id;
    for role in [Role::Officer, Role::Head, Role::CallCentre, Role::Auditor] {
        let staff = house.staff(role).await;
        assert_eq!(code(house.stage(&staff, "").await), "forbidden");
        assert_eq!(code(house.approve(&staff, id, &[]).await), "forbidden");
        assert_eq!(
            code(app::events::undo(&house.app, &staff, id).await),
            "forbidden"
        );
        assert_eq!(code(withdraw(&house.app, &staff, id, 2).await), "forbidden");
        assert_eq!(code(rehearse(&house.app, &staff, id, 2).await), "forbidden");
        if role != Role::Auditor {
            assert_eq!(code(detail(&house.app, &staff, id).await), "forbidden");
            assert_eq!(code(list(&house.app, &staff, None).await), "forbidden");
        }
    }
    let auditor = house.staff(Role::Auditor).await;
    let shown = detail(&house.app, &auditor, id).await.unwrap();
    assert!(
        shown.sample.is_empty(),
        "an auditor sees numbers, not people"
    );
    let operator = house.app.acting(
        domain::actor::Actor::Operator,
        domain::actor::Purpose::Administration,
    );
    assert!(
        matches!(house.approve(&operator, id, &[]).await, Err(Error::SignIn)),
        "a shell is no officer"
    );
    let (_, revision) = house.state(id).await;
    withdraw(&house.app, &manager, id, revision).await.unwrap();
    assert_eq!(
        code(house.approve(&manager, id, &[]).await),
        "batch-withdrawn"
    );
    assert_eq!(
        house
            .holds()
            .await
            .iter()
            .map(|h| h.ground)
            .collect::<Vec<Ground>>(),
        []
    );
}
