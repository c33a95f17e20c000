import type OpenAI from 'openai';

/** What an answer has to be, as tools/demo-model/corpus/checks.py judges it. */
export type AnswerCheck =
  | { kind: 'exact'; text: string }
  | { kind: 'contains-all'; parts: string[]; or?: string[][] }
  | { kind: 'regex'; pattern: string }
  | { kind: 'json'; value: unknown }
  | { kind: 'tool-calls'; calls: { name: string; arguments: unknown }[] }
  | { kind: 'no-tool' };

type Message = OpenAI.ChatCompletionMessage;

export function passes(check: AnswerCheck, message: Message): boolean {
  const calls = callsOf(message);
  if (check.kind === 'tool-calls')
    return sameJson(sorted(check.calls.map(nameAndArguments)), sorted(calls));
  if (calls.length > 0) return false;
  const text = (message.content ?? '').trim();
  switch (check.kind) {
    case 'exact':
      return text === check.text.trim();
    case 'contains-all':
      return [check.parts, ...(check.or ?? [])].some((parts) =>
        parts.every((part) => text.toLowerCase().includes(part.toLowerCase())),
      );
    case 'regex':
      return new RegExp(check.pattern, 'u').test(text);
    case 'json':
      return sameJson(check.value, parsed(text));
    case 'no-tool':
      return true;
  }
}

function callsOf(message: Message): unknown[] {
  return (message.tool_calls ?? []).flatMap((call) =>
    call.type === 'function'
      ? [[call.function.name, parsed(call.function.arguments)]]
      : [],
  );
}

function nameAndArguments(call: { name: string; arguments: unknown }): unknown {
  return [call.name, call.arguments];
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function sorted(values: readonly unknown[]): unknown[] {
  return values.toSorted((a, b) => canonical(a).localeCompare(canonical(b)));
}

function sameJson(a: unknown, b: unknown): boolean {
  return canonical(a) === canonical(b);
}

/** With the keys of objects in order. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? '';
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, inner]) => `${JSON.stringify(key)}:${canonical(inner)}`).join()}}`;
}
