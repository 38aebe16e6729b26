/**
 * The environment of a plain script: that of its user, as `k6 run` gives it, without what would change k6 itself.
 *
 * @param redirected requests are meant to go through a fault proxy, and must not go around it through another one
 */
export function scriptEnv(
  env: Readonly<Record<string, string>>,
  { redirected }: { redirected: boolean },
): Record<string, string> {
  const changesK6 = (name: string): boolean => /^(K6|OTEL)_/.test(name);
  const isProxy = (name: string): boolean => /^(HTTPS?|ALL)_PROXY$/i.test(name);
  return Object.fromEntries(Object.entries(env).filter(([name]) => !changesK6(name) && !(redirected && isProxy(name))));
}
