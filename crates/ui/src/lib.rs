//! The look of the product: HTML components as plain functions, and the static files that style them.
//!
//! Nothing here knows a language, a route or a rule: texts come in, markup goes out. Components follow
//! GOV.UK Frontend's HTML (checked against its own fixtures in `tests/`), `dd-` ones are ours.
//! Every builder implements [`maud::Render`], so it is spliced as `(Input::new("phone", label))`.

pub mod assets;
pub mod content;
pub mod control;
pub mod manifest;
pub mod message;
pub mod navigation;
pub mod product;
pub mod raw;
pub mod structure;

pub use content::{Attrs, Content};
pub use control::{
    Button, ButtonKind, ButtonLink, Checkboxes, Choice, DateInput, DateItem, Fieldset, FileUpload,
    Hint, Input, Label, Legend, PasswordInput, Radios, ScanCode, Select, SelectOption, TakePhoto,
    Textarea,
};
pub use message::{
    Details, ErrorMessage, ErrorSummary, InsetText, Level, NotificationBanner, Panel, PhaseBanner,
    Tag, Tone, WarningText,
};
pub use navigation::{
    BackLink, Breadcrumbs, Footer, GenericHeader, Pagination, SkipLink, Tab, Tabs,
};
pub use product::{
    Bar, Clock, ClockState, DocumentCard, EmptyState, Icon, Measured, Portrait, Portraits, QrCode,
    Split, Stat, Stats, Step, StepState, TabBar, Tile, Tiles, Timeline, Trend, TrendPoint, Verdict,
    VerdictKind, live_fragment,
};
pub use structure::{Action, Card, Cell, Row, SummaryList, Table, Task, TaskList, TaskStatus};
