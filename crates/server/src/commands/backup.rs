//! `backup` and `restore` of the embedded database. PostgreSQL has its own tools, which are named.

use std::path::{Path, PathBuf};

use adapters::entropy::SystemEntropy;
use app::ports::Entropy;
use store::{Db, MasterKey, maintenance};

use crate::config::{Settings, store_settings};
use crate::failure::{Failure, at};
use crate::out;

fn embedded(settings: &Settings, tool: &str) -> Result<PathBuf, Failure> {
    match store_settings(settings).map_err(Failure::new)? {
        store::Settings::Lite { file } => Ok(file),
        store::Settings::Postgres { .. } => Err(Failure::new(format!(
            "the database is PostgreSQL: use {tool} (docs/operations.md)"
        ))),
    }
}

/// The copy appears under its name only when it is whole and on the disk.
pub(crate) async fn backup(settings: &Settings, to: &Path) -> Result<(), Failure> {
    let file = embedded(settings, "pg_dump --format=custom")?;
    absent(to)?;
    let part = beside(to, "part");
    std::fs::remove_file(&part).ok();
    reserve(&part)?;
    maintenance::backup(&file, &part).await?;
    maintenance::check(&part).await?;
    into_place(&part, to)?;
    let bytes = std::fs::metadata(to).map_or(0, |m| m.len());
    out::line(format_args!(
        "{}: {bytes} bytes, whole. It opens only with the master key: keep that file elsewhere.",
        to.display()
    ));
    Ok(())
}

/// Only where no database stands: a running service would go on writing to the old one.
pub(crate) async fn restore(settings: &Settings, from: &Path) -> Result<(), Failure> {
    let file = embedded(settings, "pg_restore")?;
    if file.exists() {
        return Err(Failure::new(format!(
            "{} exists: stop the service and move it away first",
            file.display()
        )));
    }
    maintenance::check(from)
        .await
        .map_err(|e| Failure::new(format!("{}: {e}", from.display())))?;
    let part = beside(&file, "restore");
    if let Some(folder) = file.parent() {
        std::fs::create_dir_all(folder).map_err(at(folder.display()))?;
    }
    reserve(&part)?;
    std::fs::copy(from, &part).map_err(at(part.display()))?;
    let opened = opens(settings, &part).await;
    for end in ["-wal", "-shm"] {
        std::fs::remove_file(with_end(&part, end)).ok();
    }
    if let Err(failure) = opened {
        std::fs::remove_file(&part).ok();
        return Err(failure);
    }
    into_place(&part, &file)?;
    out::line(format_args!(
        "{} is in place; the master key opens it",
        file.display()
    ));
    Ok(())
}

/// The master key must be the one of this copy: a wrong one would be noticed only when somebody signs in.
async fn opens(settings: &Settings, part: &Path) -> Result<(), Failure> {
    let key = &settings.database.master_key_file;
    if !key.exists() {
        return Err(Failure::new(format!(
            "{} is missing: put the master key of this copy there first",
            key.display()
        )));
    }
    let entropy = SystemEntropy::new();
    let mut random = |bytes: &mut [u8]| entropy.fill(bytes);
    let master = MasterKey::load_or_make(key, &mut random)?;
    let db = Db::open(
        &store::Settings::Lite {
            file: part.to_path_buf(),
        },
        &master,
        &mut random,
    )
    .await?;
    db.ping().await?;
    Ok(())
}

fn absent(file: &Path) -> Result<(), Failure> {
    if file.exists() {
        Err(Failure::new(format!("{} exists already", file.display())))
    } else {
        Ok(())
    }
}

fn with_end(file: &Path, end: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(end);
    PathBuf::from(name)
}

fn beside(file: &Path, end: &str) -> PathBuf {
    with_end(file, &format!(".{end}"))
}

/// An empty file that nobody else may read: the copy is written into it.
fn reserve(file: &Path) -> Result<(), Failure> {
    use std::os::unix::fs::OpenOptionsExt;
    let options = std::fs::OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600)
        .open(file);
    options.map(drop).map_err(at(file.display()))
}

fn into_place(part: &Path, to: &Path) -> Result<(), Failure> {
    std::fs::File::open(part)
        .and_then(|f| f.sync_all())
        .map_err(at(part.display()))?;
    std::fs::rename(part, to).map_err(at(to.display()))?;
    let folder = to
        .parent()
        .filter(|f| !f.as_os_str().is_empty())
        .unwrap_or(Path::new("."));
    std::fs::File::open(folder)
        .and_then(|f| f.sync_all())
        .map_err(at(folder.display()))
}
