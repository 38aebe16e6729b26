/** How shapes of a record are checked: few times each, so that to compile a check takes longer than to make it. */
export const uncompiled = { jitless: true } as const;
