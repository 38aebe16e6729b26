/**
 * The client's port of a connection that Toxiproxy has taken and could not lead on, by a line of its log. It closes such a connection at once,
 * mostly with an RST, so that the kernel knows nothing of it.
 */
export function refusedIn(line: string): number | undefined {
  if (!line.includes('"Unable to open connection to upstream"')) return undefined;
  const clientPort = /"client":"[^"]*:(\d+)"/.exec(line)?.[1];
  return clientPort === undefined ? undefined : Number(clientPort);
}
