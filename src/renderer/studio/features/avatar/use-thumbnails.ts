import { useEffect } from 'react';
import type { ModelsView } from '#shared/contract/models.ts';
import { useClient } from '../../session/session-context.tsx';
import { previewElements } from '../../shell/preview.ts';
import { photograph } from './photograph.ts';

const TRY_EVERY_MS = 1500;
const TRIES = 20;

/** Takes a picture of a model that has none, from the preview, once she is drawn there. */
export function useThumbnails(view: ModelsView | undefined): void {
  const client = useClient();
  const model = view?.models.find(({ id }) => id === view.inUse);
  const wanted = model !== undefined && model.origin === 'imported' && model.thumbnailUrl === null ? model.id : undefined;
  useEffect(() => {
    if (wanted === undefined) return;
    let left = TRIES;
    const timer = setInterval(() => {
      left -= 1;
      if (left <= 0) clearInterval(timer);
      void photograph(previewElements().frame, wanted).then(async (png) => {
        if (png === undefined) return;
        // A picture is a nicety: where it could not be kept, the next one will do.
        await client.models.setThumbnail({ id: wanted, png }).then(
          () => clearInterval(timer),
          () => undefined,
        );
      });
    }, TRY_EVERY_MS);
    return () => clearInterval(timer);
  }, [client, wanted]);
}
