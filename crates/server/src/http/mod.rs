//! The listeners: the public one, the one for those who run the service, one for services that show certificates, and
//! one for other bodies that ask our registers.

mod exchange;
mod health;
mod listen;
mod management;
mod measure;
pub(crate) mod tls;

pub(crate) use exchange::exchange_acceptor;
pub(crate) use health::{Health, request as ask_health};
pub(crate) use listen::{Bound, bind, bind_mtls, serve};
pub(crate) use management::{back_channel, public, router};
pub(crate) use measure::recorder;
