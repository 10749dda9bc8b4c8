import type { ObsDesk } from '#main/obs/control/obs-desk.types.ts';
import { type Pause, present, watchCell } from '#main/platform/watch-cell.ts';
import { type Cell, createCell } from '#shared/cell.ts';
import type { ObsView } from '#shared/contract/obs-control.ts';
import type { ObsState } from '#shared/obs/obs-state.ts';
import type { StudioImplementer } from './implementer.types.ts';

const OK = { ok: true } as const;
const VIEW_EVERY_MS = 100;

/** Binds the streamer's hands on OBS to the contract. */
export function obsControlRoutes(os: StudioImplementer, desk: ObsDesk, pause: Pause) {
  const { obsControl } = os;
  return obsControl.router({
    watch: obsControl.watch.handler(async function* ({ input, signal }) {
      const { cell, release } = either(desk.state, desk.undoable);
      try {
        const options = { signal: present(signal), pause, minIntervalMs: VIEW_EVERY_MS };
        for await (const _ of watchCell(cell, options)) yield viewOf(desk, input.scene);
      } finally {
        release();
      }
    }),
    watchMeters: obsControl.watchMeters.handler(async function* ({ signal }) {
      const levels = createCell<ReadonlyMap<string, number>>(new Map());
      const stop = desk.meters((now) => levels.set(now));
      try {
        for await (const now of watchCell(levels, { signal: present(signal), pause, minIntervalMs: 0 }))
          yield Object.fromEntries(now);
      } finally {
        stop();
      }
    }),
    state: obsControl.state.handler(() => desk.present()),
    setScene: obsControl.setScene.handler(({ input }) => done(desk.setScene(input.scene, input.transition))),
    setItem: obsControl.setItem.handler(({ input }) => done(desk.setItem(input))),
    setFilter: obsControl.setFilter.handler(({ input }) => done(desk.setFilter(input))),
    setText: obsControl.setText.handler(({ input }) => done(desk.setText(input.source, input.text))),
    setVolume: obsControl.setVolume.handler(({ input: { source, volumeDb, seconds }, signal }) =>
      done(desk.setVolume(source, volumeDb, seconds, signal)),
    ),
    setMute: obsControl.setMute.handler(({ input }) => done(desk.setMute(input.source, input.mode))),
    media: obsControl.media.handler(({ input }) => done(desk.media(input.source, input.verb))),
    record: obsControl.record.handler(async ({ input }) => ({ path: (await desk.record(input.verb)).path ?? null })),
    replay: obsControl.replay.handler(async ({ input: { verb }, signal }) => {
      if (verb === 'save') return { path: (await desk.saveReplay(signal)).path };
      await desk.replay(verb);
      return { path: null };
    }),
    stream: obsControl.stream.handler(({ input }) => done(desk.stream(input.verb))),
    virtualCamera: obsControl.virtualCamera.handler(({ input }) => done(desk.virtualCamera(input.verb))),
    screenshot: obsControl.screenshot.handler(async ({ input: { source, width } }) => {
      const bytes = await desk.screenshot(source, { format: 'jpg', width });
      return { picture: `data:image/jpeg;base64,${Buffer.from(bytes).toString('base64')}` };
    }),
    setPreview: obsControl.setPreview.handler(({ input }) => done(desk.setPreview(input.scene))),
    setStudioMode: obsControl.setStudioMode.handler(({ input }) => done(desk.setStudioMode(input.on))),
    goOnAir: obsControl.goOnAir.handler(() => done(desk.goOnAir())),
    setTransition: obsControl.setTransition.handler(({ input }) => done(desk.setTransition(input))),
    setCollection: obsControl.setCollection.handler(({ input }) => done(desk.setCollection(input.name))),
    showItem: obsControl.showItem.handler(({ input }) => done(desk.showItem(input, input.visible))),
    lockItem: obsControl.lockItem.handler(({ input }) => done(desk.lockItem(input, input.locked))),
    moveItem: obsControl.moveItem.handler(({ input }) => done(desk.moveItem(input, input.to))),
    placeItem: obsControl.placeItem.handler(({ input }) => done(desk.placeItem(input, input.place, input.at))),
    setMonitor: obsControl.setMonitor.handler(({ input }) => done(desk.setMonitor(input.source, input.monitor))),
    content: obsControl.content.handler(async ({ input }) => {
      const { text, file } = await desk.content(input.source);
      return { text: text ?? null, file: file ?? null };
    }),
    setPicture: obsControl.setPicture.handler(({ input }) => done(desk.setPicture(input.source, input.file))),
    undo: obsControl.undo.handler(() => desk.undo()),
  });
}

/** Changes when one of the two does. */
function either(a: Cell<unknown>, b: Cell<unknown>): { readonly cell: Cell<number>; release(): void } {
  const cell = createCell(0);
  const stops = [a, b].map((one) => one.subscribe(() => cell.set(cell.get() + 1)));
  return {
    cell,
    release() {
      for (const stop of stops) stop();
    },
  };
}

function viewOf(desk: ObsDesk, scene: string): ObsView {
  const state = desk.state.get();
  return { state: state === undefined ? null : withItemsOf(state, scene), undo: desk.undoable.get() ?? null };
}

/** A profile of a hundred scenes would be a megabyte at each change of a fader. */
function withItemsOf(state: ObsState, scene: string): ObsState {
  const wanted = new Set([state.programScene, state.previewScene, scene]);
  return { ...state, scenes: state.scenes.map((one) => (wanted.has(one.name) ? one : { ...one, items: [] })) };
}

async function done(deed: Promise<unknown>): Promise<typeof OK> {
  await deed;
  return OK;
}
