//! The citizen's part of the house.

pub mod activate;
pub mod activity;
pub mod approve;
pub mod fields;
pub mod genuine;
pub mod help;
pub mod home;
pub mod lock;
pub mod lock_now;
pub mod lost_phone;
pub mod notices;
pub mod organisation;
pub mod personal;
pub mod recover;
pub mod register;
pub mod sign_in;
pub mod survey;
pub mod terms;
pub mod visits;
pub mod wallet;

use axum::Router;

use crate::state::Web;

/// All pages of the citizen.
pub fn routes() -> Router<Web> {
    Router::new()
        .merge(home::routes())
        .merge(help::routes())
        .merge(genuine::routes())
        .merge(sign_in::routes())
        .merge(approve::routes())
        .merge(activate::routes())
        .merge(recover::routes())
        .merge(register::routes())
        .merge(personal::routes())
        .merge(wallet::routes())
        .merge(terms::routes())
        .merge(visits::routes())
        .merge(lock::routes())
        .merge(lock_now::routes())
        .merge(lost_phone::routes())
        .merge(activity::routes())
        .merge(notices::routes())
        .merge(organisation::routes())
        .merge(survey::routes())
}
