import { en } from './en.ts';
import { ja } from './ja.ts';
import type { Strings } from './texts.ts';
import { zhCn } from './zh-cn.ts';

export type { Strings } from './texts.ts';

export const STRING_TABLES = { 'zh-CN': zhCn, en, ja } as const satisfies Record<string, Strings>;
export type InterfaceLanguage = keyof typeof STRING_TABLES;

/** Languages by their own names, for the picker. */
export const LANGUAGE_NAMES: Readonly<Record<InterfaceLanguage, string>> = { 'zh-CN': '简体中文', en: 'English', ja: '日本語' };

/** `auto` follows the browser's first language that we have; English where there is none. */
export function resolveLanguage(setting: 'auto' | InterfaceLanguage, preferred: readonly string[]): InterfaceLanguage {
  if (setting !== 'auto') return setting;
  for (const tag of preferred) {
    const primary = tag.toLowerCase().split('-')[0];
    if (primary === 'zh') return 'zh-CN';
    if (primary === 'ja') return 'ja';
    if (primary === 'en') return 'en';
  }
  return 'en';
}

/** Puts values into `{name}` placeholders; an unknown placeholder stays visible so that it is noticed. */
export function fill(text: string, values: Readonly<Record<string, string | number>>): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = values[name];
    return value === undefined ? whole : String(value);
  });
}

/** The text under a key that comes from outside (a reason code, a part's id); `undefined` when the table has none. */
export function lookUp(table: Readonly<Record<string, string>>, key: string): string | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}
