import { describe, expect, it } from 'vitest';
import { passed } from '../../tests/browser/sample-verdicts.ts';
import { renderHtml } from './html/page.ts';
import { renderMarkdown } from './markdown.ts';
import { servicesOf } from './run-wording.ts';
import { renderTerminal } from './terminal.ts';

const service = { name: 'api', kind: 'node', replicas: 1, container: false };
const environment = {
  ...passed.environment,
  services: [
    { ...service, replicas: 2 },
    { ...service, name: 'db', kind: 'postgres', container: true },
    { ...service, name: 'cache', kind: 'container', container: true },
    { ...service, name: 'payments', kind: 'external' },
  ],
  adopted: [{ edge: 'api->payments', proxy: 'pay', toxiproxy: 'http://127.0.0.1:8474' }],
};
const unusual = { ...passed, environment };
const indent = ' '.repeat(12);
const places = 'in containers: db, cache; as processes: api (2 replicas); running already: payments';
const adopted = 'api->payments is the proxy "pay" of the Toxiproxy at http://127.0.0.1:8474';

describe('what the target ran as', () => {
  it('is told by where its services were', () => {
    expect(servicesOf(environment)).toBe(places);
    expect(servicesOf({ ...environment, services: [] })).toBe('');
  });

  it('is in every report that people read, with the proxies of somebody else', () => {
    const terminal = renderTerminal(unusual, { width: 160, colour: false });
    expect(terminal).toContain(`${indent}${places}\n${indent}${adopted}\n`);
    const told = renderMarkdown(unusual);
    expect(told).toContain(`; ${places}; api-&gt;payments is the proxy "pay"`);
    const page = renderHtml(unusual, { uplotJs: '', uplotCss: '' });
    expect(page).toContain(`<dd>${places}</dd>`);
    expect(page).toContain('<dd>api-&gt;payments is the proxy &quot;pay&quot;');
  });

  it('is left out of the terminal where all is as usual', () => {
    expect(renderTerminal(passed, { width: 160, colour: false })).not.toContain('as processes');
    expect(renderHtml(passed, { uplotJs: '', uplotCss: '' })).toContain('<dd>as processes: api, db</dd>');
  });
});
