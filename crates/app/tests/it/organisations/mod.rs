//! Organisations: registration, acting, powers, locks.

mod acting;
mod locks;
mod registering;
mod scene;
