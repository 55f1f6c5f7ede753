//! The one place that knows who runs the networks: ONNX Runtime, a library of its own, loaded when it is needed.
//! Whoever wants another (tract, an accelerator) changes this file alone.

use std::num::NonZeroUsize;
use std::path::Path;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

use ort::environment::Environment;
use ort::session::Session;
use ort::value::TensorRef;

/// A process has one, with the digest of its library; the library that was loaded first stays.
static ENVIRONMENT: Mutex<Option<(String, Environment)>> = Mutex::new(None);

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
    lanes: Pool<Session>,
}

impl Runtime {
    /// Loads the library of this digest, if none is loaded yet; another one than is loaded is refused.
    pub(super) fn load(library: &Path, digest: &str) -> Result<Self, RuntimeError> {
        let mut environment = locked(&ENVIRONMENT);
        if let Some((of, loaded)) = &*environment {
            return if of == digest {
                Ok(Self(loaded.clone()))
            } else {
                Err(RuntimeError("another library is loaded already".to_owned()))
            };
        }
        let builder = ort::init_from(library).map_err(|cause| RuntimeError(cause.to_string()))?;
        let loaded = builder.with_telemetry(false).build()?;
        *environment = Some((digest.to_owned(), loaded.clone()));
        Ok(Self(loaded))
    }

    /// Makes a network ready. Each lane holds a copy of its weights and computes on the caller's thread alone.
    pub(super) fn model(&self, file: &[u8], lanes: NonZeroUsize) -> Result<Model, RuntimeError> {
        let lane = || -> Result<_, RuntimeError> {
            let builder = Session::builder(&self.0)?;
            let mut builder = builder.with_intra_threads(1)?.with_inter_threads(1)?;
            Ok(builder.commit_from_memory(file)?)
        };
        let lanes = (0..lanes.get()).map(|_| lane()).collect::<Result<_, _>>()?;
        Ok(Model {
            lanes: Pool::new(lanes),
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
        let mut lane = self.lanes.take();
        let session = lane.get()?;
        let input = TensorRef::from_array_view((shape, input))?;
        let outputs = session.run(ort::inputs![input])?;
        let mut numbers = Vec::with_capacity(outputs.len());
        for (_, output) in &outputs {
            numbers.push(output.try_extract_tensor::<f32>()?.1.to_vec());
        }
        Ok(numbers)
    }
}

/// Things that one thread at a time may hold each; who finds none free waits for whichever comes back first.
struct Pool<T> {
    free: Mutex<Vec<T>>,
    back: Condvar,
}

/// One of them, on loan. It comes back when this is dropped, after a panic too: what a panic leaves behind is a
/// session that can run again, nothing of ours is half done in it.
struct Loan<'a, T> {
    pool: &'a Pool<T>,
    item: Option<T>,
}

impl<T> Pool<T> {
    const fn new(free: Vec<T>) -> Self {
        Self {
            free: Mutex::new(free),
            back: Condvar::new(),
        }
    }

    fn take(&self) -> Loan<'_, T> {
        let free = locked(&self.free);
        let waited = self.back.wait_while(free, |free| free.is_empty());
        let item = waited.unwrap_or_else(PoisonError::into_inner).pop();
        Loan { pool: self, item }
    }
}

impl<T> Loan<'_, T> {
    fn get(&mut self) -> Result<&mut T, RuntimeError> {
        let item = self.item.as_mut();
        item.ok_or_else(|| RuntimeError("a model without lanes".to_owned()))
    }
}

impl<T> Drop for Loan<'_, T> {
    fn drop(&mut self) {
        locked(&self.pool.free).extend(self.item.take());
        self.pool.back.notify_one();
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use std::panic::{AssertUnwindSafe, catch_unwind};
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    #[test]
    fn each_lane_is_held_once_and_comes_back_after_a_panic() {
        let pool = Pool::new(vec![0, 0]);
        let broken = catch_unwind(AssertUnwindSafe(|| {
            let _loan = pool.take();
            panic!("as a bug of ours would");
        }));
        assert!(broken.is_err());
        let held = AtomicUsize::new(0);
        let work = || {
            for _ in 0..100 {
                let mut loan = pool.take();
                assert!(held.fetch_add(1, Ordering::SeqCst) < 2);
                *loan.get().unwrap() += 1;
                std::thread::yield_now();
                held.fetch_sub(1, Ordering::SeqCst);
            }
        };
        std::thread::scope(|scope| {
            for _ in 0..5 {
                scope.spawn(work);
            }
        });
        assert_eq!(locked(&pool.free).iter().sum::<i32>(), 500);
    }
}
