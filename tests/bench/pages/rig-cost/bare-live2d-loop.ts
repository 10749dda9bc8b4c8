import { Container, Renderer } from 'pixi.js';

/** The wrapper library's own model class on pixi: its update, then its draw. */
export async function createBareLive2d(url: string, coreUrl: string): Promise<(dt: number, nowMs: number) => void> {
  await runScript(coreUrl);
  // The library looks for the Core when it is loaded.
  const { Live2DModel } = await import('pixi-live2d-display/cubism4');
  const renderer = new Renderer({ width: innerWidth, height: innerHeight, backgroundAlpha: 0, antialias: false });
  if (!(renderer.view instanceof HTMLCanvasElement)) throw new Error('pixi made no canvas');
  document.body.append(renderer.view);
  const model = await Live2DModel.from(url, { autoUpdate: false, autoInteract: false });
  const stage = new Container();
  stage.addChild(model);
  // The head and shoulders, about as large as our picture has them.
  const scale = (innerHeight * 1.6) / model.height;
  model.scale.set(scale);
  model.position.set((innerWidth - model.width) / 2, 0);
  return (dt, nowMs) => {
    model.internalModel.focusController.focus(Math.sin(nowMs / 900), 0);
    model.update(dt * 1000);
    renderer.render(stage);
  };
}

function runScript(url: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const script = document.createElement('script');
    script.src = url;
    script.onload = () => resolve();
    script.onerror = () => reject(new Error(`${url} cannot be loaded`));
    document.head.append(script);
  });
}
