import { createControlsSource } from '#renderer/capture/controls/controls-source.ts';
import { openBrowserSocket } from '#renderer/capture/lasting-socket.ts';
import { createTrackingLink } from '#renderer/capture/tracking-link.ts';
import type { RemoteView } from '#shared/contract/remote.ts';
import type { RemoteControl } from '#shared/tracking/controls/control-row.ts';
import { MACRO_NAMES } from '#shared/tracking/controls/macro-names.ts';
import { DRIVING_MODES, type DrivingMode } from '#shared/tracking/driving.ts';
import { element, pressButton, whileTouched } from './elements.ts';
import { createHeadPad } from './head-pad.ts';
import type { RemoteTexts } from './texts.ts';

/** The second page of the phone: the avatar as a puppet for one thumb, a screen reader or a switch. */
export interface PuppetPanel {
  readonly root: HTMLElement;
  show(view: RemoteView): void;
  /** In view or not, connected or not: what nobody can see holds nothing. */
  setActive(active: boolean): void;
}

export interface PuppetOptions {
  readonly texts: RemoteTexts;
  readonly token: string;
  readonly drive: (mode: DrivingMode) => void;
  readonly buzz: () => void;
}

const SLIDERS = [
  { control: 'mouth', min: 0 },
  { control: 'smile', min: 0 },
  { control: 'brows', min: -1 },
] as const;

export function createPuppetPanel(options: PuppetOptions): PuppetPanel {
  const { texts, buzz } = options;
  const words = texts.puppet;
  let puppet: RemoteView['puppet'] | undefined;
  let wanted = false;
  let isOpen = false;

  const link = createTrackingLink(
    { kind: 'controls', name: words.name },
    {
      openSocket: openBrowserSocket,
      random: Math.random,
      after: (ms, run) => void setTimeout(run, ms),
      connected: () => undefined,
      told: () => undefined,
      problem: (text) => console.warn(text),
    },
  );
  const source = createControlsSource({
    link,
    now: () => performance.now(),
    originMs: performance.timeOrigin,
    every(ms, task) {
      const timer = setInterval(task, ms);
      return () => clearInterval(timer);
    },
    onMotion: () => undefined,
    device: () => words.name,
  });
  const move = (control: RemoteControl, value: number): void => source.reading({ device: 'remote', control, value });

  const modes = modeButtons(words.modes, words.driving, options.drive, buzz);
  const note = element('p', 'empty');
  const pad = createHeadPad(words, (x, y) => {
    move('padX', x);
    move('padY', y);
  });
  const sliders = SLIDERS.map(({ control, min }) => slider(words[control], min, (value) => move(control, value)));
  const blink = pressButton(words.blink, 'blink');
  whileTouched(
    blink,
    () => move('blink', 1),
    () => move('blink', 0),
  );
  // A switch or screen reader clicks and holds nothing: she blinks once.
  blink.addEventListener('click', ({ detail }) => {
    if (detail !== 0) return;
    move('blink', 1);
    setTimeout(() => move('blink', 0), 180);
  });
  const gestures = element('div', 'gestures');
  for (const macro of MACRO_NAMES) {
    const button = pressButton(words.macros[macro], 'gesture');
    button.addEventListener('click', () => {
      buzz();
      source.play(macro);
    });
    gestures.append(button);
  }
  const rest = pressButton(words.rest, 'rest');
  rest.addEventListener('click', () => {
    buzz();
    letGo();
  });
  const stage = element('div', 'puppet-stage');
  const levels = element('div', 'levels');
  levels.append(...sliders.map(({ root }) => root));
  const actions = element('div', 'puppet-actions');
  actions.append(blink, rest);
  stage.append(gestures, levels, pad.root, actions);
  const root = element('section', 'puppet');
  root.setAttribute('aria-label', words.title);
  root.append(modes.root, note, stage);

  function letGo(): void {
    pad.release();
    for (const one of sliders) one.reset();
    source.released('remote');
  }
  function apply(): void {
    const on = wanted && puppet?.enabled === true;
    source.use(on && puppet !== undefined ? { rows: puppet.rows, restSeconds: puppet.restSeconds } : undefined);
    if (on === isOpen) return;
    isOpen = on;
    letGo();
    if (on) link.open(trackingUrl(options.token));
    else link.close();
  }

  return {
    root,
    show(view) {
      puppet = view.puppet;
      modes.show(view.driving);
      stage.hidden = !view.puppet.enabled;
      note.hidden = view.puppet.enabled;
      note.textContent = words.off;
      apply();
    },
    setActive(active) {
      wanted = active;
      apply();
    },
  };
}

function modeButtons(
  names: Readonly<Record<DrivingMode, string>>,
  label: string,
  drive: (mode: DrivingMode) => void,
  buzz: () => void,
): { readonly root: HTMLElement; show(mode: DrivingMode): void } {
  const root = element('div', 'modes');
  root.setAttribute('role', 'group');
  root.setAttribute('aria-label', label);
  const buttons = DRIVING_MODES.map((mode) => {
    const button = pressButton(names[mode], 'mode');
    button.addEventListener('click', () => {
      buzz();
      drive(mode);
    });
    root.append(button);
    return { mode, button };
  });
  return {
    root,
    show(current) {
      for (const { mode, button } of buttons) button.setAttribute('aria-pressed', String(mode === current));
    },
  };
}

function slider(name: string, min: number, onValue: (value: number) => void): { readonly root: HTMLElement; reset(): void } {
  const root = element('label', 'level');
  const text = element('span', '');
  text.textContent = name;
  const input = document.createElement('input');
  input.type = 'range';
  input.min = String(min);
  input.max = '1';
  input.step = '0.01';
  input.value = '0';
  input.addEventListener('input', () => onValue(input.valueAsNumber));
  root.append(text, input);
  return {
    root,
    reset() {
      input.value = '0';
    },
  };
}

const trackingUrl = (token: string): string =>
  `${location.origin.replace(/^http/u, 'ws')}/ws/tracking?token=${encodeURIComponent(token)}`;
