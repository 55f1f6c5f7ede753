//! The pages and the API from outside, on the engine that DINHDANH_TEST_DB names.

mod sign_in;
mod documents;
mod pilots;
mod activity;
mod assistance;
mod holds;
mod wallet;
mod register;
mod counter;
mod api;
