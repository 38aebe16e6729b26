import { createHmac, timingSafeEqual } from 'node:crypto';

const LIFETIME_MS = 24 * 60 * 60 * 1_000;

/** Bearer tokens that carry their own proof, so that knowing who asks needs no look-up: `userId.expiry.signature`. */
export interface Tokens {
  readonly issue: (userId: number) => string;
  /** The user's id, or undefined when the token is not ours or has expired. */
  readonly verify: (token: string) => number | undefined;
}

export function createTokens(secret: string, now: () => number = Date.now): Tokens {
  const sign = (claims: string): Buffer => createHmac('sha256', secret).update(claims).digest();

  return {
    issue(userId) {
      const claims = `${userId}.${now() + LIFETIME_MS}`;
      return `${claims}.${sign(claims).toString('base64url')}`;
    },
    verify(token) {
      const [userId, expiry, signature] = token.split('.');
      if (userId === undefined || expiry === undefined || signature === undefined) return undefined;
      const expected = sign(`${userId}.${expiry}`);
      const actual = Buffer.from(signature, 'base64url');
      if (actual.length !== expected.length || !timingSafeEqual(actual, expected)) return undefined;
      return Number(expiry) > now() ? Number(userId) : undefined;
    },
  };
}
