import { COLOURS, mirrored, pair, shape, strokes } from './ink.mjs';

const { skinLine } = COLOURS;
const outline =
  'M500 226 C356 226 300 322 302 446 C303 520 316 574 352 622 C392 672 452 718 500 720 C548 718 608 672 648 622 C684 574 697 520 698 446 C700 322 644 226 500 226 Z';

const ear = shape(
  'M690 470 C712 448 734 462 730 502 C726 546 708 574 688 570 Z',
  'url(#skin)',
  skinLine,
  strokes('M700 492 C714 488 716 516 704 542', '#e59a8d', 4),
);
const white = 'M560 516 C566 466 598 442 632 446 C664 450 684 478 686 512 C686 540 668 560 634 563 C596 565 568 552 560 516 Z';
const iris = `<ellipse cx="622" cy="504" rx="44" ry="61" fill="url(#iris)"/><ellipse cx="622" cy="504" rx="42" ry="59" fill="none" stroke="#0d3550" stroke-width="5" opacity=".85"/><ellipse cx="622" cy="500" rx="17" ry="26" fill="#082436"/><path d="M588 526 C600 556 644 556 656 526 C650 570 594 570 588 526 Z" fill="#e2fff7" opacity=".75"/>`;
const shine =
  '<ellipse cx="604" cy="474" rx="14" ry="17" fill="#fff"/><circle cx="643" cy="530" r="8" fill="#fff" opacity=".9"/><circle cx="650" cy="500" r="4" fill="#fff" opacity=".7"/>';
const lash =
  'M550 524 C554 462 594 426 636 430 C668 434 688 456 696 482 L716 474 C712 492 704 504 692 512 L706 516 C696 524 688 526 682 522 C680 486 660 456 630 454 C594 452 572 480 566 518 Z';
const lowerLash = 'M588 563 C612 574 650 572 674 552 C652 566 614 568 588 563 Z';
const fold = 'M578 434 C606 410 650 408 684 436';
const brow = 'M560 404 C594 378 642 376 682 398 C642 386 600 388 564 412 C556 414 554 408 560 404 Z';

/** The eyes were drawn a little too far out. */
const moved = (svg) => `<g transform="translate(-7 5)">${svg}</g>`;

export const ears = pair('ear', ear);

export const face = {
  name: 'face',
  svg: shape(
    outline,
    'url(#skin)',
    skinLine,
    '<ellipse cx="372" cy="592" rx="62" ry="36" fill="url(#tint)"/><ellipse cx="628" cy="592" rx="62" ry="36" fill="url(#tint)"/><path d="M352 622 C392 672 452 718 500 720 C548 718 608 672 648 622 C600 690 540 704 500 705 C460 704 400 690 352 622 Z" fill="#ffc9b8" opacity=".7"/>',
  ),
};

const cheek = `<ellipse cx="634" cy="596" rx="56" ry="32" fill="url(#blush)"/>${strokes('M614 604 L622 586 M632 606 L640 588 M650 604 L658 586', '#f0607c', 4, 0.7)}`;

export const features = [
  { name: 'blush', svg: `${cheek}${mirrored(cheek)}`, visible: false },
  { name: 'nose', svg: strokes('M500 590 C504 596 502 600 495 601', '#e08f80', 4.5) },
  { name: 'mouth', svg: strokes('M466 641 C478 652 492 652 500 645 C508 652 522 652 534 641', '#b2485a', 5.5) },
  {
    name: 'mouth_open',
    visible: false,
    svg: shape(
      'M456 634 C484 644 516 644 544 634 C552 640 548 690 500 700 C452 690 448 640 456 634 Z',
      '#a83a52',
      '#8c2f47',
      '<path d="M450 630 L550 630 L540 650 C516 656 484 656 460 650 Z" fill="#fffaf6"/>',
      4.5,
    ),
  },
  { name: 'tongue', visible: false, svg: '<ellipse cx="500" cy="696" rx="34" ry="26" fill="#ff8d99"/>' },
  ...pair(
    'eye_white',
    moved(
      shape(
        white,
        '#fffdfd',
        '#f3dfe0',
        '<path d="M550 430 L700 430 L700 500 C680 476 650 464 626 466 C596 470 574 490 560 520 Z" fill="#d9d3ea" opacity=".85"/>',
        2,
      ),
    ),
  ),
  ...pair('iris', moved(iris)),
  { name: 'eye_highlight_R', svg: `<g transform="translate(-237 5)">${shine}</g>` },
  { name: 'eye_highlight_L', svg: moved(shine) },
  ...pair('eyelash_lower', `<path d="${lowerLash}" fill="#8d4a5e" transform="translate(-7 5)"/>`),
  ...pair('eyelash', `<path d="${lash}" fill="url(#lash)" transform="translate(-7 5)"/>`),
  ...pair('eyelid', strokes(fold, '#b5685f', 4)),
];

export const brows = pair('eyebrow', `<path d="${brow}" fill="#b2506f"/>`);

/** Effects that a hotkey shows. */
export const effects = [
  {
    name: 'fx_tears',
    visible: false,
    svg: ((drop) => drop + mirrored(drop))(
      shape(
        'M652 566 C640 600 632 624 644 640 C662 652 678 634 672 612 C668 594 660 582 652 566 Z',
        '#a9e4ff',
        '#5fb4e6',
        '<ellipse cx="652" cy="620" rx="5" ry="10" fill="#fff"/>',
        3,
      ),
    ),
  },
  {
    name: 'fx_hearts',
    visible: false,
    svg: [
      [250, 250, 1.1, -16],
      [770, 200, 0.8, 14],
      [800, 380, 0.6, 20],
    ]
      .map(
        ([x, y, size, angle]) =>
          `<g transform="translate(${x} ${y}) rotate(${angle}) scale(${size})">${shape('M0 44 C-48 10 -52 -16 -40 -32 C-26 -48 -6 -42 0 -22 C6 -42 26 -48 40 -32 C52 -16 48 10 0 44 Z', '#ff5f86', '#c92f5c', '<path d="M-32 -22 C-26 -32 -18 -34 -12 -30" fill="none" stroke="#ffd0dc" stroke-width="7" stroke-linecap="round"/>')}</g>`,
      )
      .join(''),
  },
];
