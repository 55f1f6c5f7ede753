//! The chip card at the counter: trust anchors in the console, agents, readings; the agent's own program
//! runs against the router.

mod agents;
mod anchors;
mod decided;
pub(crate) mod kit;
mod packets;
mod readings;
mod scans;
