//! `Debug` that shows which thing it is and nothing that is personal.

/// Implements `Debug` with the named fields only.
macro_rules! redacted {
    ($kind:ident: $($field:ident),*) => {
        impl std::fmt::Debug for $kind {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.debug_struct(stringify!($kind))
                    $(.field(stringify!($field), &self.$field))*
                    .finish_non_exhaustive()
            }
        }
    };
}

pub(crate) use redacted;
