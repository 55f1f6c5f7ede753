//! Papers integrated into the account (D59-3.7): what kinds there are, what the holder enters,
//! what the source register answers, and whether the two belong together.

pub mod health;
pub mod kind;
pub mod licence;
pub mod licence_class;
pub mod matching;
pub mod passport;
pub mod record;
pub mod request;
pub mod state;

pub use health::{HealthClaim, HealthCode, HealthCodeError, HealthFacts, HealthRecord};
pub use kind::{AppVersion, DocumentKind, VersionError};
pub use licence::{
    HeldClass, LicenceClaim, LicenceFacts, LicenceForm, LicenceNumber, LicenceNumberError,
    LicenceRecord, Points,
};
pub use licence_class::{ClaimedClass, ClassError, LicenceClass};
pub use matching::{
    Facts, HolderFacts, Matched, Reason, Verdict, check_health, check_licence, check_passport,
};
pub use passport::{
    PassportClaim, PassportFacts, PassportNumber, PassportNumberError, PassportRecord,
};
pub use record::{Authority, Owner, OwnerNumber, SourceState};
pub use request::{IntegrationRequest, RequestError};
pub use state::{Document, DocumentError, Shown, State};
