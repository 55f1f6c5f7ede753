//! Real prints, which `cargo xtask prints` fetches, and made ones.

use std::path::{Path, PathBuf};

/// A file of the folder of prints.
pub fn print(name: &str) -> Vec<u8> {
    let tools = std::env::var_os("DINHDANH_TEST_TOOLS").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../.tools"),
        PathBuf::from,
    );
    let file = tools.join("prints").join(name);
    std::fs::read(&file)
        .unwrap_or_else(|cause| panic!("{}: {cause}; run cargo xtask prints", file.display()))
}
