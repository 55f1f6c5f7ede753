// The real program, started for one test file and stopped after it.

import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** The program: DINHDANH_TEST_BIN, else the one that `cargo build` made here. */
export function program() {
  const file = process.env.DINHDANH_TEST_BIN || join(root, 'target', 'debug', 'dinhdanh');
  if (!existsSync(file)) {
    throw new Error(`${file} does not exist; build it: cargo build --package server --bin dinhdanh`);
  }
  return file;
}

/**
 * Starts `dinhdanh demo` on free ports and waits until it has told where it listens.
 *
 * options: population, seed, args (more flags), dataDir (kept when given, else a temporary one that goes),
 * command (another program and its arguments), env, timeout (milliseconds).
 *
 * Gives { info, url, managementUrl, dataDir, pid, said(), stop(), kill(signal) }; `info` is the JSON object
 * that the program printed.
 */
export async function startServer(options = {}) {
  const own = options.dataDir === undefined;
  const dataDir = own ? await mkdtemp(join(tmpdir(), 'dinhdanh-e2e-')) : options.dataDir;
  const [file, ...args] = options.command ?? [program(), ...demoArgs(dataDir, options)];
  const child = spawn(file, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...withoutOurs(process.env), ...options.env },
  });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text) => {
    said = (said + text).slice(-20_000);
  });
  const gone = new Promise((done) => child.once('exit', (code, signal) => done({ code, signal })));
  const end = async (signal) => {
    if (child.exitCode === null && child.signalCode === null) child.kill(signal);
    const how = await gone;
    return how;
  };
  const stop = async () => {
    const patience = setTimeout(() => child.kill('SIGKILL'), 15_000);
    const how = await end('SIGTERM');
    clearTimeout(patience);
    if (own) await rm(dataDir, { recursive: true, force: true });
    return how;
  };
  try {
    const info = await firstObject(child, gone, options.timeout ?? 120_000, () => said);
    return {
      info,
      url: address(info, ['url', 'app', 'listen']),
      managementUrl: address(info, ['management_url', 'management', 'management_listen']),
      dataDir,
      pid: child.pid,
      said: () => said,
      stop,
      kill: end,
    };
  } catch (cause) {
    await stop();
    throw cause;
  }
}

/** DINHDANH_* are settings to the program, and it refuses those it does not know; ours are for us. */
function withoutOurs(env) {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith('DINHDANH_')));
}

function demoArgs(dataDir, { population = 200, seed = 7, args = [] }) {
  return [
    'demo',
    '--output', 'json',
    '--listen', '127.0.0.1:0',
    '--management-listen', '127.0.0.1:0',
    '--data-dir', dataDir,
    '--population', String(population),
    '--seed', String(seed),
    ...args,
  ];
}

/** The first JSON object that the program prints, on one line or on several. */
function firstObject(child, gone, patience, said) {
  return new Promise((done, fail) => {
    let printed = '';
    const timer = setTimeout(() => {
      fail(new Error(`no JSON within ${patience} ms; printed: ${printed}\n${said()}`));
    }, patience);
    child.stdout.setEncoding('utf8').on('data', (text) => {
      printed += text;
      if (!printed.trimEnd().endsWith('}')) return;
      try {
        const object = JSON.parse(printed);
        clearTimeout(timer);
        done(object);
      } catch {
        // Not whole yet.
      }
    });
    child.once('error', (cause) => {
      clearTimeout(timer);
      fail(cause);
    });
    gone.then(({ code, signal }) => {
      clearTimeout(timer);
      fail(new Error(`the program ended (${signal ?? code}) before it listened\n${printed}\n${said()}`));
    });
  });
}

/** An http address under one of the names, at the top or under `urls`; a bare host:port counts. */
function address(info, names) {
  for (const holder of [info, info.urls ?? {}]) {
    for (const name of names) {
      const value = holder[name];
      if (typeof value !== 'string') continue;
      return (value.startsWith('http') ? value : `http://${value}`).replace(/\/$/, '');
    }
  }
  return undefined;
}
