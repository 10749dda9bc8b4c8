import { createOnnxGraph } from './onnx-graph.ts';

/** What the tiny Moonshine writes down of any sound, and the vocabulary of it. */
export const TINY_MOONSHINE_TEXT = 'Hello there, Yingxi.';
const PIECES = ['▁Hello', '▁there', ',', '▁Ying', 'xi', '.'];
const START = 1;
const END = 2;
const FIRST = 3;
const HEADS = 8;
const WIDTH = 2;
/** States of the encoder, whatever the length of the sound. */
const STATES = 3;

/** `tokenizer.bin`: each token a length byte and its UTF-8. */
export function tinyMoonshineTokens(): Uint8Array {
  const tokens = ['<unk>', '<s>', '</s>', ...PIECES];
  return Buffer.concat(tokens.flatMap((token) => [Buffer.of(Buffer.byteLength(token)), Buffer.from(token)]));
}

/** With the signature of Moonshine's encoder: `input_values` float [1,N], `attention_mask` int64 [1,N] → `last_hidden_state` float [1,3,16]. */
export function tinyMoonshineEncoder(): Uint8Array {
  const graph = createOnnxGraph('tiny-moonshine-encoder');
  const sound = graph.input('input_values', 'float', [1, 'N']);
  graph.input('attention_mask', 'int64', [1, 'N']);
  const mean = graph.node('ReduceMean', [graph.node('Abs', [sound])], { axes: [0, 1], keepdims: 0 });
  const width = HEADS * WIDTH;
  graph.node(
    'Add',
    [graph.floats('ones', [1, STATES, width], new Float32Array(STATES * width).fill(1)), mean],
    {},
    'last_hidden_state',
  );
  graph.output('last_hidden_state', 'float', [1, STATES, width]);
  return graph.bytes();
}

/**
 * With the signature of its merged decoder, one layer deep. Each token follows from the one before; a step whose caches are not those that the step before handed back
 * (keys of the words as long as the words, keys of the sound kept from the first step) looks beyond the end of a table, which the runtime refuses.
 */
export function tinyMoonshineDecoder(): Uint8Array {
  const graph = createOnnxGraph('tiny-moonshine-decoder');
  const ids = graph.input('input_ids', 'int64', [1, 'S']);
  const states = graph.input('encoder_hidden_states', 'float', [1, 'T', HEADS * WIDTH]);
  graph.input('encoder_attention_mask', 'int64', [1, 'T']);
  const past = Object.fromEntries(
    ['decoder.key', 'decoder.value', 'encoder.key', 'encoder.value'].map((kind) => [
      kind,
      graph.input(`past_key_values.0.${kind}`, 'float', [1, HEADS, kind.startsWith('decoder') ? 'P' : 'E', WIDTH]),
    ]),
  );
  const cached = graph.node('Cast', [graph.input('use_cache_branch', 'bool', [1])], { to: 7 });
  const one = graph.ints('one', [1], [1]);
  const two = graph.ints('two', [1], [2]);
  const lengthOf = (name: string | undefined): string => graph.node('Gather', [graph.node('Shape', [name ?? '']), two]);
  const wordsBefore = lengthOf(past['decoder.key']);
  const soundKept = lengthOf(past['encoder.key']);

  // Words written before this token, and states of the sound that must be there: none in the first step, all of them later.
  const position = graph.node('Gather', [graph.ints('position', [FIRST + PIECES.length], positions()), ids]);
  const wrongWords = graph.node('Abs', [graph.node('Sub', [position, wordsBefore])]);
  const due = graph.node('Mul', [cached, graph.ints('states', [1], [STATES])]);
  const wrongSound = graph.node('Abs', [graph.node('Sub', [due, soundKept])]);
  const far = graph.node('Mul', [graph.node('Add', [wrongWords, wrongSound]), graph.ints('beyond', [1], [1000])]);
  const rows = graph.floats('table', [FIRST + PIECES.length, FIRST + PIECES.length], chain());
  graph.node('Gather', [rows, graph.node('Add', [ids, far])], {}, 'logits');
  graph.output('logits', 'float', [1, 'S', FIRST + PIECES.length]);

  const step = graph.floats('step', [1, HEADS, 1, WIDTH], new Float32Array(HEADS * WIDTH));
  const split = graph.node('Transpose', [graph.node('Reshape', [states, graph.ints('heads', [4], [1, -1, HEADS, WIDTH])])], {
    perm: [0, 2, 1, 3],
  });
  const keepNone = graph.node('Mul', [graph.node('Sub', [one, cached]), graph.ints('all', [1], [STATES])]);
  for (const kind of ['key', 'value'] as const) {
    graph.node('Concat', [past[`decoder.${kind}`] ?? '', step], { axis: 2 }, `present.0.decoder.${kind}`);
    graph.output(`present.0.decoder.${kind}`, 'float', [1, HEADS, 'Q', WIDTH]);
    graph.node('Slice', [split, graph.ints(`zero-${kind}`, [1], [0]), keepNone, two], {}, `present.0.encoder.${kind}`);
    graph.output(`present.0.encoder.${kind}`, 'float', [1, HEADS, 'R', WIDTH]);
  }
  return graph.bytes();
}

function positions(): number[] {
  return [0, 0, 0, ...PIECES.map((_, i) => i + 1)];
}

/** Row of each token: the largest value is at the token that follows. */
function chain(): Float32Array {
  const size = FIRST + PIECES.length;
  const table = new Float32Array(size * size);
  for (let token = 0; token < size; token++) {
    const next = token === START ? FIRST : token >= FIRST && token < size - 1 ? token + 1 : END;
    table[token * size + next] = 1;
  }
  return table;
}
