/** Puts ports, options and the addresses of other services into a service's environment. The names were checked. */
export function fillEnv(
  env: Readonly<Record<string, string>>,
  values: Readonly<Record<string, string>>,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).map(([name, text]) => [
      name,
      text.replace(/\{([^{}]*)\}/g, (all, key: string) => values[key] ?? all),
    ]),
  );
}
