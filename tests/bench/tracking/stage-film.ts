import type { CameraPicture, StageNews, StagePicture, TrackerResult } from './picture-ages.ts';

declare global {
  interface Window {
    stageFilm: { take(): { stage: StagePicture[]; news: StageNews[] } };
    cameraFilm: { take(): { camera: CameraPicture[]; results: TrackerResult[] } };
  }
}

/** Before a stage's own code: notes each picture that it draws, when that is done, and the parameters that it was given for it. */
export function watchStage(): void {
  const HEAD = ['ParamAngleX', 'ParamAngleY', 'ParamAngleZ'];
  let places: number[] = [];
  let newest = { pictureMs: 0, yaw: 0, pitch: 0, roll: 0 };
  let isDrawing = false;
  let film: { -readonly [K in keyof StagePicture]: StagePicture[K] }[] = [];
  let news: StageNews[] = [];
  const now = (): number => performance.timeOrigin + performance.now();
  const Plain = window.Worker;
  window.Worker = class extends Plain {
    constructor(address: string | URL, options?: WorkerOptions) {
      super(address, options);
      this.addEventListener('message', ({ data }) => {
        if (data?.type === 'down' && data.message.type === 'parameter-table')
          places = HEAD.map((id) => data.message.parameters.findIndex((one: { id: string }) => one.id === id));
        if (data?.type !== 'parameters') return;
        const { pictureMs, values } = data.frame;
        const [yaw = 0, pitch = 0, roll = 0] = places.map((place) => values[place] ?? 0);
        if (pictureMs > newest.pictureMs) news.push({ pictureMs, arrivedMs: now() });
        newest = { pictureMs, yaw, pitch, roll };
      });
    }
  };
  const draw = WebGL2RenderingContext.prototype.drawElements;
  WebGL2RenderingContext.prototype.drawElements = function (...args) {
    if (!isDrawing) {
      isDrawing = true;
      // Runs when the stage's own task is done, whatever it was that called it.
      queueMicrotask(() => {
        isDrawing = false;
        if (newest.pictureMs > 0) note(this);
      });
    }
    return draw.apply(this, args);
  };
  function note(gl: WebGL2RenderingContext): void {
    const picture = { drawnMs: now(), doneMs: Number.NaN, ...newest };
    film.push(picture);
    const probe = gl.fenceSync(gl.SYNC_GPU_COMMANDS_COMPLETE, 0);
    gl.flush();
    const look = (): void => {
      if (probe === null) return;
      if (gl.getSyncParameter(probe, gl.SYNC_STATUS) !== gl.SIGNALED) return void setTimeout(look, 2);
      picture.doneMs = now();
      gl.deleteSync(probe);
    };
    setTimeout(look, 2);
  }
  window.stageFilm = {
    take() {
      const taken = { stage: film, news };
      [film, news] = [[], []];
      return taken;
    },
  };
}

/** Before the studio's own code: reads the recording's count of its pictures, a few a second, and notes when the tracker had seen each. */
export function watchCamera(): void {
  const EVERY = 6;
  let camera: CameraPicture[] = [];
  let results: TrackerResult[] = [];
  const now = (): number => performance.timeOrigin + performance.now();
  const Plain = window.Worker;
  window.Worker = class extends Plain {
    constructor(address: string | URL, options?: WorkerOptions) {
      super(address, options);
      this.addEventListener('message', ({ data }) => {
        if (data?.type === 'result') results.push({ capturedMs: data.result.atMs, toldMs: now() });
      });
    }
    override postMessage(message: { type?: string; wanted?: boolean }, ...rest: never[]): void {
      super.postMessage(message.type === 'results' ? { ...message, wanted: true } : message, ...rest);
    }
  };
  const media = navigator.mediaDevices;
  const get = media.getUserMedia.bind(media);
  media.getUserMedia = async (wish) => {
    const stream = await get(wish);
    const video = document.createElement('video');
    video.muted = true;
    video.srcObject = stream.clone();
    const context = new OffscreenCanvas(288, 16).getContext('2d', { willReadFrequently: true });
    let count = 0;
    const look: VideoFrameRequestCallback = (_time, { captureTime }) => {
      video.requestVideoFrameCallback(look);
      if (count++ % EVERY !== 0 || context === null || captureTime === undefined) return;
      context.drawImage(video, 0, video.videoHeight - 16, 288, 16, 0, 0, 288, 16);
      const { data } = context.getImageData(0, 8, 288, 1);
      const isWhite = (cell: number): boolean => (data[4 * (24 * cell + 12) + 1] ?? 0) > 128;
      if (!isWhite(0) || isWhite(1)) return;
      let frame = 0;
      for (let bit = 0; bit < 10; bit++) if (isWhite(2 + bit)) frame |= 1 << bit;
      camera.push({ capturedMs: performance.timeOrigin + captureTime, frame });
    };
    video.requestVideoFrameCallback(look);
    void video.play();
    return stream;
  };
  window.cameraFilm = {
    take() {
      const taken = { camera, results };
      [camera, results] = [[], []];
      return taken;
    },
  };
}
