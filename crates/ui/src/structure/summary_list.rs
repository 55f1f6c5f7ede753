use maud::Render;

use crate::{
    content::{Attrs, Content, common, optional, setters},
    message::Level,
    raw::{El, el},
};

/// A link that acts on a row: "Change" (read out: "Change phone number").
#[derive(Clone, Debug, Default)]
pub struct Action {
    href: String,
    text: Content,
    what: String,
    classes: String,
    attrs: Attrs,
}

impl Action {
    /// `what` completes the sentence for screen readers; may be empty.
    pub fn new(href: impl Into<String>, text: impl Into<Content>, what: impl Into<String>) -> Self {
        Action {
            href: href.into(),
            text: text.into(),
            what: what.into(),
            ..Action::default()
        }
    }

    common!();

    fn draw(&self, card: Option<&Content>) -> El {
        let hidden = (!self.what.is_empty() || card.is_some()).then(|| {
            let mut span = el("span").class("govuk-visually-hidden");
            if !self.what.is_empty() {
                span = span.push(" ").push(self.what.as_str());
            }
            match card {
                Some(title) => span.push(" (").push(title).push(")"),
                None => span,
            }
        });
        el("a")
            .class("govuk-link")
            .class(&self.classes)
            .attr("href", &self.href)
            .attrs(&self.attrs)
            .push(&self.text)
            .push_opt(hidden)
    }
}

#[derive(Clone, Debug, Default)]
pub struct Row {
    key: Content,
    value: Content,
    actions: Vec<Action>,
    key_classes: String,
    value_classes: String,
    actions_classes: String,
    classes: String,
}

impl Row {
    pub fn new(key: impl Into<Content>, value: impl Into<Content>) -> Self {
        Row {
            key: key.into(),
            value: value.into(),
            ..Row::default()
        }
    }

    setters!(classes: String, key_classes: String, value_classes: String, actions_classes: String);

    #[must_use]
    pub fn action(mut self, action: Action) -> Self {
        self.actions.push(action);
        self
    }

    fn draw(&self, any_actions: bool, card: Option<&Content>) -> El {
        let actions = match self.actions.as_slice() {
            [] => None,
            [one] => Some(el("dd").push(one.draw(card))),
            many => Some(
                el("dd").push(el("ul").class("govuk-summary-list__actions-list").push_all(
                    many.iter().map(|action| {
                        el("li")
                            .class("govuk-summary-list__actions-list-item")
                            .push(action.draw(card))
                    }),
                )),
            ),
        };
        el("div")
            .class("govuk-summary-list__row")
            .class_if(
                any_actions && actions.is_none(),
                "govuk-summary-list__row--no-actions",
            )
            .class(&self.classes)
            .push(
                el("dt")
                    .class("govuk-summary-list__key")
                    .class(&self.key_classes)
                    .push(&self.key),
            )
            .push(
                el("dd")
                    .class("govuk-summary-list__value")
                    .class(&self.value_classes)
                    .push(&self.value),
            )
            .push_opt(actions.map(|dd| {
                dd.class("govuk-summary-list__actions")
                    .class(&self.actions_classes)
            }))
    }
}

/// A frame with a title around a summary list.
#[derive(Clone, Debug, Default)]
pub struct Card {
    title: Content,
    level: Option<Level>,
    actions: Vec<Action>,
    classes: String,
    attrs: Attrs,
}

impl Card {
    pub fn new(title: impl Into<Content>) -> Self {
        Card {
            title: title.into(),
            ..Card::default()
        }
    }

    common!();
    optional!(level: Level);

    #[must_use]
    pub fn action(mut self, action: Action) -> Self {
        self.actions.push(action);
        self
    }

    fn draw(&self, list: El) -> El {
        let title = (!self.title.is_empty()).then_some(&self.title);
        let heading = title.map(|title| {
            el(self.level.unwrap_or(Level::Two).element())
                .class("govuk-summary-card__title")
                .push(title)
        });
        let actions =
            match self.actions.as_slice() {
                [] => None,
                [one] => Some(
                    el("div")
                        .class("govuk-summary-card__actions")
                        .push(one.draw(title)),
                ),
                many => Some(el("ul").class("govuk-summary-card__actions").push_all(
                    many.iter().map(|action| {
                        el("li")
                            .class("govuk-summary-card__action")
                            .push(action.draw(title))
                    }),
                )),
            };
        let head = el("div")
            .class("govuk-summary-card__title-wrapper")
            .push_opt(heading)
            .push_opt(actions);
        el("div")
            .class("govuk-summary-card")
            .class(&self.classes)
            .attrs(&self.attrs)
            .push(head)
            .push(el("div").class("govuk-summary-card__content").push(list))
    }
}

/// Names and values, with what can be done about each.
#[derive(Clone, Debug, Default)]
pub struct SummaryList {
    rows: Vec<Row>,
    card: Option<Card>,
    classes: String,
    attrs: Attrs,
}

impl SummaryList {
    pub fn new(rows: impl IntoIterator<Item = Row>) -> Self {
        SummaryList {
            rows: rows.into_iter().collect(),
            ..SummaryList::default()
        }
    }

    common!();
    optional!(card: Card);
}

impl Render for SummaryList {
    fn render_to(&self, out: &mut String) {
        let any_actions = self.rows.iter().any(|row| !row.actions.is_empty());
        let card = self
            .card
            .as_ref()
            .map(|card| &card.title)
            .filter(|title| !title.is_empty());
        let list = el("dl")
            .class("govuk-summary-list")
            .class(&self.classes)
            .attrs(&self.attrs)
            .push_all(self.rows.iter().map(|row| row.draw(any_actions, card)));
        match &self.card {
            Some(card) => card.draw(list).render_to(out),
            None => list.render_to(out),
        }
    }
}
