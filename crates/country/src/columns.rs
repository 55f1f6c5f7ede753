//! The columns of each file: UTF-8 without BOM, comma, first line the names, lines end in LF.
//!
//! Names and words are those of the tables `reg_*`, `unit`, `holiday` and of `domain`. Dates are
//! ISO 8601; a date of birth may stop at the year or the month; an empty field is "none" or "not
//! known". Text is NFC. `portrait` is a path beside the file. Sex is `male`, `female`.

/// `province`: of birth registration (FMT-ID-2). `status`: alive, dead. `old_number`: nine digits,
/// only where the register links it (FMT-ID-7).
pub const POPULATION: [&str; 11] = [
    "number",
    "old_number",
    "name",
    "birth",
    "sex",
    "province",
    "address",
    "status",
    "died_on",
    "guardian",
    "portrait",
];

/// `form`: chip, barcode. `status`: valid, withdrawn, held, lost. No `expires_on`: for life.
pub const CARDS: [&str; 7] =
    ["number", "form", "issued_on", "expires_on", "status", "changed_on", "portrait"];

/// `form`: pet, paper. `owner_number`: 12 or 9 digits. `classes`: as printed, with the last day of
/// those that have one, such as `A1;B2=2033-05-17`; the day of issue tells of which list they are.
/// `status`: in-force, held, revoked; the latter two with `status_since` and `status_by`.
pub const LICENCES: [&str; 12] = [
    "number",
    "form",
    "owner_number",
    "owner_name",
    "owner_birth",
    "classes",
    "points",
    "status",
    "status_since",
    "status_by",
    "issued_on",
    "issued_by",
];

/// `code`: 10 or 15 characters, as printed (FMT-BH-1, FMT-BH-2). `status`: in-force.
pub const HEALTH: [&str; 8] = [
    "code",
    "owner_number",
    "owner_name",
    "birth",
    "valid_from",
    "valid_to",
    "facility",
    "status",
];

/// `status`: in-force, revoked.
pub const PASSPORTS: [&str; 8] = [
    "number",
    "owner_number",
    "owner_name",
    "birth",
    "issued_on",
    "expires_on",
    "issued_by",
    "status",
];

/// `kind`: police, immigration, call-centre. `level`: ministry, province, district, commune.
pub const UNITS: [&str; 10] = [
    "code",
    "name",
    "kind",
    "level",
    "parent",
    "province",
    "address",
    "phone",
    "valid_from",
    "valid_to",
];

/// `kind`: off, working (a weekend day worked). Names of provisional days end in "(tạm tính)".
pub const HOLIDAYS: [&str; 3] = ["day", "kind", "name"];
