import type { FaultAction } from '../../model/fault-action.ts';
import type { FaultShape } from './fault-shape.ts';
import { commandShapes } from './command.ts';
import { databaseShapes } from './database.ts';
import { httpShapes } from './http.ts';
import { networkShapes } from './network.ts';
import { serviceShapes } from './service.ts';

/** Every kind of fault as it is written. A new family is a file beside this one and a line here. */
export const faultShapes = {
  ...networkShapes,
  ...httpShapes,
  ...serviceShapes,
  ...databaseShapes,
  ...commandShapes,
} satisfies Record<FaultAction['kind'], FaultShape>;

export function shapeOf(kind: string): FaultShape | undefined {
  return Object.hasOwn(faultShapes, kind) ? faultShapes[kind as keyof typeof faultShapes] : undefined;
}
