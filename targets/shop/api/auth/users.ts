import type { Database } from '../database/database.ts';
import { sql } from '../database/statement.ts';

export interface User {
  readonly id: number;
  readonly email: string;
  readonly name: string;
}

// The unique index decides who was first, not a look beforehand: between the look and the insert there is room for another request.
const insertUser = sql<User>(
  'users.insert',
  `insert into users (email, name, password_hash) values ($1, $2, $3)
   on conflict (email) do nothing
   returning id, email, name`,
);

const userByEmail = sql<User & { passwordHash: string }>(
  'users.by-email',
  `select id, email, name, password_hash as "passwordHash" from users where email = $1`,
);

/** Undefined when the address is taken. */
export async function addUser(
  database: Database,
  email: string,
  name: string,
  passwordHash: string,
): Promise<User | undefined> {
  return (await database.write(insertUser, [email, name, passwordHash]))[0];
}

export async function findUser(
  database: Database,
  email: string,
): Promise<(User & { passwordHash: string }) | undefined> {
  return (await database.read(userByEmail, [email]))[0];
}
