//! The files of the engine at hand: what `cargo xtask models` wrote, checked before it is used.

use std::collections::BTreeMap;
use std::fmt;
use std::io::ErrorKind;
use std::num::NonZeroUsize;
use std::path::Path;

use aws_lc_rs::digest::{SHA256, digest};

use super::runtime::{Model, Runtime, RuntimeError};

/// Lists the files of a folder: SHA-256 in hexadecimal digits, name, package; one file a line.
const MANIFEST: &str = "MANIFEST";
/// Networks that make a template what it is, in the order of the digest.
const TEMPLATE: [&str; 3] = ["detect.onnx", "landmark.onnx", "feature.onnx"];
const LIVENESS: &str = "liveness.onnx";
const LIBRARY: &str = "libonnxruntime.so";

/// The networks, checked and loaded.
pub struct Models {
    pub(super) detector: Model,
    pub(super) landmarks: Model,
    pub(super) embedder: Model,
    pub(super) liveness: Model,
    /// SHA-256 over the digests of what makes a template.
    pub(super) digest: String,
}

impl fmt::Debug for Models {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Models")
            .field("digest", &self.digest)
            .finish_non_exhaustive()
    }
}

/// Why a folder holds no models.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ModelsError {
    /// No models were ever put there: faces are not compared here, and that may be meant so.
    #[error("there are no models in {0}; cargo xtask models FOLDER fetches them")]
    Absent(String),
    /// A file is not there or cannot be read.
    #[error("{file}: {cause}; cargo xtask models FOLDER fetches the models")]
    Missing {
        /// Its name.
        file: String,
        /// What the system says.
        cause: String,
    },
    /// The list of files names none of this name.
    #[error("{MANIFEST} has no line for {0}")]
    Unlisted(String),
    /// A file is not the one that the list names.
    #[error("{0} is not the file that {MANIFEST} names: fetch the models again")]
    Changed(String),
    /// The library that runs the networks fails.
    #[error(transparent)]
    Runtime(#[from] RuntimeError),
}

impl Models {
    /// Opens a folder that `cargo xtask models` wrote. `lanes` says how many threads may compare at once without
    /// waiting for one another; each takes some 40 MB. Takes a second: once, at start.
    ///
    /// The check finds files that were mixed up or cut off. Against somebody who may write into the folder it
    /// does nothing: the list lies in it, and the library in it runs as our code. The folder belongs to root.
    ///
    /// A process runs one library; a folder with another one than was opened before is refused.
    pub fn open(folder: &Path, lanes: NonZeroUsize) -> Result<Self, ModelsError> {
        if nothing(folder) {
            return Err(ModelsError::Absent(folder.display().to_string()));
        }
        let text = read(folder, MANIFEST)?;
        let text = String::from_utf8_lossy(&text);
        let list = listed(&text);
        let file = |name: &str| checked(&list, folder, name);
        let library = hex(&file(LIBRARY)?);
        let runtime = Runtime::load(&folder.join(LIBRARY), &library)?;
        let model = |name: &str| Ok::<_, ModelsError>(runtime.model(&file(name)?, lanes)?);
        let [detector, landmarks, embedder] = TEMPLATE;
        Ok(Self {
            detector: model(detector)?,
            landmarks: model(landmarks)?,
            embedder: model(embedder)?,
            liveness: model(LIVENESS)?,
            digest: together(&list, super::onnx::VERSION)?,
        })
    }
}

/// Whether nobody ever put anything there. A folder that cannot be read, or without its list, is another matter.
fn nothing(folder: &Path) -> bool {
    match std::fs::read_dir(folder) {
        Ok(mut entries) => entries.next().is_none(),
        Err(cause) => cause.kind() == ErrorKind::NotFound,
    }
}

/// Name to digest.
fn listed(text: &str) -> BTreeMap<&str, &str> {
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    let words = lines.map(str::split_whitespace);
    words
        .filter_map(|mut words| Some((words.next()?, words.next()?)))
        .map(|(digest, name)| (name, digest))
        .collect()
}

fn checked(list: &BTreeMap<&str, &str>, folder: &Path, name: &str) -> Result<Vec<u8>, ModelsError> {
    let unlisted = || ModelsError::Unlisted(name.to_owned());
    let want = list.get(name).ok_or_else(unlisted)?;
    let bytes = read(folder, name)?;
    if hex(&bytes) == *want {
        Ok(bytes)
    } else {
        Err(ModelsError::Changed(name.to_owned()))
    }
}

fn read(folder: &Path, name: &str) -> Result<Vec<u8>, ModelsError> {
    let file = folder.join(name);
    std::fs::read(&file).map_err(|cause| ModelsError::Missing {
        file: file.display().to_string(),
        cause: cause.to_string(),
    })
}

/// One digest for what makes a template: the networks, and our way of feeding them. The library is left out: it is
/// another file for each processor, and computes the same but for rounding in the last digits, which no threshold
/// notices; a new version of it is held to the scores in the tests.
fn together(list: &BTreeMap<&str, &str>, version: &str) -> Result<String, ModelsError> {
    let mut all = format!("{version}\n");
    for name in TEMPLATE {
        let unlisted = || ModelsError::Unlisted(name.to_owned());
        all.push_str(list.get(name).ok_or_else(unlisted)?);
        all.push('\n');
    }
    Ok(hex(all.as_bytes()))
}

fn hex(bytes: &[u8]) -> String {
    let digest = digest(&SHA256, bytes);
    digest.as_ref().iter().map(|b| format!("{b:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_read_and_every_network_counts() {
        let text =
            "# what is here\naa  detect.onnx  x 1\nbb  landmark.onnx  x 1\ncc  feature.onnx  x 1\n";
        let list = listed(text);
        assert_eq!(list.get("landmark.onnx"), Some(&"bb"));
        let digest = together(&list, "1").unwrap();
        assert_eq!(digest.len(), 64);
        let other = text.replace("bb", "bc");
        assert_ne!(together(&listed(&other), "1").unwrap(), digest);
        assert_ne!(together(&list, "2").unwrap(), digest);
        let fewer = text.replace("landmark", "landmarks");
        assert_eq!(
            together(&listed(&fewer), "1"),
            Err(ModelsError::Unlisted("landmark.onnx".to_owned()))
        );
    }

    #[test]
    fn a_folder_without_models_says_how_to_get_them() {
        let lanes = NonZeroUsize::MIN;
        let folder = std::env::temp_dir().join(format!("dinhdanh-empty-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        for folder in [Path::new("/nowhere"), &folder] {
            let error = Models::open(folder, lanes).unwrap_err();
            assert_eq!(error, ModelsError::Absent(folder.display().to_string()));
            assert!(error.to_string().contains("cargo xtask models"), "{error}");
        }
        // With something in it, it is a broken one.
        std::fs::write(folder.join("detect.onnx"), b"").unwrap();
        let error = Models::open(&folder, lanes).unwrap_err();
        std::fs::remove_dir_all(&folder).unwrap();
        let file = folder.join(MANIFEST).display().to_string();
        assert!(
            matches!(&error, ModelsError::Missing { file: f, .. } if *f == file),
            "{error}"
        );
    }
}
