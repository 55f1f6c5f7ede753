// The peer of `cargo xtask bench services`: PORT, and STORE, `postgres` (where PGHOST and the like say) or nothing for memory.
// It signs with ES256, rotates refresh tokens, demands PKCE and hashes passwords as ours does; consent is
// given by policy, so that nobody has to press anything.
import { createServer } from 'node:http';
import { generateKeyPairSync } from 'node:crypto';
import Provider from 'oidc-provider';
import { hash, verify } from '@node-rs/argon2';
import { postgres } from './store.mjs';

const port = Number(process.env.PORT);
const issuer = `http://127.0.0.1:${port}`;
const SCOPES = ['openid', 'offline_access', 'profile', 'api'];
const PASSWORD = 'con trâu đi trước cái cày';

// As ours: Argon2id, 19 MiB, two passes, one lane. One hash serves all: what it costs to verify is the same.
const argon = { algorithm: 2, memoryCost: 19 * 1024, timeCost: 2, parallelism: 1 };
const kept = await hash(PASSWORD, argon);
const people = new Map(Array.from({ length: 64 }, (_, n) => [`user${n}`, { name: `Nguyễn Thị Ánh ${n}`, kept }]));

const key = (type, options, alg) => ({
  ...generateKeyPairSync(type, options).privateKey.export({ format: 'jwk' }),
  alg, use: 'sig', kid: alg,
});

const client = (id, secret, more) => ({
  client_id: id,
  client_secret: secret,
  token_endpoint_auth_method: 'client_secret_basic',
  id_token_signed_response_alg: 'ES256',
  ...more,
});
const machine = { redirect_uris: [], response_types: [], grant_types: ['client_credentials'] };

const provider = new Provider(issuer, {
  adapter: process.env.STORE ? await postgres(10) : undefined,
  clients: [
    client('service', 'a-secret-of-the-benchmark-service', {
      redirect_uris: ['http://127.0.0.1:9999/cb'],
      response_types: ['code'],
      grant_types: ['authorization_code', 'refresh_token'],
    }),
    client('machine', 'a-secret-of-the-benchmark-machine', machine),
  ],
  jwks: {
    keys: [
      key('ec', { namedCurve: 'P-256' }, 'ES256'),
      key('ed25519', {}, 'EdDSA'),
      key('rsa', { modulusLength: 2048 }, 'RS256'),
    ],
  },
  enabledJWA: { idTokenSigningAlgValues: ['ES256', 'EdDSA', 'RS256'] },
  cookies: { keys: ['a key of the benchmark'] },
  pkce: { required: () => true },
  scopes: SCOPES,
  claims: { openid: ['sub'], profile: ['name', 'birthdate', 'gender', 'account_level'] },
  rotateRefreshToken: true,
  issueRefreshToken: async (ctx, own) => own.grantTypeAllowed('refresh_token'),
  ttl: { AccessToken: 300, ClientCredentials: 300, RefreshToken: 86400, Session: 43200, Grant: 86400, Interaction: 1800, IdToken: 300 },
  features: {
    devInteractions: { enabled: false },
    clientCredentials: { enabled: true },
    introspection: { enabled: true },
    resourceIndicators: {
      enabled: true,
      defaultResource: (ctx, own) => (own.clientId === 'machine' ? 'urn:bench' : undefined),
      getResourceServerInfo: () => ({
        scope: 'api', audience: 'urn:bench', accessTokenFormat: 'jwt', accessTokenTTL: 300, jwt: { sign: { alg: 'ES256' } },
      }),
    },
  },
  interactions: { url: (ctx, { uid }) => `/interaction/${uid}` },
  findAccount: (ctx, id) => people.has(id) && {
    accountId: id,
    claims: () => ({ sub: id, name: people.get(id).name, birthdate: '1985-03-27', gender: 'female', account_level: 2 }),
  },
  loadExistingGrant: async ({ oidc }) => {
    const grant = new oidc.provider.Grant({ clientId: oidc.client.clientId, accountId: oidc.session.accountId });
    grant.addOIDCScope(SCOPES.join(' '));
    await grant.save();
    return grant;
  },
});

const answer = provider.callback();

async function signIn(req, res) {
  let body = '';
  for await (const part of req) body += part;
  const form = new URLSearchParams(body);
  const login = form.get('login');
  const known = people.get(login);
  if (!known || !(await verify(known.kept, form.get('password') ?? ''))) {
    res.writeHead(401).end();
    return;
  }
  await provider.interactionFinished(req, res, { login: { accountId: login } });
}

async function page(req, res) {
  const { uid } = await provider.interactionDetails(req, res);
  const html = `<!doctype html><title>Sign in</title><form method="post" action="/interaction/${uid}/login">`
    + '<input name="login"><input name="password" type="password"><button>Sign in</button></form>';
  res.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'content-length': Buffer.byteLength(html) });
  res.end(html);
}

createServer((req, res) => {
  const [, interaction, login] = /^\/interaction\/[\w-]+(\/login)?$/.exec(req.url) ? ['', true, req.url.endsWith('/login')] : [];
  const work = interaction ? (login ? signIn(req, res) : page(req, res)) : answer(req, res);
  Promise.resolve(work).catch((failure) => {
    console.error(failure);
    if (!res.headersSent) res.writeHead(500);
    res.end();
  });
}).listen(port, '127.0.0.1', () => console.log('ready'));
