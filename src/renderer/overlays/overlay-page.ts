import { type OverlayTopic, WIDGET_FACTS, type WidgetId } from '#shared/overlays/overlay-list.ts';
import type { OverlayMessage, OverlayShow, OverlayStates } from '#shared/overlays/overlay-states.ts';
import { withDemo } from './demo.ts';
import { element } from './elements.ts';
import { applyLook, applyTheme, loadOwnThemes } from './look.ts';
import { connectOverlays } from './overlay-link.ts';
import type { OverlayAddress } from './page-address.ts';
import type { Widget, WidgetWorld } from './widget.types.ts';
import { loadWidget } from './widgets/registry.ts';
import { overlayWords } from './words.ts';

const TICK_MS = 250;
/** Below it the clocks of page and program are one and the same, and the difference is the way of the message. */
const SAME_CLOCK_MS = 250;

interface Placed {
  readonly id: WidgetId;
  readonly section: HTMLElement;
  readonly widget: Widget;
}

/** Builds the widgets that the address names as soon as the program says how they look, and keeps them told. */
export function createOverlayPage(root: HTMLElement, address: OverlayAddress): void {
  const topics = new Set<OverlayTopic>(['show', ...address.widgets.flatMap((id) => WIDGET_FACTS[id].topics)]);
  const states: Partial<OverlayStates> = {};
  let placed: readonly Placed[] | undefined;
  let clockAheadMs = 0;
  let told: Promise<void> = Promise.resolve();
  const now = (): number => Date.now() + clockAheadMs;

  document.body.classList.toggle('is-preview', address.preview);
  connectOverlays({
    token: address.token,
    topics: [...topics],
    // One after the other: the first waits for the widgets to be loaded.
    onMessage(message) {
      told = told.then(() => receive(message)).catch((problem) => console.error('an overlay failed', problem));
    },
    onConnection: (connected) => document.body.classList.toggle('is-connected', connected),
  });
  setInterval(() => {
    for (const { widget } of placed ?? []) widget.tick?.(now());
  }, TICK_MS);

  async function receive(raw: OverlayMessage): Promise<void> {
    const aheadMs = raw.sentAtMs - Date.now();
    clockAheadMs = Math.abs(aheadMs) < SAME_CLOCK_MS ? 0 : aheadMs;
    const message = address.preview ? withDemo(raw, states, now()) : raw;
    Object.assign(states, message.states);
    if (states.show === undefined) return;
    placed ??= await build(states.show);
    if (message.states.show !== undefined) dress(placed, message.states.show);
    for (const { widget } of placed) {
      for (const topic of topics) if (topic in message.states) widget.update?.(topic, states);
      if (topics.has('chat') && (message.fresh || message.chat.length > 0)) widget.chat?.(message.chat, message.fresh);
      widget.tick?.(now());
    }
    document.body.dataset.number = String(message.number);
  }

  async function build(first: OverlayShow): Promise<readonly Placed[]> {
    const built = await Promise.all(address.widgets.map((id) => place(id, first)));
    root.append(...built.map(({ section }) => section));
    if (built.some(({ widget }) => widget.frame !== undefined)) requestAnimationFrame(frame);
    return built;
  }

  function frame(pageMs: number): void {
    requestAnimationFrame(frame);
    for (const { widget } of placed ?? []) widget.frame?.(now(), pageMs);
  }

  async function place<Id extends WidgetId>(id: Id, first: OverlayShow): Promise<Placed> {
    const section = element(`o-widget o-${id}`, 'section');
    const box = element('o-box');
    section.append(box);
    const create = await loadWidget(id);
    const show = (): OverlayShow => states.show ?? first;
    const world: WidgetWorld<Id> = {
      settings: () => show().widgets[id],
      show,
      words: () => overlayWords(show().language),
      now,
      preview: address.preview,
      token: address.token,
    };
    return { id, section, widget: create(box, world) };
  }

  function dress(widgets: readonly Placed[], show: OverlayShow): void {
    document.documentElement.lang = show.language === 'zh' ? 'zh-CN' : show.language;
    document.body.classList.toggle('is-hidden', show.hidden && !address.preview);
    const used = new Set<string>();
    for (const { id, section } of widgets) {
      const { theme, look, place: where } = show.widgets[id];
      const chosen = [address.theme, theme, show.theme].find((one) => one !== '') ?? '';
      const url = show.ownThemes[chosen];
      if (url !== undefined) used.add(url);
      applyTheme(section, chosen, show.ownThemes);
      applyLook(section, look);
      section.dataset.place = where;
    }
    loadOwnThemes(used);
  }
}
