use maud::Render;

use crate::{
    content::{Attrs, Content, common, optional, setters},
    message::Tag,
    raw::{El, el},
};

#[derive(Clone, Debug)]
pub enum TaskStatus {
    /// "Done": plain words.
    Plain(Content),
    Tag(Tag),
}

#[derive(Clone, Debug)]
pub struct Task {
    title: Content,
    href: Option<String>,
    hint: Option<Content>,
    status: TaskStatus,
    title_classes: String,
    status_classes: String,
    classes: String,
}

impl Task {
    pub fn new(title: impl Into<Content>, status: TaskStatus) -> Self {
        Task {
            title: title.into(),
            href: None,
            hint: None,
            status,
            title_classes: String::new(),
            status_classes: String::new(),
            classes: String::new(),
        }
    }

    optional!(href: String, hint: Content);
    setters!(title_classes: String, status_classes: String, classes: String);

    fn draw(&self, stem: &str) -> El {
        let hint_id = format!("{stem}-hint");
        let status_id = format!("{stem}-status");
        let name = match &self.href {
            Some(href) => {
                let described = match &self.hint {
                    Some(_) => format!("{hint_id} {status_id}"),
                    None => status_id.clone(),
                };
                el("a")
                    .class("govuk-link govuk-task-list__link")
                    .class(&self.title_classes)
                    .attr("href", href)
                    .attr("aria-describedby", described)
                    .push(&self.title)
            }
            None => el("div").class(&self.title_classes).push(&self.title),
        };
        let hint = self.hint.as_ref().map(|hint| {
            el("div")
                .attr("id", &hint_id)
                .class("govuk-task-list__hint")
                .push(hint)
        });
        let status = el("div")
            .class("govuk-task-list__status")
            .class(&self.status_classes)
            .attr("id", &status_id);
        let status = match &self.status {
            TaskStatus::Plain(words) => status.push(words),
            TaskStatus::Tag(tag) => status.push(tag),
        };
        el("li")
            .class("govuk-task-list__item")
            .class_if(self.href.is_some(), "govuk-task-list__item--with-link")
            .class(&self.classes)
            .push(
                el("div")
                    .class("govuk-task-list__name-and-hint")
                    .push(name)
                    .push_opt(hint),
            )
            .push(status)
    }
}

/// Steps of a long job, done in any order.
#[derive(Clone, Debug)]
pub struct TaskList {
    id_prefix: String,
    tasks: Vec<Option<Task>>,
    classes: String,
    attrs: Attrs,
}

impl TaskList {
    pub fn new(tasks: impl IntoIterator<Item = Task>) -> Self {
        TaskList::sparse(tasks.into_iter().map(Some))
    }

    /// Leaves out `None`, keeping the numbers of the rest.
    pub fn sparse(tasks: impl IntoIterator<Item = Option<Task>>) -> Self {
        TaskList {
            id_prefix: "task-list".into(),
            tasks: tasks.into_iter().collect(),
            classes: String::new(),
            attrs: Attrs::default(),
        }
    }

    common!();
    setters!(id_prefix: String);
}

impl Render for TaskList {
    fn render_to(&self, out: &mut String) {
        let tasks = self.tasks.iter().enumerate().filter_map(|(at, task)| {
            task.as_ref()
                .map(|task| task.draw(&format!("{}-{}", self.id_prefix, at + 1)))
        });
        el("ul")
            .class("govuk-task-list")
            .class(&self.classes)
            .attrs(&self.attrs)
            .push_all(tasks)
            .render_to(out);
    }
}
