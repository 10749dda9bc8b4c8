import { describe, expect, it } from 'vitest';
import { silentLogger } from '#main/platform/logger.ts';
import { StudioError } from '#shared/errors.ts';
import type { HealthReport } from '#shared/health.ts';
import { settingsSchema } from '#shared/settings/settings.ts';
import { createSentenceVoice } from './sentence-voice.ts';
import { type SpeakRequest, speakTurn } from './speak-turn.ts';
import type { SentenceGuard, SpeechSink, SynthesisEvent, SynthesisRequest } from './speech.types.ts';
import { engineOrder } from './voice-choice.ts';
import type { VoiceEngine, VoiceEngineId } from './voice-engine.ts';

const settings = settingsSchema.parse({ version: 1 }).voice;
type Behaviour = (request: SynthesisRequest, priority: number, signal: AbortSignal) => AsyncIterable<SynthesisEvent>;

/** An engine whose behaviour a test gives; it lies at the boundary to the voice processes. */
function engine(id: VoiceEngineId, synthesize: Behaviour): VoiceEngine {
  return {
    id,
    describe: async () => ({
      id,
      kind: 'built-in',
      available: true,
      languages: ['zh', 'en', 'ja'],
      voices: [],
      exactTiming: true,
      streaming: true,
      cloning: false,
      emotion: true,
      speed: true,
      pitch: true,
      licence: '',
    }),
    async warmUp() {},
    synthesize,
    async close() {},
  };
}

/** `ms` of a tone at 48 kHz with one cue and one word over it. */
function* tone(text: string, ms = 50): Generator<SynthesisEvent> {
  yield { type: 'format', sampleRateHz: 48_000 };
  yield {
    type: 'cues',
    visemes: [{ startMs: 0, endMs: ms, viseme: 'aa', open: 1 }],
    words: [{ startMs: 0, endMs: ms, textStart: 0, textEnd: text.length }],
  };
  yield { type: 'pcm', samples: Float32Array.from({ length: ms * 48 }, (_, i) => Math.sin(i / 20) * 0.2) };
}

function recorder(readyFor: SpeechSink['readyFor'] = () => Promise.resolve()) {
  const calls: string[] = [];
  const texts: string[] = [];
  const totals: number[] = [];
  const sink: SpeechSink = {
    utterance(start) {
      calls.push(`utterance ${start.index}`);
      texts.push(start.text);
    },
    cues: (index) => void calls.push(`cues ${index}`),
    pcm: (index) => void calls.push(`pcm ${index}`),
    utteranceEnd(index, total) {
      calls.push(`end ${index}`);
      totals[index] = total;
    },
    readyFor,
  };
  return { sink, calls, texts, totals };
}

function speak(
  engines: readonly VoiceEngine[],
  text: AsyncIterable<string>,
  sink: SpeechSink,
  more: Partial<SpeakRequest> & { report?: (id: VoiceEngineId, health: HealthReport) => void } = {},
) {
  const voice = createSentenceVoice({
    order: async (setting, language) => engineOrder(setting, language, new Set()),
    engines: new Map(engines.map((e) => [e.id, e])),
    voiceSettings: () => settings,
    readMouth: () => undefined,
    report: more.report ?? (() => {}),
    logger: silentLogger,
  });
  return speakTurn(
    { voice, persona: 'auto', pronounce: (mapped) => mapped, logger: silentLogger },
    { turnId: 1, text, signal: new AbortController().signal, ...more },
    sink,
  );
}

async function* words(...parts: string[]): AsyncGenerator<string> {
  yield* parts;
}

/** A promise and the function that resolves it. */
function gate(): { readonly opened: Promise<void>; open(): void } {
  let open = (): void => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}
const turns = async (count = 50): Promise<void> => {
  for (let i = 0; i < count; i++) await Promise.resolve();
};

describe('a guard on her sentences', () => {
  const guardOf =
    (rulings: Readonly<Record<string, ReturnType<SentenceGuard>>>): SentenceGuard =>
    (sentence) =>
      rulings[sentence] ?? { do: 'say' };
  const saying = engine('espeak', async function* (request) {
    yield* tone(request.text);
  });

  it('keeps a sentence from the voice and from the captions, and the mood that it named', async () => {
    const spoken: string[] = [];
    const voice = engine('espeak', async function* (request) {
      spoken.push(request.text);
      yield* tone(request.text);
    });
    const { sink, texts } = recorder();
    const guard = guardOf({ 'bad one.': { do: 'replace', text: 'a kind one.' }, 'left out.': { do: 'drop' } });
    const { utterances } = await speak([voice], words('good one. ', '[sad] bad one. ', 'left out. ', 'the end.'), sink, {
      guard,
    });
    expect(texts).toEqual(['good one.', 'a kind one.', 'the end.']);
    expect(spoken).toEqual(texts);
    expect(utterances.map(({ text }) => text)).toEqual(texts);
  });

  it('ends the answer and its source where it says so', async () => {
    let sourceEnded = false;
    async function* endless(): AsyncGenerator<string> {
      try {
        yield 'fine so far. ';
        for (;;) yield 'bad one. ';
      } finally {
        sourceEnded = true;
      }
    }
    const { sink, texts } = recorder();
    await speak([saying], endless(), sink, { guard: guardOf({ 'bad one.': { do: 'end' } }) });
    expect(texts).toEqual(['fine so far.']);
    expect(sourceEnded).toBe(true);
  });
});

describe('speakTurn', () => {
  it('keeps playback order when synthesis finishes out of order', async () => {
    const slow = gate();
    const finished: string[] = [];
    const voice = engine('espeak', async function* (request) {
      if (request.text.startsWith('one')) await slow.opened;
      yield* tone(request.text);
      finished.push(request.text);
      if (request.text.startsWith('three')) slow.open();
    });
    const { sink, calls, texts } = recorder();
    await speak([voice], words('one two. ', 'two is here. ', 'three is here. '), sink);
    expect(finished).toEqual(['two is here.', 'three is here.', 'one two.']);
    expect(texts).toEqual(['one two.', 'two is here.', 'three is here.']);
    expect(calls.filter((call) => !call.startsWith('cues') && !call.startsWith('pcm'))).toEqual(
      [0, 1, 2].flatMap((i) => [`utterance ${i}`, `end ${i}`]),
    );
  });

  it('synthesises at most three sentences at the same time', async () => {
    const finish = gate();
    let started = 0;
    const voice = engine('espeak', async function* (request) {
      started++;
      await finish.opened;
      yield* tone(request.text);
    });
    const done = speak([voice], words('This is a sentence. '.repeat(10)), recorder().sink);
    await turns(500);
    expect(started).toBe(3);
    finish.open();
    await done;
    expect(started).toBe(10);
  });

  it('starts no sentence before the stage wants it', async () => {
    const gates = [gate(), gate(), gate()];
    const started: string[] = [];
    const voice = engine('espeak', async function* (request) {
      started.push(request.text);
      yield* tone(request.text);
    });
    const { sink } = recorder((index) => gates[index]?.opened ?? Promise.resolve());
    const done = speak([voice], words('First one. Second one. Third one.'), sink);
    await turns();
    expect(started).toEqual([]);
    gates[0]!.open();
    await turns();
    expect(started).toEqual(['First one.']);
    for (const { open } of gates) open();
    await done;
    expect(started).toHaveLength(3);
  });

  it('calls nothing on the sink after an abort, also when synthesis answers late', async () => {
    const late = gate();
    const stop = new AbortController();
    const voice = engine('espeak', async function* (request) {
      yield* tone(request.text);
      await late.opened;
      // Deaf to its signal: answers although nobody wants it any more.
      yield* tone(request.text);
    });
    const { sink, calls } = recorder();
    const done = speak([voice], words('First one. Second one. Third one.'), sink, { signal: stop.signal });
    await turns();
    expect(calls).toContain('pcm 0');
    stop.abort();
    const before = calls.length;
    late.open();
    const result = await done;
    await turns();
    expect(calls).toHaveLength(before);
    expect(result.utterances).toHaveLength(1);
  });

  it('calls nothing on the sink after an abort that comes while sound is on its way', async () => {
    // Every point in time between two microtasks is tried once.
    for (let delay = 0; delay < 60; delay++) {
      const stop = new AbortController();
      let late = 0;
      const note = (): void => {
        if (stop.signal.aborted) late++;
      };
      const sink: SpeechSink = { utterance: note, cues: note, pcm: note, utteranceEnd: note, readyFor: () => Promise.resolve() };
      const done = speak([engine('espeak', (request) => asyncOf(tone(request.text)))], words('First one. Second one.'), sink, {
        signal: stop.signal,
      });
      await turns(delay);
      stop.abort();
      await done;
      expect(late, `aborted after ${delay} microtasks`).toBe(0);
    }
  });

  it('ends at once when it is stopped while the model is silent or the stage wants nothing', async () => {
    const stop = new AbortController();
    async function* hanging(): AsyncGenerator<string> {
      yield 'First one. ';
      await new Promise(() => {});
    }
    const silent = speak([engine('espeak', (request) => asyncOf(tone(request.text)))], hanging(), recorder().sink, {
      signal: stop.signal,
    });
    const unwanted = speak([], words('First one.'), recorder(() => new Promise(() => {})).sink, { signal: stop.signal });
    await turns();
    stop.abort();
    expect((await silent).utterances).toHaveLength(1);
    expect((await unwanted).utterances).toHaveLength(0);
  });

  it('gives the abort to the synthesis', async () => {
    const stop = new AbortController();
    let heard = false;
    const voice = engine('espeak', async function* (_request, _priority, signal) {
      signal.addEventListener('abort', () => {
        heard = true;
      });
      await new Promise(() => {});
      yield* tone('');
    });
    const done = speak([voice], words('First one.'), recorder().sink, { signal: stop.signal });
    await turns();
    stop.abort();
    await done;
    expect(heard).toBe(true);
  });

  it('goes on with a second attempt where the first broke off, not one sample twice', async () => {
    let attempts = 0;
    const voice = engine('espeak', async function* (request) {
      attempts++;
      const events = [...tone(request.text, 100)];
      if (attempts > 1) return yield* events;
      for (const event of events) yield event.type === 'pcm' ? { type: 'pcm', samples: event.samples.slice(0, 2000) } : event;
      throw new StudioError('voice', 'the process died');
    });
    const { sink, calls, totals } = recorder();
    const result = await speak([voice], words('Hello, again.'), sink);
    expect(result.failed).toBe(0);
    // 100 ms of tone and the pause after a clause, 110 ms; only the first of the two pieces had to be tried twice.
    expect(totals[0]).toBe(4800 + 110 * 48);
    expect(calls.filter((call) => call === 'cues 0')).toHaveLength(1);
  });

  it('tries the next engine that speaks the language after two failures', async () => {
    const tried: string[] = [];
    const broken = engine('espeak', async function* (request) {
      tried.push('espeak');
      await turns(1);
      if (tried.length > 0) throw new StudioError('voice', 'no luck');
      yield* tone(request.text);
    });
    const flite = engine('flite', async function* (request) {
      tried.push('flite');
      yield* tone(request.text);
    });
    const { sink, totals } = recorder();
    const result = await speak([broken, flite], words('Hello everyone.'), sink);
    expect(tried).toEqual(['espeak', 'espeak', 'flite']);
    expect(result.failed).toBe(0);
    expect(totals[0]).toBeGreaterThan(2400);
  });

  it('counts a sentence that no voice can say, shows it silently, tells health what to install, and goes on', async () => {
    const reports: [string, HealthReport][] = [];
    const voice = engine('espeak', async function* (request) {
      await turns(1);
      if (request.text.includes('坏')) throw new StudioError('unavailable', 'not here');
      yield* tone(request.text);
    });
    const { sink, texts, totals } = recorder();
    const result = await speak([voice], words('这句坏了。这句好的。'), sink, {
      report: (id, health) => void reports.push([id, health]),
    });
    expect(result).toMatchObject({ failed: 1, utterances: [{ index: 0 }, { index: 1 }] });
    expect(texts).toEqual(['这句坏了。', '这句好的。']);
    expect(totals[0]).toBeGreaterThan(48_000 / 2);
    expect(reports[0]).toMatchObject([
      'espeak',
      { status: 'failed', message: expect.stringContaining('npm install @echogarden/espeak-ng-emscripten') },
    ]);
    expect(reports.at(-1)?.[1].status).toBe('ready');
  });

  it('says what came before a broken text stream, then passes the failure on', async () => {
    async function* broken(): AsyncGenerator<string> {
      yield 'First one. Second';
      throw new StudioError('provider', 'the line went dead');
    }
    const { sink, texts, calls } = recorder();
    const done = speak([engine('espeak', (request) => asyncOf(tone(request.text)))], broken(), sink);
    await expect(done).rejects.toThrow('the line went dead');
    expect(texts).toEqual(['First one.', 'Second']);
    expect(calls.at(-1)).toBe('end 1');
  });

  it('reads moods from tags until the next one, never shows them, and leaves code and thoughts out', async () => {
    const said: SynthesisRequest[] = [];
    const voice = engine('espeak', async function* (request) {
      said.push(request);
      yield* tone(request.text);
    });
    const { sink, texts } = recorder();
    const moods: string[] = [];
    await speak(
      [voice],
      words(
        '<thi',
        'nk>secret. plan</think>[hap',
        'py]Hi there. Still fine. ```js\nlet a = 1;\n',
        '```[sad] Oh no. *waves* **Bye**, all.',
      ),
      {
        ...sink,
        utterance(start) {
          moods.push(start.emotion);
          sink.utterance(start);
        },
      },
    );
    expect(texts).toEqual(['Hi there.', 'Still fine.', 'Oh no.', 'Bye, all.']);
    expect(moods).toEqual(['happy', 'happy', 'sad', 'sad']);
    expect(said.map((request) => request.emotion)).toEqual(moods);
  });

  it('tells when the first sentence and the first sound are there, once each', async () => {
    const marks: string[] = [];
    const { sink } = recorder();
    await speak([engine('espeak', (request) => asyncOf(tone(request.text)))], words('One here. Two here.'), sink, {
      onFirstSentence: () => marks.push('sentence'),
      onFirstPcm: () => marks.push('pcm'),
    });
    expect(marks).toEqual(['sentence', 'pcm']);
  });

  it('maps words of the spoken text to the caption', async () => {
    const voice = engine('espeak', async function* (request) {
      yield { type: 'format', sampleRateHz: 48_000 };
      const at = request.text.indexOf('百分之三点五');
      yield {
        type: 'cues',
        visemes: [],
        words: [
          { startMs: 0, endMs: 10, textStart: at, textEnd: at + 2 },
          { startMs: 10, endMs: 20, textStart: at + 2, textEnd: at + 6 },
        ],
      };
      yield { type: 'pcm', samples: new Float32Array(960).fill(0.1) };
    });
    const seen: unknown[] = [];
    await speak([voice], words('涨了3.5%啊。'), {
      ...recorder().sink,
      cues: (_index, _visemes, spoken) => void seen.push(...spoken),
    });
    expect(seen).toEqual([{ startMs: 0, endMs: 20, textStart: 2, textEnd: 6 }]);
  });

  it('reads the message out in the assistant’s voice before the answer, and never waits for the model to do so', async () => {
    const model = gate();
    const requests: SynthesisRequest[] = [];
    const voice = engine('espeak', async function* (request) {
      requests.push(request);
      yield* tone(request.text);
      model.open();
    });
    async function* thinking(): AsyncGenerator<string> {
      await model.opened;
      yield '[happy] An answer.';
    }
    const speakers: string[] = [];
    const mouths: number[] = [];
    const base = recorder();
    const sink: SpeechSink = {
      ...base.sink,
      utterance(start) {
        base.sink.utterance(start);
        speakers.push(start.speaker);
      },
      cues(index, visemes) {
        mouths[index] = visemes.length;
      },
    };
    const { utterances } = await speak([voice], thinking(), sink, { preface: 'Ann says: [angry] are <b>you</b> real?' });
    expect(base.texts).toEqual(['Ann says: [angry] are <b>you</b> real?', 'An answer.']);
    expect(speakers).toEqual(['assistant', 'her']);
    expect(utterances.map((one) => one.emotion)).toEqual(['neutral', 'happy']);
    expect(mouths).toEqual([0, 1]);
    expect(requests[0]?.rate).toBe(settings.assistant.rate);
    expect(requests[1]?.rate).toBe(settings.rate);
  });
});

async function* asyncOf<T>(values: Iterable<T>): AsyncGenerator<T> {
  yield* values;
}
