//! Enumerations whose members have stable codes, and small sets of them.

use std::marker::PhantomData;

/// A member of a short list, with a stable kebab-case code for files and counts.
pub trait Coded: Copy + 'static {
    /// All members, in the order of their places.
    const ALL: &'static [Self];
    /// Stable code.
    fn code(self) -> &'static str;
    /// Its place in the list, below 16.
    fn place(self) -> u8;
}

/// Declares such an enumeration.
macro_rules! coded {
    ($(#[$doc:meta])* $name:ident { $($(#[$note:meta])* $member:ident = $code:literal;)+ }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum $name { $($(#[$note])* $member,)+ }

        impl $crate::cleaning::Coded for $name {
            const ALL: &'static [Self] = &[$(Self::$member,)+];

            fn code(self) -> &'static str {
                match self { $(Self::$member => $code,)+ }
            }

            fn place(self) -> u8 {
                self as u8
            }
        }
    };
}
pub(super) use coded;

/// Some members of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Set<T>(u16, PhantomData<T>);

impl<T> Default for Set<T> {
    fn default() -> Self {
        Self(0, PhantomData)
    }
}

impl<T: Coded> Set<T> {
    /// Takes a member in.
    pub fn insert(&mut self, member: T) {
        self.0 |= 1 << member.place();
    }

    /// The same with one more.
    #[must_use]
    pub fn with(mut self, member: T) -> Self {
        self.insert(member);
        self
    }

    /// Everything in either.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self(self.0 | other.0, PhantomData)
    }

    /// Whether a member is in it.
    pub fn has(self, member: T) -> bool {
        self.0 & (1 << member.place()) != 0
    }

    /// Whether nothing is in it.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// How many.
    pub const fn len(self) -> u32 {
        self.0.count_ones()
    }

    /// Its members, in the order of the list.
    pub fn iter(self) -> impl Iterator<Item = T> {
        T::ALL.iter().copied().filter(move |m| self.has(*m))
    }

    /// Codes with a blank between.
    pub fn codes(self) -> String {
        let codes: Vec<_> = self.iter().map(T::code).collect();
        codes.join(" ")
    }
}

impl<T: Coded, const N: usize> From<[T; N]> for Set<T> {
    fn from(members: [T; N]) -> Self {
        members.into_iter().fold(Self::default(), Self::with)
    }
}
