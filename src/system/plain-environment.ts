/** Of this process's environment, what programs and database clients need anywhere. NODE_OPTIONS stays away: a debugger's port can be opened only once. */
export function plainEnvironment(): Record<string, string> {
  const wanted = /^(PATH|HOME|TMPDIR|TMP|TEMP|LANG|TZ|(DY)?LD_LIBRARY_PATH|NODE_EXTRA_CA_CERTS|PG[A-Z]+)$/;
  return Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) =>
      wanted.test(name) && value !== undefined ? [[name, value]] : [],
    ),
  );
}
