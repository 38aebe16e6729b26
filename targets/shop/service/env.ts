import { z } from 'zod';

export const listenEnv = {
  PORT: z
    .string()
    .regex(/^\d+$/, 'must be a port number (0 takes a free one)')
    .transform(Number)
    .pipe(z.number().max(65_535)),
  HOST: z.string().min(1).default('127.0.0.1'),
};

/** A service that starts with a wrong environment fails later and far from the cause; so it does not start. */
export function readEnv<Shape extends z.ZodRawShape>(service: string, shape: Shape): z.infer<z.ZodObject<Shape>> {
  const result = z.object(shape).safeParse(process.env);
  if (result.success) return result.data;
  const problems = result.error.issues.map((issue) => {
    const name = String(issue.path[0]);
    return process.env[name] === undefined ? `${name} is missing` : `${name}: ${issue.message}`;
  });
  process.stderr.write(`${service}: bad environment: ${problems.join('; ')}\n`);
  process.exit(2);
}
