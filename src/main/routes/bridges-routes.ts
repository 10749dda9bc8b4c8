import type { BridgeDesk } from '#main/connectors/bridges/bridge-desk.types.ts';
import type { StudioImplementer } from './implementer.types.ts';

export function bridgesRoutes(os: StudioImplementer, desk: BridgeDesk) {
  return os.bridges.router({
    address: os.bridges.address.handler(({ input }) => desk.address(input.id)),
    renew: os.bridges.renew.handler(({ input }) => desk.renew(input.id)),
    preview: os.bridges.preview.handler(({ input }) => desk.preview(input)),
  });
}
