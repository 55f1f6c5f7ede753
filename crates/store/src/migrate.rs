//! Migrations: embedded, forward only, one concern each, locked while running.

use sqlx::{AssertSqlSafe, Connection, PgConnection, SqliteConnection};

use crate::dialect::ddl_for_sqlite;
use crate::{Error, Result};

/// All migrations in order. An applied one is never edited.
pub const MIGRATIONS: &[(&str, &str)] = &[
    ("0001_base", include_str!("migrations/0001_base.sql")),
    (
        "0002_registers",
        include_str!("migrations/0002_registers.sql"),
    ),
    ("0003_account", include_str!("migrations/0003_account.sql")),
    (
        "0004_registration",
        include_str!("migrations/0004_registration.sql"),
    ),
    (
        "0005_document",
        include_str!("migrations/0005_document.sql"),
    ),
    ("0006_staff", include_str!("migrations/0006_staff.sql")),
    ("0007_message", include_str!("migrations/0007_message.sql")),
    (
        "0008_retention",
        include_str!("migrations/0008_retention.sql"),
    ),
    ("0009_case", include_str!("migrations/0009_case.sql")),
    ("0010_ground", include_str!("migrations/0010_ground.sql")),
    ("0011_event", include_str!("migrations/0011_event.sql")),
    ("0012_terms", include_str!("migrations/0012_terms.sql")),
    (
        "0013_organisation",
        include_str!("migrations/0013_organisation.sql"),
    ),
    (
        "0014_foreigner",
        include_str!("migrations/0014_foreigner.sql"),
    ),
    (
        "0015_dependant",
        include_str!("migrations/0015_dependant.sql"),
    ),
    ("0016_draft", include_str!("migrations/0016_draft.sql")),
    ("0017_people", include_str!("migrations/0017_people.sql")),
    ("0018_consent", include_str!("migrations/0018_consent.sql")),
    (
        "0019_relying_party",
        include_str!("migrations/0019_relying_party.sql"),
    ),
    ("0020_signal", include_str!("migrations/0020_signal.sql")),
    (
        "0021_party_desk",
        include_str!("migrations/0021_party_desk.sql"),
    ),
    ("0023_factor", include_str!("migrations/0023_factor.sql")),
    (
        "0024_authenticator",
        include_str!("migrations/0024_authenticator.sql"),
    ),
    ("0027_stream", include_str!("migrations/0027_stream.sql")),
    (
        "0029_signing_home",
        include_str!("migrations/0029_signing_home.sql"),
    ),
    (
        "0030_polled_request",
        include_str!("migrations/0030_polled_request.sql"),
    ),
    (
        "0031_phone_sign_in",
        include_str!("migrations/0031_phone_sign_in.sql"),
    ),
    (
        "0032_lost_phone",
        include_str!("migrations/0032_lost_phone.sql"),
    ),
    (
        "0033_trusted_person",
        include_str!("migrations/0033_trusted_person.sql"),
    ),
    (
        "0034_party_resource",
        include_str!("migrations/0034_party_resource.sql"),
    ),
    ("0036_ping", include_str!("migrations/0036_ping.sql")),
    (
        "0039_hint_key",
        include_str!("migrations/0039_hint_key.sql"),
    ),
    (
        "0040_audit_expiry",
        include_str!("migrations/0040_audit_expiry.sql"),
    ),
    (
        "0041_second_look",
        include_str!("migrations/0041_second_look.sql"),
    ),
    ("0042_anchor", include_str!("migrations/0042_anchor.sql")),
    (
        "0043_counter_agent",
        include_str!("migrations/0043_counter_agent.sql"),
    ),
    (
        "0044_card_job",
        include_str!("migrations/0044_card_job.sql"),
    ),
    (
        "0046_card_job_open",
        include_str!("migrations/0046_card_job_open.sql"),
    ),
    ("0047_print", include_str!("migrations/0047_print.sql")),
    (
        "0048_face_template",
        include_str!("migrations/0048_face_template.sql"),
    ),
    (
        "0049_self_proof",
        include_str!("migrations/0049_self_proof.sql"),
    ),
    ("0050_visit", include_str!("migrations/0050_visit.sql")),
    ("0051_packet", include_str!("migrations/0051_packet.sql")),
    (
        "0052_joint_application",
        include_str!("migrations/0052_joint_application.sql"),
    ),
    (
        "0054_finger_job",
        include_str!("migrations/0054_finger_job.sql"),
    ),
    (
        "0056_subscriber_batch",
        include_str!("migrations/0056_subscriber_batch.sql"),
    ),
    (
        "0057_identity_package",
        include_str!("migrations/0057_identity_package.sql"),
    ),
    (
        "0058_officers",
        include_str!("migrations/0058_officers.sql"),
    ),
    (
        "0059_pilot_report",
        include_str!("migrations/0059_pilot_report.sql"),
    ),
    ("0060_journey", include_str!("migrations/0060_journey.sql")),
    (
        "0061_subscriber",
        include_str!("migrations/0061_subscriber.sql"),
    ),
    (
        "0062_register_exchange",
        include_str!("migrations/0062_register_exchange.sql"),
    ),
    (
        "0063_training",
        include_str!("migrations/0063_training.sql"),
    ),
    (
        "0064_pilot_phase",
        include_str!("migrations/0064_pilot_phase.sql"),
    ),
];

const LEDGER: &str = "CREATE TABLE IF NOT EXISTS migration (name TEXT PRIMARY KEY)";

/// Single statements of a migration: comments taken out, split at semicolons.
pub fn statements(text: &str) -> Vec<String> {
    let bare: String = text
        .lines()
        .filter(|line| !line.trim_start().starts_with("--"))
        .collect::<Vec<_>>()
        .join("\n");
    bare.split(';')
        .map(str::trim)
        .filter(|s| !s.is_empty())
        .map(str::to_owned)
        .collect()
}

fn pending(applied: &[(String,)]) -> Result<Vec<(&'static str, &'static str)>> {
    if let Some((name,)) = applied
        .iter()
        .find(|(n,)| !MIGRATIONS.iter().any(|(m, _)| m == n))
    {
        return Err(Error::Migration(format!(
            "the database has {name}, which this version does not know: use a newer program"
        )));
    }
    Ok(MIGRATIONS
        .iter()
        .filter(|(n, _)| !applied.iter().any(|(a,)| a == n))
        .copied()
        .collect())
}

pub(crate) async fn run_lite(conn: &mut SqliteConnection) -> Result<()> {
    let mut tx = conn.begin_with("BEGIN IMMEDIATE").await?;
    sqlx::query(LEDGER).execute(&mut *tx).await?;
    let applied: Vec<(String,)> = sqlx::query_as("SELECT name FROM migration")
        .fetch_all(&mut *tx)
        .await?;
    for (name, text) in pending(&applied)? {
        for statement in statements(text) {
            sqlx::query(AssertSqlSafe(ddl_for_sqlite(&statement)))
                .execute(&mut *tx)
                .await?;
        }
        sqlx::query("INSERT INTO migration (name) VALUES ($1)")
            .bind(name)
            .execute(&mut *tx)
            .await?;
    }
    tx.commit().await?;
    Ok(())
}

pub(crate) async fn run_pg(conn: &mut PgConnection) -> Result<()> {
    sqlx::query(LEDGER).execute(&mut *conn).await.ok();
    let mut tx = conn.begin().await?;
    sqlx::query(LEDGER).execute(&mut *tx).await?;
    sqlx::query("LOCK TABLE migration IN ACCESS EXCLUSIVE MODE")
        .execute(&mut *tx)
        .await?;
    let applied: Vec<(String,)> = sqlx::query_as("SELECT name FROM migration")
        .fetch_all(&mut *tx)
        .await?;
    for (name, text) in pending(&applied)? {
        for statement in statements(text) {
            sqlx::query(AssertSqlSafe(statement))
                .execute(&mut *tx)
                .await?;
        }
        sqlx::query("INSERT INTO migration (name) VALUES ($1)")
            .bind(name)
            .execute(&mut *tx)
            .await?;
    }
    tx.commit().await?;
    Ok(())
}
