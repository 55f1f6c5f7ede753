//! Time, randomness and gateways in the test's hands.

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};

use app::ports::{
    Answer, Clock, Entropy, Gateway, GatewayError, Outgoing, Outward, Reply, Unreached,
};
use jiff::{SignedDuration, Timestamp};
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// A clock that stands still until it is moved.
pub struct TestClock(AtomicI64);

impl TestClock {
    /// Stands at an instant.
    pub fn at(now: Timestamp) -> Self {
        Self(AtomicI64::new(now.as_millisecond()))
    }

    /// Moves by a span, backwards too.
    pub fn advance(&self, by: SignedDuration) {
        let ms = i64::try_from(by.as_millis()).expect("a span within range");
        self.0.fetch_add(ms, Ordering::SeqCst);
    }

    /// Moves to an instant.
    pub fn set(&self, to: Timestamp) {
        self.0.store(to.as_millisecond(), Ordering::SeqCst);
    }
}

impl Clock for TestClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_millisecond(self.0.load(Ordering::SeqCst)).expect("an instant within range")
    }
}

/// Repeatable randomness.
pub struct TestEntropy(Mutex<ChaCha8Rng>);

impl TestEntropy {
    /// From a seed.
    pub fn seeded(seed: u64) -> Self {
        Self(Mutex::new(ChaCha8Rng::seed_from_u64(seed)))
    }
}

impl Entropy for TestEntropy {
    fn fill(&self, bytes: &mut [u8]) {
        self.0
            .lock()
            .expect("no test panics while drawing")
            .fill_bytes(bytes);
    }
}

/// Gateways that keep what they are given, once a key, in order.
#[derive(Default)]
pub struct Outbox {
    taken: Mutex<(Vec<Outgoing>, BTreeMap<String, usize>)>,
    down: AtomicBool,
}

impl Outbox {
    /// Everything taken so far.
    pub fn all(&self) -> Vec<Outgoing> {
        self.taken.lock().expect("lock").0.clone()
    }

    /// How often each key was handed over.
    pub fn tries(&self) -> BTreeMap<String, usize> {
        self.taken.lock().expect("lock").1.clone()
    }

    /// Takes nothing for a while.
    pub fn set_down(&self, down: bool) {
        self.down.store(down, Ordering::SeqCst);
    }

    /// The latest six digits that were sent to an address.
    pub fn code_for(&self, to: &str) -> String {
        let all = self.all();
        let text = all
            .iter()
            .rev()
            .filter(|m| m.to == to)
            .find_map(|m| digits(&m.text));
        text.unwrap_or_else(|| panic!("no code was sent there; {} messages in all", all.len()))
    }
}

/// What a service was told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Call {
    /// Where.
    pub url: String,
    /// The form; empty where something was pushed.
    pub form: Vec<(String, String)>,
    /// What was pushed, such as a signed event; empty where a form was posted.
    pub event: String,
    /// What the header `Authorization` was.
    pub authorization: Option<String>,
}

/// Services that keep what they are told, answer as the test says, or are down.
pub struct Services {
    told: Mutex<Vec<Call>>,
    answer: Mutex<Result<u16, Unreached>>,
    words: Mutex<String>,
    documents: Mutex<BTreeMap<String, Result<Vec<u8>, Unreached>>>,
    read: Mutex<Vec<String>>,
}

impl Default for Services {
    fn default() -> Self {
        Self {
            told: Mutex::default(),
            answer: Mutex::new(Ok(200)),
            words: Mutex::default(),
            documents: Mutex::default(),
            read: Mutex::default(),
        }
    }
}

impl Services {
    /// Everything told since the last look.
    pub fn take(&self) -> Vec<Call> {
        std::mem::take(&mut *self.told.lock().expect("lock"))
    }

    /// Answers with a status from now on.
    pub fn answers(&self, status: u16) {
        *self.answer.lock().expect("lock") = Ok(status);
    }

    /// Says so beside the status from now on.
    pub fn says(&self, words: &str) {
        words.clone_into(&mut *self.words.lock().expect("lock"));
    }

    /// Shows a document at an address from now on, or an error.
    pub fn shows(&self, url: &str, document: Result<&str, &str>) {
        let document = document
            .map(|text| text.as_bytes().to_vec())
            .map_err(|why| Unreached(why.to_owned()));
        let mut documents = self.documents.lock().expect("lock");
        documents.insert(url.to_owned(), document);
    }

    /// Addresses read since the last look.
    pub fn read(&self) -> Vec<String> {
        std::mem::take(&mut *self.read.lock().expect("lock"))
    }

    /// Cannot be reached from now on.
    pub fn down(&self) {
        *self.answer.lock().expect("lock") = Err(Unreached("no connection".into()));
    }
}

impl Outward for Services {
    fn post<'a>(
        &'a self,
        url: &'a str,
        form: &'a [(&'a str, &'a str)],
    ) -> Answer<'a, Result<u16, Unreached>> {
        let owned = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        Box::pin(async move {
            self.told.lock().expect("lock").push(Call {
                url: url.to_owned(),
                form: form.iter().map(owned).collect(),
                event: String::new(),
                authorization: None,
            });
            self.answer.lock().expect("lock").clone()
        })
    }

    fn push<'a>(
        &'a self,
        url: &'a str,
        authorization: Option<&'a str>,
        (_, body): (&'static str, &'a str),
    ) -> Answer<'a, Result<Reply, Unreached>> {
        Box::pin(async move {
            self.told.lock().expect("lock").push(Call {
                url: url.to_owned(),
                form: Vec::new(),
                event: body.to_owned(),
                authorization: authorization.map(str::to_owned),
            });
            let status = self.answer.lock().expect("lock").clone()?;
            let body = self.words.lock().expect("lock").clone().into_bytes();
            Ok(Reply { status, body })
        })
    }

    fn get<'a>(&'a self, url: &'a str, most: usize) -> Answer<'a, Result<Vec<u8>, Unreached>> {
        Box::pin(async move {
            self.read.lock().expect("lock").push(url.to_owned());
            let found = self.documents.lock().expect("lock").get(url).cloned();
            let body = found.unwrap_or_else(|| Err(Unreached("no connection".into())))?;
            if body.len() > most {
                return Err(Unreached("the answer is too long or was cut".into()));
            }
            Ok(body)
        })
    }
}

fn digits(text: &str) -> Option<String> {
    text.split(|c: char| !c.is_ascii_digit())
        .find(|run| run.len() == 6)
        .map(str::to_owned)
}

impl Gateway for Outbox {
    fn send<'a>(&'a self, message: &'a Outgoing) -> Answer<'a, Result<String, GatewayError>> {
        Box::pin(async move {
            if self.down.load(Ordering::SeqCst) {
                return Err(GatewayError::Later("the test took the gateway down".into()));
            }
            let mut taken = self.taken.lock().expect("lock");
            let tries = taken.1.entry(message.key.clone()).or_default();
            *tries += 1;
            if *tries == 1 {
                taken.0.push(message.clone());
            }
            Ok(format!("test-{}", message.key))
        })
    }
}
