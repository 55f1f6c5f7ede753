//! The search of `biometrics` behind the port.

use std::num::NonZeroUsize;

use biometrics::face::{FaceTemplate, Hit, Identity, Index, TemplateError};

use crate::faces::thousandths;
use crate::ports::{FaceIndex, Near};

/// An index that learns the width of its engine's templates from the first one.
pub(crate) struct Templates {
    engine: Identity,
    index: Option<Index>,
}

impl Templates {
    pub(crate) const fn new(engine: Identity) -> Self {
        Self {
            engine,
            index: None,
        }
    }
}

impl FaceIndex for Templates {
    fn insert(&mut self, place: u64, template: &[u8]) -> bool {
        let Ok(template) = FaceTemplate::from_bytes(template, &self.engine) else {
            return false;
        };
        let Some(width) = NonZeroUsize::new(template.unit().len()) else {
            return false;
        };
        let new = || Index::new(self.engine.clone(), width);
        let index = self.index.get_or_insert_with(new);
        index.insert(place, &template).is_ok()
    }

    fn remove(&mut self, place: u64) {
        if let Some(index) = &mut self.index {
            index.remove(place);
        }
    }

    fn search(&self, template: &[u8], from: u16) -> Result<Vec<Near>, &'static str> {
        let probe =
            FaceTemplate::from_bytes(template, &self.engine).map_err(TemplateError::code)?;
        let Some(index) = &self.index else {
            return Ok(Vec::new());
        };
        let hits = index.search(&probe, usize::MAX, f32::from(from) / 1000.0);
        let near = |hit: Hit| Near {
            place: hit.key,
            score: thousandths(hit.score),
        };
        let hits = hits.map_err(|error| error.code())?;
        Ok(hits.into_iter().map(near).collect())
    }
}
