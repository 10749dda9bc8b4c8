import { type BridgeSettings, bridgeSettingsSchema } from '#shared/settings/settings.ts';

/** Tools that people have, and how each is connected. */
export const BRIDGE_PRESETS = ['grab', 'onecomme', 'dycast', 'webhook', 'mapped'] as const;
export type BridgePreset = (typeof BRIDGE_PRESETS)[number];

const PRESETS: Readonly<Record<BridgePreset, Partial<BridgeSettings>>> = {
  grab: { direction: 'out', url: 'ws://127.0.0.1:8888', platform: 'douyin', dialect: 'auto' },
  onecomme: { direction: 'out', url: 'ws://127.0.0.1:11180/sub?p=comments', platform: 'custom', dialect: 'onecomme' },
  dycast: { direction: 'in', platform: 'douyin', dialect: 'dycast' },
  webhook: { direction: 'in', platform: 'custom', dialect: 'webhook' },
  mapped: { direction: 'in', platform: 'custom', dialect: 'mapped' },
};

/** A new bridge, on from the start where nothing is left to fill in. */
export function bridgeFromPreset(preset: BridgePreset, name: string, existing: readonly BridgeSettings[]): BridgeSettings {
  const taken = new Set(existing.map(({ id }) => id));
  let number = existing.length + 1;
  while (taken.has(`tool-${number}`)) number += 1;
  return bridgeSettingsSchema.parse({ id: `tool-${number}`, name, enabled: preset !== 'mapped', ...PRESETS[preset] });
}
