/** One layer of the test drawing, as SVG on a canvas of 1000×1200. From the farthest to the nearest. */
export interface DrawnLayer {
  readonly name: string;
  readonly folders?: readonly string[];
  readonly svg: string;
  readonly visible?: boolean;
  readonly clipped?: boolean;
  readonly blend?: 'normal' | 'multiply' | 'add';
}

export const DRAWING = { width: 1000, height: 1200 } as const;

const LINE = 'stroke="#4a2f4f" stroke-width="4" stroke-linejoin="round" stroke-linecap="round"';
const HAIR = `fill="url(#hair)" ${LINE}`;
const SKIN = `fill="#ffe3d3" ${LINE}`;
export const DEFS = `<defs>
  <linearGradient id="hair" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="#9d8df1"/><stop offset="0.6" stop-color="#c3a6ff"/><stop offset="1" stop-color="#ffc6ff"/></linearGradient>
  <linearGradient id="iris" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="#3b2667"/><stop offset="1" stop-color="#6ee7f2"/></linearGradient>
  <radialGradient id="blush"><stop offset="0" stop-color="#ff8fa3" stop-opacity="0.75"/><stop offset="1" stop-color="#ff8fa3" stop-opacity="0"/></radialGradient>
</defs>`;

/** The same picture on both sides of x = 500. */
const mirrored = (svg: string): string => `<g transform="translate(1000 0) scale(-1 1)">${svg}</g>`;

const ear = `<path d="M330 250 L300 70 Q390 110 440 200 Z" ${HAIR}/><path d="M340 225 L325 125 Q375 155 400 205 Z" fill="#ffd1e8"/>`;
const white = '<path d="M560 485 Q610 430 668 478 Q672 540 620 552 Q572 548 560 485 Z" fill="#fffafc"/>';
const iris = `<ellipse cx="615" cy="498" rx="36" ry="48" fill="url(#iris)" ${LINE.replace('4"', '3"')}/><ellipse cx="615" cy="495" rx="14" ry="20" fill="#22123a"/>`;
const shine =
  '<ellipse cx="602" cy="475" rx="11" ry="13" fill="#fff"/><circle cx="630" cy="520" r="6" fill="#fff" opacity="0.8"/>';
const lash = '<path d="M552 492 Q606 420 676 482 L684 470 Q680 500 668 492 Q606 446 560 496 Z" fill="#3a2040"/>';
const brow =
  '<path d="M556 402 Q612 372 672 400 Q612 386 556 410 Z" fill="#7a5fa8" stroke="#7a5fa8" stroke-width="4" stroke-linejoin="round"/>';
const side = `<path d="M668 320 Q740 470 712 700 Q700 760 672 800 Q668 700 650 620 Q690 470 640 330 Z" ${HAIR}/>`;
const arm = `<path d="M690 860 Q790 900 812 1060 L820 1200 L690 1200 Q700 1000 660 900 Z" fill="#5b6ee1" ${LINE}/>`;

export const LAYERS: readonly DrawnLayer[] = [
  {
    name: 'hair_back',
    svg: `<path d="M500 130 Q220 130 215 430 Q200 760 250 1010 Q330 960 360 1020 Q430 960 500 1030 Q570 960 640 1020 Q670 960 750 1010 Q800 760 785 430 Q780 130 500 130 Z" ${HAIR}/>`,
  },
  { name: 'arm_R', svg: mirrored(arm) },
  { name: 'arm_L', svg: arm },
  { name: 'neck', svg: `<path d="M450 640 L550 640 L566 800 Q500 850 434 800 Z" fill="#f6c9b8" ${LINE}/>` },
  {
    name: 'body',
    svg: `<path d="M434 775 Q330 800 300 880 L330 1200 L670 1200 L700 880 Q670 800 566 775 Q500 860 434 775 Z" fill="#6f7ff0" ${LINE}/><path d="M434 775 L500 900 L566 775 L610 800 L520 960 L480 960 L390 800 Z" fill="#fff" ${LINE}/><path d="M470 905 L500 930 L530 905 L540 950 L500 935 L460 950 Z" fill="#ff6f91" ${LINE}/>`,
  },
  { name: 'cat_ear_R', svg: ear },
  { name: 'cat_ear_L', svg: mirrored(ear) },
  {
    name: 'face',
    svg: `<path d="M500 220 Q300 225 302 440 Q306 590 400 670 Q460 715 500 718 Q540 715 600 670 Q694 590 698 440 Q700 225 500 220 Z" ${SKIN}/>`,
  },
  {
    name: 'blush',
    svg: '<ellipse cx="370" cy="580" rx="55" ry="32" fill="url(#blush)"/><ellipse cx="630" cy="580" rx="55" ry="32" fill="url(#blush)"/>',
  },
  {
    name: 'nose',
    svg: '<path d="M498 572 L506 584 L494 586" fill="none" stroke="#e0a090" stroke-width="5" stroke-linecap="round" stroke-linejoin="round"/>',
  },
  {
    name: 'mouth',
    svg: '<path d="M455 628 Q478 644 500 636 Q522 644 545 628" fill="none" stroke="#a8485c" stroke-width="6" stroke-linecap="round"/>',
  },
  {
    name: 'mouth_open',
    svg: '<path d="M448 622 Q500 640 552 622 Q548 690 500 694 Q452 690 448 622 Z" fill="#9c3a52" stroke="#7a2a40" stroke-width="4" stroke-linejoin="round"/>',
    visible: false,
  },
  { name: 'tongue', svg: '<ellipse cx="500" cy="684" rx="36" ry="24" fill="#ff8fa0"/>', visible: false },
  { name: 'white', folders: ['eye_R'], svg: mirrored(white) },
  { name: 'white', folders: ['eye_L'], svg: white },
  { name: 'iris_R', svg: mirrored(iris) },
  { name: 'iris_L', svg: iris },
  { name: 'highlight_R', svg: `<g transform="translate(-230 0)">${shine}</g>` },
  { name: 'highlight_L', svg: shine },
  { name: 'eyelash_R', svg: mirrored(lash) },
  { name: 'eyelash_L', svg: lash },
  { name: 'hair_side_R', svg: mirrored(side) },
  { name: 'hair_side_L', svg: side },
  {
    name: 'hair_front',
    svg: `<path d="M500 150 Q270 160 288 470 Q330 430 350 350 Q372 430 410 470 Q425 400 440 340 Q470 430 510 455 Q520 390 530 340 Q560 420 602 462 Q620 400 640 345 Q668 430 712 470 Q730 160 500 150 Z" ${HAIR}/>`,
  },
  {
    name: 'hair shine',
    folders: ['hair_front'],
    clipped: true,
    blend: 'add',
    svg: '<path d="M330 300 Q500 210 670 300 Q500 250 330 300 Z" fill="#fff" opacity="0.5"/>',
  },
  { name: 'eyebrows', svg: `${brow}${mirrored(brow)}` },
  {
    name: 'fx_tears',
    svg: '<path d="M345 560 Q325 620 345 640 Q365 620 345 560 Z" fill="#8fd8ff" stroke="#4aa8e0" stroke-width="4"/><path d="M655 560 Q635 620 655 640 Q675 620 655 560 Z" fill="#8fd8ff" stroke="#4aa8e0" stroke-width="4"/>',
    visible: false,
  },
];
