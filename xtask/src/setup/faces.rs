//! Pictures of faces for tests: samples out of registry packages, kept beside the tools and never committed.

use super::packages::{Digests, Source};
use crate::files::told;
use crate::shell::tools;

const DIGESTS: &str = "xtask/faces.sha256";

const PICTURES: [(Source, &[&str]); 2] = [
    (
        Source::Npm(
            "@vladmandic/face-api@1.7.15",
            "vladmandic-face-api-1.7.15.tgz",
        ),
        &[
            "package/demo/sample1.jpg",
            "package/demo/sample2.jpg",
            "package/demo/sample3.jpg",
            "package/demo/sample4.jpg",
            "package/demo/sample5.jpg",
            "package/demo/sample6.jpg",
        ],
    ),
    (
        Source::Wheel(
            "xtask/requirements-faces.txt",
            "insightface-2.1-py3-none-any.whl",
        ),
        &["insightface/data/images/t1.jpg"],
    ),
];

pub(super) fn install() -> Result<(), String> {
    let folder = tools().join("faces");
    let digests = Digests::read(DIGESTS)?;
    let marker = folder.join("fetched-from");
    if std::fs::read_to_string(&marker).is_ok_and(|had| had == digests.text()) {
        return Ok(());
    }
    std::fs::create_dir_all(&folder).map_err(|cause| told(&folder, &cause))?;
    for (source, members) in PICTURES {
        let archive = source.fetch(&digests, &folder)?;
        for member in members {
            source.take(&digests, &archive, member)?;
        }
        std::fs::remove_file(&archive).map_err(|cause| told(&archive, &cause))?;
    }
    std::fs::write(&marker, digests.text()).map_err(|cause| told(&marker, &cause))
}
