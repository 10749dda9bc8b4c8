import type { Language } from '#shared/speech/emotion.ts';
import type { StageConfig } from '#shared/stage/stage-protocol.ts';
import { type CaptionToken, captionScale, captionTokens, type Spoken } from './caption-layout.ts';

/** The line of text over the picture. It touches the document only when something changes. */
export interface CaptionView {
  setStyle(captions: StageConfig['stage']['captions']): void;
  /** Shows a sentence, nothing of it spoken yet. */
  show(text: string, language: Language): void;
  /** How far the voice has read. */
  setSpoken(spoken: Spoken): void;
  hide(): void;
  /** Three quiet dots while she makes up her mind; the time drives them. */
  setThinking(thinking: boolean, moment: { readonly nowMs: number }): void;
  readonly text: string;
  readonly spokenUntil: number;
}

const LANGUAGE_TAGS: Readonly<Record<Language, string>> = { zh: 'zh-CN', en: 'en', ja: 'ja' };
const DOT_STEP_MS = 320;
const DOTS = 3;

export function createCaptionView(root: HTMLElement): CaptionView {
  const box = element(root, 'caption-box');
  const line = element(box, 'caption-line');
  const dots = element(root, 'thinking');
  for (let i = 0; i < DOTS; i++) element(dots, 'thinking-dot');
  let tokens: CaptionToken[] = [];
  let spans: HTMLElement[] = [];
  let lit = 0;
  let text = '';
  // In an object: numbers in a closure are boxed anew with each change.
  const read: Spoken = { offset: 0 };
  let enabled = true;
  let dotStep = -1;
  let measured = false;
  let hiddenPx = 0;
  let scrolledPx = 0;
  let tops: number[] = [];

  /** Where each word stands, and how much of the sentence does not fit, CSS px. */
  function measure(): void {
    measured = true;
    hiddenPx = Math.max(0, line.scrollHeight - box.clientHeight);
    tops = hiddenPx === 0 ? [] : spans.map((span) => span.offsetTop - span.offsetHeight);
  }

  /** Keeps the line being read in sight when a sentence has more lines than fit. */
  function follow(): void {
    if (!measured) return;
    const top = tops[Math.min(lit, tops.length - 1)];
    if (top === undefined) return;
    const wantedPx = Math.max(0, Math.min(hiddenPx, top));
    if (wantedPx === scrolledPx) return;
    scrolledPx = wantedPx;
    line.style.transform = `translateY(${-wantedPx}px)`;
  }

  // Asked in the middle of a frame, the browser would have to lay the page out there and then. Here it just has.
  const laidOut = new ResizeObserver(() => {
    measure();
    follow();
  });
  /** The first call after this comes with the next layout, whether or not a size has changed. */
  function measureSoon(): void {
    measured = false;
    laidOut.disconnect();
    if (enabled && text !== '') laidOut.observe(line);
  }

  return {
    get text() {
      return text;
    },
    get spokenUntil() {
      return read.offset;
    },
    setStyle(captions) {
      enabled = captions.enabled;
      root.hidden = !enabled;
      root.dataset.position = captions.position;
      root.style.setProperty('--caption-size', String(captions.size));
      root.style.setProperty('--caption-accent', captions.accent);
      measureSoon();
    },
    show(next, language) {
      text = next;
      read.offset = 0;
      lit = 0;
      tokens = captionTokens(next);
      spans = tokens.map((token) => {
        const span = document.createElement('span');
        span.textContent = next.slice(token.start, token.end);
        return span;
      });
      line.lang = LANGUAGE_TAGS[language];
      line.style.transform = '';
      scrolledPx = 0;
      root.style.setProperty('--caption-fit', String(captionScale(next)));
      line.replaceChildren(...spans);
      box.classList.add('shown');
      measureSoon();
    },
    setSpoken({ offset }) {
      if (offset <= read.offset) return;
      read.offset = offset;
      const before = lit;
      for (let token = tokens[lit]; token !== undefined && offset > token.start; token = tokens[lit])
        spans[lit++]?.classList.add('spoken');
      if (lit !== before && enabled) follow();
    },
    hide() {
      if (text === '') return;
      text = '';
      read.offset = 0;
      tokens = [];
      spans = [];
      box.classList.remove('shown');
      line.replaceChildren();
      measureSoon();
    },
    setThinking(thinking, { nowMs }) {
      const step = thinking ? Math.floor(nowMs / DOT_STEP_MS) % (DOTS + 1) : -1;
      if (step === dotStep) return;
      dotStep = step;
      dots.classList.toggle('shown', thinking);
      for (let i = 0; i < DOTS; i++) dots.children[i]?.classList.toggle('lit', i < step);
    },
  };
}

function element(parent: HTMLElement, className: string): HTMLElement {
  const child = document.createElement('div');
  child.className = className;
  parent.append(child);
  return child;
}
