// A PostgreSQL store for oidc-provider: one table, prepared statements, an index for each way it is read.
import pg from 'pg';

const SCHEMA = `
CREATE TABLE IF NOT EXISTS model (
  kind text NOT NULL, id text NOT NULL, body jsonb NOT NULL,
  grant_id text, uid text, user_code text, expires timestamptz, consumed timestamptz,
  PRIMARY KEY (kind, id));
CREATE INDEX IF NOT EXISTS model_grant ON model (grant_id) WHERE grant_id IS NOT NULL;
CREATE INDEX IF NOT EXISTS model_uid ON model (kind, uid) WHERE uid IS NOT NULL;
CREATE INDEX IF NOT EXISTS model_code ON model (kind, user_code) WHERE user_code IS NOT NULL;`;

const LIVE = '(expires IS NULL OR expires > now())';

export async function postgres(connections) {
  const pool = new pg.Pool({ max: connections });
  await pool.query(SCHEMA);
  const run = (name, text, ...values) => pool.query({ name, text, values });
  const one = ({ rows: [row] }) => row && { ...row.body, ...(row.consumed && { consumed: true }) };

  return class Store {
    constructor(kind) {
      this.kind = kind;
    }

    async upsert(id, body, seconds) {
      const expires = seconds ? new Date(Date.now() + seconds * 1000) : null;
      await run(
        'put',
        `INSERT INTO model (kind, id, body, grant_id, uid, user_code, expires) VALUES ($1, $2, $3, $4, $5, $6, $7)
         ON CONFLICT (kind, id) DO UPDATE SET body = $3, grant_id = $4, uid = $5, user_code = $6, expires = $7`,
        this.kind, id, body, body.grantId ?? null, body.uid ?? null, body.userCode ?? null, expires,
      );
    }

    async find(id) {
      return one(await run('by-id', `SELECT body, consumed FROM model WHERE kind = $1 AND id = $2 AND ${LIVE}`, this.kind, id));
    }

    async findByUid(uid) {
      return one(await run('by-uid', `SELECT body, consumed FROM model WHERE kind = $1 AND uid = $2 AND ${LIVE}`, this.kind, uid));
    }

    async findByUserCode(code) {
      return one(await run('by-code', `SELECT body, consumed FROM model WHERE kind = $1 AND user_code = $2 AND ${LIVE}`, this.kind, code));
    }

    async consume(id) {
      await run('use', 'UPDATE model SET consumed = now() WHERE kind = $1 AND id = $2', this.kind, id);
    }

    async destroy(id) {
      await run('drop', 'DELETE FROM model WHERE kind = $1 AND id = $2', this.kind, id);
    }

    async revokeByGrantId(grant) {
      await run('revoke', 'DELETE FROM model WHERE grant_id = $1', grant);
    }
  };
}
