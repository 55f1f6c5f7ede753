//! `cargo xtask models`: the networks that compare faces and the library that runs them, out of registry packages.
//! Nothing of it is ever committed; docs/biometrics.md says under which licences it comes.

use std::path::{Path, PathBuf};

use super::onnx;
use super::packages::{Digests, Source, sha256};
use crate::files::{self, told};
use crate::say::say;
use crate::shell::root;

const DIGESTS: &str = "xtask/models.sha256";
const REQUIREMENTS: &str = "xtask/requirements-models.txt";
/// Goes up when what is done to the files changes.
const CHANGE: &str = "1";
const MANIFEST: &str = "MANIFEST";

struct Package {
    name: &'static str,
    source: Source,
    /// What is taken, and what it is called here.
    members: &'static [(&'static str, &'static str)],
}

const NETWORKS: Package = Package {
    name: "npm:faceplugin-face-recognition-js@0.0.1",
    source: Source::Npm(
        "faceplugin-face-recognition-js@0.0.1",
        "faceplugin-face-recognition-js-0.0.1.tgz",
    ),
    members: &[
        ("package/model/fr_detect.onnx", "detect.onnx"),
        ("package/model/fr_landmark.onnx", "landmark.onnx"),
        ("package/model/fr_feature.onnx", "feature.onnx"),
        ("package/model/fr_liveness.onnx", "liveness.onnx"),
        ("package/LICENSE", "LICENSE-networks"),
    ],
};

const LIBRARY: Package = Package {
    name: "pypi:onnxruntime@1.31.1",
    source: Source::Wheel(
        REQUIREMENTS,
        if cfg!(target_arch = "aarch64") {
            "onnxruntime-1.31.1-cp311-cp311-manylinux_2_28_aarch64.whl"
        } else {
            "onnxruntime-1.31.1-cp311-cp311-manylinux_2_28_x86_64.whl"
        },
    ),
    members: &[
        (
            "onnxruntime/capi/libonnxruntime.so.1.31.1",
            "libonnxruntime.so",
        ),
        ("onnxruntime/LICENSE", "LICENSE-onnxruntime"),
        (
            "onnxruntime/ThirdPartyNotices.txt",
            "LICENSES-onnxruntime-others",
        ),
    ],
};

/// Fills the folder, unless it is filled already with the files of its list, each as it was.
pub(super) fn install(folder: &Path) -> Result<(), String> {
    let digests = Digests::read(DIGESTS)?;
    let marker = folder.join("fetched-from");
    let wanted = format!("{CHANGE}\n{}", digests.text());
    let had = std::fs::read_to_string(&marker).is_ok_and(|had| had == wanted);
    if had && whole(folder) {
        return Ok(());
    }
    let work = folder.join("fetching");
    std::fs::create_dir_all(&work).map_err(|cause| told(&work, &cause))?;
    let mut manifest = "# Made by cargo xtask models: SHA-256, file, package.\n".to_owned();
    for package in [NETWORKS, LIBRARY] {
        manifest += &package.install(&digests, &work, folder)?;
    }
    std::fs::remove_dir_all(&work).map_err(|cause| told(&work, &cause))?;
    for (name, text) in [(MANIFEST, manifest), ("fetched-from", wanted)] {
        let file = folder.join(name);
        std::fs::write(&file, text).map_err(|cause| told(&file, &cause))?;
    }
    Ok(())
}

/// Whether the list names every file, and each is the one that it names.
fn whole(folder: &Path) -> bool {
    let Ok(manifest) = std::fs::read_to_string(folder.join(MANIFEST)) else {
        return false;
    };
    let lines = || manifest.lines().map(str::split_whitespace);
    let listed = |name: &str| {
        let line = lines().find_map(|mut words| {
            let digest = words.next()?;
            (words.next()? == name).then_some(digest)
        });
        line.is_some_and(|digest| sha256(&folder.join(name)).is_ok_and(|found| found == digest))
    };
    let members = [NETWORKS.members, LIBRARY.members];
    members.into_iter().flatten().all(|(_, name)| listed(name))
}

impl Package {
    /// Lines of the manifest.
    fn install(&self, digests: &Digests, work: &Path, folder: &Path) -> Result<String, String> {
        let archive = self.source.fetch(digests, work)?;
        let mut lines = String::new();
        for (member, name) in self.members {
            let taken = self.source.take(digests, &archive, member)?;
            if files::has_ext(&taken, "onnx") {
                let count = zero_smallest(&taken)?;
                say(&format!("{name}: {count} weights made nought"));
            }
            let file = folder.join(name);
            std::fs::rename(&taken, &file).map_err(|cause| told(&file, &cause))?;
            lines += &format!("{}  {name}  {}\n", sha256(&file)?, self.name);
        }
        Ok(lines)
    }
}

fn zero_smallest(file: &Path) -> Result<usize, String> {
    let mut bytes = std::fs::read(file).map_err(|cause| told(file, &cause))?;
    let count =
        onnx::zero_smallest(&mut bytes).map_err(|why| format!("{}: {why}", file.display()))?;
    std::fs::write(file, bytes).map_err(|cause| told(file, &cause))?;
    Ok(count)
}

/// A folder by its name: relative to the workspace, as all paths of this program.
pub(super) fn named(folder: &str) -> PathBuf {
    root().join(folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_is_missing_or_another_one_is_noticed() {
        let folder = std::env::temp_dir().join(format!("dinhdanh-whole-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        assert!(!whole(&folder), "nothing there");
        let mut manifest = "# a list\n".to_owned();
        for (_, name) in [NETWORKS.members, LIBRARY.members].into_iter().flatten() {
            let file = folder.join(name);
            std::fs::write(&file, name).unwrap();
            manifest += &format!("{}  {name}  somewhere\n", sha256(&file).unwrap());
        }
        std::fs::write(folder.join(MANIFEST), &manifest).unwrap();
        assert!(whole(&folder));
        let file = folder.join("detect.onnx");
        std::fs::write(&file, "changed").unwrap();
        assert!(!whole(&folder));
        std::fs::remove_file(&file).unwrap();
        assert!(!whole(&folder));
        std::fs::write(&file, "detect.onnx").unwrap();
        std::fs::write(
            folder.join(MANIFEST),
            manifest.replace("liveness", "lifeless"),
        )
        .unwrap();
        assert!(!whole(&folder), "a file that is not listed");
        std::fs::remove_dir_all(&folder).unwrap();
    }
}
