import type { BridgeSettings } from '#shared/settings/settings.ts';
import type { SourcePlan, SourcePlanner, SourceWishes } from '../connector.ts';
import { bridgeToken } from './bridge-tokens.ts';

/** Programs that bring messages of platforms which have no open door: one source for each that is on. */
export const bridgeSources: SourcePlanner = (wishes) => {
  const bridges = wishes.settings.bridges.filter(
    (bridge, index, all) => bridge.enabled && all.findIndex(({ id }) => id === bridge.id) === index,
  );
  return bridges.map((bridge) => (bridge.direction === 'in' ? inwardPlan(bridge, wishes) : outwardPlan(bridge)));
};

const outwardPlan = (bridge: BridgeSettings): SourcePlan => ({
  id: `bridge-${bridge.id}`,
  key: JSON.stringify(bridge),
  target: bridge.name || bridge.url,
  create: async (context) => (await import('./bridge-out.ts')).createOutwardBridge(bridge, context),
});

function inwardPlan(bridge: BridgeSettings, wishes: SourceWishes): SourcePlan {
  const token = keptToken(bridge.id, wishes);
  return {
    id: `bridge-${bridge.id}`,
    key: JSON.stringify({ bridge, token }),
    target: bridge.name || bridge.id,
    create: async (context) => (await import('./bridge-in.ts')).createInwardBridge(bridge, token, context),
  };
}

/** Undefined when a new one cannot be kept: a planner must not throw, and a token that nobody can read is none. */
function keptToken(bridgeId: string, wishes: SourceWishes): string | undefined {
  try {
    return bridgeToken(bridgeId, wishes);
  } catch {
    return undefined;
  }
}
