// The other provider: npm's oidc-provider, with one client of the Basic profile and two of FAPI 2.0.

import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';

import { BACK, BYE } from '../clients/asking.mjs';

// It counts on Node 22; all that Node 20 lacks of it is this.
URL.parse ??= (text, base) => (URL.canParse(text, base) ? new URL(text, base) : null);
const { default: Provider } = await import('oidc-provider');

const SCOPES = ['openid', 'offline_access', 'profile'];

const key = (type, options, alg) => ({
  ...generateKeyPairSync(type, options).privateKey.export({ format: 'jwk' }), alg, use: 'sig', kid: alg,
});

const ordinary = {
  redirect_uris: [BACK],
  post_logout_redirect_uris: [BYE],
  response_types: ['code'],
  grant_types: ['authorization_code', 'refresh_token'],
  id_token_signed_response_alg: 'ES256',
};

const high = (id, jwks) => ({
  ...ordinary,
  client_id: id,
  token_endpoint_auth_method: 'private_key_jwt',
  dpop_bound_access_tokens: true,
  require_pushed_authorization_requests: true,
  jwks,
});

/** Starts it; `jwks` are the public keys of the two clients of FAPI 2.0. Whoever comes is signed in and agrees. */
export async function startPeer({ fapi, jwks }) {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${server.address().port}`;
  const clients = fapi
    ? [high('one', jwks[0]), high('two', jwks[1])]
    : [{ ...ordinary, client_id: 'web', client_secret: 'a secret of the calibration', token_endpoint_auth_method: 'client_secret_post' }];
  const provider = new Provider(url, {
    clients,
    jwks: { keys: [key('ec', { namedCurve: 'P-256' }, 'ES256')] },
    enabledJWA: { idTokenSigningAlgValues: ['ES256'] },
    cookies: { keys: ['a key of the calibration'] },
    scopes: SCOPES,
    // What ours keeps for as long, so that the same wait is too long for both.
    ttl: { AccessToken: 300, AuthorizationCode: 60, Grant: 86_400, IdToken: 300, Interaction: 1_800, RefreshToken: 86_400, Session: 43_200 },
    // Without offline_access ours renews too, as the standard lets it.
    issueRefreshToken: async (_, own) => own.grantTypeAllowed('refresh_token'),
    features: {
      devInteractions: { enabled: false },
      dPoP: { enabled: true },
      fapi: fapi ? { enabled: true, profile: '2.0' } : { enabled: false },
      requestObjects: { enabled: fapi },
      rpInitiatedLogout: { enabled: true },
    },
    interactions: { url: (_, { uid }) => `/interaction/${uid}` },
    findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id }) }),
    loadExistingGrant: async ({ oidc }) => {
      const grant = new oidc.provider.Grant({ clientId: oidc.client.clientId, accountId: oidc.session.accountId });
      grant.addOIDCScope(SCOPES.join(' '));
      await grant.save();
      return grant;
    },
  });
  const answer = provider.callback();
  server.on('request', (asked, response) => {
    if (!asked.url.startsWith('/interaction/')) return answer(asked, response);
    return provider.interactionFinished(asked, response, { login: { accountId: 'somebody' } });
  });
  return { url, stop: () => new Promise((done) => server.close(done).closeAllConnections()) };
}
