//! Every statement in this crate's source is prepared on the engine at hand: a wrong column or a word
//! that the other engine does not know shows here, not in production.

use std::path::Path;

use sqlx::{AssertSqlSafe, Executor, SqlSafeStr};
use testkit::TestApp;

fn sources(dir: &Path, out: &mut String) {
    for entry in std::fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, out);
        } else if path.extension().is_some_and(|e| e == "rs") {
            out.push_str(&std::fs::read_to_string(&path).unwrap());
        }
    }
}

/// String constants whose text is a statement; a backslash at the end of a line joins it to the next.
fn statements(source: &str) -> Vec<String> {
    let mut found = Vec::new();
    for piece in source.split(": &str =").skip(1) {
        let Some(body) = piece.trim_start().strip_prefix('"') else {
            continue;
        };
        let Some(end) = body.replace("\\\"", "__").find('"') else {
            continue;
        };
        let text: String = body[..end].split("\\\n").map(str::trim_start).collect();
        let first = text.split_whitespace().next().unwrap_or_default();
        if matches!(first, "SELECT" | "INSERT" | "UPDATE" | "DELETE" | "WITH") {
            found.push(text);
        }
    }
    found
}

#[tokio::test]
async fn every_statement_prepares() {
    let mut text = String::new();
    sources(Path::new("src"), &mut text);
    let all = statements(&text);
    assert!(all.len() > 60, "only {} statements were found", all.len());
    let test = TestApp::new().await;
    let mut tx = test.app.db.begin().await.unwrap();
    let mut wrong = Vec::new();
    for statement in all {
        let postgres = test.app.db.engine() == "postgres";
        let lease = statement.starts_with("UPDATE job SET lease");
        let theirs = ["FOR UPDATE", "FOR SHARE", "UNNEST("];
        if (theirs.iter().any(|words| statement.contains(words)) && !postgres)
            || (lease && statement.contains("SKIP LOCKED") != postgres)
        {
            continue;
        }
        let prepared = match tx.conn() {
            store::Conn::Lite(c) => c.prepares(&statement).map_err(|e| e.to_string()),
            store::Conn::Pg(c) => {
                let sql = AssertSqlSafe(statement.clone()).into_sql_str();
                c.prepare(sql).await.map(|_| ()).map_err(|e| e.to_string())
            }
        };
        if let Err(error) = prepared {
            wrong.push(format!("{error}\n  {statement}"));
            // PostgreSQL ends the transaction with the first mistake.
            tx = test.app.db.begin().await.unwrap();
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
