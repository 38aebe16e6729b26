import { describe, expect, it } from 'vitest';
import { scriptEnv } from './script-env.ts';

const env = {
  BASE_URL: 'http://a',
  K6_VUS: '3',
  OTEL_SERVICE_NAME: 'x',
  HTTPS_PROXY: 'http://p',
  all_proxy: 'http://p',
};

describe('the environment of a script', () => {
  it('is that of its user, without what would change k6', () => {
    const { BASE_URL, HTTPS_PROXY, all_proxy } = env;
    expect(scriptEnv(env, { redirected: false })).toEqual({ BASE_URL, HTTPS_PROXY, all_proxy });
  });

  it('has no proxy that would lead requests around ours', () => {
    expect(scriptEnv(env, { redirected: true })).toEqual({ BASE_URL: 'http://a' });
  });
});
