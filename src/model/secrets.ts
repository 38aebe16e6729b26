/** Text without secrets. */
export type Redact = (text: string) => string;

/** A word of a variable's name that says that its value is nobody's business. */
const secretWord =
  /(?:^|_)(?:TOKEN|SECRET|PASS|PASSWD|PASSWORD|PGPASSWORD|PASSPHRASE|PWD|APIKEY|KEY|CREDENTIALS?|COOKIE|AUTH|JWT)(?:_|$)/i;
/** The shell's working folders, and a path. */
const noSecrets = ['PWD', 'OLDPWD', 'SSH_AUTH_SOCK'];
/** What is shorter is in too many words. */
const leastLength = 6;
/** Passwords that everybody knows, of databases in CI: taken out, they would be missing from words that mean something else. */
const knownToAll = ['postgres', 'password', 'default', 'changeme'];

/** Whether a variable of this name is taken to hold a secret. */
export function isSecretName(name: string): boolean {
  return secretWord.test(name) && !noSecrets.includes(name);
}

function isSecretVariable(name: string): boolean {
  return isSecretName(name) && name === name.toUpperCase();
}

/**
 * Gives the function that takes secrets out of text: each is replaced by `$NAME`, and where no variable holds it, by `…`.
 *
 * Secrets are the values of variables whose names say so or are `named`, user and password of URLs, bearer tokens, and
 * what headers of cookies and authorization hold. Values of fewer than 6 characters are only taken out where they are named.
 */
export function redactor(variables: Readonly<Record<string, string>>, named: readonly string[] = []): Redact {
  const values = new Map<string, string>();
  for (const [name, value] of Object.entries(variables)) {
    const isNamed = named.includes(name) && value !== '';
    if (isNamed || (isSecretName(name) && value.length >= leastLength && !knownToAll.includes(value))) {
      for (const form of formsOf(value)) values.set(form, `$${name}`);
    }
  }
  // The longest first: one secret may hold another.
  const known = [...values].sort(([a], [b]) => b.length - a.length);
  return (text) => {
    let clean = text;
    for (const [value, name] of known) if (clean.includes(value)) clean = clean.replaceAll(value, name);
    return clean
      .replace(/(:\/\/)[^\s/?#@"'\\]+@/g, '$1…@')
      .replace(/\b(bearer|basic)(\s+|%20)[\w~+/.=-]{6,}/gi, '$1$2…')
      .replace(
        /\b((?:set-)?cookie|authorization)(\\?["']?\s*[:=]\s*\\?["']?)(?!bearer\b|basic\b)[^\s"'\\,;][^"'\\\r\n]*/gi,
        '$1$2…',
      );
  };
}

/** As it is, within JSON, within a URL. */
function formsOf(value: string): string[] {
  return [...new Set([value, JSON.stringify(value).slice(1, -1), encodeURIComponent(value)])];
}

/**
 * The same data without secrets in its texts; numbers and names of fields stay. A field that is named as variables are, and
 * as a secret, is one: `{ DB_PASSWORD: … }` of a target.
 */
export function withoutSecrets<T>(value: T, redact: Redact): T {
  if (typeof value === 'string') return redact(value) as T & string;
  if (Array.isArray(value)) return value.map((one: unknown) => withoutSecrets(one, redact)) as T & unknown[];
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, one]: [string, unknown]) => [
      key,
      typeof one === 'string' && isSecretVariable(key) ? `$${key}` : withoutSecrets(one, redact),
    ]),
  ) as T;
}
