/** Why something of a run cannot work here, and what to do about it. */
export interface Lack {
  readonly why: string;
  readonly hint: string;
}
