/** What looks like a secret, and what it is. */
export interface SecretPattern {
  readonly what: string;
  readonly pattern: RegExp;
  /** Ids are replaced by stable ones, so that two of them stay two; anything else is gone. */
  readonly id?: string;
}

export const secretPatterns: readonly SecretPattern[] = [
  { what: 'a key', pattern: /\bsk-(?!mock\b)[A-Za-z0-9_-]{16,}/g },
  {
    what: 'a key',
    pattern: /\b(?:gsk_|xai-|pplx-|csk-|fw_|hf_|r8_|nvapi-)[A-Za-z0-9_-]{20,}/g,
  },
  { what: 'a Google key', pattern: /\bAIza[\w-]{35}/g },
  { what: 'an AWS key', pattern: /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/g },
  { what: 'a GitHub token', pattern: /\b(?:gh[opsur]_\w{30,}|github_pat_\w{30,})/g },
  {
    what: 'a JSON web token',
    pattern: /\beyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]{8,}/g,
  },
  { what: 'a bearer token', pattern: /\bBearer (?!sk-mock)[\w.~+/-]{16,}=*/g },
  { what: 'a private key', pattern: /-----BEGIN [A-Z ]*PRIVATE KEY-----/g },
  {
    what: 'an e-mail address',
    pattern: /\b[\w.+-]+@(?!example\.)[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}\b/gi,
  },
  { what: 'an organisation', pattern: /\borg-[A-Za-z0-9]{16,}\b/g, id: 'org-' },
  { what: 'a project', pattern: /\bproj_[A-Za-z0-9]{16,}\b/g, id: 'proj_' },
  { what: 'a user', pattern: /\buser[-_][A-Za-z0-9]{16,}\b/g, id: 'user-' },
];

/** Query parameters that hold a key. */
export const secretParameters: ReadonlySet<string> = new Set([
  'access_token',
  'api-key',
  'api_key',
  'key',
  'sig',
  'token',
]);

const secretField = /(?:^|[_-])(?:api_?key|authorization|password|secret|token)$/i;
const minSecretLength = 20;
const minBitsPerCharacter = 3.5;

/**
 * Whether a field of JSON may well hold a secret of a kind nobody listed: its name says so,
 * and its value looks random.
 */
export function isDoubtful(name: string, value: string): boolean {
  return (
    secretField.test(name) &&
    value.length >= minSecretLength &&
    /^[\w.~+/=-]+$/.test(value) &&
    /\d/.test(value) &&
    bitsPerCharacter(value) >= minBitsPerCharacter
  );
}

/** Shannon's entropy of the text's own characters. */
function bitsPerCharacter(text: string): number {
  const counts = Map.groupBy(text, (character) => character);
  return [...counts.values()].reduce((sum, { length }) => {
    const share = length / text.length;
    return sum - share * Math.log2(share);
  }, 0);
}

/** Finds out quickly that there is nothing to look for. */
const hint =
  /sk-|gsk_|xai-|pplx-|csk-|fw_|hf_|r8_|nvapi-|AIza|AKIA|ASIA|gh[opsur]_|github_pat_|eyJ|Bearer |PRIVATE KEY|@|org-|proj_|user[-_]|redacted/;

/**
 * The text as it is compared: what a recording has had taken out counts as the same as what
 * was there.
 */
export function blotSecrets(text: string): string {
  if (!hint.test(text)) return text;
  const blotted = secretPatterns.reduce(
    (before, { pattern }) => before.replaceAll(pattern, '<redacted>'),
    text,
  );
  return blotted.replaceAll(/\b(?:org-|proj_|user-)redacted-\d+/g, '<redacted>');
}
