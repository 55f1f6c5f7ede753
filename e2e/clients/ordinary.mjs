// The usual way of a web service, by the library that most of them use.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import * as client from 'openid-client';

import { BACK, BYE, begin, insecure, named } from './asking.mjs';

export const ordinary = (world) =>
  describe('openid-client', () => {
    // conformance: oidcc-server, oidcc-userinfo-get, oidcc-refresh-token, oidcc-codereuse
    // conformance: oidcc-ensure-request-with-valid-pkce-succeeds, oidcc-rp-initiated-logout
    test('code with PKCE, from discovery to logout', { timeout: 60_000 }, async () => {
      const { issuer, id, secret } = await world.developer.register({ redirect_uris: BACK, post_logout_redirect_uris: BYE });
      const config = await client.discovery(new URL(issuer), id, undefined, client.ClientSecretBasic(secret), insecure);
      assert.equal(config.serverMetadata().supportsPKCE(), true);
      client.enableNonRepudiationChecks(config);
      const person = world.holder;
      const { address, checks } = await begin(config, { scope: 'openid profile identity offline_access' });
      const back = await person.agree(address, BACK);
      const tokens = await client.authorizationCodeGrant(config, back, checks);
      const claims = tokens.claims();
      assert.equal(claims.acr, 'urn:dinhdanh:acr:2');
      assert.equal(claims.aud, id);

      const told = await client.fetchUserInfo(config, tokens.access_token, claims.sub);
      assert.equal(told.name.toUpperCase(), person.person.full_name.toUpperCase());
      assert.equal(told.personal_administrative_number, person.person.number);
      assert.equal((await client.tokenIntrospection(config, tokens.access_token)).active, true);

      const next = await client.refreshTokenGrant(config, tokens.refresh_token);
      assert.equal(next.claims().sub, claims.sub);
      await client.tokenRevocation(config, next.access_token);
      assert.equal((await client.tokenIntrospection(config, next.access_token)).active, false);
      await assert.rejects(client.authorizationCodeGrant(config, back, checks), named('invalid_grant'));
      // RFC 6749 4.1.2: a code used twice ends what was given for it.
      await assert.rejects(client.refreshTokenGrant(config, next.refresh_token), named('invalid_grant'));

      const out = client.buildEndSessionUrl(config, {
        post_logout_redirect_uri: BYE,
        id_token_hint: tokens.id_token,
        state: 'so long',
      });
      const gone = await person.go(out.href, BYE);
      assert.equal(gone.back?.searchParams.get('state'), 'so long', gone.text);
      const silent = await begin(config, { prompt: 'none' });
      const refused = await person.go(silent.address.href, BACK);
      await assert.rejects(client.authorizationCodeGrant(config, refused.back, silent.checks), named('login_required'));
    });

    // conformance: oidcc-server-client-secret-post, oidcc-prompt-login, oidcc-max-age-1
    test('secret in the body; a fresh sign-in when the service wants one', { timeout: 60_000 }, async () => {
      const { issuer, id, secret } = await world.developer.register({ redirect_uris: BACK, auth: 'client_secret_post' });
      const config = await client.discovery(new URL(issuer), id, undefined, client.ClientSecretPost(secret), insecure);
      const person = world.holder;
      const first = await begin(config, {});
      const before = await client.authorizationCodeGrant(config, await person.agree(first.address, BACK), first.checks);
      const silent = await begin(config, { prompt: 'none', max_age: '10000' });
      const soon = await client.authorizationCodeGrant(
        config, await person.agree(silent.address, BACK), { ...silent.checks, maxAge: 10_000 });
      assert.equal(soon.claims().auth_time, before.claims().auth_time);
      const again = await begin(config, { prompt: 'login', max_age: '1' });
      const page = await person.go(again.address.href, BACK);
      assert.ok(page.url.endsWith('/sign-in'), page.url);
      const onward = await person.signIn(page, BACK);
      const { back } = await person.send(onward, '/oidc/continue', {}, BACK);
      const fresh = await client.authorizationCodeGrant(config, back, { ...again.checks, maxAge: 1 });
      assert.ok(fresh.claims().auth_time >= before.claims().auth_time);
      const no = await begin(config, { prompt: 'consent' });
      const declined = await person.agree(no.address, BACK, 'deny');
      await assert.rejects(client.authorizationCodeGrant(config, declined, no.checks), named('access_denied'));
    });

    for (const mode of ['query', 'form_post']) {
      // conformance: oidcc-alternate-happy-flow, oidcc-display-page, oidcc-display-popup, oidcc-login-hint
      // conformance: oidcc-ui-locales, oidcc-claims-locales, oidcc-scope-profile, oidcc-scope-email, oidcc-scope-phone
      // conformance: oidcc-scope-all, oidcc-max-age-10000, oidcc-ensure-request-with-acr-values-succeeds
      // conformance: oidcc-ensure-request-with-unknown-parameter-succeeds, oidcc-id-token-hint, oidcc-prompt-none-logged-in
      // conformance: oidcc-ensure-request-without-nonce-succeeds-for-code-flow, oidcc-ensure-post-request-succeeds
      // conformance: form_post/oidcc-alternate-happy-flow, form_post/oidcc-display-page, form_post/oidcc-display-popup
      // conformance: form_post/oidcc-login-hint, form_post/oidcc-ui-locales, form_post/oidcc-claims-locales
      // conformance: form_post/oidcc-scope-profile, form_post/oidcc-scope-email, form_post/oidcc-scope-phone
      // conformance: form_post/oidcc-scope-all, form_post/oidcc-max-age-10000, form_post/oidcc-id-token-hint
      // conformance: form_post/oidcc-ensure-request-with-acr-values-succeeds, form_post/oidcc-prompt-none-logged-in
      // conformance: form_post/oidcc-ensure-request-with-unknown-parameter-succeeds
      // conformance: form_post/oidcc-ensure-request-without-nonce-succeeds-for-code-flow
      // conformance: form_post/oidcc-ensure-request-with-valid-pkce-succeeds, form_post/oidcc-ensure-post-request-succeeds
      test(`requests as varied as the standard lets them be: ${mode}`, { timeout: 60_000 }, async () => {
        const { issuer, id, secret } = await world.developer.register({ redirect_uris: BACK });
        const config = await client.discovery(new URL(issuer), id, undefined, client.ClientSecretBasic(secret), insecure);
        let hint;
        for (const parameters of [
          {},
          ...['email openid', 'openid phone', 'phone email identity profile openid'].map((scope) => ({ scope })),
          ...['page', 'popup'].map((display) => ({ display })),
          { login_hint: 'somebody' },
          { ui_locales: 'en vi' },
          { claims_locales: 'vi' },
          { acr_values: 'urn:dinhdanh:acr:2 urn:dinhdanh:acr:1' },
          { max_age: '10000' },
          { extra: 'foobar' },
          { nonce: undefined },
          { prompt: 'none', hint: true },
        ]) {
          const { hint: hinted, ...asked } = parameters;
          if (hinted) asked.id_token_hint = hint;
          const absent = 'nonce' in parameters ? 'expectedNonce' : undefined;
          const { address, checks } = await begin(config, { response_mode: mode, ...asked }, undefined, absent);
          const back = await world.holder.agree(address, BACK);
          const tokens = await client.authorizationCodeGrant(config, back, { ...checks, maxAge: Number(asked.max_age) || undefined });
          hint = tokens.id_token;
        }
        // OpenID Connect Core 3.1.2.1: the request may come as a form.
        const { address, checks } = await begin(config, { response_mode: mode });
        const sent = await world.holder.ask('/oidc/authorize', { method: 'POST', body: address.searchParams });
        const back = await world.holder.agree(sent.location, BACK);
        await client.authorizationCodeGrant(config, back, checks);
      });
    }
  });
