/**
 * So long a flapping fault is on, and off, at least, in ms: five probes fall into it, and taking a fault off alive may take
 * most of it. What is shorter is not surely felt.
 */
export const leastFlapMs = 100;
