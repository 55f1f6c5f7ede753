//! One gateway made of one per channel.

use std::sync::Arc;

use app::ports::{Answer, Gateway, GatewayError, MessageChannel, Outgoing};

/// Sends each message by the gateway of its channel.
pub struct Routes {
    /// For text messages.
    pub sms: Arc<dyn Gateway>,
    /// For e-mail.
    pub email: Arc<dyn Gateway>,
}

impl Gateway for Routes {
    fn send<'a>(&'a self, message: &'a Outgoing) -> Answer<'a, Result<String, GatewayError>> {
        match message.channel {
            MessageChannel::Sms => self.sms.send(message),
            MessageChannel::Email => self.email.send(message),
        }
    }
}

/// A channel without a gateway: messages wait until there is one.
#[derive(Debug, Clone, Copy)]
pub struct Unconfigured(MessageChannel);

impl Unconfigured {
    /// For one channel.
    pub const fn new(channel: MessageChannel) -> Self {
        Self(channel)
    }
}

impl Gateway for Unconfigured {
    fn send<'a>(&'a self, _: &'a Outgoing) -> Answer<'a, Result<String, GatewayError>> {
        let why = match self.0 {
            MessageChannel::Sms => "no SMS gateway is configured",
            MessageChannel::Email => "no mail server is configured",
        };
        Box::pin(async move { Err(GatewayError::Later(why.to_owned())) })
    }
}
