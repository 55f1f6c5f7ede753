//! Whose addresses, clients and people.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use tokio::sync::oneshot;

use crate::Failure;

/// Where codes go; nobody listens there.
pub(crate) const REDIRECT: &str = "http://127.0.0.1:9999/cb";

/// A provider under load.
pub(crate) struct Peer {
    pub(crate) address: String,
    pub(crate) paths: Paths,
    /// `Authorization` of the client that signs people in.
    pub(crate) service: String,
    /// Its `client_id`.
    pub(crate) service_id: String,
    /// `Authorization` of the client that acts for itself, and what it asks for to be given a JWT.
    pub(crate) machine: String,
    pub(crate) asks: &'static str,
    pub(crate) password: String,
    /// How many people of ours there are; none where the peer makes its own.
    pub(crate) people: usize,
    persons: Vec<(String, String)>,
    next: Cell<usize>,
    /// Who waits for a code, by phone number.
    pub(crate) waiting: RefCell<HashMap<String, oneshot::Sender<String>>>,
}

pub(crate) struct Paths {
    pub(crate) authorize: &'static str,
    pub(crate) token: &'static str,
    pub(crate) introspect: &'static str,
    pub(crate) userinfo: &'static str,
    pub(crate) keys: &'static str,
}

const OURS: Paths = Paths {
    authorize: "/oidc/authorize",
    token: "/oidc/token",
    introspect: "/oidc/introspect",
    userinfo: "/oidc/userinfo",
    keys: "/oidc/jwks",
};

const NPM: Paths = Paths {
    authorize: "/auth",
    token: "/token",
    introspect: "/token/introspection",
    userinfo: "/me",
    keys: "/jwks",
};

fn basic(id: &str, secret: &str) -> String {
    format!("Basic {}", STANDARD.encode(format!("{id}:{secret}")))
}

impl Peer {
    pub(crate) fn new(kind: &str, address: &str, facts: Option<&str>) -> Result<Self, Failure> {
        match (kind, facts) {
            ("npm", _) => Ok(Self::npm(address)),
            ("ours", Some(file)) => Self::ours(address, &std::fs::read_to_string(file)?),
            _ => Err("ours with its facts, or npm".into()),
        }
    }

    /// As `bench/npm-peer/server.mjs` has them.
    fn npm(address: &str) -> Self {
        Self {
            address: address.to_owned(),
            paths: NPM,
            service: basic("service", "a-secret-of-the-benchmark-service"),
            service_id: "service".to_owned(),
            machine: basic("machine", "a-secret-of-the-benchmark-machine"),
            asks: "&scope=api",
            password: "con trâu đi trước cái cày".to_owned(),
            people: 0,
            persons: Vec::new(),
            next: Cell::new(0),
            waiting: RefCell::default(),
        }
    }

    fn ours(address: &str, facts: &str) -> Result<Self, Failure> {
        let line = |what: &str| {
            let mut lines = facts.lines();
            lines
                .find_map(|line| line.strip_prefix(what)?.strip_prefix(' '))
                .ok_or("a fact is missing")
        };
        let pair = |text: &str| {
            text.split_once(' ')
                .map(|(one, two)| (one.to_owned(), two.to_owned()))
        };
        let service = pair(line("service")?).ok_or("no service")?;
        let machine = pair(line("machine")?).ok_or("no machine")?;
        let persons: Vec<_> = facts
            .lines()
            .filter_map(|line| pair(line.strip_prefix("person ")?))
            .collect();
        Ok(Self {
            address: address.to_owned(),
            paths: OURS,
            service: basic(&service.0, &service.1),
            service_id: service.0,
            machine: basic(&machine.0, &machine.1),
            asks: "",
            password: line("password")?.to_owned(),
            people: persons.len(),
            persons,
            next: Cell::new(0),
            waiting: RefCell::default(),
        })
    }

    /// Number and session of one of our people.
    pub(crate) fn person(&self, n: usize) -> Result<&(String, String), Failure> {
        self.persons
            .get(n)
            .ok_or_else(|| "there are not enough people".into())
    }

    pub(crate) fn skip(&mut self, strangers: usize) {
        self.next.set(strangers);
    }

    /// Somebody who is signed in: each in his turn, as nobody comes sixty times a minute.
    pub(crate) fn visitor(&self) -> Result<&(String, String), Failure> {
        let n = self.next.get();
        self.next.set(n + 1);
        let half = self.people / 2;
        self.person(n.checked_rem(half).ok_or("there are no people")?)
    }

    /// Somebody who did not sign in with a password yet, counted from the end: the first are signed in.
    pub(crate) fn stranger(&self) -> Result<usize, Failure> {
        let n = self.next.get();
        self.next.set(n + 1);
        self.people
            .checked_sub(n + 1)
            .ok_or_else(|| "there are not enough people".into())
    }
}
