use std::{convert::Infallible, fmt, sync::Arc};

use axum::{extract::FromRequestParts, http::request::Parts};
use maud::{Markup, Render, html};

use crate::i18n::Lang;

/// Fills a buffer with bytes nobody can guess.
pub type Entropy = Arc<dyn Fn(&mut [u8]) + Send + Sync>;

/// What every page knows about this installation.
#[derive(Clone)]
pub struct Site {
    /// `https://dinhdanh.example.vn`, without a path.
    pub origin: String,
    pub version: String,
    pub demo: bool,
    pub entropy: Entropy,
}

impl Site {
    /// `public_url` is the configured address; only its origin is used.
    pub fn new(public_url: &str, version: &str, entropy: Entropy) -> Self {
        let (scheme, rest) = public_url.split_once("://").unwrap_or(("http", public_url));
        let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
        Site {
            origin: format!("{scheme}://{host}").to_ascii_lowercase(),
            version: version.to_owned(),
            demo: false,
            entropy,
        }
    }

    #[must_use]
    pub fn demo(mut self, on: bool) -> Self {
        self.demo = on;
        self
    }

    pub fn https(&self) -> bool {
        self.origin.starts_with("https://")
    }

    /// Host and port, as the address bar shows it.
    pub fn domain(&self) -> &str {
        self.origin.split_once("://").map_or("", |(_, host)| host)
    }
}

impl fmt::Debug for Site {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Site")
            .field("origin", &self.origin)
            .finish_non_exhaustive()
    }
}

/// What a page knows about this request. An extractor.
#[derive(Clone, Debug)]
pub struct View {
    pub lang: Lang,
    pub larger_text: bool,
    /// The path, without query: for the links that switch language and text size.
    pub path: String,
    /// The query without our own switches; may be empty.
    pub query: String,
    pub csrf: String,
    /// Where a page that cannot go on leads: `/`, or where a member of staff begins.
    pub home: &'static str,
    pub request_id: String,
    pub site: Arc<Site>,
}

impl View {
    /// A form of ours: POST, its token inside. `action` empty means this same page.
    pub fn form(&self, action: &str, body: impl Render) -> Markup {
        self.draw_form(action, None, &body)
    }

    /// The same for a form with files.
    pub fn file_form(&self, action: &str, body: impl Render) -> Markup {
        self.draw_form(action, Some("multipart/form-data"), &body)
    }

    fn draw_form(&self, action: &str, kind: Option<&str>, body: &dyn Render) -> Markup {
        let action = if action.is_empty() {
            &self.path
        } else {
            action
        };
        html! {
            form method="post" action=(action) enctype=[kind] novalidate {
                (self.csrf_field())
                (body)
            }
        }
    }

    /// The hidden field, for forms drawn by hand.
    pub fn csrf_field(&self) -> Markup {
        html! { input type="hidden" name="csrf" value=(self.csrf); }
    }

    pub(super) fn with(&self, switch: &str) -> String {
        match self.query.as_str() {
            "" => format!("{}?{switch}", self.path),
            query => format!("{}?{query}&{switch}", self.path),
        }
    }
}

impl<S: Sync> FromRequestParts<S> for View {
    type Rejection = Infallible;

    /// The frame has placed it.
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let placed = parts.extensions.get::<View>().cloned();
        Ok(placed.unwrap_or_else(|| View {
            lang: Lang::default(),
            larger_text: false,
            path: parts.uri.path().to_owned(),
            query: String::new(),
            csrf: String::new(),
            home: "/",
            request_id: String::new(),
            site: Arc::new(Site::new("http://localhost", "", Arc::new(|_| {}))),
        }))
    }
}
