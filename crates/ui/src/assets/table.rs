// Made by `cargo xtask vendor-ui`.
use super::Asset;

#[rustfmt::skip]
pub(super) const ASSETS: &[Asset] = &[
    Asset { name: "app.css", url: "/assets/d4d6216537312400/app.css", hash: "d4d6216537312400", mime: "text/css; charset=utf-8", bytes: include_bytes!("../../assets/app.css"), br: Some(include_bytes!("../../assets/app.css.br")), gz: Some(include_bytes!("../../assets/app.css.gz")) },
    Asset { name: "app.js", url: "/assets/738b8e1d7a80176a/app.js", hash: "738b8e1d7a80176a", mime: "text/javascript; charset=utf-8", bytes: include_bytes!("../../assets/app.js"), br: Some(include_bytes!("../../assets/app.js.br")), gz: Some(include_bytes!("../../assets/app.js.gz")) },
    Asset { name: "be-vietnam-pro-400.woff2", url: "/assets/b0d8d91711e2c5f7/be-vietnam-pro-400.woff2", hash: "b0d8d91711e2c5f7", mime: "font/woff2", bytes: include_bytes!("../../assets/be-vietnam-pro-400.woff2"), br: None, gz: None },
    Asset { name: "be-vietnam-pro-700.woff2", url: "/assets/ce4d8aad4abd2f35/be-vietnam-pro-700.woff2", hash: "ce4d8aad4abd2f35", mime: "font/woff2", bytes: include_bytes!("../../assets/be-vietnam-pro-700.woff2"), br: None, gz: None },
    Asset { name: "icon-180.png", url: "/assets/0b2c5105e1d48c99/icon-180.png", hash: "0b2c5105e1d48c99", mime: "image/png", bytes: include_bytes!("../../assets/icon-180.png"), br: None, gz: None },
    Asset { name: "icon-192.png", url: "/assets/cdc1045916e5b1f8/icon-192.png", hash: "cdc1045916e5b1f8", mime: "image/png", bytes: include_bytes!("../../assets/icon-192.png"), br: None, gz: None },
    Asset { name: "icon-512.png", url: "/assets/e243978a201219cf/icon-512.png", hash: "e243978a201219cf", mime: "image/png", bytes: include_bytes!("../../assets/icon-512.png"), br: None, gz: None },
    Asset { name: "icon.svg", url: "/assets/2d18b81acd952de2/icon.svg", hash: "2d18b81acd952de2", mime: "image/svg+xml", bytes: include_bytes!("../../assets/icon.svg"), br: Some(include_bytes!("../../assets/icon.svg.br")), gz: Some(include_bytes!("../../assets/icon.svg.gz")) },
    Asset { name: "read-code.js", url: "/assets/1cf62ef6cbafe174/read-code.js", hash: "1cf62ef6cbafe174", mime: "text/javascript; charset=utf-8", bytes: include_bytes!("../../assets/read-code.js"), br: Some(include_bytes!("../../assets/read-code.js.br")), gz: Some(include_bytes!("../../assets/read-code.js.gz")) },
    Asset { name: "send-file.js", url: "/assets/efeba0e230309ca3/send-file.js", hash: "efeba0e230309ca3", mime: "text/javascript; charset=utf-8", bytes: include_bytes!("../../assets/send-file.js"), br: Some(include_bytes!("../../assets/send-file.js.br")), gz: Some(include_bytes!("../../assets/send-file.js.gz")) },
    Asset { name: "tick.svg", url: "/assets/183b93d1064f7a0c/tick.svg", hash: "183b93d1064f7a0c", mime: "image/svg+xml", bytes: include_bytes!("../../assets/tick.svg"), br: Some(include_bytes!("../../assets/tick.svg.br")), gz: Some(include_bytes!("../../assets/tick.svg.gz")) },
];
