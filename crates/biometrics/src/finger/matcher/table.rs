//! A list that answers nought outside of itself.

/// What was never set is `T::default()`.
#[derive(Debug)]
pub(super) struct Table<T>(Vec<T>);

impl<T: Copy + Default> Table<T> {
    pub(super) fn new(length: usize) -> Self {
        Self(vec![T::default(); length])
    }

    pub(super) fn at(&self, place: usize) -> T {
        self.0.get(place).copied().unwrap_or_default()
    }

    pub(super) fn set(&mut self, place: usize, to: T) {
        if let Some(slot) = self.0.get_mut(place) {
            *slot = to;
        }
    }
}
