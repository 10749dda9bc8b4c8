import { COLOURS, mirrored, pair, ribbon, shape, strokes } from './ink.mjs';

const { hairLine } = COLOURS;
const SHADE = '#e0698c';

const back =
  'M500 172 C330 166 246 262 234 452 C232 600 240 720 262 826 C284 818 300 800 310 780 C320 830 344 872 376 892 C390 866 398 842 400 816 L600 816 C602 842 610 866 624 892 C656 872 680 830 690 780 C700 800 716 818 738 826 C760 720 768 600 766 452 C754 262 670 166 500 172 Z';
const tail = `M722 300 C790 292 850 352 872 452 C900 580 884 700 906 812 C916 868 930 912 902 960 C890 982 884 1006 888 1034 C862 1016 846 990 842 962 C836 1000 818 1034 786 1056 C790 1020 782 992 774 966 C756 912 772 850 774 790 C778 690 760 600 736 520 C716 452 704 372 722 300 Z`;
const sideLock =
  'M700 300 C738 382 750 470 744 560 C738 640 732 716 700 790 C694 806 684 820 672 832 C674 800 668 770 664 742 C660 762 654 778 642 794 C646 726 672 650 684 574 C694 500 682 400 652 320 Z';
const bangs =
  'M500 140 C346 134 250 230 250 388 C250 456 266 506 288 548 C300 504 312 462 334 420 C332 448 336 474 346 500 C364 462 386 428 412 384 C412 406 418 428 428 446 C448 418 466 392 486 356 C490 388 500 412 516 436 C534 408 550 384 562 356 C572 392 588 424 612 452 C622 432 634 410 644 388 C662 424 680 460 700 500 C704 476 704 452 700 428 C706 462 712 504 716 548 C736 506 750 456 750 388 C750 230 654 134 500 140 Z';
const strands =
  'M334 420 C342 372 358 326 386 282 M412 384 C414 340 428 296 450 250 M486 356 C484 322 486 286 494 238 M562 356 C566 320 556 278 544 238 M644 388 C646 340 628 288 596 244 M700 428 C704 390 690 350 664 310';
const tips =
  'M250 400 C262 470 274 510 288 548 L326 462 C314 440 318 412 336 384 L346 500 L388 432 C384 410 396 376 414 350 L428 446 L466 394 C466 372 476 350 488 334 L516 436 L546 392 C548 372 556 352 562 340 L612 452 L632 412 C630 388 638 370 646 360 L700 500 L698 400 L716 548 C728 510 740 470 752 400 L770 600 L230 600 Z';

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
  svg: `<path d="${bangs}" transform="translate(0 18)" fill="#f3b6ae"/>`,
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
