/** One piece of the streamer's own text. A plain paragraph has no question. */
export interface Passage {
  readonly question: string;
  readonly answer: string;
}

/** Longest passage, in UTF-16 units; longer paragraphs are cut at sentence ends. */
const MAX_PASSAGE = 600;
const MAX_PASSAGES = 2000;
const QUESTION = /^\s*(?:[-*•]\s*)?(?:Q\d*|问题?|問題?|質問|Question|Frage)\s*[:：.、]\s*/i;
const ANSWER = /^\s*(?:[-*•]\s*)?(?:A\d*|答案?|回答|答え|Answer)\s*[:：.、]\s*/i;

/** Passages of "Q: … A: …" blocks (问／答, 質問／回答 too) and of plain paragraphs, in order. */
export function passagesFromFaq(faq: string): readonly Passage[] {
  const passages: Passage[] = [];
  let question: string | undefined;
  let lines: string[] = [];
  const flush = (): void => {
    const answer = lines.join('\n').trim();
    if (answer !== '') for (const piece of pieces(answer)) passages.push({ question: (question ?? '').trim(), answer: piece });
    question = undefined;
    lines = [];
  };
  for (const part of faq.split(/\r\n?|\n/).flatMap(partsOfLine)) {
    if (QUESTION.test(part)) {
      flush();
      question = part.replace(QUESTION, '');
    } else if (part.trim() !== '') {
      const startsAnswer = question !== undefined && lines.length === 0;
      lines.push(startsAnswer ? part.replace(ANSWER, '') : part);
    } else if (question === undefined || lines.length > 0) flush();
  }
  flush();
  return passages.slice(0, MAX_PASSAGES);
}

/** "Q: … A: …" on one line as two. */
function partsOfLine(line: string): string[] {
  return QUESTION.test(line) ? line.split(/\s+(?=(?:A|答|回答|Answer)\s*[:：])/i) : [line];
}

function pieces(text: string): string[] {
  if (text.length <= MAX_PASSAGE) return [text];
  const out: string[] = [];
  let current = '';
  for (const sentence of text.match(/[^.!?。！？\n]+[.!?。！？\n]*|[.!?。！？\n]+/g) ?? [text]) {
    if (current !== '' && current.length + sentence.length > MAX_PASSAGE) {
      out.push(current.trim());
      current = '';
    }
    current += sentence;
  }
  return [...out, current.trim()].flatMap((piece) => piece.match(/[\s\S]{1,1200}/g) ?? []);
}
