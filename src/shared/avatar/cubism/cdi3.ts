import { z } from 'zod';
import { parseCubismJson } from './cubism-json.ts';

/** `*.cdi3.json`: names for people of parameters and parts. */
const named = z.object({ Id: z.string().max(200), Name: z.string().catch('') });
const cdi3Schema = z.object({ Parameters: z.array(named).max(4000).nullish(), Parts: z.array(named).max(4000).nullish() });

export interface DisplayNames {
  /** By id, in the order of the file. */
  readonly parameters: ReadonlyMap<string, string>;
  readonly parts: ReadonlyMap<string, string>;
}
export const NO_DISPLAY_NAMES: DisplayNames = { parameters: new Map(), parts: new Map() };

export function readCdi3(text: string, file: string): DisplayNames {
  const json = parseCubismJson(cdi3Schema, text, file);
  const byId = (list: readonly { Id: string; Name: string }[] | null | undefined): ReadonlyMap<string, string> =>
    new Map((list ?? []).map(({ Id, Name }) => [Id, Name.slice(0, 200)]));
  return { parameters: byId(json.Parameters), parts: byId(json.Parts) };
}
