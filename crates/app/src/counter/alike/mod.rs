//! One subject, one account (D59-3.1, D59-3.2): the live portrait of a proofing is looked for among those that level 2
//! was approved with. The machine warns; another officer settles each warning before anything is approved.

mod approve;
mod gallery;
mod image;
mod inspect;
mod open;
mod search;
mod settle;
mod standing;
mod templates;
mod waiting;

pub use gallery::{Gallery, follow};
pub use image::{Whose, image};
pub use inspect::{Inspected, inspect};
pub use open::{Opened, Other, more, open};
pub use settle::{Answer, settle};
pub use standing::Standing;
pub use templates::{KIND, schedule};
pub use waiting::{Waiting, waiting};

pub(crate) use approve::{Enrolment, before_approval, enrol};
pub(crate) use search::{BROKEN, Made, NOT_READY, keep, search};
pub(crate) use standing::{distinct, duplicate, standing};
pub(crate) use templates::run;
