// A real Apache with mod_auth_openidc, set up by the example of docs/relying-parties.md.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const MODULES = '/usr/lib/apache2/modules';
const EXAMPLE = fileURLToPath(new URL('examples/mod_auth_openidc.conf', import.meta.url));

/** Starts one in the foreground, before a page of ours that shows what the module tells it. */
export async function startApache(env) {
  const page = createServer((request, response) => {
    const told = Object.entries(request.headers).filter(([name]) => name.startsWith('oidc_claim_'));
    // Headers are bytes: names of people are in UTF-8.
    const text = (value) => decodeURIComponent(Buffer.from(value, 'latin1').toString('utf8'));
    response.end(JSON.stringify(Object.fromEntries(told.map(([name, value]) => [name.slice(11), text(value)]))));
  });
  await once(page.listen(0, '127.0.0.1'), 'listening');
  const folder = await mkdtemp(join(tmpdir(), 'dinhdanh-apache-'));
  const log = join(folder, 'log');
  const modules = ['mpm_event', 'authz_core', 'authz_user', 'authn_core', 'proxy', 'proxy_http', 'auth_openidc'];
  const lines = [
    `ServerRoot ${folder}`,
    `DefaultRuntimeDir ${folder}`,
    `PidFile ${folder}/pid`,
    'ServerName 127.0.0.1',
    `Listen 127.0.0.1:${env.PORT}`,
    // Said for root alone, who may not serve.
    'User www-data',
    'Group www-data',
    `ErrorLog ${log}`,
    'StartServers 1',
    ...modules.map((name) => `LoadModule ${name}_module ${MODULES}/mod_${name}.so`),
    `Include ${EXAMPLE}`,
  ];
  await writeFile(join(folder, 'httpd.conf'), `${lines.join('\n')}\n`);
  const child = spawn('/usr/sbin/apache2', ['-f', join(folder, 'httpd.conf'), '-D', 'FOREGROUND'], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, ...env, APP: `http://127.0.0.1:${page.address().port}`, CRYPTO: 'not-a-secret-in-a-test' },
  });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (part) => (said += part));
  const gone = once(child, 'exit');
  return {
    said: () => said + (existsSync(log) ? readFileSync(log, 'utf8') : ''),
    over: () => child.exitCode !== null,
    async stop() {
      child.kill('SIGTERM');
      await gone;
      page.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
