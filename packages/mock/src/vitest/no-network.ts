/**
 * For `setupFiles` of vitest: no test reaches another machine, and a test that tries to fails,
 * even if its code catches the error.
 */
import { afterAll, afterEach } from 'vitest';
import { denyNetwork } from '../server/deny-network.ts';
import { Refusals } from './refusals.ts';

const refusals = new Refusals();
const allowNetwork = denyNetwork({ onRefusal: refusals.add });

afterEach(() => refusals.throwIfAny());
afterAll(() => {
  allowNetwork();
  refusals.throwIfAny();
});
