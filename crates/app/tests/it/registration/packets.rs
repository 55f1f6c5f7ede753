//! Packets of a counter whose line was down, on both engines.

use std::collections::BTreeMap;

use app::Error;
use app::anchors::{self, TakeIn};
use app::counter::packets::content::Content;
use app::counter::packets::{self, Issued};
use app::counter::proofing::{Opening, open, set_portrait};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chip::group::{File, Group};
use chip::reader::ChipReader;
use domain::actor::{Actor, Purpose, Role};
use domain::event::Event;
use domain::ids::{AgentId, CardJobId, PacketId, PassId, StaffId};
use domain::packet::Verdict;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use store::Audit;
use store::agent::Agent;
use store::card_job::{self, Job, Kind, State};
use store::packet;
use testkit::adapters::card_reader::Simulated;
use testkit::adapters::counter_agent::Key;
use testkit::adapters::counter_agent::offline::{Pass, seal};
use testkit::cards::{Card, Country};
use testkit::people::Person;

use super::world::{World, both};

/// A paired agent.
struct Quay {
    key: Key,
    agent: Agent,
    person: Person,
    content: Content,
}

impl Quay {
    async fn of(w: &World) -> Self {
        let key = Key::passing().unwrap();
        let agent = Agent {
            id: AgentId::from_bytes([5; 16]),
            name: "QUAY-01".to_owned(),
            unit: "H01".to_owned(),
            paired: w.app.clock.now(),
            seen: w.app.clock.now(),
            abilities: app::counter::agents::abilities(None),
        };
        let mut tx = w.app.db.begin().await.unwrap();
        let by = w.officer().staff().unwrap();
        store::agent::pair(&mut tx, &[9; 32], &agent, by)
            .await
            .unwrap();
        tx.commit(Audit::Bookkeeping("test")).await.unwrap();
        let person = Person::of(7);
        let birth = person.record.identity.birth.to_iso();
        w.registers.put(
            person.number(),
            person.record.identity.name.as_str(),
            &birth,
        );
        let content = Content {
            zone: Country::new("VN").card(&person, &[]).zone,
            reading: None,
            failure: Some("no-card".to_owned()),
            portrait: Some(URL_SAFE_NO_PAD.encode(super::world::portrait())),
            fingers: [("right-index", super::world::print())]
                .map(|(finger, image)| (finger.to_owned(), URL_SAFE_NO_PAD.encode(image)))
                .into(),
            phone: Some("0912345678".to_owned()),
            email: None,
            agreed: true,
            consent: app::registration::CONSENT_VERSION.to_owned(),
            login: "qn.an".to_owned(),
        };
        Self {
            key,
            agent,
            person,
            content,
        }
    }

    async fn issued(&self, w: &World) -> Issued {
        packets::issue(&w.app, &w.public(), &self.agent, &[])
            .await
            .unwrap()
    }

    fn sealed(&self, pass: &Pass, taken: Timestamp, content: &Content) -> Vec<u8> {
        seal(pass, &self.key, taken, serde_json::to_vec(content).unwrap()).unwrap()
    }

    async fn bring(&self, w: &World, packet: &[u8]) -> Result<PacketId, Error> {
        let public = URL_SAFE_NO_PAD.decode(self.key.public()).unwrap();
        packets::receive(&w.app, &w.public(), (&self.agent, &public), packet).await
    }

    async fn refused(&self, w: &World, packet: &[u8]) -> &'static str {
        match self.bring(w, packet).await {
            Err(Error::Refused(code)) => code,
            other => panic!("{other:?}"),
        }
    }
}

/// Makes contents wrong.
type Change<'a> = &'a dyn Fn(&mut Content);

fn pass(issued: &Issued, n: usize) -> Pass {
    let of = &issued.passes[n];
    Pass {
        id: of.id,
        challenge: URL_SAFE_NO_PAD.encode(of.challenge),
        groups: issued.groups.clone(),
        expires: of.time.expires,
        consent: of.consent.clone(),
        key: issued.key,
        server: URL_SAFE_NO_PAD.encode(&issued.public),
    }
}

// law: D59-24.4
async fn no_byte_of_a_packet_changes_unseen(w: World) {
    let quay = Quay::of(&w).await;
    let issued = quay.issued(&w).await;
    let (now, first) = (w.app.clock.now(), pass(&issued, 0));
    let small = Content {
        portrait: None,
        fingers: BTreeMap::new(),
        ..quay.content.clone()
    };
    let packet = quay.sealed(&first, now, &small);
    for at in 0..packet.len() {
        let mut other = packet.clone();
        other[at] ^= 0x40;
        let code = quay.refused(&w, &other).await;
        assert!(
            matches!(code, "packet-format" | "packet-signature"),
            "{at} {code}"
        );
    }
    // Signed by the right agent, and still not what was sealed: a cut one, one to another key, one of nobody's.
    let mut to_other = first.clone();
    to_other.server = quay.key.public();
    assert_eq!(
        quay.refused(&w, &quay.sealed(&to_other, now, &small)).await,
        "packet-altered"
    );
    to_other.key = 99;
    assert_eq!(
        quay.refused(&w, &quay.sealed(&to_other, now, &small)).await,
        "packet-key"
    );
    let stranger = Key::passing().unwrap();
    let plain = serde_json::to_vec(&small).unwrap();
    let theirs = seal(&first, &stranger, now, plain).unwrap();
    assert_eq!(quay.refused(&w, &theirs).await, "packet-signature");
    assert_eq!(
        quay.refused(&w, &packet[..packet.len() - 1]).await,
        "packet-signature"
    );
    // Nothing was used up by any of it.
    quay.bring(&w, &packet).await.unwrap();
}

// law: D59-14.2.a2
async fn contents_that_are_not_right_are_refused(w: World) {
    let quay = Quay::of(&w).await;
    let issued = quay.issued(&w).await;
    let now = w.app.clock.now();
    let changed = |change: Change<'_>| {
        let mut content = quay.content.clone();
        change(&mut content);
        quay.sealed(&pass(&issued, 0), now, &content)
    };
    let cases: [(Change<'_>, &str); 8] = [
        (&|c| c.agreed = false, "packet-consent"),
        (&|c| c.consent = "1999-01".to_owned(), "packet-consent"),
        (&|c| c.zone.truncate(80), "packet-content"),
        (
            &|c| c.portrait = Some("\u{1F600}".to_owned()),
            "packet-content",
        ),
        (&|c| c.phone = Some("12".to_owned()), "packet-content"),
        (&|c| c.login = String::new(), "packet-content"),
        (&|c| c.failure = None, "packet-content"),
        (
            &|c| drop(c.fingers.insert("toe".to_owned(), String::new())),
            "packet-content",
        ),
    ];
    for (n, (change, want)) in cases.into_iter().enumerate() {
        assert_eq!(quay.refused(&w, &changed(change)).await, want, "{n}");
    }
}

// law: D59-14.2.a2, D59-4.4
async fn a_packet_is_taken_in_once_and_told_what_is_missing(w: World) {
    let quay = Quay::of(&w).await;
    let issued = quay.issued(&w).await;
    let taken = w.app.clock.now();
    let packet = quay.sealed(&pass(&issued, 0), taken, &quay.content);
    w.clock.forward(SignedDuration::from_hours(2));
    // Twice at once: one packet.
    let (one, other) = tokio::join!(quay.bring(&w, &packet), quay.bring(&w, &packet));
    let id = one.unwrap();
    assert_eq!(other.unwrap(), id);
    assert_eq!(quay.bring(&w, &packet).await.unwrap(), id);
    let second = quay.sealed(&pass(&issued, 0), taken, &quay.content);
    assert_eq!(quay.refused(&w, &second).await, "packet-pass-used");
    let cx = w.officer();
    assert_eq!(packets::list(&w.app, &cx).await.unwrap().0.len(), 1);
    let name = id.to_string();
    let held = packets::view(&w.app, &cx, &name)
        .await
        .unwrap()
        .held
        .unwrap();
    assert_eq!(held.number.as_str(), quay.person.number());
    let reference = packets::take_in(&w.app, &cx, &name).await.unwrap();
    let stored = w.stored(&reference).await;
    assert!(stored.dossier.portrait.is_some());
    assert_eq!(stored.dossier.fingers.len(), 1);
    assert_eq!(stored.dossier.taken_offline, Some(taken));
    assert!(stored.dossier.consent.is_none(), "its witness is not known");
    let done = packets::view(&w.app, &cx, &name)
        .await
        .unwrap()
        .taken_in
        .unwrap();
    let left: Vec<_> = done
        .left_out
        .iter()
        .map(|l| (l.part.as_str(), l.code.as_str()))
        .collect();
    assert_eq!(
        left,
        [
            ("card", "no-card"),
            ("details", "no-card"),
            ("consent", "witness")
        ]
    );
    let again = packets::take_in(&w.app, &cx, &name).await;
    assert!(
        matches!(again, Err(Error::Refused("packet-over"))),
        "{again:?}"
    );
    let record = w.record(stored.subject).await;
    for event in [Event::PacketTakenIn, Event::RecordRead] {
        assert!(record.iter().any(|a| a == event.as_str()), "{record:?}");
    }
}

async fn a_register_that_is_silent_gives_the_packet_back(w: World) {
    let quay = Quay::of(&w).await;
    let issued = quay.issued(&w).await;
    let now = w.app.clock.now();
    let packet = quay.sealed(&pass(&issued, 0), now, &quay.content);
    let name = quay.bring(&w, &packet).await.unwrap().to_string();
    let cx = w.officer();
    w.registers
        .silent
        .store(true, std::sync::atomic::Ordering::SeqCst);
    let silent = packets::take_in(&w.app, &cx, &name).await;
    assert!(matches!(silent, Err(Error::Silent(_))), "{silent:?}");
    w.registers
        .silent
        .store(false, std::sync::atomic::Ordering::SeqCst);
    // Two officers at once: one of them does it, and nothing of it is there twice.
    let (one, other) = tokio::join!(
        packets::take_in(&w.app, &cx, &name),
        packets::take_in(&w.app, &cx, &name)
    );
    let done: Vec<_> = [one, other].into_iter().filter_map(Result::ok).collect();
    assert_eq!(done.len(), 1);
    let stored = w.stored(&done[0]).await;
    assert_eq!(stored.dossier.fingers.len(), 1);
}

/// What a packet that waits holds, changed as a taking in that was cut off leaves it.
async fn changed(w: &World, id: PacketId, claimed: bool, change: impl FnOnce(&mut Value)) {
    let mut tx = w.app.db.begin().await.unwrap();
    let mut found = packet::of_unit(&mut tx, id, "H01").await.unwrap().unwrap();
    let now = w.app.clock.now();
    packet::claim(&mut tx, &found, Some(now)).await.unwrap();
    found.revision += 1;
    let body = packet::body(&mut tx, &found).await.unwrap();
    let mut body: Value = body.unwrap();
    change(&mut body);
    packet::rewrite(&mut tx, &found, (&body, now))
        .await
        .unwrap();
    found.revision += 1;
    if !claimed {
        packet::claim(&mut tx, &found, None).await.unwrap();
    }
    tx.commit(Audit::Bookkeeping("test")).await.unwrap();
}

async fn opened(w: &World, quay: &Quay) -> store::registration::Stored {
    let opening = Opening {
        number: quay.person.number(),
        language: app::Lang::Vi,
    };
    let reference = open(&w.app, &w.officer(), &opening).await.unwrap();
    w.stored(&reference).await
}

async fn left_out(w: &World, id: PacketId) -> Vec<(String, String)> {
    let opened = packets::view(&w.app, &w.officer(), &id.to_string()).await;
    let left = opened.unwrap().taken_in.unwrap().left_out;
    left.into_iter().map(|l| (l.part, l.code)).collect()
}

async fn a_taking_in_that_broke_off_goes_on_after_its_parts(w: World) {
    let quay = Quay::of(&w).await;
    let issued = quay.issued(&w).await;
    let now = w.app.clock.now();
    let packet = quay.sealed(&pass(&issued, 0), now, &quay.content);
    let id = quay.bring(&w, &packet).await.unwrap();
    let stored = opened(&w, &quay).await;
    let cx = w.officer();
    set_portrait(&w.app, &cx, &stored.reference, super::world::portrait())
        .await
        .unwrap();
    changed(&w, id, true, |body| {
        body["progress"] = json!({
            "reference": stored.reference,
            "done": ["card", "details", "portrait"],
            "left_out": [{ "part": "card", "code": "no-card", "args": [] }],
        });
    })
    .await;
    // Meanwhile it is one officer's, and nobody else rejects it.
    let name = id.to_string();
    let rejected = packets::reject(&w.app, &cx, &name, "unusable").await;
    let busy = matches!(rejected, Err(Error::Refused("packet-busy")));
    assert!(busy, "{rejected:?}");
    w.clock.forward(SignedDuration::from_mins(3));
    let reference = packets::take_in(&w.app, &w.officer(), &name).await.unwrap();
    assert_eq!(reference, stored.reference);
    let want = [("card", "no-card"), ("consent", "witness")];
    let want = want.map(|(part, code)| (part.to_owned(), code.to_owned()));
    assert_eq!(left_out(&w, id).await, want);
    let dossier = w.stored(&reference).await.dossier;
    assert_eq!(dossier.taken_offline, Some(now));
    assert_eq!(dossier.fingers.len(), 1);
}

// law: D59-24.4
async fn a_card_whose_judging_broke_off_is_judged(w: World) {
    let quay = Quay::of(&w).await;
    let issued = quay.issued(&w).await;
    let now = w.app.clock.now();
    let bytes = URL_SAFE_NO_PAD.encode([0x30, 0]);
    let brought = json!({
        "com": bytes, "sod": bytes, "groups": { "1": bytes },
        "signature": null, "access": null, "engine": "test",
    });
    let content = Content {
        reading: Some(serde_json::from_value(brought).unwrap()),
        failure: None,
        ..quay.content.clone()
    };
    for (n, dropped) in [false, true].into_iter().enumerate() {
        let packet = quay.sealed(&pass(&issued, n), now, &content);
        let id = quay.bring(&w, &packet).await.unwrap();
        let stored = opened(&w, &quay).await;
        let job = Job {
            kind: Kind::Card,
            subject: stored.subject,
            id: CardJobId::from_bytes([u8::try_from(n).unwrap() + 1; 16]),
            registration: stored.id,
            unit: stored.unit.clone(),
            agent: quay.agent.id,
            staff: w.officer().staff().unwrap(),
            state: State::Proving,
            asked: now,
            expires: now + SignedDuration::from_mins(3),
            revision: 1,
        };
        let mut tx = w.app.db.begin().await.unwrap();
        card_job::insert(&mut tx, &job, &json!({})).await.unwrap();
        if dropped {
            card_job::drop_open(&mut tx, stored.subject, stored.id)
                .await
                .unwrap();
        }
        tx.commit(Audit::Bookkeeping("test")).await.unwrap();
        changed(&w, id, false, |body| body["card"] = json!(job.id)).await;
        packets::take_in(&w.app, &w.officer(), &id.to_string())
            .await
            .unwrap();
        let left = left_out(&w, id).await;
        assert_eq!(left[0], ("card".to_owned(), "no-anchors".to_owned()));
    }
}

async fn passes_that_end_soon_are_no_stock(w: World) {
    let quay = Quay::of(&w).await;
    let first = quay.issued(&w).await.passes;
    let holds: Vec<_> = first.iter().map(|pass| pass.id).collect();
    w.clock.forward(SignedDuration::from_hours(24));
    let still = packets::issue(&w.app, &w.public(), &quay.agent, &holds).await;
    assert_eq!(still.unwrap().passes.len(), 0);
    w.clock.forward(SignedDuration::from_hours(1));
    let later = packets::issue(&w.app, &w.public(), &quay.agent, &holds).await;
    let later = later.unwrap();
    assert_eq!((later.good.len(), later.passes.len()), (20, 20));
}

/// Takes a packet in while, in the middle of it, so much time goes by and a colleague takes it in too: what came of
/// both, and how many pictures went on record.
async fn beside(
    mut w: World,
    passes: SignedDuration,
) -> (Result<String, Error>, Result<String, Error>, usize) {
    let faces = w.engine(0);
    let quay = Quay::of(&w).await;
    let issued = quay.issued(&w).await;
    let now = w.app.clock.now();
    let packet = quay.sealed(&pass(&issued, 0), now, &quay.content);
    let name = quay.bring(&w, &packet).await.unwrap().to_string();
    let (app, clock, of) = (w.app.clone(), w.clock.clone(), name.clone());
    let here = tokio::runtime::Handle::current();
    let (tell, told) = std::sync::mpsc::channel();
    faces.meanwhile(move || {
        clock.forward(passes);
        let colleague = Actor::Staff {
            id: StaffId::from_bytes([2; 16]),
            role: Role::Officer,
            unit: "H01".to_owned(),
        };
        let cx = app.acting(colleague, Purpose::Administration);
        tell.send(here.block_on(packets::take_in(&app, &cx, &of)))
            .unwrap();
    });
    let first = packets::take_in(&w.app, &w.officer(), &name).await;
    let second = told.try_recv().unwrap();
    let reference = first.as_ref().or(second.as_ref()).unwrap();
    let stored = w.stored(reference).await;
    assert_eq!(stored.dossier.fingers.len(), 1);
    let record = w.record(stored.subject).await;
    let taken = Event::CaptureTaken.as_str();
    let pictures = record.iter().filter(|action| *action == taken);
    (first, second, pictures.count())
}

async fn who_works_on_a_packet_keeps_it_part_after_part(w: World) {
    let (first, second, pictures) = beside(w, SignedDuration::from_secs(90)).await;
    assert!(first.is_ok(), "{first:?}");
    let busy = matches!(second, Err(Error::Refused("packet-busy")));
    assert!(busy, "{second:?}");
    assert_eq!(pictures, 2);
}

async fn whose_time_ran_out_puts_nothing_in_twice(w: World) {
    let (first, second, pictures) = beside(w, SignedDuration::from_mins(3)).await;
    assert!(second.is_ok(), "{second:?}");
    let busy = matches!(first, Err(Error::Refused("packet-busy")));
    assert!(busy, "{first:?}");
    assert_eq!(pictures, 2, "a portrait and a finger, once");
}

/// What an agent reads of a card.
fn read(card: &Card, pass: &Pass) -> Value {
    let mut chip = Simulated::read(card.json().to_string().as_bytes()).unwrap();
    let text = |bytes: Vec<u8>| URL_SAFE_NO_PAD.encode(bytes);
    let challenge = URL_SAFE_NO_PAD.decode(&pass.challenge).unwrap();
    let mut groups = BTreeMap::new();
    for n in &pass.groups {
        if let Ok(file) = chip.file(File::Group(Group::new(*n).unwrap())) {
            groups.insert(n.to_string(), text(file));
        }
    }
    json!({
        "com": text(chip.file(File::Com).unwrap()),
        "sod": text(chip.file(File::Sod).unwrap()),
        "groups": groups,
        "signature": text(chip.sign(&challenge.try_into().unwrap()).unwrap()),
        "engine": "test",
    })
}

// law: D59-24.4
async fn a_card_is_not_put_in_once_its_packet_was_rejected(w: World) {
    let quay = Quay::of(&w).await;
    let country = Country::new("VN");
    let manager = w.staff(9, Role::Manager, "H01");
    for (file, fingerprint) in [
        (country.csca.clone(), country.fingerprint()),
        (country.list(false), String::new()),
    ] {
        let command = TakeIn {
            file: &file,
            fingerprint: &fingerprint,
        };
        anchors::take_in(&w.app, &manager, &command).await.unwrap();
    }
    let issued = quay.issued(&w).await;
    let pass = pass(&issued, 0);
    let card = country.card(&quay.person, &super::world::portrait());
    let content = Content {
        zone: card.zone.clone(),
        reading: Some(serde_json::from_value(read(&card, &pass)).unwrap()),
        failure: None,
        ..quay.content.clone()
    };
    let packet = quay.sealed(&pass, w.app.clock.now(), &content);
    let name = quay.bring(&w, &packet).await.unwrap().to_string();
    let (app, clock, of) = (w.app.clone(), w.clock.clone(), name.clone());
    let (tell, told) = std::sync::mpsc::channel();
    // First the registration is opened, then the card is held against the register.
    w.registers.meanwhile(0, async move {
        clock.forward(SignedDuration::from_mins(3));
        let colleague = Actor::Staff {
            id: StaffId::from_bytes([2; 16]),
            role: Role::Officer,
            unit: "H01".to_owned(),
        };
        let cx = app.acting(colleague, Purpose::Administration);
        tell.send(packets::reject(&app, &cx, &of, "unusable").await)
            .unwrap();
    });
    let done = packets::take_in(&w.app, &w.officer(), &name).await;
    let rejected = told.try_recv();
    assert!(matches!(rejected, Ok(Ok(()))), "{rejected:?} {done:?}");
    let busy = matches!(done, Err(Error::Refused("packet-busy")));
    assert!(busy, "{done:?}");
    let stored = opened(&w, &quay).await;
    assert!(stored.dossier.chip_reading.is_none());
    let record = w.record(stored.subject).await;
    let judged = Event::CardRead.as_str();
    assert!(!record.iter().any(|action| action == judged), "{record:?}");
}

// law: D59-20.4
async fn a_draft_stays_with_its_unit_unless_an_officer_moves_it(w: World) {
    let quay = Quay::of(&w).await;
    let issued = quay.issued(&w).await;
    let now = w.app.clock.now();
    let packet = quay.sealed(&pass(&issued, 0), now, &quay.content);
    let name = quay.bring(&w, &packet).await.unwrap().to_string();
    let opening = Opening {
        number: quay.person.number(),
        language: app::Lang::Vi,
    };
    let elsewhere = w.staff(4, Role::Officer, "H02");
    let reference = open(&w.app, &elsewhere, &opening).await.unwrap();
    let refused = packets::take_in(&w.app, &w.officer(), &name).await;
    let why = matches!(refused, Err(Error::Refused("proofing-elsewhere")));
    assert!(why, "{refused:?}");
    let stored = w.stored(&reference).await;
    assert_eq!(stored.unit, "H02");
    assert!(stored.dossier.portrait.is_none());
    // With the person before him an officer moves it, and the packet goes in at once.
    assert_eq!(opened(&w, &quay).await.reference, reference);
    let taken = packets::take_in(&w.app, &w.officer(), &name).await.unwrap();
    assert_eq!(taken, reference);
    assert_eq!(w.stored(&reference).await.unit, "H01");
}

async fn a_long_list_says_that_there_is_more(w: World) {
    let quay = Quay::of(&w).await;
    let now = w.app.clock.now();
    let cx = w.officer();
    let mut tx = w.app.db.begin().await.unwrap();
    for n in 0..201_i64 {
        let new = packet::Packet {
            id: w.app.id(PacketId::from_bytes),
            pass: w.app.id(PassId::from_bytes),
            digest: vec![0; 32],
            agent: quay.agent.id,
            unit: "H01".to_owned(),
            login: "qn.an".to_owned(),
            staff: None,
            taken: now,
            received: now + SignedDuration::from_secs(n),
            expires: now + SignedDuration::from_hours(24 + i64::from(n == 200)),
            verdict: Verdict::NotRead,
            state: domain::packet::State::Waiting,
            claimed: None,
            revision: 1,
        };
        assert!(packet::insert(&mut tx, &new, &json!({})).await.unwrap());
    }
    tx.commit(Audit::Bookkeeping("test")).await.unwrap();
    let (found, more) = packets::list(&w.app, &cx).await.unwrap();
    assert_eq!((found.len(), more), (200, true));
    assert_eq!(found[0].received, now, "the oldest first");
    w.clock
        .forward(SignedDuration::from_hours(24) + SignedDuration::from_secs(1));
    let (found, more) = packets::list(&w.app, &w.officer()).await.unwrap();
    assert_eq!((found.len(), more), (1, false));
}

both!(
    a_card_is_not_put_in_once_its_packet_was_rejected,
    who_works_on_a_packet_keeps_it_part_after_part,
    whose_time_ran_out_puts_nothing_in_twice,
    a_draft_stays_with_its_unit_unless_an_officer_moves_it,
    a_long_list_says_that_there_is_more,
    a_taking_in_that_broke_off_goes_on_after_its_parts,
    a_card_whose_judging_broke_off_is_judged,
    passes_that_end_soon_are_no_stock,
    no_byte_of_a_packet_changes_unseen,
    contents_that_are_not_right_are_refused,
    a_packet_is_taken_in_once_and_told_what_is_missing,
    a_register_that_is_silent_gives_the_packet_back,
);
