import type { ToolCallPiece } from '../scenario/neutral-event.ts';
import { argumentPieces, partsOf, piecesOf } from '../scenario/pieces.ts';
import type { Content, Part, Pieces, ScenarioToolCall } from '../scenario/scenario.ts';
import { callFilling } from './chat-stream.ts';
import { errorValues } from './error-values.ts';
import type { Session } from './session.ts';
import { fill, type Filling, type Template } from './template.ts';

/** The answer to a request that did not ask for a stream. */
export function chatAnswer(session: Session, answer: Template): unknown {
  const { scenario } = session;
  const contents = [scenario, ...(scenario.others ?? [])];
  const filling = session.filling([], {}, (list) =>
    list === 'choices' ? contents.map((content, at) => choice(session, content, at)) : [],
  );
  return fill(answer, filling);
}

function choice(session: Session, content: Content, index: number): Filling {
  const said = saidInChoice(session, content);
  const reason = content.finish ?? (said.calls.length > 0 ? 'tool-calls' : 'stop');
  const { error } = session.scenario;
  const values = {
    ...(error && errorValues(session, error)),
    choice: index,
    text: said.text,
    reasoning: said.reasoning,
    refusal: said.refusal,
    finish: session.finishWord(reason),
  };
  const tags = ['finish', ...said.tags, ...(error ? ['failed', error.kind] : [])];
  return session.filling(tags, values, (list) => {
    if (list === 'calls') {
      return said.calls.map((call) => callFilling(session, index, call, tags, values));
    }
    return list === 'pieces'
      ? textPieces(content).map((text) => piece(session, text))
      : [];
  });
}

/** The text of a choice token by token, for log probabilities. */
function textPieces(content: Content): readonly string[] {
  return partsOf(content).flatMap((part) => ('text' in part ? piecesOf(part.text) : []));
}

function piece(session: Session, text: string): Filling {
  return session.filling([], { text, textBytes: [...new TextEncoder().encode(text)] });
}

interface Said {
  readonly text?: string;
  readonly reasoning?: string;
  readonly refusal?: string;
  readonly calls: readonly ToolCallPiece[];
  readonly tags: readonly string[];
}

/** Everything a choice says, each kind in one text. */
function saidInChoice(session: Session, content: Content): Said {
  const parts = partsOf(content);
  const reasoning = joined(parts, (part) =>
    'reasoning' in part ? part.reasoning : undefined,
  );
  let text = joined(parts, (part) => ('text' in part ? part.text : undefined));
  const refusal = joined(parts, (part) => ('refusal' in part ? part.refusal : undefined));
  const calls = parts.filter((part) => 'toolCall' in part).map(callPiece);
  const place = session.profile.stream.reasoning;
  const isTagged = place === 'think-tags';
  const isField = place === 'field';
  if (isTagged && reasoning !== undefined) {
    text = `<think>\n${reasoning}\n</think>\n\n${text ?? ''}`;
  }
  return {
    ...(text !== undefined && { text }),
    ...(reasoning !== undefined && isField && { reasoning }),
    ...(refusal !== undefined && { refusal }),
    calls,
    tags: [
      ...(text === undefined ? [] : ['text']),
      ...(reasoning === undefined || !isField ? [] : ['reasoning']),
      ...(refusal === undefined ? [] : ['refusal']),
      ...(calls.length === 0 ? [] : ['calls']),
    ],
  };
}

function callPiece(
  { toolCall }: { readonly toolCall: ScenarioToolCall },
  index: number,
): ToolCallPiece {
  const { name, id, custom } = toolCall;
  return {
    index,
    name,
    arguments: argumentPieces(toolCall).join(''),
    ...(id !== undefined && { id }),
    ...(custom === true && { custom }),
  };
}

function joined(
  parts: readonly Part[],
  pieces: (part: Part) => Pieces | undefined,
): string | undefined {
  const texts = parts.map(pieces).filter((text) => text !== undefined);
  if (texts.length === 0) return undefined;
  return texts.flatMap((text) => piecesOf(text)).join('');
}
