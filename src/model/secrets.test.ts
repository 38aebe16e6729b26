import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { isSecretName, redactor, withoutSecrets } from './secrets.ts';

const token = 'abc"d\\e/f=123';

describe('a secret of a variable', () => {
  const redact = redactor({ API_TOKEN: token, HOME: '/home/somebody', SHORT_KEY: 'abc' });

  it('is replaced by its name, in text, JSON and URLs', () => {
    expect(redact(`token ${token}!`)).toBe('token $API_TOKEN!');
    expect(redact(JSON.stringify({ token }))).toBe('{"token":"$API_TOKEN"}');
    expect(redact(`?t=${encodeURIComponent(token)}&x=1`)).toBe('?t=$API_TOKEN&x=1');
  });

  it('is not what is no secret, or in too many words', () => {
    expect(redact('/home/somebody abc')).toBe('/home/somebody abc');
    expect(redactor({ SHORT_KEY: 'abc', CODE: 'xy' }, ['SHORT_KEY', 'CODE'])('abc xy')).toBe('$SHORT_KEY $CODE');
  });

  it('is not what everybody knows, unless it is named', () => {
    const plan = { kind: 'postgres', password: 'postgres' };
    expect(withoutSecrets(plan, redactor({ POSTGRES_PASSWORD: 'postgres' }))).toEqual(plan);
    expect(redactor({ POSTGRES_PASSWORD: 'postgres' }, ['POSTGRES_PASSWORD'])('postgres')).toBe('$POSTGRES_PASSWORD');
  });

  it('that holds another is replaced first', () => {
    const both = redactor({ A_TOKEN: 'secret', B_TOKEN: 'secret-more' });
    expect(both('secret-more secret')).toBe('$B_TOKEN $A_TOKEN');
  });
});

test.each([
  ['postgres://user:p%40ss@db.test:5432/x', 'postgres://…@db.test:5432/x'],
  ['http://token@host/path@2', 'http://…@host/path@2'],
  ['see http://host/a@b and me@mail.test', 'see http://host/a@b and me@mail.test'],
  ['Authorization: Bearer eyJhbGciOi.J9', 'Authorization: Bearer …'],
  ['{"authorization":"Basic dXNlcjpwYXNz","x":1}', '{"authorization":"Basic …","x":1}'],
  ['{"Cookie":"sid=123; theme=dark","x":1}', '{"Cookie":"…","x":1}'],
  ['Set-Cookie: sid=123; HttpOnly', 'Set-Cookie: …'],
  ['"msg":"{\\"authorization\\":\\"Bearer abcdefgh\\"}"', '"msg":"{\\"authorization\\":\\"Bearer …\\"}"'],
  ['the bearer of this', 'the bearer of this'],
])('%s', (text, clean) => {
  expect(redactor({})(text)).toBe(clean);
});

test('a variable in data whose name says that it is a secret is one; a field of ours is none', () => {
  const data = { env: { DB_PASSWORD: 'abc', PORT: '1' }, key: 'order-1', tokens: ['a'], API_KEY: 7 };
  expect(withoutSecrets(data, redactor({}))).toEqual({
    ...data,
    env: { DB_PASSWORD: '$DB_PASSWORD', PORT: '1' },
  });
});

test('data stays data, and no value of a secret stays in its texts', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 6, unit: 'grapheme' }), fc.jsonValue(), (secret, value) => {
      fc.pre(!'$THE_SECRET…'.includes(secret));
      const redact = redactor({ THE_SECRET: secret });
      const clean = withoutSecrets({ a: secret, b: [`x${secret}`], n: 123456, value }, redact);
      expect(clean.a).not.toContain(secret);
      expect(clean.b[0]).not.toContain(secret);
      expect(clean.n).toBe(123456);
    }),
  );
});

test.each([
  ['GITHUB_TOKEN', true],
  ['api_key', true],
  ['DB_PASSWORD', true],
  ['PGPASSWORD', true],
  ['DESKTOP_SESSION', false],
  ['SSH_AUTH_SOCK', false],
  ['PWD', false],
  ['MONKEY', false],
  ['PATH', false],
])('%s is taken for a secret: %s', (name, expected) => {
  expect(isSecretName(name)).toBe(expected);
});
