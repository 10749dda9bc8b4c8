import { filterRequests, inputRequests } from './obs-input-requests.ts';
import type { Json } from './obs-kinds.ts';
import type { ObsHandlers } from './obs-request.ts';
import { sceneRequests } from './obs-scene-requests.ts';
import { showRequests } from './obs-show-requests.ts';
import { ObsRefusal, type ObsWorld } from './obs-world.ts';

const HANDLERS: ObsHandlers = { ...sceneRequests, ...inputRequests, ...filterRequests, ...showRequests };
/** The version of obs-websocket that brought a request; 5.0.0 where it is missing. */
const SINCE: Readonly<Record<string, string>> = {
  SetRecordDirectory: '5.3.0',
  GetSourceFilterKindList: '5.4.0',
  GetSceneItemSource: '5.4.0',
  CreateRecordChapter: '5.5.0',
  SplitRecordFile: '5.5.0',
};

export interface ObsResponderOptions {
  readonly world: ObsWorld;
  /** Of obs-websocket. */
  readonly version: string;
  emit(intent: number, type: string, data: Json): void;
  onRequest(): void;
}

/** What OBS answers to requests, whoever brings them. */
export function createObsResponder({ world, version, emit, onRequest }: ObsResponderOptions) {
  const available = [...Object.keys(HANDLERS).filter((name) => version >= (SINCE[name] ?? '5.0.0')), 'GetVersion', 'Sleep'];
  const requests: { type: string; data: Json }[] = [];
  const refusals = new Map<string, ObsRefusal>();

  return { requests, note, perform, outcome, batch, refuseNext };

  function note(type: string, data: Json): void {
    requests.push({ type, data });
    onRequest();
  }

  function refuseNext(type: string, code: number, comment: string): void {
    refusals.set(type, new ObsRefusal(code, comment));
  }

  /** Throws an ObsRefusal. */
  function perform(type: string, data: Json = {}): Json | undefined {
    note(type, data);
    const refusal = refusals.get(type);
    refusals.delete(type);
    if (refusal !== undefined) throw refusal;
    if (type === 'GetVersion') return versionAnswer();
    if (type === 'Sleep') return undefined;
    const handler = available.includes(type) ? HANDLERS[type] : undefined;
    if (handler === undefined) throw new ObsRefusal(204, 'Your request type is not valid.');
    return handler({
      world,
      data,
      hasUuids: version >= '5.4',
      emit,
      later: (task) => void setImmediate(task),
      recording: (name) => `/home/streamer/Videos/${name}`,
    });
  }

  function outcome(type: unknown, data: unknown): Json {
    if (typeof type !== 'string' || type === '') return { requestStatus: { result: false, code: 203 } };
    try {
      const answer = perform(type, isObject(data) ? data : {});
      const status = { requestType: type, requestStatus: { result: true, code: 100 } };
      return answer === undefined ? status : { ...status, responseData: answer };
    } catch (error) {
      if (!(error instanceof ObsRefusal)) throw error;
      const comment = error.message === '' ? {} : { comment: error.message };
      return { requestType: type, requestStatus: { result: false, code: error.code, ...comment } };
    }
  }

  /** One after the other. */
  function batch(d: Json): Json[] {
    const results: Json[] = [];
    for (const one of Array.isArray(d.requests) ? d.requests : []) {
      const { requestType, requestData, requestId } = isObject(one) ? one : {};
      const result = outcome(requestType, requestData);
      results.push(requestId === undefined ? result : { ...result, requestId });
      const status = result.requestStatus;
      if (d.haltOnFailure === true && isObject(status) && status.result === false) break;
    }
    return results;
  }

  function versionAnswer(): Json {
    return {
      obsVersion: version >= '5.5' ? '30.2.3' : version >= '5.1' ? '29.0.2' : '28.0.1',
      obsWebSocketVersion: version,
      rpcVersion: 1,
      availableRequests: [...available],
      supportedImageFormats: ['bmp', 'jpeg', 'jpg', 'png'],
      platform: 'ubuntu',
      platformDescription: 'A computer',
    };
  }
}

export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
