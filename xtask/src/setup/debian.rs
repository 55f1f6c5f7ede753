//! Debian's packages: a `PostgreSQL` server, Chromium, Python's virtual environments.

use std::path::Path;

use crate::cluster;
use crate::say::say;
use crate::shell::{command, run, which};

struct Need {
    what: &'static str,
    packages: &'static [&'static str],
    there: fn() -> bool,
}

const NEEDS: &[Need] = &[
    Need {
        what: "a PostgreSQL server",
        packages: &["postgresql"],
        there: || cluster::bin_dir().is_ok(),
    },
    Need {
        what: "Chromium",
        packages: &["chromium"],
        there: || which("chromium").is_some(),
    },
    Need {
        what: "a font for pages without one of their own",
        packages: &["fonts-dejavu-core"],
        there: || Path::new("/usr/share/fonts").is_dir(),
    },
    Need {
        what: "Python 3 with virtual environments",
        packages: &["python3", "python3-venv"],
        there: python_with_venv,
    },
    Need {
        what: "an SMS gateway with a make-believe operator",
        packages: &["kannel", "kannel-extras"],
        there: || {
            Path::new("/usr/sbin/smsbox").is_file()
                && Path::new("/usr/lib/kannel/test/fakesmsc").is_file()
        },
    },
    Need {
        // Without the package `apache2`, which would start a server at once.
        what: "an Apache that signs people in by OpenID Connect",
        packages: &["apache2-bin", "libapache2-mod-auth-openidc"],
        there: || {
            Path::new("/usr/sbin/apache2").is_file()
                && Path::new("/usr/lib/apache2/modules/mod_auth_openidc.so").is_file()
        },
    },
    Need {
        what: "a PKCS#11 module in software",
        packages: &["softhsm2"],
        there: || which("softhsm2-util").is_some(),
    },
    Need {
        what: "a PC/SC service with a virtual card reader",
        packages: &["pcscd", "vsmartcard-vpcd", "libpcsclite-dev", "pkg-config"],
        there: || {
            Path::new("/usr/sbin/pcscd").is_file()
                && Path::new("/usr/lib/pcsc/drivers/serial/libifdvpcd.so").is_file()
                && Path::new("/usr/include/PCSC/winscard.h").is_file()
                && which("pkg-config").is_some()
        },
    },
    Need {
        what: "a reader of PDF",
        packages: &["poppler-utils"],
        there: || which("pdftotext").is_some(),
    },
    Need {
        what: "a C compiler for the cryptography library and SQLite",
        packages: &["gcc", "libc6-dev", "make"],
        there: || which("cc").is_some() && which("make").is_some(),
    },
];

pub(super) fn install() -> Result<(), String> {
    let missing: Vec<&Need> = NEEDS.iter().filter(|need| !(need.there)()).collect();
    if missing.is_empty() {
        return Ok(());
    }
    for need in &missing {
        say(&format!(
            "missing: {} (Debian: {})",
            need.what,
            need.packages.join(" ")
        ));
    }
    let packages: Vec<&str> = missing
        .iter()
        .flat_map(|need| need.packages.iter().copied())
        .collect();
    install_packages(&packages)?;
    match missing.iter().find(|need| !(need.there)()) {
        Some(need) => Err(format!(
            "{} is still missing after its installation",
            need.what
        )),
        None => Ok(()),
    }
}

/// As root installs them; else says the one command to run.
pub(super) fn install_packages(packages: &[&str]) -> Result<(), String> {
    let list = packages.join(" ");
    if which("apt-get").is_none() {
        return Err(format!("this is no Debian; please install: {list}"));
    }
    if !cluster::is_root() {
        return Err(format!(
            "please run this once, then 'cargo xtask setup' again:\n\n  sudo sh -c \
             'apt-get update && apt-get install --no-install-recommends -y {list}'\n"
        ));
    }
    keep_postgresql_quiet()?;
    run(apt(&["update", "-q"]).env("DEBIAN_FRONTEND", "noninteractive"))?;
    let mut install = apt(&["install", "--no-install-recommends", "-y", "-q"]);
    run(install
        .args(packages)
        .env("DEBIAN_FRONTEND", "noninteractive"))
}

fn apt(args: &[&str]) -> std::process::Command {
    command("apt-get", args)
}

/// Debian starts a server of its own at installation; our tests bring theirs, so no such cluster is made.
fn keep_postgresql_quiet() -> Result<(), String> {
    let folder = Path::new("/etc/postgresql-common/createcluster.d");
    let file = folder.join("dinhdanh-tests.conf");
    if cluster::bin_dir().is_ok() || file.exists() {
        return Ok(());
    }
    std::fs::create_dir_all(folder)
        .and_then(|()| std::fs::write(&file, "create_main_cluster = false\n"))
        .map_err(|cause| format!("{}: {cause}", file.display()))
}

fn python_with_venv() -> bool {
    command("python3", &["-c", "import venv, ensurepip"])
        .stderr(std::process::Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}
