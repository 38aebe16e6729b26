import { randomBytes, scrypt, timingSafeEqual, type ScryptOptions } from 'node:crypto';
import { promisify } from 'node:util';

const deriveKey = promisify<string, Buffer, number, ScryptOptions, Buffer>(scrypt);

// A quarter of Node's default work: a sign-in costs 5 ms instead of 25, and this shop shares two cores with what loads it.
// Outside of a test target, take 2^17 (OWASP).
const WORK = { N: 4_096, r: 8, p: 1 };
const KEY_BYTES = 32;

/** `scrypt$N$salt$key`, so that a hash can be checked after the work factor has changed. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const key = await deriveKey(password, salt, KEY_BYTES, WORK);
  return `scrypt$${WORK.N}$${salt.toString('base64url')}$${key.toString('base64url')}`;
}

// Nobody's password. Checking against it makes an unknown address take as long as a wrong password, so that time does not tell them apart.
const NOBODY = `scrypt$${WORK.N}$${'A'.repeat(22)}$${'A'.repeat(43)}`;

export async function verifyPassword(password: string, hash: string | undefined): Promise<boolean> {
  const [, n, salt = '', key = ''] = (hash ?? NOBODY).split('$');
  const expected = Buffer.from(key, 'base64url');
  const actual = await deriveKey(password, Buffer.from(salt, 'base64url'), expected.length, { ...WORK, N: Number(n) });
  return timingSafeEqual(actual, expected) && hash !== undefined;
}
