import { cpus } from 'node:os';
import { createOpenAiServer } from '../fakes/openai-server.ts';
import { type StudioProcess, startStudio } from '../support/studio-process.ts';

/** The machine, for every result. */
export const hardware = (): string =>
  `${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown CPU'}, Node ${process.versions.node}, no GPU`;

/** A studio whose model server is on this machine and answers at once with `reply`. */
export async function startInstantStudio(
  reply: string,
  options: { nodeArgs?: readonly string[] } = {},
): Promise<{ studio: StudioProcess; close(): Promise<void> }> {
  const provider = await createOpenAiServer({ plan: { kind: 'text', text: reply } });
  const studio = await startStudio({
    ...options,
    env: {
      YINGXI_LLM_BASE_URL: provider.url,
      YINGXI_LLM_MODEL: 'instant',
      YINGXI_BRAIN_MODE: 'openai',
      YINGXI_PERSONA_LANGUAGE: 'en',
    },
  });
  return {
    studio,
    async close() {
      await studio.stop();
      await provider.close();
    },
  };
}
