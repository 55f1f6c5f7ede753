//! Who is called next.

use jiff::{SignedDuration, Timestamp};

use super::Ticket;

/// So long before its time an appointment counts as begun.
pub const EARLY: SignedDuration = SignedDuration::from_mins(10);

/// Who has waited so long is overtaken by nobody any more who came, or was to come, after him.
pub const AGED: SignedDuration = SignedDuration::from_mins(60);

/// A waiting person's place: a smaller one goes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Place {
    /// Waits too long: strictly by the beginning of his waiting.
    Aged(Timestamp, u32),
    /// His appointment has begun: priority first, then by its time.
    Due(bool, Timestamp, u32),
    /// Walked in, or too early: priority first, then by arrival.
    Waiting(bool, Timestamp, u32),
}

fn place(now: Timestamp, ticket: &Ticket, priority: bool) -> Place {
    // An early comer waits from his time on.
    let since = ticket.slot.map_or(ticket.at, |slot| slot.max(ticket.at));
    match ticket.slot {
        _ if now.duration_since(since) > AGED => Place::Aged(since, ticket.number),
        Some(slot) if slot <= now + EARLY => Place::Due(!priority, slot, ticket.number),
        Some(_) | None => Place::Waiting(!priority, ticket.at, ticket.number),
    }
}

/// Those who wait, in the order of being called: who waits over [`AGED`], then appointments that have begun or
/// begin within [`EARLY`], then all others; of the latter two those with priority first. Of each: what is his, his
/// ticket, whether he has priority.
pub fn order<T>(now: Timestamp, waiting: &mut [T], of: impl Fn(&T) -> (Ticket, bool)) {
    waiting.sort_by_key(|one| {
        let (ticket, priority) = of(one);
        place(now, &ticket, priority)
    });
}
