import { createContext, type ReactNode, useContext, useEffect, useState } from 'react';
import { createStore, type StoreApi, useStore } from 'zustand';
import { createControlsSource } from '#renderer/capture/controls/controls-source.ts';
import { openBrowserSocket } from '#renderer/capture/lasting-socket.ts';
import { createTrackingLink } from '#renderer/capture/tracking-link.ts';
import type { StudioApi } from '#renderer/shared/client/client.ts';
import { createTicker } from '#renderer/shared/ticker.ts';
import type { ControlMotion } from '#shared/tracking/controls/control-engine.ts';
import type { ControlDevice, ControlReading } from '#shared/tracking/controls/control-row.ts';
import type { ControlSettings } from '#shared/tracking/controls/control-settings.ts';
import type { MacroName } from '#shared/tracking/controls/macro-names.ts';
import { useClient, useSettings } from '../../session/session-context.tsx';
import { usePageInputs } from '../bindings/bindings-context.tsx';
import type { PageInputs } from '../bindings/inputs/page-inputs.ts';

/** lost: the socket to the studio is away. */
export type ControlsState = 'off' | 'waiting' | 'moving' | 'lost';

/** The page's controls at work. */
export interface Controls {
  readonly state: StoreApi<{ readonly state: ControlsState }>;
  /** Every reading, wanted or not, for meters and for learning. Returns its end. */
  follow(listener: (reading: ControlReading) => void): () => void;
  play(macro: MacroName): void;
}

interface RunningControls extends Controls {
  use(settings: ControlSettings): void;
  close(): void;
}

const ControlsContext = createContext<Controls | undefined>(undefined);
/** Inputs of the mapping are let go by the studio after a second without news. */
const INJECT_EVERY_MS = 33;
const OWNER = 'Yingxi controls';

/** Stands around every screen: she can be moved wherever in the studio the streamer is. */
export function ControlsProvider({ children }: { readonly children: ReactNode }) {
  const client = useClient();
  const inputs = usePageInputs();
  const settings = useSettings(({ tracking }) => tracking.controls);
  const [running, setRunning] = useState<RunningControls>();
  useEffect(() => {
    if (inputs === undefined) return;
    const made = runControls(client, inputs);
    setRunning(made);
    return () => made.close();
  }, [client, inputs]);
  useEffect(() => running?.use(settings), [running, settings]);
  return <ControlsContext value={running}>{children}</ControlsContext>;
}

/** Undefined only until the page is set up. */
export const useControls = (): Controls | undefined => useContext(ControlsContext);
const NEVER = createStore<{ readonly state: ControlsState }>(() => ({ state: 'off' }));
export const useControlsState = (): ControlsState => useStore(useControls()?.state ?? NEVER).state;

function runControls(client: StudioApi, inputs: PageInputs): RunningControls {
  const state = createStore<{ readonly state: ControlsState }>(() => ({ state: 'off' }));
  const ticker = createTicker();
  const listeners = new Set<(reading: ControlReading) => void>();
  let wanted: ReadonlySet<ControlDevice> = new Set();
  let isOn = false;
  let isConnected = false;
  let isMoving = false;
  let injectedAt = 0;

  const show = (): void => {
    const next = !isOn ? 'off' : !isConnected ? 'lost' : isMoving ? 'moving' : 'waiting';
    if (next !== state.getState().state) state.setState({ state: next });
  };
  const link = createTrackingLink(
    { kind: 'controls', name: 'studio' },
    {
      openSocket: openBrowserSocket,
      random: Math.random,
      after: (ms, run) => void setTimeout(run, ms),
      connected(connected) {
        isConnected = connected;
        show();
      },
      told: () => undefined,
      problem: (text) => console.warn(text),
    },
  );
  const onMotion = ({ found, inputs: values }: ControlMotion): void => {
    isMoving = found;
    show();
    const now = performance.now();
    if (values.size === 0 || now - injectedAt < INJECT_EVERY_MS) return;
    injectedAt = now;
    const injected = [...values].map(([id, value]) => ({ id, value, weight: 1 }));
    void client.parameters.inject({ source: OWNER, mode: 'set', values: injected }).catch(() => undefined);
  };
  const source = createControlsSource({
    link,
    now: () => performance.now(),
    originMs: performance.timeOrigin,
    every: ticker.every,
    onMotion,
    device: () => {
      const { pads, midiNames } = inputs.devices.getState();
      return [...pads, ...midiNames].join(', ');
    },
  });
  const unfollow = inputs.follow({
    reading(reading) {
      for (const listener of listeners) listener(reading);
      if (wanted.has(reading.device)) source.reading(reading);
    },
    released: source.released,
  });

  return {
    state,
    follow(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    play: source.play,
    use(settings) {
      const { enabled, keyboard, mouse, gamepad, midi, rows, restSeconds } = settings;
      const next: ControlDevice[] = [];
      if (keyboard) next.push('keyboard');
      if (mouse) next.push('mouse');
      if (gamepad) next.push('gamepad');
      if (midi) next.push('midi');
      for (const device of wanted) if (!next.includes(device)) source.released(device);
      wanted = new Set(next);
      source.use(enabled ? { rows, restSeconds } : undefined);
      if (enabled !== isOn) {
        isOn = enabled;
        if (enabled) link.open(trackingUrl());
        else {
          isConnected = false;
          link.close();
        }
      }
      show();
    },
    close() {
      unfollow();
      source.close();
      link.close();
      ticker.close();
    },
  };
}

function trackingUrl(): string {
  const token = new URLSearchParams(location.search).get('token') ?? '';
  return `${location.origin.replace(/^http/u, 'ws')}/ws/tracking?token=${encodeURIComponent(token)}`;
}
