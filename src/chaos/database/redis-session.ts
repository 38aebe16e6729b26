/** Of what Redis answers at once. */
export const redisWithinMs = 2_000;

/** A write that needs memory, and changes nothing: it is for a key that there is not. */
export const harmlessWrite = ['SET', 'proofload:probe', '1', 'XX'] as const;
