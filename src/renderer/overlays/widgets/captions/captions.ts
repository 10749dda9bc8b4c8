import './captions.css';
import { createCaptionView } from '../../../stage/captions/caption-view.ts';
import { createMoment } from '../../../stage/layers/moment.ts';
import type { FromLink, ToLink } from '../../../stage/net/link-messages.ts';
import { createStageShow } from '../../../stage/show/stage-show.ts';
import { element } from '../../elements.ts';
import type { CreateWidget } from '../../widget.types.ts';

/** Longest step of the clock layer, s. */
const LONGEST_STEP_SECONDS = 0.1;

/**
 * Her words, lit up as they are heard. The same code as on the stage, following the same clock: it connects as a stage that never makes a sound and draws
 * nothing but the captions.
 */
export const createCaptions: CreateWidget<'captions'> = (box, world) => {
  const root = element('o-captions-root');
  box.append(root);
  const view = createCaptionView(root);
  const show = createStageShow({
    // The stage's own switch, place and size of captions are not meant for this page.
    captions: {
      ...view,
      setStyle: () => undefined,
      get text() {
        return view.text;
      },
      get spokenUntil() {
        return view.spokenUntil;
      },
    },
    random: Math.random,
    timeOriginMs: performance.timeOrigin,
    now: () => performance.now(),
    onConfig: () => undefined,
    onAvatar: () => undefined,
  });
  view.setStyle({ enabled: true, size: 1, position: 'bottom', accent: '' });
  const worker = new Worker(new URL('../../../stage/net/stage-link.worker.ts', import.meta.url), { type: 'module' });
  worker.onmessage = ({ data }: MessageEvent<FromLink>) => {
    if (data.type !== 'parameters' && data.type !== 'pose') show.receive(data);
  };
  const open: ToLink = {
    type: 'open',
    url: `${location.origin.replace(/^http/u, 'ws')}/ws/stage?token=${encodeURIComponent(world.token)}`,
    kind: 'captions',
    avatar: 'main',
  };
  worker.postMessage(open);
  if (world.preview) {
    view.show(
      { zh: '你好呀，今天也请多多关照！', en: 'Hello there, so good to see you!', ja: 'こんにちは、今日もよろしくね！' }[
        world.show().language
      ],
      world.show().language,
    );
    view.setSpoken({ offset: 8 });
  }
  const moment = createMoment();
  let lastMs = 0;

  return {
    frame(_nowMs, pageMs) {
      moment.dt = Math.min(LONGEST_STEP_SECONDS, Math.max(0, (pageMs - lastMs) / 1000));
      lastMs = pageMs;
      moment.nowMs = performance.now();
      show.update(moment);
    },
  };
};
