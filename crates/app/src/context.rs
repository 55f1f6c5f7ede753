//! What every use case is given: the application's parts, and who asks, why and when.

use std::net::IpAddr;
use std::sync::Arc;

use domain::actor::{Actor, Purpose};
use domain::journey::Door;
use domain::secret::PasswordPolicy;
use jiff::{SignedDuration, Timestamp};
use store::Db;

use crate::counter::alike::Gallery;
use crate::ports::{Clock, Entropy, Faces, Fingers, Gateway, Outward, Registers, Texts};
use crate::secret::Hasher;

/// A language of the screens and messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Lang {
    /// Vietnamese.
    #[default]
    Vi,
    /// English.
    En,
}

impl Lang {
    /// Both languages.
    pub const ALL: [Self; 2] = [Self::Vi, Self::En];

    /// Tag of BCP 47.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Vi => "vi",
            Self::En => "en",
        }
    }

    /// Reads a tag.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|l| l.as_str() == text)
    }
}

/// Whether a counter films turns of the head with the portrait.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CounterChallenge {
    /// Never.
    Off,
    /// Where an engine is at hand officers may; a portrait without them is not doubtful.
    Offered,
    /// A portrait without them is for a second officer too.
    Asked,
}

/// Rules of this installation that are configuration, not law.
#[derive(Debug, Clone)]
pub struct Config {
    /// Where people reach the service, without a trailing slash; the only address in messages (D59-3.12).
    pub public_url: String,
    /// Name of the app in texts (law.md keeps it a configuration value).
    pub app_name: String,
    /// Which password rules hold.
    pub password_policy: PasswordPolicy,
    /// APP-8: one active device an account.
    pub one_device: bool,
    /// How long a session lives without use.
    pub session_idle: SignedDuration,
    /// How long a session lives at most.
    pub session_life: SignedDuration,
    /// Call centre's number, for texts.
    pub call_centre: String,
    /// DOC-r4: our own target for deciding an integration request.
    pub integration_target: SignedDuration,
    /// How registers tell events.
    pub register_events: crate::events::Settings,
    /// Where services show certificates (RFC 8705), if anywhere.
    pub mtls: Option<crate::relying_parties::Mtls>,
    /// UX-12: how long a lock on weak proof lasts.
    pub short_lock: SignedDuration,
    /// D59-14.2.a2: how many of a thousand approvals of level 2 another officer looks at again, drawn at random.
    pub recheck_per_mille: u16,
    /// D59-3.1: from which likeness on two people may be one, in thousandths of the engine's scale.
    pub alike_from: u16,
    /// D59-14.2.a2: whether a counter films turns of the head with the portrait.
    pub counter_challenge: CounterChallenge,
    /// R50-2: where telecoms' files lie, and how large and old they become.
    pub cleaning: crate::cleaning::batches::Settings,
    /// Whether this is a demonstration (movable clock, post office page, ready people).
    pub demo: bool,
}

/// The application: its database, its ports to the outside, its configuration.
#[derive(Clone)]
pub struct App(Arc<Parts>, Arc<Gallery>);

/// The parts of an [`App`].
pub struct Parts {
    /// The database.
    pub db: Db,
    /// Time.
    pub clock: Arc<dyn Clock>,
    /// Randomness.
    pub entropy: Arc<dyn Entropy>,
    /// Authoritative registers.
    pub registers: Arc<dyn Registers>,
    /// The engine that compares faces, where there is one.
    pub faces: Option<Arc<dyn Faces>>,
    /// The engine that compares fingerprints, where it is switched on.
    pub fingers: Option<Arc<dyn Fingers>>,
    /// SMS and e-mail.
    pub gateway: Arc<dyn Gateway>,
    /// Services that want to be told.
    pub outward: Arc<dyn Outward>,
    /// Words of messages.
    pub texts: Arc<dyn Texts>,
    /// Password hashing.
    pub hasher: Hasher,
    /// Opened keys that sign tokens.
    pub signing: crate::relying_parties::Rings,
    /// Registrations of clients as last read.
    pub remembered: crate::relying_parties::Remembered,
    /// What was written down of clients' exchanges lately.
    pub inspector: crate::relying_parties::Inspector,
    /// Configuration.
    pub config: Config,
    /// Wakes the worker when a job was added.
    pub wake: Arc<tokio::sync::Notify>,
}

impl App {
    /// Puts the parts together.
    pub fn new(parts: Parts) -> Self {
        Self(Arc::new(parts), Arc::default())
    }

    /// D59-3.1: the templates that this process holds in memory.
    pub(crate) fn gallery(&self) -> &Gallery {
        &self.1
    }

    /// Sixteen random bytes as an identifier.
    pub fn id<T>(&self, make: fn([u8; 16]) -> T) -> T {
        make(self.random())
    }

    /// Random bytes.
    pub fn random<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        self.entropy.fill(&mut bytes);
        bytes
    }

    /// A context for the platform's own acts.
    pub fn system(&self) -> Cx {
        self.acting(Actor::System, Purpose::Administration)
    }

    /// A context for an actor that did not come by a web request.
    pub fn acting(&self, actor: Actor, purpose: Purpose) -> Cx {
        Cx {
            actor,
            purpose,
            now: self.clock.now(),
            request: self.request_id(),
            address: None,
            lang: Lang::Vi,
            door: Door::Page,
        }
    }

    /// A fresh identifier for a request.
    pub fn request_id(&self) -> String {
        self.random::<8>()
            .iter()
            .map(|b| format!("{b:02x}"))
            .collect()
    }
}

impl std::ops::Deref for App {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.0
    }
}

/// Who asks, why, when, from where, in which language.
#[derive(Debug, Clone)]
pub struct Cx {
    /// Who.
    pub actor: Actor,
    /// Why (D59-4.4).
    pub purpose: Purpose,
    /// When; the same instant for the whole use case.
    pub now: Timestamp,
    /// The request, for audit and logs.
    pub request: String,
    /// Address of the caller, where there is one.
    pub address: Option<IpAddr>,
    /// Language of the answer.
    pub lang: Lang,
    /// By which door a request came that is not of staff; see [`Cx::door`].
    pub door: Door,
}

impl Cx {
    /// The signed-in holder, or a demand to sign in.
    pub fn holder(&self) -> crate::Result<domain::ids::SubjectId> {
        match &self.actor {
            Actor::Holder { subject, .. } => Ok(*subject),
            Actor::Public
            | Actor::Staff { .. }
            | Actor::System
            | Actor::Register(_)
            | Actor::Party(_)
            | Actor::Operator => Err(crate::Error::SignIn),
        }
    }

    /// The signed-in member of staff, or a demand to sign in.
    pub fn staff(&self) -> crate::Result<domain::ids::StaffId> {
        match &self.actor {
            Actor::Staff { id, .. } => Ok(*id),
            Actor::Public
            | Actor::Holder { .. }
            | Actor::System
            | Actor::Register(_)
            | Actor::Party(_)
            | Actor::Operator => Err(crate::Error::SignIn),
        }
    }

    /// R50-6: by which door the request came.
    pub const fn door(&self) -> Door {
        match self.actor {
            Actor::Staff { .. } => Door::Desk,
            Actor::Public
            | Actor::Holder { .. }
            | Actor::System
            | Actor::Register(_)
            | Actor::Party(_)
            | Actor::Operator => self.door,
        }
    }

    /// The same request with another purpose.
    #[must_use]
    pub fn with_purpose(&self, purpose: Purpose) -> Self {
        Self {
            purpose,
            ..self.clone()
        }
    }
}
