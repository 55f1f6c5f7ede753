//! Claims asked and given.
