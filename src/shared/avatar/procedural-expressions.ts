/** Mouth shapes, lids, eyes and the 52 ARKit shapes, in lower case: what the program moves by itself is nothing that people switch on. */
const PROCEDURAL: ReadonlySet<string> = new Set(
  (
    'neutral aa ih ou ee oh a i u e o blink blinkleft blinkright blink_l blink_r lookup lookdown lookleft lookright ' +
    'browinnerup browdownleft browdownright browouterupleft browouterupright eyelookupleft eyelookupright eyelookdownleft eyelookdownright ' +
    'eyelookinleft eyelookinright eyelookoutleft eyelookoutright eyeblinkleft eyeblinkright eyesquintleft eyesquintright eyewideleft eyewideright ' +
    'cheekpuff cheeksquintleft cheeksquintright nosesneerleft nosesneerright jawopen jawforward jawleft jawright tongueout ' +
    'mouthfunnel mouthpucker mouthleft mouthright mouthrollupper mouthrolllower mouthshrugupper mouthshruglower mouthclose mouthsmileleft ' +
    'mouthsmileright mouthfrownleft mouthfrownright mouthdimpleleft mouthdimpleright mouthupperupleft mouthupperupright mouthlowerdownleft ' +
    'mouthlowerdownright mouthpressleft mouthpressright mouthstretchleft mouthstretchright'
  ).split(' '),
);

export const isProceduralExpression = (name: string): boolean => PROCEDURAL.has(name.toLowerCase());
