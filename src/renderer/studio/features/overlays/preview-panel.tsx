import { Button, SegmentedControl } from '@mantine/core';
import { IconDeviceTv, IconEye } from '@tabler/icons-react';
import { useLayoutEffect, useRef, useState } from 'react';
import { overlayAddress } from '#shared/overlays/overlay-address.ts';
import { WIDGET_FACTS, type WidgetId } from '#shared/overlays/overlay-list.ts';
import { fill } from '../../i18n/strings.ts';
import { useStrings } from '../../i18n/use-strings.tsx';
import { useInfo } from '../../session/session-context.tsx';
import { useRoute } from '../../shell/routes.ts';
import { CopyButton, CopyField } from '../../ui/copy.tsx';
import { Panel } from '../../ui/page.tsx';
import { LoadingState } from '../../ui/states.tsx';
import { OverlayWindow } from './overlay-window.tsx';
import { TestButtons } from './test-buttons.tsx';

const BACKDROPS = ['dark', 'light', 'game'] as const;
type Backdrop = (typeof BACKDROPS)[number];
const BACKDROP_KEY = 'yingxi.overlays.backdrop';
/** Of the preview, CSS px. */
const HIGHEST = 420;

/** The overlay as it is: the very page that OBS shows, on a background of choice. */
export function PreviewPanel({ id }: { readonly id: WidgetId }) {
  const { overlays: words } = useStrings();
  const info = useInfo();
  const { go } = useRoute();
  const [backdrop, setBackdrop] = useState<Backdrop>(
    () => BACKDROPS.find((one) => one === localStorage.getItem(BACKDROP_KEY)) ?? 'game',
  );
  const { width, height } = WIDGET_FACTS[id];
  const chooseBackdrop = (next: string): void => {
    const wanted = BACKDROPS.find((one) => one === next) ?? 'game';
    localStorage.setItem(BACKDROP_KEY, wanted);
    setBackdrop(wanted);
  };
  return (
    <Panel
      title={words.names[id]}
      hint={words.previewHint}
      icon={<IconEye size="1.25rem" />}
      right={
        <SegmentedControl
          size="xs"
          aria-label={words.backdrop}
          value={backdrop}
          onChange={chooseBackdrop}
          data={BACKDROPS.map((value) => ({ value, label: words.backdrops[value] }))}
        />
      }
    >
      {info === undefined ? (
        <LoadingState rows={4} />
      ) : (
        <>
          <PreviewFrame id={id} stageUrl={info.stageUrl} backdrop={backdrop} title={`${words.preview}: ${words.names[id]}`} />
          <CopyField label={words.address} text={overlayAddress(info.stageUrl, [id])} />
          <p className="field-hint">{fill(words.addressHint, { width, height })}</p>
          <div className="button-row overlay-buttons">
            <CopyButton text={overlayAddress(info.stageUrl, [id])} label={words.copy} />
            <Button variant="default" leftSection={<IconDeviceTv size="1rem" />} onClick={() => go('obs')}>
              {words.intoObs}
            </Button>
            <OverlayWindow id={id} stageUrl={info.stageUrl} />
          </div>
        </>
      )}
      <TestButtons />
    </Panel>
  );
}

interface FrameProps {
  readonly id: WidgetId;
  readonly stageUrl: string;
  readonly backdrop: Backdrop;
  readonly title: string;
}

/** At its own size, made smaller to fit. */
function PreviewFrame({ id, stageUrl, backdrop, title }: FrameProps) {
  const { width, height } = WIDGET_FACTS[id];
  const box = useRef<HTMLDivElement>(null);
  const [scale, setScale] = useState(0);
  useLayoutEffect(() => {
    const element = box.current;
    if (element === null) return;
    const measure = (): void => setScale(Math.min(1, element.clientWidth / width, HIGHEST / height));
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    measure();
    return () => observer.disconnect();
  }, [width, height]);
  return (
    <div ref={box} className="overlay-preview" data-backdrop={backdrop} style={{ blockSize: `${height * scale}px` }}>
      <iframe
        title={title}
        src={`${overlayAddress(stageUrl, [id])}&preview=1`}
        style={{ width, height, transform: `scale(${scale})`, marginInlineStart: `calc(50% - ${(width * scale) / 2}px)` }}
      />
    </div>
  );
}
