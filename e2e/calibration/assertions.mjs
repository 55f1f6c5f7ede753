// What proves a client, made wrong (RFC 7523; FAPI 2.0 5.3.3.1).

import { randomUUID } from 'node:crypto';

import { now } from './party.mjs';

/** A pushed request whose assertion has these faults. */
const wrong = (claims, header, signer) => async ({ one, two }) => {
  const key = signer?.({ one, two });
  return one.push({}, { assertion: await one.assertion(claims instanceof Function ? claims(one) : claims, header, key) });
};

export const assertions = {
  'assertion RS256': async ({ one }) => {
    // The same key, imported for the algorithm that is not allowed.
    const pkcs8 = await crypto.subtle.exportKey('pkcs8', one.rsa.privateKey);
    const key = await crypto.subtle.importKey('pkcs8', pkcs8, { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' }, false, ['sign']);
    return one.push({}, { assertion: await one.assertion({}, { alg: 'RS256', kid: 'rsa' }, key) });
  },
  'assertion HS256': wrong({}, { alg: 'HS256' }, () => new TextEncoder().encode('a secret that both could know, long enough')),
  'assertion none': wrong({}, { alg: 'none', kid: undefined }),
  "assertion by another service's key": wrong({}, {}, ({ two }) => two.key.privateKey),
  'assertion with an unknown kid': wrong({}, { kid: 'unheard' }, ({ two }) => two.key.privateKey),
  'assertion after its time': wrong(() => ({ iat: now() - 360, exp: now() - 300 })),
  'assertion not before over 60 seconds from now': wrong(() => ({ nbf: now() + 90, exp: now() + 150 })),
  'assertion without exp': wrong({ exp: undefined }),
  'assertion without jti': wrong({ jti: undefined }),
  'assertion without sub': wrong({ sub: undefined }),
  'assertion without iss': wrong({ iss: undefined }),
  'assertion for another issuer': wrong({ aud: 'https://other.example' }),
  'assertion with a list as audience': wrong((one) => ({ aud: [one.as.issuer, 'https://other.example'] })),
  'assertion for the endpoint of pushed requests': wrong((one) => ({ aud: one.as.pushed_authorization_request_endpoint })),
  'assertion for the token endpoint': wrong((one) => ({ aud: one.as.token_endpoint })),
  'assertion a second time': async ({ one }) => {
    const assertion = await one.assertion({ jti: randomUUID() });
    await one.push({}, { assertion });
    return one.push({}, { assertion });
  },
  'no assertion': async ({ one }) => one.redeem(await one.code(), {}, { assertion: '' }),
};
