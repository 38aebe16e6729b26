/** Letters that can stand in a path of Toxiproxy's API: a name with a slash can be created but never addressed. */
const unsafe = /[^A-Za-z0-9_.-]+/g;

/** A name for a proxy or toxic from parts that may hold anything; `api->db` becomes `api-to-db`. */
export function safeName(...parts: readonly string[]): string {
  return parts.map((part) => part.replaceAll('->', '-to-').replace(unsafe, '-')).join('_');
}
