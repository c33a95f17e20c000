import { beforeEach } from 'vitest';

beforeEach(async () => {
  const { SEEDS_URL: url = '', SEEDS_KEY: key = '' } = process.env;
  const headers = { authorization: `Bearer ${key}` };
  const { ok, status } = await fetch(url, { method: 'POST', headers });
  if (!ok) throw new Error(`The seeds were not restored: status ${status}.`);
});
