import { hairUv, swatchUv } from '../atlas/atlas-layout.ts';
import { HEAD_SKIN } from '../face/face-part.ts';
import { HEAD_CENTRE } from '../face/head-shape.ts';
import { addGrid, createPart, type Part } from '../geometry/part.ts';
import { lerp, smoothstep, type Vec3 } from '../geometry/vector.ts';
import type { AvatarOptions } from '../options.ts';
import { addBow } from './garment.ts';

/** What she wears on her head. `cloth` and `hair` tell which material it is drawn with. */
export function createAccessory({ accessory, hair }: AvatarOptions): { cloth: readonly Part[]; hair: readonly Part[] } {
  const cloth: Part[] = [];
  const hairParts: Part[] = [];
  if (accessory.style === 'headset') addHeadset(cloth, hair.style === 'short');
  if (accessory.style === 'ribbon')
    addBow(cloth, { centre: [0.094, HEAD_CENTRE + 0.166, 0.05], size: 1.35, swatch: 'gear', fold: 'gearFold', skin: HEAD_SKIN });
  if (accessory.style === 'cat-ears') for (const sign of [1, -1]) addCatEar(cloth, hairParts, sign);
  return { cloth, hair: hairParts };
}

function addHeadset(parts: Part[], close: boolean): void {
  const part = createPart();
  const x = close ? 0.166 : 0.184;
  const [y, z] = [HEAD_CENTRE - 0.008, 0.006];
  for (const sign of [1, -1]) {
    addGrid(part, { columns: 24, rows: 10, facing: 'out' }, (u, v) => {
      const tilt = (v - 0.5) * Math.PI;
      const flat = Math.abs(Math.cos(tilt)) ** 0.45;
      return {
        position: [
          sign * (x + 0.02 * Math.sin(tilt)),
          y + 0.047 * flat * Math.cos(u * Math.PI * 2),
          z + 0.044 * flat * Math.sin(u * Math.PI * 2),
        ],
        uv: swatchUv(v < 0.42 ? 'gearFold' : 'gear', 0.4),
        skin: HEAD_SKIN,
      };
    });
    addGrid(part, { columns: 24, rows: 4, facing: 'out' }, (u, v) => {
      const around = v * Math.PI * 2;
      const r = 0.0285 + 0.0042 * Math.cos(around);
      return {
        position: [
          sign * (x + 0.0195 + 0.0034 * Math.sin(around)),
          y + r * Math.cos(u * Math.PI * 2),
          z + r * Math.sin(u * Math.PI * 2),
        ],
        uv: swatchUv('gearGlow', 0.2),
        skin: HEAD_SKIN,
      };
    });
  }
  addGrid(part, { columns: 10, rows: 40, facing: 'out' }, (u, v) => {
    const along = (v - 0.5) * Math.PI * 1.04;
    const around = u * Math.PI * 2;
    const r = x + 0.001 + 0.0075 * Math.sin(around);
    const wide = lerp(0.0185, 0.011, smoothstep(0.2, 0.5, Math.abs(v - 0.5)));
    return {
      position: [Math.sin(along) * r, y + 0.012 + Math.cos(along) * (r + (close ? 0.018 : 0.006)), z + wide * Math.cos(around)],
      uv: swatchUv(Math.sin(around) > 0.55 ? 'gear' : 'gearFold', 0.3),
      skin: HEAD_SKIN,
    };
  });
  parts.push(part);
}

function addCatEar(cloth: Part[], hair: Part[], sign: number): void {
  const base: Vec3 = [sign * 0.093, HEAD_CENTRE + 0.128, 0.006];
  const shell =
    (deep: number, size: number, lift: number): ((u: number, v: number) => Vec3) =>
    (u, v) => {
      const around = u * Math.PI * 2;
      const r = (1 - v ** 1.25) * size;
      return [
        base[0] + sign * (0.043 * r * Math.cos(around) + 0.03 * v),
        base[1] + 0.092 * v * size - 0.014 * Math.abs(Math.cos(around)) * (1 - v) + lift * 0.3,
        base[2] + deep * r * Math.sin(around) + 0.008 * v + lift,
      ];
    };
  const outer = createPart();
  addGrid(outer, { columns: 20, rows: 9, facing: 'out' }, (u, v) => {
    const position = shell(0.021, 1, 0)(u, v);
    return { position, uv: hairUv(0.5 + 0.4 * Math.cos(u * Math.PI * 2), HEAD_CENTRE + 0.12), skin: HEAD_SKIN };
  });
  hair.push(outer);
  const inner = createPart();
  addGrid(inner, { columns: 12, rows: 7, facing: 'front' }, (u, v) => ({
    position: shell(0.019, 0.74, 0.0075)(u / 2, v),
    uv: swatchUv('earInner', v),
    skin: HEAD_SKIN,
  }));
  cloth.push(inner);
}
