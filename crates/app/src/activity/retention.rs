//! How long things are kept: account data for ever (D59-21.1), the history of use five years from
//! the use (D59-21.2), whose a visit to a counter was seven days, sessions, grants, journeys, codes and
//! counters until their time is over, what a counter or a representative began and nobody went on with
//! thirty days.

use domain::event::Event;
use domain::ids::JobId;
use domain::time::{start_of_day, viet_nam_date};
use jiff::{SignedDuration, Timestamp, ToSpan};
use store::audit::{self, NOBODY};
use store::job::{self, Job};
use store::organisation::old_draft;
use store::relying_party::{
    exchange, grant, hint_key, key, package, pairwise, polled, replay, request, signal, token, told,
};
use store::{
    Audit, Tx, agent, attempt, capture, card_job, evidence, face_warning, idempotency, journey,
    message, phone_sign_in, register_exchange, registration, second_look, session, spoken, staff,
    subscriber, throttle, visit,
};

use crate::counter::packets;
use crate::counter::proofing::TURNS_KIND;
use crate::exchange::close as left_open;
use crate::jobs::Finished;
use crate::registration::card::CHIP_KIND;
use crate::relying_parties::{KEPT, TOO_OLD};
use crate::{App, Cx, Result, jobs, self_proof, visits};

/// Kind of the daily job.
pub const KIND: &str = "retention";

/// D59-21.2: what is a use of the account and not a fact about it.
const USE: [Event; 16] = [
    Event::SignedIn,
    Event::SignedInLocked,
    Event::SignInFailed,
    Event::SignedOut,
    Event::DeviceBound,
    Event::DeviceRemoved,
    Event::BrowserApproved,
    Event::BrowserRefused,
    Event::SelfProofPassed,
    Event::SelfProofFailed,
    Event::DocumentShown,
    Event::RegisterAsked,
    Event::RegisterTold,
    Event::RegisterAnswered,
    Event::RecordTold,
    Event::RecordRead,
];

/// Ended sessions and journeys stay a day, so that a late request finds why it is refused.
const GRACE: SignedDuration = SignedDuration::from_hours(24);

/// So long a counter's draft, or one sent back, waits for its citizen, and one for an organisation for its
/// representative.
const UNTOUCHED: SignedDuration = SignedDuration::from_hours(30 * 24);

/// What a developer sees of his client's requests.
const EXCHANGES: SignedDuration = SignedDuration::from_hours(7 * 24);

/// So long an officer may look again at what came of reading a card.
const READINGS: SignedDuration = SignedDuration::from_hours(30 * 24);

/// No counter of attempts looks back further.
const COUNTED: SignedDuration = SignedDuration::from_hours(24);

/// Rows of one kind in one transaction: nobody waits long behind it.
const BATCH: i64 = 1000;
/// Dossiers carry images.
const DOSSIERS: i64 = 50;
/// How long a drawn re-check waits for somebody.
const RECHECKS: SignedDuration = SignedDuration::from_hours(90 * 24);

/// Sees to it that the daily job exists; safe to call at every start.
pub async fn schedule(app: &App, cx: &Cx) -> Result<()> {
    let mut tx = app.db.begin().await?;
    jobs::enqueue(&mut tx, app, &daily(cx.now)).await?;
    Ok(tx.commit(Audit::Bookkeeping("retention scheduled")).await?)
}

fn daily(due: Timestamp) -> Job {
    Job::new(
        (JobId::from_bytes(*b"retention-daily\0"), NOBODY),
        KIND,
        due,
        serde_json::json!({}),
    )
}

/// Job `retention`: drops what is over and comes back the next night, or at once where a batch was not
/// enough.
pub async fn run(app: &App, cx: &Cx, done: &Job) -> Result<Finished> {
    let mut tx = app.db.begin().await?;
    session::purge(&mut tx, cx.now - GRACE).await?;
    attempt::purge(&mut tx, cx.now - GRACE).await?;
    spoken::purge(&mut tx, cx.now - GRACE).await?;
    idempotency::purge(&mut tx, cx.now - GRACE).await?;
    journey::survey::purge(&mut tx, cx.now).await?;
    phone_sign_in::purge(&mut tx, cx.now - GRACE).await?;
    tokio::task::yield_now().await;
    purge_parties(&mut tx, cx.now - GRACE).await?;
    card_job::lapse(&mut tx, cx.now).await?;
    attempt::lapse(&mut tx, self_proof::KIND, cx.now).await?;
    attempt::lapse(&mut tx, TURNS_KIND, cx.now).await?;
    attempt::lapse(&mut tx, CHIP_KIND, cx.now).await?;
    tokio::task::yield_now().await;
    told::expire(&mut tx, cx.now - KEPT, TOO_OLD).await?;
    exchange::purge(&mut tx, cx.now - EXCHANGES).await?;
    pairwise::purge(&mut tx, five_years_before(cx.now)).await?;
    // R50-3: the evidence of a package, five years from the end of the certificate that came of it.
    package::purge(&mut tx, five_years_before(cx.now)).await?;
    purge_history(&mut tx, five_years_before(cx.now)).await?;
    second_look::give_up(&mut tx, cx.now - RECHECKS).await?;
    tokio::task::yield_now().await;
    let (mut entries, more) = packets::lapse(&mut tx, app, cx).await?;
    let open = left_open(&mut tx, app, cx, BATCH).await?;
    let more = more || i64::try_from(open.len()).is_ok_and(|n| n >= BATCH);
    entries.extend(open);
    if purge_batch(&mut tx, cx.now).await? || more {
        job::again(&mut tx, done, cx.now, false).await?;
    } else {
        job::done(&mut tx, done).await?;
        job::enqueue(&mut tx, &daily(next_night(cx.now))).await?;
    }
    if entries.is_empty() {
        tx.commit(Audit::Bookkeeping("retention")).await?;
    } else {
        tx.commit(entries).await?;
    }
    Ok(Finished::Done)
}

/// What relying parties asked, were granted and showed once, when its own time is over; keys that
/// nothing in use was signed with; what was asked of card readers.
async fn purge_parties(tx: &mut Tx, before: Timestamp) -> Result<()> {
    request::purge(tx, before).await?;
    polled::purge(tx, before).await?;
    token::purge(tx, before).await?;
    grant::purge(tx, before).await?;
    replay::purge(tx, before).await?;
    key::purge(tx, before).await?;
    hint_key::purge(tx, before).await?;
    card_job::purge(tx, before - READINGS).await?;
    agent::purge_offers(tx, before).await?;
    Ok(())
}

/// One batch of each kind; tells whether one of them was full, so that there may be more.
async fn purge_batch(tx: &mut Tx, now: Timestamp) -> Result<bool> {
    let rows = [
        message::purge(tx, five_years_before(now), BATCH).await?,
        throttle::purge(tx, now - COUNTED, now, BATCH).await?,
        staff::purge_sessions(tx, now - GRACE, BATCH).await?,
        signal::purge(tx, five_years_before(now), BATCH).await?,
        subscriber::purge(tx, now - GRACE, BATCH).await?,
        subscriber::purge_ended(tx, five_years_before(now), BATCH).await?,
        visit::forget(tx, now - visits::KEPT, BATCH).await?,
        visit::forget_seats(tx, now - visits::KEPT, BATCH).await?,
        visit::purge_counts(tx, viet_nam_date(now - visits::KEPT), BATCH).await?,
        visit::purge_closed(tx, viet_nam_date(now - visits::KEPT), BATCH).await?,
        visit::purge_desks(tx, now - UNTOUCHED, BATCH).await?,
        visit::purge(tx, five_years_before(now), BATCH).await?,
        journey::give_up(tx, now, BATCH).await?,
        // A day after the particulars of their audit entries, so that none is ever missed.
        register_exchange::purge(tx, five_years_before(now) - GRACE, BATCH).await?,
    ];
    let full = |limit: i64| move |n: u64| i64::try_from(n).is_ok_and(|n| n >= limit);
    let dossiers = [
        purge_untouched(tx, now - UNTOUCHED).await?,
        old_draft::purge(tx, (now - UNTOUCHED, now), DOSSIERS).await?,
    ];
    Ok(rows.into_iter().any(full(BATCH)) || dossiers.into_iter().any(full(DOSSIERS)))
}

/// Removes what a counter began and nobody touched since, with its sealed images; the number is free
/// to be proven anew. Gives how many.
async fn purge_untouched(tx: &mut Tx, since: Timestamp) -> Result<u64> {
    let mut dropped = 0;
    for stored in registration::untouched(tx, since, DOSSIERS).await? {
        if !registration::delete_untouched(tx, &stored).await? {
            continue;
        }
        capture::delete_all(tx, stored.subject, stored.id).await?;
        second_look::drop_waiting(tx, stored.subject, stored.id).await?;
        face_warning::drop_open(tx, stored.subject, stored.id).await?;
        evidence::forget_readings(tx, stored.subject, stored.id).await?;
        if let Some(number) = &stored.dossier.number {
            registration::unreserve(tx, number, stored.subject).await?;
        }
        dropped += 1;
    }
    Ok(dropped)
}

/// D59-21.2: drops the particulars of uses from before an instant; the leaves of the audit tree
/// stay, so that it still verifies. Gives how many.
pub async fn purge_history(tx: &mut Tx, before: Timestamp) -> Result<u64> {
    let mut dropped = 0;
    for event in USE {
        dropped += audit::expire(tx, event.as_str(), before).await?;
    }
    Ok(dropped)
}

/// Five calendar years, counted in Viet Nam.
fn five_years_before(now: Timestamp) -> Timestamp {
    let day = viet_nam_date(now);
    let then = day
        .checked_sub(5.years())
        .map_or(Timestamp::MIN, start_of_day);
    then + (now - start_of_day(day))
}

/// Two o'clock in the next night.
fn next_night(now: Timestamp) -> Timestamp {
    let tomorrow = viet_nam_date(now).tomorrow().map_or(now, start_of_day);
    tomorrow + SignedDuration::from_hours(2)
}

#[cfg(test)]
mod tests {
    use super::*;

    // law: D59-21.2
    #[test]
    fn five_years_are_counted_from_the_use() {
        let at = |text: &str| text.parse::<Timestamp>().unwrap();
        assert_eq!(
            five_years_before(at("2028-03-01T05:00:00Z")),
            at("2023-03-01T05:00:00Z")
        );
        assert_eq!(
            five_years_before(at("2028-02-29T05:00:00Z")),
            at("2023-02-28T05:00:00Z")
        );
        assert_eq!(
            next_night(at("2024-01-01T18:00:00Z")),
            at("2024-01-02T19:00:00Z")
        );
    }
}
