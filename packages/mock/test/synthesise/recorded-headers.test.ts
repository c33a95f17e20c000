import { signatureOf } from '@samewire/mock/drift';
import { profile, synthesise } from '@samewire/mock/synthesise';
import { describe, expect, test } from 'vitest';
import { exceptions } from './exceptions.ts';
import { namedVariants, profileIdOf } from './profile-of.ts';
import { hasRecordings, readExchanges, recordingFiles } from './recordings/read.ts';
import { requestOf } from './recordings/request-of.ts';
import { scenarioOf } from './recordings/scenario-of.ts';

/** Headers that recordings have and profiles leave out: gateways' and one deployment's own. */
const leftOut =
  /^(x-kong-(proxy|upstream|response)|azureml-|x-ms-(client-request|is-spilled)|openai-(organization|project|model)|.*usage_based|anthropic-(organization|ratelimit-(in|out)put)|x-litellm-(attempted|model-(api|id)|overhead|response-duration)|x-inference-version)/;

const kept = recordingFiles()
  .filter((file) => !(file in exceptions))
  .flatMap(readExchanges)
  .filter((exchange) => exchange.kept.headers);

describe.skipIf(!hasRecordings)('the headers of a recording', () => {
  test.each(kept.map((exchange, at) => [`${exchange.file} ${at}`, exchange] as const))(
    '%s: those the profile sends have the same form',
    (_, exchange) => {
      const number = readExchanges(exchange.file).findIndex(
        ({ body }) => Buffer.compare(body, exchange.body) === 0,
      );
      const answer = synthesise({
        profile: profile(profileIdOf(exchange)),
        scenario: scenarioOf(exchange),
        request: requestOf(exchange),
        variants: namedVariants(exchange, number),
      });
      const body = new Uint8Array();
      const recorded = signatureOf({ ...exchange, body }).headers;
      const sent = signatureOf({ ...answer, body }).headers;
      const shared = Object.keys(recorded).filter((name) => name in sent);
      expect(pick(sent, shared)).toEqual(pick(recorded, shared));
      expect(
        Object.keys(recorded).filter((name) => !(name in sent) && !leftOut.test(name)),
      ).toEqual([]);
    },
  );
});

function pick(headers: Readonly<Record<string, string>>, names: readonly string[]) {
  return Object.fromEntries(names.map((name) => [name, headers[name]]));
}
