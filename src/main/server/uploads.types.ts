/** Takes in the pieces of files that a page sends. */
export interface UploadIntake {
  /**
   * Appends `bytes` to file `index` of upload `id`. Rejects with a `StudioError`: `not-found` for an upload that is not (or no longer) awaited,
   * `conflict` when `offset` is not the end of what came so far, `too-large` beyond the announced size.
   */
  write(id: string, index: number, offset: number, bytes: Uint8Array): Promise<void>;
}
