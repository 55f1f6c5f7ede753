//! Locking, unlocking, calls and visits, and who looked.

mod activity;
mod breaches;
mod calls;
mod cases;
mod decree69;
mod desk;
mod event_batch;
mod event_undo;
mod event_webhook;
mod genuine;
mod house;
mod lock;
mod lock_now;
mod lost_phone;
mod password;
mod phone_change;
mod registers;
mod services;
mod streams;
mod trusted;
mod unlock;
