//! From a fixture's options to our builders. English defaults of the original stand here: the
//! components themselves hold no words.

use maud::{Markup, Render};
use ui::{
    Action, Attrs, BackLink, Breadcrumbs, Button, ButtonLink, Card, Cell, Checkboxes, Choice,
    DateInput, DateItem, Details, ErrorMessage, ErrorSummary, Fieldset, FileUpload, GenericHeader,
    Hint, Input, InsetText, Label, Legend, Level, NotificationBanner, Pagination, Panel,
    PasswordInput, PhaseBanner, Radios, Row, Select, SelectOption, SkipLink, SummaryList, Table,
    Tag, Task, TaskList, TaskStatus, Textarea, Tone, WarningText,
};

use super::options::Options;

type O<'a> = Options<'a>;

/// Calls a setter if the option is there.
macro_rules! set {
    ($builder:ident, $options:expr, $($key:literal => $setter:ident),* $(,)?) => {
        $(if let Some(value) = $options.some($key) { $builder = $builder.$setter(value); })*
    };
}

/// `classes` and `attributes`.
macro_rules! common {
    ($builder:ident, $options:expr) => {
        set!($builder, $options, "classes" => class);
        for (name, value) in $options.attributes("attributes") { $builder = $builder.attr(name, value); }
    };
}

/// Hint, error, described-by and the group's class.
macro_rules! field {
    ($builder:ident, $options:expr) => {
        if $options.sub("hint").truthy() { $builder = $builder.hint(hint(&$options.sub("hint"))); }
        if $options.sub("errorMessage").truthy() {
            $builder = $builder.error(Some(error(&$options.sub("errorMessage"))));
        }
        set!($builder, $options, "describedBy" => described_by);
        if let Some(names) = $options.sub("formGroup").some("classes") {
            $builder = $builder.group_class(names);
        }
    };
}

pub fn draw(component: &str, o: &O) -> Markup {
    match component {
        "back-link" => back_link(o),
        "breadcrumbs" => breadcrumbs(o),
        "button" => button(o),
        "checkboxes" => checkboxes(o),
        "date-input" => date_input(o),
        "details" => details(o),
        "error-message" => error(o).render(),
        "error-summary" => error_summary(o),
        "fieldset" => fieldset(o).body(o.content("html", "-")).render(),
        "file-upload" => file_upload(o),
        "generic-header" => generic_header(o),
        "hint" => hint(o).render(),
        "input" => input(o).render(),
        "inset-text" => inset_text(o),
        "label" => label(o).render(),
        "notification-banner" => notification_banner(o),
        "pagination" => pagination(o),
        "panel" => panel(o),
        "password-input" => password_input(o),
        "phase-banner" => phase_banner(o),
        "radios" => radios(o),
        "select" => select(o),
        "skip-link" => skip_link(o),
        "summary-list" => summary_list(o),
        "table" => table(o),
        "tag" => tag(o).render(),
        "task-list" => task_list(o),
        "textarea" => textarea(o),
        "warning-text" => warning_text(o),
        other => unreachable!("no adapter for {other}"),
    }
}

fn back_link(o: &O) -> Markup {
    let mut text = o.content("html", "text");
    if text.is_empty() {
        text = "Back".into();
    }
    let mut link = BackLink::new(o.or("href", "#"), text);
    common!(link, o);
    link.render()
}

fn breadcrumbs(o: &O) -> Markup {
    let mut crumbs = Breadcrumbs::new(o.or("labelText", "Breadcrumb"));
    common!(crumbs, o);
    crumbs = crumbs.collapse_on_mobile(o.on("collapseOnMobile"));
    for item in o.list("items") {
        let attrs = attrs(&item);
        crumbs = crumbs.item(item.some("href"), item.content("html", "text"), attrs);
    }
    crumbs.render()
}

fn attrs(o: &O) -> Attrs {
    let mut attrs = Attrs::default();
    o.attributes("attributes")
        .into_iter()
        .for_each(|(name, value)| attrs.push(name, value));
    attrs
}

fn button(o: &O) -> Markup {
    let text = o.content("html", "text");
    if let Some(href) = o.some("href") {
        let mut link = ButtonLink::new(href, text).start(o.on("isStartButton"));
        common!(link, o);
        set!(link, o, "id" => id);
        for key in ["name", "preventDoubleClick", "type", "value", "disabled"] {
            let _not_for_links = o.text(key);
        }
        return link.render();
    }
    let mut button = Button::new(text)
        .start(o.on("isStartButton"))
        .disabled(o.on("disabled"));
    common!(button, o);
    set!(button, o, "name" => name, "value" => value, "id" => id);
    if let Some(on) = o.flag("preventDoubleClick") {
        button = button.prevent_double_click(on);
    }
    if let Some(kind) = o.some("type") {
        button = button.input_type(Box::leak(kind.into_boxed_str()));
    }
    button.render()
}

fn label(o: &O) -> Label {
    let mut label = Label::new(o.content("html", "text")).page_heading(o.on("isPageHeading"));
    common!(label, o);
    set!(label, o, "for" => target);
    label
}

fn hint(o: &O) -> Hint {
    let mut hint = Hint::new(o.content("html", "text"));
    common!(hint, o);
    set!(hint, o, "id" => id);
    hint
}

fn error(o: &O) -> ErrorMessage {
    let prefix = o
        .text("visuallyHiddenText")
        .unwrap_or_else(|| "Error".into());
    let prefix = if prefix == "false" {
        String::new()
    } else {
        prefix
    };
    let mut message = ErrorMessage::new(prefix, o.content("html", "text"));
    common!(message, o);
    set!(message, o, "id" => id);
    message
}

fn error_summary(o: &O) -> Markup {
    let mut summary = ErrorSummary::new(o.content("titleHtml", "titleText"))
        .description(o.content("descriptionHtml", "descriptionText"));
    common!(summary, o);
    if let Some(off) = o.flag("disableAutoFocus") {
        summary = summary.auto_focus(!off);
    }
    for item in o.list("errorList") {
        let text = item.content("html", "text");
        summary = match item.some("href") {
            Some(href) => summary.link(href, text, attrs(&item)),
            None => summary.plain(text),
        };
    }
    summary.render()
}

fn fieldset(o: &O) -> Fieldset {
    let legend = o.sub("legend");
    let words = Legend::new(legend.content("html", "text"))
        .page_heading(legend.on("isPageHeading"))
        .classes(legend.some("classes").unwrap_or_default());
    let mut fieldset = Fieldset::new(words);
    common!(fieldset, o);
    set!(fieldset, o, "describedBy" => described_by, "role" => role);
    fieldset
}

fn choice(o: &O) -> Choice {
    if let Some(words) = o.some("divider") {
        return Choice::divider(words);
    }
    let mut choice = Choice::new(
        o.text("value").unwrap_or_default(),
        o.content("html", "text"),
    )
    .disabled(o.on("disabled"))
    .label_classes(o.sub("label").some("classes").unwrap_or_default());
    set!(choice, o, "id" => id, "name" => name, "behaviour" => behaviour);
    if o.sub("hint").sub("text").truthy() || o.sub("hint").sub("html").truthy() {
        choice = choice.hint(hint(&o.sub("hint")));
    }
    if let Some(checked) = o.flag("checked") {
        choice = choice.checked(checked);
    }
    let reveals = o.sub("conditional").content("html", "-");
    if !reveals.is_empty() {
        choice = choice.reveals(reveals);
    }
    for (name, value) in o.attributes("attributes") {
        choice = choice.attr(name, value);
    }
    for (name, value) in o.sub("label").attributes("attributes") {
        choice = choice.label_attr(name, value);
    }
    choice
}

macro_rules! group {
    ($group:expr, $o:ident) => {{
        let mut group = $group;
        common!(group, $o);
        field!(group, $o);
        set!(group, $o, "idPrefix" => id_prefix, "value" => value);
        if $o.sub("fieldset").truthy() {
            group = group.fieldset(fieldset(&$o.sub("fieldset")));
        }
        for value in $o.list("values") {
            group = group.value(value.own_text().unwrap_or_default());
        }
        group.items($o.list("items").iter().filter(|item| item.truthy()).map(choice)).render()
    }};
}

fn checkboxes(o: &O) -> Markup {
    group!(Checkboxes::bare(o.or("name", "")), o)
}

fn radios(o: &O) -> Markup {
    group!(Radios::bare(o.or("name", "")), o)
}

fn date_input(o: &O) -> Markup {
    let mut date = DateInput::bare(o.or("id", "")).name_prefix(o.or("namePrefix", ""));
    common!(date, o);
    field!(date, o);
    if o.sub("fieldset").truthy() {
        date = date.fieldset(fieldset(&o.sub("fieldset")).role("group"));
    }
    let items = o.list("items");
    if items.is_empty() {
        for (key, words, width) in [
            ("day", "Day", 2),
            ("month", "Month", 2),
            ("year", "Year", 4),
        ] {
            let part = o.sub(key);
            if part.truthy() || o.text(key).as_deref() != Some("false") && o.text(key).is_none() {
                date = date.item(date_item(o, &part, key, words, width));
            }
        }
    }
    for item in items.iter().filter(|item| item.truthy()) {
        let name = item.or("name", "");
        let words = capital(&name);
        let width = if name == "year" { 4 } else { 2 };
        date = date.item(date_item(o, item, &name, &words, width));
    }
    date.render()
}

fn date_item(o: &O, item: &O, name: &str, words: &str, width: u8) -> DateItem {
    let name = item.or("name", name);
    let words = item.some("label").unwrap_or_else(|| {
        if item.some("name").is_some() {
            capital(&name)
        } else {
            words.to_owned()
        }
    });
    let mut date = DateItem::new(name.clone(), words, width);
    common!(date, item);
    set!(date, item, "id" => id, "value" => value, "inputmode" => inputmode,
        "autocomplete" => autocomplete, "pattern" => pattern);
    let prefix = o
        .some("namePrefix")
        .map(|prefix| prefix + "-")
        .unwrap_or_default();
    let values = o.sub("values");
    let typed = values.some(&format!("{prefix}{name}"));
    let own = o.sub(&name).some("value").or(typed);
    if let (None, Some(value)) = (item.text("value"), own) {
        date = date.value(value);
    }
    if let Some(wrong) = item.flag("error") {
        date = date.error(wrong);
    }
    date
}

fn capital(name: &str) -> String {
    let mut chars = name.chars();
    chars
        .next()
        .map(|first| first.to_uppercase().collect::<String>() + chars.as_str())
        .unwrap_or_default()
}

fn details(o: &O) -> Markup {
    let mut details = Details::new(
        o.content("summaryHtml", "summaryText"),
        o.content("html", "text"),
    )
    .open(o.on("open"));
    common!(details, o);
    set!(details, o, "id" => id);
    details.render()
}

fn file_upload(o: &O) -> Markup {
    let mut upload = FileUpload::new(o.or("name", ""), label(&o.sub("label")))
        .multiple(o.on("multiple"))
        .disabled(o.on("disabled"));
    common!(upload, o);
    field!(upload, o);
    set!(upload, o, "id" => id);
    let _a_file_has_no_value = o.text("value");
    upload.render()
}

fn generic_header(o: &O) -> Markup {
    let mut header = GenericHeader::new(o.or("url", "/"), o.content("logoHtml", "logoText"));
    common!(header, o);
    set!(header, o, "containerClasses" => container_classes);
    header.render()
}

fn input(o: &O) -> Input {
    let mut input = Input::new(o.or("name", ""), label(&o.sub("label"))).disabled(o.on("disabled"));
    common!(input, o);
    field!(input, o);
    set!(input, o, "id" => id, "value" => value, "autocomplete" => autocomplete,
        "inputmode" => inputmode, "pattern" => pattern, "autocapitalize" => autocapitalize);
    if let Some(on) = o.flag("spellcheck") {
        input = input.spellcheck(on);
    }
    if let Some(kind) = o.some("type") {
        input = input.input_type(Box::leak(kind.into_boxed_str()));
    }
    if let Some(prefix) = affix(&o.sub("prefix")) {
        input = input.prefix(prefix);
    }
    if let Some(suffix) = affix(&o.sub("suffix")) {
        input = input.suffix(suffix);
    }
    let wrapper = o.sub("inputWrapper");
    input = input.wrapper_class(&wrapper.some("classes").unwrap_or_default());
    for (name, value) in wrapper.attributes("attributes") {
        input = input.wrapper_attr(name, value);
    }
    input
}

fn affix(o: &O) -> Option<ui::control::Affix> {
    let mut affix = ui::control::Affix::from(o.content("html", "text"));
    common!(affix, o);
    (o.sub("html").truthy() || o.sub("text").truthy()).then_some(affix)
}

fn inset_text(o: &O) -> Markup {
    let mut inset = InsetText::new(o.content("html", "text"));
    common!(inset, o);
    set!(inset, o, "id" => id);
    inset.render()
}

fn level(o: &O, key: &str, default: Level) -> Level {
    match o.number(key) {
        Some(1) => Level::One,
        Some(2) => Level::Two,
        Some(3) => Level::Three,
        _ => default,
    }
}

fn notification_banner(o: &O) -> Markup {
    let success = o.some("type").as_deref() == Some("success");
    let mut title = o.content("titleHtml", "titleText");
    if title.is_empty() {
        title = if success { "Success" } else { "Important" }.into();
    }
    let mut banner = NotificationBanner::new(title, o.content("html", "text"))
        .success(success)
        .level(level(o, "titleHeadingLevel", Level::Two));
    common!(banner, o);
    set!(banner, o, "role" => role, "titleId" => title_id);
    if let Some(off) = o.flag("disableAutoFocus") {
        banner = banner.auto_focus(!off);
    }
    banner.render()
}

fn pagination(o: &O) -> Markup {
    let mut pages = Pagination::new(o.or("landmarkLabel", "Pagination"));
    common!(pages, o);
    for item in o
        .list("items")
        .iter()
        .filter(|item| item.truthy() && !item.is_blank())
    {
        let number = item.text("number").unwrap_or_default();
        let label = item
            .text("visuallyHiddenText")
            .unwrap_or_else(|| format!("Page {number}"));
        pages = if item.on("ellipsis") {
            pages.gap()
        } else {
            pages.page(number, item.or("href", ""), label, item.on("current"))
        };
    }
    for (key, word) in [("previous", "Previous"), ("next", "Next")] {
        let arrow = o.sub(key);
        let Some(href) = arrow.some("href") else {
            continue;
        };
        let mut text = arrow.content("html", "text");
        if text.is_empty() {
            text = maud::html! { (word) span.govuk-visually-hidden { " page" } }.into();
        }
        let label = arrow.some("labelText").unwrap_or_default();
        pages = if key == "next" {
            pages.next(href, text, label)
        } else {
            pages.previous(href, text, label)
        };
    }
    pages.render()
}

fn panel(o: &O) -> Markup {
    let mut panel = Panel::new(o.content("titleHtml", "titleText"))
        .text(o.content("html", "text"))
        .level(level(o, "headingLevel", Level::One));
    let interruption = o
        .sub("classes")
        .own_text_unmarked()
        .contains("--interruption");
    if interruption {
        for (name, value) in o.attributes("attributes") {
            panel = panel.attr(name, value);
        }
    } else {
        common!(panel, o);
    }
    panel.render()
}

fn password_input(o: &O) -> Markup {
    let mut password = PasswordInput::new(o.or("name", ""), label(&o.sub("label")))
        .show(o.or("showPasswordText", "Show"))
        .show_label(o.or("showPasswordAriaLabelText", "Show password"))
        .words_as_data(o.some("showPasswordText").is_some())
        .input(|mut input| {
            common!(input, o);
            field!(input, o);
            set!(input, o, "value" => value);
            input
        });
    set!(password, o, "id" => id, "autocomplete" => autocomplete, "hidePasswordText" => hide,
        "hidePasswordAriaLabelText" => hide_label, "passwordShownAnnouncementText" => shown,
        "passwordHiddenAnnouncementText" => hidden);
    password.render()
}

fn phase_banner(o: &O) -> Markup {
    let tag = o.sub("tag");
    let mut banner = PhaseBanner::new(tag.content("html", "text"), o.content("html", "text"))
        .tag_classes(tag.some("classes").unwrap_or_default());
    common!(banner, o);
    banner.render()
}

fn select(o: &O) -> Markup {
    let mut select = Select::new(o.or("name", ""), label(&o.sub("label")));
    common!(select, o);
    field!(select, o);
    set!(select, o, "id" => id, "value" => value);
    let options = o
        .list("items")
        .into_iter()
        .filter(Options::truthy)
        .map(|item| {
            let text = item.text("text").unwrap_or_default();
            let mut option = match item.text("value") {
                Some(value) => SelectOption::new(value, text),
                None => SelectOption::text_only(text),
            };
            if let Some(selected) = item.flag("selected") {
                option = option.selected(selected);
            }
            for (name, value) in item.attributes("attributes") {
                option = option.attr(name, value);
            }
            option.disabled(item.on("disabled"))
        });
    select.options(options.collect::<Vec<_>>()).render()
}

fn skip_link(o: &O) -> Markup {
    let mut link = SkipLink::new(o.or("href", "#content"), o.content("html", "text"));
    common!(link, o);
    link.render()
}

fn action(o: &O) -> Action {
    let what = o.some("visuallyHiddenText").unwrap_or_default();
    let mut action = Action::new(o.or("href", ""), o.content("html", "text"), what);
    common!(action, o);
    action
}

fn summary_list(o: &O) -> Markup {
    let rows = o
        .list("rows")
        .into_iter()
        .filter(Options::truthy)
        .map(|row| {
            let (key, value, actions) = (row.sub("key"), row.sub("value"), row.sub("actions"));
            let drawn = Row::new(key.content("html", "text"), value.content("html", "text"))
                .classes(row.some("classes").unwrap_or_default())
                .key_classes(key.some("classes").unwrap_or_default())
                .value_classes(value.some("classes").unwrap_or_default())
                .actions_classes(actions.some("classes").unwrap_or_default());
            actions
                .list("items")
                .iter()
                .fold(drawn, |row, item| row.action(action(item)))
        });
    let mut list = SummaryList::new(rows.collect::<Vec<_>>());
    common!(list, o);
    let card = o.sub("card");
    if card.truthy() {
        let title = card.sub("title");
        let mut frame = Card::new(title.content("html", "text")).level(level(
            &title,
            "headingLevel",
            Level::Two,
        ));
        common!(frame, card);
        for item in card.sub("actions").list("items") {
            frame = frame.action(action(&item));
        }
        list = list.card(frame);
    }
    list.render()
}

fn cell(o: &O) -> Cell {
    let mut cell = Cell::new(o.content("html", "text"));
    common!(cell, o);
    set!(cell, o, "format" => format);
    if let Some(n) = o.number("colspan") {
        cell = cell.colspan(n);
    }
    if let Some(n) = o.number("rowspan") {
        cell = cell.rowspan(n);
    }
    cell
}

fn table(o: &O) -> Markup {
    let mut table = Table::new(o.list("head").iter().map(cell))
        .stacked(false)
        .first_cell_is_header(o.on("firstCellIsHeader"));
    common!(table, o);
    set!(table, o, "caption" => caption, "captionClasses" => caption_classes);
    for row in o.list("rows").iter().filter(|row| row.truthy()) {
        table = table.row(row.elements().iter().map(cell));
    }
    table.render()
}

fn tag(o: &O) -> Tag {
    let mut tag = Tag::new(Tone::Info, o.content("html", "text"));
    common!(tag, o);
    tag
}

fn task_list(o: &O) -> Markup {
    let tasks = o.list("items").into_iter().map(|item| {
        item.truthy().then(|| {
            let (title, status) = (item.sub("title"), item.sub("status"));
            let shown = if status.sub("tag").truthy() {
                TaskStatus::Tag(tag(&status.sub("tag")))
            } else {
                TaskStatus::Plain(status.content("html", "text"))
            };
            let mut task = Task::new(title.content("html", "text"), shown)
                .title_classes(title.some("classes").unwrap_or_default())
                .status_classes(status.some("classes").unwrap_or_default())
                .classes(item.some("classes").unwrap_or_default());
            set!(task, item, "href" => href);
            if item.sub("hint").truthy() {
                task = task.hint(item.sub("hint").content("html", "text"));
            }
            task
        })
    });
    let mut list = TaskList::sparse(tasks.collect::<Vec<_>>());
    common!(list, o);
    set!(list, o, "idPrefix" => id_prefix);
    list.render()
}

fn textarea(o: &O) -> Markup {
    let mut area = Textarea::new(o.or("name", ""), label(&o.sub("label")));
    common!(area, o);
    field!(area, o);
    set!(area, o, "id" => id, "value" => value, "autocomplete" => autocomplete);
    if let Some(on) = o.flag("spellcheck") {
        area = area.spellcheck(on);
    }
    if let Some(rows) = o.number("rows") {
        area = area.rows(u8::try_from(rows).unwrap_or(u8::MAX));
    }
    area.render()
}

fn warning_text(o: &O) -> Markup {
    let mut warning = WarningText::new(
        o.or("iconFallbackText", "Warning"),
        o.content("html", "text"),
    );
    common!(warning, o);
    warning.render()
}
