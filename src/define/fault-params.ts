import type { DataRate, DataSize } from './size.ts';
import type { Duration } from './time.ts';

/** A default tells the kind of its parameter: a time, a share, a rate, a number, yes or no, or another text. */
export type FaultParam = number | boolean | string;

export type FaultParams = Readonly<Record<string, FaultParam>>;

/** The parameters as a plan is given them: of the kinds of their defaults, with any value. */
export type ParamValues<P extends FaultParams> = { readonly [K in keyof P]: ParamValue<P[K]> };

type ParamValue<V> = V extends Duration
  ? Duration
  : V extends `${number}%`
    ? `${number}%`
    : V extends DataRate
      ? DataRate
      : V extends DataSize
        ? DataSize
        : V extends number
          ? number
          : V extends boolean
            ? boolean
            : string;
