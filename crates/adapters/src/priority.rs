//! Which of our threads the machine serves first.

/// A third of the weight of other threads (five steps of `nice`): enough that sign-ins go on, and that
/// whoever asks for something short does not wait behind a hash.
#[cfg(target_os = "linux")]
const STEPS: i32 = 5;

/// The calling thread gives way to the others of this machine. Elsewhere than on Linux priorities are those
/// of whole processes, and nothing changes.
pub fn give_way() {
    #[cfg(target_os = "linux")]
    if let Err(error) = rustix::process::setpriority_process(None, STEPS) {
        tracing::warn!(%error, "hashing keeps its priority");
    }
}
