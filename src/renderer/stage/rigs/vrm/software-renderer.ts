/** Names under which pictures drawn by the processor announce themselves. */
const SOFTWARE = /swiftshader|llvmpipe|softpipe|software|basic render/i;
let known: boolean | undefined;

/** Whether WebGL runs on the processor here. Asked once, on a context that is given back at once; false when there is no WebGL at all. */
export function isSoftwareRendered(): boolean {
  if (known !== undefined) return known;
  const gl = document.createElement('canvas').getContext('webgl2');
  if (gl === null) return false;
  const info = gl.getExtension('WEBGL_debug_renderer_info');
  const name: unknown = gl.getParameter(info === null ? gl.RENDERER : info.UNMASKED_RENDERER_WEBGL);
  gl.getExtension('WEBGL_lose_context')?.loseContext();
  known = SOFTWARE.test(String(name));
  return known;
}
