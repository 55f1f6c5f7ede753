use maud::{Markup, Render, html};

use crate::{
    content::{Attrs, Content, common},
    raw::{El, el, trusted_static},
};

const PREVIOUS: &str = r#"<svg class="govuk-pagination__icon govuk-pagination__icon--prev" xmlns="http://www.w3.org/2000/svg" height="13" width="15" aria-hidden="true" focusable="false" viewBox="0 0 15 13"><path d="m6.5938-0.0078125-6.7266 6.7266 6.7441 6.4062 1.377-1.449-4.1856-3.9768h12.896v-2h-12.984l4.2931-4.293-1.414-1.414z"></path></svg>"#;
const NEXT: &str = r#"<svg class="govuk-pagination__icon govuk-pagination__icon--next" xmlns="http://www.w3.org/2000/svg" height="13" width="15" aria-hidden="true" focusable="false" viewBox="0 0 15 13"><path d="m8.107-0.0078125-1.4136 1.414 4.2926 4.293h-12.986v2h12.896l-4.1855 3.9766 1.377 1.4492 6.7441-6.4062-6.7246-6.7266z"></path></svg>"#;

#[derive(Clone, Debug)]
enum Item {
    Page {
        number: String,
        href: String,
        label: String,
        current: bool,
    },
    Gap,
}

#[derive(Clone, Debug)]
struct Arrow {
    href: String,
    text: Content,
    label: String,
}

/// Pages of a list, or the previous and next of a sequence.
#[derive(Clone, Debug, Default)]
pub struct Pagination {
    label: String,
    items: Vec<Item>,
    previous: Option<Arrow>,
    next: Option<Arrow>,
    classes: String,
    attrs: Attrs,
}

impl Pagination {
    /// `label` names the landmark.
    pub fn new(label: impl Into<String>) -> Self {
        Pagination {
            label: label.into(),
            ..Pagination::default()
        }
    }

    common!();

    #[must_use]
    #[expect(
        clippy::needless_pass_by_value,
        reason = "numbers and texts alike, without `&`"
    )]
    pub fn page(
        mut self,
        number: impl ToString,
        href: impl Into<String>,
        label: impl Into<String>,
        current: bool,
    ) -> Self {
        let number = number.to_string();
        self.items.push(Item::Page {
            number,
            href: href.into(),
            label: label.into(),
            current,
        });
        self
    }

    #[must_use]
    pub fn gap(mut self) -> Self {
        self.items.push(Item::Gap);
        self
    }

    /// `label` (may be empty) names the neighbour when there are no page numbers.
    #[must_use]
    pub fn previous(
        mut self,
        href: impl Into<String>,
        text: impl Into<Content>,
        label: impl Into<String>,
    ) -> Self {
        self.previous = Some(Arrow {
            href: href.into(),
            text: text.into(),
            label: label.into(),
        });
        self
    }

    #[must_use]
    pub fn next(
        mut self,
        href: impl Into<String>,
        text: impl Into<Content>,
        label: impl Into<String>,
    ) -> Self {
        self.next = Some(Arrow {
            href: href.into(),
            text: text.into(),
            label: label.into(),
        });
        self
    }

    fn block(&self) -> bool {
        self.items.is_empty() && (self.previous.is_some() || self.next.is_some())
    }

    fn arrow(&self, arrow: &Arrow, rel: &'static str, icon: &'static str) -> El {
        let block = self.block();
        let first = block || rel == "prev";
        let title = el("span")
            .class("govuk-pagination__link-title")
            .class_if(
                block && arrow.label.is_empty(),
                "govuk-pagination__link-title--decorated",
            )
            .push(&arrow.text);
        let label = (block && !arrow.label.is_empty()).then(|| {
            html! {
                " " span.govuk-visually-hidden { ":" }
                " " span.govuk-pagination__link-label { (arrow.label) }
            }
        });
        let link = el("a")
            .class("govuk-link govuk-pagination__link")
            .attr("href", &arrow.href)
            .attr("rel", rel)
            .push_opt(first.then(|| trusted_static(icon)))
            .push(" ")
            .push(title)
            .push_opt(label)
            .push_opt((!first).then(|| trusted_static(icon)));
        el("div")
            .class(&format!("govuk-pagination__{rel}"))
            .push(link)
    }
}

impl Item {
    fn draw(&self) -> Markup {
        match self {
            Item::Gap => html! {
                li class="govuk-pagination__item govuk-pagination__item--ellipsis" { "⋯" }
            },
            Item::Page {
                number,
                href,
                label,
                current,
            } => el("li")
                .class("govuk-pagination__item")
                .class_if(*current, "govuk-pagination__item--current")
                .push(
                    el("a")
                        .class("govuk-link govuk-pagination__link")
                        .attr("href", href)
                        .attr("aria-label", label)
                        .attr_opt("aria-current", current.then_some("page"))
                        .push(number.as_str()),
                )
                .render(),
        }
    }
}

impl Render for Pagination {
    fn render_to(&self, out: &mut String) {
        let list = (!self.items.is_empty()).then(|| {
            el("ul")
                .class("govuk-pagination__list")
                .push_all(self.items.iter().map(Item::draw))
        });
        el("nav")
            .class("govuk-pagination")
            .class_if(self.block(), "govuk-pagination--block")
            .class(&self.classes)
            .attr("aria-label", &self.label)
            .attrs(&self.attrs)
            .push_opt(
                self.previous
                    .as_ref()
                    .map(|arrow| self.arrow(arrow, "prev", PREVIOUS)),
            )
            .push_opt(list)
            .push_opt(
                self.next
                    .as_ref()
                    .map(|arrow| self.arrow(arrow, "next", NEXT)),
            )
            .render_to(out);
    }
}
