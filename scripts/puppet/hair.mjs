import { COLOURS, mirrored, pair, ribbon, shape, strokes } from './ink.mjs';

const { hairLine } = COLOURS;
const SHADE = '#e0698c';

const back = `M500 138 C300 130 218 262 222 452 C224 600 236 720 262 826 C284 818 300 800 310 780 C320 830 344 872 376 892 C390 866 398 842 400 816 L600 816 C602 842 610 866 624 892 C656 872 680 830 690 780 C700 800 716 818 738 826 C764 720 776 600 778 452 C782 262 700 130 500 138 Z`;
const tail = `M722 300 C790 292 850 352 872 452 C900 580 884 700 906 812 C916 868 930 912 902 960 C890 982 884 1006 888 1034 C862 1016 846 990 842 962 C836 1000 818 1034 786 1056 C790 1020 782 992 774 966 C756 912 772 850 774 790 C778 690 760 600 736 520 C716 452 704 372 722 300 Z`;
const sideLock = `M690 300 C726 382 736 470 728 560 C722 640 716 716 682 790 C676 806 668 820 656 832 C658 800 652 770 648 742 C644 762 638 778 628 792 C630 720 652 650 662 574 C670 500 662 400 640 330 Z`;
const bangs = `M500 146 C352 140 262 230 262 388 C262 452 274 500 292 540 C304 500 316 468 338 430 C340 466 346 492 358 520 C372 476 390 440 414 398 C418 432 426 458 440 484 C456 446 470 414 488 372 C494 416 506 446 524 478 C540 442 552 414 562 380 C574 424 592 462 620 500 C630 466 640 440 648 412 C668 454 690 494 708 540 C726 500 738 452 738 388 C738 230 648 140 500 146 Z`;
const strands =
  'M338 430 C346 380 360 330 386 286 M414 398 C416 350 428 300 450 252 M488 372 C484 330 486 290 494 240 M562 380 C566 330 556 280 544 240 M648 412 C648 350 628 290 596 246 M292 540 C284 470 292 390 320 330 M708 540 C716 470 708 390 680 330';
const tips =
  'M262 400 C280 470 284 500 292 540 L330 470 C316 452 318 420 338 392 L358 520 L392 452 C384 430 396 396 414 372 L440 484 L470 420 C468 396 478 372 488 352 L524 478 L548 420 C548 396 556 372 562 356 L620 500 L636 446 C632 420 640 396 648 386 L708 540 C716 500 724 470 738 400 L760 600 L240 600 Z';

/** Light that lies round the head like a band, broken by the strands. */
const shine =
  'M318 338 C360 262 430 234 500 232 C570 234 640 262 682 338 C664 318 646 306 630 302 L620 330 L598 288 C580 280 562 276 548 274 L534 312 L518 272 L486 272 L470 308 L452 274 C436 276 420 281 404 287 L386 326 L372 302 C352 308 334 320 318 338 Z';

export const hairBehind = [
  ...pair(
    'twintail',
    shape(
      tail,
      'url(#hairLong)',
      hairLine,
      `<path d="M722 300 C740 420 790 520 800 660 C806 780 790 900 800 1056 L720 1060 L690 300 Z" fill="#d9628c" opacity=".5"/>${strokes('M748 340 C800 440 836 560 836 690 C836 800 842 880 844 962 M770 330 C830 420 862 540 864 660 C866 760 874 850 886 930', SHADE, 4, 0.75)}<path d="M800 340 C846 400 862 470 868 540 C846 470 826 410 790 350 Z" fill="#ffd9e2" opacity=".75"/>`,
    ),
  ),
  {
    name: 'hair_back',
    svg: shape(
      back,
      'url(#hairBack)',
      hairLine,
      strokes(
        'M300 360 C280 520 296 680 312 780 M700 360 C720 520 704 680 688 780 M360 560 C352 680 366 780 376 880 M640 560 C648 680 634 780 624 880',
        '#b0537c',
        4,
        0.6,
      ),
    ),
  },
];

/** Cast on the forehead; goes with the fringe, stays on the face. */
export const bangsShadow = {
  name: 'bangs shadow',
  clipped: true,
  blend: 'multiply',
  svg: `<path d="${bangs}" transform="translate(0 20)" fill="#f3b6ae"/>`,
};

export const hairInFront = [
  ...pair(
    'hair_side',
    shape(
      sideLock,
      'url(#hair)',
      hairLine,
      `<path d="M640 330 C672 420 676 520 664 600 C654 680 634 740 628 792 L600 800 L620 330 Z" fill="${SHADE}" opacity=".55"/>${strokes('M694 380 C706 480 700 580 684 660 C674 716 662 770 658 812', SHADE, 3.5, 0.9)}<path d="M706 400 C716 460 716 520 712 560 C704 520 702 460 694 410 Z" fill="#ffdfe6" opacity=".8"/>`,
    ),
  ),
  {
    name: 'ahoge',
    svg: shape(
      'M492 168 C474 120 486 76 540 58 C566 50 588 58 600 76 C572 70 548 82 536 104 C524 126 524 146 528 168 Z',
      'url(#hair)',
      hairLine,
      '<path d="M528 168 C514 130 528 92 566 74 L610 80 L540 180 Z" fill="#ef7f9f" opacity=".5"/>',
    ),
  },
  {
    name: 'hair_front',
    svg: shape(
      bangs,
      'url(#hair)',
      hairLine,
      `<path d="${tips}" fill="#ff8fae" opacity=".6"/>${strokes(strands, SHADE, 3.5, 0.85)}<path d="M268 360 C300 240 380 180 500 172 C380 200 310 270 290 380 Z" fill="#ffd3da" opacity=".45"/>`,
    ),
  },
  { name: 'hair shine', folders: ['hair_front'], clipped: true, svg: `<path d="${shine}" fill="#fff1f0" opacity=".7"/>` },
];

export const ribbons = [
  { name: 'ribbon_R', svg: mirrored(ribbon(724, 300, 28, 1)) },
  { name: 'ribbon_L', svg: ribbon(724, 300, 28, 1) },
];
