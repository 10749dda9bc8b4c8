import type { LiveEvent } from '#shared/live/live-event.ts';
import type { AutomationInput } from './engine.types.ts';
import type { EngineState, KeptState, World } from './state.ts';

const QUIET_ENDS_SHOW_MS = 6 * 3_600_000;
const RESTART_ENDS_SHOW_MS = 30 * 60_000;
/** The show's last moment is noted this often. */
const NOTED_EVERY_MS = 60_000;
const ROOM_LIMIT = 20;

/** What is known after an input. Says nothing about rules. */
export function observed(state: EngineState, input: AutomationInput, nowMs: number): EngineState {
  const world = worldAfter(state.world, input, nowMs);
  const kept = keptAfter(state.kept, input, world.onAir !== state.world.onAir, world.onAir, nowMs);
  const offsetMinutes = input.type === 'tick' ? input.offsetMinutes : state.offsetMinutes;
  if (world === state.world && kept === state.kept && offsetMinutes === state.offsetMinutes) return state;
  return { ...state, world, kept, offsetMinutes };
}

function worldAfter(world: World, input: AutomationInput, nowMs: number): World {
  switch (input.type) {
    case 'live':
      return afterEvent(world, input.event, nowMs);
    case 'heard':
      return { ...world, herMs: nowMs };
    case 'speech':
      return { ...world, speaking: input.on, herMs: nowMs };
    case 'music':
      return { ...world, song: input.song, musicPlays: input.playing };
    case 'programs':
      return { ...world, programs: input.running };
    case 'obs-state':
      return { ...world, scene: input.scene, outputs: input.outputs, onAir: input.outputs.stream !== 'stopped' || world.onAir };
    case 'obs':
      return afterNotice(world, input.notice);
    case 'tick':
    case 'run':
      return world;
  }
}

function afterEvent(world: World, event: LiveEvent, nowMs: number): World {
  switch (event.kind) {
    case 'chat':
      return event.source === 'microphone' || event.mirrored === true ? world : { ...world, chatMs: nowMs };
    case 'superchat':
      return { ...world, chatMs: nowMs };
    case 'room':
      if (event.action === 'title_change') return world;
      return { ...world, onAir: event.action === 'live_start', ...(event.action === 'live_end' ? { viewers: {} } : {}) };
    case 'stats': {
      const now = event.stats.viewersNow;
      if (now === undefined) return world;
      const others = Object.entries(world.viewers).filter(([room]) => room !== event.roomId);
      return { ...world, viewers: Object.fromEntries([...others.slice(1 - ROOM_LIMIT), [event.roomId, now]]) };
    }
    default:
      return world;
  }
}

function afterNotice(world: World, notice: Extract<AutomationInput, { type: 'obs' }>['notice']): World {
  switch (notice.type) {
    case 'scene':
      return { ...world, scene: notice.scene };
    case 'output': {
      const outputs = { ...world.outputs, [notice.output]: notice.state };
      if (notice.output !== 'stream') return { ...world, outputs };
      if (notice.state === 'active') return { ...world, outputs, onAir: true };
      return notice.state === 'stopped' ? { ...world, outputs, onAir: false } : { ...world, outputs };
    }
    default:
      return world;
  }
}

function keptAfter(kept: KeptState, input: AutomationInput, changed: boolean, onAir: boolean, nowMs: number): KeptState {
  const { show } = kept;
  if (changed && !onAir) return { ...kept, show: { ...show, endedMs: nowMs } };
  const beginsAnew = changed && onAir && (show.endedMs === 0 || nowMs - show.endedMs > RESTART_ENDS_SHOW_MS);
  const isLife = input.type === 'live' && 'user' in input.event;
  if (!isLife && !changed) return kept;
  if (beginsAnew || nowMs - show.lastMs > QUIET_ENDS_SHOW_MS)
    return { ...kept, show: { startedMs: nowMs, lastMs: nowMs, endedMs: 0 } };
  return nowMs - show.lastMs < NOTED_EVERY_MS ? kept : { ...kept, show: { ...show, lastMs: nowMs } };
}
