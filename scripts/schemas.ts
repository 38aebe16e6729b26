/** Writes what is made of the schemas: JSON Schemas for editors, and their page for people: `npm run schemas`. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sloPage } from '../src/inputs/slo-page.ts';
import { sloJsonSchema } from '../src/inputs/slo-schema.ts';

const folder = join(import.meta.dirname, '../schemas');
mkdirSync(folder, { recursive: true });
writeFileSync(join(folder, 'slo.schema.json'), `${JSON.stringify(sloJsonSchema(), null, 2)}\n`);
writeFileSync(join(import.meta.dirname, '../docs/slo.md'), sloPage());
