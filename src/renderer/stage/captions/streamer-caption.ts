import type { StageConfig } from '#shared/stage/stage-protocol.ts';

/** The streamer's own words, small and at the edge that her captions leave free, so that the two never cover each other. */
export interface StreamerCaption {
  setStyle(captions: StageConfig['stage']['captions']): void;
  /** '' takes the line away; a final text leaves by itself. */
  show(text: string, final: boolean): void;
}

/** Time to read a text: a moment, and so much a letter, ms. */
const STAYS_MS = 2200;
const STAYS_MS_A_LETTER = 45;
const STAYS_MOST_MS = 9000;
/** Words that never became final (the recogniser died) do not stay for ever. */
const UNFINISHED_MS = 12_000;
/** Newest letters that are shown while one speaks on and on. */
const SHOWN_LETTERS = 90;

export function createStreamerCaption(parent: HTMLElement): StreamerCaption {
  const root = document.createElement('div');
  root.className = 'streamer-caption';
  const line = document.createElement('span');
  root.append(line);
  parent.append(root);
  let timer = 0;

  function hide(): void {
    root.classList.remove('shown');
    line.textContent = '';
  }

  return {
    setStyle(captions) {
      root.hidden = !captions.enabled;
      root.dataset.position = captions.position;
      root.style.setProperty('--caption-size', String(captions.size));
    },
    show(text, final) {
      window.clearTimeout(timer);
      if (text === '') return hide();
      line.textContent = text.length > SHOWN_LETTERS ? `…${text.slice(-SHOWN_LETTERS)}` : text;
      root.classList.toggle('final', final);
      root.classList.add('shown');
      timer = window.setTimeout(
        hide,
        final ? Math.min(STAYS_MOST_MS, STAYS_MS + STAYS_MS_A_LETTER * text.length) : UNFINISHED_MS,
      );
    },
  };
}
