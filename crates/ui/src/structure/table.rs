use maud::Render;

use crate::{
    content::{Attrs, Content, common, flags, optional, setters},
    raw::{El, el},
};

#[derive(Clone, Debug, Default)]
pub struct Cell {
    content: Content,
    numeric: bool,
    format: Option<String>,
    colspan: Option<u32>,
    rowspan: Option<u32>,
    classes: String,
    attrs: Attrs,
}

impl Cell {
    pub fn new(content: impl Into<Content>) -> Self {
        Cell {
            content: content.into(),
            ..Cell::default()
        }
    }

    /// A figure: right-aligned, digits of one width.
    pub fn numeric(content: impl Into<Content>) -> Self {
        Cell {
            numeric: true,
            ..Cell::new(content)
        }
    }

    common!();
    optional!(colspan: u32, rowspan: u32, format: String);

    fn base(&self, name: &'static str, block: &str) -> El {
        let format = self.format.as_deref().or(self.numeric.then_some("numeric"));
        el(name)
            .class(block)
            .class(
                &format
                    .map(|format| format!("{block}--{format}"))
                    .unwrap_or_default(),
            )
            .class(&self.classes)
            .attr_opt("colspan", self.colspan.map(|n| n.to_string()))
            .attr_opt("rowspan", self.rowspan.map(|n| n.to_string()))
            .attrs(&self.attrs)
            .push(&self.content)
    }
}

impl<T: Into<Content>> From<T> for Cell {
    fn from(content: T) -> Self {
        Cell::new(content)
    }
}

/// Rows of facts. With `stacked`, each row becomes a card on a phone, each cell led by its heading.
#[derive(Clone, Debug, Default)]
pub struct Table {
    caption: Option<String>,
    caption_classes: String,
    head: Vec<Cell>,
    rows: Vec<Vec<Cell>>,
    first_cell_is_header: bool,
    stacked: bool,
    classes: String,
    attrs: Attrs,
}

impl Table {
    /// A stacking table with these column headings.
    pub fn new<C: Into<Cell>>(head: impl IntoIterator<Item = C>) -> Self {
        Table {
            head: head.into_iter().map(Into::into).collect(),
            stacked: true,
            ..Table::default()
        }
    }

    common!();
    flags!(first_cell_is_header, stacked);
    optional!(caption: String);
    setters!(caption_classes: String);

    #[must_use]
    pub fn row<C: Into<Cell>>(mut self, cells: impl IntoIterator<Item = C>) -> Self {
        self.rows.push(cells.into_iter().map(Into::into).collect());
        self
    }

    fn heading(&self, at: usize) -> Option<&str> {
        match self.head.get(at).map(|cell| &cell.content) {
            Some(Content::Text(text)) if self.stacked && !text.is_empty() => Some(text),
            _ => None,
        }
    }

    fn draw_row(&self, cells: &[Cell]) -> El {
        let cells = cells.iter().enumerate().map(|(at, cell)| {
            if at == 0 && self.first_cell_is_header {
                let cell = Cell {
                    numeric: false,
                    format: None,
                    ..cell.clone()
                };
                cell.base("th", "govuk-table__header").attr("scope", "row")
            } else {
                cell.base("td", "govuk-table__cell")
                    .attr_opt("data-label", self.heading(at))
            }
        });
        el("tr").class("govuk-table__row").push_all(cells)
    }
}

impl Render for Table {
    fn render_to(&self, out: &mut String) {
        let caption = self.caption.as_ref().map(|caption| {
            el("caption")
                .class("govuk-table__caption")
                .class(&self.caption_classes)
                .push(caption.as_str())
        });
        let head = (!self.head.is_empty()).then(|| {
            let cells = self
                .head
                .iter()
                .map(|cell| cell.base("th", "govuk-table__header").attr("scope", "col"));
            el("thead")
                .class("govuk-table__head")
                .push(el("tr").class("govuk-table__row").push_all(cells))
        });
        el("table")
            .class("govuk-table")
            .class_if(self.stacked, "dd-table--stacked")
            .class(&self.classes)
            .attrs(&self.attrs)
            .push_opt(caption)
            .push_opt(head)
            .push(
                el("tbody")
                    .class("govuk-table__body")
                    .push_all(self.rows.iter().map(|row| self.draw_row(row))),
            )
            .render_to(out);
    }
}
