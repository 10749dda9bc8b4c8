import type { ControlRow } from './control-row.ts';
import { DEFAULT_CONTROL_ROWS } from './default-rows.ts';

/** Whole maps to choose from. */
export const CONTROL_PRESETS = ['standard', 'calm', 'lively', 'left-handed'] as const;
export type ControlPreset = (typeof CONTROL_PRESETS)[number];

const CALM = 0.55;
const LIVELY = 1.35;

/** Sticks, shoulders and triggers change sides, and the directions pad goes to the four buttons' side and back. */
const OTHER_HAND: Readonly<Record<string, string>> = {
  'axis 0': 'axis 2',
  'axis 1': 'axis 3',
  'axis 2': 'axis 0',
  'axis 3': 'axis 1',
  'button 0': 'button 13',
  'button 1': 'button 15',
  'button 2': 'button 14',
  'button 3': 'button 12',
  'button 12': 'button 3',
  'button 13': 'button 0',
  'button 6': 'button 7',
  'button 7': 'button 6',
};
/** The keys of the left hand's middle, mirrored on the keyboard. */
const OTHER_KEYS: Readonly<Record<string, string>> = {
  KeyA: 'KeyJ',
  KeyD: 'KeyL',
  KeyW: 'KeyI',
  KeyS: 'KeyK',
  KeyQ: 'KeyU',
  KeyE: 'KeyO',
  KeyF: 'KeyH',
  KeyG: 'KeyG',
  KeyB: 'KeyN',
  KeyN: 'KeyB',
  KeyM: 'KeyV',
  KeyK: 'KeyS',
  KeyL: 'KeyD',
  KeyU: 'KeyW',
};

export function rowsOfPreset(preset: ControlPreset): readonly ControlRow[] {
  switch (preset) {
    case 'standard':
      return DEFAULT_CONTROL_ROWS;
    case 'calm':
      return DEFAULT_CONTROL_ROWS.map((row) => scaled(row, CALM));
    case 'lively':
      return DEFAULT_CONTROL_ROWS.map((row) => scaled(row, LIVELY));
    case 'left-handed':
      return DEFAULT_CONTROL_ROWS.map((row) => ({ ...row, control: otherHand(row) }));
  }
}

/** Angles and distances only: a mouth that opens by half is no calmer person. */
const scaled = (row: ControlRow, by: number): ControlRow =>
  Math.max(Math.abs(row.from), Math.abs(row.to)) <= 1 ? row : { ...row, from: rounded(row.from * by), to: rounded(row.to * by) };
const rounded = (value: number): number => Math.round(value * 10) / 10;

function otherHand({ device, control }: ControlRow): string {
  const table = device === 'gamepad' ? OTHER_HAND : device === 'keyboard' ? OTHER_KEYS : {};
  return table[control] ?? control;
}
