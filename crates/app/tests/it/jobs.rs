//! The lease of a job: whoever outlived it keeps nothing of what he did.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use app::jobs::{self, Lane};
use app::ports::{Answer, Clock, Gateway, GatewayError, Outgoing};
use app::secret::Hasher;
use app::{App, Parts};
use domain::contact::Phone;
use domain::ids::{ClientId, JobId, SubjectId};
use jiff::{SignedDuration, Timestamp};
use store::job::{self, Job};
use store::{Audit, Db, Error};

use crate::registration::world::{Hand, World, both};

const HOLD: SignedDuration = SignedDuration::from_secs(60);

async fn lease(db: &Db, clock: &Hand) -> Vec<Job> {
    let mut tx = db.begin().await.unwrap();
    let jobs = job::lease(&mut tx, clock.now(), HOLD, (8, job::Of::AllBut(["", ""])))
        .await
        .unwrap();
    tx.commit(Audit::Bookkeeping("test")).await.unwrap();
    jobs
}

async fn whoever_outlived_his_lease_cannot_end_another_run(w: World) {
    let subject = SubjectId::from_bytes([3; 16]);
    let new = Job::new(
        (JobId::from_bytes([4; 16]), subject),
        "test",
        w.clock.now(),
        serde_json::json!({}),
    );
    let mut tx = w.app.db.begin().await.unwrap();
    job::enqueue(&mut tx, &new).await.unwrap();
    tx.commit(Audit::Bookkeeping("test")).await.unwrap();
    let first = lease(&w.app.db, &w.clock).await.remove(0);
    w.clock.forward(SignedDuration::from_secs(61));
    let second = lease(&w.app.db, &w.clock).await.remove(0);
    let now = w.clock.now();
    let mut tx = w.app.db.begin().await.unwrap();
    let late = [
        job::done(&mut tx, &first).await,
        job::again(&mut tx, &first, now, true).await,
        job::renew(&mut tx, &first, now + HOLD).await.map(drop),
        job::put_back(&mut tx, &first, now).await,
    ];
    for done in late {
        assert!(matches!(done, Err(Error::Stale)), "{done:?}");
    }
    let renewed = job::renew(&mut tx, &second, now + HOLD * 2).await.unwrap();
    assert!(job::done(&mut tx, &second).await.is_err());
    job::done(&mut tx, &renewed).await.unwrap();
    tx.commit(Audit::Bookkeeping("test")).await.unwrap();
}

fn waiting(n: u8, client: u8, due: Timestamp) -> Job {
    Job::new(
        (
            JobId::from_bytes([client; 16]),
            SubjectId::from_bytes([n; 16]),
        ),
        jobs::OUTWARD,
        due,
        serde_json::json!({ "client": ClientId::from_bytes([client; 16]) }),
    )
}

async fn added(w: &World, job: &Job) {
    let mut tx = w.app.db.begin().await.unwrap();
    job::ensure(&mut tx, job).await.unwrap();
    tx.commit(Audit::Bookkeeping("test")).await.unwrap();
}

async fn new_work_waits_for_no_old_pause(w: World) {
    let (now, hour) = (w.clock.now(), SignedDuration::from_hours(1));
    added(&w, &waiting(1, 1, now + hour)).await;
    added(&w, &waiting(1, 1, now + hour * 2)).await;
    let take = || jobs::take(&w.app, Lane::Outward, 8);
    assert!(take().await.unwrap().is_empty());
    added(&w, &waiting(1, 1, now)).await;
    let taken = take().await.unwrap();
    assert_eq!(taken.len(), 1, "it is one job");
    // While it is in hand nobody else takes it, whatever is added.
    added(&w, &waiting(1, 1, now)).await;
    assert!(take().await.unwrap().is_empty());
}

async fn what_waits_for_a_service_that_hangs_is_put_aside_as_a_whole(w: World) {
    let now = w.clock.now();
    for n in 0..100 {
        added(&w, &waiting(n, 1, now)).await;
    }
    added(&w, &waiting(200, 2, now + SignedDuration::from_secs(1))).await;
    w.clock.forward(SignedDuration::from_secs(2));
    let (until, mut back) = (w.clock.now() + SignedDuration::from_secs(5), Vec::new());
    for job in jobs::take(&w.app, Lane::Outward, 8).await.unwrap() {
        back.push((job, until));
    }
    jobs::put_back(&w.app, &back).await.unwrap();
    let next = jobs::take(&w.app, Lane::Outward, 8).await.unwrap();
    let subjects: Vec<_> = next.iter().map(|job| job.subject).collect();
    assert_eq!(subjects, [SubjectId::from_bytes([200; 16])]);
    w.clock.forward(SignedDuration::from_secs(6));
    let again = jobs::take(&w.app, Lane::Outward, 200).await.unwrap();
    assert_eq!(again.len(), 100, "and none of it is lost");
}

/// A gateway that needs its time, while another node looks for work.
struct Slow {
    clock: Arc<Hand>,
    db: Db,
    takes: SignedDuration,
    sent: AtomicUsize,
    stolen: AtomicUsize,
}

impl Gateway for Slow {
    fn send<'a>(&'a self, _: &'a Outgoing) -> Answer<'a, Result<String, GatewayError>> {
        Box::pin(async move {
            self.clock.forward(self.takes);
            let other = lease(&self.db, &self.clock).await;
            self.stolen.fetch_add(other.len(), Ordering::SeqCst);
            self.sent.fetch_add(1, Ordering::SeqCst);
            Ok("taken".to_owned())
        })
    }
}

fn slow(w: &World, takes: SignedDuration) -> (App, Arc<Slow>) {
    let gateway = Arc::new(Slow {
        clock: w.clock.clone(),
        db: w.app.db.clone(),
        takes,
        sent: AtomicUsize::default(),
        stolen: AtomicUsize::default(),
    });
    let app = App::new(Parts {
        db: w.app.db.clone(),
        clock: w.clock.clone(),
        entropy: w.app.entropy.clone(),
        registers: w.registers.clone(),
        faces: None,
        fingers: None,
        gateway: gateway.clone(),
        outward: Arc::new(testkit::Services::default()),
        texts: w.app.texts.clone(),
        hasher: Hasher::new(64, 1, 1, [1; 16]).unwrap(),
        config: w.app.config.clone(),
        signing: app::relying_parties::Rings::default(),
        remembered: app::relying_parties::Remembered::default(),
        inspector: app::relying_parties::Inspector::default(),
        wake: Arc::default(),
    });
    (app, gateway)
}

async fn messages(app: &App, count: u8) {
    let cx = app.system();
    let mut tx = app.db.begin().await.unwrap();
    for n in 0..count {
        let contact = app::notify::Contact::Phone(Phone::parse("0912345678").unwrap());
        let to = app::notify::Recipient {
            subject: SubjectId::from_bytes([n; 16]),
            contact: &contact,
            lang: app::Lang::Vi,
        };
        app::notify::send(&mut tx, app, &cx, &to, "test", &[])
            .await
            .unwrap();
    }
    tx.commit(Audit::Bookkeeping("test")).await.unwrap();
}

async fn the_last_of_a_batch_begins_with_a_lease(w: World) {
    let (app, gateway) = slow(&w, SignedDuration::from_secs(25));
    messages(&app, 6).await;
    assert_eq!(
        app::jobs::run_due(&app, app::jobs::Lane::Home)
            .await
            .unwrap(),
        6
    );
    // What was not begun in time another node took, and nobody sent it twice.
    let sent = gateway.sent.load(Ordering::SeqCst);
    let stolen = gateway.stolen.load(Ordering::SeqCst);
    assert_eq!(sent + stolen, 6);
    w.clock.forward(HOLD * 2);
    app::jobs::run_all_due(&app).await.unwrap();
    assert_eq!(gateway.sent.load(Ordering::SeqCst), 6);
}

async fn what_took_too_long_is_left_to_the_other_run(w: World) {
    let (app, gateway) = slow(&w, SignedDuration::from_secs(61));
    messages(&app, 1).await;
    assert_eq!(
        app::jobs::run_due(&app, app::jobs::Lane::Home)
            .await
            .unwrap(),
        1
    );
    assert_eq!(gateway.stolen.load(Ordering::SeqCst), 1);
    assert_eq!(lease(&w.app.db, &w.clock).await.len(), 0, "still leased");
    w.clock.forward(HOLD * 2);
    assert_eq!(lease(&w.app.db, &w.clock).await.len(), 1, "still there");
}

both!(
    whoever_outlived_his_lease_cannot_end_another_run,
    the_last_of_a_batch_begins_with_a_lease,
    what_took_too_long_is_left_to_the_other_run,
    new_work_waits_for_no_old_pause,
    what_waits_for_a_service_that_hangs_is_put_aside_as_a_whole,
);
