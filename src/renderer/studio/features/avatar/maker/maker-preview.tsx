import { Loader } from '@mantine/core';
import { type KeyboardEvent, type PointerEvent, useEffect, useRef, useState } from 'react';
import type { AvatarOptions } from '#shared/avatar/generator/options.ts';
import { useStrings } from '../../../i18n/use-strings.tsx';
import { createAvatarFactory } from './avatar-factory.ts';
import { createLookView, type LookView } from './look-view.ts';

/** After the last change, so that a dragged colour does not make ten avatars. */
const SETTLE_MS = 300;
const DEGREES_PER_PIXEL = 0.6;
const DEGREES_PER_KEY = 15;

type Picture = 'making' | 'shown' | 'failed' | 'impossible';

/** The avatar as it would be. `onMade` gets its file each time that one is ready, and undefined while a newer one is on its way. */
export function MakerPreview(props: {
  readonly options: AvatarOptions;
  readonly onMade: (vrm: ArrayBuffer | undefined) => void;
}) {
  const { options, onMade } = props;
  const { maker } = useStrings();
  const canvas = useRef<HTMLCanvasElement>(null);
  const view = useRef<LookView>(undefined);
  const factory = useRef<ReturnType<typeof createAvatarFactory>>(undefined);
  const yaw = useRef(0);
  const [picture, setPicture] = useState<Picture>('making');

  useEffect(() => {
    const made = createAvatarFactory();
    factory.current = made;
    try {
      if (canvas.current) view.current = createLookView(canvas.current);
    } catch {
      setPicture('impossible');
    }
    return () => {
      made.close();
      view.current?.close();
      view.current = undefined;
    };
  }, []);

  useEffect(() => {
    let current = true;
    onMade(undefined);
    setPicture((before) => (before === 'impossible' ? before : 'making'));
    const timer = setTimeout(async () => {
      try {
        const vrm = await factory.current?.make(options);
        if (!current || vrm === undefined) return;
        onMade(vrm);
        await view.current?.show(vrm.slice(0));
        if (current && view.current) setPicture('shown');
      } catch {
        if (current) setPicture('failed');
      }
    }, SETTLE_MS);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [options, onMade]);

  const turn = (degrees: number): void => {
    yaw.current += degrees;
    view.current?.turn(yaw.current);
  };
  const drag = (event: PointerEvent<HTMLCanvasElement>): void => {
    if (event.buttons === 1) turn(event.movementX * DEGREES_PER_PIXEL);
  };
  const key = (event: KeyboardEvent<HTMLCanvasElement>): void => {
    const sign = event.key === 'ArrowLeft' ? -1 : event.key === 'ArrowRight' ? 1 : 0;
    if (sign === 0) return;
    event.preventDefault();
    turn(sign * DEGREES_PER_KEY);
  };
  return (
    <div className="maker-preview" data-picture={picture}>
      <canvas
        ref={canvas}
        tabIndex={0}
        role="img"
        aria-label={maker.preview}
        title={maker.preview}
        onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
        onPointerMove={drag}
        onKeyDown={key}
      />
      <p className="maker-state" role="status">
        {picture === 'making' ? (
          <>
            <Loader size="xs" /> {maker.making}
          </>
        ) : picture === 'failed' ? (
          maker.makeFailed
        ) : picture === 'impossible' ? (
          maker.noPicture
        ) : null}
      </p>
    </div>
  );
}
