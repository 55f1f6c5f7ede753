//! An officer takes a packet into a registration: the same use cases as at the counter, part by part, each with its gate.
//! A part that fails is named and left out; what the registration has already stays.

use domain::event::Event;
use domain::evidence::Consent;
use domain::fault::Fault;
use domain::packet::State;
use store::packet::{self, Packet};
use store::registration::Stored;
use store::{Audit, evidence};

use super::{
    Claimed, LeftOut, Progress, TakenIn, Waiting, busy, content, hold, own, proofing, waiting,
};
use crate::chip_check::{Question, zone};
use crate::counter::access;
use crate::counter::card::{self, Outcome};
use crate::counter::proofing::{
    CardNow, Opening, Taking, keep, keep_details, keep_portrait, open_with, record_consent,
    take_finger,
};
use crate::registration::Details;
use crate::{App, Cx, Error, Lang, Result, entry_with};

/// D59-14.2.a1, D59-14.2.a2: opens the registration and puts into it what the packet holds; gives its reference. Contact,
/// comparison and decision are still to come, before the person as always.
pub async fn take_in(app: &App, cx: &Cx, id: &str) -> Result<String> {
    let cx = &proofing(cx);
    let mut claimed = claim(app, cx, id).await?;
    let done = match Box::pin(parts(app, cx, &mut claimed)).await {
        Ok(done) => finish(app, cx, &claimed.packet, done).await,
        Err(error) => Err(error),
    };
    if done.is_err() {
        // Where that fails too, it is free when its time is over.
        drop(give_back(app, &claimed.packet).await);
    }
    done
}

async fn give_back(app: &App, claimed: &Packet) -> Result<()> {
    let mut tx = app.db.begin().await?;
    packet::claim(&mut tx, claimed, None).await?;
    Ok(tx.commit(Audit::Bookkeeping("packet given back")).await?)
}

async fn claim(app: &App, cx: &Cx, id: &str) -> Result<Claimed> {
    let mut tx = app.db.begin().await?;
    let mut found = waiting(&mut tx, cx, id).await?;
    if busy(&found, cx) {
        return Err(Error::Refused("packet-busy"));
    }
    packet::claim(&mut tx, &found, Some(cx.now)).await?;
    found.revision += 1;
    let held: Option<Waiting> = packet::body(&mut tx, &found).await?;
    let held = held.ok_or(Error::NotFound)?;
    tx.commit(Audit::Bookkeeping("packet is taken in")).await?;
    Ok(Claimed {
        packet: found,
        held,
    })
}

/// What happens part by part.
struct Parts<'a> {
    app: &'a App,
    cx: &'a Cx,
    claimed: &'a mut Claimed,
    reference: String,
    done: Vec<String>,
    left_out: Vec<LeftOut>,
}

impl Parts<'_> {
    /// Whether a part is to be done: it is not where it was before the taking in broke off.
    fn open(&self, part: &str) -> bool {
        !self.done.iter().any(|done| done == part)
    }

    /// A part is there or left out, whatever breaks off from now on.
    async fn settle(&mut self, part: &str) -> Result<()> {
        self.done.push(part.to_owned());
        self.claimed.held.progress = Some(Progress {
            reference: self.reference.clone(),
            done: self.done.clone(),
            left_out: self.left_out.clone(),
        });
        let mut tx = self.app.db.begin().await?;
        self.claimed.save(&mut tx, self.app).await?;
        Ok(tx
            .commit(Audit::Bookkeeping("part of a packet is done"))
            .await?)
    }

    fn leave(&mut self, part: &str, code: &str) {
        self.leave_about(part, code, None);
    }

    fn leave_about(&mut self, part: &str, code: &str, about: Option<String>) {
        self.left_out.push(LeftOut {
            part: part.to_owned(),
            code: code.to_owned(),
            args: about.map(|a| ("about".to_owned(), a)).into_iter().collect(),
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

    /// D59-24.4: judges the card as at the counter, now. One that looked forged marks the dossier, also where it is not
    /// judged.
    async fn card(&mut self) -> Result<()> {
        let stored = self.now().await?;
        let held = &self.claimed.held;
        let failure = held.content.failure.clone();
        let there = stored.dossier.chip_reading.is_some();
        let Some(brought) = held.content.reading.clone().filter(|_| !there) else {
            if let Some(flaw) = card::forged(held.refusal.as_ref(), failure.as_deref()) {
                self.suspect(flaw).await?;
            }
            let code = if there {
                Some("there")
            } else {
                failure.as_deref()
            };
            self.leave("card", code.unwrap_or("no-card"));
            return Ok(());
        };
        let zone = zone(&held.content.zone)?;
        let question = Question::answered(&zone, held.challenge);
        let offline = (&mut *self.claimed, question, &brought);
        match card::judge_packet(self.app, self.cx, stored, offline).await? {
            Outcome::Accepted { .. } => {}
            Outcome::Refused { code, about, .. } => self.leave_about("card", &code, about),
        }
        Ok(())
    }

    /// As a reading at the counter does that looks forged.
    async fn suspect(&self, flaw: String) -> Result<()> {
        let mut tx = self.app.db.begin().await?;
        hold(&mut tx, self.app, &self.claimed.packet).await?;
        let mut stored = access::open_proofing(&mut tx, self.cx, &self.reference).await?;
        let detail = serde_json::json!({
            "registration": stored.id, "packet": self.claimed.packet.id, "suspicion": flaw,
        });
        let entry = entry_with(self.app, self.cx, Event::CardRead, stored.subject, detail);
        stored.dossier.suspect_card = Some(flaw);
        stored.dossier.comparison = None;
        let stored = (stored, CardNow::NotAsked);
        keep(tx, self.app, self.cx, stored, vec![entry]).await?;
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
        let done = {
            let taking = Taking::out_of(&self.claimed.packet, self.cx)?;
            keep_details(self.app, self.cx, &self.reference, (&details, &taking)).await
        };
        self.gate("details", done)
    }

    async fn portrait(&mut self) -> Result<()> {
        let portrait = self.claimed.held.content.portrait.as_deref();
        let Some(portrait) = portrait.and_then(content::picture) else {
            return Ok(());
        };
        if self.now().await?.dossier.portrait.is_some() {
            self.leave("portrait", "there");
            return Ok(());
        }
        let done = {
            let taking = Taking::out_of(&self.claimed.packet, self.cx)?;
            keep_portrait(self.app, self.cx, &self.reference, (portrait, &taking)).await
        };
        self.gate("portrait", done)
    }

    async fn finger(&mut self, finger: &str) -> Result<()> {
        let picture = self.claimed.held.content.fingers.get(finger);
        let Some(bytes) = picture.and_then(|picture| content::picture(picture)) else {
            return Ok(());
        };
        let stored = self.now().await?;
        if stored.dossier.fingers.iter().any(|f| f.finger == *finger) {
            self.leave(finger, "there");
            return Ok(());
        }
        let done = {
            let taking = Taking::out_of(&self.claimed.packet, self.cx)?;
            let this = (self.reference.as_str(), finger);
            take_finger(self.app, self.cx, this, (bytes, &taking)).await
        };
        self.gate(finger, done)
    }

    /// The agreement as it was given, before the officer who took it. One whose witness this unit does not know is
    /// given again.
    async fn consent(&mut self) -> Result<()> {
        let Claimed { packet, held } = &*self.claimed;
        let (staff, taken, agreed) = (packet.staff, packet.taken, held.content.agreed);
        let version = held.content.consent.clone();
        if self.now().await?.dossier.consent.is_some() {
            self.leave("consent", "there");
            return Ok(());
        }
        let Some(witness) = staff else {
            self.leave("consent", "witness");
            return Ok(());
        };
        let given = Consent::record(agreed, &version, taken, Some(witness));
        let given = given.map_err(|_| Fault::new("agree", "consent-needed"))?;
        let taking = Taking::out_of(packet, self.cx)?;
        let done = record_consent(self.app, self.cx, &self.reference, (given, &taking)).await;
        self.gate("consent", done)
    }
}

async fn parts(app: &App, cx: &Cx, claimed: &mut Claimed) -> Result<TakenIn> {
    let zone = zone(&claimed.held.content.zone)?;
    let opening = Opening {
        number: zone.optional(),
        language: Lang::Vi,
    };
    let reference = open_with(app, cx, &opening, Some(&claimed.packet)).await?;
    // What went into another registration, which was decided since, is not in this one.
    let before = claimed.held.progress.take();
    let before = before.filter(|before| before.reference == reference);
    let (done, left_out) = before.map_or_else(Default::default, |b| (b.done, b.left_out));
    let mut parts = Parts {
        app,
        cx,
        claimed,
        reference,
        done,
        left_out,
    };
    let fingers = parts.claimed.held.content.fingers.keys();
    let fingers: Vec<String> = fingers.cloned().collect();
    if parts.open("card") {
        Box::pin(parts.card()).await?;
        parts.settle("card").await?;
    }
    if parts.open("details") {
        parts.details().await?;
        parts.settle("details").await?;
    }
    if parts.open("portrait") {
        parts.portrait().await?;
        parts.settle("portrait").await?;
    }
    for finger in fingers {
        if parts.open(&finger) {
            parts.finger(&finger).await?;
            parts.settle(&finger).await?;
        }
    }
    if parts.open("consent") {
        parts.consent().await?;
        parts.settle("consent").await?;
    }
    let content = &parts.claimed.held.content;
    Ok(TakenIn {
        reference: parts.reference,
        phone: content.phone.clone(),
        email: content.email.clone(),
        left_out: parts.left_out,
    })
}

/// It is over: what became of it is on record. Also where the registration was decided meanwhile.
async fn finish(app: &App, cx: &Cx, packet: &Packet, done: TakenIn) -> Result<String> {
    let mut tx = app.db.begin().await?;
    own(packet::finish(&mut tx, packet, (State::TakenIn, Some(&done))).await)?;
    let stored = access::proofing(&mut tx, cx, &done.reference).await?;
    let left_out: Vec<_> = done.left_out.iter().map(|l| (&l.part, &l.code)).collect();
    let detail = serde_json::json!({
        "packet": packet.id,
        "registration": stored.id,
        "taken": packet.taken,
        "by": packet.staff,
        "left-out": left_out,
    });
    let entry = entry_with(app, cx, Event::PacketTakenIn, stored.subject, detail);
    tx.commit(entry).await?;
    Ok(done.reference)
}
