import { appraisalOf } from '../fakes/appraisals.ts';
import type { EveningRoom } from './replay-evening.ts';

/** What stands between the connectors and the director in an evening, from its parts as the studio has them. */
export function createEveningRoom(): EveningRoom {
  return { appraise: (event) => appraisalOf(event), taken() {} };
}
