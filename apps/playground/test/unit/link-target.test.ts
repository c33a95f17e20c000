import { expect, test } from 'vitest';
import { linkTarget } from '../../src/markdown/link-target.ts';

test.each([
  ['https://example.com/a?b#c', 'example.com'],
  ['http://localhost:3000/', 'localhost:3000'],
  ['https://google.com@evil.example/', 'evil.example'],
  ['https://EXAMPLE.com', 'example.com'],
  ['mailto:someone@example.com', 'someone@example.com'],
])('%s leads to %s', (href, host) => {
  expect(linkTarget(href)?.host).toBe(host);
});

test.each([
  undefined,
  '',
  'javascript:alert(1)',
  ' javascript:alert(1)',
  'java\nscript:alert(1)',
  'JaVaScRiPt:alert(1)',
  'data:text/html,<script>alert(1)</script>',
  'vbscript:x',
  'file:///etc/passwd',
  'blob:https://example.com/1',
  '/v1/models',
  '//evil.example',
  '#wire',
])('%j is no link', (href) => {
  expect(linkTarget(href)).toBeUndefined();
});
