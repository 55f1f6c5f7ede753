//! Calls to services side by side, fair to each: one that hangs keeps its own calls waiting and nobody else's.

use std::collections::BTreeMap;

use domain::ids::ClientId;
use jiff::{SignedDuration, Timestamp};
use store::job::Job;

use crate::jobs;

/// Calls of one process at once.
const AT_ONCE: usize = 32;
/// Of these, to one service: a few, so that one slow answer does not hold up what waits for it about others.
const EACH: usize = 4;
/// A service that has its calls is asked for again after so long.
const BUSY: SignedDuration = SignedDuration::from_secs(1);
/// So long a service rests that could not be reached or took nothing.
const REST: SignedDuration = SignedDuration::from_secs(5);

/// The calls under way.
#[derive(Debug, Default)]
pub struct Calls {
    busy: BTreeMap<ClientId, usize>,
    resting: BTreeMap<ClientId, Timestamp>,
}

/// Whether a call may begin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Turn {
    /// It may, and counts.
    Now,
    /// Not before.
    Later(Timestamp),
}

/// The service that a job calls.
pub fn service(job: &Job) -> ClientId {
    jobs::payload(job, "client").unwrap_or(ClientId::from_bytes([0; 16]))
}

impl Calls {
    /// How many more may begin.
    pub fn room(&self) -> usize {
        AT_ONCE.saturating_sub(self.busy.values().sum())
    }

    /// Whether a call to a service may begin.
    pub fn begin(&mut self, client: ClientId, now: Timestamp) -> Turn {
        self.resting.retain(|_, until| *until > now);
        if let Some(until) = self.resting.get(&client) {
            return Turn::Later(*until);
        }
        let own = self.busy.entry(client).or_default();
        if *own >= EACH {
            return Turn::Later(now + BUSY);
        }
        *own += 1;
        Turn::Now
    }

    /// A call ended; whether the service took it.
    pub fn ended(&mut self, client: ClientId, taken: bool, now: Timestamp) {
        if let Some(own) = self.busy.get_mut(&client) {
            *own = own.saturating_sub(1);
        }
        self.busy.retain(|_, own| *own > 0);
        if !taken {
            self.resting.insert(client, now + REST);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ONE: ClientId = ClientId::from_bytes([1; 16]);
    const TWO: ClientId = ClientId::from_bytes([2; 16]);

    #[test]
    fn a_service_that_hangs_keeps_nobody_waiting() {
        let (mut calls, now) = (Calls::default(), Timestamp::UNIX_EPOCH);
        for _ in 0..EACH {
            assert_eq!(calls.begin(ONE, now), Turn::Now);
        }
        for _ in 0..100 {
            assert_eq!(calls.begin(ONE, now), Turn::Later(now + BUSY));
        }
        assert_eq!(calls.room(), AT_ONCE - EACH);
        assert_eq!(calls.begin(TWO, now), Turn::Now);
        calls.ended(ONE, false, now);
        assert_eq!(calls.begin(ONE, now), Turn::Later(now + REST), "it rests");
        calls.ended(TWO, true, now);
        assert_eq!(calls.begin(TWO, now), Turn::Now);
        let later = now + REST;
        assert_eq!(calls.begin(ONE, later), Turn::Now, "and is tried again");
    }

    #[test]
    fn there_is_room_for_so_many_and_no_more() {
        let (mut calls, now) = (Calls::default(), Timestamp::UNIX_EPOCH);
        let many = (10..).map(|n| ClientId::from_bytes([n; 16]));
        for client in many.take(AT_ONCE / EACH) {
            for _ in 0..EACH {
                assert_eq!(calls.begin(client, now), Turn::Now);
            }
        }
        assert_eq!(calls.room(), 0);
        calls.ended(ClientId::from_bytes([10; 16]), true, now);
        assert_eq!(calls.room(), 1);
    }
}
