import { afterEach, describe, expect, it } from 'vitest';
import { createFakeClock } from '../../../tests/fakes/fake-clock.ts';
import { createOpenAiServer, type OpenAiServer, type OpenAiServerOptions } from '../../../tests/fakes/openai-server.ts';
import { eventually } from './dialogue.testkit.ts';
import { findLocalServers, isLoopback } from './discovery.ts';
import { createHttpClient, type HttpClient } from './openai/http-client.ts';

const servers: OpenAiServer[] = [];
const http = createHttpClient();
const signal = new AbortController().signal;
async function serve(options: OpenAiServerOptions): Promise<OpenAiServer> {
  const server = await createOpenAiServer(options);
  servers.push(server);
  return server;
}
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

describe('findLocalServers', () => {
  it('finds Ollama and LM Studio in the order of the candidates, with their chat models', async () => {
    const ollama = await serve({ kind: 'ollama', models: ['nomic-embed-text', 'qwen3:4b'] });
    const studio = await serve({ kind: 'lm-studio', models: ['gemma-3'] });
    expect(await findLocalServers({ http, clock: createFakeClock() }, [studio.origin, ollama.url], signal)).toEqual([
      { kind: 'lm-studio', baseUrl: studio.url, models: ['gemma-3'] },
      { kind: 'ollama', baseUrl: ollama.url, models: ['qwen3:4b'] },
    ]);
  });

  it('tells an empty Ollama and an empty LM Studio from nothing', async () => {
    const ollama = await serve({ kind: 'ollama', models: [] });
    const studio = await serve({ kind: 'lm-studio', models: [] });
    const found = await findLocalServers({ http, clock: createFakeClock() }, [ollama.url, studio.url], signal);
    expect(found.map(({ kind, models }) => [kind, models])).toEqual([
      ['ollama', []],
      ['lm-studio', []],
    ]);
  });

  it('finds an Ollama from before it spoke OpenAI’s language', async () => {
    const old = await serve({ kind: 'ollama', models: ['llama2'], prefix: '/none' });
    expect(await findLocalServers({ http, clock: createFakeClock() }, [`${old.origin}/v1`], signal)).toMatchObject([
      { kind: 'ollama', models: ['llama2'] },
    ]);
  });

  it('takes neither closed ports nor other programs for model servers', async () => {
    const gone = await serve({});
    await gone.close();
    const other = await serve({ prefix: '/app' });
    expect(await findLocalServers({ http, clock: createFakeClock() }, [gone.url, `${other.origin}/v1`], signal)).toEqual([]);
  });

  it('waits 400 ms and no longer for one that does not answer', async () => {
    const clock = createFakeClock();
    const silent = (await import('node:net')).createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => silent.once('listening', resolve));
    const address = silent.address();
    const port = typeof address === 'object' ? address?.port : 0;
    let found: unknown;
    void findLocalServers({ http, clock }, [`http://127.0.0.1:${port}/v1`], signal).then((result) => {
      found = result;
    });
    clock.advance(399);
    await new Promise((resolve) => setImmediate(resolve));
    expect(found).toBeUndefined();
    clock.advance(1);
    await eventually(() => found !== undefined);
    expect(found).toEqual([]);
    silent.close();
  });

  it('asks nobody beyond this machine', async () => {
    for (const url of [
      'http://192.168.1.5:11434/v1',
      'https://api.openai.com/v1',
      'http://127.0.0.1.evil.com/v1',
      'http://localhost.evil.com',
      'http://[::2]/',
      'nonsense',
    ])
      expect(isLoopback(url)).toBe(false);
    for (const url of ['http://127.0.0.1:11434/v1', 'http://localhost:1234', 'http://[::1]:1234/v1', 'http://127.1.2.3'])
      expect(isLoopback(url)).toBe(true);
    const asked: string[] = [];
    const spying: HttpClient = {
      ...http,
      send(request, handlers) {
        asked.push(request.url);
        return http.send(request, handlers);
      },
    };
    expect(await findLocalServers({ http: spying, clock: createFakeClock() }, ['http://192.0.2.1/v1'], signal)).toEqual([]);
    expect(asked).toEqual([]);
  });
});
