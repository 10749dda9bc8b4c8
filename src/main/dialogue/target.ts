import type { LocalServer } from '#shared/contract/brain.ts';
import type { HealthReport } from '#shared/health.ts';
import type { Settings } from '#shared/settings/settings.ts';
import type { ProviderTarget } from './openai/provider.types.ts';

/** Where the next answer comes from. */
export type MindChoice =
  | { readonly mind: 'model'; readonly target: ProviderTarget; readonly local: LocalServer | undefined }
  | { readonly mind: 'offline'; readonly health: HealthReport };

const HOW_TO_GET_ONE = 'Enter an API address and key under Brain, or start Ollama or LM Studio on this computer.';

/** `auto`: the configured endpoint, else a server found on this machine, else the offline persona. The key is never sent to a found one. */
export function chooseMind(brain: Settings['brain'], key: string | undefined, found: readonly LocalServer[]): MindChoice {
  const baseUrl = brain.baseUrl.trim();
  const model = brain.model.trim();
  if (brain.mode === 'offline')
    return offline('ready', 'offline-chosen', 'The offline persona answers, as chosen under Brain. It is no language model.');
  if (baseUrl !== '') return { mind: 'model', target: { baseUrl, key: key === '' ? undefined : key, model }, local: undefined };
  if (brain.mode === 'openai')
    return offline('failed', 'no-endpoint', `No API address is set, so the offline persona answers. ${HOW_TO_GET_ONE}`);
  const server =
    found.find((each) => model !== '' && each.models.includes(model)) ?? found.find((each) => each.models.length > 0);
  if (server !== undefined) {
    const name = server.models.includes(model) ? model : (server.models[0] ?? '');
    return { mind: 'model', target: { baseUrl: server.baseUrl, key: undefined, model: name }, local: server };
  }
  const empty = found[0];
  if (empty !== undefined) {
    const step = empty.kind === 'ollama' ? 'Run "ollama pull qwen3:4b" (or another model)' : 'Load a model in LM Studio';
    return offline(
      'degraded',
      'no-local-model',
      `${serverName(empty)} runs but has no model, so the offline persona answers. ${step}, then look again.`,
    );
  }
  return offline('ready', 'no-model', `No language model is set up; the offline persona answers. ${HOW_TO_GET_ONE}`);
}

export function serverName(server: LocalServer): string {
  return server.kind === 'ollama' ? 'Ollama' : 'LM Studio';
}

function offline(status: HealthReport['status'], reason: string, message: string): MindChoice {
  return { mind: 'offline', health: { status, reason, message } };
}
