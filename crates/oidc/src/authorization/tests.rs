//! Requests, good and bad.
