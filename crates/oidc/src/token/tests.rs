//! Tokens as they are signed.
