//! Gateways against servers of somebody else's making.

#[cfg(test)]
mod mail;
#[cfg(test)]
mod outward;
#[cfg(test)]
mod pkcs11;
#[cfg(test)]
mod post_office;
#[cfg(test)]
mod registers;
#[cfg(test)]
mod servers;
#[cfg(test)]
mod sms;

use app::ports::{MessageChannel, Outgoing};

pub fn message(channel: MessageChannel, key: &str, to: &str) -> Outgoing {
    Outgoing {
        key: key.to_owned(),
        channel,
        to: to.to_owned(),
        subject: "Mã xác nhận của bạn – Định Danh".to_owned(),
        text: "Mã của Nguyễn Thị Ệ: 123456.\nKhông đưa mã cho ai.".to_owned(),
    }
}
