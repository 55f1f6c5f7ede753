//! What is named in an address by its subject and its own identifier, so that a look-up stays on one
//! shard: `sub_….cas_…`.

/// Declares such a name.
macro_rules! in_address {
    ($(#[$doc:meta])* $name:ident($id:ident), $(#[$whose:meta])*) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub struct $name {
            $(#[$whose])*
            pub subject: domain::ids::SubjectId,
            /// Which.
            pub id: domain::ids::$id,
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(f, "{}.{}", self.subject, self.id)
            }
        }

        impl std::str::FromStr for $name {
            type Err = domain::ids::IdError;

            fn from_str(text: &str) -> std::result::Result<Self, Self::Err> {
                let (subject, id) = text.split_once('.').ok_or(domain::ids::IdError)?;
                Ok(Self {
                    subject: subject.parse()?,
                    id: id.parse()?,
                })
            }
        }
    };
}

pub(crate) use in_address;
