import type { Object3D } from 'three';
import type { GLTF } from 'three/examples/jsm/loaders/GLTFLoader.js';

/** Spring bones that the file keeps together: VRM 1.0's springs, 0.x's bone groups. */
export interface SpringGroup {
  readonly id: string;
  /** For people. */
  readonly name: string;
  readonly bones: ReadonlySet<Object3D>;
}

/** Call before bones are taken apart; a file that names none has no groups. */
export async function readSpringGroups({ parser }: GLTF): Promise<readonly SpringGroup[]> {
  const json: unknown = parser.json;
  const extensions = get(json, 'extensions');
  const modern = list(get(get(extensions, 'VRMC_springBone'), 'springs'));
  const legacy = list(get(get(get(extensions, 'VRM'), 'secondaryAnimation'), 'boneGroups'));
  const springs = modern.map((spring) => ({
    name: get(spring, 'name'),
    nodes: list(get(spring, 'joints')).map((joint) => get(joint, 'node')),
    below: false,
  }));
  const groups = legacy.map((group) => ({ name: get(group, 'comment'), nodes: list(get(group, 'bones')), below: true }));
  return Promise.all(
    (springs.length > 0 ? springs : groups).slice(0, 400).map(async ({ name, nodes, below }, index) => {
      const bones = new Set<Object3D>();
      for (const node of nodes) {
        if (typeof node !== 'number') continue;
        const object: Object3D | undefined = await parser.getDependency('node', node);
        if (below) object?.traverse((one) => bones.add(one));
        else if (object !== undefined) bones.add(object);
      }
      const label = typeof name === 'string' && name !== '' ? name.slice(0, 200) : `Spring ${index + 1}`;
      return { id: `spring${index + 1}`, name: label, bones };
    }),
  );
}

function get(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
