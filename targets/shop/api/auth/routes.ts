import { Hono } from 'hono';
import { z } from 'zod';
import { HttpError } from '../../service/http-error.ts';
import { readBody } from '../../service/input.ts';
import type { Database } from '../database/database.ts';
import { hashPassword, verifyPassword } from './password.ts';
import type { Tokens } from './token.ts';
import { addUser, findUser, type User } from './users.ts';

const email = z.email().max(254).toLowerCase();
const registerBody = z.object({ email, password: z.string().min(8).max(200), name: z.string().trim().min(1).max(100) });
const loginBody = z.object({ email, password: z.string().max(200) });

export function authRoutes(database: Database, tokens: Tokens): Hono {
  const session = ({ id, email, name }: User) => ({ token: tokens.issue(id), user: { id, email, name } });

  const routes = new Hono();
  routes.post('/auth/register', async (c) => {
    const { email, password, name } = await readBody(c, registerBody);
    const user = await addUser(database, email, name, await hashPassword(password));
    if (user === undefined) throw new HttpError(409, 'email_taken', 'An account with this address exists');
    return c.json(session(user), 201);
  });
  routes.post('/auth/login', async (c) => {
    const { email, password } = await readBody(c, loginBody);
    const user = await findUser(database, email);
    const matches = await verifyPassword(password, user?.passwordHash);
    if (user === undefined || !matches)
      throw new HttpError(401, 'wrong_credentials', 'Unknown address or wrong password');
    return c.json(session(user));
  });
  return routes;
}
