const codes = { bold: '1', dim: '2', red: '31', green: '32', yellow: '33', magenta: '35', cyan: '36' } as const;

export type Colour = keyof typeof codes;
export type Paint = (colour: Colour, text: string) => string;

export function painter(colour: boolean): Paint {
  return colour ? (name, text) => `\u001b[${codes[name]}m${text}\u001b[0m` : (_, text) => text;
}
