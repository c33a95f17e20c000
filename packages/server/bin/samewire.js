#!/usr/bin/env node
// A package runs what was compiled, a checkout its sources.
import { existsSync } from 'node:fs';

const checkout = new URL('../../../scripts/samewire.mjs', import.meta.url);
await import(existsSync(checkout) ? checkout.href : '../dist/main.js');
