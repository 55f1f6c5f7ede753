//! An officer takes a packet into a registration: the same use cases as at the counter, part by part, each with its gate.
//! A part that fails is named and left out; what the registration has already stays.

use domain::event::Event;
use domain::evidence::Consent;
use domain::fault::Fault;
use domain::packet::State;
use jiff::SignedDuration;
use store::packet::{self, Packet};
use store::registration::Stored;
use store::{Audit, evidence};

use super::{Content, LeftOut, TakenIn, Waiting, content, proofing, waiting};
use crate::chip_check::{Question, zone};
use crate::counter::access;
use crate::counter::card::{self, Outcome};
use crate::counter::proofing::{
    CardNow, Opening, keep, open, record_consent, set_details, set_finger, set_portrait,
};
use crate::registration::Details;
use crate::{App, Cx, Error, Lang, Result, entry_with};

/// So long one officer has a packet to himself; where his request was cut off, the next one goes on after it.
const CLAIM: SignedDuration = SignedDuration::from_mins(2);

/// D59-14.2.a1, D59-14.2.a2: opens the registration and puts into it what the packet holds; gives its reference. Contact,
/// comparison and decision are still to come, before the person as always.
pub async fn take_in(app: &App, cx: &Cx, id: &str) -> Result<String> {
    let cx = &proofing(cx);
    let (claimed, held) = claim(app, cx, id).await?;
    let done = match parts(app, cx, &claimed, &held).await {
        Ok(done) => finish(app, cx, &claimed, done).await,
        Err(error) => Err(error),
    };
    if done.is_err() {
        // Where that fails too, it is free when its time is over.
        drop(give_back(app, &claimed).await);
    }
    done
}

async fn give_back(app: &App, claimed: &Packet) -> Result<()> {
    let mut tx = app.db.begin().await?;
    packet::claim(&mut tx, claimed, None).await?;
    Ok(tx.commit(Audit::Bookkeeping("packet given back")).await?)
}

async fn claim(app: &App, cx: &Cx, id: &str) -> Result<(Packet, Waiting)> {
    let mut tx = app.db.begin().await?;
    let mut found = waiting(&mut tx, cx, id).await?;
    if found.claimed.is_some_and(|at| cx.now < at + CLAIM) {
        return Err(Error::Refused("packet-busy"));
    }
    packet::claim(&mut tx, &found, Some(cx.now)).await?;
    found.revision += 1;
    let held: Option<Waiting> = packet::body(&mut tx, &found).await?;
    let held = held.ok_or(Error::NotFound)?;
    tx.commit(Audit::Bookkeeping("packet is taken in")).await?;
    Ok((found, held))
}

/// What happens part by part.
struct Parts<'a> {
    app: &'a App,
    cx: &'a Cx,
    reference: String,
    left_out: Vec<LeftOut>,
}

impl Parts<'_> {
    fn leave(&mut self, part: &str, code: &str) {
        self.left_out.push(LeftOut {
            part: part.to_owned(),
            code: code.to_owned(),
            args: Vec::new(),
        });
    }

    fn fault(&mut self, part: &str, fault: &Fault) {
        let args = fault.args.iter();
        self.left_out.push(LeftOut {
            part: part.to_owned(),
            code: fault.code.to_owned(),
            args: args.map(|(n, v)| ((*n).to_owned(), v.clone())).collect(),
        });
    }

    /// What a gate said: a part that it does not take is left out, anything else ends the taking in.
    fn gate(&mut self, part: &str, done: Result<Stored>) -> Result<()> {
        match done {
            Ok(_) => Ok(()),
            Err(Error::Invalid(faults)) => {
                for fault in &faults {
                    self.fault(part, fault);
                }
                Ok(())
            }
            Err(error) => Err(error),
        }
    }

    async fn now(&self) -> Result<Stored> {
        let mut source = self.app.db.read().await?;
        access::open_proofing(&mut source, self.cx, &self.reference).await
    }

    /// D59-24.4: judges the card as at the counter, now.
    async fn card(&mut self, packet: &Packet, held: &Waiting) -> Result<()> {
        let stored = self.now().await?;
        if stored.dossier.chip_reading.is_some() {
            self.leave("card", "there");
            return Ok(());
        }
        let Some(brought) = &held.content.reading else {
            let code = held.content.failure.as_deref().unwrap_or("no-card");
            self.leave("card", code);
            return Ok(());
        };
        let zone = zone(&held.content.zone)?;
        let question = Question::answered(&zone, held.challenge);
        let offline = (packet, question, brought);
        match card::judge_packet(self.app, self.cx, stored, offline).await? {
            Outcome::Accepted { .. } => {}
            Outcome::Refused { code, .. } => self.leave("card", &code),
        }
        Ok(())
    }

    /// The details that an accepted card gives; without one they are typed as always.
    async fn details(&mut self) -> Result<()> {
        let stored = self.now().await?;
        if stored.dossier.name.is_some() {
            return Ok(());
        }
        let Some(id) = stored.dossier.chip_reading else {
            self.leave("details", "no-card");
            return Ok(());
        };
        let mut source = self.app.db.read().await?;
        let reading: Option<domain::chip_reading::ChipReading> =
            evidence::body(&mut source, stored.subject, id).await?;
        drop(source);
        let Some(holder) = reading.map(|r| r.holder) else {
            self.leave("details", "no-card");
            return Ok(());
        };
        let birth = holder.birth.map(|b| b.to_iso()).unwrap_or_default();
        let issued = holder.issued_on.map(|d| d.to_string()).unwrap_or_default();
        let details = Details {
            name: holder.name.as_ref().map_or("", |n| n.as_str()),
            birth: &birth,
            sex: holder.sex.map_or("", |s| s.as_str()),
            card_issued: &issued,
        };
        let done = set_details(self.app, self.cx, &self.reference, &details).await;
        self.gate("details", done)
    }

    async fn portrait(&mut self, content: &Content) -> Result<()> {
        let Some(portrait) = content.portrait.as_deref().and_then(content::picture) else {
            return Ok(());
        };
        if self.now().await?.dossier.portrait.is_some() {
            self.leave("portrait", "there");
            return Ok(());
        }
        let done = set_portrait(self.app, self.cx, &self.reference, portrait).await;
        self.gate("portrait", done)
    }

    async fn fingers(&mut self, content: &Content) -> Result<()> {
        for (finger, picture) in &content.fingers {
            let Some(bytes) = content::picture(picture) else {
                continue;
            };
            let stored = self.now().await?;
            if stored.dossier.fingers.iter().any(|f| f.finger == *finger) {
                self.leave(finger, "there");
                continue;
            }
            let done = set_finger(self.app, self.cx, &self.reference, finger, bytes).await;
            self.gate(finger, done)?;
        }
        Ok(())
    }

    /// The agreement as it was given, before the officer who took it. One whose witness this unit does not know is
    /// given again.
    async fn consent(&mut self, packet: &Packet, content: &Content) -> Result<()> {
        if self.now().await?.dossier.consent.is_some() {
            self.leave("consent", "there");
            return Ok(());
        }
        let Some(witness) = packet.staff else {
            self.leave("consent", "witness");
            return Ok(());
        };
        let agreed = content.agreed;
        let given = Consent::record(agreed, &content.consent, packet.taken, Some(witness));
        let given = given.map_err(|_| Fault::new("agree", "consent-needed"))?;
        let done = record_consent(self.app, self.cx, &self.reference, given).await;
        self.gate("consent", done)
    }
}

async fn parts(app: &App, cx: &Cx, packet: &Packet, held: &Waiting) -> Result<TakenIn> {
    let content = &held.content;
    let zone = zone(&content.zone)?;
    let opening = Opening {
        number: zone.optional(),
        language: Lang::Vi,
    };
    let mut parts = Parts {
        app,
        cx,
        reference: open(app, cx, &opening).await?,
        left_out: Vec::new(),
    };
    parts.card(packet, held).await?;
    parts.details().await?;
    parts.portrait(content).await?;
    parts.fingers(content).await?;
    parts.consent(packet, content).await?;
    Ok(TakenIn {
        reference: parts.reference,
        phone: content.phone.clone(),
        email: content.email.clone(),
        left_out: parts.left_out,
    })
}

/// D59-17.s: the registration says when it was taken; its clock starts when the dossier is complete.
async fn finish(app: &App, cx: &Cx, packet: &Packet, done: TakenIn) -> Result<String> {
    let mut tx = app.db.begin().await?;
    packet::finish(&mut tx, packet, (State::TakenIn, Some(&done))).await?;
    let mut stored = access::open_proofing(&mut tx, cx, &done.reference).await?;
    stored.dossier.taken_offline = Some(packet.taken);
    let left_out: Vec<_> = done.left_out.iter().map(|l| (&l.part, &l.code)).collect();
    let detail = serde_json::json!({
        "packet": packet.id,
        "registration": stored.id,
        "taken": packet.taken,
        "by": packet.staff,
        "left-out": left_out,
    });
    let entry = entry_with(app, cx, Event::PacketTakenIn, stored.subject, detail);
    keep(tx, app, cx, (stored, CardNow::NotAsked), vec![entry]).await?;
    Ok(done.reference)
}
