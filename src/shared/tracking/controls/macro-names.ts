/** Short authored movements; their curves are in `macros.ts`. */
export const MACRO_NAMES = ['nod', 'shake', 'shrug', 'wink', 'laugh', 'surprise'] as const;
export type MacroName = (typeof MACRO_NAMES)[number];
