//! The frame of a page: banner, header, tabs, error summary, footer.

mod errors;
mod shell;
pub mod times;
mod view;
pub mod words;

pub use errors::Errors;
pub use view::{Entropy, Site, View};

use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};
use maud::{Markup, Render, html};

use crate::{i18n::Lang, t};

/// Whose part of the house a page belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audience {
    Citizen,
    Counter,
    Console,
    Inspect,
    Public,
}

impl Audience {
    fn home(self) -> &'static str {
        match self {
            Audience::Citizen | Audience::Public => "/",
            Audience::Counter => "/counter",
            Audience::Console => "/console",
            Audience::Inspect => "/inspect",
        }
    }

    fn words(self, lang: Lang) -> String {
        match self {
            Audience::Citizen => t!(lang, "audience-citizen"),
            Audience::Counter => t!(lang, "audience-counter"),
            Audience::Console => t!(lang, "audience-console"),
            Audience::Inspect => t!(lang, "audience-inspect"),
            Audience::Public => t!(lang, "audience-public"),
        }
    }

    fn wide(self) -> bool {
        matches!(self, Audience::Counter | Audience::Console)
    }
}

/// The citizen's three places (APP-15).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tab {
    Home,
    Wallet,
    Personal,
}

/// Who is signed in, and where the sign-out form goes.
#[derive(Clone, Debug)]
struct SignedIn {
    name: String,
    sign_out: String,
}

/// A page to be drawn. `Page::new(&view, Audience::Citizen, title).tab(Tab::Wallet).respond(body)`
#[derive(Clone, Debug)]
pub struct Page<'a> {
    view: &'a View,
    audience: Audience,
    title: String,
    back: Option<(String, String)>,
    errors: Option<&'a Errors>,
    tab: Option<Tab>,
    menu: Vec<(String, String, bool)>,
    signed_in: Option<SignedIn>,
    narrow: bool,
}

impl<'a> Page<'a> {
    /// `title` is the words of the `h1`, without brand; no numbers that name a person.
    pub fn new(view: &'a View, audience: Audience, title: impl Into<String>) -> Self {
        Page {
            view,
            audience,
            title: title.into(),
            back: None,
            errors: None,
            tab: None,
            menu: Vec::new(),
            signed_in: None,
            narrow: false,
        }
    }

    /// A back link with the usual word.
    #[must_use]
    pub fn back(self, href: impl Into<String>) -> Self {
        let word = t!(self.view.lang, "back");
        self.back_to(href, word)
    }

    #[must_use]
    pub fn back_to(mut self, href: impl Into<String>, label: impl Into<String>) -> Self {
        self.back = Some((href.into(), label.into()));
        self
    }

    /// Draws the summary, prefixes the title and makes the answer a 422, if there are any.
    #[must_use]
    pub fn errors(mut self, errors: &'a Errors) -> Self {
        self.errors = Some(errors).filter(|errors| !errors.is_empty());
        self
    }

    /// The citizen's tab bar. Leave it out inside a form journey.
    #[must_use]
    pub fn tab(mut self, tab: Tab) -> Self {
        self.tab = Some(tab);
        self
    }

    /// The menu of a counter or console: address, words, whether it is here.
    #[must_use]
    pub fn menu(mut self, entries: impl IntoIterator<Item = (String, String, bool)>) -> Self {
        self.menu.extend(entries);
        self
    }

    #[must_use]
    pub fn signed_in(mut self, name: impl Into<String>, sign_out: impl Into<String>) -> Self {
        self.signed_in = Some(SignedIn {
            name: name.into(),
            sign_out: sign_out.into(),
        });
        self
    }

    /// A column of reading width: forms and letters.
    #[must_use]
    pub fn narrow(mut self) -> Self {
        self.narrow = true;
        self
    }

    /// The whole document.
    pub fn render(&self, body: impl Render) -> Markup {
        shell::document(self, &body)
    }

    /// The document with its status: 200, or 422 when there are errors.
    pub fn respond(&self, body: impl Render) -> Response {
        let status = match self.errors {
            Some(_) => StatusCode::UNPROCESSABLE_ENTITY,
            None => StatusCode::OK,
        };
        (status, self.render(body)).into_response()
    }
}

/// The page of an answer that failed.
pub fn fault(view: &View, status: StatusCode) -> Response {
    let lang = view.lang;
    let code = match status.as_u16() {
        code @ (400 | 403 | 404 | 413 | 429 | 503) => code,
        405 | 410 => 404,
        400..500 => 400,
        _ => 500,
    };
    let title = t!(lang, &format!("fault-{code}-title"));
    faulty(
        view,
        status,
        title,
        &t!(lang, &format!("fault-{code}-text")),
    )
}

/// The page of somebody who is signed in and may not do this (403).
pub fn forbidden(view: &View) -> Response {
    let title = t!(view.lang, "fault-forbidden-title");
    faulty(
        view,
        StatusCode::FORBIDDEN,
        title,
        &t!(view.lang, "fault-forbidden-text"),
    )
}

fn faulty(view: &View, status: StatusCode, title: String, words: &str) -> Response {
    let lang = view.lang;
    let body = html! {
        h1.govuk-heading-l { (title) }
        p.govuk-body { (words) }
        @if !view.request_id.is_empty() {
            p.govuk-body-s.govuk-hint { (t!(lang, "fault-reference", reference = view.request_id.as_str())) }
        }
        (ui::ButtonLink::new(view.home, t!(lang, "fault-home")))
    };
    let page = Page::new(view, Audience::Public, title).narrow();
    (status, page.render(body)).into_response()
}

/// The page of a rule that says no: its words, and the way home (409).
pub fn refused(view: &View, words: &str) -> Response {
    let title = t!(view.lang, "refused-title");
    let body = html! {
        h1.govuk-heading-l { (title) }
        p.govuk-body-l { (words) }
        (ui::ButtonLink::new(view.home, t!(view.lang, "fault-home")))
    };
    let page = Page::new(view, Audience::Public, title).narrow();
    (StatusCode::CONFLICT, page.render(body)).into_response()
}

#[cfg(test)]
mod tests;
