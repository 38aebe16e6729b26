/** Writes the JSON Schemas that editors use: `npm run schemas`. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sloJsonSchema } from '../src/inputs/slo-schema.ts';

const folder = join(import.meta.dirname, '../schemas');
mkdirSync(folder, { recursive: true });
writeFileSync(join(folder, 'slo.schema.json'), `${JSON.stringify(sloJsonSchema(), null, 2)}\n`);
