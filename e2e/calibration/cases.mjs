// The bad requests, by the names that docs/calibration.tsv gives them. Each gets both services and gives what came of it.

import { BACK, BYE } from '../clients/asking.mjs';
import { assertions } from './assertions.mjs';
import { now, token } from './party.mjs';
import { proofs } from './proofs.mjs';

/** An unsigned request object. */
const unsigned = (claims) => token({ alg: 'none' }, claims);
/** A JWT with one letter of its signature changed. */
const forged = (jwt) => {
  const at = jwt.lastIndexOf('.') + 10;
  return jwt.slice(0, at) + (jwt[at] === 'A' ? 'B' : 'A') + jwt.slice(at + 1);
};

/** What a service of the Basic profile asks, in the ordinary mode and by form. */
const asked = (mode) => {
  const wrong = (changes) => async ({ web }) => web.goes(web.address(web.asked({ response_mode: mode, ...changes })));
  const within = (name) => (mode ? `${name}, by form` : name);
  return Object.fromEntries(Object.entries({
    'no response_type': wrong({ response_type: undefined }),
    'another redirect_uri': wrong({ redirect_uri: `${BACK}/other` }),
    'request_uri elsewhere': wrong({ request_uri: 'https://dichvu.example/request.jwt' }),
    'unsigned request object': async ({ web }) => {
      const { client_id, response_type, redirect_uri, scope, state } = web.asked();
      const request = await unsigned({ client_id, response_type, redirect_uri, scope, state });
      return web.goes(web.address(web.asked({ response_mode: mode, request })));
    },
    'request object with the only right redirect_uri': async ({ web }) => {
      const request = await unsigned({ client_id: web.id, redirect_uri: BACK });
      return web.goes(web.address(web.asked({ response_mode: mode, request, redirect_uri: `${BACK}/other` })));
    },
    'prompt none and nobody there': async ({ web }) =>
      web.goes(web.address(web.asked({ response_mode: mode, prompt: 'none' })), web.side.stranger()),
    'code a second time': async ({ web }) => {
      const code = await web.code({ response_mode: mode });
      await web.redeem(code);
      return web.redeem(code);
    },
    'code a second time after 30 seconds': async ({ web }, { advance }) => {
      const code = await web.code({ response_mode: mode });
      const first = await web.redeem(code);
      await advance(31);
      const again = await web.redeem(code);
      // RFC 6749 4.1.2: and what it gave is taken back.
      const kept = await web.userinfo(first.body.access_token, undefined, 'Bearer');
      return { outcome: [again.outcome, kept.outcome].join(', then ') };
    },
  }).map(([name, run]) => [within(name), run]));
};

/** What is wrong with a pushed request. */
const pushed = (changes) => async ({ one }) => one.push(changes);

const requests = {
  'parameter twice': async ({ one }) => one.post(
    one.as.pushed_authorization_request_endpoint, [...Object.entries(one.asked()), ['state', 'another']]),
  'state too long': pushed({ state: 's'.repeat(70_000) }),
  'prompt none with another': pushed({ prompt: 'none login' }),
  'max_age below nothing': pushed({ max_age: '-1' }),
  'no redirect_uri': pushed({ redirect_uri: undefined }),
  'redirect_uri not registered': pushed({ redirect_uri: `${BACK}/other` }),
  'response_type code id_token': pushed({ response_type: 'code id_token' }),
  'response_type token': pushed({ response_type: 'token' }),
  'no PKCE': pushed({ code_challenge: undefined, code_challenge_method: undefined }),
  'PKCE plain': pushed({ code_challenge_method: 'plain' }),
  'PKCE without its method': pushed({ code_challenge_method: undefined }),
  'request_uri pushed': pushed({ request_uri: 'urn:ietf:params:oauth:request_uri:x' }),
  'pushed by GET': async ({ one }) => one.post(one.as.pushed_authorization_request_endpoint, one.asked(), { method: 'GET' }),
  'not pushed': async ({ one }) => one.goes(one.address(one.asked())),
  'request_uri a second time': async ({ one }) => {
    const address = await one.way();
    const back = await one.side.person.agree(address, BACK);
    if (!back.searchParams.get('code')) throw new Error('no code the first time');
    return one.goes(address);
  },
  'request_uri after its time': async ({ one }, { advance }) => {
    const address = await one.way();
    await advance(120);
    return one.goes(address);
  },
  'request_uri of another service': async ({ one, two }) => {
    const address = new URL(await one.way());
    address.searchParams.set('client_id', two.id);
    return one.goes(address.href);
  },
  'request object without redirect_uri': async ({ one }) => one.pushObject({ redirect_uri: undefined }),
  'request object unsigned': async ({ one }) => one.pushObject({}, { header: { alg: 'none', kid: undefined } }),
  "request object signed by another's key": async ({ one, two }) => one.pushObject({}, { key: two.key.privateKey }),
  'request object for another issuer': async ({ one }) => one.pushObject({}, { claims: { aud: 'https://other.example' } }),
  'request object after its time': async ({ one }) => one.pushObject({}, { claims: { nbf: now() - 600, exp: now() - 300 } }),
  'request object of another service': async ({ one, two }) => one.pushObject({}, { claims: { client_id: two.id } }),
  'request object that holds another': async ({ one }) => one.pushObject({}, { claims: { request_uri: 'urn:x' } }),
  'id_token_hint that is none': async ({ one }) => {
    const { outcome, body } = await one.push({ id_token_hint: 'a.b.c', prompt: 'none' });
    if (outcome !== 'accepted') return { outcome };
    return one.goes(one.address({ client_id: one.id, request_uri: body.request_uri }));
  },
};

const codes = {
  'code a second time, bound to a key': async ({ one }) => {
    const code = await one.code();
    await one.redeem(code);
    return one.redeem(code);
  },
  'code after its time': async ({ one }, { advance }) => {
    const code = await one.code();
    await advance(61);
    return one.redeem(code);
  },
  'code of another service': async ({ one, two }) => {
    const code = await one.code();
    two.verifier = one.verifier;
    return two.redeem(code);
  },
  'code with another redirect_uri': async ({ one }) => one.redeem(await one.code(), { redirect_uri: `${BACK}/other` }),
  'no verifier': async ({ one }) => one.redeem(await one.code(), { code_verifier: undefined }),
  'wrong verifier': async ({ one }) => one.redeem(await one.code(), { code_verifier: 'v'.repeat(64) }),
  'client_id of another service': async ({ one, two }) => one.redeem(await one.code(), { client_id: two.id }),
  'no code': async ({ one }) => one.redeem(undefined),
  'unknown grant type': async ({ one }) => one.redeem('x', { grant_type: 'password' }),
  'refresh token of another service': async ({ one, two }) => {
    const { refresh_token } = await one.tokens({ scope: 'openid offline_access' });
    return two.redeem(undefined, { grant_type: 'refresh_token', refresh_token, redirect_uri: undefined });
  },
};

const bye = (name, change) => ({
  [name]: async ({ web }) => {
    const { id_token } = await web.tokens();
    const { id_token_hint, post_logout_redirect_uri } = change(id_token);
    return web.leaves(new URLSearchParams({ id_token_hint, post_logout_redirect_uri }));
  },
});
const leaving = {
  ...bye('signing out to an address that is not registered',
    (id_token_hint) => ({ id_token_hint, post_logout_redirect_uri: `${BYE}/other` })),
  ...bye('signing out to a registered address with a query added',
    (id_token_hint) => ({ id_token_hint, post_logout_redirect_uri: `${BYE}?foo=bar` })),
  ...bye('signing out with a hint whose signature was changed',
    (hint) => ({ id_token_hint: forged(hint), post_logout_redirect_uri: BYE })),
  ...bye('signing out with a hint that is none', () => ({ id_token_hint: 'nonsense', post_logout_redirect_uri: BYE })),
};

export const cases = { ...asked(), ...asked('form_post'), ...requests, ...codes, ...proofs, ...assertions, ...leaving };
