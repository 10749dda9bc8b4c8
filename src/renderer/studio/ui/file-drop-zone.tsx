import { IconFileImport } from '@tabler/icons-react';
import { type DragEvent, type ReactNode, useRef, useState } from 'react';

interface FileDropZoneProps {
  /** Shown over everything while a file hovers. */
  readonly text: string;
  /** Takes the first file; undefined: nothing can be dropped now. */
  readonly onFile: ((file: File) => void) | undefined;
  readonly children: ReactNode;
}

/** Takes a file that is dropped anywhere on what it wraps. A shortcut only: a button must do the same from the keyboard. */
export function FileDropZone({ text, onFile, children }: FileDropZoneProps) {
  const [over, setOver] = useState(false);
  const depth = useRef(0);
  const takes = (event: DragEvent): boolean => onFile !== undefined && event.dataTransfer.types.includes('Files');
  const move = (step: number) => (event: DragEvent) => {
    if (!takes(event)) return;
    depth.current = Math.max(0, depth.current + step);
    setOver(depth.current > 0);
  };
  const onDrop = (event: DragEvent): void => {
    if (!takes(event)) return;
    event.preventDefault();
    depth.current = 0;
    setOver(false);
    const file = event.dataTransfer.files[0];
    if (file !== undefined) onFile?.(file);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is a shortcut; a button does the same from the keyboard
    <div
      className="drop-zone"
      onDragEnter={move(1)}
      onDragLeave={move(-1)}
      onDragOver={(event) => (takes(event) ? event.preventDefault() : undefined)}
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
