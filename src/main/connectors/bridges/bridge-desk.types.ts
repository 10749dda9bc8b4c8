import type { BridgeAddress, BridgePreview } from '#shared/contract/bridges.ts';
import type { BridgeSettings } from '#shared/settings/settings.ts';

/** What the studio's page asks of bridges. */
export interface BridgeDesk {
  address(bridgeId: string): BridgeAddress;
  /** Programs with the old key are shut out. */
  renew(bridgeId: string): BridgeAddress;
  preview(example: Pick<BridgeSettings, 'platform' | 'dialect' | 'fields'> & { readonly text: string }): Promise<BridgePreview>;
}
