//! Configuration: a TOML file, under the environment, under flags.

#[macro_use]
mod section;
mod check;
mod example;
mod exchange;
mod load;
mod secret;
mod sections;
#[cfg(test)]
mod tests;
mod unknown;

pub(crate) use check::{event_settings, faults, store_settings};
pub(crate) use example::{example, print};
pub(crate) use exchange::{fingerprint, public_keys, registers as remote_registers};
pub(crate) use load::{ConfigError, Sources, environment, load};
pub(crate) use secret::Secret;
#[cfg(test)]
pub(crate) use sections::{AskingBody, RemoteRegister};
pub(crate) use sections::{
    CounterChallenge, LogFormat, MailSecurity, PasswordRules, Registers, Settings, SmsStyle,
};
