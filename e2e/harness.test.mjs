// Tests of the helpers themselves: a good page passes, a bad one fails for the right reason.

import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, before, test } from 'node:test';

import { MODES, contextIn, launch } from './lib/browser.mjs';
import { startServer } from './lib/server.mjs';
import { visit } from './lib/visit.mjs';

const STYLE = `:root { color-scheme: light dark } body { margin: 1rem; font: 1rem sans-serif }
.pale { color: #ccc; background: #fff } .wide { width: 2000px; height: 1rem }`;

const shell = (body) => `<!doctype html><html lang="vi"><head><title>Trang thử</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,"><link rel="stylesheet" href="/style.css"></head>
<body><main><h1>Trang thử</h1>${body}</main></body></html>`;

const PAGES = {
  '/good': '<form><label for="n">Tên</label> <input id="n" autocomplete="name"></form>',
  '/pale': '<p class="pale">Chữ quá nhạt</p>',
  '/label': '<input type="text">',
  '/wide': '<div class="wide">rộng</div>',
  '/inline': '<p style="color: red">kiểu trong trang</p><script>document.title = "x"</script>',
  '/script': '<script src="/page.js" defer></script><p>có kịch bản</p>',
  '/heavy': `<!-- ${'x'.repeat(9_000)} --><p>nặng</p>`,
  '/many': '<p>nhiều</p>'.repeat(801),
};

let browser;
let server;
let base;

before(async () => {
  browser = await launch();
  server = createServer((request, response) => {
    const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; form-action 'self'";
    response.setHeader('content-security-policy', policy);
    const page = PAGES[request.url];
    if (request.url === '/style.css') {
      response.setHeader('content-type', 'text/css').end(STYLE);
    } else if (request.url === '/page.js') {
      response.setHeader('content-type', 'text/javascript').end('document.title = "chạy"');
    } else if (page) {
      response.setHeader('content-type', 'text/html; charset=utf-8').end(shell(page));
    } else {
      response.writeHead(404, { 'content-type': 'text/html' }).end(shell('<p>không có</p>'));
    }
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  base = `http://127.0.0.1:${server.address().port}`;
}, { timeout: 180_000 });

after(async () => {
  await browser?.close();
  server?.closeAllConnections();
  server?.close();
});

async function see(mode, path, work) {
  const context = await contextIn(browser, mode);
  try {
    return await work(await context.newPage(), base + path);
  } finally {
    await context.close();
  }
}

for (const mode of MODES) {
  test(`a good page passes: ${mode.name}`, { timeout: 120_000 }, async () => {
    const { used } = await see(mode, '/good', visit);
    assert.equal(used.requests, 2);
    assert.ok(used.html > 200 && used.css > 50, JSON.stringify(used));
    assert.ok(used.total >= used.html + used.css);
  });
}

const FAULTS = {
  '/pale': /color-contrast/,
  '/label': /label/,
  '/wide': /scrolls sideways: \d+ px in \d+ px \(div\.wide/,
  '/inline': /content security policy: (style|script)-src/,
  '/heavy': /budget html: \d+ is more than 8000/,
  '/many': /budget elements: \d+ is more than 800/,
};

for (const [path, expected] of Object.entries(FAULTS)) {
  for (const mode of [MODES[0], MODES[4]]) {
    test(`a bad page fails: ${path}, ${mode.name}`, { timeout: 120_000 }, async () => {
      await assert.rejects(see(mode, path, visit), expected);
    });
  }
}

for (const mode of [MODES[0], MODES[4]]) {
  test(`script is ${mode.script ? 'on' : 'off, also after a look'}`, { timeout: 120_000 }, async () => {
    const title = await see(mode, '/script', async (page, url) => {
      await visit(page, url);
      await visit(page, url);
      return page.title();
    });
    assert.equal(title, mode.script ? 'chạy' : 'Trang thử');
  });
}

test('a wrong status fails', { timeout: 60_000 }, async () => {
  await assert.rejects(see(MODES[0], '/nowhere', visit), /answers 404, not 200/);
});

test('a page may have a budget of its own', { timeout: 60_000 }, async () => {
  await see(MODES[0], '/heavy', (page, url) => visit(page, url, { budget: { html: 20_000 } }));
});

test('the fake camera films', { timeout: 60_000 }, async () => {
  const size = await see(MODES[0], '/good', async (page, url) => {
    await page.goto(url);
    return page.evaluate(async () => {
      const stream = await navigator.mediaDevices.getUserMedia({ video: true });
      const { width, height } = stream.getVideoTracks()[0].getSettings();
      stream.getTracks().forEach((track) => track.stop());
      return `${width}x${height}`;
    });
  });
  assert.equal(size, '640x480');
});

test('a program is started, understood and stopped', { timeout: 60_000 }, async () => {
  const script = `console.log(JSON.stringify({ url: 'http://127.0.0.1:1/', people: [] }, null, 2));
    setInterval(() => {}, 1000)`;
  const program = await startServer({ command: [process.execPath, '-e', script] });
  assert.equal(program.url, 'http://127.0.0.1:1');
  assert.deepEqual(program.info.people, []);
  assert.equal((await program.stop()).signal, 'SIGTERM');
});

test('a program that fails says why', { timeout: 60_000 }, async () => {
  const script = "console.error('no such folder'); process.exit(3)";
  const starting = startServer({ command: [process.execPath, '-e', script] });
  await assert.rejects(starting, /ended \(3\) before it listened[^]*no such folder/);
});
