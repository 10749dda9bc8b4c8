import type { zhCn } from './zh-cn.ts';

/** The same keys with any text: a language that lacks a key, or has one too many, is a type error. */
type Texts<T> = { readonly [K in keyof T]: T[K] extends string ? string : Texts<T[K]> };
export type Strings = Texts<typeof zhCn>;
