//! Our cookies: names bound to the host where the connection is encrypted, never read by script.

use app::token::Token;
use axum::http::{HeaderMap, HeaderValue, header};

/// A cookie of ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cookie {
    /// A holder's session.
    Session,
    /// A holder's device.
    Device,
    /// A journey between two steps: sign-in, activation, recovery.
    Journey,
    /// A request for this phone, made without the old one (UX-1).
    LostPhone,
    /// A registration being filled in.
    Draft,
    /// A service's request to sign in, under way (`OpenID Connect`).
    Party,
    /// A staff session.
    Staff,
}

impl Cookie {
    const fn bare(self) -> &'static str {
        match self {
            Self::Session => "dd-session",
            Self::Device => "dd-device",
            Self::Journey => "dd-journey",
            Self::LostPhone => "dd-lost-phone",
            Self::Draft => "dd-draft",
            Self::Party => "dd-party",
            Self::Staff => "dd-staff",
        }
    }

    const fn life(self) -> Option<u32> {
        match self {
            // A year: the device is to be known again.
            Self::Device => Some(365 * 24 * 3600),
            // Longer than any request lives.
            Self::Draft | Self::LostPhone => Some(30 * 24 * 3600),
            // As long as the request itself.
            Self::Party => Some(30 * 60),
            Self::Session | Self::Journey | Self::Staff => None,
        }
    }

    /// A staff cookie is never sent along a link from elsewhere.
    const fn same_site(self) -> &'static str {
        match self {
            Self::Staff => "Strict",
            Self::Session
            | Self::Device
            | Self::Journey
            | Self::LostPhone
            | Self::Draft
            | Self::Party => "Lax",
        }
    }

    fn name(self, https: bool) -> String {
        if https {
            format!("__Host-{}", self.bare())
        } else {
            self.bare().to_owned()
        }
    }
}

/// The cookies of a request, and the way to set them.
#[derive(Clone)]
pub struct Cookies {
    https: bool,
    sent: Vec<(String, String)>,
}

impl std::fmt::Debug for Cookies {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Cookies(‹private›)")
    }
}

impl Cookies {
    /// Reads the `Cookie` headers.
    pub fn read(headers: &HeaderMap, https: bool) -> Self {
        let sent = headers
            .get_all(header::COOKIE)
            .iter()
            .filter_map(|value| value.to_str().ok())
            .flat_map(|value| value.split(';'))
            .filter_map(|pair| pair.trim().split_once('='))
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect();
        Self { https, sent }
    }

    /// The token in a cookie, if it is well formed.
    pub fn token(&self, cookie: Cookie) -> Option<Token> {
        let name = cookie.name(self.https);
        let (_, value) = self.sent.iter().find(|(n, _)| *n == name)?;
        Token::parse(value)
    }

    fn header(
        &self,
        cookie: Cookie,
        value: &str,
        life: Option<u32>,
    ) -> (header::HeaderName, HeaderValue) {
        let secure = if self.https { "; Secure" } else { "" };
        let life = life.map_or_else(String::new, |s| format!("; Max-Age={s}"));
        let text = format!(
            "{}={value}; Path=/; HttpOnly; SameSite={}{secure}{life}",
            cookie.name(self.https),
            cookie.same_site()
        );
        (
            header::SET_COOKIE,
            HeaderValue::from_str(&text).unwrap_or_else(|_| HeaderValue::from_static("")),
        )
    }

    /// Header that sets a cookie.
    pub fn set(&self, cookie: Cookie, token: &Token) -> (header::HeaderName, HeaderValue) {
        self.header(cookie, &token.to_text(), cookie.life())
    }

    /// Header that takes a cookie away.
    pub fn remove(&self, cookie: Cookie) -> (header::HeaderName, HeaderValue) {
        self.header(cookie, "", Some(0))
    }
}
