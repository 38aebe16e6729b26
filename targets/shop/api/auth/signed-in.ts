import type { MiddlewareHandler } from 'hono';
import { HttpError } from '../../service/http-error.ts';
import type { Tokens } from './token.ts';

export interface SignedIn {
  Variables: { userId: number };
}

export function signedIn(tokens: Tokens): MiddlewareHandler<SignedIn> {
  return async (c, next) => {
    const [scheme, token] = (c.req.header('authorization') ?? '').split(' ');
    const userId = scheme === 'Bearer' && token !== undefined ? tokens.verify(token) : undefined;
    if (userId === undefined)
      throw new HttpError(401, 'unauthorized', 'Sign in first: the bearer token is missing, wrong or expired');
    c.set('userId', userId);
    await next();
  };
}
