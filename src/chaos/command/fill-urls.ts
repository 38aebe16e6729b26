const placeholder = /\{([A-Za-z][\w-]*)\.url\}/g;

/** The services that texts ask the address of. */
export function urlNamesOf(texts: readonly string[]): string[] {
  return texts.flatMap((text) => [...text.matchAll(placeholder)].map(([, name = '']) => name));
}

/** Puts the addresses of services in the place of `{<service>.url}`. */
export function fillUrls(texts: readonly string[], urls: Readonly<Record<string, string>>): string[] {
  return texts.map((text) => text.replace(placeholder, (all, name: string) => urls[name] ?? all));
}
