//! Controls of forms.

mod button;
mod choice;
mod date_input;
mod field;
mod file_upload;
mod input;
mod password_input;
mod scan_code;
mod select;
mod take_photo;
mod textarea;

pub use button::{Button, ButtonKind, ButtonLink};
pub use choice::{Checkboxes, Choice, Radios};
pub use date_input::{DateInput, DateItem};
pub use field::{Fieldset, Hint, Label, Legend};
pub use file_upload::FileUpload;
pub use input::{Affix, Input};
pub use password_input::PasswordInput;
pub use scan_code::ScanCode;
pub use select::{Select, SelectOption};
pub use take_photo::TakePhoto;
pub use textarea::Textarea;
