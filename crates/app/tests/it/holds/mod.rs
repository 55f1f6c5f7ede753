//! Locking, unlocking, calls and visits, and who looked.

mod activity;
mod calls;
mod cases;
mod event_batch;
mod event_undo;
mod event_webhook;
mod house;
mod lock;
mod password;
mod registers;
mod unlock;
