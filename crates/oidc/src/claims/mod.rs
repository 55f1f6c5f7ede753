//! Which claims are asked (OpenID Connect Core §5.4, §5.5; OpenID Connect for Identity Assurance 1.0 §5).

mod request;
mod select;
#[cfg(test)]
mod tests;
mod verified;

pub use request::{Ask, ClaimsRequest, Place};
pub use select::{Selected, select};
pub use verified::{Verified, VerifiedRequest};
