import { describe, expect, it } from 'vitest';
import { pathsInJson } from './json-paths.ts';

describe('the paths that an example offers', () => {
  const example = '{"data":{"items":[{"from":{"name":"a","ids":[7,8]},"text":"x","none":null}]},"op":3}';

  it('are those of its plain values, and of its lists of messages', () => {
    expect(pathsInJson(example, '')).toEqual({
      values: ['data.items.0.from.name', 'data.items.0.from.ids.0', 'data.items.0.text', 'op'],
      lists: ['data.items'],
    });
  });

  it('begin at the first message once the list is chosen', () => {
    expect(pathsInJson(example, 'data.items').values).toEqual(['from.name', 'from.ids.0', 'text']);
    expect(pathsInJson('[{"a":1},{"b":2}]', '').values).toEqual(['a']);
    expect(pathsInJson(example, 'data.nothing').values).toEqual([]);
  });

  it('are none where there is no JSON, and not without end where it is large', () => {
    expect(pathsInJson('hello', '')).toEqual({ values: [], lists: [] });
    const many = JSON.stringify(Object.fromEntries(Array.from({ length: 5000 }, (_, index) => [`k${index}`, index])));
    expect(pathsInJson(many, '').values).toHaveLength(300);
    expect(pathsInJson(`${'{"a":'.repeat(500)}1${'}'.repeat(500)}`, '').values).toEqual([]);
  });
});
