/** The loader of the format under test; `rig-page.ts` says which file that is. */
declare module 'virtual:rig-of-format' {
  export const loader: import('#renderer/stage/rigs/rig.ts').RigLoader;
}
