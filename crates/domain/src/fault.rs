//! What is wrong with one field of bad input: field, stable code, and values for the message.

/// One fault in one field. The text shown is `error-<code>` of the reader's language; the API
/// repeats field and code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Name of the form field or JSON member.
    pub field: &'static str,
    /// Stable kebab-case code.
    pub code: &'static str,
    /// Numbers or words that the message mentions; never personal data.
    pub args: Vec<(&'static str, String)>,
}

impl Fault {
    /// A fault without values.
    pub const fn new(field: &'static str, code: &'static str) -> Self {
        Self {
            field,
            code,
            args: Vec::new(),
        }
    }

    /// Adds a value for the message.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl std::fmt::Display) -> Self {
        self.args.push((name, value.to_string()));
        self
    }
}

/// Collects faults of several fields, so that a person sees them all at once.
#[derive(Debug, Default)]
pub struct Faults(Vec<Fault>);

impl Faults {
    /// Keeps the value, or notes the fault and gives `None`.
    pub fn take<T>(&mut self, result: Result<T, Fault>) -> Option<T> {
        match result {
            Ok(value) => Some(value),
            Err(fault) => {
                self.0.push(fault);
                None
            }
        }
    }

    /// Notes a fault.
    pub fn push(&mut self, fault: Fault) {
        self.0.push(fault);
    }

    /// Puts them in the order of a form's fields; those of no field come last.
    pub fn order(&mut self, fields: &[&str]) {
        let place = |fault: &Fault| fields.iter().position(|field| *field == fault.field);
        self.0
            .sort_by_key(|fault| place(fault).unwrap_or(fields.len()));
    }

    /// All faults noted so far.
    pub fn into_vec(self) -> Vec<Fault> {
        self.0
    }

    /// Whether nothing was wrong.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}
