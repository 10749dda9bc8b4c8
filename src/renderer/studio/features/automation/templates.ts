import { emptyRule, type RuleDraft } from '#shared/automation/rule.ts';
import type { AutomationTrigger } from '#shared/automation/trigger.ts';
import type { Action } from '#shared/avatar/bindings.ts';
import type { ActionChoices } from '#shared/contract/bindings.ts';
import { fill, type Strings } from '../../i18n/strings.ts';

/** Sets of rules to begin with: they come switched off, in the streamer's language, with names of scenes to be replaced. */
export const TEMPLATES = ['backdrops', 'sceneMusic', 'sceneWords', 'replyScenes', 'gift', 'raid', 'brb', 'record'] as const;
export type Template = (typeof TEMPLATES)[number];

type Words = Strings['automation']['texts'];
type Place = 'pink' | 'shrine' | 'coast' | 'flowers' | 'dawn';
/** Open day and night; the others close in the evening. */
const ALWAYS: readonly Place[] = ['shrine', 'pink', 'coast'];
const BY_DAY: readonly Place[] = ['flowers', 'dawn'];
const PLACES = [...ALWAYS, ...BY_DAY];
const DAY = { from: 6 * 60, to: 18 * 60, days: [] };

const rule = (
  name: string,
  group: string,
  when: AutomationTrigger,
  actions: readonly Action[],
  more: Partial<RuleDraft> = {},
): RuleDraft => ({
  ...emptyRule(),
  enabled: false,
  name,
  group,
  when: [when],
  do: actions.map((action) => ({ delay: 0, action })),
  ...more,
});
const goTo = (scene: string): Action => ({ type: 'obs-scene', scene, transition: '' });

export function rulesOfTemplate(template: Template, strings: Strings, choices: ActionChoices): readonly RuleDraft[] {
  const words = strings.automation.texts;
  switch (template) {
    case 'backdrops':
      return backdrops(words, choices);
    case 'sceneMusic':
      return PLACES.map((place) =>
        rule(fill(words.musicOf, { scene: words[place] }), words.groupScene, { type: 'scene', scene: words[place] }, [
          { type: 'music', verb: 'play', playlist: words[place] },
        ]),
      );
    case 'sceneWords':
      return sceneWords(words);
    case 'replyScenes':
      return replyScenes(words);
    case 'gift':
      return [gift(words, choices)];
    case 'raid':
      return [
        rule(
          words.raidRule,
          words.groupRoom,
          { type: 'raid', minimumViewers: 1 },
          [
            { type: 'emotion', emotion: 'excited', intensity: 1, seconds: 8 },
            { type: 'say', text: words.raidLine },
          ],
          { cooldownSeconds: 30 },
        ),
      ];
    case 'brb':
      return brb(words);
    case 'record':
      return [
        rule(words.recordStart, words.groupShow, { type: 'stream', change: 'begins' }, [
          { type: 'obs-output', output: 'record', verb: 'start' },
        ]),
        rule(words.recordStop, words.groupShow, { type: 'stream', change: 'ends' }, [
          { type: 'obs-output', output: 'record', verb: 'stop' },
        ]),
      ];
  }
}

function backdrops(words: Words, choices: ActionChoices): readonly RuleDraft[] {
  const source = choices.show.inputs.find(({ kind }) => kind === 'image_source')?.name ?? '';
  const backdrop = (name: string, from: number, to: number): RuleDraft =>
    rule(name, words.groupBackdrop, { type: 'between', from: from * 60, to: to * 60, days: [] }, [
      { type: 'obs-picture', source, files: [''] },
    ]);
  return [backdrop(words.day, 6, 17), backdrop(words.dusk, 17, 18), backdrop(words.night, 18, 6)];
}

/** A place's name alone, or with a word of going before it: nothing within other talk. */
function callOf(words: Words, place: Place): AutomationTrigger {
  const scene = words[place];
  const called = [scene, fill(words.enter, { scene }), fill(words.switchTo, { scene })];
  return { type: 'chat', words: called, match: 'whole', who: 'everyone' };
}

function sceneWords(words: Words): readonly RuleDraft[] {
  const entering = PLACES.map((place) =>
    rule(fill(words.goTo, { scene: words[place] }), words.groupScene, callOf(words, place), [goTo(words[place])], {
      if: BY_DAY.includes(place) ? [{ type: 'between', ...DAY, is: true }] : [],
      cooldownSeconds: 10,
    }),
  );
  const refusing = BY_DAY.map((place) =>
    rule(
      fill(words.nightRefusal, { scene: words[place] }),
      words.groupScene,
      callOf(words, place),
      [{ type: 'say', text: fill(words.refusalLine, { scene: words[place] }) }],
      { if: [{ type: 'between', ...DAY, is: false }], cooldownSeconds: 60 },
    ),
  );
  return [...entering, ...refusing];
}

function replyScenes(words: Words): readonly RuleDraft[] {
  const keywords: Readonly<Record<Place, string>> = {
    pink: words.pinkWords,
    dawn: words.dawnWords,
    shrine: words.shrineWords,
    flowers: words.flowersWords,
    coast: words.coastWords,
  };
  return PLACES.map((place) =>
    rule(
      fill(words.replyTo, { scene: words[place] }),
      words.groupScene,
      { type: 'reply', words: keywords[place].split(',') },
      [goTo(words[place])],
      {
        if: [{ type: 'scene', scenes: [words[place]], is: false }],
        cooldownSeconds: 60,
      },
    ),
  );
}

function gift(words: Words, choices: ActionChoices): RuleDraft {
  const thrown = choices.items[0];
  const throwing: Action[] = thrown === undefined ? [] : [{ type: 'throw', fileName: thrown, count: 5, from: 'either' }];
  return rule(words.giftRule, words.groupRoom, { type: 'paid', minimum: 1, currency: 'CNY', gift: '' }, [
    { type: 'alert', title: words.giftTitle, text: '{text}' },
    ...throwing,
  ]);
}

function brb(words: Words): readonly RuleDraft[] {
  return [
    rule(
      words.brbRule,
      words.groupShow,
      { type: 'silence', of: 'both', seconds: 600 },
      [goTo(words.brbScene), { type: 'status', text: words.brbStatus }],
      { if: [{ type: 'output', output: 'stream', is: true }] },
    ),
    rule(
      words.backRule,
      words.groupShow,
      { type: 'speech', change: 'begins' },
      [goTo(words.mainScene), { type: 'status', text: '' }],
      { if: [{ type: 'scene', scenes: [words.brbScene], is: true }] },
    ),
  ];
}
