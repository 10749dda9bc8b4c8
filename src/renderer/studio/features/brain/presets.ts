/** Common OpenAI-compatible endpoints, as their makers document them, with the page where a key (`key`) or the program (`get`) is to be had. */
export const ENDPOINT_PRESETS = [
  { name: 'OpenAI', baseUrl: 'https://api.openai.com/v1', key: 'https://platform.openai.com/api-keys' },
  { name: 'DeepSeek', baseUrl: 'https://api.deepseek.com/v1', key: 'https://platform.deepseek.com/api_keys' },
  {
    name: 'Qwen · DashScope',
    baseUrl: 'https://dashscope.aliyuncs.com/compatible-mode/v1',
    key: 'https://bailian.console.aliyun.com/?tab=model#/api-key',
  },
  { name: 'SiliconFlow', baseUrl: 'https://api.siliconflow.cn/v1', key: 'https://cloud.siliconflow.cn/account/ak' },
  { name: 'OpenRouter', baseUrl: 'https://openrouter.ai/api/v1', key: 'https://openrouter.ai/settings/keys' },
  { name: 'Ollama', baseUrl: 'http://127.0.0.1:11434/v1', get: 'https://ollama.com/download' },
  { name: 'LM Studio', baseUrl: 'http://127.0.0.1:1234/v1', get: 'https://lmstudio.ai/download' },
] as const;
