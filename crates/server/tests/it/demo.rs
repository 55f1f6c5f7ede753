use crate::program::{Demo, Folder, run};

const SMALL: [&str; 4] = ["--population", "300", "--start-at", "2025-03-03T01:00:00Z"];

fn texts(value: &serde_json::Value, keys: &[&str]) {
    for key in keys {
        assert!(
            value[key].as_str().is_some_and(|text| !text.is_empty()),
            "{key}: {value}"
        );
    }
}

/// The people to sign in as, with all that signing in needs.
fn people_and_staff(told: &serde_json::Value) {
    let people = told["people"].as_array().unwrap();
    assert!(people.len() >= 10);
    people.iter().for_each(|p| {
        texts(
            p,
            &[
                "role",
                "number",
                "full_name",
                "birth_date",
                "phone",
                "email",
            ],
        )
    });
    let roles: Vec<_> = told["staff"]
        .as_array()
        .unwrap()
        .iter()
        .map(|s| s["role"].as_str().unwrap())
        .collect();
    assert_eq!(
        roles,
        [
            "officer",
            "officer",
            "head",
            "head",
            "call-centre",
            "manager",
            "manager",
            "auditor"
        ]
    );
    told["staff"]
        .as_array()
        .unwrap()
        .iter()
        .for_each(|s| texts(s, &["login", "password", "unit", "email", "name"]));
}

#[test]
fn one_command_makes_loads_and_serves_a_country() {
    let folder = Folder::new("demo");
    let demo = Demo::start(&folder.0, &SMALL);
    texts(&demo.told, &["url", "management_url", "data_dir"]);
    people_and_staff(&demo.told);
    assert_eq!(demo.manage("GET", "/health/live", "").0, 200);
    let (status, ready) = demo.manage("GET", "/health/ready", "");
    assert_eq!(status, 200, "{ready}");
    let names: Vec<_> = ready["checks"]
        .as_array()
        .unwrap()
        .iter()
        .map(|c| c["name"].as_str().unwrap())
        .collect();
    assert_eq!(names, ["database", "registers", "worker"]);
    assert_eq!(demo.ask("url", "GET", "/", "").0, 200);
    let (status, page) = demo.ask("url", "GET", "/demo/post-office", "");
    assert!(
        status == 200 && page.contains("sms – +84"),
        "every message is shown: {page}"
    );
    assert_eq!(
        demo.ask("url", "GET", "/demo/clock", "").0,
        404,
        "the clock is for the management listener"
    );

    let told = demo.told.clone();
    let (code, log) = demo.stop();
    assert_eq!(code, Some(0), "{log}");
    for person in told["people"].as_array().unwrap() {
        assert!(
            !log.contains(person["number"].as_str().unwrap())
                && !log.contains(person["full_name"].as_str().unwrap())
        );
    }
}

#[test]
fn the_clock_moves_on_demand_and_stays_over_a_restart() {
    let folder = Folder::new("clock");
    let demo = Demo::start(&folder.0, &SMALL);
    assert!(
        demo.manage("GET", "/demo/clock", "").1["viet_nam"]
            .as_str()
            .unwrap()
            .starts_with("2025-03-03T08")
    );
    let (status, moved) = demo.manage("POST", "/demo/clock", "{\"advance\":\"P3D\"}");
    assert_eq!(
        (status, &moved["viet_nam"].as_str().unwrap()[..10]),
        (200, "2025-03-06")
    );
    assert_eq!(
        demo.manage("POST", "/demo/clock", "P1M").1["viet_nam"]
            .as_str()
            .unwrap()[..10],
        *"2025-04-06"
    );
    for bad in ["", "soon", "{}", "{\"advance\":3}", "P9999Y"] {
        assert_eq!(demo.manage("POST", "/demo/clock", bad).0, 422, "{bad}");
    }
    assert!(demo.manage("GET", "/demo/post-office?limit=5", "").1["letters"].is_array());
    let (url, metrics) = (
        demo.told["staff"].clone(),
        demo.ask("management_url", "GET", "/metrics", "").1,
    );
    assert!(
        metrics.contains("process_resident_memory_bytes")
            && metrics.contains("dinhdanh_jobs{state=\"dead\"} 0")
    );
    demo.stop();

    let again = Demo::start(&folder.0, &[]);
    assert_eq!(again.told["staff"], url, "the same people and passwords");
    assert!(
        again.manage("GET", "/demo/clock", "").1["viet_nam"]
            .as_str()
            .unwrap()
            .starts_with("2025-04-06")
    );
    again.stop();
    let other = run(
        &[
            "demo",
            "--data-dir",
            "data",
            "--seed",
            "7",
            "--listen",
            "127.0.0.1:0",
            "--management-listen",
            "127.0.0.1:0",
        ],
        &folder.0,
    );
    assert_eq!(other.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&other.stderr).contains("another --data-dir"));
}
