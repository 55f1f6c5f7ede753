//! Locks of organisations.
