import './chat.css';
import type { ChatChange, OverlayLine } from '#shared/overlays/overlay-states.ts';
import type { CreateWidget } from '../../widget.types.ts';
import { createLineView } from './line-view.ts';

interface Shown {
  readonly line: OverlayLine;
  readonly view: HTMLElement;
  /** Page's time at which it begins to fade; none while it stays. */
  leavesAtMs: number | undefined;
}

const FADE_MS = 600;
/** More than so many at once do not glide in: that would only flicker. */
const MOST_GLIDING = 3;

/** Lines of all rooms, the newest at one end; never more than the settings say. */
export const createChat: CreateWidget<'chat'> = (box, world) => {
  let shown: Shown[] = [];
  const list = document.createElement('div');
  list.className = 'o-chat-lines';
  box.append(list);

  function fits({ kind }: OverlayLine): boolean {
    return kind === 'chat' || kind === 'superchat' || world.settings().deeds;
  }

  function add(line: OverlayLine): void {
    const { staySeconds, newest } = world.settings();
    const view = createLineView(line, world);
    const leavesAtMs = staySeconds === 0 ? undefined : world.now() + staySeconds * 1000;
    const place = shown.findIndex((one) => one.line.id === line.id);
    const before = shown[place];
    if (before !== undefined) {
      before.view.replaceWith(view);
      shown[place] = { line, view, leavesAtMs };
      return;
    }
    shown.push({ line, view, leavesAtMs });
    if (newest === 'bottom') list.append(view);
    else list.prepend(view);
  }

  function drop(isGone: (one: Shown) => boolean): void {
    for (const one of shown) if (isGone(one)) one.view.remove();
    shown = shown.filter((one) => !isGone(one));
  }

  function take(changes: readonly ChatChange[]): void {
    const most = world.settings().lines;
    // Of a flood only what will be seen is built.
    const coming = changes.flatMap((change) => (change.type === 'line' && fits(change.line) ? [change.line.id] : []));
    const seen = new Set(coming.slice(-most));
    for (const change of changes) {
      if (change.type === 'gone') {
        const ids = new Set(change.ids);
        drop(({ line }) => ids.has(line.id));
      } else if (seen.has(change.line.id) && fits(change.line)) add(change.line);
    }
    const excess = shown.length - most;
    if (excess > 0) for (const { view } of shown.splice(0, excess)) view.remove();
  }

  /** What was there glides to its new place; only transforms move. */
  function glide(change: () => void): void {
    const before = new Set(shown.map(({ view }) => view));
    change();
    const fresh = shown.filter(({ view }) => !before.has(view));
    for (const { view } of fresh) view.classList.toggle('is-new', fresh.length <= MOST_GLIDING);
  }

  return {
    update(topic) {
      if (topic !== 'show') return;
      const { newest, staySeconds } = world.settings();
      list.dataset.newest = newest;
      const lines = shown.map(({ line }) => line);
      drop(() => true);
      for (const line of lines.filter(fits).slice(-world.settings().lines)) add(line);
      for (const one of shown) one.leavesAtMs = staySeconds === 0 ? undefined : world.now() + staySeconds * 1000;
    },
    chat(changes, fresh) {
      if (fresh) {
        const ids = new Set(changes.flatMap((change) => (change.type === 'line' ? [change.line.id] : [])));
        drop(({ line }) => !ids.has(line.id));
      }
      glide(() => take(changes));
    },
    tick(nowMs) {
      for (const { view, leavesAtMs } of shown)
        if (leavesAtMs !== undefined && nowMs >= leavesAtMs) view.classList.add('is-leaving');
      drop(({ leavesAtMs }) => leavesAtMs !== undefined && nowMs >= leavesAtMs + FADE_MS);
    },
  };
};
