//! Staff signing in: login name and password, then a code to the registered e-mail address.

mod add;
mod session;
mod signin;

pub use add::{Add, add};
pub use session::{Member, glance, resume, sign_out};
pub use signin::{Begin, begin, confirm};
