//! Two listeners: the public one, and the one for those who run the service.

mod health;
mod listen;
mod management;
mod measure;

pub(crate) use health::{Health, request as ask_health};
pub(crate) use listen::{Bound, bind, serve};
pub(crate) use management::{public, router};
pub(crate) use measure::recorder;
