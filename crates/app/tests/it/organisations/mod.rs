//! Organisations: registration, acting, powers, locks.

mod acting;
mod calls;
mod changing;
mod consenting;
mod following;
mod locks;
mod registering;
mod scene;
mod spared;
