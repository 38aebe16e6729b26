import { expect, it } from 'vitest';
import { redactor } from '../model/secrets.ts';
import { k6Command, type K6Spec } from './k6-command.ts';

const env = { TOKEN: 'abc', ACME: 'named', DATABASE: 'postgres://app:pass@db/shop', LOAD: '7' };
const spec: K6Spec = {
  ...{ binary: '/k6', scriptFile: '/run/script.js', home: '/run', logFile: '/run/k6.log', url: 'http://127.0.0.1:1' },
  ...{ env, hostEnv: {}, hosts: {}, through: null, insecureSkipTLSVerify: false, plain: null, fine: [] },
  undo: { runId: 'run-1', redact: redactor(env, ['ACME']), enter: () => Promise.reject(new Error('not started')) },
  onSeries: () => undefined,
};

it('lets k6 tell errors of a plain script for examples, and no series have them unless an objective asks', () => {
  const args = (...systemTags: string[]) =>
    k6Command({ ...spec, plain: { folder: '/', systemTags, summary: false } }, 6565).args.join(' ');
  expect(args('status')).toContain(
    '--system-tags status,error --out proofload=fd:3,clock=fd:4,steps=names,without=error',
  );
  expect(args('status', 'error')).toMatch(/--system-tags status,error --out \S+,steps=names /);
});

it('has no secret in its arguments: not by its name, nor as it was named, nor in a URL', () => {
  const command = k6Command(spec, 6565);
  expect(command.args.join(' ')).toContain('--env LOAD=7');
  for (const name of ['TOKEN', 'ACME', 'DATABASE']) expect(command.args.join(' ')).not.toContain(name);
  expect(command.env).toMatchObject({ TOKEN: 'abc', ACME: 'named', DATABASE: env.DATABASE });
  expect(command.env).not.toHaveProperty('LOAD');
});
