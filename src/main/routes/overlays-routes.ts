import type { OverlayDesk } from '#main/overlays/overlays.types.ts';
import { type Pause, present, watchCell } from '#main/platform/watch-cell.ts';
import { StudioError } from '#shared/errors.ts';
import type { StudioImplementer } from './implementer.types.ts';

const OK = { ok: true } as const;
const VIEW_EVERY_MS = 200;

export function overlaysRoutes(os: StudioImplementer, desk: OverlayDesk, pause: Pause) {
  const { pictures, themes } = desk;
  return os.overlays.router({
    watch: os.overlays.watch.handler(({ input, signal }) => desk.watch({ ...input, signal: present(signal) })),
    view: os.overlays.view.handler(({ signal }) =>
      watchCell(desk.view, { signal: present(signal), pause, minIntervalMs: VIEW_EVERY_MS }),
    ),
    test: os.overlays.test.handler(({ input }) => {
      desk.test(input.event);
      return OK;
    }),
    skipAlert: os.overlays.skipAlert.handler(({ input }) => {
      desk.skipAlert(input.all);
      return OK;
    }),
    addPicture: os.overlays.addPicture.handler(({ input }) => pictures.add(input.fileName, Buffer.from(input.bytes, 'base64'))),
    removePicture: os.overlays.removePicture.handler(async ({ input }) => {
      await pictures.remove(input.fileName);
      return OK;
    }),
    showPicture: os.overlays.showPicture.handler(({ input }) => {
      if (!desk.frame(input.fileName, input.seconds))
        throw new StudioError('not-found', `There is no picture ${input.fileName}. Add it first.`);
      return OK;
    }),
    setStatus: os.overlays.setStatus.handler(({ input }) => {
      desk.status(input.text);
      return OK;
    }),
    beginTheme: os.overlays.beginTheme.handler(({ input }) => themes.begin(input.name, input.files)),
    removeTheme: os.overlays.removeTheme.handler(async ({ input }) => {
      await themes.remove(input.id);
      return OK;
    }),
  });
}
