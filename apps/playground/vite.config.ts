import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { msw } from 'msw/vite';
import { defaultClientConditions, defineConfig } from 'vite';
import { fontLicenses } from './vite/font-licenses.ts';
import { precompress } from './vite/precompress.ts';

/** Where `npm run dev` finds the API; the built page talks to the server it came from. */
const api = process.env['SAMEWIRE_URL'] ?? 'http://127.0.0.1:8484';
const apiPaths = ['/v1', '/readyz', '/startupz', '/openapi.json'];

export default defineConfig(({ mode }) => ({
  root: import.meta.dirname,
  // Relative addresses let the page work under any path prefix.
  base: './',
  plugins: [
    react(),
    tailwindcss(),
    fontLicenses(),
    precompress(),
    mode === 'mock' && msw({ mode: 'worker-only' }),
  ],
  server: {
    proxy: mode === 'mock' ? {} : Object.fromEntries(apiPaths.map((path) => [path, api])),
  },
  // Our packages as they are, so that none has to be built first.
  resolve: { conditions: ['@samewire/source', ...defaultClientConditions] },
  worker: { format: 'es' },
  build: {
    target: 'es2024',
    license: { fileName: 'licenses.md' },
    modulePreload: { polyfill: false },
    // Inlined fonts and images would travel inside the style sheet.
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    // One file to start with; the budget test is what guards its size.
    chunkSizeWarningLimit: 600,
  },
}));
