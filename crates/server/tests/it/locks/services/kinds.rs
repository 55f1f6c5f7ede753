//! What services are like: how each proves itself, gets its tokens, and is told of a lock.

/// How a service is told.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::locks) enum Told {
    Nothing,
    Push,
    Poll,
}

/// How the person comes to it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    Browser,
    /// In a session that a passkey opened.
    Passkey,
    /// By a code that a device shows (RFC 8628).
    Device,
    /// By a call that the phone answers (CIBA).
    Call,
}

/// What its access tokens are.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Token {
    Opaque,
    /// RFC 9068.
    Jwt,
    /// Bound to a key (RFC 9449).
    Bound,
}

#[derive(Clone, Copy)]
pub(in crate::locks) struct Kind {
    pub(super) name: &'static str,
    /// How it proves itself.
    pub(super) auth: &'static str,
    /// Whether it asks for what outlives the session.
    pub(super) lasting: bool,
    pub(super) told: Told,
    /// Its maker's trial.
    pub(super) trial: bool,
    pub(super) way: Way,
    pub(super) token: Token,
}

/// An ordinary service.
const USUAL: Kind = Kind {
    name: "opaque",
    auth: "client_secret_basic",
    lasting: false,
    told: Told::Nothing,
    trial: false,
    way: Way::Browser,
    token: Token::Opaque,
};

/// One of each.
pub(in crate::locks) const KINDS: [Kind; 10] = [
    USUAL,
    Kind {
        name: "renewed",
        auth: "client_secret_post",
        lasting: true,
        ..USUAL
    },
    Kind {
        name: "trial",
        lasting: true,
        told: Told::Push,
        trial: true,
        ..USUAL
    },
    Kind {
        name: "bound to a key",
        lasting: true,
        token: Token::Bound,
        ..USUAL
    },
    Kind {
        name: "JWT, pushed to",
        lasting: true,
        told: Told::Push,
        token: Token::Jwt,
        ..USUAL
    },
    Kind {
        name: "JWT, fetching",
        told: Told::Poll,
        token: Token::Jwt,
        ..USUAL
    },
    Kind {
        name: "device",
        lasting: true,
        way: Way::Device,
        ..USUAL
    },
    Kind {
        name: "passkey",
        told: Told::Push,
        way: Way::Passkey,
        ..USUAL
    },
    Kind {
        name: "call",
        told: Told::Push,
        way: Way::Call,
        ..USUAL
    },
    Kind {
        name: "fetching",
        lasting: true,
        told: Told::Poll,
        ..USUAL
    },
];

impl Kind {
    pub(super) fn scope(&self) -> &'static str {
        if self.lasting {
            "openid offline_access"
        } else {
            "openid"
        }
    }

    /// What the token endpoint is asked with.
    pub(super) fn grant(&self) -> &'static str {
        match self.way {
            Way::Browser | Way::Passkey => "authorization_code",
            Way::Device => "urn:ietf:params:oauth:grant-type:device_code",
            Way::Call => "urn:openid:params:grant-type:ciba",
        }
    }

    pub(in crate::locks) fn pushed(&self) -> bool {
        self.told == Told::Push
    }

    pub(in crate::locks) fn fetched(&self) -> bool {
        self.told == Told::Poll
    }
}
