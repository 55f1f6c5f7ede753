//! One place for a key: its name, type, default and explanation. The structs, the example file and the
//! list of known keys all come from it.

/// A key of a section.
pub(crate) struct Key {
    pub(crate) name: &'static str,
    pub(crate) about: &'static [&'static str],
}

/// A section of the file.
pub(crate) struct Section {
    pub(crate) name: &'static str,
    pub(crate) about: &'static [&'static str],
    pub(crate) keys: &'static [Key],
}

macro_rules! section {
    ($(#[doc = $about:literal])+ $name:ident { $($(#[doc = $key_about:literal])+ $key:ident: $type:ty = $default:expr,)+ }) => {
        $(#[doc = $about])+
        #[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
        #[serde(deny_unknown_fields, default)]
        pub(crate) struct $name {
            $($(#[doc = $key_about])+ pub(crate) $key: $type,)+
        }

        impl Default for $name {
            fn default() -> Self {
                Self { $($key: $default,)+ }
            }
        }

        impl $name {
            pub(crate) const ABOUT: &'static [&'static str] = &[$($about),+];
            pub(crate) const KEYS: &'static [$crate::config::section::Key] = &[
                $($crate::config::section::Key { name: stringify!($key), about: &[$($key_about),+] }),+
            ];
        }
    };
}
