import { useState } from 'react';
import type { SetupTemplate, TemplateItem, TemplateScene } from '#shared/obs/setup/template.ts';
import type { Box } from './drag-placement.ts';
import { HEIGHT, ScenePart, WIDTH } from './scene-part.tsx';

interface SceneDrawingProps {
  readonly template: SetupTemplate;
  readonly scene: TemplateScene;
  readonly label: string;
  /** Parts can be chosen. */
  readonly onChoose?: (sourceId: string) => void;
  readonly chosen?: string | undefined;
  /** Parts can be moved. */
  readonly onPlace?: (sourceId: string, box: Box) => void | Promise<void>;
}

/** A scene as a small picture: each part a labelled box where it will be. */
export function SceneDrawing({ template, scene, label, onChoose, chosen, onPlace }: SceneDrawingProps) {
  const backToFront = [...scene.items].reverse();
  const [top, setTop] = useState<SVGGElement | null>(null);
  return (
    <svg
      className="scene-drawing"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      role={onChoose === undefined ? 'img' : 'group'}
      aria-label={label}
    >
      <rect className="scene-canvas" width={WIDTH} height={HEIGHT} rx="4" />
      {backToFront.map((item) => {
        const source = template.sources.find(({ id }) => id === item.source);
        if (source === undefined || isSoundOnly(item)) return null;
        return <ScenePart key={item.source} {...{ item, source, top, onChoose, onPlace }} chosen={chosen === item.source} />;
      })}
      <g ref={setTop} />
    </svg>
  );
}

const isSoundOnly = ({ placement }: TemplateItem): boolean => placement.width < 0.05 && placement.height < 0.05;
