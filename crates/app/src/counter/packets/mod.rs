//! What a counter takes while its line is down (D59-14.2.a2): the agent seals it to the server's key and brings it later;
//! an officer takes it into a registration. Nothing that was taken offline approves anything.

#[cfg(test)]
mod any_bytes;
pub mod content;
pub mod format;
mod lapse;
mod list;
mod passes;
mod receive;
mod reject;
mod take_in;
mod view;

use content::Content;
pub(crate) use lapse::lapse;
pub use list::list;
pub use passes::{Issued, issue};
pub use receive::receive;
pub use reject::reject;
pub use take_in::take_in;
pub use view::{Held, Opened, view};

use domain::actor::Purpose;
use domain::authority::{Operation, require};
use domain::ids::{CardJobId, PacketId};
use domain::packet::State;
use jiff::SignedDuration;
use serde::{Deserialize, Serialize};
use store::packet::{self, Packet};
use store::{Source, Tx};

use crate::chip_check::Refusal;
use crate::counter::access::unit;
use crate::{App, Cx, Error, Result};

/// What is kept of a packet while it waits; sealed.
#[derive(Serialize, Deserialize)]
pub(crate) struct Waiting {
    content: Content,
    /// The challenge of its pass.
    challenge: [u8; 8],
    /// Why the card was not accepted when the packet came in.
    refusal: Option<Refusal>,
    /// The reading by which its card is judged, once that began.
    #[serde(default)]
    pub(crate) card: Option<CardJobId>,
    /// How far it was taken in.
    #[serde(default)]
    progress: Option<Progress>,
}

domain::redacted_debug!(Waiting);

/// How far a packet was taken in, where that broke off.
#[derive(Serialize, Deserialize)]
struct Progress {
    /// The registration.
    reference: String,
    /// Parts that are there or left out: they are not tried again.
    done: Vec<String>,
    /// Those left out.
    left_out: Vec<LeftOut>,
}

domain::redacted_debug!(Progress);

/// So long one officer has a packet to himself after each part; where his request was cut off, the next one goes on
/// after it.
const CLAIM: SignedDuration = SignedDuration::from_mins(2);

/// Whether an officer has it to himself now.
fn busy(packet: &Packet, cx: &Cx) -> bool {
    packet.claimed.is_some_and(|at| cx.now < at + CLAIM)
}

/// A packet that an officer has to himself.
pub(crate) struct Claimed {
    pub(crate) packet: Packet,
    pub(crate) held: Waiting,
}

impl Claimed {
    /// Keeps how far it came.
    pub(crate) async fn save(&mut self, tx: &mut Tx, app: &App) -> Result<()> {
        let kept = (&self.held, app.clock.now());
        own(packet::rewrite(tx, &self.packet, kept).await)?;
        self.packet.revision += 1;
        Ok(())
    }
}

/// Goes on with a packet in the transaction of a part: the officer's time begins anew. Where that ran out and another
/// one has it, the part is his.
pub(crate) async fn hold(tx: &mut Tx, app: &App, packet: &Packet) -> Result<()> {
    own(packet::hold(tx, packet, app.clock.now()).await)
}

fn own(done: store::Result<()>) -> Result<()> {
    match done {
        Err(store::Error::Stale) => Err(Error::Refused("packet-busy")),
        done => Ok(done?),
    }
}

/// What is said of a packet that was taken in; sealed, and gone with its time.
#[derive(Clone, Serialize, Deserialize)]
pub struct TakenIn {
    /// The registration.
    pub reference: String,
    /// The phone that the person gave, to be confirmed.
    pub phone: Option<String>,
    /// The address that the person gave, to be confirmed.
    pub email: Option<String>,
    /// What did not go into the registration.
    pub left_out: Vec<LeftOut>,
}

domain::redacted_debug!(TakenIn);

/// A part that did not go into the registration.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeftOut {
    /// Which: `packet-part-<word>`, or a finger's name.
    pub part: String,
    /// Why: `error-<code>` or `packet-left-<code>`, of a card `chip-flaw-<code>`.
    pub code: String,
    /// Values for the message.
    pub args: Vec<(String, String)>,
}

/// D59-20.4: a packet of the officer's unit; another unit's is not there.
async fn of_desk(source: &mut impl Source, cx: &Cx, id: &str) -> Result<Packet> {
    require(&cx.actor, Operation::ProveLevelTwo)?;
    let id: PacketId = id.parse().map_err(|_| Error::NotFound)?;
    let found = packet::of_unit(source, id, &unit(cx)?).await?;
    found.ok_or(Error::NotFound)
}

/// The same, while it waits.
async fn waiting(source: &mut impl Source, cx: &Cx, id: &str) -> Result<Packet> {
    let found = of_desk(source, cx, id).await?;
    if found.state == State::Waiting && found.expires >= cx.now {
        Ok(found)
    } else {
        Err(Error::Refused("packet-over"))
    }
}

fn proofing(cx: &Cx) -> Cx {
    cx.with_purpose(Purpose::Proofing)
}
