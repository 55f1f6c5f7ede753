//! The JSON API asked everything that `docs/openapi.json` allows, and much that it does not: by
//! schemathesis, once as a stranger and once signed in. No answer may be a server error, and each
//! must be one that the description names.

use std::path::Path;

use crate::bench::browser::Browser;
use crate::bench::demo::{Demo, field};
use crate::say::{say, step};
use crate::setup;
use crate::shell::{self, cargo, command, target_dir};

/// So many tries of each operation and phase, and no longer than so many seconds for each visitor.
const EXAMPLES: &str = "15";
const SECONDS: &str = "45";
const CHECKS: &str = "not_a_server_error,status_code_conformance,content_type_conformance,\
                      response_headers_conformance,response_schema_conformance";
/// What would end the session in mid-run; and the start of a proof, which rightly answers 503 where no face engine is
/// at hand.
const NOT_WHEN_SIGNED_IN: &str = "^/(session|lock|sign-in|me/devices/|me/password|me/self-proof$|\
                                  activation|recovery|registration)";

pub(crate) fn run(args: &[String]) -> Result<(), String> {
    if !args.is_empty() {
        return Err("use: cargo xtask api".to_owned());
    }
    let description = shell::root().join("docs/openapi.json");
    let program = setup::python_tool("st");
    if !program.is_file() {
        return Err("schemathesis is missing; run: cargo xtask setup".to_owned());
    }
    shell::run(&mut cargo(&[
        "build",
        "--locked",
        "--package",
        "server",
        "--bin",
        "dinhdanh",
    ]))?;
    let data = target_dir().join("api-demo");
    std::fs::remove_dir_all(&data).ok();
    let demo = Demo::launch(
        command(target_dir().join("debug").join("dinhdanh"), &[]),
        "60",
        &data,
    )?;
    step("API, a stranger", || {
        ask(&program, &description, &demo, &[])
    })?;
    let bearer = format!("Authorization: Bearer {}", session(&demo)?);
    let signed_in = ["-H", &bearer, "--exclude-path-regex", NOT_WHEN_SIGNED_IN];
    step("API, signed in", || {
        ask(&program, &description, &demo, &signed_in)
    })
}

fn ask(program: &Path, description: &Path, demo: &Demo, more: &[&str]) -> Result<(), String> {
    let mut st = command(program, &["run"]);
    st.arg(description)
        .args(["--url", &format!("{}/api/v1", demo.url)]);
    st.args([
        "--max-examples",
        EXAMPLES,
        "--max-time",
        SECONDS,
        "--checks",
        CHECKS,
    ]);
    // The same questions in every run.
    st.args([
        "--generation-deterministic",
        "--continue-on-failure",
        "--no-color",
        "--warnings",
        "off",
    ]);
    // Its own notes belong with the build results.
    st.current_dir(target_dir());
    match shell::read(st.args(more)) {
        Ok(told) => {
            let counts = told
                .lines()
                .filter(|line| line.contains("generated") || line.trim().starts_with("Tested:"));
            counts.for_each(say);
            Ok(())
        }
        Err(told) => Err(told),
    }
}

/// Signs somebody in by the API itself.
fn session(demo: &Demo) -> Result<String, String> {
    let (number, password) = demo.person("level_2_ready")?;
    let mut client = Browser::new(&demo.url);
    let answer = client.post_json(
        "/api/v1/sign-in",
        "",
        &format!("{{\"number\":\"{number}\",\"password\":\"{password}\"}}"),
    )?;
    let journey = field(&String::from_utf8_lossy(&answer.body), "journey").ok_or("no journey")?;
    for _ in 0..200 {
        let code = format!("{{\"code\":\"{}\"}}", demo.newest_code()?);
        let answer = client.post_json("/api/v1/sign-in/code", &journey, &code)?;
        if let Some(session) = field(&String::from_utf8_lossy(&answer.body), "session") {
            return Ok(session);
        }
    }
    Err("no code came".to_owned())
}
