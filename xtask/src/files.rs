//! The files of the project, as git sees them, and Rust text taken apart.

use std::path::{Path, PathBuf};

use crate::shell::{command, read, root};

/// Every file of ours: tracked, or new and not ignored. Paths are relative to the root, sorted.
pub(crate) fn ours() -> Result<Vec<PathBuf>, String> {
    let listing = [
        "ls-files",
        "--cached",
        "--others",
        "--exclude-standard",
        "-z",
    ];
    let mut files: Vec<PathBuf> = match read(&mut command("git", &listing)) {
        Ok(list) => list
            .split('\0')
            .filter(|name| !name.is_empty())
            .map(PathBuf::from)
            .collect(),
        Err(_) => walk(&root())?,
    };
    files.retain(|file| root().join(file).is_file());
    files.sort();
    files.dedup();
    Ok(files)
}

/// Without git (a source archive): everything but what builds leave behind.
fn walk(root: &Path) -> Result<Vec<PathBuf>, String> {
    const SKIP: [&str; 4] = [".git", "target", "node_modules", ".tools"];
    let mut found = Vec::new();
    let mut open = vec![root.to_path_buf()];
    while let Some(folder) = open.pop() {
        let entries = std::fs::read_dir(&folder).map_err(|cause| told(&folder, &cause))?;
        for path in entries.filter_map(Result::ok).map(|entry| entry.path()) {
            let name = path
                .file_name()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned();
            if path.is_dir() && !SKIP.contains(&name.as_str()) {
                open.push(path);
            } else if path.is_file()
                && let Ok(inside) = path.strip_prefix(root)
            {
                found.push(inside.to_path_buf());
            }
        }
    }
    Ok(found)
}

pub(crate) fn text(file: &Path) -> Result<String, String> {
    std::fs::read_to_string(root().join(file)).map_err(|cause| told(file, &cause))
}

pub(crate) fn write(file: &Path, body: &str) -> Result<(), String> {
    let whole = root().join(file);
    if let Some(folder) = whole.parent() {
        std::fs::create_dir_all(folder).map_err(|cause| told(folder, &cause))?;
    }
    std::fs::write(&whole, body).map_err(|cause| told(file, &cause))
}

pub(crate) fn told(path: &Path, cause: &std::io::Error) -> String {
    format!("{}: {cause}", path.display())
}

pub(crate) fn has_ext(file: &Path, ext: &str) -> bool {
    file.extension().is_some_and(|found| found == ext)
}

/// True for a file that holds only tests.
pub(crate) fn is_test_file(file: &Path) -> bool {
    file.components().any(|part| part.as_os_str() == "tests")
        || file
            .file_name()
            .is_some_and(|name| name == "tests.rs" || name == "proptests.rs")
}
