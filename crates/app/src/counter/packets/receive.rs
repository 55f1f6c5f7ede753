//! An agent brings a packet.

use domain::authority::{Operation, role_may};
use domain::event::Event;
use domain::ids::{PacketId, PassId, StaffId};
use domain::packet::{KEPT, State, Verdict, WAITING, after};
use jiff::SignedDuration;
use store::agent::Agent;
use store::audit::NOBODY;
use store::packet::pass::{self, Pass};
use store::packet::{self, Packet};
use store::staff::{self, Staff};
use store::{Audit, Source};

use super::format::{self, Head};
use super::{Content, Waiting, content, proofing};
use crate::chip_check::{self, Question, Refusal};
use crate::token::sha256;
use crate::{App, Cx, Error, Result, entry_with};

/// An agent that has too many waiting tries again after so long.
const AGAIN: SignedDuration = SignedDuration::from_mins(10);

/// D59-14.2.a2: takes a packet of this agent, signed with this key; the same one again is answered the same. It is on
/// record before the answer, and the agent may forget it then.
pub async fn receive(
    app: &App,
    cx: &Cx,
    (agent, key): (&Agent, &[u8]),
    bytes: &[u8],
) -> Result<PacketId> {
    let cx = &proofing(cx);
    let (head, parts) = format::read(bytes).ok_or(Error::Refused("packet-format"))?;
    if !parts.is_of(key) {
        return Err(Error::Refused("packet-signature"));
    }
    let digest = sha256(bytes);
    let mut source = app.db.read().await?;
    // The pass first: it goes when the packet comes in, and the same one may come in just now.
    let pass = pass::of_agent(&mut source, head.pass, (agent.id, &agent.unit)).await?;
    if let Some(id) = before(&mut source, head.pass, (agent, &digest)).await? {
        return Ok(id);
    }
    if packet::count(&mut source, agent.id, cx.now).await? >= WAITING {
        // It keeps them meanwhile: somebody has to take some in first.
        let until = after(cx.now, AGAIN);
        return Err(Error::Throttled { until });
    }
    drop(source);
    let pass = pass.ok_or(Error::Refused("packet-pass-unknown"))?;
    in_time(app, cx, &pass, &head)?;
    if app.db.keys().packet_key(head.key).is_none() {
        return Err(Error::Refused("packet-key"));
    }
    let plain = parts.open(&head, app.db.keys());
    let plain = plain.ok_or(Error::Refused("packet-altered"))?;
    let (waiting, verdict) = judged(app, cx, &pass, &plain).await?;
    let new = Packet {
        id: app.id(PacketId::from_bytes),
        pass: head.pass,
        digest,
        agent: agent.id,
        unit: agent.unit.clone(),
        staff: known(app, &waiting.content.login, &agent.unit).await?,
        login: waiting.content.login.clone(),
        taken: head.taken,
        received: cx.now,
        expires: after(cx.now, KEPT),
        verdict,
        state: State::Waiting,
        claimed: None,
        revision: 1,
    };
    keep(app, cx, agent, (&new, &waiting)).await
}

/// The packet that came with this pass before: the same one has its answer, another one is not taken.
async fn before(
    source: &mut impl Source,
    pass: PassId,
    (agent, digest): (&Agent, &[u8]),
) -> Result<Option<PacketId>> {
    match packet::by_pass(source, pass).await? {
        None => Ok(None),
        Some(earlier) if earlier.digest == digest && earlier.unit == agent.unit => {
            Ok(Some(earlier.id))
        }
        Some(_) => Err(Error::Refused("packet-pass-used")),
    }
}

fn in_time(app: &App, cx: &Cx, pass: &Pass, head: &Head) -> Result<()> {
    // A demonstration's clock is moved by hand.
    if app.config.demo {
        return Ok(());
    }
    let fits = pass.time.fits(head.taken, cx.now);
    fits.map_err(|flaw| Error::Refused(flaw.code()))
}

/// D59-24.4: what the packet holds, with a first verdict on its card, for those who choose among packets. What counts is
/// the verdict when it is taken in.
async fn judged(app: &App, cx: &Cx, pass: &Pass, plain: &[u8]) -> Result<(Waiting, Verdict)> {
    let (content, zone, number) = content::read(plain)?;
    if !content.agreed || content.consent != pass.consent {
        return Err(Error::Refused("packet-consent"));
    }
    let question = Question::answered(&zone, pass.challenge);
    let (verdict, refusal) = match &content.reading {
        None => (Verdict::NotRead, None),
        Some(brought) => {
            let reading = brought.reading(pass.challenge);
            let reading = reading.map_err(|_| Error::Refused("packet-content"))?;
            match chip_check::judge(app, cx, (&question, &number), reading)
                .await?
                .card
            {
                Ok(_) => (Verdict::Accepted, None),
                Err(refusal) => (Verdict::Refused, Some::<Refusal>(refusal)),
            }
        }
    };
    let waiting = Waiting {
        content,
        challenge: pass.challenge,
        refusal,
        card: None,
        progress: None,
    };
    Ok((waiting, verdict))
}

/// Whose name this is at the unit, of those who may take somebody there. It was typed, not proven.
async fn known(app: &App, login: &str, unit: &str) -> Result<Option<StaffId>> {
    let mut source = app.db.read().await?;
    let found = staff::by_login(&mut source, login).await?;
    let may =
        |s: &Staff| s.unit == unit && !s.disabled && role_may(s.role, Operation::ProveLevelTwo);
    Ok(found.filter(may).map(|s| s.id))
}

/// Keeps it, uses its pass up and has it on record, all or nothing.
async fn keep(
    app: &App,
    cx: &Cx,
    agent: &Agent,
    (new, waiting): (&Packet, &Waiting),
) -> Result<PacketId> {
    let mut tx = app.db.begin().await?;
    if !packet::insert(&mut tx, new, waiting).await? {
        // It came twice at once. The commit is behind that of the other one, so that the answer is as lasting.
        let found = before(&mut tx, new.pass, (agent, &new.digest)).await?;
        tx.commit(Audit::Bookkeeping("packet came again")).await?;
        return found.ok_or(Error::Stale);
    }
    if !pass::use_up(&mut tx, new.pass).await? {
        return Err(Error::Stale);
    }
    let Content { reading, .. } = &waiting.content;
    let detail = serde_json::json!({
        "packet": new.id,
        "pass": new.pass,
        "agent": agent.id,
        "unit": new.unit,
        "taken": new.taken,
        "by": new.staff,
        "card": new.verdict.as_str(),
        "read": reading.is_some(),
    });
    let entry = entry_with(app, cx, Event::PacketReceived, NOBODY, detail);
    tx.commit(entry).await?;
    Ok(new.id)
}
