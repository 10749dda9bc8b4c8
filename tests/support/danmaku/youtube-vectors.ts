import { z } from 'zod';
import { amountFromText } from '#main/connectors/youtube/amount.ts';
import { differenceOf } from './subset.ts';
import { readVectors, type VectorReader } from './vector.ts';

/** Prices as YouTube writes them, without knowing the region. */
export const youtubeAmountVectors: VectorReader = (dir, path) =>
  readVectors(dir, path, {
    input: z.string(),
    currency: z.string().nullable(),
    ambiguous: z.boolean(),
    micros: z.number().nullable(),
  }).map(({ input, currency, ambiguous, micros }) => ({
    name: `${path} ${input}`,
    check() {
      const amount = amountFromText(input, '');
      return differenceOf(
        { currency: amount?.currency, ambiguous: amount?.ambiguous ?? false, micros: amount?.micros },
        { currency, ambiguous, micros },
        'amount',
      );
    },
  }));
