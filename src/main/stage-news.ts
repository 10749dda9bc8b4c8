import type { Cell } from '#shared/cell.ts';
import type { Stages, StageView } from '#shared/contract/stage.ts';
import type { AvatarDown, AvatarUp } from '#shared/stage/stage-protocol.ts';
import type { StageMotion, StageOutline, StageReports, StageTouch } from './vts/stage-reports.types.ts';

/** What stages tell of the avatar, handed to those who serve plugins; stages measure only what somebody wants to know. */
export interface StageNews extends StageReports {
  receive(message: AvatarUp): void;
  /** Whether the final values of parameters are wanted, ten times a second. */
  wantValues(wanted: boolean): void;
  /** What a stage that comes must know. */
  state(): readonly AvatarDown[];
}

export interface StageNewsOptions {
  readonly stages: Cell<Stages>;
  readonly direct: (message: AvatarDown) => void;
}

export function createStageNews({ stages, direct }: StageNewsOptions): StageNews {
  const touches = new Set<(touch: StageTouch) => void>();
  const outlines = new Set<(outline: StageOutline) => void>();
  const motions = new Set<(motion: StageMotion) => void>();
  let values = false;

  const wishes = (): AvatarDown => ({ type: 'report', parameters: values, outline: outlines.size > 0 });

  function leading(): StageView | undefined {
    const { stages: all, soundingStageId } = stages.get();
    const list = all.filter(({ avatar }) => avatar === 'main');
    return list.find(({ stageId }) => stageId === soundingStageId) ?? list[0];
  }

  function listen<Listener>(listeners: Set<Listener>, listener: Listener, changed: () => void): () => void {
    listeners.add(listener);
    changed();
    return () => {
      if (listeners.delete(listener)) changed();
    };
  }

  return {
    window() {
      const stage = leading();
      if (stage === undefined || stage.width === 0) return undefined;
      return { width: stage.width, height: stage.height, fullscreen: false, framesPerSecond: stage.framesPerSecond };
    },
    onTouch: (listener) => listen(touches, listener, () => undefined),
    onMotion: (listener) => listen(motions, listener, () => undefined),
    onOutline: (listener) => listen(outlines, listener, () => direct(wishes())),
    receive(message) {
      if (message.type === 'touch') for (const tell of touches) tell(message);
      else if (message.type === 'outline') for (const tell of outlines) tell(message);
      else if (message.type === 'motion') for (const tell of motions) tell(message);
    },
    wantValues(wanted) {
      if (wanted === values) return;
      values = wanted;
      direct(wishes());
    },
    state: () => [wishes()],
  };
}
