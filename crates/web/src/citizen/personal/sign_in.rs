//! Everything that lets the holder in, on one page: devices, keys, codes, passwords.

use axum::response::Response;
use maud::html;
use ui::{Icon, Tile, Tiles};

use crate::citizen::fields;
use crate::extract::Signed;
use crate::page::{Audience, Page, Tab};
use crate::t;

pub(super) async fn show(signed: Signed) -> Response {
    let lang = signed.view.lang;
    let title = t!(lang, "personal-sign-in");
    let body = html! {
        (fields::heading(&title, Some(t!(lang, "personal-sign-in-lead"))))
        (Tiles(vec![
            Tile::new("/personal/devices", Icon::Phone, t!(lang, "personal-devices")).text(t!(lang, "personal-devices-text")),
            Tile::new("/personal/passkeys", Icon::Unlock, t!(lang, "passkeys-title")).text(t!(lang, "passkeys-tile")),
            Tile::new("/personal/authenticator", Icon::Phone, t!(lang, "authenticator-title")).text(t!(lang, "authenticator-tile")),
            Tile::new("/personal/password", Icon::Shield, t!(lang, "personal-password")),
            Tile::new("/personal/passcode", Icon::Unlock, t!(lang, "personal-passcode")).text(t!(lang, "personal-passcode-text")),
            Tile::new("/personal/phone", Icon::Phone, t!(lang, "phone-title")).text(t!(lang, "phone-tile")),
        ]))
    };
    Page::new(&signed.view, Audience::Citizen, &title)
        .tab(Tab::Personal)
        .back("/personal")
        .respond(body)
}
