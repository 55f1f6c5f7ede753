// Accessibility: axe-core, every rule of WCAG 2.2 AA and the best practices, nothing excused.

import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';

const source = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** What axe-core finds wrong on the page as it stands, one text for each place; all rules, or only these. */
export async function axeFaults(page, rules) {
  // Evaluated through the debugger, so that the page's own policy (no inline script) stays as it is.
  await page.evaluate(`if (!globalThis.axe) {${source}} 0`);
  const results = await page.evaluate(
    (runOnly) => globalThis.axe.run(document, { runOnly, resultTypes: ['violations'] }),
    rules ? { type: 'rule', values: rules } : { type: 'tag', values: TAGS },
  );
  return results.violations.flatMap((rule) =>
    rule.nodes.map((node) => {
      const why = (node.failureSummary ?? '').split('\n').slice(1).map((line) => line.trim());
      return `${rule.id} at ${node.target.join(' ')}: ${why.join('; ')}`;
    }),
  );
}
