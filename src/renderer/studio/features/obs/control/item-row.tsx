import { ActionIcon, Tooltip } from '@mantine/core';
import {
  IconAdjustments,
  IconChevronDown,
  IconChevronUp,
  IconEye,
  IconEyeOff,
  IconFolder,
  IconLayoutGrid,
  IconLock,
  IconLockOpen2,
  IconMicrophone,
  IconMovie,
  IconPhoto,
  IconPuzzle,
  IconTypography,
  IconVideo,
  IconWorld,
} from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import type { ObsSceneItem, ObsState } from '#shared/obs/obs-state.ts';
import { fill } from '../../../i18n/strings.ts';
import { useStrings } from '../../../i18n/use-strings.tsx';
import { ItemEditor } from './item-editor.tsx';
import { useDeed } from './use-deed.ts';

interface ItemRowProps {
  readonly state: ObsState;
  /** The scene or group that it is in. */
  readonly scene: string;
  readonly item: ObsSceneItem;
  readonly inGroup?: boolean;
}

/** One source in a scene: seen or not, locked or not, its place among the others, and more on demand. */
export function ItemRow({ state, scene, item, inGroup = false }: ItemRowProps) {
  const { obsControl } = useStrings();
  const deed = useDeed();
  const [open, setOpen] = useState(false);
  const { id, source, visible, locked } = item;
  const at = { scene, id };
  const name = { name: source };
  const className = ['obsc-item', visible ? '' : 'obsc-item-hidden', inGroup ? 'obsc-item-inner' : ''].join(' ');
  return (
    <li className={className}>
      <div className="obsc-item-line">
        <Tool
          label={fill(visible ? obsControl.hide : obsControl.show, name)}
          pressed={visible}
          onClick={() => void deed((obs) => obs.showItem({ ...at, visible: !visible }))}
        >
          {visible ? <IconEye size="1.1rem" /> : <IconEyeOff size="1.1rem" />}
        </Tool>
        <span className="obsc-kind" aria-hidden>
          {iconOf(item.kind)}
        </span>
        <span className="obsc-item-name">{source}</span>
        <Tool label={obsControl.toFront} onClick={() => void deed((obs) => obs.moveItem({ ...at, to: 'front' }))}>
          <IconChevronUp size="1rem" />
        </Tool>
        <Tool label={obsControl.toBack} onClick={() => void deed((obs) => obs.moveItem({ ...at, to: 'back' }))}>
          <IconChevronDown size="1rem" />
        </Tool>
        <Tool
          label={fill(locked ? obsControl.unlock : obsControl.lock, name)}
          pressed={locked}
          onClick={() => void deed((obs) => obs.lockItem({ ...at, locked: !locked }))}
        >
          {locked ? <IconLock size="1rem" /> : <IconLockOpen2 size="1rem" />}
        </Tool>
        <Tool label={open ? obsControl.less : fill(obsControl.more, name)} expanded={open} onClick={() => setOpen(!open)}>
          <IconAdjustments size="1.05rem" />
        </Tool>
      </div>
      {open ? <ItemEditor state={state} scene={scene} item={item} /> : null}
    </li>
  );
}

interface ToolProps {
  readonly label: string;
  readonly pressed?: boolean;
  readonly expanded?: boolean;
  readonly onClick: () => void;
  readonly children: ReactNode;
}

function Tool({ label, pressed, expanded, onClick, children }: ToolProps) {
  return (
    <Tooltip label={label}>
      <ActionIcon
        variant={expanded === true ? 'light' : 'subtle'}
        color={pressed === true || expanded === true ? 'pink' : 'gray'}
        aria-label={label}
        aria-pressed={pressed}
        aria-expanded={expanded}
        onClick={onClick}
      >
        {children}
      </ActionIcon>
    </Tooltip>
  );
}

/** By the beginning of OBS's kinds, whose versions follow. */
const ICONS: readonly (readonly [RegExp, ReactNode])[] = [
  [/^group$/u, <IconFolder key="group" size="1rem" />],
  [/^scene$/u, <IconLayoutGrid key="scene" size="1rem" />],
  [/^text_/u, <IconTypography key="text" size="1rem" />],
  [/^(image|slideshow|color)/u, <IconPhoto key="image" size="1rem" />],
  [/^(ffmpeg|vlc)/u, <IconMovie key="media" size="1rem" />],
  [/^browser/u, <IconWorld key="browser" size="1rem" />],
  [/^(wasapi|pulse|coreaudio|alsa|sck_audio)/u, <IconMicrophone key="sound" size="1rem" />],
  [
    /^(dshow|v4l2|av_capture|game_capture|window_capture|monitor_capture|xshm|xcomposite|screen_capture)/u,
    <IconVideo key="video" size="1rem" />,
  ],
];
const iconOf = (kind: string): ReactNode => ICONS.find(([start]) => start.test(kind))?.[1] ?? <IconPuzzle size="1rem" />;
