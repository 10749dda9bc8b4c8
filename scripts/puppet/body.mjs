import { COLOURS, mirrored, pair, ribbon, shape, strokes } from './ink.mjs';

const { clothLine, skinLine } = COLOURS;
const LINE = '#b08e74';
const arm = 'M676 846 C742 858 786 896 802 974 C814 1044 820 1130 826 1210 L676 1210 C682 1120 672 1020 650 930 Z';
const neck = 'M448 650 L552 650 C552 700 556 740 580 786 L500 860 L420 786 C444 740 448 700 448 650 Z';
const trunk =
  'M430 772 C380 800 324 818 292 854 C280 900 300 960 318 1020 C326 1080 322 1150 318 1210 L682 1210 C678 1150 674 1080 682 1020 C700 960 720 900 708 854 C676 818 620 800 570 772 L500 900 Z';
const blouse = 'M436 774 L500 866 L564 774 C590 860 596 1000 590 1210 L410 1210 C404 1000 410 860 436 774 Z';
/** Her left half of the sailor collar. */
const collar =
  'M568 764 C612 786 662 806 700 838 C704 868 700 896 690 920 C632 930 572 916 520 938 L500 908 C534 866 556 816 568 764 Z';
const stripes = strokes('M684 846 C688 870 684 890 678 904 C624 912 568 900 520 920', COLOURS.mint, 6);

export const arms = pair(
  'arm',
  shape(
    arm,
    'url(#cardigan)',
    LINE,
    `<path d="M650 930 C700 960 716 1080 712 1210 L660 1210 Z" fill="#e4c6a4" opacity=".65"/>${strokes('M760 960 C748 1000 744 1040 748 1090 M786 1060 C776 1090 774 1120 776 1160', '#cfa985', 3.5, 0.8)}`,
  ),
);

export const body = [
  {
    name: 'neck',
    svg: shape(
      neck,
      '#ffe2d4',
      skinLine,
      '<path d="M440 640 L560 640 L556 736 C530 762 470 762 444 736 Z" fill="#f2b3a6" opacity=".8"/>' +
        strokes('M470 806 C482 812 490 820 494 832 M530 806 C518 812 510 820 506 832', '#e2a294', 3.5),
    ),
  },
  {
    name: 'body',
    svg: [
      shape(
        trunk,
        'url(#cardigan)',
        LINE,
        `<path d="M292 854 C330 930 352 1060 350 1210 L300 1210 Z M708 854 C670 930 648 1060 650 1210 L700 1210 Z" fill="#e4c6a4" opacity=".6"/>`,
      ),
      shape(
        blouse,
        '#fdfcff',
        '#b9b3d0',
        `${strokes('M500 940 L500 1210', '#d5d0e6', 4)}<path d="M404 900 C430 960 430 1100 420 1210 L400 1210 Z M596 900 C570 960 570 1100 580 1210 L600 1210 Z" fill="#d9d4ea" opacity=".8"/>`,
      ),
      strokes('M420 1000 C412 1080 412 1150 414 1206 M580 1000 C588 1080 588 1150 586 1206', LINE, 4),
      [1010, 1080, 1150]
        .map((y) => `<circle cx="500" cy="${y}" r="8" fill="#ffd9a8" stroke="${LINE}" stroke-width="3"/>`)
        .join(''),
      mirrored(shape(collar, 'url(#navy)', clothLine, stripes)),
      shape(collar, 'url(#navy)', clothLine, stripes),
    ].join(''),
  },
  { name: 'body bow', svg: ribbon(500, 926, 0, 1.12) },
];
