// The program beside the card reader, on the officer's computer, and the cards that it reads.

import childProcess, { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

import { photo } from '../lib/files.mjs';
import { eventually } from '../lib/post.mjs';
import { program } from '../lib/server.mjs';

const execFile = promisify(childProcess.execFile);

/** A portrait as a chip holds it: JPEG, base64. */
async function portrait(browser) {
  const page = await browser.newPage();
  try {
    return await page.evaluate(async (png) => {
      const picture = new Image();
      picture.src = `data:image/png;base64,${png}`;
      await picture.decode();
      const canvas = Object.assign(document.createElement('canvas'), { width: picture.width, height: picture.height });
      canvas.getContext('2d').drawImage(picture, 0, 0);
      return canvas.toDataURL('image/jpeg', 0.9).split(',')[1];
    }, photo().buffer.toString('base64'));
  } finally {
    await page.close();
  }
}

/** An authority, its list, the person's card and an altered copy of it, made by another program than the one tested. */
async function makeCard(browser, person) {
  const today = new Date().toISOString().slice(0, 10);
  const child = execFile(join(dirname(program()), 'examples', 'simulated_card'));
  child.child.stdin.end(JSON.stringify({ today, person, picture: await portrait(browser) }));
  const made = JSON.parse((await child).stdout);
  const bytes = (name) => Buffer.from(made[name], 'base64');
  return { ...made, authority: bytes('authority'), list: bytes('list') };
}

/** A computer of the counter with the person's card on its reader, while `work` goes on with it. */
export async function withComputer(browser, server, person, work) {
  const folder = await mkdtemp(join(tmpdir(), 'dinhdanh-agent-'));
  const made = await makeCard(browser, person);
  const file = join(folder, 'card.json');
  await writeFile(file, JSON.stringify(made.card));
  const agent = startAgent(server, folder, file);
  try {
    return await work({ agent, folder, file, made });
  } finally {
    agent.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** The printed lines of a card, one a line. */
export const printed = (zone) => zone.match(/.{30}/g).join('\n');

const keyFile = (folder) => ['--key-file', join(folder, 'agent.key')];

/** The agent; `line(start)` is the rest of the first line that begins so. */
function startAgent(server, folder, card) {
  const flags = ['counter-agent', '--server', server.url, ...keyFile(folder), '--simulate', card];
  const child = spawn(program(), flags, { stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (text) => {
    said += text;
  });
  const line = (start) =>
    eventually(`the agent's “${start}”`, () => said.split('\n').find((one) => one.startsWith(start))?.slice(start.length));
  return { line, stop: () => child.kill() };
}

/** Takes one person while the line is down: what is asked is answered, in the order of the questions. */
export async function takeOffline(folder, { card, login, answers }) {
  const file = join(folder, 'portrait.png');
  await writeFile(file, photo().buffer);
  const flags = ['counter-agent', 'take', '--login', login, '--portrait', file, ...keyFile(folder), '--simulate', card];
  const child = execFile(program(), flags);
  child.child.stdin.end(`${answers.join('\n')}\n`);
  return (await child).stdout;
}

/** The officer types the code that the agent shows. */
export async function pair(officer, agent) {
  await officer.go('/counter/agents');
  await officer.see('agents-none');
  await officer.fill({ code: 'AAAA-AAAA' });
  await officer.submit('/counter/agents');
  await officer.see('agents-wrong-code');
  await officer.fill({ code: (await agent.line('code: ')).slice(0, 9) });
  await officer.submit('/counter/agents');
  await agent.line('paired with ');
  await officer.see('agents');
}

/** Managers take in whom to trust: not a certificate, then the authority with its fingerprint, then its list. */
export async function trust(manager, made) {
  const take = async (buffer, fingerprint) => {
    await manager.page.setInputFiles('#file', { name: 'csca.cer', mimeType: 'application/pkix-cert', buffer });
    await manager.fill({ fingerprint });
    await manager.submit('/console/anchors');
  };
  await manager.go('/console/anchors');
  await manager.see('anchors');
  await take(Buffer.from('not a certificate'), '');
  await manager.see('anchors-faults');
  await take(made.authority, made.fingerprint);
  await take(made.list, '');
  await manager.see('anchors-taken-in');
}
