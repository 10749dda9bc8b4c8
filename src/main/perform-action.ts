import type { Action } from '#shared/avatar/bindings.ts';
import { assertNever } from '#shared/errors.ts';
import { isShowAction, type ShowAction } from '#shared/show/show-actions.ts';
import type { Emotion } from '#shared/speech/emotion.ts';
import type { AvatarDesk, DeskAnswer } from './avatar/avatar.types.ts';
import type { PerformAction } from './avatar/bindings.types.ts';
import type { ItemDesk } from './avatar/items.types.ts';
import type { PerformShowAction } from './perform-show-action.ts';
import type { DriveRequest } from './tracking/driving.types.ts';

/** All that a binding's action can reach. */
export interface ActionTargets {
  readonly desk: AvatarDesk;
  readonly items: ItemDesk;
  readonly express: (emotion: Emotion, intensity: number, holdMs: number) => void;
  /** False when there is no such sound. */
  readonly playSound: (fileName: string, volume: number) => boolean;
  readonly say: (text: string) => void;
  readonly stop: () => void;
  readonly drive: (request: DriveRequest) => void;
  /** Why it could not be done; undefined: it is. */
  readonly lookStraight: () => string | undefined;
  /** OBS, music, overlays, clips. */
  readonly show: PerformShowAction;
}

type AvatarAction = Exclude<Action, ShowAction>;

/** Whose items those are that bindings put on stage. */
const OWNER = 'studio';
const THROW = { at: 'head', size: 0.12, speed: 1, every: 0.12 } as const;

/** Carries out the actions of bindings with the services that there are. */
export function createPerformAction(targets: ActionTargets): PerformAction {
  const { desk, items } = targets;
  return async (action, { signal }) => (isShowAction(action) ? targets.show(action, signal) : perform(action));

  function perform(action: AvatarAction): string | undefined {
    switch (action.type) {
      case 'expression':
        return problemOf(
          desk.setExpression(action.name, {
            active: action.mode === 'toggle' ? 'toggle' : action.mode !== 'off',
            fade: action.fade ?? undefined,
            seconds: action.mode === 'timed' ? action.seconds : undefined,
            held: action.mode === 'hold',
            group: action.group,
          }),
          `The model has no expression "${action.name}". Choose another one.`,
        );
      case 'clear-expressions':
        desk.clearExpressions();
        return undefined;
      case 'motion':
        return problemOf(
          desk.playMotion(action.name || undefined, action.loop),
          `The model has no motion "${action.name}". Choose another one.`,
        );
      case 'idle-motion':
        return problemOf(
          desk.setIdleMotion(action.name || undefined),
          `The model has no motion "${action.name}". Choose another one.`,
        );
      case 'emotion':
        targets.express(action.emotion, action.intensity, action.seconds * 1000);
        return undefined;
      case 'item':
        return wear(action);
      case 'throw': {
        const thrown = items.throwAt({ ...THROW, fileName: action.fileName, count: action.count, from: action.from });
        return thrown === 'unknown-file'
          ? noItem(action.fileName)
          : thrown === 'full'
            ? 'Too much is in the air. Wait a moment.'
            : undefined;
      }
      case 'clear-items':
        items.unload(items.items.get().map(({ instanceId }) => instanceId));
        return undefined;
      case 'model':
        return problemOf(desk.load(action.modelId), 'This model is not in the library any more. Choose another one.');
      case 'placement':
        return problemOf(desk.move(action.placement, action.seconds), 'The model cannot be moved now.');
      case 'sound':
        return targets.playSound(action.fileName, action.volume)
          ? undefined
          : `There is no sound "${action.fileName}". Import it again or choose another one.`;
      case 'say':
        targets.say(action.text);
        return undefined;
      case 'drive':
        targets.drive({ mode: action.mode, fader: action.fader ?? undefined });
        return undefined;
      case 'look-straight':
        return targets.lookStraight();
      case 'stop':
        targets.stop();
        return undefined;
      default:
        return assertNever(action);
    }
  }

  function wear({ fileName, mode, pinTo }: Extract<Action, { type: 'item' }>): string | undefined {
    const worn = items.items.get().filter(({ file }) => file.fileName === fileName);
    if (mode === 'off' || (mode === 'toggle' && worn.length > 0)) {
      items.unload(worn.map(({ instanceId }) => instanceId));
      return undefined;
    }
    if (worn.length > 0) return undefined;
    const pin = pinTo === null ? null : { to: pinTo, dx: 0, dy: 0, angle: 0 };
    const loaded = items.load(OWNER, fileName, { pin, goesWithOwner: false, failIfOrderTaken: false });
    if (loaded === 'unknown-file') return noItem(fileName);
    if (loaded === 'full') return 'There are too many items on the stage. Take some away first.';
    return loaded === 'order-taken' ? 'Another item is in its place.' : undefined;
  }
}

const noItem = (fileName: string): string => `There is no item "${fileName}". Import it again or choose another one.`;

function problemOf(answer: DeskAnswer, unknown: string): string | undefined {
  switch (answer) {
    case 'done':
      return undefined;
    case 'unknown':
      return unknown;
    case 'no-model':
      return 'No model is loaded. Choose one first.';
    default:
      return assertNever(answer);
  }
}
