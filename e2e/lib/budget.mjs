// Weight: what one cold visit may cost a phone (kB = 1000 bytes over the wire, bodies only).

/** The most that a page may take. A page with a reason gives its own numbers for some of these. */
export const BUDGET = {
  html: 8_000,
  css: 16_000,
  script: 16_000,
  font: 50_000,
  total: 100 * 1024,
  requests: 8,
  shift: 0.02,
  elements: 800,
};

const KIND = { document: 'html', stylesheet: 'css', script: 'script', font: 'font' };

/** Counts the requests of a page from now on; call `take()` after each visit. */
export function meter(page) {
  let requests = [];
  page.on('request', (request) => {
    // What a navigation begins with is the page itself: earlier ones belong to the page before, and a form
    // that was sent (POST, then 303) to the form.
    if (request.isNavigationRequest() && request.frame() === page.mainFrame()) {
      requests = [];
    }
    // With the cache off, a file used twice is fetched twice; on a phone's first visit it is not.
    const known = requests.some((other) => other.url() === request.url() && request.method() === 'GET');
    if (/^https?:/.test(request.url()) && !known) requests.push(request);
  });
  return {
    async take() {
      const used = { html: 0, css: 0, script: 0, font: 0, total: 0, requests: requests.length };
      for (const request of requests) {
        const bytes = await bodyBytes(request);
        const kind = KIND[request.resourceType()];
        if (kind) used[kind] += bytes;
        used.total += bytes;
      }
      return used;
    },
  };
}

async function bodyBytes(request) {
  const response = await request.response();
  if (!response) return 0;
  return (await request.sizes()).responseBodySize;
}

/** What is over budget, one text each. */
export function budgetFaults(used, own = {}) {
  const most = { ...BUDGET, ...own };
  return Object.keys(used)
    .filter((name) => used[name] > most[name])
    .map((name) => `budget ${name}: ${used[name]} is more than ${most[name]}`);
}
