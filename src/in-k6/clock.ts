// k6's interpreter looks a global up anew each time, through every scope; and so it does with what is imported from k6.
/** Unix time in whole ms. */
export const { now } = Date;
