//! Organisations: registration, acting, powers, locks.

mod acting;
mod calls;
mod following;
mod locks;
mod registering;
mod scene;
