type Level = 'info' | 'warn' | 'error';
type Fields = Readonly<Record<string, string | number | boolean | undefined>>;

export type Log = Readonly<Record<Level, (message: string, fields?: Fields) => void>>;

/** One JSON object a line, on stderr: stdout stays free for whoever pipes it. */
export function createLog(service: string): Log {
  const line =
    (level: Level) =>
    (message: string, fields: Fields = {}): void => {
      process.stderr.write(
        `${JSON.stringify({ time: new Date().toISOString(), level, service, message, ...fields })}\n`,
      );
    };
  return { info: line('info'), warn: line('warn'), error: line('error') };
}
