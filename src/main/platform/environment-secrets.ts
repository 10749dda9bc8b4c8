import type { SecretStore } from '#main/platform/host.ts';
import { StudioError } from '#shared/errors.ts';
import type { SecretName } from '#shared/settings/settings.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Secrets by the variables that may hold them; LLM_ and BRAIN_ mean the same everywhere. */
const SECRET_VARIABLES: Readonly<Record<SecretName, readonly string[]>> = {
  'llm.apiKey': ['YINGXI_LLM_API_KEY', 'YINGXI_BRAIN_API_KEY'],
  'voice.openaiApiKey': ['YINGXI_VOICE_API_KEY'],
  'hearing.openaiApiKey': ['YINGXI_HEARING_API_KEY'],
  'bilibili.accessKeyId': ['YINGXI_BILIBILI_ACCESS_KEY_ID'],
  'bilibili.accessKeySecret': ['YINGXI_BILIBILI_ACCESS_KEY_SECRET'],
  'bilibili.identityCode': ['YINGXI_BILIBILI_IDENTITY_CODE'],
  'bilibili.relayToken': ['YINGXI_BILIBILI_RELAY_TOKEN'],
  'bilibili.cookie': ['YINGXI_BILIBILI_COOKIE'],
  'twitch.signIn': [],
  'twitch.botSignIn': [],
  'youtube.apiKey': ['YINGXI_YOUTUBE_API_KEY'],
  'youtube.clientSecret': ['YINGXI_YOUTUBE_CLIENT_SECRET'],
  'youtube.signIn': [],
  'bridges.tokens': [],
  'obs.password': ['YINGXI_OBS_PASSWORD'],
};

/** Names of the secrets that the environment holds. */
export function secretsInEnvironment(environment: Environment): readonly string[] {
  return Object.entries(SECRET_VARIABLES).flatMap(([name, variables]) =>
    variables.some((variable) => environment[variable]) ? [name] : [],
  );
}

/** The host's secret store with those secrets laid over it that the environment holds. They are read-only and never stored. */
export function secretsWithEnvironment(inner: SecretStore, environment: Environment): SecretStore {
  const variableOf = (name: string): string | undefined =>
    Object.entries(SECRET_VARIABLES)
      .find(([secret]) => secret === name)?.[1]
      .find((variable) => environment[variable]);
  return {
    get protection() {
      return inner.protection;
    },
    get(name) {
      const variable = variableOf(name);
      return variable === undefined ? inner.get(name) : environment[variable];
    },
    set(name, value) {
      const variable = variableOf(name);
      if (variable !== undefined) {
        throw new StudioError(
          'conflict',
          `The secret "${name}" comes from the environment variable ${variable}. Unset it and start again to change it here.`,
        );
      }
      inner.set(name, value);
    },
  };
}
