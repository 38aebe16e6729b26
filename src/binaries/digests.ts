/**
 * SHA-256 of every release archive, by its file name. None is published yet.
 *
 * The names hold a digest of the sources: an archive of other sources is not found here, whatever its version.
 */
export const digests: Readonly<Record<string, string>> = {};
