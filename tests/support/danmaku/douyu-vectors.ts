import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { createDouyuFrames, douyuFrame } from '#main/connectors/douyu/douyu-packets.ts';
import { sttFromText, sttListFromText, textFromStt } from '#main/connectors/douyu/stt.ts';
import { exactDifference } from './subset.ts';
import { readVectors, type VectorReader } from './vector.ts';

const sttVectorsSchema = z.object({
  vectors: z.array(
    z.object({ id: z.string(), wire: z.string(), object: z.record(z.string(), z.string()), roundTrip: z.boolean() }),
  ),
  nested: z
    .array(
      z.object({
        wire: z.string(),
        object: z.record(z.string(), z.string()).optional(),
        list: z.array(z.string()).optional(),
      }),
    )
    .default([]),
});

/** Text to fields, once unescaped, and back where the vector says so; nested values on demand. */
export const sttVectors: VectorReader = (dir, path) => {
  const { vectors, nested } = sttVectorsSchema.parse(JSON.parse(readFileSync(join(dir, path), 'utf8')));
  return [
    ...vectors.map(({ id, wire, object, roundTrip }) => ({
      name: `${path} ${id}`,
      check: () =>
        exactDifference(Object.fromEntries(sttFromText(wire)), object, 'fields') ??
        (roundTrip ? exactDifference(textFromStt(Object.entries(object)), wire, 'text') : undefined),
    })),
    ...nested.map(({ wire, object, list }, index) => ({
      name: `${path} nested ${index}`,
      check: () =>
        (object && exactDifference(Object.fromEntries(sttFromText(wire)), object, 'fields')) ??
        (list && exactDifference(sttListFromText(wire), list, 'list')),
    })),
  ];
};

/** Chunks in order to one reader: messages and errors exact, bytes that still wait where the vector names them. */
export const douyuFrameVectors: VectorReader = (dir, path) =>
  readVectors(dir, path, {
    id: z.string(),
    chunks: z.array(z.string()),
    hex: z.array(z.string()).optional(),
    expect: z.object({
      messages: z.array(z.record(z.string(), z.string())),
      errors: z.array(z.string()),
      pendingBytes: z.number().optional(),
    }),
  }).map(({ id, chunks, hex, expect }) => ({
    name: `${path} ${id}`,
    check() {
      const frames = createDouyuFrames();
      const texts: string[] = [];
      const errors: string[] = [];
      for (const [index, file] of chunks.entries()) {
        const bytes = readFileSync(join(dir, dirname(path), file));
        const listed = hex?.[index];
        if (listed !== undefined && bytes.toString('hex') !== listed) return `${file} is not the file that the index lists`;
        const read = frames.push(bytes);
        texts.push(...read.texts);
        if (read.error !== undefined) errors.push(read.error);
      }
      const messages = texts.map((text) => Object.fromEntries(sttFromText(text)));
      return (
        exactDifference(messages, expect.messages, 'messages') ??
        exactDifference(errors, expect.errors, 'errors') ??
        (expect.pendingBytes === undefined
          ? undefined
          : exactDifference(frames.pendingBytes, expect.pendingBytes, 'pendingBytes'))
      );
    },
  }));

/** What our client sends, byte for byte. */
export const douyuClientVectors: VectorReader = (dir, path) =>
  readVectors(dir, path, { file: z.string(), wire: z.string(), type: z.literal([689, 690]) }).map(({ file, wire, type }) => ({
    name: `${path} ${file}`,
    check: () =>
      exactDifference(
        douyuFrame(textFromStt(sttFromText(wire)), type).toString('hex'),
        readFileSync(join(dir, dirname(path), file)).toString('hex'),
        'bytes',
      ),
  }));
