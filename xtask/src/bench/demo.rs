//! The program under measurement: a demonstration in release, on core 0.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use super::browser::Browser;
use super::figures::on_core;
use crate::files::told;
use crate::say::now;
use crate::shell::{root, shown, target_dir};

/// As the product's own default.
const POPULATION: &str = "20000";

/// A running demonstration; it ends with this value.
pub(crate) struct Demo {
    child: Child,
    pub(crate) url: String,
    management: String,
    story: String,
    /// From the start of the process to its first page.
    pub(super) up_after: Duration,
}

impl Drop for Demo {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Where its data are kept between runs.
pub(super) fn folder() -> PathBuf {
    target_dir().join("bench-demo")
}

/// Builds the program.
pub(super) fn build() -> Result<(), String> {
    super::build(&["--package", "server", "--bin", "dinhdanh"])
}

/// The text of a field in JSON that `dinhdanh` wrote.
pub(crate) fn field(json: &str, name: &str) -> Option<String> {
    let from = json.find(&format!("\"{name}\":\""))? + name.len() + 4;
    json.get(from..)?.split('"').next().map(str::to_owned)
}

impl Demo {
    /// Starts it in release on core 0; the first run makes its data.
    pub(super) fn start() -> Result<Self, String> {
        let program = target_dir().join("release").join("dinhdanh");
        Self::launch(on_core(0, &program), POPULATION, &folder())
    }

    /// Starts a demonstration with so many people; it has answered once.
    pub(crate) fn launch(
        mut program: Command,
        population: &str,
        data: &Path,
    ) -> Result<Self, String> {
        let log_file = data.with_extension("log");
        let log = std::fs::File::create(&log_file).map_err(|e| told(&log_file, &e))?;
        let since = now();
        let mut child = program
            .args(["demo", "--output", "json", "--population", population])
            .args([
                "--listen",
                "127.0.0.1:0",
                "--management-listen",
                "127.0.0.1:0",
                "--data-dir",
            ])
            .arg(data)
            .current_dir(root())
            .stdout(Stdio::piped())
            .stderr(log)
            .spawn()
            .map_err(|cause| format!("{}: {cause}", shown(&program)))?;
        let mut story = String::new();
        let out = child.stdout.take().ok_or("no output")?;
        BufReader::new(out)
            .read_line(&mut story)
            .map_err(|e| e.to_string())?;
        let (Some(url), Some(management)) = (field(&story, "url"), field(&story, "management_url"))
        else {
            return Err(format!(
                "the demonstration did not start; see {}",
                log_file.display()
            ));
        };
        let mut demo = Self {
            child,
            url,
            management,
            story,
            up_after: Duration::ZERO,
        };
        let first = Browser::new(&demo.url).get("/")?;
        demo.up_after = since.elapsed();
        if first.status == 200 {
            Ok(demo)
        } else {
            Err(format!("the first page answers {}", first.status))
        }
    }

    /// `taskset` becomes the program it starts, so this is the program's.
    pub(super) fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Number and password of one of the cast.
    pub(crate) fn person(&self, role: &str) -> Result<(String, String), String> {
        let person = self
            .story
            .split("{\"birth_date\":")
            .find(|person| person.contains(&format!("\"role\":\"{role}\"")));
        let person = person.ok_or_else(|| format!("nobody plays {role}"))?;
        let up_to = person.find("\"old_number\"").unwrap_or(person.len());
        let number = person.get(..up_to).and_then(|own| {
            own.rfind("\"number\":\"")
                .and_then(|at| field(own.get(at..)?, "number"))
        });
        match (number, field(person, "password")) {
            (Some(number), Some(password)) => Ok((number, password)),
            _ => Err(format!("{role} has no account to sign in to")),
        }
    }

    /// Signs a person in through the pages; the browser holds the session.
    pub(super) fn signed_in(&self, role: &str) -> Result<Browser, String> {
        let (number, password) = self.person(role)?;
        let kept = folder().join(format!("browser-{role}"));
        let mut browser = Browser::again(&self.url, &kept);
        let answer = browser.post("/sign-in", &[("number", &number), ("password", &password)])?;
        if answer.location != "/sign-in/code" {
            return Err(format!(
                "{role} cannot sign in: {} {}",
                answer.status, answer.location
            ));
        }
        for _ in 0..200 {
            let answer = browser.post("/sign-in/code", &[("code", &self.newest_code()?)])?;
            match (answer.status, answer.location.as_str()) {
                (303, "/sign-in/device") => {
                    return Err(format!(
                        "{role} has another device; remove {}",
                        folder().display()
                    ));
                }
                (303, _) => return browser.keep(&kept).map(|()| browser),
                _ => {}
            }
        }
        Err(format!("no code came for {role}"))
    }

    /// The six digits of the newest letter that has some.
    pub(crate) fn newest_code(&self) -> Result<String, String> {
        loop {
            let letters = Browser::new(&self.management).get("/demo/post-office?limit=1")?;
            let text = String::from_utf8_lossy(&letters.body).into_owned();
            let text = field(&text, "text").unwrap_or_default();
            if let Some(code) = text
                .split(|c: char| !c.is_ascii_digit())
                .find(|run| run.len() == 6)
            {
                return Ok(code.to_owned());
            }
        }
    }
}
