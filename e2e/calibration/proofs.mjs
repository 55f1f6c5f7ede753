// Proofs of a key, made wrong (RFC 9449), and tokens without theirs.

import { newKey, now } from './party.mjs';

/** Asks for the claims with a proof that has these faults. */
const wrong = (faults) => async ({ one }) => {
  const { access_token } = await one.tokens();
  const made = faults instanceof Function ? await faults(one) : faults;
  return one.userinfo(access_token, await one.proof('GET', one.as.userinfo_endpoint, { access: access_token, ...made }));
};

/** A code asked with one key and redeemed with another. */
const foreign = (change) => async ({ one }) => {
  const stranger = await newKey();
  const { changes, options } = await change(one, stranger);
  const code = await one.code(changes, options);
  return one.redeem(code, {}, { dpop: await one.proof('POST', one.as.token_endpoint) });
};

export const proofs = {
  'proof and dpop_jkt of two keys': async ({ one }) => {
    const url = one.as.pushed_authorization_request_endpoint;
    return one.push({ dpop_jkt: await one.thumbprint(await newKey()) }, { dpop: await one.proof('POST', url) });
  },
  'code asked with the proof of another key': foreign(async (one, key) => ({
    options: { dpop: await one.proof('POST', one.as.pushed_authorization_request_endpoint, { key }) },
  })),
  'code asked with the dpop_jkt of another key': foreign(async (one, key) => ({ changes: { dpop_jkt: await one.thumbprint(key) } })),
  'code redeemed without a proof': async ({ one }) => one.redeem(await one.code(), {}, { dpop: '' }),
  'proof at the token endpoint a second time': async ({ one }) => {
    const dpop = await one.proof('POST', one.as.token_endpoint);
    await one.redeem(await one.code(), {}, { dpop });
    return one.redeem(await one.code(), {}, { dpop });
  },
  'proof at the token endpoint for another address': async ({ one }) =>
    one.redeem(await one.code(), {}, { dpop: await one.proof('POST', one.as.userinfo_endpoint) }),
  'proof a second time': async ({ one }) => {
    const { access_token } = await one.tokens();
    const dpop = await one.proof('GET', one.as.userinfo_endpoint, { access: access_token });
    const first = await one.userinfo(access_token, dpop);
    if (first.outcome !== 'accepted') throw new Error(`the first time: ${first.outcome}`);
    return one.userinfo(access_token, dpop);
  },
  'proof for another address': wrong({ claims: { htu: 'https://other.example/' } }),
  'proof for another method': wrong({ claims: { htm: 'POST' } }),
  'proof too old': wrong(() => ({ claims: { iat: now() - 600 } })),
  'proof from the future': wrong(() => ({ claims: { iat: now() + 600 } })),
  'proof without jti': wrong({ claims: { jti: undefined } }),
  'proof without iat': wrong({ claims: { iat: undefined } }),
  'proof without ath': wrong({ claims: { ath: undefined } }),
  'proof for another token': wrong({ claims: { ath: 'aGFsbG8' } }),
  'proof of another type': wrong({ header: { typ: 'JWT' } }),
  'proof none': wrong({ header: { alg: 'none' } }),
  'proof HS256': wrong({ header: { alg: 'HS256' }, sign: new TextEncoder().encode('a secret that both could know, long enough') }),
  'proof with a private key in its header': wrong(async (one) => ({
    header: { jwk: await crypto.subtle.exportKey('jwk', one.own.privateKey).then(({ kty, crv, x, y, d }) => ({ kty, crv, x, y, d })) },
  })),
  'proof signed by another key than its header': wrong(async () => ({ sign: (await newKey()).privateKey })),
  'proof of another key': wrong(async () => ({ key: await newKey() })),
  'token without a proof': async ({ one }) => one.userinfo((await one.tokens()).access_token, ''),
  'bound token as Bearer': async ({ one }) => one.userinfo((await one.tokens()).access_token, '', 'Bearer'),
  'token that is none': async ({ one }) =>
    one.userinfo('nonsense', await one.proof('GET', one.as.userinfo_endpoint, { access: 'nonsense' })),
};
