/** What a capture needs of a response of `k6/http`. */
export interface Answer {
  readonly body: unknown;
  readonly headers: Readonly<Record<string, string>>;
  readonly cookies: Readonly<Record<string, readonly { readonly value: string }[]>>;
  json(path?: string): unknown;
  html(css?: string): Selected;
}

interface Selected {
  size(): number;
  first(): Selected;
  text(): string;
  attr(name: string): string | undefined;
}

/**
 * Takes values out of responses for later requests. What is not there fails the step, by a check `has …` of its own,
 * and ends the journey. Only inside of steps.
 */
export interface Capture {
  /** The value at a path such as `items.0.id`; null is not there. */
  json(answer: Answer, path: string): unknown;
  /** The value of a header, whatever its case. */
  header(answer: Answer, name: string): string;
  /** The value of a cookie that the answer sets. */
  cookie(answer: Answer, name: string): string;
  /** The first group of a pattern in the body; all that matches, where it has no group. */
  match(answer: Answer, pattern: RegExp): string;
  /** The text of the first element that a CSS selector finds, or one of its attributes. */
  html(answer: Answer, css: string, attribute?: string): string;
}
