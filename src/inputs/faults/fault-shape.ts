import type { z } from 'zod';
import type { FaultAction } from '../../model/fault-action.ts';
import type { CheckedService } from '../service-shape.ts';

/** One kind of fault as it is written: its options, and what they ask for. */
export interface FaultShape<Options extends z.ZodRawShape = z.ZodRawShape> {
  /** What it is put on. */
  readonly on: 'edge' | 'service' | 'machine';
  /** Why such a service, or the one that the edge leads to, cannot be broken in this way; undefined: it can. @default every one can */
  refuses?(service: CheckedService): string | undefined;
  readonly options: Options;
  /** What is wrong with options that are right one by one, in sentences; `timing` is that of the fault. @default nothing */
  problems?(options: z.output<z.ZodObject<Options>>, timing: ShapeTiming): string[];
  action(options: z.output<z.ZodObject<Options>>): FaultAction;
}

/** What a kind may ask of the fault's times. */
export interface ShapeTiming {
  readonly lengthMs: number;
  readonly flaps: boolean;
}

/** Keeps the types of the options while a shape is written. */
export function faultShape<Options extends z.ZodRawShape>(shape: FaultShape<Options>): FaultShape {
  return shape;
}
