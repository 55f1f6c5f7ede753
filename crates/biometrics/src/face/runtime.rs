//! The one place that knows who runs the networks: ONNX Runtime, a library of its own, loaded when it is needed.
//! Whoever wants another (tract, an accelerator) changes this file alone.

use std::num::NonZeroUsize;
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

use ort::environment::Environment;
use ort::session::Session;
use ort::value::TensorRef;

/// A process has one; the library that was loaded first stays.
static ENVIRONMENT: Mutex<Option<Environment>> = Mutex::new(None);

/// What the library says when it fails. No personal data: it has seen numbers only.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct RuntimeError(String);

impl<T> From<ort::Error<T>> for RuntimeError {
    fn from(error: ort::Error<T>) -> Self {
        Self(error.to_string())
    }
}

/// A loaded library.
pub(super) struct Runtime(Environment);

/// A network, ready to run on as many threads at once as it has lanes; a further caller waits.
pub(super) struct Model {
    lanes: Vec<Mutex<Session>>,
}

impl Runtime {
    /// Loads the library, if none is loaded yet.
    pub(super) fn load(library: &Path) -> Result<Self, RuntimeError> {
        let mut environment = locked(&ENVIRONMENT);
        if let Some(loaded) = &*environment {
            return Ok(Self(loaded.clone()));
        }
        let builder = ort::init_from(library).map_err(|cause| RuntimeError(cause.to_string()))?;
        let loaded = builder.with_telemetry(false).build()?;
        *environment = Some(loaded.clone());
        Ok(Self(loaded))
    }

    /// Makes a network ready. Each lane holds a copy of its weights and computes on the caller's thread alone.
    pub(super) fn model(&self, file: &[u8], lanes: NonZeroUsize) -> Result<Model, RuntimeError> {
        let lane = || -> Result<_, RuntimeError> {
            let builder = Session::builder(&self.0)?;
            let mut builder = builder.with_intra_threads(1)?.with_inter_threads(1)?;
            Ok(Mutex::new(builder.commit_from_memory(file)?))
        };
        Ok(Model {
            lanes: (0..lanes.get()).map(|_| lane()).collect::<Result<_, _>>()?,
        })
    }
}

impl Model {
    /// Runs the network on one input; gives its outputs in the network's own order.
    pub(super) fn run(
        &self,
        shape: &[usize],
        input: &[f32],
    ) -> Result<Vec<Vec<f32>>, RuntimeError> {
        let mut session = self.lane()?;
        let input = TensorRef::from_array_view((shape, input))?;
        let outputs = session.run(ort::inputs![input])?;
        let mut numbers = Vec::with_capacity(outputs.len());
        for (_, output) in &outputs {
            numbers.push(output.try_extract_tensor::<f32>()?.1.to_vec());
        }
        Ok(numbers)
    }

    /// A lane that is free, or else the first one once it is.
    fn lane(&self) -> Result<MutexGuard<'_, Session>, RuntimeError> {
        let free = self.lanes.iter().find_map(|lane| lane.try_lock().ok());
        let first = || self.lanes.first().map(locked);
        free.or_else(first)
            .ok_or_else(|| RuntimeError("a model without lanes".to_owned()))
    }
}

/// What a panic left behind is a session that can run again: nothing of ours is half done in it.
fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
