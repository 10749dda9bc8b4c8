import { IconFileImport } from '@tabler/icons-react';
import { type DragEvent, type ReactNode, useRef, useState } from 'react';
import { type FileGroup, groupsFromDrop } from './dropped-files.ts';

interface ModelDropZoneProps {
  readonly text: string;
  readonly onGroups: (groups: readonly FileGroup[]) => void;
  readonly children: ReactNode;
}

/** Takes files, archives and folders that are dropped anywhere on the page. A shortcut only: buttons do the same from the keyboard. */
export function ModelDropZone({ text, onGroups, children }: ModelDropZoneProps) {
  const [over, setOver] = useState(false);
  const depth = useRef(0);
  const move = (step: number) => (event: DragEvent) => {
    if (!event.dataTransfer.types.includes('Files')) return;
    depth.current = Math.max(0, depth.current + step);
    setOver(depth.current > 0);
  };
  const onDrop = (event: DragEvent): void => {
    depth.current = 0;
    setOver(false);
    // A card inside took it for itself.
    if (event.defaultPrevented) return;
    event.preventDefault();
    groupsFromDrop(event.dataTransfer).then(onGroups, () => onGroups([]));
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is a shortcut; buttons do the same from the keyboard
    <div
      className="drop-zone"
      onDragEnter={move(1)}
      onDragLeave={move(-1)}
      onDragOver={(event) => event.preventDefault()}
      onDrop={onDrop}
    >
      {children}
      {over ? (
        <div className="drop-cover" aria-hidden>
          <IconFileImport size="2.5rem" />
          {text}
        </div>
      ) : null}
    </div>
  );
}
